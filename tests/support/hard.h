/* Commands run in this process in a directory of their own, for what no transcript can bring about. */
#ifndef ORDR_TESTS_HARD_H
#define ORDR_TESTS_HARD_H

#include "ordr/arena.h"
#include "shell.h"

struct hard {
	char directory[64];
	int before; /* the directory to go back to */
	struct arena arena;
	struct shell shell;
};

/* Of a test of cmocka: *state becomes a struct hard, with ordr.db of a company called Before in the current directory. */
int hard_setup(void **state);
int hard_teardown(void **state);

/* Runs the command; `part` must stand in what it says, on either stream. */
void hard_run(struct hard *hard, const char *text, int status, const char *part);
/* What the whole file holds, in the arena, with its length. */
const char *hard_read(struct hard *hard, const char *name, size_t *length);
void hard_write(const char *name, const char *bytes, size_t length);

#endif
