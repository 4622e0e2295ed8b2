#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "books.h"
#include "ordr/settings.h"

static void only_a_database_of_ours_is_opened(void **state)
{
	struct books *books = *state;
	struct db *db;
	struct err err = { 0 };
	char file[128];
	snprintf(file, sizeof file, "%s/other.db", books->directory);
	assert_int_equal(db_open(&db, file, DB_READ, 0, &err), -1);
	assert_int_equal(err.code, ERR_NO_DATABASE);
	assert_string_equal(err.hint, "make one with ordr init, or name it with --db FILE or ORDR_DB");
	assert_null(db);
	static const char *const contents[] = { "", "hello", "SQLite format 3" };
	for (size_t i = 0; i < 3; i++) {
		FILE *stream = fopen(file, "w");
		fputs(contents[i], stream);
		fclose(stream);
		assert_int_equal(db_open(&db, file, DB_WRITE, 0, &err), -1);
		assert_int_equal(err.code, ERR_NO_DATABASE);
	}
	assert_int_equal(db_open(&db, file, DB_CREATE, 0, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	unlink(file);
	assert_int_equal(db_open(&db, books->directory, DB_READ, 0, &err), -1);
	assert_int_equal(err.code, ERR_NO_DATABASE);
}

static int entries(const char *path)
{
	int count = 0;
	DIR *directory = opendir(path);
	assert_non_null(directory);
	while (readdir(directory))
		count++;
	closedir(directory);
	return count - 2;
}

static void a_new_database_appears_whole_or_not_at_all(void **state)
{
	struct books *books = *state;
	struct db *db;
	struct err err = { 0 };
	char file[128], log[140];
	snprintf(file, sizeof file, "%s/new.db", books->directory);
	snprintf(log, sizeof log, "%s-wal", file);
	int before = entries(books->directory);
	assert_int_equal(db_open(&db, file, DB_CREATE, 0, &err), 0);
	assert_int_equal(access(file, F_OK), -1);
	assert_int_equal(db_begin(db), 0);
	assert_int_equal(db_run(db, "INSERT INTO setting VALUES ('a', '1')", DB_NONE), 0);
	assert_int_equal(db_close(db), 0);
	assert_int_equal(entries(books->directory), before); /* it was not committed */
	assert_int_equal(db_open(&db, file, DB_CREATE, 0, &err), 0);
	assert_int_equal(db_begin(db), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(access(file, F_OK), -1);
	fclose(fopen(file, "w")); /* somebody else was faster */
	assert_int_equal(db_close(db), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_int_equal(entries(books->directory), before + 1);
	unlink(file);
	fclose(fopen(log, "w"));
	assert_int_equal(db_open(&db, file, DB_CREATE, 0, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_non_null(strstr(err.message, "new.db-wal is there without its database"));
	unlink(log);
	assert_int_equal(db_open(&db, file, DB_CREATE, 0, &err), 0);
	assert_int_equal(db_begin(db), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(db_close(db), 0);
	assert_int_equal(entries(books->directory), before + 1);
	assert_int_equal(unlink(file), 0);
}

static void a_savepoint_takes_back_one_record(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	int64_t count = 0;
	assert_int_equal(db_run(db, "INSERT INTO setting VALUES ('a', '1')", DB_NONE), 0);
	assert_int_equal(db_savepoint(db), 0);
	assert_int_equal(db_run(db, "INSERT INTO setting VALUES ('b', '1')", DB_NONE), 0);
	assert_int_equal(db_savepoint_rollback(db), 0);
	assert_int_equal(db_savepoint(db), 0);
	assert_int_equal(db_run(db, "INSERT INTO setting VALUES ('c', '1')", DB_NONE), 0);
	assert_int_equal(db_savepoint_release(db), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(db_integer(db, &count, "SELECT count(*) FROM setting", DB_NONE), 1);
	assert_int_equal(count, 2);
}

static void parameters_are_found_by_their_number(void **state)
{
	struct books *books = *state;
	int64_t value = 0;
	int64_t ten = 10;
	int64_t three = 3;
	assert_int_equal(db_integer(books->core.db, &value, "SELECT $2 - $1", A(three), A(ten)), 1);
	assert_int_equal(value, 7);
	assert_int_equal(db_integer(books->core.db, &value, "SELECT $1 WHERE 0", A(three)), 0);
	books_refused(books, db_integer(books->core.db, &value, "SELECT $2 + $3", A(three), A(ten)), ERR_FAILED, "do not fit");
}

static void a_query_may_run_inside_itself(void **state)
{
	struct books *books = *state;
	static const char sql[] = "SELECT value FROM (SELECT 1 AS value UNION SELECT 2 UNION SELECT 3) ORDER BY value";
	struct db_rows outer;
	int64_t sum = 0;
	assert_int_equal(db_query(books->core.db, &outer, sql, DB_NONE), 0);
	while (db_next(&outer) == 1) {
		struct db_rows inner;
		assert_int_equal(db_query(books->core.db, &inner, sql, DB_NONE), 0);
		while (db_next(&inner) == 1)
			sum += db_column_integer(&inner, 0) * db_column_integer(&outer, 0);
	}
	assert_int_equal(sum, 36);
}

static void the_schema_keeps_the_rules_of_the_model(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	assert_int_equal(db_run(db, "INSERT INTO customer (id, code, name, tier) VALUES (1, 'C-1', 'Ada', 'standard')", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate)"
				    " VALUES (1, 'A-1', 'Bolt', 'goods', 'C62', 0, 1000000, 'S', 1900)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO warehouse (id, code, name, rank) VALUES (1, 'MAIN', 'Main', 1)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO stock (product_id, warehouse_id, on_hand) VALUES (1, 1, 5000)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO orders (id, customer_id, priority, channel, placed_at, placed_by, currency, net, tax, gross)"
				    " VALUES (1, 1, 1, 'cli', 0, 'x', 'EUR', 100, 19, 119)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO order_line (order_id, line, product_id, sku, name, kind, unit, ordered, price, discount,"
				    " tax_category, tax_rate, net) VALUES (1, 1, 1, 'A-1', 'Bolt', 'goods', 'C62', 6000, 1000000, 0, 'S', 1900, 600)",
				DB_NONE), 0);
	books_refused(books, db_run(db, "UPDATE stock SET allocated = 5001", DB_NONE), ERR_REFUSED, "never_oversold");
	books_refused(books, db_run(db, "UPDATE order_line SET ordered = 1000", DB_NONE), ERR_REFUSED, "do not change");
	books_refused(books, db_run(db, "UPDATE order_line SET allocated = 1000", DB_NONE), ERR_REFUSED, "CHECK");
	books_refused(books, db_run(db, "UPDATE order_line SET picked = 6000, shipped = 1", DB_NONE), ERR_REFUSED, "CHECK");
	books_refused(books, db_run(db, "UPDATE orders SET state = 'completed'", DB_NONE), ERR_REFUSED, "does not go");
	books_refused(books, db_run(db, "UPDATE orders SET state = 'confirmed'", DB_NONE), ERR_REFUSED, "CHECK");
	books_refused(books, db_run(db, "UPDATE orders SET placed_by = 'y'", DB_NONE), ERR_REFUSED, "does not change");
	books_refused(books, db_run(db, "DELETE FROM orders", DB_NONE), ERR_REFUSED, "never deleted");
	books_refused(books, db_run(db, "INSERT INTO stock (product_id, warehouse_id) VALUES (9, 1)", DB_NONE), ERR_REFUSED, "FOREIGN KEY");
	books_refused(books, db_run(db, "INSERT INTO invoice (number, series, year, sequence, type, order_id, customer_id, issued, issued_at, due,"
					" currency, net, tax, gross, buyer_name) VALUES ('RE-2', 'RE', 2026, 2, 'invoice', 1, 1, 0, 0, 0, 'EUR', 1, 0, 1, 'Ada')",
				    DB_NONE), ERR_REFUSED, "without gaps");
}

/* A damaged file can hold NULL where the schema does not: readers, who do not look for it, must not fall over it nor get away with it. */
static void a_text_that_is_missing_fails_the_next_call(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	struct db_rows rows;
	int64_t one = 0;
	assert_int_equal(db_query(db, &rows, "SELECT NULL UNION ALL SELECT NULL", DB_NONE), 0);
	assert_int_equal(db_next(&rows), 1);
	assert_null(db_column_optional(&rows, 0));
	assert_int_equal(db_next(&rows), 1);
	assert_string_equal(db_column_text(&rows, 0), "");
	books_refused(books, db_next(&rows), ERR_DAMAGED, "a value is missing");
	assert_int_equal(db_query(db, &rows, "SELECT NULL", DB_NONE), 0);
	assert_int_equal(db_next(&rows), 1);
	assert_string_equal(db_column_text(&rows, 0), "");
	db_finish(&rows);
	books_refused(books, db_integer(db, &one, "SELECT 1", DB_NONE), ERR_DAMAGED, "a value is missing");
	assert_int_equal(db_integer(db, &one, "SELECT 1", DB_NONE), 1); /* told once */
	assert_int_equal(db_query(db, &rows, "SELECT NULL", DB_NONE), 0);
	assert_int_equal(db_next(&rows), 1);
	assert_string_equal(db_column_text(&rows, 0), "");
	db_finish(&rows);
	books_refused(books, db_commit(db), ERR_DAMAGED, "a value is missing");
}

static void a_record_is_not_loaded_without_what_it_must_have(void **state)
{
	struct books *books = *state;
	struct setting_record record;
	books_refused(books, db_one(books->core.db, &books->arena, &setting_schema, &record, "SELECT NULL AS name, 'x' AS value", DB_NONE),
		      ERR_DAMAGED, "name is missing");
	assert_int_equal(db_one(books->core.db, &books->arena, &setting_schema, &record, "SELECT 'x' AS name, NULL AS value", DB_NONE), 1);
	assert_null(record.value);
}

static int remember(void *context, const char *line)
{
	snprintf(context, 200, "%s", line);
	return 0;
}

static void a_sound_file_has_no_findings(void **state)
{
	struct books *books = *state;
	char line[200] = "";
	assert_int_equal(db_check(books->core.db, remember, line), 0);
	assert_string_equal(line, "");
}

struct told {
	int working, copying;
	int64_t part, whole;
};

static void tell(void *context, int64_t part, int64_t whole)
{
	struct told *told = context;
	told->working += !whole;
	told->copying += whole > 0;
	assert_true(part >= told->part && part <= whole); /* pages of the copy only become more */
	told->part = part;
	told->whole = whole;
}

static void who_waits_is_told_of_work(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	struct told told = { 0 };
	struct db_copy copy;
	int64_t count;
	char file[128];
	snprintf(file, sizeof file, "%s/copy.db", books->directory);
	assert_int_equal(db_run(db,
				"INSERT INTO setting WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
				" SELECT 'x' || i, replace(hex(zeroblob(2500)), '00', 'ab') FROM n",
				DB_NONE),
			 0);
	assert_int_equal(db_commit(db), 0);
	struct err err = { 0 };
	assert_int_equal(db_open(&db, books->file, DB_READ, 0, &err), 0);
	assert_int_equal(db_begin(db), 0);
	db_tell(db, (struct db_telling){ tell, &told });
	assert_int_equal(db_integer(db, &count, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n", DB_NONE), 1);
	assert_true(told.working > 3 && !told.copying);
	told = (struct told){ 0 };
	assert_int_equal(db_copy_make(db, file, &copy), 0);
	db_copy_drop(&copy);
	assert_true(told.copying > 0 && told.part > 0);
	db_tell(db, (struct db_telling){ 0 });
	told = (struct told){ 0 };
	assert_int_equal(db_copy_make(db, file, &copy), 0);
	db_copy_drop(&copy);
	assert_int_equal(told.copying + told.working, 0);
	assert_int_equal(db_close(db), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_a_database_of_ours_is_opened, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_new_database_appears_whole_or_not_at_all, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_savepoint_takes_back_one_record, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(parameters_are_found_by_their_number, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_query_may_run_inside_itself, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(the_schema_keeps_the_rules_of_the_model, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_text_that_is_missing_fails_the_next_call, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_record_is_not_loaded_without_what_it_must_have, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_sound_file_has_no_findings, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(who_waits_is_told_of_work, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
