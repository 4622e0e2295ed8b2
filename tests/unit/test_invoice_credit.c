/* Credit notes: whatever is taken back in whatever parts, what is left of the invoice comes to zero to the cent. */
#include <stdio.h>
#include <string.h>

#include "ordr/return.h"
#include "trade.h"

#define ALL ((struct quantity){ NONE })

static const char *credited(struct books *books, struct credit_request request)
{
	const char *number;
	request.reason = request.reason ? request.reason : "mistake";
	if (invoice_credit_part(&books->core, &request, &number))
		fail_msg("%s (%s)", books->err.message, books->err.hint);
	trade_sound(books);
	return number;
}

static void refused(struct books *books, struct credit_request request, enum err_code code, bool already, const char *message, const char *hint)
{
	const char *number;
	request.reason = request.reason ? request.reason : "mistake";
	trade_refused(books, invoice_credit_part(&books->core, &request, &number), code, already, message, hint, request.number);
}

static struct quantity units(int64_t count)
{
	return (struct quantity){ count * 1000 };
}

/* Net and tax of the invoice less those of its credit notes, in all groups and lines. */
static void nothing_is_left(struct books *books, const char *number)
{
	int64_t found = NONE;
	assert_int_equal(db_integer(books->core.db, &found,
				    "SELECT count(*) FROM (SELECT t.category, t.rate, sum(CASE i.type WHEN 'invoice' THEN t.net ELSE -t.net END) AS net,"
				    " sum(CASE i.type WHEN 'invoice' THEN t.tax ELSE -t.tax END) AS tax FROM invoice i JOIN invoice_tax t ON t.invoice_id = i.id"
				    " WHERE i.number = $1 OR i.corrects = $1 GROUP BY t.category, t.rate) g WHERE net <> 0 OR tax <> 0",
				    A(number)),
			 1);
	assert_int_equal(found, 0);
	struct invoice invoice = trade_invoice(books, number);
	assert_string_equal(invoice.status, "credited");
	assert_int_equal(invoice.open.minor, 0);
}

static void all_of_it_is_taken_back(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	struct order_id id = trade_order(books, "C-1", "BOLT:7-10% BOOK:3 ROPE:2.345");
	const char *number = trade_issue(books, id);
	struct invoice before = trade_invoice(books, number);
	const char *credit = credited(books, (struct credit_request){ .number = number, .qty = ALL });
	struct invoice note = trade_invoice(books, credit);
	assert_string_equal(note.type, "credit_note");
	assert_string_equal(note.corrects, number);
	assert_int_equal(note.corrects_issued.days, before.issued.days);
	assert_int_equal(note.gross.minor, before.gross.minor);
	assert_int_equal(note.lines.count, before.lines.count);
	nothing_is_left(books, number);
	trade_number(books, "SELECT sum(invoiced) FROM order_line", 0);
	assert_string_equal(trade_issue(books, id), "RE-2026-00003"); /* and can be billed anew */
	assert_int_equal(trade_invoice(books, "RE-2026-00003").gross.minor, before.gross.minor);
	refused(books, (struct credit_request){ .number = number, .qty = ALL }, ERR_CONFLICT, true, "is credited already", "");
	refused(books, (struct credit_request){ .number = credit, .qty = ALL }, ERR_CONFLICT, false, "cannot credit: it is a credit note", "");
}

/* 7 × 0.97 less a tenth, in parts of every size: the cents go with the last one. */
static void parts_of_a_line_add_up(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	for (int64_t first = 1; first < 7; first++) {
		const char *number = trade_issue(books, trade_order(books, "C-1", "BOLT:7@0.97-10% BOOK:1"));
		credited(books, (struct credit_request){ .number = number, .line = 1, .qty = units(first) });
		credited(books, (struct credit_request){ .number = number, .line = 1, .qty = ALL });
		refused(books, (struct credit_request){ .number = number, .line = 1, .qty = ALL }, ERR_CONFLICT, true, "line 1 is credited already", "");
		credited(books, (struct credit_request){ .number = number, .qty = ALL });
		nothing_is_left(books, number);
	}
}

static void units_of_a_line_stay_billed_unless_they_are_to_be_billed_again(void **state)
{
	struct books *books = *state;
	const char *issued;
	trade_set(books, "workflow.invoice_on", "order");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	const char *number = trade_issue(books, id);
	credited(books, (struct credit_request){ .number = number, .line = 1, .qty = units(3) });
	trade_number(books, "SELECT invoiced FROM order_line", 10000);
	trade_refused(books, invoice_issue(&books->core, id, &issued), ERR_CONFLICT, true, "is invoiced already", "", "SO-000001");
	credited(books, (struct credit_request){ .number = number, .line = 1, .qty = units(2), .rebill = true });
	trade_number(books, "SELECT invoiced FROM order_line", 8000);
	assert_int_equal(trade_invoice(books, trade_issue(books, id)).net.minor, 200);
}

/* 7 × 0.97 less a tenth are 6.11. Two of them credited for good and called off keep their 1.75, when the rest is billed anew, too. */
static void what_is_credited_for_good_can_be_cancelled(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	trade_set(books, "workflow.invoice_on", "order");
	struct order_id id = trade_order(books, "C-1", "BOLT:7@0.97-10%");
	const char *number = trade_issue(books, id);
	credited(books, (struct credit_request){ .number = number, .line = 1, .qty = units(2) });
	trade_refused(books, order_cancel_line(core, id, 1, units(3), "mistake", NULL), ERR_REFUSED, false, "cannot cancel line 1: it is invoiced",
		      "ordr invoice credit RE-2026-00001 --line 1 --reason CODE first", "SO-000001");
	trade_refused(books, order_cancel(core, id, "mistake", NULL), ERR_REFUSED, false, "cannot cancel: it is invoiced",
		      "ordr invoice credit RE-2026-00001 --reason CODE first", "SO-000001");
	assert_int_equal(order_cancel_line(core, id, 1, ALL, "mistake", NULL), 0);
	trade_sound(books);
	trade_number(books, "SELECT ordered - cancelled FROM order_line", 5000);
	trade_number(books, "SELECT invoiced FROM order_line", 5000);
	credited(books, (struct credit_request){ .number = number, .line = 1, .qty = ALL, .rebill = true });
	trade_number(books, "SELECT invoiced FROM order_line", 0);
	assert_int_equal(trade_invoice(books, trade_issue(books, id)).net.minor, 436);
	trade_sound(books);
	credited(books, (struct credit_request){ .number = "RE-2026-00004", .qty = ALL, .amount = "4.36" }); /* nothing is left of it */
	assert_int_equal(order_cancel(core, id, "mistake", NULL), 0);
	trade_sound(books);
	trade_number(books, "SELECT invoiced FROM order_line", 0);
	trade_number(books, "SELECT sum(credited) FROM cancellation", 7000);
	nothing_is_left(books, number);
	nothing_is_left(books, "RE-2026-00004");
}

/* 10 × 1.00, of which 8.00 were taken off the price: of seven units that go back after that no more than 2.00 are left to give. */
static void no_more_is_credited_than_is_left_after_a_price_reduction(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	const char *number = trade_issue(books, trade_order(books, "C-1", "BOLT:10 BOOK:1"));
	credited(books, (struct credit_request){ .number = number, .qty = ALL, .amount = "16.00" }); /* a half at each rate: 10.00 and 10.00 */
	struct invoice note = trade_invoice(books, credited(books, (struct credit_request){ .number = number, .line = 1, .qty = units(7) }));
	assert_int_equal(note.net.minor, 200);
	assert_int_equal(note.lines.count, 2);
	assert_int_equal(((struct invoice_line *)note.lines.items)[1].net.minor, -500);
	note = trade_invoice(books, credited(books, (struct credit_request){ .number = number, .qty = ALL }));
	nothing_is_left(books, number);
}

static void an_amount_is_shared_among_the_rates(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	const char *number = trade_issue(books, trade_order(books, "C-1", "BOLT:10 BOOK:2")); /* 10.00 at 19 %, 20.00 at 7 % */
	struct invoice note = trade_invoice(books, credited(books, (struct credit_request){ .number = number, .qty = ALL, .amount = "1.00" }));
	trade_money(note.net, "1.00");
	assert_int_equal(note.taxes.count, 2);
	const struct invoice_tax *tax = note.taxes.items;
	trade_money(tax[0].net, "0.67");
	trade_money(tax[1].net, "0.33");
	refused(books, (struct credit_request){ .number = number, .qty = ALL, .amount = "29.01" }, ERR_INVALID, false, "\"29.01\" cannot be credited",
		"a net amount of up to 29.00 EUR, which is what is left of it");
	credited(books, (struct credit_request){ .number = number, .qty = ALL });
	nothing_is_left(books, number);
}

static void what_cannot_be_taken_back_is_refused(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	const char *number = trade_issue(books, trade_order(books, "C-1", "BOLT:5"));
	refused(books, (struct credit_request){ .number = number, .line = 2, .qty = ALL }, ERR_NOT_FOUND, false, "has no line 2",
		"ordr invoice show RE-2026-00001 lists them");
	refused(books, (struct credit_request){ .number = number, .line = 1, .qty = units(6) }, ERR_INVALID, false,
		"more than is billed and not credited", "--qty of up to 5");
	refused(books, (struct credit_request){ .number = number, .line = 1, .qty = units(0) }, ERR_INVALID, false, "--qty is not above zero",
		"--qty of up to 5");
	refused(books, (struct credit_request){ .number = number, .qty = ALL, .amount = "0" }, ERR_INVALID, false, "\"0\" cannot be credited",
		"a net amount of up to 5.00 EUR, which is what is left of it");
	books_refused(books, invoice_credit(&books->core, number, "no-such", &number), ERR_INVALID, "no reason code \"no-such\"");
	trade_number(books, "SELECT count(*) FROM invoice", 1);
}

/* Random parts of random invoices, until nothing is left: a generator of its own, so that each run is the same. */
static void whatever_parts_come_to_zero(void **state)
{
	struct books *books = *state;
	uint64_t seed = 20261126;
	trade_set(books, "workflow.invoice_on", "order");
	for (int round = 0; round < 25; round++) {
		char lines[200];
		snprintf(lines, sizeof lines, "BOLT:%d@%d.%02d-%d%% ROPE:%d.%03d BOOK:%d@0.0%d", 1 + round % 9, round % 4, (round * 37) % 100, round % 11,
			 1 + round % 3, (round * 333) % 1000, 1 + round % 5, 1 + round % 9);
		const char *number = trade_issue(books, trade_order(books, "C-1", lines));
		for (int step = 0; step < 4; step++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			const char *note;
			struct credit_request request = { .number = number, .line = (int64_t)(1 + (seed >> 33) % 3), .reason = "mistake",
							  .qty = { (int64_t)(1 + (seed >> 40) % 3) * 1000 }, .rebill = (seed >> 50) % 2 };
			if ((seed >> 45) % 4 == 0)
				request = (struct credit_request){ .number = number, .qty = ALL, .amount = "0.01", .reason = "mistake" };
			if (!invoice_credit_part(&books->core, &request, &note))
				trade_sound(books);
			err_clear(&books->err);
		}
		if (strcmp(trade_invoice(books, number).status, "credited"))
			credited(books, (struct credit_request){ .number = number, .qty = ALL });
		nothing_is_left(books, number);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trade_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_of_it_is_taken_back),
		TEST(parts_of_a_line_add_up),
		TEST(units_of_a_line_stay_billed_unless_they_are_to_be_billed_again),
		TEST(what_is_credited_for_good_can_be_cancelled),
		TEST(no_more_is_credited_than_is_left_after_a_price_reduction),
		TEST(an_amount_is_shared_among_the_rates),
		TEST(what_cannot_be_taken_back_is_refused),
		TEST(whatever_parts_come_to_zero),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
