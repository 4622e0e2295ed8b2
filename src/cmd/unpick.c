/* ordr unpick: what was picked is laid back in its place; the order keeps it. */
#include "filter_options.h"
#include "ordr/shipment.h"
#include "ordr/user.h"

struct unpick_options {
	struct filter_options filter;
};

static const struct opt options[] = { FILTER_OPTIONS(struct unpick_options), OPT_END };

static int unpick_one(struct run *run, const struct consignment *of)
{
	return consignment_unpick(run->core, of) ? -1 : document_consignment(run, of);
}

static int run_unpick(struct run *run)
{
	const struct unpick_options *given = run->options;
	return batch_consignments(run, &given->filter, "unpick", unpick_one, false);
}

const struct cmd cmd_unpick = {
	.name = "unpick",
	.group = "fulfil",
	.synopsis = "ORDER|SHIPMENT...",
	.summary = "lay back what was picked and is not packed",
	.done = "unpicked",
	.options = options,
	.options_size = sizeof(struct unpick_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_unpick,
};
