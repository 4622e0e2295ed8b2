/* Statements are prepared on first use and kept by the address of their SQL literal: a batch prepares each once, and no SQL is ever
 * assembled, because an assembled one has no address to be kept by. */
#include <stdlib.h>
#include <string.h>

#include "statement.h"

static size_t bucket_of(const char *sql)
{
	return ((uintptr_t)sql >> 3) % STATEMENT_BUCKETS;
}

static void statement_free(struct db *db, struct db_statement *statement)
{
	db->engine->finalize(statement->handle);
	free(statement->numbers);
	free(statement->columns);
	free(statement);
}

/* Numbers are looked up once: a batch binds the same statement a million times. */
static int number_parameters(struct db *db, struct db_statement *statement)
{
	statement->parameters = db->engine->parameters(statement->handle);
	statement->numbers = calloc((size_t)statement->parameters + 1, sizeof *statement->numbers);
	if (!statement->numbers)
		return err_memory(db->err);
	for (int i = 0; i < statement->parameters; i++)
		statement->numbers[i] = db->engine->parameter_number(statement->handle, i + 1);
	return 0;
}

struct db_statement *statement_get(struct db *db, const char *sql)
{
	struct db_statement **bucket = &db->statements[bucket_of(sql)];
	bool taken = false;
	for (struct db_statement *kept = *bucket; kept; kept = kept->next) {
		if (kept->sql != sql)
			continue;
		if (!kept->busy) {
			kept->busy = true;
			return kept;
		}
		taken = true;
	}
	struct db_statement *statement = calloc(1, sizeof *statement);
	if (!statement) {
		err_memory(db->err);
		return NULL;
	}
	statement->sql = sql;
	statement->kept = !taken;
	statement->busy = true;
	if (db->engine->prepare(db->connection, sql, !taken, &statement->handle) != ENGINE_OK) {
		db->engine->explain(db->connection, false, db->err);
		free(statement);
		return NULL;
	}
	if (number_parameters(db, statement)) {
		statement_free(db, statement);
		return NULL;
	}
	if (statement->kept) {
		statement->next = *bucket;
		*bucket = statement;
	}
	return statement;
}

int statement_bind(struct db *db, struct db_statement *statement, const struct db_value *values, size_t count)
{
	for (int i = 0; i < statement->parameters; i++) {
		size_t number = statement->numbers[i];
		if (number < 1 || number > count || values[number - 1].kind == DB_NOTHING ||
		    db->engine->bind(statement->handle, i + 1, &values[number - 1]) != ENGINE_OK)
			return err_set(db->err, ERR_FAILED, "the parameters do not fit the statement: %.60s", statement->sql);
	}
	return 0;
}

void statement_done(struct db *db, struct db_statement *statement)
{
	if (!statement->kept) {
		statement_free(db, statement);
		return;
	}
	db->engine->reset(statement->handle);
	statement->busy = false;
}

void statement_release_all(struct db *db)
{
	for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
		while (db->statements[i]) {
			struct db_statement *statement = db->statements[i];
			db->statements[i] = statement->next;
			statement_free(db, statement);
		}
}

int statement_map(struct db *db, struct db_statement *statement, const struct field *fields)
{
	if (statement->fields == fields)
		return 0;
	int count = db->engine->columns(statement->handle);
	struct column *columns = calloc((size_t)count + 1, sizeof *columns);
	if (!columns)
		return err_memory(db->err);
	statement->currency = -1;
	for (int i = 0; i < count; i++) {
		const char *name = db->engine->column_name(statement->handle, i);
		if (!name) {
			free(columns);
			return err_memory(db->err);
		}
		char origin; /* field_find moves this address into nested objects; only the distance counts */
		const void *base = &origin;
		columns[i].field = field_find(fields, name, &base);
		columns[i].offset = columns[i].field ? (size_t)((const char *)base - &origin) : 0;
		if (!strcmp(name, "currency"))
			statement->currency = i;
	}
	free(statement->columns);
	statement->columns = columns;
	statement->count = count;
	statement->fields = fields;
	return 0;
}
