/* The database: typed parameters, rows loaded by field tables, statements kept. It knows nothing of orders. Parameters are
 * written $1, $2 … in SQL and given in that order through A(); errors go to the struct err given at db_open. */
#ifndef ORDR_DB_H
#define ORDR_DB_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ordr/arena.h"
#include "ordr/date.h"
#include "ordr/err.h"
#include "ordr/field.h"
#include "ordr/money.h"
#include "ordr/quantity.h"

struct db;
struct db_statement;

enum db_access {
	DB_READ,   /* queries only; one snapshot from db_begin to db_rollback */
	DB_WRITE,  /* takes its place in the queue of writers, then BEGIN IMMEDIATE */
	DB_CREATE, /* makes the file and its schema; refuses a file that exists. It appears, whole, when it is closed after a commit */
	DB_AT_REST /* queries only, of a file that nobody writes: no locks, nothing beside it, of an older version too */
};

enum db_kind { DB_NOTHING, DB_NULL, DB_INTEGER, DB_TEXT };

struct db_value {
	enum db_kind kind;
	int64_t integer;
	const char *text; /* must live until the statement is done */
};

/* A running query. */
struct db_rows {
	struct db *db;
	struct db_statement *statement;
};

/* Opens FILE. `wait_ms`: how long db_begin may wait for other writers. Errors (also of all later calls) go to `err`:
 * ERR_NO_DATABASE (none, not ordr's, newer), ERR_DAMAGED, ERR_FAILED, ERR_BUSY. On failure *db is NULL.
 * A database of an older version is migrated when opened for writing, and refused for reading with a hint. */
int db_open(struct db **db, const char *file, enum db_access access, int64_t wait_ms, struct err *err);
/* Closes cleanly: at rest the database is one file. NULL is fine. −1 only of DB_CREATE: the file could not get its name. */
int db_close(struct db *db);

/* Whom it tells, now and then, that the engine is at work: how many pages of how many are copied, or 0 of 0 where that is not known. */
struct db_telling {
	void (*tick)(void *context, int64_t part, int64_t whole); /* NULL: nobody */
	void *context;
};
void db_tell(struct db *db, struct db_telling telling);
/* Whom another database tells, too. */
void db_tell_as(struct db *db, const struct db *other);

int db_begin(struct db *db);
/* −1 with ERR_UNKNOWN when the system failed while committing: it may have happened. */
int db_commit(struct db *db);
void db_rollback(struct db *db);
/* A nested step of the transaction: one record of a --keep-going batch. */
int db_savepoint(struct db *db);
int db_savepoint_release(struct db *db);
int db_savepoint_rollback(struct db *db);

/* One value of any of these types for $1, $2 …; absent values (NULL, NONE) are bound as NULL. DB_NONE: no parameter. */
struct db_value db_value_integer(int64_t value);
struct db_value db_value_text(const char *value);
struct db_value db_value_money(struct money value);
struct db_value db_value_price(struct price value);
struct db_value db_value_quantity(struct quantity value);
struct db_value db_value_percent(struct percent value);
struct db_value db_value_instant(struct instant value);
struct db_value db_value_date(struct date value);
struct db_value db_value_bool(bool value);
struct db_value db_value_int(int value);

#define A(x)                                      \
	_Generic((x),                             \
		bool: db_value_bool,              \
		int: db_value_int,                \
		int64_t: db_value_integer,        \
		char *: db_value_text,            \
		const char *: db_value_text,      \
		struct money: db_value_money,     \
		struct price: db_value_price,     \
		struct quantity: db_value_quantity, \
		struct percent: db_value_percent, \
		struct instant: db_value_instant, \
		struct date: db_value_date)(x)
#define DB_NONE ((struct db_value){ .kind = DB_NOTHING })

#define DB_VALUES(...) (const struct db_value[]){ __VA_ARGS__ }, sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value)

/* Runs a statement that returns no rows. SQL must be a string literal: statements are kept by its address. */
#define db_run(db, sql, ...) db_run_values((db), (sql), DB_VALUES(__VA_ARGS__))
/* Starts a query. db_next gives the rows; db_finish ends one that is not read to its end. */
#define db_query(db, rows, sql, ...) db_query_values((db), (rows), (sql), DB_VALUES(__VA_ARGS__))
/* One integer from the first row: 1 and *value (NONE for NULL), 0 when there is no row, −1. */
#define db_integer(db, value, sql, ...) db_integer_values((db), (value), (sql), DB_VALUES(__VA_ARGS__))
/* One record from the first row by its field table (cleared before): 1, 0 when there is no row, −1. */
#define db_one(db, arena, schema, record, sql, ...) db_one_values((db), (arena), (schema), (record), (sql), DB_VALUES(__VA_ARGS__))
/* All rows as an array of records in the arena: 0 or −1. */
#define db_all(db, arena, schema, list, sql, ...) db_all_values((db), (arena), (schema), (list), (sql), DB_VALUES(__VA_ARGS__))

int db_run_values(struct db *db, const char *sql, const struct db_value *values, size_t count);
int db_query_values(struct db *db, struct db_rows *rows, const char *sql, const struct db_value *values, size_t count);
int db_integer_values(struct db *db, int64_t *value, const char *sql, const struct db_value *values, size_t count);
int db_one_values(struct db *db, struct arena *arena, const struct schema *schema, void *record, const char *sql,
		  const struct db_value *values, size_t count);
int db_all_values(struct db *db, struct arena *arena, const struct schema *schema, struct list *list, const char *sql,
		  const struct db_value *values, size_t count);

/* 1 there is a row, 0 the end, −1 an error; after 0 and −1 the query is finished. */
int db_next(struct db_rows *rows);
void db_finish(struct db_rows *rows);
/* The current row's columns, from 0. Integer of NULL is NONE. Texts are valid until db_next. db_column_text is for texts that must be there:
 * never NULL. When one is not, because the file is damaged or memory ran out, it is "", and the next call that can fail gives −1 with
 * the reason; the last one of a run is db_values_read. */
int64_t db_column_integer(const struct db_rows *rows, int column);
const char *db_column_text(const struct db_rows *rows, int column);
/* As db_column_text, where NULL may stand: it is NULL. */
const char *db_column_optional(const struct db_rows *rows, int column);
int db_values_read(struct db *db);
/* What the columns are, where a query is not known beforehand. */
int db_columns(const struct db_rows *rows);
const char *db_column_name(const struct db_rows *rows, int column);
enum db_kind db_column_kind(const struct db_rows *rows, int column);
/* Loads the current row by column name (dotted for objects); fields without a column stay as they are. Money takes the
 * currency of the row's column "currency". Texts are copied to the arena; ERR_DAMAGED when one that is FIELD_REQUIRED is NULL. */
int db_load(struct db_rows *rows, struct arena *arena, const struct field *fields, void *record);
/* Runs SQL with $1 … $n taken from the record's fields in table order (LIST, OBJECT, RAW are passed over), then `more`. */
int db_run_record(struct db *db, const char *sql, const struct field *fields, const void *record, const struct db_value *more,
		  size_t count);

/* The key of the last INSERT. */
int64_t db_last_id(const struct db *db);

/* What the engine's own checks find (pages, rows, foreign keys; each index beside its table): call `found` with one line each; a
 * sound file makes no call. */
int db_check(struct db *db, int (*found)(void *context, const char *line), void *context);
int db_check_indexes(struct db *db, int (*found)(void *context, const char *line), void *context);
/* Who else may write the file or put one of its side files in its place: calls `found` with one line each. */
int db_check_access(struct db *db, int (*found)(void *context, const char *line), void *context);
/* Compares the rows of each document with what they added up to when they were written: calls `found` with the kind ("order", "stock-move")
 * and the number of each that is not as it was. It finds what a disk or a program other than ours did to a value. */
int db_content_check(struct db *db, int (*found)(void *context, const char *kind, int64_t id), void *context);
/* Makes the sums anew from the rows as they are, within the open transaction: for who wrote past this library. */
int db_content_renew(struct db *db);
/* Do the rows of the table count? */
bool db_content_counts(const char *table);
/* What keeps the database: "SQLite 3.40.1". */
const char *db_engine_version(void);
/* Does what keeps the database need the queue of writers to be safe (SQLite 3.7.0 to 3.51.2, see queue.c)? */
bool db_engine_needs_queue(void);
/* The schema version of this program. */
int db_schema_version(void);

/* Copies (copy.c). A copy is made in a directory of its own that nobody else may enter, ".ordr-XXXXXX" beside the place that it is for; only
 * when it is whole and on the disk does it get its name. */
struct db_copy {
	char directory[PATH_MAX];
	char file[PATH_MAX]; /* to be opened and looked at; closed again before it is placed */
};

/* The database as the open transaction sees it. Its mode is that of the file `place` that it will replace, or else no wider than the
 * database's. On failure there is nothing to drop. */
int db_copy_make(struct db *db, const char *place, struct db_copy *copy);
/* Gives it its name, which nothing may have yet, nor lie beside it: ERR_CONFLICT. */
int db_copy_place(struct db_copy *copy, const char *place, struct err *err);
/* Puts it in the place of the database `place`, once writers before us are done and nobody has it open: ERR_BUSY after wait_ms. What lay
 * beside the old one goes with it. */
int db_copy_replace(struct db_copy *copy, const char *place, int64_t wait_ms, struct err *err);
/* Removes it, unless it has its name. */
void db_copy_drop(struct db_copy *copy);
/* Does the file begin as a database of ours does, whatever its state otherwise? 1, 0; −1 with errno when it cannot be read. */
int db_is_ours(const char *file);

#endif
