/* Tells the sums of contents (content.h) of every row that SQLite writes. */
#define SQLITE_ENABLE_PREUPDATE_HOOK 1 /* the library has it when it links; the header shows it then only */
#include "sqlite.h"
#include "statement.h"

static void add_row(struct content *content, sqlite3 *handle, int number, int (*value_of)(sqlite3 *, int, sqlite3_value **), bool gone)
{
	const struct content_table *table = &content_tables[number];
	uint64_t hash = content_begin(table->name);
	int64_t owner = 0;
	const int columns = sqlite3_preupdate_count(handle);
	for (int i = 0; i < columns; i++) {
		sqlite3_value *value;
		const char *text;
		if (value_of(handle, i, &value) != SQLITE_OK) {
			content->failed = true;
			return;
		}
		const int type = sqlite3_value_type(value);
		if (type == SQLITE_INTEGER) {
			const int64_t integer = sqlite3_value_int64(value);
			hash = content_integer(hash, i, integer);
			owner = i == table->owner ? integer : owner;
		} else if (type != SQLITE_NULL) {
			text = (const char *)sqlite3_value_text(value);
			content->failed |= !text;
			hash = content_text(hash, i, text ? text : "");
		}
	}
	content_add(content, number, content_document(table, owner), gone ? -hash : hash);
}

static void row_changes(void *context, sqlite3 *handle, int what, const char *schema, const char *table, sqlite3_int64 before,
			sqlite3_int64 after)
{
	struct content *content = context;
	const int number = content_find(content, table);
	(void)schema;
	(void)before;
	(void)after;
	if (number < 0)
		return;
	if (what != SQLITE_INSERT)
		add_row(content, handle, number, sqlite3_preupdate_old, true);
	if (what != SQLITE_DELETE)
		add_row(content, handle, number, sqlite3_preupdate_new, false);
}

void sqlite_watch(void *connection, struct content *content)
{
	sqlite3_preupdate_hook(connection, row_changes, content);
}
