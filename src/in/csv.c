/*
 * CSV rows become records. Consecutive rows with the same value in the schema's grouping column are one record: an
 * order with its lines. A group is taken whole or refused whole, so that under --keep-going a broken row never leaves
 * an order short of a line.
 */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include "ordr/reader.h"
#include "ordr/speak.h"

#include "header.h"
#include "kept.h"
#include "place.h"
#include "row.h"
#include "spreadsheet.h"

struct csv {
	struct source *source;
	const struct schema *schema;
	char separator;
	bool ended;
	bool broken;  /* row_err is that of a row which nothing can be read behind */
	bool pending; /* `row` was read and belongs to the next record */
	struct header header;
	size_t group, group_other, party; /* columns, or HEADER_NONE */
	struct row row;
	struct str own, next; /* what the record and the row are grouped by; empty: a record of its own */
	struct err row_err;   /* of the row, when it is broken */
	/* of the record that is being read: */
	struct node *record;
	struct node *given[ROW_CELLS_MAX]; /* the record's own fields, by column */
	size_t values, bytes;
	struct kept kept; /* its rows as they stand, when they are wanted */
};

/* The first plain field that a form must have, such as the customer: a reference is only unique together with it. */
static size_t find_party(const struct csv *csv)
{
	for (const struct field *field = csv->schema->fields; field->name; field++) {
		if ((field->flags & FIELD_REQUIRED) && field->type != FIELD_LIST && field->type != FIELD_OBJECT) {
			return header_column(&csv->header, field->name);
		}
	}
	return HEADER_NONE;
}

int csv_open(struct csv **out, struct source *source, const struct schema *schema, struct err *err)
{
	struct csv *csv = *out = calloc(1, sizeof *csv);
	int result;

	if (!csv) {
		return err_memory(err);
	}
	csv->source = source;
	csv->schema = schema;
	result = header_read(&csv->header, source, schema, &csv->separator, err);
	csv->ended = result <= 0;
	csv->group = schema->group ? header_column(&csv->header, schema->group) : HEADER_NONE;
	csv->group_other = schema->group_other ? header_column(&csv->header, schema->group_other) : HEADER_NONE;
	csv->party = find_party(csv);
	csv->row.cut = csv->header.marked ? csv->header.count - 1 : ROW_CELLS_MAX;
	return result < 0 ? -1 : 0;
}

void csv_close(struct csv *csv)
{
	if (csv) {
		header_release(&csv->header);
		row_release(&csv->row);
		str_release(&csv->own);
		str_release(&csv->next);
		kept_release(&csv->kept);
		free(csv);
	}
}

static int path(const struct csv *csv, struct err *err, size_t line, size_t cell)
{
	char file[SHOWN_SIZE], shown[SHOWN_SIZE];

	if (cell >= csv->header.count) {
		return err_path(err, "%s:%zu", place_shown(csv->source->name, file), line);
	}
	return err_path(err, translate("%s:%zu column %s"), place_shown(csv->source->name, file), line,
			place_shown(csv->header.columns[cell].name, shown));
}

static bool all_empty(const struct csv *csv)
{
	const struct row *row = &csv->row;

	for (size_t i = 0; i < row->count; i++) {
		if (i < csv->header.count && !csv->header.columns[i].field) {
			continue;
		}
		if (*row_cell(row, i)) {
			return false;
		}
	}
	return true;
}

/* Banks end their rows with a separator too many. */
static bool rest_empty(const struct row *row, size_t from)
{
	for (size_t i = from; i < row->count; i++) {
		if (*row_cell(row, i)) {
			return false;
		}
	}
	return true;
}

/* Names the group of the row; false when that is not known, since the row broke before those cells. */
static bool name_group(struct csv *csv, bool broken)
{
	const struct row *row = &csv->row;
	const char *key = csv->group == HEADER_NONE ? "" : row_cell(row, csv->group);
	const char *other = csv->group_other == HEADER_NONE ? "" : row_cell(row, csv->group_other);
	size_t last = 0;

	str_clear(&csv->next);
	if (*key) {
		str_printf(&csv->next, "1%s", key);
		return true;
	}
	if (*other) {
		str_printf(&csv->next, "2%s\n%s", other, csv->party == HEADER_NONE ? "" : row_cell(row, csv->party));
		last = csv->party == HEADER_NONE ? 0 : csv->party + 1;
	}
	if (csv->group != HEADER_NONE && csv->group >= last) {
		last = csv->group + 1;
	}
	if (csv->group_other != HEADER_NONE && csv->group_other >= last) {
		last = csv->group_other + 1;
	}
	return !broken || row->count >= last;
}

/* Reads the next row into csv->row, its error into csv->row_err. 1 (also when it is broken), 0 at the end, −1 when
 * nothing after it can be read. */
static int fetch(struct csv *csv)
{
	struct row *row = &csv->row;
	int result;

	do {
		err_clear(&csv->row_err);
		result = row_read(row, csv->source, csv->separator, &csv->row_err);
	} while (result > 0 && all_empty(csv));
	if (result == 0) {
		return 0;
	}
	if (result < 0) {
		if (csv->row_err.code == ERR_INVALID) {
			path(csv, &csv->row_err, row->wrong_line, row->wrong);
		}
		if (!row->closed) {
			return -1;
		}
	} else if (row->count > csv->header.count && !(csv->schema->headings && rest_empty(row, csv->header.count))) {
		bool grouped = csv->group != HEADER_NONE || csv->group_other != HEADER_NONE;

		err_set(&csv->row_err, ERR_INVALID, "a row of %zu cells, and the header has %zu", row->count,
			csv->header.count);
		err_hint(&csv->row_err, "put a cell with a separator in it in quotes");
		path(csv, &csv->row_err, row->line, HEADER_NONE);
		if (grouped) {
			return -1; /* a cell moved over: what stands in the grouping column may be another's */
		}
		result = -1;
	}
	if (!name_group(csv, result < 0)) {
		return -1;
	}
	if (csv->next.failed) {
		err_memory(&csv->row_err);
		return -1;
	}
	return 1;
}

static int refuse_other(const struct csv *csv, size_t cell, const char *text, struct err *err)
{
	char shown[SHOWN_SIZE], first[SHOWN_SIZE];
	const struct node *given = csv->given[cell];

	err_set(err, ERR_INVALID, "%s \"%s\" differs from \"%s\" in line %zu", csv->header.columns[cell].name,
		place_shown(text, shown), place_shown(given->text, first), given->line);
	err_hint(err, "rows with the same %s in a row are one record: make them agree",
		 csv->own.text[0] == '1' ? csv->schema->group : csv->schema->group_other);
	return path(csv, err, csv->row.line, cell);
}

static struct node *add(const struct csv *csv, struct arena *arena, struct node *parent, enum node_kind kind,
			const char *name, const char *text, size_t cell)
{
	struct node *node = node_add(arena, parent, kind, name, text);

	if (node) {
		node->line = csv->row.line;
		node->column = cell + 1;
	}
	return node;
}

/* The node that the column's value goes into: the record, an object in it, or this row's item of the list. */
static struct node *find_parent(struct csv *csv, struct arena *arena, size_t cell, struct node **item)
{
	const struct field *outer = csv->header.columns[cell].outer;
	struct node *inner;

	if (!outer) {
		return csv->record;
	}
	for (inner = csv->record->child; inner && inner->name != outer->name; inner = inner->next) {
	}
	if (!inner) {
		inner = add(csv, arena, csv->record, outer->type == FIELD_LIST ? NODE_LIST : NODE_OBJECT, outer->name,
			    NULL, cell);
	}
	if (!inner || outer->type == FIELD_OBJECT) {
		return inner;
	}
	if (!*item) {
		*item = add(csv, arena, inner, NODE_OBJECT, NULL, NULL, cell);
	}
	return *item;
}

/* What ordr wrote as '=… lest a spreadsheet runs it is read back as it was. */
static const char *undefused(const char *text)
{
	size_t quotes = strspn(text, "'");

	return quotes && text[quotes] && strchr("=+-@\t\r\n", text[quotes]) ? text + 1 : text;
}

static int refuse_value(const struct csv *csv, size_t cell, struct err *err)
{
	struct err why = *err;

	err_set(err, ERR_INVALID, "%s %s", csv->header.columns[cell].name, why.message);
	err_hint(err, "%s", why.hint);
	return path(csv, err, csv->row.line, cell);
}

static int add_cell(struct csv *csv, struct arena *arena, size_t cell, struct node **item, struct err *err)
{
	const struct column *column = &csv->header.columns[cell];
	bool of_item = column->outer && column->outer->type == FIELD_LIST;
	char buffer[SPREADSHEET_SIZE];
	const char *text = undefused(row_cell(&csv->row, cell));
	struct node *parent;
	char *copy;

	text = spreadsheet_value(column->field, csv->separator, text, buffer, err);
	if (!text) {
		return refuse_value(csv, cell, err);
	}
	if (!of_item && csv->given[cell]) {
		return strcmp(csv->given[cell]->text, text) == 0 ? 0 : refuse_other(csv, cell, text, err);
	}
	csv->values++;
	csv->bytes += strlen(text);
	if (csv->values > READER_MEMBERS_MAX || csv->bytes > READER_RECORD_MAX) {
		err_set(err, ERR_INVALID, "a record with more than %d values or %d MiB", READER_MEMBERS_MAX,
			READER_RECORD_MAX / (1024 * 1024));
		err_hint(err, "split it into several");
		return path(csv, err, csv->row.line, cell);
	}
	parent = find_parent(csv, arena, cell, item);
	copy = parent ? arena_strdup(arena, text) : NULL;
	parent = copy ? add(csv, arena, parent, NODE_LOOSE, column->field->name, copy, cell) : NULL;
	if (!parent) {
		return err_memory(err);
	}
	csv->given[cell] = parent;
	return 0;
}

static int add_row(struct csv *csv, struct arena *arena, struct err *err)
{
	struct node *item = NULL;

	if (csv->row_err.code != ERR_OK) {
		*err = csv->row_err;
		return -1;
	}
	for (size_t i = 0; i < csv->row.count && i < csv->header.count; i++) {
		if (*row_cell(&csv->row, i) && csv->header.columns[i].field && add_cell(csv, arena, i, &item, err) != 0) {
			return -1;
		}
	}
	return 0;
}

static int begin_record(struct csv *csv, struct arena *arena, struct err *err)
{
	struct str own = csv->own;

	csv->own = csv->next;
	csv->next = own;
	csv->pending = false;
	csv->values = csv->bytes = 0;
	memset(csv->given, 0, sizeof csv->given);
	csv->record = arena_alloc(arena, sizeof *csv->record);
	if (!csv->record) {
		return err_memory(err);
	}
	csv->record->kind = NODE_OBJECT;
	csv->record->line = csv->row.line;
	csv->record->column = 1;
	return 0;
}

/* Remembers the row as it stands. */
static int keep_row(struct csv *csv, struct err *err)
{
	if (kept_put(&csv->kept, &csv->row, csv->separator, err) == 0) {
		return 0;
	}
	return err->code == ERR_INVALID ? path(csv, err, csv->row.line, HEADER_NONE) : -1;
}

static bool same_group(const struct csv *csv)
{
	return csv->own.length > 0 && csv->own.length == csv->next.length &&
	       memcmp(csv->own.text, csv->next.text, csv->own.length) == 0;
}

/* The record that begins with csv->row, to its last row. */
static int read_record(struct csv *csv, struct arena *arena, bool *recoverable, struct err *err)
{
	int result = 1, got;

	if (begin_record(csv, arena, err) != 0) {
		csv->ended = true;
		return -1;
	}
	do {
		if (result > 0 && add_row(csv, arena, err) != 0) {
			result = -1;
		}
		if (keep_row(csv, err) != 0) {
			csv->ended = true;
			return -1;
		}
		got = fetch(csv);
	} while (got > 0 && same_group(csv));
	if (got < 0 && csv->own.length == 0) {
		csv->broken = true; /* it was a record of its own, and so is what comes */
		got = 0;
	}
	if (got < 0 && keep_row(csv, err) != 0) {
		result = -1;
	}
	csv->pending = got > 0;
	csv->ended = got <= 0 && !csv->broken;
	if (got < 0 && result > 0) {
		*err = csv->row_err; /* the row may have been one more of this record */
		return -1;
	}
	*recoverable = got >= 0 && result < 0 && err->code == ERR_INVALID;
	return result;
}

int csv_next(struct csv *csv, struct arena *arena, struct node **node, bool *recoverable, struct err *err)
{
	int result = csv->ended ? 0 : 1;

	*recoverable = false;
	kept_clear(&csv->kept);
	if (result > 0 && csv->broken) {
		result = -1;
	} else if (result > 0 && !csv->pending) {
		result = fetch(csv);
	}
	if (result > 0) {
		result = read_record(csv, arena, recoverable, err);
		*node = csv->record;
	} else if (result < 0) {
		*err = csv->row_err;
		csv->ended = true;
		keep_row(csv, err);
	}
	return result;
}

void csv_keep(struct csv *csv)
{
	csv->row.keep = true;
}

const struct str *csv_heading(const struct csv *csv, struct csv_row *about)
{
	const struct row *row = &csv->header.row;

	*about = (struct csv_row) { .cells = csv->header.count, .end = row->raw.length };
	if (csv->header.marked) {
		about->cells--;
		about->end = row->last_at > 0 ? row->last_at - 1 : 0;
	}
	return &row->raw;
}

char csv_separator(const struct csv *csv)
{
	return csv->separator;
}

const char *csv_row(const struct csv *csv, size_t index, struct csv_row *about)
{
	return kept_row(&csv->kept, index, about);
}
