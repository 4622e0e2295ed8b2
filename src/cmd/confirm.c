/* ordr confirm: sales has checked the order and commits to it. With --dry-run it shows what there is to check, and does nothing. */
#include "filter_options.h"
#include "ordr/review.h"
#include "ordr/user.h"
#include "override.h"
#include "seal.h"

struct confirm_options {
	struct filter_options filter;
	const char *override;
	bool reschedule;
};

static const struct opt options[] = {
	OVERRIDE_OPTION(struct confirm_options),
	OPT(struct confirm_options, reschedule, 0, FLAG, NULL, "a service whose day is not free takes the first one that is"),
	FILTER_OPTIONS(struct confirm_options),
	OPT_END,
};

static int confirm_one(struct run *run, struct order_id id)
{
	const struct confirm_options *given = run->options;
	if (override_credit(run, id, given->override, ROLE_SALES) || order_confirm_moving(run->core, id, given->reschedule) ||
	    seal_step(run, id))
		return -1;
	return document_order(run, id);
}

static int check_one(struct run *run, struct order_id id)
{
	const struct confirm_options *given = run->options;
	struct list checks;
	if (override_credit(run, id, given->override, ROLE_SALES) || order_confirmable(run->core, id) || order_review(run->core, id, given->reschedule, &checks))
		return -1;
	const struct check *items = checks.items;
	for (size_t i = 0; i < checks.count; i++)
		if (out_record(run->out, &items[i]))
			return -1;
	return 0;
}

static int run_confirm(struct run *run)
{
	const struct confirm_options *given = run->options;
	if (!run->dry_run)
		return batch_orders(run, &given->filter, "confirm", confirm_one, DOCUMENT_ORDER);
	if (out_begin(run->out, &check_schema, OUT_LIST) || batch_orders(run, &given->filter, "check", check_one, DOCUMENT_NONE))
		return -1;
	return out_end(run->out);
}

static int may_confirm(struct run *run)
{
	return override_may(run, ((const struct confirm_options *)run->options)->override, ROLE_SALES);
}

const struct cmd cmd_confirm = {
	.name = "confirm",
	.group = "orders",
	.synopsis = "ORDER...",
	.summary = "commit to placed orders: allocate stock, book services and promise a date",
	.done = "confirmed",
	.options = options,
	.options_size = sizeof(struct confirm_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.may = may_confirm,
	.run = run_confirm,
};
