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
		      "1.90 EUR are open: ordr pay RE-2026-00001 1.90; --over takes more, to be paid back", "RE-2026-00001");
	trade_refused(books, pay(books, "92233720368547758.07"), ERR_REFUSED, false,
		      "92233720368547758.07 EUR is more than the 1.90 EUR that are open",
		      "1.90 EUR are open: ordr pay RE-2026-00001 1.90; --over takes more, to be paid back", "RE-2026-00001");
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

/* --- too much, and back ------------------------------------------------------------------------------------------------------- */

static int over(struct books *books, const char *amount)
{
	const struct payment_given given = { .amount = amount, .at = NOW, .over = true };
	return payment_record(&books->core, "RE-2026-00001", &given);
}

static int refund(struct books *books, const char *number, const char *amount, bool reopen)
{
	const struct payment_given given = { .amount = amount, .at = NOW, .method = "transfer" };
	const char *of;
	return payment_refund(&books->core, number, &given, reopen, &of);
}

static void credit_whole(struct books *books)
{
	const char *credit;
	assert_int_equal(invoice_credit(&books->core, "RE-2026-00001", "mistake", &credit), 0);
	assert_string_equal(credit, "RE-2026-00002");
}

static void what_came_in_beyond_it_is_paid_back(void **state)
{
	struct books *books = *state;
	trade_refused(books, over(books, NULL), ERR_USAGE, false, "how much came in?", "ordr pay RE-2026-00001 AMOUNT --over", "RE-2026-00001");
	assert_int_equal(over(books, "15"), 0);
	assert_paid(books, 1500, -310, "paid");
	trade_number(books, "SELECT owed FROM customer WHERE code = 'C-1'", -310);
	assert_int_equal(over(books, "1"), 0);
	trade_refused(books, refund(books, "RE-2026-00001", "4.11", false), ERR_REFUSED, false, "4.11 EUR is more than the 4.10 that is to be paid back",
		      "at most 4.10; --reopen when the bank took the payment back", "RE-2026-00001");
	assert_int_equal(refund(books, "RE-2026-00001", "0.10", false), 0);
	assert_int_equal(refund(books, "RE-2026-00001", NULL, false), 0);
	assert_paid(books, 1600, 0, "paid");
	trade_logged(books, "RE-2026-00001", "\"refunded\":4.00,\"open\":0.00");
	trade_refused(books, refund(books, "RE-2026-00001", NULL, false), ERR_CONFLICT, true, "is paid back already: nothing more of it is the customer's", "",
		      "RE-2026-00001");
	trade_number(books, "SELECT owed FROM customer WHERE code = 'C-1'", 0);
	trade_refused(books, over(books, "92233720368547758.07"), ERR_INVALID, false, "what is paid of it is more than can be counted", "",
		      "RE-2026-00001");
}

static void what_was_paid_of_a_credited_invoice_is_paid_back(void **state)
{
	struct books *books = *state;
	trade_refused(books, refund(books, "RE-2026-00001", NULL, false), ERR_CONFLICT, false, "nothing of it was paid", "", "RE-2026-00001");
	assert_int_equal(pay(books, "10"), 0);
	trade_refused(books, refund(books, "RE-2026-00001", NULL, false), ERR_CONFLICT, false, "nothing is to be paid back: it is owed what was paid",
		      "credit it first: ordr invoice credit RE-2026-00001; --reopen when the bank took the payment back", "RE-2026-00001");
	credit_whole(books);
	assert_paid(books, 1000, -1000, "credited");
	trade_refused(books, pay(books, "1"), ERR_CONFLICT, false, "is credited: nothing of it is open", "", "RE-2026-00001");
	assert_int_equal(refund(books, "RE-2026-00002", "4", false), 0); /* by the number of the credit note */
	assert_int_equal(refund(books, "RE-2026-00001", NULL, false), 0);
	assert_paid(books, 1000, 0, "credited");
	trade_number(books, "SELECT owed FROM customer WHERE code = 'C-1'", 0);
}

static void what_the_bank_takes_back_is_open_again(void **state)
{
	struct books *books = *state;
	assert_int_equal(pay(books, NULL), 0);
	trade_refused(books, refund(books, "RE-2026-00001", "12", true), ERR_REFUSED, false, "12.00 EUR is more than the 11.90 that was paid of it",
		      "at most 11.90", "RE-2026-00001");
	assert_int_equal(refund(books, "RE-2026-00001", NULL, true), 0);
	assert_paid(books, 1190, 1190, "open");
	assert_int_equal(pay(books, NULL), 0);
	assert_paid(books, 2380, 0, "paid");
}

/* --- the cash discount -------------------------------------------------------------------------------------------------------- */

/* RE-2026-00001 of 130.90: 100.00 at 19 % and 11.12 at 7 %; 2 % off until the 4th of December. */
static int discount_setup(void **state)
{
	const char *number;
	trade_setup(state);
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	trade_set(books, "invoice.discount_percent", "2");
	assert_int_equal(invoice_issue(&books->core, trade_order(books, "C-1", "BOLT:100 BOOK:1@11.12"), &number), 0);
	return 0;
}

static int pay_at(struct books *books, const char *amount, const char *day, enum payment_discount discount)
{
	struct payment_given given = { .amount = amount, .discount = discount };
	assert_int_equal(instant_parse(day, &given.at), 0);
	books_now(books, "2026-12-20T08:00:00Z");
	return payment_record(&books->core, "RE-2026-00001", &given);
}

static void assert_discount(struct books *books, int64_t discount, int64_t open)
{
	struct invoice invoice;
	assert_int_equal(invoice_load(&books->core, "RE-2026-00001", &invoice), 0);
	assert_int_equal(invoice.cash_discount.minor, discount);
	assert_int_equal(invoice.open.minor, open);
	assert_int_equal(invoice.open.minor, invoice.gross.minor - invoice.credited.minor - invoice.paid.minor + invoice.refunded.minor -
						     invoice.cash_discount.minor);
	trade_sound(books);
}

static int note_payment(void *context, const struct payment *payment)
{
	char text[3][MONEY_SIZE];
	struct str *str = context;
	const struct payment_tax *tax = payment->cash_discount_taxes.items;
	str_printf(str, "%s %s %s %s", payment->type, money_text(payment->amount, text[0]), money_text(payment->cash_discount, text[1]),
		   money_text(payment->cash_discount_tax, text[2]));
	for (size_t i = 0; i < payment->cash_discount_taxes.count; i++)
		str_printf(str, " %s/%s", money_text(tax[i].net, text[0]), money_text(tax[i].tax, text[1]));
	str_put(str, "; ");
	return 0;
}

static void assert_list(struct books *books, const char *expected)
{
	struct payment_filter filter;
	struct str str = { 0 };
	payment_filter_init(&filter);
	assert_int_equal(payment_each(&books->core, &filter, note_payment, &str), 0);
	assert_string_equal(str.text, expected);
	str_release(&str);
}

static void in_time_the_discount_settles_the_invoice(void **state)
{
	struct books *books = *state;
	assert_int_equal(pay_at(books, "28.28", "2026-11-30T08:00:00Z", DISCOUNT_OFFERED), 0);
	assert_discount(books, 0, 10262);
	assert_int_equal(pay_at(books, "100.00", "2026-12-04T23:59:59Z", DISCOUNT_OFFERED), 0);
	assert_discount(books, 262, 0);
	/* 2.62 of 130.90 fall on 119.00 at 19 % and 11.90 at 7 %. */
	assert_list(books, "payment 28.28 0.00 0.00; payment 100.00 2.62 0.40 2.00/0.38 0.22/0.02; ");
	trade_number(books, "SELECT owed FROM customer WHERE code = 'C-1'", 0);
	trade_logged(books, "RE-2026-00001", "\"paid\":100.00,\"cash_discount\":2.62,\"cash_discount_tax\":0.40,\"open\":0.00");
}

static void late_or_too_little_the_rest_stays_open(void **state)
{
	struct books *books = *state;
	assert_int_equal(pay_at(books, "128.27", "2026-12-04T08:00:00Z", DISCOUNT_OFFERED), 0); /* a cent too little */
	assert_discount(books, 0, 263);
	assert_int_equal(pay_at(books, "0.01", "2026-12-05T00:00:00Z", DISCOUNT_OFFERED), 0); /* a second too late */
	assert_discount(books, 0, 262);
	assert_int_equal(pay_at(books, "0.01", "2026-12-04T00:00:00Z", DISCOUNT_OFFERED), 0); /* in time, but not all before it */
	assert_discount(books, 0, 261);
	assert_int_equal(pay_at(books, "0.01", "2026-12-06T00:00:00Z", DISCOUNT_GRANTED), 0);
	assert_discount(books, 260, 0);
}

static void a_discount_is_granted_or_refused(void **state)
{
	struct books *books = *state;
	trade_refused(books, pay_at(books, "100", "2026-12-01T00:00:00Z", DISCOUNT_GRANTED), ERR_REFUSED, false,
		      "30.90 EUR would be left, more than the cash discount of 2.62", "without --discount the rest stays open", "RE-2026-00001");
	trade_refused(books, pay_at(books, "130.90", "2026-12-01T00:00:00Z", DISCOUNT_GRANTED), ERR_REFUSED, false,
		      "all of it is paid: nothing is left for a cash discount", "", "RE-2026-00001");
	assert_int_equal(pay_at(books, "128.28", "2026-12-01T00:00:00Z", DISCOUNT_REFUSED), 0);
	assert_discount(books, 0, 262);
	assert_int_equal(refund(books, "RE-2026-00001", NULL, true), 0);
	assert_int_equal(pay_at(books, NULL, "2026-12-10T00:00:00Z", DISCOUNT_GRANTED), 0);
	assert_discount(books, 262, 0);
}

static void what_is_not_offered_is_not_granted(void **state)
{
	struct books *books = *state;
	trade_refused(books, pay_at(books, NULL, "2026-12-01T00:00:00Z", DISCOUNT_GRANTED), ERR_REFUSED, false, "no cash discount was offered on it",
		      "ordr config set invoice.discount_percent, or of a customer --discount-percent, for invoices to come", "RE-2026-00001");
}

/* Nobody gets back more than they paid: of what is credited the discount falls away, with the VAT that it had corrected. */
static void a_credit_note_takes_its_share_of_the_discount(void **state)
{
	struct books *books = *state;
	assert_int_equal(pay_at(books, "128.28", "2026-12-01T00:00:00Z", DISCOUNT_OFFERED), 0);
	credit_whole(books);
	assert_discount(books, 0, -12828);
	assert_list(books, "payment 128.28 2.62 0.40 2.00/0.38 0.22/0.02; credit 0.00 -2.62 -0.40 -2.00/-0.38 -0.22/-0.02; ");
	assert_int_equal(refund(books, "RE-2026-00002", NULL, false), 0);
	assert_discount(books, 0, 0);
	trade_number(books, "SELECT owed FROM customer WHERE code = 'C-1'", 0);
}

static void what_the_bank_takes_back_takes_the_discount_with_it(void **state)
{
	struct books *books = *state;
	assert_int_equal(pay_at(books, "128.28", "2026-12-01T00:00:00Z", DISCOUNT_OFFERED), 0);
	assert_int_equal(refund(books, "RE-2026-00001", "100", true), 0);
	assert_discount(books, 0, 10262);
	assert_list(books, "payment 128.28 2.62 0.40 2.00/0.38 0.22/0.02; refund -100.00 -2.62 -0.40 -2.00/-0.38 -0.22/-0.02; ");
}

static void payments_are_listed_by_what_they_are(void **state)
{
	struct books *books = *state;
	struct payment_filter filter;
	struct str str = { 0 };
	assert_int_equal(pay_at(books, "1", "2026-11-30T23:59:59Z", DISCOUNT_OFFERED), 0);
	assert_int_equal(pay_at(books, "2", "2026-12-01T00:00:00Z", DISCOUNT_OFFERED), 0);
	assert_int_equal(refund(books, "RE-2026-00001", "1.50", true), 0);
	payment_filter_init(&filter);
	assert_int_equal(date_parse("2026-12-01", &filter.from), 0);
	assert_int_equal(payment_each(&books->core, &filter, note_payment, &str), 0);
	filter.to = filter.from;
	filter.customer = "C-1";
	assert_int_equal(payment_each(&books->core, &filter, note_payment, &str), 0);
	filter.customer = "C-2";
	assert_int_equal(payment_each(&books->core, &filter, note_payment, &str), 0);
	payment_filter_init(&filter);
	filter.method = "transfer";
	filter.invoice = "RE-2026-00001";
	filter.order.number = 1;
	assert_int_equal(payment_each(&books->core, &filter, note_payment, &str), 0);
	assert_string_equal(str.text, "payment 2.00 0.00 0.00; refund -1.50 0.00 0.00; payment 2.00 0.00 0.00; refund -1.50 0.00 0.00; ");
	str_release(&str);
}

/* Whatever is done, in whatever order, the books add up, and nobody gets back more than they paid. */
static void whatever_is_paid_and_paid_back_the_books_add_up(void **state)
{
	static const char *const amounts[] = { NULL, "0.01", "2.62", "25", "100", "128.28", "130.90" };
	struct books *books = *state;
	uint32_t random = 7;
	books_now(books, "2026-12-20T08:00:00Z");
	for (int i = 0; i < 400; i++) {
		random = random * 1664525U + 1013904223U;
		uint32_t what = random >> 24 & 7;
		const char *amount = amounts[(random >> 16) % 7];
		struct payment_given given = { .amount = amount, .at = { books->core.now.ms - (int64_t)(random >> 8 & 31) * 86400000 },
					       .over = what == 1, .discount = (enum payment_discount)((random >> 12) % 3) };
		struct invoice invoice;
		const char *of;
		int result = what < 4 ? payment_record(&books->core, "RE-2026-00001", &given)
				      : payment_refund(&books->core, "RE-2026-00001", &given, what & 1, &of);
		if (i == 350)
			result = invoice_credit(&books->core, "RE-2026-00001", "mistake", &of);
		if (result)
			err_clear(books->core.err);
		assert_int_equal(invoice_load(&books->core, "RE-2026-00001", &invoice), 0);
		assert_true(invoice.paid.minor >= invoice.refunded.minor && invoice.cash_discount.minor >= 0);
		if (i % 20 == 0 || i > 345)
			trade_sound(books);
	}
	trade_number(books, "SELECT count(*) > 100 FROM payment", 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, billed_setup, books_teardown)
#define DISCOUNT_TEST(name) cmocka_unit_test_setup_teardown(name, discount_setup, books_teardown)

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
		TEST(what_came_in_beyond_it_is_paid_back),
		TEST(what_was_paid_of_a_credited_invoice_is_paid_back),
		TEST(what_the_bank_takes_back_is_open_again),
		TEST(what_is_not_offered_is_not_granted),
		DISCOUNT_TEST(in_time_the_discount_settles_the_invoice),
		DISCOUNT_TEST(late_or_too_little_the_rest_stays_open),
		DISCOUNT_TEST(a_discount_is_granted_or_refused),
		DISCOUNT_TEST(a_credit_note_takes_its_share_of_the_discount),
		DISCOUNT_TEST(what_the_bank_takes_back_takes_the_discount_with_it),
		DISCOUNT_TEST(payments_are_listed_by_what_they_are),
		DISCOUNT_TEST(whatever_is_paid_and_paid_back_the_books_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
