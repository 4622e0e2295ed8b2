/*
 * A form in CSV is flat, its record is not: the columns of an order's lines stand beside those of the order. A name is
 * looked for in the record first; what the record does not know may be a field of its list; a dot or the list's
 * singular says so expressly.
 */
#include "header.h"

#include <stdio.h>
#include <string.h>

#include "ordr/near.h"
#include "ordr/reader.h"
#include "ordr/speak.h"

#include "map.h"
#include "place.h"

#define WORDS_MAX    128
#define PREAMBLE_MAX 40 /* lines before the header */

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

static int refuse_unknown(const struct schema *schema, const char *name, bool heading, struct err *err)
{
	const char *words[WORDS_MAX], *nearest;
	char shown[SHOWN_SIZE], known[130] = "";
	size_t count = 0, used = 0, i = 0;

	gather(schema->fields, schema->fields, words, &count);
	for (const struct field *field = schema->fields; field->name; field++) {
		if (field->type == FIELD_LIST) {
			gather(field->fields, schema->fields, words, &count);
		}
	}
	words[count] = NULL;
	nearest = near_word(name, words);
	err_set(err, ERR_INVALID, "no such column: %s", place_shown(name, shown));
	if (nearest) {
		return err_hint(err,
				heading ? TO_TRANSLATE("did you mean %s? else --map %s=FIELD says what it is") : TO_TRANSLATE("did you mean %s?"),
				nearest, shown);
	}
	for (; i < count && used + strlen(words[i]) + sizeof " …" < sizeof known; i++) {
		used += (size_t)snprintf(known + used, sizeof known - used, " %s", words[i]);
	}
	strcpy(known + used, i < count ? " …" : "");
	if (heading) {
		return err_hint(err, "--map %.40s=FIELD says what it is; the columns are:%s", shown, known);
	}
	return err_hint(err, "the columns are:%s", known);
}

/* A form of others' files has columns that mean the same, or nothing: the first counts, unless the command line says which. */
static int check_twice(struct header *header, const struct schema *schema, bool said, struct err *err)
{
	struct column *column = &header->columns[header->count];
	char shown[SHOWN_SIZE];

	for (size_t i = 0; i < header->count && column->field; i++) {
		struct column *other = &header->columns[i];

		if (other->field != column->field || other->outer != column->outer) {
			continue;
		}
		if (schema->headings && !(said && other->said)) {
			(said ? other : column)->field = NULL;
			continue;
		}
		err_set(err, ERR_INVALID, "column %s stands twice", place_shown(column->name, shown));
		return err_hint(err, "columns %zu and %zu are the same field; keep one", i + 1, header->count + 1);
	}
	return 0;
}

static int check_name(struct header *header, const struct schema *schema, const struct list *map, char *name,
		      struct err *err)
{
	const char *said, *ours;
	struct column *column = &header->columns[header->count];
	size_t length;

	name += strspn(name, " \t");
	for (length = strlen(name); length > 0 && strchr(" \t", name[length - 1]); length--) {
		name[length - 1] = '\0';
	}
	if (!*name && !schema->headings) {
		err_set(err, ERR_INVALID, "column %zu has no name", header->count + 1);
		return err_hint(err, "the first line names the columns");
	}
	said = map_heading(map, name);
	ours = said ? said : map_known(schema, name);
	ours = ours ? ours : name;
	header->marked = false;
	if (!resolve(schema->fields, ours, column)) {
		if (*ours && strcmp(ours, READER_ERROR_COLUMN) != 0 && (said || !schema->headings)) {
			return refuse_unknown(schema, ours, ours == name, err);
		}
		header->marked = strcmp(name, READER_ERROR_COLUMN) == 0;
	}
	column->name = name;
	column->said = said;
	if (check_twice(header, schema, said, err) != 0) {
		return -1;
	}
	header->count++;
	return 0;
}

/* Spreadsheets of half of Europe separate by semicolons, and what is copied out of one by tabs. What the header has most of, outside quotes, it is; a
 * comma when there is none of them. */
static char find_separator(struct source *source)
{
	static const char separators[] = ",;\t";
	size_t counts[3] = { 0 }, most = 0, line = source->line;
	bool quoted = false;

	for (int c = source_peek(source); c != SOURCE_END && (quoted || c != '\n'); c = source_peek(source)) {
		const char *found = c > 0 ? strchr(separators, c) : NULL;

		quoted = quoted != (c == '"');
		if (found && !quoted) {
			counts[found - separators]++;
		}
		source_take(source);
	}
	source->at = 0;
	source->line = line;
	for (size_t i = 1; i < 3; i++) {
		most = counts[i] > counts[most] ? i : most;
	}
	return separators[most];
}

/* A first line "sep=;" is meant for spreadsheets, and says it outright. '\0': there is none. */
static char told_separator(struct source *source)
{
	static const char told[] = "sep=";
	size_t line = source->line, at = 0;
	char separator = '\0';

	while (told[at] && source_peek(source) == told[at]) {
		source_take(source);
		at++;
	}
	if (!told[at] && source_peek(source) > 0 && strchr(",;\t", source_peek(source))) {
		separator = (char)source_peek(source);
		source_take(source);
		if (source_peek(source) == '\r') {
			source_take(source);
		}
	}
	if (separator && source_peek(source) == '\n') {
		source_skip_space(source);
		source_begin(source);
		return separator;
	}
	source->at = 0;
	source->line = line;
	return '\0';
}

/* What was told belongs to the header as it stands. */
static int keep_told(struct header *header, char separator)
{
	struct str whole = { .text = NULL };
	struct row *row = &header->row;

	str_printf(&whole, "sep=%c\n", separator);
	row->last_at += whole.length;
	str_put_bytes(&whole, row->raw.text, row->raw.length);
	str_release(&row->raw);
	row->raw = whole;
	return whole.failed ? -1 : 0;
}

static size_t known(const struct header *header)
{
	size_t count = 0;

	for (size_t i = 0; i < header->count; i++) {
		count += header->columns[i].field != NULL;
	}
	return count;
}

static int read_names(struct header *header, struct source *source, const struct schema *schema, char separator,
		      struct err *err)
{
	int result = row_read(&header->row, source, separator, err);

	header->count = 0;
	for (size_t i = 0; result > 0 && i < header->row.count; i++) {
		char *name = header->row.text.text + header->row.cells[i];

		result = check_name(header, schema, source->map, name, err) == 0 ? 1 : -1;
	}
	return result;
}

static int check_required(const struct header *header, const struct schema *schema, struct err *err)
{
	for (const struct field *field = schema->fields; field->name; field++) {
		if ((field->flags & FIELD_REQUIRED) && header_column(header, field->name) == HEADER_NONE) {
			err_set(err, ERR_INVALID, "no column is known to be %s: %s", field->name, translate(field->help));
			return err_hint(err, "--map THEIRS=%s says which it is", field->name);
		}
	}
	return 1;
}

/* A bank says a thing or two before its columns: they begin in the first line that has two of them. */
static int find_names(struct header *header, struct source *source, const struct schema *schema, char *separator,
		      struct err *err)
{
	int result = read_names(header, source, schema, *separator, err), first = result;

	for (size_t line = 1; result > 0 && known(header) < 2 && line < PREAMBLE_MAX; line++) {
		source_skip_space(source);
		source_begin(source);
		*separator = find_separator(source);
		result = source_check(source, err) == 0 ? read_names(header, source, schema, *separator, err) : -1;
	}
	if (first == 0 || result < 0) {
		return result;
	}
	if (result > 0 && known(header) >= 2) {
		return check_required(header, schema, err);
	}
	header->row.line = 1;
	err_set(err, ERR_INVALID, "none of its first lines names columns that are known here");
	return err_hint(err, "--map THEIRS=booked, =amount, =reference … say what they mean");
}

int header_read(struct header *header, struct source *source, const struct schema *schema, char *separator,
		struct err *err)
{
	char shown[SHOWN_SIZE];
	bool told;
	int result;

	source_skip_space(source);
	source_begin(source);
	*separator = told_separator(source);
	told = *separator != '\0';
	*separator = *separator ? *separator : find_separator(source);
	if (source_check(source, err) != 0) {
		return -1;
	}
	header->row.keep = true;
	header->row.cut = ROW_CELLS_MAX;
	result = (schema->headings ? find_names(header, source, schema, separator, err)
				   : read_names(header, source, schema, *separator, err));
	if (result > 0 && told && keep_told(header, *separator) != 0) {
		return err_memory(err);
	}
	if (result > 0 && map_check(header, source->map, err) != 0) {
		return -1;
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
		if (!header->columns[i].outer && header->columns[i].field && strcmp(header->columns[i].field->name, name) == 0) {
			return i;
		}
	}
	return HEADER_NONE;
}
