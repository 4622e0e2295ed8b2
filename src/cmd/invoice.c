/* ordr invoice: bills orders; shows and lists what was billed. */
#include <string.h>

#include "filter_options.h"
#include "invoice_commands.h"
#include "ordr/invoice.h"
#include "ordr/user.h"
#include "part.h"
#include "seal.h"

static const char *const statuses[] = { "open", "paid", "overdue", "credited", "disputed", NULL };

/* --- issue -------------------------------------------------------------------------------------------------------------------- */

struct issue_options {
	struct filter_options filter;
	const char *deposit;
	bool collect;
};

static const struct opt issue_table[] = {
	FILTER_OPTIONS(struct issue_options),
	OPT(struct issue_options, deposit, 0, TEXT, "PART", "ask for a part in advance: 30%, or a net amount"),
	OPT(struct issue_options, collect, 0, FLAG, NULL, "one invoice for all orders of --customer, or of each customer whose orders are collected; with --until, for what was supplied before"),
	OPT_END,
};

static int print_issued(void *context, const struct invoice *invoice)
{
	return document_changed(context, DOCUMENT_INVOICE, invoice->id);
}

/* With --idempotent an order that is billed already gives what it was billed by, as the call that billed it did. */
static int issue_one(struct run *run, struct order_id id)
{
	const char *number;
	const struct issue_options *given = run->options;
	struct err *err = run->core->err;
	struct invoice_filter filter;
	if (given->deposit ? !invoice_deposit(run->core, id, given->deposit, &number) : !invoice_issue(run->core, id, &number))
		return seal_invoice(run->core, number) || document_changed(run, DOCUMENT_INVOICE, number) ? -1 : 0;
	if (!run->idempotent || !err->already)
		return -1;
	err_clear(err);
	invoice_filter_init(&filter);
	filter.order = id;
	return invoice_each(run->core, &filter, false, print_issued, run);
}

static int collect_one(struct run *run, void *customer)
{
	const struct issue_options *given = run->options;
	struct list numbers;
	bool filtered;
	struct order_filter filter;
	if (filter_read(run, &given->filter, &filter, &filtered) || invoice_collect(run->core, customer, filter.until, &numbers))
		return -1;
	for (size_t i = 0; i < numbers.count; i++) {
		const char *number = ((const char *const *)numbers.items)[i];
		if (seal_invoice(run->core, number) || document_changed(run, DOCUMENT_INVOICE, number))
			return -1;
	}
	return 0;
}

/* Of a customer whose orders are collected, there may be nothing to collect yet. */
static int collect_any(struct run *run, void *customer)
{
	struct err *err = run->core->err;
	if (!collect_one(run, customer))
		return 0;
	if (err->code != ERR_CONFLICT)
		return -1;
	err_clear(err);
	return 0;
}

static int collect_all(struct run *run)
{
	struct list codes;
	int result = invoice_collecting(run->core, &codes);
	char *const *code = codes.items;
	for (size_t i = 0; !result && i < codes.count; i++)
		result = batch_one(run, code[i], 0, collect_any, code[i]);
	return result;
}

/* Nothing chooses among the orders but their customer and the day. */
static int run_collect(struct run *run)
{
	const struct issue_options *given = run->options;
	struct err *err = run->core->err;
	struct filter_options rest = given->filter;
	struct order_filter filter;
	bool filtered;
	rest.customer = rest.until = NULL;
	if (filter_read(run, &rest, &filter, &filtered))
		return -1;
	if (run->count || run->input || given->deposit || filtered)
		return err_set(err, ERR_USAGE, "--collect takes --customer and --until alone");
	if (document_begin(run, DOCUMENT_INVOICE))
		return -1;
	void *customer = (void *)given->filter.customer;
	int result = customer ? batch_one(run, customer, 0, collect_one, customer) : collect_all(run);
	return batch_end(run, "customer") || result ? -1 : document_end(run);
}

static int run_issue(struct run *run)
{
	const struct issue_options *given = run->options;
	if (given->collect)
		return run_collect(run);
	return batch_orders(run, &given->filter, "invoice", issue_one, DOCUMENT_INVOICE);
}

static const struct cmd invoice_issue_cmd = {
	.name = "issue",
	.synopsis = "ORDER...",
	.summary = "bill what the policy allows and was not billed yet",
	.done = "issued",
	.options = issue_table,
	.options_size = sizeof(struct issue_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_issue,
};

/* --- list --------------------------------------------------------------------------------------------------------------------- */

struct list_options {
	const char *customer, *status, *order;
	bool overdue;
	struct date from, to;
};

static const struct opt list_table[] = {
	OPT(struct list_options, customer, 0, TEXT, "CUSTOMER", "invoices to this customer"),
	OPT_ONE_OF(struct list_options, status, 0, statuses, "STATUS", "invoices that stand so"),
	OPT(struct list_options, overdue, 0, FLAG, NULL, "invoices past due, disputed ones too"),
	OPT(struct list_options, order, 0, TEXT, "ORDER", "invoices of this order"),
	OPT(struct list_options, from, 0, DATE, "DATE", "issued on or after this day"),
	OPT(struct list_options, to, 0, DATE, "DATE", "issued on or before this day"),
	OPT_END,
};

static int print_invoice(void *context, const struct invoice *invoice)
{
	return out_record(context, invoice);
}

static int run_list(struct run *run)
{
	const struct list_options *given = run->options;
	struct invoice_filter filter;
	invoice_filter_init(&filter);
	filter.customer = given->customer;
	filter.status = given->status;
	filter.overdue = given->overdue;
	filter.from = given->from;
	filter.to = given->to;
	if (order_read(run, given->order, &filter.order))
		return -1;
	if (out_begin(run->out, &invoice_schema, OUT_LIST))
		return -1;
	bool whole = out_wants(run->out, "orders") || out_wants(run->out, "lines") || out_wants(run->out, "taxes");
	if (invoice_each(run->core, &filter, whole, print_invoice, run->out))
		return -1;
	return out_end(run->out);
}

static const struct cmd invoice_list = {
	.name = "list",
	.synopsis = "",
	.summary = "list invoices",
	.options = list_table,
	.options_size = sizeof(struct list_options),
	.access = ACCESS_READ,
	.run = run_list,
};

static const struct cmd *const subcommands[] = { &invoice_issue_cmd, &invoice_check_cmd, &invoice_credit_cmd, &invoice_show_cmd, &invoice_list, NULL };

const struct cmd cmd_invoice = {
	.name = "invoice",
	.group = "cash",
	.synopsis = "ORDER...",
	.summary = "bill orders; check, credit, show and list invoices",
	.sub = subcommands,
	.implied = &invoice_issue_cmd,
};
