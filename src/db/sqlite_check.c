/* Whether a file is sound. "PRAGMA integrity_check" looks up every row in every index, one search each all over the file, which takes minutes where
 * there are millions. The same is known from reading each index once, from its beginning to its end, beside its table: as many entries as the
 * table has rows, the same sum of hashes over all of them, each entry behind the one before it and, where it must be, unlike it. All else
 * is found by "PRAGMA quick_check". Only where that does not hold is the table looked up row by row, so that what is wrong is named. */
#include <stdlib.h>
#include <string.h>

#include "ordr/str.h"
#include "sqlite.h"

#define COLUMNS_MOST 16 /* of an index: none of ours has a third of it */

typedef int found_fn(void *context, const char *line);

struct check {
	sqlite3 *handle;
	found_fn *found;
	void *context;
	bool refused; /* by who is told: not a failure of the database */
};

/* What an index or its table comes to. */
struct tally {
	int64_t rows;
	uint64_t sum;
	bool ordered;
};

struct index {
	const char *table, *name; /* as SQL wants them, quoted */
	struct str columns;       /* "a", "b", rowid */
	int keys;                 /* so many of them must be unlike the last entry's; 0: none */
	const char *where;        /* " WHERE …" of a partial index, else "" */
	bool plain;               /* nothing in it but columns, in ascending order of their bytes */
};

/* Rows of one text each: SQLITE_OK, or the code of what failed. */
static int tell(struct check *check, const char *sql)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v2(check->handle, sql, -1, &statement, NULL);
	while (code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(statement, 0);
		if (line && strcmp(line, "ok") != 0 && check->found(check->context, line)) {
			check->refused = true;
			break;
		}
	}
	int end = sqlite3_finalize(statement);
	return code == SQLITE_OK ? end : code;
}

/* The values of the entry before, to which the next is compared. */
struct entry {
	int columns;
	int kinds[COLUMNS_MOST];
	int64_t integers[COLUMNS_MOST];
	struct str texts[COLUMNS_MOST];
};

static int by_bytes(const char *a, size_t length_a, const char *b, size_t length_b)
{
	int order = memcmp(a, b, length_a < length_b ? length_a : length_b);
	return order ? order : (length_a > length_b) - (length_a < length_b);
}

/* NULL comes before integers, integers before texts. */
static int rank_of(int kind)
{
	return kind == SQLITE_NULL ? 0 : kind == SQLITE_INTEGER ? 1 : 2;
}

/* Compares a value with the one before it in its column, and takes its place. Bytes that are no text of ours are compared all the same. */
static int compare_value(struct entry *last, sqlite3_stmt *row, int column, bool first)
{
	const int kind = sqlite3_column_type(row, column);
	const int before = last->kinds[column];
	int order = first ? 1 : rank_of(kind) - rank_of(before);
	last->kinds[column] = kind;
	if (kind == SQLITE_NULL)
		return order;
	if (kind == SQLITE_INTEGER) {
		const int64_t value = sqlite3_column_int64(row, column);
		if (!order)
			order = (value > last->integers[column]) - (value < last->integers[column]);
		last->integers[column] = value;
		return order;
	}
	const char *bytes = sqlite3_column_blob(row, column);
	const size_t length = (size_t)sqlite3_column_bytes(row, column);
	struct str *text = &last->texts[column];
	if (!order)
		order = by_bytes(bytes ? bytes : "", length, text->text ? text->text : "", text->length);
	text->length = 0;
	str_put_bytes(text, bytes ? bytes : "", length);
	return order;
}

/* Does this entry follow the last one, and differ from it where it must? */
static bool follows(struct entry *last, sqlite3_stmt *row, int keys, bool first)
{
	int order = 0;
	bool null = false;
	for (int i = 0; i < last->columns; i++) {
		int one = compare_value(last, row, i, first);
		order = order ? order : one;
		null |= i < keys && last->kinds[i] == SQLITE_NULL; /* which is like nothing */
		if (i + 1 == keys && !order && !null)
			return false;
	}
	return order > 0;
}

static uint64_t hash_entry(sqlite3_stmt *row, int columns)
{
	uint64_t hash = UINT64_C(0x2545f4914f6cdd1d);
	for (int i = 0; i < columns; i++) {
		const int kind = sqlite3_column_type(row, i);
		if (kind == SQLITE_INTEGER)
			hash = content_integer(hash, i, sqlite3_column_int64(row, i));
		else if (kind != SQLITE_NULL)
			hash = content_bytes(hash, i, sqlite3_column_blob(row, i), (size_t)sqlite3_column_bytes(row, i));
	}
	return hash;
}

static bool is_whole(const struct entry *last)
{
	for (int i = 0; i < last->columns; i++)
		if (last->texts[i].failed)
			return false;
	return true;
}

/* Reads all rows of the query; `keys` < 0: in whatever order they come. */
static int add_up(struct check *check, const char *sql, int keys, struct tally *tally)
{
	struct entry last = { 0 };
	sqlite3_stmt *row;
	*tally = (struct tally){ .ordered = true };
	int code = sqlite3_prepare_v2(check->handle, sql, -1, &row, NULL);
	if (code != SQLITE_OK)
		return code;
	last.columns = sqlite3_column_count(row);
	while (sqlite3_step(row) == SQLITE_ROW) {
		if (keys >= 0 && !follows(&last, row, keys, !tally->rows))
			tally->ordered = false;
		tally->sum += hash_entry(row, last.columns);
		tally->rows++;
	}
	code = is_whole(&last) ? SQLITE_OK : SQLITE_NOMEM;
	for (int i = 0; i < last.columns; i++)
		str_release(&last.texts[i]);
	int end = sqlite3_finalize(row);
	return end == SQLITE_OK ? code : end;
}

/* Is the index what its table makes of it? */
static int compare(struct check *check, const struct index *index, bool *agrees)
{
	struct tally tallies[2];
	*agrees = false;
	if (!index->plain)
		return SQLITE_OK;
	for (int i = 0; i < 2; i++) {
		char *sql = i ? sqlite3_mprintf("SELECT %s FROM %s NOT INDEXED%s", index->columns.text, index->table, index->where)
			      : sqlite3_mprintf("SELECT %s FROM %s INDEXED BY %s%s", index->columns.text, index->table, index->name, index->where);
		int code = sql ? add_up(check, sql, i ? -1 : index->keys, &tallies[i]) : SQLITE_NOMEM;
		sqlite3_free(sql);
		if (code != SQLITE_OK)
			return code == SQLITE_CORRUPT ? SQLITE_OK : code; /* which integrity_check will name */
	}
	*agrees = tallies[0].ordered && tallies[0].rows == tallies[1].rows && tallies[0].sum == tallies[1].sum;
	return SQLITE_OK;
}

/* The columns of an index with those of the row's key behind them. */
static int read_columns(struct check *check, struct index *index, const char *name)
{
	sqlite3_stmt *row;
	int code = sqlite3_prepare_v2(check->handle, "SELECT cid, CASE cid WHEN -1 THEN 'rowid' ELSE format('\"%w\"', name) END, \"desc\" OR (key AND coll <> 'BINARY')"
						     " FROM pragma_index_xinfo(?) ORDER BY seqno", -1, &row, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(row, 1, name, -1, SQLITE_STATIC);
	int count = 0;
	while (code == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW) {
		const char *column = (const char *)sqlite3_column_text(row, 1);
		index->plain &= sqlite3_column_int(row, 0) >= -1 && !sqlite3_column_int(row, 2) && ++count <= COLUMNS_MOST;
		str_printf(&index->columns, "%s%s", index->columns.length ? ", " : "", column ? column : "NULL");
	}
	int end = sqlite3_finalize(row);
	if (code == SQLITE_OK)
		code = end;
	return code == SQLITE_OK && index->columns.failed ? SQLITE_NOMEM : code;
}

static int check_index(struct check *check, sqlite3_stmt *row)
{
	const char *name = (const char *)sqlite3_column_text(row, 1);
	const char *sql = (const char *)sqlite3_column_text(row, 4);
	const char *where = sqlite3_column_int(row, 3) && sql ? strstr(sql, ") WHERE ") : NULL;
	struct index index = { .plain = !sqlite3_column_int(row, 3) || where, .where = where ? where + 1 : "" };
	char *table = sqlite3_mprintf("\"%w\"", sqlite3_column_text(row, 0));
	char *quoted = sqlite3_mprintf("\"%w\"", name);
	index.table = table;
	index.name = quoted;
	index.keys = sqlite3_column_int(row, 2);
	bool agrees = false;
	int code = table && quoted ? read_columns(check, &index, name) : SQLITE_NOMEM;
	if (code == SQLITE_OK)
		code = compare(check, &index, &agrees);
	char *whole = code == SQLITE_OK && !agrees ? sqlite3_mprintf("PRAGMA integrity_check(%s)", table) : NULL;
	if (code == SQLITE_OK && !agrees)
		code = whole ? tell(check, whole) : SQLITE_NOMEM;
	sqlite3_free(whole);
	sqlite3_free(table);
	sqlite3_free(quoted);
	str_release(&index.columns);
	return code;
}

/* Of a table without rowid the index of its key is the table itself. */
static int each_index(struct check *check)
{
	sqlite3_stmt *row;
	int code = sqlite3_prepare_v2(check->handle,
				      "SELECT t.name, i.name, CASE i.\"unique\" WHEN 1 THEN (SELECT count(*) FROM pragma_index_info(i.name)) ELSE 0 END,"
				      " i.partial, s.sql FROM pragma_table_list t, pragma_index_list(t.name) i LEFT JOIN sqlite_schema s"
				      " ON s.type = 'index' AND s.name = i.name WHERE t.schema = 'main' AND t.type = 'table' AND NOT (t.wr AND i.origin = 'pk')"
				      " ORDER BY t.name, i.name", -1, &row, NULL);
	while (code == SQLITE_OK && !check->refused && sqlite3_step(row) == SQLITE_ROW)
		code = check_index(check, row);
	int end = sqlite3_finalize(row);
	return code == SQLITE_OK ? end : code;
}

static int end_check(const struct check *check, int code, struct err *err)
{
	if (code != SQLITE_OK)
		return sqlite_explain_code(code, sqlite3_errmsg(check->handle), false, err);
	return check->refused ? -1 : 0;
}

int sqlite_check(void *connection, found_fn *found, void *context, struct err *err)
{
	struct check check = { connection, found, context, false };
	int code = tell(&check, "PRAGMA quick_check");
	if (code == SQLITE_OK && !check.refused)
		code = tell(&check, "SELECT 'a row of ' || \"table\" || ' refers to a row of ' || parent || ' that is not there'"
				    " FROM pragma_foreign_key_check");
	return end_check(&check, code, err);
}

int sqlite_check_indexes(void *connection, found_fn *found, void *context, struct err *err)
{
	struct check check = { connection, found, context, false };
	return end_check(&check, each_index(&check), err);
}
