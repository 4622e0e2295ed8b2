/* Putting a backup back. The backup is looked through before anything is touched; the new database is made beside the old one, with the
 * restore in its log, and takes its place in one step when it is on the disk. Whoever wrote before us is done by then, and who comes later finds
 * the new one. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_parts.h"
#include "ordr/event.h"
#include "ordr/user.h"

static const struct field restore_fields[] = {
	F(struct restored, file, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY | FIELD_WIDE, "the database"),
	F(struct restored, from, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "the backup"),
	F(struct restored, events, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "how many events its log has, with that of the restore"),
	F(struct restored, head, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "SEQ:HASH of the last of them, for ordr doctor --expect"),
	F(struct restored, replaced, TEXT, FIELD_SHOWN, "the head of the database that was there, when it could be read"),
	FIELD_END,
};

const struct schema restore_schema = { .name = "ordr.restore/1",
				       .title = "A backup that took the place of a database.",
				       .fields = restore_fields,
				       .size = sizeof(struct restored) };

static int look_through(struct core *core, const char *from, struct backup_head *head)
{
	struct err *err = core->err;
	if (access(from, R_OK)) {
		if (errno == ENOENT) {
			err_set(err, ERR_NOT_FOUND, "no backup %s", from);
			return err_hint(err, "check the name and the directory");
		}
		return err_set(err, ERR_FAILED, "cannot read %s: %s", from, err_system(errno));
	}
	if (!backup_look(core, from, head))
		return 0;
	if (err->code == ERR_NO_DATABASE && db_is_ours(from) != 1)
		return err_hint(err, "restore takes what ordr backup made");
	if (err->code != ERR_DAMAGED)
		return -1;
	err_set(err, ERR_DAMAGED, "%s is damaged: %s", from, err->message);
	return err_hint(err, "nothing was changed; take another backup");
}

/* What stands in the place. 1: a database of ours; 0: nothing. */
static int look_at_place(struct core *core, const char *from, const char *database)
{
	struct err *err = core->err;
	struct stat source, place;
	if (stat(database, &place)) {
		if (errno == ENOENT)
			return 0;
		return err_set(err, ERR_FAILED, "cannot look at %s: %s", database, err_system(errno));
	}
	if (!stat(from, &source) && source.st_dev == place.st_dev && source.st_ino == place.st_ino) {
		err_set(err, ERR_USAGE, "%s is the database itself", from);
		return err_hint(err, "name a backup of it, or with --db another place");
	}
	if (S_ISREG(place.st_mode) && db_is_ours(database) == 1)
		return 1;
	err_set(err, ERR_NO_DATABASE, "%s is there and not an ordr database, so it is not replaced", database);
	return err_hint(err, "move it away, or name another place with --db FILE");
}

/* The old database's head, when it can be read; and may the actor replace it? One that cannot be read asks nobody. */
static int look_at_old(struct core *core, const char *database, struct backup_head *head)
{
	struct err unreadable = { 0 };
	struct core old = *core;
	old.db = NULL;
	old.err = &unreadable;
	*head = (struct backup_head){ 0 };
	bool readable = !db_open(&old.db, database, DB_READ, 0, &unreadable) && !db_begin(old.db);
	bool denied = readable && user_may(&old, ROLE_ADMIN) && unreadable.code == ERR_DENIED;
	if (denied)
		*core->err = unreadable;
	else if (readable && backup_head(&old, head))
		*head = (struct backup_head){ 0 };
	db_close(old.db);
	return denied ? -1 : 0;
}

static void put_member(struct str *what, const char *name, const char *text)
{
	str_printf(what, "%s\"%s\":", what->length ? "," : "", name);
	str_put_json(what, text);
}

/* The restore is in the log that it restored: what came after the backup's head is gone, and that shows. */
static int write_event(struct core *core, const char *file, const char *from, const char *head, const char *replaced)
{
	struct str what = { 0 };
	put_member(&what, "from", from);
	put_member(&what, "head", head);
	put_member(&what, "replaced", replaced);
	if (db_open(&core->db, file, DB_WRITE, 0, core->err)) {
		str_release(&what);
		return -1;
	}
	int result = db_begin(core->db) || event_subject(core, &what, "database") || db_commit(core->db) ? -1 : 0;
	db_close(core->db);
	core->db = NULL;
	return result;
}

/* Makes the new database beside the place. */
static int make(struct core *core, const char *from, const char *database, const struct backup_head *head,
		const char *replaced, struct db_copy *copy)
{
	struct db *source;
	if (db_open(&source, from, DB_AT_REST, 0, core->err))
		return -1;
	int result = db_begin(source) || db_copy_make(source, database, copy) ? -1 : 0;
	db_close(source);
	return result || write_event(core, copy->file, from, head->text, replaced) ? -1 : 0;
}

int backup_restore(struct core *core, const char *from, const char *database, bool confirmed, int64_t wait_ms,
		   struct restored *restored)
{
	struct backup_head head, old = { 0 }, now = { 0 };
	struct db_copy copy = { 0 };
	int there = look_through(core, from, &head) ? -1 : look_at_place(core, from, database);
	if (there < 0 || (there && look_at_old(core, database, &old)))
		return -1;
	if (there && !confirmed) {
		err_set(core->err, ERR_REFUSED, "%s is there, and would be replaced by %s", database, from);
		return err_hint(core->err, "the backup is sound; --confirm puts it there");
	}
	int result = make(core, from, database, &head, old.text, &copy) || backup_look(core, copy.file, &now);
	if (!result)
		result = there ? db_copy_replace(&copy, database, wait_ms, core->err) : db_copy_place(&copy, database, core->err);
	db_copy_drop(&copy);
	*restored = (struct restored){ database, from, now.events, now.text, old.text };
	return result ? -1 : 0;
}
