/* The faulty file system is in place from the start: what never makes it fail never notices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faulty_vfs.h"
#include "hard.h"
#include "ordr/cmd.h"
#include "tree.h"

void hard_run(struct hard *hard, const char *text, int status, const char *part)
{
	struct shell_command command = { .text = text };
	struct shell_result result = { 0 };
	struct err err = { 0 };
	if (shell_run(&hard->shell, &command, &result, &err))
		fail_msg("%s: %s", text, err.message);
	str_put(&result.err, result.out.text ? result.out.text : "");
	if (result.status != status || !strstr(result.err.text, part))
		fail_msg("%s: exit %d, not %d with \"%s\": %s", text, result.status, status, part, result.err.text);
	str_release(&result.out);
	str_release(&result.err);
}

int hard_setup(void **state)
{
	struct hard *hard = calloc(1, sizeof *hard);
	assert_non_null(hard);
	faulty_register();
	tree_make(hard->directory);
	hard->before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(chdir(hard->directory), 0);
	hard->shell = (struct shell){ .program = ordr_main, .arena = &hard->arena };
	shell_environment(&hard->shell, hard->directory);
	hard_run(hard, "ordr init", 0, "");
	hard_run(hard, "ordr config set company.name Before", 0, "");
	*state = hard;
	return 0;
}

int hard_teardown(void **state)
{
	struct hard *hard = *state;
	faulty_mend();
	assert_int_equal(fchdir(hard->before), 0);
	close(hard->before);
	tree_remove(hard->directory);
	shell_forget(&hard->shell);
	arena_release(&hard->arena);
	free(hard);
	return 0;
}

const char *hard_read(struct hard *hard, const char *name, size_t *length)
{
	FILE *file = fopen(name, "r");
	assert_non_null(file);
	char *bytes = arena_alloc(&hard->arena, 4 << 20);
	*length = fread(bytes, 1, 4 << 20, file);
	fclose(file);
	return bytes;
}

void hard_write(const char *name, const char *bytes, size_t length)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}
