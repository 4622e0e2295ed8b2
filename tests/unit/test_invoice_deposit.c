/* Deposits, the series of numbers, and VAT rates that change. */
#include <stdio.h>
#include <string.h>

#include "ordr/settings.h"
#include "ordr/tax.h"
#include "trade.h"

static struct invoice deposit(struct books *books, struct order_id id, const char *part)
{
	const char *number;
	if (invoice_deposit(&books->core, id, part, &number))
		fail_msg("%s (%s)", books->err.message, books->err.hint);
	trade_sound(books);
	return trade_invoice(books, number);
}

static void what_is_billed_takes_deposits_off(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "100");
	trade_receive(books, "BOOK", "MAIN", "10");
	struct order_id id = trade_order(books, "C-1", "BOLT:100 BOOK:10"); /* 100.00 at 19 %, 100.00 at 7 %: 226.00 */
	struct invoice first = deposit(books, id, "30%");
	assert_string_equal(first.kind, "deposit");
	trade_money(first.net, "60.00");
	trade_money(first.tax, "7.80");
	trade_number(books, "SELECT sum(invoiced) FROM order_line", 0);
	trade_money(deposit(books, id, "10").net, "10.00");
	trade_ship(books, id);
	struct invoice final = trade_invoice(books, trade_issue(books, id));
	assert_string_equal(final.kind, "final");
	trade_money(final.net, "130.00");
	trade_money(final.tax, "16.90");
	const struct invoice_line *line = final.lines.items;
	assert_int_equal(final.lines.count, 6);
	assert_string_equal(line[2].deposit, "RE-2026-00001");
	assert_int_equal(line[2].qty.thousandths, -1000);
	trade_number(books, "SELECT sum(gross) FROM invoice", 22600);
	const char *number;
	trade_refused(books, invoice_deposit(&books->core, id, "10%", &number), ERR_CONFLICT, true, "is invoiced already", "", "SO-000001");
}

/* 3 × 33.33 of one rate, and a part first: no cent is lost, and nothing falls below zero. */
static void no_more_is_taken_off_than_is_billed(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOOK", "MAIN", "1");
	struct order_id id = trade_order(books, "C-1", "BOOK:3@33.33");
	deposit(books, id, "80%");
	trade_ship(books, id);
	struct invoice part = trade_invoice(books, trade_issue(books, id));
	assert_string_equal(part.kind, "partial");
	trade_money(part.net, "0.00");
	trade_receive(books, "BOOK", "MAIN", "2");
	trade_ship(books, id);
	struct invoice final = trade_invoice(books, trade_issue(books, id));
	assert_string_equal(final.kind, "final");
	trade_number(books, "SELECT sum(net) FROM invoice", 9999);
}

static void a_deposit_that_is_taken_off_is_credited_last(void **state)
{
	struct books *books = *state;
	const char *credit;
	trade_set(books, "workflow.invoice_on", "order");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	deposit(books, id, "5.00");
	const char *final = trade_issue(books, id);
	trade_refused(books, invoice_credit(&books->core, "RE-2026-00001", "mistake", &credit), ERR_REFUSED, false,
		      "cannot credit: RE-2026-00002 takes this deposit off", "ordr invoice credit RE-2026-00002 first", "RE-2026-00001");
	assert_int_equal(invoice_credit(&books->core, final, "mistake", &credit), 0);
	trade_sound(books);
	assert_int_equal(trade_invoice(books, trade_issue(books, id)).net.minor, 500); /* it still stands for its part */
	assert_int_equal(invoice_credit(&books->core, "RE-2026-00004", "mistake", &credit), 0);
	assert_int_equal(invoice_credit(&books->core, "RE-2026-00001", "mistake", &credit), 0);
	trade_sound(books);
	assert_int_equal(trade_invoice(books, trade_issue(books, id)).net.minor, 1000);
}

static void what_cannot_be_asked_for_is_refused(void **state)
{
	struct books *books = *state;
	const char *number;
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	static const char *const wrong[] = { "0", "10.01", "0%", "101%", "x", "" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char message[80];
		snprintf(message, sizeof message, "\"%s\" cannot be asked for in advance", wrong[i]);
		trade_refused(books, invoice_deposit(&books->core, id, wrong[i], &number), ERR_INVALID, false, message,
			      "a part such as 30%, or a net amount up to the 10.00 EUR that are not billed", "SO-000001");
	}
	deposit(books, id, "100%");
	trade_refused(books, invoice_deposit(&books->core, id, "0.01", &number), ERR_INVALID, false, "\"0.01\" cannot be asked for in advance",
		      "a part such as 30%, or a net amount up to the 0.00 EUR that are not billed", "SO-000001");
}

static void a_series_is_a_pattern(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *series, *first, *second;
	} cases[] = {
		{ "R{n:6}", "R000001", "R000002" },	    { "{yy}/R{n}", "26/R1", "26/R2" },
		{ "{year}-{n:2}-X", "2026-01-X", "2026-02-X" }, { "AB", "AB-2026-00001", "AB-2026-00002" },
	};
	trade_set(books, "workflow.invoice_on", "order");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		trade_set(books, "invoice.series", cases[i].series);
		assert_string_equal(trade_issue(books, trade_order(books, "C-1", "BOLT:1")), cases[i].first);
		assert_string_equal(trade_issue(books, trade_order(books, "C-1", "BOLT:1")), cases[i].second);
	}
	books_now(books, "2027-03-01T08:00:00Z");
	trade_set(books, "invoice.series", "R{n:6}"); /* no year in it: it goes on */
	assert_string_equal(trade_issue(books, trade_order(books, "C-1", "BOLT:1")), "R000003");
	trade_set(books, "invoice.series", "{yy}/R{n}");
	assert_string_equal(trade_issue(books, trade_order(books, "C-1", "BOLT:1")), "27/R1");
}

static void other_documents_may_have_series_of_their_own(void **state)
{
	struct books *books = *state;
	const char *credit;
	trade_set(books, "workflow.invoice_on", "order");
	trade_set(books, "invoice.credit_series", "KR");
	trade_set(books, "invoice.deposit_series", "AR{n:4}");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	assert_string_equal(deposit(books, id, "50%").id, "AR0001");
	assert_string_equal(trade_issue(books, id), "RE-2026-00001");
	assert_int_equal(invoice_credit(&books->core, "RE-2026-00001", "mistake", &credit), 0);
	assert_string_equal(credit, "KR-2026-00001");
}

/* A series that would make a number of another one is refused before it does. */
static void no_number_is_given_twice(void **state)
{
	struct books *books = *state;
	const char *number;
	trade_set(books, "workflow.invoice_on", "order");
	trade_set(books, "invoice.series", "R{n}1");
	assert_string_equal(trade_issue(books, trade_order(books, "C-1", "BOLT:1")), "R11");
	trade_set(books, "invoice.series", "R1{n}");
	trade_refused(books, invoice_issue(&books->core, trade_order(books, "C-1", "BOLT:1"), &number), ERR_REFUSED, false,
		      "the next number of the series would be R11, which another series has given already",
		      "ordr config set invoice.series …: a pattern that no other series can make", "SO-000002");
}

static void what_is_no_series_is_refused(void **state)
{
	struct books *books = *state;
	static const char *const wrong[] = { "re", "RE-{year}", "{n}", "12{n}", "RE-{n}-{n}", "RE {n}", "RE-{n:9}", "RE-{n:x}", "RE-{month}-{n}", "RE-{n",
					     "SO-{n}", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLM-{n}", "{year:4}R{n}", "R{n},", "R:{n}" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		books_refused(books, settings_set(&books->core, "invoice.series", wrong[i]), ERR_INVALID, "cannot make invoice numbers");
}

/* The day of supply decides, not the day of the order or of the invoice. */
static void the_rate_is_that_of_the_day_of_supply(void **state)
{
	struct books *books = *state;
	trade_set(books, "tax.rate_changes", "2026-12-01:19:16 2027-07-01:16:19 2027-07-01:7:8");
	trade_receive(books, "BOLT", "MAIN", "30");
	struct order_id before = trade_order(books, "C-1", "BOLT:10");
	struct order_id after = trade_order(books, "C-1", "BOLT:10");
	struct order_id much_later = trade_order(books, "C-1", "BOLT:10");
	trade_ship(books, before);
	books_now(books, "2026-12-01T08:00:00Z");
	trade_ship(books, after);
	trade_money(trade_invoice(books, trade_issue(books, before)).tax, "1.90");
	trade_money(trade_invoice(books, trade_issue(books, after)).tax, "1.60");
	books_now(books, "2027-07-01T08:00:00Z");
	trade_ship(books, much_later);
	trade_money(trade_invoice(books, trade_issue(books, much_later)).tax, "1.90"); /* 16 and back to 19 */
	books_refused(books, settings_set(&books->core, "tax.rate_changes", "2027-01-01:19"), ERR_INVALID, "is not a change of a VAT rate");
	books_refused(books, settings_set(&books->core, "tax.rate_changes", "2027-01-01:19:20 2026-01-01:19:20"), ERR_INVALID, "stands behind a later change");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trade_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_billed_takes_deposits_off),
		TEST(no_more_is_taken_off_than_is_billed),
		TEST(a_deposit_that_is_taken_off_is_credited_last),
		TEST(what_cannot_be_asked_for_is_refused),
		TEST(a_series_is_a_pattern),
		TEST(other_documents_may_have_series_of_their_own),
		TEST(no_number_is_given_twice),
		TEST(what_is_no_series_is_refused),
		TEST(the_rate_is_that_of_the_day_of_supply),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
