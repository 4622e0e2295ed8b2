/* How the targets were kept. One pass over the orders of the period: each is judged as it stood at the moment of the report and counted under its
 * tier, its priority and its customer. Of the misses only the worst are kept, so memory grows with the customers, not with the period. */
#include <string.h>

#include "ordr/complaint.h"
#include "ordr/master.h"
#include "ordr/sla.h"
#include "ordr/speak.h"
#include "ordr/urgency.h"
#include "report_sla.h"

#define MISSES_STANDARD 100
#define MISSES_MOST	10000

const char *const sla_step_names[] = { "confirm", "ship", "deliver", NULL };
const char *const sla_status_names[] = { "met", "breached", "open", "at_risk", "overdue", NULL };

static const struct field figure_fields[] = {
	F(struct sla_figures, met, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "done in time"),
	F(struct sla_figures, breached, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "done, but late"),
	F(struct sla_figures, open, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "not done, time left"),
	F(struct sla_figures, at_risk, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "not done, less than a quarter of the time left"),
	F(struct sla_figures, overdue, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "not done and past due"),
	F(struct sla_figures, met_pct, PERCENT, FIELD_SHOWN, "met of met, breached and overdue, in percent; null when nothing was due"),
	FIELD_END,
};

static const struct field step_fields[] = {
	F_CHOICE(struct sla_step, step, sla_step_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the step: confirm, ship or deliver"),
	F(struct sla_step, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders that took it"),
	F(struct sla_step, median_hours, QUANTITY, FIELD_SHOWN | FIELD_PLOT, "half of them took no more working hours; null when none did"),
	F(struct sla_step, p90_hours, QUANTITY, FIELD_SHOWN | FIELD_PLOT, "nine of ten took no more working hours; null when none did"),
	FIELD_END,
};

static const struct field group_fields[] = {
	{ .name = "by", .label = "GROUP", .type = FIELD_CHOICE, .offset = offsetof(struct sla_group, by), .flags = FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY,
	  .choices = report_sla_by, .help = "what the orders are grouped by: tier, priority or customer" },
	F(struct sla_group, value, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY | FIELD_WORD, "the tier or priority, or the customer's code"),
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
	F_CHOICE(struct sla_miss, tier, tier_choices, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "tier of the customer"),
	F_CHOICE(struct sla_miss, priority, priority_choices, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "priority of the order"),
	F_CHOICE(struct sla_miss, step, sla_step_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the target: confirm, ship or deliver"),
	F(struct sla_miss, due, INSTANT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "when it was due"),
	F(struct sla_miss, done, INSTANT, FIELD_SHOWN | FIELD_LATE, "when it was done; null while it is not"),
	{ .name = "late_minutes", .label = "LATE (MIN)", .type = FIELD_INTEGER, .offset = offsetof(struct sla_miss, late_minutes),
	  .flags = FIELD_REQUIRED | FIELD_SHOWN, .help = "working minutes from due to done, or to as_of" },
	F_CHOICE(struct sla_miss, status, sla_status_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "breached, or overdue"),
	F(struct sla_miss, reason, TEXT, FIELD_SHOWN, "the last reason given for its delay: of a promise changed, an attempt to deliver, a hold, else"
						      " stock-out when goods of it waited; null when there is none"),
	F_CHOICE(struct sla_miss, fault, fault_choices, FIELD_SHOWN, "whose fault that reason is; null when there is none"),
	FIELD_END,
};

const struct field report_sla_fields[] = {
	F(struct report_sla, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that open targets are judged at"),
	F(struct report_sla, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of placement"),
	F(struct report_sla, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of placement"),
	F(struct report_sla, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_sla, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders placed"),
	F_OBJECT(struct report_sla, confirm, figure_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_STACKED, "how confirming them stood"),
	F_OBJECT(struct report_sla, ship, figure_fields, FIELD_REQUIRED | FIELD_SHOWN, "how shipping them whole stood"),
	F_OBJECT(struct report_sla, deliver, figure_fields, FIELD_REQUIRED | FIELD_SHOWN, "how delivering them whole stood"),
	F_LIST(struct report_sla, steps, struct sla_step, step_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS,
	       "working hours from placing to confirming, from there to shipping whole, from there to delivering whole"),
	F_LIST(struct report_sla, groups, struct sla_group, group_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "the same by tier, by priority and by the ten customers with the most misses; or by what was asked for"),
	F_LIST(struct report_sla, misses, struct sla_miss, miss_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "targets missed, the latest first, at most 100 or the limit"),
	FIELD_END,
};

const struct schema report_sla_schema = { .name = "ordr.report-sla/1",
					  .title = "How the SLA targets were kept.",
					  .fields = report_sla_fields,
					  .size = sizeof(struct report_sla) };

static const char basis[] = TO_TRANSLATE("orders placed from the first to the last day in the company's time zone, rejected and cancelled ones counted"
			    " as orders but judged on no target; each target is judged as it stood at as_of, or when a hold of the customer's stopped"
			    " its clock, whole orders only, and one past due and not done is a miss (overdue); met_pct is met of met, breached and"
			    " overdue; late is counted in working minutes");

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
	if (at == pass->miss_most && !worse(miss, &pass->misses[at - 1]))
		return;
	if (at == pass->miss_most)
		at--;
	else
		pass->miss_count++;
	for (; at > 0 && worse(miss, &pass->misses[at - 1]); at--)
		pass->misses[at] = pass->misses[at - 1];
	pass->misses[at] = *miss;
}

static int status_index(const char *status)
{
	for (int i = 0; status && i < STATUSES; i++)
		if (!strcmp(status, sla_status_names[i]))
			return i;
	return -1;
}

/* --- customers ---------------------------------------------------------------------------------------------------------------- */

/* The tier that the customer had: its rank of URGENCY_TIER. */
static int tier_then(struct core *core, int64_t customer, int *tier)
{
	struct db_rows rows;
	char subject[80];
	if (!core->past)
		return 0;
	if (db_query(core->db, &rows, "SELECT code, tier FROM customer WHERE id = $1", A(customer)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	const char *then = arena_strdup(core->arena, db_column_text(&rows, 1));
	report_subject(subject, "customer", db_column_text(&rows, 0));
	db_finish(&rows);
	if (!then)
		return err_memory(core->err);
	if (past_text(core, subject, "tier", &then))
		return -1;
	*tier = !strcmp(then, "strategic") ? 0 : !strcmp(then, "preferred") ? 1 : 2;
	return 0;
}

static struct tally *tally_of(struct pass *pass, int64_t customer, int tier)
{
	if (!id_table_has(&pass->customers, customer) && tier_then(pass->core, customer, &tier))
		return NULL;
	const size_t before = pass->customers.count;
	struct tally *tally = id_table_get(&pass->customers, customer);
	if (!tally)
		err_memory(pass->core->err);
	else if (pass->customers.count > before)
		tally->tier = tier;
	return tally;
}

/* --- counting ----------------------------------------------------------------------------------------------------------------- */

/* How long each step took that was taken. */
static int keep_minutes(struct pass *pass, const struct order_facts *order)
{
	int64_t from = order->placed_at;
	for (int step = 0; step < TARGETS; step++) {
		int64_t done = order->done[step];
		if (done != NONE && from != NONE &&
		    values_add(&pass->minutes[step], pass->core->arena,
			       calendar_between(pass->calendar, (struct instant){ from }, (struct instant){ done })))
			return err_memory(pass->core->err);
		from = done;
	}
	return 0;
}

static void judge(struct pass *pass, const struct order_facts *order, int step, struct tally *const tallies[4], int tier)
{
	int status = status_index(order_facts_status(order, step, pass->core->now));
	if (status < 0)
		return;
	bool missed = status == BREACHED || status == OVERDUE;
	for (int i = 0; i < 4; i++) {
		tallies[i]->count[step][status]++;
		tallies[i]->missed += missed;
	}
	if (!missed)
		return;
	struct miss miss = { .due = order->due[step], .done = order->done[step], .id = order->id, .priority = order->priority,
			     .step = step, .status = status, .tier = tier };
	struct instant until = status == BREACHED ? (struct instant){ miss.done } : order_facts_moment(order, pass->core->now);
	miss.late = calendar_between(pass->calendar, (struct instant){ miss.due }, until);
	keep_miss(pass, &miss);
}

/* Which of `count` rows of the report a value of the books belongs to. Damaged books may hold any; the doctor says so. */
static size_t row_of(int64_t value, size_t count)
{
	return value >= 0 && (uint64_t)value < count ? (size_t)value : count - 1;
}

static bool is_asked(const struct pass *pass, const struct order_facts *order, int tier)
{
	const char *priority = pass->request->priority;
	const char *of_tier = pass->request->tier;
	return (!priority || !strcmp(priority, report_priorities[row_of(order->priority, PRIORITIES)])) &&
	       (!of_tier || !strcmp(of_tier, report_tiers[tier]));
}

static int count_order(struct pass *pass, const struct db_rows *rows)
{
	struct order_facts order;
	if (order_facts_read(pass->core, rows, 2, &order))
		return -1;
	struct tally *customer = tally_of(pass, db_column_integer(rows, 1), (int)row_of(db_column_integer(rows, 0), TIERS));
	if (!customer)
		return -1;
	if (!is_asked(pass, &order, customer->tier))
		return 0;
	struct tally *const tallies[] = { &pass->total, &pass->tier[customer->tier], &pass->priority[row_of(order.priority, PRIORITIES)], customer };
	for (int i = 0; i < 4; i++)
		tallies[i]->orders++;
	for (int step = 0; step < TARGETS; step++)
		judge(pass, &order, step, tallies, customer->tier);
	return keep_minutes(pass, &order);
}

/* An order of the period that was placed after the moment of the report was not there. */
static int count_orders(struct pass *pass, struct date from, struct date to)
{
	struct core *core = pass->core;
	const struct report_request *request = pass->request;
	struct db_rows rows;
	struct instant first = date_instant(from, 0);
	struct instant after = date_instant((struct date){ to.days + 1 }, 0);
	if (after.ms > core->now.ms && core->past)
		after.ms = core->now.ms + 1;
	if (db_query(core->db, &rows,
		     "SELECT " URGENCY_TIER ", o.customer_id, " ORDER_FACTS " FROM orders o JOIN customer c ON c.id = o.customer_id"
		     " WHERE o.placed_at >= $1 AND o.placed_at < $2 AND ($3 IS NULL OR c.code = $3) AND ($4 IS NULL OR o.channel = $4)",
		     A(first), A(after), A(request->customer), A(request->channel)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (count_order(pass, &rows)) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_sla *report = record;
	struct pass *pass = arena_alloc(core->arena, sizeof *pass);
	int64_t most = request->limit == NONE ? MISSES_STANDARD : request->limit;
	report->as_of = core->now;
	report->basis = translate(basis);
	if (!pass)
		return err_memory(core->err);
	pass->core = core;
	pass->request = request;
	pass->customers = (struct id_table){ .arena = core->arena, .item = sizeof(struct tally) };
	pass->calendar = calendar_get(core);
	pass->miss_most = (size_t)(most < MISSES_MOST ? most : MISSES_MOST);
	pass->misses = arena_array(core->arena, pass->miss_most, sizeof *pass->misses);
	if (!pass->misses)
		return err_memory(core->err);
	if (!pass->calendar || report_period(core, request, &report->from, &report->to) || count_orders(pass, report->from, report->to))
		return -1;
	return sla_fill(pass, report);
}

const char *const report_sla_by[] = { "tier", "priority", "customer", NULL };
static const char *const matter[] = { "orders", NULL };

const struct report report_sla = { .schema = &report_sla_schema, .by = report_sla_by, .matter = matter, .make = make };
