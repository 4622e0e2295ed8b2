/* ordr complaint: a customer is unhappy. */
#include "ordr/complaint.h"
#include "ordr/master.h"
#include "ordr/return.h"
#include "ordr/user.h"
#include "part.h"

/* --- open --------------------------------------------------------------------------------------------------------------------- */

struct open_options {
	int64_t line;
	const char *reason, *note, *amount;
};

static const struct opt open_table[] = {
	OPT(struct open_options, line, 'l', INTEGER, "N", "the line that it is about; without, the order as a whole"),
	OPT(struct open_options, reason, 0, TEXT, "CODE", "what was wrong, a code of the setting reasons"),
	OPT(struct open_options, amount, 0, TEXT, "AMOUNT", "what the customer asks for, in the order's currency"),
	OPT(struct open_options, note, 0, TEXT, "TEXT", "what they say"),
	OPT_END,
};

static int changed(struct run *run, struct complaint_id id)
{
	char text[ID_SIZE];
	return document_changed(run, DOCUMENT_COMPLAINT, complaint_id_text(id, text));
}

static int open_one(struct run *run, const char *text)
{
	const struct open_options *given = run->options;
	struct order_id order;
	struct complaint_id id;
	if (order_read(run, text, &order) ||
	    complaint_open(run->core, order, given->line, given->reason, given->amount, given->note, &id))
		return -1;
	return changed(run, id);
}

static int run_open(struct run *run)
{
	return batch_documents(run, "order", DOCUMENT_COMPLAINT, open_one);
}

static const struct cmd complaint_open_cmd = {
	.name = "open",
	.synopsis = "ORDER... [--line N] --reason CODE",
	.summary = "a customer complains of an order or a line of it",
	.done = "opened",
	.options = open_table,
	.options_size = sizeof(struct open_options),
	.operand = OPERAND_ORDER,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_open,
};

/* --- resolve ------------------------------------------------------------------------------------------------------------------ */

struct resolve_options {
	struct list line;
	const char *outcome, *amount, *note;
};

static const struct opt resolve_table[] = {
	OPT_ONE_OF(struct resolve_options, outcome, 0, complaint_outcomes, "OUTCOME", "what it is resolved by"),
	OPT(struct resolve_options, line, 'l', TEXTS, "N:QTY", "return, replacement: units of a line; without, the line complained of"),
	OPT(struct resolve_options, amount, 0, TEXT, "AMOUNT", "credit: how much; without, what was asked for"),
	OPT(struct resolve_options, note, 0, TEXT, "TEXT", "a word for the log"),
	OPT_END,
};

static int resolve_one(struct run *run, const char *text)
{
	const struct resolve_options *given = run->options;
	struct complaint_id id;
	struct list parts;
	if (complaint_read(run, text, &id) || parts_read(run, &given->line, &parts))
		return -1;
	const struct resolution resolution = { given->outcome, &parts, given->amount, given->note };
	return complaint_resolve(run->core, id, &resolution) ? -1 : changed(run, id);
}

static int run_resolve(struct run *run)
{
	const struct resolve_options *given = run->options;
	if (given->outcome)
		return batch_documents(run, "complaint", DOCUMENT_COMPLAINT, resolve_one);
	err_set(run->core->err, ERR_USAGE, "what is it resolved by?");
	return err_hint(run->core->err, "give --outcome return, replacement, credit or nothing");
}

static const struct cmd complaint_resolve_cmd = {
	.name = "resolve",
	.synopsis = "COMPLAINT... --outcome OUTCOME",
	.summary = "resolve complaints: by a return, a replacement, a credit, or nothing",
	.done = "resolved",
	.options = resolve_table,
	.options_size = sizeof(struct resolve_options),
	.operand = OPERAND_COMPLAINT,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_resolve,
};

/* --- look --------------------------------------------------------------------------------------------------------------------- */

static int show_one(struct run *run, const char *text)
{
	struct complaint_id id;
	struct complaint complaint;
	return complaint_read(run, text, &id) || complaint_load(run->core, id, &complaint) ? -1 : out_record(run->out, &complaint);
}

static int run_show(struct run *run)
{
	return show_documents(run, &complaint_schema, show_one);
}

static const struct cmd complaint_show = {
	.name = "show",
	.synopsis = "COMPLAINT...",
	.summary = "show complaints whole",
	.operand = OPERAND_COMPLAINT,
	.min = 1,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_show,
};

struct list_options {
	const char *state, *customer, *order, *fault, *reason;
};

static const struct opt list_table[] = {
	OPT_ONE_OF(struct list_options, state, 0, complaint_states, "STATE", "open or resolved ones"),
	OPT(struct list_options, customer, 0, TEXT, "CUSTOMER", "complaints of this customer"),
	OPT(struct list_options, order, 0, TEXT, "ORDER", "complaints of this order"),
	OPT(struct list_options, reason, 0, TEXT, "CODE", "complaints of this reason"),
	OPT_ONE_OF(struct list_options, fault, 0, fault_choices, "FAULT", "complaints that are this one's fault"),
	OPT_END,
};

static int print_complaint(void *context, const struct complaint *complaint)
{
	return out_record(context, complaint);
}

static int run_list(struct run *run)
{
	const struct list_options *given = run->options;
	struct complaint_filter filter = { .state = given->state, .customer = given->customer, .fault = given->fault, .reason = given->reason };
	struct customer customer;
	if (order_read(run, given->order, &filter.order) ||
	    (given->customer && master_load(run->core, &master_customer, given->customer, &customer)) ||
	    out_begin(run->out, &complaint_schema, OUT_LIST))
		return -1;
	return complaint_each(run->core, &filter, print_complaint, run->out) ? -1 : out_end(run->out);
}

static const struct cmd complaint_list = {
	.name = "list",
	.synopsis = "",
	.summary = "list complaints",
	.options = list_table,
	.options_size = sizeof(struct list_options),
	.access = ACCESS_READ,
	.run = run_list,
};

static const struct cmd *const subcommands[] = { &complaint_open_cmd, &complaint_resolve_cmd, &complaint_show, &complaint_list, NULL };

const struct cmd cmd_complaint = {
	.name = "complaint",
	.group = "after",
	.synopsis = "",
	.summary = "customers that are unhappy: open and resolve their complaints",
	.sub = subcommands,
	.implied = &complaint_list,
};
