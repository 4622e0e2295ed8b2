/* The demo company comes to life as a real one does: its files go through the same forms as anybody's, and its orders through the same steps,
 * each at its time in the working days before now. */
#include "demo.h"

#include <stdio.h>
#include <string.h>

#include "demo_files.h"
#include "ordr/calendar.h"
#include "ordr/form.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/payment.h"
#include "ordr/reader.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/stock.h"
#include "seal.h"

#define SET_UP_DAYS_AGO 30 /* working days */
#define FOUNDED_AGO	INT64_C(60) * 86400000
#define ORDERS_MAX      64

struct demo {
	struct run *run;
	struct instant now; /* when the demo ends */
	struct order_form orders[ORDERS_MAX];
	struct order_id ids[ORDERS_MAX];
	size_t count;
};

typedef int take_record(struct demo *demo, const struct form_context *context, const struct node *node);

/* Reads an embedded file as if it had been handed in. */
static int read_file(struct demo *demo, const char *name, const struct schema *schema, take_record *take)
{
	struct core *core = demo->run->core;
	const struct embedded_file *file = demo_files;
	while (strcmp(file->name, name))
		file++;
	struct input input = { .stream = fmemopen((void *)file->text, file->length, "r"), .name = file->name, .owned = true };
	struct reader *reader;
	if (!input.stream)
		return err_memory(core->err);
	int result = reader_open(&reader, &input, schema, core->err);
	if (!result) {
		const struct form_context context = { .arena = core->keep, .file = file->name, .currency = settings_currency(core) };
		struct node *node;
		bool recoverable;
		int found = 0;
		while (!result && (found = reader_next(reader, core->keep, &node, &recoverable, core->err)) == 1)
			result = take(demo, &context, node);
		result = found < 0 ? -1 : result;
		reader_close(reader);
	}
	input_release(&input);
	return result;
}

static int take_setting(struct demo *demo, const struct form_context *context, const struct node *node)
{
	struct setting_record record;
	struct core *core = demo->run->core;
	return form_load(context, &setting_form, node, &record, core->err) || settings_set(core, record.name, record.value);
}

static int keep(struct demo *demo, const struct master *master, const struct form_context *context, const struct node *node)
{
	struct core *core = demo->run->core;
	void *before = arena_alloc(core->keep, master->schema->size);
	void *after = arena_alloc(core->keep, master->schema->size);
	if (!before || !after)
		return err_memory(core->err);
	if (form_load(context, master->form, node, after, core->err))
		return -1;
	int found = master_find(core, master, master_key(master, after), before);
	if (found < 0)
		return -1;
	return found ? master_edit(core, master, before, after) : master_add(core, master, after);
}

static int take_customer(struct demo *demo, const struct form_context *context, const struct node *node)
{
	return keep(demo, &master_customer, context, node);
}

static int take_product(struct demo *demo, const struct form_context *context, const struct node *node)
{
	return keep(demo, &master_product, context, node);
}

static int take_warehouse(struct demo *demo, const struct form_context *context, const struct node *node)
{
	return keep(demo, &master_warehouse, context, node);
}

static int take_sla(struct demo *demo, const struct form_context *context, const struct node *node)
{
	return keep(demo, &master_sla, context, node);
}

static int load_stock(struct demo *demo, const struct schema *schema, const struct form_context *context, const struct node *node,
		      struct stock_form *form, struct place *place)
{
	struct core *core = demo->run->core;
	return form_load(context, schema, node, form, core->err) || stock_place(core, form->sku, form->warehouse, place);
}

static int take_level(struct demo *demo, const struct form_context *context, const struct node *node)
{
	struct stock_form form;
	struct place place;
	return load_stock(demo, &stock_level_schema, context, node, &form, &place) || stock_levels(demo->run->core, &place, &form);
}

static int take_receipt(struct demo *demo, const struct form_context *context, const struct node *node)
{
	struct stock_form form;
	struct place place;
	struct list served;
	return load_stock(demo, &stock_receipt_schema, context, node, &form, &place) ||
	       stock_receive(demo->run->core, &place, form.qty, form.ref, form.cost, &served);
}

static int take_order(struct demo *demo, const struct form_context *context, const struct node *node)
{
	struct core *core = demo->run->core;
	if (demo->count == ORDERS_MAX)
		return err_set(core->err, ERR_FAILED, "the demo has more orders than fit");
	return form_load(context, &order_form_schema, node, &demo->orders[demo->count++], core->err);
}

/* --- steps -------------------------------------------------------------------------------------------------------------------- */

struct step {
	int64_t days_ago;
	const char *time, *step, *order, *detail;
};

static const struct field step_fields[] = {
	F(struct step, days_ago, INTEGER, FIELD_REQUIRED, "working days before now"),
	F(struct step, time, TEXT, FIELD_REQUIRED, "local time: 09:05"),
	F(struct step, step, TEXT, FIELD_REQUIRED, "the command"),
	F(struct step, order, TEXT, FIELD_REQUIRED, "key of the order"),
	F(struct step, detail, TEXT, 0, "what the command needs beside it"),
	FIELD_END,
};

static const struct schema step_schema = { .name = "ordr.demo-step/1", .fields = step_fields, .size = sizeof(struct step) };

static int place(struct demo *demo, size_t i, const char *detail)
{
	struct core *core = demo->run->core;
	struct order_form form = demo->orders[i];
	int64_t days = 0;
	bool replayed;
	if (detail && !decimal_parse(detail, 0, &days)) {
		if (calendar_today(core, &form.requested))
			return -1;
		form.requested = calendar_add_days(calendar_get(core), form.requested, days);
	}
	return order_place(core, &form, &demo->ids[i], &replayed);
}

static int confirm(struct demo *demo, size_t i, const char *detail)
{
	(void)detail;
	return order_confirm(demo->run->core, demo->ids[i]);
}

static int reject(struct demo *demo, size_t i, const char *detail)
{
	return order_reject(demo->run->core, demo->ids[i], detail, NULL);
}

static int cancel(struct demo *demo, size_t i, const char *detail)
{
	return order_cancel(demo->run->core, demo->ids[i], detail, NULL);
}

static int pick(struct demo *demo, size_t i, const char *detail)
{
	(void)detail;
	return shipment_pick(demo->run->core, demo->ids[i]);
}

static int pack(struct demo *demo, size_t i, const char *detail)
{
	(void)detail;
	return shipment_pack(demo->run->core, demo->ids[i]);
}

static int ship(struct demo *demo, size_t i, const char *detail)
{
	return shipment_ship(demo->run->core, demo->ids[i], detail, NULL);
}

static int deliver(struct demo *demo, size_t i, const char *detail)
{
	return shipment_deliver(demo->run->core, demo->ids[i], detail, demo->run->core->now);
}

static int invoice(struct demo *demo, size_t i, const char *detail)
{
	const char *number;
	(void)detail;
	return invoice_issue(demo->run->core, demo->ids[i], &number) || seal_invoice(demo->run->core, number) ? -1 : 0;
}

/* All that is open of the order's last invoice. */
static int pay(struct demo *demo, size_t i, const char *detail)
{
	struct core *core = demo->run->core;
	struct order order;
	if (order_load(core, demo->ids[i], &order))
		return -1;
	if (!order.invoices.count)
		return err_set(core->err, ERR_FAILED, "the demo pays an order without an invoice");
	const char *number = ((const char *const *)order.invoices.items)[order.invoices.count - 1];
	return payment_take(core, number, NULL, detail, NULL, core->now);
}

static const struct {
	const char *name;
	int (*run)(struct demo *demo, size_t i, const char *detail);
} steps[] = { { "place", place }, { "confirm", confirm }, { "reject", reject }, { "cancel", cancel },	 { "pick", pick },
	      { "pack", pack },	  { "ship", ship },	  { "deliver", deliver }, { "invoice", invoice }, { "pay", pay } };

/* So many working days ago, at a time of day, and never after now. */
static int go_back(struct demo *demo, int64_t days_ago, const char *time)
{
	struct core *core = demo->run->core;
	const struct calendar *calendar = calendar_get(core);
	int minute = (time[0] - '0') * 600 + (time[1] - '0') * 60 + (time[3] - '0') * 10 + time[4] - '0';
	int ignored;
	if (!calendar)
		return -1;
	struct date day = calendar_add_days(calendar, instant_date(demo->now, &ignored), -days_ago);
	core->now = date_instant(day, minute);
	if (core->now.ms > demo->now.ms)
		core->now = demo->now;
	return 0;
}

static int take_step(struct demo *demo, const struct form_context *context, const struct node *node)
{
	struct core *core = demo->run->core;
	struct step step;
	if (form_load(context, &step_schema, node, &step, core->err) || go_back(demo, step.days_ago, step.time))
		return -1;
	for (size_t i = 0; i < demo->count; i++)
		if (!strcmp(demo->orders[i].key, step.order))
			for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
				if (!strcmp(steps[k].name, step.step)) {
					core->command = steps[k].name; /* as the log would have it */
					return steps[k].run(demo, i, step.detail);
				}
	return err_set(core->err, ERR_FAILED, "the demo knows no step %s of %s", step.step, step.order);
}

int demo_fill(struct run *run)
{
	struct core *core = run->core;
	struct demo *demo = arena_alloc(core->keep, sizeof *demo);
	if (!demo)
		return err_memory(core->err);
	demo->run = run;
	demo->now = core->now;
	core->now.ms -= FOUNDED_AGO; /* a report looks back with the settings of then, which no order may be before */
	if (read_file(demo, "settings.csv", &setting_form, take_setting) || go_back(demo, SET_UP_DAYS_AGO, "08:00") ||
	    read_file(demo, "customers.csv", &customer_form, take_customer) ||
	    read_file(demo, "products.csv", &product_form, take_product) ||
	    read_file(demo, "warehouses.csv", &warehouse_form, take_warehouse) || read_file(demo, "sla.csv", &sla_form, take_sla) ||
	    read_file(demo, "levels.csv", &stock_level_schema, take_level) ||
	    read_file(demo, "stock.csv", &stock_receipt_schema, take_receipt) ||
	    read_file(demo, "orders.jsonl", &order_form_schema, take_order) || read_file(demo, "steps.csv", &step_schema, take_step))
		return -1;
	core->now = demo->now;
	core->command = run->path;
	return 0;
}
