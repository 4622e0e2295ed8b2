/* What making a backup and putting one back share. Private to src/core. */
#ifndef ORDR_CORE_BACKUP_PARTS_H
#define ORDR_CORE_BACKUP_PARTS_H

#include "ordr/backup.h"

/* Where a log stands. */
struct backup_head {
	int64_t events;
	const char *text; /* "SEQ:HASH", in core->keep; NULL: no event yet */
};

int backup_head(struct core *core, struct backup_head *head);
/* Opens the file, has the engine look through it, and reads its head. ERR_NO_DATABASE, ERR_DAMAGED with what was found. */
int backup_look(struct core *core, const char *file, struct backup_head *head);

#endif
