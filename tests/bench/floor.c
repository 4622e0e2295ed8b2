/* The floors measure what SQLite itself costs, so their connection is set up as src/db/sqlite.c does it: the same safety, the same cache, the
 * same syncs. What ordr checks on the way (that the file is its own, that nobody is before it in the queue) is left out. */
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void floor_fail(sqlite3 *db, const char *what)
{
	fprintf(stderr, "floor: %s: %s\n", what, db ? sqlite3_errmsg(db) : "out of memory");
	exit(1);
}

sqlite3 *floor_database(const char *path, bool writing)
{
	sqlite3 *db = NULL;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
		floor_fail(db, path);
	sqlite3_busy_timeout(db, 10000);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
	floor_execute(db, writing ? "PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON; PRAGMA cache_size = -65536;"
				    " PRAGMA wal_autocheckpoint = 4000"
				  : "PRAGMA query_only = ON; PRAGMA cache_size = -65536");
	return db;
}

void floor_execute(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		floor_fail(db, sql);
}

sqlite3_stmt *floor_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
		floor_fail(db, sql);
	return statement;
}

void floor_bind(sqlite3_stmt *statement, const sqlite3_int64 *values, int count)
{
	int wanted = sqlite3_bind_parameter_count(statement);
	for (int i = 0; i < count && i < wanted; i++)
		sqlite3_bind_int64(statement, i + 1, values[i]);
}

void floor_run(sqlite3_stmt *statement)
{
	if (sqlite3_step(statement) != SQLITE_DONE)
		floor_fail(sqlite3_db_handle(statement), sqlite3_sql(statement));
	sqlite3_reset(statement);
}

sqlite3_int64 floor_integer(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = floor_prepare(db, sql);
	if (sqlite3_step(statement) != SQLITE_ROW)
		floor_fail(db, sql);
	sqlite3_int64 value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

void floor_close(sqlite3 *db)
{
	sqlite3_stmt *statement;
	while ((statement = sqlite3_next_stmt(db, NULL)))
		sqlite3_finalize(statement);
	if (sqlite3_close(db) != SQLITE_OK)
		floor_fail(db, "close");
}
