/* What was meant by what is not there. Nobody waits for a hint: keys are looked at around the place where the wrong one would stand, and then the
 * usual slips are looked up, each by its index; a million products take no longer than a thousand. */
#include <ctype.h>
#include <string.h>

#include "order_parts.h"
#include "ordr/master.h"

#define FIRST_MOST  400 /* of a small table: all of it */
#define AROUND_MOST 150
#define NAMES_MOST  INT64_C(2000)

struct nearest {
	const char *key;
	int least;
	char *out;
};

static void compare(struct nearest *nearest, const char *key)
{
	int distance = str_distance(nearest->key, key);
	if (distance < nearest->least && (size_t)distance < strlen(nearest->key) && strlen(key) < MASTER_MEANT_SIZE) {
		nearest->least = distance;
		strcpy(nearest->out, key);
	}
}

static int look(struct core *core, struct nearest *nearest, const char *sql, const char *from, int64_t most)
{
	struct db_rows rows;
	int found;
	if (db_query(core->db, &rows, sql, A(from), A(most)))
		return -1;
	while ((found = db_next(&rows)) == 1)
		compare(nearest, db_column_text(&rows, 0));
	return found;
}

/* 1 and the key in out when there is such a one, 0, −1. */
static int try(struct core *core, const struct master *master, const char *key, char *out)
{
	struct db_rows rows;
	if (db_query(core->db, &rows, master->from, A(key), A(INT64_C(1))))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	bool same = !strcmp(db_column_text(&rows, 0), key);
	db_finish(&rows);
	if (same)
		strcpy(out, key);
	return same;
}

/* The other letter or digit that looks so, or lies so. */
static char twin(char c)
{
	static const char pairs[] = "O00O1II1l1o0B88BS55SZ22Z";
	for (const char *pair = pairs; *pair; pair += 2)
		if (*pair == c)
			return pair[1];
	return c;
}

static void swap(char *key, size_t at)
{
	char c = key[at];
	key[at] = key[at + 1];
	key[at + 1] = c;
}

/* The slips of a hand, wherever in the key. */
static int try_slips(struct core *core, const struct master *master, const char *key, char *out)
{
	char slip[MASTER_MEANT_SIZE];
	size_t length = strlen(key);
	int found = 0;
	for (size_t i = 0; i <= length; i++)
		slip[i] = (char)toupper((unsigned char)key[i]);
	found = try(core, master, slip, out);
	for (size_t i = 0; i <= length; i++)
		slip[i] = (char)tolower((unsigned char)key[i]);
	found = found ? found : try(core, master, slip, out);
	strcpy(slip, key);
	for (size_t i = 0; !found && i + 1 < length; i++) {
		swap(slip, i);
		found = try(core, master, slip, out);
		swap(slip, i);
	}
	for (size_t i = 0; !found && i < length; i++) {
		slip[i] = twin(key[i]);
		found = slip[i] == key[i] ? 0 : try(core, master, slip, out);
		slip[i] = key[i];
	}
	return found < 0 ? -1 : 0;
}

static int each_name(struct db_rows *rows, const char *part, char *out, size_t *hits)
{
	int found;
	while ((found = db_next(rows)) == 1) {
		struct str name = { 0 };
		const char *key = db_column_text(rows, 0);
		str_put_folded(&name, db_column_text(rows, 1));
		if (!name.failed && name.text && strstr(name.text, part) && strlen(key) < MASTER_MEANT_SIZE && ++*hits == 1)
			strcpy(out, key);
		str_release(&name);
	}
	return found;
}

/* A name, or a part of one, in place of the key: when only one has it. */
static int try_names(struct core *core, const struct master *master, const char *typed, char *out)
{
	struct db_rows rows;
	struct str part = { 0 };
	size_t hits = 0;
	if (!master->names || str_points(typed) < 3)
		return 0;
	str_put_folded(&part, typed);
	int result = part.failed ? err_memory(core->err) : 0;
	const bool blank = !part.length; /* of soft hyphens and the like: a part of every name */
	if (!result && !blank)
		result = db_query(core->db, &rows, master->names, A(NAMES_MOST));
	if (!result && !blank)
		result = each_name(&rows, part.text, out, &hits);
	str_release(&part);
	if (hits != 1)
		*out = '\0';
	return result;
}

int master_meant(struct core *core, const struct master *master, const char *key, char out[MASTER_MEANT_SIZE])
{
	struct nearest nearest = { .key = key, .least = 3, .out = out };
	*out = '\0';
	if (strlen(key) >= MASTER_MEANT_SIZE || str_points(key) > FIELD_KEY_MAX)
		return 0;
	if (try_slips(core, master, key, out))
		return -1;
	if (!*out && (look(core, &nearest, master->from, "", FIRST_MOST) || look(core, &nearest, master->from, key, AROUND_MOST) ||
		      look(core, &nearest, master->before, key, AROUND_MOST)))
		return -1;
	return *out ? 0 : try_names(core, master, key, out);
}

/* Two digits that changed places. */
static int order_meant(struct core *core, const char *typed, char out[ID_SIZE])
{
	char slip[ID_SIZE];
	size_t first = strlen(ORDER_PREFIX);
	int found = 0;
	strcpy(slip, typed);
	for (size_t i = first; !found && slip[i + 1]; i++) {
		struct order_id id;
		int64_t one;
		if (slip[i] == slip[i + 1])
			continue;
		swap(slip, i);
		found = order_id_parse(slip, &id) ? 0 : db_integer(core->db, &one, "SELECT 1 FROM orders WHERE id = $1", A(id.number));
		if (found > 0)
			order_id_text(id, out);
		swap(slip, i);
	}
	return found;
}

int order_missing(struct core *core, struct order_id id)
{
	char text[ID_SIZE];
	char meant[ID_SIZE];
	int found = order_meant(core, order_id_text(id, text), meant);
	if (found < 0)
		return -1;
	err_set(core->err, ERR_NOT_FOUND, "no order %s", text);
	err_subject(core->err, "%s", text);
	return found ? err_hint(core->err, "did you mean %s? else ordr list shows them", meant) : err_hint(core->err, "ordr list shows them");
}
