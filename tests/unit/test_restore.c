/* Restores with real files and other processes: whatever happens, there is a whole database under the name, the old one or the new one. */
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faulty_vfs.h"
#include "ordr/event.h"
#include "ordr/master.h"
#include "ordr/user.h"
#include "safe.h"

/* A backup of the first event, and a database that has gone on. */
static void go_on(struct safe *safe)
{
	safe_succeed(safe, safe_backup(safe, safe->copy, NONE, &(struct backup){ 0 }));
	safe_write(safe, "later");
}

static void a_restore_needs_a_word_when_something_is_there(void **state)
{
	struct safe *safe = *state;
	struct restored restored;
	struct event event;
	go_on(safe);
	safe_refused(safe, safe_restore(safe, safe->copy, false, 0), ERR_REFUSED, "ordr.db is there, and would be replaced by");
	assert_string_equal(safe_last(safe, safe->file), "later");
	assert_int_equal(chmod(safe->file, 0640), 0);
	safe_succeed(safe, backup_restore(&safe->core, safe->copy, safe->file, true, 0, &restored));
	assert_int_equal(restored.events, 2);
	assert_memory_equal(restored.replaced, "2:", 2);
	assert_int_equal(safe_mode(safe->file), 0640);
	assert_int_equal(safe_files(safe->directory), 2);
	safe_open(safe, safe->file, DB_READ);
	assert_int_equal(event_last(&safe->core, &event), 1);
	assert_string_equal(event.subject, "database");
	assert_string_equal(event.what, arena_printf(&safe->arena, "{\"from\":\"%s\",\"head\":\"1:%s\",\"replaced\":\"%s\"}", safe->copy,
						     event.previous, restored.replaced));
	safe_close(safe);
	assert_string_equal(safe_last(safe, safe->copy), "first");
}

static void where_nothing_is_a_backup_is_put_without_a_word(void **state)
{
	struct safe *safe = *state;
	go_on(safe);
	assert_int_equal(unlink(safe->file), 0);
	const char *log = arena_printf(&safe->arena, "%s-wal", safe->file);
	assert_int_equal(close(creat(log, 0600)), 0);
	safe_refused(safe, safe_restore(safe, safe->copy, true, 0), ERR_CONFLICT, "ordr.db-wal is there without its database");
	assert_int_equal(unlink(log), 0);
	safe_succeed(safe, safe_restore(safe, safe->copy, false, 0));
	assert_string_equal(safe_last(safe, safe->file), "database");
	assert_int_equal(safe_files(safe->directory), 2);
}

static void write_text(const char *file, const char *text)
{
	FILE *stream = fopen(file, "w");
	assert_non_null(stream);
	fputs(text, stream);
	assert_int_equal(fclose(stream), 0);
}

static void damage(const char *file, long offset, long length)
{
	FILE *stream = fopen(file, "r+");
	assert_non_null(stream);
	assert_int_equal(fseek(stream, offset, SEEK_SET), 0);
	for (long i = 0; i < length; i++)
		putc(0xaa, stream);
	assert_int_equal(fclose(stream), 0);
}

static void what_is_no_sound_backup_is_not_put_back(void **state)
{
	struct safe *safe = *state;
	const char *bad = safe_in(safe, "bad.db");
	go_on(safe);
	safe_refused(safe, safe_restore(safe, safe_in(safe, "none.db"), true, 0), ERR_NOT_FOUND, "no backup");
	safe_refused(safe, safe_restore(safe, safe->directory, true, 0), ERR_NO_DATABASE, "is not a file");
	safe_refused(safe, safe_restore(safe, safe->file, true, 0), ERR_USAGE, "is the database itself");
	write_text(bad, "");
	safe_refused(safe, safe_restore(safe, bad, true, 0), ERR_NO_DATABASE, "is not an ordr database");
	write_text(bad, "no database, but long enough to be taken for the header of one: a hundred bytes and some more of it\n");
	safe_refused(safe, safe_restore(safe, bad, true, 0), ERR_NO_DATABASE, "not an ordr database");
	assert_int_equal(unlink(bad), 0);
	safe_succeed(safe, safe_backup(safe, bad, NONE, &(struct backup){ 0 }));
	damage(bad, 8192, 100000);
	safe_refused(safe, safe_restore(safe, bad, true, 0), ERR_DAMAGED, "bad.db is damaged: ");
	assert_int_equal(truncate(bad, 20000), 0);
	safe_refused(safe, safe_restore(safe, bad, true, 0), ERR_DAMAGED, "bad.db is damaged: ");
	assert_string_equal(safe_last(safe, safe->file), "later");
	assert_int_equal(safe_files(safe->directory), 3);
}

static void what_is_no_database_is_not_replaced(void **state)
{
	struct safe *safe = *state;
	go_on(safe);
	write_text(safe->file, "my thesis");
	safe_refused(safe, safe_restore(safe, safe->copy, true, 0), ERR_NO_DATABASE, "is there and not an ordr database, so it is not replaced");
	FILE *stream = fopen(safe->file, "r");
	char text[32] = "";
	assert_non_null(fgets(text, sizeof text, stream));
	fclose(stream);
	assert_string_equal(text, "my thesis");
	assert_int_equal(safe_files(safe->directory), 2);
}

static void a_damaged_database_is_replaced(void **state)
{
	struct safe *safe = *state;
	go_on(safe);
	struct stat about;
	assert_int_equal(stat(safe->file, &about), 0);
	damage(safe->file, 4096, about.st_size - 4096);
	safe_refused(safe, safe_restore(safe, safe->copy, false, 0), ERR_REFUSED, "is there");
	safe_succeed(safe, safe_restore(safe, safe->copy, true, 0));
	assert_string_equal(safe_last(safe, safe->file), "database");
	assert_int_equal(safe_files(safe->directory), 2);
}

static void only_an_admin_replaces_a_database_with_users(void **state)
{
	struct safe *safe = *state;
	struct user ann = { .name = "ann", .role = "admin" };
	go_on(safe);
	safe_open(safe, safe->file, DB_WRITE);
	safe_succeed(safe, master_add(&safe->core, &master_user, &ann));
	assert_int_equal(db_commit(safe->core.db), 0);
	safe_close(safe);
	safe_refused(safe, safe_restore(safe, safe->copy, true, 0), ERR_DENIED, "test is not kept as a user");
	safe->core.actor = "ann";
	safe_succeed(safe, safe_restore(safe, safe->copy, true, 0));
}

static void a_link_to_the_database_stays_a_link(void **state)
{
	struct safe *safe = *state;
	struct stat about;
	go_on(safe);
	assert_int_equal(mkdir(safe_in(safe, "real"), 0700), 0);
	assert_int_equal(rename(safe->file, safe_in(safe, "real/books.db")), 0);
	assert_int_equal(symlink("real/books.db", safe->file), 0);
	safe_succeed(safe, safe_restore(safe, safe->copy, true, 0));
	assert_int_equal(lstat(safe->file, &about), 0);
	assert_true(S_ISLNK(about.st_mode));
	assert_string_equal(safe_last(safe, safe_in(safe, "real/books.db")), "database");
	assert_int_equal(safe_files(safe_in(safe, "real")), 1);
}

/* --- restore while others are there -------------------------------------------------------------------------------------------- */

static void a_reader_holds_a_restore_up(void **state)
{
	struct safe *safe = *state;
	struct db *reader;
	int64_t count = 0;
	go_on(safe);
	assert_int_equal(db_open(&reader, safe->file, DB_READ, 0, &safe->err), 0);
	assert_int_equal(db_integer(reader, &count, "SELECT count(*) FROM event", DB_NONE), 1);
	safe_refused(safe, safe_restore(safe, safe->copy, true, 100), ERR_BUSY, "another program has");
	assert_int_equal(safe_files(safe->directory), 4); /* with -wal and -shm of the reader */
	db_close(reader);
	assert_string_equal(safe_last(safe, safe->file), "later");
	safe_succeed(safe, safe_restore(safe, safe->copy, true, 100));
	assert_int_equal(safe_files(safe->directory), 2);
}

/* A process that writes an event once it is its turn; it says through `ready` that it is about to wait. */
static pid_t writer(struct safe *safe, bool dies)
{
	int ready[2];
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (write(ready[1], "y", 1) != 1)
			_exit(2);
		struct core *core = &safe->core;
		bool done = !db_open(&core->db, safe->file, DB_WRITE, 10000, &safe->err) && !db_begin(core->db) &&
			    !event_write(core, "written while it waited", "{}") && !db_commit(core->db);
		if (dies)
			kill(getpid(), SIGKILL);
		db_close(core->db);
		_exit(done ? 0 : 1);
	}
	char said;
	assert_int_equal(read(ready[0], &said, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return child;
}

/* What it writes must be in the new database: the old one is nobody's any more. */
static void a_writer_that_waits_writes_to_the_new_database(void **state)
{
	struct safe *safe = *state;
	int status;
	safe_succeed(safe, safe_backup(safe, safe->copy, NONE, &(struct backup){ 0 }));
	safe_open(safe, safe->file, DB_WRITE);
	pid_t waiting = writer(safe, false);
	usleep(200000);
	assert_int_equal(waitpid(waiting, &status, WNOHANG), 0);
	assert_int_equal(rename(safe->copy, safe->file), 0); /* as a restore does, that has its turn */
	safe_close(safe);
	assert_int_equal(waitpid(waiting, &status, 0), waiting);
	assert_int_equal(status, 0);
	assert_string_equal(safe_last(safe, safe->file), "written while it waited");
	assert_int_equal(safe_files(safe->directory), 1);
}

static void what_a_dead_writer_left_in_its_log_is_not_taken_for_the_new_database(void **state)
{
	struct safe *safe = *state;
	int status;
	struct backup made;
	go_on(safe);
	pid_t dead = writer(safe, true);
	assert_int_equal(waitpid(dead, &status, 0), dead);
	assert_true(WIFSIGNALED(status));
	struct stat about;
	assert_int_equal(stat(safe_in(safe, "ordr.db-wal"), &about), 0);
	assert_true(about.st_size > 0);
	safe_succeed(safe, safe_restore(safe, safe->copy, true, 0));
	assert_int_equal(safe_files(safe->directory), 2);
	assert_string_equal(safe_last(safe, safe->file), "database");
	safe_succeed(safe, safe_backup(safe, safe_in(safe, "again.db"), NONE, &made));
	assert_int_equal(made.events, 2);
}

/* A backup may be a database that nobody closed: its log is part of it. */
static void a_log_that_lies_beside_the_backup_is_read(void **state)
{
	struct safe *safe = *state;
	int status;
	pid_t dead = writer(safe, true);
	assert_int_equal(waitpid(dead, &status, 0), dead);
	assert_int_equal(rename(safe->file, safe->copy), 0);
	assert_int_equal(rename(safe_in(safe, "ordr.db-wal"), safe_in(safe, "copy.db-wal")), 0);
	assert_int_equal(unlink(safe_in(safe, "ordr.db-shm")), 0);
	safe_succeed(safe, safe_restore(safe, safe->copy, false, 0));
	struct event event;
	safe_open(safe, safe->file, DB_READ);
	assert_int_equal(event_find(&safe->core, 2, &event), 1);
	assert_string_equal(event.subject, "written while it waited");
	safe_close(safe);
}

static void a_disk_that_fails_leaves_the_old_database(void **state)
{
	struct safe *safe = *state;
	static const struct {
		enum shim_call call;
		int code;
	} faults[] = { { SHIM_WRITE, SQLITE_FULL }, { SHIM_SYNC, SQLITE_IOERR_FSYNC } };
	go_on(safe);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		int failures = 0;
		int hit = 1;
		for (int nth = 1; hit; nth++) {
			faulty_fail(faults[i].call, nth, faults[i].code, false);
			int result = safe_restore(safe, safe->copy, true, 0);
			hit = faulty_mend();
			assert_string_equal(safe_last(safe, safe->file), result ? "later" : "database");
			assert_int_equal(safe_files(safe->directory), 2);
			failures += result != 0;
			if (!result)
				safe_write(safe, "later");
		}
		assert_true(failures > 3);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, safe_setup, safe_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_restore_needs_a_word_when_something_is_there),
		TEST(where_nothing_is_a_backup_is_put_without_a_word),
		TEST(what_is_no_sound_backup_is_not_put_back),
		TEST(what_is_no_database_is_not_replaced),
		TEST(a_damaged_database_is_replaced),
		TEST(only_an_admin_replaces_a_database_with_users),
		TEST(a_link_to_the_database_stays_a_link),
		TEST(a_reader_holds_a_restore_up),
		TEST(a_writer_that_waits_writes_to_the_new_database),
		TEST(what_a_dead_writer_left_in_its_log_is_not_taken_for_the_new_database),
		TEST(a_log_that_lies_beside_the_backup_is_read),
		TEST(a_disk_that_fails_leaves_the_old_database),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
