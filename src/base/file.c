/* What the C library leaves to whoever wants a file to appear whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ordr/file.h"

int file_directory(const char *file, char directory[PATH_MAX])
{
	const char *slash = strrchr(file, '/');
	char *named = slash ? strndup(file, slash == file ? 1 : (size_t)(slash - file)) : strdup(".");
	const char *found = named ? realpath(named, directory) : NULL;
	int reason = errno;
	free(named);
	errno = reason;
	return found ? 0 : -1;
}

int file_sync(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int result = file < 0 || fsync(file) ? -1 : 0;
	int reason = errno;
	if (file >= 0)
		close(file);
	errno = reason;
	return result;
}

int file_rename_new(const char *from, const char *to)
{
	if (!renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE))
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* The file system has no such rename; a second name does the same. */
	return link(from, to) || unlink(from) ? -1 : 0;
}
