/* The shop that the tests of shipments, invoices and payments trade in. */
#include <string.h>

#include "ordr/invoice.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/stock.h"
#include "trade.h"

int trade_setup(void **state)
{
	books_setup(state);
	struct books *books = *state;
	struct db *db = books->core.db;
	assert_int_equal(db_run(db, "INSERT INTO customer (id, code, name, tier, street, city, postcode, country, email, payment_days) VALUES"
				    " (1, 'C-1', 'Ada', 'standard', 'Elm 1', 'Ulm', '89073', 'DE', 'ada@example.com', NULL),"
				    " (2, 'C-2', 'Bea', 'strategic', NULL, NULL, NULL, NULL, NULL, 30)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate, weight) VALUES"
				    " (1, 'BOLT', 'Bolt', 'goods', 'C62', 0, 1000000, 'S', 1900, 250),"
				    " (2, 'NUT', 'Nut', 'goods', 'C62', 0, 500000, 'S', 1900, NULL),"
				    " (3, 'BOOK', 'Book', 'goods', 'C62', 0, 10000000, 'S', 700, NULL),"
				    " (4, 'ROPE', 'Rope', 'goods', 'MTR', 3, 330000, 'S', 1900, NULL),"
				    " (5, 'FIT', 'Fitting', 'service', 'HUR', 1, 40000000, 'S', 1900, NULL)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO warehouse (id, code, name, rank) VALUES (1, 'MAIN', 'Main', 1), (2, 'NORTH', 'North', 2)",
				DB_NONE), 0);
	trade_set(books, "company.name", "Bolt & Nut Ltd");
	return 0;
}

/* One line "SKU:QTY[@PRICE][-DISCOUNT]" of `length` bytes. */
static void read_line(struct books *books, const char *text, size_t length, struct order_form_line *line)
{
	char *copy = arena_strndup(&books->arena, text, length);
	char *discount = strchr(copy, '-');
	char *price = strchr(copy, '@');
	char *qty = strchr(copy, ':');
	field_clear(field_find(order_form_schema.fields, "lines", NULL)->fields, line);
	assert_non_null(qty);
	*qty++ = '\0';
	line->sku = copy;
	if (discount)
		*discount++ = '\0';
	if (price)
		*price++ = '\0';
	line->discount = discount;
	assert_int_equal(quantity_parse(qty, &line->qty), 0);
	if (price)
		assert_int_equal(price_parse(price, "EUR", &line->price), 0);
}

struct order_id trade_place(struct books *books, const char *customer, const char *lines)
{
	struct order_form form;
	struct order_form_line *form_lines = arena_array(&books->arena, 8, sizeof *form_lines);
	struct order_id id = { 0 };
	bool replayed;
	field_clear(order_form_schema.fields, &form);
	form.customer = customer;
	form.lines.items = form_lines;
	while (*lines) {
		size_t length = strcspn(lines, " ");
		assert_true(form.lines.count < 8);
		read_line(books, lines, length, &form_lines[form.lines.count++]);
		lines += length;
		lines += strspn(lines, " ");
	}
	if (order_place(&books->core, &form, &id, &replayed))
		fail_msg("%s: %s", books->err.path, books->err.message);
	return id;
}

struct order_id trade_order(struct books *books, const char *customer, const char *lines)
{
	struct order_id id = trade_place(books, customer, lines);
	if (order_confirm(&books->core, id))
		fail_msg("%s", books->err.message);
	trade_sound(books);
	return id;
}

void trade_receive(struct books *books, const char *sku, const char *warehouse, const char *quantity)
{
	struct place place;
	struct quantity units;
	struct list served;
	assert_int_equal(quantity_parse(quantity, &units), 0);
	assert_int_equal(stock_place(&books->core, sku, warehouse, &place), 0);
	assert_int_equal(stock_receive(&books->core, &place, units, "PO-1", money_make(NONE, ""), &served), 0);
	trade_sound(books);
}

void trade_set(struct books *books, const char *setting, const char *value)
{
	assert_int_equal(settings_set(&books->core, setting, value), 0);
}

void trade_number(struct books *books, const char *sql, int64_t expected)
{
	int64_t value = NONE;
	assert_int_equal(db_integer(books->core.db, &value, sql, DB_NONE), 1);
	if (value != expected)
		fail_msg("%s: %lld, not %lld", sql, (long long)value, (long long)expected);
}

void trade_text(struct books *books, const char *sql, const char *expected)
{
	struct db_rows rows;
	assert_int_equal(db_query(books->core.db, &rows, sql, DB_NONE), 0);
	assert_int_equal(db_next(&rows), 1);
	const char *text = db_column_text(&rows, 0);
	if (!text || strcmp(text, expected))
		fail_msg("%s: %s, not %s", sql, text ? text : "null", expected);
	db_finish(&rows);
}

/* Queries that count what is wrong. */
static const char *const wrongs[] = {
	/* stock */
	"SELECT count(*) FROM stock s WHERE on_hand <> (SELECT coalesce(sum(quantity), 0) FROM stock_move m"
	" WHERE m.product_id = s.product_id AND m.warehouse_id = s.warehouse_id)",
	"SELECT count(*) FROM stock s WHERE allocated <> (SELECT coalesce(sum(quantity), 0) FROM allocation a"
	" WHERE a.product_id = s.product_id AND a.warehouse_id = s.warehouse_id) + (SELECT coalesce(sum(l.quantity), 0) FROM shipment h"
	" JOIN shipment_line l ON l.shipment_id = h.id WHERE h.state IN ('picking', 'packed') AND l.product_id = s.product_id"
	" AND h.warehouse_id = s.warehouse_id)",
	"SELECT count(*) FROM product p WHERE p.kind = 'goods' AND (SELECT coalesce(sum(allocated), 0) FROM stock WHERE product_id = p.id) <>"
	" (SELECT coalesce(sum(allocated + picked - shipped), 0) FROM order_line WHERE product_id = p.id)",
	/* lines and shipments */
	"SELECT count(*) FROM order_line l WHERE allocated <> (SELECT coalesce(sum(quantity), 0) FROM allocation a"
	" WHERE a.order_id = l.order_id AND a.line = l.line)",
	"SELECT count(*) FROM order_line l, (VALUES ('picking', 1), ('packed', 2), ('shipped', 3), ('delivered', 4)) AS step"
	" WHERE l.kind = 'goods' AND CASE step.column2 WHEN 1 THEN picked WHEN 2 THEN packed WHEN 3 THEN shipped ELSE delivered END <>"
	" (SELECT coalesce(sum(t.quantity), 0) FROM shipment s JOIN shipment_line t ON t.shipment_id = s.id WHERE t.order_id = l.order_id"
	" AND t.line = l.line AND CASE s.state WHEN 'picking' THEN 1 WHEN 'packed' THEN 2 WHEN 'shipped' THEN 3 WHEN 'delivered' THEN 4"
	" ELSE 0 END >= step.column2)",
	"SELECT count(*) FROM orders o WHERE state IN ('confirmed', 'completed') AND (state = 'completed') <> (NOT EXISTS"
	" (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND delivered < ordered - cancelled))",
	"SELECT count(*) FROM shipment s JOIN shipment_line t ON t.shipment_id = s.id WHERE s.state <> 'cancelled' AND"
	" (SELECT coalesce(sum(k.quantity), 0) FROM package_line k WHERE k.shipment_id = t.shipment_id AND k.line = t.line)"
	" <> CASE s.state WHEN 'picking' THEN 0 ELSE t.quantity END",
	"SELECT count(*) FROM package p WHERE NOT EXISTS (SELECT 1 FROM package_line k WHERE k.shipment_id = p.shipment_id AND k.package = p.package)",
	/* invoices */
	"SELECT count(*) FROM order_line l WHERE invoiced <> (SELECT coalesce(sum(CASE i.type WHEN 'invoice' THEN t.quantity ELSE -t.quantity END), 0) FROM invoice i"
	" JOIN invoice_line t ON t.invoice_id = i.id WHERE i.order_id = l.order_id AND t.order_line = l.line AND t.rebill = 1)"
	" - (SELECT coalesce(sum(k.credited), 0) FROM cancellation k WHERE k.order_id = l.order_id AND k.line = l.line)",
	"SELECT count(*) FROM order_line l WHERE invoiced = ordered AND (SELECT sum(CASE i.type WHEN 'invoice' THEN t.net ELSE -t.net END) FROM invoice i"
	" JOIN invoice_line t ON t.invoice_id = i.id WHERE i.order_id = l.order_id AND t.order_line = l.line AND t.rebill = 1) <> net",
	"SELECT count(*) FROM invoice i WHERE net <> (SELECT sum(net) FROM invoice_line WHERE invoice_id = i.id)"
	" OR net <> (SELECT sum(net) FROM invoice_tax WHERE invoice_id = i.id)"
	" OR tax <> (SELECT sum(tax) FROM invoice_tax WHERE invoice_id = i.id)",
	"SELECT count(*) FROM (SELECT 1 FROM invoice GROUP BY series, year HAVING max(sequence) <> count(*))",
	"SELECT count(*) FROM invoice i WHERE 0 > (SELECT coalesce(sum(amount), 0) FROM payment WHERE invoice_id = i.id)",
	"SELECT count(*) FROM customer c WHERE owed <> (SELECT coalesce(sum(CASE i.type WHEN 'invoice' THEN i.gross ELSE -i.gross END), 0) FROM invoice i"
	" WHERE i.customer_id = c.id) - (SELECT coalesce(sum(p.amount + p.discount), 0) FROM payment p JOIN invoice i ON i.id = p.invoice_id WHERE i.customer_id = c.id)",
};

void trade_sound(struct books *books)
{
	for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++)
		trade_number(books, wrongs[i], 0);
}

void trade_refused(struct books *books, int result, enum err_code code, bool already, const char *message, const char *hint,
		   const char *subject)
{
	assert_int_equal(result, -1);
	assert_string_equal(books->err.message, message);
	assert_string_equal(err_kind(books->err.code)->name, err_kind(code)->name);
	assert_string_equal(books->err.hint, hint);
	assert_string_equal(books->err.subject, subject);
	assert_int_equal(books->err.already, already);
	err_clear(&books->err);
	trade_sound(books);
}

void trade_logged(struct books *books, const char *subject, const char *what)
{
	struct db_rows rows;
	assert_int_equal(db_query(books->core.db, &rows, "SELECT what FROM event WHERE subject = $1 ORDER BY seq DESC LIMIT 1", A(subject)), 0);
	assert_int_equal(db_next(&rows), 1);
	if (!strstr(db_column_text(&rows, 0), what))
		fail_msg("%s does not say %s", db_column_text(&rows, 0), what);
	db_finish(&rows);
}

void trade_ship(struct books *books, struct order_id id)
{
	assert_int_equal(shipment_pick(&books->core, id), 0);
	assert_int_equal(shipment_pack(&books->core, id), 0);
	assert_int_equal(shipment_ship(&books->core, id, NULL, NULL), 0);
	trade_sound(books);
}

const char *trade_issue(struct books *books, struct order_id id)
{
	const char *number = NULL;
	if (invoice_issue(&books->core, id, &number))
		fail_msg("%s (%s)", books->err.message, books->err.hint);
	trade_sound(books);
	return number;
}

struct invoice trade_invoice(struct books *books, const char *number)
{
	struct invoice invoice;
	if (invoice_load(&books->core, number, &invoice))
		fail_msg("%s", books->err.message);
	return invoice;
}

void trade_money(struct money money, const char *expected)
{
	char text[MONEY_SIZE];
	assert_string_equal(money.currency, "EUR");
	assert_string_equal(money_text(money, text), expected);
}
