/* Straight from the tables, since they are the books: what each should hold is built from the model as rows of whole numbers and compared
 * row by row, in the same order. */
#include "check.h"

#include <inttypes.h>
#include <stdlib.h>

enum { COLUMNS_MOST = 28 };

struct rows {
	int64_t *values;
	size_t count, room; /* of values */
};

struct table {
	const char *name, *sql; /* $1: 1 for all rows, 0 for those of open orders */
	int columns;
	void (*fill)(const struct model *model, bool whole, struct rows *rows);
	bool whole; /* only looked at when all is */
};

static void put(struct rows *rows, const int64_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (rows->count == rows->room) {
			rows->room = rows->room * 2 + 256;
			rows->values = realloc(rows->values, rows->room * sizeof *rows->values);
			if (!rows->values)
				abort();
		}
		rows->values[rows->count++] = values[i];
	}
}

#define PUT(rows, ...) put((rows), (const int64_t[]){ __VA_ARGS__ }, sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))

static void counts(const struct model *model, bool whole, struct rows *rows)
{
	const struct model_books *books = &model->books;
	(void)whole;
	PUT(rows, books->orders, books->shipments, books->invoices, books->payments, books->moves, books->events, books->cancellations,
	    books->promises, books->returns, books->complaints);
}

/* By the rows of products and warehouses. */
static void levels(const struct model *model, bool whole, struct rows *rows)
{
	const struct model_books *books = &model->books;
	(void)whole;
	for (int row = 1; row <= books->product_rows; row++)
		for (int place = 1; place <= books->warehouse_rows; place++)
			for (int product = 0; product < PRODUCTS; product++)
				for (int at = 0; at < WAREHOUSES; at++)
					if (books->products[product].row == row && books->warehouses[at].row == place &&
					    books->levels[product][at].kept)
						PUT(rows, row, place, books->levels[product][at].on_hand,
						    books->levels[product][at].allocated);
}

static void coming(const struct model *model, bool whole, struct rows *rows)
{
	const struct model_books *books = &model->books;
	(void)whole;
	for (int i = 0; i < books->coming_count; i++) {
		const struct model_coming *one = &books->coming[i];
		PUT(rows, books->products[one->product].row, books->warehouses[one->warehouse].row, one->open, one->day);
	}
}

/* The next order after `number`: any, or an open one; 0: there is none. */
static int next_order(const struct model *model, bool whole, int number)
{
	if (whole)
		return number < model->books.orders ? number + 1 : 0;
	for (int i = 0; i < model->books.open_count; i++)
		if (model->books.open[i] > number)
			return model->books.open[i];
	return 0;
}

static void heads(const struct model *model, bool whole, struct rows *rows)
{
	const struct model_books *books = &model->books;
	for (int number = 0; (number = next_order(model, whole, number));) {
		const struct model_order *order = &model->orders[number];
		PUT(rows, number, order->revision, books->customers[order->customer].row, order->state, order->priority,
		    order->warehouse < 0 ? NONE : books->warehouses[order->warehouse].row, order->placed_at, order->confirmed_at,
		    order->closed_at, order->requested, order->first_promised, order->promised, order->ship_by, order->due[0], order->due[1],
		    order->due[2], order->shipped_at, order->delivered_at, order->next_due, order->net, order->tax, order->gross, order->delivery,
		    order->stopped_at, order->prepaid, order->let_pass ? order->let_pass : NONE);
	}
}

static void holds(const struct model *model, bool whole, struct rows *rows)
{
	for (int number = 0; (number = next_order(model, whole, number));)
		for (int i = 0; i < model->orders[number].hold_count; i++) {
			const struct model_hold *hold = &model->orders[number].holds[i];
			PUT(rows, hold->number, number, hold->blocks, hold->open);
		}
}

static void lines(const struct model *model, bool whole, struct rows *rows)
{
	for (int number = 0; (number = next_order(model, whole, number));)
		for (int i = 0; i < model->orders[number].count; i++) {
			const struct model_line *line = &model->orders[number].lines[i];
			PUT(rows, number, i + 1, line->revision, model->books.products[line->product].row, line->ordered, line->cancelled, line->backordered,
			    model_allocated(line), line->picked, line->packed, line->shipped, line->delivered, line->returned, line->invoiced, line->price,
			    line->discount, line->rate, line->net, line->date, line->written_off);
		}
}

static void allocations(const struct model *model, bool whole, struct rows *rows)
{
	(void)whole;
	for (int number = 0; (number = next_order(model, false, number));)
		for (int i = 0; i < model->orders[number].count; i++)
			for (int place = 1; place <= model->books.warehouse_rows; place++)
				for (int at = 0; at < WAREHOUSES; at++) {
					const struct model_line *line = &model->orders[number].lines[i];
					if (model->books.warehouses[at].row == place && line->allocated[at])
						PUT(rows, number, i + 1, place, model->books.products[line->product].row, line->allocated[at]);
				}
}

static void shipments(const struct model *model, bool whole, struct rows *rows)
{
	(void)whole;
	for (int id = 1; id <= model->books.shipments; id++) {
		const struct model_shipment *shipment = &model->shipments[id];
		PUT(rows, id, shipment->order, model->books.warehouses[shipment->warehouse].row, shipment->stage, shipment->picked_at,
		    shipment->packed_at, shipment->shipped_at, shipment->delivered_at, shipment->packages, shipment->attempts);
	}
}

static void shipment_lines(const struct model *model, bool whole, struct rows *rows)
{
	(void)whole;
	for (int id = 1; id <= model->books.shipments; id++)
		for (int i = 0; i < LINES; i++)
			if (model->shipments[id].qty[i])
				PUT(rows, id, i + 1, model->shipments[id].order, model->shipments[id].qty[i]);
}

static void invoices(const struct model *model, bool whole, struct rows *rows)
{
	(void)whole;
	for (int id = 1; id <= model->books.invoices; id++) {
		const struct model_invoice *invoice = &model->invoices[id];
		PUT(rows, id, invoice->order, invoice->year, invoice->sequence, invoice->issued, invoice->due, invoice->net, invoice->tax,
		    invoice->gross, invoice->paid, invoice->payments, invoice->corrects != 0);
	}
}

static void invoice_lines(const struct model *model, bool whole, struct rows *rows)
{
	(void)whole;
	for (int id = 1; id <= model->books.invoices; id++) {
		const struct model_invoice *invoice = &model->invoices[id];
		int line = 0; /* an invoice's lines are called as the order's; a credit note counts its own */
		for (int i = 0; i < LINES; i++) {
			if (invoice->kept_qty[i])
				PUT(rows, id, ++line, invoice->kept_qty[i], invoice->kept_discount[i], invoice->kept_net[i], 0);
			if (!invoice->qty[i])
				continue;
			line = invoice->corrects ? line + 1 : i + 1;
			PUT(rows, id, line, invoice->qty[i], invoice->line_discount[i], invoice->line_net[i], 1);
		}
	}
}

static void returns(const struct model *model, bool whole, struct rows *rows)
{
	(void)whole;
	for (int id = 1; id <= model->books.returns; id++) {
		const struct model_return *rma = &model->returns[id];
		PUT(rows, id, rma->order, rma->state, rma->warehouse < 0 ? NONE : model->books.warehouses[rma->warehouse].row, rma->opened_at,
		    rma->received_at, rma->closed_at);
	}
}

static void return_lines(const struct model *model, bool whole, struct rows *rows)
{
	(void)whole;
	for (int id = 1; id <= model->books.returns; id++)
		for (int i = 0; i < model->returns[id].count; i++) {
			const struct model_part *part = &model->returns[id].parts[i];
			PUT(rows, id, i + 1, model->returns[id].order, part->line + 1, part->qty, part->received,
			    part->disposition < 0 ? NONE : part->disposition, part->credit, part->replacement ? part->replacement : NONE);
		}
}

static void complaints(const struct model *model, bool whole, struct rows *rows)
{
	(void)whole;
	for (int id = 1; id <= model->books.complaints; id++) {
		const struct model_complaint *complaint = &model->complaints[id];
		PUT(rows, id, complaint->order, complaint->line ? complaint->line : NONE, complaint->amount,
		    complaint->outcome < 0 ? NONE : complaint->outcome, complaint->opened_at, complaint->resolved_at,
		    complaint->rma ? complaint->rma : NONE, complaint->replacement ? complaint->replacement : NONE);
	}
}

static void bookings(const struct model *model, bool whole, struct rows *rows)
{
	for (int number = 1; number <= model->books.orders; number++) {
		const struct model_order *order = &model->orders[number];
		for (int i = 0; i < order->count && (whole || order->state == PLACED || order->state == CONFIRMED); i++)
			for (int at = 0; at < order->lines[i].days; at++)
				PUT(rows, number, i + 1, order->lines[i].day[at].day, order->lines[i].day[at].qty);
	}
}

static void kept(const struct model *model, bool whole, struct rows *rows)
{
	const struct model_books *books = &model->books;
	(void)whole;
	for (int row = 1; row <= books->product_rows; row++)
		for (int i = 0; i < PRODUCTS; i++) {
			const struct model_product *product = &books->products[i];
			if (product->row == row)
				PUT(rows, row, product->service + 2 * product->charge, product->decimals, product->price, product->rate, product->lead_days, product->capacity);
		}
}

static void people(const struct model *model, bool whole, struct rows *rows)
{
	const struct model_books *books = &model->books;
	(void)whole;
	for (int row = 1; row <= books->customer_rows; row++)
		for (int i = 0; i < CUSTOMERS; i++)
			if (books->customers[i].row == row)
				PUT(rows, row, books->customers[i].tier, books->customers[i].payment_days, books->customers[i].limit,
				    books->customers[i].prepayment);
	for (int row = 1; row <= books->warehouse_rows; row++)
		for (int i = 0; i < WAREHOUSES; i++)
			if (books->warehouses[i].row == row)
				PUT(rows, row, books->warehouses[i].rank, NONE, NONE, NONE);
	PUT(rows, 0, books->keys, NONE, NONE, NONE);
}

#define OF_ORDERS "($1 = 1 OR o.state IN ('placed', 'confirmed'))"
static const struct table tables[] = {
	{ "how many orders, shipments, invoices, payments, movements, events, cancellations, moved promises, returns, complaints",
	  "SELECT (SELECT coalesce(max(id), 0) FROM orders), (SELECT coalesce(max(id), 0) FROM shipment),"
	  " (SELECT coalesce(max(id), 0) FROM invoice), (SELECT coalesce(max(id), 0) FROM payment),"
	  " (SELECT coalesce(max(id), 0) FROM stock_move), (SELECT coalesce(max(seq), 0) FROM event),"
	  " (SELECT count(*) FROM cancellation), (SELECT count(*) FROM promise_change), (SELECT coalesce(max(id), 0) FROM rma),"
	  " (SELECT coalesce(max(id), 0) FROM complaint) WHERE $1 >= 0",
	  10, counts, false },
	{ "stock: product, warehouse, on_hand, allocated",
	  "SELECT product_id, warehouse_id, on_hand, allocated FROM stock WHERE $1 >= 0 ORDER BY product_id, warehouse_id", 4, levels, false },
	{ "announced: product, warehouse, open, day",
	  "SELECT product_id, warehouse_id, quantity - received, expected FROM announcement WHERE $1 >= 0 AND received < quantity ORDER BY id", 4,
	  coming, false },
	{ "orders: id, revision, customer, state, priority, warehouse, placed, confirmed, closed, requested, first promised, promised, ship by, due to"
	  " confirm, ship, deliver, shipped, delivered, next due, net, tax, gross, whole, stopped, prepaid, let pass",
	  "SELECT o.id, o.revision, o.customer_id, CASE o.state WHEN 'placed' THEN 0 WHEN 'confirmed' THEN 1 WHEN 'completed' THEN 2"
	  " WHEN 'rejected' THEN 3 ELSE 4 END, o.priority, o.warehouse_id, o.placed_at, o.confirmed_at, o.closed_at, o.requested,"
	  " o.first_promised, o.promised, o.ship_by, o.confirm_due, o.ship_due, o.deliver_due, o.shipped_at, o.delivered_at, o.next_due,"
	  " o.net, o.tax, o.gross, o.delivery = 'complete', o.stopped_at, o.prepaid, o.credit_override FROM orders o WHERE " OF_ORDERS " ORDER BY o.id",
	  26, heads, false },
	{ "holds: number, order, blocks, open",
	  "SELECT h.id, h.order_id, h.blocks, h.released_at IS NULL FROM hold h JOIN orders o ON o.id = h.order_id WHERE " OF_ORDERS
	  " ORDER BY h.order_id, h.id",
	  4, holds, false },
	{ "lines: order, line, revision, product, ordered, cancelled, backordered, allocated, picked, packed, shipped, delivered, returned, invoiced,"
	  " price, discount, rate, net, date, cancelled as credited",
	  "SELECT l.order_id, l.line, l.revision, l.product_id, l.ordered, l.cancelled, l.backordered, l.allocated, l.picked, l.packed, l.shipped,"
	  " l.delivered, l.returned, l.invoiced, l.price, l.discount, l.tax_rate, l.net, l.date,"
	  " (SELECT coalesce(sum(credited), 0) FROM cancellation c WHERE c.order_id = l.order_id AND c.line = l.line) FROM orders o JOIN order_line l"
	  " ON l.order_id = o.id WHERE " OF_ORDERS " ORDER BY l.order_id, l.line",
	  20, lines, false },
	{ "allocations: order, line, warehouse, product, quantity",
	  "SELECT order_id, line, warehouse_id, product_id, quantity FROM allocation WHERE $1 >= 0 ORDER BY order_id, line, warehouse_id", 5,
	  allocations, false },
	{ "shipments: id, order, warehouse, stage, picked, packed, shipped, delivered, packages, attempts",
	  "SELECT id, order_id, warehouse_id, CASE state WHEN 'picking' THEN 0 WHEN 'packed' THEN 1 WHEN 'shipped' THEN 2"
	  " WHEN 'delivered' THEN 3 ELSE 4 END, picked_at, packed_at, shipped_at, delivered_at,"
	  " (SELECT count(*) FROM package p WHERE p.shipment_id = s.id), (SELECT count(*) FROM delivery_attempt a WHERE a.shipment_id = s.id)"
	  " FROM shipment s WHERE $1 >= 0 ORDER BY id",
	  10, shipments, true },
	{ "lines of shipments: shipment, line, order, quantity",
	  "SELECT shipment_id, line, order_id, quantity FROM shipment_line WHERE $1 >= 0 ORDER BY shipment_id, line", 4, shipment_lines, true },
	{ "invoices: id, order, year, number, issued, due, net, tax, gross, paid, payments, credit note",
	  "SELECT i.id, order_id, year, sequence, issued, due, net, tax, gross, coalesce(sum(p.amount), 0), count(p.id), i.type = 'credit_note' FROM invoice i"
	  " LEFT JOIN payment p ON p.invoice_id = i.id WHERE $1 >= 0 GROUP BY i.id ORDER BY i.id",
	  12, invoices, true },
	{ "lines of invoices: invoice, line, quantity, discount, net, to be billed again",
	  "SELECT invoice_id, line, quantity, discount, net, rebill FROM invoice_line WHERE $1 >= 0 ORDER BY invoice_id, line", 6, invoice_lines, true },
	{ "products: row, kind, decimals, price, rate, lead days, capacity",
	  "SELECT id, CASE kind WHEN 'goods' THEN 0 WHEN 'service' THEN 1 ELSE 2 END, decimals, price, tax_rate, lead_days, capacity FROM product WHERE $1 >= 0 ORDER BY id", 7, kept, true },
	{ "returns: id, order, state, warehouse, opened, received, closed",
	  "SELECT id, order_id, CASE state WHEN 'requested' THEN 0 WHEN 'received' THEN 1 WHEN 'inspected' THEN 2 WHEN 'closed' THEN 3 ELSE 4 END,"
	  " warehouse_id, opened_at, received_at, closed_at FROM rma WHERE $1 >= 0 ORDER BY id",
	  7, returns, true },
	{ "lines of returns: return, part, order, line, quantity, received, disposition, credit, replacement",
	  "SELECT rma_id, part, order_id, line, quantity, received, CASE disposition WHEN 'restock' THEN 0 WHEN 'scrap' THEN 1"
	  " WHEN 'replace' THEN 2 WHEN 'refund' THEN 3 END, credit, replacement FROM rma_line WHERE $1 >= 0 ORDER BY rma_id, part",
	  9, return_lines, true },
	{ "complaints: id, order, line, amount, outcome, opened, resolved, return, replacement",
	  "SELECT id, order_id, line, amount, CASE outcome WHEN 'return' THEN 0 WHEN 'replacement' THEN 1 WHEN 'credit' THEN 2"
	  " WHEN 'nothing' THEN 3 END, opened_at, resolved_at, rma_id, replacement FROM complaint WHERE $1 >= 0 ORDER BY id",
	  9, complaints, true },
	{ "bookings: order, line, day, quantity",
	  "SELECT b.order_id, b.line, b.day, b.quantity FROM booking b JOIN orders o ON o.id = b.order_id WHERE " OF_ORDERS
	  " ORDER BY b.order_id, b.line, b.day",
	  4, bookings, false },
	{ "customers: row, tier, payment days, limit, prepayment; warehouses: row, rank; keys",
	  "SELECT id, tier, days, most, first FROM (SELECT 1 AS part, id, CASE tier WHEN 'standard' THEN 0 WHEN 'preferred' THEN 1 ELSE 2 END AS tier,"
	  " payment_days AS days, credit_limit AS most, prepayment AS first FROM customer UNION ALL SELECT 2, id, rank, NULL, NULL, NULL FROM warehouse"
	  " UNION ALL SELECT 3, 0, count(*), NULL, NULL, NULL FROM idempotency) t WHERE $1 >= 0 ORDER BY part, id",
	  5, people, true },
};

static void put_row(const int64_t *values, int columns, struct str *report)
{
	for (int i = 0; i < columns; i++)
		if (values[i] == NONE)
			str_put(report, " -");
		else
			str_printf(report, " %" PRId64, values[i]);
	str_put(report, "\n");
}

/* The first row that differs; columns of what is not there are shown as missing. */
static void differ(const struct table *table, const int64_t *is, const int64_t *should, struct str *report)
{
	str_printf(report, "%s\n", table->name);
	str_put(report, "  is    ");
	if (is)
		put_row(is, table->columns, report);
	else
		str_put(report, " missing\n");
	str_put(report, "  should");
	if (should)
		put_row(should, table->columns, report);
	else
		str_put(report, " not be there\n");
}

static bool same_row(const struct db_rows *rows, const struct table *table, const int64_t *wanted, struct str *report)
{
	int64_t is[COLUMNS_MOST];
	bool same = wanted != NULL;
	for (int i = 0; i < table->columns; i++) {
		is[i] = db_column_integer(rows, i);
		same &= wanted && is[i] == wanted[i];
	}
	if (!same)
		differ(table, is, wanted, report);
	return same;
}

static bool check_table(const struct model *model, struct db *db, const struct table *table, bool whole, struct str *report)
{
	struct rows wanted = { 0 };
	struct db_rows rows;
	size_t at = 0;
	bool same = true;
	int found = -1;
	table->fill(model, whole, &wanted);
	if (db_query(db, &rows, table->sql, A(whole))) {
		str_printf(report, "cannot read %s\n", table->name);
		same = false;
	}
	while (same && (found = db_next(&rows)) == 1) {
		same = same_row(&rows, table, at < wanted.count ? wanted.values + at : NULL, report);
		at += (size_t)table->columns;
	}
	if (same && found == 0 && at < wanted.count) {
		differ(table, NULL, wanted.values + at, report);
		same = false;
	} else if (!same) {
		db_finish(&rows);
	}
	free(wanted.values);
	return same && found == 0;
}

bool check_tables(const struct model *model, struct db *db, bool whole, struct str *report)
{
	bool good = !db_begin(db);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (whole || !tables[i].whole)
			good &= check_table(model, db, &tables[i], whole, report);
	db_rollback(db);
	return good;
}
