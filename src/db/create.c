/* A new database is made under another name in its directory, and gets its own when it is whole: whoever is interrupted while making one
 * leaves nothing that looks like books, and whoever opens one finds all of it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

#define NAMES_MOST 100

/* What SQLite keeps beside a database. */
static const char *const beside[] = { "-wal", "-shm", "-journal" };

static size_t directory_of(const char *path, char directory[PATH_MAX])
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;
	memcpy(directory, path, length);
	memcpy(directory + length, length ? "" : "/", length ? 1 : 2);
	return length;
}

static int cannot_make(const char *path, struct err *err)
{
	err_set(err, ERR_FAILED, "cannot make %s: %s", path, strerror(errno));
	return err_hint(err, errno == ENOSPC ? "make room on the disk" : "check the permissions of its directory, or name another file with --db FILE");
}

static int exists_already(const char *path, struct err *err)
{
	err_set(err, ERR_CONFLICT, "%s exists already", path);
	return err_hint(err, "name another file with --db FILE; ordr never overwrites one");
}

/* A log that is left of a database that is gone would be taken for the new one's. */
static int check_free(const char *path, struct err *err)
{
	char other[PATH_MAX + 16];
	struct stat about;
	if (!lstat(path, &about))
		return exists_already(path, err);
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		snprintf(other, sizeof other, "%s%s", path, beside[i]);
		if (lstat(other, &about))
			continue;
		err_set(err, ERR_CONFLICT, "%s lies there, of a database that is gone", other);
		return err_hint(err, "move it away, or name another file with --db FILE");
	}
	return 0;
}

/* Readable by the group only where the directory is the group's to write. */
static mode_t mode_in(const char *directory)
{
	struct stat about;
	mode_t mode = S_IRUSR | S_IWUSR;
	return !stat(directory, &about) && (about.st_mode & S_IWGRP) ? mode | S_IRGRP | S_IWGRP : mode;
}

int create_begin(struct creation *creation, const char *path, struct err *err)
{
	char directory[PATH_MAX];
	size_t length = directory_of(path, directory);
	*creation->temporary = '\0';
	memcpy(creation->path, path, strlen(path) + 1);
	if (check_free(path, err))
		return -1;
	int file = -1;
	errno = EEXIST;
	for (int i = 0; file < 0 && errno == EEXIST && i < NAMES_MOST; i++) {
		snprintf(creation->temporary, sizeof creation->temporary, "%.*s/.ordr-%ld-%d", (int)length, directory, (long)getpid(), i);
		file = open(creation->temporary, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, mode_in(directory));
	}
	if (file < 0) {
		*creation->temporary = '\0';
		return cannot_make(path, err);
	}
	close(file);
	return 0;
}

void create_abandon(struct creation *creation)
{
	char other[sizeof creation->temporary + 16];
	if (!*creation->temporary)
		return;
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		snprintf(other, sizeof other, "%s%s", creation->temporary, beside[i]);
		unlink(other);
	}
	unlink(creation->temporary);
	*creation->temporary = '\0';
}

/* Never over a file that came there meanwhile. */
static int give_name(const struct creation *creation)
{
	if (!renameat2(AT_FDCWD, creation->temporary, AT_FDCWD, creation->path, RENAME_NOREPLACE))
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	return link(creation->temporary, creation->path) ? -1 : unlink(creation->temporary);
}

/* The name itself must survive a power cut too. */
static int sync_directory(const char *path)
{
	char directory[PATH_MAX];
	directory_of(path, directory);
	int file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = file < 0 ? -1 : fsync(file);
	int reason = errno;
	if (file >= 0)
		close(file);
	errno = reason;
	return result && errno != EINVAL ? -1 : 0; /* some file systems sync no directories */
}

int create_finish(struct creation *creation, struct err *err)
{
	char log[sizeof creation->temporary + 16];
	struct stat about;
	snprintf(log, sizeof log, "%s-wal", creation->temporary);
	if (!lstat(log, &about)) { /* it could not be closed cleanly, so the file is not all of it */
		create_abandon(creation);
		errno = EIO;
		return cannot_make(creation->path, err);
	}
	if (give_name(creation)) {
		int result = errno == EEXIST ? exists_already(creation->path, err) : cannot_make(creation->path, err);
		create_abandon(creation);
		return result;
	}
	*creation->temporary = '\0';
	if (!sync_directory(creation->path))
		return 0;
	err_set(err, ERR_UNKNOWN, "%s is made, but may not outlast a power cut: %s", creation->path, strerror(errno));
	return err_hint(err, "look whether it is there: ordr doctor");
}
