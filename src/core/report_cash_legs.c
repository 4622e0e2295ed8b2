/* How long orders and their invoices take on each leg of the way to the money. Days are whole days of 24 hours and parts of them: a leg over a week-end
 * takes the customer's time, whatever the company works. */
#include "ordr/order_sql.h"
#include "ordr/statistics.h"
#include "ordr/past.h"
#include "report_cash.h"

enum { CONFIRM, SHIP, INVOICE, PAY, ALL, LEGS };

static const char *const names[LEGS] = { "confirm", "ship", "invoice", "pay", "all" };

#define DAY_MS INT64_C(86400000)

struct legs {
	struct core *core;
	struct values took[LEGS];
};

static int keep(struct legs *legs, int leg, int64_t from, int64_t to)
{
	if (from == NONE || to == NONE)
		return 0;
	return values_add(&legs->took[leg], legs->core->arena, to > from ? to - from : 0) ? err_memory(legs->core->err) : 0;
}

static int take_orders(struct legs *legs, const struct report_request *request, struct instant first, struct instant after)
{
	struct db_rows rows;
	if (db_query(legs->core->db, &rows,
		     "SELECT " ORDER_FACTS " FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.placed_at >= $1 AND o.placed_at < $2"
		     " AND ($3 IS NULL OR c.code = $3) AND " PAST_TIER("$4", "$5"),
		     A(first), A(after), A(request->customer), A(request->tier), A(legs->core->now)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct order_facts order;
		if (order_facts_read(legs->core, &rows, 0, &order) || keep(legs, CONFIRM, order.placed_at, order.done[TARGET_CONFIRM]) ||
		    keep(legs, SHIP, order.done[TARGET_CONFIRM], order.done[TARGET_SHIP])) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

/* An invoice follows its shipment, else the last one before it, or else the confirmation; it is paid with the payment that leaves nothing open. */
static int take_invoices(struct legs *legs, const struct report_request *request, struct instant first, struct instant after)
{
	struct core *core = legs->core;
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT o.placed_at, coalesce(s.shipped_at, (SELECT max(t.shipped_at) FROM shipment t WHERE t.order_id = o.id"
		     " AND t.shipped_at <= i.issued_at), o.confirmed_at), i.issued_at, i.gross - " CASH_PAID("$3", "$4") " - " CASH_CREDITED("$3")
		     ", " CASH_PAID_AT("$3", "$4") " FROM orders o JOIN customer c ON c.id = o.customer_id JOIN invoice i ON i.id IN " INVOICES_OF("o.id")
		     " LEFT JOIN shipment s ON s.id = i.shipment_id WHERE o.placed_at >= $1 AND o.placed_at < $2 AND i.type = 'invoice'"
		     " AND i.issued_at <= $3 AND ($5 IS NULL OR c.code = $5) AND " PAST_TIER("$6", "$3"),
		     A(first), A(after), A(core->now), A(core->past), A(request->customer), A(request->tier)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		int64_t issued = db_column_integer(&rows, 2);
		int64_t paid = db_column_integer(&rows, 3) <= 0 ? db_column_integer(&rows, 4) : NONE;
		if (keep(legs, INVOICE, db_column_integer(&rows, 1), issued) || keep(legs, PAY, issued, paid) ||
		    keep(legs, ALL, db_column_integer(&rows, 0), paid)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

/* Milliseconds as days, to a thousandth. */
static struct quantity days_of(int64_t ms)
{
	struct quantity days = { NONE };
	if (ms != NONE && integer_scale(ms, 1000, DAY_MS, &days.thousandths))
		days.thousandths = NONE;
	return days;
}

int cash_legs(struct core *core, const struct report_request *request, struct instant first, struct instant after, struct list *list)
{
	struct legs legs = { .core = core };
	struct cash_leg *items = arena_array(core->arena, LEGS, sizeof *items);
	if (!items)
		return err_memory(core->err);
	if (take_orders(&legs, request, first, after) || take_invoices(&legs, request, first, after))
		return -1;
	for (int i = 0; i < LEGS; i++)
		items[i] = (struct cash_leg){ names[i], (int64_t)legs.took[i].count, days_of(values_percentile(&legs.took[i], 50)),
					      days_of(values_percentile(&legs.took[i], 90)) };
	*list = (struct list){ items, LEGS };
	return 0;
}
