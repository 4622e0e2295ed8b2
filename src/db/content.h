/* The sums of contents: for each document a number that its rows add up to, kept beside them in the table "content" by every transaction that
 * changes them. SQLite has no checksums of its pages: a bit that tips over within a price leaves a file that is sound and books that add up,
 * but not the same sum. Each row has a hash, and a document the sum of its rows' hashes, so that a change costs what is changed and not what
 * the document has become; an error stays visible when the document is changed later on. Against accidents: whoever means to deceive
 * could calculate it too. Private to src/db. */
#ifndef ORDR_DB_CONTENT_H
#define ORDR_DB_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a sum is of. The numbers stand in databases: they are never given anew. */
enum content_part {
	CONTENT_SETTING = 1,
	CONTENT_USER = 2,
	CONTENT_CUSTOMER = 3,
	CONTENT_PRODUCT = 4,
	CONTENT_WAREHOUSE = 5,
	CONTENT_SLA = 6,
	CONTENT_STOCK = 7,
	CONTENT_STOCK_MOVE = 8,
	CONTENT_ANNOUNCEMENT = 9,
	CONTENT_ORDER = 10,
	CONTENT_SHIPMENT = 11,
	CONTENT_RETURN = 12,
	CONTENT_COMPLAINT = 13,
	CONTENT_INVOICE = 14,
	CONTENT_KEY = 15,
	CONTENT_PARTS
};

/* A table whose rows count, and the column, from 0, that says which document they belong to: −1 when all rows are one. So many rows of high
 * numbers are one document as `shift` has bits: ledgers are long, and a sum for each line would be as long. */
struct content_table {
	const char *name, *select;
	enum content_part part;
	int owner, shift;
};
extern const struct content_table content_tables[];
/* "order", "stock-move" … */
extern const char *const content_parts[CONTENT_PARTS];

#define CONTENT_MASK ((uint64_t)INT64_MAX) /* sums are counted in 63 bits, which a column of integers holds */

/* The hash of a row is made from its values in turn. NULL does not count: a column that is added later changes no hash. Any other value in
 * the place of one gives another hash: every step can be taken back. */
static inline uint64_t content_mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

uint64_t content_begin(const char *table);
static inline uint64_t content_integer(uint64_t hash, int column, int64_t value)
{
	return content_mix(content_mix(hash, (uint64_t)column), (uint64_t)value);
}
uint64_t content_bytes(uint64_t hash, int column, const char *bytes, size_t length);
uint64_t content_text(uint64_t hash, int column, const char *text);
static inline int64_t content_document(const struct content_table *table, int64_t owner)
{
	return table->owner < 0 ? 0 : owner >> table->shift;
}

#define CONTENT_SAVEPOINTS 8

struct content_change {
	int64_t document;
	uint64_t sum; /* what is to be added */
	enum content_part part;
};

/* What a transaction has changed, until it is written. What a statement did counts when the statement has succeeded. */
struct content {
	struct content_change *changes;
	size_t count, room;
	size_t settled; /* of statements that are done */
	size_t marks[CONTENT_SAVEPOINTS];
	int savepoints;
	int last; /* the table that was found last */
	bool failed; /* memory ran out: the transaction must not be committed */
};

struct db;

/* The table's place in the list, −1 when its rows do not count. */
int content_find(struct content *content, const char *table);
void content_add(struct content *content, int table, int64_t document, uint64_t sum);
/* At the end of each statement. */
void content_settle(struct content *content, bool succeeded);
void content_savepoint(struct content *content);
void content_release(struct content *content);
void content_rollback(struct content *content);
/* Everything is forgotten: the transaction is over. */
void content_forget(struct content *content);
/* Writes what has changed into the table: before the commit, and in between when `most` changes have come together. 0 or −1. */
int content_write(struct db *db, size_t most);

#define CONTENT_MOST 65536

#endif
