/* The company of the tests and the one of `init --demo`: every record can be kept, there are as many as other tests count on, and stock and
 * orders are what they were made to be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shop.h"
#include "demo_data.h"
#include "ordr/calendar.h"
#include "ordr/form.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/reader.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"

#define DEMO_ORDERS 12

/* What is filled from the files of one company. */
struct company {
	struct books *books;
	const struct order_form *form[DEMO_ORDERS]; /* of the demo, whose orders are placed step by step */
	struct order_id id[DEMO_ORDERS];
	size_t forms;
};

static int keep_setting(struct company *company, const struct master *master, void *record)
{
	const struct setting_record *setting = record;
	(void)master;
	return settings_set(&company->books->core, setting->name, setting->value);
}

static int keep_master(struct company *company, const struct master *master, void *record)
{
	return master_add(&company->books->core, master, record);
}

static int keep_level(struct company *company, const struct master *master, void *record)
{
	const struct stock_form *form = record;
	struct place place;
	(void)master;
	if (stock_place(&company->books->core, form->sku, form->warehouse, &place))
		return -1;
	return stock_levels(&company->books->core, &place, form);
}

static int keep_receipt(struct company *company, const struct master *master, void *record)
{
	const struct stock_form *form = record;
	struct place place;
	struct list served;
	(void)master;
	if (stock_place(&company->books->core, form->sku, form->warehouse, &place))
		return -1;
	return stock_receive(&company->books->core, &place, form->qty, form->ref, &served);
}

static int keep_order(struct company *company, const struct master *master, void *record)
{
	struct order_id id;
	bool replayed;
	(void)master;
	return order_place(&company->books->core, record, &id, &replayed) || replayed ? -1 : 0;
}

static int keep_form(struct company *company, const struct master *master, void *record)
{
	(void)master;
	assert_true(company->forms < DEMO_ORDERS);
	company->form[company->forms++] = record;
	return 0;
}

/* How far an order of the demo has come. */
struct step {
	int64_t days_ago;
	const char *time, *step, *order, *detail;
};

static const struct field step_fields[] = {
	F(struct step, days_ago, INTEGER, FIELD_REQUIRED | FIELD_NOT_NEGATIVE, NULL),
	F(struct step, time, TEXT, FIELD_REQUIRED, NULL),
	F(struct step, step, TEXT, FIELD_REQUIRED, NULL),
	F(struct step, order, TEXT, FIELD_REQUIRED, NULL),
	F(struct step, detail, TEXT, 0, NULL),
	FIELD_END,
};

static const struct schema step_schema = { .name = "step", .fields = step_fields, .size = sizeof(struct step) };

static int place_step(struct company *company, size_t index, const char *days)
{
	struct core *core = &company->books->core;
	const struct calendar *calendar = calendar_get(core);
	struct order_form form = *company->form[index];
	struct date today;
	bool replayed;
	if (!calendar || calendar_today(core, &today))
		return -1;
	assert_non_null(days);
	form.requested = calendar_add_days(calendar, today, strtol(days, NULL, 10));
	return order_place(core, &form, &company->id[index], &replayed);
}

static int confirm(struct core *core, struct order_id id, const char *detail)
{
	assert_null(detail);
	return order_confirm(core, id);
}

static int reject(struct core *core, struct order_id id, const char *reason)
{
	return order_reject(core, id, reason, NULL);
}

static int cancel(struct core *core, struct order_id id, const char *reason)
{
	return order_cancel(core, id, reason, NULL);
}

static int pick(struct core *core, struct order_id id, const char *detail)
{
	assert_null(detail);
	return shipment_pick(core, id);
}

static int pack(struct core *core, struct order_id id, const char *detail)
{
	assert_null(detail);
	return shipment_pack(core, id);
}

static int ship(struct core *core, struct order_id id, const char *carrier)
{
	return shipment_ship(core, id, carrier, NULL);
}

static int deliver(struct core *core, struct order_id id, const char *received_by)
{
	return shipment_deliver(core, id, received_by, (struct instant){ NONE });
}

static int invoice(struct core *core, struct order_id id, const char *detail)
{
	const char *number;
	assert_null(detail);
	return invoice_issue(core, id, &number);
}

static int pay(struct core *core, struct order_id id, const char *method)
{
	struct order order;
	if (order_load(core, id, &order))
		return -1;
	return payment_take(core, *(const char *const *)order.invoices.items, NULL, method, NULL, (struct instant){ NONE });
}

static int other_step(struct core *core, struct order_id id, const struct step *step)
{
	static const struct {
		const char *name;
		int (*take)(struct core *core, struct order_id id, const char *detail);
	} steps[] = {
		{ "confirm", confirm }, { "reject", reject },	{ "cancel", cancel },	{ "pick", pick }, { "pack", pack },
		{ "ship", ship },	{ "deliver", deliver }, { "invoice", invoice }, { "pay", pay },
	};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (!strcmp(steps[i].name, step->step))
			return steps[i].take(core, id, step->detail);
	fail_msg("no step %s", step->step);
	return -1;
}

/* Working days before the day that the tests live on, at a local time. */
static int keep_step(struct company *company, const struct master *master, void *record)
{
	const struct step *step = record;
	struct core *core = &company->books->core;
	const struct calendar *calendar = calendar_get(core);
	const struct instant before = core->now;
	struct date today;
	int hour, minute;
	size_t index = 0;
	(void)master;
	assert_int_equal(sscanf(step->time, "%d:%d", &hour, &minute), 2);
	while (index < DEMO_ORDERS && strcmp(company->form[index]->key, step->order))
		index++;
	assert_true(index < DEMO_ORDERS);
	books_now(company->books, "2026-11-24T10:00:00Z");
	if (!calendar || calendar_today(core, &today))
		return -1;
	core->now = date_instant(calendar_add_days(calendar, today, -step->days_ago), hour * 60 + minute);
	assert_true(core->now.ms >= before.ms); /* in order of time */
	return strcmp(step->step, "place") ? other_step(core, company->id[index], step) : place_step(company, index, step->detail);
}

struct part {
	const char *file;
	const struct schema *schema; /* the form; NULL: the master's */
	const struct master *master;
	int (*keep)(struct company *company, const struct master *master, void *record);
	size_t records;
};

static size_t keep_all(struct company *company, FILE *stream, const struct part *part)
{
	struct books *books = company->books;
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
		if (form_load(&context, schema, node, record, &books->err) || part->keep(company, part->master, record))
			fail_msg("record %zu of %s: %s %s", count, part->file, books->err.path, books->err.message);
	}
	if (got)
		fail_msg("%s %s", books->err.path, books->err.message);
	reader_close(reader);
	fclose(stream);
	return count;
}

static const struct part big[] = {
	{ "settings.csv", &setting_schema, NULL, keep_setting, 16 },
	{ "customers.csv", NULL, &master_customer, keep_master, 30 },
	{ "products.csv", NULL, &master_product, keep_master, 120 },
	{ "warehouses.csv", NULL, &master_warehouse, keep_master, 2 },
	{ "sla.csv", NULL, &master_sla, keep_master, 10 },
	{ "levels.csv", &stock_level_schema, NULL, keep_level, 170 },
	{ "stock.csv", &stock_receipt_schema, NULL, keep_receipt, 188 },
	{ "orders.jsonl", &order_form_schema, NULL, keep_order, 200 },
};

static const struct part demo[] = {
	{ "settings.csv", &setting_schema, NULL, keep_setting, 16 },
	{ "customers.csv", NULL, &master_customer, keep_master, 10 },
	{ "products.csv", NULL, &master_product, keep_master, 25 },
	{ "warehouses.csv", NULL, &master_warehouse, keep_master, 2 },
	{ "sla.csv", NULL, &master_sla, keep_master, 10 },
	{ "levels.csv", &stock_level_schema, NULL, keep_level, 28 },
	{ "stock.csv", &stock_receipt_schema, NULL, keep_receipt, 28 },
	{ "orders.jsonl", &order_form_schema, NULL, keep_form, DEMO_ORDERS },
	{ "steps.csv", &step_schema, NULL, keep_step, 44 },
};

static void keep_big(struct books *books)
{
	struct company company = { .books = books };
	char path[4096];
	for (size_t i = 0; i < sizeof big / sizeof *big; i++) {
		snprintf(path, sizeof path, "%s/%s", TEST_DATA, big[i].file);
		assert_int_equal(keep_all(&company, fopen(path, "r"), big + i), big[i].records);
	}
}

static void the_company_of_the_tests_can_be_kept_whole(void **state)
{
	struct books *books = *state;
	keep_big(books);
	shop_number(books, "SELECT count(*) FROM product WHERE kind = 'service'", 8);
	shop_number(books, "SELECT count(*) FROM order_line", 695);
	shop_number(books, "SELECT sum(gross) FROM orders", 12813445);
	/* Nobody orders services alone. */
	shop_number(books, "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id"
			   " AND l.kind = 'goods')", 0);
	shop_number(books, "SELECT count(*) FROM customer c WHERE credit_limit < (SELECT sum(gross) FROM orders o"
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
	shop_number(books, "SELECT sum(backordered) FROM order_line", 0);
	shop_number(books, "SELECT count(*) FROM order_line WHERE kind = 'goods' AND shipped <> ordered", 0);
	shop_number(books, "SELECT count(*) FROM shipment", 213);
	shop_number(books, "SELECT sum(allocated) FROM stock", 0);
	shop_number(books, "SELECT count(*) FROM stock s JOIN product p ON p.id = s.product_id WHERE s.on_hand = 100000"
			   " AND p.sku IN ('DRL-18', 'GLV-NIT', 'TIE-200')", 3);
	shop_number(books, "SELECT sum(on_hand) FROM stock s JOIN product p ON p.id = s.product_id WHERE p.sku = 'LAS-CROSS'", 3000);
	shop_number(books, "SELECT sum(on_hand) FROM stock s JOIN product p ON p.id = s.product_id WHERE p.sku = 'WRE-TORQUE'", 1000);
	shop_number(books, "SELECT count(*) FROM stock WHERE on_hand <= reorder_point", 15);
}

static FILE *demo_open(const char *name)
{
	for (size_t i = 0; i < sizeof demo_files / sizeof *demo_files; i++) {
		if (strcmp(demo_files[i].name, name) != 0)
			continue;
		FILE *stream = tmpfile();
		assert_non_null(stream);
		assert_int_equal(fwrite(demo_files[i].text, 1, demo_files[i].length, stream), demo_files[i].length);
		assert_int_equal(demo_files[i].text[demo_files[i].length], '\0');
		rewind(stream);
		return stream;
	}
	return NULL;
}

static void the_orders_of_the_demo_stand_at_every_stage(void **state)
{
	struct books *books = *state;
	struct company company = { .books = books };
	books_now(books, "2026-10-01T08:00:00Z");
	for (size_t i = 0; i < sizeof demo / sizeof *demo; i++)
		assert_int_equal(keep_all(&company, demo_open(demo[i].file), demo + i), demo[i].records);
	assert_int_equal(sizeof demo_files / sizeof *demo_files, sizeof demo / sizeof *demo);
	shop_number(books, "SELECT count(*) FROM orders WHERE state = 'placed'", 2);
	shop_number(books, "SELECT count(*) FROM orders WHERE state = 'confirmed'", 6);
	shop_number(books, "SELECT count(*) FROM orders WHERE state = 'completed'", 2);
	shop_number(books, "SELECT count(*) FROM orders WHERE state IN ('rejected', 'cancelled')", 2);
	shop_number(books, "SELECT count(DISTINCT state) FROM shipment", 4);
	shop_number(books, "SELECT sum(backordered) FROM order_line", 14000);
	shop_number(books, "SELECT count(*) FROM invoice i WHERE due < 20781" /* 2026-11-24 */
			   " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.invoice_id = i.id)", 1);
	shop_number(books, "SELECT count(*) FROM stock WHERE on_hand - allocated <= reorder_point", 3);
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
