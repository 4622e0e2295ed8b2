/* What db.c asks of an engine. Private to src/db: a second engine is one file that fills this struct and one folder of
 * schema. Every function that can fail gives an enum engine_status; `explain` then says why. */
#ifndef ORDR_DB_ENGINE_H
#define ORDR_DB_ENGINE_H

#include "ordr/db.h"

enum engine_status { ENGINE_OK, ENGINE_ROW, ENGINE_DONE, ENGINE_ERROR };

struct engine {
	const char *(*version)(void);
	/* `connection` is NULL on failure, with err set. */
	void *(*open)(const char *path, enum db_access access, int64_t wait_ms, struct err *err);
	void (*close)(void *connection);
	enum engine_status (*execute)(void *connection, const char *sql);
	enum engine_status (*prepare)(void *connection, const char *sql, bool keep, void **statement);
	void (*finalize)(void *statement);
	enum engine_status (*bind)(void *statement, const struct db_value *values, size_t count);
	enum engine_status (*step)(void *statement);
	void (*reset)(void *statement);
	int (*columns)(void *statement);
	const char *(*column_name)(void *statement, int column);
	enum db_kind (*column_kind)(void *statement, int column);
	int64_t (*column_integer)(void *statement, int column);
	const char *(*column_text)(void *statement, int column);
	int64_t (*changes)(void *connection);
	int64_t (*last_id)(void *connection);
	bool (*in_transaction)(void *connection);
	/* Copies what the open transaction sees into an empty file. */
	int (*copy)(void *connection, const char *path, struct err *err);
	/* Brings the file to rest, with all of it in the one file: 0; ERR_BUSY while others have it open; −1 for all else. */
	int (*settle)(const char *path, struct err *err);
	/* Does the file begin as one of ours? 1, 0, −1 with errno. */
	int (*is_ours)(const char *path);
	bool (*needs_queue)(void);
	/* Fills err from the last failure; `committing`: an I/O failure then is ERR_UNKNOWN. Returns −1. */
	int (*explain)(void *connection, bool committing, struct err *err);
};

extern const struct engine engine_sqlite;

/* migrate.c: brings the schema to this program's version inside the transaction that is open; version is what is there. */
int migrate(const struct engine *engine, void *connection, int version, struct err *err);

/* queue.c: the fair queue of writers before the database. */
struct queue {
	int file; /* −1: not open */
	bool entered;
};
int queue_open(struct queue *queue, const char *path, struct err *err);
/* Waits for this process's turn, at most wait_ms; ERR_BUSY after that. */
int queue_enter(struct queue *queue, int64_t wait_ms, struct err *err);
/* Both, of the file that has the name `path` once it is our turn: a restore may have put another there meanwhile. */
int queue_take(struct queue *queue, const char *path, int64_t wait_ms, struct err *err);
/* With our turn: waits until no connection has the file open, and lets none in until queue_close. ERR_BUSY. */
int queue_shut(struct queue *queue, int64_t wait_ms, struct err *err);
void queue_leave(struct queue *queue);
void queue_close(struct queue *queue);

#endif
