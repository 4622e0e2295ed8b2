/* ordr cancel: an order that has not shipped is called off whole, or what has not shipped of one line; what it held goes back, and to whoever
 * waits for it. */
#include "filter_options.h"
#include "ordr/user.h"

struct cancel_options {
	struct filter_options filter;
	const char *reason, *note, *qty;
	int64_t line;
};

static const struct opt options[] = {
	OPT(struct cancel_options, line, 0, INTEGER, "N", "only this line of the order: what of it is not picked"),
	OPT(struct cancel_options, qty, 0, TEXT, "QTY", "only so many units of the line"),
	OPT(struct cancel_options, reason, 0, TEXT, "CODE", "why, a code of the setting reasons"),
	OPT(struct cancel_options, note, 0, TEXT, "TEXT", "a word for the log"),
	FILTER_OPTIONS(struct cancel_options),
	OPT_END,
};

static int cancel_one(struct run *run, struct order_id id)
{
	const struct cancel_options *given = run->options;
	return order_cancel(run->core, id, given->reason, given->note) ? -1 : document_order(run, id);
}

static int cancel_line(struct run *run, struct order_id id)
{
	const struct cancel_options *given = run->options;
	struct quantity quantity = { NONE };
	if (given->qty && quantity_parse(given->qty, &quantity)) {
		err_set(run->core->err, ERR_USAGE, "--qty \"%.40s\" is not a quantity", given->qty);
		return err_hint(run->core->err, "a number of units: --qty 5");
	}
	return order_cancel_line(run->core, id, given->line, quantity, given->reason, given->note) ? -1 : document_order(run, id);
}

static int run_cancel(struct run *run)
{
	const struct cancel_options *given = run->options;
	if (given->qty && given->line == NONE) {
		err_set(run->core->err, ERR_USAGE, "--qty is of one line");
		return err_hint(run->core->err, "give --line N too; without both the order is cancelled whole");
	}
	return batch_orders(run, &given->filter, NULL, given->line == NONE ? cancel_one : cancel_line, DOCUMENT_ORDER);
}

const struct cmd cmd_cancel = {
	.name = "cancel",
	.group = "orders",
	.synopsis = "ORDER... [--line N [--qty QTY]] --reason CODE",
	.summary = "call off what has not shipped, whole orders or units of a line, and give the stock back",
	.done = "cancelled",
	.options = options,
	.options_size = sizeof(struct cancel_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_cancel,
};
