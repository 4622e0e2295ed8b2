/* What sqlite.c, sqlite_check.c, sqlite_file.c and sqlite_watch.c know of each other: the only files that include SQLite's header. */
#ifndef ORDR_DB_SQLITE_H
#define ORDR_DB_SQLITE_H

#include <sqlite3.h>

#include "engine.h"

#define SQLITE_APPLICATION_ID 0x6f726472 /* "ordr" */

/* Fills err from SQLite's code; `committing`: an I/O failure then is ERR_UNKNOWN. Returns −1. */
int sqlite_explain_code(int code, const char *text, bool committing, struct err *err);

/* A code of SQLite; *handle may be NULL when memory is exhausted, and is to be closed in any case. */
int sqlite_open_file(const char *path, enum reach reach, sqlite3 **handle);
/* As engine.h has them. */
int sqlite_copy(void *connection, const char *path, const struct db_telling *telling, struct err *err);
void sqlite_tell(void *connection, const struct db_telling *telling);
int sqlite_settle(const char *path, struct err *err);
int sqlite_is_ours(const char *path);
int sqlite_check(void *connection, int (*found)(void *context, const char *line), void *context, struct err *err);
int sqlite_check_indexes(void *connection, int (*found)(void *context, const char *line), void *context, struct err *err);
void sqlite_watch(void *connection, struct content *content);

#endif
