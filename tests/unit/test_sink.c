/* Output that waits, and streams that fail. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sample.h"

struct memory {
	char *text;
	size_t length;
	FILE *stream;
	struct sink sink;
	struct err err;
};

static void memory_init(struct memory *memory, bool hold)
{
	memset(memory, 0, sizeof *memory);
	memory->stream = open_memstream(&memory->text, &memory->length);
	sink_init(&memory->sink, memory->stream, hold, &memory->err);
}

static void memory_release(struct memory *memory)
{
	sink_release(&memory->sink);
	fclose(memory->stream);
	free(memory->text);
}

static void what_is_held_comes_with_the_flush(void **state)
{
	(void)state;
	struct memory memory;
	memory_init(&memory, true);
	assert_int_equal(sink_put(&memory.sink, "one "), 0);
	fflush(memory.stream);
	assert_int_equal(memory.length, 0);
	assert_int_equal(sink_write(&memory.sink, "two\0", 4), 0);
	assert_int_equal(sink_flush(&memory.sink), 0);
	assert_memory_equal(memory.text, "one two\0", 8);
	assert_int_equal(sink_put(&memory.sink, "three"), 0);
	sink_drop(&memory.sink);
	assert_int_equal(sink_flush(&memory.sink), 0);
	assert_int_equal(memory.length, 8);
	memory_release(&memory);
}

static void what_is_not_held_goes_at_once(void **state)
{
	(void)state;
	struct memory memory;
	memory_init(&memory, false);
	assert_int_equal(sink_put(&memory.sink, "one"), 0);
	sink_drop(&memory.sink);
	fflush(memory.stream);
	assert_string_equal(memory.text, "one");
	memory_release(&memory);
}

/* Lines with their number: any loss or turn of order shows. */
static size_t put_numbers(struct sink *sink, int count)
{
	size_t total = 0;
	for (int i = 0; i < count; i++) {
		char line[32];
		int length = snprintf(line, sizeof line, "line %d\n", i);
		assert_int_equal(sink_write(sink, line, (size_t)length), 0);
		total += (size_t)length;
	}
	return total;
}

static void more_than_memory_waits_in_a_file_in_order(void **state)
{
	(void)state;
	struct memory memory;
	memory_init(&memory, true);
	size_t total = put_numbers(&memory.sink, 400000);
	assert_true(total > 4 * SINK_MEMORY_MAX);
	assert_non_null(memory.sink.spill);
	assert_true(memory.sink.held.size <= 2 * SINK_MEMORY_MAX);
	assert_int_equal(sink_flush(&memory.sink), 0);
	assert_null(memory.sink.spill);
	assert_int_equal(memory.length, total);
	char *at = memory.text;
	for (long i = 0; i < 400000; i++) {
		assert_memory_equal(at, "line ", 5);
		assert_int_equal(strtol(at + 5, &at, 10), i);
		assert_int_equal(*at++, '\n');
	}
	put_numbers(&memory.sink, 400000);
	sink_drop(&memory.sink);
	assert_null(memory.sink.spill);
	assert_int_equal(sink_flush(&memory.sink), 0);
	assert_int_equal(memory.length, total);
	memory_release(&memory);
}

static void a_full_disk_is_an_error_that_says_so(void **state)
{
	(void)state;
	struct err err = { 0 };
	struct sink sink;
	FILE *full = fopen("/dev/full", "w");
	assert_non_null(full);
	for (int hold = 0; hold < 2; hold++) {
		sink_init(&sink, full, hold, &err);
		assert_int_equal(sink_put(&sink, "text"), 0);
		assert_int_equal(sink_flush(&sink), -1);
		assert_int_equal(err.code, ERR_FAILED);
		assert_string_equal(err.message, "cannot write standard output: No space left on device");
		assert_string_equal(err.hint, "the disk is full: make room, or write elsewhere");
		assert_false(sink_broken_pipe(&sink));
		err_clear(&err);
		assert_int_equal(sink_flush(&sink), -1);
		assert_int_equal(err.code, ERR_FAILED);
		sink_release(&sink);
	}
	fclose(full);
}

static void a_large_write_to_a_full_disk_fails_at_once_and_stays_failed(void **state)
{
	(void)state;
	struct err err = { 0 };
	struct sink sink;
	FILE *full = fopen("/dev/full", "w");
	char *large = calloc(1, SINK_MEMORY_MAX);
	sink_init(&sink, full, false, &err);
	assert_int_equal(sink_write(&sink, large, SINK_MEMORY_MAX), -1);
	assert_int_equal(sink.error, ENOSPC);
	assert_int_equal(sink_put(&sink, "x"), -1);
	assert_string_equal(err.message, "cannot write standard output: No space left on device");
	free(large);
	sink_release(&sink);
	fclose(full);
}

static void a_reader_that_went_away_is_told_apart(void **state)
{
	(void)state;
	struct err err = { 0 };
	struct sink sink;
	int ends[2];
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	FILE *broken = fdopen(ends[1], "w");
	sink_init(&sink, broken, true, &err);
	assert_int_equal(sink_put(&sink, "text"), 0);
	assert_false(sink_broken_pipe(&sink));
	assert_int_equal(sink_flush(&sink), -1);
	assert_true(sink_broken_pipe(&sink));
	assert_int_equal(err.code, ERR_FAILED);
	sink_release(&sink);
	fclose(broken);
}

static void text_that_could_not_be_built_is_an_error(void **state)
{
	(void)state;
	struct memory memory;
	struct str str = { .failed = true };
	memory_init(&memory, false);
	assert_int_equal(sink_put_str(&memory.sink, &str), -1);
	assert_string_equal(memory.err.message, "out of memory");
	memory_release(&memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_held_comes_with_the_flush),
		cmocka_unit_test(what_is_not_held_goes_at_once),
		cmocka_unit_test(more_than_memory_waits_in_a_file_in_order),
		cmocka_unit_test(a_full_disk_is_an_error_that_says_so),
		cmocka_unit_test(a_large_write_to_a_full_disk_fails_at_once_and_stays_failed),
		cmocka_unit_test(a_reader_that_went_away_is_told_apart),
		cmocka_unit_test(text_that_could_not_be_built_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
