/* Reads all rows that the sums of contents (content.h) count, and compares: a part of the books at a time, each table from its beginning to its
 * end, so that no page is asked for twice. */
#include <stdlib.h>

#include "statement.h"

/* Sums by document: open addressing by the number itself, since documents are numbered one after the other. */
struct sums {
	struct sum {
		int64_t document;
		uint64_t sum;
		bool used;
	} *all;
	size_t room, count; /* room: a power of 2 */
};

static struct sum *find_sum(const struct sums *sums, int64_t document)
{
	size_t at = (size_t)document & (sums->room - 1);
	while (sums->all[at].used && sums->all[at].document != document)
		at = (at + 1) & (sums->room - 1);
	return &sums->all[at];
}

static int make_room(struct db *db, struct sums *sums)
{
	struct sums larger = { .room = sums->room ? sums->room * 2 : 1024, .count = sums->count };
	if (sums->count * 4 < sums->room * 3)
		return 0;
	larger.all = calloc(larger.room, sizeof *larger.all);
	if (!larger.all)
		return err_memory(db->err);
	for (size_t i = 0; i < sums->room; i++)
		if (sums->all[i].used)
			*find_sum(&larger, sums->all[i].document) = sums->all[i];
	free(sums->all);
	*sums = larger;
	return 0;
}

static int add_sum(struct db *db, struct sums *sums, int64_t document, uint64_t sum)
{
	if (make_room(db, sums))
		return -1;
	struct sum *found = find_sum(sums, document);
	if (!found->used) {
		*found = (struct sum){ document, 0, true };
		sums->count++;
	}
	found->sum += sum;
	return 0;
}

static uint64_t hash_row(const struct db_rows *rows, const struct content_table *table, uint64_t hash, int columns, int64_t *owner)
{
	const struct engine *engine = rows->db->engine;
	void *handle = rows->statement->handle;
	*owner = 0;
	for (int i = 0; i < columns; i++) {
		const enum db_kind kind = engine->column_kind(handle, i);
		if (kind == DB_INTEGER) {
			const int64_t integer = engine->column_integer(handle, i);
			hash = content_integer(hash, i, integer);
			*owner = i == table->owner ? integer : *owner;
		} else if (kind != DB_NULL) {
			hash = content_text(hash, i, db_column_text(rows, i));
		}
	}
	return hash;
}

static int add_table(struct db *db, struct sums *sums, const struct content_table *table)
{
	struct db_rows rows;
	const uint64_t begin = content_begin(table->name);
	if (db_query_values(db, &rows, table->select, NULL, 0))
		return -1;
	const int columns = db_columns(&rows);
	int found;
	while ((found = db_next(&rows)) == 1) {
		int64_t owner;
		const uint64_t hash = hash_row(&rows, table, begin, columns, &owner);
		if (add_sum(db, sums, content_document(table, owner), hash)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

static int add_part(struct db *db, struct sums *sums, int part)
{
	for (const struct content_table *table = content_tables; table->name; table++)
		if ((int)table->part == part && add_table(db, sums, table))
			return -1;
	return 0;
}

/* What this transaction has changed is not written yet. */
static int take_unwritten(struct db *db, struct sums *sums, int part)
{
	for (size_t i = 0; i < db->content.settled; i++) {
		const struct content_change *change = &db->content.changes[i];
		if ((int)change->part == part && add_sum(db, sums, change->document, -change->sum))
			return -1;
	}
	return 0;
}

static int take_kept(struct db *db, struct sums *sums, int part)
{
	struct db_rows rows;
	if (db_query(db, &rows, "SELECT document, sum FROM content WHERE part = $1 ORDER BY document", A(part)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (add_sum(db, sums, db_column_integer(&rows, 0), -(uint64_t)db_column_integer(&rows, 1))) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

int db_content_check(struct db *db, int (*found)(void *context, const char *kind, int64_t id), void *context)
{
	for (int part = 1; part < CONTENT_PARTS; part++) {
		struct sums sums = { 0 };
		int result = add_part(db, &sums, part) || take_kept(db, &sums, part) || take_unwritten(db, &sums, part) ? -1 : 0;
		for (size_t i = 0; !result && i < sums.room; i++)
			if (sums.all[i].used && sums.all[i].sum & CONTENT_MASK)
				result = found(context, content_parts[part], sums.all[i].document);
		free(sums.all);
		if (result)
			return -1;
	}
	return 0;
}

static int write_part(struct db *db, const struct sums *sums, int part)
{
	for (size_t i = 0; i < sums->room; i++) {
		const int64_t sum = (int64_t)(sums->all[i].sum & CONTENT_MASK);
		if (sums->all[i].used && db_run(db, "INSERT INTO content (part, document, sum) VALUES ($1, $2, $3)", A(part),
						A(sums->all[i].document), A(sum)))
			return -1;
	}
	return 0;
}

int db_content_renew(struct db *db)
{
	if (db_run(db, "DELETE FROM content", DB_NONE))
		return -1;
	content_forget(&db->content);
	for (int part = 1; part < CONTENT_PARTS; part++) {
		struct sums sums = { 0 };
		int result = add_part(db, &sums, part) ? -1 : write_part(db, &sums, part);
		free(sums.all);
		if (result)
			return -1;
	}
	return 0;
}

bool db_content_counts(const char *table)
{
	struct content content = { 0 };
	return content_find(&content, table) >= 0;
}
