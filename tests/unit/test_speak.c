/* The catalogue of languages: whole, without doubles, and each format with the arguments of its English. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ordr/speak.h"
#include "ordr/str.h"

/* The conversions of a format, one behind the other: "%lld%zu". */
static void conversions(const char *format, char *out)
{
	for (format = strchr(format, '%'); format; format = strchr(format, '%')) {
		size_t length = 1 + strcspn(format + 1, "diuscxz%");
		length += format[length] == 'z';
		memcpy(out, format, length + 1);
		out += length + 1;
		format += length + 1;
	}
	*out = '\0';
}

static void every_pair_is_whole_and_has_the_same_arguments(void **state)
{
	const char *english, *german, *other, *unused;
	char wanted[80], had[80];
	(void)state;
	for (size_t i = 0; speak_pair(i, &english, &german); i++) {
		assert_true(*english && *german);
		assert_true(str_is_utf8(german, strlen(german)));
		conversions(english, wanted);
		conversions(german, had);
		assert_string_equal(wanted, had);
		for (size_t j = 0; j < i && speak_pair(j, &other, &unused); j++)
			assert_string_not_equal(other, english);
		assert_ptr_equal(speak("de", english), german);
	}
}

static void what_has_no_other_language_stays_english(void **state)
{
	static const char text[] = "no such text";
	(void)state;
	assert_ptr_equal(speak("de", text), text);
	assert_string_equal(speak("fr", "PACKING SLIP"), "PACKING SLIP");
	assert_string_equal(speak(NULL, "PACKING SLIP"), "PACKING SLIP");
	assert_string_equal(speak("", "PACKING SLIP"), "PACKING SLIP");
	assert_true(speaks_german("de"));
	assert_false(speaks_german("den") || speaks_german(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_is_whole_and_has_the_same_arguments),
		cmocka_unit_test(what_has_no_other_language_stays_english),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
