/* A failing disk below the database: what the caller is told, and that the books are as they were. It shows too that
 * the faults are real ones, on which the tests of the exit codes stand. */
#include <sqlite3.h>

#include "books.h"
#include "faulty_vfs.h"

static int setup(void **state)
{
	faulty_register();
	return books_setup(state);
}

static void set_name(struct db *db, const char *value)
{
	assert_int_equal(
		db_run(db,
		       "INSERT INTO setting VALUES ('company.name', $1) ON CONFLICT (name) DO UPDATE SET value = $1",
		       A(value)),
		0);
}

static int64_t names(struct db *db, const char *value)
{
	int64_t count = -1;
	assert_int_equal(db_integer(db, &count,
				    "SELECT count(*) FROM setting WHERE name = 'company.name' AND value = $1",
				    A(value)),
			 1);
	return count;
}

/* Commits one name, then fails to commit another. */
static void commit_fails(struct books *books, enum shim_call call, int code, enum err_code expected, const char *part)
{
	struct db *db = books->core.db;
	set_name(db, "before");
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(db_begin(db), 0);
	set_name(db, "after");
	faulty_fail(call, 1, code, true);
	books_refused(books, db_commit(db), expected, part);
	assert_true(faulty_mend() > 0);
	assert_int_equal(names(db, "before"), 1);
	assert_int_equal(db_begin(db), 0);
	set_name(db, "after");
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(names(db, "after"), 1);
}

static void a_sync_that_fails_leaves_the_outcome_unknown(void **state)
{
	commit_fails(*state, SHIM_SYNC, SQLITE_IOERR_FSYNC, ERR_UNKNOWN, "this may or may not have happened");
}

static void a_full_disk_is_a_failure_and_nothing_happened(void **state)
{
	commit_fails(*state, SHIM_WRITE, SQLITE_FULL, ERR_FAILED, "the disk is full");
}

static void only_the_call_that_was_named_fails(void **state)
{
	struct books *books = *state;
	faulty_fail(SHIM_SYNC, 1000, SQLITE_IOERR_FSYNC, false);
	set_name(books->core.db, "one");
	assert_int_equal(db_commit(books->core.db), 0);
	assert_int_equal(faulty_mend(), 0);
	assert_int_equal(db_begin(books->core.db), 0);
	set_name(books->core.db, "two");
	faulty_fail(SHIM_SYNC, 1, SQLITE_IOERR_FSYNC, false);
	assert_int_equal(db_commit(books->core.db), -1);
	assert_int_equal(db_begin(books->core.db), 0);
	set_name(books->core.db, "three");
	assert_int_equal(db_commit(books->core.db), 0);
	assert_int_equal(faulty_mend(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_sync_that_fails_leaves_the_outcome_unknown, setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_full_disk_is_a_failure_and_nothing_happened, setup, books_teardown),
		cmocka_unit_test_setup_teardown(only_the_call_that_was_named_fails, setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
