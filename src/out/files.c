/* A disk takes as long for one file as for a thousand, so that a thousand are put on it at once. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ordr/file.h"
#include "ordr/files.h"

#define TOGETHER 1000

static int failed(const char *path, struct err *err)
{
	int reason = errno;
	err_set(err, ERR_FAILED, "cannot write %s: %s", path, err_system(reason));
	return reason == ENOENT || reason == ENOTDIR ? err_hint(err, "the directory must be there: mkdir -p") : -1;
}

/* The number of an invoice may hold a slash, and no file's name may. */
static void put_name(struct str *path, const char *name)
{
	for (const char *c = name; *c; c++) {
		if (*c == '/' || *c == '%' || (unsigned char)*c < ' ' || *c == 0x7f || (*c == '.' && c == name))
			str_printf(path, "%%%02X", (unsigned)(unsigned char)*c);
		else
			str_put_char(path, *c);
	}
}

static int write_all(int file, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(file, bytes, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		bytes += written;
		length -= (size_t)written;
	}
	return 0;
}

int files_put(struct files *files, const char *name, const char *suffix, const char *bytes, size_t length, struct err *err)
{
	if (files->count == TOGETHER && files_keep(files, err))
		return -1;
	str_clear(&files->path);
	str_printf(&files->path, "%s/", files->directory);
	put_name(&files->path, name);
	str_printf(&files->path, ".%s", suffix);
	size_t before = files->waiting.length;
	str_printf(&files->waiting, "%s.XXXXXX", files->path.text ? files->path.text : "");
	str_put_char(&files->waiting, '\0');
	str_put_bytes(&files->waiting, files->path.text ? files->path.text : "", files->path.length + 1);
	if (files->path.failed || files->waiting.failed)
		return err_memory(err);
	char *temporary = files->waiting.text + before;
	int file = mkstemp(temporary);
	if (file < 0) {
		files->waiting.length = before;
		return failed(files->path.text, err);
	}
	files->count++;
	int result = write_all(file, bytes, length);
	int reason = errno;
	if (close(file) && !result) {
		result = -1;
		reason = errno;
	}
	errno = reason;
	return result ? failed(files->path.text, err) : 0;
}

/* Removes those of `at` … that have no name. */
static void remove_rest(struct files *files, const char *at)
{
	const char *end = files->waiting.text + files->waiting.length;
	while (at < end) {
		unlink(at);
		at += strlen(at) + 1;
		at += strlen(at) + 1;
	}
	str_clear(&files->waiting);
	files->count = 0;
}

static int sync_directory(const char *directory)
{
	int file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = file < 0 || syncfs(file) ? -1 : 0;
	int reason = errno;
	if (file >= 0)
		close(file);
	errno = reason;
	return result;
}

int files_keep(struct files *files, struct err *err)
{
	if (!files->count)
		return 0;
	const char *at = files->waiting.text;
	const char *end = at + files->waiting.length;
	if (sync_directory(files->directory)) {
		failed(files->directory, err);
		remove_rest(files, at);
		return -1;
	}
	while (at < end) {
		const char *path = at + strlen(at) + 1;
		if (rename(at, path)) {
			failed(path, err);
			remove_rest(files, at);
			return -1;
		}
		at = path + strlen(path) + 1;
	}
	str_clear(&files->waiting);
	files->count = 0;
	return file_sync(files->directory) ? failed(files->directory, err) : 0;
}

void files_drop(struct files *files)
{
	if (files->count)
		remove_rest(files, files->waiting.text);
	str_release(&files->waiting);
	str_release(&files->path);
}
