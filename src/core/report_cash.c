/* What is owed: one pass over the invoices, by age and by who owes it. */
#include <stdlib.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/id_table.h"
#include "ordr/settings.h"
#include "ordr/statistics.h"
#include "ordr/past.h"
#include "ordr/speak.h"
#include "report_cash.h"

#define STANDARD 20

enum { NOT_DUE, TO_30, TO_60, TO_90, OVER_90, AGES };

static const char *const age_names[] = { "not due", "1-30", "31-60", "61-90", "over 90", NULL };
static const char *const leg_names[] = { "confirm", "ship", "invoice", "pay", "all", NULL };

static const struct field leg_fields[] = {
	F_CHOICE(struct cash_leg, leg, leg_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "confirm, ship, invoice, pay, or all of it"),
	F(struct cash_leg, count, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders, from invoice on invoices, that took it"),
	F(struct cash_leg, median_days, QUANTITY, FIELD_SHOWN | FIELD_PLOT, "half of them took no more days; null when none did"),
	F(struct cash_leg, p90_days, QUANTITY, FIELD_SHOWN | FIELD_PLOT, "nine of ten took no more days; null when none did"),
	FIELD_END,
};

static const struct field age_fields[] = {
	F_CHOICE(struct cash_age, age, age_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "days past due"),
	F(struct cash_age, invoices, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "open invoices of this age"),
	F(struct cash_age, open, MONEY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "what is open of them"),
	FIELD_END,
};

static const struct field debtor_fields[] = {
	F(struct cash_debtor, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "code of the customer"),
	F(struct cash_debtor, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "name of the customer"),
	F(struct cash_debtor, invoices, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "open invoices"),
	F(struct cash_debtor, open, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what is open of them"),
	F(struct cash_debtor, overdue, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "of that, past due"),
	F(struct cash_debtor, disputed, MONEY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "of what is open, contested by open disputes"),
	F(struct cash_debtor, oldest_due, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the earliest due day of them"),
	FIELD_END,
};

const struct field report_cash_fields[] = {
	F(struct report_cash, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that it is counted at"),
	F(struct report_cash, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of the period"),
	F(struct report_cash, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of the period"),
	F(struct report_cash, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_cash, invoices, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "invoices issued in the period"),
	F(struct report_cash, sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "invoiced in the period, gross, less credit notes"),
	F(struct report_cash, receivables, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what is open of all invoices"),
	F(struct report_cash, overdue, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "of that, past due"),
	F(struct report_cash, overdue_pct, PERCENT, FIELD_SHOWN, "overdue of receivables, in percent; null when nothing is open"),
	F(struct report_cash, disputes, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "open disputes of invoices"),
	F(struct report_cash, disputed, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "of receivables, contested by them"),
	F(struct report_cash, dso_days, QUANTITY, FIELD_SHOWN, "days sales outstanding: receivables of sales, times the days of the period; null without sales"),
	F_LIST(struct report_cash, legs, struct cash_leg, leg_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS,
	       "days from placing to confirming, to shipping, to the invoice, to its payment, and from placing to payment"),
	F_LIST(struct report_cash, aging, struct cash_age, age_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS, "what is open, by days past due"),
	F_LIST(struct report_cash, debtors, struct cash_debtor, debtor_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "who owes it, the most first, at most 20 or the limit"),
	FIELD_END,
};

const struct schema report_cash_schema = { .name = "ordr.report-cash/1",
					   .title = "From order to cash.",
					   .fields = report_cash_fields,
					   .size = sizeof(struct report_cash) };

static const char basis[] = TO_TRANSLATE("legs: orders placed in the period and their invoices; an invoice is paid when payments and credit notes leave nothing open."
			    " Receivables are all invoices with something open at as_of, gross, past due from the day after their due date; disputed is what open"
			    " disputes contest of them."
			    " Sales are invoices less credit notes issued in the period, gross; DSO is receivables ÷ sales × days of the period."
			    " Days are of 24 hours; the percentiles are nearest rank");

/* One customer's. */
struct owed {
	int64_t customer, invoices, open, overdue, disputed, oldest;
};

struct pass {
	struct core *core;
	struct report_cash *report;
	struct date today;
	struct cash_age ages[AGES];
	struct id_table owed; /* of struct owed */
	int64_t open, overdue, disputes, disputed, sales;
	bool too_much;
};

static void add(struct pass *pass, int64_t *sum, int64_t value)
{
	pass->too_much |= __builtin_add_overflow(*sum, value, sum) != 0;
}

static struct owed *owed_by(struct pass *pass, int64_t customer)
{
	const size_t before = pass->owed.count;
	struct owed *owed = id_table_get(&pass->owed, customer);
	if (!owed)
		err_memory(pass->core->err);
	else if (pass->owed.count > before)
		owed->oldest = INT64_MAX;
	return owed;
}

static int take_open(struct pass *pass, int64_t customer, int64_t open, int64_t due)
{
	int64_t days = pass->today.days - due;
	int age = days <= 0 ? NOT_DUE : days <= 30 ? TO_30 : days <= 60 ? TO_60 : days <= 90 ? TO_90 : OVER_90;
	struct owed *owed = owed_by(pass, customer);
	if (!owed)
		return -1;
	owed->invoices++;
	owed->oldest = due < owed->oldest ? due : owed->oldest;
	pass->ages[age].invoices++;
	add(pass, &owed->open, open);
	add(pass, &pass->ages[age].open.minor, open);
	add(pass, &pass->open, open);
	if (age != NOT_DUE) {
		add(pass, &owed->overdue, open);
		add(pass, &pass->overdue, open);
	}
	return 0;
}

static int take_invoices(struct pass *pass, const struct report_request *request)
{
	struct core *core = pass->core;
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT i.customer_id, i.gross - " CASH_PAID("$1", "$2") " - " CASH_CREDITED("$1") " AS open, i.due FROM invoice i"
		     " JOIN customer c ON c.id = i.customer_id WHERE i.type = 'invoice' AND i.issued_at <= $1"
		     " AND ($3 IS NULL OR c.code = $3) AND " PAST_TIER("$4", "$1"),
		     A(core->now), A(core->past), A(request->customer), A(request->tier)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		int64_t open = db_column_integer(&rows, 1);
		if (open > 0 && take_open(pass, db_column_integer(&rows, 0), open, db_column_integer(&rows, 2))) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

/* Few are disputed: they are found by their disputes. No more of an invoice is contested than is open. */
static int take_disputes(struct pass *pass, const struct report_request *request)
{
	struct core *core = pass->core;
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT i.customer_id, d.disputes, d.amount, i.gross - " CASH_PAID("$1", "$2") " - " CASH_CREDITED("$1") " AS open FROM (SELECT invoice_id,"
		     " count(*) AS disputes, sum(amount) AS amount FROM dispute WHERE opened_at <= $1 AND (resolved_at IS NULL OR resolved_at > $1)"
		     " GROUP BY invoice_id) d JOIN invoice i ON i.id = d.invoice_id JOIN customer c ON c.id = i.customer_id"
		     " WHERE ($3 IS NULL OR c.code = $3) AND " PAST_TIER("$4", "$1"),
		     A(core->now), A(core->past), A(request->customer), A(request->tier)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		int64_t amount = db_column_integer(&rows, 2);
		int64_t open = db_column_integer(&rows, 3);
		struct owed *owed = open > 0 ? owed_by(pass, db_column_integer(&rows, 0)) : NULL;
		pass->disputes += db_column_integer(&rows, 1);
		if (!owed && open > 0) {
			db_finish(&rows);
			return -1;
		}
		if (owed)
			add(pass, &owed->disputed, amount < open ? amount : open);
		add(pass, &pass->disputed, open <= 0 ? 0 : amount < open ? amount : open);
	}
	return found;
}

static int count_sales(struct pass *pass, const struct report_request *request)
{
	struct core *core = pass->core;
	struct report_cash *report = pass->report;
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT count(*) FILTER (WHERE i.type = 'invoice'), coalesce(sum(CASE i.type WHEN 'invoice' THEN i.gross ELSE -abs(i.gross) END), 0)"
		     " FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.issued >= $1 AND i.issued <= $2 AND i.issued_at <= $3"
		     " AND ($4 IS NULL OR c.code = $4) AND " PAST_TIER("$5", "$3"),
		     A(report->from), A(report->to), A(core->now), A(request->customer), A(request->tier)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return -1;
	report->invoices = db_column_integer(&rows, 0);
	pass->sales = db_column_integer(&rows, 1);
	db_finish(&rows);
	return 0;
}

static int compare(const void *left, const void *right)
{
	const struct owed *a = left;
	const struct owed *b = right;
	if (a->open != b->open)
		return a->open > b->open ? -1 : 1;
	return a->customer < b->customer ? -1 : a->customer > b->customer;
}

static int fill_debtor(struct pass *pass, const struct owed *owed, const char *currency, struct cash_debtor *debtor)
{
	struct core *core = pass->core;
	char subject[80];
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT code, name FROM customer WHERE id = $1", A(owed->customer)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found < 0 ? -1 : err_set(core->err, ERR_DAMAGED, "an invoice has no customer");
	*debtor = (struct cash_debtor){ .customer = arena_strdup(core->arena, db_column_text(&rows, 0)),
					.customer_name = arena_strdup(core->arena, db_column_text(&rows, 1)),
					.invoices = owed->invoices,
					.open = money_make(owed->open, currency),
					.overdue = money_make(owed->overdue, currency),
					.disputed = money_make(owed->disputed, currency),
					.oldest_due = { owed->oldest } };
	db_finish(&rows);
	if (!debtor->customer || !debtor->customer_name)
		return err_memory(core->err);
	report_subject(subject, "customer", debtor->customer);
	return past_text(core, subject, "name", &debtor->customer_name);
}

static int fill_debtors(struct pass *pass, int64_t limit, const char *currency)
{
	size_t count = pass->owed.count;
	struct owed *owed = id_table_items(&pass->owed);
	if (count)
		qsort(owed, count, sizeof *owed, compare);
	if (limit < (int64_t)count)
		count = (size_t)limit;
	struct cash_debtor *debtors = arena_array(pass->core->arena, count + 1, sizeof *debtors);
	if (!debtors)
		return err_memory(pass->core->err);
	for (size_t i = 0; i < count; i++)
		if (fill_debtor(pass, &owed[i], currency, &debtors[i]))
			return -1;
	pass->report->debtors = (struct list){ debtors, count };
	return 0;
}

static int fill(struct pass *pass, const char *currency)
{
	struct report_cash *report = pass->report;
	int64_t days = report->to.days - report->from.days + 1;
	int64_t scaled;
	if (pass->too_much)
		return err_set(pass->core->err, ERR_FAILED, "what is owed is more than can be counted");
	report->sales = money_make(pass->sales, currency);
	report->receivables = money_make(pass->open, currency);
	report->overdue = money_make(pass->overdue, currency);
	report->overdue_pct = percent_of(pass->overdue, pass->open);
	report->disputes = pass->disputes;
	report->disputed = money_make(pass->disputed, currency);
	report->aging = (struct list){ pass->ages, AGES };
	/* Thousandths of days: scaled first, so that nothing is lost to the division. */
	if (pass->sales > 0 && !__builtin_mul_overflow(days, 1000, &scaled) &&
	    integer_scale(pass->open, scaled, pass->sales, &report->dso_days.thousandths))
		report->dso_days.thousandths = NONE;
	return 0;
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_cash *report = record;
	struct pass *pass = arena_alloc(core->arena, sizeof *pass);
	const char *currency = settings_currency(core);
	report->as_of = core->now;
	report->basis = translate(basis);
	if (!pass)
		return err_memory(core->err);
	*pass = (struct pass){ .core = core, .report = report, .owed = { .arena = core->arena, .item = sizeof(struct owed) } };
	if (!currency || calendar_today(core, &pass->today) || report_period(core, request, &report->from, &report->to))
		return -1;
	for (int i = 0; i < AGES; i++)
		pass->ages[i] = (struct cash_age){ .age = age_names[i], .open = money_make(0, currency) };
	struct instant first = date_instant(report->from, 0);
	struct instant after = date_instant((struct date){ report->to.days + 1 }, 0);
	if (after.ms > core->now.ms)
		after.ms = core->now.ms + 1;
	if (take_invoices(pass, request) || take_disputes(pass, request) || count_sales(pass, request) || fill(pass, currency) ||
	    fill_debtors(pass, request->limit == NONE ? STANDARD : request->limit, currency))
		return -1;
	return cash_legs(core, request, first, after, &report->legs);
}

static const char *const matter[] = { "invoices", "receivables", NULL };

const struct report report_cash = { .schema = &report_cash_schema, .matter = matter, .make = make };
