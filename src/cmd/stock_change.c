/* The steps that change stock. Their lines, typed as SKU:QTY or read from a file, become one form, so that one check serves both. */
#include <string.h>

#include "line.h"
#include "ordr/stock.h"
#include "ordr/user.h"
#include "stock_options.h"

typedef int stock_step(struct run *run, const struct place *place, struct stock_form *form);

/* Prints the level as it is now, with the orders that the step touched. */
static int changed(struct run *run, const struct place *place, struct stock_touched touched)
{
	struct stock stock;
	const char *id = arena_printf(run->core->arena, "%s:%s", place->sku, place->code);
	if (!id)
		return err_memory(run->core->err);
	if (stock_load(run->core, place->sku, place->code, &stock))
		return -1;
	stock.served = touched.served;
	stock.taken_from = touched.taken_from;
	return document_record(run, DOCUMENT_STOCK, id, &stock);
}

struct lines {
	const struct schema *form;
	stock_step *step;
	const struct node *node; /* of one that was typed */
};

static int take(struct run *run, const struct node *node, void *context)
{
	const struct lines *lines = context;
	const struct stock_options *given = run->options;
	struct stock_form form;
	struct place place;
	field_clear(stock_receipt_schema.fields, &form);
	field_clear(stock_level_schema.fields, &form);
	if (batch_load(run, lines->form, node, false, &form))
		return -1;
	if (!form.warehouse)
		form.warehouse = given->warehouse ? given->warehouse : given->from;
	if (!form.ref)
		form.ref = given->ref;
	return stock_place(run->core, form.sku, form.warehouse, &place) ? -1 : lines->step(run, &place, &form);
}

static int take_typed(struct run *run, void *context)
{
	const struct lines *lines = context;
	int result = take(run, lines->node, context);
	for (struct err *err = result ? run->core->err : NULL; err; err = err->more)
		*err->path = '\0'; /* the operand itself is the place */
	return result;
}

static int take_lines(struct run *run, const struct schema *form, stock_step *step)
{
	struct lines lines = { .form = form, .step = step };
	if (document_begin(run, DOCUMENT_STOCK))
		return -1;
	if (run->input)
		return batch_forms(run, form, "line", take, &lines) ? -1 : document_end(run);
	for (int i = 0; i < run->count; i++) {
		lines.node = line_node(run, run->operands[i], false);
		if (!lines.node || batch_one(run, run->operands[i], 0, take_typed, &lines))
			return -1;
	}
	return batch_end(run, "line") ? -1 : document_end(run);
}

/* --- receive ------------------------------------------------------------------------------------------------------------------ */

static const struct opt receive_table[] = {
	STOCK_WAREHOUSE,
	OPT(struct stock_options, ref, 0, TEXT, "REF", "the supplier's delivery or your purchase order"),
	STOCK_FILE,
	OPT_END,
};

static int receive(struct run *run, const struct place *place, struct stock_form *form)
{
	struct stock_touched touched = { 0 };
	return stock_receive(run->core, place, form->qty, form->ref, form->cost, &touched.served) ? -1 : changed(run, place, touched);
}

static int run_receive(struct run *run)
{
	return take_lines(run, &stock_receipt_schema, receive);
}

const struct cmd stock_receive_cmd = {
	.name = "receive",
	.synopsis = "SKU:QTY...|FILE",
	.summary = "goods came in; serves waiting orders at once, most urgent first",
	.done = "received",
	.options = receive_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_LINE,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_receive,
};

/* --- announce ----------------------------------------------------------------------------------------------------------------- */

static const struct opt announce_table[] = {
	STOCK_WAREHOUSE,
	OPT(struct stock_options, ref, 0, TEXT, "REF", "the supplier's delivery or your purchase order"),
	OPT(struct stock_options, expected, 0, DATE, "DATE", "the day it is expected"),
	STOCK_FILE,
	OPT_END,
};

static int announce(struct run *run, const struct place *place, struct stock_form *form)
{
	const struct stock_options *given = run->options;
	if (stock_announce(run->core, place, form->qty, given->expected, form->ref))
		return -1;
	return changed(run, place, (struct stock_touched){ 0 });
}

static int run_announce(struct run *run)
{
	const struct stock_options *given = run->options;
	if (given->expected.days != NONE)
		return take_lines(run, &stock_receipt_schema, announce);
	err_set(run->core->err, ERR_USAGE, "when is it expected?");
	return err_hint(run->core->err, "give --expected DATE");
}

const struct cmd stock_announce_cmd = {
	.name = "announce",
	.synopsis = "SKU:QTY...|FILE --expected DATE",
	.summary = "goods are on their way, so that dates can be promised",
	.done = "announced",
	.options = announce_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_LINE,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_announce,
};

/* --- adjust and count --------------------------------------------------------------------------------------------------------- */

static const struct opt reason_table[] = {
	STOCK_WAREHOUSE,
	OPT(struct stock_options, reason, 0, TEXT, "CODE", "why, a code of the setting reasons"),
	STOCK_FILE,
	OPT_END,
};

static int adjust(struct run *run, const struct place *place, struct stock_form *form)
{
	const struct stock_options *given = run->options;
	struct stock_touched touched;
	return stock_adjust(run->core, place, form->qty, given->reason, &touched) ? -1 : changed(run, place, touched);
}

static int run_adjust(struct run *run)
{
	return take_lines(run, &stock_change_schema, adjust);
}

const struct cmd stock_adjust_cmd = {
	.name = "adjust",
	.synopsis = "SKU:QTY...|FILE --reason CODE",
	.summary = "add units to the books, or with -QTY take them off",
	.done = "adjusted",
	.options = reason_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_LINE,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_adjust,
};

static int count(struct run *run, const struct place *place, struct stock_form *form)
{
	const struct stock_options *given = run->options;
	struct stock_touched touched;
	return stock_count(run->core, place, form->qty, given->reason, &touched) ? -1 : changed(run, place, touched);
}

static int run_count(struct run *run)
{
	return take_lines(run, &stock_change_schema, count);
}

const struct cmd stock_count_cmd = {
	.name = "count",
	.synopsis = "SKU:QTY...|FILE [--reason CODE]",
	.summary = "what was counted; the difference to the books is booked",
	.done = "counted",
	.options = reason_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_LINE,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_count,
};

/* --- transfer ----------------------------------------------------------------------------------------------------------------- */

static const struct opt transfer_table[] = {
	OPT(struct stock_options, from, 0, TEXT, "WAREHOUSE", "from where; the first by rank when not given"),
	OPT(struct stock_options, to, 0, TEXT, "WAREHOUSE", "to where"),
	STOCK_FILE,
	OPT_END,
};

static int transfer(struct run *run, const struct place *from, struct stock_form *form)
{
	const struct stock_options *given = run->options;
	struct place to;
	struct stock_touched touched = { 0 };
	if (stock_place(run->core, form->sku, given->to, &to) || stock_transfer(run->core, from, &to, form->qty, &touched.served) ||
	    changed(run, from, (struct stock_touched){ 0 }))
		return -1;
	return changed(run, &to, touched);
}

static int run_transfer(struct run *run)
{
	const struct stock_options *given = run->options;
	if (given->to)
		return take_lines(run, &stock_receipt_schema, transfer);
	err_set(run->core->err, ERR_USAGE, "to where?");
	return err_hint(run->core->err, "give --to WAREHOUSE");
}

const struct cmd stock_transfer_cmd = {
	.name = "transfer",
	.synopsis = "SKU:QTY...|FILE [--from WAREHOUSE] --to WAREHOUSE",
	.summary = "move available units to another warehouse",
	.done = "transferred",
	.options = transfer_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_LINE,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_transfer,
};

/* --- levels ------------------------------------------------------------------------------------------------------------------- */

static int set_levels(struct run *run, const struct place *place, struct stock_form *form)
{
	return stock_levels(run->core, place, form) ? -1 : changed(run, place, (struct stock_touched){ 0 });
}

/* An option that is given empty takes its level away. */
static int edit_one(struct run *run, void *context)
{
	struct stock_form given;
	struct place place;
	(void)context;
	field_clear(stock_level_schema.fields, &given);
	if (batch_load(run, &stock_level_schema, NULL, true, &given))
		return -1;
	if (given.sku && strcmp(given.sku, run->operands[0]))
		return err_set(run->core->err, ERR_INVALID, "the sku of a level does not change");
	if (stock_place(run->core, run->operands[0], given.warehouse, &place))
		return -1;
	struct stock_form before;
	if (stock_levels_load(run->core, &place, &before))
		return -1;
	struct stock_form after = before;
	if (batch_load(run, &stock_level_schema, NULL, true, &after) || stock_levels_change(run->core, &place, &before, &after))
		return -1;
	return changed(run, &place, (struct stock_touched){ 0 });
}

/* Is any option given but the warehouse, which only says where? */
static bool any_level(const struct node *given)
{
	for (const struct node *member = given->child; member; member = member->next)
		if (strcmp(member->name, "warehouse"))
			return true;
	return false;
}

static int run_edit(struct run *run)
{
	if (!any_level(run->given)) {
		err_set(run->core->err, ERR_USAGE, "nothing to change was given");
		return err_hint(run->core->err, "ordr help %s", run->path);
	}
	if (document_begin(run, DOCUMENT_STOCK))
		return -1;
	int result = batch_one(run, run->operands[0], 0, edit_one, NULL);
	return batch_end(run, "level") || result ? -1 : document_end(run);
}

const struct cmd stock_edit_cmd = {
	.name = "edit",
	.synopsis = "SKU --FIELD VALUE...",
	.summary = "change the reorder point, the reorder quantity or the location of a product",
	.done = "edited",
	.form = &stock_level_schema,
	.operand = OPERAND_PRODUCT,
	.min = 1,
	.max = 1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_edit,
};

static int run_import(struct run *run)
{
	return take_lines(run, &stock_level_schema, set_levels);
}

static const struct opt import_table[] = { STOCK_FILE, OPT_END };

const struct cmd stock_import_cmd = {
	.name = "import",
	.synopsis = "FILE",
	.summary = "set reorder points, reorder quantities and locations from JSON, JSON Lines or CSV",
	.done = "edited",
	.options = import_table,
	.options_size = sizeof(struct stock_options),
	.operand = OPERAND_FILE,
	.min = 1,
	.max = 1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_import,
};
