/* A new database is made under another name in its directory, and gets its own when it is whole: whoever is interrupted
 * while making one leaves nothing that looks like books, and whoever opens one finds all of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"
#include "ordr/file.h"
#include "ordr/speak.h"

#define NAMES_MOST 100

static int cannot_make(const char *path, struct err *err)
{
	bool full = errno == ENOSPC;
	err_set(err, ERR_FAILED, "cannot make %s: %s", path, err_system(errno));
	return err_hint(err, full ? TO_TRANSLATE("make room on the disk")
				  : TO_TRANSLATE("check the permissions of its directory, or name another file with --db FILE"));
}

static int exists_already(const char *path, struct err *err)
{
	err_set(err, ERR_CONFLICT, "%s exists already", path);
	return err_hint(err, "name another file with --db FILE; ordr never overwrites one");
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
	char *directory = creation->directory;
	struct stat about;
	*creation->temporary = '\0';
	strcpy(creation->path, path);
	if (!lstat(path, &about))
		return exists_already(path, err);
	if (beside_check(path, err))
		return -1;
	if (file_directory(path, directory))
		return cannot_make(path, err);
	int file = -1;
	errno = EEXIST;
	for (int i = 0; file < 0 && errno == EEXIST && i < NAMES_MOST; i++) {
		snprintf(creation->temporary, sizeof creation->temporary, "%s/.ordr-%ld-%d", directory, (long)getpid(),
			 i);
		file = open(creation->temporary, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW,
			    mode_in(directory));
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
	if (!*creation->temporary)
		return;
	beside_remove(creation->temporary);
	unlink(creation->temporary);
	*creation->temporary = '\0';
}

/* Never over a file that came there meanwhile. */
static int give_name(const struct creation *creation, struct err *err)
{
	if (!beside_rests(creation->temporary)) { /* it could not be closed cleanly, so the file is not all of it */
		errno = EIO;
		return cannot_make(creation->path, err);
	}
	if (!file_rename_new(creation->temporary, creation->path))
		return 0;
	return errno == EEXIST ? exists_already(creation->path, err) : cannot_make(creation->path, err);
}

int create_finish(struct creation *creation, struct err *err)
{
	if (give_name(creation, err)) {
		create_abandon(creation);
		return -1;
	}
	*creation->temporary = '\0';
	/* The name itself must survive a power cut too; some file systems sync no directories. */
	if (!file_sync(creation->directory) || errno == EINVAL)
		return 0;
	err_set(err, ERR_UNKNOWN, "%s is made, but may not outlast a power cut: %s", creation->path, err_system(errno));
	return err_hint(err, "look whether it is there: ordr doctor");
}
