/* ordr return: goods come back. */
#include "ordr/master.h"
#include "ordr/return.h"
#include "ordr/speak.h"
#include "ordr/user.h"
#include "part.h"

/* The options of all subcommands: each table names those that it takes. */
struct return_options {
	struct list line;
	const char *reason, *note, *warehouse, *condition, *disposition, *state, *customer, *order;
	bool credit, open;
};

#define LINES(text)  OPT(struct return_options, line, 'l', TEXTS, "N:QTY", text)
#define REASON(text) OPT(struct return_options, reason, 0, TEXT, "CODE", text)
#define NOTE	     OPT(struct return_options, note, 0, TEXT, "TEXT", "a word for the log")

static int changed(struct run *run, struct return_id id)
{
	char text[ID_SIZE];
	return document_changed(run, DOCUMENT_RETURN, return_id_text(id, text));
}

/* --- open --------------------------------------------------------------------------------------------------------------------- */

static const struct opt open_table[] = {
	LINES("units of a line; give one for each; without, all goods that are with the customer"),
	REASON("why, a code of the setting reasons"),
	NOTE,
	OPT_END,
};

static int open_one(struct run *run, const char *text)
{
	const struct return_options *given = run->options;
	struct order_id order;
	struct return_id id;
	struct list parts;
	if (order_read(run, text, &order) || parts_read(run, &given->line, &parts) ||
	    return_open(run->core, order, &parts, given->reason, given->note, &id))
		return -1;
	return changed(run, id);
}

static int run_open(struct run *run)
{
	return batch_documents(run, "order", DOCUMENT_RETURN, open_one);
}

static const struct cmd return_open_cmd = {
	.name = "open",
	.synopsis = "ORDER... [--line N:QTY]... --reason CODE",
	.summary = "the customer wants to send goods back",
	.done = "opened",
	.options = open_table,
	.options_size = sizeof(struct return_options),
	.operand = OPERAND_ORDER,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_open,
};

/* --- receive ------------------------------------------------------------------------------------------------------------------ */

static const struct opt receive_table[] = {
	LINES("units of a line that came; without, all that was to come"),
	OPT(struct return_options, warehouse, 'w', TEXT, "WAREHOUSE", "where; where it was sent from when not given"),
	OPT_END,
};

static int receive_one(struct run *run, const char *text)
{
	const struct return_options *given = run->options;
	struct return_id id;
	struct list parts;
	if (return_read(run, text, &id) || parts_read(run, &given->line, &parts) || return_receive(run->core, id, &parts, given->warehouse))
		return -1;
	return changed(run, id);
}

static int run_receive(struct run *run)
{
	return batch_documents(run, "return", DOCUMENT_RETURN, receive_one);
}

static const struct cmd return_receive_cmd = {
	.name = "receive",
	.synopsis = "RETURN... [--line N:QTY]...",
	.summary = "it came in; it is not on the shelf yet",
	.done = "received",
	.options = receive_table,
	.options_size = sizeof(struct return_options),
	.operand = OPERAND_RETURN,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_receive,
};

/* --- inspect ------------------------------------------------------------------------------------------------------------------ */

static const struct opt inspect_table[] = {
	LINES("units of a line; without, all that was received and not inspected"),
	OPT_ONE_OF(struct return_options, condition, 0, return_conditions, "WORD", "what state they are in"),
	OPT_ONE_OF(struct return_options, disposition, 0, return_dispositions, "WORD", "what becomes of them"),
	OPT(struct return_options, credit, 0, FLAG, NULL, "their price is to be credited too; refund always says so"),
	OPT_END,
};

static int inspect_one(struct run *run, const char *text)
{
	const struct return_options *given = run->options;
	struct core *core = run->core;
	const struct inspection inspection = { given->condition, given->disposition, given->credit };
	struct return_id id;
	struct list parts;
	struct list served;
	struct rma rma;
	char number[ID_SIZE];
	if (return_read(run, text, &id) || parts_read(run, &given->line, &parts) || return_inspect(core, id, &parts, &inspection, &served) ||
	    return_load(core, id, &rma))
		return -1;
	rma.served = served;
	return document_record(run, DOCUMENT_RETURN, return_id_text(id, number), &rma);
}

static int run_inspect(struct run *run)
{
	const struct return_options *given = run->options;
	if (given->condition && given->disposition)
		return batch_documents(run, "return", DOCUMENT_RETURN, inspect_one);
	err_set(run->core->err, ERR_USAGE, given->condition ? TO_TRANSLATE("what becomes of it?") : TO_TRANSLATE("what state is it in?"));
	return err_hint(run->core->err, given->condition ? TO_TRANSLATE("give --disposition restock, scrap, replace or refund")
							 : TO_TRANSLATE("give --condition good, opened, damaged, defective, incomplete or wrong"));
}

static const struct cmd return_inspect_cmd = {
	.name = "inspect",
	.synopsis = "RETURN... [--line N:QTY]... --condition WORD --disposition WORD",
	.summary = "what state it is in, and what becomes of it",
	.done = "inspected",
	.options = inspect_table,
	.options_size = sizeof(struct return_options),
	.operand = OPERAND_RETURN,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_inspect,
};

/* --- close and refuse --------------------------------------------------------------------------------------------------------- */

static int close_one(struct run *run, const char *text)
{
	struct return_id id;
	return return_read(run, text, &id) || return_close(run->core, id) ? -1 : changed(run, id);
}

static int run_close(struct run *run)
{
	return batch_documents(run, "return", DOCUMENT_RETURN, close_one);
}

static const struct cmd return_close_cmd = {
	.name = "close",
	.synopsis = "RETURN...",
	.summary = "all is done that was to be done about it",
	.done = "closed",
	.operand = OPERAND_RETURN,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES | ROLE_WAREHOUSE,
	.run = run_close,
};

static const struct opt refuse_table[] = { REASON("why, a code of the setting reasons"), NOTE, OPT_END };

static int refuse_one(struct run *run, const char *text)
{
	const struct return_options *given = run->options;
	struct return_id id;
	return return_read(run, text, &id) || return_refuse(run->core, id, given->reason, given->note) ? -1 : changed(run, id);
}

static int run_refuse(struct run *run)
{
	return batch_documents(run, "return", DOCUMENT_RETURN, refuse_one);
}

static const struct cmd return_refuse_cmd = {
	.name = "refuse",
	.synopsis = "RETURN... --reason CODE",
	.summary = "it is not taken back; what came goes back to the customer",
	.done = "refused",
	.options = refuse_table,
	.options_size = sizeof(struct return_options),
	.operand = OPERAND_RETURN,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES | ROLE_WAREHOUSE,
	.run = run_refuse,
};

/* --- look --------------------------------------------------------------------------------------------------------------------- */

static int show_one(struct run *run, const char *text)
{
	struct return_id id;
	struct rma rma;
	return return_read(run, text, &id) || return_load(run->core, id, &rma) ? -1 : out_record(run->out, &rma);
}

static int run_show(struct run *run)
{
	return show_documents(run, &return_schema, show_one);
}

static const struct cmd return_show = {
	.name = "show",
	.synopsis = "RETURN...",
	.summary = "show returns whole",
	.operand = OPERAND_RETURN,
	.min = 1,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_show,
};

static const struct opt list_table[] = {
	OPT_ONE_OF(struct return_options, state, 0, return_states, "STATE", "returns in this state"),
	OPT(struct return_options, open, 0, FLAG, NULL, "neither closed nor refused"),
	OPT(struct return_options, customer, 0, TEXT, "CUSTOMER", "returns of this customer"),
	OPT(struct return_options, order, 0, TEXT, "ORDER", "returns of this order"),
	OPT_END,
};

static int print_return(void *context, const struct rma *rma)
{
	return out_record(context, rma);
}

static int run_list(struct run *run)
{
	const struct return_options *given = run->options;
	struct return_filter filter = { .state = given->state, .customer = given->customer, .open = given->open };
	struct customer customer;
	if (order_read(run, given->order, &filter.order) ||
	    (given->customer && master_load(run->core, &master_customer, given->customer, &customer)) ||
	    out_begin(run->out, &return_schema, OUT_LIST))
		return -1;
	bool whole = out_wants(run->out, "lines") || out_wants(run->out, "to_credit");
	return return_each(run->core, &filter, whole, print_return, run->out) ? -1 : out_end(run->out);
}

static const struct cmd return_list = {
	.name = "list",
	.synopsis = "",
	.summary = "list returns",
	.options = list_table,
	.options_size = sizeof(struct return_options),
	.access = ACCESS_READ,
	.run = run_list,
};

static const struct cmd *const subcommands[] = { &return_open_cmd,  &return_receive_cmd, &return_inspect_cmd, &return_close_cmd,
						 &return_refuse_cmd, &return_show,	 &return_list,	      NULL };

const struct cmd cmd_return = {
	.name = "return",
	.group = "after",
	.synopsis = "",
	.summary = "goods that come back: ask for, receive, inspect, close",
	.sub = subcommands,
	.implied = &return_list,
};
