/* Who else may write the database. Whoever can write the file can write the books, and whoever can write its directory can put a
 * write-ahead log beside it that the next reader takes for its own. */
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "ordr/speak.h"
#include "statement.h"

int db_check_access(struct db *db, int (*found)(void *context, const char *line), void *context)
{
	char directory[PATH_MAX];
	struct stat file, around;
	const char *slash = strrchr(db->path, '/');
	size_t length = slash == db->path ? 1 : (size_t)(slash - db->path);
	memcpy(directory, db->path, length);
	directory[length] = '\0';
	if (stat(db->path, &file) || stat(directory, &around))
		return found(context, TO_TRANSLATE("its file is not there any more"));
	const struct {
		bool wrong;
		const char *line;
	} rules[] = {
		{ file.st_mode & S_IWOTH, TO_TRANSLATE("everybody on this machine may write the file: chmod o-w") },
		{ around.st_mode & S_IWOTH,
		  TO_TRANSLATE("everybody on this machine may write in its directory: chmod o-w, or a directory of its own") },
		{ (file.st_mode | around.st_mode) & S_IWGRP && file.st_gid != around.st_gid,
		  TO_TRANSLATE("a group is to write it, but the file and its directory are not of the same group: chgrp") },
		{ file.st_mode & S_IWGRP && !(around.st_mode & S_IWGRP),
		  TO_TRANSLATE("its group may write the file, but not what must lie beside it while it is written: chmod g+w of the directory") },
	};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].wrong && found(context, rules[i].line))
			return -1;
	return 0;
}
