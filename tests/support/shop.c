<<<<<<< HEAD
/* The shop that tests of stock, reports and the doctor begin with. */
#include <string.h>

#include "ordr/allocation.h"
#include "shop.h"

void shop_run(struct books *books, const char *sql)
{
	if (db_run(books->core.db, sql, DB_NONE))
		fail_msg("%s: %s", sql, books->err.message);
}

=======
/* Orders need somebody who orders and something to order. */
#include <string.h>

#include "ordr/event.h"
#include "ordr/settings.h"
#include "ordr/stock.h"
#include "shop.h"

>>>>>>> stock
int shop_setup(void **state)
{
	books_setup(state);
	struct books *books = *state;
<<<<<<< HEAD
	shop_run(books, "INSERT INTO customer (id, code, name, tier) VALUES (1, 'C-1', 'Ada', 'standard'), (2, 'C-2', 'Bea', 'strategic')");
	shop_run(books, "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate) VALUES"
			" (1, 'A-1', 'Bolt', 'goods', 'C62', 0, 100, 'S', 1900), (2, 'A-2', 'Nut', 'goods', 'C62', 0, 50, 'S', 1900),"
			" (3, 'S-1', 'Fitting', 'service', 'HUR', 0, 50, 'S', 1900)");
	shop_run(books, "INSERT INTO warehouse (id, code, name, rank) VALUES (1, 'MAIN', 'Main', 1), (2, 'NORTH', 'North', 2)");
	return 0;
}

struct order_id shop_order(struct books *books, int64_t id, int64_t customer, int64_t product, int64_t pieces, int64_t due)
{
	assert_int_equal(db_run(books->core.db,
				"INSERT INTO orders (id, customer_id, priority, channel, placed_at, placed_by, currency, net, tax, gross, next_due)"
				" VALUES ($1, $2, 1, 'cli', 0, 'x', 'EUR', 0, 0, 0, $3)", A(id), A(customer), A(due)), 0);
	shop_line(books, id, 1, product, pieces);
	return (struct order_id){ id };
}

void shop_line(struct books *books, int64_t id, int64_t line, int64_t product, int64_t pieces)
{
	int64_t quantity = pieces * 1000;
	assert_int_equal(db_run(books->core.db,
				"INSERT INTO order_line (order_id, line, product_id, sku, name, kind, unit, ordered, price, discount, tax_category,"
				" tax_rate, net) SELECT $1, $4, id, sku, name, kind, unit, $3, price, 0, 'S', 1900, 0 FROM product WHERE id = $2",
				A(id), A(product), A(quantity), A(line)), 0);
}

void shop_confirm(struct books *books, struct order_id id)
{
	struct allocation_result result;
	assert_int_equal(allocation_confirm(&books->core, id, &result), 0);
	assert_int_equal(db_run(books->core.db, "UPDATE orders SET state = 'confirmed', confirmed_at = 0, confirmed_by = 'x' WHERE id = $1",
				A(id.number)), 0);
}

struct place shop_place(struct books *books, const char *sku, const char *warehouse)
{
	struct place place;
	assert_int_equal(stock_place(&books->core, sku, warehouse, &place), 0);
	return place;
}

void shop_receive(struct books *books, const char *sku, const char *warehouse, int64_t pieces, struct list *served)
{
	struct place place = shop_place(books, sku, warehouse);
	struct list ignored;
	assert_int_equal(stock_receive(&books->core, &place, (struct quantity){ pieces * 1000 }, "PO-1", served ? served : &ignored), 0);
}

void shop_number(struct books *books, const char *sql, int64_t expected)
{
	int64_t value = NONE;
	assert_int_equal(db_integer(books->core.db, &value, sql, DB_NONE), 1);
	if (value != expected)
		fail_msg("%s: %lld, not %lld", sql, (long long)value, (long long)expected);
}

const char *shop_ids(struct books *books, const struct list *ids)
{
	const char *text = "";
	for (size_t i = 0; i < ids->count; i++)
		text = arena_printf(&books->arena, "%s%s%s", text, i ? " " : "", ((const char *const *)ids->items)[i]);
	return text;
=======
	struct db *db = books->core.db;
	assert_int_equal(db_run(db, "INSERT INTO customer (id, code, name, tier, city, country) VALUES (1, 'C-1', 'Ada', 'standard', 'Bonn', 'DE'),"
				    " (2, 'C-2', 'Bea', 'strategic', NULL, NULL)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate) VALUES"
				    " (1, 'A-1', 'Bolt', 'goods', 'C62', 0, 100, 'S', 1900), (2, 'A-2', 'Nut', 'goods', 'C62', 0, 50, 'S', 1900),"
				    " (3, 'B-1', 'Book', 'goods', 'C62', 0, 333, 'S', 700), (4, 'W-1', 'Wire', 'goods', 'MTR', 2, 333, 'S', 1900),"
				    " (5, 'S-1', 'Fitting', 'service', 'HUR', 0, 5000, 'S', 1900)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO warehouse (id, code, name, rank) VALUES (1, 'MAIN', 'Main', 1), (2, 'NORTH', 'North', 2)", DB_NONE), 0);
	return 0;
}

struct order_form shop_form(struct books *books, const char *customer, const struct shop_line *lines, size_t count)
{
	struct order_form form;
	field_clear(order_form_schema.fields, &form);
	form.customer = customer;
	struct order_form_line *items = arena_array(&books->arena, count + 1, sizeof *items);
	form.lines = (struct list){ items, count };
	for (size_t i = 0; i < count; i++) {
		items[i] = (struct order_form_line){ .sku = lines[i].sku, .price = money_make(NONE, ""), .qty = { NONE }, .date = { NONE },
						     .discount = lines[i].discount };
		if (lines[i].qty)
			assert_int_equal(quantity_parse(lines[i].qty, &items[i].qty), 0);
		if (lines[i].price)
			assert_int_equal(money_parse(lines[i].price, "EUR", &items[i].price), 0);
		if (lines[i].date)
			items[i].date = shop_date(lines[i].date);
	}
	return form;
}

struct order_id shop_place_form(struct books *books, const struct order_form *form)
{
	struct order_id id;
	bool replayed;
	if (order_place(&books->core, form, &id, &replayed))
		fail_msg("%s: %s", books->err.path, books->err.message);
	assert_false(replayed);
	return id;
}

struct order_id shop_place(struct books *books, const char *customer, const char *sku, const char *qty)
{
	struct order_form form = shop_form(books, customer, SHOP_LINES({ sku, qty, NULL, NULL, NULL }));
	return shop_place_form(books, &form);
}

struct order shop_load(struct books *books, struct order_id id)
{
	struct order order;
	if (order_load(&books->core, id, &order))
		fail_msg("%s", books->err.message);
	return order;
}

void shop_receive(struct books *books, const char *sku, const char *qty)
{
	struct place place;
	struct list served;
	struct quantity quantity;
	assert_int_equal(quantity_parse(qty, &quantity), 0);
	assert_int_equal(stock_place(&books->core, sku, NULL, &place), 0);
	assert_int_equal(stock_receive(&books->core, &place, quantity, NULL, &served), 0);
}

void shop_set(struct books *books, const char *setting, const char *value)
{
	if (settings_set(&books->core, setting, value))
		fail_msg("%s", books->err.message);
}

struct last {
	struct arena *arena;
	const char *what;
};

static int keep_last(void *context, const struct event *event)
{
	struct last *last = context;
	last->what = arena_strdup(last->arena, event->what);
	return 0;
}

const char *shop_event(struct books *books, struct order_id id)
{
	char text[ID_SIZE];
	struct last last = { .arena = &books->keep };
	assert_int_equal(event_each(&books->core, 0, order_id_text(id, text), NONE, keep_last, &last), 0);
	assert_non_null(last.what);
	return last.what;
}

int64_t shop_number(struct books *books, const char *sql)
{
	int64_t value = NONE;
	assert_int_equal(db_integer(books->core.db, &value, sql, DB_NONE), 1);
	return value;
}

struct date shop_date(const char *text)
{
	struct date date;
	assert_int_equal(date_parse(text, &date), 0);
	return date;
}

struct instant shop_instant(const char *text)
{
	struct instant instant;
	assert_int_equal(instant_parse(text, &instant), 0);
	return instant;
}

void shop_assert_text(const char *got, const char *text, const char *file, int line)
{
	if (got != text && (!got || !text || strcmp(got, text)))
		fail_msg("%s:%d: %s, not %s", file, line, got ? got : "nothing", text ? text : "nothing");
>>>>>>> stock
}
