/* Finding by a part of a name, and what could be promised of a product before it is ordered: the same as confirming it promises then. */
#include "ordr/find.h"
#include "ordr/calendar.h"
#include "sales.h"

static void assert_products(struct books *books, const char *part, const char *skus)
{
	struct list found;
	struct str names = { 0 };
	assert_int_equal(find_products(&books->core, part, 3, &found), 0);
	for (size_t i = 0; i < found.count; i++)
		str_printf(&names, "%s%s", i ? " " : "", ((const struct catalogue_item *)found.items)[i].sku);
	assert_string_equal(names.text ? names.text : "", skus);
	str_release(&names);
}

static void the_best_come_first(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "UPDATE product SET name = CASE sku WHEN 'A-1' THEN 'Bolt b-1' WHEN 'A-2' THEN 'Öse' ELSE name END",
				DB_NONE), 0);
	assert_products(books, "b-1", "B-1 A-1");
	assert_products(books, "a-", "A-1 A-2");
	assert_products(books, "OSE", "A-2");
	assert_products(books, "1 bolt", "A-1");
	assert_products(books, "nothing", "");
	assert_products(books, "", "A-1 A-2 B-1");
}

static void customers_are_found_by_city_too(void **state)
{
	struct books *books = *state;
	struct list found;
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET city = 'Lüneburg' WHERE code = 'C-2'", DB_NONE), 0);
	assert_int_equal(find_customers(&books->core, "lune", 5, &found), 0);
	assert_int_equal(found.count, 1);
	assert_string_equal(((const struct customer *)found.items)->code, "C-2");
}

/* Asked before, and promised after. */
static void assert_kept(struct books *books, const char *sku, const char *qty)
{
	struct quantity quantity;
	struct date asked;
	assert_int_equal(quantity_parse(qty, &quantity), 0);
	assert_int_equal(order_promise_item(&books->core, sku, quantity, NULL, &asked), 0);
	struct order_id id = sales_place(books, "C-1", sku, qty);
	assert_int_equal(order_confirm(&books->core, id), 0);
	assert_int_equal(sales_load(books, id).promised.days, asked.days);
}

static void what_is_said_is_what_confirming_promises(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "5");
	assert_int_equal(db_run(books->core.db, "INSERT INTO announcement (product_id, warehouse_id, quantity, expected) VALUES (1, 1, 10000, $1)",
				A(sales_date("2026-12-10"))), 0);
	assert_kept(books, "A-1", "3");
	assert_kept(books, "A-1", "4");
	assert_kept(books, "A-1", "8");
	assert_kept(books, "A-1", "9");
	assert_kept(books, "A-2", "1");
	assert_kept(books, "S-1", "1");
}

static void no_product_no_promise(void **state)
{
	struct books *books = *state;
	struct date day;
	assert_int_equal(order_promise_item(&books->core, "NONE", (struct quantity){ 1000 }, NULL, &day), 0);
	assert_int_equal(day.days, NONE);
	assert_int_equal(order_promise_item(&books->core, "A-1", (struct quantity){ INT64_MAX }, NULL, &day), 0);
	assert_int_equal(day.days, NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_best_come_first, sales_setup, books_teardown),
		cmocka_unit_test_setup_teardown(customers_are_found_by_city_too, sales_setup, books_teardown),
		cmocka_unit_test_setup_teardown(what_is_said_is_what_confirming_promises, sales_setup, books_teardown),
		cmocka_unit_test_setup_teardown(no_product_no_promise, sales_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
