/* Records as cards for people. */
#include <stdlib.h>
#include <string.h>

#include "sample.h"

static void facts_stand_below_each_other_and_lists_below_them(void **state)
{
	(void)state;
	struct sample samples[2];
	sample_fill(&samples[0]);
	sample_clear(&samples[1]);
	expect_print((struct out_options){ .format = OUT_TABLE }, OUT_CARDS, samples, 2,
		     "ID              SO-000007\n"
		     "Customer        ACME\n"
		     "State           open\n"
		     "Replayed        yes\n"
		     "Promised        2026-11-24\n"
		     "SLA\n"
		     "  Ship          due 2026-11-24 08:00, status overdue\n"
		     "Slack minutes   -30\n"
		     "Gross           -1190.00\n"
		     "Share           12.5\n"
		     "Ship to\n"
		     "  Name          Zoë\n"
		     "  City          Köln\n"
		     "What            {\"a\":1}\n"
		     "Note            a, \"b\"\n"
		     "Shipments       SH-000001 SH-000002\n"
		     "\n"
		     "Lines\n"
		     "  LINE  SKU  NAME  QTY    PRICE\n"
		     "     1  A-1  Bolt  2.5  1190.00\n"
		     "     2  A-2  Nut    10     0.05\n"
		     "\n"
		     "ID         SO-000007\n"
		     "Customer   ACME\n"
		     "State      open\n");
	expect_print((struct out_options){ .format = OUT_TABLE }, OUT_REPORT, &samples[1], 1,
		     "ID         SO-000007\nCustomer   ACME\nState      open\n");
}

static void nothing_in_a_card_is_obeyed(void **state)
{
	(void)state;
	struct sample sample;
	sample_clear(&sample);
	sample.note = "\033]0;title\007\n\xe2\x80\xae";
	sample.ship_to.name = "\x9b" "2J";
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "note,ship_to" }, OUT_CARDS, &sample, 1,
		     "Note      \\x1B]0;title\\x07\\n\\u{202E}\nShip to\n  Name    \\x9B2J\n");
}

static void long_texts_are_folded_on_a_terminal_only(void **state)
{
	(void)state;
	struct sample sample;
	sample_clear(&sample);
	sample.note = "The bell is hard to hear, ring 日本語の会社名前前前 twice";
	static const char whole[] = "Note   The bell is hard to hear, ring 日本語の会社名前前前 twice\n";
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "note", .terminal = true, .width = 28 }, OUT_CARDS, &sample, 1,
		     "Note   The bell is hard to\n"
		     "       hear, ring\n"
		     "       日本語の会社名前前前\n"
		     "       twice\n");
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "note", .terminal = true, .width = 20 }, OUT_CARDS, &sample, 1,
		     whole);
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "note", .width = 28 }, OUT_CARDS, &sample, 1, whole);
	sample.note = "012345678901234567890123456789";
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "note", .terminal = true, .width = 28 }, OUT_CARDS, &sample, 1,
		     "Note   012345678901234567890\n       123456789\n");
}

static void a_table_within_a_card_fits_the_terminal(void **state)
{
	(void)state;
	struct sample sample;
	struct sample_line line = { 1, "A-1", "A bolt that is longer", { 1000 }, price_make(100 * PRICE_UNITS, "EUR"), money_make(5, "EUR") };
	sample_clear(&sample);
	sample.lines = (struct list){ &line, 1 };
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "lines", .terminal = true, .width = 40 }, OUT_CARDS, &sample, 1,
		     "\nLines\n  LINE  SKU  NAME             QTY  PRICE\n     1  A-1  A bolt that is…    1   1.00\n");
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "lines", .terminal = true, .width = 60 }, OUT_CARDS, &sample, 1,
		     "\nLines\n  LINE  SKU  NAME                   QTY  PRICE  DISCOUNT\n"
		     "     1  A-1  A bolt that is longer    1   1.00      0.05\n");
}

static void names_are_bold_and_statuses_coloured(void **state)
{
	(void)state;
	struct sample sample;
	sample_fill(&sample);
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "customer,sla", .color = true }, OUT_CARDS, &sample, 1,
		     "\033[1mCustomer\033[0m   ACME\n\033[1mSLA\033[0m\n"
		     "  \033[1mShip\033[0m     due 2026-11-24 08:00, status \033[31moverdue\033[0m\n");
}

static void a_list_of_nothing_but_absent_facts_prints_no_columns(void **state)
{
	(void)state;
	struct sample sample;
	struct sample_line line = { NONE, NULL, NULL, { NONE }, price_make(NONE, "EUR"), money_make(NONE, "EUR") };
	sample_clear(&sample);
	sample.lines = (struct list){ &line, 1 };
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "id,lines" }, OUT_CARDS, &sample, 1,
		     "ID   SO-000007\n\nLines\n");
}

struct inner {
	const char *sku;
	struct quantity qty;
};
struct outer {
	const char *package;
	struct list lines;
};
struct parcels {
	struct list packages;
};

static void lists_within_a_list_are_written_in_one_cell(void **state)
{
	(void)state;
	static const struct field inner_fields[] = { F(struct inner, sku, TEXT, 0, ""), F(struct inner, qty, QUANTITY, 0, ""), FIELD_END };
	static const struct field outer_fields[] = { F(struct outer, package, TEXT, 0, ""),
						     F_LIST(struct outer, lines, struct inner, inner_fields, 0, ""), FIELD_END };
	static const struct field fields[] = { F_LIST(struct parcels, packages, struct outer, outer_fields, 0, ""), FIELD_END };
	const struct schema schema = { .name = "ordr.parcels/1", .title = "Parcels.", .fields = fields, .size = sizeof(struct parcels) };
	struct inner inner[] = { { "A-1", { 3000 } }, { "A-2", { NONE } }, { NULL, { 5000 } } };
	struct outer outer[] = { { "1", { inner, 3 } }, { "2", { NULL, 0 } } };
	struct parcels parcels = { { outer, 2 } };
	struct printer printer;
	printer_init(&printer, (struct out_options){ .format = OUT_TABLE });
	assert_int_equal(out_begin(printer.out, &schema, OUT_REPORT), 0);
	assert_int_equal(out_record(printer.out, &parcels), 0);
	assert_int_equal(out_end(printer.out), 0);
	printer_expect(&printer, "\nPackages\n  PACKAGE  LINES\n  1        A-1 3, A-2, 5\n  2\n");
}

struct week {
	int64_t orders;
};

static const struct field week_fields[] = { F(struct week, orders, INTEGER, FIELD_SHOWN | FIELD_PLOT, "orders"), FIELD_END };

struct course {
	struct list weeks;
};

static void expect_schema(const struct schema *schema, const void *record, const char *text)
{
	struct printer printer;
	printer_init(&printer, (struct out_options){ .format = OUT_TABLE });
	assert_int_equal(out_begin(printer.out, schema, OUT_REPORT), 0);
	assert_int_equal(out_record(printer.out, record), 0);
	assert_int_equal(out_end(printer.out), 0);
	printer_expect(&printer, text);
}

static void values_in_order_are_a_line_of_blocks(void **state)
{
	static const struct field fields[] = { F_LIST(struct course, weeks, struct week, week_fields, FIELD_SHOWN | FIELD_SPARK, "by week"), FIELD_END };
	static const struct schema schema = { .name = "test.course/1", .fields = fields, .size = sizeof(struct course) };
	struct week weeks[] = { { 0 }, { 7 }, { 14 } };
	const struct course course = { { weeks, 3 } };
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	expect_schema(&schema, &course, "Weeks   ▁▄█  14\n");
	setenv("LC_ALL", "C", 1);
	expect_schema(&schema, &course, "Weeks   _-#  14\n");
	unsetenv("LC_ALL");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_in_order_are_a_line_of_blocks),
		cmocka_unit_test(facts_stand_below_each_other_and_lists_below_them),
		cmocka_unit_test(nothing_in_a_card_is_obeyed),
		cmocka_unit_test(long_texts_are_folded_on_a_terminal_only),
		cmocka_unit_test(a_table_within_a_card_fits_the_terminal),
		cmocka_unit_test(names_are_bold_and_statuses_coloured),
		cmocka_unit_test(a_list_of_nothing_but_absent_facts_prints_no_columns),
		cmocka_unit_test(lists_within_a_list_are_written_in_one_cell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
