/* The decisions on an order that was placed: committing to it, or turning it down. Each is taken once. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/booking.h"
#include "ordr/event.h"
#include "ordr/gate.h"
#include "ordr/review.h"
#include "ordr/settings.h"
#include "ordr/sla.h"
#include "ordr/past.h"
#include "ordr/speak.h"
#include "order_parts.h"

/* `booked`: what booking_confirm put; consumed. */
static int confirmed_event(struct core *core, struct order_id id, const struct allocation_result *result, const struct promise *promise,
			   struct str *booked, bool automatic)
{
	char allocated[QUANTITY_SIZE];
	char backordered[QUANTITY_SIZE];
	char cancelled[QUANTITY_SIZE];
	char promised[DATE_SIZE];
	struct str what = { 0 };
	str_printf(&what, "\"allocated\":%s,\"backordered\":%s,\"cancelled\":%s,\"promised\":\"%s\"",
		   quantity_text((struct quantity){ result->allocated }, allocated),
		   quantity_text((struct quantity){ result->backordered }, backordered),
		   quantity_text((struct quantity){ result->cancelled }, cancelled), date_text(promise->promised, promised));
	str_put(&what, booked->text ? booked->text : "");
	what.failed |= booked->failed;
	str_release(booked);
	str_put(&what, automatic ? ",\"automatic\":true" : "");
	return event_order(core, id, &what);
}

static int refuse_empty(struct core *core, struct order_id id)
{
	err_set(core->err, ERR_REFUSED, "nothing of it is in stock, and what is short is cancelled");
	err_hint(core->err, "ordr stock receive SKU:QTY, or ordr config set workflow.shortage backorder");
	return order_subject(core, id);
}

int order_book(struct core *core, struct order_id id, bool move, struct promise *promise, struct str *booked)
{
	if (!promise->services)
		return 0;
	if (!booking_confirm(core, id, promise->arrival, move, booked))
		return order_promise(core, id, promise);
	if (booked)
		str_release(booked);
	return -1;
}

/* What was done while the clock stood was due later by that time. */
static int confirmed_while_stopped(struct core *core, struct order_id id)
{
	struct instant stopped;
	if (db_integer(core->db, &stopped.ms, "SELECT stopped_at FROM orders WHERE id = $1", A(id.number)) < 0)
		return -1;
	return stopped.ms == NONE ? 0 : sla_pause(core, id, SLA_CONFIRM, stopped, core->now);
}

/* A revision that another made is approved; what it added was allocated as it was amended. */
static int approve(struct core *core, struct order_id id)
{
	int64_t revision;
	struct str what = { 0 };
	if (gate_pass(core, id, GATE_CONFIRM) || past_keep_order(core, id) ||
	    db_run(core->db, "UPDATE orders SET approved = revision WHERE id = $1", A(id.number)) ||
	    db_integer(core->db, &revision, "SELECT revision FROM orders WHERE id = $1", A(id.number)) < 0)
		return -1;
	str_printf(&what, "\"approved\":%lld", (long long)revision);
	return event_order(core, id, &what);
}

int order_confirmable(struct core *core, struct order_id id)
{
	static const struct order_barrier barriers[] = {
		{ "confirmed", true, TO_TRANSLATE("is confirmed already"), "" },
		{ "completed", true, TO_TRANSLATE("is completed already"), "" },
		{ "rejected", false, TO_TRANSLATE("cannot confirm: it was rejected"), TO_TRANSLATE("place it again: ordr place") },
		{ "cancelled", false, TO_TRANSLATE("cannot confirm: it was cancelled"), TO_TRANSLATE("place it again: ordr place") },
		{ NULL, false, NULL, NULL },
	};
	bool pending;
	if (gate_pending(core, id, &pending))
		return -1;
	return pending ? 0 : order_pass(core, id, barriers);
}

static int commit(struct core *core, struct order_id id, bool move, bool automatic)
{
	struct allocation_result result;
	struct promise promise;
	struct str booked = { 0 };
	if (gate_pass(core, id, GATE_CONFIRM))
		return -1;
	if (allocation_confirm(core, id, &result))
		return order_subject(core, id);
	if (order_promise(core, id, &promise))
		return -1;
	if (!promise.active)
		return refuse_empty(core, id);
	if (result.cancelled && order_total(core, id))
		return -1;
	if (order_book(core, id, move, &promise, &booked))
		return order_subject(core, id);
	/* An order that lost all its goods to a shortage has nothing to ship by its target. */
	if (db_run(core->db,
		   "UPDATE orders SET state = 'confirmed', confirmed_at = $2, confirmed_by = $3, first_promised = $4, promised = $4,"
		   " approved = revision, auto_confirmed = $7, ship_by = $5,"
		   " ship_due = CASE WHEN $6 = 1 THEN ship_due END, ship_risk = CASE WHEN $6 = 1 THEN ship_risk END"
		   " WHERE id = $1",
		   A(id.number), A(core->now), A(core->actor), A(promise.promised), A(promise.ship_by), A(promise.goods), A(automatic)) ||
	    confirmed_while_stopped(core, id)) {
		str_release(&booked);
		return -1;
	}
	if (confirmed_event(core, id, &result, &promise, &booked, automatic))
		return -1;
	return order_progress(core, id, core->now);
}

int order_confirm(struct core *core, struct order_id id)
{
	return order_confirm_moving(core, id, false);
}

int order_confirm_moving(struct core *core, struct order_id id, bool move)
{
	bool pending;
	if (gate_pending(core, id, &pending))
		return -1;
	if (pending)
		return approve(core, id);
	return order_confirmable(core, id) ? -1 : commit(core, id, move, false);
}

/* Is the total below the amount up to which nobody has to look? Without an amount every total is. */
static int below_limit(struct core *core, struct money gross, bool *below)
{
	struct money limit;
	const char *text = settings_text(core, "workflow.auto_confirm_below");
	if (!text)
		return -1;
	*below = !*text || (!money_parse(text, gross.currency, &limit) && gross.minor < limit.minor);
	return 0;
}

int order_confirm_auto(struct core *core, struct order_id id, struct money gross)
{
	bool below;
	struct list checks = { 0 };
	const char *confirmation = settings_text(core, "workflow.confirm");
	if (!confirmation || strcmp(confirmation, "auto"))
		return confirmation ? 0 : -1;
	if (below_limit(core, gross, &below) || (below && order_review(core, id, false, &checks)))
		return -1;
	const struct check *check = checks.items;
	for (size_t i = 0; below && i < checks.count; i++)
		below = !strcmp(check[i].result, "ok");
	return below ? commit(core, id, false, true) : 0;
}

int order_reject(struct core *core, struct order_id id, const char *reason, const char *note)
{
	static const struct order_barrier barriers[] = {
		{ "rejected", true, TO_TRANSLATE("is rejected already"), "" },
		{ "confirmed", false, TO_TRANSLATE("cannot reject: it is confirmed"), TO_TRANSLATE("ordr cancel ORDER --reason CODE") },
		{ "completed", false, TO_TRANSLATE("cannot reject: it is completed"),
		  TO_TRANSLATE("goods come back with ordr return open ORDER --reason CODE") },
		{ "cancelled", false, TO_TRANSLATE("cannot reject: it was cancelled"), "" },
		{ NULL, false, NULL, NULL },
	};
	struct str what = { 0 };
	if (order_pass(core, id, barriers) || order_check_reason(core, id, reason) || order_close(core, id, "rejected", reason))
		return -1;
	order_put_reason(&what, reason, note);
	if (event_order(core, id, &what))
		return -1;
	return order_progress(core, id, core->now);
}
