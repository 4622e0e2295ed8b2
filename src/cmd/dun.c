/* ordr dun: what is past due, and its reminders. */
#include <string.h>

#include "ordr/cmd.h"
#include "ordr/dunning.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/print.h"
#include "ordr/select.h"
#include "ordr/user.h"

static int check_customer(struct run *run, const char *code)
{
	struct customer customer;
	return code && master_load(run->core, &master_customer, code, &customer) ? -1 : 0;
}

/* --- list: the proposal ------------------------------------------------------------------------------------------------------- */

struct list_options {
	const char *customer, *status;
};

static const struct opt list_table[] = {
	OPT(struct list_options, customer, 0, TEXT, "CUSTOMER", "invoices to this customer"),
	OPT_ONE_OF(struct list_options, status, 0, dunning_states, "STATUS", "those whose next reminder stands so"),
	OPT_END,
};

static int print_dunning(void *context, const struct dunning *dunning)
{
	return out_record(context, dunning);
}

static int run_list(struct run *run)
{
	const struct list_options *given = run->options;
	const struct dunning_filter filter = { .customer = given->customer, .status = given->status };
	if (check_customer(run, given->customer) || out_begin(run->out, &dunning_schema, OUT_LIST))
		return -1;
	return dunning_each(run->core, &filter, print_dunning, run->out) ? -1 : out_end(run->out);
}

static const struct cmd dun_list = {
	.name = "list",
	.synopsis = "",
	.summary = "list what is past due, with the next reminder and what stops it",
	.options = list_table,
	.options_size = sizeof(struct list_options),
	.access = ACCESS_READ,
	.run = run_list,
};

/* --- send --------------------------------------------------------------------------------------------------------------------- */

struct send_options {
	const char *customer;
};

static const struct opt send_table[] = {
	OPT(struct send_options, customer, 0, TEXT, "CUSTOMER", "without invoices: only those to this customer"),
	OPT_END,
};

/* With --idempotent an invoice that was reminded of already gives the reminder of then. */
static int send_one(struct run *run, void *context)
{
	const char *id;
	if (reminder_send(run->core, context, &id)) {
		if (!run->idempotent || !run->core->err->already)
			return -1;
		err_clear(run->core->err);
	}
	return document_changed(run, DOCUMENT_REMINDER, id);
}

static int send_selected(void *context, const struct selected *selected)
{
	return batch_one(context, selected->id, 0, send_one, (void *)selected->id);
}

static int send_named(struct run *run)
{
	struct core *core = run->core;
	int result = 0;
	if (run->input)
		return input_rewind(run->input, core->err) || select_read(run->input, core->arena, send_selected, run, core->err) ? -1 : 0;
	for (int i = 0; i < run->count && !result; i++)
		result = batch_one(run, run->operands[i], 0, send_one, (void *)run->operands[i]);
	return result;
}

/* All that are ready: none is no error, so that cron may ask every day. */
static int send_ready(struct run *run, const char *customer)
{
	struct list numbers;
	if (check_customer(run, customer) || dunning_ready(run->core, customer, &numbers))
		return -1;
	int result = 0;
	char *const *items = numbers.items;
	for (size_t i = 0; i < numbers.count && !result; i++)
		result = batch_one(run, items[i], 0, send_one, items[i]);
	return result;
}

static int run_send(struct run *run)
{
	const struct send_options *given = run->options;
	if (run->count && given->customer) {
		err_set(run->core->err, ERR_USAGE, "dun send: invoices are named or chosen by --customer, not both");
		return err_hint(run->core->err, "without either all that are ready are reminded of");
	}
	if (document_begin(run, DOCUMENT_REMINDER))
		return -1;
	int result = run->count ? send_named(run) : send_ready(run, given->customer);
	return batch_end(run, "invoice") || result ? -1 : document_end(run);
}

static const struct cmd dun_send = {
	.name = "send",
	.synopsis = "[INVOICE...]",
	.summary = "record the reminders that are ready, as a mailer takes them",
	.done = "sent",
	.options = send_table,
	.options_size = sizeof(struct send_options),
	.operand = OPERAND_INVOICE,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_BILLING,
	.run = run_send,
};

/* --- sent --------------------------------------------------------------------------------------------------------------------- */

struct sent_options {
	const char *customer, *invoice;
	int64_t level;
	struct date from, to;
};

static const struct opt sent_table[] = {
	OPT(struct sent_options, customer, 0, TEXT, "CUSTOMER", "reminders to this customer"),
	OPT(struct sent_options, invoice, 0, TEXT, "INVOICE", "reminders of this invoice"),
	OPT(struct sent_options, level, 0, INTEGER, "N", "reminders of this level"),
	OPT(struct sent_options, from, 0, DATE, "DATE", "dated this day or later"),
	OPT(struct sent_options, to, 0, DATE, "DATE", "dated this day or earlier"),
	OPT_END,
};

static int print_sent(void *context, const struct reminder *sent)
{
	struct run *run = context;
	struct reminder reminder = *sent;
	struct print print = { .arena = run->core->arena, .err = run->core->err };
	bool letter = out_wants(run->out, "subject") || out_wants(run->out, "text");
	return letter && print_reminder(&print, &reminder) ? -1 : out_record(run->out, &reminder);
}

static int run_sent(struct run *run)
{
	const struct sent_options *given = run->options;
	const struct reminder_filter filter = { given->customer, given->invoice, given->level, given->from, given->to };
	struct invoice invoice;
	if (check_customer(run, given->customer) || (given->invoice && invoice_load(run->core, given->invoice, &invoice)) ||
	    out_begin(run->out, &reminder_schema, OUT_LIST))
		return -1;
	return reminder_each(run->core, &filter, print_sent, run) ? -1 : out_end(run->out);
}

static const struct cmd dun_sent = {
	.name = "sent",
	.synopsis = "",
	.summary = "list the reminders that were sent",
	.options = sent_table,
	.options_size = sizeof(struct sent_options),
	.access = ACCESS_READ,
	.run = run_sent,
};

static const struct cmd *const subcommands[] = { &dun_list, &dun_send, &dun_sent, NULL };

const struct cmd cmd_dun = {
	.name = "dun",
	.group = "cash",
	.synopsis = "",
	.summary = "remind of invoices past due: level by level, with fees and interest",
	.sub = subcommands,
	.implied = &dun_list,
};
