/* Records from JSON: what is read, what is refused and where, and what can still be read after an error. */
#include <string.h>

#include "nodes.h"
#include "ordr/reader.h"

/* All that the reader says, one line a record: the record, or "line-path: message", with * when it can go on. */
static void read_all(const char *text, size_t length, struct str *said)
{
	static const struct field fields[] = { FIELD_END };
	static const struct schema schema = { .name = "ordr.test/1", .fields = fields };
	struct input input = { .stream = stream_of(text, length), .name = "f" };
	struct reader *reader;
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct node *node;
	bool recoverable = true;
	size_t count = 0;
	int got;

	str_clear(said);
	assert_int_equal(reader_open(&reader, &input, &schema, &err), 0);
	while ((got = reader_next(reader, &arena, &node, &recoverable, &err)) != 0) {
		assert_int_equal(reader_count(reader), ++count);
		str_put(said, said->length ? "\n" : "");
		if (got > 0) {
			put_node(said, node);
		} else {
			assert_int_equal(err.code, ERR_INVALID);
			assert_true(err.hint[0] != '\0');
			str_printf(said, "%s: %s%s", err.path, err.message, recoverable ? " *" : "");
		}
		arena_release(&arena);
	}
	assert_int_equal(reader_next(reader, &arena, &node, &recoverable, &err), 0);
	reader_close(reader);
	arena_release(&arena);
	fclose(input.stream);
}

struct said {
	const char *text, *said;
};

static void check(const struct said *cases, size_t count)
{
	struct str said = { 0 };

	for (size_t i = 0; i < count; i++) {
		read_all(cases[i].text, strlen(cases[i].text), &said);
		assert_string_equal(said.text ? said.text : "", cases[i].said);
	}
	str_release(&said);
}

#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases))

static void every_way_to_write_records_is_read(void **state)
{
	static const struct said cases[] = {
		{ "", "" },
		{ " \r\n\t ", "" },
		{ "\xEF\xBB\xBF", "" },
		{ "{}", "{}" },
		{ "\xEF\xBB\xBF{\"a\":1}", "{a#1}" },
		{ "{\"a\":1}\n{\"a\":2}\n", "{a#1}\n{a#2}" },
		{ "{\"a\":1}\r\n\r\n{\"a\":2}\r\n", "{a#1}\n{a#2}" },
		{ "{\"a\":1}{\"a\":2} {\"a\":3}", "{a#1}\n{a#2}\n{a#3}" },
		{ "{\n \"a\" : 1 ,\n \"b\" : [ 1 , 2 ]\n}\n{\n}", "{a#1,b[#1,#2]}\n{}" },
		{ "[]", "" },
		{ " [ ] \n", "" },
		{ "[{\"a\":1}]", "{a#1}" },
		{ "[\n{\"a\":1},\n{\"a\":2}\n]\n", "{a#1}\n{a#2}" },
		{ "{\"a\":{\"b\":[{},[],null,true,false,\"x\",-0.5e+10]}}",
		  "{a{b[{},[],!,?true,?false,=x,#-0.5e+10]}}" },
		{ "{\"lines\":[\n{\"a\":1},\n{\"a\":2}\n]}\n{}", "{lines[{a#1},{a#2}]}\n{}" },
	};

	(void)state;
	CHECK(cases);
}

static void escapes_are_decoded(void **state)
{
	static const struct said cases[] = {
		{ "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "{a=\"\\/\b\f\n\r\t}" },
		{ "{\"a\":\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"}", "{a=Aé€😀}" },
		{ "{\"\\u0061\":\"Müller\"}", "{a=Müller}" },
		{ "{\"a\":\"\\u001b\"}", "{a=\x1b}" },
	};

	(void)state;
	CHECK(cases);
}

static void what_json_does_not_allow_is_refused_in_its_place(void **state)
{
	static const struct said cases[] = {
		{ "{\"a\":007}", "f:1 /a: 007 is not a JSON value *" },
		{ "{\"a\":+1}", "f:1 /a: +1 is not a JSON value *" },
		{ "{\"a\":.5}", "f:1 /a: .5 is not a JSON value *" },
		{ "{\"a\":5.}", "f:1 /a: 5. is not a JSON value *" },
		{ "{\"a\":1-2}", "f:1 /a: 1-2 is not a JSON value *" },
		{ "{\"a\":1e}", "f:1 /a: 1e is not a JSON value *" },
		{ "{\"a\":-}", "f:1 /a: - is not a JSON value *" },
		{ "{\"a\":0x10}", "f:1 /a: 0x10 is not a JSON value *" },
		{ "{\"a\":NaN}", "f:1 /a: NaN is not a JSON value *" },
		{ "{\"a\":True}", "f:1 /a: True is not a JSON value *" },
		{ "{\"a\":'x'}", "f:1 /a: expected a value, found ' *" },
		{ "{\"a\":}", "f:1 /a: expected a value, found } *" },
		{ "{\"a\" 1}", "f:1 /a: expected a colon, found 1 *" },
		{ "{a:1}", "f:1: expected a name in quotes, found a *" },
		{ "{\"a\":1,}", "f:1: expected a name in quotes, found } *" },
		{ "{\"a\":[1,]}", "f:1 /a/1: expected a value, found ] *" },
		{ "{\"a\":[1 2]}", "f:1 /a: expected a comma or ], found 2 *" },
		{ "{\"a\":1 \"b\":2}", "f:1: expected a comma or }, found \" *" },
		{ "{\"a\":1]", "f:1: expected a comma or }, found ] *" },
		{ "{\"a\":\x01}", "f:1 /a: expected a value, found the byte 0x01 *" },
		{ "{\"a\":\"\t\"}", "f:1 /a: the control character 0x09 in a text *" },
		{ "{\"a\":\"x\n\"}", "f:1 /a: a text that does not end in its line" },
		{ "{\"a\":\"\\x\"}", "f:1 /a: no such escape after a backslash *" },
		{ "{\"a\":\"\\u00g0\"}", "f:1 /a: \\u wants four hex digits *" },
		{ "{\"a\":\"\\u12\"}", "f:1 /a: \\u wants four hex digits *" },
		{ "{\"a\":\"\\u0000\"}", "f:1 /a: \\u0000 is not allowed in a text *" },
		{ "{\"\\u0000\":1}", "f:1: \\u0000 is not allowed in a text *" },
		{ "{\"a\":\"\\ud800\"}", "f:1 /a: half a surrogate pair *" },
		{ "{\"a\":\"\\ud800\\u0041\"}", "f:1 /a: half a surrogate pair *" },
		{ "{\"a\":\"\\udc00\"}", "f:1 /a: half a surrogate pair *" },
		{ "{\"a\":\"\xff\"}", "f:1 /a: a text that is not UTF-8 *" },
		{ "{\"a\":\"\xed\xa0\x80\"}", "f:1 /a: a text that is not UTF-8 *" },
		{ "{\"a\":\"\xc0\x80\"}", "f:1 /a: a text that is not UTF-8 *" },
		{ "{\"a\":1,\"b\":2,\"a\":3}", "f:1 /a: \"a\" stands twice in one object *" },
		{ "{\"a\":{\"\":1,\"\":2}}", "f:1 /a/: \"\" stands twice in one object *" },
		{ "{\"a/b~c\":x}", "f:1 /a~1b~0c: x is not a JSON value *" },
		{ "{\"\\u001b[2J\":x}", "f:1 /\\x1B[2J: x is not a JSON value *" },
		{ "{\"a\":1234567890123456789012345678901234567890}", "{a#1234567890123456789012345678901234567890}" },
		{ "{\"a\":12345678901234567890123456789012345678901}",
		  "f:1 /a: 1234567890123456789012345678901234567890… is longer than the 40 characters of a number *" },
	};
	struct str said = { 0 };

	(void)state;
	CHECK(cases);
	read_all("{\"a\":\"x\0y\"}", 11, &said);
	assert_string_equal(said.text, "f:1 /a: the control character 0x00 in a text *");
	str_release(&said);
}

static void a_broken_line_can_be_passed_over(void **state)
{
	static const struct said cases[] = {
		{ "{\"a\":1}\n{\"a\":x}\n{\"a\":3}\n", "{a#1}\nf:2 /a: x is not a JSON value *\n{a#3}" },
		{ "{\"a\":1}\n{\"a\":\n{\"a\":3}\n{\"a\":4}\n",
		  "{a#1}\nf:2: the line ends before its object does *\n{a#3}\n{a#4}" },
		{ "{\"a\":1}\n{\"a\":[\n{\"a\":3}\n", "{a#1}\nf:2: the line ends before its object does *\n{a#3}" },
		{ "{\"a\":1\n{\"a\":2}\n", "f:1: the line ends before its object does *\n{a#2}" },
		{ "{\"a\":[\n{\"a\":2}\n{\"a\":3}", "f:1: the line ends before its object does *\n{a#2}\n{a#3}" },
		{ "{\"a\":\"x\n{\"a\":2}\n", "f:1 /a: a text that does not end in its line *\n{a#2}" },
		{ "{\"a\":1}\nrubbish\n{\"a\":3}", "{a#1}\nf:2: expected an object, found r *\n{a#3}" },
		{ "{\"a\":1},\n{\"a\":2}\n", "f:1: expected a new line or the next object, found , *\n{a#2}" },
		{ "{\"a\":1} x\n{\"a\":2}\n", "f:1: expected a new line or the next object, found x *\n{a#2}" },
		{ "{\"a\":1}\n{\"a\":2", "{a#1}\nf:2: expected a comma or }, found the end of the input *" },
	};

	(void)state;
	CHECK(cases);
}

static void an_error_elsewhere_ends_the_reading(void **state)
{
	static const struct said cases[] = {
		{ "{\n\"a\":x\n}\n{\"a\":2}\n", "f:2 /a: x is not a JSON value" },
		{ "{\"a\":x,\n\"b\":2\n}\n{\"a\":2}\n", "f:1 /a: x is not a JSON value" },
		{ "{\n\"a\":1\n}\n{\"a\":x}\n{}", "{a#1}\nf:4 /a: x is not a JSON value" },
		{ "[{\"a\":1},{\"a\":x},{}]", "{a#1}\nf:1 /a: x is not a JSON value" },
		{ "[{\"a\":1},", "{a#1}\nf:1: expected an object, found the end of the input" },
		{ "[{\"a\":1}", "f:1: expected a comma or ], found the end of the input" },
		{ "[{\"a\":1}] x", "f:1: expected nothing after the array, found x" },
		{ "[][]", "f:1: expected nothing after the array, found [" },
		{ "[1]", "f:1: expected an object, found 1" },
		{ "[{},]", "{}\nf:1: expected an object, found ]" },
		{ "[", "f:1: expected an object, found the end of the input" },
	};

	(void)state;
	CHECK(cases);
}

static void nodes_know_their_lines(void **state)
{
	static const char text[] = "\n{\"a\":1,\n\"b\":[\n2]}";
	static const struct schema schema = { .name = "ordr.test/1" };
	struct input input = { .stream = stream_of(text, sizeof text - 1), .name = "f" };
	struct reader *reader;
	struct arena arena = { 0 };
	struct node *node;
	bool recoverable;
	struct err err;

	(void)state;
	assert_int_equal(reader_open(&reader, &input, &schema, &err), 0);
	assert_int_equal(reader_next(reader, &arena, &node, &recoverable, &err), 1);
	assert_int_equal(node->line, 2);
	assert_int_equal(node->column, 0);
	assert_int_equal(node_member(node, "a")->line, 2);
	assert_int_equal(node_member(node, "b")->line, 3);
	assert_int_equal(node_member(node, "b")->child->line, 4);
	assert_null(node_member(node, "A"));
	reader_close(reader);
	arena_release(&arena);
	fclose(input.stream);
}

static void an_input_that_fails_is_no_wrong_data(void **state)
{
	static const struct field fields[] = { FIELD_END };
	static const struct schema schema = { .name = "ordr.test/1", .fields = fields };
	struct input input = { .stream = fopen("/tmp", "r"), .name = "f" };
	struct reader *reader;
	struct err err;

	(void)state;
	assert_int_equal(reader_open(&reader, &input, &schema, &err), -1);
	assert_int_equal(err.code, ERR_FAILED);
	assert_string_equal(err.message, "cannot read f: Is a directory");
	assert_null(reader);
	fclose(input.stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way_to_write_records_is_read),
		cmocka_unit_test(escapes_are_decoded),
		cmocka_unit_test(what_json_does_not_allow_is_refused_in_its_place),
		cmocka_unit_test(a_broken_line_can_be_passed_over),
		cmocka_unit_test(an_error_elsewhere_ends_the_reading),
		cmocka_unit_test(nodes_know_their_lines),
		cmocka_unit_test(an_input_that_fails_is_no_wrong_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
