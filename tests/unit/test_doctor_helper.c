/* With a second process the doctor finds the same, in the same order; and so it does when that one fails, or is another program. */
#include <stdio.h>
#include <string.h>

#include "books.h"
#include "ordr/doctor.h"
#include "shelf.h"

static int note(void *context, const struct finding *finding)
{
	char *text = context;
	size_t length = strlen(text);
	snprintf(text + length, 8000 - length, "%s %s: %s\n", finding->check, finding->subject, finding->detail);
	return 0;
}

static void a_second_process_finds_the_same(void **state)
{
	struct books *books = *state;
	static const char *const programs[] = { TEST_ORDR, "/bin/false", "/bin/true", "/nowhere/ordr", "/bin/cat" };
	char alone[8000] = "";
	int64_t found = 0;
	shelf_run(books, "INSERT INTO users (id, name, role) VALUES (7, 'anna', 'sales')");
	shelf_run(books, "INSERT INTO customer (id, code, name, tier, owed) VALUES (1, 'C-1', 'x', 'standard', 5), (2, 'C-2', 'x', 'standard', 7)");
	shelf_run(books, "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate) VALUES (1, 'P-1', 'x', 'goods', 'C62', 0, 1, 'S', 19)");
	shelf_run(books, "INSERT INTO stock (product_id, warehouse_id, on_hand) SELECT 1, id, 5000 FROM warehouse");
	shelf_run(books, "INSERT INTO event VALUES (1, 1, 'x', 'x', 'C-1', '{}', 'x')");
	shelf_run(books, "DELETE FROM content");
	assert_int_equal(db_commit(books->core.db), 0);
	assert_int_equal(db_begin(books->core.db), 0);
	assert_int_equal(doctor_run(&books->core, NULL, note, alone, &found), 0);
	if (found < 3)
		fail_msg("only: %s", alone);
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
		const struct doctor_help help = { programs[i], books->file, 0 };
		char shared[8000] = "";
		int64_t again = 0;
		assert_int_equal(doctor_run(&books->core, &help, note, shared, &again), 0);
		assert_string_equal(shared, alone);
		assert_true(again == found);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_second_process_finds_the_same, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
