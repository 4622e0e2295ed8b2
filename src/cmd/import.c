/* ordr import: books made again of what ordr export printed, in a new database. The rows go in as they came out; at the end the new books are
 * exported once more, without being printed, and the hash of that must be the one that the file ends with. */
#include <string.h>

#include "database.h"
#include "ordr/export.h"
#include "ordr/reader.h"
#include "ordr/speak.h"

#define RECORD_MAX (512 * 1024 * 1024) /* what the database itself may hold in one text, with every character escaped */

struct import {
	int64_t rows; /* so far */
	struct run *run;
	bool begun, ended;
	struct export_sum sum;
};

static int invalid(struct import *import, const char *message, const char *hint)
{
	err_set(import->run->core->err, ERR_INVALID, "%s", translate(message));
	return err_hint(import->run->core->err, "%s", translate(hint));
}

static int read_integer(const struct node *row, const char *name, int64_t *value)
{
	const struct node *node = node_member(row, name);
	return node && node->kind == NODE_NUMBER ? decimal_parse(node->text, 0, value) : -1;
}

static int take_header(struct import *import, const struct node *row)
{
	struct err *err = import->run->core->err;
	int64_t version;
	if (import->begun || read_integer(row, "database_schema", &version))
		return invalid(import, TO_TRANSLATE("this is no beginning of an export"), TO_TRANSLATE("the first line is of the kind database"));
	import->begun = true;
	if (version == db_schema_version())
		return 0;
	err_set(err, ERR_INVALID, "it was exported from schema %lld, and this ordr makes schema %d", (long long)version,
		db_schema_version());
	return version > db_schema_version() ? err_hint(err, "install the newer ordr")
					     : err_hint(err, "bring the old database up to date, and export again");
}

static int take_end(struct import *import, const struct node *row)
{
	const struct node *hash = node_member(row, "sha256");
	if (read_integer(row, "rows", &import->sum.rows) || !hash || hash->kind != NODE_TEXT || strlen(hash->text) != 64)
		return invalid(import, TO_TRANSLATE("this is no end of an export"), TO_TRANSLATE("the last line has rows and sha256"));
	memcpy(import->sum.sha256, hash->text, 65);
	import->ended = true;
	return 0;
}

static int read_value(struct import *import, const struct node *row, const char *name, struct db_value *value)
{
	struct err *err = import->run->core->err;
	const struct node *node = node_member(row, name);
	int64_t integer;
	if (!node)
		err_set(err, ERR_INVALID, "the column %s is missing", name);
	else if (node->kind == NODE_NULL)
		*value = (struct db_value){ .kind = DB_NULL };
	else if (node->kind == NODE_TEXT)
		*value = db_value_text(node->text);
	else if (node->kind == NODE_NUMBER && !decimal_parse(node->text, 0, &integer))
		*value = db_value_integer(integer);
	else
		err_set(err, ERR_INVALID, "the column %s is neither a text nor a whole number", name);
	return err->code ? err_hint(err, "a row comes as it was exported") : 0;
}

static int take_row(struct import *import, const char *kind, const struct node *row)
{
	const struct export_table *table = export_table_find(kind);
	struct db_value values[EXPORT_COLUMNS_MAX];
	char name[64];
	size_t count = 0, given = 0;
	if (!table) {
		err_set(import->run->core->err, ERR_INVALID, "there is nothing of the kind %.60s", kind);
		return err_hint(import->run->core->err, "install the ordr that exported it");
	}
	for (const char *columns = table->columns; count < EXPORT_COLUMNS_MAX && export_column_next(&columns, name); count++)
		if (read_value(import, row, name, &values[count]))
			return -1;
	for (const struct node *member = row->child; member; member = member->next)
		given++;
	if (given != count)
		return invalid(import, TO_TRANSLATE("the row has a column that this ordr does not know"),
			       TO_TRANSLATE("install the ordr that exported it"));
	return export_insert(import->run->core, table, values, count);
}

static int take(struct import *import, const struct node *node)
{
	const struct node *kind = node_member(node, "kind");
	const struct node *row = node_member(node, "row");
	if (!kind || kind->kind != NODE_TEXT || !row || row->kind != NODE_OBJECT)
		return invalid(import, TO_TRANSLATE("this is no line of an export"), TO_TRANSLATE("it has a kind and a row"));
	if (import->ended)
		return invalid(import, TO_TRANSLATE("there is more behind the end"), TO_TRANSLATE("one export makes one database"));
	if (!import->begun || !strcmp(kind->text, EXPORT_HEADER))
		return !strcmp(kind->text, EXPORT_HEADER)
			       ? take_header(import, row)
			       : invalid(import, TO_TRANSLATE("the beginning is missing"), TO_TRANSLATE("import all that ordr export printed"));
	return !strcmp(kind->text, EXPORT_END) ? take_end(import, row) : take_row(import, kind->text, row);
}

static int read_all(struct import *import, struct reader *reader)
{
	struct core *core = import->run->core;
	struct arena_mark mark = arena_mark(core->arena);
	for (;;) {
		struct node *node;
		bool recoverable;
		int found = reader_next(reader, core->arena, &node, &recoverable, core->err);
		if (found <= 0)
			return found;
		if (take(import, node))
			return err_path(core->err, "%s:%zu", import->run->input->name, node->line);
		arena_reset(core->arena, mark);
		batch_progress(import->run, TO_TRANSLATE("rows"), ++import->rows);
	}
}

static int run_import(struct run *run)
{
	struct import import = { .run = run };
	struct err *err = run->core->err;
	struct reader *reader;
	if (input_rewind(run->input, err) || reader_open(&reader, run->input, &export_schema, err))
		return -1;
	reader_allow(reader, RECORD_MAX);
	int result = read_all(&import, reader);
	reader_close(reader);
	if (result)
		return -1;
	if (!import.ended) {
		invalid(&import, TO_TRANSLATE("the end is missing: the export was cut off"), TO_TRANSLATE("export again"));
		return err_path(err, "%s", run->input->name);
	}
	return export_verify(run->core, &import.sum) ? err_path(err, "%s", run->input->name) : database_tell(run, "ordr doctor");
}

const struct cmd cmd_import = {
	.name = "import",
	.group = "care",
	.synopsis = "FILE",
	.summary = "make a database of what ordr export printed",
	.operand = OPERAND_FILE,
	.min = 1,
	.max = 1,
	.access = ACCESS_CREATE,
	.run = run_import,
};
