/* Invoices: what may be billed when, to the cent and without a gap, and what they say for ever after. */
#include <string.h>

#include "ordr/event.h"
#include "ordr/invoice.h"
#include "ordr/shipment.h"
#include "trade.h"

#define NOW ((struct instant){ NONE })

static void refused(struct books *books, struct order_id id, enum err_code code, bool already, const char *message, const char *hint)
{
	char text[ID_SIZE];
	const char *number = NULL;
	trade_refused(books, invoice_issue(&books->core, id, &number), code, already, message, hint, order_id_text(id, text));
	assert_null(number);
}

static void deliver(struct books *books, struct order_id id)
{
	assert_int_equal(shipment_deliver(&books->core, id, NULL, NOW), 0);
	trade_sound(books);
}

static struct date day(const char *text)
{
	struct date date;
	assert_int_equal(date_parse(text, &date), 0);
	return date;
}

/* The clock went back, or was ahead when the last one was issued. Another series is not held up by that. */
static void none_is_dated_before_the_last_of_its_series(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "5");
	struct order_id first = trade_order(books, "C-1", "BOLT:1");
	struct order_id second = trade_order(books, "C-1", "BOLT:1");
	struct order_id third = trade_order(books, "C-1", "BOLT:1");
	trade_ship(books, first);
	trade_ship(books, second);
	trade_ship(books, third);
	books_now(books, "2027-01-02T08:00:00Z");
	assert_string_equal(trade_issue(books, first), "RE-2027-00001");
	books_now(books, "2026-12-31T08:00:00Z");
	refused(books, second, ERR_REFUSED, false,
		"an invoice of 2026-12-31 cannot follow RE-2027-00001, which is dated 2027-01-02: they are numbered by date",
		"set the clock right, or give --now 2027-01-02");
	trade_set(books, "invoice.series", "XE");
	assert_string_equal(trade_issue(books, second), "XE-2026-00001");
	trade_set(books, "invoice.series", "RE");
	books_now(books, "2027-01-02T07:00:00Z"); /* the same day */
	assert_string_equal(trade_issue(books, third), "RE-2027-00002");
}

static void an_invoice_says_all_that_it_must(void **state)
{
	struct books *books = *state;
	static const char *const settings[][2] = {
		{ "company.street", "Oak 2" },	   { "company.postcode", "10115" },	  { "company.city", "Berlin" },
		{ "company.country", "DE" },	   { "company.vat_id", "DE136695976" },		  { "company.iban", "DE02120300000000202051" },
	};
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		trade_set(books, settings[i][0], settings[i][1]);
	trade_receive(books, "BOLT", "MAIN", "5");
	trade_receive(books, "BOOK", "MAIN", "5");
	struct order_id id = trade_order(books, "C-1", "BOLT:5-10% BOOK:1");
	trade_ship(books, id);
	assert_string_equal(trade_issue(books, id), "RE-2026-00001");
	struct invoice invoice = trade_invoice(books, "RE-2026-00001");
	assert_string_equal(invoice.id, "RE-2026-00001");
	assert_string_equal(invoice.type, "invoice");
	assert_null(invoice.corrects);
	assert_int_equal(invoice.order.number, 1);
	assert_int_equal(invoice.shipment.number, 1);
	assert_string_equal(invoice.customer, "C-1");
	assert_string_equal(invoice.currency, "EUR");
	assert_int_equal(invoice.issued.days, day("2026-11-24").days);
	assert_int_equal(invoice.due.days, day("2026-12-08").days);
	assert_string_equal(invoice.seller.name, "Bolt & Nut Ltd");
	assert_string_equal(invoice.seller.city, "Berlin");
	assert_string_equal(invoice.seller.iban, "DE02120300000000202051");
	assert_null(invoice.seller.tax_number);
	assert_string_equal(invoice.buyer.name, "Ada");
	assert_string_equal(invoice.buyer.postcode, "89073");
	assert_string_equal(invoice.buyer.email, "ada@example.com");
	assert_null(invoice.buyer.vat_id);
	trade_money(invoice.net, "14.50");
	trade_money(invoice.tax, "1.56"); /* 19 % of 4.50 is 0.855, 7 % of 10.00 is 0.70 */
	trade_money(invoice.gross, "16.06");
	trade_money(invoice.paid, "0.00");
	trade_money(invoice.open, "16.06");
	assert_string_equal(invoice.status, "open");
	assert_int_equal(invoice.dunning_level, 0);
	assert_int_equal(invoice.lines.count, 2);
	const struct invoice_line *lines = invoice.lines.items;
	assert_int_equal(lines[0].line, 1);
	assert_string_equal(lines[0].sku, "BOLT");
	assert_string_equal(lines[0].unit, "C62");
	assert_int_equal(lines[0].qty.thousandths, 5000);
	assert_int_equal(lines[0].price.units, 100 * PRICE_UNITS);
	trade_money(lines[0].discount, "0.50");
	trade_money(lines[0].net, "4.50");
	assert_int_equal(lines[0].tax_rate.hundredths, 1900);
	assert_int_equal(invoice.taxes.count, 2);
	const struct invoice_tax *taxes = invoice.taxes.items;
	assert_int_equal(taxes[0].rate.hundredths, 700);
	trade_money(taxes[0].tax, "0.70");
	assert_string_equal(taxes[1].category, "S");
	trade_money(taxes[1].net, "4.50");
	trade_money(taxes[1].tax, "0.86");
	trade_logged(books, "SO-000001", "\"invoice\":\"RE-2026-00001\",\"currency\":\"EUR\",\"net\":14.50,\"tax\":1.56,\"gross\":16.06,"
					 "\"lines\":[{\"line\":1,\"qty\":5},{\"line\":2,\"qty\":1}]");
	trade_logged(books, "RE-2026-00001", "\"order\":\"SO-000001\",\"currency\":\"EUR\",\"net\":14.50");
}

static void an_issued_invoice_stays_as_it_is(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	trade_receive(books, "BOLT", "MAIN", "5");
	struct order_id id = trade_order(books, "C-1", "BOLT:5");
	trade_ship(books, id);
	trade_issue(books, id);
	assert_int_equal(db_run(db, "UPDATE customer SET name = 'Eve', payment_days = 1 WHERE id = 1", DB_NONE), 0);
	trade_set(books, "company.name", "Other Ltd");
	struct invoice invoice = trade_invoice(books, "RE-2026-00001");
	assert_string_equal(invoice.buyer.name, "Ada");
	assert_string_equal(invoice.seller.name, "Bolt & Nut Ltd");
	assert_int_equal(invoice.due.days, day("2026-12-08").days);
	books_refused(books, db_run(db, "UPDATE invoice SET net = 1", DB_NONE), ERR_REFUSED, "an issued invoice does not change");
	books_refused(books, db_run(db, "DELETE FROM invoice_line", DB_NONE), ERR_REFUSED, "an issued invoice is not deleted");
}

static void the_policy_says_what_may_be_billed(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	trade_set(books, "workflow.invoice_on", "delivery");
	trade_receive(books, "BOLT", "MAIN", "2");
	struct order_id id = trade_order(books, "C-1", "BOLT:5 FIT:1");
	refused(books, id, ERR_CONFLICT, false, "cannot invoice: nothing more is delivered or performed", "ordr pick SO-000001");
	trade_ship(books, id);
	refused(books, id, ERR_CONFLICT, false, "cannot invoice: nothing more is delivered or performed", "ordr deliver SO-000001");
	trade_set(books, "workflow.invoice_on", "shipment");
	trade_money(trade_invoice(books, trade_issue(books, id)).net, "2.00");
	refused(books, id, ERR_CONFLICT, false, "cannot invoice yet: 3 units wait for stock", "ordr stock receive BOLT:3");
	trade_receive(books, "BOLT", "MAIN", "3");
	refused(books, id, ERR_CONFLICT, false, "cannot invoice: nothing more is shipped or performed", "ordr pick SO-000001");
	assert_int_equal(shipment_pick(core, id), 0);
	refused(books, id, ERR_CONFLICT, false, "cannot invoice: nothing more is shipped or performed", "ordr pack SO-000001");
	assert_int_equal(shipment_pack(core, id), 0);
	refused(books, id, ERR_CONFLICT, false, "cannot invoice: nothing more is shipped or performed", "ordr ship SO-000001");
	assert_int_equal(shipment_ship(core, id, NULL, NULL), 0);
	trade_money(trade_invoice(books, trade_issue(books, id)).net, "3.00");
	refused(books, id, ERR_CONFLICT, false, "cannot invoice: nothing more is shipped or performed", "ordr deliver SO-000001");
	deliver(books, id);
	struct invoice invoice = trade_invoice(books, trade_issue(books, id));
	trade_money(invoice.net, "40.00");
	assert_int_equal(invoice.shipment.number, 0);
	refused(books, id, ERR_CONFLICT, true, "is invoiced already", "");
}

static void an_order_is_billed_whole_where_the_policy_says_so(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	struct order_id id = trade_place(books, "C-1", "BOLT:5 FIT:1");
	refused(books, id, ERR_CONFLICT, false, "cannot invoice: not confirmed", "ordr confirm SO-000001");
	assert_int_equal(order_confirm(&books->core, id), 0);
	trade_money(trade_invoice(books, trade_issue(books, id)).net, "45.00");
	trade_set(books, "workflow.invoice_on", "delivery");
	refused(books, id, ERR_CONFLICT, true, "is invoiced already", "");
	struct order_id cancelled = trade_order(books, "C-1", "BOLT:5");
	assert_int_equal(order_cancel(&books->core, cancelled, "customer-request", NULL), 0);
	refused(books, cancelled, ERR_CONFLICT, false, "cannot invoice: it was cancelled", "");
}

static void a_shipment_is_named_when_it_alone_is_billed(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "1");
	trade_receive(books, "BOLT", "NORTH", "2");
	struct order_id id = trade_order(books, "C-1", "BOLT:4");
	trade_ship(books, id); /* two shipments: one of 1, one of 2 … */
	assert_int_equal(trade_invoice(books, trade_issue(books, id)).shipment.number, 0);
	trade_receive(books, "BOLT", "MAIN", "1");
	trade_ship(books, id); /* … and a third of 1 */
	assert_int_equal(trade_invoice(books, trade_issue(books, id)).shipment.number, 3);
}

static void numbers_have_no_gap_and_begin_again_each_year(void **state)
{
	struct books *books = *state;
	trade_set(books, "calendar.time_zone", "Europe/Berlin");
	trade_set(books, "workflow.invoice_on", "order");
	books_now(books, "2026-12-31T22:59:59Z");
	assert_string_equal(trade_issue(books, trade_order(books, "C-1", "BOLT:1")), "RE-2026-00001");
	struct order_id id = trade_order(books, "C-2", "BOLT:1");
	assert_int_equal(db_savepoint(books->core.db), 0);
	assert_string_equal(trade_issue(books, id), "RE-2026-00002");
	assert_int_equal(db_savepoint_rollback(books->core.db), 0);
	assert_string_equal(trade_issue(books, id), "RE-2026-00002");
	books_now(books, "2026-12-31T23:00:00Z"); /* midnight in Berlin */
	assert_string_equal(trade_issue(books, trade_order(books, "C-1", "BOLT:1")), "RE-2027-00001");
	trade_set(books, "invoice.series", "AB");
	assert_string_equal(trade_issue(books, trade_order(books, "C-1", "BOLT:1")), "AB-2027-00001");
	trade_set(books, "invoice.series", "RE");
	assert_string_equal(trade_issue(books, trade_order(books, "C-2", "BOLT:1")), "RE-2027-00002");
	struct invoice invoice = trade_invoice(books, "RE-2027-00002");
	assert_int_equal(invoice.issued.days, day("2027-01-01").days);
	assert_int_equal(invoice.due.days, day("2027-01-31").days); /* the customer's 30 days */
}

/* A side has members that are no fields of it, such as a buyer's telephone: they are absent whatever lay there before. */
static void what_a_side_does_not_have_is_absent(void **state)
{
	struct books *books = *state;
	struct invoice invoice;
	trade_set(books, "workflow.invoice_on", "order");
	const char *number = trade_issue(books, trade_order(books, "C-1", "BOLT:1"));
	memset(&invoice, 0x55, sizeof invoice);
	assert_int_equal(invoice_load(&books->core, number, &invoice), 0);
	assert_null(invoice.buyer.phone);
	assert_null(invoice.buyer.contact);
	assert_null(invoice.seller.mandate);
}

static void without_a_seller_no_invoice_is_issued(void **state)
{
	struct books *books = *state;
	trade_set(books, "company.name", "");
	trade_set(books, "workflow.invoice_on", "order");
	struct order_id id = trade_order(books, "C-1", "BOLT:1");
	refused(books, id, ERR_REFUSED, false, "an invoice must name the seller", "ordr config set company.name \"…\"");
	trade_number(books, "SELECT count(*) FROM invoice", 0);
	trade_number(books, "SELECT invoiced FROM order_line", 0);
}

static void what_is_not_there_is_said_with_what_is(void **state)
{
	struct books *books = *state;
	struct invoice invoice;
	const char *number;
	trade_refused(books, invoice_load(&books->core, "RE-2026-00001", &invoice), ERR_NOT_FOUND, false, "no invoice RE-2026-00001",
		      "none was issued yet: ordr invoice ORDER", "");
	trade_set(books, "workflow.invoice_on", "order");
	trade_issue(books, trade_order(books, "C-1", "BOLT:1"));
	trade_refused(books, invoice_load(&books->core, "RE-2026-00009", &invoice), ERR_NOT_FOUND, false, "no invoice RE-2026-00009",
		      "the last one issued is RE-2026-00001; ordr invoice list shows them all", "");
	trade_refused(books, invoice_issue(&books->core, (struct order_id){ 9 }, &number), ERR_NOT_FOUND, false, "no order SO-000009",
		      "ordr list shows them", "SO-000009");
}

static int gather(void *context, const struct invoice *invoice)
{
	struct str *str = context;
	str_printf(str, "%s%s %s %zu", str->length ? ", " : "", invoice->id, invoice->status, invoice->lines.count);
	return 0;
}

static void assert_listed(struct books *books, const struct invoice_filter *filter, bool whole, const char *expected)
{
	struct str str = { 0 };
	assert_int_equal(invoice_each(&books->core, filter, whole, gather, &str), 0);
	assert_string_equal(str.text ? str.text : "", expected);
	str_release(&str);
}

static int give_up(void *context, const struct invoice *invoice)
{
	(void)context;
	(void)invoice;
	return -1;
}

static void invoices_are_listed_as_they_were_issued_and_by_filters(void **state)
{
	struct books *books = *state;
	struct invoice_filter filter;
	trade_set(books, "workflow.invoice_on", "order");
	trade_issue(books, trade_order(books, "C-1", "BOLT:1 NUT:1"));
	trade_issue(books, trade_order(books, "C-2", "BOLT:1"));
	books_now(books, "2026-12-08T23:59:59Z");
	trade_issue(books, trade_order(books, "C-1", "BOLT:1"));
	assert_int_equal(payment_take(&books->core, "RE-2026-00003", NULL, NULL, NULL, NOW), 0);
	invoice_filter_init(&filter);
	assert_listed(books, &filter, false, "RE-2026-00001 open 0, RE-2026-00002 open 0, RE-2026-00003 paid 0");
	assert_listed(books, &filter, true, "RE-2026-00001 open 2, RE-2026-00002 open 1, RE-2026-00003 paid 1");
	books_now(books, "2026-12-09T00:00:00Z"); /* the day after the first was due */
	filter.status = "overdue";
	assert_listed(books, &filter, false, "RE-2026-00001 overdue 0");
	filter.status = "paid";
	assert_listed(books, &filter, false, "RE-2026-00003 paid 0");
	filter.status = NULL;
	filter.customer = "C-1";
	assert_listed(books, &filter, false, "RE-2026-00001 overdue 0, RE-2026-00003 paid 0");
	filter.from = day("2026-11-25");
	assert_listed(books, &filter, false, "RE-2026-00003 paid 0");
	filter.from = day("2026-12-08");
	assert_listed(books, &filter, false, "RE-2026-00003 paid 0");
	invoice_filter_init(&filter);
	filter.to = day("2026-11-24");
	assert_listed(books, &filter, false, "RE-2026-00001 overdue 0, RE-2026-00002 open 0");
	filter.order.number = 2;
	assert_listed(books, &filter, true, "RE-2026-00002 open 1");
	filter.customer = "C-1";
	assert_listed(books, &filter, true, "");
	invoice_filter_init(&filter);
	assert_int_equal(invoice_each(&books->core, &filter, false, give_up, NULL), -1);
}

static void the_whole_life_of_an_order(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct order order;
	trade_receive(books, "BOLT", "MAIN", "3");
	trade_receive(books, "NUT", "NORTH", "2");
	struct order_id id = trade_order(books, "C-2", "BOLT:4 NUT:2 FIT:1");
	trade_ship(books, id);
	books_now(books, "2026-11-25T08:00:00Z");
	assert_string_equal(trade_issue(books, id), "RE-2026-00001");
	deliver(books, id);
	trade_receive(books, "BOLT", "NORTH", "1");
	trade_ship(books, id);
	books_now(books, "2026-11-26T08:00:00Z");
	deliver(books, id);
	assert_string_equal(trade_issue(books, id), "RE-2026-00002");
	trade_number(books, "SELECT shipment_id FROM invoice WHERE id = 2", 3);
	assert_int_equal(payment_take(core, "RE-2026-00001", NULL, NULL, NULL, NOW), 0);
	assert_int_equal(payment_take(core, "RE-2026-00002", "40.00", NULL, NULL, NOW), 0);
	trade_sound(books);
	assert_int_equal(order_load(core, id, &order), 0);
	assert_string_equal(order.state, "completed");
	assert_string_equal(order.fulfilment, "delivered");
	assert_string_equal(order.billing, "invoiced");
	assert_int_equal(order.shipments.count, 3);
	assert_int_equal(order.invoices.count, 2);
	assert_int_equal(payment_take(core, "RE-2026-00002", "8.79", NULL, NULL, NOW), 0);
	assert_int_equal(order_load(core, id, &order), 0);
	assert_string_equal(order.billing, "paid");
	trade_sound(books);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trade_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_invoice_says_all_that_it_must),
		TEST(none_is_dated_before_the_last_of_its_series),
		TEST(an_issued_invoice_stays_as_it_is),
		TEST(the_policy_says_what_may_be_billed),
		TEST(an_order_is_billed_whole_where_the_policy_says_so),
		TEST(a_shipment_is_named_when_it_alone_is_billed),
		TEST(numbers_have_no_gap_and_begin_again_each_year),
		TEST(what_a_side_does_not_have_is_absent),
		TEST(without_a_seller_no_invoice_is_issued),
		TEST(what_is_not_there_is_said_with_what_is),
		TEST(invoices_are_listed_as_they_were_issued_and_by_filters),
		TEST(the_whole_life_of_an_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
