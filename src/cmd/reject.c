/* ordr reject: sales turns a placed order down, with a reason. */
#include "filter_options.h"
#include "ordr/user.h"

struct reject_options {
	struct filter_options filter;
	const char *reason, *note;
};

static const struct opt options[] = {
	OPT(struct reject_options, reason, 0, TEXT, "CODE", "why, a code of the setting reasons"),
	OPT(struct reject_options, note, 0, TEXT, "TEXT", "a word for the log"),
	FILTER_OPTIONS(struct reject_options),
	OPT_END,
};

static int reject_one(struct run *run, struct order_id id)
{
	const struct reject_options *given = run->options;
	return order_reject(run->core, id, given->reason, given->note) ? -1 : document_order(run, id);
}

static int run_reject(struct run *run)
{
	const struct reject_options *given = run->options;
	return batch_orders(run, &given->filter, "reject", reject_one, DOCUMENT_ORDER);
}

const struct cmd cmd_reject = {
	.name = "reject",
	.group = "orders",
	.synopsis = "ORDER... --reason CODE",
	.summary = "turn placed orders down",
	.done = "rejected",
	.options = options,
	.options_size = sizeof(struct reject_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_reject,
};
