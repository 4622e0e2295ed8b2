/* The decisions on an order: committing to it, turning it down, calling it off. Each is taken once, from the states that allow it; what it
 * sets free serves those who wait. */
#include <stdio.h>
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/event.h"
#include "ordr/gate.h"
#include "ordr/review.h"
#include "ordr/settings.h"
#include "ordr/sla.h"
#include "order_parts.h"

/* One row for each state in which a step is not taken. */
struct barrier {
	const char *state;
	bool already;        /* it is as the step wants it */
	const char *message; /* after the order's number */
	const char *hint;    /* may hold one %s: the order's number */
};

static int refuse(struct core *core, struct order_id id, const struct barrier *barrier)
{
	char text[ID_SIZE];
	char hint[sizeof core->err->hint];
	const char *place = strstr(barrier->hint, "ORDER");
	order_id_text(id, text);
	if (barrier->already)
		err_already(core->err, "%s", barrier->message);
	else
		err_set(core->err, ERR_CONFLICT, "%s", barrier->message);
	if (place)
		snprintf(hint, sizeof hint, "%.*s%s%s", (int)(place - barrier->hint), barrier->hint, text, place + strlen("ORDER"));
	if (*barrier->hint)
		err_hint(core->err, "%s", place ? hint : barrier->hint);
	return order_subject(core, id);
}

/* Is the order in a state that none of the barriers names? */
static int pass(struct core *core, struct order_id id, const struct barrier *barriers)
{
	const char *state;
	if (order_state(core, id, &state))
		return -1;
	for (; barriers->state; barriers++)
		if (!strcmp(barriers->state, state))
			return refuse(core, id, barriers);
	return 0;
}

static int confirmed_event(struct core *core, struct order_id id, const struct allocation_result *result, const struct promise *promise,
			   bool automatic)
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
	str_put(&what, automatic ? ",\"automatic\":true" : "");
	return event_order(core, id, &what);
}

static int refuse_empty(struct core *core, struct order_id id)
{
	err_set(core->err, ERR_REFUSED, "nothing of it is in stock, and what is short is cancelled");
	err_hint(core->err, "ordr stock receive SKU:QTY, or ordr config set workflow.shortage backorder");
	return order_subject(core, id);
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
	if (gate_pass(core, id, GATE_CONFIRM) || db_run(core->db, "UPDATE orders SET approved = revision WHERE id = $1", A(id.number)) ||
	    db_integer(core->db, &revision, "SELECT revision FROM orders WHERE id = $1", A(id.number)) < 0)
		return -1;
	str_printf(&what, "\"approved\":%lld", (long long)revision);
	return event_order(core, id, &what);
}

int order_confirmable(struct core *core, struct order_id id)
{
	static const struct barrier barriers[] = {
		{ "confirmed", true, "is confirmed already", "" },
		{ "completed", true, "is completed already", "" },
		{ "rejected", false, "cannot confirm: it was rejected", "place it again: ordr place" },
		{ "cancelled", false, "cannot confirm: it was cancelled", "place it again: ordr place" },
		{ NULL, false, NULL, NULL },
	};
	bool pending;
	if (gate_pending(core, id, &pending))
		return -1;
	return pending ? 0 : pass(core, id, barriers);
}

static int commit(struct core *core, struct order_id id, bool automatic)
{
	struct allocation_result result;
	struct promise promise;
	if (gate_pass(core, id, GATE_CONFIRM))
		return -1;
	if (allocation_confirm(core, id, &result))
		return order_subject(core, id);
	if (order_promise(core, id, &promise))
		return -1;
	if (!promise.active)
		return refuse_empty(core, id);
	/* An order that lost all its goods to a shortage has nothing to ship by its target. */
	if (db_run(core->db,
		   "UPDATE orders SET state = 'confirmed', confirmed_at = $2, confirmed_by = $3, first_promised = $4, promised = $4,"
		   " approved = revision, auto_confirmed = $7, ship_by = $5,"
		   " ship_due = CASE WHEN $6 = 1 THEN ship_due END, ship_risk = CASE WHEN $6 = 1 THEN ship_risk END"
		   " WHERE id = $1",
		   A(id.number), A(core->now), A(core->actor), A(promise.promised), A(promise.ship_by), A(promise.goods), A(automatic)))
		return -1;
	if (confirmed_while_stopped(core, id) || confirmed_event(core, id, &result, &promise, automatic))
		return -1;
	return order_progress(core, id, core->now);
}

int order_confirm(struct core *core, struct order_id id)
{
	bool pending;
	if (gate_pending(core, id, &pending))
		return -1;
	if (pending)
		return approve(core, id);
	return order_confirmable(core, id) ? -1 : commit(core, id, false);
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
	struct list checks;
	const char *confirmation = settings_text(core, "workflow.confirm");
	if (!confirmation || strcmp(confirmation, "auto"))
		return confirmation ? 0 : -1;
	if (below_limit(core, gross, &below) || (below && order_review(core, id, &checks)))
		return -1;
	const struct check *check = checks.items;
	for (size_t i = 0; below && i < checks.count; i++)
		below = !strcmp(check[i].result, "ok");
	return below ? commit(core, id, true) : 0;
}

/* A reason of the company's list; without one the hint shows the list. */
static int check_reason(struct core *core, struct order_id id, const char *reason)
{
	if (!reason_check(core, reason ? reason : ""))
		return 0;
	if (core->err->code == ERR_INVALID && !reason)
		strcpy(core->err->message, "a reason is needed");
	return order_subject(core, id);
}

static int close_order(struct core *core, struct order_id id, const char *state, const char *reason)
{
	return db_run(core->db, "UPDATE orders SET state = $2, reason = $3, closed_at = $4 WHERE id = $1", A(id.number), A(state), A(reason),
		      A(core->now));
}

static void put_reason(struct str *what, const char *reason, const char *note)
{
	str_put(what, "\"reason\":");
	str_put_json(what, reason);
	str_put(what, ",\"note\":");
	str_put_json(what, note);
}

int order_reject(struct core *core, struct order_id id, const char *reason, const char *note)
{
	static const struct barrier barriers[] = {
		{ "rejected", true, "is rejected already", "" },
		{ "confirmed", false, "cannot reject: it is confirmed", "ordr cancel ORDER --reason CODE" },
		{ "completed", false, "cannot reject: it is completed", "goods that come back are a return" },
		{ "cancelled", false, "cannot reject: it was cancelled", "" },
		{ NULL, false, NULL, NULL },
	};
	struct str what = { 0 };
	if (pass(core, id, barriers) || check_reason(core, id, reason) || close_order(core, id, "rejected", reason))
		return -1;
	put_reason(&what, reason, note);
	if (event_order(core, id, &what))
		return -1;
	return order_progress(core, id, core->now);
}

/* Nothing shipped or performed, nothing invoiced. */
static int may_cancel(struct core *core, struct order_id id)
{
	static const struct barrier shipped = { NULL, false, "cannot cancel: some of it is shipped or performed",
						"deliver the rest; goods that come back are a return" };
	int64_t moved = 0;
	int64_t invoiced = 0;
	if (db_integer(core->db, &moved, "SELECT count(*) FROM order_line WHERE order_id = $1 AND (shipped > 0 OR delivered > 0)",
		       A(id.number)) < 0 ||
	    db_integer(core->db, &invoiced, "SELECT count(*) FROM order_line WHERE order_id = $1 AND invoiced > 0", A(id.number)) < 0)
		return -1;
	if (moved)
		return refuse(core, id, &shipped);
	if (!invoiced)
		return 0;
	err_set(core->err, ERR_REFUSED, "cannot cancel: it is invoiced");
	err_hint(core->err, "the invoice must be corrected by a credit note first");
	return order_subject(core, id);
}

struct freed {
	int64_t product, warehouse;
};

static const struct field freed_fields[] = {
	F(struct freed, product, INTEGER, FIELD_REQUIRED, "row of the product"),
	F(struct freed, warehouse, INTEGER, FIELD_REQUIRED, "row of the warehouse"),
	FIELD_END,
};
static const struct schema freed_schema = { .fields = freed_fields, .size = sizeof(struct freed) };

/* Gives back what the order holds, closes it, and serves those who waited for that. */
static int set_free(struct core *core, struct order_id id, const char *reason, struct list *served)
{
	struct list places;
	if (db_all(core->db, core->arena, &freed_schema, &places,
		   "SELECT product_id AS product, warehouse_id AS warehouse FROM allocation WHERE order_id = $1"
		   " UNION SELECT l.product_id, s.warehouse_id FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
		   " WHERE s.order_id = $1 AND s.state IN ('picking', 'packed') ORDER BY product, warehouse",
		   A(id.number)) ||
	    allocation_cancel(core, id) || close_order(core, id, "cancelled", reason))
		return -1;
	const struct freed *freed = places.items;
	for (size_t i = 0; i < places.count; i++)
		if (allocation_serve(core, freed[i].product, freed[i].warehouse, served))
			return -1;
	return 0;
}

int order_cancel(struct core *core, struct order_id id, const char *reason, const char *note)
{
	static const struct barrier barriers[] = {
		{ "cancelled", true, "is cancelled already", "" },
		{ "rejected", false, "cannot cancel: it was rejected", "" },
		{ "completed", false, "cannot cancel: it is completed", "goods that come back are a return" },
		{ NULL, false, NULL, NULL },
	};
	struct list served = { 0 };
	struct str what = { 0 };
	if (pass(core, id, barriers) || may_cancel(core, id) || check_reason(core, id, reason) || set_free(core, id, reason, &served))
		return -1;
	put_reason(&what, reason, note);
	str_put(&what, ",\"served\":[");
	for (size_t i = 0; i < served.count; i++) {
		str_put(&what, i ? "," : "");
		str_put_json(&what, ((const char *const *)served.items)[i]);
	}
	str_put_char(&what, ']');
	if (event_order(core, id, &what))
		return -1;
	return order_progress(core, id, core->now);
}
