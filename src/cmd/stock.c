/* ordr stock: levels, what can be promised, alerts and movements; the steps that change them are in stock_change.c. */
#include "ordr/speak.h"
#include "ordr/stock.h"
#include "ordr/str.h"
#include "stock_options.h"

struct listing {
	struct run *run;
	int64_t count;
};

static int print_stock(void *context, const struct stock *stock)
{
	struct listing *listing = context;
	listing->count++;
	return out_record(listing->run->out, stock);
}

/* The products named, or all. */
static int print_levels(struct run *run, bool low, int64_t *count)
{
	const struct stock_options *given = run->options;
	struct listing listing = { .run = run };
	if (out_begin(run->out, &stock_schema, OUT_LIST))
		return -1;
	for (int i = 0; i < run->count || !i; i++) {
		const char *sku = run->count ? run->operands[i] : NULL;
		if (stock_each(run->core, sku, given->warehouse, low, print_stock, &listing))
			return -1;
	}
	*count = listing.count;
	return out_end(run->out);
}

static const struct opt list_table[] = { STOCK_WAREHOUSE, OPT_END };

static int run_list(struct run *run)
{
	int64_t count;
	return print_levels(run, false, &count);
}

static const struct cmd stock_list = {
	.name = "list",
	.synopsis = "[SKU...]",
	.summary = "levels of each product and warehouse",
	.options = list_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_PRODUCT,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_list,
};

static int run_show(struct run *run)
{
	const struct stock_options *given = run->options;
	struct core *core = run->core;
	if (out_begin(run->out, &stock_schema, OUT_CARDS))
		return -1;
	for (int i = 0; i < run->count; i++) {
		struct arena_mark mark = arena_mark(core->arena);
		struct stock stock;
		if (stock_card(core, run->operands[i], given->warehouse, &stock) || out_record(run->out, &stock))
			return -1;
		arena_reset(core->arena, mark);
	}
	return out_end(run->out);
}

static const struct cmd stock_show = {
	.name = "show",
	.synopsis = "SKU...",
	.summary = "products whole: their levels, and what can be promised, day by day",
	.options = list_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_PRODUCT,
	.min = 1,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_show,
};

static const struct opt low_table[] = {
	STOCK_WAREHOUSE,
	OPT(struct stock_options, check, 0, FLAG, NULL, "print nothing; exit 20 and one line that says what when there is any"),
	OPT_END,
};

/* The first few, with by how much each is short; the rest is counted. */
enum { TOLD = 3 };

struct alarm {
	struct str told;
	int64_t count;
};

static int note_low(void *context, const struct stock *stock)
{
	struct alarm *alarm = context;
	char available[QUANTITY_SIZE];
	char point[QUANTITY_SIZE];
	if (alarm->count++ < TOLD)
		str_printf(&alarm->told,
			   translate(alarm->count > 1 ? TO_TRANSLATE(", %.40s in %.20s has %s, reorder at %s")
						      : TO_TRANSLATE("%.40s in %.20s has %s, reorder at %s")),
			   stock->sku, stock->warehouse, quantity_text(stock->available, available), quantity_text(stock->reorder_point, point));
	return 0;
}

/* For cron: nothing is printed but one line when something is low. */
static int check_low(struct run *run)
{
	const struct stock_options *given = run->options;
	struct alarm alarm = { 0 };
	int result = 0;
	for (int i = 0; !result && (i < run->count || !i); i++)
		result = stock_each(run->core, run->count ? run->operands[i] : NULL, given->warehouse, true, note_low, &alarm);
	if (!result && alarm.told.failed)
		result = err_memory(run->core->err);
	if (!result && alarm.count > TOLD)
		err_set(run->core->err, ERR_BREACH, "%lld levels are low: %s, and %lld more", (long long)alarm.count,
			alarm.told.text, (long long)alarm.count - TOLD);
	else if (!result && alarm.count)
		err_set(run->core->err, ERR_BREACH,
			alarm.count == 1 ? TO_TRANSLATE("%lld level is low: %s") : TO_TRANSLATE("%lld levels are low: %s"), (long long)alarm.count,
			alarm.told.text);
	str_release(&alarm.told);
	return result;
}

static int run_low(struct run *run)
{
	const struct stock_options *given = run->options;
	int64_t count;
	return given->check ? check_low(run) : print_levels(run, true, &count);
}

static const struct cmd stock_low = {
	.name = "low",
	.synopsis = "[SKU...]",
	.summary = "what is at or below its reorder point",
	.options = low_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_PRODUCT,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_low,
};

static int print_move(void *context, const struct stock_move *move)
{
	return out_record(context, move);
}

static int run_moves(struct run *run)
{
	const struct stock_options *given = run->options;
	if (out_begin(run->out, &stock_move_schema, OUT_LIST))
		return -1;
	for (int i = 0; i < run->count || !i; i++)
		if (stock_moves_each(run->core, run->count ? run->operands[i] : NULL, given->warehouse, print_move, run->out))
			return -1;
	return out_end(run->out);
}

static const struct cmd stock_moves = {
	.name = "moves",
	.synopsis = "[SKU...]",
	.summary = "the ledger: every movement, with who, why and its document",
	.options = list_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_PRODUCT,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_moves,
};

static const struct cmd *const subcommands[] = { &stock_list,	      &stock_show,	  &stock_low,	      &stock_moves,
						 &stock_receive_cmd,  &stock_announce_cmd, &stock_adjust_cmd, &stock_count_cmd,
						 &stock_transfer_cmd, &stock_reallocate_cmd, &stock_edit_cmd, &stock_import_cmd,  NULL };

const struct cmd cmd_stock = {
	.name = "stock",
	.group = "stock",
	.synopsis = "",
	.summary = "stock levels, alerts and movements",
	.sub = subcommands,
	.implied = &stock_list,
};
