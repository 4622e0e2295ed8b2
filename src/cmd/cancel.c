/* ordr cancel: an order that has not shipped is called off whole; what it held goes back, and to whoever waits for it. */
#include "filter_options.h"
#include "ordr/user.h"

struct cancel_options {
	struct filter_options filter;
	const char *reason, *note;
};

static const struct opt options[] = {
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

static int run_cancel(struct run *run)
{
	const struct cancel_options *given = run->options;
	return batch_orders(run, &given->filter, NULL, cancel_one, DOCUMENT_ORDER);
}

const struct cmd cmd_cancel = {
	.name = "cancel",
	.group = "orders",
	.synopsis = "ORDER... --reason CODE",
	.summary = "call orders off before they ship, and give their stock back",
	.done = "cancelled",
	.options = options,
	.options_size = sizeof(struct cancel_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_cancel,
};
