/* The front: formats, the choice of fields, errors; and JSON. */
#include <stdlib.h>
#include <string.h>

#include "sample.h"

#define WHOLE                                                                                                            \
	"{\"schema\":\"ordr.sample/1\",\"id\":\"SO-000007\",\"customer\":\"ACME\",\"state\":\"open\",\"replayed\":true,"    \
	"\"promised\":\"2026-11-24\",\"sla\":{\"ship\":{\"due\":\"2026-11-24T08:00:00Z\",\"status\":\"overdue\"},"           \
	"\"deliver\":{\"due\":null,\"status\":null}},\"slack_minutes\":-30,\"gross\":-1190.00,\"share\":12.5,"              \
	"\"ship_to\":{\"name\":\"Zoë\",\"city\":\"Köln\"},\"what\":{\"a\":1},\"note\":\"a, \\\"b\\\"\","                      \
	"\"lines\":[{\"line\":1,\"sku\":\"A-1\",\"name\":\"Bolt\",\"qty\":2.5,\"price\":1190.00,\"discount\":null},"         \
	"{\"line\":2,\"sku\":\"A-2\",\"name\":\"Nut\",\"qty\":10,\"price\":0.05,\"discount\":null}],"                      \
	"\"shipments\":[\"SH-000001\",\"SH-000002\"]}"

static void json_is_an_array_for_records_and_an_object_for_a_report(void **state)
{
	(void)state;
	struct sample samples[2];
	sample_fill(&samples[0]);
	sample_fill(&samples[1]);
	expect_print((struct out_options){ .format = OUT_JSON }, OUT_LIST, samples, 2, "[\n" WHOLE ",\n" WHOLE "\n]\n");
	expect_print((struct out_options){ .format = OUT_JSON }, OUT_CARDS, samples, 1, "[\n" WHOLE "\n]\n");
	expect_print((struct out_options){ .format = OUT_JSON }, OUT_REPORT, samples, 1, WHOLE "\n");
	expect_print((struct out_options){ .format = OUT_JSONL }, OUT_LIST, samples, 2, WHOLE "\n" WHOLE "\n");
	expect_print((struct out_options){ .format = OUT_JSONL }, OUT_REPORT, samples, 1, WHOLE "\n");
}

static void nothing_is_an_empty_array_a_header_or_nothing(void **state)
{
	(void)state;
	expect_print((struct out_options){ .format = OUT_JSON }, OUT_LIST, NULL, 0, "[]\n");
	expect_print((struct out_options){ .format = OUT_JSON }, OUT_CARDS, NULL, 0, "[]\n");
	expect_print((struct out_options){ .format = OUT_JSONL }, OUT_LIST, NULL, 0, "");
	expect_print((struct out_options){ .format = OUT_TABLE }, OUT_LIST, NULL, 0, "");
	expect_print((struct out_options){ .format = OUT_TABLE }, OUT_CARDS, NULL, 0, "");
	expect_print((struct out_options){ .format = OUT_CSV, .fields = "id,state" }, OUT_LIST, NULL, 0, "id,state\r\n");
}

static void a_run_that_fails_before_its_first_record_prints_nothing(void **state)
{
	(void)state;
	for (int format = OUT_TABLE; format <= OUT_CSV; format++) {
		struct printer printer;
		printer_init(&printer, (struct out_options){ .format = (enum out_format)format });
		assert_int_equal(out_begin(printer.out, &sample_schema, OUT_LIST), 0);
		printer_expect(&printer, "");
	}
}

static void fields_rule_every_format_in_their_order(void **state)
{
	(void)state;
	const char *fields = "ship_to.city, id,sla.ship.due,ship_to.name";
	struct sample sample;
	sample_fill(&sample);
	expect_print((struct out_options){ .format = OUT_JSONL, .fields = fields }, OUT_LIST, &sample, 1,
		     "{\"schema\":\"ordr.sample/1\",\"ship_to\":{\"city\":\"Köln\",\"name\":\"Zoë\"},\"id\":\"SO-000007\","
		     "\"sla\":{\"ship\":{\"due\":\"2026-11-24T08:00:00Z\"}}}\n");
	expect_print((struct out_options){ .format = OUT_CSV, .fields = fields }, OUT_LIST, &sample, 1,
		     "ship_to.city,id,sla.ship.due,ship_to.name\r\nKöln,SO-000007,2026-11-24T08:00:00Z,Zoë\r\n");
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = fields }, OUT_LIST, &sample, 1,
		     "SHIP TO CITY  ID         SLA SHIP DUE      SHIP TO NAME\n"
		     "Köln          SO-000007  2026-11-24 08:00  Zoë\n");
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "shipments,ship_to" }, OUT_CARDS, &sample, 1,
		     "Shipments   SH-000001 SH-000002\nShip to\n  Name      Zoë\n  City      Köln\n");
	expect_print((struct out_options){ .format = OUT_JSON, .fields = "sla,shipments" }, OUT_REPORT, &sample, 1,
		     "{\"schema\":\"ordr.sample/1\",\"sla\":{\"ship\":{\"due\":\"2026-11-24T08:00:00Z\",\"status\":\"overdue\"},"
		     "\"deliver\":{\"due\":null,\"status\":null}},\"shipments\":[\"SH-000001\",\"SH-000002\"]}\n");
	expect_print((struct out_options){ .format = OUT_TABLE, .fields = "lines,shipments" }, OUT_LIST, &sample, 1,
		     "LINES                                      SHIPMENTS\n"
		     "1 A-1 Bolt 2.5 1190.00, 2 A-2 Nut 10 0.05  SH-000001 SH-000002\n");
}

static void a_field_that_is_not_there_is_refused_with_those_that_are(void **state)
{
	(void)state;
#define ALL "the fields are: id customer state replayed promised sla slack_minutes gross share ship_to what note lines shipments"
	static const struct {
		const char *fields, *message, *hint;
	} cases[] = {
		{ "id,costumer", "ordr.sample/1 has no field \"costumer\"", "did you mean customer? " ALL },
		{ "city", "ordr.sample/1 has no field \"city\"", "did you mean ship_to.city? " ALL },
		{ "due", "ordr.sample/1 has no field \"due\"", "did you mean sla.ship.due? " ALL },
		{ "zzz", "ordr.sample/1 has no field \"zzz\"", ALL },
		{ "sla.ship.zzz", "ordr.sample/1 has no field \"sla.ship.zzz\"", "the fields are: sla.ship.due sla.ship.status" },
		{ "lines.sku", "ordr.sample/1 has no field \"lines.sku\"", "a list is taken whole: --fields lines" },
		{ "id.x", "ordr.sample/1 has no field \"id.x\"", ALL },
		{ "ship_to.", "ordr.sample/1 has no field \"ship_to.\"", "the fields are: ship_to.name ship_to.city" },
		{ "\033[2J", "ordr.sample/1 has no field \"\\x1B[2J\"", ALL },
		{ "", "--fields holds an empty name", ALL },
		{ "id,", "--fields holds an empty name", ALL },
		{ "id, ,state", "--fields holds an empty name", ALL },
		{ "id,state,id", "--fields names id twice", "" },
		{ "ship_to.city,ship_to", "--fields names ship_to.city twice", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int format = OUT_TABLE; format <= OUT_CSV; format++) {
			struct printer printer;
			printer_init(&printer, (struct out_options){ .format = (enum out_format)format, .fields = cases[i].fields });
			assert_int_equal(out_begin(printer.out, &sample_schema, OUT_LIST), -1);
			assert_int_equal(printer.err.code, ERR_USAGE);
			assert_string_equal(printer.err.message, cases[i].message);
			assert_string_equal(printer.err.hint, cases[i].hint);
			printer_expect(&printer, "");
		}
}

static void more_fields_than_a_hint_holds_end_in_an_ellipsis(void **state)
{
	(void)state;
	struct printer printer;
	struct field many[60];
	char names[60][16];
	memset(many, 0, sizeof many);
	for (int i = 0; i < 59; i++) {
		snprintf(names[i], sizeof names[i], "field_%d", i);
		many[i] = (struct field){ .name = names[i], .type = FIELD_TEXT };
	}
	const struct schema schema = { .name = "ordr.many/1", .title = "Many.", .fields = many };
	printer_init(&printer, (struct out_options){ .format = OUT_JSON, .fields = "x" });
	assert_int_equal(out_begin(printer.out, &schema, OUT_LIST), -1);
	assert_string_equal(printer.err.hint, "the fields are: field_0 field_1 field_2 field_3 field_4 field_5 field_6 field_7 field_8 field_9 "
					      "field_10 field_11 field_12 field_13 field_14 field_15 field_16 field_17 field_18 field_19 field_20 …");
	printer_expect(&printer, "");
}

static void a_command_can_ask_what_will_be_printed(void **state)
{
	(void)state;
	static const struct {
		enum out_format format;
		enum out_shape shape;
		const char *fields, *field;
		bool wanted;
	} cases[] = {
		{ OUT_JSON, OUT_LIST, NULL, "lines", true },   { OUT_JSONL, OUT_LIST, "id", "lines", false },
		{ OUT_JSON, OUT_LIST, "lines", "lines", true }, { OUT_TABLE, OUT_LIST, NULL, "lines", false },
		{ OUT_TABLE, OUT_LIST, NULL, "gross", true },  { OUT_TABLE, OUT_LIST, NULL, "share", false },
		{ OUT_TABLE, OUT_CARDS, NULL, "lines", true }, { OUT_CSV, OUT_LIST, NULL, "lines", false },
		{ OUT_CSV, OUT_LIST, NULL, "shipments", false }, { OUT_CSV, OUT_LIST, NULL, "share", true },
		{ OUT_CSV, OUT_LIST, "shipments", "shipments", true }, { OUT_JSON, OUT_LIST, "sla.ship.due", "sla", true },
		{ OUT_JSON, OUT_LIST, "sla.ship.due", "sla.deliver", false },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct printer printer;
		printer_init(&printer, (struct out_options){ .format = cases[i].format, .fields = cases[i].fields });
		assert_int_equal(out_begin(printer.out, &sample_schema, cases[i].shape), 0);
		assert_int_equal(out_wants(printer.out, cases[i].field), cases[i].wanted);
		printer_release(&printer);
	}
}

static void one_writer_prints_several_lists(void **state)
{
	(void)state;
	struct printer printer;
	struct sample sample;
	sample_clear(&sample);
	printer_init(&printer, (struct out_options){ .format = OUT_TABLE, .fields = "id" });
	for (int i = 0; i < 2; i++) {
		assert_int_equal(out_begin(printer.out, &sample_schema, OUT_LIST), 0);
		assert_int_equal(out_record(printer.out, &sample), 0);
		assert_int_equal(out_end(printer.out), 0);
	}
	printer_expect(&printer, "ID\nSO-000007\nID\nSO-000007\n");
}

static void lines_are_for_people_alone_and_texts_what_they_are(void **state)
{
	(void)state;
	static const char *const expected[] = { [OUT_TABLE] = "SO-1 \\x1B[2J\\n\nHelp\n", [OUT_JSON] = "Help\n", [OUT_JSONL] = "Help\n",
						[OUT_CSV] = "Help\n" };
	for (int format = OUT_TABLE; format <= OUT_CSV; format++) {
		struct printer printer;
		printer_init(&printer, (struct out_options){ .format = (enum out_format)format, .terminal = true });
		assert_int_equal(out_format(printer.out), format);
		assert_true(out_terminal(printer.out));
		assert_int_equal(out_line(printer.out, "SO-1 \033[2J\n"), 0);
		assert_int_equal(out_text(printer.out, "Help\n"), 0);
		printer_expect(&printer, expected[format]);
	}
}

static void a_full_disk_stops_every_format(void **state)
{
	(void)state;
	struct sample sample;
	sample_fill(&sample);
	for (int format = OUT_TABLE; format <= OUT_CSV; format++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct sink sink;
		struct out_options options = { .format = (enum out_format)format };
		FILE *full = fopen("/dev/full", "w");
		int result = 0;
		sink_init(&sink, full, false, &err);
		struct out *out = out_new(&arena, &sink, &options, &err);
		assert_int_equal(out_begin(out, &sample_schema, OUT_LIST), 0);
		for (int i = 0; i < 10000 && !result; i++)
			result = out_record(out, &sample);
		assert_int_equal(result, -1);
		assert_int_equal(err.code, ERR_FAILED);
		assert_string_equal(err.message, "cannot write standard output: No space left on device");
		out_release(out);
		sink_release(&sink);
		fclose(full);
		arena_release(&arena);
	}
}

static void a_hundred_thousand_records_need_the_memory_of_a_few(void **state)
{
	(void)state;
	struct sample sample;
	sample_fill(&sample);
	for (int format = OUT_TABLE; format <= OUT_CSV; format++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct sink sink;
		struct out_options options = { .format = (enum out_format)format };
		FILE *nowhere = fopen("/dev/null", "w");
		sink_init(&sink, nowhere, false, &err);
		struct out *out = out_new(&arena, &sink, &options, &err);
		assert_int_equal(out_begin(out, &sample_schema, OUT_LIST), 0);
		struct arena_mark mark = arena_mark(&arena);
		for (int i = 0; i < 100000; i++) {
			sample.id.number = i + 1;
			assert_int_equal(out_record(out, &sample), 0);
		}
		assert_ptr_equal(arena_mark(&arena).block, mark.block);
		assert_int_equal(arena_mark(&arena).used, mark.used);
		assert_int_equal(out_end(out), 0);
		assert_int_equal(arena_mark(&arena).used, mark.used);
		sink_release(&sink);
		fclose(nowhere);
		arena_release(&arena);
	}
}

static void errors_name_what_where_and_what_to_do(void **state)
{
	(void)state;
	struct err err;
	struct str str = { 0 };
	err_set(&err, ERR_CONFLICT, "cannot ship: not packed");
	err_hint(&err, "ordr pack SO-000123");
	err_subject(&err, "SO-000123");
	err_path(&err, "a.jsonl:7 /lines/0");
	out_error(&str, &err, false);
	assert_string_equal(str.text, "ordr: SO-000123: a.jsonl:7 /lines/0: cannot ship: not packed\nhint: ordr pack SO-000123\n");
	str_clear(&str);
	out_error(&str, &err, true);
	assert_string_equal(str.text, "{\"error\":\"conflict\",\"exit\":5,\"message\":\"cannot ship: not packed\",\"hint\":\"ordr pack SO-000123\","
				      "\"subject\":\"SO-000123\",\"path\":\"a.jsonl:7 /lines/0\"}\n");
	err_set(&err, ERR_NOT_FOUND, "no order SO-000123");
	err_subject(&err, "SO-000123");
	str_clear(&str);
	out_error(&str, &err, false);
	assert_string_equal(str.text, "ordr: no order SO-000123\n");
	err_subject(&err, "SO-00012");
	str_clear(&str);
	out_error(&str, &err, false);
	assert_string_equal(str.text, "ordr: SO-00012: no order SO-000123\n");
	err_set(&err, ERR_INVALID, "evil \033[2J\n\xff");
	str_clear(&str);
	out_error(&str, &err, false);
	assert_string_equal(str.text, "ordr: evil \\x1B[2J\\n\\xFF\n");
	str_clear(&str);
	out_error(&str, &err, true);
	assert_string_equal(str.text, "{\"error\":\"invalid\",\"exit\":7,\"message\":\"evil \\u001b[2J\\n\xef\xbf\xbd\",\"hint\":null,"
				      "\"subject\":null,\"path\":null}\n");
	str_release(&str);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_is_an_array_for_records_and_an_object_for_a_report),
		cmocka_unit_test(nothing_is_an_empty_array_a_header_or_nothing),
		cmocka_unit_test(a_run_that_fails_before_its_first_record_prints_nothing),
		cmocka_unit_test(fields_rule_every_format_in_their_order),
		cmocka_unit_test(a_field_that_is_not_there_is_refused_with_those_that_are),
		cmocka_unit_test(more_fields_than_a_hint_holds_end_in_an_ellipsis),
		cmocka_unit_test(a_command_can_ask_what_will_be_printed),
		cmocka_unit_test(one_writer_prints_several_lists),
		cmocka_unit_test(lines_are_for_people_alone_and_texts_what_they_are),
		cmocka_unit_test(a_full_disk_stops_every_format),
		cmocka_unit_test(a_hundred_thousand_records_need_the_memory_of_a_few),
		cmocka_unit_test(errors_name_what_where_and_what_to_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
