/* Copies of orders with all that belongs to them: rows as they are, but for the numbers of documents, which go on where those of the copy before
 * ended, and for times, which are so many weeks later. It knows how columns are called and not what they mean, so that a column that
 * tables get later is copied as well. The log is chained anew. */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floor.h"
#include "generate.h"
#include "ordr/date.h"
#include "ordr/event.h"
#include "ordr/id.h"
#include "ordr/str.h"

#define WEEK_MS  INT64_C(604800000)

/* What is counted on from copy to copy. */
enum kind { ORDER, SHIPMENT, INVOICE, MOVE, PAYMENT, EVENT, KINDS, NOT_COUNTED };

/* The tables in the order in which they are copied; `id`: their own number. */
static const struct {
	const char *name, *id;
	enum kind kind;
} tables[] = {
	{ "orders", "id", ORDER },	   { "order_line", "order_id", NOT_COUNTED },	 { "shipment", "id", SHIPMENT },
	{ "shipment_line", "shipment_id", NOT_COUNTED }, { "package", "shipment_id", NOT_COUNTED },
	{ "package_line", "shipment_id", NOT_COUNTED },	 { "invoice", "id", INVOICE },	 { "invoice_line", "invoice_id", NOT_COUNTED },
	{ "invoice_tax", "invoice_id", NOT_COUNTED },	 { "payment", "id", PAYMENT },	 { "stock_move", "id", MOVE },
	{ "idempotency", "key", NOT_COUNTED },		 { "event", "seq", EVENT },
};
#define TABLES (sizeof tables / sizeof *tables)

/* How a column's value becomes that of the copy. `table`: NULL for all tables. */
static const struct {
	const char *table, *column, *becomes;
} columns[] = {
	{ "orders", "id", "id + moved(0)" },
	{ NULL, "order_id", "order_id + moved(0)" },
	{ "shipment", "id", "id + moved(1)" },
	{ NULL, "shipment_id", "shipment_id + moved(1)" },
	{ "invoice", "id", "id + moved(2)" },
	{ NULL, "invoice_id", "invoice_id + moved(2)" },
	{ "stock_move", "id", "id + moved(3)" },
	{ "payment", "id", "id + moved(4)" },
	{ "event", "seq", "seq + moved(5)" },
	{ "event", "hash", "chained(seq, at, actor, command, renamed(subject), renamed(what))" },
	{ "invoice", "year", "invoice_year(id)" },
	{ "invoice", "sequence", "invoice_sequence(id)" },
	{ "invoice", "due", "due + later_days()" },
	{ NULL, "number", "renamed(number)" },
	{ NULL, "ref", "renamed(ref)" },
	{ NULL, "order_ref", "renamed(order_ref)" },
	{ NULL, "key", "renamed(key)" },
	{ NULL, "document", "renamed(document)" },
	{ NULL, "documents", "renamed(documents)" },
	{ NULL, "subject", "renamed(subject)" },
	{ NULL, "what", "renamed(what)" },
	{ NULL, "requested", "requested + later_days()" },
	{ NULL, "first_promised", "first_promised + later_days()" },
	{ NULL, "promised", "promised + later_days()" },
	{ NULL, "date", "date + later_days()" },
	{ NULL, "issued", "issued + later_days()" },
	{ NULL, "at", "at + later()" },
	{ NULL, "ship_by", "ship_by + later()" },
};

struct number {
	int year;
	int64_t sequence;
};

struct clone {
	sqlite3 *db;
	int64_t first[KINDS], last[KINDS]; /* of the originals */
	int64_t moved[KINDS];              /* what the copy adds to them */
	int64_t later_ms;
	struct date *issued;    /* of the originals' invoices */
	struct number *numbers; /* … and the numbers that their copies have */
	char hash[65];          /* of the last event */
	sqlite3_stmt *copies[TABLES];
};

static struct clone *clone_of(sqlite3_context *context)
{
	return sqlite3_user_data(context);
}

/* --- numbers and names --------------------------------------------------------------------------------------------------------- */

static void moved(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_int64(context, clone_of(context)->moved[sqlite3_value_int(values[0])]);
}

static void later(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_int64(context, clone_of(context)->later_ms);
}

static void later_days(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_int64(context, clone_of(context)->later_ms / 86400000);
}

static const struct number *number_of(struct clone *clone, int64_t invoice)
{
	return &clone->numbers[invoice - clone->first[INVOICE]];
}

static void invoice_year(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_int(context, number_of(clone_of(context), sqlite3_value_int64(values[0]))->year);
}

static void invoice_sequence(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_int64(context, number_of(clone_of(context), sqlite3_value_int64(values[0]))->sequence);
}

/* The originals' invoices are numbered from 1 in one year. */
static const char *rename_invoice(struct clone *clone, const char *text, struct str *str)
{
	char *end;
	const struct number *number = number_of(clone, clone->first[INVOICE] + strtol(text + 8, &end, 10) - 1);
	str_printf(str, "RE-%d-%05lld", number->year, (long long)number->sequence);
	return end;
}

static const char *rename_day(struct clone *clone, const char *text, struct str *str)
{
	struct date day;
	char room[DATE_SIZE];
	snprintf(room, sizeof room, "%.10s", text);
	if (date_parse(room, &day))
		return NULL;
	day.days += clone->later_ms / 86400000;
	str_put(str, date_text(day, room));
	return text + 10;
}

static const char *rename_document(struct clone *clone, const char *text, struct str *str)
{
	static const struct {
		const char *prefix;
		int digits;
		enum kind kind;
	} documents[] = { { "SO-", 6, ORDER }, { "SH-", 6, SHIPMENT }, { "PO-", 8, ORDER }, { "edi-", 8, ORDER } };
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		char *end;
		size_t length = strlen(documents[i].prefix);
		if (strncmp(text, documents[i].prefix, length) || text[length] < '0' || text[length] > '9')
			continue;
		long long number = strtoll(text + length, &end, 10) + clone->moved[documents[i].kind];
		str_printf(str, "%s%0*lld", documents[i].prefix, documents[i].digits, number);
		return end;
	}
	return NULL;
}

/* Documents and days in a text. */
static void renamed(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct clone *clone = clone_of(context);
	const char *text = (const char *)sqlite3_value_text(values[0]);
	struct str str = { 0 };
	(void)count;
	if (!text)
		return;
	for (const char *next; *text; text = next) {
		bool digit = *text >= '0' && *text <= '9';
		next = digit && strlen(text) > 9 && text[4] == '-' && text[7] == '-' ? rename_day(clone, text, &str) : NULL;
		if (!next && !strncmp(text, "RE-", 3) && strlen(text) >= 13 && text[7] == '-')
			next = rename_invoice(clone, text, &str);
		if (!next && !digit)
			next = rename_document(clone, text, &str);
		if (!next) {
			str_put_char(&str, *text);
			next = text + 1;
		}
	}
	sqlite3_result_text(context, str.text ? str.text : "", -1, SQLITE_TRANSIENT);
	str_release(&str);
}

/* Called in the order of the log. */
static void chained(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct clone *clone = clone_of(context);
	const char *text[6];
	for (int i = 2; i < count; i++)
		text[i] = (const char *)sqlite3_value_text(values[i]);
	struct event event = { .seq = sqlite3_value_int64(values[0]) + clone->moved[EVENT],
			       .at = { sqlite3_value_int64(values[1]) + clone->later_ms },
			       .actor = text[2],
			       .command = text[3],
			       .subject = text[4],
			       .what = text[5],
			       .previous = clone->hash };
	char hash[65];
	event_hash(&event, hash);
	memcpy(clone->hash, hash, sizeof hash);
	sqlite3_result_text(context, hash, -1, SQLITE_TRANSIENT);
}

static void add_functions(struct clone *clone)
{
	static const struct {
		const char *name;
		int arguments;
		void (*call)(sqlite3_context *context, int count, sqlite3_value **values);
	} functions[] = {
		{ "moved", 1, moved },	       { "later", 0, later },
		{ "later_days", 0, later_days }, { "invoice_year", 1, invoice_year },
		{ "invoice_sequence", 1, invoice_sequence },
		{ "renamed", 1, renamed },     { "chained", 6, chained },
	};
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (sqlite3_create_function(clone->db, functions[i].name, functions[i].arguments, SQLITE_UTF8, clone,
					    functions[i].call, NULL, NULL) != SQLITE_OK)
			floor_fail(clone->db, functions[i].name);
}

/* --- copying ------------------------------------------------------------------------------------------------------------------ */

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text);
	return length >= strlen(end) && !strcmp(text + length - strlen(end), end);
}

static void put_value(const char *table, const char *column, struct str *sql)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (!strcmp(columns[i].column, column) && (!columns[i].table || !strcmp(columns[i].table, table))) {
			str_put(sql, columns[i].becomes);
			return;
		}
	str_put(sql, column);
	if (ends_with(column, "_at") || ends_with(column, "_due") || ends_with(column, "_risk"))
		str_put(sql, " + later()");
}

/* The statement that copies a table. What has no number of its own goes by that of the document that it belongs to. */
static sqlite3_stmt *prepare_copy(struct clone *clone, size_t table)
{
	const char *name = tables[table].name;
	struct str names = { 0 };
	struct str values = { 0 };
	sqlite3_stmt *info = floor_prepare(clone->db, "SELECT name FROM pragma_table_info(?1)");
	sqlite3_bind_text(info, 1, name, -1, SQLITE_STATIC);
	while (sqlite3_step(info) == SQLITE_ROW) {
		const char *column = (const char *)sqlite3_column_text(info, 0);
		str_printf(&names, "%s%s", names.length ? ", " : "", column);
		str_put(&values, values.length ? ", " : "");
		put_value(name, column, &values);
	}
	sqlite3_finalize(info);
	struct str sql = { 0 };
	str_printf(&sql, "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s BETWEEN ?1 AND ?2 ORDER BY %s", name, names.text, values.text, name,
		   tables[table].id, tables[table].id);
	sqlite3_stmt *statement = floor_prepare(clone->db, sql.text);
	str_release(&names);
	str_release(&values);
	str_release(&sql);
	return statement;
}

static void bind_range(struct clone *clone, size_t table)
{
	sqlite3_stmt *statement = clone->copies[table];
	char key[2][32];
	const enum kind by = tables[table].kind != NOT_COUNTED			? tables[table].kind
			     : !strcmp(tables[table].id, "shipment_id") ? SHIPMENT
			     : !strcmp(tables[table].id, "invoice_id")	? INVOICE
									: ORDER;
	const int64_t range[] = { clone->first[by], clone->last[by] };
	for (int i = 0; i < 2; i++) {
		snprintf(key[i], sizeof key[i], "edi-%08lld", (long long)range[i]);
		if (strcmp(tables[table].id, "key"))
			sqlite3_bind_int64(statement, i + 1, range[i]);
		else
			sqlite3_bind_text(statement, i + 1, key[i], -1, SQLITE_TRANSIENT);
	}
}

/* The originals are all orders that there are; what was in the log and the ledger before them is not copied. */
static void measure(struct clone *clone, int64_t orders)
{
	static const char *const sql[KINDS][2] = {
		[ORDER] = { "SELECT min(id) FROM orders", "SELECT max(id) FROM orders" },
		[SHIPMENT] = { "SELECT min(id) FROM shipment", "SELECT max(id) FROM shipment" },
		[INVOICE] = { "SELECT min(id) FROM invoice", "SELECT max(id) FROM invoice" },
		[MOVE] = { "SELECT min(id) FROM stock_move WHERE kind = 'shipment'", "SELECT max(id) FROM stock_move" },
		[PAYMENT] = { "SELECT min(id) FROM payment", "SELECT max(id) FROM payment" },
		[EVENT] = { "SELECT min(seq) FROM event WHERE subject = 'SO-000001'", "SELECT max(seq) FROM event" },
	};
	for (int kind = 0; kind < KINDS; kind++) {
		clone->first[kind] = floor_integer(clone->db, sql[kind][0]);
		clone->last[kind] = floor_integer(clone->db, sql[kind][1]);
	}
	if (clone->last[ORDER] != orders)
		floor_fail(clone->db, "there are other orders");
	const size_t invoices = (size_t)(clone->last[INVOICE] - clone->first[INVOICE] + 1);
	clone->issued = calloc(invoices, sizeof *clone->issued);
	clone->numbers = calloc(invoices, sizeof *clone->numbers);
	if (!clone->issued || !clone->numbers)
		floor_fail(NULL, "");
	sqlite3_stmt *issued = floor_prepare(clone->db, "SELECT issued, year, sequence FROM invoice ORDER BY id");
	for (size_t i = 0; sqlite3_step(issued) == SQLITE_ROW; i++) {
		clone->issued[i].days = sqlite3_column_int64(issued, 0);
		clone->numbers[i] = (struct number){ sqlite3_column_int(issued, 1), sqlite3_column_int64(issued, 2) };
		if (clone->numbers[i].sequence != (int64_t)i + 1)
			floor_fail(clone->db, "the orders are of more than one year");
	}
	sqlite3_finalize(issued);
}

/* Numbers of invoices begin anew with each year. */
static void number_invoices(struct clone *clone, struct number last[2])
{
	const int64_t invoices = clone->last[INVOICE] - clone->first[INVOICE] + 1;
	for (int64_t i = 0; i < invoices; i++) {
		int year, month, day;
		date_parts((struct date){ clone->issued[i].days + clone->later_ms / 86400000 }, &year, &month, &day);
		struct number *of_year = last[0].year == year ? &last[0] : &last[1];
		if (of_year->year != year) {
			last[0] = last[1];
			last[1] = (struct number){ year, 0 };
			of_year = &last[1];
		}
		clone->numbers[i] = (struct number){ year, ++of_year->sequence };
	}
}

static void copy_all(struct clone *clone)
{
	floor_execute(clone->db, "BEGIN IMMEDIATE");
	for (size_t table = 0; table < TABLES; table++) {
		if (!clone->copies[table])
			clone->copies[table] = prepare_copy(clone, table);
		bind_range(clone, table);
		floor_run(clone->copies[table]);
	}
	floor_execute(clone->db, "COMMIT");
}

void clone_orders(const char *file, long orders, long copies, long weeks)
{
	struct clone clone = { .db = floor_database(file, true) };
	/* Nobody else has it, and who is interrupted begins anew. */
	floor_execute(clone.db, "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
	add_functions(&clone);
	measure(&clone, orders);
	const struct number none = { 0 };
	struct number last[2] = { none, clone.numbers[clone.last[INVOICE] - clone.first[INVOICE]] };
	sqlite3_stmt *hash = floor_prepare(clone.db, "SELECT hash FROM event ORDER BY seq DESC LIMIT 1");
	if (sqlite3_step(hash) == SQLITE_ROW)
		memcpy(clone.hash, sqlite3_column_text(hash, 0), 64);
	sqlite3_finalize(hash);
	for (long copy = 1; copy <= copies; copy++) {
		clone.later_ms = copy * weeks * WEEK_MS;
		for (int kind = 0; kind < KINDS; kind++)
			clone.moved[kind] = copy * (clone.last[kind] - clone.first[kind] + 1);
		number_invoices(&clone, last);
		copy_all(&clone);
	}
	floor_execute(clone.db, "UPDATE stock SET on_hand = (SELECT sum(quantity) FROM stock_move m WHERE m.product_id = stock.product_id"
				" AND m.warehouse_id = stock.warehouse_id)");
	floor_execute(clone.db, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL");
	floor_close(clone.db);
	free(clone.issued);
	free(clone.numbers);
}
