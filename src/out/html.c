/* A report as a page that stands alone. It is made from the field tables, as every other form is: what is plain becomes a list of facts, objects of the same
 * fields and lists become tables, drawn first where their flags say so, and an object with lists in it a part with a heading of its own. */
#include "html.h"

#include <string.h>

#include "cell.h"
#include "ordr/markup.h"
#include "ordr/speak.h"

#define DEPTH_MOST 4 /* of headings */

static const void *member_of(const struct field *field, const void *record)
{
	return (const char *)record + field->offset;
}

void html_put_value(struct page *page, const struct field *field, const void *record)
{
	struct str value = { 0 };
	cell_put(field, record, &value);
	if (value.length)
		markup_put(&page->text, value.text);
	if (value.length && field->type == FIELD_MONEY) {
		str_put_char(&page->text, ' ');
		markup_put(&page->text, ((const struct money *)member_of(field, record))->currency);
	} else if (value.length && field->type == FIELD_PRICE) {
		str_put_char(&page->text, ' ');
		markup_put(&page->text, ((const struct price *)member_of(field, record))->currency);
	}
	page->text.failed |= value.failed;
	str_release(&value);
}

void html_put_label(struct page *page, const struct field *field)
{
	struct str label = { 0 };
	cell_put_label(field, &label);
	markup_put(&page->text, label.text ? label.text : "");
	page->text.failed |= label.failed;
	str_release(&label);
}

static void put_heading(struct page *page, const struct field *field, int depth)
{
	int level = depth < DEPTH_MOST ? depth : DEPTH_MOST;
	str_printf(&page->text, "<h%d>", level);
	html_put_label(page, field);
	str_printf(&page->text, "</h%d>\n", level);
}

static const char *title_of(struct page *page, const struct field *field)
{
	struct str label = { 0 };
	cell_put_label(field, &label);
	const char *title = label.failed ? NULL : arena_strdup(page->arena, label.text ? label.text : "");
	str_release(&label);
	if (!title)
		err_memory(page->err);
	return title;
}

static const struct field *columns_of(struct page *page, const struct field *fields)
{
	return columns_standard(page->arena, fields, LEAVES_SHOWN, page->err);
}

static int put_list(struct page *page, const struct field *field, const void *record, int depth)
{
	const struct list *list = member_of(field, record);
	const struct field *columns = columns_of(page, field->fields);
	const void **records = arena_array(page->arena, list->count + 1, sizeof *records);
	const char *title = title_of(page, field);
	if (!list->count && field->flags & FIELD_LATE)
		return 0; /* nothing was asked of it */
	if (!records)
		return err_memory(page->err);
	if (!columns || !title)
		return -1;
	for (size_t i = 0; i < list->count; i++)
		records[i] = (const char *)list->items + i * field->size;
	const struct drawn drawn = { .title = title, .flags = field->flags, .fields = field->fields, .records = records, .count = list->count };
	str_put(&page->text, "<section>\n");
	put_heading(page, field, depth);
	if (!list->count)
		str_printf(&page->text, "<p class=\"none\">%s</p>\n", translate("None."));
	else if (html_draw(page, &drawn))
		return -1;
	/* What a small chart shows has many rows, which who wants them opens. */
	bool folded = list->count && field->flags & FIELD_SPARK;
	if (folded)
		str_printf(&page->text, "<details><summary>%s</summary>\n", translate("Figures"));
	if (list->count)
		html_put_table(page, field->help ? translate(field->help) : NULL, &drawn, columns);
	str_put(&page->text, folded ? "</details>\n" : "");
	str_put(&page->text, "</section>\n");
	return 0;
}

/* --- objects ------------------------------------------------------------------------------------------------------------------ */

static bool is_nested(const struct field *field)
{
	return field->type == FIELD_LIST || field->type == FIELD_OBJECT;
}

/* An object of plain facts alone. */
static bool is_flat(const struct field *field)
{
	if (field->type != FIELD_OBJECT)
		return false;
	for (const struct field *inner = field->fields; inner->name; inner++)
		if (is_nested(inner))
			return false;
	return true;
}

static bool same_fields(const struct field *a, const struct field *b)
{
	for (; a->name && b->name; a++, b++)
		if (strcmp(a->name, b->name) || a->type != b->type || a->offset != b->offset)
			return false;
	return !a->name && !b->name;
}

/* Flat objects of the same fields that follow each other are the rows of one table. Gives how many in *count. */
static int put_objects(struct page *page, const struct field *field, const void *record, int depth, size_t *count)
{
	*count = 1;
	while (is_flat(&field[*count]) && same_fields(field->fields, field[*count].fields))
		++*count;
	const void **records = arena_array(page->arena, *count, sizeof *records);
	const char **labels = arena_array(page->arena, *count, sizeof *labels);
	const struct field *columns = columns_standard(page->arena, field->fields, LEAVES_ALL, page->err);
	struct str title = { 0 };
	if (!records || !labels)
		return err_memory(page->err);
	for (size_t i = 0; i < *count; i++) {
		records[i] = member_of(&field[i], record);
		labels[i] = title_of(page, &field[i]);
		if (!labels[i] || !columns)
			return -1;
		str_printf(&title, "%s%s", i ? ", " : "", labels[i]);
	}
	const char *kept = title.failed ? NULL : arena_strdup(page->arena, title.text);
	str_release(&title);
	if (!kept)
		return err_memory(page->err);
	const struct drawn drawn = { .title = kept, .flags = field->flags, .fields = field->fields, .records = records, .labels = labels,
				     .count = *count };
	str_printf(&page->text, "<section>\n<h%d>", depth < DEPTH_MOST ? depth : DEPTH_MOST);
	markup_put(&page->text, kept);
	str_printf(&page->text, "</h%d>\n", depth < DEPTH_MOST ? depth : DEPTH_MOST);
	if (html_draw(page, &drawn))
		return -1;
	html_put_table(page, *count == 1 && field->help ? translate(field->help) : kept, &drawn, columns);
	str_put(&page->text, "</section>\n");
	return 0;
}

/* What is plain: a list of facts; the basis is a sentence. */
static void put_facts(struct page *page, const struct field *fields, const void *record)
{
	bool any = false;
	for (const struct field *field = fields; field->name; field++) {
		if (strcmp(field->name, "basis") || field_absent(field, record))
			continue;
		str_printf(&page->text, "<p class=\"basis\">%s: ", translate("Basis"));
		html_put_value(page, field, record);
		str_put(&page->text, "</p>\n");
	}
	for (const struct field *field = fields; field->name; field++) {
		if (is_nested(field) || !strcmp(field->name, "basis") || field_absent(field, record))
			continue;
		str_put(&page->text, any ? "<div><dt>" : "<dl class=\"facts\">\n<div><dt>");
		any = true;
		html_put_label(page, field);
		str_put(&page->text, "</dt><dd>");
		html_put_value(page, field, record);
		str_put(&page->text, "</dd></div>\n");
	}
	str_put(&page->text, any ? "</dl>\n" : "");
}

static int put_parts(struct page *page, const struct field *fields, const void *record, int depth)
{
	size_t count;
	put_facts(page, fields, record);
	for (const struct field *field = fields; field->name; field += count) {
		count = 1;
		if (field->type == FIELD_LIST && put_list(page, field, record, depth))
			return -1;
		if (is_flat(field)) {
			if (put_objects(page, field, record, depth, &count))
				return -1;
		} else if (field->type == FIELD_OBJECT) {
			str_put(&page->text, "<section>\n");
			put_heading(page, field, depth);
			if (put_parts(page, field->fields, member_of(field, record), depth + 1))
				return -1;
			str_put(&page->text, "</section>\n");
		}
	}
	return 0;
}

static int put_page(struct page *page, const struct out *out, const void *record)
{
	const char *title = translate(out->schema->title);
	size_t length = strlen(title);
	const char *name = arena_strndup(page->arena, title, length && title[length - 1] == '.' ? length - 1 : length);
	if (!name)
		return err_memory(page->err);
	str_printf(&page->text, "<!DOCTYPE html>\n<html lang=\"%s\">\n", translates() ? "de" : "en");
	str_put(&page->text, "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
			     "<meta name=\"generator\" content=\"ordr\">\n<title>");
	markup_put(&page->text, name);
	str_printf(&page->text, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>", html_style);
	markup_put(&page->text, name);
	str_put(&page->text, "</h1>\n</header>\n<main>\n");
	if (put_parts(page, out->members, record, 2))
		return -1;
	str_put(&page->text, "</main>\n<footer>");
	markup_put(&page->text, out->schema->name);
	str_put(&page->text, "</footer>\n</body>\n</html>\n");
	return 0;
}

static int html_record(struct out *out, const void *record)
{
	struct arena arena = { 0 };
	struct page page = { .arena = &arena, .err = out->err };
	int result = put_page(&page, out, record) ? -1 : sink_put_str(out->sink, &page.text);
	str_release(&page.text);
	arena_release(&arena);
	return result;
}

const struct format format_html = { .standard = LEAVES_ALL, .measures = true, .record = html_record };
