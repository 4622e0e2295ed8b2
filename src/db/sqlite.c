/* The SQLite engine; with sqlite_check.c, sqlite_file.c and sqlite_watch.c the only one that knows SQLite. It opens defensively: the schema is not trusted, extensions are off, double
 * quotes are never strings, foreign keys are kept. Write-ahead log with synchronous FULL: what was acknowledged survives a
 * power cut. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "sqlite.h"

#include "ordr/speak.h"

static int explain_unknown(const char *what, const char *text, struct err *err)
{
	err_set(err, ERR_UNKNOWN, "%s while committing, so this may or may not have happened: %s", translate(what), text);
	return err_hint(err, "run the same command again with the same --key, or look with ordr log");
}

int sqlite_explain_code(int code, const char *text, bool committing, struct err *err)
{
	switch (code & 0xff) {
	case SQLITE_ERROR: /* a table that is not there, a sum beyond what can be counted: the disk did what it was told */
		if (committing)
			return explain_unknown(TO_TRANSLATE("the database failed"), text, err);
		err_set(err, ERR_DAMAGED, "the database does not hold what is expected: %s", text);
		return err_hint(err, "ordr doctor");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		err_set(err, ERR_BUSY, "the database is held by another program");
		return err_hint(err, "try again, or wait longer with --wait SECONDS");
	case SQLITE_CORRUPT:
		err_set(err, ERR_DAMAGED, "the database file is damaged: %s", text);
		return err_hint(err, "go on with a copy from before it was damaged; ordr doctor proves that one");
	case SQLITE_NOTADB:
		err_set(err, ERR_NO_DATABASE, "not an ordr database");
		return err_hint(err, "check what --db or ORDR_DB names; ordr init makes a new one");
	case SQLITE_CONSTRAINT:
		return err_set(err, ERR_REFUSED, "the database refuses this: %s", text);
	case SQLITE_NOMEM:
		if (!committing)
			return err_memory(err);
		return explain_unknown(TO_TRANSLATE("memory ran out"), text, err);
	case SQLITE_FULL:
		err_set(err, ERR_FAILED, "the disk is full");
		return err_hint(err, "make room where the database lies, then run the command again");
	case SQLITE_READONLY:
	case SQLITE_PERM:
		err_set(err, ERR_FAILED, "the database cannot be written: %s", text);
		return err_hint(err, "check the permissions of the file and its directory");
	case SQLITE_CANTOPEN:
		err_set(err, ERR_FAILED, "the database cannot be opened: %s", text);
		return err_hint(err, "check the permissions of the file and its directory: ordr keeps a log beside it while it works");
	default:
		if (!committing) {
			err_set(err, ERR_FAILED, "the database failed: %s", text);
			return err_hint(err, "check the disk and its file system, then run the command again");
		}
		return explain_unknown(TO_TRANSLATE("the database failed"), text, err);
	}
}

static int sqlite_explain(void *connection, bool committing, struct err *err)
{
	int code = sqlite3_extended_errcode(connection);
	int system = sqlite3_system_errno(connection);
	/* Where no page is written SQLite takes a full disk for any other failure. */
	if (!committing && (code & 0xff) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT))
		code = SQLITE_FULL;
	return sqlite_explain_code(code, sqlite3_errmsg(connection), committing, err);
}

static void sqlite_close(void *connection)
{
	sqlite3_close_v2(connection);
}

static enum engine_status sqlite_execute(void *connection, const char *sql)
{
	return sqlite3_exec(connection, sql, NULL, NULL, NULL) == SQLITE_OK ? ENGINE_OK : ENGINE_ERROR;
}

/* One integer of a pragma. The result code says why there is none. */
static int pragma_integer(sqlite3 *handle, const char *sql, int64_t *value)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(handle, sql, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? SQLITE_OK : code == SQLITE_DONE ? SQLITE_ERROR : code;
}

static void configure(sqlite3 *handle, int64_t wait_ms)
{
	sqlite3_busy_timeout(handle, wait_ms > INT_MAX ? INT_MAX : (int)wait_ms);
	sqlite3_extended_result_codes(handle, 1);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1);
	sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
}

static int check_version(sqlite3 *handle, const char *path, enum db_access access, int *version, struct err *err)
{
	int64_t application = 0;
	int64_t schema = 0;
	int code = pragma_integer(handle, "PRAGMA application_id", &application);
	if (code == SQLITE_OK)
		code = pragma_integer(handle, "PRAGMA user_version", &schema);
	if (code != SQLITE_OK && code != SQLITE_NOTADB)
		return sqlite_explain(handle, false, err);
	if (application != SQLITE_APPLICATION_ID) {
		err_set(err, ERR_NO_DATABASE, "%s is not an ordr database", path);
		return err_hint(err, "check what --db or ORDR_DB names; ordr init makes a new one");
	}
	*version = (int)schema;
	if (*version > db_schema_version()) {
		err_set(err, ERR_NO_DATABASE, "%s is from a newer ordr (schema %d, this program knows %d)", path, *version,
			db_schema_version());
		return err_hint(err, "install the newer ordr");
	}
	if (*version < db_schema_version() && access == DB_READ) {
		err_set(err, ERR_NO_DATABASE, "%s is from an older ordr (schema %d)", path, *version);
		return err_hint(err, "any command that writes brings it up to date: ordr config set NAME VALUE");
	}
	return 0;
}

static int migrate_to_current(sqlite3 *handle, int version, enum db_access access, struct err *err)
{
	char *stamp = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", SQLITE_APPLICATION_ID, db_schema_version());
	if (!stamp)
		return err_memory(err);
	int result = sqlite_execute(handle, "BEGIN IMMEDIATE") == ENGINE_OK ? 0 : sqlite_explain(handle, false, err);
	if (!result)
		result = migrate(&engine_sqlite, handle, version, err);
	if (!result && sqlite_execute(handle, stamp) != ENGINE_OK)
		result = sqlite_explain(handle, false, err);
	if (!result && sqlite_execute(handle, "COMMIT") != ENGINE_OK)
		result = sqlite_explain(handle, access != DB_CREATE, err);
	if (result && !sqlite3_get_autocommit(handle))
		sqlite_execute(handle, "ROLLBACK");
	sqlite3_free(stamp);
	return result;
}

/* SQLite reads the schema when it must; a database that is only read takes no lock of a writer. */
static int prepare_connection(sqlite3 *handle, const char *path, enum db_access access, struct err *err)
{
	int version = 0;
	if (access == DB_CREATE) {
		if (sqlite_execute(handle, "PRAGMA journal_mode = WAL") != ENGINE_OK)
			return sqlite_explain(handle, false, err);
	} else if (check_version(handle, path, access, &version, err)) {
		return -1;
	}
	bool reads = access == DB_READ || access == DB_AT_REST;
	/* A file that came by other ways than ours may have left the write-ahead log, which what we promise stands on. */
	const char *modes = reads ? "PRAGMA query_only = ON; PRAGMA cache_size = -65536"
				  : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON;"
				    " PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000";
	if (sqlite_execute(handle, modes) != ENGINE_OK)
		return sqlite_explain(handle, false, err);
	return !reads && version < db_schema_version() ? migrate_to_current(handle, version, access, err) : 0;
}

static void *sqlite_open(const char *path, enum db_access access, enum reach reach, int64_t wait_ms, struct err *err)
{
	sqlite3 *handle;
	/* One thread and nobody who asks for statistics: no mutex at each allocation. Once SQLite runs, it stays as it is. */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	int code = sqlite_open_file(path, reach, &handle);
	if (code == SQLITE_OK) {
		configure(handle, wait_ms);
		if (!prepare_connection(handle, path, access, err))
			return handle;
	} else {
		sqlite_explain_code(code, handle ? sqlite3_errmsg(handle) : "out of memory", false, err);
	}
	sqlite3_close_v2(handle);
	return NULL;
}

static enum engine_status sqlite_prepare(void *connection, const char *sql, bool keep, void **statement)
{
	unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
	sqlite3_stmt *prepared = NULL;
	int code = sqlite3_prepare_v3(connection, sql, -1, flags, &prepared, NULL);
	*statement = prepared;
	return code == SQLITE_OK ? ENGINE_OK : ENGINE_ERROR;
}

static void sqlite_finalize(void *statement)
{
	sqlite3_finalize(statement);
}

static int sqlite_parameters(void *statement)
{
	return sqlite3_bind_parameter_count(statement);
}

/* SQLite numbers $1, $2 … by their first appearance, so what a parameter stands for is in its name alone. */
static size_t sqlite_parameter_number(void *statement, int index)
{
	const char *name = sqlite3_bind_parameter_name(statement, index);
	return name && *name == '$' ? strtoul(name + 1, NULL, 10) : 0;
}

static enum engine_status sqlite_bind(void *statement, int index, const struct db_value *value)
{
	int code = value->kind == DB_NULL      ? sqlite3_bind_null(statement, index)
		   : value->kind == DB_INTEGER ? sqlite3_bind_int64(statement, index, value->integer)
					       : sqlite3_bind_text(statement, index, value->text, -1, SQLITE_STATIC);
	return code == SQLITE_OK ? ENGINE_OK : ENGINE_ERROR;
}

static enum engine_status sqlite_step(void *statement)
{
	int code = sqlite3_step(statement);
	return code == SQLITE_ROW ? ENGINE_ROW : code == SQLITE_DONE ? ENGINE_DONE : ENGINE_ERROR;
}

static void sqlite_reset(void *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

static int sqlite_columns(void *statement)
{
	return sqlite3_column_count(statement);
}

static const char *sqlite_column_name(void *statement, int column)
{
	return sqlite3_column_name(statement, column);
}

static enum db_kind sqlite_column_kind(void *statement, int column)
{
	int type = sqlite3_column_type(statement, column);
	return type == SQLITE_NULL ? DB_NULL : type == SQLITE_INTEGER ? DB_INTEGER : DB_TEXT;
}

static int64_t sqlite_column_integer(void *statement, int column)
{
	return sqlite3_column_int64(statement, column);
}

static const char *sqlite_column_text(void *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

static int64_t sqlite_last_id(void *connection)
{
	return sqlite3_last_insert_rowid(connection);
}

static bool sqlite_in_transaction(void *connection)
{
	return !sqlite3_get_autocommit(connection);
}

static bool sqlite_needs_queue(void)
{
	int version = sqlite3_libversion_number();
	return version >= 3007000 && version <= 3051002;
}

static const char *sqlite_version(void)
{
	static const char name[] = "SQLite " SQLITE_VERSION; /* of the headers: what runs may be newer */
	return sqlite3_libversion_number() == SQLITE_VERSION_NUMBER ? name : sqlite3_libversion();
}

const struct engine engine_sqlite = {
	.version = sqlite_version,
	.open = sqlite_open,
	.close = sqlite_close,
	.execute = sqlite_execute,
	.prepare = sqlite_prepare,
	.finalize = sqlite_finalize,
	.parameters = sqlite_parameters,
	.parameter_number = sqlite_parameter_number,
	.bind = sqlite_bind,
	.step = sqlite_step,
	.reset = sqlite_reset,
	.columns = sqlite_columns,
	.column_name = sqlite_column_name,
	.column_kind = sqlite_column_kind,
	.column_integer = sqlite_column_integer,
	.column_text = sqlite_column_text,
	.last_id = sqlite_last_id,
	.in_transaction = sqlite_in_transaction,
	.copy = sqlite_copy,
	.tell = sqlite_tell,
	.settle = sqlite_settle,
	.is_ours = sqlite_is_ours,
	.check = sqlite_check,
	.check_indexes = sqlite_check_indexes,
	.needs_queue = sqlite_needs_queue,
	.watch = sqlite_watch,
	.explain = sqlite_explain,
};
