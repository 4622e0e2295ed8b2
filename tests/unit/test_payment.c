/* Payments: in part, whole, too much, twice. */
#include "ordr/invoice.h"
#include "trade.h"

#define NOW ((struct instant){ NONE })

/* An invoice RE-2026-00001 of 11.90. */
static int billed_setup(void **state)
{
	const char *number;
	trade_setup(state);
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	assert_int_equal(invoice_issue(&books->core, trade_order(books, "C-1", "BOLT:10"), &number), 0);
	assert_string_equal(number, "RE-2026-00001");
	return 0;
}

static void assert_paid(struct books *books, int64_t paid, int64_t open, const char *status)
{
	struct invoice invoice;
	assert_int_equal(invoice_load(&books->core, "RE-2026-00001", &invoice), 0);
	assert_int_equal(invoice.paid.minor, paid);
	assert_int_equal(invoice.open.minor, open);
	assert_string_equal(invoice.status, status);
	trade_sound(books);
}

static int pay(struct books *books, const char *amount)
{
	return payment_take(&books->core, "RE-2026-00001", amount, NULL, NULL, NOW);
}

static void payments_in_part_leave_the_rest_open(void **state)
{
	struct books *books = *state;
	struct instant at;
	assert_paid(books, 0, 1190, "open");
	books_now(books, "2026-12-24T08:00:00Z");
	assert_int_equal(instant_parse("2026-12-23T08:00:00Z", &at), 0);
	assert_int_equal(payment_take(&books->core, "RE-2026-00001", "5", "transfer", "A \"B\"", at), 0);
	assert_paid(books, 500, 690, "overdue");
	trade_number(books, "SELECT at FROM payment", at.ms);
	trade_text(books, "SELECT actor || ' ' || method FROM payment", "test transfer");
	trade_logged(books, "RE-2026-00001",
		     "{\"invoice\":\"RE-2026-00001\",\"currency\":\"EUR\",\"paid\":5.00,\"open\":6.90,\"at\":\"2026-12-23T08:00:00Z\","
		     "\"method\":\"transfer\",\"ref\":\"A \\\"B\\\"\"}");
	trade_logged(books, "SO-000001", "{\"invoice\":\"RE-2026-00001\",\"currency\":\"EUR\",\"paid\":5.00,\"open\":6.90");
	assert_int_equal(pay(books, "6.90"), 0);
	assert_paid(books, 1190, 0, "paid");
}

static void without_an_amount_all_that_is_open_is_paid(void **state)
{
	struct books *books = *state;
	assert_int_equal(pay(books, "0.01"), 0);
	assert_int_equal(pay(books, NULL), 0);
	assert_paid(books, 1190, 0, "paid");
	trade_number(books, "SELECT amount FROM payment WHERE id = 2", 1189);
	trade_refused(books, pay(books, NULL), ERR_CONFLICT, true, "is paid already", "", "RE-2026-00001");
	trade_refused(books, pay(books, "1"), ERR_CONFLICT, true, "is paid already", "", "RE-2026-00001");
}

static void no_more_is_taken_than_is_open(void **state)
{
	struct books *books = *state;
	assert_int_equal(pay(books, "10"), 0);
	trade_refused(books, pay(books, "1.91"), ERR_REFUSED, false, "1.91 EUR is more than the 1.90 EUR that are open",
		      "1.90 EUR are open: ordr pay RE-2026-00001 1.90", "RE-2026-00001");
	trade_refused(books, pay(books, "92233720368547758.07"), ERR_REFUSED, false,
		      "92233720368547758.07 EUR is more than the 1.90 EUR that are open", "1.90 EUR are open: ordr pay RE-2026-00001 1.90",
		      "RE-2026-00001");
	assert_paid(books, 1000, 190, "open");
}

static void amounts_are_exact_and_above_zero(void **state)
{
	static const struct {
		const char *amount, *message, *hint;
	} cases[] = {
		{ "abc", "amount: \"abc\" is not a number", "an amount such as 1190 or 1190.00, with the decimals of its currency" },
		{ "1.001", "amount: \"1.001\" has more digits than can be kept",
		  "an amount such as 1190 or 1190.00, with the decimals of its currency" },
		{ "1e3", "amount: \"1e3\" is not a number", "an amount such as 1190 or 1190.00, with the decimals of its currency" },
		{ "0", "amount: \"0\" is not above zero", "a number above zero" },
		{ "-1", "amount: \"-1\" is not above zero", "a number above zero" },
		{ "", "amount: \"\" is not a number", "leave it out to pay all that is open" },
	};
	struct books *books = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		trade_refused(books, pay(books, cases[i].amount), ERR_INVALID, false, cases[i].message, cases[i].hint, "RE-2026-00001");
	trade_number(books, "SELECT count(*) FROM payment", 0);
}

static void a_payment_is_not_of_tomorrow(void **state)
{
	struct books *books = *state;
	struct instant at = { books->core.now.ms + 1 };
	trade_refused(books, payment_take(&books->core, "RE-2026-00001", NULL, NULL, NULL, at), ERR_INVALID, false,
		      "paid at 2026-11-24T08:00:00.001Z, which is in the future", "a time up to 2026-11-24T08:00:00Z", "RE-2026-00001");
}

static void a_payment_needs_its_invoice_and_stays(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	trade_refused(books, payment_take(&books->core, "RE-2026-00002", NULL, NULL, NULL, NOW), ERR_NOT_FOUND, false,
		      "no invoice RE-2026-00002", "the last one issued is RE-2026-00001; ordr invoice list shows them all", "");
	assert_int_equal(pay(books, NULL), 0);
	books_refused(books, db_run(db, "UPDATE payment SET amount = 1", DB_NONE), ERR_REFUSED, "a payment does not change");
	books_refused(books, db_run(db, "DELETE FROM payment", DB_NONE), ERR_REFUSED, "payments are never deleted");
}

static void what_costs_nothing_is_paid(void **state)
{
	struct books *books = *state;
	const char *number;
	assert_int_equal(invoice_issue(&books->core, trade_order(books, "C-1", "BOLT:1-100%"), &number), 0);
	trade_refused(books, payment_take(&books->core, number, NULL, NULL, NULL, NOW), ERR_CONFLICT, true, "is paid already", "", number);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, billed_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(payments_in_part_leave_the_rest_open),
		TEST(without_an_amount_all_that_is_open_is_paid),
		TEST(no_more_is_taken_than_is_open),
		TEST(amounts_are_exact_and_above_zero),
		TEST(a_payment_is_not_of_tomorrow),
		TEST(a_payment_needs_its_invoice_and_stays),
		TEST(what_costs_nothing_is_paid),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
