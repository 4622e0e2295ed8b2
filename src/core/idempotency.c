/* Keys make a step safe to repeat after a crash or a lost answer: what was done under a key is remembered with a hash of what was asked. */
#include <string.h>

#include "ordr/idempotency.h"

static int check_key(struct core *core, const char *key)
{
	size_t points = str_is_utf8(key, strlen(key)) ? str_points(key) : 0;
	if (points > 0 && points <= IDEMPOTENCY_KEY_MAX)
		return 0;
	err_set(core->err, ERR_INVALID, "a key must be text of 1 to %d characters", IDEMPOTENCY_KEY_MAX);
	return err_hint(core->err, "name what the step is for, such as web-2026-11-24-0815");
}

int idempotency_find(struct core *core, const char *key, const char *hash, const char **documents)
{
	struct db_rows rows;
	if (check_key(core, key) || db_query(core->db, &rows, "SELECT hash, documents FROM idempotency WHERE key = $1", A(key)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	bool same = !strcmp(db_column_text(&rows, 0), hash);
	*documents = arena_strdup(core->arena, db_column_text(&rows, 1));
	db_finish(&rows);
	if (!*documents)
		return err_memory(core->err);
	if (same)
		return 1;
	err_set(core->err, ERR_CONFLICT, "the key %s was used for something else (%.60s)", key, *documents);
	return err_hint(core->err, "a new step takes a new key; the same step must be repeated with the same content");
}

int idempotency_store(struct core *core, const char *key, const char *hash, const char *documents)
{
	const char *kept;
	/* The key of a whole call may have become that of an order in it, which is something else. */
	if (idempotency_find(core, key, hash, &kept) < 0)
		return -1;
	return db_run(core->db, "INSERT INTO idempotency (key, hash, documents, at) VALUES ($1, $2, $3, $4)", A(key), A(hash), A(documents),
		      A(core->now));
}
