/* A database for each test, made by the same migrations as a company's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "books.h"

int books_setup(void **state)
{
	struct books *books = calloc(1, sizeof *books);
	assert_non_null(books);
	strcpy(books->directory, "/tmp/ordr-test-XXXXXX");
	assert_non_null(mkdtemp(books->directory));
	snprintf(books->file, sizeof books->file, "%s/ordr.db", books->directory);
	assert_int_equal(zone_use("UTC"), 0);
	assert_int_equal(db_open(&books->core.db, books->file, DB_CREATE, 1000, &books->err), 0);
	assert_int_equal(db_begin(books->core.db), 0);
	assert_int_equal(db_commit(books->core.db), 0);
	assert_int_equal(db_close(books->core.db), 0);
	assert_int_equal(db_open(&books->core.db, books->file, DB_WRITE, 1000, &books->err), 0);
	assert_int_equal(db_begin(books->core.db), 0);
	books->core.arena = &books->arena;
	books->core.keep = &books->keep;
	books->core.err = &books->err;
	books->core.actor = "test";
	books->core.command = "test";
	books_now(books, "2026-11-24T08:00:00Z");
	*state = books;
	return 0;
}

int books_teardown(void **state)
{
	struct books *books = *state;
	db_close(books->core.db);
	arena_release(&books->arena);
	arena_release(&books->keep);
	char beside[128];
	snprintf(beside, sizeof beside, "%s-wal", books->file);
	assert_int_not_equal(access(beside, F_OK), 0); /* closed cleanly: one file at rest */
	assert_int_equal(unlink(books->file), 0);
	assert_int_equal(rmdir(books->directory), 0);
	free(books);
	return 0;
}

void books_now(struct books *books, const char *instant)
{
	assert_int_equal(instant_parse(instant, &books->core.now), 0);
}

void books_refused(struct books *books, int result, enum err_code code, const char *part)
{
	assert_int_equal(result, -1);
	assert_string_equal(err_kind(books->err.code)->name, err_kind(code)->name);
	if (!strstr(books->err.message, part))
		fail_msg("\"%s\" does not say \"%s\"", books->err.message, part);
}
