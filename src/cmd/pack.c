/* ordr pack: what was picked is in its packages, as the packer says or all of a shipment in one; with --slip the packing slips are printed. */
#include <string.h>

#include "content.h"
#include "filter_options.h"
#include "ordr/user.h"
#include "slip.h"

struct pack_options {
	struct filter_options filter;
	struct list package;
	bool slip;
};

static const struct opt options[] = {
	OPT(struct pack_options, package, 0, TEXTS, "CONTENTS", "one package: SKU=QTY,SKU=QTY,weight=KG,tracking=NUMBER"),
	OPT(struct pack_options, slip, 0, FLAG, NULL, "print the packing slips instead of the documents"),
	FILTER_OPTIONS(struct pack_options),
	OPT_END,
};

static int pack(struct run *run, const struct consignment *of)
{
	const struct pack_options *given = run->options;
	struct list packages = { 0 };
	if (given->package.count && packages_read(run, &given->package, &packages))
		return -1;
	return consignment_pack(run->core, of, &packages);
}

static int pack_one(struct run *run, const struct consignment *of)
{
	return pack(run, of) ? -1 : document_consignment(run, of);
}

static int pack_with_slip(struct run *run, const struct consignment *of)
{
	if (pack(run, of)) {
		if (!run->idempotent || !run->core->err->already)
			return -1;
		err_clear(run->core->err);
	}
	return document_quietly(run, of);
}

static int print_slips(struct run *run)
{
	struct list ids;
	size_t pages = 0;
	if (document_consignments(run, &ids))
		return -1;
	const struct consignment *of = ids.items;
	for (size_t i = 0; i < ids.count; i++) {
		struct arena_mark mark = arena_mark(run->core->arena);
		if (slip_print(run, &of[i], &pages))
			return -1;
		arena_reset(run->core->arena, mark);
	}
	return 0;
}

/* Contents are those of one thing. */
static int check_named(struct run *run)
{
	const struct pack_options *given = run->options;
	if (!given->package.count || (run->count == 1 && !run->input))
		return 0;
	err_set(run->core->err, ERR_USAGE, "--package is for one order or shipment");
	return err_hint(run->core->err, "ordr pack SH-000123 --package …");
}

static int run_pack(struct run *run)
{
	const struct pack_options *given = run->options;
	if (check_named(run) || (given->slip && slip_check(run)))
		return -1;
	if (!given->slip)
		return batch_consignments(run, &given->filter, "pack", pack_one, false);
	return batch_consignments(run, &given->filter, "pack", pack_with_slip, true) ? -1 : print_slips(run);
}

/* Who asked for the slips gets them again. */
static int replay_pack(struct run *run, const char *documents)
{
	const struct pack_options *given = run->options;
	const char *ids = strchr(documents, ' ');
	if (!given->slip)
		return document_replay(run, documents);
	str_put(&run->documents, ids ? ids : "");
	return slip_check(run) ? -1 : print_slips(run);
}

const struct cmd cmd_pack = {
	.name = "pack",
	.group = "fulfil",
	.synopsis = "ORDER|SHIPMENT...",
	.summary = "pack what was picked",
	.done = "packed",
	.options = options,
	.options_size = sizeof(struct pack_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_pack,
	.replay = replay_pack,
};
