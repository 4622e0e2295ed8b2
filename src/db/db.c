/* The front of the database: transactions that cannot be cheated, statements that are kept, errors that say what to do. What an engine
 * must do is in engine.h. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ordr/file.h"
#include "statement.h"

static int fail(struct db *db)
{
	return db->engine->explain(db->connection, false, db->err);
}

int db_values_read(struct db *db)
{
	enum unread unread = db->unread;
	db->unread = UNREAD_NOTHING;
	if (unread == UNREAD_NOTHING)
		return 0;
	if (unread == UNREAD_MEMORY)
		return err_memory(db->err);
	err_set(db->err, ERR_DAMAGED, "the database file is damaged: a value is missing");
	return err_hint(db->err, "ordr doctor");
}

/* SQLite on Debian reads a name that begins with "file:" as a URI; an absolute path never does. */
static int absolute_path(const char *file, enum db_access access, char path[PATH_MAX], struct err *err)
{
	if (access != DB_CREATE) {
		struct stat about;
		bool there = realpath(file, path) && !stat(path, &about);
		if (!there && errno == EACCES) {
			err_set(err, ERR_FAILED, "cannot look at %s: %s", file, err_system(errno));
			return err_hint(err, "check the permissions of its directory");
		}
		if (!there) {
			err_set(err, ERR_NO_DATABASE, "no database: %s: %s", file, err_system(errno));
			return err_hint(err, "make one with ordr init, or name it with --db FILE or ORDR_DB");
		}
		if (S_ISREG(about.st_mode))
			return 0;
		err_set(err, ERR_NO_DATABASE, "%s is not a file", file);
		return err_hint(err, "check what --db or ORDR_DB names");
	}
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;
	bool found = !file_directory(file, path);
	size_t length = found ? strlen(path) : 0;
	if (found && length + strlen(name) + 2 <= PATH_MAX) {
		if (length > 1)
			path[length++] = '/';
		strcpy(path + length, name);
	} else {
		err_set(err, ERR_FAILED, "cannot make %s: %s", file, err_system(found ? ENAMETOOLONG : errno));
		err_hint(err, "name a file in a directory that is there");
		found = false;
	}
	return found ? 0 : -1;
}

/* May this process write the file, and make others beside it? */
static bool may_write(const char *path)
{
	char directory[PATH_MAX];
	return !access(path, W_OK) && !file_directory(path, directory) && !access(directory, W_OK);
}

/* A reader without the right to write keeps the writers out for its moment and reads the file as it is. When there is a log, somebody else
 * is at work or was killed: what that one keeps is used, or the reading refused. */
static int open_reading(struct db *db, const char *path)
{
	enum reach reach = REACH_ALL;
	if (db->access == DB_AT_REST) {
		reach = beside_rests(path) ? REACH_FILE : REACH_ALL;
	} else if (!may_write(path)) {
		if (queue_share(&db->queue, path, db->wait_ms, db->err))
			return -1;
		reach = beside_rests(path) ? REACH_FILE : REACH_LOG;
		if (reach == REACH_LOG)
			queue_leave(&db->queue);
	}
	db->connection = db->engine->open(path, db->access, reach, db->wait_ms, db->err);
	return db->connection ? 0 : -1;
}

static int open_connection(struct db *db, const char *path)
{
	if (db->access == DB_READ || db->access == DB_AT_REST)
		return open_reading(db, path);
	/* An older database is brought up to date at open, so the place in the queue is taken before. */
	if (db->access == DB_WRITE && queue_take(&db->queue, path, db->wait_ms, db->err))
		return -1;
	if (db->access == DB_CREATE && create_begin(&db->creation, path, db->err))
		return -1;
	const char *file = db->access == DB_CREATE ? db->creation.temporary : path;
	db->connection = db->engine->open(file, db->access, REACH_ALL, db->wait_ms, db->err);
	return db->connection ? 0 : -1;
}

int db_open(struct db **opened, const char *file, enum db_access access, int64_t wait_ms, struct err *err)
{
	char path[PATH_MAX];
	*opened = NULL;
	if (absolute_path(file, access, path, err))
		return -1;
	struct db *db = calloc(1, sizeof *db);
	if (!db)
		return err_memory(err);
	db->engine = &engine_sqlite;
	db->access = access;
	db->wait_ms = wait_ms;
	db->queue.file = -1;
	db->err = err;
	db->path = strdup(path);
	if (db->path ? !open_connection(db, path) : !err_memory(err)) {
		if (access == DB_WRITE || access == DB_CREATE)
			db->engine->watch(db->connection, &db->content);
		*opened = db;
		return 0;
	}
	create_abandon(&db->creation);
	queue_leave(&db->queue);
	queue_close(&db->queue);
	free(db->path);
	free(db);
	return -1;
}

int db_close(struct db *db)
{
	int result = 0;
	if (!db)
		return 0;
	if (db->engine->in_transaction(db->connection))
		db->engine->execute(db->connection, "ROLLBACK");
	statement_release_all(db);
	db->engine->close(db->connection);
	content_forget(&db->content);
	if (db->committed)
		result = create_finish(&db->creation, db->err);
	create_abandon(&db->creation);
	queue_leave(&db->queue);
	queue_close(&db->queue);
	free(db->path);
	free(db);
	return result;
}

void db_tell(struct db *db, struct db_telling telling)
{
	db->telling = telling;
	db->engine->tell(db->connection, &db->telling);
}

void db_tell_as(struct db *db, const struct db *other)
{
	db_tell(db, other->telling);
}

int db_begin(struct db *db)
{
	if (db->access == DB_READ || db->access == DB_AT_REST)
		return db->engine->execute(db->connection, "BEGIN") == ENGINE_OK ? 0 : fail(db);
	if (db->access == DB_WRITE && !db->queue.entered && queue_enter(&db->queue, db->wait_ms, db->err))
		return -1;
	return db->engine->execute(db->connection, "BEGIN IMMEDIATE") == ENGINE_OK ? 0 : fail(db);
}

int db_commit(struct db *db)
{
	if (db_values_read(db) || content_write(db, 0)) {
		db_rollback(db);
		return -1;
	}
	if (db->engine->execute(db->connection, "COMMIT") == ENGINE_OK) {
		db->committed = db->access == DB_CREATE;
		return 0;
	}
	/* Of a database that has not got its name yet nothing is left: that is known. */
	db->engine->explain(db->connection, db->access != DB_CREATE, db->err);
	/* After some failures SQLite has rolled back by itself. */
	if (db->engine->in_transaction(db->connection))
		db->engine->execute(db->connection, "ROLLBACK");
	return -1;
}

void db_rollback(struct db *db)
{
	content_forget(&db->content);
	if (db->engine->in_transaction(db->connection))
		db->engine->execute(db->connection, "ROLLBACK");
}

int db_savepoint(struct db *db)
{
	if (db->engine->execute(db->connection, "SAVEPOINT record") != ENGINE_OK)
		return fail(db);
	content_savepoint(&db->content);
	return 0;
}

int db_savepoint_release(struct db *db)
{
	if (db_values_read(db))
		return -1;
	if (db->engine->execute(db->connection, "RELEASE record") != ENGINE_OK)
		return fail(db);
	content_release(&db->content);
	return content_write(db, CONTENT_MOST);
}

int db_savepoint_rollback(struct db *db)
{
	content_rollback(&db->content);
	return db->engine->execute(db->connection, "ROLLBACK TO record; RELEASE record") == ENGINE_OK ? 0 : fail(db);
}

struct db_value db_value_integer(int64_t value)
{
	return (struct db_value){ .kind = value == NONE ? DB_NULL : DB_INTEGER, .integer = value };
}

struct db_value db_value_text(const char *value)
{
	return (struct db_value){ .kind = value ? DB_TEXT : DB_NULL, .text = value };
}

struct db_value db_value_money(struct money value)
{
	return db_value_integer(value.minor);
}

struct db_value db_value_price(struct price value)
{
	return db_value_integer(value.units);
}

struct db_value db_value_quantity(struct quantity value)
{
	return db_value_integer(value.thousandths);
}

struct db_value db_value_percent(struct percent value)
{
	return db_value_integer(value.hundredths);
}

struct db_value db_value_instant(struct instant value)
{
	return db_value_integer(value.ms);
}

struct db_value db_value_date(struct date value)
{
	return db_value_integer(value.days);
}

struct db_value db_value_bool(bool value)
{
	return db_value_integer(value ? 1 : 0);
}

struct db_value db_value_int(int value)
{
	return db_value_integer(value);
}

int db_query_values(struct db *db, struct db_rows *rows, const char *sql, const struct db_value *values, size_t count)
{
	rows->db = db;
	rows->statement = NULL;
	if (db_values_read(db) || !(rows->statement = statement_get(db, sql)))
		return -1;
	if (!statement_bind(db, rows->statement, values, count))
		return 0;
	statement_done(db, rows->statement);
	return -1;
}

int db_next(struct db_rows *rows)
{
	struct db *db = rows->db;
	enum engine_status status = ENGINE_ERROR;
	if (!db_values_read(db)) {
		status = db->engine->step(rows->statement->handle);
		if (status == ENGINE_ERROR)
			fail(db);
	}
	if (status == ENGINE_ROW)
		return 1;
	content_settle(&db->content, status == ENGINE_DONE);
	statement_done(db, rows->statement);
	rows->statement = NULL;
	return status == ENGINE_DONE ? 0 : -1;
}

void db_finish(struct db_rows *rows)
{
	if (rows->statement)
		statement_done(rows->db, rows->statement);
	rows->statement = NULL;
}

int64_t db_column_integer(const struct db_rows *rows, int column)
{
	void *handle = rows->statement->handle;
	return db_column_kind(rows, column) == DB_NULL ? NONE : rows->db->engine->column_integer(handle, column);
}

int db_columns(const struct db_rows *rows)
{
	return rows->db->engine->columns(rows->statement->handle);
}

const char *db_column_name(const struct db_rows *rows, int column)
{
	return rows->db->engine->column_name(rows->statement->handle, column);
}

enum db_kind db_column_kind(const struct db_rows *rows, int column)
{
	return rows->db->engine->column_kind(rows->statement->handle, column);
}

const char *db_column_optional(const struct db_rows *rows, int column)
{
	if (db_column_kind(rows, column) == DB_NULL)
		return NULL;
	const char *text = rows->db->engine->column_text(rows->statement->handle, column);
	if (!text)
		rows->db->unread = UNREAD_MEMORY;
	return text;
}

const char *db_column_text(const struct db_rows *rows, int column)
{
	const char *text = db_column_optional(rows, column);
	if (!text && rows->db->unread == UNREAD_NOTHING)
		rows->db->unread = UNREAD_NULL;
	return text ? text : "";
}

int db_run_values(struct db *db, const char *sql, const struct db_value *values, size_t count)
{
	struct db_rows rows;
	if (db_query_values(db, &rows, sql, values, count))
		return -1;
	int status;
	while ((status = db_next(&rows)) == 1)
		;
	return status ? status : content_write(db, CONTENT_MOST);
}

int db_integer_values(struct db *db, int64_t *value, const char *sql, const struct db_value *values, size_t count)
{
	struct db_rows rows;
	if (db_query_values(db, &rows, sql, values, count))
		return -1;
	int status = db_next(&rows);
	if (status != 1)
		return status;
	*value = db_column_integer(&rows, 0);
	db_finish(&rows);
	return 1;
}

int64_t db_last_id(const struct db *db)
{
	return db->engine->last_id(db->connection);
}

const char *db_engine_version(void)
{
	return engine_sqlite.version();
}

bool db_engine_needs_queue(void)
{
	return engine_sqlite.needs_queue();
}

int db_check(struct db *db, int (*found)(void *context, const char *line), void *context)
{
	return db->engine->check(db->connection, found, context, db->err);
}

int db_check_indexes(struct db *db, int (*found)(void *context, const char *line), void *context)
{
	return db->engine->check_indexes(db->connection, found, context, db->err);
}
