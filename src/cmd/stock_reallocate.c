/* ordr stock reallocate: units of one order for another, by hand and for a reason. */
#include <string.h>

#include "ordr/speak.h"
#include "ordr/stock.h"
#include "ordr/user.h"
#include "stock_options.h"

static const struct opt table[] = {
	OPT(struct stock_options, from, 0, TEXT, "ORDER", "which order gives; what it has picked stays with it"),
	OPT(struct stock_options, to, 0, TEXT, "ORDER", "which order gets; it must wait for the product"),
	OPT(struct stock_options, qty, 0, TEXT, "QTY", "how many; as many as it waits for when not given"),
	OPT(struct stock_options, reason, 0, TEXT, "CODE", "why, a code of the setting reasons"),
	OPT(struct stock_options, note, 0, TEXT, "TEXT", "a word for the log"),
	STOCK_WAREHOUSE,
	OPT_END,
};

static int read_order(struct run *run, const char *option, const char *text, struct order_id *id)
{
	if (text && !order_id_parse(text, id))
		return 0;
	if (text)
		err_set(run->core->err, ERR_USAGE, "%s \"%.60s\" is not an order number", option, text);
	else
		err_set(run->core->err, ERR_USAGE, strcmp(option, "--to") ? TO_TRANSLATE("from which order?") : TO_TRANSLATE("to which order?"));
	return err_hint(run->core->err, "ordr stock reallocate SKU --from SO-000123 --to SO-000456 --reason CODE");
}

static int read_form(struct run *run, struct reallocation *form)
{
	const struct stock_options *given = run->options;
	*form = (struct reallocation){ .sku = run->operands[0],
				       .warehouse = given->warehouse,
				       .qty = { NONE },
				       .reason = given->reason,
				       .note = given->note };
	if (read_order(run, "--from", given->from, &form->from) || read_order(run, "--to", given->to, &form->to))
		return -1;
	if (!given->qty || !quantity_parse(given->qty, &form->qty))
		return 0;
	err_set(run->core->err, ERR_USAGE, "--qty \"%.60s\" is not a quantity", given->qty);
	return err_hint(run->core->err, "a number of units such as 5");
}

/* Both orders, beside the level, which stays as it was. */
static int print_place(struct run *run, const struct reallocation *form, const struct place *place)
{
	struct stock stock;
	char from[ID_SIZE];
	char to[ID_SIZE];
	const char *giver = order_id_text(form->from, from);
	const char *taker = order_id_text(form->to, to);
	const char *id = arena_printf(run->core->arena, "%s:%s", place->sku, place->code);
	if (!id)
		return err_memory(run->core->err);
	if (stock_load(run->core, place->sku, place->code, &stock))
		return -1;
	stock.served = (struct list){ .items = &taker, .count = 1 };
	stock.taken_from = (struct list){ .items = &giver, .count = 1 };
	return document_record(run, DOCUMENT_STOCK, id, &stock);
}

static int reallocate(struct run *run, void *context)
{
	const struct reallocation *form = context;
	struct list places;
	if (stock_reallocate(run->core, form, &places))
		return -1;
	for (size_t i = 0; i < places.count; i++)
		if (print_place(run, form, (const struct place *)places.items + i))
			return -1;
	return 0;
}

static int run_reallocate(struct run *run)
{
	struct reallocation form;
	if (read_form(run, &form) || document_begin(run, DOCUMENT_STOCK) || batch_one(run, run->operands[0], 0, reallocate, &form))
		return -1;
	return batch_end(run, "line") ? -1 : document_end(run);
}

const struct cmd stock_reallocate_cmd = {
	.name = "reallocate",
	.synopsis = "SKU --from ORDER --to ORDER --reason CODE",
	.summary = "take allocated units from one order for another that waits for them",
	.done = "reallocated",
	.options = table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_PRODUCT,
	.min = 1,
	.max = 1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE | ROLE_SALES,
	.run = run_reallocate,
};
