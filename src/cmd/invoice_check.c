/* ordr invoice check: what an invoice of these orders would lack, and the command that adds it. */
#include "filter_options.h"
#include "invoice_commands.h"
#include "ordr/invoice.h"

struct check_options {
	struct filter_options filter;
};

static const struct opt options[] = { FILTER_OPTIONS(struct check_options), OPT_END };

static int check_one(struct run *run, struct order_id id)
{
	struct list list;
	if (invoice_check(run->core, id, &list))
		return -1;
	const struct invoice_lack *lack = list.items;
	for (size_t i = 0; i < list.count; i++)
		if (out_record(run->out, &lack[i]))
			return -1;
	return 0;
}

static int run_check(struct run *run)
{
	const struct check_options *given = run->options;
	if (out_begin(run->out, &invoice_lack_schema, OUT_LIST) || batch_orders(run, &given->filter, NULL, check_one, DOCUMENT_NONE))
		return -1;
	return out_end(run->out);
}

const struct cmd invoice_check_cmd = {
	.name = "check",
	.synopsis = "ORDER...",
	.summary = "say what an invoice of the orders would lack, and what adds it",
	.options = options,
	.options_size = sizeof(struct check_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_check,
};
