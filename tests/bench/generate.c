/* Makes a database of so many orders for the benchmarks, always the same: two years of orders that are completed and paid, and at their end
 * a few thousand that are open, in all stages. Up to ten thousand orders are taken through all steps by the library itself; of those that are
 * complete there are then as many copies as it takes (generate_clone.c), which is what makes a million a matter of minutes.
 *
 *     generate ORDERS FILE */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generate.h"
#include "load.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/payment.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/stock.h"

#define ORIGINALS_MOST 10000
#define WEEKS          104
#define HOUR           INT64_C(3600000)
#define DAY            (24 * HOUR)

struct books {
	int64_t billed_ms; /* when the last invoice was issued */
	struct core core;
	struct arena arena, keep;
	struct err err;
	const char *file;
	int64_t end; /* the clock of the benchmarks */
};

static _Noreturn void fail(const struct books *books)
{
	fprintf(stderr, "generate: %s: %s %s: %s (%s)\n", books->file, books->err.subject, books->err.path, books->err.message,
		books->err.hint);
	unlink(books->file);
	exit(1);
}

static void must(struct books *books, int result)
{
	if (result)
		fail(books);
}

static void open_books(struct books *books, enum db_access access)
{
	must(books, db_open(&books->core.db, books->file, access, 10000, &books->err));
	books->core.arena = &books->arena;
	books->core.keep = &books->keep;
	books->core.err = &books->err;
	books->core.actor = "generate";
	books->core.command = "generate";
	must(books, db_begin(books->core.db));
}

static void close_books(struct books *books)
{
	must(books, db_commit(books->core.db));
	db_close(books->core.db);
	arena_release(&books->arena);
	arena_release(&books->keep);
	books->core = (struct core){ .db = NULL };
}

/* Transactions of a thousand orders: as ordr's own batches, yet with a log that stays small. */
static void breathe(struct books *books, long order)
{
	arena_release(&books->arena);
	if (order % 1000)
		return;
	must(books, db_commit(books->core.db));
	must(books, db_begin(books->core.db));
}

/* --- the company -------------------------------------------------------------------------------------------------------------- */

static void add(struct books *books, const struct master *master, void *record)
{
	must(books, master_add(&books->core, master, record));
}

/* A German VAT id: eight digits and their check digit, ISO 7064 mod 11,10. */
static const char *vat_id(struct books *books, long number)
{
	long product = 10;
	for (long step = 10000000; step; step /= 10) {
		long sum = (number / step % 10 + product) % 10;
		product = 2 * (sum ? sum : 10) % 11;
	}
	return arena_printf(&books->arena, "DE%08ld%ld", number, (11 - product) % 10);
}

static void add_customers(struct books *books)
{
	static const char *const tiers[] = { "standard", "standard", "preferred", "strategic" };
	for (long i = 1; i <= LOAD_CUSTOMERS; i++) {
		struct customer customer;
		field_clear(customer_schema.fields, &customer);
		customer.code = arena_printf(&books->arena, "C-%04ld", i);
		customer.name = arena_printf(&books->arena, "Werkstatt Nummer %ld GmbH", i);
		customer.tier = tiers[i % 4];
		customer.email = arena_printf(&books->arena, "einkauf-%ld@example.com", i);
		customer.street = arena_printf(&books->arena, "Gewerbering %ld", i);
		customer.city = "Hamburg";
		customer.postcode = arena_printf(&books->arena, "%05ld", 20000 + i);
		customer.country = "DE";
		customer.vat_id = vat_id(books, 20000000 + i);
		add(books, &master_customer, &customer);
	}
}

static void add_products(struct books *books)
{
	struct place place;
	struct list served;
	for (long i = 1; i <= LOAD_SHORT; i++) {
		struct product product;
		field_clear(product_schema.fields, &product);
		product.sku = arena_printf(&books->arena, "P-%05ld", i);
		product.name = arena_printf(&books->arena, "Product number %ld of the catalogue", i);
		product.price = price_make((100 * (1 + i % 90) + i % 100) * PRICE_UNITS, "EUR");
		product.tax_category = "S";
		product.tax_rate.hundredths = 1900;
		product.weight.thousandths = 250;
		add(books, &master_product, &product);
		if (i == LOAD_SHORT)
			continue;
		must(books, stock_place(&books->core, product.sku, NULL, &place));
		must(books, stock_receive(&books->core, &place, (struct quantity){ LOAD_STOCK * INT64_C(1000) }, "STOCK", money_make(NONE, "EUR"),
					  &served));
	}
}

static void add_policy(struct books *books, const char *code, const char *tier, int64_t confirm, int64_t ship, int64_t deliver)
{
	struct sla_policy policy = { code, tier, NULL, { confirm * 1000 }, { ship * 1000 }, { deliver * 1000 } };
	add(books, &master_sla, &policy);
}

static void make_company(struct books *books)
{
	open_books(books, DB_CREATE);
	books->core.now.ms = books->end - (WEEKS + 4) * 7 * DAY;
	struct warehouse warehouse;
	field_clear(warehouse_schema.fields, &warehouse);
	warehouse.code = "MAIN";
	warehouse.name = "Main warehouse";
	add(books, &master_warehouse, &warehouse);
	must(books, settings_set(&books->core, "company.name", "Nordlicht Werkzeuge GmbH"));
	add_customers(books);
	add_products(books);
	add_policy(books, "ALL", NULL, 8, 27, 45);
	add_policy(books, "STRATEGIC", "strategic", 4, 18, 27);
	close_books(books);
}

/* --- orders ------------------------------------------------------------------------------------------------------------------- */

/* One of eight orders waits for the product that is not there, when `waits`. */
static struct order_id take(struct books *books, long number, bool waits)
{
	struct order_form form;
	struct order_form_line lines[LOAD_LINES];
	struct arena *arena = &books->arena;
	struct order_id id;
	bool replayed;
	field_clear(order_form_schema.fields, &form);
	form.customer = arena_printf(arena, "C-%04ld", load_customer(number));
	form.ref = arena_printf(arena, "PO-%08ld", number);
	form.key = arena_printf(arena, "edi-%08ld", number);
	form.channel = "edi";
	form.requested.days = books->core.now.ms / DAY + 7;
	form.lines = (struct list){ lines, LOAD_LINES };
	for (long line = 1; line <= LOAD_LINES; line++) {
		field_clear(field_find(order_form_schema.fields, "lines", NULL)->fields, &lines[line - 1]);
		lines[line - 1].sku = arena_printf(arena, "P-%05d", waits && line == 1 ? LOAD_SHORT : (int)load_product(number, line));
		lines[line - 1].qty.thousandths = load_quantity(number, line) * 1000;
	}
	must(books, order_place(&books->core, &form, &id, &replayed));
	return id;
}

enum stage { PLACED, CONFIRMED, WAITING, PICKING, PACKED, SHIPPED, BILLED, DELIVERED, PAID };

/* Takes an order from the clock's time as far as that; every tenth of them is late. */
static void advance(struct books *books, struct order_id id, long number, enum stage stage)
{
	struct core *core = &books->core;
	struct instant *now = &core->now;
	const int64_t late = number % 10 ? 0 : 2 * DAY;
	const char *invoice = NULL;
	const struct instant none = { NONE };
	if (stage >= CONFIRMED)
		must(books, order_confirm(core, id));
	if (stage < PICKING)
		return;
	now->ms += HOUR;
	must(books, shipment_pick(core, id));
	if (stage >= PACKED)
		must(books, shipment_pack(core, id));
	now->ms += HOUR + late;
	if (stage >= SHIPPED)
		must(books, shipment_ship(core, id, "DHL", NULL));
	if (stage >= BILLED && stage != DELIVERED) {
		/* Invoices are numbered in the order of their dates, and orders live side by side. */
		now->ms = now->ms > books->billed_ms ? now->ms : books->billed_ms;
		books->billed_ms = now->ms;
		must(books, invoice_issue(core, id, &invoice));
	}
	now->ms += DAY;
	if (stage >= DELIVERED)
		must(books, shipment_deliver(core, id, "Empfang", none));
	if (stage == PAID)
		must(books, payment_take(core, invoice, NULL, "transfer", NULL, none));
}

/* Orders of one week, complete: Monday to Thursday, from nine to four. */
static void make_complete(struct books *books, long orders, int64_t monday)
{
	open_books(books, DB_WRITE);
	for (long i = 0; i < orders; i++) {
		books->core.now.ms = monday + i * 4 / orders * DAY + 9 * HOUR + i * 4 % orders * (7 * HOUR / orders);
		advance(books, take(books, i + 1, false), i + 1, PAID);
		breathe(books, i + 1);
	}
	close_books(books);
}

/* Orders of the last days, many of them at the same instant, as when a file of them is taken. */
static void make_open(struct books *books, long first, long orders)
{
	open_books(books, DB_WRITE);
	for (long i = 0; i < orders; i++) {
		const long number = first + i;
		const bool placed = i >= orders - orders / 3;
		const enum stage stage = placed ? PLACED : (enum stage)(i % PAID);
		books->core.now.ms = books->end - (placed ? DAY : 5 * DAY) + i * 8 / orders * HOUR;
		advance(books, take(books, number, stage == WAITING), number, stage);
		breathe(books, number);
	}
	close_books(books);
}

/* The copies were made past the library. */
static void sum_content(struct books *books)
{
	open_books(books, DB_WRITE);
	must(books, db_content_renew(books->core.db));
	close_books(books);
}

/* Copies are whole weeks apart, so that working hours fall alike; the first ones begin on a Monday. */
static void make_orders(struct books *books, long orders)
{
	const long complete = orders - load_open(orders);
	const long copies = (complete + ORIGINALS_MOST - 1) / ORIGINALS_MOST;
	const long originals = copies ? complete / copies : 0;
	const long step = copies && copies < WEEKS ? WEEKS / copies : 1;
	const int64_t monday = books->end / DAY * DAY - DAY;
	if (originals)
		make_complete(books, originals, monday - (copies * step + 1) * 7 * DAY);
	if (copies > 1)
		clone_orders(books->file, originals, copies - 1, step);
	if (copies > 1)
		sum_content(books);
	make_open(books, originals * copies + 1, orders - originals * copies);
}

int main(int argc, char **argv)
{
	static struct books books;
	char *end = NULL;
	long orders = argc == 3 ? strtol(argv[1], &end, 10) : -1;
	if (orders < 0 || orders > 10000000 || *end) {
		fputs("usage: generate ORDERS FILE\n", stderr);
		return 2;
	}
	struct instant now;
	instant_parse(LOAD_NOW, &now);
	zone_use("UTC");
	books.end = now.ms;
	books.file = argv[2];
	make_company(&books);
	if (orders)
		make_orders(&books, orders);
	return 0;
}
