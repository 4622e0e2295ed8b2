/* ordr dun: what is past due, and its reminders. */
#include <string.h>

#include "ordr/cmd.h"
#include "ordr/dunning.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/print.h"

#include "dun_commands.h"

int dun_check_customer(struct run *run, const char *code)
{
	struct customer customer;
	return code && master_load(run->core, &master_customer, code, &customer) ? -1 : 0;
}

/* --- list: the proposal ------------------------------------------------------------------------------------------------------- */

struct list_options {
	const char *customer, *status;
	bool send_list;
};

static const struct opt list_table[] = {
	OPT(struct list_options, customer, 0, TEXT, "CUSTOMER", "invoices to this customer"),
	OPT_ONE_OF(struct list_options, status, 0, dunning_states, "STATUS", "those whose next reminder stands so"),
	OPT(struct list_options, send_list, 0, FLAG, NULL, "the reminders that are ready, as JSON for a mailer; nothing is recorded"),
	OPT_END,
};

static int print_dunning(void *context, const struct dunning *dunning)
{
	return out_record(context, dunning);
}

static int print_letter(void *context, const struct reminder *given)
{
	struct run *run = context;
	struct reminder reminder = *given;
	struct print print = { .arena = run->core->arena, .err = run->core->err };
	bool letter = out_wants(run->out, "subject") || out_wants(run->out, "text");
	return letter && print_reminder(&print, &reminder) ? -1 : out_record(run->out, &reminder);
}

/* What `dun send` would record now, letter and all. */
static int print_proposals(struct run *run, const struct list_options *given)
{
	if (given->status && strcmp(given->status, "ready")) {
		err_set(run->core->err, ERR_USAGE, "dun list: --send-list lists what is ready, not what is %s", given->status);
		return err_hint(run->core->err, "ordr dun list --status %s", given->status);
	}
	if (dun_check_customer(run, given->customer))
		return -1;
	out_json(run->out);
	if (out_begin(run->out, &reminder_schema, OUT_LIST) || reminder_propose(run->core, given->customer, print_letter, run))
		return -1;
	return out_end(run->out);
}

static int run_list(struct run *run)
{
	const struct list_options *given = run->options;
	if (given->send_list)
		return print_proposals(run, given);
	const struct dunning_filter filter = { .customer = given->customer, .status = given->status };
	if (dun_check_customer(run, given->customer) || out_begin(run->out, &dunning_schema, OUT_LIST))
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

static int run_sent(struct run *run)
{
	const struct sent_options *given = run->options;
	const struct reminder_filter filter = { given->customer, given->invoice, given->level, given->from, given->to };
	struct invoice invoice;
	if (dun_check_customer(run, given->customer) || (given->invoice && invoice_load(run->core, given->invoice, &invoice)) ||
	    out_begin(run->out, &reminder_schema, OUT_LIST))
		return -1;
	return reminder_each(run->core, &filter, print_letter, run) ? -1 : out_end(run->out);
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
