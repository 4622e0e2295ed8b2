/* The queue of writers with real processes: nobody is lost, nobody is refused, and a dead one holds nobody up. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "books.h"

#define WRITERS 8
#define ROUNDS  25

static int add_one(const char *file, int64_t wait_ms, struct err *err)
{
	struct db *db;
	if (db_open(&db, file, DB_WRITE, wait_ms, err))
		return -1;
	int result = db_begin(db);
	if (!result)
		result = db_run(db, "INSERT INTO setting VALUES ('n', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1", DB_NONE);
	if (!result)
		result = db_commit(db);
	db_close(db);
	return result;
}

static void every_writer_gets_its_turn(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_commit(books->core.db), 0);
	db_close(books->core.db);
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0) {
			struct err err = { 0 };
			int failed = 0;
			for (int round = 0; round < ROUNDS && !failed; round++)
				failed = add_one(books->file, 30000, &err) != 0;
			_exit(failed);
		}
	for (int i = 0; i < WRITERS; i++) {
		int status;
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(db_open(&books->core.db, books->file, DB_READ, 0, &books->err), 0);
	int64_t count = 0;
	assert_int_equal(db_integer(books->core.db, &count, "SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'n'", DB_NONE), 1);
	assert_int_equal(count, WRITERS * ROUNDS);
}

/* Opens for writing in a process of its own, says so, and stays until it is killed. */
static pid_t hold(const char *file)
{
	int ready[2];
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		struct db *db;
		struct err err = { 0 };
		char said = db_open(&db, file, DB_WRITE, 1000, &err) || db_begin(db) ? 'n' : 'y';
		if (write(ready[1], &said, 1) == 1)
			pause();
		_exit(1);
	}
	char said = 'n';
	assert_int_equal(read(ready[0], &said, 1), 1);
	assert_int_equal(said, 'y');
	close(ready[0]);
	close(ready[1]);
	return child;
}

static void waiting_ends_in_time_and_the_dead_hold_nobody_up(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_commit(books->core.db), 0);
	db_close(books->core.db);
	books->core.db = NULL;
	pid_t holder = hold(books->file);
	struct err err = { 0 };
	assert_int_equal(add_one(books->file, 200, &err), -1);
	assert_int_equal(err.code, ERR_BUSY);
	assert_string_equal(err.message, "other writers held the database for 0.200 seconds");
	assert_int_equal(kill(holder, SIGKILL), 0);
	assert_int_equal(waitpid(holder, NULL, 0), holder);
	assert_int_equal(add_one(books->file, 1000, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_writer_gets_its_turn, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(waiting_ends_in_time_and_the_dead_hold_nobody_up, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
