/* The company of the tests and the one of `init --demo`: every record can be kept, there are as many as other tests count on, and stock and
 * orders are what they were made to be. What fills the demo is what is tested here, as `init` calls it. */
#include <stdio.h>
#include <string.h>

#include "shelf.h"
#include "demo.h"
#include "ordr/form.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/reader.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"

static int keep_setting(struct core *core, const struct master *master, void *record)
{
	const struct setting_record *setting = record;
	(void)master;
	return settings_set(core, setting->name, setting->value);
}

static int keep_master(struct core *core, const struct master *master, void *record)
{
	return master_add(core, master, record);
}

static int keep_level(struct core *core, const struct master *master, void *record)
{
	const struct stock_form *form = record;
	struct place place;
	(void)master;
	if (stock_place(core, form->sku, form->warehouse, &place))
		return -1;
	return stock_levels(core, &place, form);
}

static int keep_receipt(struct core *core, const struct master *master, void *record)
{
	const struct stock_form *form = record;
	struct place place;
	struct list served;
	(void)master;
	if (stock_place(core, form->sku, form->warehouse, &place))
		return -1;
	return stock_receive(core, &place, form->qty, form->ref, form->cost, &served);
}

static int keep_order(struct core *core, const struct master *master, void *record)
{
	struct order_id id;
	bool replayed;
	(void)master;
	return order_place(core, record, &id, &replayed) || replayed ? -1 : 0;
}

struct part {
	const char *file;
	const struct schema *schema; /* the form; NULL: the master's */
	const struct master *master;
	int (*keep)(struct core *core, const struct master *master, void *record);
	size_t records;
};

static size_t keep_all(struct books *books, FILE *stream, const struct part *part)
{
	const struct schema *schema = part->schema ? part->schema : part->master->form;
	struct input input = { .stream = stream, .name = part->file };
	struct form_context context = { .arena = &books->keep, .file = part->file, .currency = "EUR" };
	struct reader *reader;
	struct node *node;
	bool recoverable;
	size_t count = 0;
	int got;
	assert_non_null(stream);
	assert_int_equal(reader_open(&reader, &input, schema, &books->err), 0);
	while ((got = reader_next(reader, &books->keep, &node, &recoverable, &books->err)) == 1) {
		void *record = arena_alloc(&books->keep, schema->size);
		assert_non_null(record);
		count++;
		if (form_load(&context, schema, node, record, &books->err) || part->keep(&books->core, part->master, record))
			fail_msg("record %zu of %s: %s %s", count, part->file, books->err.path, books->err.message);
	}
	if (got)
		fail_msg("%s %s", books->err.path, books->err.message);
	reader_close(reader);
	fclose(stream);
	return count;
}

static const struct part big[] = {
	{ "settings.csv", &setting_form, NULL, keep_setting, 24 },
	{ "customers.csv", NULL, &master_customer, keep_master, 30 },
	{ "products.csv", NULL, &master_product, keep_master, 120 },
	{ "warehouses.csv", NULL, &master_warehouse, keep_master, 2 },
	{ "sla.csv", NULL, &master_sla, keep_master, 10 },
	{ "levels.csv", &stock_level_schema, NULL, keep_level, 170 },
	{ "stock.csv", &stock_receipt_schema, NULL, keep_receipt, 188 },
	{ "orders.jsonl", &order_form_schema, NULL, keep_order, 200 },
};

static void keep_big(struct books *books)
{
	char path[4096];
	for (size_t i = 0; i < sizeof big / sizeof *big; i++) {
		snprintf(path, sizeof path, "%s/%s", TEST_DATA, big[i].file);
		assert_int_equal(keep_all(books, fopen(path, "r"), big + i), big[i].records);
	}
}

static void the_company_of_the_tests_can_be_kept_whole(void **state)
{
	struct books *books = *state;
	keep_big(books);
	shelf_number(books, "SELECT count(*) FROM product WHERE kind = 'service'", 8);
	shelf_number(books, "SELECT count(*) FROM order_line", 695);
	shelf_number(books, "SELECT sum(gross) FROM orders", 12763581);
	/* Nobody orders services alone. */
	shelf_number(books, "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id"
			   " AND l.kind = 'goods')", 0);
	shelf_number(books, "SELECT count(*) FROM customer c WHERE credit_limit < (SELECT sum(gross) FROM orders o"
			   " WHERE o.customer_id = c.id)", 0);
}

static void its_stock_serves_all_its_orders(void **state)
{
	struct books *books = *state;
	struct order_id id = { 0 };
	const char *number;
	keep_big(books);
	while (++id.number <= 200)
		if (order_confirm(&books->core, id) || shipment_pick(&books->core, id) || shipment_pack(&books->core, id) ||
		    shipment_ship(&books->core, id, "DHL", NULL) || invoice_issue(&books->core, id, &number))
			fail_msg("order %lld: %s", (long long)id.number, books->err.message);
	shelf_number(books, "SELECT sum(backordered) FROM order_line", 0);
	shelf_number(books, "SELECT count(*) FROM order_line WHERE kind = 'goods' AND shipped <> ordered", 0);
	shelf_number(books, "SELECT count(*) FROM shipment", 213);
	shelf_number(books, "SELECT sum(allocated) FROM stock", 0);
	shelf_number(books, "SELECT count(*) FROM stock s JOIN product p ON p.id = s.product_id WHERE s.on_hand = 100000"
			   " AND p.sku IN ('DRL-18', 'GLV-NIT', 'TIE-200')", 3);
	shelf_number(books, "SELECT sum(on_hand) FROM stock s JOIN product p ON p.id = s.product_id WHERE p.sku = 'LAS-CROSS'", 3000);
	shelf_number(books, "SELECT sum(on_hand) FROM stock s JOIN product p ON p.id = s.product_id WHERE p.sku = 'WRE-TORQUE'", 1000);
	shelf_number(books, "SELECT count(*) FROM stock WHERE on_hand <= reorder_point", 15);
}

static void the_orders_of_the_demo_stand_at_every_stage(void **state)
{
	struct books *books = *state;
	struct run run = { .core = &books->core };
	if (demo_fill(&run))
		fail_msg("%s %s", books->err.path, books->err.message);
	shelf_number(books, "SELECT count(*) FROM customer", 10);
	shelf_number(books, "SELECT count(*) FROM product", 25);
	shelf_number(books, "SELECT count(*) FROM orders WHERE state = 'placed'", 2);
	shelf_number(books, "SELECT count(*) FROM orders WHERE state = 'confirmed'", 6);
	shelf_number(books, "SELECT count(*) FROM orders WHERE state = 'completed'", 2);
	shelf_number(books, "SELECT count(*) FROM orders WHERE state IN ('rejected', 'cancelled')", 2);
	shelf_number(books, "SELECT count(DISTINCT state) FROM shipment", 4);
	shelf_number(books, "SELECT sum(backordered) FROM order_line", 14000);
	shelf_number(books, "SELECT count(*) FROM invoice i WHERE due < 20781" /* 2026-11-24 */
			   " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.invoice_id = i.id)", 1);
	shelf_number(books, "SELECT count(*) FROM stock WHERE on_hand - allocated <= reorder_point", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_company_of_the_tests_can_be_kept_whole, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(its_stock_serves_all_its_orders, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(the_orders_of_the_demo_stand_at_every_stage, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
