/* Copies of a database, and how one comes into the place of another. A copy is made in a directory that nobody else may enter, so that nobody
 * can put a link or a side file in its way; it gets its name by one rename, when it is on the disk, so that there is never half of one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "ordr/file.h"
#include "statement.h"

#define SETTLE_NS 20000000L

static int64_t milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* As the file that it replaces, owner included where we may; else no wider than `model`, which another group must not read either. */
static int set_mode(int file, const struct stat *replaced, const struct stat *model)
{
	const struct stat *like = replaced ? replaced : model;
	struct stat about;
	mode_t mode = like->st_mode & 0666;
	if (replaced && fchown(file, like->st_uid, like->st_gid))
		(void)!fchown(file, (uid_t)-1, like->st_gid);
	if (fstat(file, &about))
		return -1;
	if (about.st_gid != like->st_gid)
		mode &= ~(mode_t)(S_IRGRP | S_IWGRP);
	return fchmod(file, replaced ? mode : mode & about.st_mode);
}

/* The empty file, with its mode. */
static int make_file(struct db *db, const char *place, struct db_copy *copy)
{
	struct stat model, replaced;
	bool replaces = !stat(place, &replaced);
	if (stat(db->path, &model))
		return -1;
	int file = open(copy->file, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, model.st_mode & 0666);
	int result = file < 0 ? -1 : set_mode(file, replaces ? &replaced : NULL, &model);
	int reason = errno;
	if (file >= 0)
		close(file);
	errno = reason;
	return result;
}

static int cannot_write(struct db *db, const char *place, int reason)
{
	err_set(db->err, ERR_FAILED, "cannot write %s: %s", place, err_system(reason));
	return err_hint(db->err, "check the name, the permissions of the directory, and its room");
}

/* ".ordr-XXXXXX" beside the place, for us alone. */
static int make_directory(const char *place, struct db_copy *copy)
{
	static const char name[] = "/.ordr-XXXXXX";
	char target[PATH_MAX]; /* what is replaced lies where a link leads */
	if (file_directory(realpath(place, target) ? target : place, copy->directory))
		return -1;
	size_t length = strlen(copy->directory);
	errno = ENAMETOOLONG;
	if (length + sizeof name + sizeof "/copy.db" > PATH_MAX)
		return -1;
	strcpy(copy->directory + length, name);
	if (!mkdtemp(copy->directory))
		return -1;
	strcpy(stpcpy(copy->file, copy->directory), "/copy.db");
	return 0;
}

int db_copy_make(struct db *db, const char *place, struct db_copy *copy)
{
	*copy = (struct db_copy){ 0 };
	if (make_directory(place, copy)) {
		*copy->directory = '\0';
		return cannot_write(db, place, errno);
	}
	if (make_file(db, place, copy))
		cannot_write(db, place, errno);
	else if (!db->engine->copy(db->connection, copy->file, &db->telling, db->err))
		return 0;
	db_copy_drop(copy);
	return -1;
}

void db_copy_drop(struct db_copy *copy)
{
	if (!*copy->directory)
		return;
	beside_remove(copy->file);
	unlink(copy->file);
	rmdir(copy->directory);
	*copy->directory = '\0';
}

/* The name is on the disk when its directory is; what was renamed needs no directory of its own any more. */
static int finish(struct db_copy *copy, const char *place, struct err *err)
{
	char directory[PATH_MAX];
	db_copy_drop(copy);
	if (!file_directory(place, directory) && !file_sync(directory))
		return 0;
	return err_set(err, ERR_UNKNOWN, "%s is there, but may not be on the disk yet: %s", place, err_system(errno));
}

int db_copy_place(struct db_copy *copy, const char *place, struct err *err)
{
	if (beside_check(place, err))
		return -1;
	if (file_sync(copy->file))
		return err_set(err, ERR_FAILED, "cannot write %s: %s", place, err_system(errno));
	if (!file_rename_new(copy->file, place))
		return finish(copy, place, err);
	if (errno != EEXIST)
		return err_set(err, ERR_FAILED, "cannot write %s: %s", place, err_system(errno));
	err_set(err, ERR_CONFLICT, "%s exists already", place);
	return err_hint(err, "name another file");
}

static int in_use(const char *place, struct err *err)
{
	err_set(err, ERR_BUSY, "another program has %s open", place);
	return err_hint(err, "end it (ordr events --follow is one that stays), or wait longer with --wait SECONDS");
}

/* The old database, whole and in one file, so that nothing of it can be taken for a part of the new one. One that is damaged cannot be
 * brought to that: 0 too, what lies beside it is then removed. */
static int settle(const char *path, int64_t wait_ms, struct err *err)
{
	int64_t deadline = milliseconds() + wait_ms;
	const struct timespec moment = { .tv_nsec = SETTLE_NS };
	while (engine_sqlite.settle(path, err)) {
		if (err->code != ERR_BUSY && err->code != ERR_DAMAGED && err->code != ERR_NO_DATABASE)
			return -1;
		if (err->code != ERR_BUSY)
			break;
		if (milliseconds() >= deadline)
			return -1;
		nanosleep(&moment, NULL);
	}
	err_clear(err);
	return 0;
}

/* Our turn among the writers, then nobody else at all: a reader of the old file would take the new one's log for its own. */
static int replace(struct queue *queue, const char *from, const char *path, int64_t wait_ms, struct err *err)
{
	if (queue_take(queue, path, wait_ms, err))
		return -1;
	if (settle(path, wait_ms, err) || queue_shut(queue, wait_ms, err))
		return err->code == ERR_BUSY ? in_use(path, err) : -1;
	beside_remove(path);
	return rename(from, path) ? err_set(err, ERR_FAILED, "cannot replace %s: %s", path, err_system(errno)) : 0;
}

int db_copy_replace(struct db_copy *copy, const char *place, int64_t wait_ms, struct err *err)
{
	char path[PATH_MAX];
	struct queue queue = { .file = -1 };
	if (!realpath(place, path) || file_sync(copy->file))
		return err_set(err, ERR_FAILED, "cannot replace %s: %s", place, err_system(errno));
	int result = replace(&queue, copy->file, path, wait_ms, err);
	queue_leave(&queue);
	queue_close(&queue);
	return result ? -1 : finish(copy, path, err);
}

int db_is_ours(const char *file)
{
	return engine_sqlite.is_ours(file);
}
