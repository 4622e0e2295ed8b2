/* CSV by RFC 4180, and as a German spreadsheet reads it. A spreadsheet runs a text that begins like a formula, and the
 * text is a stranger's: an apostrophe before it makes it text again. Numbers are left alone, a negative one begins
 * with - too. */
#include <string.h>

#include "cell.h"
#include "format.h"

#define END_OF_LINE   "\r\n"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static char separator(const struct out *out)
{
	return out->options.excel_de ? ';' : ',';
}

/* Quotes what would otherwise end the cell, or the row. */
static void put_cell(struct str *str, const char *text, char mark)
{
	const char special[] = { mark, '"', '\r', '\n', '\0' };
	if (!text[strcspn(text, special)]) {
		str_put(str, text);
		return;
	}
	str_put_char(str, '"');
	for (; *text; text++) {
		str_put(str, *text == '"' ? "\"" : "");
		str_put_char(str, *text);
	}
	str_put_char(str, '"');
}

/* Apostrophes count as well, so that reading what was written gives what there was. */
static bool is_formula(const char *text)
{
	text += strspn(text, "'");
	return *text && strchr("=+-@\t\r\n", *text);
}

/* A spreadsheet's cell may have lines and tabs; whatever else a terminal would obey is made visible. CSV has no escape that reads back: who
 * needs such a text as it is takes JSON. */
static void put_text(char *text, char mark, struct str *row)
{
	struct str shown = { 0 };
	if (is_formula(text))
		str_put_char(&shown, '\'');
	for (;; text++) {
		size_t length = strcspn(text, "\r\n\t");
		char kept = text[length];
		text[length] = '\0';
		str_put_visible(&shown, text);
		text += length;
		if (!kept)
			break;
		if (kept == '\r' && text[1] != '\n')
			str_put_visible(&shown, "\r");
		else
			str_put_char(&shown, kept);
	}
	if (shown.text)
		put_cell(row, shown.text, mark);
	row->failed = row->failed || shown.failed;
	str_release(&shown);
}

static void put_value(const struct out *out, const struct field *field, const void *record, struct str *row)
{
	struct str value = { 0 };
	if (!cell_is_number(field)) {
		field_put_text(field, record, FIELD_PLAIN, &value);
		if (value.text)
			put_text(value.text, separator(out), row);
	} else {
		field_put_text(field, record, FIELD_PLAIN, &value);
		char *point = value.text && out->options.excel_de ? strchr(value.text, '.') : NULL;
		if (point)
			*point = ',';
		put_cell(row, value.text ? value.text : "", separator(out));
	}
	row->failed = row->failed || value.failed;
	str_release(&value);
}

static int put_heading(struct out *out)
{
	struct str row = { 0 };
	if (out->options.excel_de && !out->marked)
		str_put(&row, BYTE_ORDER_MARK);
	out->marked = true;
	for (const struct field *field = out->columns; field->name; field++) {
		if (field != out->columns)
			str_put_char(&row, separator(out));
		str_put(&row, field->name);
	}
	str_put(&row, END_OF_LINE);
	int result = sink_put_str(out->sink, &row);
	str_release(&row);
	return result;
}

static int csv_record(struct out *out, const void *record)
{
	struct str row = { 0 };
	if (!out->count && put_heading(out))
		return -1;
	for (const struct field *field = out->columns; field->name; field++) {
		if (field != out->columns)
			str_put_char(&row, separator(out));
		put_value(out, field, record, &row);
	}
	str_put(&row, END_OF_LINE);
	int result = sink_put_str(out->sink, &row);
	str_release(&row);
	return result;
}

static int csv_end(struct out *out)
{
	return out->count ? 0 : put_heading(out);
}

const struct format format_csv = { .standard = LEAVES_PLAIN, .record = csv_record, .end = csv_end };
