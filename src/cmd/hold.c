/* ordr hold: orders are stopped for a reason, until they are released. */
#include <string.h>

#include "filter_options.h"
#include "ordr/near.h"
#include "ordr/user.h"

struct hold_options {
	struct filter_options filter;
	const char *reason, *note;
	struct list block;
};

static const struct opt options[] = {
	OPT(struct hold_options, reason, 0, TEXT, "CODE", "why, a code of the setting reasons"),
	OPT(struct hold_options, note, 0, TEXT, "TEXT", "a word about it"),
	OPT(struct hold_options, block, 0, TEXTS, "STEP", "allocate, ship or invoice; give one for each; all when none is given"),
	FILTER_OPTIONS(struct hold_options),
	OPT_END,
};

static int read_block(struct run *run, const char *word, unsigned *blocks)
{
	for (unsigned i = 0; hold_block_names[i]; i++)
		if (!strcmp(hold_block_names[i], word)) {
			*blocks |= 1U << i;
			return 0;
		}
	err_set(run->core->err, ERR_USAGE, "--block \"%.60s\" is not one of its choices", word);
	return near_hint(run->core->err, word, hold_block_names);
}

static int read_blocks(struct run *run, unsigned *blocks)
{
	const struct hold_options *given = run->options;
	*blocks = given->block.count ? 0 : HOLD_ALL;
	for (size_t i = 0; i < given->block.count; i++)
		if (read_block(run, ((const char *const *)given->block.items)[i], blocks))
			return -1;
	return 0;
}

static int hold_one(struct run *run, struct order_id id)
{
	const struct hold_options *given = run->options;
	unsigned blocks;
	if (read_blocks(run, &blocks) || hold_set(run->core, id, given->reason, given->note, blocks))
		return -1;
	return document_order(run, id);
}

static int run_hold(struct run *run)
{
	const struct hold_options *given = run->options;
	unsigned blocks;
	return read_blocks(run, &blocks) ? -1 : batch_orders(run, &given->filter, NULL, hold_one, DOCUMENT_ORDER);
}

const struct cmd cmd_hold = {
	.name = "hold",
	.group = "orders",
	.synopsis = "ORDER... --reason CODE",
	.summary = "stop orders for a reason, until they are released",
	.done = "held",
	.options = options,
	.options_size = sizeof(struct hold_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_hold,
};
