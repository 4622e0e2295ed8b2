/* Tables of a page: every figure that is drawn stands in one too. What is wide is told by its class, and html_style.c shows it as cards where the screen is
 * narrow. */
#include <string.h>

#include "cell.h"
#include "html.h"
#include "ordr/markup.h"

#define WIDE 5  /* a table of more columns is wide on a telephone */
#define ROOM 40 /* and one whose headings want more characters, a word a line */
#define CODE 16 /* characters of what is short */

static const char *tone_of(const struct field *field, const char *text)
{
	const char *color = cell_color(field, text);
	return !color ? "" : strstr(color, "31") ? " bad" : strstr(color, "33") ? " warn" : " good";
}

/* Numbers stand to the right; what is short, a code too, is not broken; names are, be it within a word. */
static const char *class_of(const struct field *field, const char *text)
{
	if (cell_is_number(field))
		return "n";
	if (field->type == FIELD_ORDER || field->type == FIELD_SHIPMENT || field->type == FIELD_DATE || field->type == FIELD_INSTANT)
		return "k";
	return field->flags & FIELD_WIDE ? "w" : text && strlen(text) <= CODE && !strchr(text, ' ') ? "k" : "t";
}

static void put_cell(struct page *page, const struct field *field, const void *record, bool first)
{
	struct str value = { 0 };
	const char *tag = first ? "th" : "td";
	cell_put(field, record, &value);
	str_printf(&page->text, "<%s%s class=\"%s%s\" data-name=\"", tag, first ? " scope=\"row\"" : "", class_of(field, value.text),
		   value.text ? tone_of(field, value.text) : "");
	html_put_label(page, field);
	str_put(&page->text, "\">");
	if (value.length)
		html_put_value(page, field, record);
	str_printf(&page->text, "</%s>", tag);
	page->text.failed |= value.failed;
	str_release(&value);
}

static void put_head(struct page *page, const char *first, const struct field *columns)
{
	str_put(&page->text, "<thead><tr>");
	if (first)
		str_printf(&page->text, "<th scope=\"col\">%s</th>", first);
	for (const struct field *field = columns; field->name; field++) {
		str_printf(&page->text, "<th scope=\"col\"%s>", cell_is_number(field) ? " class=\"n\"" : "");
		html_put_label(page, field);
		str_put(&page->text, "</th>");
	}
	str_put(&page->text, "</tr></thead>\n<tbody>\n");
}

static size_t longest_word(const char *text)
{
	size_t most = 0;
	while (*text) {
		size_t length = strcspn(text, " ");
		size_t characters = 0;
		for (size_t i = 0; i < length; i++)
			characters += ((unsigned char)text[i] & 0xc0) != 0x80;
		most = characters > most ? characters : most;
		text += length + (text[length] == ' ');
	}
	return most;
}

static bool is_wide(const struct field *columns, bool labelled)
{
	struct str label = { 0 };
	size_t wanted = 0;
	for (const struct field *field = columns; field->name; field++) {
		str_clear(&label);
		cell_put_label(field, &label);
		wanted += 1 + (label.text ? longest_word(label.text) : 0);
	}
	str_release(&label);
	return field_count(columns) + labelled > WIDE || wanted > ROOM;
}

void html_put_table(struct page *page, const char *caption, const struct drawn *rows, const struct field *columns)
{
	str_printf(&page->text, "<table%s>\n<caption>", is_wide(columns, rows->labels) ? " class=\"wide\"" : "");
	markup_put(&page->text, caption ? caption : rows->title);
	str_put(&page->text, "</caption>\n");
	put_head(page, rows->labels ? "" : NULL, columns);
	for (size_t i = 0; i < rows->count; i++) {
		str_put(&page->text, "<tr>");
		if (rows->labels) {
			str_put(&page->text, "<th scope=\"row\">");
			markup_put(&page->text, rows->labels[i]);
			str_put(&page->text, "</th>");
		}
		for (const struct field *field = columns; field->name; field++)
			put_cell(page, field, rows->records[i], field == columns && !rows->labels);
		str_put(&page->text, "</tr>\n");
	}
	str_put(&page->text, "</tbody>\n</table>\n");
}
