/* What both floor programs stand on: the database, opened with the settings that ordr has, and statements that must succeed. */
#ifndef ORDR_BENCH_FLOOR_H
#define ORDR_BENCH_FLOOR_H

#include <sqlite3.h>
#include <stdbool.h>

/* Says what failed and leaves with 1. */
_Noreturn void floor_fail(sqlite3 *db, const char *what);
sqlite3 *floor_database(const char *path, bool writing);
void floor_execute(sqlite3 *db, const char *sql);
sqlite3_stmt *floor_prepare(sqlite3 *db, const char *sql);
/* Binds integers to ?1, ?2 …: as many of them as the statement has. */
void floor_bind(sqlite3_stmt *statement, const sqlite3_int64 *values, int count);
/* Runs a statement that gives no row, and makes it ready for the next time. */
void floor_run(sqlite3_stmt *statement);
/* One integer of a query without parameters; 0 for NULL. */
sqlite3_int64 floor_integer(sqlite3 *db, const char *sql);
/* Gives back the statements too. */
void floor_close(sqlite3 *db);

#endif
