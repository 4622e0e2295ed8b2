/* The floor under the commands that write: the durable facts of each step of an order, from place to invoice, by prepared statements alone.
 * No checks, no forms, no output; what a step writes is what ordr's step writes, row for row. Wherever one statement can write a whole order,
 * it does, so that this is hard to beat.
 *
 *     floor_cycle FILE step STEP ID               one step of one order in a durable transaction of its own
 *     floor_cycle FILE batch N LINES [LAST]       N orders of LINES lines, a transaction a step, up to the step LAST (invoice) */
#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "floor.h"
#include "load.h"

enum { PLACE, CONFIRM, PICK, PACK, SHIP, INVOICE, STEPS };

/* ?1 the order, ?2 now in milliseconds, ?3 today in days, ?4 the year, ?5 the invoice's sequence. */
enum { ORDER, NOW, TODAY, YEAR, SEQUENCE, VALUES };

#define STATEMENTS 6

/* What the events of steps say: the lines that moved, or the sums. */
#define LINES(format, values)                                                                                    \
	"(SELECT group_concat(printf('{\"line\":%d," format "\"qty\":%d}', line, " values "ordered / 1000))" \
	" FROM order_line WHERE order_id = ?1)"
#define SHIPMENTS(more)                                                                              \
	"SELECT printf('{\"shipments\":[{\"id\":\"SH-%06d\",\"warehouse\":\"MAIN\",\"lines\":[%s]}]" more "}', id," \
	" " LINES("\"sku\":\"%s\",", "sku, ") ") FROM shipment WHERE order_id = ?1"

static const struct {
	const char *name;
	const char *what;
	const char *sql[STATEMENTS];
} steps[STEPS] = {
	[PLACE] = { "place",
		    "SELECT printf('{\"customer\":\"%s\",\"ref\":\"%s\",\"key\":\"%s\",\"lines\":5,\"gross\":%d.%02d,\"currency\":\"EUR\"}',"
		    " c.code, o.ref, o.key, o.gross / 100, o.gross % 100) FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = ?1",
		    { NULL } },
	[CONFIRM] = { "confirm",
		      "SELECT printf('{\"allocated\":%d,\"backordered\":0,\"cancelled\":0,\"promised\":\"%s\"}',"
		      " sum(allocated) / 1000, date((?3 + 2) * 86400, 'unixepoch'))"
		      " FROM order_line WHERE order_id = ?1",
		      { "UPDATE stock SET allocated = stock.allocated + l.ordered FROM order_line l"
			" WHERE l.order_id = ?1 AND stock.product_id = l.product_id AND stock.warehouse_id = 1",
			"INSERT INTO allocation (order_id, line, warehouse_id, product_id, quantity)"
			" SELECT order_id, line, 1, product_id, ordered FROM order_line WHERE order_id = ?1",
			"UPDATE order_line SET allocated = ordered WHERE order_id = ?1",
			"UPDATE orders SET state = 'confirmed', confirmed_at = ?2, confirmed_by = 'floor', first_promised = ?3 + 2,"
			" promised = ?3 + 2, ship_by = ?2 + 86400000, next_due = ship_due WHERE id = ?1" } },
	[PICK] = { "pick",
		   SHIPMENTS(""),
		   { "INSERT INTO shipment (order_id, warehouse_id, state, picked_at) VALUES (?1, 1, 'picking', ?2)",
		     "INSERT INTO shipment_line (shipment_id, line, order_id, product_id, quantity)"
		     " SELECT last_insert_rowid(), line, order_id, product_id, quantity FROM allocation WHERE order_id = ?1",
		     "DELETE FROM allocation WHERE order_id = ?1",
		     "UPDATE order_line SET picked = allocated, allocated = 0 WHERE order_id = ?1" } },
	[PACK] = { "pack",
		   SHIPMENTS(""),
		   { "UPDATE order_line SET packed = picked WHERE order_id = ?1",
		     "INSERT INTO package (shipment_id, package) SELECT id, 1 FROM shipment WHERE order_id = ?1",
		     "INSERT INTO package_line (shipment_id, package, line, quantity)"
		     " SELECT l.shipment_id, 1, l.line, l.quantity FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id WHERE s.order_id = ?1",
		     "UPDATE shipment SET state = 'packed', packed_at = ?2 WHERE order_id = ?1" } },
	[SHIP] = { "ship",
		   SHIPMENTS(",\"carrier\":\"DHL\",\"tracking\":null"),
		   { "UPDATE stock SET allocated = stock.allocated - l.picked, on_hand = on_hand - l.picked FROM order_line l"
		     " WHERE l.order_id = ?1 AND stock.product_id = l.product_id AND stock.warehouse_id = 1",
		     "INSERT INTO stock_move (at, actor, product_id, warehouse_id, kind, quantity, document)"
		     " SELECT ?2, 'floor', l.product_id, s.warehouse_id, 'shipment', -l.quantity, printf('SO-%06d', s.order_id)"
		     " FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id WHERE s.order_id = ?1",
		     "UPDATE order_line SET shipped = packed WHERE order_id = ?1",
		     "UPDATE shipment SET state = 'shipped', shipped_at = ?2, carrier = 'DHL' WHERE order_id = ?1",
		     "UPDATE orders SET shipped_at = ?2, next_due = deliver_due WHERE id = ?1" } },
	[INVOICE] = { "invoice",
		      "SELECT printf('{\"invoice\":\"RE-%d-%05d\",\"currency\":\"EUR\",\"net\":%d.%02d,\"tax\":%d.%02d,\"gross\":%d.%02d,"
		      "\"lines\":[%s]}', ?4, ?5, net / 100, net % 100, tax / 100, tax % 100, gross / 100, gross % 100,"
		      " " LINES("", "") ")"
		      " FROM orders WHERE id = ?1",
		      { "INSERT INTO invoice (number, series, year, sequence, type, order_id, shipment_id, customer_id, issued, issued_at, due,"
			" currency, net, tax, gross, order_ref, seller_name, seller_city, seller_country, seller_vat_id, buyer_name, buyer_street,"
			" buyer_postcode, buyer_city, buyer_country, buyer_vat_id, buyer_reference, buyer_email)"
			" SELECT printf('RE-%d-%05d', ?4, ?5), 'RE', ?4, ?5, 'invoice', o.id, s.id, c.id, ?3, ?2, ?3 + 14, o.currency, o.net,"
			" o.tax, o.gross, o.ref, 'Nordlicht Werkzeuge GmbH', 'Hamburg', 'DE', 'DE123456788', c.name, c.street, c.postcode,"
			" c.city, c.country, c.vat_id, c.buyer_reference, c.email"
			" FROM orders o JOIN customer c ON c.id = o.customer_id JOIN shipment s ON s.order_id = o.id WHERE o.id = ?1",
			/* These two tables have no rowid, so last_insert_rowid stays the invoice's. */
			"INSERT INTO invoice_tax (invoice_id, category, rate, net, tax)"
			" SELECT last_insert_rowid(), 'S', 1900, net, tax FROM orders WHERE id = ?1",
			"INSERT INTO invoice_line (invoice_id, line, order_line, sku, name, quantity, unit, price, discount, net, tax_category,"
			" tax_rate) SELECT last_insert_rowid(), line, line, sku, name, shipped, unit, price, discount, net, tax_category, tax_rate"
			" FROM order_line WHERE order_id = ?1",
			"UPDATE order_line SET invoiced = shipped WHERE order_id = ?1" } },
};

struct cycle {
	sqlite3 *db;
	sqlite3_stmt *statement[STEPS][STATEMENTS];
	sqlite3_stmt *what[STEPS];
	sqlite3_stmt *product, *order, *line, *key, *event;
	sqlite3_int64 value[VALUES];
	sqlite3_int64 seq;
	char hash[65]; /* of the last event */
};

static void text(sqlite3_stmt *statement, int index, const char *value)
{
	sqlite3_bind_text(statement, index, value, -1, SQLITE_TRANSIENT);
}

static void hash_hex(SHA2_CTX *context, char hex[65])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA256Final(digest, context);
	for (int i = 0; i < SHA256_DIGEST_LENGTH; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[64] = '\0';
}

static void put(SHA2_CTX *context, const char *part)
{
	char length[24];
	int size = snprintf(length, sizeof length, "%zu:", strlen(part));
	SHA256Update(context, (const uint8_t *)length, (size_t)size);
	SHA256Update(context, (const uint8_t *)part, strlen(part));
	SHA256Update(context, (const uint8_t *)"\n", 1);
}

/* One event, chained to the one before it as event_hash does it. */
static void event(struct cycle *cycle, const char *command, const char *subject, const char *what)
{
	char number[48];
	SHA2_CTX context;
	int length = snprintf(number, sizeof number, "%lld %lld\n", ++cycle->seq, cycle->value[NOW]);
	SHA256Init(&context);
	put(&context, cycle->hash);
	SHA256Update(&context, (const uint8_t *)number, (size_t)length);
	put(&context, "floor");
	put(&context, command);
	put(&context, subject);
	put(&context, what);
	hash_hex(&context, cycle->hash);
	sqlite3_bind_int64(cycle->event, 1, cycle->seq);
	sqlite3_bind_int64(cycle->event, 2, cycle->value[NOW]);
	text(cycle->event, 3, command);
	text(cycle->event, 4, subject);
	text(cycle->event, 5, what);
	text(cycle->event, 6, cycle->hash);
	floor_run(cycle->event);
}

/* The events of a step: the order's, and the invoice's own. */
static void events(struct cycle *cycle, int step)
{
	char subject[48];
	sqlite3_stmt *query = cycle->what[step];
	floor_bind(query, cycle->value, VALUES);
	if (sqlite3_step(query) != SQLITE_ROW)
		floor_fail(cycle->db, steps[step].name);
	const char *what = (const char *)sqlite3_column_text(query, 0);
	snprintf(subject, sizeof subject, "SO-%06lld", cycle->value[ORDER]);
	event(cycle, steps[step].name, subject, what);
	snprintf(subject, sizeof subject, "RE-%lld-%05lld", cycle->value[YEAR], cycle->value[SEQUENCE]);
	if (step == INVOICE)
		event(cycle, steps[step].name, subject, what);
	sqlite3_reset(query);
}

static void event_prepare(struct cycle *cycle)
{
	cycle->event = floor_prepare(cycle->db, "INSERT INTO event (seq, at, actor, command, subject, what, hash)"
						" VALUES (?1, ?2, 'floor', ?3, ?4, ?5, ?6)");
	sqlite3_stmt *last = floor_prepare(cycle->db, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1");
	memset(cycle->hash, '0', 64);
	if (sqlite3_step(last) == SQLITE_ROW) {
		cycle->seq = sqlite3_column_int64(last, 0);
		memcpy(cycle->hash, sqlite3_column_text(last, 1), 64);
	}
	sqlite3_finalize(last);
}

static void place_prepare(struct cycle *cycle)
{
	cycle->product = floor_prepare(cycle->db, "SELECT price, sku, name, unit FROM product WHERE id = ?1");
	cycle->order = floor_prepare(cycle->db,
				     "INSERT INTO orders (id, customer_id, priority, ref, key, channel, placed_at, placed_by, requested,"
				     " confirm_due, confirm_risk, ship_due, ship_risk, deliver_due, deliver_risk, next_due, currency, net, tax, gross)"
				     " VALUES (?1, ?2, 1, ?3, ?4, 'edi', ?5, 'floor', ?6, ?5 + 28800000, ?5 + 21600000, ?5 + 86400000,"
				     " ?5 + 64800000, ?5 + 172800000, ?5 + 129600000, ?5 + 28800000, 'EUR', ?7, ?8, ?7 + ?8)");
	cycle->line = floor_prepare(cycle->db,
				    "INSERT INTO order_line (order_id, line, product_id, sku, name, kind, unit, ordered, price, discount,"
				    " tax_category, tax_rate, net) VALUES (?1, ?2, ?3, ?4, ?5, 'goods', ?6, ?7, ?8, 0, 'S', 1900, ?9)");
	cycle->key = floor_prepare(cycle->db, "INSERT INTO idempotency (key, hash, documents, at) VALUES (?1, ?2, ?3, ?4)");
}

/* Lines are looked up twice, since the order's row comes first and has their sum. */
static sqlite3_int64 look_up(struct cycle *cycle, long line)
{
	sqlite3_reset(cycle->product);
	sqlite3_bind_int64(cycle->product, 1, load_product((long)cycle->value[ORDER], line));
	if (sqlite3_step(cycle->product) != SQLITE_ROW)
		floor_fail(cycle->db, "product");
	/* prices are kept in ten-thousandths of a cent; those of the load have no parts of one */
	return sqlite3_column_int64(cycle->product, 0) / 10000 * load_quantity((long)cycle->value[ORDER], line);
}

static void place_line(struct cycle *cycle, long line)
{
	const long number = (long)cycle->value[ORDER];
	const sqlite3_int64 net = look_up(cycle, line);
	sqlite3_bind_int64(cycle->line, 1, number);
	sqlite3_bind_int64(cycle->line, 2, line);
	sqlite3_bind_int64(cycle->line, 3, load_product(number, line));
	for (int column = 1; column <= 3; column++)
		sqlite3_bind_value(cycle->line, column + 3, sqlite3_column_value(cycle->product, column));
	sqlite3_bind_int64(cycle->line, 7, load_quantity(number, line) * 1000);
	sqlite3_bind_int64(cycle->line, 8, sqlite3_column_int64(cycle->product, 0));
	sqlite3_bind_int64(cycle->line, 9, net);
	floor_run(cycle->line);
}

static void place_key(struct cycle *cycle, const char *key)
{
	char hash[65], documents[32];
	SHA2_CTX context;
	SHA256Init(&context);
	put(&context, key);
	hash_hex(&context, hash);
	snprintf(documents, sizeof documents, "order SO-%06lld", cycle->value[ORDER]);
	text(cycle->key, 1, key);
	text(cycle->key, 2, hash);
	text(cycle->key, 3, documents);
	sqlite3_bind_int64(cycle->key, 4, cycle->value[NOW]);
	floor_run(cycle->key);
}

static void place(struct cycle *cycle, long lines)
{
	char ref[32], key[32];
	const long number = (long)cycle->value[ORDER];
	sqlite3_int64 net = 0;
	for (long line = 1; line <= lines; line++)
		net += look_up(cycle, line);
	snprintf(ref, sizeof ref, "PO-%08ld", number);
	snprintf(key, sizeof key, "edi-%08ld", number);
	sqlite3_bind_int64(cycle->order, 1, number);
	sqlite3_bind_int64(cycle->order, 2, load_customer(number));
	text(cycle->order, 3, ref);
	text(cycle->order, 4, key);
	sqlite3_bind_int64(cycle->order, 5, cycle->value[NOW]);
	sqlite3_bind_int64(cycle->order, 6, cycle->value[TODAY] + 7);
	sqlite3_bind_int64(cycle->order, 7, net);
	sqlite3_bind_int64(cycle->order, 8, (net * 19 + 50) / 100);
	floor_run(cycle->order);
	for (long line = 1; line <= lines; line++)
		place_line(cycle, line);
	sqlite3_reset(cycle->product);
	place_key(cycle, key);
}

/* The statements of a step, in the transaction that runs it first: before, the schema is not read. */
static void prepare(struct cycle *cycle, int step)
{
	if (!cycle->event)
		event_prepare(cycle);
	if (step == PLACE)
		place_prepare(cycle);
	if (step == INVOICE) {
		char sql[100];
		snprintf(sql, sizeof sql, "SELECT max(sequence) FROM invoice WHERE series = 'RE' AND year = %lld", cycle->value[YEAR]);
		cycle->value[SEQUENCE] = floor_integer(cycle->db, sql);
	}
	cycle->what[step] = floor_prepare(cycle->db, steps[step].what);
	for (int i = 0; i < STATEMENTS && steps[step].sql[i]; i++)
		cycle->statement[step][i] = floor_prepare(cycle->db, steps[step].sql[i]);
}

static void run(struct cycle *cycle, int step, sqlite3_int64 first, sqlite3_int64 count, long lines)
{
	floor_execute(cycle->db, "BEGIN IMMEDIATE");
	prepare(cycle, step);
	for (cycle->value[ORDER] = first; cycle->value[ORDER] < first + count; cycle->value[ORDER]++) {
		cycle->value[SEQUENCE]++;
		if (step == PLACE)
			place(cycle, lines);
		for (int i = 0; i < STATEMENTS && cycle->statement[step][i]; i++) {
			floor_bind(cycle->statement[step][i], cycle->value, VALUES);
			floor_run(cycle->statement[step][i]);
		}
		events(cycle, step);
	}
	floor_execute(cycle->db, "COMMIT");
}

static int step_named(const char *name)
{
	for (int step = 0; step < STEPS; step++)
		if (!strcmp(steps[step].name, name))
			return step;
	fprintf(stderr, "floor_cycle: no step %s\n", name);
	exit(2);
}

int main(int argc, char **argv)
{
	static struct cycle cycle;
	bool one = argc == 5 && !strcmp(argv[2], "step");
	if (!one && (argc < 5 || argc > 6 || strcmp(argv[2], "batch") != 0)) {
		fputs("usage: floor_cycle FILE step STEP ID | floor_cycle FILE batch N LINES [LAST]\n", stderr);
		return 2;
	}
	time_t now = time(NULL);
	struct tm parts;
	gmtime_r(&now, &parts);
	cycle.value[NOW] = (sqlite3_int64)now * 1000;
	cycle.value[TODAY] = now / 86400;
	cycle.value[YEAR] = parts.tm_year + 1900;
	cycle.db = floor_database(argv[1], true);
	if (one) {
		run(&cycle, step_named(argv[3]), atoll(argv[4]), 1, LOAD_LINES);
	} else {
		int last = argc == 6 ? step_named(argv[5]) : INVOICE;
		sqlite3_int64 first = floor_integer(cycle.db, "SELECT max(id) FROM orders") + 1;
		for (int step = PLACE; step <= last; step++)
			run(&cycle, step, first, atoll(argv[3]), atol(argv[4]));
	}
	floor_close(cycle.db);
	return 0;
}
