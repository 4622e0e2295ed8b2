/* Input that means harm: cut off anywhere, bits flipped, too deep, too long, too many. Nothing may crash, hang, take
 * memory without bound or be taken for less than what was written. Run under the sanitizers this is the readers' small
 * fuzzer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "ordr/form.h"
#include "ordr/reader.h"
#include "ordr/select.h"
#include "ordr/str.h"

struct line {
	const char *sku;
	struct quantity qty;
};

struct form {
	const char *customer, *key, *ref;
	struct list lines;
};

static const struct field line_fields[] = {
	F(struct line, sku, TEXT, FIELD_REQUIRED, "the product"),
	F(struct line, qty, QUANTITY, FIELD_REQUIRED, "how many"),
	FIELD_END,
};
static const struct field form_fields[] = {
	F(struct form, customer, TEXT, FIELD_REQUIRED, "who orders"),
	F(struct form, key, TEXT, 0, "idempotency key"),
	F(struct form, ref, TEXT, 0, "the customer's number"),
	F_LIST(struct form, lines, struct line, line_fields, FIELD_REQUIRED, "what"),
	FIELD_END,
};
static const struct schema schema = { .name = "ordr.test-form/1",
				      .fields = form_fields,
				      .size = sizeof(struct form),
				      .group = "key",
				      .group_other = "ref" };

static const char json[] =
	"[{\"customer\":\"M\\u00fcller \\ud83d\\ude00\",\"key\":\"K-1\",\"lines\":[{\"sku\":\"P\",\"qty\":-2.5e1},"
	"{\"sku\":\"Q\",\"qty\":1}],\"ref\":null},\n{\"customer\":\"ä\",\"lines\":[true,false,{}]}]";
static const char lines[] = "{\"customer\":\"A\",\"lines\":[{\"sku\":\"P\",\"qty\":2.5}]}\n"
			    "{\"customer\":\"B\",\"lines\":[{\"sku\":\"\\n\\\\\",\"qty\":1}]}\n{\"customer\":\"C\"}\n";
static const char csv[] =
	"\xEF\xBB\xBFkey,customer,sku,qty\r\nK,A,\"P \"\"1\"\"\",1\r\nK,A,\"Q\nR\",2\r\nL,ä,P,1\r\n,B,P,1\r\n";

struct outcome {
	size_t good, bad; /* records */
	bool opened;
	struct err err; /* the last */
};

/* Reads all of it, loads each record; asserts what must hold whatever the bytes. */
static struct outcome survive(const char *text, size_t length)
{
	struct input input = { .stream = length > 0 ? fmemopen((void *)(uintptr_t)text, length, "r") : tmpfile(),
			       .name = "f" };
	struct outcome outcome = { .good = 0 };
	struct reader *reader;
	struct arena arena = { 0 };
	struct form_context context = { .arena = &arena, .file = "f", .currency = "EUR" };
	bool recoverable = true;
	struct node *node;
	int got, loaded;

	assert_non_null(input.stream);
	outcome.opened = reader_open(&reader, &input, &schema, &outcome.err) == 0;
	while (outcome.opened && (got = reader_next(reader, &arena, &node, &recoverable, &outcome.err)) != 0) {
		struct err err = { 0 };
		struct form form;

		if (got > 0) {
			assert_int_equal(node->kind, NODE_OBJECT);
			loaded = form_load(&context, &schema, node, &form, &err);
			assert_int_equal(loaded, err.code == ERR_OK ? 0 : -1);
			assert_int_equal(err.more == NULL, err.count <= 1);
			outcome.good++;
		} else {
			assert_int_equal(outcome.err.code, ERR_INVALID);
			assert_int_equal(strncmp(outcome.err.path, "f:", 2), 0);
			outcome.bad++;
		}
		arena_release(&arena);
		assert_true(outcome.good + outcome.bad <= length);
	}
	if (outcome.opened) {
		assert_int_equal(reader_count(reader), outcome.good + outcome.bad);
	}
	reader_close(reader);
	fclose(input.stream);
	return outcome;
}

static int take(void *context, const struct selected *selected)
{
	*(size_t *)context += strlen(selected->id);
	return 0;
}

static void survive_select(const char *text, size_t length)
{
	struct input input = { .stream = fmemopen((void *)(uintptr_t)text, length, "r"), .name = "f" };
	struct arena arena = { 0 };
	struct err err = { 0 };
	size_t total = 0;
	int result = select_read(&input, &arena, take, &total, &err);

	assert_int_equal(result, err.code == ERR_OK ? 0 : -1);
	arena_release(&arena);
	fclose(input.stream);
}

static void an_array_cut_off_anywhere_is_never_taken_whole(void **state)
{
	(void)state;
	for (size_t length = 1; length < sizeof json - 1; length++) {
		struct outcome outcome = survive(json, length);

		assert_int_equal(outcome.bad, 1);
		assert_true(outcome.good <= 1);
		survive_select(json, length);
	}
	assert_int_equal(survive(json, sizeof json - 1).good, 2);
}

static void lines_cut_off_anywhere_lose_only_the_last(void **state)
{
	(void)state;
	for (size_t length = 1; length < sizeof lines; length++) {
		struct outcome outcome = survive(lines, length);
		size_t newlines = 0;
		bool whole = lines[length - 1] == '\n' || (length + 1 < sizeof lines && lines[length] == '\n');

		for (size_t i = 0; i < length; i++) {
			newlines += lines[i] == '\n';
		}
		assert_int_equal(outcome.good, newlines + (whole && lines[length - 1] != '\n'));
		assert_int_equal(outcome.bad, !whole);
		survive_select(lines, length);
	}
}

static void csv_cut_off_anywhere_is_survived(void **state)
{
	(void)state;
	for (size_t length = 0; length < sizeof csv; length++) {
		struct outcome outcome = survive(csv, length);

		assert_true(outcome.good <= 3);
	}
	assert_int_equal(survive(csv, sizeof csv - 1).good, 3);
}

static void flipped_bytes_are_survived(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} seeds[] = { { json, sizeof json - 1 }, { lines, sizeof lines - 1 }, { csv, sizeof csv - 1 } };
	static const char spice[] = "{}[]\",:;\\\n\r0-9eu\xC3\x80\xED";
	unsigned random = 20261124;
	char text[512];

	(void)state;
	for (int round = 0; round < 6000; round++) {
		size_t length = seeds[round % 3].length;

		memcpy(text, seeds[round % 3].text, length);
		for (int flips = 1 + round % 5; flips > 0; flips--) {
			size_t at;

			random = random * 1103515245 + 12345;
			at = (random >> 8) % length;
			random = random * 1103515245 + 12345;
			text[at] = random & 0x10000 ? spice[(random >> 20) % (sizeof spice - 1)] : (char)(random >> 20);
		}
		survive(text, length);
		survive_select(text, length);
	}
}

static void depth_is_limited_and_named(void **state)
{
	struct str text = { 0 };

	(void)state;
	for (int depth = 63; depth <= 10000; depth = depth == 63 ? 64 : 10000 + (depth == 10000)) {
		struct outcome outcome;

		str_clear(&text);
		str_put(&text, "{\"a\":");
		for (int i = 0; i < depth; i++) {
			str_put(&text, i % 2 ? "{\"a\":" : "[");
		}
		str_put(&text, "1");
		for (int i = depth; i-- > 0;) {
			str_put(&text, i % 2 ? "}" : "]");
		}
		str_put(&text, "}");
		outcome = survive(text.text, text.length);
		assert_int_equal(outcome.good, depth == 63);
		if (depth > 63) {
			assert_string_equal(outcome.err.message, "deeper than 64 levels");
		}
	}
	str_release(&text);
}

static void repeat(struct str *text, const char *piece, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		str_put(text, piece);
	}
}

static void lengths_are_limited_and_named(void **state)
{
	static const struct {
		const char *before, *piece;
		size_t count;
		const char *after, *message;
	} cases[] = {
		{ "{\"a\":\"", "xxxxxxxxxx", 1000000, "\"}", "a text longer than 1048576 bytes" },
		{ "{\"", "xxxxxxxxxx", 1000000, "\":1}", "a text longer than 1048576 bytes" },
		{ "{\"a\":", "1111111111", 1000000, "}",
		  "1111111111111111111111111111111111111111… is longer than the 40 characters of a number" },
		{ "{\"a\":[1", ",1", 100000, "]}", "a record with more than 100000 values" },
		{ "{\"a\":1", "          ", 2000000, "}", "a record larger than 16 MiB" },
		{ "customer\n\"", "xxxxxxxxxx", 1000000, "\"\n", "a cell longer than 1048576 bytes" },
		{ "customer\n", "xxxxxxxxxx", 1000000, "\n", "a cell longer than 1048576 bytes" },
		{ "customer\n", ",", 300, "\n", "a row with more than 256 cells" },
		{ "key,customer,sku,qty\n", "K,A,P,1\n", 60000, "", "a record with more than 100000 values or 16 MiB" },
	};
	struct str text = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct outcome outcome;

		str_clear(&text);
		str_put(&text, cases[i].before);
		repeat(&text, cases[i].piece, cases[i].count);
		str_put(&text, cases[i].after);
		outcome = survive(text.text, text.length);
		assert_int_equal(outcome.good, 0);
		assert_int_equal(outcome.bad, 1);
		assert_string_equal(outcome.err.message, cases[i].message);
	}
	str_release(&text);
}

static void a_line_too_long_is_passed_over(void **state)
{
	struct str text = { 0 };
	struct outcome outcome;

	(void)state;
	str_put(&text, "{\"customer\":\"A\"}\n{\"a\":1");
	repeat(&text, "          ", 2000000);
	str_put(&text, "}\n{\"customer\":\"B\"}\n");
	outcome = survive(text.text, text.length);
	assert_int_equal(outcome.good, 2);
	assert_int_equal(outcome.bad, 1);
	str_release(&text);
}

/* Each with each would be 800 million comparisons: minutes here. */
static void forty_thousand_keys_take_no_time(void **state)
{
	struct str text = { 0 };
	clock_t begin = clock();
	struct outcome outcome;

	(void)state;
	for (int twice = 0; twice < 2; twice++) {
		str_clear(&text);
		str_put(&text, "{\"k0\":1");
		for (int i = 1; i < 40000; i++) {
			str_printf(&text, ",\"k%d\":1", i);
		}
		str_put(&text, twice ? ",\"k20000\":1}" : "}");
		outcome = survive(text.text, text.length);
		assert_int_equal(outcome.good, !twice);
	}
	assert_string_equal(outcome.err.message, "\"k20000\" stands twice in one object");
	assert_string_equal(outcome.err.path, "f:1 /k20000");
	assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
	str_release(&text);
}

/* Broken lines that each seem to go on for the whole file must not each be read to its end. */
static void many_unclosed_lines_take_no_time(void **state)
{
	struct str text = { 0 };
	clock_t begin = clock();
	struct outcome outcome;

	(void)state;
	str_put(&text, "{}\n");
	for (int i = 0; i < 20000; i++) {
		str_put(&text, i % 40 < 20 ? "{\"a\":[\n" : "{},\n");
	}
	outcome = survive(text.text, text.length);
	assert_int_equal(outcome.good, 1);
	assert_int_equal(outcome.bad, 20000);
	assert_true(clock() - begin < 20 * CLOCKS_PER_SEC);
	str_release(&text);
}

static long memory_peak(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

static void memory_does_not_grow_with_the_records(void **state)
{
	static const char *const records[] = {
		"{\"customer\":\"A\",\"lines\":[{\"sku\":\"P\",\"qty\":1},{\"sku\":\"Q\",\"qty\":2}]}\n", ",A,P,1\n"
	};
	FILE *stream = tmpfile();
	struct input input = { .stream = stream, .name = "f" };
	long peak;

	(void)state;
	assert_non_null(stream);
	for (size_t i = 0; i < 2; i++) {
		struct arena arena = { 0 };
		struct arena_mark mark;
		struct reader *reader;
		struct node *node;
		bool recoverable;
		struct err err;

		rewind(stream);
		fputs(i == 1 ? "key,customer,sku,qty\n" : "", stream);
		for (int record = 0; record < 100000; record++) {
			fputs(records[i], stream);
		}
		fflush(stream);
		assert_int_equal(ftruncate(fileno(stream), ftello(stream)), 0);
		rewind(stream);
		assert_int_equal(reader_open(&reader, &input, &schema, &err), 0);
		assert_non_null(arena_alloc(&arena, 1)); /* so that resetting keeps a block */
		mark = arena_mark(&arena);
		assert_int_equal(reader_next(reader, &arena, &node, &recoverable, &err), 1);
		peak = memory_peak();
		do {
			arena_reset(&arena, mark);
		} while (reader_next(reader, &arena, &node, &recoverable, &err) == 1);
		assert_int_equal(reader_count(reader), 100000);
		assert_true(memory_peak() - peak < 2048); /* KiB */
		reader_close(reader);
		arena_release(&arena);
	}
	fclose(stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_does_not_grow_with_the_records),
		cmocka_unit_test(an_array_cut_off_anywhere_is_never_taken_whole),
		cmocka_unit_test(lines_cut_off_anywhere_lose_only_the_last),
		cmocka_unit_test(csv_cut_off_anywhere_is_survived),
		cmocka_unit_test(flipped_bytes_are_survived),
		cmocka_unit_test(depth_is_limited_and_named),
		cmocka_unit_test(lengths_are_limited_and_named),
		cmocka_unit_test(a_line_too_long_is_passed_over),
		cmocka_unit_test(forty_thousand_keys_take_no_time),
		cmocka_unit_test(many_unclosed_lines_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
