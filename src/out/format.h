/* What stands between the front (out.c) and the formats behind it: the writer itself, and one small struct of
 * functions a format. */
#ifndef ORDR_OUT_FORMAT_H
#define ORDR_OUT_FORMAT_H

#include <locale.h>

#include "ordr/out.h"

#include "columns.h"
#include "table.h"

struct out {
	struct arena *arena;
	struct sink *sink;
	struct err *err;
	struct out_options options;
	const struct format *format;
	const struct schema *schema;
	const struct field *members; /* what is printed, as a tree */
	const struct field *columns; /* the same, flat: dotted names, offsets within the record */
	size_t count;                /* records since out_begin */
	bool report;                 /* it is one: sentences in it are folded where no terminal says how wide */
	bool replayed;               /* every object says so */
	bool marked;                 /* the byte-order mark was written */
	locale_t locale;             /* UTF-8, whatever the environment says; 0 until a table needs it */
	struct table table;          /* of a list: the rows that wait for their widths */
};

struct format {
	enum leaves standard; /* what is printed when --fields names nothing */
	bool measures;        /* needs to know how wide characters are */
	int (*record)(struct out *out, const void *record);
	int (*end)(struct out *out); /* NULL: nothing to do */
	int (*pause)(struct out *out); /* prints what waits; NULL: nothing does */
};

extern const struct format format_table, format_card, format_csv, format_html;
extern const struct format format_json_array, format_json_object, format_json_lines;

/* The columns that a line may take; 0: any number. */
size_t out_width(const struct out *out);

#endif
