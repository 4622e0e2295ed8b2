#include <string.h>

#include "books.h"
#include "ordr/event.h"
#include "ordr/master.h"
#include "ordr/user.h"

static struct customer ada(void)
{
	struct customer customer;
	field_clear(customer_schema.fields, &customer);
	customer.code = "C-1";
	customer.name = "Ada";
	customer.country = "DE";
	customer.credit_limit = money_make(100000, "EUR");
	return customer;
}

static int last_what(void *context, const struct event *event)
{
	strcpy(context, event->what);
	return 0;
}

static void a_new_record_gets_its_defaults_and_comes_back_whole(void **state)
{
	struct books *books = *state;
	struct customer customer = ada();
	struct customer back;
	assert_int_equal(master_add(&books->core, &master_customer, &customer), 0);
	assert_int_equal(master_load(&books->core, &master_customer, "C-1", &back), 0);
	assert_string_equal(back.tier, "standard");
	assert_string_equal(back.credit_limit.currency, "EUR");
	assert_int_equal(back.credit_limit.minor, 100000);
	assert_null(back.email);
	assert_true(back.payment_days == NONE);
	books_refused(books, master_add(&books->core, &master_customer, &customer), ERR_CONFLICT, "customer C-1 is kept already");
	books_refused(books, master_load(&books->core, &master_customer, "C-2", &back), ERR_NOT_FOUND, "no customer C-2");
	assert_string_equal(books->err.hint, "did you mean C-1?");
}

static void an_edit_logs_what_changed_and_nothing_else(void **state)
{
	struct books *books = *state;
	struct customer before = ada();
	char what[1000] = "";
	assert_int_equal(master_add(&books->core, &master_customer, &before), 0);
	struct customer after = before;
	assert_int_equal(master_edit(&books->core, &master_customer, &before, &after), 0);
	after.name = "Ada \"Ltd\"";
	after.country = NULL;
	assert_int_equal(master_edit(&books->core, &master_customer, &before, &after), 0);
	assert_int_equal(event_each(&books->core, 1, "customer C-1", NONE, last_what, what), 0);
	assert_string_equal(what, "{\"name\":{\"from\":\"Ada\",\"to\":\"Ada \\\"Ltd\\\"\"},\"country\":{\"from\":\"DE\",\"to\":null}}");
	after.code = "C-9";
	books_refused(books, master_edit(&books->core, &master_customer, &before, &after), ERR_INVALID, "does not change");
}

static void products_and_policies_are_checked_whole(void **state)
{
	struct books *books = *state;
	struct product product;
	field_clear(product_schema.fields, &product);
	product.sku = "A-1";
	product.name = "Bolt";
	product.price = price_make(250 * PRICE_UNITS, "EUR");
	product.unit = "piece";
	books_refused(books, master_add(&books->core, &master_product, &product), ERR_INVALID, "Recommendation 20");
	product.unit = "C62";
	product.tax_category = "AE";
	product.tax_rate.hundredths = 1900;
	books_refused(books, master_add(&books->core, &master_product, &product), ERR_INVALID, "no rate but 0");
	product.tax_rate.hundredths = NONE;
	assert_int_equal(master_add(&books->core, &master_product, &product), 0);
	assert_int_equal(product.tax_rate.hundredths, 0);
	struct sla_policy policy = { .code = "ALL", .confirm = { NONE }, .ship = { NONE }, .deliver = { NONE } };
	books_refused(books, master_add(&books->core, &master_sla, &policy), ERR_INVALID, "sets no target");
	policy.ship.thousandths = 8000;
	assert_int_equal(master_add(&books->core, &master_sla, &policy), 0);
	policy.code = "ALSO";
	books_refused(books, master_add(&books->core, &master_sla, &policy), ERR_CONFLICT, "same tier and priority");
}

static void numbers_that_nobody_could_count_with_are_refused(void **state)
{
	struct books *books = *state;
	struct sla_policy policy = { .code = "P", .confirm = { INT64_MAX / 2 }, .ship = { NONE }, .deliver = { NONE } };
	books_refused(books, master_add(&books->core, &master_sla, &policy), ERR_INVALID, "confirm is not a number of working hours");
	policy.confirm.thousandths = 1; /* less than a minute */
	books_refused(books, master_add(&books->core, &master_sla, &policy), ERR_INVALID, "confirm is not");
	policy.confirm.thousandths = 8760000;
	assert_int_equal(master_add(&books->core, &master_sla, &policy), 0);
	struct customer customer = ada();
	customer.payment_days = INT64_MAX;
	books_refused(books, master_add(&books->core, &master_customer, &customer), ERR_INVALID, "payment_days of 9223372036854775807");
}

static void warehouses_are_ranked_as_they_come_and_an_admin_comes_first(void **state)
{
	struct books *books = *state;
	struct warehouse main_house = { .code = "MAIN", .name = "Main", .rank = NONE };
	struct warehouse second = { .code = "NORTH", .name = "North", .rank = NONE };
	struct user user = { .name = "tom", .role = "sales" };
	assert_int_equal(master_add(&books->core, &master_warehouse, &main_house), 0);
	assert_int_equal(master_add(&books->core, &master_warehouse, &second), 0);
	assert_int_equal(main_house.rank, 1);
	assert_int_equal(second.rank, 2);
	books_refused(books, master_add(&books->core, &master_user, &user), ERR_REFUSED, "without an admin");
	user.role = "admin";
	assert_int_equal(master_add(&books->core, &master_user, &user), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_new_record_gets_its_defaults_and_comes_back_whole, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(an_edit_logs_what_changed_and_nothing_else, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(products_and_policies_are_checked_whole, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(numbers_that_nobody_could_count_with_are_refused, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(warehouses_are_ranked_as_they_come_and_an_admin_comes_first, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
