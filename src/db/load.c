/* Rows become records and records become parameters by their field tables. */
#include <stdlib.h>
#include <string.h>

#include "statement.h"

static const char *currency_of(const struct db_rows *rows)
{
	const struct db_statement *statement = rows->statement;
	const char *currency = statement->currency < 0 ? NULL : db_column_optional(rows, statement->currency);
	return currency ? currency : "";
}

static int load_text(struct db_rows *rows, struct arena *arena, int column, const struct field *field, const char **member)
{
	struct db *db = rows->db;
	const char *text = db_column_optional(rows, column);
	*member = arena_strdup(arena, text);
	if (text)
		return *member ? 0 : err_memory(db->err);
	if (db_values_read(db))
		return -1;
	if (!(field->flags & FIELD_REQUIRED))
		return 0;
	err_set(db->err, ERR_DAMAGED, "the database file is damaged: %s is missing", field->name);
	return err_hint(db->err, "ordr doctor");
}

static int load_column(struct db_rows *rows, struct arena *arena, int column, const struct field *field, char *member)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CHOICE:
	case FIELD_RAW:
		return load_text(rows, arena, column, field, (const char **)(void *)member);
	case FIELD_BOOL:
		*(bool *)member = db_column_integer(rows, column) == 1;
		return 0;
	case FIELD_MONEY:
		*(struct money *)(void *)member = money_make(db_column_integer(rows, column), currency_of(rows));
		return 0;
	case FIELD_PRICE:
		*(struct price *)(void *)member = price_make(db_column_integer(rows, column), currency_of(rows));
		return 0;
	case FIELD_ORDER:
	case FIELD_SHIPMENT:
	case FIELD_RETURN:
	case FIELD_COMPLAINT:
	case FIELD_DISPUTE: {
		int64_t number = db_column_integer(rows, column);
		*(int64_t *)(void *)member = number == NONE ? 0 : number;
		return 0;
	}
	case FIELD_INTEGER:
	case FIELD_QUANTITY:
	case FIELD_PERCENT:
	case FIELD_INSTANT:
	case FIELD_DATE:
		*(int64_t *)(void *)member = db_column_integer(rows, column);
		return 0;
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_TEXTS:
		break;
	}
	return err_set(rows->db->err, ERR_FAILED, "a column cannot fill the field %s", field->name);
}

int db_load(struct db_rows *rows, struct arena *arena, const struct field *fields, void *record)
{
	struct db_statement *statement = rows->statement;
	if (statement_map(rows->db, statement, fields))
		return -1;
	for (int i = 0; i < statement->count; i++) {
		const struct column *column = &statement->columns[i];
		if (column->field &&
		    load_column(rows, arena, i, column->field, (char *)record + column->offset + column->field->offset))
			return -1;
	}
	return 0;
}

int db_one_values(struct db *db, struct arena *arena, const struct schema *schema, void *record, const char *sql,
		  const struct db_value *values, size_t count)
{
	struct db_rows rows;
	if (db_query_values(db, &rows, sql, values, count))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	field_clear(schema->fields, record);
	int result = db_load(&rows, arena, schema->fields, record);
	db_finish(&rows);
	return result ? -1 : 1;
}

/* Doubles the array in the arena; what it held before stays there until the arena is reset. */
static int grow(struct db *db, struct arena *arena, size_t size, struct list *list, size_t *room)
{
	if (list->count < *room)
		return 0;
	size_t wider = *room ? *room * 2 : 8;
	void *items = arena_array(arena, wider, size);
	if (!items)
		return err_memory(db->err);
	if (list->count)
		memcpy(items, list->items, list->count * size);
	list->items = items;
	*room = wider;
	return 0;
}

int db_all_values(struct db *db, struct arena *arena, const struct schema *schema, struct list *list, const char *sql,
		  const struct db_value *values, size_t count)
{
	struct db_rows rows;
	*list = (struct list){ 0 };
	size_t room = 0;
	if (db_query_values(db, &rows, sql, values, count))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		if (grow(db, arena, schema->size, list, &room))
			goto failed;
		void *record = (char *)list->items + list->count * schema->size;
		field_clear(schema->fields, record);
		if (db_load(&rows, arena, schema->fields, record))
			goto failed;
		list->count++;
	}
	return found;
failed:
	db_finish(&rows);
	return -1;
}

static bool is_parameter(const struct field *field)
{
	return field->type != FIELD_LIST && field->type != FIELD_OBJECT && field->type != FIELD_RAW && field->type != FIELD_TEXTS;
}

static struct db_value parameter_of(const struct field *field, const void *record)
{
	const char *member = (const char *)record + field->offset;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CHOICE:
		return db_value_text(*(const char *const *)(const void *)member);
	case FIELD_BOOL:
		return db_value_bool(*(const bool *)member);
	case FIELD_MONEY:
		return db_value_money(*(const struct money *)(const void *)member);
	case FIELD_PRICE:
		return db_value_price(*(const struct price *)(const void *)member);
	default: /* the integer kinds hold their number first */
		return db_value_integer(*(const int64_t *)(const void *)member);
	}
}

int db_run_record(struct db *db, const char *sql, const struct field *fields, const void *record, const struct db_value *more,
		  size_t count)
{
	struct db_value *values = calloc(field_count(fields) + count, sizeof *values);
	if (!values)
		return err_memory(db->err);
	size_t used = 0;
	for (const struct field *field = fields; field->name; field++)
		if (is_parameter(field))
			values[used++] = parameter_of(field, record);
	if (count)
		memcpy(values + used, more, count * sizeof *more);
	int result = db_run_values(db, sql, values, used + count);
	free(values);
	return result;
}
