/* Reminders that are sent: a row each, which is never changed, so that the same level never goes out twice. */
#include <string.h>

#include "dunning_parts.h"
#include "ordr/calendar.h"
#include "ordr/event.h"
#include "ordr/invoice.h"

static const struct field reminder_fields[] = {
	F(struct reminder, id, TEXT, FIELD_REQUIRED | FIELD_KEY, "the reminder: its invoice and its level"),
	F(struct reminder, invoice, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "the invoice that it is about"),
	F(struct reminder, level, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "1 for the first"),
	F(struct reminder, final, BOOL, 0, "it is the last that there is"),
	F(struct reminder, order, ORDER, 0, "the order of the invoice; null: many"),
	F(struct reminder, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct reminder, name, TEXT, FIELD_REQUIRED | FIELD_WIDE, "to whom it goes"),
	F(struct reminder, street, TEXT, 0, "street and number"),
	F(struct reminder, postcode, TEXT, 0, "postal code"),
	F(struct reminder, city, TEXT, 0, "city"),
	F(struct reminder, country, TEXT, 0, "two letters, ISO 3166-1: DE"),
	F(struct reminder, email, TEXT, FIELD_SHOWN | FIELD_LATE, "electronic mail: the customer's, else the one on the invoice"),
	F(struct reminder, language, TEXT, FIELD_REQUIRED, "of subject and text: de, en"),
	F(struct reminder, at, INSTANT, FIELD_REQUIRED, "when it was sent"),
	F(struct reminder, by, TEXT, FIELD_REQUIRED, "by whom"),
	F(struct reminder, dated, DATE, FIELD_REQUIRED | FIELD_SHOWN, "its date"),
	F(struct reminder, due, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the last day to pay that it names"),
	F(struct reminder, invoice_issued, DATE, FIELD_REQUIRED, "date of the invoice"),
	F(struct reminder, invoice_due, DATE, FIELD_REQUIRED, "the last day to pay that the invoice named"),
	F(struct reminder, currency, TEXT, FIELD_REQUIRED, "of its amounts, ISO 4217"),
	F(struct reminder, open, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what was open of the invoice"),
	F(struct reminder, fees, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "fees, with those of the levels before"),
	F(struct reminder, lump_sum, MONEY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "lump sum for the delay"),
	F(struct reminder, rate, PERCENT, 0, "of the interest, a year; null: none was asked for"),
	F(struct reminder, interest, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "interest up to its date"),
	F(struct reminder, total, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what it asks for"),
	F(struct reminder, seller, TEXT, 0, "whom to pay"),
	F(struct reminder, iban, TEXT, 0, "to which account"),
	F(struct reminder, bic, TEXT, 0, "the bank of that"),
	F(struct reminder, subject, TEXT, 0, "what a mail has as its subject"),
	F(struct reminder, text, TEXT, 0, "the letter"),
	FIELD_END,
};

const struct schema reminder_schema = { .name = "ordr.reminder/1",
					.title = "A reminder of an invoice that was sent.",
					.fields = reminder_fields,
					.size = sizeof(struct reminder) };

/* --- reading ------------------------------------------------------------------------------------------------------------------ */

/* What a reminder says of its invoice and of whom it goes to, … */
#define ADDRESSED                                                                                                                \
	"i.number AS invoice, i.order_id AS \"order\", c.code AS customer, c.name, c.street, c.postcode, c.city, c.country,"             \
	" coalesce(c.email, i.buyer_email) AS email, coalesce(c.language, i.language, 'en') AS language, i.issued AS invoice_issued,"   \
	" i.due AS invoice_due, i.currency, i.seller_name AS seller, i.seller_iban AS iban, i.seller_bic AS bic"
/* … and of itself, once it is sent. */
#define REMINDERS                                                                                                                \
	"SELECT " ADDRESSED ", i.number || ':' || CAST(r.level AS TEXT) AS id, r.level, r.level >= $1 AS final, r.at, r.actor AS \"by\"," \
	" r.dated, r.due, r.open, (SELECT sum(e.fee) FROM reminder e WHERE e.invoice_id = r.invoice_id AND e.level <= r.level) AS fees," \
	" (SELECT sum(e.lump_sum) FROM reminder e WHERE e.invoice_id = r.invoice_id AND e.level <= r.level) AS lump_sum, r.rate, r.interest" \
	" FROM reminder r JOIN invoice i ON i.id = r.invoice_id JOIN customer c ON c.id = i.customer_id"

static int add_total(struct core *core, struct reminder *reminder)
{
	if (!money_add(reminder->open, reminder->fees, &reminder->total) && !money_add(reminder->total, reminder->lump_sum, &reminder->total) &&
	    !money_add(reminder->total, reminder->interest, &reminder->total))
		return 0;
	return err_set(core->err, ERR_DAMAGED, "what the reminder %s asks for is more than can be counted", reminder->id);
}

/* "RE-2026-00001:2" names the invoice and the level; without one level is NONE. No number of an invoice has a colon in it. */
static int read_id(struct core *core, const char *id, const char **number, int64_t *level)
{
	const char *colon = strrchr(id, ':');
	*level = NONE;
	*number = colon ? arena_strndup(core->arena, id, (size_t)(colon - id)) : id;
	if (!*number)
		return err_memory(core->err);
	if (!colon || !decimal_parse(colon + 1, 0, level))
		return 0;
	*number = id;
	return 0;
}

int reminder_load(struct core *core, const char *id, struct reminder *reminder)
{
	struct dun_terms terms;
	int64_t level;
	const char *number;
	if (read_id(core, id, &number, &level))
		return -1;
	if (dun_terms_load(core, &terms))
		return -1;
	int found = level != NONE
			    ? db_one(core->db, core->arena, &reminder_schema, reminder, REMINDERS " WHERE i.number = $2 AND r.level = $3", A(terms.levels),
				     A(number), A(level))
			    : 0;
	if (found)
		return found < 0 ? -1 : add_total(core, reminder);
	err_set(core->err, ERR_NOT_FOUND, "no reminder %s", id);
	return err_hint(core->err, "ordr dun sent shows them");
}

void reminder_filter_init(struct reminder_filter *filter)
{
	*filter = (struct reminder_filter){ .level = NONE, .from = { NONE }, .to = { NONE } };
}

#define FITS                                                                                                                  \
	" AND ($3 IS NULL OR c.code = $3) AND ($4 IS NULL OR r.level = $4) AND ($5 IS NULL OR r.dated >= $5) AND ($6 IS NULL OR r.dated <= $6)" \
	" ORDER BY r.dated, r.invoice_id, r.level"
static const char all_reminders[] = REMINDERS " WHERE $2 IS NULL" FITS;
static const char invoice_reminders[] = REMINDERS " WHERE i.number = $2" FITS;

int reminder_each(struct core *core, const struct reminder_filter *filter, int (*each)(void *context, const struct reminder *reminder), void *context)
{
	struct db_rows rows;
	struct dun_terms terms;
	if (dun_terms_load(core, &terms) ||
	    db_query(core->db, &rows, filter->invoice ? invoice_reminders : all_reminders, A(terms.levels), A(filter->invoice), A(filter->customer),
		     A(filter->level), A(filter->from), A(filter->to)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct reminder reminder;
		field_clear(reminder_fields, &reminder);
		int result = db_load(&rows, core->arena, reminder_fields, &reminder) || add_total(core, &reminder) || each(context, &reminder);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

/* --- proposing ----------------------------------------------------------------------------------------------------------------- */

struct proposing {
	struct core *core;
	struct dun_terms terms;
	struct date today;
	int (*each)(void *context, const struct reminder *reminder);
	void *context;
};

static int propose(void *context, const struct dunning *dunning)
{
	struct proposing *proposing = context;
	struct core *core = proposing->core;
	struct reminder reminder;
	if (db_one(core->db, core->arena, &reminder_schema, &reminder,
		   "SELECT " ADDRESSED " FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.number = $1", A(dunning->invoice)) != 1)
		return -1;
	reminder.id = arena_printf(core->arena, "%s:%lld", dunning->invoice, (long long)dunning->next_level);
	if (!reminder.id)
		return err_memory(core->err);
	reminder.level = dunning->next_level;
	reminder.final = dunning->next_level >= proposing->terms.levels;
	reminder.at = core->now;
	reminder.by = core->actor;
	reminder.dated = proposing->today;
	reminder.due = (struct date){ proposing->today.days + proposing->terms.term };
	reminder.open = dunning->open;
	reminder.lump_sum = dunning->lump_sum;
	reminder.rate = dunning->rate;
	reminder.interest = dunning->interest;
	reminder.total = dunning->total;
	return money_add(dunning->fees, dunning->fee, &reminder.fees) || proposing->each(proposing->context, &reminder) ? -1 : 0;
}

int reminder_propose(struct core *core, const char *customer, int (*each)(void *context, const struct reminder *reminder), void *context)
{
	struct proposing proposing = { .core = core, .each = each, .context = context };
	const struct dunning_filter filter = { .customer = customer, .status = "ready" };
	if (calendar_today(core, &proposing.today) || dun_terms_load(core, &proposing.terms))
		return -1;
	return dunning_each(core, &filter, propose, &proposing);
}

/* --- sending ------------------------------------------------------------------------------------------------------------------ */

/* Why it is not sent now. What was sent before is as it should be; so that cron may name invoices, too. */
static int refuse(struct core *core, const struct dunning *dunning)
{
	char text[DATE_SIZE];
	if (!strcmp(dunning->status, "disputed")) {
		err_set(core->err, ERR_REFUSED, "is disputed: nobody is reminded of it");
		return err_hint(core->err, "ordr dispute list --invoice %s --state open", dunning->invoice);
	}
	if (!strcmp(dunning->status, "direct_debit")) {
		err_set(core->err, ERR_REFUSED, "is collected by direct debit: nobody is reminded of it");
		return err_hint(core->err, "ordr pay refund %s --reopen when the bank took the payment back", dunning->invoice);
	}
	if (!strcmp(dunning->status, "balanced")) {
		err_set(core->err, ERR_REFUSED, "its customer has as much to get back");
		return err_hint(core->err, "ordr invoice list --customer %s", dunning->customer);
	}
	if (!strcmp(dunning->status, "done")) {
		err_already(core->err, "all %lld reminders were sent, the last on %s", (long long)dunning->level, date_text(dunning->reminded, text));
		return err_hint(core->err, "the setting dun.days has no further level: ordr config get dun.days");
	}
	if (!dunning->level) {
		err_set(core->err, ERR_CONFLICT, "the first reminder is not to be sent before %s", date_text(dunning->next_on, text));
		return err_hint(core->err, "that is by the setting dun.days");
	}
	err_already(core->err, "reminder %lld was sent on %s", (long long)dunning->level, date_text(dunning->reminded, text));
	return err_hint(core->err, "the next one is to be sent on %s", date_text(dunning->next_on, text));
}

static void put_reminder(const struct dunning *dunning, struct date due, struct str *what)
{
	char text[MONEY_SIZE];
	str_printf(what, "\"invoice\":\"%s\",\"level\":%lld,\"due\":\"%s\"", dunning->invoice, (long long)dunning->next_level, date_text(due, text));
	str_printf(what, ",\"open\":%s", money_text(dunning->open, text));
	str_printf(what, ",\"fee\":%s", money_text(dunning->fee, text));
	str_printf(what, ",\"lump_sum\":%s", money_text(dunning->lump_sum, text));
	str_printf(what, ",\"interest\":%s", money_text(dunning->interest, text));
	str_printf(what, ",\"currency\":\"%s\"", dunning->currency);
}

static int write_events(struct core *core, const struct dunning *dunning, struct date due)
{
	struct str of_invoice = { 0 };
	struct str of_order = { 0 };
	put_reminder(dunning, due, &of_invoice);
	if (event_subject(core, &of_invoice, "%s", dunning->invoice))
		return -1;
	if (!dunning->order.number) /* an invoice of many */
		return 0;
	put_reminder(dunning, due, &of_order);
	return event_order(core, dunning->order, &of_order);
}

/* The lump sum stands in the row of the reminder that it was asked for with. */
static int write(struct core *core, const struct dunning *dunning)
{
	struct date today;
	struct dun_terms terms;
	if (calendar_today(core, &today) || dun_terms_load(core, &terms))
		return -1;
	struct date due = { today.days + terms.term };
	if (db_run(core->db,
		   "INSERT INTO reminder (invoice_id, level, at, actor, dated, due, open, fee, interest, rate, lump_sum)"
		   " SELECT i.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 - coalesce((SELECT sum(r.lump_sum) FROM reminder r WHERE r.invoice_id = i.id), 0)"
		   " FROM invoice i WHERE i.number = $1",
		   A(dunning->invoice), A(dunning->next_level), A(core->now), A(core->actor), A(today), A(due), A(dunning->open), A(dunning->fee),
		   A(dunning->interest), A(dunning->rate), A(dunning->lump_sum)))
		return -1;
	return write_events(core, dunning, due);
}

/* One that is named by its level, and that is not the next: what was proposed went out already, or never was. */
static int refuse_level(struct core *core, const struct dunning *dunning, int64_t level)
{
	if (level >= 1 && level <= dunning->level)
		return err_already(core->err, "reminder %lld was sent already", (long long)level);
	err_set(core->err, ERR_CONFLICT, "reminder %lld is not the next one", (long long)level);
	return err_hint(core->err, "ordr dun list shows the level of each invoice");
}

int reminder_send(struct core *core, const char *number, const char **id)
{
	int64_t level;
	struct invoice invoice;
	struct dunning dunning;
	if (read_id(core, number, &number, &level) || invoice_load(core, number, &invoice))
		return -1;
	int found = dunning_load(core, number, &dunning);
	if (!found) {
		err_set(core->err, ERR_CONFLICT, "is not past due");
		err_subject(core->err, "%s", invoice.id);
		return err_hint(core->err, "ordr dun lists what is");
	}
	if (found < 0)
		return -1;
	bool named = level == NONE || level == dunning.next_level;
	bool ready = named && !strcmp(dunning.status, "ready");
	*id = arena_printf(core->arena, "%s:%lld", dunning.invoice, (long long)(ready ? dunning.next_level : level != NONE ? level : dunning.level));
	if (!*id)
		return err_memory(core->err);
	if (ready)
		return write(core, &dunning);
	if (named)
		refuse(core, &dunning);
	else
		refuse_level(core, &dunning, level);
	return err_subject(core->err, "%s", dunning.invoice);
}
