/* What is wrong with an index is found and named, by reading it beside its table: entries that are missing, too many, other than the row, or twice. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "books.h"

/* Done by SQLite itself while the schema does not know the index. */
static const struct damage {
	const char *index, *sql;
} damages[] = {
	{ "stock_move_product", "INSERT INTO stock_move (id, at, actor, product_id, warehouse_id, kind, quantity) VALUES (99, 1, 'x', 2, 1, 'receipt', 1)" },
	{ "stock_move_product", "DELETE FROM stock_move WHERE id = 1" },
	{ "stock_move_product", "UPDATE stock_move SET product_id = 2 WHERE id = 2" },
	{ "stock_move_product", "UPDATE stock_move SET product_id = 3 - product_id WHERE id IN (3, 4)" }, /* as many entries, of the same values */
	{ "announcement_open", "UPDATE announcement SET received = quantity WHERE id = 1" },
	{ "announcement_open", "UPDATE announcement SET received = 0 WHERE id = 2" },
	{ "event_subject", "UPDATE event SET subject = 'SO-000002' WHERE seq = 1" },
	{ "sla_policy_for", "UPDATE sla_policy SET tier = 'strategic'" },
	{ "sqlite_autoindex_users_1", "UPDATE users SET name = 'bea' WHERE id = 1" },
	{ "sqlite_autoindex_users_1", "INSERT INTO users VALUES (9, 'anna', 'admin', NULL)" },
};

static void run(sqlite3 *handle, const char *sql)
{
	char *message = NULL;
	if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

static sqlite3 *open_file(const char *file)
{
	sqlite3 *handle;
	assert_int_equal(sqlite3_open(file, &handle), SQLITE_OK);
	return handle;
}

static void prepare(struct books *books)
{
	assert_int_equal(db_commit(books->core.db), 0);
	sqlite3 *handle = open_file(books->file);
	run(handle, "INSERT INTO users VALUES (1, 'anna', 'sales', NULL), (2, 'carl', 'sales', NULL);"
		    "INSERT INTO warehouse (id, code, name, rank) SELECT 1, 'INDEX', 'x', 9 WHERE NOT EXISTS (SELECT 1 FROM warehouse WHERE id = 1);"
		    "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate)"
		    " VALUES (1, 'P-1', 'x', 'goods', 'C62', 0, 1, 'S', 19), (2, 'P-2', 'x', 'goods', 'C62', 0, 1, 'S', 19);"
		    "INSERT INTO stock_move (id, at, actor, product_id, warehouse_id, kind, quantity)"
		    " VALUES (1, 1, 'x', 1, 1, 'receipt', 1), (2, 1, 'x', 1, 1, 'receipt', 1), (3, 1, 'x', 1, 1, 'receipt', 1), (4, 1, 'x', 2, 1, 'receipt', 1);"
		    "INSERT INTO announcement VALUES (1, 1, 1, 5, 0, 1, NULL), (2, 1, 1, 5, 5, 1, NULL);"
		    "INSERT INTO event VALUES (1, 1, 'x', 'x', 'SO-000001', '{}', 'x');"
		    "INSERT INTO sla_policy VALUES (1, 'A', 'standard', NULL, 1, 1, 1);"
		    "DROP TRIGGER stock_move_once; DROP TRIGGER stock_move_frozen; DROP TRIGGER stock_move_kept; DROP TRIGGER event_frozen");
	sqlite3_close(handle);
	assert_int_equal(db_begin(books->core.db), 0);
}

/* The schema's row of an index is put away in another table: an index that a constraint made must be away for as long as its table is without it. */
static void damage(const char *file, const struct damage *damage)
{
	char sql[400];
	sqlite3 *handle = open_file(file);
	snprintf(sql, sizeof sql,
		 "PRAGMA writable_schema = ON; CREATE TABLE away AS SELECT rowid AS place, * FROM sqlite_schema WHERE name = '%s';"
		 "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL UNIQUE', 'NOT NULL       ') WHERE name = 'users' AND '%s' LIKE '%%users%%';"
		 "DELETE FROM sqlite_schema WHERE name = '%s'",
		 damage->index, damage->index, damage->index);
	run(handle, sql);
	sqlite3_close(handle);
	handle = open_file(file);
	run(handle, damage->sql);
	run(handle, "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema (rowid, type, name, tbl_name, rootpage, sql)"
		    " SELECT place, type, name, tbl_name, rootpage, sql FROM away;"
		    "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL       ', 'NOT NULL UNIQUE') WHERE name = 'users'; DROP TABLE away");
	sqlite3_close(handle);
}

static int remember(void *context, const char *line)
{
	char *text = context;
	size_t length = strlen(text);
	snprintf(text + length, 2000 - length, "%s\n", line);
	return 0;
}

static void assert_checked(struct books *books, const char *index)
{
	char text[2000] = "";
	assert_int_equal(db_check(books->core.db, remember, text), 0);
	assert_int_equal(db_check_indexes(books->core.db, remember, text), 0);
	if (index ? !strstr(text, index) : *text)
		fail_msg("%s, but: %s", index ? index : "nothing", text);
}

static void what_is_wrong_with_an_index_is_named(void **state)
{
	struct books *books = *state;
	char copy[120], command[300];
	prepare(books);
	assert_checked(books, NULL);
	assert_int_equal(db_commit(books->core.db), 0);
	assert_int_equal(db_close(books->core.db), 0);
	snprintf(copy, sizeof copy, "%s/copy.db", books->directory);
	snprintf(command, sizeof command, "cp %s %s", books->file, copy);
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		assert_int_equal(system(command), 0);
		damage(copy, &damages[i]);
		assert_int_equal(db_open(&books->core.db, copy, DB_READ, 0, &books->err), 0);
		assert_int_equal(db_begin(books->core.db), 0);
		assert_checked(books, damages[i].index);
		db_rollback(books->core.db);
		assert_int_equal(db_close(books->core.db), 0);
	}
	remove(copy);
	assert_int_equal(db_open(&books->core.db, books->file, DB_WRITE, 0, &books->err), 0);
	assert_int_equal(db_begin(books->core.db), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_wrong_with_an_index_is_named, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
