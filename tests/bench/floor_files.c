/* floor_files FROM TO: writes as many files as the directory FROM holds, each as long as the one of its name, into the directory TO, as safely as ordr
 * does: none has its name before it is whole and on the disk, which is told so for a thousand at once. What is in them costs nothing here. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOGETHER 1000
#define NAME	 512

static char waiting[TOGETHER][2][NAME]; /* under which name it is written, and which it gets */

_Noreturn static void fail(const char *what)
{
	fprintf(stderr, "floor_files: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void put_file(const char *path, off_t length)
{
	static char block[1 << 16];
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (file < 0)
		fail(path);
	memset(block, 'x', sizeof block);
	for (off_t left = length; left > 0;) {
		ssize_t put = write(file, block, left < (off_t)sizeof block ? (size_t)left : sizeof block);
		if (put < 0)
			fail(path);
		left -= put;
	}
	if (close(file))
		fail(path);
}

static void keep(int directory, int count)
{
	if (syncfs(directory))
		fail("sync");
	for (int i = 0; i < count; i++)
		if (rename(waiting[i][0], waiting[i][1]))
			fail(waiting[i][1]);
	if (fsync(directory))
		fail("sync");
}

int main(int argc, char **argv)
{
	struct dirent *entry;
	int count = 0;
	DIR *from = argc == 3 ? opendir(argv[1]) : NULL;
	if (!from || (mkdir(argv[2], 0700) && errno != EEXIST))
		fail(argc == 3 ? argv[1] : "FROM TO");
	int to = open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (to >= 0 && (entry = readdir(from))) {
		struct stat about;
		if (fstatat(dirfd(from), entry->d_name, &about, 0))
			fail(entry->d_name);
		if (!S_ISREG(about.st_mode))
			continue;
		snprintf(waiting[count][0], NAME, "%s/.%.200s", argv[2], entry->d_name);
		snprintf(waiting[count][1], NAME, "%s/%.200s", argv[2], entry->d_name);
		put_file(waiting[count++][0], about.st_size);
		if (count == TOGETHER) {
			keep(to, count);
			count = 0;
		}
	}
	if (to < 0)
		fail(argv[2]);
	keep(to, count);
	closedir(from);
	return close(to) ? 1 : 0;
}
