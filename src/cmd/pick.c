/* ordr pick: allocated units are taken from their places. With --list, and on a dry run, the walk through the warehouse is printed instead
 * of the orders: one pick list a warehouse, by location; as CSV, one row a place. */
#include <stdio.h>
#include <string.h>

#include "filter_options.h"
#include "ordr/shipment.h"
#include "ordr/user.h"

struct pick_options {
	struct filter_options filter;
	bool list;
};

static const struct opt options[] = {
	OPT(struct pick_options, list, 'l', FLAG, NULL, "print the pick lists instead of the orders; so does --dry-run"),
	FILTER_OPTIONS(struct pick_options),
	OPT_END,
};

static int pick_one(struct run *run, struct order_id id)
{
	return shipment_pick(run->core, id) ? -1 : document_order(run, id);
}

/* Picks and only remembers the order's number, for --key and for the list. With --idempotent what is being picked already is on the list
 * again: paper jams. */
static int pick_quietly(struct run *run, struct order_id id)
{
	char text[ID_SIZE];
	struct err *err = run->core->err;
	if (shipment_pick(run->core, id)) {
		if (!run->idempotent || !err->already)
			return -1;
		err_clear(err);
	}
	run->kind = DOCUMENT_ORDER;
	str_printf(&run->documents, " %s", order_id_text(id, text));
	return 0;
}

static int print_list(void *context, const struct pick_list *list)
{
	return out_record(context, list);
}

/* A line of a list by itself: what a spreadsheet can show. */
struct pick_row {
	const char *warehouse, *location, *sku, *name;
	struct quantity qty;
	const char *orders; /* "SO-000001:2 SO-000002:1" */
};

static const struct field row_fields[] = {
	F(struct pick_row, warehouse, TEXT, FIELD_SHOWN, "where to pick"),
	F(struct pick_row, location, TEXT, FIELD_SHOWN, "where it lies in the warehouse"),
	F(struct pick_row, sku, TEXT, FIELD_SHOWN, "the product"),
	F(struct pick_row, name, TEXT, FIELD_SHOWN, "its name"),
	F(struct pick_row, qty, QUANTITY, FIELD_SHOWN, "how much to take, for all orders together"),
	F(struct pick_row, orders, TEXT, FIELD_SHOWN, "how it is divided"),
	FIELD_END,
};
static const struct schema row_schema = { .name = "a pick list's row", .fields = row_fields, .size = sizeof(struct pick_row) };

/* NULL: no memory. */
static const char *name_orders(struct core *core, const struct pick_line *line)
{
	const struct pick_order *part = line->orders.items;
	const char *names = "";
	for (size_t i = 0; names && i < line->orders.count; i++) {
		char id[ID_SIZE];
		char qty[QUANTITY_SIZE];
		names = arena_printf(core->arena, "%s%s%s:%s", names, i ? " " : "", order_id_text(part[i].id, id),
				     quantity_text(part[i].qty, qty));
	}
	return names;
}

static int print_rows(void *context, const struct pick_list *list)
{
	struct run *run = context;
	const struct pick_line *line = list->lines.items;
	for (size_t i = 0; i < list->lines.count; i++) {
		const char *orders = name_orders(run->core, &line[i]);
		const struct pick_row row = { list->warehouse, line[i].location, line[i].sku, line[i].name, line[i].qty, orders };
		if (!orders)
			return err_memory(run->core->err);
		if (out_record(run->out, &row))
			return -1;
	}
	return 0;
}

static int print_lists(struct run *run)
{
	struct core *core = run->core;
	size_t count = 0;
	struct order_id *ids = arena_array(core->keep, run->documents.length / strlen(" SO-000001") + 1, sizeof *ids);
	if (!ids || run->documents.failed)
		return err_memory(core->err);
	for (const char *at = run->documents.text; at && *at; count++) {
		char text[ID_SIZE];
		size_t length = strcspn(++at, " ");
		snprintf(text, sizeof text, "%.*s", (int)length, at);
		if (order_id_parse(text, &ids[count]))
			return err_set(core->err, ERR_DAMAGED, "\"%s\" is not an order number", text);
		at += length;
	}
	bool rows = out_format(run->out) == OUT_CSV;
	if (out_begin(run->out, rows ? &row_schema : &pick_list_schema, rows ? OUT_LIST : OUT_CARDS) ||
	    (rows ? pick_list_each(core, ids, count, print_rows, run) : pick_list_each(core, ids, count, print_list, run->out)))
		return -1;
	return out_end(run->out);
}

static bool wants_lists(const struct run *run)
{
	const struct pick_options *given = run->options;
	return given->list || run->dry_run;
}

static int run_pick(struct run *run)
{
	const struct pick_options *given = run->options;
	if (!wants_lists(run))
		return batch_orders(run, &given->filter, "pick", pick_one, DOCUMENT_ORDER);
	if (batch_orders(run, &given->filter, "pick", pick_quietly, DOCUMENT_NONE))
		return -1;
	return print_lists(run);
}

/* Who asked for pick lists gets them again, of what is still to be packed. */
static int replay_pick(struct run *run, const char *documents)
{
	const char *ids = strchr(documents, ' ');
	if (!wants_lists(run))
		return document_replay(run, documents);
	str_put(&run->documents, ids ? ids : "");
	return print_lists(run);
}

const struct cmd cmd_pick = {
	.name = "pick",
	.group = "fulfil",
	.synopsis = "ORDER...|--next N",
	.summary = "take what is allocated to orders from its place",
	.done = "picked",
	.options = options,
	.options_size = sizeof(struct pick_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_pick,
	.replay = replay_pick,
};
