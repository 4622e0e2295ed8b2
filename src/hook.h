/* The company's hooks: programs that may refuse a change before it is kept, and are told of it after. Private to the program's outer side. */
#ifndef ORDR_HOOK_H
#define ORDR_HOOK_H

#include <stdint.h>
#include <stdio.h>

#include "ordr/core.h"

struct hook {
	const char *before, *after; /* the programs; NULL: there is none */
	int64_t head;               /* the last event before the change */
	FILE *events;               /* what the change wrote, JSON Lines; NULL: nothing yet */
};

/* Looks for the hooks of a command: pre-confirm and post-confirm, pre-stock-receive, in the directory that ORDR_HOOKS names, else where ordr was
 * installed for; an empty ORDR_HOOKS: none. `path`: "stock receive". Paths are in the arena. ERR_REFUSED: one is not safe to run. */
int hook_find(struct hook *hook, struct arena *arena, const char *path, struct err *err);
/* In the transaction, before the change: remembers where the log ends. */
int hook_begin(struct hook *hook, struct core *core);
/* In the transaction, after the change: hands its events to the hook before; nothing changed: it is not asked. ERR_REFUSED with what it said when it
 * fails or takes too long. */
int hook_before(struct hook *hook, struct core *core, const char *database, bool dry_run);
/* After the commit: tells the hook after. −1: it failed, which changes nothing and is only to be said. */
int hook_after(struct hook *hook, const struct core *core, const char *database, struct err *err);
void hook_release(struct hook *hook);

#endif
