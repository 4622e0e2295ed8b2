/* Finding by a part of a name. All of them are looked through, since a part may stand anywhere; a few thousand names take no longer than a key
 * stroke. */
#include "ordr/find.h"

#include <string.h>

#define WORDS_MOST 8

/* How well a record fits: less is better. */
enum fit { FIT_KEY, FIT_KEY_BEGINS, FIT_NAME_BEGINS, FIT_WORD_BEGINS, FIT_PART, FIT_NONE };

struct hit {
	enum fit fit;
	const char *key;
};

struct search {
	struct core *core;
	const char *part;                /* folded */
	const char *words[WORDS_MOST + 1]; /* of it; ends with NULL */
	struct hit *hits;                /* the best so far, best first */
	size_t count, most;
	struct str text;                 /* what is looked at: key, name and more, folded */
};

static int begin(struct core *core, const char *part, size_t most, struct search *search)
{
	struct str folded = { 0 };
	size_t count = 0;
	str_put_folded(&folded, part);
	*search = (struct search){ .core = core, .most = most, .hits = arena_array(core->arena, most + 1, sizeof *search->hits) };
	char *rest = folded.failed ? NULL : arena_strdup(core->arena, folded.text ? folded.text : "");
	search->part = rest ? arena_strdup(core->arena, rest) : NULL;
	str_release(&folded);
	if (!search->part || !search->hits)
		return err_memory(core->err);
	for (char *word; count < WORDS_MOST && (word = strtok_r(NULL, " ", &rest));)
		search->words[count++] = word;
	return 0;
}

static bool begins(const char *text, const char *part)
{
	return !strncmp(text, part, strlen(part));
}

static bool word_begins(const char *text, const char *part)
{
	for (const char *at = text; (at = strstr(at, part)); at++)
		if (at > text && strchr(" -_./", at[-1]))
			return true;
	return false;
}

/* `key` and `name` are where they begin in the text, which goes on with all else that is searched. */
static enum fit fit_of(const struct search *search, const char *key, size_t key_length, const char *name)
{
	for (const char *const *word = search->words; *word; word++)
		if (!strstr(key, *word))
			return FIT_NONE;
	if (begins(key, search->part))
		return strlen(search->part) == key_length ? FIT_KEY : FIT_KEY_BEGINS;
	if (begins(name, search->part))
		return FIT_NAME_BEGINS;
	return word_begins(key, search->words[0] ? search->words[0] : "") ? FIT_WORD_BEGINS : FIT_PART;
}

static int keep(struct search *search, enum fit fit, const char *key)
{
	size_t at = search->count;
	while (at && search->hits[at - 1].fit > fit)
		at--;
	if (at == search->most)
		return 0;
	const char *kept = arena_strdup(search->core->arena, key);
	if (!kept)
		return err_memory(search->core->err);
	memmove(search->hits + at + 1, search->hits + at, (search->count - at) * sizeof *search->hits);
	search->hits[at] = (struct hit){ fit, kept };
	search->count += search->count < search->most;
	return 0;
}

/* Columns: key, name, what else is searched. */
static int look_at(struct search *search, const struct db_rows *rows)
{
	struct str *text = &search->text;
	const char *more = db_column_optional(rows, 2);
	str_clear(text);
	str_put_folded(text, db_column_text(rows, 0));
	size_t key_length = text->length;
	str_put_char(text, ' ');
	str_put_folded(text, db_column_text(rows, 1));
	str_put_char(text, ' ');
	str_put_folded(text, more ? more : "");
	if (text->failed)
		return err_memory(search->core->err);
	enum fit fit = fit_of(search, text->text, key_length, text->text + key_length + 1);
	return fit == FIT_NONE ? 0 : keep(search, fit, db_column_text(rows, 0));
}

/* Reads the rows to their end; the query is ended. */
static int look_through(struct search *search, struct db_rows *rows)
{
	int found;
	while ((found = db_next(rows)) == 1)
		if (look_at(search, rows)) {
			db_finish(rows);
			found = -1;
			break;
		}
	str_release(&search->text);
	return found;
}

int find_customers(struct core *core, const char *part, size_t most, struct list *found)
{
	struct search search;
	struct db_rows rows;
	if (begin(core, part, most, &search) ||
	    db_query(core->db, &rows, "SELECT code, name, city FROM customer ORDER BY code", DB_NONE) || look_through(&search, &rows))
		return -1;
	struct customer *customers = arena_array(core->arena, search.count + 1, sizeof *customers);
	if (!customers)
		return err_memory(core->err);
	for (size_t i = 0; i < search.count; i++)
		if (master_load(core, &master_customer, search.hits[i].key, &customers[i]))
			return -1;
	*found = (struct list){ customers, search.count };
	return 0;
}

int find_products(struct core *core, const char *part, size_t most, struct list *found)
{
	struct search search;
	struct db_rows rows;
	if (begin(core, part, most, &search) ||
	    db_query(core->db, &rows, "SELECT sku, name, NULL FROM product ORDER BY sku", DB_NONE) || look_through(&search, &rows))
		return -1;
	struct catalogue_item *items = arena_array(core->arena, search.count + 1, sizeof *items);
	if (!items)
		return err_memory(core->err);
	for (size_t i = 0; i < search.count; i++)
		if (catalogue_find(core, search.hits[i].key, &items[i]) != 1)
			return -1;
	*found = (struct list){ items, search.count };
	return 0;
}
