/* How the targets were kept. One pass over the orders of the period: each is judged by SLA_STATUS, as everywhere, and counted under
 * its tier and its priority; the total is the sum over the tiers. Of the misses only the worst are kept, so memory does not grow with
 * the period. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/report_sla.h"
#include "ordr/sla.h"
#include "ordr/urgency.h"

#define MISSES_MOST 100

enum { CONFIRM, SHIP, DELIVER, STEPS };
enum { MET, BREACHED, OPEN, AT_RISK, OVERDUE, STATUSES };

static const char *const step_names[STEPS] = { "confirm", "ship", "deliver" };
static const char *const status_names[STATUSES] = { "met", "breached", "open", "at_risk", "overdue" };
static const char *const tier_names[] = { "strategic", "preferred", "standard" };      /* by URGENCY_TIER */
static const char *const priority_names[] = { "low", "normal", "high", "urgent" }; /* as orders keep it */

static const struct field figure_fields[] = {
	F(struct sla_figures, met, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "done in time"),
	F(struct sla_figures, breached, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "done, but late"),
	F(struct sla_figures, open, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "not done, time left"),
	F(struct sla_figures, at_risk, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "not done, less than a quarter of the time left"),
	F(struct sla_figures, overdue, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "not done and past due"),
	F(struct sla_figures, met_pct, PERCENT, FIELD_SHOWN, "met of met, breached and overdue, in percent; null when nothing was due"),
	FIELD_END,
};

static const struct field group_fields[] = {
	F(struct sla_group, by, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "what the orders are grouped by: tier or priority"),
	F(struct sla_group, value, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the tier or priority"),
	F(struct sla_group, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders placed"),
	F_OBJECT(struct sla_group, confirm, figure_fields, FIELD_REQUIRED | FIELD_SHOWN, "how confirming them stood"),
	F_OBJECT(struct sla_group, ship, figure_fields, FIELD_REQUIRED | FIELD_SHOWN, "how shipping them whole stood"),
	F_OBJECT(struct sla_group, deliver, figure_fields, FIELD_REQUIRED | FIELD_SHOWN, "how delivering them whole stood"),
	FIELD_END,
};

static const struct field miss_fields[] = {
	F(struct sla_miss, id, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order"),
	F(struct sla_miss, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct sla_miss, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F(struct sla_miss, tier, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "tier of the customer"),
	F(struct sla_miss, priority, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "priority of the order"),
	F(struct sla_miss, step, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "the target: confirm, ship or deliver"),
	F(struct sla_miss, due, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "when it was due"),
	F(struct sla_miss, done, INSTANT, FIELD_SHOWN | FIELD_LATE, "when it was done; null while it is not"),
	{ .name = "late_minutes", .label = "LATE (MIN)", .type = FIELD_INTEGER, .offset = offsetof(struct sla_miss, late_minutes),
	  .flags = FIELD_REQUIRED | FIELD_SHOWN, .help = "working minutes from due to done, or to now" },
	F(struct sla_miss, status, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "breached, or overdue"),
	FIELD_END,
};

static const struct field report_fields[] = {
	F(struct report_sla, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that open targets are judged at"),
	F(struct report_sla, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of placement"),
	F(struct report_sla, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of placement"),
	F(struct report_sla, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_sla, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders placed"),
	F_OBJECT(struct report_sla, confirm, figure_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_STACKED, "how confirming them stood"),
	F_OBJECT(struct report_sla, ship, figure_fields, FIELD_REQUIRED | FIELD_SHOWN, "how shipping them whole stood"),
	F_OBJECT(struct report_sla, deliver, figure_fields, FIELD_REQUIRED | FIELD_SHOWN, "how delivering them whole stood"),
	F_LIST(struct report_sla, groups, struct sla_group, group_fields, FIELD_REQUIRED | FIELD_SHOWN, "the same by tier and by priority"),
	F_LIST(struct report_sla, misses, struct sla_miss, miss_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "targets missed, the latest first, at most 100"),
	FIELD_END,
};

const struct schema report_sla_schema = { .name = "ordr.report-sla/1",
					  .title = "How the SLA targets were kept.",
					  .fields = report_fields,
					  .size = sizeof(struct report_sla) };

static const char basis[] = "orders placed from the first to the last day in the company's time zone, rejected and cancelled ones counted"
			    " as orders but judged on no target; each target is judged as it stands now, or as it stood when a hold of the"
			    " customer's stopped its clock, whole orders only, and one past due and not done is a miss (overdue); met_pct is met"
			    " of met, breached and overdue; late is counted in working minutes";

struct tally {
	int64_t orders;
	int64_t count[STEPS][STATUSES];
};

struct miss {
	int64_t late, due, done, id;
	int step, status;
};

struct pass {
	const struct calendar *calendar;
	struct instant now;
	struct tally tier[3], priority[4];
	struct miss misses[MISSES_MOST];
	size_t miss_count;
};

/* Which of two misses is named first: the one later by working time, then by the clock, then the older order. */
static bool worse(const struct miss *a, const struct miss *b)
{
	if (a->late != b->late)
		return a->late > b->late;
	if (a->due != b->due)
		return a->due < b->due;
	return a->id != b->id ? a->id < b->id : a->step < b->step;
}

static void keep_miss(struct pass *pass, const struct miss *miss)
{
	size_t at = pass->miss_count;
	if (at == MISSES_MOST && !worse(miss, &pass->misses[at - 1]))
		return;
	if (at == MISSES_MOST)
		at--;
	else
		pass->miss_count++;
	for (; at > 0 && worse(miss, &pass->misses[at - 1]); at--)
		pass->misses[at] = pass->misses[at - 1];
	pass->misses[at] = *miss;
}

static int status_index(const char *status)
{
	for (int i = 0; i < STATUSES; i++)
		if (!strcmp(status, status_names[i]))
			return i;
	return -1;
}

/* One target of the current row: columns 3 … 5 hold the statuses, 6 … 11 due and done of each, 12 when its clock stopped. */
static void judge(struct pass *pass, const struct db_rows *rows, int step, struct tally *tier, struct tally *priority)
{
	const char *text = db_column_optional(rows, 3 + step);
	int status = text ? status_index(text) : -1;
	if (status < 0)
		return;
	tier->count[step][status]++;
	priority->count[step][status]++;
	if (status != BREACHED && status != OVERDUE)
		return;
	struct miss miss = { .due = db_column_integer(rows, 6 + 2 * step), .done = db_column_integer(rows, 7 + 2 * step),
			     .id = db_column_integer(rows, 0), .step = step, .status = status };
	int64_t stopped = db_column_integer(rows, 12);
	struct instant until = { status == BREACHED ? miss.done : stopped != NONE ? stopped : pass->now.ms };
	miss.late = calendar_between(pass->calendar, (struct instant){ miss.due }, until);
	keep_miss(pass, &miss);
}

/* Which of `count` rows of the report a value of the books belongs to. Damaged books may hold any; the doctor says so. */
static size_t row_of(const struct db_rows *rows, int column, size_t count)
{
	int64_t value = db_column_integer(rows, column);
	return value >= 0 && (uint64_t)value < count ? (size_t)value : count - 1;
}

static int count_orders(struct core *core, struct date from, struct date to, struct pass *pass)
{
	struct db_rows rows;
	struct instant first = date_instant(from, 0);
	struct instant after = date_instant((struct date){ to.days + 1 }, 0);
	if (db_query(core->db, &rows,
		     "SELECT o.id, " URGENCY_TIER ", o.priority, " SLA_STATUS("o.confirmed_at", "o.confirm_due", "o.confirm_risk", "$3") ", "
		     SLA_STATUS("o.shipped_at", "o.ship_due", "o.ship_risk", "$3") ", "
		     SLA_STATUS("o.delivered_at", "o.deliver_due", "o.deliver_risk", "$3")
		     ", o.confirm_due, o.confirmed_at, o.ship_due, o.shipped_at, o.deliver_due, o.delivered_at, o.stopped_at"
		     " FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.placed_at >= $1 AND o.placed_at < $2",
		     A(first), A(after), A(core->now)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct tally *tier = &pass->tier[row_of(&rows, 1, sizeof pass->tier / sizeof *pass->tier)];
		struct tally *priority = &pass->priority[row_of(&rows, 2, sizeof pass->priority / sizeof *pass->priority)];
		tier->orders++;
		priority->orders++;
		for (int step = 0; step < STEPS; step++)
			judge(pass, &rows, step, tier, priority);
	}
	return found;
}

static int fill_figures(struct core *core, const int64_t count[STATUSES], struct sla_figures *figures)
{
	*figures = (struct sla_figures){ count[MET], count[BREACHED], count[OPEN], count[AT_RISK], count[OVERDUE], { NONE } };
	int64_t judged = count[MET] + count[BREACHED] + count[OVERDUE];
	if (judged && integer_scale(count[MET], 10000, judged, &figures->met_pct.hundredths))
		return err_set(core->err, ERR_FAILED, "a percentage is beyond what can be counted");
	return 0;
}

static int fill_group(struct core *core, struct list *groups, const char *by, const char *value, const struct tally *tally)
{
	if (!tally->orders)
		return 0;
	struct sla_group *group = (struct sla_group *)groups->items + groups->count++;
	*group = (struct sla_group){ .by = by, .value = value, .orders = tally->orders };
	return fill_figures(core, tally->count[CONFIRM], &group->confirm) || fill_figures(core, tally->count[SHIP], &group->ship) ||
			       fill_figures(core, tally->count[DELIVER], &group->deliver)
		       ? -1
		       : 0;
}

static int fill_groups(struct core *core, const struct pass *pass, struct report_sla *report)
{
	struct tally total = { 0 };
	report->groups.items = arena_array(core->arena, 7, sizeof(struct sla_group));
	if (!report->groups.items)
		return err_memory(core->err);
	for (int i = 0; i < 3; i++) {
		if (fill_group(core, &report->groups, "tier", tier_names[i], &pass->tier[i]))
			return -1;
		total.orders += pass->tier[i].orders;
		for (int cell = 0; cell < STEPS * STATUSES; cell++)
			total.count[cell / STATUSES][cell % STATUSES] += pass->tier[i].count[cell / STATUSES][cell % STATUSES];
	}
	for (int i = 3; i >= 0; i--)
		if (fill_group(core, &report->groups, "priority", priority_names[i], &pass->priority[i]))
			return -1;
	report->orders = total.orders;
	return fill_figures(core, total.count[CONFIRM], &report->confirm) || fill_figures(core, total.count[SHIP], &report->ship) ||
			       fill_figures(core, total.count[DELIVER], &report->deliver)
		       ? -1
		       : 0;
}

/* Whose order it was is looked up for the misses that are named, not for every one. */
static int fill_miss(struct core *core, const struct miss *miss, struct sla_miss *named)
{
	static const struct schema schema = { .fields = miss_fields, .size = sizeof(struct sla_miss) };
	if (db_one(core->db, core->arena, &schema, named,
		   "SELECT o.id, c.code AS customer, c.name AS customer_name, c.tier, " PRIORITY_TEXT " AS priority"
		   " FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1",
		   A(miss->id)) < 0)
		return -1;
	named->step = step_names[miss->step];
	named->due.ms = miss->due;
	named->done.ms = miss->done;
	named->late_minutes = miss->late;
	named->status = status_names[miss->status];
	return 0;
}

static int fill_misses(struct core *core, const struct pass *pass, struct report_sla *report)
{
	struct sla_miss *misses = arena_array(core->arena, pass->miss_count + 1, sizeof *misses);
	if (!misses)
		return err_memory(core->err);
	for (size_t i = 0; i < pass->miss_count; i++)
		if (fill_miss(core, &pass->misses[i], &misses[i]))
			return -1;
	report->misses = (struct list){ misses, pass->miss_count };
	return 0;
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_sla *report = record;
	struct pass *pass = arena_alloc(core->arena, sizeof *pass);
	report->as_of = core->now;
	report->basis = basis;
	if (!pass)
		return err_memory(core->err);
	pass->now = core->now;
	pass->calendar = calendar_get(core);
	if (!pass->calendar || report_period(core, request, &report->from, &report->to) ||
	    count_orders(core, report->from, report->to, pass))
		return -1;
	return fill_groups(core, pass, report) || fill_misses(core, pass, report) ? -1 : 0;
}

static const char *const matter[] = { "orders", NULL };

const struct report report_sla = { .schema = &report_sla_schema, .matter = matter, .make = make };
