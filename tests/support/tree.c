/* Temporary directories for tests: made, copied, removed, without a process for each. */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree.h"

static void must(int holds, const char *what, const char *path)
{
	if (holds)
		return;
	perror(path);
	fprintf(stderr, "cannot %s\n", what);
	abort();
}

void tree_make(char path[64])
{
	char real[PATH_MAX];
	const char *base = getenv("TMPDIR");
	must(realpath(base && *base ? base : "/tmp", real) && strlen(real) < 44, "use TMPDIR", base ? base : "/tmp");
	snprintf(path, 64, "%.43s/ordr-test-XXXXXX", real);
	must(mkdtemp(path) != NULL, "make a directory", path);
}

static void copy_file(const char *from, const char *to, mode_t mode)
{
	char buffer[16384];
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 07777);
	must(in >= 0 && out >= 0, "copy", from);
	ssize_t length;
	while ((length = read(in, buffer, sizeof buffer)) > 0)
		must(write(out, buffer, (size_t)length) == length, "write", to);
	close(in);
	close(out);
}

void tree_copy(const char *from, const char *to)
{
	DIR *directory = opendir(from);
	must(directory != NULL, "read", from);
	for (const struct dirent *entry; (entry = readdir(directory));) {
		char source[PATH_MAX];
		char target[PATH_MAX];
		struct stat about;
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
		snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
		must(!lstat(source, &about), "look at", source);
		if (S_ISDIR(about.st_mode)) {
			must(!mkdir(target, about.st_mode & 07777), "make", target);
			tree_copy(source, target);
		} else if (S_ISREG(about.st_mode)) {
			copy_file(source, target, about.st_mode);
		}
	}
	closedir(directory);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about;
	(void)kind;
	(void)where;
	return remove(path);
}

void tree_remove(const char *path)
{
	must(!nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS), "remove", path);
}
