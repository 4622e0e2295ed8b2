/* The steps from pick to deliver differ in what they move, not in how they refuse: each looks back along the same chain for the nearest
 * units that have not come as far, and names the command that brings them on. */
#include <stdio.h>
#include <string.h>

#include "fulfilment.h"
#include "order_parts.h"
#include "ordr/settings.h"

static const struct {
	const char *word, *past;
} steps[STEP_COUNT] = {
	[STEP_PICK] = { "pick", "picked" },
	[STEP_PACK] = { "pack", "packed" },
	[STEP_SHIP] = { "ship", "shipped" },
	[STEP_DELIVER] = { "deliver", "delivered" },
};

/* Only compared with zero and shown, so a sum beyond counting may stop at the most there is. */
static void add(int64_t *sum, int64_t value)
{
	if (__builtin_add_overflow(*sum, value, sum))
		*sum = INT64_MAX;
}

static int conflict(struct core *core, struct order_id id, const char *word, const char *why)
{
	err_set(core->err, ERR_CONFLICT, "cannot %s: %s", word, why);
	return order_subject(core, id);
}

static int check_state(struct core *core, struct order_id id, const char *word)
{
	char text[ID_SIZE];
	const char *state;
	if (order_state(core, id, &state))
		return -1;
	if (!strcmp(state, "confirmed") || !strcmp(state, "completed"))
		return 0;
	if (strcmp(state, "placed"))
		return conflict(core, id, word, strcmp(state, "rejected") ? "it was cancelled" : "it was rejected");
	conflict(core, id, word, "not confirmed");
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

int fulfilment_load(struct core *core, struct order_id id, const char *word, struct fulfilment *fulfilment)
{
	struct db_rows rows;
	*fulfilment = (struct fulfilment){ .id = id };
	if (check_state(core, id, word))
		return -1;
	if (db_query(core->db, &rows,
		     "SELECT kind = 'service', ordered - cancelled - delivered, allocated, picked, packed, shipped, delivered, backordered, sku"
		     " FROM order_line WHERE order_id = $1 AND ordered > cancelled ORDER BY line",
		     A(id.number)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		if (db_column_integer(&rows, 0)) {
			fulfilment->to_perform += db_column_integer(&rows, 1) > 0;
		} else if (count_goods(core, &rows, fulfilment)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

/* The nearest step up to `step` that has units to move; −1 when none has. Where packing is left out, ship packs by itself. */
static int nearest(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	for (int at = (int)step; at >= STEP_PICK; at--) {
		if (!fulfilment->pending[at])
			continue;
		const char *packing = at == STEP_PACK ? settings_text(core, "workflow.pack") : "required";
		return packing && !strcmp(packing, "skipped") ? STEP_SHIP : at;
	}
	return -1;
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
	err_set(core->err, code, "%s: %s %s for stock", what, quantity_text((struct quantity){ fulfilment->backordered }, text),
		one ? "unit waits" : "units wait");
	order_subject(core, fulfilment->id);
	return err_hint(core->err, "ordr stock receive %s:%s", fulfilment->waiting, quantity_text(fulfilment->missing, text));
}

static int already(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	char text[ID_SIZE];
	char what[64];
	if (fulfilment->waiting) {
		snprintf(what, sizeof what, "what there is of it is %s already", steps[step].past);
		fulfilment_short(core, fulfilment, ERR_CONFLICT, what);
		core->err->already = true;
		return -1;
	}
	if (fulfilment->goods || step == STEP_DELIVER) {
		err_already(core->err, "is %s already", steps[step].past);
		return order_subject(core, fulfilment->id);
	}
	err_already(core->err, "nothing to %s: services are performed", steps[step].word);
	if (fulfilment->to_perform)
		err_hint(core->err, "ordr deliver %s", order_id_text(fulfilment->id, text));
	return order_subject(core, fulfilment->id);
}

int fulfilment_refuse(struct core *core, const struct fulfilment *fulfilment, enum step step)
{
	char text[ID_SIZE];
	char what[32] = "nothing to pick";
	int before = step == STEP_PICK ? -1 : nearest(core, fulfilment, step - 1);
	if (before >= 0) {
		snprintf(what, sizeof what, "not %s", steps[before].past);
		conflict(core, fulfilment->id, steps[step].word, what);
		return err_hint(core->err, "ordr %s %s", steps[before].word, order_id_text(fulfilment->id, text));
	}
	if (!fulfilment->waiting || (step != STEP_PICK && fulfilment->done[step]))
		return already(core, fulfilment, step);
	if (step != STEP_PICK)
		snprintf(what, sizeof what, "cannot %s", steps[step].word);
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
	FIELD_END,
};

static const struct schema moved_schema = { .name = "moved", .fields = moved_fields, .size = sizeof(struct moved) };

int fulfilment_moved(struct core *core, struct order_id id, const char *state, int64_t after, struct list *lines)
{
	return db_all(core->db, core->arena, &moved_schema, lines,
		      "SELECT s.id AS shipment, l.line, l.product_id AS product, s.warehouse_id AS place, w.code AS warehouse, o.sku,"
		      " l.quantity AS qty FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
		      " JOIN order_line o ON o.order_id = l.order_id AND o.line = l.line JOIN warehouse w ON w.id = s.warehouse_id"
		      " WHERE s.order_id = $1 AND s.state = $2 AND s.id > $3 ORDER BY s.id, l.line",
		      A(id.number), A(state), A(after));
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
