/* What counting (report_sla.c) and filling in (report_sla_fill.c) share. */
#ifndef ORDR_CORE_REPORT_SLA_H
#define ORDR_CORE_REPORT_SLA_H

#include "ordr/calendar.h"
#include "ordr/id_table.h"
#include "ordr/past.h"
#include "ordr/report_sla.h"
#include "ordr/statistics.h"

enum { MET, BREACHED, OPEN, AT_RISK, OVERDUE, STATUSES };
enum { TIERS = 3, PRIORITIES = 4 };

extern const char *const sla_step_names[], *const sla_status_names[];

struct tally {
	int64_t customer; /* of a customer's */
	int tier;         /* … and its tier at the moment of the report */
	int64_t orders, missed;
	int64_t count[TARGETS][STATUSES];
};

struct miss {
	int64_t late, due, done, id, priority;
	int step, status, tier;
};

struct pass {
	struct core *core;
	const struct report_request *request;
	const struct calendar *calendar;
	struct tally total, tier[TIERS], priority[PRIORITIES];
	struct id_table customers; /* of struct tally */
	struct values minutes[TARGETS];
	struct miss *misses;
	size_t miss_count, miss_most;
};

int sla_fill(struct pass *pass, struct report_sla *report);

#endif
