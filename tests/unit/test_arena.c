#include <string.h>

#include "books.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	for (size_t size = 1; size < 100000; size = size * 3 + 1) {
		unsigned char *memory = arena_alloc(&arena, size);
		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % sizeof(void *), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xff, size);
	}
	arena_release(&arena);
	assert_null(arena.head);
}

static void a_reset_gives_back_what_came_after_the_mark(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	char *kept = arena_strdup(&arena, "kept");
	struct arena_mark mark = arena_mark(&arena);
	char *first = arena_alloc(&arena, 100);
	memset(first, 'x', 100);
	assert_non_null(arena_alloc(&arena, 1000000));
	arena_reset(&arena, mark);
	char *again = arena_alloc(&arena, 100);
	assert_ptr_equal(first, again);
	assert_int_equal(again[0], 0);
	assert_string_equal(kept, "kept");
	arena_release(&arena);
}

static void sizes_that_overflow_are_refused(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
	assert_null(arena_alloc(&arena, SIZE_MAX));
	assert_null(arena_strdup(&arena, NULL));
	assert_string_equal(arena_printf(&arena, "%s-%d", "a", 7), "a-7");
	assert_string_equal(arena_strndup(&arena, "abcdef", 3), "abc");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(a_reset_gives_back_what_came_after_the_mark),
		cmocka_unit_test(sizes_that_overflow_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
