/* ordr dispute: an invoice is contested. */
#include "ordr/complaint.h"
#include "ordr/dispute.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/user.h"
#include "part.h"
#include "seal.h"

/* --- open --------------------------------------------------------------------------------------------------------------------- */

struct open_options {
	int64_t line;
	const char *reason, *fault, *amount, *note;
};

static const struct opt open_table[] = {
	OPT(struct open_options, line, 'l', INTEGER, "N", "the line of the invoice that it is about; without, all of it"),
	OPT_ONE_OF(struct open_options, reason, 0, dispute_reasons, "REASON", "what is said to be wrong"),
	OPT_ONE_OF(struct open_options, fault, 0, fault_choices, "FAULT", "whose fault that is, when the reason does not say"),
	OPT(struct open_options, amount, 0, TEXT, "AMOUNT", "what is contested, VAT included; without, all that is open, or the line"),
	OPT(struct open_options, note, 0, TEXT, "TEXT", "what they say"),
	OPT_END,
};

static int changed(struct run *run, struct dispute_id id)
{
	char text[ID_SIZE];
	return document_changed(run, DOCUMENT_DISPUTE, dispute_id_text(id, text));
}

/* With --idempotent what is disputed already gives the dispute of then. */
static int open_one(struct run *run, const char *text)
{
	const struct open_options *given = run->options;
	const struct dispute_claim claim = { text, given->line, given->reason, given->fault, given->amount, given->note };
	struct dispute_id id;
	if (dispute_open(run->core, &claim, &id)) {
		if (!run->idempotent || !run->core->err->already)
			return -1;
		err_clear(run->core->err);
	}
	return changed(run, id);
}

static int run_open(struct run *run)
{
	return batch_documents(run, "invoice", DOCUMENT_DISPUTE, open_one);
}

static const struct cmd dispute_open_cmd = {
	.name = "open",
	.synopsis = "INVOICE... [--line N] --reason REASON",
	.summary = "a customer contests an invoice or a line of it",
	.done = "opened",
	.options = open_table,
	.options_size = sizeof(struct open_options),
	.operand = OPERAND_INVOICE,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES | ROLE_BILLING,
	.run = run_open,
};

/* --- resolve ------------------------------------------------------------------------------------------------------------------ */

struct resolve_options {
	const char *outcome, *credit_note, *reason, *note;
};

static const struct opt resolve_table[] = {
	OPT_ONE_OF(struct resolve_options, outcome, 0, dispute_outcomes, "OUTCOME", "what came of it"),
	OPT(struct resolve_options, credit_note, 0, TEXT, "INVOICE", "credit: the credit note; without, the newest since it was opened"),
	OPT(struct resolve_options, reason, 0, TEXT, "CODE", "credit: write the credit note of the amount now, for this reason"),
	OPT(struct resolve_options, note, 0, TEXT, "TEXT", "a word for the log"),
	OPT_END,
};

static int read_number(struct run *run, const char *text, struct dispute_id *id)
{
	if (!dispute_id_parse(text, id))
		return 0;
	err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not the number of a dispute", text);
	return err_hint(run->core->err, "such as DP-000123; ordr dispute list shows them");
}

static int resolve_one(struct run *run, const char *text)
{
	const struct resolve_options *given = run->options;
	const struct dispute_end end = { given->outcome, given->credit_note, given->reason, given->note };
	struct dispute_id id;
	struct dispute dispute;
	if (read_number(run, text, &id) || dispute_resolve(run->core, id, &end))
		return -1;
	if (given->reason && (dispute_load(run->core, id, &dispute) || seal_invoice(run->core, dispute.credit_note)))
		return -1;
	return changed(run, id);
}

static int run_resolve(struct run *run)
{
	const struct resolve_options *given = run->options;
	if (given->outcome)
		return batch_documents(run, "dispute", DOCUMENT_DISPUTE, resolve_one);
	err_set(run->core->err, ERR_USAGE, "what came of it?");
	return err_hint(run->core->err, "give --outcome credit, paid, rejected or withdrawn");
}

static const struct cmd dispute_resolve_cmd = {
	.name = "resolve",
	.synopsis = "DISPUTE... --outcome OUTCOME",
	.summary = "resolve disputes: credited, paid after all, rejected or withdrawn",
	.done = "resolved",
	.options = resolve_table,
	.options_size = sizeof(struct resolve_options),
	.operand = OPERAND_DISPUTE,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_resolve,
};

/* --- look --------------------------------------------------------------------------------------------------------------------- */

static int show_one(struct run *run, const char *text)
{
	struct dispute_id id;
	struct dispute dispute;
	return read_number(run, text, &id) || dispute_load(run->core, id, &dispute) ? -1 : out_record(run->out, &dispute);
}

static int run_show(struct run *run)
{
	return show_documents(run, &dispute_schema, show_one);
}

static const struct cmd dispute_show = {
	.name = "show",
	.synopsis = "DISPUTE...",
	.summary = "show disputes whole",
	.operand = OPERAND_DISPUTE,
	.min = 1,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_show,
};

static const char *const states[] = { "open", "resolved", "all", NULL };

struct list_options {
	const char *state, *customer, *invoice, *order, *reason, *fault, *channel, *confirmed_by;
	struct date from, to;
};

static const struct opt list_table[] = {
	OPT_ONE_OF(struct list_options, state, 0, states, "STATE", "open or resolved ones; all without"),
	OPT(struct list_options, customer, 0, TEXT, "CUSTOMER", "disputes of this customer"),
	OPT(struct list_options, invoice, 0, TEXT, "INVOICE", "disputes of this invoice"),
	OPT(struct list_options, order, 0, TEXT, "ORDER", "disputes of this order's invoices"),
	OPT_ONE_OF(struct list_options, reason, 0, dispute_reasons, "REASON", "disputes of this reason"),
	OPT_ONE_OF(struct list_options, fault, 0, fault_choices, "FAULT", "disputes that are this one's fault"),
	OPT(struct list_options, channel, 0, TEXT, "NAME", "of orders that came in this way"),
	OPT(struct list_options, confirmed_by, 0, TEXT, "NAME", "of orders that this user confirmed"),
	OPT(struct list_options, from, 0, DATE, "DATE", "opened on or after this day"),
	OPT(struct list_options, to, 0, DATE, "DATE", "opened on or before this day"),
	OPT_END,
};

static int print_dispute(void *context, const struct dispute *dispute)
{
	return out_record(context, dispute);
}

static int run_list(struct run *run)
{
	const struct list_options *given = run->options;
	struct dispute_filter filter = { .customer = given->customer, .invoice = given->invoice, .reason = given->reason, .fault = given->fault,
					 .channel = given->channel, .confirmed_by = given->confirmed_by, .from = given->from, .to = given->to };
	struct customer customer;
	struct invoice invoice;
	filter.state = given->state && given->state != states[2] ? given->state : NULL;
	if (order_read(run, given->order, &filter.order) || (given->invoice && invoice_load(run->core, given->invoice, &invoice)) ||
	    (given->customer && master_load(run->core, &master_customer, given->customer, &customer)) ||
	    out_begin(run->out, &dispute_schema, OUT_LIST))
		return -1;
	return dispute_each(run->core, &filter, print_dispute, run->out) ? -1 : out_end(run->out);
}

static const struct cmd dispute_list = {
	.name = "list",
	.synopsis = "",
	.summary = "list disputes",
	.options = list_table,
	.options_size = sizeof(struct list_options),
	.access = ACCESS_READ,
	.run = run_list,
};

static const struct cmd *const subcommands[] = { &dispute_open_cmd, &dispute_resolve_cmd, &dispute_show, &dispute_list, NULL };

const struct cmd cmd_dispute = {
	.name = "dispute",
	.group = "after",
	.synopsis = "",
	.summary = "invoices that are contested: open and resolve disputes",
	.sub = subcommands,
	.implied = &dispute_list,
};
