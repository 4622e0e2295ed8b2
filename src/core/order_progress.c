/* What follows by itself from the lines of an order: when it was shipped and delivered whole, that it is completed, and what of it is due
 * next. Every step that moves units calls order_progress at its end, so that no step has to know what the others mean for the whole. */
#include <string.h>

#include "ordr/booking.h"
#include "ordr/calendar.h"
#include "ordr/hold.h"
#include "ordr/past.h"
#include "ordr/sla.h"
#include "order_parts.h"

struct progress {
	bool placed, confirmed;
	bool turned_down; /* rejected or cancelled */
	int64_t confirm_due, ship_due, ship_by, deliver_due, promised;
	int64_t shipped_at, delivered_at, next_due, stopped_at; /* as they are kept */
	bool active;     /* something is not cancelled */
	bool goods;      /* … and some of that is goods */
	bool to_ship;    /* goods not shipped yet */
	bool to_deliver; /* goods or services not delivered or performed yet */
	bool services;   /* some of it is a service */
	bool charges;    /* charges that count as delivered once the rest is */
};

/* Lines are compared one by one, never summed: a unit too many of one product must not stand in for a missing one of another. */
static int load(struct core *core, struct order_id id, struct progress *progress)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT o.state, o.confirm_due, o.ship_due, o.ship_by, o.deliver_due, o.promised, o.shipped_at, o.delivered_at,"
		     " o.next_due, o.stopped_at, count(*) FILTER (WHERE l.ordered > l.cancelled),"
		     " count(*) FILTER (WHERE l.kind = 'goods' AND l.ordered > l.cancelled),"
		     " count(*) FILTER (WHERE l.kind = 'goods' AND l.ordered - l.cancelled > l.shipped),"
		     " " ORDER_LINES(LINE_OPEN) ", count(*) FILTER (WHERE l.kind = 'charge' AND l.ordered - l.cancelled > l.delivered),"
		     " count(*) FILTER (WHERE l.kind = 'service')"
		     " FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.id = $1 GROUP BY o.id",
		     A(id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1) {
		char text[ID_SIZE];
		return found < 0 ? -1 : err_set(core->err, ERR_NOT_FOUND, "no order %s", order_id_text(id, text));
	}
	const char *state = db_column_text(&rows, 0);
	progress->placed = !strcmp(state, "placed");
	progress->confirmed = !strcmp(state, "confirmed");
	progress->turned_down = !strcmp(state, "rejected") || !strcmp(state, "cancelled");
	int64_t *const numbers[] = { &progress->confirm_due, &progress->ship_due,   &progress->ship_by,	     &progress->deliver_due,
				     &progress->promised,    &progress->shipped_at, &progress->delivered_at, &progress->next_due,
				     &progress->stopped_at };
	for (int i = 0; i < 9; i++)
		*numbers[i] = db_column_integer(&rows, i + 1);
	bool *const answers[] = { &progress->active, &progress->goods, &progress->to_ship, &progress->to_deliver,
				  &progress->charges, &progress->services };
	for (int i = 0; i < 6; i++)
		*answers[i] = db_column_integer(&rows, i + 10) > 0;
	db_finish(&rows);
	return 0;
}

/* The earlier of two instants, either of which may be NONE. */
static int64_t earlier(int64_t a, int64_t b)
{
	if (a == NONE || b == NONE)
		return a == NONE ? b : a;
	return a < b ? a : b;
}

/* What is due next: the step that the order waits for, or the nearest later one that has a due time. */
static int next_due(struct core *core, const struct progress *progress, int64_t *due)
{
	*due = NONE;
	if (!progress->placed && !progress->confirmed)
		return 0;
	if (progress->placed)
		*due = progress->confirm_due;
	if (*due == NONE && progress->to_ship)
		*due = earlier(progress->ship_due, progress->ship_by);
	if (*due == NONE)
		*due = progress->deliver_due;
	if (*due != NONE || progress->promised == NONE)
		return 0;
	const struct calendar *calendar = calendar_get(core);
	if (!calendar)
		return -1;
	*due = calendar_close(calendar, (struct date){ progress->promised }).ms;
	return 0;
}

/* The moment when something became true: the first one stays. */
static int64_t moment(bool true_now, int64_t kept, struct instant at)
{
	if (!true_now)
		return NONE;
	return kept == NONE ? at.ms : kept;
}

/* What is done while the clock stands was due later by the time that it has stood: nobody is late for what the customer held up. */
static int done_while_stopped(struct core *core, struct order_id id, const struct progress *progress, int64_t shipped_at,
			      int64_t delivered_at)
{
	const struct instant stopped = { progress->stopped_at };
	if (progress->stopped_at == NONE)
		return 0;
	if (shipped_at != progress->shipped_at && shipped_at != NONE &&
	    sla_pause(core, id, SLA_SHIP, stopped, (struct instant){ shipped_at }))
		return -1;
	if (delivered_at == progress->delivered_at || delivered_at == NONE)
		return 0;
	return sla_pause(core, id, SLA_DELIVER, stopped, (struct instant){ delivered_at });
}

/* When a thing that became true by this step did so. */
struct moments {
	struct instant closed, shipped, delivered;
};

/* All that was waited for is there, and what else is billed with it. */
static int complete(struct core *core, struct order_id id, struct instant at, struct progress *progress)
{
	progress->confirmed = false;
	if (progress->charges && db_run(core->db, "UPDATE order_line SET delivered = ordered - cancelled WHERE order_id = $1 AND kind = 'charge'",
					A(id.number)))
		return -1;
	progress->charges = false;
	if (at.ms != core->now.ms && past_keep(core, id, 0, "closed_at", NONE))
		return -1;
	return db_run(core->db, "UPDATE orders SET state = 'completed', closed_at = $2 WHERE id = $1", A(id.number), A(at));
}

/* A moment of before that is only told now. */
static int keep_late(struct core *core, struct order_id id, const char *fact, int64_t before, int64_t at)
{
	return before == NONE && at != NONE && at != core->now.ms ? past_keep(core, id, 0, fact, NONE) : 0;
}

static int mark(struct core *core, struct order_id id, const struct moments *moments)
{
	struct progress progress;
	int64_t due;
	if (load(core, id, &progress) || (progress.services && !progress.placed && booking_settle(core, id, moments->closed)))
		return -1;
	if (progress.confirmed && !progress.to_deliver && complete(core, id, moments->closed, &progress))
		return -1;
	if (next_due(core, &progress, &due) || (progress.turned_down && hold_end(core, id)))
		return -1;
	int64_t shipped_at = moment(progress.goods && !progress.to_ship, progress.shipped_at, moments->shipped);
	int64_t delivered_at = moment(progress.active && !progress.to_deliver && !progress.charges, progress.delivered_at, moments->delivered);
	if (due == progress.next_due && shipped_at == progress.shipped_at && delivered_at == progress.delivered_at)
		return 0;
	if (done_while_stopped(core, id, &progress, shipped_at, delivered_at) ||
	    keep_late(core, id, "shipped_at", progress.shipped_at, shipped_at) ||
	    keep_late(core, id, "delivered_at", progress.delivered_at, delivered_at))
		return -1;
	return db_run(core->db, "UPDATE orders SET shipped_at = $2, delivered_at = $3, next_due = $4 WHERE id = $1",
		      A(id.number), A(shipped_at), A(delivered_at), A(due));
}

int order_progress(struct core *core, struct order_id id, struct instant at)
{
	const struct moments moments = { at, at, at };
	return mark(core, id, &moments);
}

/* An order that was late only with what nobody wants any more was not late. */
int order_progress_cut(struct core *core, struct order_id id)
{
	struct moments moments = { core->now, { NONE }, { NONE } };
	if (db_integer(core->db, &moments.shipped.ms, "SELECT max(shipped_at) FROM shipment WHERE order_id = $1", A(id.number)) < 0 ||
	    db_integer(core->db, &moments.delivered.ms, "SELECT max(delivered_at) FROM shipment WHERE order_id = $1", A(id.number)) < 0)
		return -1;
	if (moments.shipped.ms == NONE)
		moments.shipped = core->now;
	if (moments.delivered.ms == NONE)
		moments.delivered = core->now;
	return mark(core, id, &moments);
}
