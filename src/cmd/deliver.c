/* ordr deliver: the customer has the goods, or the service was performed. */
#include "filter_options.h"
#include "ordr/shipment.h"
#include "ordr/user.h"

struct deliver_options {
	struct filter_options filter;
	const char *received_by, *at;
	bool early;
};

static const struct opt options[] = {
	OPT(struct deliver_options, received_by, 0, TEXT, "NAME", "who took it"),
	OPT(struct deliver_options, at, 0, INSTANT, "TIME", "when, if not now"),
	OPT(struct deliver_options, early, 0, FLAG, NULL, "services were performed before the day that they are booked on"),
	FILTER_OPTIONS(struct deliver_options),
	OPT_END,
};

static int deliver_one(struct run *run, struct order_id id)
{
	const struct deliver_options *given = run->options;
	struct instant at;
	if (run_instant(run, "at", given->at, run->core->now, &at))
		return -1;
	return shipment_deliver_early(run->core, id, given->received_by, at, given->early) ? -1 : document_order(run, id);
}

static int run_deliver(struct run *run)
{
	const struct deliver_options *given = run->options;
	return batch_orders(run, &given->filter, "deliver", deliver_one, DOCUMENT_ORDER);
}

const struct cmd cmd_deliver = {
	.name = "deliver",
	.group = "fulfil",
	.synopsis = "ORDER...",
	.summary = "record that the customer has the goods, or that a service was performed",
	.done = "delivered",
	.options = options,
	.options_size = sizeof(struct deliver_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE | ROLE_SALES,
	.run = run_deliver,
};
