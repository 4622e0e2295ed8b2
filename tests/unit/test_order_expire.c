/* Orders that run out of time, and what becomes of what they held. */
#include <stdio.h>
#include <string.h>

#include "ordr/doctor.h"
#include "ordr/hold.h"
#include "ordr/shipment.h"
#include "trade.h"

static void succeed(struct books *books, int result)
{
	if (result)
		fail_msg("%s", books->err.message);
}

static void assert_expired(struct books *books, const char *expected)
{
	struct list list;
	struct str text = { 0 };
	succeed(books, order_expired(&books->core, &list));
	const struct expired *expired = list.items;
	for (size_t i = 0; i < list.count; i++)
		str_printf(&text, "%lld %s; ", (long long)expired[i].id.number, expired[i].reason);
	assert_string_equal(text.text ? text.text : "", expected);
	str_release(&text);
}

static void expire(struct books *books)
{
	struct list list;
	succeed(books, order_expired(&books->core, &list));
	const struct expired *expired = list.items;
	for (size_t i = 0; i < list.count; i++)
		succeed(books, order_expire(&books->core, &expired[i]));
	trade_sound(books);
}

static int report(void *context, const struct finding *finding)
{
	(void)context;
	fail_msg("%s: %s %s", finding->check, finding->subject, finding->detail);
	return 0;
}

static void assert_healthy(struct books *books)
{
	int64_t found;
	succeed(books, doctor_run(&books->core, NULL, report, NULL, &found));
}

static int prepaying_setup(void **state)
{
	trade_setup(state);
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET prepayment = 1 WHERE id = 1", DB_NONE), 0);
	return 0;
}

static void nothing_expires_until_the_company_says_when(void **state)
{
	struct books *books = *state;
	trade_place(books, "C-2", "BOLT:1");
	trade_order(books, "C-1", "BOLT:1");
	books_now(books, "2036-01-01T00:00:00Z");
	assert_expired(books, "");
	trade_set(books, "expire.unconfirmed_days", "7");
	assert_expired(books, "1 expired; ");
	trade_set(books, "expire.unpaid_days", "7");
	assert_expired(books, "1 expired; 2 unpaid; ");
}

/* A date that moves by a day with the time zone: 23:30 UTC on Tuesday is Wednesday in Berlin, and the days are counted there. */
static void the_days_are_those_of_the_companys_zone(void **state)
{
	static const struct {
		const char *zone, *placed, *still, *gone;
	} cases[] = {
		{ "UTC", "2026-11-24T23:30:00Z", "2026-11-25T23:59:59Z", "2026-11-26T00:00:00Z" },
		{ "Europe/Berlin", "2026-11-24T23:30:00Z", "2026-11-26T22:59:59Z", "2026-11-26T23:00:00Z" },
		{ "America/New_York", "2026-11-24T23:30:00Z", "2026-11-26T04:59:59Z", "2026-11-26T05:00:00Z" },
		{ "Europe/Berlin", "2026-03-28T22:30:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z" }, /* a day of 23 hours */
		{ "Europe/Berlin", "2026-10-24T21:30:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z" }, /* one of 25 */
	};
	struct books *books = *state;
	trade_set(books, "expire.unconfirmed_days", "1");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char expected[40];
		trade_set(books, "calendar.time_zone", cases[i].zone);
		books_now(books, cases[i].placed);
		struct order_id id = trade_place(books, "C-2", "BOLT:1");
		books_now(books, cases[i].still);
		assert_expired(books, "");
		books_now(books, cases[i].gone);
		snprintf(expected, sizeof expected, "%lld expired; ", (long long)id.number);
		assert_expired(books, expected);
		expire(books);
	}
}

/* A reservation that survives a cancelled order: what expires gives back all that it held, and others get it. */
static void what_an_expired_order_held_serves_others(void **state)
{
	struct books *books = *state;
	trade_set(books, "expire.unpaid_days", "3");
	trade_receive(books, "BOLT", "MAIN", "5");
	struct order_id unpaid = trade_order(books, "C-1", "BOLT:5");
	struct order_id waiting = trade_order(books, "C-2", "BOLT:4");
	const char *number = trade_issue(books, unpaid);
	books_now(books, "2026-11-28T08:00:00Z");
	expire(books);
	struct order order;
	succeed(books, order_load(&books->core, unpaid, &order));
	assert_string_equal(order.state, "cancelled");
	assert_string_equal(order.reason, "unpaid");
	assert_string_equal(order.billing, "credited");
	trade_number(books, "SELECT allocated FROM stock", 4000);
	trade_number(books, "SELECT count(*) FROM allocation WHERE order_id = 1", 0);
	succeed(books, order_load(&books->core, waiting, &order));
	assert_string_equal(order.fulfilment, "allocated");
	trade_logged(books, "SO-000001", "\"reason\":\"unpaid\",\"note\":null,\"served\":[\"SO-000002\"]");
	/* The invoice is taken back to the cent. */
	struct invoice invoice = trade_invoice(books, number);
	assert_string_equal(invoice.status, "credited");
	trade_money(invoice.open, "0.00");
	struct invoice credit = trade_invoice(books, "RE-2026-00002");
	assert_string_equal(credit.type, "credit_note");
	assert_string_equal(credit.corrects, number);
	assert_string_equal(credit.status, "credited");
	assert_int_equal(credit.gross.minor, invoice.gross.minor);
	trade_money(credit.open, "0.00");
	trade_number(books, "SELECT owed FROM customer WHERE id = 1", 0);
	trade_logged(books, "RE-2026-00002", "\"corrects\":\"RE-2026-00001\",\"currency\":\"EUR\",\"gross\":5.95,\"reason\":\"unpaid\"");
	trade_refused(books, payment_take(&books->core, number, NULL, NULL, NULL, books->core.now), ERR_CONFLICT, false,
		      "is credited: nothing of it is open", "", "RE-2026-00001");
	assert_expired(books, "");
	assert_healthy(books);
}

static void what_somebody_looks_after_is_left_alone(void **state)
{
	struct books *books = *state;
	const char *number;
	trade_set(books, "expire.unconfirmed_days", "3");
	trade_set(books, "expire.unpaid_days", "3");
	trade_receive(books, "BOLT", "MAIN", "9");
	succeed(books, hold_set(&books->core, trade_place(books, "C-1", "BOLT:1"), "customer-request", NULL, HOLD_ALL));
	struct order_id paid = trade_order(books, "C-1", "BOLT:1");
	succeed(books, payment_take(&books->core, trade_issue(books, paid), NULL, NULL, NULL, books->core.now));
	struct order_id partly = trade_order(books, "C-1", "BOLT:1");
	succeed(books, payment_take(&books->core, trade_issue(books, partly), "0.50", NULL, NULL, books->core.now));
	trade_order(books, "C-1", "BOLT:1@0"); /* nothing to pay */
	trade_order(books, "C-2", "BOLT:1");   /* pays later */
	books_now(books, "2026-12-24T08:00:00Z");
	assert_expired(books, "");
	succeed(books, invoice_credit(&books->core, "RE-2026-00002", "unpaid", &number)); /* by hand: what was paid is to be paid back */
	trade_money(trade_invoice(books, "RE-2026-00002").open, "-0.50");
}

static void an_invoice_is_credited_once(void **state)
{
	struct books *books = *state;
	const char *credit;
	struct order_id id = trade_order(books, "C-1", "BOLT:3-10% BOOK:1");
	const char *number = trade_issue(books, id);
	succeed(books, invoice_credit(&books->core, number, "mistake", &credit));
	trade_sound(books);
	assert_string_equal(credit, "RE-2026-00002");
	trade_refused(books, invoice_credit(&books->core, number, "mistake", &credit), ERR_CONFLICT, true, "is credited already", "", "RE-2026-00001");
	trade_refused(books, invoice_credit(&books->core, credit, "mistake", &credit), ERR_CONFLICT, false, "cannot credit: it is a credit note", "",
		      "RE-2026-00002");
	assert_string_equal(trade_issue(books, id), "RE-2026-00003"); /* it may be billed again */
	struct order order;
	succeed(books, order_load(&books->core, id, &order));
	assert_string_equal(order.billing, "invoiced");
	succeed(books, payment_take(&books->core, "RE-2026-00003", NULL, NULL, NULL, books->core.now));
	succeed(books, order_load(&books->core, id, &order));
	assert_string_equal(order.billing, "paid");
	assert_healthy(books);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepaying_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_expires_until_the_company_says_when),
		TEST(the_days_are_those_of_the_companys_zone),
		TEST(what_an_expired_order_held_serves_others),
		TEST(what_somebody_looks_after_is_left_alone),
		TEST(an_invoice_is_credited_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
