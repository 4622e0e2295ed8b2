/* Lists as tables for people. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "sample.h"

static const char wide_fields[] = "id,customer,promised,gross";

static void headings_stand_over_aligned_columns(void **state)
{
	(void)state;
	struct sample samples[2];
	sample_fill(&samples[0]);
	sample_clear(&samples[1]);
	expect_print((struct out_options){ .format = OUT_TABLE }, OUT_LIST, samples, 2,
		     "ID         CUSTOMER  STATE  PROMISED    SLA SHIP STATUS     GROSS\n"
		     "SO-000007  ACME      open   2026-11-24  overdue          -1190.00\n"
		     "SO-000007  ACME      open\n");
}

static void what_a_terminal_would_obey_is_made_visible(void **state)
{
	(void)state;
	static const struct {
		const char *note, *cell;
	} cases[] = {
		{ "\033[31mred\033[0m", "\\x1B[31mred\\x1B[0m" },
		{ "a\nb\tc\rd", "a\\nb\\tc\\x0Dd" },
		{ "\xe2\x80\xaegpj.exe", "\\u{202E}gpj.exe" },
		{ "\xff\xfe", "\\xFF\\xFE" },
		{ "\xc2\x9b" "2J", "\\x9B2J" },
		{ "\xcd\xb8", "\\xCD\\xB8" }, /* no character has this number */
		{ "\\x41", "\\x41" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample sample;
		struct str expected = { 0 };
		sample_clear(&sample);
		sample.note = cases[i].note;
		str_printf(&expected, "NOTE%*s  ID\n%s  SO-000007\n", (int)strlen(cases[i].cell) - 4, "", cases[i].cell);
		expect_print((struct out_options){ .format = OUT_TABLE, .fields = "note,id" }, OUT_LIST, &sample, 1, expected.text);
		str_release(&expected);
	}
}

static void wide_and_combining_characters_keep_the_columns(void **state)
{
	(void)state;
	struct sample samples[4];
	static const char *const names[] = { "日本語", "Cafe\xcc\x81", "Zoë", "abcdef" };
	for (size_t i = 0; i < 4; i++) {
		sample_clear(&samples[i]);
		samples[i].customer = names[i];
	}
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "customer,id" }, OUT_LIST, samples, 4,
		     "CUSTOMER  ID\n"
		     "日本語    SO-000007\n"
		     "Cafe\xcc\x81      SO-000007\n"
		     "Zoë       SO-000007\n"
		     "abcdef    SO-000007\n");
}

/* The column marked late goes first, then the wide one is cut, and never inside a character. */
static void a_narrow_terminal_drops_late_columns_and_cuts_wide_ones(void **state)
{
	(void)state;
	static const struct {
		int width;
		const char *text;
	} cases[] = {
		{ 65, "ID         CUSTOMER                             PROMISED    GROSS\n"
		      "SO-000007  Ein langer Name 日本語の会社名 GmbH  2026-11-24\n" },
		{ 60, "ID         CUSTOMER                        PROMISED    GROSS\n"
		      "SO-000007  Ein langer Name 日本語の会社…   2026-11-24\n" },
		{ 54, "ID         CUSTOMER                  PROMISED    GROSS\n"
		      "SO-000007  Ein langer Name 日本語…   2026-11-24\n" },
		{ 53, "ID         CUSTOMER                             GROSS\n"
		      "SO-000007  Ein langer Name 日本語の会社名 GmbH\n" },
		{ 40, "ID         CUSTOMER                GROSS\n"
		      "SO-000007  Ein langer Name 日本…\n" },
		{ 39, "ID         CUSTOMER               GROSS\n"
		      "SO-000007  Ein langer Name 日本…\n" },
		{ 38, "ID         CUSTOMER              GROSS\n"
		      "SO-000007  Ein langer Name 日…\n" },
		{ 26, "ID         CUSTOMER  GROSS\n"
		      "SO-000007  Ein lan…\n" },
		{ 25, "ID         CUSTOMER\n"
		      "SO-000007  Ein langer Na…\n" },
		{ 10, "ID         CUSTOMER\n"
		      "SO-000007  Ein lan…\n" },
	};
	struct sample sample;
	struct field fields[5] = { { 0 } };
	const struct schema schema = { .name = "ordr.sample/1", .fields = fields, .size = sizeof sample };
	static const char *const names[] = { "id", "customer", "promised", "gross" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		fields[i] = *field_find(sample_schema.fields, names[i], NULL);
	sample_clear(&sample);
	sample.customer = "Ein langer Name 日本語の会社名 GmbH";
	sample.promised = date_make(2026, 11, 24);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct printer printer;
		printer_init(&printer, (struct out_options){ .format = OUT_TABLE, .terminal = true, .width = cases[i].width });
		assert_int_equal(out_begin(printer.out, &schema, OUT_LIST), 0);
		assert_int_equal(out_record(printer.out, &sample), 0);
		assert_int_equal(out_end(printer.out), 0);
		printer_expect(&printer, cases[i].text);
	}
	/* What was asked for by name stays. */
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = wide_fields, .terminal = true, .width = 10 }, OUT_LIST, &sample, 1,
		     "ID         CUSTOMER  PROMISED    GROSS\n"
		     "SO-000007  Ein lan…  2026-11-24\n");
}

/* At last headings take two lines, where that makes a column narrower. */
static void a_terminal_too_narrow_for_the_headings_has_them_folded(void **state)
{
	(void)state;
	static const struct {
		int width;
		const char *text;
	} cases[] = {
		{ 38, "ID         SLA SHIP STATUS     GROSS\n"
		      "SO-000007  overdue          -1190.00\n" },
		{ 35, "           SLA SHIP\n"
		      "ID         STATUS       GROSS\n"
		      "SO-000007  overdue   -1190.00\n" },
		{ 10, "           SLA SHIP\n"
		      "ID         STATUS       GROSS\n"
		      "SO-000007  overdue   -1190.00\n" },
	};
	struct sample sample;
	sample_fill(&sample);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_print((struct out_options){ .format = OUT_TABLE, .fields = "id,sla.ship.status,gross", .terminal = true, .width = cases[i].width },
			     OUT_LIST, &sample, 1, cases[i].text);
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "id,gross", .terminal = true, .width = 10 }, OUT_LIST, &sample, 1,
		     "ID            GROSS\n"
		     "SO-000007  -1190.00\n");
}

static void into_a_pipe_nothing_is_cut(void **state)
{
	(void)state;
	struct sample sample;
	sample_clear(&sample);
	sample.customer = "Ein langer Name";
	static const char text[] = "ID         CUSTOMER         PROMISED  GROSS\nSO-000007  Ein langer Name\n";
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = wide_fields, .width = 10 }, OUT_LIST, &sample, 1, text);
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = wide_fields, .terminal = true }, OUT_LIST, &sample, 1, text);
}

/* What was printed, line after line. */
static char *next_line(char **at)
{
	char *line = *at;
	char *end = strchr(line, '\n');
	assert_non_null(end);
	*end = '\0';
	*at = end + 1;
	return line;
}

static void a_long_list_has_one_heading_and_columns_that_stay(void **state)
{
	(void)state;
	struct printer printer;
	struct sample sample;
	sample_clear(&sample);
	printer_init(&printer, (struct out_options){ .format = OUT_TABLE, .fields = "customer,id", .terminal = true, .width = 40 });
	assert_int_equal(out_begin(printer.out, &sample_schema, OUT_LIST), 0);
	for (int i = 0; i < 1201; i++) {
		sample.id.number = i + 1;
		sample.customer = i == 3 ? "Customer 12345" : i == 700 ? "A name that is longer than any before" : "C";
		assert_int_equal(out_record(printer.out, &sample), 0);
	}
	fflush(printer.stream);
	assert_non_null(strstr(printer.text, "SO-000500")); /* the first rows are there before the last is known */
	assert_int_equal(out_end(printer.out), 0);
	assert_int_equal(sink_flush(&printer.sink), 0);
	char *at = printer.text;
	assert_string_equal(next_line(&at), "CUSTOMER        ID");
	for (int i = 0; i < 1201; i++) {
		char expected[64];
		snprintf(expected, sizeof expected, "%-*s  SO-%06d", i < 500 ? 14 : 29,
			 i == 3	    ? "Customer 12345"
			 : i == 700 ? "A name that is longer than…"
				    : "C",
			 i + 1);
		char *line = next_line(&at);
		if (i != 700) /* its ellipsis has more bytes than columns */
			assert_string_equal(line, expected);
		else
			assert_string_equal(line, "A name that is longer than a…  SO-000701");
	}
	assert_string_equal(at, "");
	printer_release(&printer);
}

static void colour_is_for_headings_and_statuses_alone(void **state)
{
	(void)state;
	struct sample samples[2];
	sample_clear(&samples[0]);
	sample_clear(&samples[1]);
	samples[0].state = "overdue";
	samples[1].state = "met";
	samples[0].customer = samples[1].customer = "overdue";
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "customer,state", .color = true }, OUT_LIST, samples, 2,
		     "\033[1mCUSTOMER\033[0m  \033[1mSTATE\033[0m\n"
		     "overdue   \033[31moverdue\033[0m\n"
		     "overdue   \033[32mmet\033[0m\n");
}

struct warning {
	int64_t count;
	bool low;
	const char *fulfilment;
};

static const struct field warning_fields[] = {
	F(struct warning, count, INTEGER, FIELD_SHOWN | FIELD_WARNS, "how many"),
	F(struct warning, low, BOOL, FIELD_SHOWN | FIELD_WARNS, "is it low?"),
	F(struct warning, fulfilment, TEXT, FIELD_SHOWN, "how far it is"),
	FIELD_END,
};
static const struct schema warning_schema = { .name = "ordr.warning/1", .fields = warning_fields, .size = sizeof(struct warning) };

/* The words and numbers say it already. */
static void what_warns_has_a_colour_where_it_is(void **state)
{
	static const struct warning warnings[] = { { 12, true, "backordered" }, { 0, false, "none" }, { -3, false, NULL }, { NONE, false, NULL } };
	struct printer printer;
	(void)state;
	printer_init(&printer, (struct out_options){ .format = OUT_TABLE, .color = true });
	assert_int_equal(out_begin(printer.out, &warning_schema, OUT_LIST), 0);
	for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++)
		assert_int_equal(out_record(printer.out, &warnings[i]), 0);
	assert_int_equal(out_end(printer.out), 0);
	printer_expect(&printer, "\033[1mCOUNT\033[0m  \033[1mLOW\033[0m  \033[1mFULFILMENT\033[0m\n"
				 "\033[33m   12\033[0m  \033[33myes\033[0m  \033[33mbackordered\033[0m\n"
				 "    0       none\n"
				 "   -3\n"
				 "\n");
}

/* Whoever runs it, in whatever locale: cmocka's main has set none, and widths were right above. */
static void the_locale_of_the_caller_stays(void **state)
{
	(void)state;
	locale_t before = uselocale((locale_t)0);
	struct sample sample;
	sample_clear(&sample);
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "id" }, OUT_LIST, &sample, 1, "ID\nSO-000007\n");
	assert_true(uselocale((locale_t)0) == before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_stand_over_aligned_columns),
		cmocka_unit_test(what_a_terminal_would_obey_is_made_visible),
		cmocka_unit_test(wide_and_combining_characters_keep_the_columns),
		cmocka_unit_test(a_narrow_terminal_drops_late_columns_and_cuts_wide_ones),
		cmocka_unit_test(a_terminal_too_narrow_for_the_headings_has_them_folded),
		cmocka_unit_test(into_a_pipe_nothing_is_cut),
		cmocka_unit_test(a_long_list_has_one_heading_and_columns_that_stay),
		cmocka_unit_test(colour_is_for_headings_and_statuses_alone),
		cmocka_unit_test(what_warns_has_a_colour_where_it_is),
		cmocka_unit_test(the_locale_of_the_caller_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
