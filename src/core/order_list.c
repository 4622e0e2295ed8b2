/* Many orders: chosen by filters, one row at a time. Which index leads is chosen from a few fixed statements, so that worklists cost what is
 * open and a customer's list what is theirs, however many orders there ever were. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/gate.h"
#include "ordr/hold.h"
#include "ordr/settings.h"
#include "ordr/sla.h"
#include "ordr/urgency.h"
#include "order_parts.h"

#define SHIPMENT_IN(states) "EXISTS (SELECT 1 FROM shipment s WHERE order_id = o.id AND s.state IN (" states "))"
#define LINE_WITH(condition) "EXISTS (SELECT 1 FROM order_line l WHERE order_id = o.id AND (" condition "))"

/* An order that ships only whole (o.delivery) takes no step while some of it is not as far. */
#define WHOLE(condition) "(o.delivery = 'partial' OR NOT " LINE_WITH("l.kind = 'goods' AND " condition) ")"

/* A service that is not performed, and whose day has come ($3 is today). */
#define SERVICE_DUE                                                                                                              \
	"l.kind = 'service' AND l.delivered < l.ordered - l.cancelled AND NOT EXISTS (SELECT 1 FROM booking b"                   \
	" JOIN product p ON p.id = b.product_id WHERE b.order_id = l.order_id AND b.line = l.line AND b.day > $3"               \
	" AND p.capacity >= 0)"

/* $1 now, $2 … the filters in the order of query() below. */
#define FILTERED                                                                                                                 \
	"($2 IS NULL OR o.state = $2) AND ($3 IS NULL OR c.code = $3) AND ($4 IS NULL OR c.tier = $4)"                           \
	" AND ($5 IS NULL OR " PRIORITY_TEXT " = $5) AND ($6 IS NULL OR o.promised <= $6)"                                       \
	" AND ($7 IS NULL OR o.placed_at >= $7) AND ($8 IS NULL OR o.placed_at < $8)"                                            \
	" AND ($9 IS NULL OR o.next_due < " SLA_NOW("$1") ")"                                                                                 \
	" AND ($10 IS NULL OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.sku = $10))"                      \
	" AND ($11 IS NULL OR " ORDER_FULFILMENT " = $11) AND ($12 IS NULL OR " ORDER_BILLING " = $12)"                           \
	" AND ($14 IS NULL OR " HOLD_BLOCKS("7") ")"
#define NUMBERS(leading, sorting) \
	"SELECT o.id FROM orders o JOIN customer c ON c.id = o.customer_id WHERE " leading " AND " FILTERED " ORDER BY " sorting " LIMIT $13"

/* What may be billed: an open order, or one that is completed and was not billed whole. */
#define BILLABLE                                                                                                                  \
	"o.id IN (SELECT b.id FROM orders b WHERE b.state IN ('placed', 'confirmed')"                                            \
	" UNION SELECT l.order_id FROM order_line l WHERE l.delivered > l.invoiced)"

/* By their numbers, so that they need not be sorted by them: a scan that is sorted so would go through all orders instead. */
#define OPEN "o.id IN (SELECT b.id FROM orders b WHERE b.state IN ('placed', 'confirmed'))"

/* Late when it is past due now, or was when its clock stopped. */
#define OVERDUE                                                                                                                   \
	"o.id IN (SELECT b.id FROM orders b WHERE b.state IN ('placed', 'confirmed') AND b.stopped_at IS NULL AND b.next_due < $1" \
	" UNION ALL SELECT b.id FROM orders b WHERE b.state IN ('placed', 'confirmed') AND b.stopped_at <= $1"                    \
	" AND b.next_due < b.stopped_at)"

/* The numbers of orders placed within a time, which rise with it but for few: the first and the last come from the index alone. The + keeps the
 * number from leading. */
#define PLACED_WITHIN "p.placed_at >= coalesce($7, 0) AND p.placed_at < coalesce($8, 9223372036854775807)"
#define PLACED                                                                                                                   \
	"o.id >= (SELECT min(+p.id) FROM orders p WHERE " PLACED_WITHIN ")"                                                      \
	" AND o.id <= (SELECT max(+p.id) FROM orders p WHERE " PLACED_WITHIN ")"

enum scan { SCAN_ALL, SCAN_PLACED, SCAN_CUSTOMER, SCAN_OPEN, SCAN_OVERDUE, SCAN_URGENT, SCAN_BILLABLE, SCAN_BILLABLE_URGENT, SCANS };

/* Only numbers are chosen and sorted; what is shown of each order is read when its turn comes. */
static const char *const scans[SCANS] = {
	[SCAN_ALL] = NUMBERS("o.id > 0", "o.id"),
	[SCAN_PLACED] = NUMBERS(PLACED, "o.id"),
	[SCAN_CUSTOMER] = NUMBERS("o.customer_id = (SELECT k.id FROM customer k WHERE k.code = $3)", "o.id"),
	[SCAN_OPEN] = NUMBERS(OPEN, "o.id"),
	[SCAN_OVERDUE] = NUMBERS(OVERDUE, "o.id"),
	[SCAN_URGENT] = NUMBERS(ORDER_OPEN, URGENCY_ORDER),
	[SCAN_BILLABLE] = NUMBERS(BILLABLE, "o.id"),
	[SCAN_BILLABLE_URGENT] = NUMBERS(BILLABLE, URGENCY_ORDER),
};

/* The narrowest way in that these filters allow. */
static enum scan choose_scan(const struct order_filter *filter)
{
	bool billing = filter->ready && !strcmp(filter->ready, "invoice");
	if (filter->urgent)
		return billing ? SCAN_BILLABLE_URGENT : SCAN_URGENT;
	if (filter->overdue)
		return SCAN_OVERDUE;
	if (filter->customer)
		return SCAN_CUSTOMER;
	bool open = filter->state && (!strcmp(filter->state, "placed") || !strcmp(filter->state, "confirmed"));
	if (open || (filter->ready && !billing))
		return SCAN_OPEN;
	if (billing)
		return SCAN_BILLABLE;
	return filter->since.ms != NONE || filter->until.ms != NONE ? SCAN_PLACED : SCAN_ALL;
}

static int query(struct core *core, const struct order_filter *filter, struct db_rows *rows)
{
	int64_t overdue = filter->overdue ? 1 : NONE;
	int64_t held = filter->held ? 1 : NONE;
	int64_t limit = filter->limit == NONE || filter->ready ? INT64_MAX : filter->limit;
	return db_query(core->db, rows, scans[choose_scan(filter)], A(core->now), A(filter->state), A(filter->customer), A(filter->tier),
			A(filter->priority), A(filter->due), A(filter->since), A(filter->until), A(overdue), A(filter->sku),
			A(filter->fulfilment), A(filter->billing), A(limit), A(held));
}

void order_filter_init(struct order_filter *filter)
{
	*filter = (struct order_filter){ .due = { NONE }, .since = { NONE }, .until = { NONE }, .limit = NONE };
}

static int show(struct core *core, struct order_id id, bool whole, int (*each)(void *context, const struct order *order), void *context)
{
	struct arena_mark mark = arena_mark(core->arena);
	struct order order;
	int result = order_load_head(core, id, &order) || (whole && order_fill(core, &order)) || each(context, &order);
	arena_reset(core->arena, mark);
	return result ? -1 : 0;
}

int order_each(struct core *core, const struct order_filter *filter, bool whole,
	       int (*each)(void *context, const struct order *order), void *context)
{
	struct db_rows rows;
	if (query(core, filter, &rows))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (show(core, (struct order_id){ db_column_integer(&rows, 0) }, whole, each, context)) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

/* What the setting says that rules a step; "" for a step that none rules. NULL: an error. */
static const char *rule_of(struct core *core, const char *step)
{
	static const struct {
		const char *step, *setting;
	} rules[] = { { "ship", "workflow.pack" }, { "invoice", "workflow.invoice_on" } };
	for (size_t i = 0; step && i < sizeof rules / sizeof *rules; i++)
		if (!strcmp(rules[i].step, step))
			return settings_text(core, rules[i].setting);
	return "";
}

/* Can order $1 take the step? $2: what the setting that rules the step says. A statement for each, since one for all takes longer to prepare than
 * to run. A charge is billed with the others, so they speak for it. */
#define CAN(condition) "SELECT 1 FROM orders o WHERE o.id = $1 AND (" condition ")"

#define TO_CONFIRM CAN("o.state = 'placed' OR (o.state = 'confirmed' AND o.revision > o.approved)")

static const struct {
	const char *step, *sql;
} steps[] = {
	{ "confirm", TO_CONFIRM },
	{ "check", TO_CONFIRM },
	{ "reject", CAN("o.state = 'placed'") },
	{ "pick", CAN("o.state = 'confirmed' AND " LINE_WITH("l.allocated > 0") " AND " WHOLE("l.backordered > 0")) },
	{ "unpick", CAN(SHIPMENT_IN("'picking'")) },
	{ "pack", CAN(SHIPMENT_IN("'picking'")) },
	{ "unpack", CAN(SHIPMENT_IN("'packed'")) },
	{ "ship", CAN(SHIPMENT_IN("'packed', CASE $2 WHEN 'skipped' THEN 'picking' END")
		      " AND " WHOLE("CASE $2 WHEN 'skipped' THEN l.picked ELSE l.packed END < l.ordered - l.cancelled")) },
	{ "attempt", CAN(SHIPMENT_IN("'shipped'")) },
	{ "deliver", CAN(SHIPMENT_IN("'shipped'") " OR (o.state = 'confirmed' AND NOT "
			 LINE_WITH("l.kind = 'goods' AND l.delivered < l.ordered - l.cancelled") " AND " LINE_WITH(SERVICE_DUE) ")") },
	{ "invoice", CAN("o.state IN ('confirmed', 'completed') AND "
			 LINE_WITH("l.invoiced < CASE WHEN $2 = 'order' OR o.prepaid = 1 THEN l.ordered - l.cancelled"
				   " WHEN $2 = 'shipment' AND l.kind = 'goods' THEN l.shipped ELSE l.delivered END")) },
};

/* 1, 0, −1. */
static int ready(struct core *core, const char *step, const char *rule, struct order_id id)
{
	int64_t found;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (!strcmp(steps[i].step, step))
			return db_integer(core->db, &found, steps[i].sql, A(id.number), A(rule), A(instant_date(core->now, NULL)));
	return err_set(core->err, ERR_FAILED, "no step is called %s", step);
}

/* Would the gate let the step be taken? What is above a credit limit is chosen for confirming all the same: that it cannot be is told, since
 * somebody has to decide. */
static int gate_open(struct core *core, const char *step, struct order_id id, bool *open)
{
	static const struct {
		const char *step;
		enum gate_step gate;
	} gates[] = { { "confirm", GATE_CONFIRM }, { "pick", GATE_PICK }, { "pack", GATE_PACK }, { "ship", GATE_SHIP }, { "invoice", GATE_INVOICE } };
	*open = true;
	for (size_t i = 0; step && i < sizeof gates / sizeof *gates; i++) {
		struct list list;
		if (strcmp(gates[i].step, step))
			continue;
		if (gate_blockers(core, id, gates[i].gate, &list))
			return -1;
		const struct blocker *blockers = list.items;
		for (size_t j = 0; j < list.count; j++)
			*open = *open && gates[i].gate == GATE_CONFIRM && !strcmp(blockers[j].kind, "credit");
	}
	return 0;
}

/* Can the order that was found take the step, and does the gate let it? What that took of memory is given back at once. */
static int passes(struct core *core, const char *step, const char *rule, struct order_id id, bool *open)
{
	struct arena_mark mark = arena_mark(core->arena);
	int found = step ? ready(core, step, rule, id) : 1;
	int result = found == 1 ? gate_open(core, step, id, open) : found;
	*open = found == 1 && *open;
	arena_reset(core->arena, mark);
	return result;
}

int order_can(struct core *core, const char *step, struct order_id id, bool *can)
{
	const char *rule = rule_of(core, step);
	*can = false;
	return rule ? passes(core, step, rule, id, can) : -1;
}

static int keep_id(struct core *core, struct list *ids, size_t *room, struct order_id id)
{
	struct order_id *items = ids->items;
	if (ids->count == *room) {
		*room = *room ? *room * 2 : 64;
		items = arena_array(core->keep, *room, sizeof *items);
		if (!items)
			return err_memory(core->err);
		if (ids->count)
			memcpy(items, ids->items, ids->count * sizeof *items);
		ids->items = items;
	}
	items[ids->count++] = id;
	return 0;
}

int order_choose(struct core *core, const struct order_filter *filter, struct list *ids)
{
	struct db_rows rows;
	size_t room = 0;
	size_t most = filter->limit == NONE ? SIZE_MAX : (size_t)filter->limit;
	*ids = (struct list){ 0 };
	const char *rule = rule_of(core, filter->ready);
	if (!rule || calendar_zone(core) || query(core, filter, &rows))
		return -1;
	int found = 0;
	while (ids->count < most && (found = db_next(&rows)) == 1) {
		bool open = true;
		struct order_id id = { db_column_integer(&rows, 0) };
		if (passes(core, filter->ready, rule, id, &open) || (open && keep_id(core, ids, &room, id))) {
			db_finish(&rows);
			return -1;
		}
	}
	if (found == 1)
		db_finish(&rows);
	return found < 0 ? -1 : 0;
}
