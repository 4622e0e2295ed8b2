/* Bars lie, each below its label, since names are long and pages may be narrow; a bar's length is a share in hundredths of a percent, reckoned in integers. */
#include "chart.h"

#include <string.h>

#include "ordr/markup.h"
#include "ordr/money.h"
#include "ordr/speak.h"

#define WHOLE      10000 /* 100 % */
#define LABEL      16    /* pixels: a line of text */
#define BAR        12
#define GAP        8
#define LINE       120 /* height of a line's field */
#define SPARK      48
#define LABEL_MOST 34 /* characters of a label */
#define COLORS     6

static int64_t positive(int64_t value)
{
	return value == NONE || value < 0 ? 0 : value;
}

static int64_t share(int64_t value, int64_t of)
{
	int64_t part = 0;
	return of > 0 && !integer_scale(positive(value), WHOLE, of, &part) ? part : 0;
}

static void put_share(struct str *str, int64_t part)
{
	str_printf(str, "%lld.%02lld%%", (long long)(part / 100), (long long)(part % 100));
}

static int64_t add(int64_t a, int64_t b)
{
	int64_t sum;
	return __builtin_add_overflow(a, positive(b), &sum) ? INT64_MAX : sum;
}

static int64_t row_sum(const struct chart *chart, size_t row)
{
	int64_t sum = 0;
	for (size_t i = 0; i < chart->series; i++)
		sum = add(sum, chart->values[row * chart->series + i]);
	return sum;
}

static int64_t largest(const struct chart *chart)
{
	int64_t most = 0;
	for (size_t i = 0; i < chart->rows * chart->series; i++)
		if (positive(chart->values[i]) > most)
			most = chart->values[i];
	return most;
}

/* A label that is longer than its place ends in an ellipsis; the table has all of it. */
static void put_label(struct str *str, const char *label)
{
	struct str cut = { 0 };
	size_t length = 0;
	for (size_t points = 0; label[length] && points < LABEL_MOST; points++)
		do
			length++;
		while ((label[length] & 0xC0) == 0x80);
	str_put_bytes(&cut, label, length);
	str_put(&cut, label[length] ? "…" : "");
	markup_put(str, cut.text ? cut.text : "");
	str->failed = str->failed || cut.failed;
	str_release(&cut);
}

static void begin(struct str *str, const struct chart *chart, size_t height)
{
	str_printf(str, "<svg class=\"chart\" role=\"img\" width=\"100%%\" height=\"%zu\" aria-labelledby=\"c%dt c%dd\">\n<title id=\"c%dt\">", height,
		   chart->number, chart->number, chart->number);
	markup_put(str, chart->title);
	str_printf(str, "</title>\n<desc id=\"c%dd\">", chart->number);
	for (size_t row = 0; row < chart->rows; row++) {
		str_put(str, row ? "; " : "");
		markup_put(str, chart->labels[row]);
		str_put_char(str, ':');
		for (size_t i = 0; i < chart->series; i++) {
			const char *text = chart->texts[row * chart->series + i];
			str_put(str, i ? ", " : " ");
			markup_put(str, chart->names[i]);
			str_put_char(str, ' ');
			markup_put(str, *text ? text : translate("none"));
		}
	}
	str_put(str, "</desc>\n");
}

static void put_rect(struct str *str, const struct chart *chart, size_t series, int64_t x, size_t y, int64_t width)
{
	str_put(str, "<rect x=\"");
	put_share(str, x);
	str_printf(str, "\" y=\"%zu\" height=\"%d\" width=\"", y, BAR);
	put_share(str, width);
	str_printf(str, "\" class=\"s%zu f-%s\"/>\n", series % COLORS, chart->classes[series]);
}

static void put_text(struct str *str, const char *x, size_t y, const char *anchor, const char *text)
{
	str_printf(str, "<text x=\"%s\" y=\"%zu\" text-anchor=\"%s\">", x, y, anchor);
	put_label(str, text);
	str_put(str, "</text>\n");
}

/* One bar of parts for each row, all of one length: shares are what is compared; the number of the whole stands at its right. */
static void put_stacked(struct str *str, const struct chart *chart)
{
	begin(str, chart, chart->rows * (LABEL + BAR + GAP));
	for (size_t row = 0; row < chart->rows; row++) {
		size_t y = row * (LABEL + BAR + GAP);
		int64_t sum = row_sum(chart, row);
		int64_t before = 0;
		put_text(str, "0", y + LABEL - 4, "start", chart->labels[row]);
		str_printf(str, "<rect class=\"bed\" x=\"0\" y=\"%zu\" width=\"100%%\" height=\"%d\"/>\n", y + LABEL, BAR);
		for (size_t i = 0; i < chart->series; i++) {
			int64_t value = chart->values[row * chart->series + i];
			int64_t from = share(before, sum);
			before = add(before, value);
			if (positive(value))
				put_rect(str, chart, i, from, y + LABEL, share(before, sum) - from);
		}
	}
	str_put(str, "</svg>\n");
}

static void put_bars(struct str *str, const struct chart *chart)
{
	int64_t most = largest(chart);
	size_t height = LABEL + chart->series * (BAR + 4) + GAP;
	begin(str, chart, chart->rows * height);
	for (size_t row = 0; row < chart->rows; row++) {
		size_t y = row * height;
		put_text(str, "0", y + LABEL - 4, "start", chart->labels[row]);
		for (size_t i = 0; i < chart->series; i++) {
			size_t at = row * chart->series + i;
			size_t top = y + LABEL + i * (BAR + 4);
			put_rect(str, chart, i, 0, top, share(chart->values[at], most) * 7 / 10);
			put_text(str, "100%", top + BAR - 2, "end", chart->texts[at]);
		}
	}
	str_put(str, "</svg>\n");
}

/* A path over a field of 1000 × 100 units, stretched to the width; its stroke is not. */
static void put_path(struct str *str, const struct chart *chart, size_t series, int64_t most, size_t top, size_t height)
{
	const char *move = "M";
	str_printf(str,
		   "<svg aria-hidden=\"true\" x=\"0\" y=\"%zu\" width=\"100%%\" height=\"%zu\" viewBox=\"0 -4 1000 108\" preserveAspectRatio=\"none\">"
		   "<path class=\"line l%zu f-%s\" vector-effect=\"non-scaling-stroke\" d=\"",
		   top, height, series % COLORS, chart->classes[series]);
	for (size_t row = 0; row < chart->rows; row++) {
		int64_t value = chart->values[row * chart->series + series];
		if (value == NONE) {
			move = "M";
			continue;
		}
		size_t x = chart->rows > 1 ? row * 1000 / (chart->rows - 1) : 500;
		str_printf(str, "%s%zu %lld", move, x, (long long)(100 - share(value, most) / 100));
		move = "L";
	}
	str_put(str, "\"/></svg>\n");
}

/* What the line is at its most, at its start and its end. */
static void put_line(struct str *str, const struct chart *chart)
{
	bool small = chart->kind == CHART_SPARK;
	size_t height = small ? SPARK : LINE;
	size_t last = chart->rows - 1;
	int64_t most = largest(chart);
	const char *top = "0";
	for (size_t i = 0; i < chart->rows * chart->series; i++)
		if (most && chart->values[i] == most)
			top = chart->texts[i];
	begin(str, chart, LABEL + height + LABEL);
	put_text(str, "0", LABEL - 4, "start", top);
	if (chart->series == 1)
		put_text(str, "100%", LABEL - 4, "end", chart->texts[last]);
	str_printf(str, "<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"%zu\" y2=\"%zu\"/>\n", LABEL + height, LABEL + height);
	for (size_t i = 0; i < chart->series; i++)
		put_path(str, chart, i, most, LABEL, height);
	put_text(str, "0", LABEL + height + LABEL - 3, "start", chart->labels[0]);
	if (last)
		put_text(str, "100%", LABEL + height + LABEL - 3, "end", chart->labels[last]);
	str_put(str, "</svg>\n");
}

static void put_legend(struct str *str, const struct chart *chart)
{
	if (chart->series < 2)
		return;
	str_put(str, "<ul class=\"legend\" aria-hidden=\"true\">");
	for (size_t i = 0; i < chart->series; i++) {
		str_printf(str, "<li><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" class=\"s%zu f-%s\"/></svg> ", i % COLORS,
			   chart->classes[i]);
		markup_put(str, chart->names[i]);
		str_put(str, "</li>");
	}
	str_put(str, "</ul>\n");
}

void chart_put(struct str *str, const struct chart *chart)
{
	if (!chart->rows || !chart->series)
		return;
	str_put(str, "<figure>\n");
	if (chart->kind == CHART_STACKED)
		put_stacked(str, chart);
	else if (chart->kind == CHART_BARS)
		put_bars(str, chart);
	else
		put_line(str, chart);
	put_legend(str, chart);
	str_put(str, "</figure>\n");
}
