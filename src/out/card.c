/* A record for people, one fact a line. What is absent is left out: an order has forty facts, and at any time half of
 * them have not happened. An object with texts (an address) is a paragraph, one of figures or times a line; lists are
 * tables below. */
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "format.h"
#include "ordr/blocks.h"
#include "ordr/speak.h"

#define INDENT     2  /* blanks before what belongs to a line above */
#define GAP        3  /* blanks between names and values */
#define REPORT_WIDTH 80 /* of a report in a mail */
#define FOLD_LEAST 20 /* a value's column narrower than this is not folded */

struct card {
	const struct out *out;
	struct str text;
	size_t names; /* width of the names */
};

/* A list is a table below; but for one whose values are drawn as a line. */
static bool is_list(const struct field *field)
{
	return field->type == FIELD_LIST && !(field->flags & FIELD_SPARK);
}

/* Numbers of all types begin with what is counted. */
static const struct field *plotted(const struct field *fields)
{
	while (fields->name && !(fields->flags & FIELD_PLOT && cell_is_number(fields)))
		fields++;
	return fields->name ? fields : NULL;
}

/* "▁▂█" for the items of a list, and the value of the last. */
static void put_spark(struct str *str, const struct field *field, const void *record)
{
	const struct list *list = (const void *)((const char *)record + field->offset);
	const struct field *plot = plotted(field->fields);
	int64_t *values = plot && list->count ? calloc(list->count, sizeof *values) : NULL;
	if (!values) {
		str->failed |= plot && list->count;
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		memcpy(&values[i], (const char *)list->items + i * field->size + plot->offset, sizeof *values);
	blocks_put_line(str, values, list->count, blocks_known());
	str_put(str, "  ");
	cell_put(plot, (const char *)list->items + (list->count - 1) * field->size, str);
	free(values);
}

/* Is there nothing to say? */
static bool is_empty(const struct field *field, const void *record)
{
	const void *member = (const char *)record + field->offset;
	if (field->type == FIELD_LIST || field->type == FIELD_TEXTS)
		return !((const struct list *)member)->count;
	if (field->type == FIELD_BOOL)
		return !*(const bool *)member;
	if (field->type != FIELD_OBJECT)
		return field_absent(field, record);
	for (const struct field *inner = field->fields; inner->name; inner++)
		if (!is_empty(inner, member))
			return false;
	return true;
}

/* Does the object need a line for each of its members? */
static bool is_paragraph(const struct field *field, size_t depth)
{
	if (depth || field->type != FIELD_OBJECT)
		return false;
	for (const struct field *inner = field->fields; inner->name; inner++)
		if (inner->type == FIELD_TEXT || inner->type == FIELD_OBJECT)
			return true;
	return false;
}

static size_t widest_name(struct card *card, const struct field *fields, const void *record, size_t depth)
{
	size_t widest = 0;
	struct str name = { 0 };
	for (const struct field *field = fields; field->name; field++) {
		if (is_list(field) || is_empty(field, record))
			continue;
		str_clear(&name);
		cell_put_label(field, &name);
		size_t width = name.text ? cell_width(name.text) + depth * INDENT : 0;
		size_t inner = is_paragraph(field, depth)
				       ? widest_name(card, field->fields, (const char *)record + field->offset, depth + 1)
				       : 0;
		width = inner > width ? inner : width;
		widest = width > widest ? width : widest;
	}
	card->text.failed = card->text.failed || name.failed;
	str_release(&name);
	return widest;
}

/* Puts what was built apart, and gives it back. */
static void take(struct str *to, struct str *from)
{
	str_put(to, from->text ? from->text : "");
	to->failed = to->failed || from->failed;
	str_release(from);
}

static void put_colored(const struct card *card, struct str *str, const struct field *field, const void *record)
{
	struct str value = { 0 };
	cell_put(field, record, &value);
	const char *color = card->out->options.color && value.text ? cell_color(field, value.text) : NULL;
	str_put(str, color ? color : "");
	take(str, &value);
	str_put(str, color ? COLOR_RESET : "");
}

/* "due 2026-11-24 12:00, status open" */
static void put_members(const struct card *card, struct str *str, const struct field *fields, const void *record)
{
	const char *comma = "";
	for (const struct field *field = fields; field->name; field++) {
		if (is_empty(field, record))
			continue;
		str_put(str, comma);
		for (const char *c = field->name; *c && !translates(); c++)
			str_put_char(str, *c == '_' ? ' ' : *c);
		if (translates())
			cell_put_label(field, str);
		str_put_char(str, ' ');
		put_colored(card, str, field, record);
		comma = ", ";
	}
}

static void put_value(struct card *card, const struct field *field, const void *record)
{
	size_t indent = card->names + GAP;
	size_t width = out_width(card->out);
	if (!width && card->out->report && field->flags & FIELD_WIDE)
		width = REPORT_WIDTH;
	struct str value = { 0 };
	struct str folded = { 0 };
	if (field->type == FIELD_LIST)
		put_spark(&value, field, record);
	else if (field->type == FIELD_OBJECT)
		put_members(card, &value, field->fields, (const char *)record + field->offset);
	else
		put_colored(card, &value, field, record);
	if (width >= indent + FOLD_LEAST && value.text) {
		cell_put_folded(&folded, value.text, width - indent, indent);
		take(&card->text, &folded);
	} else {
		take(&card->text, &value);
	}
	card->text.failed = card->text.failed || value.failed;
	str_release(&value);
}

/* Gives the width of the name. */
static size_t put_name(struct card *card, const struct field *field)
{
	bool color = card->out->options.color;
	struct str name = { 0 };
	cell_put_label(field, &name);
	size_t width = name.text ? cell_width(name.text) : 0;
	str_put(&card->text, color ? COLOR_BOLD : "");
	take(&card->text, &name);
	str_put(&card->text, color ? COLOR_RESET : "");
	return width;
}

static void put_fields(struct card *card, const struct field *fields, const void *record, size_t depth)
{
	for (const struct field *field = fields; field->name; field++) {
		if (is_list(field) || is_empty(field, record))
			continue;
		str_printf(&card->text, "%*s", (int)(depth * INDENT), "");
		size_t used = put_name(card, field) + depth * INDENT;
		if (is_paragraph(field, depth)) {
			str_put_char(&card->text, '\n');
			put_fields(card, field->fields, (const char *)record + field->offset, depth + 1);
			continue;
		}
		str_printf(&card->text, "%*s", (int)(card->names + GAP - used), "");
		put_value(card, field, record);
		str_put_char(&card->text, '\n');
	}
}

/* The columns of a list within a record: those flagged as shown, else all of them, its own lists too. */
static const struct field *list_columns(struct arena *arena, const struct field *fields, struct err *err)
{
	for (const struct field *field = fields; field->name; field++)
		if (field->flags & FIELD_SHOWN)
			return columns_standard(arena, fields, LEAVES_SHOWN, err);
	return columns_standard(arena, fields, LEAVES_ALL, err);
}

static int put_table(struct out *out, const struct field *field, const struct list *list)
{
	bool color = out->options.color;
	struct table_style style = { .width = out_width(out), .indent = INDENT, .color = color, .lean = true };
	struct arena arena = { 0 };
	struct table table = { 0 };
	const struct field *columns = list_columns(&arena, field->fields, out->err);
	int result = columns ? table_init(&table, columns, out->err) : -1;
	for (size_t i = 0; !result && i < list->count; i++)
		table_add(&table, (const char *)list->items + i * field->size);
	if (!result)
		result = table_print(&table, &style, out->sink);
	table_release(&table);
	arena_release(&arena);
	return result;
}

/* "Lines", and the table of them; lists within objects as well. */
static int put_lists(struct out *out, const struct field *fields, const void *record)
{
	for (const struct field *field = fields; field->name; field++) {
		const void *member = (const char *)record + field->offset;
		if (field->type == FIELD_OBJECT && put_lists(out, field->fields, member))
			return -1;
		if (!is_list(field) || is_empty(field, record))
			continue;
		struct card title = { .out = out };
		str_put_char(&title.text, '\n');
		put_name(&title, field);
		str_put_char(&title.text, '\n');
		int result = sink_put_str(out->sink, &title.text);
		str_release(&title.text);
		if (result || put_table(out, field, member))
			return -1;
	}
	return 0;
}

static int card_record(struct out *out, const void *record)
{
	struct card card = { .out = out };
	card.names = widest_name(&card, out->members, record, 0);
	str_put(&card.text, out->count ? "\n" : "");
	put_fields(&card, out->members, record, 0);
	int result = sink_put_str(out->sink, &card.text);
	str_release(&card.text);
	return result ? result : put_lists(out, out->members, record);
}

const struct format format_card = { .standard = LEAVES_ALL, .measures = true, .record = card_record };
