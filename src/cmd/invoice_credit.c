/* ordr invoice credit: takes an invoice back, or a part of it, by a credit note. */
#include "invoice_commands.h"
#include "ordr/invoice.h"
#include "ordr/select.h"
#include "ordr/speak.h"
#include "ordr/user.h"
#include "part.h"
#include "seal.h"

struct credit_options {
	int64_t line;
	const char *qty, *amount, *rma, *complaint, *reason;
	bool rebill, replace;
};

static const struct opt options[] = {
	OPT(struct credit_options, line, 0, INTEGER, "N", "only this line of the invoice"),
	OPT(struct credit_options, qty, 0, TEXT, "QTY", "only so many of it; all that is left of the line when not given"),
	OPT(struct credit_options, amount, 0, TEXT, "AMOUNT", "a price reduction of this net amount instead"),
	OPT_AS("return", struct credit_options, rma, 0, TEXT, "RETURN", "what this return brought back and is to be credited"),
	OPT(struct credit_options, complaint, 0, TEXT, "COMPLAINT", "the amount by which this complaint was resolved"),
	OPT(struct credit_options, rebill, 0, FLAG, NULL, "what is taken back of the line can be invoiced again"),
	OPT(struct credit_options, replace, 0, FLAG, NULL, "bill the whole of it anew, as customer and company are now, by a corrected invoice"),
	OPT(struct credit_options, reason, 0, TEXT, "CODE", "why: one of the setting reasons; as the return or the complaint says when not given"),
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

/* The credit note, and the invoice that bills the same anew. With --idempotent what is replaced is as it should be. */
static int replace_one(struct run *run, void *context)
{
	const struct credit_options *given = run->options;
	struct core *core = run->core;
	const char *numbers[2];
	if (invoice_replace(core, context, given->reason, &numbers[0], &numbers[1])) {
		if (!run->idempotent || !core->err->already)
			return -1;
		err_clear(core->err);
		return 0;
	}
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (seal_invoice(core, numbers[i]) || document_changed(run, DOCUMENT_INVOICE, numbers[i]))
			return -1;
	return 0;
}

static int one(struct run *run, void *context)
{
	const struct credit_options *given = run->options;
	return given->replace ? replace_one(run, context) : credit_one(run, context);
}

static int credit_selected(void *context, const struct selected *selected)
{
	return batch_one(context, selected->id, 0, one, (void *)selected->id);
}

/* All credit notes that a return or a complaint leads to, of the invoice that is named, if one is. */
static int credit_cause(struct run *run, void *context)
{
	const struct credit_options *given = run->options;
	struct core *core = run->core;
	struct credit_request request = { .number = context, .qty = { NONE }, .rebill = given->rebill, .reason = given->reason };
	const char *number;
	struct list numbers = { &number, 1 };
	if (given->rma ? return_read(run, given->rma, &request.rma) || invoice_credit_return(core, &request, &numbers)
		       : complaint_read(run, given->complaint, &request.complaint) || invoice_credit_complaint(core, &request, &number)) {
		if (run->idempotent && core->err->already)
			err_clear(core->err);
		return core->err->code ? -1 : 0;
	}
	for (size_t i = 0; i < numbers.count; i++) {
		const char *each = ((const char *const *)numbers.items)[i];
		if (seal_invoice(core, each) || document_changed(run, DOCUMENT_INVOICE, each))
			return -1;
	}
	return 0;
}

/* A part is of one invoice: several cannot have the same line. What a return or a complaint leads to is all that is taken back. */
static int check_options(struct run *run)
{
	const struct credit_options *given = run->options;
	struct err *err = run->core->err;
	bool line = given->line != NONE;
	const char *cause = given->rma ? "--return" : given->complaint ? "--complaint" : NULL;
	if (line && given->amount)
		return err_set(err, ERR_USAGE, "--line and --amount exclude each other");
	if (given->rma && given->complaint)
		return err_set(err, ERR_USAGE, "--return and --complaint exclude each other");
	if (cause && (line || given->qty || given->amount || (given->complaint && given->rebill)))
		return err_set(err, ERR_USAGE,
			       given->complaint ? TO_TRANSLATE("--complaint says how much: no --line, --qty, --amount or --rebill")
						: TO_TRANSLATE("--return says how much: no --line, --qty, --amount"));
	if (given->replace && (cause || line || given->qty || given->amount || given->rebill))
		return err_set(err, ERR_USAGE, "--replace is of a whole invoice: no --line, --qty, --amount, --rebill, --return or --complaint");
	if (cause && (run->input || run->count > 1))
		return err_set(err, ERR_USAGE, "%s takes one invoice at most", cause);
	if (cause)
		return 0;
	if (!line && (given->qty || given->rebill))
		return err_set(err, ERR_USAGE, "%s is of one line: --line N", given->rebill ? "--rebill" : "--qty");
	if (run->count || run->input)
		return 0;
	err_set(err, ERR_USAGE, "which invoice is taken back?");
	return err_hint(err, "ordr invoice credit INVOICE, or --return RETURN, or --complaint COMPLAINT");
}

static int run_credit(struct run *run)
{
	struct core *core = run->core;
	if (check_options(run) || document_begin(run, DOCUMENT_INVOICE))
		return -1;
	const struct credit_options *given = run->options;
	int result = 0;
	if (given->rma || given->complaint)
		result = batch_one(run, given->rma ? given->rma : given->complaint, 0, credit_cause, run->count ? (void *)run->operands[0] : NULL);
	else if (run->input)
		result = input_rewind(run->input, core->err) || select_read(run->input, core->arena, credit_selected, run, core->err);
	for (int i = 0; i < run->count && !run->input && !given->rma && !given->complaint && !result; i++)
		result = batch_one(run, run->operands[i], 0, one, (void *)run->operands[i]);
	if (batch_end(run, "invoice") || result)
		return -1;
	return document_end(run);
}

const struct cmd invoice_credit_cmd = {
	.name = "credit",
	.synopsis = "INVOICE... | --return RETURN | --complaint COMPLAINT",
	.summary = "take invoices back, or a part of one, by a credit note",
	.done = "issued",
	.options = options,
	.options_size = sizeof(struct credit_options),
	.operand = OPERAND_INVOICE,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_credit,
};
