/* What is past due, and what each invoice's next reminder would be: worked out anew each time it is asked, so that a payment, a credit note or a dispute counts
 * at once. */
#include "ordr/dunning.h"

#include <string.h>

#include "dunning_parts.h"
#include "ordr/calendar.h"

const char *const dunning_states[] = { "ready", "waiting", "disputed", "direct_debit", "balanced", "done", NULL };

enum { READY, WAITING, DISPUTED, DIRECT_DEBIT, BALANCED, DONE };

static const struct field dunning_fields[] = {
	F(struct dunning, invoice, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the invoice"),
	F(struct dunning, order, ORDER, 0, "the order of that; null: many"),
	F(struct dunning, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct dunning, customer_name, TEXT, FIELD_REQUIRED | FIELD_WIDE, "name of the customer"),
	F(struct dunning, due, DATE, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "the last day to pay that the invoice named"),
	F(struct dunning, days_overdue, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "days since then"),
	F(struct dunning, currency, TEXT, FIELD_REQUIRED, "of its amounts, ISO 4217"),
	F(struct dunning, open, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what is still to be paid of it"),
	F(struct dunning, level, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "level of the last reminder; 0: none was sent"),
	F(struct dunning, reminded, DATE, FIELD_SHOWN | FIELD_LATE, "when that was sent"),
	F(struct dunning, next_level, INTEGER, 0, "level of the next reminder; null: all were sent"),
	F(struct dunning, next_on, DATE, FIELD_SHOWN, "the first day for it"),
	F(struct dunning, fees, MONEY, FIELD_REQUIRED, "fees of the reminders before"),
	F(struct dunning, fee, MONEY, FIELD_SHOWN | FIELD_LATE, "fee of the next reminder"),
	F(struct dunning, lump_sum, MONEY, FIELD_REQUIRED, "lump sum for the delay, asked of a business once"),
	F(struct dunning, rate, PERCENT, 0, "of the interest, a year; null: none is asked for"),
	F(struct dunning, interest, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "on what is open, from the day after it was due to today"),
	F(struct dunning, total, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what the next reminder asks for: open, fees, lump sum and interest"),
	F_CHOICE(struct dunning, status, dunning_states, FIELD_REQUIRED | FIELD_SHOWN,
		 "ready: to be sent; waiting: not before next_on; disputed, direct_debit, balanced: that stops it; done: all were sent"),
	FIELD_END,
};

const struct schema dunning_schema = { .name = "ordr.dunning/1",
				       .title = "An invoice past due, and its next reminder.",
				       .fields = dunning_fields,
				       .size = sizeof(struct dunning) };

/* What decides, beside the record. */
struct facts {
	bool disputed, debited, balanced, business;
	struct date last_due; /* that the last reminder named */
	int64_t lump_sum;     /* asked for before */
};

/* --- amounts ------------------------------------------------------------------------------------------------------------------ */

static int too_much(struct core *core, const struct dunning *dunning)
{
	err_set(core->err, ERR_INVALID, "what is asked for is more than can be counted");
	return err_subject(core->err, "%s", dunning->invoice);
}

static int put_interest(struct core *core, const struct dun_terms *terms, const struct facts *facts, struct dunning *dunning)
{
	dunning->interest = money_make(0, dunning->currency);
	dunning->rate.hundredths = NONE;
	if (terms->base.hundredths == NONE)
		return 0;
	int64_t rate = terms->base.hundredths + (facts->business ? terms->points : terms->points_consumer).hundredths;
	dunning->rate.hundredths = rate > 0 ? rate : 0;
	/* 10 000 hundredths of a percent, 365 days */
	return integer_scale(dunning->open.minor, dunning->rate.hundredths * dunning->days_overdue, INT64_C(3650000), &dunning->interest.minor)
		       ? too_much(core, dunning)
		       : 0;
}

/* Fees and lump sum are amounts of the company's currency: of an invoice in another none is asked for. */
static int put_amounts(struct core *core, const struct dun_terms *terms, const struct facts *facts, struct dunning *dunning)
{
	bool own = !strcmp(dunning->currency, terms->currency);
	bool next = dunning->next_level != NONE;
	dunning->fee = money_make(next ? 0 : NONE, dunning->currency);
	dunning->lump_sum = money_make(facts->lump_sum, dunning->currency);
	if (own && next && !facts->lump_sum && facts->business)
		dunning->lump_sum = terms->lump_sum;
	if (own && next && !dunning->lump_sum.minor)
		dunning->fee = terms->fee[dunning->next_level - 1];
	if (put_interest(core, terms, facts, dunning) || money_add(dunning->open, dunning->fees, &dunning->total) ||
	    (next && money_add(dunning->total, dunning->fee, &dunning->total)) || money_add(dunning->total, dunning->lump_sum, &dunning->total) ||
	    money_add(dunning->total, dunning->interest, &dunning->total))
		return core->err->code ? -1 : too_much(core, dunning);
	return 0;
}

/* --- what is next ------------------------------------------------------------------------------------------------------------- */

/* A level never comes sooner after the one before than its days say, however late that was sent; nor before the day that one named is over. */
static void put_next(const struct dun_terms *terms, const struct facts *facts, struct dunning *dunning)
{
	int64_t level = dunning->level;
	dunning->next_level = level < terms->levels ? level + 1 : NONE;
	dunning->next_on.days = NONE;
	if (dunning->next_level == NONE)
		return;
	int64_t on = dunning->due.days + terms->days[level];
	if (level) {
		int64_t after = dunning->reminded.days + terms->days[level] - terms->days[level - 1];
		on = after > on ? after : on;
		on = facts->last_due.days + 1 > on ? facts->last_due.days + 1 : on;
	}
	dunning->next_on.days = on;
}

static int judge(const struct dunning *dunning, const struct facts *facts, struct date today)
{
	if (facts->disputed)
		return DISPUTED;
	if (facts->debited)
		return DIRECT_DEBIT;
	if (facts->balanced)
		return BALANCED;
	if (dunning->next_level == NONE)
		return DONE;
	return dunning->next_on.days > today.days ? WAITING : READY;
}

#define OPEN                                                                                                                    \
	"i.gross - coalesce((SELECT sum(p.amount + p.discount) FROM payment p WHERE p.invoice_id = i.id), 0)"                        \
	" - coalesce((SELECT sum(n.gross) FROM invoice n WHERE n.corrects = i.number), 0)"
#define FACTS 5 /* columns that are no fields */
#define PAST_DUE                                                                                                                 \
	"SELECT t.*, $1 - t.due AS days_overdue FROM (SELECT EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = i.id AND d.outcome IS NULL) AS disputed," \
	" coalesce(i.payment_means, '') = 'direct_debit' AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.invoice_id = i.id AND p.amount < 0) AS debited," \
	" c.owed <= 0 AS balanced, i.buyer_vat_id IS NOT NULL AS business,"                                                         \
	" (SELECT coalesce(sum(r.lump_sum), 0) FROM reminder r WHERE r.invoice_id = i.id) AS asked,"                                  \
	" (SELECT max(r.due) FROM reminder r WHERE r.invoice_id = i.id) AS last_due,"                                                 \
	" (SELECT max(r.dated) FROM reminder r WHERE r.invoice_id = i.id) AS reminded,"                                               \
	" (SELECT coalesce(max(r.level), 0) FROM reminder r WHERE r.invoice_id = i.id) AS level,"                                     \
	" (SELECT coalesce(sum(r.fee), 0) FROM reminder r WHERE r.invoice_id = i.id) AS fees,"                                        \
	" i.id, i.number AS invoice, i.order_id AS \"order\", c.code AS customer, c.name AS customer_name, i.due, i.currency,"        \
	" " OPEN " AS open FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.type = 'invoice' AND i.due < $1"            \
	" AND ($2 IS NULL OR c.code = $2) AND " OPEN " > 0"
#define IN_ORDER ") t ORDER BY t.due, t.id"
static const char all_past_due[] = PAST_DUE " AND $3 IS NULL" IN_ORDER;
static const char one_past_due[] = PAST_DUE " AND i.number = $3" IN_ORDER;

static int read_row(struct core *core, struct db_rows *rows, const struct dun_terms *terms, struct date today, struct dunning *dunning)
{
	const struct facts facts = { .disputed = db_column_integer(rows, 0) == 1,
				     .debited = db_column_integer(rows, 1) == 1,
				     .balanced = db_column_integer(rows, 2) == 1,
				     .business = db_column_integer(rows, 3) == 1,
				     .lump_sum = db_column_integer(rows, 4),
				     .last_due = { db_column_integer(rows, FACTS) } };
	field_clear(dunning_fields, dunning);
	if (db_load(rows, core->arena, dunning_fields, dunning))
		return -1;
	put_next(terms, &facts, dunning);
	dunning->status = dunning_states[judge(dunning, &facts, today)];
	return put_amounts(core, terms, &facts, dunning);
}

int dunning_each(struct core *core, const struct dunning_filter *filter, int (*each)(void *context, const struct dunning *dunning), void *context)
{
	struct db_rows rows;
	struct date today;
	struct dun_terms terms;
	if (calendar_today(core, &today) || dun_terms_load(core, &terms) ||
	    db_query(core->db, &rows, filter->invoice ? one_past_due : all_past_due, A(today), A(filter->customer), A(filter->invoice)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct dunning dunning;
		int result = read_row(core, &rows, &terms, today, &dunning);
		if (!result && (!filter->status || !strcmp(filter->status, dunning.status)))
			result = each(context, &dunning);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

int dunning_load(struct core *core, const char *invoice, struct dunning *dunning)
{
	struct db_rows rows;
	struct date today;
	struct dun_terms terms;
	const char *any = NULL;
	if (calendar_today(core, &today) || dun_terms_load(core, &terms) || db_query(core->db, &rows, one_past_due, A(today), A(any), A(invoice)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	int result = read_row(core, &rows, &terms, today, dunning);
	db_finish(&rows);
	return result ? -1 : 1;
}

/* --- those that are ready ----------------------------------------------------------------------------------------------------- */

struct gathered {
	struct core *core;
	const char **numbers;
	size_t count, room;
};

static int gather(void *context, const struct dunning *dunning)
{
	struct gathered *gathered = context;
	struct arena *keep = gathered->core->keep;
	if (gathered->count == gathered->room) {
		size_t room = gathered->room ? gathered->room * 2 : 64;
		const char **larger = arena_array(keep, room, sizeof *larger);
		if (!larger)
			return err_memory(gathered->core->err);
		if (gathered->count)
			memcpy(larger, gathered->numbers, gathered->count * sizeof *larger);
		gathered->numbers = larger;
		gathered->room = room;
	}
	const char *number = arena_strdup(keep, dunning->invoice);
	gathered->numbers[gathered->count++] = number;
	return number ? 0 : err_memory(gathered->core->err);
}

int dunning_ready(struct core *core, const char *customer, struct list *numbers)
{
	struct gathered gathered = { .core = core };
	const struct dunning_filter filter = { .customer = customer, .status = dunning_states[READY] };
	if (dunning_each(core, &filter, gather, &gathered))
		return -1;
	*numbers = (struct list){ gathered.numbers, gathered.count };
	return 0;
}
