/* What was, where it is overwritten: so that a report as of a time gone by is what it was then, whatever was recorded since.
 *
 * Most facts carry their own time and are never overwritten: placing, confirming, shipping, invoices, payments, the stock ledger, cancellations, promise
 * changes. Of those a report takes what is there at `at <= core->now`. Four kinds need more:
 *
 *   overwritten in an order   rows of the table `past`, one a fact, kept here at the moment when it changes: "it was VALUE until UNTIL"
 *   told later (--at)         the same: a delivery or payment of before that was recorded at UNTIL was not known (NULL) until then
 *   customers, products, settings   the log: each edit has the value before and after (past_text; past_settings)
 *   follows from the rest     is reckoned again: state, next due, allocated
 *
 * A fact at time T is the value of its row with the least UNTIL after T; without one it is what it is now. A time of its own that lies after T has not
 * happened yet; past_time does both. */
#ifndef ORDR_PAST_H
#define ORDR_PAST_H

#include "ordr/core.h"
#include "ordr/id.h"

/* What `part` is: 0 for facts of the order, else a line, shipment or payment.
 *   0          priority revision approved requested promised ship_by net confirm_due confirm_risk ship_due ship_risk deliver_due deliver_risk shipped_at delivered_at closed_at
 *              stopped_at
 *   line       backordered; delivered (of a service)
 *   shipment   open (1: it was not cancelled), packed_at, delivered_at, "line N" (units of that line in it)
 *   payment    payment (it was not known) */
struct past_row {
	int64_t part;
	const char *fact;
	int64_t value; /* NONE: there was none */
};

/* Keeps what a fact is until now, before it is overwritten; a second time at the same moment does nothing. */
int past_keep(struct core *core, struct order_id id, int64_t part, const char *fact, int64_t value);
/* All facts of the order itself. */
int past_keep_order(struct core *core, struct order_id id);
/* What waits, of one line (0: of all lines that have some). */
int past_keep_waiting(struct core *core, struct order_id id, int64_t line);
/* Its shipments that have not shipped (all, or one) as they are: what is in them, packed or not, and that they are open. */
int past_keep_shipments(struct core *core, struct order_id id, int64_t shipment);

/* The rows of an order that count at core->now, in an order in which the last of a fact is the one that holds. Only asked for when core->past. */
int past_each(struct core *core, struct order_id id, int (*each)(void *context, const struct past_row *row), void *context);
/* A time at core->now: none when it lies after it. */
int64_t past_time(const struct core *core, int64_t at);
/* For SQL: the order that facts about an invoice (i) are kept under. */
#define INVOICE_FIRST_ORDER "coalesce(i.order_id, (SELECT min(v.order_id) FROM invoice_line v WHERE v.invoice_id = i.id))"
/* For SQL, $T being core->now and $P core->past: is this payment (p) of an invoice (i) known at $T? */
#define PAST_PAYMENT(now, past)                                                                                               \
	"p.at <= " now " AND (" past " = 0 OR NOT EXISTS (SELECT 1 FROM past k WHERE k.order_id = " INVOICE_FIRST_ORDER " AND k.part = p.id" \
	" AND k.fact = 'payment' AND k.until > " now "))"

/* The text of a field of master data at core->now, from the log: `subject` is "customer C-1". *text stays as it is when it was not edited since, or when
 * the moment is the present. */
int past_text(struct core *core, const char *subject, const char *field, const char **text);

/* For SQL, $T being core->now, $X the tier that is asked for or NULL, customer as c: was the customer's tier that one at $T? The first edit after it says
 * what it was; text within JSON cannot look like that, since its quotes are escaped. */
#define PAST_TIER(tier, now)                                                                                                  \
	"(" tier " IS NULL OR coalesce((SELECT CASE WHEN e.what LIKE '%\"tier\":{\"from\":\"strategic\"%' THEN 'strategic'"       \
	" WHEN e.what LIKE '%\"tier\":{\"from\":\"preferred\"%' THEN 'preferred' ELSE 'standard' END FROM event e"               \
	" WHERE e.subject = 'customer ' || c.code AND e.at > " now " AND e.what LIKE '%\"tier\":{\"from\":%' ORDER BY e.seq LIMIT 1),"  \
	" c.tier) = " tier ")"

/* --- orders as they were ------------------------------------------------------------------------------------------------------ */

enum { TARGET_CONFIRM, TARGET_SHIP, TARGET_DELIVER, TARGETS };

/* What of an order is judged by; NONE where there is none. */
struct order_facts {
	int64_t id;
	const char *state; /* of order_states */
	int64_t revision, approved, priority; /* approved: the revision that was; NONE: none */
	int64_t placed_at, closed_at, stopped_at, requested, promised, ship_by, net; /* stopped_at: its clock stands since then */
	int64_t due[TARGETS], risk[TARGETS], done[TARGETS]; /* done: confirmed, shipped whole, delivered whole */
};

/* The columns of a query, orders as o, and how many they are. */
#define ORDER_FACTS                                                                                                          \
	"o.id, o.state, o.revision, o.priority, o.placed_at, o.closed_at, o.promised, o.ship_by, o.net, o.confirm_due, o.ship_due," \
	" o.deliver_due, o.confirm_risk, o.ship_risk, o.deliver_risk, o.confirmed_at, o.shipped_at, o.delivered_at, o.stopped_at, o.approved, o.requested"
#define ORDER_FACTS_COUNT 21
/* Which orders were there at $T, and which were open, for a WHERE; $P is core->past. A report of the present looks at no more than the index of what is
 * open. */
#define PAST_OPEN(now)                                                                                                        \
	"o.placed_at <= " now " AND (o.state IN ('placed', 'confirmed') OR o.closed_at > " now                               \
	" OR o.id IN (SELECT k.order_id FROM past k WHERE k.fact = 'closed_at' AND k.until > " now "))"

/* Was this line (l) of the order there at $T? An amendment adds lines under its revision. */
#define PAST_LINE(now)                                                                                                        \
	"(l.revision = 1 OR l.revision <= coalesce((SELECT k.value FROM past k WHERE k.order_id = l.order_id AND k.part = 0"  \
	" AND k.fact = 'revision' AND k.until > " now " ORDER BY k.until LIMIT 1), l.revision))"

/* Reads them from the row, from column `first`, as they were at core->now. */
int order_facts_read(struct core *core, const struct db_rows *rows, int first, struct order_facts *facts);
/* met, breached, open, at_risk, overdue as SLA_STATUS says it, or NULL: there is no such target. */
const char *order_facts_status(const struct order_facts *facts, int target, struct instant now);

/* The moment that an open target is judged at. */
struct instant order_facts_moment(const struct order_facts *facts, struct instant now);

/* One line as it was. */
struct line_facts {
	int64_t line, product;
	const char *kind;
	int64_t active; /* ordered − cancelled */
	int64_t backordered, allocated, picked, packed, shipped, delivered, invoiced;
};
/* The lines of an order as they were at core->now, of a list in the arena. Asked for when core->past. */
int order_lines_then(struct core *core, const struct order_facts *order, struct list *lines);

#endif
