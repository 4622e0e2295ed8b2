/* What invoices come to: parts of lines, VAT, to the cent. */
#include "ordr/invoice.h"
#include "trade.h"

static void parts_of_a_line_add_up_to_it(void **state)
{
	const char *number;
	static const struct {
		const char *line;
		const char *nets[3], *discounts[3];
	} cases[] = {
		{ "BOLT:3@3.34-0.02", { "3.33", "3.34", "3.33" }, { "0.01", "0.00", "0.01" } },
		{ "BOLT:3@3.33", { "3.33", "3.33", "3.33" }, { "0.00", "0.00", "0.00" } },
		{ "BOLT:3@0.05-0.01", { "0.05", "0.04", "0.05" }, { "0.00", "0.01", "0.00" } },
		{ "BOLT:3@0.01-100%", { "0.00", "0.00", "0.00" }, { "0.01", "0.01", "0.01" } },
	};
	struct books *books = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct order_id id = trade_order(books, "C-1", cases[i].line);
		for (size_t part = 0; part < 3; part++) {
			trade_receive(books, "BOLT", "MAIN", "1");
			trade_ship(books, id);
			struct invoice invoice = trade_invoice(books, trade_issue(books, id));
			const struct invoice_line *line = invoice.lines.items;
			assert_int_equal(line->qty.thousandths, 1000);
			trade_money(line->net, cases[i].nets[part]);
			trade_money(line->discount, cases[i].discounts[part]);
			assert_int_equal(line->net.minor, line->price.units / PRICE_UNITS - line->discount.minor);
			assert_int_equal(invoice.shipment.number, (int64_t)(3 * i + part + 1));
		}
		assert_int_equal(invoice_issue(&books->core, id, &number), -1);
		assert_true(books->err.already);
	}
}

static void fractions_of_a_line_add_up_to_it(void **state)
{
	struct books *books = *state;
	struct order_id id = trade_order(books, "C-1", "ROPE:1.001-0.10");
	static const char *const parts[] = { "0.333", "0.167", "0.001", "0.5" };
	for (size_t i = 0; i < 4; i++) {
		trade_receive(books, "ROPE", "MAIN", parts[i]);
		trade_ship(books, id);
		trade_issue(books, id);
	}
	trade_number(books, "SELECT sum(net) FROM invoice_line", 23);
	trade_number(books, "SELECT sum(discount) FROM invoice_line", 10);
	trade_number(books, "SELECT count(*) FROM invoice_line WHERE net < 0 OR discount < 0", 0);
}

static void what_is_cancelled_keeps_its_share(void **state)
{
	const char *number;
	struct books *books = *state;
	trade_set(books, "workflow.shortage", "partial");
	trade_receive(books, "BOLT", "MAIN", "2");
	struct order_id id = trade_order(books, "C-1", "BOLT:3@1.00-1.00");
	trade_ship(books, id);
	struct invoice invoice = trade_invoice(books, trade_issue(books, id));
	trade_money(invoice.net, "1.33");
	trade_money(((const struct invoice_line *)invoice.lines.items)->discount, "0.67");
	assert_int_equal(invoice_issue(&books->core, id, &number), -1);
	assert_true(books->err.already);
}

static void vat_is_rounded_once_for_each_category_and_rate(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	/* Line by line 19 % of 0.13 is 0.02 each; of the sum 0.39 it is 0.0741. 7 % of 0.50 is 0.035. */
	struct order_id id = trade_order(books, "C-1", "BOLT:1@0.13 NUT:1@0.13 BOLT:1@0.13 BOOK:1@0.50");
	struct invoice invoice = trade_invoice(books, trade_issue(books, id));
	const struct invoice_tax *taxes = invoice.taxes.items;
	assert_int_equal(invoice.taxes.count, 2);
	trade_money(taxes[0].tax, "0.04");
	trade_money(taxes[1].net, "0.39");
	trade_money(taxes[1].tax, "0.07");
	trade_money(invoice.tax, "0.11");
	trade_number(books, "SELECT i.gross - o.gross FROM invoice i JOIN orders o ON o.id = i.order_id", 0);
	assert_int_equal(invoice.shipment.number, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trade_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(parts_of_a_line_add_up_to_it),
		TEST(fractions_of_a_line_add_up_to_it),
		TEST(what_is_cancelled_keeps_its_share),
		TEST(vat_is_rounded_once_for_each_category_and_rate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
