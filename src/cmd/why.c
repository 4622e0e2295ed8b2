/* ordr why: what stops orders, and which command clears each of it. */
#include "filter_options.h"
#include "ordr/review.h"

struct why_options {
	struct filter_options filter;
};

static const struct opt options[] = { FILTER_OPTIONS(struct why_options), OPT_END };

static int why_one(struct run *run, struct order_id id)
{
	struct why why;
	return order_why(run->core, id, &why) || out_record(run->out, &why) ? -1 : 0;
}

static int run_why(struct run *run)
{
	const struct why_options *given = run->options;
	if (out_begin(run->out, &why_schema, OUT_CARDS) || batch_orders(run, &given->filter, NULL, why_one, DOCUMENT_NONE))
		return -1;
	return out_end(run->out);
}

const struct cmd cmd_why = {
	.name = "why",
	.group = "orders",
	.synopsis = "ORDER...",
	.summary = "what stops orders, and the command that clears each of it",
	.options = options,
	.options_size = sizeof(struct why_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_why,
};
