/* The options that choose orders, for lists and for steps alike. */
#include <string.h>

#include "ordr/cmd.h"
#include "ordr/master.h"
#include "ordr/order.h"

int filter_read(struct run *run, const struct filter_options *options, struct order_filter *filter, bool *given)
{
	const struct instant none = { NONE };
	struct customer customer;
	struct product product;
	order_filter_init(filter);
	filter->state = options->state;
	filter->fulfilment = options->fulfilment;
	filter->billing = options->billing;
	filter->customer = options->customer;
	filter->tier = options->tier;
	filter->priority = options->priority;
	filter->sku = options->sku;
	filter->due = options->due;
	filter->overdue = options->overdue;
	filter->held = options->held;
	filter->urgent = options->urgent || options->next != NONE;
	filter->limit = options->next;
	if (run_instant(run, "since", options->since, none, &filter->since) ||
	    run_instant(run, "until", options->until, none, &filter->until))
		return -1;
	/* Nothing found for a name that nobody has would pass for "no orders". */
	if ((filter->customer && master_load(run->core, &master_customer, filter->customer, &customer)) ||
	    (filter->sku && master_load(run->core, &master_product, filter->sku, &product)))
		return -1;
	*given = filter->state || filter->fulfilment || filter->billing || filter->customer || filter->tier || filter->priority ||
		 filter->sku || filter->due.days != NONE || filter->overdue || filter->held || filter->urgent || filter->since.ms != NONE ||
		 filter->until.ms != NONE;
	return 0;
}
