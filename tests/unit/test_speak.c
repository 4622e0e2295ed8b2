/* The catalogue as it is compiled in, and the choice of a language. That it is whole, and each format with the
 * arguments of its English, the test "german" says with gettext's own tools. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ordr/speak.h"
#include "ordr/str.h"

static void every_pair_is_found(void **state)
{
	const char *english, *german, *before = "", *unused;
	(void)state;
	assert_true(speak_pair(0, &english, &german));
	for (size_t i = 0; speak_pair(i, &english, &german); i++) {
		const char *split = strchr(english, '\4');
		char context[40];
		assert_true(*english && *german);
		assert_true(str_is_utf8(german, strlen(german)));
		assert_true(strcmp(before, english) < 0);
		before = english;
		assert_true(!split || (size_t)(split - english) < sizeof context);
		memcpy(context, english, split ? (size_t)(split - english) : 0);
		context[split ? split - english : 0] = '\0';
		assert_ptr_equal(speak_in("de", context, split ? split + 1 : english), german);
		assert_true(split || speak("de", english) == german);
	}
	assert_false(speak_pair(SIZE_MAX, &english, &unused));
}

static void what_has_no_other_language_stays_english(void **state)
{
	static const char text[] = "no such text";
	(void)state;
	assert_ptr_equal(speak("de", text), text);
	assert_ptr_equal(speak("de", ""), speak("en", ""));
	assert_string_equal(speak("de", ""), "");
	assert_string_equal(speak("de", "PACKING SLIP"), "PACKING SLIP");
	assert_string_equal(speak_in("de", "sli", "PACKING SLIP"), "PACKING SLIP");
	assert_string_equal(speak_in("de", "slips", "PACKING SLIP"), "PACKING SLIP");
	assert_string_equal(speak_in("fr", "slip", "PACKING SLIP"), "PACKING SLIP");
	assert_string_equal(speak_in(NULL, "slip", "PACKING SLIP"), "PACKING SLIP");
	assert_string_equal(speak_in("", "slip", "PACKING SLIP"), "PACKING SLIP");
}

static void a_locale_names_its_language(void **state)
{
	static const char *const german[] = { "de", "de_DE", "de_AT.UTF-8", "de.UTF-8", "de@euro", "de-CH" };
	static const char *const other[] = { "den", "d", "", "C", "POSIX", "C.UTF-8", "en_DE", "DE", "nds_DE" };
	(void)state;
	for (size_t i = 0; i < sizeof german / sizeof *german; i++)
		assert_true(speaks_german(german[i]));
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		assert_false(speaks_german(other[i]));
	assert_false(speaks_german(NULL));
}

static void what_is_chosen_is_spoken(void **state)
{
	(void)state;
	assert_false(translates());
	assert_string_equal(translate_in("slip", "PACKING SLIP"), "PACKING SLIP");
	speak_choose("de_DE.UTF-8");
	assert_true(translates());
	assert_string_equal(translate_in("slip", "PACKING SLIP"), "LIEFERSCHEIN");
	assert_string_equal(translate("no such text"), "no such text");
	speak_choose("C");
	assert_string_equal(translate_in("slip", "PACKING SLIP"), "PACKING SLIP");
	speak_choose("de");
	speak_choose(NULL);
	assert_false(translates());
}

static void a_text_with_values_waits_for_its_reader(void **state)
{
	static const struct {
		const char *text, *english, *german;
	} cases[] = {
		{ "%s allocated, %s held" SPEAK_WITH "5" SPEAK_WITH "3", "5 allocated, 3 held", "5 reserviert, 3 gehalten" },
		{ "%s %s %%: net %s, should be %s (in minor units)" SPEAK_WITH "S" SPEAK_WITH "19" SPEAK_WITH "1" SPEAK_WITH "2",
		  "S 19 %: net 1, should be 2 (in minor units)", "S 19 %: netto 1, müsste 2 sein (in Cent)" },
		{ "it is %s, and held" SPEAK_WITH "cancelled", "it is cancelled, and held", "Status storniert, und gesperrt" },
		{ "no event", "no event", "kein Ereignis" },
		{ "its own words: 100 % of %d", "its own words: 100 % of %d", "its own words: 100 % of %d" },
		{ "%s booked, of %s" SPEAK_WITH "1", "1 booked, of ", "1 gebucht, von " },
		{ "%s does not agree" SPEAK_WITH "%s", "%s does not agree", "%s passt nicht" },
		{ "%s does not agree" SPEAK_WITH "0123456789012345678901234567890123456789012345678901234567890123456789",
		  "0123456789012345678901234567890123456789012345678901234567890123456789 does not agree",
		  "0123456789012345678901234567890123456789012345678901234567890123456789 passt nicht" },
		{ "", NULL, NULL },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int german = 0; german <= 1; german++) {
			struct str said = { 0 };
			const char *wanted = german ? cases[i].german : cases[i].english;
			speak_choose(german ? "de" : NULL);
			translate_filled(&said, cases[i].text);
			assert_false(said.failed);
			assert_string_equal(said.text ? said.text : "", wanted ? wanted : "");
			str_release(&said);
		}
	speak_choose(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_is_found),
		cmocka_unit_test(what_has_no_other_language_stays_english),
		cmocka_unit_test(a_locale_names_its_language),
		cmocka_unit_test(what_is_chosen_is_spoken),
		cmocka_unit_test(a_text_with_values_waits_for_its_reader),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
