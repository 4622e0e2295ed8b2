/* Figures of characters. */
#include <stdlib.h>

#include "books.h"
#include "ordr/blocks.h"

static void assert_bar(int64_t part, int64_t whole, bool known, const char *expected)
{
	struct str str = { 0 };
	blocks_put_bar(&str, part, whole, 4, known);
	assert_string_equal(str.text, expected);
	str_release(&str);
}

static void a_bar_is_as_long_as_its_part(void **state)
{
	(void)state;
	assert_bar(0, 10, true, "░░░░");
	assert_bar(5, 10, true, "██░░");
	assert_bar(10, 10, false, "####");
	assert_bar(12, 10, false, "####");
	assert_bar(-1, 10, false, "....");
	assert_bar(INT64_MAX / 2, INT64_MAX - 1, false, "##..");
	assert_bar(INT64_MAX, INT64_MAX, false, "####");
}

static void assert_line(const int64_t *values, size_t count, bool known, const char *expected)
{
	struct str str = { 0 };
	blocks_put_line(&str, values, count, known);
	assert_string_equal(str.text, expected);
	str_release(&str);
}

#define LINE(known, expected, ...) \
	assert_line((const int64_t[]){ __VA_ARGS__ }, sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t), known, expected)

static void a_line_is_as_high_as_its_values(void **state)
{
	(void)state;
	LINE(true, "▁▄█", 0, 50, 100);
	LINE(false, "_-#", 0, 50, 100);
	LINE(true, "▁▁", 0, 0);
	LINE(true, "█ █", 3, NONE, 3);
	LINE(true, "▁▄█", -10, 0, 10);
	LINE(false, "_#", INT64_MIN + 2, INT64_MAX);
}

static void the_environment_says_whether_blocks_are_known(void **state)
{
	(void)state;
	setenv("LC_ALL", "de_DE.UTF-8", 1);
	assert_true(blocks_known());
	setenv("LC_ALL", "C", 1);
	assert_false(blocks_known());
	unsetenv("LC_ALL");
	unsetenv("LC_CTYPE");
	setenv("LANG", "C.utf8", 1);
	assert_true(blocks_known());
	unsetenv("LANG");
	assert_false(blocks_known());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bar_is_as_long_as_its_part),
		cmocka_unit_test(a_line_is_as_high_as_its_values),
		cmocka_unit_test(the_environment_says_whether_blocks_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
