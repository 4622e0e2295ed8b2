/* Orders need somebody who orders and something to order. */
#include <string.h>

#include "ordr/event.h"
#include "ordr/settings.h"
#include "ordr/stock.h"
#include "sales.h"

int sales_setup(void **state)
{
	books_setup(state);
	struct books *books = *state;
	struct db *db = books->core.db;
	assert_int_equal(db_run(db, "INSERT INTO customer (id, code, name, tier, city, country) VALUES (1, 'C-1', 'Ada', 'standard', 'Bonn', 'DE'),"
				    " (2, 'C-2', 'Bea', 'strategic', NULL, NULL)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate) VALUES"
				    " (1, 'A-1', 'Bolt', 'goods', 'C62', 0, 1000000, 'S', 1900), (2, 'A-2', 'Nut', 'goods', 'C62', 0, 500000, 'S', 1900),"
				    " (3, 'B-1', 'Book', 'goods', 'C62', 0, 3330000, 'S', 700), (4, 'W-1', 'Wire', 'goods', 'MTR', 2, 3330000, 'S', 1900),"
				    " (5, 'S-1', 'Fitting', 'service', 'HUR', 0, 50000000, 'S', 1900)", DB_NONE), 0);
	assert_int_equal(db_run(db, "INSERT INTO warehouse (id, code, name, rank) VALUES (1, 'MAIN', 'Main', 1), (2, 'NORTH', 'North', 2)", DB_NONE), 0);
	return 0;
}

struct order_form sales_form(struct books *books, const char *customer, const struct sales_line *lines, size_t count)
{
	struct order_form form;
	field_clear(order_form_schema.fields, &form);
	form.customer = customer;
	struct order_form_line *items = arena_array(&books->arena, count + 1, sizeof *items);
	form.lines = (struct list){ items, count };
	for (size_t i = 0; i < count; i++) {
		items[i] = (struct order_form_line){ .sku = lines[i].sku, .price = price_make(NONE, ""), .qty = { NONE }, .date = { NONE },
						     .discount = lines[i].discount };
		if (lines[i].qty)
			assert_int_equal(quantity_parse(lines[i].qty, &items[i].qty), 0);
		if (lines[i].price)
			assert_int_equal(price_parse(lines[i].price, "EUR", &items[i].price), 0);
		if (lines[i].date)
			items[i].date = sales_date(lines[i].date);
	}
	return form;
}

struct order_id sales_place_form(struct books *books, const struct order_form *form)
{
	struct order_id id;
	bool replayed;
	if (order_place(&books->core, form, &id, &replayed))
		fail_msg("%s: %s", books->err.path, books->err.message);
	assert_false(replayed);
	return id;
}

struct order_id sales_place(struct books *books, const char *customer, const char *sku, const char *qty)
{
	struct order_form form = sales_form(books, customer, SALES_LINES({ sku, qty, NULL, NULL, NULL }));
	return sales_place_form(books, &form);
}

struct order sales_load(struct books *books, struct order_id id)
{
	struct order order;
	if (order_load(&books->core, id, &order))
		fail_msg("%s", books->err.message);
	return order;
}

void sales_receive(struct books *books, const char *sku, const char *qty)
{
	struct place place;
	struct list served;
	struct quantity quantity;
	assert_int_equal(quantity_parse(qty, &quantity), 0);
	assert_int_equal(stock_place(&books->core, sku, NULL, &place), 0);
	assert_int_equal(stock_receive(&books->core, &place, quantity, NULL, money_make(NONE, ""), &served), 0);
}

void sales_set(struct books *books, const char *setting, const char *value)
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

const char *sales_event(struct books *books, struct order_id id)
{
	char text[ID_SIZE];
	struct last last = { .arena = &books->keep };
	assert_int_equal(event_each(&books->core, 0, order_id_text(id, text), NONE, keep_last, &last), 0);
	assert_non_null(last.what);
	return last.what;
}

int64_t sales_number(struct books *books, const char *sql)
{
	int64_t value = NONE;
	assert_int_equal(db_integer(books->core.db, &value, sql, DB_NONE), 1);
	return value;
}

struct date sales_date(const char *text)
{
	struct date date;
	assert_int_equal(date_parse(text, &date), 0);
	return date;
}

struct instant sales_instant(const char *text)
{
	struct instant instant;
	assert_int_equal(instant_parse(text, &instant), 0);
	return instant;
}

void sales_assert_text(const char *got, const char *text, const char *file, int line)
{
	if (got != text && (!got || !text || strcmp(got, text)))
		fail_msg("%s:%d: %s, not %s", file, line, got ? got : "nothing", text ? text : "nothing");
}
