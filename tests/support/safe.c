/* The small database of the tests of backups and restores, with a directory of its own. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faulty_vfs.h"
#include "ordr/event.h"
#include "safe.h"
#include "tree.h"

void safe_now(struct safe *safe, const char *instant)
{
	assert_int_equal(instant_parse(instant, &safe->core.now), 0);
}

void safe_open(struct safe *safe, const char *file, enum db_access access)
{
	assert_int_equal(db_open(&safe->core.db, file, access, 1000, &safe->err), 0);
	assert_int_equal(db_begin(safe->core.db), 0);
}

void safe_close(struct safe *safe)
{
	db_close(safe->core.db);
	safe->core.db = NULL;
}

/* Another event, so that the head is another. */
void safe_write(struct safe *safe, const char *subject)
{
	safe_open(safe, safe->file, DB_WRITE);
	assert_int_equal(event_write(&safe->core, subject, "{}"), 0);
	assert_int_equal(db_commit(safe->core.db), 0);
	safe_close(safe);
}

int safe_setup(void **state)
{
	struct safe *safe = calloc(1, sizeof *safe);
	assert_non_null(safe);
	faulty_register();
	tree_make(safe->directory);
	snprintf(safe->file, sizeof safe->file, "%s/ordr.db", safe->directory);
	snprintf(safe->copy, sizeof safe->copy, "%s/copy.db", safe->directory);
	safe->core = (struct core){ .arena = &safe->arena, .keep = &safe->arena, .err = &safe->err, .actor = "test", .command = "test" };
	safe_now(safe, "2026-11-24T08:00:00Z");
	safe_open(safe, safe->file, DB_CREATE);
	assert_int_equal(event_write(&safe->core, "first", "{}"), 0);
	assert_int_equal(db_commit(safe->core.db), 0);
	safe_close(safe);
	*state = safe;
	return 0;
}

int safe_teardown(void **state)
{
	struct safe *safe = *state;
	faulty_mend();
	db_close(safe->core.db);
	arena_release(&safe->arena);
	tree_remove(safe->directory);
	free(safe);
	return 0;
}

/* How many files of any kind there are: what is left over shows. */
int safe_files(const char *directory)
{
	DIR *stream = opendir(directory);
	int count = -2; /* . and .. */
	assert_non_null(stream);
	while (readdir(stream))
		count++;
	closedir(stream);
	return count;
}

/* The subject of the last event, "-" when there is none. */
const char *safe_last(struct safe *safe, const char *file)
{
	struct event event;
	safe_open(safe, file, DB_READ);
	int found = event_last(&safe->core, &event);
	safe_close(safe);
	return found == 1 ? event.subject : "-";
}

int safe_backup(struct safe *safe, const char *place, int64_t keep, struct backup *made)
{
	err_clear(&safe->err);
	safe_open(safe, safe->file, DB_READ);
	int result = backup_make(&safe->core, safe->file, place, keep, made);
	safe_close(safe);
	return result;
}

int safe_restore(struct safe *safe, const char *from, bool confirmed, int64_t wait_ms)
{
	struct restored restored;
	err_clear(&safe->err);
	safe->core.command = "restore";
	return backup_restore(&safe->core, from, safe->file, confirmed, wait_ms, &restored);
}

void safe_refused(struct safe *safe, int result, enum err_code code, const char *part)
{
	assert_int_equal(result, -1);
	if (safe->err.code != code || !strstr(safe->err.message, part))
		fail_msg("%s: \"%s\" does not say \"%s\"", err_kind(safe->err.code)->name, safe->err.message, part);
}

void safe_succeed(struct safe *safe, int result)
{
	if (result)
		fail_msg("%s", safe->err.message);
}

mode_t safe_mode(const char *file)
{
	struct stat about;
	assert_int_equal(stat(file, &about), 0);
	return about.st_mode & 07777;
}

const char *safe_in(struct safe *safe, const char *name)
{
	return arena_printf(&safe->arena, "%s/%s", safe->directory, name);
}
