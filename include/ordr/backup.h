/* Backups: a whole copy of the database as it stands, looked at before it gets its name, and put back in the database's place. */
#ifndef ORDR_BACKUP_H
#define ORDR_BACKUP_H

#include "ordr/core.h"
#include "ordr/field.h"

/* ordr.backup/1 */
struct backup {
	const char *file;
	int64_t bytes;
	int64_t events;
	const char *head; /* "SEQ:HASH" of its last event, for ordr doctor --expect; NULL when the log is empty */
	struct instant checked_at;
	struct list removed; /* of const char *: older backups that --keep gave up */
};
extern const struct schema backup_schema;

/* Copies the database `database`, which core->db has open, to `place`: a new file, or a directory, in which it is called
 * ordr-20261124T080000Z.db; NULL is the database's own directory. ERR_CONFLICT when the file exists; ERR_DAMAGED when the copy is not
 * sound, and then there is none. `keep` (NONE: all): in a directory, only the newest so many backups of this database stay. When one of
 * the older ones cannot be removed, core->err is ERR_PARTIAL although the result is 0. */
int backup_make(struct core *core, const char *database, const char *place, int64_t keep, struct backup *backup);

/* ordr.restore/1 */
struct restored {
	const char *file, *from;
	int64_t events;
	const char *head;
	const char *replaced; /* the head of the database that was replaced; NULL: there was none, or it could not be read */
};
extern const struct schema restore_schema;

/* Puts the backup `from` in the place of `database`, and an event at the end of its log; core->db is NULL. ERR_NOT_FOUND, ERR_NO_DATABASE,
 * ERR_DAMAGED: the backup; ERR_REFUSED: there is a database and `confirmed` is false; ERR_DENIED by that one's users; ERR_BUSY: it is open
 * elsewhere after wait_ms. */
int backup_restore(struct core *core, const char *from, const char *database, bool confirmed, int64_t wait_ms, struct restored *restored);

#endif
