/* ordr ship: packages are handed to the carrier; their units leave the books. */
#include "filter_options.h"
#include "ordr/shipment.h"
#include "ordr/user.h"
#include "override.h"
#include "seal.h"

struct ship_options {
	struct filter_options filter;
	const char *carrier, *override;
	struct list tracking;
};

static const struct opt options[] = {
	OPT(struct ship_options, carrier, 0, TEXT, "NAME", "who carries it"),
	OPT(struct ship_options, tracking, 0, TEXTS, "NUMBER", "the carrier's number of all packages, or of each in turn"),
	OVERRIDE_OPTION(struct ship_options),
	FILTER_OPTIONS(struct ship_options),
	OPT_END,
};

static int ship_one(struct run *run, const struct consignment *of)
{
	const struct ship_options *given = run->options;
	if (override_credit(run, of->order, given->override, ROLE_WAREHOUSE) ||
	    consignment_ship(run->core, of, given->carrier, &given->tracking) || seal_step(run, of->order))
		return -1;
	return document_consignment(run, of);
}

static int run_ship(struct run *run)
{
	const struct ship_options *given = run->options;
	return batch_consignments(run, &given->filter, "ship", ship_one, false);
}

static int may_ship(struct run *run)
{
	return override_may(run, ((const struct ship_options *)run->options)->override, ROLE_WAREHOUSE);
}

const struct cmd cmd_ship = {
	.name = "ship",
	.group = "fulfil",
	.synopsis = "ORDER|SHIPMENT...",
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
