/* A backup is good for something only when it can be put back: it is made of one snapshot while others write, then opened and looked at like
 * a database, and only then gets its name. Old ones are given up by name and by what is in them: a file that merely looks like one of
 * this database's backups stays. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_parts.h"
#include "ordr/event.h"
#include "ordr/speak.h"

static const struct field backup_fields[] = {
	F(struct backup, file, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY | FIELD_WIDE, "the copy"),
	F(struct backup, bytes, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "its size"),
	F(struct backup, events, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "how many events its log has"),
	F(struct backup, head, TEXT, FIELD_SHOWN, "SEQ:HASH of the last of them, for ordr doctor --expect"),
	F(struct backup, checked_at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "when it was found sound"),
	F(struct backup, removed, TEXTS, FIELD_SHOWN, "older backups that made room"),
	FIELD_END,
};

const struct schema backup_schema = { .name = "ordr.backup/1",
				      .title = "A copy of the database.",
				      .fields = backup_fields,
				      .size = sizeof(struct backup) };

#define NAME_PATTERN "ordr-00000000T000000Z.db" /* 0: a digit */

int backup_head(struct core *core, struct backup_head *head)
{
	struct event event;
	*head = (struct backup_head){ 0 };
	int found = event_last(core, &event);
	if (found != 1)
		return found;
	head->events = event.seq;
	head->text = arena_printf(core->keep, "%lld:%s", (long long)event.seq, event.hash);
	return head->text ? 0 : err_memory(core->err);
}

static int first_finding(void *context, const char *line)
{
	struct err *err = context;
	return err_set(err, ERR_DAMAGED, "%s", line);
}

int backup_look(struct core *core, const char *file, struct backup_head *head)
{
	struct core other = *core;
	other.db = NULL;
	int opened = db_open(&other.db, file, DB_AT_REST, 0, core->err);
	if (!opened && core->db)
		db_tell_as(other.db, core->db);
	int result = opened || db_begin(other.db) ||
		     db_check(other.db, first_finding, core->err) || db_check_indexes(other.db, first_finding, core->err) || backup_head(&other, head);
	db_close(other.db);
	return result ? -1 : 0;
}

static bool same(const char *left, const char *right)
{
	return left && right ? !strcmp(left, right) : left == right;
}

static int check_copy(struct core *core, const struct db_copy *copy, const struct backup_head *read)
{
	struct backup_head kept;
	if (backup_look(core, copy->file, &kept)) {
		if (core->err->code != ERR_DAMAGED)
			return -1;
		err_set(core->err, ERR_DAMAGED, "the copy is not sound: %s", core->err->message);
		return err_hint(core->err, "ordr doctor, to see whether the database is");
	}
	if (same(kept.text, read->text))
		return 0;
	const char *none = translate_in("event", "none");
	return err_set(core->err, ERR_DAMAGED, "the copy ends with the event %s, not with %s", kept.text ? kept.text : none,
		       read->text ? read->text : none);
}

/* --- where it goes ------------------------------------------------------------------------------------------------------------ */

static bool is_directory(const char *path)
{
	struct stat about;
	return !stat(path, &about) && S_ISDIR(about.st_mode);
}

/* The directory of a file, as it is named: "" for one that is named without. */
static const char *directory_part(struct core *core, const char *file)
{
	const char *slash = strrchr(file, '/');
	return arena_strndup(core->keep, file, slash ? (size_t)(slash - file) + 1 : 0);
}

/* "ordr-20261124T080000Z.db" */
static const char *name_of(struct core *core)
{
	char instant[INSTANT_SIZE];
	char name[sizeof NAME_PATTERN] = "ordr-";
	char *at = name + strlen(name);
	for (const char *from = instant_text(core->now, instant); *from && *from != '.' && *from != 'Z'; from++)
		if (*from != '-' && *from != ':')
			*at++ = *from;
	strcpy(at, "Z.db");
	return arena_strdup(core->keep, name);
}

static int no_directory(struct core *core, const char *place)
{
	err_set(core->err, ERR_NOT_FOUND, "no directory %s", place);
	return err_hint(core->err, "make it first, or name a file: without the slash");
}

/* The file, and its directory when that is what was named, ending in a slash; else *directory is NULL. */
static int choose_place(struct core *core, const char *database, const char *place, const char **directory,
			const char **file)
{
	size_t length = place ? strlen(place) : 0;
	bool slash = length && place[length - 1] == '/';
	*directory = NULL;
	if (place && !is_directory(place)) {
		*file = place;
		return slash ? no_directory(core, place) : 0;
	}
	const char *name = name_of(core);
	*directory = place ? arena_printf(core->keep, "%s%s", place, slash ? "" : "/") : directory_part(core, database);
	*file = name && *directory ? arena_printf(core->keep, "%s%s", *directory, name) : NULL;
	if (*file)
		return 0;
	err_memory(core->err);
	return -1;
}

static int exists_already(struct core *core, const char *file, const char *directory)
{
	err_set(core->err, ERR_CONFLICT, "%s exists already", file);
	return err_hint(core->err, directory ? TO_TRANSLATE("there is one of this second; name the file to have another")
					     : TO_TRANSLATE("name another file, or a directory; ordr overwrites none"));
}

/* --- the older ones ----------------------------------------------------------------------------------------------------------- */

static int is_backup_name(const struct dirent *entry)
{
	const char *name = entry->d_name;
	for (const char *wanted = NAME_PATTERN; *wanted; wanted++, name++)
		if (*wanted == '0' ? *name < '0' || *name > '9' : *name != *wanted)
			return 0;
	return !*name;
}

static int newest_first(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*right)->d_name, (*left)->d_name);
}

/* A plain file that is a copy of this database: its log begins with the same event. */
static bool is_of_this(struct core *core, const char *file, const char *first)
{
	struct err ignored = { 0 };
	struct core other = *core;
	struct event event;
	struct stat about;
	other.db = NULL;
	other.err = &ignored;
	bool is = !lstat(file, &about) && S_ISREG(about.st_mode) && !db_open(&other.db, file, DB_AT_REST, 0, &ignored) &&
		  !db_begin(other.db) && event_find(&other, 1, &event) == 1 && !strcmp(event.hash, first);
	db_close(other.db);
	return is;
}

struct pruning {
	struct core *core;
	const char *first;
	int64_t left; /* that may stay */
	struct backup *backup;
	const char *failed; /* the first that cannot be removed */
	int reason;
};

static int prune_one(struct pruning *pruning, const char *directory, const char *name)
{
	struct core *core = pruning->core;
	const char **removed = pruning->backup->removed.items;
	const char *file = arena_printf(core->keep, "%s%s", directory, name);
	if (!file)
		return err_memory(core->err);
	if (!strcmp(file, pruning->backup->file) || !is_of_this(core, file, pruning->first) || pruning->left-- > 0)
		return 0;
	if (!unlink(file)) {
		removed[pruning->backup->removed.count++] = file;
	} else if (!pruning->failed) {
		pruning->failed = file;
		pruning->reason = errno;
	}
	return 0;
}

static int prune(struct core *core, const char *directory, int64_t keep, struct backup *backup)
{
	struct pruning pruning = { .core = core, .left = keep - 1, .backup = backup };
	struct dirent **entries = NULL;
	struct event event;
	int found = event_find(core, 1, &event);
	if (found != 1)
		return found;
	pruning.first = event.hash;
	int count = scandir(*directory ? directory : ".", &entries, is_backup_name, newest_first);
	int result = count < 0 ? err_set(core->err, ERR_FAILED, "cannot read %s: %s", directory, err_system(errno)) : 0;
	backup->removed.items = count > 0 ? arena_array(core->keep, (size_t)count, sizeof(const char *)) : NULL;
	if (count > 0 && !backup->removed.items)
		result = err_memory(core->err);
	for (int i = 0; i < count; i++) {
		result = result ? result : prune_one(&pruning, directory, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	if (pruning.failed)
		err_set(core->err, ERR_PARTIAL, "the backup is made, but %s cannot be removed: %s", pruning.failed,
			err_system(pruning.reason));
	return result;
}

/* --- all of it ---------------------------------------------------------------------------------------------------------------- */

static int describe(struct core *core, const char *file, const struct backup_head *head, struct backup *backup)
{
	struct stat about;
	if (stat(file, &about))
		return err_set(core->err, ERR_FAILED, "cannot read %s: %s", file, err_system(errno));
	*backup = (struct backup){ .file = file,
				   .bytes = about.st_size,
				   .events = head->events,
				   .head = head->text,
				   .checked_at = core->now };
	return 0;
}

static int make(struct core *core, const char *file)
{
	struct db_copy copy;
	struct backup_head head;
	if (backup_head(core, &head) || db_copy_make(core->db, file, &copy))
		return -1;
	int result = check_copy(core, &copy, &head) || db_copy_place(&copy, file, core->err) ? -1 : 0;
	db_copy_drop(&copy);
	return result;
}

int backup_make(struct core *core, const char *database, const char *place, int64_t keep, struct backup *backup)
{
	const char *directory, *file;
	struct backup_head head;
	struct stat about;
	if (choose_place(core, database, place, &directory, &file))
		return -1;
	if (keep != NONE && !directory) {
		err_set(core->err, ERR_USAGE, "--keep is for backups in a directory, and %s is a file", file);
		return err_hint(core->err, "name the directory alone");
	}
	if (!lstat(file, &about))
		return exists_already(core, file, directory);
	if (make(core, file) || backup_head(core, &head) || describe(core, file, &head, backup))
		return -1;
	return keep == NONE ? 0 : prune(core, directory, keep, backup);
}
