/* The sums of contents: every change keeps them, whatever becomes of its statement, its savepoint and its transaction; and what is changed past
 * them is found: bits that tip over in a value, or anywhere in the file. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ordr/doctor.h"
#include "shelf.h"

static int note(void *context, const char *kind, int64_t id)
{
	str_printf(context, "%s %lld; ", kind, (long long)id);
	return 0;
}

static void assert_changed(struct books *books, const char *expected)
{
	struct str found = { 0 };
	assert_int_equal(db_content_check(books->core.db, note, &found), 0);
	assert_string_equal(found.text ? found.text : "", expected);
	str_release(&found);
}

static void commit(struct books *books)
{
	assert_int_equal(db_commit(books->core.db), 0);
	assert_int_equal(db_begin(books->core.db), 0);
}

static void every_table_counts_or_is_proved_otherwise(void **state)
{
	static const char *const uncounted[] = { "content", "event" };
	struct books *books = *state;
	struct db_rows rows;
	assert_int_equal(db_query(books->core.db, &rows, "SELECT name FROM sqlite_schema WHERE type = 'table'", DB_NONE), 0);
	while (db_next(&rows) == 1) {
		const char *name = db_column_text(&rows, 0);
		bool counted = db_content_counts(name);
		for (size_t i = 0; i < sizeof uncounted / sizeof *uncounted; i++)
			counted |= !strcmp(uncounted[i], name);
		if (!counted)
			fail_msg("%s is in neither src/db/content_tables.c nor `uncounted` here", name);
	}
}

static void what_is_written_is_what_is_summed(void **state)
{
	struct books *books = *state;
	assert_changed(books, "");
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 3, 5));
	shelf_line(books, 1, 2, 2, 4);
	assert_changed(books, "");
	commit(books);
	assert_changed(books, "");
	shelf_run(books, "UPDATE orders SET note = 'by the back door' WHERE id = 1");
	shelf_run(books, "UPDATE customer SET city = 'Bremen', street = NULL");
	commit(books);
	assert_changed(books, "");
	shelf_run(books, "DELETE FROM announcement");
	shelf_run(books, "UPDATE orders SET note = NULL");
	assert_changed(books, "");
}

static void what_did_not_happen_is_not_summed(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	shelf_order(books, 1, 1, 1, 3, 5);
	assert_int_equal(db_savepoint(db), 0);
	shelf_order(books, 2, 1, 1, 3, 5);
	assert_int_equal(db_savepoint(db), 0);
	shelf_run(books, "UPDATE orders SET note = 'x'");
	assert_int_equal(db_savepoint_release(db), 0);
	assert_int_equal(db_savepoint_rollback(db), 0);
	assert_changed(books, "");
	assert_int_equal(db_savepoint(db), 0);
	shelf_order(books, 3, 1, 1, 3, 5);
	assert_int_equal(db_savepoint_release(db), 0);
	/* The first row is changed, the second refuses. */
	assert_int_equal(db_run(db, "UPDATE orders SET revision = CASE id WHEN 1 THEN 2 ELSE 0 END", DB_NONE), -1);
	err_clear(&books->err);
	assert_changed(books, "");
	commit(books);
	shelf_order(books, 4, 1, 1, 3, 5);
	db_rollback(db);
	assert_int_equal(db_begin(db), 0);
	assert_changed(books, "");
	shelf_number(books, "SELECT count(*) FROM orders", 2);
}

static void large_transactions_are_written_in_between(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_savepoint(books->core.db), 0);
	shelf_run(books, "INSERT INTO announcement (product_id, warehouse_id, quantity, expected) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
			 " SELECT i + 1 FROM n WHERE i < 70000) SELECT 1, 1, i, i FROM n");
	shelf_number(books, "SELECT count(*) FROM content WHERE part = 9", 0);
	assert_int_equal(db_savepoint_release(books->core.db), 0);
	shelf_number(books, "SELECT count(*) FROM content WHERE part = 9", 70000);
	shelf_run(books, "UPDATE announcement SET expected = expected + 1");
	assert_changed(books, "");
	commit(books);
	assert_changed(books, "");
}

static void sums_are_made_anew(void **state)
{
	struct books *books = *state;
	shelf_order(books, 1, 1, 1, 3, 5);
	commit(books);
	shelf_run(books, "UPDATE content SET sum = 0 WHERE part = 10");
	shelf_run(books, "DELETE FROM content WHERE part = 3 AND document = 2");
	assert_changed(books, "customer 2; order 1; ");
	shelf_run(books, "DELETE FROM idempotency");
	assert_int_equal(db_content_renew(books->core.db), 0);
	assert_changed(books, "");
	commit(books);
	assert_changed(books, "");
}

/* --- bits that tip over ----------------------------------------------------------------------------------------------------------- */

static uint64_t random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void make_demo(struct books *books, char file[120])
{
	char command[400];
	snprintf(file, 120, "%s/demo.db", books->directory);
	snprintf(command, sizeof command, "ORDR_NOW=2026-11-26T09:00:00Z %s init --demo --quiet --db %s >/dev/null", TEST_ORDR, file);
	assert_int_equal(system(command), 0);
}

/* "check subject; " for each finding. */
static int name_finding(void *context, const struct finding *finding)
{
	str_printf(context, "%s %s; ", finding->check, finding->subject);
	return 0;
}

/* Does the doctor find anything in the file, if only that it cannot be read? `named`: what. */
static bool is_found(struct books *books, const char *file, struct str *named)
{
	struct core core = books->core;
	struct err err = { 0 };
	int64_t found = 0;
	core.err = &err;
	str_clear(named);
	bool fine = !db_open(&core.db, file, DB_READ, 1000, &err) && !db_begin(core.db) && !doctor_run(&core, NULL, name_finding, named, &found);
	if (core.db)
		db_close(core.db);
	return !fine || found > 0;
}

static char *read_file(const char *file, size_t *size)
{
	struct stat about;
	int opened = open(file, O_RDONLY);
	assert_true(opened >= 0 && !fstat(opened, &about));
	*size = (size_t)about.st_size;
	char *bytes = malloc(*size);
	assert_int_equal(read(opened, bytes, *size), about.st_size);
	close(opened);
	return bytes;
}

static void write_file(const char *file, const char *bytes, size_t size)
{
	int opened = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(write(opened, bytes, size), size);
	close(opened);
}

/* With what a program may have left beside it. */
static void remove_file(const char *file)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal", "-queue" };
	char path[160];
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(path, sizeof path, "%s%s", file, ends[i]);
		unlink(path);
	}
}

/* All values of the business tables, as one text; NULL when the file is too damaged to be read. */
static char *business(const char *file)
{
	struct str text = { 0 };
	sqlite3 *handle = NULL;
	bool fine = sqlite3_open_v2(file, &handle, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
	static const char *const tables[] = { "orders", "order_line", "allocation", "booking", "cancellation", "promise_change", "shipment",
					      "shipment_line", "package", "package_line", "invoice", "invoice_line", "invoice_tax", "payment", "stock",
					      "stock_move", "customer", "product", "warehouse", "users", "sla_policy", "setting" };
	for (size_t i = 0; fine && i < sizeof tables / sizeof *tables; i++) {
		sqlite3_stmt *rows = NULL;
		char sql[64];
		int status = SQLITE_ERROR;
		snprintf(sql, sizeof sql, "SELECT * FROM %s NOT INDEXED", tables[i]);
		fine = sqlite3_prepare_v2(handle, sql, -1, &rows, NULL) == SQLITE_OK;
		while (fine && (status = sqlite3_step(rows)) == SQLITE_ROW)
			for (int column = 0; column < sqlite3_column_count(rows); column++)
				str_printf(&text, "%d:%s|", sqlite3_column_type(rows, column), (const char *)sqlite3_column_text(rows, column));
		fine &= status == SQLITE_DONE;
		sqlite3_finalize(rows);
	}
	sqlite3_close(handle);
	char *kept = fine && text.text ? strdup(text.text) : NULL;
	str_release(&text);
	return kept;
}

/* Bits of the file, one at a time, until a hundred have changed what a business table says: 99 of these must be found at least. */
static void a_bit_that_tips_over_in_the_file_is_found(void **state)
{
	struct books *books = *state;
	char file[120];
	char damaged[130];
	size_t size;
	uint64_t seed = 20261126;
	int turned = 0;
	int changed = 0;
	int found = 0;
	struct str named = { 0 };
	make_demo(books, file);
	assert_false(is_found(books, file, &named));
	snprintf(damaged, sizeof damaged, "%s/bit.db", books->directory);
	char *bytes = read_file(file, &size);
	char *sound = business(file);
	assert_non_null(sound);
	for (; changed < 100 && turned < 5000; turned++) {
		const size_t bit = random_next(&seed) % (size * 8);
		bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
		write_file(damaged, bytes, size);
		bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
		char *said = business(damaged);
		if (!said || strcmp(said, sound) != 0) {
			changed++;
			if (is_found(books, damaged, &named))
				found++;
			else
				print_message("bit %zu is not found\n", bit);
		}
		free(said);
		remove_file(damaged);
	}
	print_message("%d of %d bits changed the business, %d were found\n", changed, turned, found);
	assert_int_equal(changed, 100);
	assert_true(found * 100 >= changed * 99);
	free(bytes);
	free(sound);
	str_release(&named);
	remove_file(file);
}

/* As programs change values that know nothing of sums: the very document is named. */
static const struct {
	const char *sql, *expected;
} changes[] = {
	{ "DROP TRIGGER orders_frozen; UPDATE orders SET placed_at = placed_at + 1 WHERE id = 3", "content SO-000003; " },
	{ "UPDATE orders SET channel = 'web ' WHERE id = 1", "content SO-000001; " },
	{ "DROP TRIGGER order_line_frozen; UPDATE order_line SET name = name || 'x' WHERE order_id = 2 AND line = 1", "content SO-000002; " },
	{ "UPDATE customer SET name = name || ' ' WHERE id = 1", "content customer C-" },
	{ "UPDATE product SET price = price + 1 WHERE id = 1", "content product " },
	{ "UPDATE shipment SET carrier = 'UPS' WHERE id = 1", "content SH-000001; " },
	{ "DROP TRIGGER invoice_frozen; UPDATE invoice SET buyer_name = 'x' WHERE id = 1", "content RE-" },
	{ "UPDATE setting SET value = value || 'x'", "content settings; " },
	{ "UPDATE stock SET location = 'x' WHERE product_id = 1", "content stock in " },
	{ "DROP TRIGGER stock_move_frozen; UPDATE stock_move SET actor = 'x' WHERE id = 1", "content stock moves 0 to 1023; " },
	{ "UPDATE idempotency SET at = at + 1", "content keys; " },
	{ "UPDATE warehouse SET city = 'x' WHERE id = 1", "content warehouse " },
};

static void a_value_that_another_program_changed_is_named(void **state)
{
	struct books *books = *state;
	struct str named = { 0 };
	char file[120];
	char changed[130];
	size_t size;
	make_demo(books, file);
	snprintf(changed, sizeof changed, "%s/value.db", books->directory);
	char *bytes = read_file(file, &size);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		sqlite3 *handle = NULL;
		write_file(changed, bytes, size);
		assert_int_equal(sqlite3_open(changed, &handle), SQLITE_OK);
		if (sqlite3_exec(handle, changes[i].sql, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", changes[i].sql, sqlite3_errmsg(handle));
		sqlite3_close(handle);
		assert_true(is_found(books, changed, &named));
		if (!named.text || strncmp(named.text, changes[i].expected, strlen(changes[i].expected)) != 0)
			fail_msg("%s: found \"%s\"", changes[i].sql, named.text ? named.text : "");
		remove_file(changed);
	}
	str_release(&named);
	free(bytes);
	remove_file(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_table_counts_or_is_proved_otherwise, shelf_setup, books_teardown),
		cmocka_unit_test_setup_teardown(what_is_written_is_what_is_summed, shelf_setup, books_teardown),
		cmocka_unit_test_setup_teardown(what_did_not_happen_is_not_summed, shelf_setup, books_teardown),
		cmocka_unit_test_setup_teardown(large_transactions_are_written_in_between, shelf_setup, books_teardown),
		cmocka_unit_test_setup_teardown(sums_are_made_anew, shelf_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_value_that_another_program_changed_is_named, shelf_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_bit_that_tips_over_in_the_file_is_found, shelf_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
