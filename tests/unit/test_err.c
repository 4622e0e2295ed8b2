#include <string.h>

#include "books.h"

static void every_code_has_its_word_and_exit_status(void **state)
{
	(void)state;
	static const char *const names[] = { "ok", "failed", "usage", "partial", "not-found", "conflict", "refused", "invalid",
					     "denied", "no-database", "busy", "damaged", "unknown", "breach", "cancelled" };
	for (int code = 0; code < ERR_CODES; code++) {
		assert_string_equal(err_kind((enum err_code)code)->name, names[code]);
		assert_int_equal(err_kind((enum err_code)code)->exit, code == ERR_BREACH ? 20 : code == ERR_CANCELLED ? 130 : code);
	}
}

static void an_error_may_quote_itself(void **state)
{
	(void)state;
	struct err err = { 0 };
	assert_int_equal(err_set(&err, ERR_INVALID, "inner"), -1);
	err_hint(&err, "do that");
	err_set(&err, ERR_REFUSED, "outer: %s", err.message);
	assert_string_equal(err.message, "outer: inner");
	assert_string_equal(err.hint, "");
	err_already(&err, "done: %s", err.message);
	assert_true(err.already);
	assert_int_equal(err.code, ERR_CONFLICT);
}

static void a_long_message_is_cut_between_characters(void **state)
{
	(void)state;
	struct err err = { 0 };
	char text[1000];
	for (size_t shift = 0; shift < 3; shift++) {
		memset(text, 'a', shift);
		for (size_t i = shift; i + 3 < sizeof text; i += 3)
			memcpy(text + i, "€", 4);
		err_set(&err, ERR_INVALID, "%s", text);
		assert_true(str_is_utf8(err.message, strlen(err.message)));
		assert_true(strlen(err.message) > sizeof err.message - 5);
	}
}

static void a_list_keeps_the_first_and_counts_all(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct err all = { 0 };
	struct err one = { 0 };
	for (int i = 0; i < 300; i++) {
		err_set(&one, ERR_INVALID, "number %d", i);
		assert_int_equal(err_collect(&all, &arena, &one), -1);
	}
	size_t kept = 1;
	for (const struct err *more = all.more; more; more = more->more)
		kept++;
	assert_string_equal(all.message, "number 0");
	assert_int_equal(all.count, 300);
	assert_int_equal(kept, ERR_LIST_MAX);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_has_its_word_and_exit_status),
		cmocka_unit_test(an_error_may_quote_itself),
		cmocka_unit_test(a_long_message_is_cut_between_characters),
		cmocka_unit_test(a_list_keeps_the_first_and_counts_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
