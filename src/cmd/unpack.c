/* ordr unpack: what was packed is taken out of its packages again. */
#include "filter_options.h"
#include "ordr/shipment.h"
#include "ordr/user.h"

struct unpack_options {
	struct filter_options filter;
};

static const struct opt options[] = { FILTER_OPTIONS(struct unpack_options), OPT_END };

static int unpack_one(struct run *run, const struct consignment *of)
{
	return consignment_unpack(run->core, of) ? -1 : document_consignment(run, of);
}

static int run_unpack(struct run *run)
{
	const struct unpack_options *given = run->options;
	return batch_consignments(run, &given->filter, "unpack", unpack_one, false);
}

const struct cmd cmd_unpack = {
	.name = "unpack",
	.group = "fulfil",
	.synopsis = "ORDER|SHIPMENT...",
	.summary = "take what has not shipped out of its packages again",
	.done = "unpacked",
	.options = options,
	.options_size = sizeof(struct unpack_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_unpack,
};
