/* ordr release: a hold ends, and the order goes on from where it stood. */
#include "filter_options.h"
#include "ordr/user.h"
#include "override.h"

struct release_options {
	struct filter_options filter;
	int64_t hold;
	const char *note, *override;
};

static const struct opt options[] = {
	OPT(struct release_options, hold, 0, INTEGER, "N", "the hold of this number, when there are several"),
	OPT(struct release_options, note, 0, TEXT, "TEXT", "a word for the log"),
	OVERRIDE_OPTION(struct release_options),
	FILTER_OPTIONS(struct release_options),
	OPT_END,
};

static int release_one(struct run *run, struct order_id id)
{
	const struct release_options *given = run->options;
	if (override_credit(run, id, given->override, ROLE_SALES) || hold_release(run->core, id, given->hold, given->note))
		return -1;
	return document_order(run, id);
}

static int run_release(struct run *run)
{
	const struct release_options *given = run->options;
	return batch_orders(run, &given->filter, NULL, release_one, DOCUMENT_ORDER);
}

static int may_release(struct run *run)
{
	return override_may(run, ((const struct release_options *)run->options)->override, ROLE_SALES);
}

const struct cmd cmd_release = {
	.name = "release",
	.group = "orders",
	.synopsis = "ORDER...",
	.summary = "let held orders go on",
	.done = "released",
	.options = options,
	.options_size = sizeof(struct release_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.may = may_release,
	.run = run_release,
};
