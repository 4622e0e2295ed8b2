/* ordr confirm: sales has checked the order and commits to it. */
#include "filter_options.h"
#include "ordr/user.h"

struct confirm_options {
	struct filter_options filter;
	bool reschedule;
};

static const struct opt options[] = {
	OPT(struct confirm_options, reschedule, 0, FLAG, NULL, "a service whose day is not free takes the first one that is"),
	FILTER_OPTIONS(struct confirm_options),
	OPT_END,
};

static int confirm_one(struct run *run, struct order_id id)
{
	const struct confirm_options *given = run->options;
	return order_confirm_moving(run->core, id, given->reschedule) ? -1 : document_order(run, id);
}

static int run_confirm(struct run *run)
{
	const struct confirm_options *given = run->options;
	return batch_orders(run, &given->filter, "confirm", confirm_one, DOCUMENT_ORDER);
}

const struct cmd cmd_confirm = {
	.name = "confirm",
	.group = "orders",
	.synopsis = "ORDER...",
	.summary = "commit to placed orders: allocate stock, book services and promise a date",
	.done = "confirmed",
	.options = options,
	.options_size = sizeof(struct confirm_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_confirm,
};
