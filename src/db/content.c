/* What a transaction does to the sums of contents (content.h): gathered while its statements run, and written once for each document before
 * it is committed. */
#include <stdlib.h>
#include <string.h>

#include "statement.h"

#define LOOK_BACK 8 /* so far back a change of the same document is looked for: lines come one after the other */

uint64_t content_begin(const char *table)
{
	uint64_t hash = UINT64_C(0x2545f4914f6cdd1d);
	for (; *table; table++)
		hash = content_mix(hash, (unsigned char)*table);
	return hash;
}

uint64_t content_bytes(uint64_t hash, int column, const char *text, size_t left)
{
	hash = content_mix(content_mix(hash, (uint64_t)column | UINT64_C(1) << 32), left);
	for (; left; text += left < 8 ? left : 8, left -= left < 8 ? left : 8) {
		uint64_t bytes = 0;
		memcpy(&bytes, text, left < 8 ? left : 8);
		hash = content_mix(hash, bytes);
	}
	return hash;
}

uint64_t content_text(uint64_t hash, int column, const char *text)
{
	return content_bytes(hash, column, text, strlen(text));
}

int content_find(struct content *content, const char *table)
{
	if (!strcmp(content_tables[content->last].name, table))
		return content->last;
	for (int i = 0; content_tables[i].name; i++)
		if (!strcmp(content_tables[i].name, table))
			return content->last = i;
	return -1;
}

void content_add(struct content *content, int table, int64_t document, uint64_t sum)
{
	if (content->count == content->room) {
		size_t room = content->room ? content->room * 2 : 64;
		struct content_change *changes = realloc(content->changes, room * sizeof *changes);
		if (!changes) {
			content->failed = true;
			return;
		}
		content->changes = changes;
		content->room = room;
	}
	content->changes[content->count++] = (struct content_change){ document, sum, content_tables[table].part };
}

/* A savepoint may be rolled back to, so that what was before it stays as it is. */
static size_t floor_of(const struct content *content)
{
	const int depth = content->savepoints < CONTENT_SAVEPOINTS ? content->savepoints : CONTENT_SAVEPOINTS;
	return depth ? content->marks[depth - 1] : 0;
}

static void settle_one(struct content *content, struct content_change change)
{
	const size_t lowest = floor_of(content);
	for (size_t at = content->settled, looked = 0; at > lowest && looked < LOOK_BACK; looked++) {
		struct content_change *earlier = &content->changes[--at];
		if (earlier->part == change.part && earlier->document == change.document) {
			earlier->sum += change.sum;
			return;
		}
	}
	content->changes[content->settled++] = change;
}

void content_settle(struct content *content, bool succeeded)
{
	const size_t count = content->count;
	if (succeeded)
		for (size_t at = content->settled; at < count; at++)
			settle_one(content, content->changes[at]);
	content->count = content->settled;
}

void content_savepoint(struct content *content)
{
	if (content->savepoints < CONTENT_SAVEPOINTS)
		content->marks[content->savepoints] = content->settled;
	else
		content->failed = true;
	content->savepoints++;
}

void content_release(struct content *content)
{
	if (content->savepoints)
		content->savepoints--;
}

void content_rollback(struct content *content)
{
	content->count = content->settled = floor_of(content);
	content_release(content);
}

void content_forget(struct content *content)
{
	free(content->changes);
	*content = (struct content){ .last = content->last };
}

static int by_document(const void *a, const void *b)
{
	const struct content_change *x = a;
	const struct content_change *y = b;
	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	return x->document < y->document ? -1 : x->document > y->document;
}

static int write_sum(struct db *db, const struct content_change *change)
{
	const int64_t part = change->part;
	int64_t sum = 0;
	if (!(change->sum & CONTENT_MASK))
		return 0;
	if (db_integer(db, &sum, "SELECT sum FROM content WHERE part = $1 AND document = $2", A(part), A(change->document)) < 0)
		return -1;
	sum = (int64_t)(((uint64_t)sum + change->sum) & CONTENT_MASK);
	return db_run(db,
		      "INSERT INTO content (part, document, sum) VALUES ($1, $2, $3)"
		      " ON CONFLICT (part, document) DO UPDATE SET sum = excluded.sum",
		      A(part), A(change->document), A(sum));
}

static int write_all(struct db *db, struct content_change *changes, size_t count)
{
	qsort(changes, count, sizeof *changes, by_document);
	for (size_t i = 0; i < count; i++) {
		if (i + 1 < count && !by_document(&changes[i], &changes[i + 1]))
			changes[i + 1].sum += changes[i].sum;
		else if (write_sum(db, &changes[i]))
			return -1;
	}
	return 0;
}

int content_write(struct db *db, size_t most)
{
	struct content *content = &db->content;
	if (content->failed)
		return err_memory(db->err);
	if (content->settled <= most || content->savepoints)
		return 0;
	/* While they are written, they are not those that are gathered. */
	struct content written = *content;
	*content = (struct content){ .last = written.last };
	int result = write_all(db, written.changes, written.settled);
	content_forget(content);
	*content = (struct content){ .changes = written.changes, .room = written.room, .last = written.last };
	return result;
}
