/* The shelves that tests of stock, reports and the doctor begin with. */
#include <string.h>

#include "ordr/allocation.h"
#include "shelf.h"

void shelf_run(struct books *books, const char *sql)
{
	if (db_run(books->core.db, sql, DB_NONE))
		fail_msg("%s: %s", sql, books->err.message);
}

int shelf_setup(void **state)
{
	books_setup(state);
	struct books *books = *state;
	shelf_run(books, "INSERT INTO customer (id, code, name, tier) VALUES (1, 'C-1', 'Ada', 'standard'), (2, 'C-2', 'Bea', 'strategic')");
	shelf_run(books, "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate) VALUES"
			" (1, 'A-1', 'Bolt', 'goods', 'C62', 0, 1000000, 'S', 1900), (2, 'A-2', 'Nut', 'goods', 'C62', 0, 500000, 'S', 1900),"
			" (3, 'S-1', 'Fitting', 'service', 'HUR', 0, 500000, 'S', 1900)");
	shelf_run(books, "INSERT INTO warehouse (id, code, name, rank) VALUES (1, 'MAIN', 'Main', 1), (2, 'NORTH', 'North', 2)");
	return 0;
}

struct order_id shelf_order(struct books *books, int64_t id, int64_t customer, int64_t product, int64_t pieces, int64_t due)
{
	assert_int_equal(db_run(books->core.db,
				"INSERT INTO orders (id, customer_id, priority, channel, placed_at, placed_by, currency, net, tax, gross, next_due)"
				" VALUES ($1, $2, 1, 'cli', 0, 'x', 'EUR', 0, 0, 0, $3)", A(id), A(customer), A(due)), 0);
	shelf_line(books, id, 1, product, pieces);
	return (struct order_id){ id };
}

void shelf_line(struct books *books, int64_t id, int64_t line, int64_t product, int64_t pieces)
{
	int64_t quantity = pieces * 1000;
	assert_int_equal(db_run(books->core.db,
				"INSERT INTO order_line (order_id, line, product_id, sku, name, kind, unit, ordered, price, discount, tax_category,"
				" tax_rate, net) SELECT $1, $4, id, sku, name, kind, unit, $3, price, 0, 'S', 1900, 0 FROM product WHERE id = $2",
				A(id), A(product), A(quantity), A(line)), 0);
}

void shelf_confirm(struct books *books, struct order_id id)
{
	struct allocation_result result;
	assert_int_equal(allocation_confirm(&books->core, id, &result), 0);
	assert_int_equal(db_run(books->core.db, "UPDATE orders SET state = 'confirmed', confirmed_at = 0, confirmed_by = 'x' WHERE id = $1",
				A(id.number)), 0);
}

struct place shelf_place(struct books *books, const char *sku, const char *warehouse)
{
	struct place place;
	assert_int_equal(stock_place(&books->core, sku, warehouse, &place), 0);
	return place;
}

void shelf_receive(struct books *books, const char *sku, const char *warehouse, int64_t pieces, struct list *served)
{
	struct place place = shelf_place(books, sku, warehouse);
	struct list ignored;
	assert_int_equal(stock_receive(&books->core, &place, (struct quantity){ pieces * 1000 }, "PO-1", money_make(NONE, ""), served ? served : &ignored), 0);
}

void shelf_number(struct books *books, const char *sql, int64_t expected)
{
	int64_t value = NONE;
	assert_int_equal(db_integer(books->core.db, &value, sql, DB_NONE), 1);
	if (value != expected)
		fail_msg("%s: %lld, not %lld", sql, (long long)value, (long long)expected);
}

const char *shelf_ids(struct books *books, const struct list *ids)
{
	const char *text = "";
	for (size_t i = 0; i < ids->count; i++)
		text = arena_printf(&books->arena, "%s%s%s", text, i ? " " : "", ((const char *const *)ids->items)[i]);
	return text;
}
