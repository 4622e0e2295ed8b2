/* The worklist: open orders by urgency, each with what is to be done next and whose work that is. Counted over all open orders, listed
 * up to a limit; what is closed is never looked at. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/hold.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/order_sql.h"
#include "ordr/report_urgent.h"
#include "ordr/settings.h"
#include "ordr/sla.h"
#include "ordr/speak.h"
#include "ordr/urgency.h"
#include "report_past.h"

#define STANDARD 20 /* orders listed when no number is given */

const char *const urgent_steps[] = { "confirm", "pick", "pack", "ship", "deliver", "wait for stock", "release", "invoice", "pay", NULL };
static const char *const owners[] = { "sales", "warehouse", "billing", NULL };
const char *const urgent_statuses[] = { "overdue", "at_risk", "open", NULL };
static const char *const dues[] = { "confirm", "ship", "ship-by", "deliver", "promise", NULL };
static const char *const clocks[] = { "runs", "stands", NULL };
static const char *const terms[] = { "clock", "slack", "tier", "priority", "age", "number", NULL };

static const struct field order_fields[] = {
	F(struct urgent_order, id, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order"),
	F(struct urgent_order, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct urgent_order, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F_CHOICE(struct urgent_order, tier, tier_choices, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "tier of the customer"),
	F_CHOICE(struct urgent_order, priority, priority_choices, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "priority of the order"),
	F_CHOICE(struct urgent_order, state, order_states, FIELD_REQUIRED, "placed or confirmed"),
	F_CHOICE(struct urgent_order, fulfilment, order_fulfilments, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "how far its goods and services are"),
	F_CHOICE(struct urgent_order, step, urgent_steps, FIELD_REQUIRED | FIELD_SHOWN, "what is to be done next"),
	F_CHOICE(struct urgent_order, whose, owners, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "whose work that is"),
	F(struct urgent_order, stopped_at, INSTANT, 0, "since when a hold of the customer's stops its clock"),
	F(struct urgent_order, next_due, INSTANT, FIELD_SHOWN, "when the next step is due"),
	{ .name = "slack_minutes", .label = "SLACK (MIN)", .type = FIELD_INTEGER, .offset = offsetof(struct urgent_order, slack_minutes),
	  .flags = FIELD_SHOWN | FIELD_LATE, .help = "working minutes until then, below zero when late" },
	F_CHOICE(struct urgent_order, due_for, dues, 0, "what is due then; ship-by: to keep the promise, promise: the day itself"),
	F(struct urgent_order, placed_at, INSTANT, FIELD_REQUIRED, "when it was placed"),
	F_CHOICE(struct urgent_order, status, urgent_statuses, FIELD_REQUIRED | FIELD_SHOWN, "overdue, at risk (a quarter of the time left), or open"),
	FIELD_END,
};

static const struct field term_fields[] = {
	F(struct urgency_term, id, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order"),
	F_CHOICE(struct urgency_term, clock, clocks, FIELD_REQUIRED | FIELD_SHOWN, "stands while a hold of the customer's is open; such orders come last"),
	F_CHOICE(struct urgency_term, due_for, dues, FIELD_SHOWN, "what is due next"),
	{ .name = "slack_minutes", .label = "SLACK (MIN)", .type = FIELD_INTEGER, .offset = offsetof(struct urgency_term, slack_minutes),
	  .flags = FIELD_SHOWN, .help = "working minutes until then; the least first" },
	F_CHOICE(struct urgency_term, tier, tier_choices, FIELD_REQUIRED | FIELD_SHOWN, "tier of the customer; strategic before preferred before standard"),
	F_CHOICE(struct urgency_term, priority, priority_choices, FIELD_REQUIRED | FIELD_SHOWN, "priority of the order; the highest first"),
	F(struct urgency_term, placed_at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "its age: the oldest first"),
	F_CHOICE(struct urgency_term, decided_by, terms, FIELD_SHOWN, "the first term in which it differs from the order before it"),
	FIELD_END,
};

static const struct schema order_schema_of_report = { .fields = order_fields, .size = sizeof(struct urgent_order) };

const struct field report_urgent_fields[] = {
	F(struct report_urgent, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that due times are judged at"),
	F(struct report_urgent, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_urgent, open, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "open orders, listed or not"),
	F(struct report_urgent, overdue, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "of these, past their next due time"),
	F(struct report_urgent, at_risk, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "of these, with less than a quarter of the time left"),
	F_LIST(struct report_urgent, orders, struct urgent_order, order_fields, FIELD_REQUIRED | FIELD_SHOWN, "most urgent first"),
	F_LIST(struct report_urgent, terms, struct urgency_term, term_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "with --explain: what put each of them where it is"),
	FIELD_END,
};

const struct schema report_urgent_schema = { .name = "ordr.report-urgent/1",
					     .title = "What is to be done first.",
					     .fields = report_urgent_fields,
					     .size = sizeof(struct report_urgent) };

static const char basis[] = TO_TRANSLATE("open orders (placed or confirmed), by least time to the next due time, then tier, priority and age; at risk"
			    " when less than a quarter of the time of the target is left; slack is counted in working minutes; orders whose clock a hold"
			    " of the customer's stops come last, judged at the moment it stopped");

/* What is due next. What has left is due to be delivered, be it at the very moment when it was to leave. */
#define NEXT_DUE_FOR                                                                                                          \
	"CASE WHEN o.next_due IS NULL THEN NULL WHEN o.state = 'placed' AND o.next_due = o.confirm_due THEN 'confirm'"            \
	" WHEN o.next_due IN (o.ship_due, o.ship_by) AND (o.next_due < o.deliver_due OR " ORDER_TO_SHIP ")"                      \
	" THEN CASE o.next_due WHEN o.ship_due THEN 'ship' ELSE 'ship-by' END"                                                  \
	" WHEN o.next_due = o.deliver_due THEN 'deliver' ELSE 'promise' END"
/* The risk of that target; a ship-by time or a promise has none. $1 is now. */
#define NEXT_RISK "CASE o.due_for WHEN 'confirm' THEN o.confirm_risk WHEN 'ship' THEN o.ship_risk WHEN 'deliver' THEN o.deliver_risk END"
#define NEXT_STATUS "CASE WHEN o.judged > o.next_due THEN 'overdue' WHEN o.judged >= " NEXT_RISK " THEN 'at_risk' ELSE 'open' END"

/* Open orders, with what is worked out of each once: the moment that it is judged at, what is due, and how the bill of a prepaid one stands. */
#define OPEN_ORDERS \
	"(SELECT o.*, " SLA_NOW("$1") " AS judged, " NEXT_DUE_FOR " AS due_for, CASE o.prepaid WHEN 1 THEN " ORDER_BILLING_PREPAID " END AS bill FROM orders o WHERE " ORDER_OPEN ") o"

/* What ships only whole is not picked while a unit waits. $2 is workflow.pack (skipped: ship packs by itself), $4 workflow.four_eyes. What the
 * gate stops waits for what clears that. */
#define NEXT_STEP                                                                                                              \
	"CASE WHEN (o.state = 'placed' AND " HOLD_BLOCKS("1") ") OR (o.shipped_at IS NULL AND " HOLD_BLOCKS("2") ") THEN 'release'" \
	" WHEN o.state = 'placed' OR ($4 = 'on' AND o.revision > o.approved) THEN 'confirm'"                                    \
	" WHEN o.shipped_at IS NULL AND o.bill <> 'paid' THEN CASE o.bill WHEN 'invoiced' THEN 'pay' ELSE 'invoice' END"        \
	" ELSE (SELECT CASE"                                                                                                    \
	" WHEN " ORDER_LINES("l.allocated > 0") " > 0 AND (o.delivery = 'partial' OR " ORDER_LINES("l.backordered > 0") " = 0) THEN 'pick'" \
	" WHEN " ORDER_LINES("l.packed < l.picked") " > 0 THEN CASE $2 WHEN 'skipped' THEN 'ship' ELSE 'pack' END"              \
	" WHEN " ORDER_LINES("l.shipped < l.packed") " > 0 THEN 'ship'"                                                         \
	" WHEN " ORDER_LINES("l.kind = 'goods' AND l.delivered < l.shipped") " > 0 THEN 'deliver'"                              \
	" WHEN " ORDER_LINES("l.backordered > 0") " > 0 THEN 'wait for stock'"                                                  \
	" ELSE 'deliver' END FROM order_line l WHERE l.order_id = o.id) END"

static int count(struct core *core, struct report_urgent *report)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT count(*), count(*) FILTER (WHERE status = 'overdue'), count(*) FILTER (WHERE status = 'at_risk') FROM"
		     " (SELECT " NEXT_STATUS " AS status FROM " OPEN_ORDERS ") s",
		     A(core->now)))
		return -1;
	if (db_next(&rows) != 1)
		return -1;
	report->open = db_column_integer(&rows, 0);
	report->overdue = db_column_integer(&rows, 1);
	report->at_risk = db_column_integer(&rows, 2);
	db_finish(&rows);
	return 0;
}

static int list(struct core *core, int64_t most, struct list *orders)
{
	const char *pack = settings_text(core, "workflow.pack");
	const char *four_eyes = pack ? settings_text(core, "workflow.four_eyes") : NULL;
	if (!four_eyes)
		return -1;
	return db_all(core->db, core->arena, &order_schema_of_report, orders,
		      "SELECT o.id, c.code AS customer, c.name AS customer_name, c.tier, " PRIORITY_TEXT " AS priority, o.state,"
		      " " ORDER_FULFILMENT " AS fulfilment, " NEXT_STEP " AS step,"
		      " o.stopped_at, o.next_due, o.due_for, o.placed_at, " NEXT_STATUS " AS status"
		      " FROM " OPEN_ORDERS " JOIN customer c ON c.id = o.customer_id ORDER BY " URGENCY_ORDER " LIMIT $3",
		      A(core->now), A(pack), A(most), A(four_eyes));
}

static const char *owner_of(const char *step)
{
	static const struct {
		const char *step;
		const char *const *owner;
	} others[] = { { "confirm", &owners[0] }, { "release", &owners[0] }, { "invoice", &owners[2] }, { "pay", &owners[2] } };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (!strcmp(others[i].step, step))
			return *others[i].owner;
	return owners[1];
}

/* As URGENCY_ORDER compares them. */
static const char *decided(const struct urgent_order *before, const struct urgent_order *order)
{
	if (before->stopped_at.ms != order->stopped_at.ms)
		return terms[0];
	if (before->next_due.ms != order->next_due.ms)
		return terms[1];
	if (strcmp(before->tier, order->tier) != 0)
		return terms[2];
	if (strcmp(before->priority, order->priority) != 0)
		return terms[3];
	return before->placed_at.ms != order->placed_at.ms ? terms[4] : terms[5];
}

static int explain(struct core *core, struct report_urgent *report)
{
	const struct urgent_order *order = report->orders.items;
	struct urgency_term *term = arena_array(core->arena, report->orders.count + 1, sizeof *term);
	if (!term)
		return err_memory(core->err);
	for (size_t i = 0; i < report->orders.count; i++)
		term[i] = (struct urgency_term){ .id = order[i].id, .clock = clocks[order[i].stopped_at.ms != NONE], .due_for = order[i].due_for,
						 .slack_minutes = order[i].slack_minutes, .tier = order[i].tier, .priority = order[i].priority,
						 .placed_at = order[i].placed_at, .decided_by = i ? decided(&order[i - 1], &order[i]) : NULL };
	report->terms = (struct list){ term, report->orders.count };
	return 0;
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_urgent *report = record;
	const struct calendar *calendar = calendar_get(core);
	report->as_of = core->now;
	report->basis = translate(basis);
	int64_t most = request->limit == NONE ? STANDARD : request->limit;
	if (!calendar || (core->past ? urgent_past(core, most, report) : count(core, report) || list(core, most, &report->orders)))
		return -1;
	struct urgent_order *orders = report->orders.items;
	for (size_t i = 0; i < report->orders.count; i++) {
		struct instant judged = orders[i].stopped_at.ms == NONE ? core->now : orders[i].stopped_at;
		orders[i].whose = owner_of(orders[i].step);
		if (orders[i].next_due.ms != NONE)
			orders[i].slack_minutes = calendar_between(calendar, judged, orders[i].next_due);
	}
	return request->explain ? explain(core, report) : 0;
}

static const char *const matter[] = { "open", NULL };

const struct report report_urgent = { .schema = &report_urgent_schema, .matter = matter, .make = make };
