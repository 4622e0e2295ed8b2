/* What the parts of a page share. */
#ifndef ORDR_OUT_HTML_H
#define ORDR_OUT_HTML_H

#include "format.h"

extern const char html_style[];

struct page {
	struct arena *arena;
	struct err *err;
	struct str text;
	int charts; /* so far */
};

/* Draws a list, or objects of the same fields, whose `flags` say what: nothing when they do not, or when no field has FIELD_PLOT. `labels` name the records
 * where they do not by their keys; else NULL. 0 or −1 (memory). */
struct drawn {
	const char *title;
	unsigned flags;
	const struct field *fields; /* of one record */
	const void *const *records;
	const char *const *labels;
	size_t count;
};
int html_draw(struct page *page, const struct drawn *drawn);
/* A value as text, its currency with it where it is one; empty when there is none. */
void html_put_value(struct page *page, const struct field *field, const void *record);
void html_put_label(struct page *page, const struct field *field);
/* The records under their labels, or where there are none under their first column; `caption` NULL: the title is it. */
void html_put_table(struct page *page, const char *caption, const struct drawn *rows, const struct field *columns);

#endif
