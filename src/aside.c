/* Looking something up for a question on the terminal: the database is opened for it and closed again, since whoever is asked may go to lunch. An
 * open connection alone would keep a restore waiting. */
#include "globals.h"
#include "ordr/calendar.h"
#include "ordr/cmd.h"
#include "ordr/user.h"

#define MOMENT_MS 2000 /* the most that somebody who types is kept waiting for other writers */

static int look_at(struct run *run, int (*look)(struct run *run, void *context), void *context)
{
	struct core *core = run->core;
	if (db_begin(core->db))
		return -1;
	int result = calendar_zone(core) || globals_now(run->globals, &core->now, core->err) || user_may(core, run->cmd->roles) ||
		     look(run, context) || db_values_read(core->db);
	db_rollback(core->db);
	return result ? -1 : 0;
}

int run_aside(struct run *run, enum access access, int (*look)(struct run *run, void *context), void *context)
{
	struct core *core = run->core;
	struct arena_mark record = arena_mark(core->arena);
	struct arena_mark keep = arena_mark(core->keep);
	int64_t wait_ms = run->wait_ms < MOMENT_MS ? run->wait_ms : MOMENT_MS;
	if (db_open(&core->db, run->database, access == ACCESS_WRITE ? DB_WRITE : DB_READ, wait_ms, core->err))
		return -1;
	int result = look_at(run, look, context);
	result |= db_close(core->db);
	core->db = NULL;
	/* The next look may find others. */
	core->settings = NULL;
	core->calendar = NULL;
	arena_reset(core->arena, record);
	if (!core->err->code) /* else errors that follow the first lie there */
		arena_reset(core->keep, keep);
	return result;
}
