/* What db.c asks of an engine. Private to src/db: a second engine is one file that fills this struct and one folder of
 * schema. Every function that can fail gives an enum engine_status; `explain` then says why. */
#ifndef ORDR_DB_ENGINE_H
#define ORDR_DB_ENGINE_H

#include <limits.h>

#include "ordr/db.h"
#include "content.h"

enum engine_status { ENGINE_OK, ENGINE_ROW, ENGINE_DONE, ENGINE_ERROR };

/* What may be written beside the database while it is read. A log that a reader leaves there for want of permission would lock out those who
 * may write: it would be the reader's file. */
enum reach {
	REACH_ALL,
	REACH_LOG,  /* what lies there may be used, nothing made */
	REACH_FILE  /* nothing; the file is all there is, and nobody changes it now */
};

struct engine {
	const char *(*version)(void);
	/* `connection` is NULL on failure, with err set. DB_CREATE: the file is there, and empty. */
	void *(*open)(const char *path, enum db_access access, enum reach reach, int64_t wait_ms, struct err *err);
	void (*close)(void *connection);
	enum engine_status (*execute)(void *connection, const char *sql);
	enum engine_status (*prepare)(void *connection, const char *sql, bool keep, void **statement);
	void (*finalize)(void *statement);
	/* How many parameters a statement has, and which number the index-th of them has, from 1: $1, $2 … need not stand in that order. */
	int (*parameters)(void *statement);
	size_t (*parameter_number)(void *statement, int index);
	enum engine_status (*bind)(void *statement, int index, const struct db_value *value);
	enum engine_status (*step)(void *statement);
	void (*reset)(void *statement);
	int (*columns)(void *statement);
	const char *(*column_name)(void *statement, int column);
	enum db_kind (*column_kind)(void *statement, int column);
	int64_t (*column_integer)(void *statement, int column);
	const char *(*column_text)(void *statement, int column);
	int64_t (*last_id)(void *connection);
	bool (*in_transaction)(void *connection);
	/* Copies what the open transaction sees into an empty file, and tells of it. */
	int (*copy)(void *connection, const char *path, const struct db_telling *telling, struct err *err);
	/* From now on it is told of the engine's work, again and again. */
	void (*tell)(void *connection, const struct db_telling *telling);
	/* Brings the file to rest, with all of it in the one file: 0; ERR_BUSY while others have it open; −1 for all else. */
	int (*settle)(const char *path, struct err *err);
	/* Does the file begin as one of ours? 1, 0, −1 with errno. */
	int (*is_ours)(const char *path);
	/* db_check and db_check_indexes. */
	int (*check)(void *connection, int (*found)(void *context, const char *line), void *context, struct err *err);
	int (*check_indexes)(void *connection, int (*found)(void *context, const char *line), void *context, struct err *err);
	bool (*needs_queue)(void);
	/* From now on every row that is written is added to `content`, or taken from it. */
	void (*watch)(void *connection, struct content *content);
	/* Fills err from the last failure; `committing`: an I/O failure then is ERR_UNKNOWN. Returns −1. */
	int (*explain)(void *connection, bool committing, struct err *err);
};

extern const struct engine engine_sqlite;

/* migrate.c: brings the schema to this program's version inside the transaction that is open; version is what is there. */
int migrate(const struct engine *engine, void *connection, int version, struct err *err);

/* beside.c: what the engine keeps beside a database. */
/* Is all of it in the one file? */
bool beside_rests(const char *path);
/* Refuses what a database left behind that is gone: it would be taken for the new file's. */
int beside_check(const char *path, struct err *err);
void beside_remove(const char *path);

/* create.c: a database that is being made, under another name. */
struct creation {
	char path[PATH_MAX];
	char temporary[PATH_MAX + 32]; /* "": nothing is being made */
	char directory[PATH_MAX];      /* that both lie in: found before anything is made, so nothing can fail once it is */
};
/* Makes the empty file. ERR_CONFLICT: there is something of that name already. */
int create_begin(struct creation *creation, const char *path, struct err *err);
/* After the connection was closed: gives it its name. */
int create_finish(struct creation *creation, struct err *err);
/* Removes what was made; nothing when there is none. */
void create_abandon(struct creation *creation);

/* queue.c: the fair queue of writers before the database. */
struct queue {
	int file; /* −1: not open */
	bool entered;
};
int queue_open(struct queue *queue, const char *path, struct err *err);
/* Waits for this process's turn, at most wait_ms; ERR_BUSY after that. */
int queue_enter(struct queue *queue, int64_t wait_ms, struct err *err);
/* Opens it for reading alone, and keeps writers out until queue_leave. */
int queue_share(struct queue *queue, const char *path, int64_t wait_ms, struct err *err);
/* Both, of the file that has the name `path` once it is our turn: a restore may have put another there meanwhile. */
int queue_take(struct queue *queue, const char *path, int64_t wait_ms, struct err *err);
/* With our turn: waits until no connection has the file open, and lets none in until queue_close. ERR_BUSY. */
int queue_shut(struct queue *queue, int64_t wait_ms, struct err *err);
void queue_leave(struct queue *queue);
void queue_close(struct queue *queue);

#endif
