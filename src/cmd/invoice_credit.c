/* ordr invoice credit: takes an invoice back, or a part of it, by a credit note. */
#include "invoice_commands.h"
#include "ordr/invoice.h"
#include "ordr/select.h"
#include "ordr/user.h"
#include "seal.h"

struct credit_options {
	int64_t line;
	const char *qty, *amount, *reason;
	bool rebill;
};

static const struct opt options[] = {
	OPT(struct credit_options, line, 0, INTEGER, "N", "only this line of the invoice"),
	OPT(struct credit_options, qty, 0, TEXT, "QTY", "only so many of it; all that is left of the line when not given"),
	OPT(struct credit_options, amount, 0, TEXT, "AMOUNT", "a price reduction of this net amount instead"),
	OPT(struct credit_options, rebill, 0, FLAG, NULL, "what is taken back of the line can be invoiced again"),
	OPT(struct credit_options, reason, 0, TEXT, "CODE", "why: one of the setting reasons"),
	OPT_END,
};

static int credit_one(struct run *run, void *context)
{
	const struct credit_options *given = run->options;
	struct credit_request request = { .number = context, .line = given->line == NONE ? 0 : given->line, .qty = { NONE },
					  .amount = given->amount, .rebill = given->rebill, .reason = given->reason };
	const char *number;
	struct err *err = run->core->err;
	if (given->qty && quantity_parse(given->qty, &request.qty)) {
		err_set(err, ERR_USAGE, "--qty \"%.40s\" is not a quantity", given->qty);
		return err_hint(err, "a number of units: --qty 5");
	}
	if (!invoice_credit_part(run->core, &request, &number))
		return seal_invoice(run->core, number) || document_changed(run, DOCUMENT_INVOICE, number) ? -1 : 0;
	if (!run->idempotent || !err->already)
		return -1;
	err_clear(err);
	return 0;
}

static int credit_selected(void *context, const struct selected *selected)
{
	return batch_one(context, selected->id, 0, credit_one, (void *)selected->id);
}

/* A part is of one invoice: several cannot have the same line. */
static int check_options(struct run *run)
{
	const struct credit_options *given = run->options;
	struct err *err = run->core->err;
	bool line = given->line != NONE;
	if (line && given->amount)
		return err_set(err, ERR_USAGE, "--line and --amount exclude each other");
	if (!line && (given->qty || given->rebill))
		return err_set(err, ERR_USAGE, "%s is of one line: --line N", given->rebill ? "--rebill" : "--qty");
	return 0;
}

static int run_credit(struct run *run)
{
	struct core *core = run->core;
	if (check_options(run) || document_begin(run, DOCUMENT_INVOICE))
		return -1;
	int result = 0;
	if (run->input)
		result = input_rewind(run->input, core->err) || select_read(run->input, core->arena, credit_selected, run, core->err);
	for (int i = 0; i < run->count && !run->input && !result; i++)
		result = batch_one(run, run->operands[i], 0, credit_one, (void *)run->operands[i]);
	if (batch_end(run, "invoice") || result)
		return -1;
	return document_end(run);
}

const struct cmd invoice_credit_cmd = {
	.name = "credit",
	.synopsis = "INVOICE...",
	.summary = "take invoices back, or a part of one, by a credit note",
	.done = "issued",
	.options = options,
	.options_size = sizeof(struct credit_options),
	.operand = OPERAND_INVOICE,
	.min = 1,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_credit,
};
