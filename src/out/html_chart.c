/* From records to what a chart is drawn from: which fields, in which order, with which names. */
#include <string.h>

#include "cell.h"
#include "chart.h"
#include "html.h"

#define ROWS_MOST 60 /* of bars; a line has as many points as there are */

/* The numbers with FIELD_PLOT, those within objects too, flat. */
static const struct field *plotted(struct page *page, const struct field *fields)
{
	const struct field *all = columns_standard(page->arena, fields, LEAVES_ALL, page->err);
	struct field *kept = all ? arena_array(page->arena, field_count(all) + 1, sizeof *kept) : NULL;
	size_t count = 0;
	if (all && !kept)
		err_memory(page->err);
	for (const struct field *field = all; kept && field->name; field++)
		if (field->flags & FIELD_PLOT && cell_is_number(field))
			kept[count++] = *field;
	return kept;
}

static const char *kept(struct page *page, struct str *text)
{
	const char *copy = text->failed ? NULL : arena_strdup(page->arena, text->text ? text->text : "");
	if (!copy)
		err_memory(page->err);
	str_release(text);
	return copy;
}

/* Its keys, else its first field. */
static const char *label_of(struct page *page, const struct field *fields, const void *record)
{
	struct str text = { 0 };
	for (const struct field *field = fields; field->name; field++) {
		if (!(field->flags & FIELD_KEY))
			continue;
		str_put(&text, text.length ? " " : "");
		cell_put(field, record, &text);
	}
	if (!text.length)
		cell_put(fields, record, &text);
	return kept(page, &text);
}

static const char *name_of(struct page *page, const struct field *field)
{
	struct str text = { 0 };
	cell_put_label(field, &text);
	return kept(page, &text);
}

static int fill_values(struct page *page, const struct drawn *drawn, const struct field *series, int64_t *values, const char **texts, size_t count)
{
	for (size_t row = 0; row < drawn->count; row++)
		for (size_t i = 0; i < count; i++) {
			struct str text = { 0 };
			const struct field *field = &series[i];
			cell_put(field, drawn->records[row], &text);
			values[row * count + i] = *(const int64_t *)((const char *)drawn->records[row] + field->offset); /* each holds its number first */
			texts[row * count + i] = kept(page, &text);
			if (!texts[row * count + i])
				return -1;
		}
	return 0;
}

static int fill_names(struct page *page, const struct drawn *drawn, const struct field *series, const char **labels, const char **names,
		      const char **classes)
{
	for (size_t row = 0; row < drawn->count; row++)
		if (!(labels[row] = drawn->labels ? drawn->labels[row] : label_of(page, drawn->fields, drawn->records[row])))
			return -1;
	for (size_t i = 0; series[i].name; i++) {
		const char *dot = strrchr(series[i].name, '.');
		names[i] = name_of(page, &series[i]);
		classes[i] = dot ? dot + 1 : series[i].name;
		if (!names[i])
			return -1;
	}
	return 0;
}

static int draw(struct page *page, const struct drawn *drawn, enum chart_kind kind, const struct field *series)
{
	const size_t count = field_count(series);
	int64_t *values = arena_array(page->arena, drawn->count * count, sizeof *values);
	const char **texts = arena_array(page->arena, drawn->count * count, sizeof *texts);
	const char **labels = arena_array(page->arena, drawn->count, sizeof *labels);
	const char **names = arena_array(page->arena, count, sizeof *names);
	const char **classes = arena_array(page->arena, count, sizeof *classes);
	if (!values || !texts || !labels || !names || !classes)
		return err_memory(page->err);
	if (fill_names(page, drawn, series, labels, names, classes) || fill_values(page, drawn, series, values, texts, count))
		return -1;
	const struct chart chart = { .kind = kind, .number = ++page->charts, .title = drawn->title, .rows = drawn->count, .series = count,
				     .labels = labels, .names = names, .classes = classes, .values = values, .texts = texts };
	chart_put(&page->text, &chart);
	return 0;
}

int html_draw(struct page *page, const struct drawn *drawn)
{
	static const struct {
		unsigned flag;
		enum chart_kind kind;
	} kinds[] = { { FIELD_BARS, CHART_BARS }, { FIELD_STACKED, CHART_STACKED }, { FIELD_LINE, CHART_LINE }, { FIELD_SPARK, CHART_SPARK } };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!(drawn->flags & kinds[i].flag) || !drawn->count)
			continue;
		struct drawn most = *drawn;
		if (most.count > ROWS_MOST && (kinds[i].kind == CHART_BARS || kinds[i].kind == CHART_STACKED))
			most.count = ROWS_MOST;
		const struct field *series = plotted(page, drawn->fields);
		if (!series || (series->name && draw(page, &most, kinds[i].kind, series)))
			return -1;
	}
	return 0;
}
