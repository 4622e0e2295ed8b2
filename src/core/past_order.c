/* An order as it was: its facts of now, with what was overwritten since put back and what has not happened yet taken away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ordr/order_sql.h"
#include "ordr/order.h"
#include "ordr/past.h"

static const char *const states[] = { "placed", "confirmed", "completed", "rejected", "cancelled", NULL };

/* Where a fact of the order is kept. */
static int64_t *place_of(struct order_facts *facts, const char *fact)
{
	const struct {
		const char *fact;
		int64_t *place;
	} places[] = { { "priority", &facts->priority },
		       { "revision", &facts->revision },
		       { "approved", &facts->approved },
		       { "requested", &facts->requested },
		       { "promised", &facts->promised },
		       { "ship_by", &facts->ship_by },
		       { "net", &facts->net },
		       { "confirm_due", &facts->due[TARGET_CONFIRM] },
		       { "ship_due", &facts->due[TARGET_SHIP] },
		       { "deliver_due", &facts->due[TARGET_DELIVER] },
		       { "confirm_risk", &facts->risk[TARGET_CONFIRM] },
		       { "ship_risk", &facts->risk[TARGET_SHIP] },
		       { "deliver_risk", &facts->risk[TARGET_DELIVER] },
		       { "shipped_at", &facts->done[TARGET_SHIP] },
		       { "delivered_at", &facts->done[TARGET_DELIVER] },
		       { "closed_at", &facts->closed_at },
		       { "stopped_at", &facts->stopped_at } };
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (!strcmp(places[i].fact, fact))
			return places[i].place;
	return NULL;
}

static int put_back(void *context, const struct past_row *row)
{
	int64_t *place = row->part ? NULL : place_of(context, row->fact);
	if (place)
		*place = row->value;
	return 0;
}

int order_facts_read(struct core *core, const struct db_rows *rows, int first, struct order_facts *facts)
{
	int64_t *const numbers[] = { &facts->revision, &facts->priority, &facts->placed_at, &facts->closed_at, &facts->promised, &facts->ship_by,
				     &facts->net };
	const char *state = db_column_text(rows, first + 1);
	facts->id = db_column_integer(rows, first);
	facts->state = states[0];
	for (const char *const *known = states; *known; known++)
		if (!strcmp(*known, state))
			facts->state = *known;
	for (int i = 0; i < 7; i++)
		*numbers[i] = db_column_integer(rows, first + 2 + i);
	for (int i = 0; i < TARGETS; i++) {
		facts->due[i] = db_column_integer(rows, first + 9 + i);
		facts->risk[i] = db_column_integer(rows, first + 12 + i);
		facts->done[i] = db_column_integer(rows, first + 15 + i);
	}
	facts->stopped_at = db_column_integer(rows, first + 18);
	facts->approved = db_column_integer(rows, first + 19);
	facts->requested = db_column_integer(rows, first + 20);
	if (!core->past)
		return 0;
	if (past_each(core, (struct order_id){ facts->id }, put_back, facts))
		return -1;
	facts->closed_at = past_time(core, facts->closed_at);
	facts->stopped_at = past_time(core, facts->stopped_at);
	for (int i = 0; i < TARGETS; i++)
		facts->done[i] = past_time(core, facts->done[i]);
	if (facts->closed_at == NONE)
		facts->state = facts->done[TARGET_CONFIRM] == NONE ? "placed" : "confirmed";
	if (facts->done[TARGET_CONFIRM] == NONE) { /* promised when it was confirmed */
		facts->promised = NONE;
		facts->ship_by = NONE;
	}
	return 0;
}

struct instant order_facts_moment(const struct order_facts *facts, struct instant now)
{
	return facts->stopped_at == NONE ? now : (struct instant){ facts->stopped_at };
}

const char *order_facts_status(const struct order_facts *facts, int target, struct instant now)
{
	int64_t due = facts->due[target];
	int64_t done = facts->done[target];
	int64_t judged = order_facts_moment(facts, now).ms;
	if (due == NONE || !strcmp(facts->state, "rejected") || !strcmp(facts->state, "cancelled"))
		return NULL;
	if (done != NONE)
		return done <= due ? "met" : "breached";
	return judged > due ? "overdue" : facts->risk[target] != NONE && judged >= facts->risk[target] ? "at_risk" : "open";
}

/* --- lines -------------------------------------------------------------------------------------------------------------------- */

static const struct field line_fields[] = {
	F(struct line_facts, line, INTEGER, 0, NULL),	 F(struct line_facts, product, INTEGER, 0, NULL),
	F(struct line_facts, kind, TEXT, 0, NULL),	 F(struct line_facts, active, INTEGER, 0, NULL),
	F(struct line_facts, backordered, INTEGER, 0, NULL), F(struct line_facts, delivered, INTEGER, 0, NULL),
	F(struct line_facts, invoiced, INTEGER, 0, NULL), FIELD_END,
};
static const struct schema line_schema = { .fields = line_fields, .size = sizeof(struct line_facts) };

/* A part of a shipment. */
struct piece {
	int64_t shipment, line, quantity;
	bool open; /* not cancelled */
	int64_t packed_at, shipped_at, delivered_at;
};

static const struct field piece_fields[] = {
	F(struct piece, shipment, INTEGER, 0, NULL),  F(struct piece, line, INTEGER, 0, NULL),	    F(struct piece, quantity, INTEGER, 0, NULL),
	F(struct piece, open, BOOL, 0, NULL),	      F(struct piece, packed_at, INTEGER, 0, NULL), F(struct piece, shipped_at, INTEGER, 0, NULL),
	F(struct piece, delivered_at, INTEGER, 0, NULL), FIELD_END,
};
static const struct schema piece_schema = { .fields = piece_fields, .size = sizeof(struct piece) };

struct then {
	struct list lines, pieces;
};

static struct line_facts *find_line(const struct list *lines, int64_t number)
{
	struct line_facts *line = lines->items;
	for (size_t i = 0; i < lines->count; i++)
		if (line[i].line == number)
			return &line[i];
	return NULL;
}

static void put_back_piece(const struct then *then, const struct past_row *row)
{
	struct piece *piece = then->pieces.items;
	for (size_t i = 0; i < then->pieces.count; i++, piece++) {
		if (piece->shipment != row->part)
			continue;
		if (!strcmp(row->fact, "open"))
			piece->open = true;
		else if (!strcmp(row->fact, "packed_at"))
			piece->packed_at = row->value;
		else if (!strcmp(row->fact, "delivered_at"))
			piece->delivered_at = row->value;
		else if (!strncmp(row->fact, "line ", 5) && strtoll(row->fact + 5, NULL, 10) == piece->line)
			piece->quantity = row->value;
	}
}

static int put_back_line(void *context, const struct past_row *row)
{
	const struct then *then = context;
	bool waiting = !strcmp(row->fact, "backordered");
	if (!row->part)
		return 0;
	if (waiting || !strcmp(row->fact, "delivered")) {
		struct line_facts *line = find_line(&then->lines, row->part);
		if (line)
			*(waiting ? &line->backordered : &line->delivered) = row->value;
		return 0;
	}
	put_back_piece(then, row);
	return 0;
}

/* Lines of shipments that were shortened to nothing have no row any more, but the ones that say so. */
static int load_pieces(struct core *core, struct order_id id, struct list *pieces)
{
	return db_all(core->db, core->arena, &piece_schema, pieces,
		      "SELECT s.id AS shipment, l.line, l.quantity, s.state <> 'cancelled' AS open, s.packed_at, s.shipped_at, s.delivered_at"
		      " FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id WHERE s.order_id = $1 AND s.picked_at <= $2"
		      " UNION ALL SELECT s.id, v.line, 0, s.state <> 'cancelled', s.packed_at, s.shipped_at, s.delivered_at"
		      " FROM shipment s JOIN order_line v ON v.order_id = s.order_id WHERE s.order_id = $1 AND s.picked_at <= $2"
		      " AND NOT EXISTS (SELECT 1 FROM shipment_line l WHERE l.shipment_id = s.id AND l.line = v.line)"
		      " AND EXISTS (SELECT 1 FROM past k WHERE k.order_id = s.order_id AND k.part = s.id AND k.fact = 'line ' || v.line AND k.until > $2)",
		      A(id.number), A(core->now));
}

static void count_piece(const struct core *core, const struct piece *piece, struct line_facts *line)
{
	if (!piece->open)
		return;
	line->picked += piece->quantity;
	if (past_time(core, piece->packed_at) != NONE)
		line->packed += piece->quantity;
	if (past_time(core, piece->shipped_at) != NONE)
		line->shipped += piece->quantity;
	if (past_time(core, piece->delivered_at) != NONE)
		line->delivered += piece->quantity;
}

/* What is allocated is the rest. Before it is confirmed an order holds nothing, and charges count as delivered when it is completed. */
static void reckon(const struct order_facts *order, struct line_facts *line)
{
	bool goods = !strcmp(line->kind, "goods");
	bool confirmed = order->done[TARGET_CONFIRM] != NONE;
	if (!goods || !confirmed)
		line->backordered = 0;
	if (!strcmp(line->kind, "charge"))
		line->delivered = strcmp(order->state, "completed") ? 0 : line->active;
	line->allocated = goods && confirmed ? line->active - line->backordered - line->picked : 0;
}

int order_lines_then(struct core *core, const struct order_facts *order, struct list *lines)
{
	const struct order_id id = { order->id };
	struct then then;
	if (db_all(core->db, core->arena, &line_schema, &then.lines,
		   "SELECT l.line, l.product_id AS product, l.kind, l.ordered - (SELECT coalesce(sum(c.quantity), 0) FROM cancellation c"
		   " WHERE c.order_id = l.order_id AND c.line = l.line AND c.at <= $2) AS active, l.backordered,"
		   " CASE l.kind WHEN 'service' THEN l.delivered ELSE 0 END AS delivered, (SELECT coalesce(sum(CASE i.type WHEN 'invoice'"
		   " THEN v.quantity ELSE -v.quantity END), 0) FROM invoice i JOIN invoice_line v ON v.invoice_id = i.id"
		   " WHERE i.id IN " INVOICES_OF("l.order_id") " AND coalesce(v.order_id, i.order_id) = l.order_id AND v.order_line = l.line AND v.rebill = 1 AND i.issued_at <= $2)"
		   " - (SELECT coalesce(sum(c.credited), 0) FROM cancellation c WHERE c.order_id = l.order_id AND c.line = l.line AND c.at <= $2) AS invoiced"
		   " FROM order_line l WHERE l.order_id = $1 AND l.revision <= $3 ORDER BY l.line",
		   A(order->id), A(core->now), A(order->revision)) ||
	    load_pieces(core, id, &then.pieces) || past_each(core, id, put_back_line, &then))
		return -1;
	const struct piece *piece = then.pieces.items;
	struct line_facts *line = then.lines.items;
	for (size_t i = 0; i < then.pieces.count; i++) {
		struct line_facts *of = find_line(&then.lines, piece[i].line);
		if (of)
			count_piece(core, &piece[i], of);
	}
	for (size_t i = 0; i < then.lines.count; i++)
		reckon(order, &line[i]);
	*lines = then.lines;
	return 0;
}
