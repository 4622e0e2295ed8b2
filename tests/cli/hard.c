/* The exit codes that no transcript reaches, because a disk must fail, another process must hold the database or
 * somebody must have damaged it: 1, 9, 10, 11 and 12. What each promises is checked with it: nothing happened, or it
 * can be settled. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faulty_vfs.h"
#include "hard.h"
#include "ordr/db.h"

static void execute(const char *name, const char *sql)
{
	sqlite3 *handle;
	assert_int_equal(sqlite3_open(name, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

/* Reading and writing commands both come to this, and leave the file as it was. */
static void is_refused_untouched(struct hard *hard, const char *name, int status, const char *part)
{
	static const char *const tried[] = { "ordr --db $db config list",
						"ordr --db $db config set company.name After",
						"ordr --db $db list --json" };
	size_t length, length_after;
	const char *before = hard_read(hard, name, &length);
	shell_assign(&hard->shell, "db", name);
	for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
		hard_run(hard, tried[i], status, part);
		const char *after = hard_read(hard, name, &length_after);
		assert_int_equal(length_after, length);
		assert_memory_equal(after, before, length);
	}
}

static void output_that_cannot_be_written_is_a_failure(void **state)
{
	hard_run(*state, "ordr config list >/dev/full", 1, "ordr: ");
	hard_run(*state, "ordr config list --json >/dev/full", 1, "\"failed\"");
	hard_run(*state, "ordr help >/dev/full", 1, "ordr: ");
}

static void input_that_cannot_be_read_is_a_failure(void **state)
{
	hard_run(*state, "ordr place - < .", 1, "ordr: ");
}

static void a_full_disk_changes_nothing(void **state)
{
	struct hard *hard = *state;
	faulty_fail(SHIM_WRITE, 1, SQLITE_FULL, true);
	hard_run(hard, "ordr config set company.name After", 1, "the disk is full\nhint: ");
	assert_true(faulty_mend() > 0);
	hard_run(hard, "ordr config get company.name", 0, "Before");
	hard_run(hard, "ordr config set company.name After", 0, "");
	hard_run(hard, "ordr config get company.name", 0, "After");
}

static void a_commit_that_may_have_happened_is_settled_by_its_key(void **state)
{
	struct hard *hard = *state;
	faulty_fail(SHIM_SYNC, 1, SQLITE_IOERR_FSYNC, false);
	hard_run(hard, "ordr config set company.name After --key k-1", 12, "may or may not have happened");
	assert_int_equal(faulty_mend(), 1);
	hard_run(hard, "ordr config set company.name After --key k-1", 0, "");
	hard_run(hard, "ordr config get company.name", 0, "After");
	faulty_fail(SHIM_SYNC, 1, SQLITE_IOERR_FSYNC, false);
	hard_run(hard, "ordr config set company.name More --json", 12, "\"unknown\"");
	assert_int_equal(faulty_mend(), 1);
	hard_run(hard, "ordr doctor", 0, "");
}

/* A process that writes, until it is killed. */
static pid_t hold(void)
{
	int ready[2];
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct db *db;
		struct err err = { 0 };
		char said = db_open(&db, "ordr.db", DB_WRITE, 5000, &err) || db_begin(db) ? 'n' : 'y';
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

static void who_waits_longer_than_he_said_is_told_so(void **state)
{
	struct hard *hard = *state;
	pid_t holder = hold();
	hard_run(hard, "ordr config set company.name After --wait 1", 10, "other writers held the database");
	hard_run(hard, "ordr config get company.name --wait 1", 0, "Before"); /* a reader waits for nobody */
	assert_int_equal(kill(holder, SIGKILL), 0);
	assert_int_equal(waitpid(holder, NULL, 0), holder);
	hard_run(hard, "ordr config set company.name After --wait 1", 0, "");
}

static void a_damaged_file_is_named_as_such(void **state)
{
	struct hard *hard = *state;
	size_t length;
	const char *sound = hard_read(hard, "ordr.db", &length);
	assert_true(length > 8192);
	char *damaged = arena_alloc(&hard->arena, length);
	memcpy(damaged, sound, length);
	memset(damaged + 4096, 0xaa, length - 4096); /* all pages but the first, which says whose file it is */
	hard_write("damaged.db", damaged, length);
	is_refused_untouched(hard, "damaged.db", 11, "damaged");
	hard_run(hard, "ordr --db damaged.db doctor", 11, "");
}

static void books_that_do_not_add_up_are_found(void **state)
{
	struct hard *hard = *state;
	hard_run(hard, "ordr doctor", 0, "");
	execute("ordr.db", "DROP TRIGGER event_frozen; UPDATE event SET actor = 'somebody else' WHERE seq = 1");
	hard_run(hard, "ordr doctor", 11, "");
}

/* Whoever can write the file can write anything into it: what reads it must not be led astray by that. */
static void books_that_somebody_was_at_are_read_without_harm(void **state)
{
	struct hard *hard = *state;
	hard_run(hard, "ordr --db demo.db init --demo", 0, "");
	execute("demo.db", "PRAGMA ignore_check_constraints = 1; DROP TRIGGER event_frozen;"
			   "UPDATE orders SET priority = 4294967296 WHERE id = 1;"
			   "UPDATE orders SET confirm_due = 9223372036854775807, promised = -9223372036854775807 WHERE id = 2;"
			   "UPDATE stock SET on_hand = -9223372036854775807 WHERE product_id = 1;"
			   "UPDATE event SET seq = 9223372036854775807 WHERE seq = 1");
	hard_run(hard, "ordr --db demo.db report sla --from 2026-01-01 --json", 0, "ordr.report-sla");
	hard_run(hard, "ordr --db demo.db report sla --from 2026-01-01", 0, "Orders");
	hard_run(hard, "ordr --db demo.db show 2 --fields sla.confirm.due,promised --csv", 0, "9999-12-31T23:59:59.999Z,0001-01-01");
	hard_run(hard, "ordr --db demo.db stock count HAM-500:5", 11, "the stock of HAM-500 in MAIN does not add up");
	hard_run(hard, "ordr --db demo.db config set company.name After", 11, "the last event has the number 9223372036854775807");
	hard_run(hard, "ordr --db demo.db doctor", 11, "");
}

static void what_is_no_database_of_ordr_is_left_alone(void **state)
{
	struct hard *hard = *state;
	hard_run(hard, "ordr --db none.db list", 9, "none.db");
	hard_run(hard, "ordr --db none.db config set company.name After", 9, "hint: ");
	assert_int_equal(access("none.db", F_OK), -1);
	hard_run(hard, "ordr --db . list", 9, "is not a file");
	hard_write("empty.db", "", 0);
	is_refused_untouched(hard, "empty.db", 9, "empty.db is not an ordr database");
	static const char text[] =
		"no database, but long enough to be taken for the header of one: a hundred bytes and some more of it\n";
	hard_write("text.db", text, strlen(text));
	is_refused_untouched(hard, "text.db", 9, "not an ordr database");
	execute("other.db", "CREATE TABLE somebody_elses (x)");
	is_refused_untouched(hard, "other.db", 9, "other.db is not an ordr database");
}

static void a_database_of_a_newer_ordr_is_left_alone(void **state)
{
	struct hard *hard = *state;
	execute("ordr.db", "PRAGMA user_version = 99999");
	is_refused_untouched(hard, "ordr.db", 9, "is from a newer ordr (schema 99999");
	hard_run(hard, "ordr config list --json", 9, "\"no-database\"");
}

#define T(name) cmocka_unit_test_setup_teardown(name, hard_setup, hard_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(output_that_cannot_be_written_is_a_failure),
		T(input_that_cannot_be_read_is_a_failure),
		T(a_full_disk_changes_nothing),
		T(a_commit_that_may_have_happened_is_settled_by_its_key),
		T(who_waits_longer_than_he_said_is_told_so),
		T(a_damaged_file_is_named_as_such),
		T(books_that_do_not_add_up_are_found),
		T(books_that_somebody_was_at_are_read_without_harm),
		T(what_is_no_database_of_ordr_is_left_alone),
		T(a_database_of_a_newer_ordr_is_left_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
