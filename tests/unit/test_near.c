/* What was meant, where the words are known. */
#include <string.h>

#include "books.h"

#include "ordr/near.h"

static void near_words_are_suggested_and_far_ones_not(void **state)
{
	static const char *const words[] = { "sku", "qty", "customer", "customer_name", "id", "ship_to.city", "workflow.four_eyes", NULL };
	static const struct {
		const char *word, *nearest;
	} cases[] = {
		{ "qty", "qty" },
		{ "qt", "qty" },
		{ "custmer", "customer" },
		{ "kustomr", "customer" },
		{ "kuzdomer", NULL },
		{ "x", NULL },
		{ "idd", "id" },
		{ "", NULL },
		{ "cust", "customer" },
		{ "customer_n", "customer_name" },
		{ "city", "ship_to.city" },
		{ "ship_to.ctiy", "ship_to.city" },
		{ "four-eyes", "workflow.four_eyes" },
		{ "fuor-eyes", "workflow.four_eyes" },
		{ "eyes", NULL },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *nearest = near_word(cases[i].word, words);
		assert_string_equal(nearest ? nearest : "-", cases[i].nearest ? cases[i].nearest : "-");
	}
}

static void the_hint_names_what_was_meant_and_then_the_rest(void **state)
{
	static const char *const words[] = { "placed", "confirmed", "completed", NULL };
	static const char *const one[] = { "weekly", NULL };
	static const struct {
		const char *word, *const *words, *hint;
	} cases[] = {
		{ "confrmed", words, "did you mean confirmed? else one of placed, completed" },
		{ "open", words, "one of placed, confirmed, completed" },
		{ "", words, "one of placed, confirmed, completed" },
		{ "week", one, "did you mean weekly?" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err err = { 0 };
		err_set(&err, ERR_USAGE, "no");
		assert_int_equal(near_hint(&err, cases[i].word, cases[i].words), -1);
		assert_string_equal(err.hint, cases[i].hint);
	}
}

static void a_long_list_is_cut_between_words(void **state)
{
	const char *words[41] = { NULL };
	struct err err = { 0 };
	(void)state;
	for (size_t i = 0; i < 40; i++)
		words[i] = i ? "a_word_of_some_length" : "damaged";
	err_set(&err, ERR_USAGE, "no");
	near_hint(&err, "DAMGED", words);
	assert_true(strlen(err.hint) < sizeof err.hint - 1);
	assert_memory_equal(err.hint, "did you mean damaged? else one of a_word", strlen("did you mean damaged? else one of a_word"));
	assert_string_equal(err.hint + strlen(err.hint) - strlen("length …"), "length …");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(near_words_are_suggested_and_far_ones_not),
		cmocka_unit_test(the_hint_names_what_was_meant_and_then_the_rest),
		cmocka_unit_test(a_long_list_is_cut_between_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
