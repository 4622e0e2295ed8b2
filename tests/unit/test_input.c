/* An input is read twice and hashed, whatever it is: a file, a pipe, nothing at all, or more than memory should hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ordr/input.h"

static char *content(struct input *input, size_t *length)
{
	size_t size = 4 * 1024 * 1024;
	char *text = malloc(size);

	assert_non_null(text);
	*length = fread(text, 1, size, input->stream);
	assert_true(feof(input->stream));
	return text;
}

/* A stream that cannot be rewound, with `length` times `c` in it. */
static FILE *pipe_of(char c, size_t length)
{
	char command[100];
	FILE *pipe;

	snprintf(command, sizeof command, "head -c %zu /dev/zero | tr '\\0' '%c'", length, c);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	return pipe;
}

static void standard_input_is_read_to_its_end_and_again(void **state)
{
	static const size_t lengths[] = { 0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024 + 17 };

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		FILE *pipe = pipe_of('x', lengths[i]);
		struct input input;
		struct err err;

		assert_int_equal(input_open(&input, "-", pipe, &err), 0);
		assert_int_equal(pclose(pipe), 0);
		assert_string_equal(input.name, "standard input");
		for (int pass = 0; pass < 2; pass++) {
			size_t length;
			char *text = content(&input, &length);

			assert_int_equal(length, lengths[i]);
			assert_true(length == 0 || (text[0] == 'x' && memcmp(text, text + 1, length - 1) == 0));
			free(text);
			assert_int_equal(input_rewind(&input, &err), 0);
		}
		input_release(&input);
		assert_null(input.stream);
	}
}

static void bytes_of_every_kind_survive_the_spool(void **state)
{
	char path[] = "/tmp/test_input.XXXXXX", bytes[256];
	FILE *file = fdopen(mkstemp(path), "w+");
	struct input input;
	struct err err;
	size_t length;
	char *text;

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++) {
		bytes[i] = (char)i;
	}
	assert_int_equal(fwrite(bytes, 1, sizeof bytes, file), sizeof bytes);
	rewind(file);
	assert_int_equal(input_open(&input, "-", file, &err), 0);
	text = content(&input, &length);
	assert_int_equal(length, sizeof bytes);
	assert_memory_equal(text, bytes, sizeof bytes);
	free(text);
	input_release(&input);
	fclose(file);
	unlink(path);
}

static void the_hash_is_sha_256_of_the_whole_and_rewinds(void **state)
{
	static const struct {
		size_t length;
		const char *hex;
	} cases[] = {
		{ 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		FILE *pipe = pipe_of('a', cases[i].length);
		struct input input;
		struct err err;
		char hex[65];

		assert_int_equal(input_open(&input, "-", pipe, &err), 0);
		pclose(pipe);
		if (cases[i].length > 0) {
			assert_int_equal(fgetc(input.stream), 'a');
		}
		assert_int_equal(input_hash(&input, hex, &err), 0);
		assert_string_equal(hex, cases[i].hex);
		assert_int_equal(ftello(input.stream), 0);
		input_release(&input);
	}
}

static void a_regular_file_is_read_in_place(void **state)
{
	char path[] = "/tmp/test_input.XXXXXX";
	struct stat opened, named;
	struct input input;
	struct err err;
	int fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, "{}", 2), 2);
	assert_int_equal(input_open(&input, path, NULL, &err), 0);
	assert_string_equal(input.name, path);
	assert_int_equal(fstat(fileno(input.stream), &opened), 0);
	assert_int_equal(fstat(fd, &named), 0);
	assert_true(opened.st_ino == named.st_ino);
	input_release(&input);
	close(fd);
	unlink(path);
}

static void a_device_is_spooled_like_a_pipe(void **state)
{
	struct input input;
	struct err err;

	(void)state;
	assert_int_equal(input_open(&input, "/dev/null", NULL, &err), 0);
	assert_int_equal(input_rewind(&input, &err), 0);
	assert_int_equal(fgetc(input.stream), EOF);
	input_release(&input);
}

static void what_cannot_be_read_is_refused_with_a_hint(void **state)
{
	static const struct {
		const char *name;
		enum err_code code;
		const char *message, *hint;
	} cases[] = {
		{ "/nonexistent/orders.json", ERR_NOT_FOUND, "there is no file /nonexistent/orders.json",
		  "check the name and the directory; - reads standard input" },
		{ "/dev/null/orders.json", ERR_NOT_FOUND, "there is no file /dev/null/orders.json",
		  "check the name and the directory; - reads standard input" },
		{ "/tmp", ERR_FAILED, "cannot read /tmp: Is a directory", "name a file in it" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct input input;
		struct err err;

		assert_int_equal(input_open(&input, cases[i].name, NULL, &err), -1);
		assert_int_equal(err.code, cases[i].code);
		assert_string_equal(err.message, cases[i].message);
		assert_string_equal(err.hint, cases[i].hint);
		assert_string_equal(err.subject, cases[i].name);
		input_release(&input);
	}
}

static void a_standard_input_that_cannot_be_read_is_an_error(void **state)
{
	FILE *directory = fopen("/tmp", "r");
	struct input input;
	struct err err;

	(void)state;
	assert_non_null(directory);
	assert_int_equal(input_open(&input, "-", directory, &err), -1);
	assert_int_equal(err.code, ERR_FAILED);
	assert_string_equal(err.message, "cannot read standard input: Is a directory");
	input_release(&input);
	fclose(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(standard_input_is_read_to_its_end_and_again),
		cmocka_unit_test(bytes_of_every_kind_survive_the_spool),
		cmocka_unit_test(the_hash_is_sha_256_of_the_whole_and_rewinds),
		cmocka_unit_test(a_regular_file_is_read_in_place),
		cmocka_unit_test(a_device_is_spooled_like_a_pipe),
		cmocka_unit_test(what_cannot_be_read_is_refused_with_a_hint),
		cmocka_unit_test(a_standard_input_that_cannot_be_read_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
