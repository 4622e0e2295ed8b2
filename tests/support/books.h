/* What core tests stand on: a real database in a directory of its own, open inside a transaction, with a fixed clock. */
#ifndef ORDR_TESTS_BOOKS_H
#define ORDR_TESTS_BOOKS_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "ordr/core.h"

struct books {
	char directory[64];
	char file[96];
	struct arena arena, keep;
	struct err err;
	struct core core;
};

/* Test setup and teardown: *state is a struct books; now is 2026-11-24T08:00:00Z (a Tuesday), the actor is "test". */
int books_setup(void **state);
int books_teardown(void **state);
/* Sets the clock of the test. */
void books_now(struct books *books, const char *instant);
/* Runs SQL that must be refused with a message that holds `part`. */
void books_refused(struct books *books, int result, enum err_code code, const char *part);

#endif
