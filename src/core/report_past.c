/* Which orders were open, and what of them was still to be done. What follows from the lines is worked out anew, as order_progress does it when it happens. */
#include "report_past.h"

#include <string.h>

#include "ordr/order_sql.h"
#include "ordr/calendar.h"

bool open_then_to_ship(const struct open_then *order)
{
	const struct line_facts *line = order->lines.items;
	for (size_t i = 0; i < order->lines.count; i++)
		if (!strcmp(line[i].kind, "goods") && line[i].shipped < line[i].active)
			return true;
	return false;
}

static int64_t reached(const struct line_facts *line, const char *invoice_on)
{
	return !strcmp(invoice_on, "shipment") && !strcmp(line->kind, "goods") ? line->shipped : line->delivered;
}

int64_t open_then_billable(const struct open_then *order, const struct line_facts *line, const char *invoice_on)
{
	const struct line_facts *other = order->lines.items;
	bool moved = false;
	bool others = false;
	if (order->prepaid || !strcmp(invoice_on, "order"))
		return line->active;
	if (strcmp(line->kind, "charge"))
		return reached(line, invoice_on);
	for (size_t i = 0; i < order->lines.count; i++) {
		bool counts = strcmp(other[i].kind, "charge");
		moved |= counts && reached(&other[i], invoice_on) > 0;
		others |= counts && other[i].active > 0;
	}
	return moved || !others ? line->active : line->invoiced;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a == NONE ? b : b == NONE || a < b ? a : b;
}

static int find_due(struct core *core, struct open_then *order)
{
	const struct order_facts *facts = &order->facts;
	order->next_due = !strcmp(facts->state, "placed") ? facts->due[TARGET_CONFIRM] : NONE;
	if (order->next_due == NONE && open_then_to_ship(order))
		order->next_due = earlier(facts->due[TARGET_SHIP], facts->ship_by);
	if (order->next_due == NONE)
		order->next_due = facts->due[TARGET_DELIVER];
	if (order->next_due != NONE || facts->promised == NONE)
		return 0;
	const struct calendar *calendar = calendar_get(core);
	if (!calendar)
		return -1;
	order->next_due = calendar_close(calendar, (struct date){ facts->promised }).ms;
	return 0;
}

static int find_holds(struct core *core, struct open_then *order)
{
	struct db_rows rows;
	int found;
	order->holds = 0;
	if (db_query(core->db, &rows, "SELECT blocks FROM hold WHERE order_id = $1 AND at <= $2 AND (released_at IS NULL OR released_at > $2)",
		     A(order->facts.id), A(core->now)))
		return -1;
	while ((found = db_next(&rows)) == 1)
		order->holds |= db_column_integer(&rows, 0);
	return found;
}

static int find_unpaid(struct core *core, struct open_then *order)
{
	order->unpaid = 0;
	if (!order->prepaid)
		return 0;
	return db_integer(core->db, &order->unpaid,
			  "SELECT coalesce(sum(CASE i.type WHEN 'invoice' THEN i.gross ELSE -i.gross END), 0) - (SELECT coalesce(sum(p.amount + p.discount), 0)"
			  " FROM invoice i JOIN payment p ON p.invoice_id = i.id WHERE i.order_id = $1 AND i.type = 'invoice' AND " PAST_PAYMENT("$2", "$3") ")"
			  " FROM invoice i WHERE i.order_id = $1 AND i.issued_at <= $2",
			  A(order->facts.id), A(core->now), A(core->past)) < 0
		       ? -1
		       : 0;
}

static int read(struct core *core, const struct db_rows *rows, bool completed, struct open_then *order, bool *counts)
{
	if (order_facts_read(core, rows, 0, &order->facts))
		return -1;
	*counts = completed ? !strcmp(order->facts.state, "completed") : !strcmp(order->facts.state, "placed") || !strcmp(order->facts.state, "confirmed");
	order->customer = db_column_integer(rows, ORDER_FACTS_COUNT);
	order->prepaid = db_column_integer(rows, ORDER_FACTS_COUNT + 1) == 1;
	order->complete = db_column_integer(rows, ORDER_FACTS_COUNT + 2) == 1;
	if (!*counts)
		return 0;
	return order_lines_then(core, &order->facts, &order->lines) || find_due(core, order) || find_holds(core, order) || find_unpaid(core, order) ? -1 : 0;
}

#define COLUMNS	  "SELECT " ORDER_FACTS ", o.customer_id, o.prepaid, o.delivery = 'complete' FROM orders o WHERE "
#define OF_CUSTOMER " AND ($2 IS NULL OR o.customer_id = (SELECT id FROM customer WHERE code = $2)) ORDER BY o.id"

int open_then_each(struct core *core, const char *customer, bool completed, int (*each)(void *context, const struct open_then *order), void *context)
{
	static const char open[] = COLUMNS PAST_OPEN("$1") OF_CUSTOMER;
	static const char closed[] = COLUMNS "o.state = 'completed' AND o.closed_at <= $1 AND (EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id"
					     " AND l.delivered > l.invoiced) OR EXISTS (SELECT 1 FROM invoice i WHERE i.id IN " INVOICES_OF("o.id") " AND i.issued_at > $1))" OF_CUSTOMER;
	struct db_rows rows;
	if (db_query(core->db, &rows, completed ? closed : open, A(core->now), A(customer)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct open_then order;
		bool counts = false;
		int result = read(core, &rows, completed, &order, &counts) || (counts && each(context, &order));
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
