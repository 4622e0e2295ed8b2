/* A kept statement and how its columns map to a record. Private to src/db. */
#ifndef ORDR_DB_STATEMENT_H
#define ORDR_DB_STATEMENT_H

#include "engine.h"

struct column {
	const struct field *field; /* NULL: the record has none of that name */
	size_t offset;             /* of the struct that the field's own offset counts from */
};

struct db_statement {
	const char *sql; /* the literal's address is the key */
	void *handle;
	bool busy; /* a query is running on it */
	bool kept;
	int parameters;
	size_t *numbers; /* of each parameter, as the values are counted */
	const struct field *fields; /* what `columns` was made for */
	struct column *columns;
	int count;
	int currency; /* the column "currency", or −1 */
	struct db_statement *next;
};

#define STATEMENT_BUCKETS 256

/* Why a value of a row could not be read, until somebody is told. */
enum unread { UNREAD_NOTHING, UNREAD_MEMORY, UNREAD_NULL };

struct db {
	const struct engine *engine;
	void *connection;
	enum db_access access;
	char *path; /* absolute */
	int64_t wait_ms;
	struct queue queue;
	struct err *err;
	struct content content;
	struct db_telling telling;
	enum unread unread;
	struct creation creation;
	bool committed; /* DB_CREATE: the file is to get its name */
	struct db_statement *statements[STATEMENT_BUCKETS];
};

/* Prepared once, kept by the literal's address; a second one when the first is in the middle of a query. NULL on error. */
struct db_statement *statement_get(struct db *db, const char *sql);
/* Gives it its values: ERR_FAILED when they are not those that it needs. */
int statement_bind(struct db *db, struct db_statement *statement, const struct db_value *values, size_t count);
/* Ready for its next use; a second one is given back. */
void statement_done(struct db *db, struct db_statement *statement);
void statement_release_all(struct db *db);
/* Maps the columns to the fields, unless that is done already. */
int statement_map(struct db *db, struct db_statement *statement, const struct field *fields);

#endif
