/* A shipment at the customer's door: received, or not, which is written down and changes nothing else, since the goods are still with the carrier.
 * Services of an order are performed once its goods are there. */
#include "fulfilment.h"
#include "order_parts.h"
#include "ordr/calendar.h"
#include "ordr/event.h"
#include "ordr/past.h"
#include "ordr/reason.h"
#include "ordr/speak.h"

/* When the last shipment on its way left, and when the last attempt was made; NONE: none. */
static int load_limits(struct core *core, const struct consignment *of, struct instant *shipped, struct instant *attempted)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT max(s.shipped_at), max(a.at) FROM shipment s LEFT JOIN delivery_attempt a ON a.shipment_id = s.id"
		     " WHERE s.order_id = $1 AND s.state = 'shipped' AND ($2 IS NULL OR s.id = $2)",
		     A(of->order.number), A(consignment_only(of))))
		return -1;
	if (db_next(&rows) != 1)
		return -1;
	shipped->ms = db_column_integer(&rows, 0);
	attempted->ms = db_column_integer(&rows, 1);
	db_finish(&rows);
	return 0;
}

/* Nothing comes to the door before it was sent, nor before it was brought in vain, nor before it happens. `word`: received or failed. */
static int check_time(struct core *core, const struct consignment *of, const char *word, struct instant at)
{
	char given[INSTANT_SIZE];
	char limit[INSTANT_SIZE];
	struct instant shipped;
	struct instant attempted;
	if (load_limits(core, of, &shipped, &attempted))
		return -1;
	bool again = attempted.ms != NONE && attempted.ms >= shipped.ms;
	struct instant least = again ? attempted : shipped;
	bool future = at.ms > core->now.ms;
	if (!future && (least.ms == NONE || at.ms >= least.ms))
		return 0;
	err_set(core->err, ERR_INVALID,
		future	? TO_TRANSLATE("%s at %s, which is in the future")
		: again ? TO_TRANSLATE("%s at %s, before it was brought in vain")
			: TO_TRANSLATE("%s at %s, before it shipped"),
		translate_in("time", word), instant_text(at, given));
	consignment_subject(core, of);
	if (least.ms != NONE && least.ms > core->now.ms)
		return err_hint(core->err,
				again ? TO_TRANSLATE("by the clock it is not yet %s, when it was brought in vain: set the clock right, or give --now")
				      : TO_TRANSLATE("by the clock it is not yet %s, when it shipped: set the clock right, or give --now"),
				instant_text(least, given));
	if (least.ms == NONE)
		return err_hint(core->err, "a time up to %s", instant_text(core->now, limit));
	return err_hint(core->err, "a time from %s to %s", instant_text(least, given), instant_text(core->now, limit));
}

static int receive(struct core *core, const struct consignment *of, const struct list *lines, const char *received_by, struct instant at)
{
	if (!lines->count)
		return 0;
	if (fulfilment_advance(core, of->order, STEP_DELIVER, lines))
		return -1;
	if (at.ms != core->now.ms &&
	    db_run(core->db,
		   "INSERT INTO past (order_id, part, fact, until, value) SELECT order_id, id, 'delivered_at', $2, NULL FROM shipment"
		   " WHERE order_id = $1 AND state = 'shipped' AND ($3 IS NULL OR id = $3) ON CONFLICT DO NOTHING",
		   A(of->order.number), A(core->now), A(consignment_only(of))))
		return -1;
	return db_run(core->db,
		      "UPDATE shipment SET state = 'delivered', delivered_at = $2, received_by = $3"
		      " WHERE order_id = $1 AND state = 'shipped' AND ($4 IS NULL OR id = $4)",
		      A(of->order.number), A(at), A(received_by), A(consignment_only(of)));
}

/* A fitting follows what is fitted: services are performed once no goods of the order are on their way or waited for; and one that has a day,
 * since its capacity is kept for it, not before that day, unless somebody says that it was (`early`). $2: the day of the delivery. */
#define TO_PERFORM                                                                                                                \
	"order_id = $1 AND kind = 'service' AND delivered < ordered - cancelled"                                                  \
	" AND NOT EXISTS (SELECT 1 FROM order_line g WHERE g.order_id = $1 AND g.kind = 'goods' AND g.delivered < g.ordered - g.cancelled)" \
	" AND ($3 = 1 OR NOT EXISTS (SELECT 1 FROM booking b JOIN product p ON p.id = b.product_id WHERE b.order_id = $1"             \
	" AND b.line = order_line.line AND b.day > $2 AND p.capacity IS NOT NULL))"

/* What is performed has no row of its own that would say when. $1 and $3 are the order and `early`, as TO_PERFORM has them. */
static int keep_unperformed(struct core *core, struct order_id id, struct date day, bool early)
{
	return db_run(core->db,
		      "INSERT INTO past (order_id, part, fact, until, value) SELECT order_id, line, 'delivered', $4, delivered FROM order_line"
		      " WHERE " TO_PERFORM " ON CONFLICT DO NOTHING",
		      A(id.number), A(day), A(early), A(core->now));
}

/* Puts what was performed, for the event; *count is the number of lines. */
static int perform(struct core *core, struct order_id id, struct instant at, bool early, struct str *what, int64_t *count)
{
	char text[QUANTITY_SIZE];
	struct db_rows rows;
	*count = 0;
	if (calendar_zone(core))
		return -1;
	struct date day = instant_date(at, NULL);
	if (db_query(core->db, &rows, "SELECT line, sku, ordered - cancelled - delivered FROM order_line WHERE " TO_PERFORM " ORDER BY line",
		     A(id.number), A(day), A(early)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		str_printf(what, "%s{\"line\":%lld,\"sku\":", *count ? "," : "", (long long)db_column_integer(&rows, 0));
		str_put_json(what, db_column_text(&rows, 1));
		str_printf(what, ",\"qty\":%s}", quantity_text((struct quantity){ db_column_integer(&rows, 2) }, text));
		++*count;
	}
	if (found || !*count)
		return found;
	return keep_unperformed(core, id, day, early) ||
			       db_run(core->db, "UPDATE order_line SET delivered = ordered - cancelled WHERE " TO_PERFORM, A(id.number), A(day),
				      A(early))
		       ? -1
		       : 0;
}

/* The event of a delivery; `performed` is what perform put. */
static int delivered(struct core *core, struct order_id id, const struct list *lines, const struct str *performed, const char *received_by,
		     struct instant at)
{
	char text[INSTANT_SIZE];
	struct str what = { 0 };
	fulfilment_put(lines, &what);
	str_printf(&what, ",\"performed\":[%s],\"delivered_at\":\"%s\",\"received_by\":", performed->text ? performed->text : "",
		   instant_text(at, text));
	str_put_json(&what, received_by);
	what.failed |= performed->failed;
	return event_order(core, id, &what);
}

/* All that is left has its day, which has not come. */
static int refuse_early(struct core *core, struct order_id id)
{
	char day[DATE_SIZE];
	char text[ID_SIZE];
	struct date last = { NONE };
	int found = db_integer(core->db, &last.days,
			       "SELECT max(b.day) FROM booking b JOIN order_line l ON l.order_id = b.order_id AND l.line = b.line"
			       " WHERE b.order_id = $1 AND l.delivered < l.ordered - l.cancelled",
			       A(id.number));
	if (found < 0)
		return -1;
	err_already(core->err, "is delivered already, but for services booked until %s", date_text(last, day));
	err_hint(core->err, "if they were performed all the same: ordr deliver %s --early", order_id_text(id, text));
	return order_subject(core, id);
}

int consignment_deliver(struct core *core, const struct consignment *of, const char *received_by, struct instant at, bool early)
{
	struct fulfilment fulfilment;
	struct list lines;
	struct str performed = { 0 };
	int64_t services = 0;
	struct instant moment = at.ms == NONE ? core->now : at;
	if (fulfilment_load_of(core, of, "deliver", &fulfilment) || fulfilment_moved(core, of, "shipped", 0, &lines) ||
	    check_time(core, of, TO_TRANSLATE_IN("time", "received"), moment) || receive(core, of, &lines, received_by, moment))
		return -1;
	int result = of->shipment.number ? 0 : perform(core, of->order, moment, early, &performed, &services);
	bool waits = !of->shipment.number && fulfilment.to_perform && !fulfilment.pending[STEP_PICK] && !fulfilment.pending[STEP_PACK] &&
		     !fulfilment.pending[STEP_SHIP] && !fulfilment.backordered;
	if (!result && !lines.count && !services)
		result = waits ? refuse_early(core, of->order) : fulfilment_refuse(core, &fulfilment, STEP_DELIVER);
	if (!result)
		result = order_progress(core, of->order, moment) || delivered(core, of->order, &lines, &performed, received_by, moment) ? -1 : 0;
	str_release(&performed);
	return result;
}

int shipment_deliver(struct core *core, struct order_id id, const char *received_by, struct instant at)
{
	return shipment_deliver_early(core, id, received_by, at, false);
}

int shipment_deliver_early(struct core *core, struct order_id id, const char *received_by, struct instant at, bool early)
{
	const struct consignment all = { .order = id };
	return consignment_deliver(core, &all, received_by, at, early);
}

/* --- failed ---------------------------------------------------------------------------------------------------------------------- */

static int insert_attempts(struct core *core, const struct list *lines, const char *reason, const char *note, struct instant at)
{
	const struct moved *line = lines->items;
	for (size_t i = 0; i < lines->count; i++) {
		if (i && line[i].shipment.number == line[i - 1].shipment.number)
			continue;
		if (db_run(core->db,
			   "INSERT INTO delivery_attempt (shipment_id, attempt, at, actor, reason, note)"
			   " SELECT $1, coalesce(max(attempt), 0) + 1, $2, $3, $4, $5 FROM delivery_attempt WHERE shipment_id = $1",
			   A(line[i].shipment.number), A(at), A(core->actor), A(reason), A(note)))
			return -1;
	}
	return 0;
}

static int failed_event(struct core *core, struct order_id id, const struct list *lines, const char *reason, const char *note,
			struct instant at)
{
	char text[INSTANT_SIZE];
	struct str what = { 0 };
	fulfilment_put(lines, &what);
	str_printf(&what, ",\"failed_at\":\"%s\",\"reason\":", instant_text(at, text));
	str_put_json(&what, reason);
	str_put(&what, ",\"note\":");
	str_put_json(&what, note);
	return event_order(core, id, &what);
}

int consignment_attempt(struct core *core, const struct consignment *of, const char *reason, const char *note, struct instant at)
{
	struct fulfilment fulfilment;
	struct list lines;
	struct instant moment = at.ms == NONE ? core->now : at;
	const char *state;
	if (order_state(core, of->order, &state))
		return -1;
	if (reason_check(core, reason))
		return consignment_subject(core, of);
	if (fulfilment_load_of(core, of, "deliver", &fulfilment) || fulfilment_moved(core, of, "shipped", 0, &lines) ||
	    check_time(core, of, TO_TRANSLATE_IN("time", "failed"), moment))
		return -1;
	if (!lines.count && !of->shipment.number && !fulfilment.goods) {
		err_set(core->err, ERR_CONFLICT, "no goods of it are on their way: services are performed");
		return consignment_subject(core, of);
	}
	if (!lines.count) {
		fulfilment_refuse(core, &fulfilment, STEP_DELIVER);
		core->err->already = false; /* delivered is not what --failed wants */
		return -1;
	}
	if (insert_attempts(core, &lines, reason, note, moment))
		return -1;
	return failed_event(core, of->order, &lines, reason, note, moment);
}
