/* Delays: what is late now, what will be if nothing changes, and what delays have cost. It goes over what is open, and over the promises changed and units
 * cancelled of the period; so it costs what is open and what went wrong. */
#include <stdlib.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/master.h"
#include "ordr/order_sql.h"
#include "ordr/past.h"
#include "ordr/report_delays.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "order_parts.h"

#define STANDARD 50
#define FAULTS   5

static const char *const fault_names[] = { "customer", "supply", "carrier", "internal", "unknown", NULL };

static const struct field fault_fields[] = {
	F_CHOICE(struct delays_fault, fault, fault_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "whose fault; unknown: no reason was given"),
	F(struct delays_fault, promises_changed, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "promises changed for such a reason"),
	F(struct delays_fault, late_orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "open orders past their promise for such a reason"),
	F(struct delays_fault, late_sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "their net sum"),
	F(struct delays_fault, cancellations, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "lines cancelled for such a reason, in whole or part"),
	F(struct delays_fault, lost_sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "the net of what was cancelled"),
	FIELD_END,
};

static const struct field late_fields[] = {
	F(struct delays_order, id, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order"),
	F(struct delays_order, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct delays_order, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F_CHOICE(struct delays_order, tier, tier_choices, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "tier of the customer"),
	F(struct delays_order, promised, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the day that was promised"),
	F(struct delays_order, days, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "days that it is late"),
	F(struct delays_order, sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "the order's net sum"),
	F(struct delays_order, reason, TEXT, FIELD_SHOWN, "the last reason given for its delay; null when there is none"),
	F_CHOICE(struct delays_order, fault, fault_names, FIELD_SHOWN, "whose fault that reason is"),
	FIELD_END,
};

static const struct field next_fields[] = {
	F(struct delays_order, id, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order"),
	F(struct delays_order, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct delays_order, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F_CHOICE(struct delays_order, tier, tier_choices, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "tier of the customer"),
	F(struct delays_order, promised, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the day that was promised"),
	F(struct delays_order, expected, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the day that what is left could be there (ATP)"),
	F(struct delays_order, days, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "days that it would be late"),
	F(struct delays_order, sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "the order's net sum"),
	F(struct delays_order, sku, TEXT, FIELD_SHOWN, "the first product that it waits for; null: it is all there and has not left"),
	FIELD_END,
};

const struct field report_delays_fields[] = {
	F(struct report_delays, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that open orders are judged at"),
	F(struct report_delays, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of promises changed and lines cancelled"),
	F(struct report_delays, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of them"),
	F(struct report_delays, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_delays, late_orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "open orders past the day they were promised for"),
	F(struct report_delays, late_sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "their net sum"),
	F(struct report_delays, next_orders, INTEGER, FIELD_SHOWN, "open orders that will be late if nothing changes; null of a time gone by"),
	F(struct report_delays, next_sales, MONEY, FIELD_SHOWN, "their net sum"),
	F(struct report_delays, sales_at_risk, MONEY, FIELD_SHOWN, "both sums"),
	F(struct report_delays, promises_changed, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "promises changed in the period"),
	F(struct report_delays, cancellations, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "lines cancelled in the period because of delay, in whole or part"),
	F(struct report_delays, lost_sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "the net of these"),
	F_LIST(struct report_delays, faults, struct delays_fault, fault_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS, "whose fault it was"),
	F_LIST(struct report_delays, late, struct delays_order, late_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "open orders past their promise, the longest late first, at most 50 or the limit"),
	F_LIST(struct report_delays, next, struct delays_order, next_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "what will be late next, the nearest promise first, at most 50 or the limit"),
	FIELD_END,
};

const struct schema report_delays_schema = { .name = "ordr.report-delays/1",
					     .title = "What is late, and what will be.",
					     .fields = report_delays_fields,
					     .size = sizeof(struct report_delays) };

static const char basis[] = TO_TRANSLATE("late: confirmed orders not delivered whole after the day they were promised for; next: confirmed orders with goods that wait"
			    " for stock or should have left, and that could not be there by their promise, from what is announced and lead times (ATP)."
			    " Promises changed and lines cancelled are those of the period; lost sales are lines cancelled for a reason whose fault is"
			    " supply or carrier. Sales are net, of whole orders; days are days of the calendar in the company's time zone");

struct pass {
	struct core *core;
	const struct report_request *request;
	struct report_delays *report;
	struct date today;
	const char *currency;
	struct delays_fault faults[FAULTS];
	struct delays_order *late, *next;
	size_t late_count, late_size, next_count, next_size;
};

static int add_money(struct pass *pass, struct money *sum, int64_t minor)
{
	return money_add(*sum, money_make(minor, pass->currency), sum) ? err_set(pass->core->err, ERR_FAILED, "the sales are more than can be counted") : 0;
}

static struct delays_fault *fault_of(struct pass *pass, const char *fault)
{
	for (int i = 0; i < FAULTS - 1; i++)
		if (fault && !strcmp(fault, fault_names[i]))
			return &pass->faults[i];
	return &pass->faults[FAULTS - 1];
}

static int append(struct pass *pass, struct delays_order **orders, size_t *count, size_t *size, const struct delays_order *order)
{
	if (*count == *size) {
		size_t more = *size ? *size * 2 : 64;
		struct delays_order *items = arena_array(pass->core->arena, more, sizeof *items);
		if (!items)
			return err_memory(pass->core->err);
		if (*count)
			memcpy(items, *orders, *count * sizeof *items);
		*orders = items;
		*size = more;
	}
	(*orders)[(*count)++] = *order;
	return 0;
}

/* --- open orders -------------------------------------------------------------------------------------------------------------- */

static int take_late(struct pass *pass, const struct order_facts *facts, struct delays_order *order)
{
	struct core *core = pass->core;
	if (report_reason(core, facts->id, TARGET_DELIVER, core->now, &order->reason) || report_fault(core, order->reason, &order->fault))
		return -1;
	struct delays_fault *fault = fault_of(pass, order->fault);
	order->days = pass->today.days - facts->promised;
	fault->late_orders++;
	pass->report->late_orders++;
	if (add_money(pass, &fault->late_sales, facts->net) || add_money(pass, &pass->report->late_sales, facts->net))
		return -1;
	return append(pass, &pass->late, &pass->late_count, &pass->late_size, order);
}

/* Could what is left of it be there in time? `sku`: what it waits for. */
static int take_next(struct pass *pass, const struct order_facts *facts, const char *sku, struct delays_order *order)
{
	struct core *core = pass->core;
	struct promise promise;
	if (order_promise(core, (struct order_id){ facts->id }, &promise))
		return -1;
	if (!promise.active || promise.promised.days <= facts->promised)
		return 0;
	order->expected = promise.promised;
	order->days = promise.promised.days - facts->promised;
	order->sku = sku;
	pass->report->next_orders++;
	if (add_money(pass, &pass->report->next_sales, facts->net))
		return -1;
	return append(pass, &pass->next, &pass->next_count, &pass->next_size, order);
}

/* Columns: code, name and tier of the customer; the first SKU that waits; goods are not shipped; the facts. */
static int take_order(struct pass *pass, const struct db_rows *rows)
{
	struct core *core = pass->core;
	struct order_facts facts;
	if (order_facts_read(core, rows, 5, &facts))
		return -1;
	if (strcmp(facts.state, "confirmed") || facts.promised == NONE)
		return 0;
	bool late = facts.promised < pass->today.days;
	const char *sku = db_column_optional(rows, 3);
	bool should_have_left = facts.ship_by != NONE && facts.ship_by < core->now.ms && db_column_integer(rows, 4) == 1;
	if (!late && (core->past || (!sku && !should_have_left)))
		return 0;
	struct delays_order order = { .id = { facts.id },
				      .customer = arena_strdup(core->arena, db_column_text(rows, 0)),
				      .customer_name = arena_strdup(core->arena, db_column_text(rows, 1)),
				      .tier = arena_strdup(core->arena, db_column_text(rows, 2)),
				      .promised = { facts.promised },
				      .expected = { NONE },
				      .sales = money_make(facts.net, pass->currency) };
	if (!order.customer || !order.customer_name || !order.tier || (sku && !(sku = arena_strdup(core->arena, sku))))
		return err_memory(core->err);
	char subject[80];
	report_subject(subject, "customer", order.customer);
	if (past_text(core, subject, "name", &order.customer_name) || past_text(core, subject, "tier", &order.tier))
		return -1;
	if (pass->request->tier && strcmp(pass->request->tier, order.tier))
		return 0;
	return late ? take_late(pass, &facts, &order) : take_next(pass, &facts, sku, &order);
}

#define OPEN_COLUMNS                                                                                                          \
	"SELECT c.code, c.name, c.tier, (SELECT l.sku FROM order_line l WHERE l.order_id = o.id AND l.backordered > 0"        \
	" ORDER BY l.line LIMIT 1), " ORDER_TO_SHIP ", " ORDER_FACTS " FROM orders o JOIN customer c ON c.id = o.customer_id WHERE "
#define OPEN_FILTER " AND ($2 IS NULL OR c.code = $2) ORDER BY o.promised, o.id"

static int take_open(struct pass *pass)
{
	static const char present[] = OPEN_COLUMNS ORDER_OPEN " AND +o.placed_at <= $1" OPEN_FILTER; /* +: not by the index of all orders ever placed */
	static const char past[] = OPEN_COLUMNS PAST_OPEN("$1") OPEN_FILTER;
	struct core *core = pass->core;
	struct db_rows rows;
	if (db_query(core->db, &rows, core->past ? past : present, A(core->now), A(pass->request->customer)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (take_order(pass, &rows)) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

/* --- the period --------------------------------------------------------------------------------------------------------------- */

static int count_promises(struct pass *pass, struct instant first, struct instant after)
{
	struct core *core = pass->core;
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT p.reason, count(*) FROM promise_change p JOIN orders o ON o.id = p.order_id JOIN customer c ON c.id = o.customer_id"
		     " WHERE p.at >= $1 AND p.at < $2 AND ($3 IS NULL OR c.code = $3) AND " PAST_TIER("$4", "$5") " GROUP BY p.reason",
		     A(first), A(after), A(pass->request->customer), A(pass->request->tier), A(core->now)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		const char *fault;
		if (report_fault(core, db_column_text(&rows, 0), &fault)) {
			db_finish(&rows);
			return -1;
		}
		fault_of(pass, fault)->promises_changed += db_column_integer(&rows, 1);
		pass->report->promises_changed += db_column_integer(&rows, 1);
	}
	return found;
}

static int count_cancellation(struct pass *pass, const struct db_rows *rows)
{
	const char *fault;
	int64_t lost;
	if (report_fault(pass->core, db_column_text(rows, 0), &fault))
		return -1;
	if (integer_scale(db_column_integer(rows, 1), db_column_integer(rows, 2), db_column_integer(rows, 3), &lost))
		return err_set(pass->core->err, ERR_FAILED, "the sales are more than can be counted");
	struct delays_fault *of = fault_of(pass, fault);
	bool delay = fault && (!strcmp(fault, "supply") || !strcmp(fault, "carrier"));
	of->cancellations++;
	if (add_money(pass, &of->lost_sales, lost))
		return -1;
	pass->report->cancellations += delay;
	return delay ? add_money(pass, &pass->report->lost_sales, lost) : 0;
}

static int count_cancellations(struct pass *pass, struct instant first, struct instant after)
{
	struct db_rows rows;
	if (db_query(pass->core->db, &rows,
		     "SELECT k.reason, l.net, k.quantity, l.ordered FROM cancellation k JOIN order_line l ON l.order_id = k.order_id AND l.line = k.line"
		     " JOIN orders o ON o.id = k.order_id JOIN customer c ON c.id = o.customer_id WHERE k.at >= $1 AND k.at < $2"
		     " AND ($3 IS NULL OR c.code = $3) AND " PAST_TIER("$4", "$5") " ORDER BY k.order_id, k.line, k.number",
		     A(first), A(after), A(pass->request->customer), A(pass->request->tier), A(pass->core->now)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (count_cancellation(pass, &rows)) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

static int count_period(struct pass *pass)
{
	struct instant first = date_instant(pass->report->from, 0);
	struct instant after = date_instant((struct date){ pass->report->to.days + 1 }, 0);
	if (after.ms > pass->core->now.ms)
		after.ms = pass->core->now.ms + 1;
	return count_promises(pass, first, after) || count_cancellations(pass, first, after) ? -1 : 0;
}

/* The query goes by the promises of today; of the past it was perhaps another. */
static int compare(const void *left, const void *right)
{
	const struct delays_order *a = left;
	const struct delays_order *b = right;
	if (a->promised.days != b->promised.days)
		return a->promised.days < b->promised.days ? -1 : 1;
	return a->id.number < b->id.number ? -1 : a->id.number > b->id.number;
}

static int begin(struct pass *pass)
{
	struct report_delays *report = pass->report;
	pass->currency = settings_currency(pass->core);
	if (!pass->currency || calendar_today(pass->core, &pass->today) || report_period(pass->core, pass->request, &report->from, &report->to))
		return -1;
	const struct money none = money_make(0, pass->currency);
	for (int i = 0; i < FAULTS; i++)
		pass->faults[i] = (struct delays_fault){ .fault = fault_names[i], .late_sales = none, .lost_sales = none };
	report->late_orders = report->promises_changed = report->cancellations = report->next_orders = 0;
	report->late_sales = report->next_sales = report->lost_sales = none;
	return 0;
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_delays *report = record;
	struct pass *pass = arena_alloc(core->arena, sizeof *pass);
	size_t most = request->limit == NONE ? STANDARD : (size_t)request->limit;
	if (!pass)
		return err_memory(core->err);
	*pass = (struct pass){ .core = core, .request = request, .report = report };
	report->as_of = core->now;
	report->basis = translate(basis);
	if (begin(pass) || take_open(pass) || count_period(pass))
		return -1;
	if (core->past) {
		report->next_orders = NONE;
		report->next_sales.minor = NONE;
		report->sales_at_risk.minor = NONE;
	} else if (money_add(report->late_sales, report->next_sales, &report->sales_at_risk)) {
		return err_set(core->err, ERR_FAILED, "the sales are more than can be counted");
	}
	if (core->past && pass->late_count)
		qsort(pass->late, pass->late_count, sizeof *pass->late, compare);
	report->faults = (struct list){ pass->faults, FAULTS };
	report->late = (struct list){ pass->late, pass->late_count < most ? pass->late_count : most };
	report->next = (struct list){ pass->next, pass->next_count < most ? pass->next_count : most };
	return 0;
}

static const char *const matter[] = { "late_orders", "next_orders", "promises_changed", "cancellations", NULL };

const struct report report_delays = { .schema = &report_delays_schema, .matter = matter, .make = make };
