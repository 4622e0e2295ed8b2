/* ordr list: many orders, filtered, a line each; streamed, so the first is printed before the last is read. */
#include "filter_options.h"

struct list_options {
	struct filter_options filter;
};

static const struct opt options[] = { FILTER_OPTIONS(struct list_options), OPT_END };

static int print_order(void *context, const struct order *order)
{
	return out_record(context, order);
}

static int run_list(struct run *run)
{
	const struct list_options *given = run->options;
	struct order_filter filter;
	bool any;
	if (filter_read(run, &given->filter, &filter, &any) || out_begin(run->out, &order_schema, OUT_LIST))
		return -1;
	bool whole = out_wants(run->out, "lines") || out_wants(run->out, "shipments") || out_wants(run->out, "invoices");
	if (order_each(run->core, &filter, whole, print_order, run->out))
		return -1;
	return out_end(run->out);
}

const struct cmd cmd_list = {
	.name = "list",
	.group = "orders",
	.synopsis = "",
	.summary = "list orders, all or those that filters choose",
	.options = options,
	.options_size = sizeof(struct list_options),
	.access = ACCESS_READ,
	.run = run_list,
};
