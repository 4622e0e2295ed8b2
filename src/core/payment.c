/* Payments settle invoices. Each is a row that is never changed; what is open follows from them. */
#include <string.h>

#include "ordr/credit.h"
#include "ordr/event.h"
#include "ordr/invoice.h"
#include "ordr/past.h"

/* Read as a form's field would be, so that an amount is refused in the same words everywhere. */
static const struct field amount_field = { .name = "amount", .type = FIELD_MONEY, .flags = FIELD_POSITIVE };

static int read_amount(struct core *core, const struct invoice *invoice, const char *text, struct money *amount)
{
	char open[MONEY_SIZE];
	char given[MONEY_SIZE];
	if (!text) {
		*amount = invoice->open;
		return 0;
	}
	if (!*text) {
		err_set(core->err, ERR_INVALID, "amount: \"\" is not a number");
		return err_hint(core->err, "leave it out to pay all that is open");
	}
	if (field_parse(&amount_field, amount, text, invoice->currency, core->arena, core->err)) {
		struct err cause = *core->err;
		err_set(core->err, cause.code, "amount: %s", cause.message);
		return err_hint(core->err, "%s", cause.hint);
	}
	if (amount->minor <= invoice->open.minor)
		return 0;
	err_set(core->err, ERR_REFUSED, "%s %s is more than the %s %s that are open", money_text(*amount, given), invoice->currency,
		money_text(invoice->open, open), invoice->currency);
	return err_hint(core->err, "%s %s are open: ordr pay %s %s", open, invoice->currency, invoice->id, open);
}

static int check_at(struct core *core, struct instant at)
{
	char given[INSTANT_SIZE];
	char now[INSTANT_SIZE];
	if (at.ms <= core->now.ms)
		return 0;
	err_set(core->err, ERR_INVALID, "paid at %s, which is in the future", instant_text(at, given));
	return err_hint(core->err, "a time up to %s", instant_text(core->now, now));
}

static int write_payment(struct core *core, const struct invoice *invoice, struct money amount, const char *method, const char *ref,
			 struct instant at)
{
	return db_run(core->db,
		      "INSERT INTO payment (invoice_id, amount, at, actor, method, ref)"
		      " SELECT id, $2, $3, $4, $5, $6 FROM invoice WHERE number = $1",
		      A(invoice->id), A(amount), A(at), A(core->actor), A(method), A(ref));
}

static void put_payment(const struct invoice *invoice, struct money amount, const char *method, const char *ref, struct instant at,
			struct str *what)
{
	char text[MONEY_SIZE];
	struct money open = money_make(invoice->open.minor - amount.minor, invoice->currency);
	str_printf(what, "\"invoice\":\"%s\",\"currency\":\"%s\",\"paid\":%s", invoice->id, invoice->currency, money_text(amount, text));
	str_printf(what, ",\"open\":%s", money_text(open, text));
	str_printf(what, ",\"at\":\"%s\",\"method\":", instant_text(at, text));
	str_put_json(what, method);
	str_put(what, ",\"ref\":");
	str_put_json(what, ref);
}

static int take(struct core *core, const struct invoice *invoice, const char *amount_text, const char *method, const char *ref,
		struct instant at)
{
	struct money amount;
	if (!strcmp(invoice->status, "credited"))
		return err_set(core->err, ERR_CONFLICT, "is credited: nothing of it is open");
	if (invoice->open.minor <= 0)
		return err_already(core->err, "is paid already");
	if (read_amount(core, invoice, amount_text, &amount) || check_at(core, at) ||
	    write_payment(core, invoice, amount, method, ref, at) ||
	    credit_owe(core, invoice->id, money_make(-amount.minor, invoice->currency)))
		return -1;
	if (at.ms != core->now.ms && past_keep(core, invoice->order, db_last_id(core->db), "payment", NONE))
		return -1;
	struct str of_invoice = { 0 };
	struct str of_order = { 0 };
	put_payment(invoice, amount, method, ref, at, &of_invoice);
	if (event_subject(core, &of_invoice, "%s", invoice->id))
		return -1;
	put_payment(invoice, amount, method, ref, at, &of_order);
	return event_order(core, invoice->order, &of_order);
}

int payment_take(struct core *core, const char *number, const char *amount, const char *method, const char *ref, struct instant at)
{
	struct invoice invoice;
	if (invoice_load(core, number, &invoice))
		return -1;
	if (!take(core, &invoice, amount, method, ref, at.ms == NONE ? core->now : at))
		return 0;
	return err_subject(core->err, "%s", invoice.id);
}
