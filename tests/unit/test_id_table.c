/* Figures found by number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ordr/id_table.h"

struct figure {
	int64_t number, sum;
};

static void each_number_has_one_item_however_many_there_are(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct id_table table = { .arena = &arena, .item = sizeof(struct figure) };
	for (int round = 0; round < 3; round++)
		for (int64_t number = 1; number <= 5000; number++) {
			struct figure *figure = id_table_get(&table, number * 1024);
			assert_non_null(figure);
			assert_int_equal(figure->number, number * 1024);
			figure->sum += number;
		}
	assert_int_equal(table.count, 5000);
	assert_true(table.count * 2 <= table.places);
	assert_true(id_table_has(&table, 1024));
	assert_false(id_table_has(&table, 1));
	const struct figure *figures = id_table_items(&table);
	for (size_t i = 0; i < table.count; i++)
		assert_int_equal(figures[i].sum * 1024, figures[i].number * 3);
	arena_release(&arena);
}

static void an_empty_table_has_nothing(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct id_table table = { .arena = &arena, .item = sizeof(struct figure) };
	assert_false(id_table_has(&table, 7));
	assert_null(id_table_items(&table));
	const struct figure *figure = id_table_get(&table, -7);
	assert_non_null(figure);
	assert_int_equal(figure->sum, 0);
	assert_true(id_table_has(&table, -7));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_number_has_one_item_however_many_there_are),
		cmocka_unit_test(an_empty_table_has_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
