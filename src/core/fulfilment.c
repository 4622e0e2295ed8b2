/* The steps from pick to deliver differ in what they move, not in how they refuse: each looks back along the same chain for the nearest
 * units that have not come as far, and names the command that brings them on. */
#include <stdio.h>
#include <string.h>

#include "fulfilment.h"
#include "order_parts.h"
#include "ordr/gate.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

static const struct {
	const char *word, *past;
} steps[STEP_COUNT] = {
	[STEP_PICK] = { TO_TRANSLATE_IN("act", "pick"), TO_TRANSLATE_IN("state", "picked") },
	[STEP_PACK] = { TO_TRANSLATE_IN("act", "pack"), TO_TRANSLATE_IN("state", "packed") },
	[STEP_SHIP] = { TO_TRANSLATE_IN("act", "ship"), TO_TRANSLATE_IN("state", "shipped") },
	[STEP_DELIVER] = { TO_TRANSLATE_IN("act", "deliver"), TO_TRANSLATE_IN("state", "delivered") },
};

#define WHAT_SIZE 100 /* "what there is of it is delivered already", in any language */

/* What is done, "pick", and what is then so, "picked", for a sentence. */
static const char *word_of(enum step step)
{
	return translate_in("act", steps[step].word);
}

static const char *past_of(enum step step)
{
	return translate_in("state", steps[step].past);
}

/* Only compared with zero and shown, so a sum beyond counting may stop at the most there is. */
static void add(int64_t *sum, int64_t value)
{
	if (__builtin_add_overflow(*sum, value, sum))
		*sum = INT64_MAX;
}

static const char *target_text(const struct fulfilment *fulfilment, char out[ID_SIZE])
{
	return fulfilment->shipment.number ? shipment_id_text(fulfilment->shipment, out) : order_id_text(fulfilment->id, out);
}

int consignment_subject(struct core *core, const struct consignment *of)
{
	char text[ID_SIZE];
	return of->shipment.number ? err_subject(core->err, "%s", shipment_id_text(of->shipment, text)) : order_subject(core, of->order);
}

static int subject(struct core *core, const struct fulfilment *fulfilment)
{
	char text[ID_SIZE];
	return err_subject(core->err, "%s", target_text(fulfilment, text));
}

static int conflict(struct core *core, struct order_id id, const char *word, const char *why)
{
	err_set(core->err, ERR_CONFLICT, "cannot %s: %s", translate_in("act", word), why);
	return order_subject(core, id);
}

static int load_order(struct core *core, struct order_id id, const char **state, bool *complete)
{
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT state, delivery = 'complete' FROM orders WHERE id = $1", A(id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found ? -1 : order_missing(core, id);
	*state = arena_strdup(core->arena, db_column_text(&rows, 0));
	*complete = db_column_integer(&rows, 1);
	db_finish(&rows);
	return *state ? 0 : err_memory(core->err);
}

static int check_state(struct core *core, struct order_id id, const char *word, const char *state)
{
	char text[ID_SIZE];
	if (!strcmp(state, "confirmed") || !strcmp(state, "completed"))
		return 0;
	if (strcmp(state, "placed"))
		return conflict(core, id, word,
				translate(strcmp(state, "rejected") ? TO_TRANSLATE("it was cancelled") : TO_TRANSLATE("it was rejected")));
	conflict(core, id, word, translate("not confirmed"));
	return err_hint(core->err, "ordr confirm %s", order_id_text(id, text));
}

/* One goods line: the columns from 2 are allocated, picked, packed, shipped, delivered, backordered. */
static int count_goods(struct core *core, const struct db_rows *rows, struct fulfilment *fulfilment)
{
	int64_t before = 0;
	fulfilment->goods++;
	add(&fulfilment->pending[STEP_PICK], db_column_integer(rows, 2));
	for (int step = STEP_PICK; step < STEP_COUNT; step++) {
		int64_t done = db_column_integer(rows, 3 + step);
		int64_t pending;
		if (step > STEP_PICK && !__builtin_sub_overflow(before, done, &pending))
			add(&fulfilment->pending[step], pending);
		add(&fulfilment->done[step], done);
		before = done;
	}
	int64_t backordered = db_column_integer(rows, 7);
	if (backordered && !fulfilment->waiting) {
		fulfilment->missing.thousandths = backordered;
		fulfilment->waiting = arena_strdup(core->arena, db_column_text(rows, 8));
		if (!fulfilment->waiting)
			return err_memory(core->err);
	}
	add(&fulfilment->backordered, backordered);
	return 0;
}

static bool packs_by_itself(struct core *core)
{
	const char *packing = settings_text(core, "workflow.pack");
	return packing && !strcmp(packing, "skipped");
}

/* The nearest step up to `step` that has units to move; −1 when none has. Where packing is left out, ship packs by itself. */
static int nearest(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	for (int at = (int)step; at >= STEP_PICK; at--) {
		if (fulfilment->pending[at])
			return at == STEP_PACK && packs_by_itself(core) ? STEP_SHIP : at;
	}
	return -1;
}

int fulfilment_pass(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	static const enum gate_step gates[] = { [STEP_PICK] = GATE_PICK, [STEP_PACK] = GATE_PACK, [STEP_SHIP] = GATE_SHIP };
	bool unpacked = step == STEP_SHIP && nearest(core, fulfilment, STEP_SHIP) == STEP_SHIP;
	return fulfilment->pending[step] || unpacked ? gate_pass(core, fulfilment->id, gates[step]) : 0;
}

int fulfilment_load(struct core *core, struct order_id id, const char *word, struct fulfilment *fulfilment)
{
	struct db_rows rows;
	const char *state = NULL;
	*fulfilment = (struct fulfilment){ .id = id };
	if (load_order(core, id, &state, &fulfilment->complete) || check_state(core, id, word, state))
		return -1;
	if (db_query(core->db, &rows,
		     "SELECT kind = 'service', ordered - cancelled - delivered, allocated, picked, packed, shipped, delivered, backordered, sku"
		     " FROM order_line WHERE order_id = $1 AND kind <> 'charge' AND ordered > cancelled ORDER BY line",
		     A(id.number)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		if (db_column_integer(&rows, 0)) {
			fulfilment->services++;
			fulfilment->to_perform += db_column_integer(&rows, 1) > 0;
		} else if (count_goods(core, &rows, fulfilment)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

int fulfilment_load_of(struct core *core, const struct consignment *of, const char *word, struct fulfilment *fulfilment)
{
	int result = fulfilment_load(core, of->order, word, fulfilment);
	fulfilment->shipment = of->shipment;
	return result;
}

const char *fulfilment_next(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	int at = nearest(core, fulfilment, step);
	return at < 0 ? NULL : steps[at].word;
}

int fulfilment_short(struct core *core, const struct fulfilment *fulfilment, enum err_code code, const char *what)
{
	char text[QUANTITY_SIZE];
	bool one = fulfilment->backordered == 1000;
	err_set(core->err, code, one ? TO_TRANSLATE("%s: %s unit waits for stock") : TO_TRANSLATE("%s: %s units wait for stock"), what,
		quantity_text((struct quantity){ fulfilment->backordered }, text));
	order_subject(core, fulfilment->id);
	return err_hint(core->err, "ordr stock receive %s:%s", fulfilment->waiting, quantity_text(fulfilment->missing, text));
}

static int already(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	char text[ID_SIZE];
	char what[WHAT_SIZE];
	if (fulfilment->waiting) {
		snprintf(what, sizeof what, translate("what there is of it is %s already"), past_of(step));
		fulfilment_short(core, fulfilment, ERR_CONFLICT, what);
		core->err->already = true;
		return -1;
	}
	if (fulfilment->goods || step == STEP_DELIVER) {
		err_already(core->err, "is %s already", past_of(step));
		return order_subject(core, fulfilment->id);
	}
	err_already(core->err,
		    fulfilment->services ? TO_TRANSLATE("nothing to %s: services are performed")
					 : TO_TRANSLATE("nothing to %s: charges are only billed"),
		    word_of(step));
	if (fulfilment->to_perform)
		err_hint(core->err, "ordr deliver %s", order_id_text(fulfilment->id, text));
	return order_subject(core, fulfilment->id);
}

/* --- refusals of one shipment ------------------------------------------------------------------------------------------------ */

/* How far it has come: the last step that it took; STEP_COUNT when it was cancelled. */
static int stage_of_shipment(struct core *core, struct shipment_id id, enum step *stage)
{
	int64_t number = 0;
	if (db_integer(core->db, &number,
		       "SELECT CASE state WHEN 'picking' THEN 0 WHEN 'packed' THEN 1 WHEN 'shipped' THEN 2 WHEN 'delivered' THEN 3 ELSE 4 END"
		       " FROM shipment WHERE id = $1",
		       A(id.number)) < 0)
		return -1;
	*stage = (enum step)number;
	return 0;
}

static int refuse_shipment(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	char text[ID_SIZE];
	enum step stage;
	if (stage_of_shipment(core, fulfilment->shipment, &stage))
		return -1;
	if (stage == STEP_COUNT) {
		err_set(core->err, ERR_CONFLICT, "cannot %s: it was cancelled", word_of(step));
		return subject(core, fulfilment);
	}
	if (stage >= step) {
		err_already(core->err, "is %s already", past_of(step));
		return subject(core, fulfilment);
	}
	enum step before = stage == STEP_PICK && packs_by_itself(core) ? STEP_SHIP : stage + 1;
	err_set(core->err, ERR_CONFLICT, "cannot %s: not %s", word_of(step), past_of(before));
	subject(core, fulfilment);
	return err_hint(core->err, "ordr %s %s", steps[before].word, shipment_id_text(fulfilment->shipment, text));
}

/* The same of an order: what is nearest to the step back. */
static enum step stage_of_order(const struct fulfilment *fulfilment)
{
	for (int step = STEP_PACK; step < STEP_DELIVER; step++)
		if (fulfilment->pending[step])
			return (enum step)(step - 1);
	return fulfilment->done[STEP_SHIP] ? STEP_SHIP : STEP_COUNT;
}

int fulfilment_refuse_back(struct core *core, const struct fulfilment *fulfilment, enum step step, const char *word)
{
	char text[ID_SIZE];
	enum step stage = stage_of_order(fulfilment);
	if (fulfilment->shipment.number && stage_of_shipment(core, fulfilment->shipment, &stage))
		return -1;
	if (stage == STEP_COUNT || stage < step) {
		err_already(core->err, "is not %s", past_of(step));
		return subject(core, fulfilment);
	}
	err_set(core->err, ERR_CONFLICT, "cannot %s: it is %s", translate_in("act", word), past_of(stage));
	subject(core, fulfilment);
	if (stage == STEP_PACK)
		return err_hint(core->err, "ordr unpack %s", target_text(fulfilment, text));
	return err_hint(core->err, "goods that come back are a return");
}

/* --- of an order --------------------------------------------------------------------------------------------------------------- */

int fulfilment_refuse(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	char text[ID_SIZE];
	char what[WHAT_SIZE];
	if (fulfilment->shipment.number)
		return refuse_shipment(core, fulfilment, step);
	int before = step == STEP_PICK ? -1 : nearest(core, fulfilment, step - 1);
	if (before >= 0) {
		snprintf(what, sizeof what, translate("not %s"), past_of((enum step)before));
		conflict(core, fulfilment->id, steps[step].word, what);
		return err_hint(core->err, "ordr %s %s", steps[before].word, order_id_text(fulfilment->id, text));
	}
	if (!fulfilment->waiting || (step != STEP_PICK && fulfilment->done[step]))
		return already(core, fulfilment, step);
	snprintf(what, sizeof what, translate(step == STEP_PICK ? TO_TRANSLATE("nothing to %s") : TO_TRANSLATE("cannot %s")), word_of(step));
	return fulfilment_short(core, fulfilment, step == STEP_PICK ? ERR_REFUSED : ERR_CONFLICT, what);
}

static const struct field moved_fields[] = {
	F(struct moved, shipment, SHIPMENT, 0, NULL),
	F(struct moved, line, INTEGER, 0, NULL),
	F(struct moved, product, INTEGER, 0, NULL),
	F(struct moved, place, INTEGER, 0, NULL),
	F(struct moved, warehouse, TEXT, FIELD_REQUIRED, NULL),
	F(struct moved, sku, TEXT, FIELD_REQUIRED, NULL),
	F(struct moved, qty, QUANTITY, 0, NULL),
	F(struct moved, weight, QUANTITY, 0, NULL),
	F(struct moved, decimals, INTEGER, 0, NULL),
	FIELD_END,
};

static const struct schema moved_schema = { .name = "moved", .fields = moved_fields, .size = sizeof(struct moved) };

int fulfilment_moved(struct core *core, const struct consignment *of, const char *state, int64_t after, struct list *lines)
{
	return db_all(core->db, core->arena, &moved_schema, lines,
		      "SELECT s.id AS shipment, l.line, l.product_id AS product, s.warehouse_id AS place, w.code AS warehouse, p.sku,"
		      " l.quantity AS qty, p.weight, p.decimals FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
		      " JOIN product p ON p.id = l.product_id JOIN warehouse w ON w.id = s.warehouse_id"
		      " WHERE s.order_id = $1 AND s.state = $2 AND s.id > $3 AND ($4 IS NULL OR s.id = $4) ORDER BY s.id, l.line",
		      A(of->order.number), A(state), A(after), A(consignment_only(of)));
}

int moved_check(struct core *core, const struct moved *line, struct quantity qty)
{
	static const int64_t counts[] = { 1000, 100, 10, 1 };
	char text[QUANTITY_SIZE];
	if (qty.thousandths > 0 && qty.thousandths % counts[line->decimals] == 0)
		return 0;
	err_set(core->err, ERR_INVALID, "%s is no quantity of %.60s", quantity_text(qty, text), line->sku);
	if (!line->decimals)
		return err_hint(core->err, "a whole number above zero");
	return err_hint(core->err,
			line->decimals == 1 ? TO_TRANSLATE("above zero, with at most %lld decimal")
					    : TO_TRANSLATE("above zero, with at most %lld decimals"),
			(long long)line->decimals);
}

static const char *const advance_sql[STEP_COUNT] = {
	[STEP_PACK] = "UPDATE order_line SET packed = packed + $3 WHERE order_id = $1 AND line = $2",
	[STEP_SHIP] = "UPDATE order_line SET shipped = shipped + $3 WHERE order_id = $1 AND line = $2",
	[STEP_DELIVER] = "UPDATE order_line SET delivered = delivered + $3 WHERE order_id = $1 AND line = $2",
};

int fulfilment_advance(struct core *core, struct order_id id, enum step step, const struct list *lines)
{
	const struct moved *line = lines->items;
	for (size_t i = 0; i < lines->count; i++)
		if (db_run(core->db, advance_sql[step], A(id.number), A(line[i].line), A(line[i].qty)))
			return -1;
	return 0;
}

void fulfilment_put(const struct list *lines, struct str *what)
{
	char text[QUANTITY_SIZE];
	int64_t shipment = 0;
	str_put(what, "\"shipments\":[");
	for (size_t i = 0; i < lines->count; i++) {
		const struct moved *line = (const struct moved *)lines->items + i;
		if (line->shipment.number == shipment) {
			str_put_char(what, ',');
		} else {
			str_printf(what, "%s{\"id\":\"%s\",\"warehouse\":", shipment ? "]}," : "",
				   shipment_id_text(line->shipment, text));
			str_put_json(what, line->warehouse);
			str_put(what, ",\"lines\":[");
			shipment = line->shipment.number;
		}
		str_printf(what, "{\"line\":%lld,\"sku\":", (long long)line->line);
		str_put_json(what, line->sku);
		str_printf(what, ",\"qty\":%s}", quantity_text(line->qty, text));
	}
	str_put(what, shipment ? "]}]" : "]");
}
