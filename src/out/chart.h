/* Charts as inline SVG, drawn from integers: a page needs nothing beside itself, and no script. Each has a title and a description for screen readers, and
 * its figures stand in a table too. Widths are shares of the page and texts keep their size, so that a chart is legible on a telephone and on paper. */
#ifndef ORDR_OUT_CHART_H
#define ORDR_OUT_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "ordr/str.h"

enum chart_kind { CHART_BARS, CHART_STACKED, CHART_LINE, CHART_SPARK };

/* `rows` × `count` values of one scale; texts are plain, escaped here. A value below zero or absent (NONE) is drawn as nothing. */
struct chart {
	enum chart_kind kind;
	int number;              /* of the chart in the page, for its ids */
	const char *title;
	size_t rows, series;
	const char *const *labels; /* of rows */
	const char *const *names;  /* of series: as people read them */
	const char *const *classes; /* of series: names of fields, for their colours */
	const int64_t *values;     /* row by row */
	const char *const *texts;  /* the same as text */
};

void chart_put(struct str *str, const struct chart *chart);

#endif
