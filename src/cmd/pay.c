/* ordr pay: money came in for an invoice, or goes back. */
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/payment.h"
#include "ordr/select.h"
#include "ordr/user.h"
#include "part.h"
#include "pay_import.h"

/* --- payments and refunds: one or more invoices, an amount of one ------------------------------------------------------------- */

struct pay_options {
	const char *method, *ref, *at;
	bool over, discount, no_discount;
};

static const struct opt pay_table[] = {
	OPT(struct pay_options, method, 0, TEXT, "NAME", "how: transfer, card, cash …"),
	OPT(struct pay_options, ref, 0, TEXT, "REF", "the payer's or the bank's reference"),
	OPT(struct pay_options, at, 0, INSTANT, "TIME", "when, if not now"),
	OPT(struct pay_options, discount, 0, FLAG, NULL, "with the cash discount, even if its time is over"),
	OPT(struct pay_options, no_discount, 0, FLAG, NULL, "without the cash discount: what is left stays open"),
	OPT(struct pay_options, over, 0, FLAG, NULL, "take more than is open, to be paid back"),
	OPT_END,
};

struct pay_call {
	const char *number, *amount;
};

/* A payment is of the invoice that was named, a refund of a credit note is of the invoice that it corrects. */
static int pay_one(struct run *run, void *context)
{
	const struct pay_call *call = context;
	const struct pay_options *given = run->options;
	struct payment_given payment = { .amount = call->amount, .method = given->method, .ref = given->ref, .over = given->over };
	payment.discount = given->discount ? DISCOUNT_GRANTED : given->no_discount ? DISCOUNT_REFUSED : DISCOUNT_OFFERED;
	if (run_instant(run, "at", given->at, run->core->now, &payment.at) || payment_record(run->core, call->number, &payment))
		return -1;
	return document_changed(run, DOCUMENT_INVOICE, call->number);
}

struct refund_options {
	const char *method, *ref, *at;
	bool reopen;
};

static const struct opt refund_table[] = {
	OPT(struct refund_options, method, 0, TEXT, "NAME", "how: transfer, card, cash …"),
	OPT(struct refund_options, ref, 0, TEXT, "REF", "the reference that the bank is given"),
	OPT(struct refund_options, at, 0, INSTANT, "TIME", "when, if not now"),
	OPT(struct refund_options, reopen, 0, FLAG, NULL, "the bank took the payment back: the invoice is open again"),
	OPT_END,
};

static int refund_one(struct run *run, void *context)
{
	const struct pay_call *call = context;
	const struct refund_options *given = run->options;
	struct payment_given payment = { .amount = call->amount, .method = given->method, .ref = given->ref };
	const char *number;
	if (run_instant(run, "at", given->at, run->core->now, &payment.at) ||
	    payment_refund(run->core, call->number, &payment, given->reopen, &number))
		return -1;
	return document_changed(run, DOCUMENT_INVOICE, number);
}

struct pay_batch {
	struct run *run;
	int (*one)(struct run *run, void *context);
	struct pay_call call;
};

/* With --idempotent what is settled already is printed as it is. */
static int forgive(struct run *run, void *context)
{
	struct pay_batch *batch = context;
	if (!batch->one(run, &batch->call))
		return 0;
	if (!run->idempotent || !run->core->err->already)
		return -1;
	err_clear(run->core->err);
	return document_changed(run, DOCUMENT_INVOICE, batch->call.number);
}

static int take_selected(void *context, const struct selected *selected)
{
	struct pay_batch *batch = context;
	batch->call = (struct pay_call){ .number = selected->id };
	return batch_one(batch->run, selected->id, 0, forgive, batch);
}

static int run_batch(struct run *run, int (*one)(struct run *run, void *context))
{
	struct core *core = run->core;
	struct pay_batch batch = { .run = run, .one = one, .call = { run->operands[0], run->count > 1 ? run->operands[1] : NULL } };
	if (document_begin(run, DOCUMENT_INVOICE))
		return -1;
	int result = !run->input ? batch_one(run, batch.call.number, 0, forgive, &batch)
		     : input_rewind(run->input, core->err) ? -1
							    : select_read(run->input, core->arena, take_selected, &batch, core->err);
	return batch_end(run, "invoice") || result ? -1 : document_end(run);
}

static int run_pay(struct run *run)
{
	const struct pay_options *given = run->options;
	if (!given->discount || !given->no_discount)
		return run_batch(run, pay_one);
	err_set(run->core->err, ERR_USAGE, "--discount and --no-discount cannot both be given");
	return err_hint(run->core->err, "without either the discount is taken when the payment is in time");
}

static int run_refund(struct run *run)
{
	return run_batch(run, refund_one);
}

static const struct cmd pay_record = {
	.name = "record",
	.synopsis = "INVOICE [AMOUNT]",
	.summary = "money came in for an invoice",
	.done = "paid",
	.options = pay_table,
	.options_size = sizeof(struct pay_options),
	.operand = OPERAND_INVOICE,
	.min = 1,
	.max = 2,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_pay,
};

static const struct cmd pay_refund = {
	.name = "refund",
	.synopsis = "INVOICE [AMOUNT]",
	.summary = "pay back what is the customer's to get back",
	.done = "refunded",
	.options = refund_table,
	.options_size = sizeof(struct refund_options),
	.operand = OPERAND_INVOICE,
	.min = 1,
	.max = 2,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_refund,
};

/* --- list --------------------------------------------------------------------------------------------------------------------- */

struct list_options {
	const char *invoice, *customer, *order, *method;
	struct date from, to;
};

static const struct opt list_table[] = {
	OPT(struct list_options, invoice, 0, TEXT, "INVOICE", "payments of this invoice"),
	OPT(struct list_options, customer, 0, TEXT, "CUSTOMER", "payments of this customer"),
	OPT(struct list_options, order, 0, TEXT, "ORDER", "payments of this order's invoices"),
	OPT(struct list_options, method, 0, TEXT, "NAME", "payments made this way"),
	OPT(struct list_options, from, 0, DATE, "DATE", "paid on or after this day"),
	OPT(struct list_options, to, 0, DATE, "DATE", "paid on or before this day"),
	OPT_END,
};

static int print_payment(void *context, const struct payment *payment)
{
	return out_record(context, payment);
}

static int run_list(struct run *run)
{
	const struct list_options *given = run->options;
	struct payment_filter filter = { given->invoice, given->customer, given->method, { 0 }, given->from, given->to };
	struct customer customer;
	struct invoice invoice;
	if (order_read(run, given->order, &filter.order) || (given->invoice && invoice_load(run->core, given->invoice, &invoice)) ||
	    (given->customer && master_load(run->core, &master_customer, given->customer, &customer)) ||
	    out_begin(run->out, &payment_schema, OUT_LIST))
		return -1;
	return payment_each(run->core, &filter, print_payment, run->out) ? -1 : out_end(run->out);
}

static const struct cmd pay_list = {
	.name = "list",
	.synopsis = "",
	.summary = "list payments",
	.options = list_table,
	.options_size = sizeof(struct list_options),
	.access = ACCESS_READ,
	.run = run_list,
};

static const struct cmd *const subcommands[] = { &pay_record, &pay_import, &pay_refund, &pay_list, NULL };

const struct cmd cmd_pay = {
	.name = "pay",
	.group = "cash",
	.synopsis = "INVOICE [AMOUNT]",
	.summary = "record payments and refunds; match bank statements; list them",
	.sub = subcommands,
	.implied = &pay_record,
};
