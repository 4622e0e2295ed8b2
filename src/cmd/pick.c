/* ordr pick: allocated units are taken from their places. With --list, and on a dry run, the walk through the warehouse is printed instead
 * of the orders: one pick list a warehouse, by location. */
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

/* Picks and only remembers the order's number, for --key and for the list. */
static int pick_quietly(struct run *run, struct order_id id)
{
	char text[ID_SIZE];
	if (shipment_pick(run->core, id))
		return -1;
	run->kind = DOCUMENT_ORDER;
	str_printf(&run->documents, " %s", order_id_text(id, text));
	return 0;
}

static int print_list(void *context, const struct pick_list *list)
{
	return out_record(context, list);
}

static int print_lists(struct run *run)
{
	struct core *core = run->core;
	size_t count = 0;
	struct order_id *ids = arena_array(core->keep, run->seen + 1, sizeof *ids);
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
	if (out_begin(run->out, &pick_list_schema, OUT_CARDS) || pick_list_each(core, ids, count, print_list, run->out))
		return -1;
	return out_end(run->out);
}

static int run_pick(struct run *run)
{
	const struct pick_options *given = run->options;
	if (!given->list && !run->dry_run)
		return batch_orders(run, &given->filter, "pick", pick_one, DOCUMENT_ORDER);
	if (batch_orders(run, &given->filter, "pick", pick_quietly, DOCUMENT_NONE))
		return -1;
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
};
