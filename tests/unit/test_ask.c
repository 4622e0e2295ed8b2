/* What questions on a terminal stand on: what typed bytes mean, how wide a text is, and what people search by. The questions themselves are asked
 * on a pseudo-terminal: tests/terminal. */
#include <string.h>

#include "../../src/in/terminal_key.h"
#include "books.h"
#include "ordr/width.h"

static void assert_key(const char *bytes, bool late, enum key key, const char *text, size_t taken)
{
	struct key_press press;
	bool pasting = false;
	assert_int_equal(key_read((const unsigned char *)bytes, strlen(bytes), late, &pasting, &press), taken);
	if (!taken)
		return;
	assert_int_equal(press.key, key);
	assert_string_equal(press.text, text);
}

static void bytes_are_keys(void **state)
{
	(void)state;
	assert_key("ab", false, KEY_TEXT, "a", 1);
	assert_key("ß", false, KEY_TEXT, "ß", 2);
	assert_key("😀", false, KEY_TEXT, "😀", 4);
	assert_key("\r", false, KEY_ENTER, "", 1);
	assert_key("\x03", false, KEY_LEAVE, "", 1);
	assert_key("\x04", false, KEY_LEAVE, "", 1);
	assert_key("\x7f", false, KEY_BACKSPACE, "", 1);
	assert_key("\x17", false, KEY_ERASE_WORD, "", 1);
	assert_key("\033[A", false, KEY_UP, "", 3);
	assert_key("\033OB", false, KEY_DOWN, "", 3);
	assert_key("\033[1;5C", false, KEY_RIGHT, "", 6);
	assert_key("\033[3~", false, KEY_DELETE, "", 4);
	assert_key("\033[Z", false, KEY_BACK_TAB, "", 3);
	assert_key("\033[99~x", false, KEY_NOTHING, "", 5);
	assert_key("\033x", false, KEY_NOTHING, "", 2);
	assert_key("\xff" "a", true, KEY_NOTHING, "", 1);
	assert_key("\xc2\x9b", false, KEY_NOTHING, "", 2);
}

static void half_a_key_waits_for_its_rest(void **state)
{
	(void)state;
	assert_key("\033", false, KEY_LEAVE, "", 0);
	assert_key("\033", true, KEY_LEAVE, "", 1);
	assert_key("\033[", false, KEY_NOTHING, "", 0);
	assert_key("\033[1;", true, KEY_NOTHING, "", 4);
	assert_key("\xc3", false, KEY_TEXT, "", 0);
	assert_key("\xc3", true, KEY_NOTHING, "", 1);
}

static void what_is_pasted_is_one_text(void **state)
{
	static const char pasted[] = "\033[200~a\nb\033[31mß\033[201~c";
	struct key_press press;
	bool pasting = false;
	(void)state;
	size_t at = key_read((const unsigned char *)pasted, strlen(pasted), false, &pasting, &press);
	assert_int_equal(at, 6);
	assert_true(pasting);
	at += key_read((const unsigned char *)pasted + at, strlen(pasted + at), false, &pasting, &press);
	assert_false(pasting);
	assert_int_equal(press.key, KEY_TEXT);
	assert_string_equal(press.text, "a b [31mß");
	assert_string_equal(pasted + at, "c");
}

static void a_long_paste_comes_in_pieces(void **state)
{
	char typed[201];
	struct key_press press;
	bool pasting = true;
	(void)state;
	memset(typed, 'x', 200);
	typed[200] = '\0';
	assert_int_equal(key_read((const unsigned char *)typed, 100, false, &pasting, &press), 0);
	assert_int_equal(key_read((const unsigned char *)typed, 200, false, &pasting, &press), 194);
	assert_true(pasting);
	assert_int_equal(key_read((const unsigned char *)typed, 100, true, &pasting, &press), 100);
	assert_false(pasting);
}

static void a_text_is_as_wide_as_it_is_seen(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t columns;
	} cases[] = { { "", 0 },	{ "abc", 3 },	   { "Müller", 6 },     { "Mu\xcc\x88ller", 6 }, { "北京", 4 },
		      { "😀", 2 }, { "👩\xe2\x80\x8d👩", 2 }, { "❤\xef\xb8\x8f", 2 }, { "\xff", 1 } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(width_text(cases[i].text), cases[i].columns);
}

static void a_cut_is_between_characters(void **state)
{
	(void)state;
	assert_int_equal(width_fitting("abc", 2), 2);
	assert_int_equal(width_fitting("北京", 3), 3);
	assert_int_equal(width_fitting("u\xcc\x88x", 1), 3);
	assert_int_equal(width_last("au\xcc\x88", 4), 3);
	assert_int_equal(width_last("a", 1), 1);
}

static void capitals_and_accents_are_not_searched_by(void **state)
{
	static const char *const cases[][2] = { { "HAM-500", "ham-500" }, { "MÜLLER", "muller" }, { "Straße", "strasse" }, { "Ångström", "angstrom" }, { "北京", "北京" } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str str = { 0 };
		str_put_folded(&str, cases[i][0]);
		assert_string_equal(str.text, cases[i][1]);
		str_release(&str);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_keys),
		cmocka_unit_test(half_a_key_waits_for_its_rest),
		cmocka_unit_test(what_is_pasted_is_one_text),
		cmocka_unit_test(a_long_paste_comes_in_pieces),
		cmocka_unit_test(a_text_is_as_wide_as_it_is_seen),
		cmocka_unit_test(a_cut_is_between_characters),
		cmocka_unit_test(capitals_and_accents_are_not_searched_by),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
