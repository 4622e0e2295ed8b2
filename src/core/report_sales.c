/* Whom to call: who is due to order again, what others buy together and they do not, what lies there in place of what they wait for; and how many working
 * hours orders spend less between the steps than in the period before, which is time to do so. */
#include "report_sales.h"

#include <stdlib.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/judged.h"
#include "ordr/master.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "ordr/statistics.h"
#include "report_customers.h"

#define STANDARD    20
#define AHEAD_DAYS  7 /* expected within so many days is due */

static const struct field due_fields[] = {
	F(struct sales_due, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "code of the customer"),
	F(struct sales_due, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F_CHOICE(struct sales_due, tier, tier_choices, FIELD_REQUIRED | FIELD_SHOWN, "tier of the customer"),
	F(struct sales_due, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "orders so far"),
	F(struct sales_due, usual_days, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "days from one order to the next, the median"),
	F(struct sales_due, last_order, DATE, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "the day of the last"),
	F(struct sales_due, expected, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the last and the usual days"),
	F(struct sales_due, order_value, MONEY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "the mean net of an order"),
	FIELD_END,
};

static const struct field pair_fields[] = {
	F(struct sales_pair, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "code of the customer"),
	F(struct sales_pair, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F(struct sales_pair, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "what they bought in the period"),
	F(struct sales_pair, name, TEXT, FIELD_REQUIRED | FIELD_LATE, "its name"),
	F(struct sales_pair, with_sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "what others buy with it and they never did"),
	F(struct sales_pair, with_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "its name"),
	F(struct sales_pair, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders of the period that hold both"),
	FIELD_END,
};

static const struct field substitute_fields[] = {
	F(struct sales_substitute, id, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order that waits"),
	F(struct sales_substitute, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct sales_substitute, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F(struct sales_substitute, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "what it waits for"),
	F(struct sales_substitute, backordered, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "how many units"),
	F(struct sales_substitute, substitute, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "what could go in its place"),
	F(struct sales_substitute, substitute_name, TEXT, FIELD_REQUIRED | FIELD_LATE, "its name"),
	F(struct sales_substitute, available, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units of it that are not promised"),
	FIELD_END,
};

static const char *const step_names[] = { "confirm", "ship", "deliver", NULL };
static const struct field step_fields[] = {
	F_CHOICE(struct sales_step, step, step_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "confirm, ship or deliver"),
	F(struct sales_step, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders of the period that took it"),
	F(struct sales_step, orders_before, INTEGER, FIELD_REQUIRED | FIELD_LATE, "orders of the period before that did"),
	F(struct sales_step, mean_hours, QUANTITY, FIELD_SHOWN | FIELD_PLOT, "working hours that it took, the mean; null when none did"),
	F(struct sales_step, mean_hours_before, QUANTITY, FIELD_SHOWN | FIELD_PLOT, "the same of the period before"),
	F(struct sales_step, freed_hours, QUANTITY, FIELD_SHOWN, "what the orders would have taken at the pace of before, less what they took; null when one is missing"),
	FIELD_END,
};

const struct field report_sales_fields[] = {
	F(struct report_sales, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that it is counted at"),
	F(struct report_sales, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of the period"),
	F(struct report_sales, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of the period"),
	F(struct report_sales, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_sales, customers_due, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "customers who are due to order again"),
	F(struct report_sales, value_due, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "an order of each, at the mean of theirs, net"),
	F(struct report_sales, freed_hours, QUANTITY, FIELD_SHOWN, "working hours that orders spent less between the steps; null when nothing can be compared"),
	F_LIST(struct report_sales, due, struct sales_due, due_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS,
	       "who is due: strategic first, then by value; at most 20 or the limit"),
	F_LIST(struct report_sales, pairs, struct sales_pair, pair_fields, FIELD_REQUIRED | FIELD_SHOWN, "what goes together, and who buys only the one"),
	F_LIST(struct report_sales, substitutes, struct sales_substitute, substitute_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "what is waited for while its substitute is there; none of a time gone by"),
	F_LIST(struct report_sales, steps, struct sales_step, step_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS,
	       "working hours from placing to confirming, from there to shipping whole, from there to delivering whole"),
	FIELD_END,
};

const struct schema report_sales_schema = { .name = "ordr.report-sales/1",
					    .title = "Additional sales worth a call.",
					    .fields = report_sales_fields,
					    .size = sizeof(struct report_sales) };

static const char basis[] = TO_TRANSLATE("due: at least three orders, and the usual days, the median between them, are over within a week, but not yet half as long again"
			    " (those are quiet, in the report of customers); pairs: products that at least three orders of the period hold together, of"
			    " the ten most frequent; freed hours compare orders placed in the period with those of as many days before it");

struct pass {
	struct core *core;
	struct report_sales *report;
	const struct calendar *calendar;
	struct date today;
	struct rhythms due;
	int64_t minutes[2][TARGETS], orders[2][TARGETS]; /* [0] of the period, [1] of the one before */
};

/* --- who is due --------------------------------------------------------------------------------------------------------------- */

static int take_rhythm(void *context, const struct rhythm *rhythm)
{
	struct pass *pass = context;
	int64_t since = pass->today.days - rhythm->last_day;
	if (rhythm->last_day + rhythm->usual_days > pass->today.days + AHEAD_DAYS || since * 2 > rhythm->usual_days * 3)
		return 0;
	return rhythms_add(pass->core, &pass->due, rhythm);
}

static int compare_due(const void *left, const void *right)
{
	const struct sales_due *a = left;
	const struct sales_due *b = right;
	if (tier_rank(a->tier) != tier_rank(b->tier))
		return tier_rank(a->tier) - tier_rank(b->tier);
	if (a->order_value.minor != b->order_value.minor)
		return a->order_value.minor > b->order_value.minor ? -1 : 1;
	return strcmp(a->customer, b->customer);
}

static int fill_due(struct pass *pass, const char *currency, size_t limit)
{
	struct sales_due *due = arena_array(pass->core->arena, pass->due.count + 1, sizeof *due);
	int64_t sum = 0;
	if (!due)
		return err_memory(pass->core->err);
	for (size_t i = 0; i < pass->due.count; i++) {
		const struct rhythm *rhythm = &pass->due.items[i];
		int64_t mean = (rhythm->value + rhythm->orders / 2) / rhythm->orders;
		due[i] = (struct sales_due){ .orders = rhythm->orders,
					     .usual_days = rhythm->usual_days,
					     .last_order = { rhythm->last_day },
					     .expected = { rhythm->last_day + rhythm->usual_days },
					     .order_value = money_make(mean, currency) };
		if (customer_named(pass->core, rhythm->customer, &due[i].customer, &due[i].customer_name, &due[i].tier))
			return -1;
		if (__builtin_add_overflow(sum, mean, &sum))
			sum = INT64_MAX;
	}
	qsort(due, pass->due.count, sizeof *due, compare_due);
	pass->report->due = (struct list){ due, pass->due.count < limit ? pass->due.count : limit };
	pass->report->customers_due = (int64_t)pass->due.count;
	pass->report->value_due = money_make(sum, currency);
	return 0;
}

/* --- time that was freed ------------------------------------------------------------------------------------------------------ */

static int take_order(void *context, const struct judged_order *order)
{
	struct pass *pass = context;
	const struct order_facts *facts = &order->facts;
	int which = instant_date((struct instant){ facts->placed_at }, NULL).days < pass->report->from.days;
	int64_t from = facts->placed_at;
	for (int i = 0; i < TARGETS; i++) {
		int64_t done = facts->done[i];
		if (done == NONE)
			break;
		pass->minutes[which][i] += done > from ? calendar_between(pass->calendar, (struct instant){ from }, (struct instant){ done }) : 0;
		pass->orders[which][i]++;
		from = done;
	}
	return 0;
}

static struct quantity mean_of(int64_t minutes, int64_t orders)
{
	struct quantity hours = { NONE };
	if (orders && integer_scale(minutes, 1000, orders * 60, &hours.thousandths))
		hours.thousandths = NONE;
	return hours;
}

static int fill_steps(struct pass *pass)
{
	struct report_sales *report = pass->report;
	struct sales_step *steps = arena_array(pass->core->arena, TARGETS, sizeof *steps);
	if (!steps)
		return err_memory(pass->core->err);
	for (int i = 0; i < TARGETS; i++) {
		int64_t *minutes[2] = { &pass->minutes[0][i], &pass->minutes[1][i] };
		int64_t orders = pass->orders[0][i];
		int64_t before = pass->orders[1][i];
		int64_t expected = 0; /* minutes at the pace of before */
		steps[i] = (struct sales_step){ step_names[i], orders, before, mean_of(*minutes[0], orders), mean_of(*minutes[1], before), { NONE } };
		if (!orders || !before || integer_scale(*minutes[1], orders, before, &expected))
			continue;
		steps[i].freed_hours = hours_of(expected - *minutes[0]);
		report->freed_hours.thousandths =
			(report->freed_hours.thousandths == NONE ? 0 : report->freed_hours.thousandths) + steps[i].freed_hours.thousandths;
	}
	report->steps = (struct list){ steps, TARGETS };
	return 0;
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_sales *report = record;
	struct pass pass = { .core = core, .report = report };
	const char *currency = settings_currency(core);
	int64_t limit = request->limit == NONE ? STANDARD : request->limit;
	report->as_of = core->now;
	report->basis = translate(basis);
	report->freed_hours.thousandths = NONE;
	if (!currency || !(pass.calendar = calendar_get(core)) || calendar_today(core, &pass.today) || report_period(core, request, &report->from, &report->to))
		return -1;
	const struct date before = date_within((struct date){ 2 * report->from.days - report->to.days - 1 });
	struct instant first = date_instant(report->from, 0);
	struct instant after = date_instant((struct date){ report->to.days + 1 }, 0);
	if (rhythm_each(core, request, take_rhythm, &pass) || judged_each(core, request, before, report->to, take_order, &pass))
		return -1;
	return fill_due(&pass, currency, (size_t)limit) || sales_pairs(core, request, first, after, limit, &report->pairs) ||
			       sales_substitutes(core, request, limit, &report->substitutes) || fill_steps(&pass)
		       ? -1
		       : 0;
}

static const char *const matter[] = { "due", "pairs", "substitutes", NULL };

const struct report report_sales = { .schema = &report_sales_schema, .matter = matter, .make = make };
