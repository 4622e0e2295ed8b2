/* Libraries that are loaded when they are needed: all of one, one that is not there, one that lacks a function. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ordr/loaded.h"

struct table {
	char *(*first)(const char *text, int sought);
	void *second;
};

static const struct loaded_function there[] = { { "strchr", offsetof(struct table, first) }, { NULL, 0 } };
static const struct loaded_function lacking[] = { { "strchr", offsetof(struct table, first) },
						  { "no_such_function", offsetof(struct table, second) },
						  { NULL, 0 } };
static const char *const later[] = { "libno-such.so.9", "libc.so.6", NULL };
static const char *const nowhere[] = { "libno-such.so.9", "libno-such.so.8", NULL };

static void takes_the_first_that_is_there(void **state)
{
	(void)state;
	const struct loaded_library library = { later, there };
	struct table table = { 0 };
	const char *missing;
	assert_int_equal(loaded_open(&library, &table, &missing), LOADED);
	const char *text = "ordr";
	assert_ptr_equal(table.first(text, 'd'), text + 2);
}

static void names_what_is_missing(void **state)
{
	(void)state;
	const struct loaded_library absent = { nowhere, there };
	const struct loaded_library older = { later, lacking };
	struct table table = { 0 };
	const char *missing;
	assert_int_equal(loaded_open(&absent, &table, &missing), LOADED_NOT);
	assert_string_equal(missing, "libno-such.so.9");
	assert_int_equal(loaded_open(&older, &table, &missing), LOADED_LACKS);
	assert_string_equal(missing, "no_such_function");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_first_that_is_there),
		cmocka_unit_test(names_what_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
