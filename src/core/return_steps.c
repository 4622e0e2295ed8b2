/* The way of a return: received, inspected, closed, or refused. What was received counts as returned on the order's lines; only what is
 * inspected as fit for it goes back on the shelf, and then to whoever waits for it. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/event.h"
#include "ordr/master.h"
#include "ordr/reason.h"
#include "ordr/speak.h"
#include "ordr/stock.h"
#include "return_parts.h"

/* A return in hand: what the steps need to know of it. */
struct step {
	struct return_id id;
	struct order_id order;
	const char *past; /* what the step makes of units: "received" */
	const char *state;
	int64_t warehouse; /* NONE: not received yet */
	struct returned *lines; /* what moves */
	size_t count;
};

static int return_subject(struct core *core, struct return_id id)
{
	char text[ID_SIZE];
	return err_subject(core->err, "%s", return_id_text(id, text));
}

static int begin(struct core *core, struct return_id id, const char *past, struct step *step)
{
	struct rma rma;
	*step = (struct step){ .id = id, .past = past, .warehouse = NONE };
	if (return_load(core, id, &rma) || db_integer(core->db, &step->warehouse, "SELECT warehouse_id FROM rma WHERE id = $1", A(id.number)) < 0)
		return -1;
	step->order = rma.order;
	step->state = rma.state;
	return 0;
}

static int move(struct core *core, const struct step *step, const char *state)
{
	return strcmp(step->state, state) ? db_run(core->db, "UPDATE rma SET state = $2 WHERE id = $1", A(step->id.number), A(state)) : 0;
}

/* One row for each state in which a step is not taken; `hint` is a command, with the number behind it. */
struct barrier {
	const char *state;
	bool already;
	const char *message, *hint;
};

static int pass(struct core *core, const struct step *step, const struct barrier *barrier)
{
	char text[ID_SIZE];
	for (; barrier->state && strcmp(barrier->state, step->state); barrier++)
		;
	if (!barrier->state)
		return 0;
	if (barrier->already)
		err_already(core->err, "%s", translate(barrier->message));
	else
		err_set(core->err, ERR_CONFLICT, "%s", translate(barrier->message));
	if (barrier->hint)
		err_hint(core->err, barrier->hint, return_id_text(step->id, text));
	return return_subject(core, step->id);
}

static int refuse_more(struct core *core, const struct step *step, int64_t line, int64_t had)
{
	char text[QUANTITY_SIZE];
	if (had)
		err_set(core->err, ERR_REFUSED, "only %s of line %lld can be %s", quantity_text((struct quantity){ had }, text), (long long)line,
			translate_in("return", step->past));
	else
		err_set(core->err, ERR_REFUSED, "nothing of line %lld is there to be %s", (long long)line, translate_in("return", step->past));
	err_hint(core->err, "ordr return show %s shows its lines", return_id_text(step->id, text));
	return return_subject(core, step->id);
}

/* Takes one part, of one row after the other of that line; what is taken is gone from `rows`. */
static int take(struct core *core, struct step *step, struct returned *rows, size_t count, const struct return_part *part)
{
	bool all = part->qty.thousandths == NONE;
	int64_t left = all ? INT64_MAX : part->qty.thousandths;
	int64_t had = 0;
	for (size_t i = 0; i < count; i++) {
		int64_t taken = rows[i].qty.thousandths < left - had ? rows[i].qty.thousandths : left - had;
		if (part->line != NONE && rows[i].line != part->line)
			continue;
		if (!all && returned_check(core, &rows[i], part->qty))
			return return_subject(core, step->id);
		if (!taken)
			continue;
		step->lines[step->count] = rows[i];
		step->lines[step->count++].qty.thousandths = taken;
		rows[i].qty.thousandths -= taken;
		if (rows[i].whole.thousandths != NONE)
			rows[i].whole.thousandths -= taken;
		had += taken;
	}
	return !had || (!all && had < left) ? refuse_more(core, step, part->line, had) : 0;
}

/* Spreads what is asked over what there is (`there`: struct returned), and leaves it in step->lines. Without parts: all. */
static int choose(struct core *core, struct step *step, const struct list *there, const struct list *parts)
{
	const struct return_part all = { .line = NONE, .qty = { NONE } };
	const struct return_part *part = parts && parts->count ? parts->items : &all;
	size_t count = parts && parts->count ? parts->count : 1;
	step->lines = arena_array(core->arena, there->count * count + 1, sizeof *step->lines);
	if (!step->lines)
		return err_memory(core->err);
	for (size_t i = 0; i < count; i++)
		if (take(core, step, there->items, there->count, &part[i]))
			return -1;
	return 0;
}

/* --- receive ------------------------------------------------------------------------------------------------------------------ */

/* Where it comes in: as said, else where the first of it came in, else where it was sent from, else the first by rank. */
static int choose_warehouse(struct core *core, struct step *step, const char *code)
{
	struct warehouse warehouse;
	int64_t given = NONE;
	if (code && (master_load(core, &master_warehouse, code, &warehouse) ||
		     db_integer(core->db, &given, "SELECT id FROM warehouse WHERE code = $1", A(code)) < 0))
		return -1;
	if (step->warehouse != NONE) {
		if (given == NONE || given == step->warehouse)
			return 0;
		err_set(core->err, ERR_INVALID, "the first of it was received elsewhere, and one return goes to one warehouse");
		err_hint(core->err, "receive it there, then ordr stock transfer SKU:QTY --to %.60s", code);
		return return_subject(core, step->id);
	}
	step->warehouse = given;
	if (given != NONE)
		return 0;
	return db_integer(core->db, &step->warehouse,
			  "SELECT id FROM (SELECT s.warehouse_id AS id, 0 AS place, -s.id AS rank FROM shipment s WHERE s.order_id = $1"
			  " AND s.state = 'delivered' UNION ALL SELECT w.id, 1, w.rank FROM warehouse w) t ORDER BY place, rank, id LIMIT 1",
			  A(step->order.number)) < 0
		       ? -1
		       : 0;
}

static int receive_line(struct core *core, const struct step *step, const struct returned *line)
{
	if (db_run(core->db, "UPDATE rma_line SET received = received + $3 WHERE rma_id = $1 AND part = $2", A(step->id.number), A(line->part),
		   A(line->qty)))
		return -1;
	return db_run(core->db, "UPDATE order_line SET returned = returned + $3 WHERE order_id = $1 AND line = $2", A(step->order.number),
		      A(line->line), A(line->qty));
}

static int received_event(struct core *core, const struct step *step)
{
	struct db_rows rows;
	struct str what = { 0 };
	returned_put(step->lines, step->count, &what);
	if (db_query(core->db, &rows, "SELECT code FROM warehouse WHERE id = $1", A(step->warehouse)) || db_next(&rows) != 1) {
		str_release(&what);
		return -1;
	}
	str_put(&what, ",\"warehouse\":");
	str_put_json(&what, db_column_text(&rows, 0));
	db_finish(&rows);
	return return_event(core, step->id, step->order, "received", &what);
}

int return_receive(struct core *core, struct return_id id, const struct list *parts, const char *warehouse)
{
	static const struct barrier barriers[] = {
		{ "inspected", false, TO_TRANSLATE("cannot receive more: it is inspected"),
		  TO_TRANSLATE("what comes later is a return of its own; ordr return close %s") },
		{ "closed", false, TO_TRANSLATE("cannot receive more: it is closed"), NULL },
		{ "refused", false, TO_TRANSLATE("cannot receive: it was refused"), NULL },
		{ NULL, false, NULL, NULL },
	};
	static const struct barrier whole[] = {
		{ "received", true, TO_TRANSLATE("is received already"), TO_TRANSLATE("ordr return inspect %s") },
		{ "inspected", true, TO_TRANSLATE("is received already, and inspected"), TO_TRANSLATE("ordr return close %s") },
		{ "closed", true, TO_TRANSLATE("is received already, and closed"), NULL },
		{ "refused", false, TO_TRANSLATE("cannot receive: it was refused"), NULL },
		{ NULL, false, NULL, NULL },
	};
	struct step step;
	struct list there;
	if (begin(core, id, TO_TRANSLATE_IN("return", "received"), &step) ||
	    db_all(core->db, core->arena, &returned_schema, &there,
		   "SELECT t.part, t.line, l.product_id AS product, l.sku, p.decimals, t.reason, t.quantity - t.received AS qty FROM rma_line t"
		   " JOIN order_line l ON l.order_id = t.order_id AND l.line = t.line JOIN product p ON p.id = l.product_id"
		   " WHERE t.rma_id = $1 AND t.quantity > t.received ORDER BY t.line, t.part",
		   A(id.number)))
		return -1;
	if (pass(core, &step, there.count ? barriers : whole) || choose(core, &step, &there, parts) || choose_warehouse(core, &step, warehouse) ||
	    db_run(core->db,
		   "UPDATE rma SET state = 'received', warehouse_id = $2, received_at = coalesce(received_at, $3) WHERE id = $1", A(id.number),
		   A(step.warehouse), A(core->now)))
		return -1;
	for (size_t i = 0; i < step.count; i++)
		if (receive_line(core, &step, &step.lines[i]))
			return -1;
	return received_event(core, &step);
}

/* --- inspect ------------------------------------------------------------------------------------------------------------------ */

static int check_inspection(struct core *core, const struct step *step, const struct inspection *inspection)
{
	bool fit = !strcmp(inspection->condition, "good") || !strcmp(inspection->condition, "opened");
	if (strcmp(inspection->disposition, "restock") || fit)
		return 0;
	err_set(core->err, ERR_REFUSED, "%s goods are not put back on the shelf", inspection->condition);
	err_hint(core->err, "--disposition scrap, replace or refund; scrap with --credit gives the price back too");
	return return_subject(core, step->id);
}

/* What was judged becomes a part of its own when the rest of its part was not. */
static int judge(struct core *core, const struct step *step, const struct returned *line, const struct inspection *inspection, bool credit,
		 int64_t replacement)
{
	if (line->qty.thousandths == line->whole.thousandths)
		return db_run(core->db,
			      "UPDATE rma_line SET condition = $3, disposition = $4, credit = $5, replacement = $6 WHERE rma_id = $1 AND part = $2",
			      A(step->id.number), A(line->part), A(inspection->condition), A(inspection->disposition), A(credit), A(replacement));
	if (db_run(core->db, "UPDATE rma_line SET quantity = quantity - $3, received = received - $3 WHERE rma_id = $1 AND part = $2",
		   A(step->id.number), A(line->part), A(line->qty)))
		return -1;
	return db_run(core->db,
		      "INSERT INTO rma_line (rma_id, part, order_id, line, quantity, received, reason, condition, disposition, credit, replacement)"
		      " SELECT $1, max(part) + 1, $2, $3, $4, $4, $5, $6, $7, $8, $9 FROM rma_line WHERE rma_id = $1",
		      A(step->id.number), A(step->order.number), A(line->line), A(line->qty), A(line->reason), A(inspection->condition),
		      A(inspection->disposition), A(credit), A(replacement));
}

static int restock(struct core *core, const struct step *step, const struct returned *line, struct list *served)
{
	char text[ID_SIZE];
	if (stock_move_write(core, line->product, step->warehouse, "return", line->qty, money_make(NONE, ""), line->reason,
			     return_id_text(step->id, text)))
		return -1;
	return allocation_serve(core, line->product, step->warehouse, served);
}

/* The order that sends the same again; NONE unless that is what is to be done. */
static int replace(struct core *core, const struct step *step, const struct inspection *inspection, int64_t *number)
{
	char order[ID_SIZE];
	char id[ID_SIZE];
	struct order_id replacement = { 0 };
	*number = NONE;
	if (strcmp(inspection->disposition, "replace"))
		return 0;
	const char *why = arena_printf(core->arena, "replaces goods of %s, returned as %s", order_id_text(step->order, order),
				       return_id_text(step->id, id));
	if (!why)
		return err_memory(core->err);
	if (replacement_place(core, step->order, step->lines, step->count, "return", why, &replacement))
		return -1;
	*number = replacement.number;
	return 0;
}

static int inspected_event(struct core *core, const struct step *step, const char *state, const struct inspection *inspection, bool credit,
			   int64_t replacement, const struct list *served)
{
	char text[ID_SIZE];
	struct str what = { 0 };
	returned_put(step->lines, step->count, &what);
	str_printf(&what, ",\"condition\":\"%s\",\"disposition\":\"%s\",\"credit\":%s", inspection->condition, inspection->disposition,
		   credit ? "true" : "false");
	if (replacement != NONE)
		str_printf(&what, ",\"replacement\":\"%s\"", order_id_text((struct order_id){ replacement }, text));
	str_put(&what, ",\"served\":[");
	for (size_t i = 0; i < served->count; i++) {
		str_put(&what, i ? "," : "");
		str_put_json(&what, ((const char *const *)served->items)[i]);
	}
	str_put_char(&what, ']');
	return return_event(core, step->id, step->order, state, &what);
}

/* "inspected" once nothing that was received is left to judge. */
static const char *state_after(struct core *core, const struct step *step)
{
	int64_t left = 0;
	if (db_integer(core->db, &left, "SELECT count(*) FROM rma_line WHERE rma_id = $1 AND received > 0 AND disposition IS NULL",
		       A(step->id.number)) < 0)
		return NULL;
	return left ? "received" : "inspected";
}

int return_inspect(struct core *core, struct return_id id, const struct list *parts, const struct inspection *inspection, struct list *served)
{
	static const struct barrier barriers[] = {
		{ "requested", false, TO_TRANSLATE("cannot inspect: not received"), TO_TRANSLATE("ordr return receive %s") },
		{ "inspected", true, TO_TRANSLATE("is inspected already"), TO_TRANSLATE("ordr return close %s") },
		{ "closed", true, TO_TRANSLATE("is inspected already, and closed"), NULL },
		{ "refused", false, TO_TRANSLATE("cannot inspect: it was refused"), NULL },
		{ NULL, false, NULL, NULL },
	};
	struct step step;
	struct list there;
	int64_t replacement;
	bool credit = inspection->credit || !strcmp(inspection->disposition, "refund");
	*served = (struct list){ 0 };
	if (begin(core, id, TO_TRANSLATE_IN("return", "inspected"), &step) || pass(core, &step, barriers) ||
	    check_inspection(core, &step, inspection) ||
	    db_all(core->db, core->arena, &returned_schema, &there,
		   "SELECT t.part, t.line, l.product_id AS product, l.sku, p.decimals, t.reason, t.received AS qty, t.quantity AS whole FROM "
		   "rma_line t"
		   " JOIN order_line l ON l.order_id = t.order_id AND l.line = t.line JOIN product p ON p.id = l.product_id"
		   " WHERE t.rma_id = $1 AND t.received > 0 AND t.disposition IS NULL ORDER BY t.line, t.part",
		   A(id.number)) ||
	    choose(core, &step, &there, parts) || replace(core, &step, inspection, &replacement))
		return -1;
	for (size_t i = 0; i < step.count; i++)
		if (judge(core, &step, &step.lines[i], inspection, credit, replacement) ||
		    (!strcmp(inspection->disposition, "restock") && restock(core, &step, &step.lines[i], served)))
			return -1;
	const char *state = state_after(core, &step);
	if (!state || move(core, &step, state))
		return -1;
	return inspected_event(core, &step, state, inspection, credit, replacement, served);
}

/* --- the end ------------------------------------------------------------------------------------------------------------------ */

int return_close(struct core *core, struct return_id id)
{
	static const struct barrier barriers[] = {
		{ "requested", false, TO_TRANSLATE("cannot close: not received"), TO_TRANSLATE("ordr return receive %s") },
		{ "received", false, TO_TRANSLATE("cannot close: not all of it is inspected"), TO_TRANSLATE("ordr return inspect %s") },
		{ "closed", true, TO_TRANSLATE("is closed already"), NULL },
		{ "refused", false, TO_TRANSLATE("cannot close: it was refused"), NULL },
		{ NULL, false, NULL, NULL },
	};
	struct step step;
	struct str what = { 0 };
	if (begin(core, id, TO_TRANSLATE_IN("return", "closed"), &step) || pass(core, &step, barriers) ||
	    db_run(core->db, "UPDATE rma SET state = 'closed', closed_at = $2 WHERE id = $1", A(id.number), A(core->now)))
		return -1;
	return return_event(core, id, step.order, "closed", &what);
}

int return_refuse(struct core *core, struct return_id id, const char *reason, const char *note)
{
	static const struct barrier barriers[] = {
		{ "inspected", false, TO_TRANSLATE("cannot refuse: it is inspected"), TO_TRANSLATE("ordr return close %s") },
		{ "closed", false, TO_TRANSLATE("cannot refuse: it is closed"), NULL },
		{ "refused", true, TO_TRANSLATE("is refused already"), NULL },
		{ NULL, false, NULL, NULL },
	};
	struct step step;
	struct str what = { 0 };
	int64_t judged = 0;
	if (begin(core, id, TO_TRANSLATE_IN("return", "refused"), &step) || pass(core, &step, barriers) ||
	    db_integer(core->db, &judged, "SELECT count(*) FROM rma_line WHERE rma_id = $1 AND disposition IS NOT NULL", A(id.number)) < 0)
		return -1;
	if (judged) {
		err_set(core->err, ERR_CONFLICT, "cannot refuse: some of it is inspected");
		return return_subject(core, id);
	}
	if (reason_check(core, reason))
		return return_subject(core, id);
	if (db_run(core->db,
		   "UPDATE order_line SET returned = returned - (SELECT coalesce(sum(t.received), 0) FROM rma_line t WHERE t.rma_id = $1"
		   " AND t.line = order_line.line) WHERE order_id = $2",
		   A(id.number), A(step.order.number)) ||
	    db_run(core->db, "UPDATE rma SET state = 'refused', refusal = $2, closed_at = $3 WHERE id = $1", A(id.number), A(reason), A(core->now)))
		return -1;
	return_put_reason(&what, reason, note);
	return return_event(core, id, step.order, "refused", &what);
}
