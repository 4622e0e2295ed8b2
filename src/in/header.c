/*
 * A form in CSV is flat, its record is not: the columns of an order's lines stand beside those of the order. A name is
 * looked for in the record first; what the record does not know may be a field of its list; a dot or the list's
 * singular says so expressly.
 */
#include "header.h"

#include <stdio.h>
#include <string.h>

#include "ordr/form.h"

#include "place.h"

#define WORDS_MAX 128

static bool plain(const struct field *field)
{
	return field->type != FIELD_OBJECT && field->type != FIELD_LIST && field->type != FIELD_RAW;
}

static const struct field *find_plain(const struct field *fields, const char *name)
{
	for (const struct field *field = fields; field->name; field++) {
		if (plain(field) && strcmp(field->name, name) == 0) {
			return field;
		}
	}
	return NULL;
}

/* "lines.note" and "line_note" are the field note of the list lines; returns the field's name in `name`, or NULL. */
static const char *behind(const struct field *outer, const char *name)
{
	size_t length = strlen(outer->name);

	if (strncmp(name, outer->name, length) == 0 && name[length] == '.') {
		return name + length + 1;
	}
	if (outer->type == FIELD_LIST && length > 1 && outer->name[length - 1] == 's' &&
	    strncmp(name, outer->name, length - 1) == 0 && name[length - 1] == '_') {
		return name + length;
	}
	return NULL;
}

static bool resolve(const struct field *fields, const char *name, struct column *column)
{
	const struct field *list = NULL, *outer;
	const char *rest;

	*column = (struct column) { .name = name, .field = find_plain(fields, name) };
	for (outer = fields; outer->name && !column->field; outer++) {
		if (outer->type != FIELD_OBJECT && outer->type != FIELD_LIST) {
			continue;
		}
		list = list || outer->type != FIELD_LIST ? list : outer;
		rest = behind(outer, name);
		column->field = rest ? find_plain(outer->fields, rest) : NULL;
		column->outer = column->field ? outer : NULL;
	}
	if (!column->field && list) {
		column->field = find_plain(list->fields, name);
		column->outer = column->field ? list : NULL;
	}
	return column->field != NULL;
}

/* Names that stand alone: a line's note, when the order has a note too, does not. */
static void gather(const struct field *fields, const struct field *outer, const char *words[WORDS_MAX], size_t *count)
{
	for (const struct field *field = fields; field->name; field++) {
		if (plain(field) && (fields == outer || !find_plain(outer, field->name)) && *count < WORDS_MAX - 1) {
			words[(*count)++] = field->name;
		}
	}
}

static int refuse_unknown(const struct schema *schema, const char *name, struct err *err)
{
	const char *words[WORDS_MAX], *nearest;
	char shown[SHOWN_SIZE], known[160] = "";
	size_t count = 0, used = 0;

	gather(schema->fields, schema->fields, words, &count);
	for (const struct field *field = schema->fields; field->name; field++) {
		if (field->type == FIELD_LIST) {
			gather(field->fields, schema->fields, words, &count);
		}
	}
	words[count] = NULL;
	nearest = form_nearest(name, words);
	err_set(err, ERR_INVALID, "no such column: %s", place_shown(name, shown));
	if (nearest) {
		return err_hint(err, "did you mean %s?", nearest);
	}
	for (size_t i = 0; i < count && used + strlen(words[i]) + 1 < sizeof known; i++) {
		used += (size_t)snprintf(known + used, sizeof known - used, " %s", words[i]);
	}
	return err_hint(err, "the columns are:%s", known);
}

static int check_name(struct header *header, const struct schema *schema, char *name, struct err *err)
{
	struct column *column = &header->columns[header->count];
	size_t length;
	char shown[SHOWN_SIZE];

	name += strspn(name, " \t");
	for (length = strlen(name); length > 0 && strchr(" \t", name[length - 1]); length--) {
		name[length - 1] = '\0';
	}
	if (!*name) {
		err_set(err, ERR_INVALID, "column %zu has no name", header->count + 1);
		return err_hint(err, "the first line names the columns");
	}
	if (!resolve(schema->fields, name, column)) {
		return refuse_unknown(schema, name, err);
	}
	for (size_t i = 0; i < header->count; i++) {
		if (header->columns[i].field == column->field && header->columns[i].outer == column->outer) {
			err_set(err, ERR_INVALID, "column %s stands twice", place_shown(name, shown));
			return err_hint(err, "columns %zu and %zu are the same field; keep one", i + 1,
					header->count + 1);
		}
	}
	header->count++;
	return 0;
}

/* Spreadsheets of half of Europe separate by semicolons: so does a header that has some, and no comma. */
static char find_separator(struct source *source)
{
	char separator = ',';
	size_t line = source->line;
	int c;

	for (c = source_peek(source); c != SOURCE_END && c != '\n' && c != ','; c = source_peek(source)) {
		separator = c == ';' ? ';' : separator;
		source_take(source);
	}
	source->at = 0;
	source->line = line;
	return c == ',' ? ',' : separator;
}

int header_read(struct header *header, struct source *source, const struct schema *schema, char *separator,
		struct err *err)
{
	char shown[SHOWN_SIZE];
	int result;

	source_skip_space(source);
	source_begin(source);
	*separator = find_separator(source);
	if (source_check(source, err) != 0) {
		return -1;
	}
	result = row_read(&header->row, source, *separator, err);
	for (size_t i = 0; result > 0 && i < header->row.count; i++) {
		result = check_name(header, schema, header->row.text.text + header->row.cells[i], err) == 0 ? 1 : -1;
	}
	if (result < 0 && err->code == ERR_INVALID) {
		err_path(err, "%s:%zu", place_shown(source->name, shown), header->row.line);
	}
	return result;
}

void header_release(struct header *header)
{
	row_release(&header->row);
}

size_t header_column(const struct header *header, const char *name)
{
	for (size_t i = 0; i < header->count; i++) {
		if (!header->columns[i].outer && strcmp(header->columns[i].field->name, name) == 0) {
			return i;
		}
	}
	return HEADER_NONE;
}
