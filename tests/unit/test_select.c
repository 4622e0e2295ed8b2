/* The documents that an input names: bare words, JSON Lines, arrays, whole records of earlier commands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ordr/select.h"
#include "ordr/str.h"

static int note(void *context, const struct selected *selected)
{
	struct str *said = context;

	str_printf(said, "%s%zu %s %s", said->length ? "\n" : "", selected->line, selected->kind ? selected->kind : "-",
		   selected->id);
	if (selected->order) {
		str_printf(said, " of %s", selected->order);
	}
	return strcmp(selected->id, "STOP") == 0 ? -1 : 0;
}

/* What was selected, one a line, and the error at its end. */
static int read_all(const char *text, size_t length, struct str *said)
{
	struct input input = { .stream = tmpfile(), .name = "f" };
	struct arena arena = { 0 };
	struct err err = { 0 };
	int result;

	assert_non_null(input.stream);
	assert_int_equal(fwrite(text, 1, length, input.stream), length);
	rewind(input.stream);
	str_clear(said);
	result = select_read(&input, &arena, note, said, &err);
	if (err.code != ERR_OK) {
		assert_int_equal(result, -1);
		assert_int_equal(err.code, ERR_INVALID);
		str_printf(said, "%s%s: %s", said->length ? "\n" : "", err.path, err.message);
	}
	arena_release(&arena);
	fclose(input.stream);
	return result;
}

struct said {
	const char *text, *said;
};

static void check(const struct said *cases, size_t count, int result)
{
	struct str said = { 0 };

	for (size_t i = 0; i < count; i++) {
		assert_int_equal(read_all(cases[i].text, strlen(cases[i].text), &said), result);
		assert_string_equal(said.text ? said.text : "", cases[i].said);
	}
	str_release(&said);
}

#define CHECK(cases, result) check(cases, sizeof(cases) / sizeof *(cases), result)

static void ids_come_in_every_shape(void **state)
{
	static const struct said cases[] = {
		{ "", "" },
		{ "\n \r\n", "" },
		{ "\xEF\xBB\xBF", "" },
		{ "SO-000001", "1 - SO-000001" },
		{ "SO-000001\n\n  17 \t\r\nMy SKU\n", "1 - SO-000001\n3 - 17\n4 - My SKU" },
		{ "\xEF\xBB\xBFSO-000001\n", "1 - SO-000001" },
		{ "\"SO-000001\"\n\"SO-000002\"\n", "1 - SO-000001\n2 - SO-000002" },
		{ "[]", "" },
		{ "[\"SO-000001\",17,\n{\"id\":\"SO-000003\"}]", "1 - SO-000001\n1 - 17\n2 - SO-000003" },
		{ "{\"schema\":\"ordr.order/1\",\"id\":\"SO-000001\",\"lines\":[{\"sku\":\"P\"}]}\n",
		  "1 order SO-000001" },
		{ "{\"schema\":\"ordr.shipment/1\",\"id\":\"SH-000001\",\"order\":\"SO-000001\"}",
		  "1 shipment SH-000001 of SO-000001" },
		{ "{\"schema\":\"ordr.product/"
		  "1\",\"sku\":\"P\",\"name\":\"Pump\"}{\"code\":\"ACME\",\"name\":\"Acme\"}",
		  "1 product P\n1 - ACME" },
		{ "{\"schema\":\"other/1\",\"id\":5,\"order\":null}", "1 - 5" },
		{ "{\"schema\":7,\"id\":null,\"name\":\"n\"}", "1 - n" },
		{ "{\n\"id\":\"SO-000001\"\n}\nSO-000002\n", "1 - SO-000001\n4 - SO-000002" },
	};

	(void)state;
	CHECK(cases, 0);
}

static void what_names_no_document_is_refused(void **state)
{
	static const struct said cases[] = {
		{ "SO-000001\n{}\n", "1 - SO-000001\nf:2: an object without an id" },
		{ "{\"id\":\"\"}", "f:1: an object without an id" },
		{ "{\"id\":[1]}", "f:1: an object without an id" },
		{ "[\"\"]", "f:1: an empty id" },
		{ "[null]", "f:1: neither an id nor an object with one" },
		{ "[\"a\" \"b\"]", "f:1: expected a comma or ], found \"" },
		{ "[\"a\"", "f:1: expected a comma or ], found the end of the input" },
		{ "[\"a\"]]", "f:1: expected nothing after the array, found ]" },
		{ "{\"id\":\"a\"},\n", "f:1: expected a new line, found ," },
		{ "{\"id\":\"a\",\"id\":\"b\"}", "f:1 /id: \"id\" stands twice in one object" },
		{ "{\"id\":007}", "f:1 /id: 007 is not a JSON value" },
		{ "a\n\x1b[2J\n", "1 - a\nf:2: a control character in an id" },
		{ "a\xff\n", "f:1: an id that is not UTF-8" },
	};
	struct str said = { 0 };
	char line[300];

	(void)state;
	CHECK(cases, -1);
	memset(line, 'x', sizeof line);
	assert_int_equal(read_all(line, sizeof line, &said), -1);
	assert_string_equal(said.text, "f:1: a line that is too long to be an id");
	assert_int_equal(read_all("a\0b", 3, &said), -1);
	assert_string_equal(said.text, "f:1: a control character in an id");
	str_release(&said);
}

static void it_stops_when_the_caller_does(void **state)
{
	static const struct said cases[] = {
		{ "a\nSTOP\nb\n", "1 - a\n2 - STOP" },
		{ "[\"STOP\",\"b\"]", "1 - STOP" },
		{ "{\"id\":\"STOP\"}\nb", "1 - STOP" },
	};

	(void)state;
	CHECK(cases, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_come_in_every_shape),
		cmocka_unit_test(what_names_no_document_is_refused),
		cmocka_unit_test(it_stops_when_the_caller_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
