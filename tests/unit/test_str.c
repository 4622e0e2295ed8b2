#include <string.h>

#include "books.h"

static void text_becomes_a_json_string(void **state)
{
	(void)state;
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ NULL, "null" }, { "", "\"\"" }, { "a\"b\\c", "\"a\\\"b\\\\c\"" }, { "\n\t\r\b\f", "\"\\n\\t\\r\\b\\f\"" },
		{ "\x1b[31m", "\"\\u001b[31m\"" }, { "Müller €", "\"Müller €\"" }, { "a\xff" "b", "\"a\xef\xbf\xbd" "b\"" },
		{ "\xe2\x80\xa8", "\"\\u2028\"" }, { "\xc2\x9b" "31m", "\"\\u009b31m\"" }, { "\xe2\x80\xae" "x", "\"\\u202ex\"" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str str = { 0 };
		str_put_json(&str, cases[i].text);
		assert_string_equal(str.text, cases[i].json);
		str_release(&str);
	}
}

static void json_stays_as_it_was_written(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "{\"a\":[1,\"\\\"\\u001b ü\",null]}", "{\"a\":[1,\"\\\"\\u001b ü\",null]}" },
		{ "{\"a\":\"\x1b[2J\n\"}", "{\"a\":\"\\u001b[2J\\n\"}" }, /* somebody was at it */
		{ "\xff\xe2\x80\xae", "\xef\xbf\xbd\\u202e" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str str = { 0 };
		str_put_raw_json(&str, cases[i][0]);
		assert_string_equal(str.text, cases[i][1]);
		str_release(&str);
	}
}

static void a_terminal_obeys_nothing_of_it(void **state)
{
	(void)state;
	struct str str = { 0 };
	str_put_visible(&str, "a\x1b[2Jb\nc\td\x7f\xc2\x9b" "e\xe2\x80\xae" "f\xff\xd8\x9c" "ü😀");
	assert_string_equal(str.text, "a\\x1B[2Jb\\nc\\td\\x7F\\x9Be\\u{202E}f\\xFF\\u{061C}ü😀");
	str_clear(&str);
	assert_string_equal(str.text, "");
	str_release(&str);
}

static void a_message_shows_forty_characters_of_a_text(void **state)
{
	(void)state;
#define TEN "ääääääääää"
	static const char *const texts[][2] = {
		{ "", "" },
		{ "a\x1b", "a\\x1B" },
		{ TEN TEN TEN TEN, TEN TEN TEN TEN },
		{ TEN TEN TEN TEN "x", TEN TEN TEN TEN "…" },
	};
	struct str str = { 0 };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		str_clear(&str);
		str_put(&str, ">");
		str_put_shown(&str, texts[i][0]);
		assert_string_equal(str.text + 1, texts[i][1]);
	}
	str_release(&str);
}

static void near_words_are_near(void **state)
{
	(void)state;
	assert_int_equal(str_distance("ship", "ship"), 0);
	assert_int_equal(str_distance("hsip", "ship"), 1);
	assert_int_equal(str_distance("shp", "ship"), 1);
	assert_int_equal(str_distance("", "abc"), 3);
	assert_int_equal(str_distance("ham-500", "HAM-500"), 0);
	assert_int_equal(str_distance("AHm-500", "ham-500"), 1);
	assert_int_equal(str_distance("kitten", "sitting"), 3);
}

static void utf8_is_told_from_what_is_not(void **state)
{
	(void)state;
	assert_true(str_is_utf8("Zoë", 4));
	assert_false(str_is_utf8("a\0b", 3));
	assert_false(str_is_utf8("\xc0\xaf", 2));
	assert_false(str_is_utf8("\xed\xa0\x80", 3));
	assert_false(str_is_utf8("\xe2\x82", 2));
	assert_int_equal(str_points("Zoë😀"), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_becomes_a_json_string),
		cmocka_unit_test(json_stays_as_it_was_written),
		cmocka_unit_test(a_terminal_obeys_nothing_of_it),
		cmocka_unit_test(a_message_shows_forty_characters_of_a_text),
		cmocka_unit_test(near_words_are_near),
		cmocka_unit_test(utf8_is_told_from_what_is_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
