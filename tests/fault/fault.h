/* What the tests of faults share: a small company on disk, ordr run in this process or as the program, and what the
 * books hold, told as a hash. Each ends with status 1 at the first thing that is not as promised. */
#ifndef ORDR_TESTS_FAULT_H
#define ORDR_TESTS_FAULT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tree.h"

/* The arguments of a fault test: PROGRAM [--count N] [--seed N] [--nth N] [--ordr FILE] [WORD]. */
struct fault_options {
	long count;
	long nth; /* only this one, to see it again; 0: all */
	uint64_t seed;
	char ordr[1024]; /* the program, where a test runs it */
	const char *word;
};

void fault_options(int argc, char **argv, long count, struct fault_options *options);
_Noreturn void fault_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The one line that a test ends with. */
void fault_told(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The next number of a repeatable sequence, below `limit`. */
uint64_t fault_random(uint64_t *seed, uint64_t limit);
int64_t fault_us(void); /* of the monotonic clock */

/* Makes a directory, goes there, and sets an environment without anything of whoever runs the tests. */
void fault_enter(char directory[64]);
/* Goes away from there and removes it. */
void fault_leave(const char *directory);

/* What a run of ordr gave; its texts are given back with fault_forget. */
struct fault_result {
	int status;
	char *out, *err;
};

#define FAULT_WORDS 24
/* Splits at single blanks, in place. */
int fault_split(char *text, char *words[FAULT_WORDS]);
/* Runs ordr in this process: "place -c C-1 -l P-1:2". */
void fault_run(const char *text, struct fault_result *result);
void fault_forget(struct fault_result *result);
/* Runs it and ends the test unless it comes to exit 0. */
void fault_must(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* init, a seller, a customer, two products, stock: the books that the faults befall. */
void fault_company(void);
/* Ends the test unless `ordr doctor` is silent, and ordr.db lies there alone (beside what `others` counts). */
void fault_sound(const char *when, int others);

/* SHA-256 over all rows of all tables; "none" when there is no file. */
void fault_digest(const char *file, char hex[65]);
/* One integer from the database. */
int64_t fault_integer(const char *file, const char *sql);
/* Files that lie in this directory. */
int fault_files(void);
void fault_copy(const char *from, const char *to);
/* The whole file, with a NUL behind it; NULL when there is none. */
char *fault_content(const char *file, size_t *length);

#endif
