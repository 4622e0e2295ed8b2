/* ordr pay: money came in for an invoice. */
#include <string.h>

#include "ordr/cmd.h"
#include "ordr/invoice.h"
#include "ordr/select.h"
#include "ordr/user.h"

struct pay_options {
	const char *method, *ref, *at;
};

static const struct opt options[] = {
	OPT(struct pay_options, method, 0, TEXT, "NAME", "how: transfer, card, cash …"),
	OPT(struct pay_options, ref, 0, TEXT, "REF", "the payer's or the bank's reference"),
	OPT(struct pay_options, at, 0, INSTANT, "TIME", "when, if not now"),
	OPT_END,
};

struct payment_call {
	const char *number, *amount;
};

static int pay_one(struct run *run, void *context)
{
	const struct payment_call *call = context;
	const struct pay_options *given = run->options;
	struct err *err = run->core->err;
	struct instant at;
	if (run_instant(run, "at", given->at, run->core->now, &at))
		return -1;
	if (payment_take(run->core, call->number, call->amount, given->method, given->ref, at)) {
		if (!run->idempotent || !err->already)
			return -1;
		err_clear(err);
	}
	return document_changed(run, DOCUMENT_INVOICE, call->number);
}

static int pay_selected(void *context, const struct selected *selected)
{
	struct payment_call call = { .number = selected->id };
	return batch_one(context, selected->id, 0, pay_one, &call);
}

static int run_pay(struct run *run)
{
	struct core *core = run->core;
	struct payment_call call = { .number = run->operands[0], .amount = run->count > 1 ? run->operands[1] : NULL };
	if (document_begin(run, DOCUMENT_INVOICE))
		return -1;
	int result = !run->input ? batch_one(run, call.number, 0, pay_one, &call)
		     : input_rewind(run->input, core->err) ? -1
							    : select_read(run->input, core->arena, pay_selected, run, core->err);
	if (batch_end(run, "invoice") || result)
		return -1;
	return document_end(run);
}

const struct cmd cmd_pay = {
	.name = "pay",
	.group = "cash",
	.synopsis = "INVOICE [AMOUNT]",
	.summary = "record a payment; without an amount, all that is open",
	.done = "paid",
	.options = options,
	.options_size = sizeof(struct pay_options),
	.operand = OPERAND_INVOICE,
	.min = 1,
	.max = 2,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_pay,
};
