/* Backups with real files: what gets the name is whole, is this database's, and nothing else lies about. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faulty_vfs.h"
#include "ordr/event.h"
#include "safe.h"

static void a_backup_is_what_was_read_and_not_what_came_since(void **state)
{
	struct safe *safe = *state;
	struct backup made;
	struct event event;
	safe_open(safe, safe->file, DB_READ);
	assert_int_equal(event_last(&safe->core, &event), 1); /* the snapshot begins here */
	struct core reader = safe->core;
	safe_write(safe, "later");
	safe_succeed(safe, backup_make(&reader, safe->file, safe->copy, NONE, &made));
	db_close(reader.db);
	assert_string_equal(made.file, safe->copy);
	assert_int_equal(made.events, 1);
	assert_int_equal(made.bytes % 4096, 0);
	assert_string_equal(made.head, arena_printf(&safe->arena, "1:%s", event.hash));
	assert_int_equal(made.checked_at.ms, safe->core.now.ms);
	assert_string_equal(safe_last(safe, safe->copy), "first");
	assert_string_equal(safe_last(safe, safe->file), "later");
	assert_int_equal(safe_files(safe->directory), 2);
}

static void what_is_in_the_write_ahead_log_is_in_the_backup(void **state)
{
	struct safe *safe = *state;
	struct db *holder;
	assert_int_equal(db_open(&holder, safe->file, DB_READ, 0, &safe->err), 0);
	safe_write(safe, "in the log");
	safe_succeed(safe, safe_backup(safe, safe->copy, NONE, &(struct backup){ 0 }));
	db_close(holder);
	assert_string_equal(safe_last(safe, safe->copy), "in the log");
}

static void nothing_is_overwritten_and_no_link_followed(void **state)
{
	struct safe *safe = *state;
	struct backup made;
	char link[160], target[160];
	snprintf(link, sizeof link, "%s/link.db", safe->directory);
	snprintf(target, sizeof target, "%s/target", safe->directory);
	assert_int_equal(symlink(target, link), 0);
	safe_refused(safe, safe_backup(safe, link, NONE, &made), ERR_CONFLICT, "link.db exists already");
	safe_refused(safe, safe_backup(safe, safe->file, NONE, &made), ERR_CONFLICT, "ordr.db exists already");
	assert_int_equal(access(target, F_OK), -1);
	snprintf(link, sizeof link, "%s/none/copy.db", safe->directory);
	safe_refused(safe, safe_backup(safe, link, NONE, &made), ERR_FAILED, "No such file or directory");
	snprintf(link, sizeof link, "%s/none/", safe->directory);
	safe_refused(safe, safe_backup(safe, link, NONE, &made), ERR_NOT_FOUND, "no directory");
	safe_refused(safe, safe_backup(safe, safe->copy, 3, &made), ERR_USAGE, "--keep is for backups in a directory");
	snprintf(link, sizeof link, "%s-wal", safe->copy);
	assert_int_equal(symlink(target, link), 0);
	safe_refused(safe, safe_backup(safe, safe->copy, NONE, &made), ERR_CONFLICT, "copy.db-wal is there without its database");
	assert_int_equal(safe_files(safe->directory), 3);
}

static void a_backup_is_as_private_as_the_database(void **state)
{
	struct safe *safe = *state;
	static const struct {
		mode_t database, mask, copy;
	} modes[] = { { 0600, 0, 0600 }, { 0660, 0, 0660 }, { 0660, 027, 0640 }, { 0644, 022, 0644 }, { 0666, 077, 0600 } };
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		assert_int_equal(chmod(safe->file, modes[i].database), 0);
		mode_t before = umask(modes[i].mask);
		safe_succeed(safe, safe_backup(safe, safe->copy, NONE, &(struct backup){ 0 }));
		umask(before);
		assert_int_equal(safe_mode(safe->copy), modes[i].copy);
		assert_int_equal(unlink(safe->copy), 0);
	}
	if (chown(safe->file, (uid_t)-1, getegid() + 1))
		return; /* only root can go on */
	assert_int_equal(chmod(safe->file, 0660), 0);
	safe_succeed(safe, safe_backup(safe, safe->copy, NONE, &(struct backup){ 0 }));
	assert_int_equal(safe_mode(safe->copy), 0600);
}

static void a_copy_that_is_not_sound_gets_no_name(void **state)
{
	struct safe *safe = *state;
	sqlite3 *handle;
	/* An index that does not know a row: the file is readable, and wrong. */
	assert_int_equal(sqlite3_open(safe->file, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle,
				      "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE INDEX event_subject ON event (actor)'"
				      " WHERE name = 'event_subject'", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
	safe_refused(safe, safe_backup(safe, safe->copy, NONE, &(struct backup){ 0 }), ERR_DAMAGED, "the copy is not sound: row 1 missing from index event_subject");
	assert_int_equal(safe_files(safe->directory), 1);
}

static void a_disk_that_fails_leaves_nothing_behind(void **state)
{
	struct safe *safe = *state;
	static const struct {
		enum shim_call call;
		int code;
	} faults[] = { { SHIM_WRITE, SQLITE_FULL }, { SHIM_SYNC, SQLITE_IOERR_FSYNC } };
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		int failures = 0;
		for (int nth = 1;; nth++) {
			faulty_fail(faults[i].call, nth, faults[i].code, false);
			int result = safe_backup(safe, safe->copy, NONE, &(struct backup){ 0 });
			faulty_mend();
			if (!result)
				break;
			assert_int_equal(safe->err.code, ERR_FAILED);
			assert_int_equal(safe_files(safe->directory), 1);
			failures++;
		}
		assert_true(failures > 0);
		assert_int_equal(unlink(safe->copy), 0);
	}
}

/* --- backups in a directory ---------------------------------------------------------------------------------------------------- */


static void the_newest_are_kept_and_nothing_of_others_goes(void **state)
{
	struct safe *safe = *state;
	struct backup made;
	static const char *const times[] = { "2026-11-20T08:00:00Z", "2026-11-21T08:00:00.500Z", "2026-11-22T08:00:00Z" };
	for (size_t i = 0; i < 3; i++) {
		safe_now(safe, times[i]);
		safe_succeed(safe, safe_backup(safe, i ? safe->directory : NULL, NONE, &made));
	}
	assert_string_equal(made.file, safe_in(safe, "ordr-20261122T080000Z.db"));
	/* What only looks like one: another database, a text, a directory, a link to one; and a backup of another name. */
	struct db *other;
	assert_int_equal(db_open(&other, safe_in(safe, "ordr-20200101T000000Z.db"), DB_CREATE, 0, &safe->err), 0);
	db_close(other);
	assert_int_equal(close(creat(safe_in(safe, "ordr-20200102T000000Z.db"), 0600)), 0);
	assert_int_equal(mkdir(safe_in(safe, "ordr-20200103T000000Z.db"), 0700), 0);
	assert_int_equal(symlink(safe_in(safe, "ordr-20261120T080000Z.db"), safe_in(safe, "ordr-20200104T000000Z.db")), 0);
	assert_int_equal(link(safe_in(safe, "ordr-20261120T080000Z.db"), safe_in(safe, "ordr-20200105T000000Zx.db")), 0);
	assert_int_equal(link(safe_in(safe, "ordr-20261120T080000Z.db"), safe_in(safe, "ordr-2020010AT000000Z.db")), 0);
	int before = safe_files(safe->directory);

	safe_now(safe, "2026-11-23T08:00:00Z");
	safe_succeed(safe, safe_backup(safe, safe->directory, 3, &made));
	assert_int_equal(made.removed.count, 1);
	assert_string_equal(((const char **)made.removed.items)[0], safe_in(safe, "ordr-20261120T080000Z.db"));
	assert_int_equal(safe_files(safe->directory), before);

	safe_now(safe, "2026-11-19T08:00:00Z"); /* a clock that was set back: the new one stays all the same */
	safe_succeed(safe, safe_backup(safe, safe_in(safe, ""), 1, &made));
	assert_int_equal(made.removed.count, 3);
	assert_string_equal(((const char **)made.removed.items)[0], safe_in(safe, "ordr-20261123T080000Z.db"));
	assert_int_equal(access(safe_in(safe, "ordr-20261119T080000Z.db"), F_OK), 0);
	assert_int_equal(safe_files(safe->directory), before - 2);
	safe_refused(safe, safe_backup(safe, safe->directory, 1, &made), ERR_CONFLICT, "ordr-20261119T080000Z.db exists already");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, safe_setup, safe_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_backup_is_what_was_read_and_not_what_came_since),
		TEST(what_is_in_the_write_ahead_log_is_in_the_backup),
		TEST(nothing_is_overwritten_and_no_link_followed),
		TEST(a_backup_is_as_private_as_the_database),
		TEST(a_copy_that_is_not_sound_gets_no_name),
		TEST(a_disk_that_fails_leaves_nothing_behind),
		TEST(the_newest_are_kept_and_nothing_of_others_goes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
