/* What SQLite keeps beside a database while it is open, and what a killed process leaves there: of a file that is whole
 * nothing, or a part of it. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

#define BESIDE_MAX (PATH_MAX + 64)

static const struct {
	const char *ending;
	bool holds; /* a part of the database */
} files[] = { { "-wal", true }, { "-journal", true }, { "-shm", false } };

#define FILES (sizeof files / sizeof *files)

bool beside_rests(const char *path)
{
	char name[BESIDE_MAX];
	struct stat about;
	bool rests = true;
	for (size_t i = 0; i < FILES; i++) {
		snprintf(name, sizeof name, "%s%s", path, files[i].ending);
		rests &= !files[i].holds || stat(name, &about) || !about.st_size;
	}
	return rests;
}

int beside_check(const char *path, struct err *err)
{
	char name[BESIDE_MAX];
	struct stat about;
	for (size_t i = 0; i < FILES; i++) {
		snprintf(name, sizeof name, "%s%s", path, files[i].ending);
		if (lstat(name, &about))
			continue;
		err_set(err, ERR_CONFLICT, "%s is there without its database", name);
		return err_hint(err, "move it away, or bring the database back that it belongs to");
	}
	return 0;
}

void beside_remove(const char *path)
{
	char name[BESIDE_MAX];
	for (size_t i = 0; i < FILES; i++) {
		snprintf(name, sizeof name, "%s%s", path, files[i].ending);
		unlink(name);
	}
}
