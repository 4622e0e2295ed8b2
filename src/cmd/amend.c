/* ordr amend: changes orders that are not done, from the command line or from a form. Both become the same amendment, checked by the same
 * code. */
#include <stdlib.h>
#include <string.h>

#include "line.h"
#include "ordr/order.h"
#include "ordr/speak.h"
#include "ordr/user.h"
#include "override.h"

struct amend_options {
	struct list add, quantity, date;
	const char *override;
	struct file_options file;
};

static const struct opt options[] = {
	OPT(struct amend_options, add, 'a', TEXTS, "SKU:QTY[@PRICE]", "a line to add; give one for each"),
	OPT(struct amend_options, quantity, 0, TEXTS, "LINE:QTY[@PRICE]", "how much of a line it is to be from now on"),
	OPT(struct amend_options, date, 0, TEXTS, "LINE:DATE", "the new day of a service"),
	OVERRIDE_OPTION(struct amend_options),
	FORM_OPTIONS(struct amend_options, file),
	OPT_END,
};

static int amend(struct run *run, struct order_amendment *amendment)
{
	struct core *core = run->core;
	amendment->override = ((const struct amend_options *)run->options)->override;
	if (order_amend(core, amendment) || override_used(run, amendment->order, amendment->override, ROLE_SALES)) {
		if (!run->idempotent || !core->err->already)
			return -1;
		err_clear(core->err);
	}
	return document_outlook(run, amendment->order);
}

/* --- a form ----------------------------------------------------------------------------------------------------------------------- */

/* Read twice: first for which order it is, then over that order as it is, so that what the form leaves out stays. */
static int amend_form(struct run *run, const struct node *node, void *context)
{
	struct order_amendment form;
	struct order_amendment whole;
	(void)context;
	if (batch_load(run, &amendment_schema, node, false, &form))
		return -1;
	if (order_amend_begin(run->core, form.order, &whole) || batch_load(run, &amendment_schema, node, true, &whole))
		return -1;
	return amend(run, &whole);
}

static int run_forms(struct run *run)
{
	if (document_begin(run, DOCUMENT_ORDER) || batch_forms(run, &amendment_schema, "amendment", amend_form, NULL))
		return -1;
	return document_end(run);
}

/* --- options ---------------------------------------------------------------------------------------------------------------------- */

static const char *text_of(const struct list *list, size_t index)
{
	return ((const char *const *)list->items)[index];
}

static int put_lines(struct run *run, struct node *whole, const struct list *typed)
{
	struct node *lines = typed->count ? node_add(run->core->arena, whole, NODE_LIST, "lines", NULL) : NULL;
	if (typed->count && !lines)
		return err_memory(run->core->err);
	for (size_t i = 0; i < typed->count; i++) {
		struct node *line = line_node(run, text_of(typed, i), true);
		if (!line)
			return -1;
		line_append(lines, line);
	}
	return 0;
}

/* The change of that line, when there is one already. */
static struct node *change_of(const struct node *changes, const char *line)
{
	for (struct node *change = changes->child; change; change = change->next)
		if (!strcmp(node_member(change, "line")->text, line))
			return change;
	return NULL;
}

/* --quantity 2:3 --date 2:2026-12-01 are one change of line 2. */
static int put_changes(struct run *run, struct node *changes, const struct list *typed, const struct line_shape *shape)
{
	for (size_t i = 0; i < typed->count; i++) {
		struct node *change = line_shaped(run, text_of(typed, i), shape);
		if (!change)
			return -1;
		struct node *same = change_of(changes, node_member(change, "line")->text);
		if (!same || node_member(same, shape->second))
			line_append(changes, change);
		else if (!node_add(run->core->arena, same, NODE_LOOSE, shape->second, node_member(change, shape->second)->text))
			return err_memory(run->core->err);
	}
	return 0;
}

static int put_given(struct run *run, struct node *whole)
{
	static const struct line_shape quantity = { "line", "qty", true, TO_TRANSLATE("LINE:QTY or LINE:QTY@PRICE"), "2:3" };
	static const struct line_shape date = { "line", "date", false, "LINE:DATE", "2:2026-12-01" };
	const struct amend_options *given = run->options;
	if (put_lines(run, whole, &given->add))
		return -1;
	if (!given->quantity.count && !given->date.count)
		return 0;
	struct node *changes = node_add(run->core->arena, whole, NODE_LIST, "changes", NULL);
	if (!changes)
		return err_memory(run->core->err);
	return put_changes(run, changes, &given->quantity, &quantity) || put_changes(run, changes, &given->date, &date) ? -1 : 0;
}

/* "--changes.1.qty" becomes "--quantity 2:3", as it was typed. */
static void name_change(const struct amend_options *given, const struct node *changes, struct err *err)
{
	static const char field[] = "--changes.";
	char *rest;
	if (strncmp(err->path, field, strlen(field)))
		return;
	size_t index = strtoul(err->path + strlen(field), &rest, 10);
	const struct node *change = changes ? changes->child : NULL;
	while (change && index--)
		change = change->next;
	bool date = !strcmp(rest, ".date");
	const struct list *typed = date || !given->quantity.count ? &given->date : &given->quantity;
	const char *line = change ? node_member(change, "line")->text : "";
	for (size_t i = 0; i < typed->count; i++) {
		const char *text = text_of(typed, i);
		if (!strncmp(text, line, strlen(line)) && text[strlen(line)] == ':') {
			err_path(err, "--%s %.100s", typed == &given->date ? "date" : "quantity", text);
			return;
		}
	}
}

static int name_errors(struct run *run, const struct node *whole)
{
	const struct amend_options *given = run->options;
	batch_locate(run, &amendment_schema, NULL);
	for (struct err *err = run->core->err; err; err = err->more)
		name_change(given, node_member(whole, "changes"), err);
	return line_name_errors(run, "--add", &given->add);
}

static int amend_one(struct run *run, struct order_id id)
{
	struct order_amendment amendment;
	struct node whole = *run->given;
	const struct node *before = run->given;
	if (order_amend_begin(run->core, id, &amendment) || put_given(run, &whole))
		return -1;
	run->given = &whole;
	int result = batch_load(run, &amendment_schema, NULL, true, &amendment) || amend(run, &amendment) ? name_errors(run, &whole) : 0;
	run->given = before;
	return result;
}

static int run_amend(struct run *run)
{
	const struct amend_options *given = run->options;
	const struct filter_options none = { .due = { NONE }, .next = NONE };
	bool options_given = given->add.count || given->quantity.count || given->date.count || run->given->child;
	if (run->input && !options_given)
		return run_forms(run);
	if (!options_given) {
		err_set(run->core->err, ERR_USAGE, "nothing to change was given");
		return err_hint(run->core->err, "ordr help %s", run->path);
	}
	if (run->input && strcmp(run->operands[0], "-") != 0) {
		err_set(run->core->err, ERR_USAGE, "what changes comes from a form or from options, not both");
		return err_hint(run->core->err, "write it into the form, or name the order: SO-000123");
	}
	return batch_orders(run, &none, NULL, amend_one, DOCUMENT_ORDER);
}

static int may_amend(struct run *run)
{
	return override_may(run, ((const struct amend_options *)run->options)->override, ROLE_SALES);
}

const struct cmd cmd_amend = {
	.name = "amend",
	.group = "orders",
	.synopsis = "ORDER... OPTION... | FILE",
	.summary = "change what has not shipped: lines, quantities, dates, the address, the priority, the promise",
	.done = "amended",
	.options = options,
	.options_size = sizeof(struct amend_options),
	.form = &amendment_facts_schema,
	.operand = OPERAND_ORDER_FORM,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.may = may_amend,
	.run = run_amend,
};
