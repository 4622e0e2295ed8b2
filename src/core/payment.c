/* Payments settle invoices. Each is a row that is never changed; what is open follows from them. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/credit.h"
#include "ordr/event.h"
#include "ordr/past.h"
#include "ordr/speak.h"
#include "payment_parts.h"

static const struct field amount_field = { .name = "amount", .type = FIELD_MONEY, .flags = FIELD_POSITIVE };

int payment_amount(struct core *core, const char *text, const char *currency, const char *empty, struct money *amount)
{
	if (!*text) {
		err_set(core->err, ERR_INVALID, "amount: \"\" is not a number");
		return err_hint(core->err, "%s", translate(empty));
	}
	if (!field_parse(&amount_field, amount, text, currency, core->arena, core->err))
		return 0;
	struct err cause = *core->err;
	err_set(core->err, cause.code, "amount: %s", cause.message);
	return err_hint(core->err, "%s", cause.hint);
}

int payment_check_at(struct core *core, struct instant at)
{
	char given[INSTANT_SIZE];
	char now[INSTANT_SIZE];
	if (at.ms <= core->now.ms)
		return 0;
	err_set(core->err, ERR_INVALID, "paid at %s, which is in the future", instant_text(at, given));
	return err_hint(core->err, "a time up to %s", instant_text(core->now, now));
}

int payment_last_credit(struct core *core, const struct invoice *invoice, int64_t *credit)
{
	*credit = NONE;
	return db_integer(core->db, credit,
			  "SELECT max(n.id) FROM invoice i JOIN invoice n ON n.corrects = i.number WHERE i.number = $1",
			  A(invoice->id)) < 0
		       ? -1
		       : 0;
}

/* --- writing ------------------------------------------------------------------------------------------------------------------ */

static void put_money(struct str *what, const char *name, struct money money)
{
	char text[MONEY_SIZE];
	str_printf(what, ",\"%s\":%s", name, money_text(money, text));
}

static void put_payment(const struct invoice *invoice, const struct payment_row *row, struct money tax, struct str *what)
{
	char text[INSTANT_SIZE];
	bool back = row->amount.minor < 0;
	struct money moved = money_make(back ? -row->amount.minor : row->amount.minor, invoice->currency);
	str_printf(what, "\"invoice\":\"%s\",\"currency\":\"%s\"", invoice->id, invoice->currency);
	put_money(what, back ? "refunded" : "paid", moved);
	if (row->discount.minor) {
		put_money(what, "cash_discount", row->discount);
		put_money(what, "cash_discount_tax", tax);
	}
	put_money(what, "open", money_make(invoice->open.minor - row->amount.minor - row->discount.minor, invoice->currency));
	str_printf(what, ",\"at\":\"%s\",\"method\":", instant_text(row->at, text));
	str_put_json(what, row->method);
	str_put(what, ",\"ref\":");
	str_put_json(what, row->ref);
}

static int write_events(struct core *core, const struct invoice *invoice, const struct payment_row *row)
{
	struct str of_invoice = { 0 };
	struct str of_order = { 0 };
	struct list taxes;
	struct money tax;
	if (payment_split(core, invoice->id, row->credit, false, row->discount, &taxes, &tax))
		return -1;
	put_payment(invoice, row, tax, &of_invoice);
	if (event_subject(core, &of_invoice, "%s", invoice->id))
		return -1;
	put_payment(invoice, row, tax, &of_order);
	return event_order(core, invoice->order, &of_order);
}

/* That a payment of before was not known until now. `past` is of orders; an invoice of many keeps it under the first of them. */
static int keep_told(struct core *core, const struct invoice *invoice, int64_t payment)
{
	struct order_id order = invoice->order;
	if (!order.number && db_integer(core->db, &order.number, "SELECT " INVOICE_FIRST_ORDER " FROM invoice i WHERE i.number = $1", A(invoice->id)) < 0)
		return -1;
	return past_keep(core, order, payment, "payment", NONE);
}

int payment_write(struct core *core, const struct invoice *invoice, const struct payment_row *row)
{
	struct money owed = money_make(-row->amount.minor - row->discount.minor, invoice->currency);
	if (db_run(core->db,
		   "INSERT INTO payment (invoice_id, amount, discount, credit_id, at, actor, method, ref)"
		   " SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM invoice WHERE number = $1",
		   A(invoice->id), A(row->amount), A(row->discount), A(row->credit), A(row->at), A(core->actor), A(row->method), A(row->ref)))
		return -1;
	int64_t payment = db_last_id(core->db);
	if (credit_owe(core, invoice->id, owed) || (row->at.ms != core->now.ms && keep_told(core, invoice, payment)))
		return -1;
	return write_events(core, invoice, row);
}

/* --- the cash discount -------------------------------------------------------------------------------------------------------- */

int payment_offered(struct core *core, const struct invoice *invoice, struct money *discount)
{
	struct money base = money_make(invoice->gross.minor - invoice->credited.minor, invoice->currency);
	*discount = money_make(0, invoice->currency);
	if (invoice->discount_percent.hundredths == NONE)
		return 0;
	if (money_percent(base, invoice->discount_percent, discount))
		return err_set(core->err, ERR_INVALID, "the cash discount is more than can be counted");
	discount->minor -= invoice->cash_discount.minor;
	return 0;
}

int payment_in_time(struct core *core, const struct invoice *invoice, struct instant at, bool *in)
{
	int minute;
	int64_t last = NONE;
	if (calendar_zone(core) ||
	    db_integer(core->db, &last, "SELECT max(p.at) FROM invoice i JOIN payment p ON p.invoice_id = i.id WHERE i.number = $1 AND p.amount > 0",
		       A(invoice->id)) < 0)
		return -1;
	struct instant latest = { last > at.ms ? last : at.ms };
	*in = instant_date(latest, &minute).days <= invoice->discount_until.days;
	return 0;
}

static int refuse_granted(struct core *core, const struct invoice *invoice, struct money rest, struct money most)
{
	char left[MONEY_SIZE];
	char text[MONEY_SIZE];
	if (invoice->discount_percent.hundredths == NONE) {
		err_set(core->err, ERR_REFUSED, "no cash discount was offered on it");
		return err_hint(core->err, "ordr config set invoice.discount_percent, or of a customer --discount-percent, for invoices to come");
	}
	if (rest.minor <= 0)
		return err_set(core->err, ERR_REFUSED, "all of it is paid: nothing is left for a cash discount");
	err_set(core->err, ERR_REFUSED, "%s %s would be left, more than the cash discount of %s", money_text(rest, left), invoice->currency,
		money_text(most, text));
	return err_hint(core->err, "without --discount the rest stays open");
}

/* What is left of the invoice after the amount is its discount when it is no more than that, and in time. */
static int take_discount(struct core *core, const struct invoice *invoice, enum payment_discount mode, struct payment_row *row)
{
	bool granted = mode == DISCOUNT_GRANTED;
	struct money most;
	struct money rest = money_make(invoice->open.minor - row->amount.minor, invoice->currency);
	row->discount = money_make(0, invoice->currency);
	if (payment_offered(core, invoice, &most))
		return -1;
	bool fits = rest.minor > 0 && rest.minor <= most.minor;
	if (granted && !fits)
		return refuse_granted(core, invoice, rest, most);
	if (!fits || mode == DISCOUNT_REFUSED)
		return 0;
	bool in = granted;
	if ((!in && payment_in_time(core, invoice, row->at, &in)) || (in && payment_last_credit(core, invoice, &row->credit)))
		return -1;
	if (in)
		row->discount = rest;
	return 0;
}

/* --- taking one --------------------------------------------------------------------------------------------------------------- */

static int refuse_more(struct core *core, const struct invoice *invoice, struct money amount)
{
	char open[MONEY_SIZE];
	char given[MONEY_SIZE];
	err_set(core->err, ERR_REFUSED, "%s %s is more than the %s %s that are open", money_text(amount, given), invoice->currency,
		money_text(invoice->open, open), invoice->currency);
	return err_hint(core->err, "%s %s are open: ordr pay %s %s; --over takes more, to be paid back", open, invoice->currency, invoice->id, open);
}

static int read_amount(struct core *core, const struct invoice *invoice, const struct payment_given *given, struct money *amount)
{
	struct money most;
	int64_t sum;
	*amount = invoice->open;
	if (!given->amount && given->over) {
		err_set(core->err, ERR_USAGE, "how much came in?");
		return err_hint(core->err, "ordr pay %s AMOUNT --over", invoice->id);
	}
	if (!given->amount && given->discount == DISCOUNT_GRANTED)
		return payment_offered(core, invoice, &most) || money_subtract(invoice->open, most, amount) ? -1 : 0;
	if (!given->amount)
		return 0;
	if (payment_amount(core, given->amount, invoice->currency, TO_TRANSLATE("leave it out to pay all that is open"), amount))
		return -1;
	if (amount->minor > invoice->open.minor && !given->over)
		return refuse_more(core, invoice, *amount);
	if (__builtin_add_overflow(amount->minor, invoice->paid.minor, &sum) || __builtin_sub_overflow(invoice->open.minor, amount->minor, &sum))
		return err_set(core->err, ERR_INVALID, "what is paid of it is more than can be counted");
	return 0;
}

/* What was paid may be for the invoice that replaced it. */
static int refuse_credited(struct core *core, const struct invoice *invoice)
{
	const char *by = NULL;
	bool credit_note = strcmp(invoice->type, "invoice") != 0;
	if (!credit_note && invoice_replaced_by(core, invoice->id, &by))
		return -1;
	err_set(core->err, ERR_CONFLICT, "is credited: nothing of it is open");
	if (credit_note)
		return err_hint(core->err, "what is to be paid back: ordr pay refund %s", invoice->corrects);
	return by ? err_hint(core->err, "%s bills the same anew: ordr pay %s", by, by) : -1;
}

static int take(struct core *core, const struct invoice *invoice, const struct payment_given *given)
{
	struct payment_row row = { .credit = NONE, .method = given->method, .ref = given->ref };
	row.at = given->at.ms == NONE ? core->now : given->at;
	if (strcmp(invoice->type, "invoice") || (!strcmp(invoice->status, "credited") && !given->over))
		return refuse_credited(core, invoice);
	if (invoice->open.minor <= 0 && !given->over)
		return err_already(core->err, "is paid already");
	if (read_amount(core, invoice, given, &row.amount) || payment_check_at(core, row.at) ||
	    take_discount(core, invoice, given->discount, &row))
		return -1;
	return payment_write(core, invoice, &row);
}

int payment_record(struct core *core, const char *number, const struct payment_given *given)
{
	struct invoice invoice;
	if (invoice_load(core, number, &invoice))
		return -1;
	return take(core, &invoice, given) ? err_subject(core->err, "%s", invoice.id) : 0;
}

int payment_take(struct core *core, const char *number, const char *amount, const char *method, const char *ref, struct instant at)
{
	const struct payment_given given = { .amount = amount, .method = method, .ref = ref, .at = at };
	return payment_record(core, number, &given);
}
