/* ordr ship: packages are handed to the carrier; their units leave the books. */
#include "filter_options.h"
#include "ordr/shipment.h"
#include "ordr/user.h"
#include "override.h"

struct ship_options {
	struct filter_options filter;
	const char *carrier, *tracking, *override;
};

static const struct opt options[] = {
	OPT(struct ship_options, carrier, 0, TEXT, "NAME", "who carries it"),
	OPT(struct ship_options, tracking, 0, TEXT, "NUMBER", "the carrier's number"),
	OVERRIDE_OPTION(struct ship_options),
	FILTER_OPTIONS(struct ship_options),
	OPT_END,
};

static int ship_one(struct run *run, struct order_id id)
{
	const struct ship_options *given = run->options;
	if (override_credit(run, id, given->override, ROLE_WAREHOUSE) || shipment_ship(run->core, id, given->carrier, given->tracking))
		return -1;
	return document_order(run, id);
}

static int run_ship(struct run *run)
{
	const struct ship_options *given = run->options;
	return batch_orders(run, &given->filter, "ship", ship_one, DOCUMENT_ORDER);
}

static int may_ship(struct run *run)
{
	return override_may(run, ((const struct ship_options *)run->options)->override, ROLE_WAREHOUSE);
}

const struct cmd cmd_ship = {
	.name = "ship",
	.group = "fulfil",
	.synopsis = "ORDER...",
	.summary = "hand packages to the carrier",
	.done = "shipped",
	.options = options,
	.options_size = sizeof(struct ship_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.may = may_ship,
	.run = run_ship,
};
