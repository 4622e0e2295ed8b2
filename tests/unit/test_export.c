/* The books as rows: nothing is left out, and what comes in again is what went out. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ordr/export.h"
#include "ordr/event.h"
#include "shelf.h"

/* Columns by name, so that one that a migration adds is missed here and not in somebody's books. The sums of contents are made where the rows
 * come in. */
static void every_table_and_column_goes_out(void **state)
{
	struct books *books = *state;
	struct db_rows rows;
	int tables = 0;
	assert_int_equal(db_query(books->core.db, &rows,
				  "SELECT t.name, (SELECT group_concat(name, ', ') FROM (SELECT c.name FROM pragma_table_info(t.name) c ORDER BY c.cid))"
				  " FROM sqlite_master t WHERE t.type = 'table' AND t.name <> 'content' ORDER BY t.name", DB_NONE), 0);
	while (db_next(&rows) == 1) {
		const char *name = db_column_text(&rows, 0);
		const struct export_table *table = export_tables;
		while (table->kind && strcmp(table->table, name) != 0)
			table++;
		if (!table->kind)
			fail_msg("the table %s is not exported", name);
		assert_string_equal(table->columns, db_column_text(&rows, 1));
		assert_ptr_equal(export_table_find(table->kind), table);
		tables++;
	}
	for (const struct export_table *table = export_tables; table->kind; table++)
		tables--;
	assert_int_equal(tables, 0);
	assert_null(export_table_find("event "));
}

static void columns_are_read_one_by_one(void **state)
{
	(void)state;
	const char *columns = "id, code,name";
	char name[64];
	static const char *const expected[] = { "id", "code", "name" };
	for (size_t i = 0; i < 3; i++) {
		assert_true(export_column_next(&columns, name));
		assert_string_equal(name, expected[i]);
	}
	assert_false(export_column_next(&columns, name));
}

struct seen {
	struct str text;
	int stop_at;
};

static int keep(void *context, const struct export_row *row)
{
	struct seen *seen = context;
	str_printf(&seen->text, "%s %s\n", row->kind, row->row);
	return --seen->stop_at ? 0 : -1;
}

static void rows_come_between_a_beginning_and_an_end(void **state)
{
	struct books *books = *state;
	struct seen seen = { .stop_at = -1 };
	struct export_sum sum, again;
	shelf_run(books, "INSERT INTO setting VALUES ('a', 'tab\t \"quoted\" ü')");
	assert_int_equal(export_each(&books->core, keep, &seen, &sum), 0);
	static const char beginning[] = "database {\"database_schema\":";
	assert_memory_equal(seen.text.text, beginning, strlen(beginning));
	assert_non_null(strstr(seen.text.text, "\nsetting {\"name\":\"a\",\"value\":\"tab\\t \\\"quoted\\\" ü\"}\n"));
	assert_non_null(strstr(seen.text.text, "\nwarehouse {\"id\":1,\"code\":\"MAIN\",\"name\":\"Main\",\"street\":null,"));
	const char *end = arena_printf(&books->arena, "\nend {\"rows\":%lld,\"sha256\":\"%s\"}\n", (long long)sum.rows, sum.sha256);
	assert_string_equal(seen.text.text + seen.text.length - strlen(end), end);
	size_t lines = 0;
	for (const char *at = seen.text.text; (at = strchr(at, '\n')); at++)
		lines++;
	assert_int_equal(lines, sum.rows + 2);
	assert_int_equal(export_each(&books->core, NULL, NULL, &again), 0);
	assert_string_equal(again.sha256, sum.sha256);
	assert_int_equal(export_verify(&books->core, &sum), 0);
	shelf_run(books, "UPDATE setting SET value = 'b' WHERE name = 'a'");
	books_refused(books, export_verify(&books->core, &sum), ERR_INVALID, "a row is not as it was exported");
	shelf_run(books, "DELETE FROM setting WHERE name = 'a'");
	books_refused(books, export_verify(&books->core, &sum), ERR_INVALID, "the end tells of");
	str_release(&seen.text);
}

static void whoever_wants_no_more_gets_no_more(void **state)
{
	struct books *books = *state;
	struct seen seen = { .stop_at = 3 };
	struct export_sum sum;
	assert_int_equal(export_each(&books->core, keep, &seen, &sum), -1);
	assert_int_equal(seen.stop_at, 0);
	str_release(&seen.text);
}

static void a_row_that_breaks_a_rule_is_invalid(void **state)
{
	struct books *books = *state;
	const struct export_table *users = export_table_find("user");
	const int64_t id = 1;
	const struct db_value values[] = { A(id), A("ann"), A("king"), db_value_text(NULL) };
	books_refused(books, export_insert(&books->core, users, values, 4), ERR_INVALID, "user: the database refuses this: ");
	const struct db_value good[] = { A(id), A("ann"), A("admin"), db_value_text(NULL) };
	assert_int_equal(export_insert(&books->core, users, good, 4), 0);
	books_refused(books, export_insert(&books->core, users, good, 3), ERR_FAILED, "do not fit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_table_and_column_goes_out, shelf_setup, books_teardown),
		cmocka_unit_test(columns_are_read_one_by_one),
		cmocka_unit_test_setup_teardown(rows_come_between_a_beginning_and_an_end, shelf_setup, books_teardown),
		cmocka_unit_test_setup_teardown(whoever_wants_no_more_gets_no_more, shelf_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_row_that_breaks_a_rule_is_invalid, shelf_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
