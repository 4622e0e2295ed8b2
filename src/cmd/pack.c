/* ordr pack: what was picked is in its packages. */
#include "filter_options.h"
#include "ordr/shipment.h"
#include "ordr/user.h"

struct pack_options {
	struct filter_options filter;
};

static const struct opt options[] = { FILTER_OPTIONS(struct pack_options), OPT_END };

static int pack_one(struct run *run, struct order_id id)
{
	return shipment_pack(run->core, id) ? -1 : document_order(run, id);
}

static int run_pack(struct run *run)
{
	const struct pack_options *given = run->options;
	return batch_orders(run, &given->filter, "pack", pack_one, DOCUMENT_ORDER);
}

const struct cmd cmd_pack = {
	.name = "pack",
	.group = "fulfil",
	.synopsis = "ORDER...",
	.summary = "pack what was picked",
	.done = "packed",
	.options = options,
	.options_size = sizeof(struct pack_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_pack,
};
