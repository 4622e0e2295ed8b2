/* ordr dun send: each reminder that is ready, recorded once. */
#include "dun_commands.h"
#include "ordr/dunning.h"
#include "ordr/select.h"
#include "ordr/user.h"

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
	if (dun_check_customer(run, customer) || dunning_ready(run->core, customer, &numbers))
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

const struct cmd dun_send = {
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
