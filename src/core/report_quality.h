/* What counting (report_quality.c) and filling in (report_quality_fill.c) share. */
#ifndef ORDR_CORE_REPORT_QUALITY_H
#define ORDR_CORE_REPORT_QUALITY_H

#include "ordr/id_table.h"
#include "ordr/judged.h"
#include "ordr/report_quality.h"

enum problem { COMPLAINTS, RETURNS, CREDIT_NOTES, DISPUTES, PROBLEMS };
enum grouping { BY_CHANNEL, BY_CONFIRMER, BY_PRODUCT, BY_FAULT, GROUPINGS };
enum { BASES = 3 };

/* One value of a grouping, found by its place in pass->names. */
struct quality_tally {
	int64_t number;
	enum grouping by;
	const char *value;
	int64_t orders, count[PROBLEMS];
};

struct quality_pass {
	struct core *core;
	const struct report_request *request;
	struct date today, from, to;
	struct instant first, after; /* the period's ends */
	struct id_table spoiled;     /* orders that something is wrong with: int64_t */
	struct quality_tally *tallies;
	size_t tally_count, tally_room;
	int64_t orders, judged, perfect, count[PROBLEMS];
	struct quality_otif otif[BASES];
};

/* The tally of a value, new when there is none; NULL: memory is exhausted. Values are few, but for products: those stand in order of first sight. */
struct quality_tally *quality_tally(struct quality_pass *pass, enum grouping by, const char *value);
int quality_fill(struct quality_pass *pass, struct report_quality *report);

#endif
