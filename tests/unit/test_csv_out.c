/* CSV as it goes out. */
#include "sample.h"

#define HEADER                                                                                                            \
	"id,customer,state,replayed,promised,sla.ship.due,sla.ship.status,sla.deliver.due,sla.deliver.status,"            \
	"slack_minutes,gross,share,ship_to.name,ship_to.city,what,note\r\n"

static void all_plain_fields_are_columns_and_objects_are_dotted(void **state)
{
	(void)state;
	struct sample samples[2];
	sample_fill(&samples[0]);
	sample_clear(&samples[1]);
	expect_print((struct out_options){ .format = OUT_CSV }, OUT_LIST, samples, 2,
		     HEADER "SO-000007,ACME,open,true,2026-11-24,2026-11-24T08:00:00Z,overdue,,,-30,-1190.00,12.5,Zoë,Köln,"
			    "\"{\"\"a\"\":1}\",\"a, \"\"b\"\"\"\r\n"
			    "SO-000007,ACME,open,false,,,,,,,,,,,,\r\n");
	expect_print((struct out_options){ .format = OUT_CSV }, OUT_REPORT, &samples[1], 1, HEADER "SO-000007,ACME,open,false,,,,,,,,,,,,\r\n");
	expect_print((struct out_options){ .format = OUT_CSV }, OUT_LIST, NULL, 0, HEADER);
}

static void lists_are_columns_when_named(void **state)
{
	(void)state;
	struct sample sample;
	sample_fill(&sample);
	sample.lines.count = 1;
	expect_print((struct out_options){ .format = OUT_CSV, .fields = "shipments,lines" }, OUT_LIST, &sample, 1,
		     "shipments,lines\r\nSH-000001 SH-000002,\"[{\"\"line\"\":1,\"\"sku\"\":\"\"A-1\"\",\"\"name\"\":\"\"Bolt\"\","
		     "\"\"qty\"\":2.5,\"\"price\"\":1190.00,\"\"discount\"\":null}]\"\r\n");
}

static void text_that_begins_like_a_formula_is_defused(void **state)
{
	(void)state;
	static const struct {
		const char *note, *cell;
	} cases[] = {
		{ "=1+1", "'=1+1" }, { "+1", "'+1" }, { "-1", "'-1" }, { "@SUM(A1)", "'@SUM(A1)" }, { "\t=1", "'\t=1" },
		{ "\r=1", "'\\x0D=1" }, { "\n=1", "\"'\n=1\"" }, { "=\"a\",b", "\"'=\"\"a\"\",b\"" }, { "a=1", "a=1" },
		{ " =1", " =1" }, { "'=1", "''=1" }, { "'a", "'a" }, { "", "" }, { "a\r\nb", "\"a\r\nb\"" }, { "a;b", "a;b" }, { "ä", "ä" },
		/* what a terminal would obey, and what would turn the line around */
		{ "\x1b[31m", "\\x1B[31m" }, { "a\xc2\x9b" "b", "a\\x9Bb" }, { "\xe2\x80\xae=1", "\\u{202E}=1" }, { "a\tb\nc", "\"a\tb\nc\"" },
		{ "a\rb", "a\\x0Db" }, { "a\xff", "a\\xFF" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample sample;
		struct str expected = { 0 };
		sample_fill(&sample);
		sample.note = cases[i].note;
		str_printf(&expected, "note,gross,slack_minutes\r\n%s,-1190.00,-30\r\n", cases[i].cell);
		expect_print((struct out_options){ .format = OUT_CSV, .fields = "note,gross,slack_minutes" }, OUT_LIST, &sample, 1,
			     expected.text);
		str_release(&expected);
	}
}

static void lists_of_text_and_raw_json_are_defused_too(void **state)
{
	(void)state;
	static const char *ids[] = { "=1", "2" };
	struct sample sample;
	sample_fill(&sample);
	sample.shipments = (struct list){ ids, 2 };
	sample.what = "-1";
	expect_print((struct out_options){ .format = OUT_CSV, .fields = "shipments,what" }, OUT_LIST, &sample, 1,
		     "shipments,what\r\n'=1 2,'-1\r\n");
}

static void a_german_spreadsheet_gets_what_it_reads(void **state)
{
	(void)state;
	struct sample sample;
	struct printer printer;
	struct out_options options = { .format = OUT_CSV, .excel_de = true, .fields = "gross,share,slack_minutes,note,what" };
	sample_fill(&sample);
	sample.note = "1.5;=2";
	sample.what = "1.5";
	expect_print(options, OUT_LIST, &sample, 1,
		     "\xef\xbb\xbfgross;share;slack_minutes;note;what\r\n-1190,00;12,5;-30;\"1.5;=2\";1.5\r\n");
	options.fields = "id";
	expect_print(options, OUT_LIST, NULL, 0, "\xef\xbb\xbfid\r\n");
	printer_init(&printer, options);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(out_begin(printer.out, &sample_schema, OUT_LIST), 0);
		assert_int_equal(out_end(printer.out), 0);
	}
	printer_expect(&printer, "\xef\xbb\xbfid\r\nid\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_plain_fields_are_columns_and_objects_are_dotted),
		cmocka_unit_test(lists_are_columns_when_named),
		cmocka_unit_test(text_that_begins_like_a_formula_is_defused),
		cmocka_unit_test(lists_of_text_and_raw_json_are_defused_too),
		cmocka_unit_test(a_german_spreadsheet_gets_what_it_reads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
