/* Holds: rows beside an order that say why it stands still. What they block is asked by the gate and by allocation; here they are set and
 * released, and the clock of the SLA is stopped and started with those that are the customer's. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/calendar.h"
#include "ordr/event.h"
#include "ordr/gate.h"
#include "ordr/hold.h"
#include "ordr/past.h"
#include "ordr/reason.h"
#include "ordr/sla.h"
#include "ordr/speak.h"
#include "order_parts.h"

#define BLOCKS 3

const char *const hold_block_names[BLOCKS + 1] = { "allocate", "ship", "invoice", NULL };

static const char *const faults[] = { "customer", "supply", "carrier", "internal", NULL };

const struct field hold_fields[] = {
	F(struct hold, hold, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the hold"),
	F(struct hold, reason, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "why, a code of the setting reasons"),
	F_CHOICE(struct hold, fault, faults, FIELD_REQUIRED, "whose fault that is; the customer's stops the SLA clock"),
	F(struct hold, note, TEXT, FIELD_SHOWN | FIELD_WIDE, "a word about it"),
	F(struct hold, at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "since when"),
	F(struct hold, by, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "who set it"),
	F(struct hold, blocks, TEXTS, FIELD_REQUIRED | FIELD_SHOWN, "what it blocks: allocate, ship, invoice"),
	F(struct hold, released_at, INSTANT, FIELD_SHOWN, "when it was released"),
	F(struct hold, released_by, TEXT, FIELD_SHOWN | FIELD_LATE, "by whom"),
	FIELD_END,
};

const struct field hold_open_fields[] = {
	F(struct hold_open, reason, TEXT, 0, "why, a code of the setting reasons"),
	F(struct hold_open, note, TEXT, 0, "a word about it"),
	F(struct hold_open, by, TEXT, 0, "who set it"),
	F(struct hold_open, at, INSTANT, 0, "since when"),
	F(struct hold_open, blocks, TEXTS, 0, "what it blocks: allocate, ship, invoice"),
	FIELD_END,
};

static int blocks_list(struct core *core, int64_t bits, struct list *list)
{
	const char **names = arena_array(core->arena, BLOCKS, sizeof *names);
	*list = (struct list){ names, 0 };
	if (!names)
		return err_memory(core->err);
	for (int i = 0; i < BLOCKS; i++)
		if (bits & (1 << i))
			names[list->count++] = hold_block_names[i];
	return 0;
}

/* A row as hold_list asks for it; what it blocks is the column after those of the fields. */
static int load_row(struct core *core, struct db_rows *rows, struct hold *hold)
{
	field_clear(hold_fields, hold);
	return db_load(rows, core->arena, hold_fields, hold) || blocks_list(core, db_column_integer(rows, 8), &hold->blocks) ? -1 : 0;
}

int hold_list(struct core *core, struct order_id id, struct list *holds)
{
	struct db_rows rows;
	int64_t count = 0;
	*holds = (struct list){ 0 };
	if (db_integer(core->db, &count, "SELECT count(*) FROM hold WHERE order_id = $1", A(id.number)) < 0)
		return -1;
	if (!count)
		return 0;
	struct hold *items = arena_array(core->arena, (size_t)count, sizeof *items);
	if (!items)
		return err_memory(core->err);
	holds->items = items;
	if (db_query(core->db, &rows,
		     "SELECT id AS hold, reason, fault, note, at, actor AS \"by\", released_at, released_by, blocks AS bits FROM hold"
		     " WHERE order_id = $1 ORDER BY id",
		     A(id.number)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (load_row(core, &rows, &items[holds->count++])) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

void hold_first_open(const struct list *holds, struct hold_open *open)
{
	const struct hold *items = holds->items;
	for (size_t i = 0; i < holds->count; i++)
		if (items[i].released_at.ms == NONE) {
			*open = (struct hold_open){ items[i].reason, items[i].note, items[i].by, items[i].at, items[i].blocks };
			return;
		}
}

/* --- setting one -------------------------------------------------------------------------------------------------------------- */

/* A completed order can still be kept from being invoiced; one that was turned down can be kept from nothing. */
static int check_state(struct core *core, struct order_id id, unsigned blocks)
{
	const char *state;
	if (order_state(core, id, &state))
		return -1;
	if (!strcmp(state, "placed") || !strcmp(state, "confirmed") || (!strcmp(state, "completed") && blocks == HOLD_INVOICE))
		return 0;
	bool completed = !strcmp(state, "completed");
	err_set(core->err, ERR_CONFLICT,
		completed			? TO_TRANSLATE("cannot hold: it is completed")
		: strcmp(state, "rejected") ? TO_TRANSLATE("cannot hold: it was cancelled")
					    : TO_TRANSLATE("cannot hold: it was rejected"));
	if (completed)
		err_hint(core->err, "only its invoice can be held: --block invoice");
	return order_subject(core, id);
}

static int check_reason(struct core *core, struct order_id id, const char *reason)
{
	return reason_check(core, reason) ? order_subject(core, id) : 0;
}

/* The same hold twice says nothing more than once. */
static int check_new(struct core *core, struct order_id id, const char *reason, int64_t blocks)
{
	int64_t other;
	int found = db_integer(core->db, &other,
			       "SELECT id FROM hold WHERE order_id = $1 AND reason = $2 AND blocks = $3 AND released_at IS NULL",
			       A(id.number), A(reason), A(blocks));
	if (found != 1)
		return found;
	err_already(core->err, "is held for %s already (hold %lld)", reason, (long long)other);
	return order_subject(core, id);
}

static void put_blocks(struct str *what, int64_t bits)
{
	const char *comma = "";
	str_put(what, ",\"blocks\":[");
	for (int i = 0; i < BLOCKS; i++)
		if (bits & (1 << i)) {
			str_printf(what, "%s\"%s\"", comma, hold_block_names[i]);
			comma = ",";
		}
	str_put_char(what, ']');
}

/* When the clock stopped is overwritten: what it was is kept, for reports of before. */
static int keep_clock(struct core *core, struct order_id id)
{
	int64_t stopped;
	if (db_integer(core->db, &stopped, "SELECT stopped_at FROM orders WHERE id = $1", A(id.number)) < 0)
		return -1;
	return past_keep(core, id, 0, "stopped_at", stopped);
}

int hold_set(struct core *core, struct order_id id, const char *reason, const char *note, unsigned blocks)
{
	int64_t bits = blocks;
	if (check_state(core, id, blocks) || check_reason(core, id, reason) || check_new(core, id, reason, bits))
		return -1;
	const char *fault = reason_fault(core, reason);
	if (!fault ||
	    db_run(core->db, "INSERT INTO hold (order_id, reason, fault, note, blocks, at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		   A(id.number), A(reason), A(fault), A(note), A(bits), A(core->now), A(core->actor)))
		return -1;
	int64_t hold = db_last_id(core->db);
	bool customers = !strcmp(fault, "customer");
	if (customers && keep_clock(core, id))
		return -1;
	if (customers && db_run(core->db, "UPDATE orders SET stopped_at = coalesce(stopped_at, $2) WHERE id = $1", A(id.number), A(core->now)))
		return -1;
	struct str what = { 0 };
	str_printf(&what, "\"hold\":%lld,\"reason\":", (long long)hold);
	str_put_json(&what, reason);
	str_put(&what, ",\"note\":");
	str_put_json(&what, note);
	put_blocks(&what, bits);
	str_printf(&what, ",\"clock\":\"%s\"", customers ? "stopped" : "runs");
	return event_order(core, id, &what);
}

/* --- releasing one ------------------------------------------------------------------------------------------------------------ */

static int refuse_several(struct core *core, struct order_id id, const struct list *holds, size_t open)
{
	char text[ID_SIZE];
	struct str list = { 0 };
	int64_t last = 0;
	const struct hold *items = holds->items;
	for (size_t i = 0; i < holds->count; i++)
		if (items[i].released_at.ms == NONE) {
			str_printf(&list, "%s%lld %s", list.length ? ", " : "", (long long)items[i].hold, items[i].reason);
			last = items[i].hold;
		}
	err_set(core->err, ERR_CONFLICT, "is held %zu times: %s", open, list.text ? list.text : "");
	err_hint(core->err, "ordr release %s --hold %lld", order_id_text(id, text), (long long)last);
	str_release(&list);
	return order_subject(core, id);
}

static int refuse_number(struct core *core, struct order_id id, int64_t hold, const struct hold *known)
{
	char text[ID_SIZE];
	if (known) {
		err_already(core->err, "hold %lld is released already", (long long)hold);
	} else {
		err_set(core->err, ERR_NOT_FOUND, "it has no hold %lld", (long long)hold);
		err_hint(core->err, "ordr show %s --fields holds", order_id_text(id, text));
	}
	return order_subject(core, id);
}

/* The open hold of that number, or the only one. */
static int choose(struct core *core, struct order_id id, int64_t number, const struct hold **chosen)
{
	struct list holds;
	const struct hold *named = NULL;
	size_t open = 0;
	if (hold_list(core, id, &holds))
		return -1;
	*chosen = NULL;
	const struct hold *items = holds.items;
	for (size_t i = 0; i < holds.count; i++) {
		bool wanted = number == NONE || items[i].hold == number;
		named = wanted ? &items[i] : named;
		if (items[i].released_at.ms != NONE || !wanted)
			continue;
		*chosen = &items[i];
		open++;
	}
	if (open == 1)
		return 0;
	if (number != NONE)
		return refuse_number(core, id, number, named);
	if (open)
		return refuse_several(core, id, &holds, open);
	err_already(core->err, "is not held");
	return order_subject(core, id);
}

/* The clock runs on: what is not done yet is due later by the working time that it stood. */
static int start_clock(struct core *core, struct order_id id)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT o.stopped_at, o.confirmed_at IS NULL, o.shipped_at IS NULL, o.delivered_at IS NULL FROM orders o WHERE o.id = $1"
		     " AND o.stopped_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.released_at IS NULL"
		     " AND h.fault = 'customer')",
		     A(id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	struct instant stopped = { db_column_integer(&rows, 0) };
	unsigned targets = 0;
	for (int i = 0; i < 3; i++)
		targets |= db_column_integer(&rows, i + 1) == 1 ? 1U << i : 0;
	db_finish(&rows);
	const struct calendar *calendar = calendar_get(core);
	int64_t minutes = calendar ? calendar_between(calendar, stopped, core->now) : -1;
	if (!calendar || keep_clock(core, id) || sla_pause(core, id, targets, stopped, core->now))
		return -1;
	return db_run(core->db, "UPDATE orders SET stopped_at = NULL, paused = paused + $2 WHERE id = $1", A(id.number),
		      A(minutes > 0 ? minutes : (int64_t)0));
}

struct wanted {
	int64_t product, warehouse;
};

static const struct field wanted_fields[] = {
	F(struct wanted, product, INTEGER, 0, NULL),
	F(struct wanted, warehouse, INTEGER, 0, NULL),
	FIELD_END,
};
static const struct schema wanted_schema = { .fields = wanted_fields, .size = sizeof(struct wanted) };

/* Receipts passed the order by while it was held; what is still there serves it now. */
static int serve(struct core *core, struct order_id id, struct list *served)
{
	struct list places;
	if (db_all(core->db, core->arena, &wanted_schema, &places,
		   "SELECT DISTINCT l.product_id AS product, s.warehouse_id AS warehouse, w.rank FROM order_line l"
		   " JOIN stock s ON s.product_id = l.product_id AND s.on_hand > s.allocated JOIN warehouse w ON w.id = s.warehouse_id"
		   " WHERE l.order_id = $1 AND l.backordered > 0 ORDER BY product, w.rank, warehouse",
		   A(id.number)))
		return -1;
	const struct wanted *items = places.items;
	for (size_t i = 0; i < places.count; i++)
		if (allocation_serve(core, items[i].product, items[i].warehouse, served))
			return -1;
	return 0;
}

int hold_release(struct core *core, struct order_id id, int64_t number, const char *note)
{
	const char *state;
	const struct hold *hold;
	struct list served = { 0 };
	if (order_state(core, id, &state) || choose(core, id, number, &hold) || gate_pass(core, id, GATE_RELEASE))
		return -1;
	if (db_run(core->db, "UPDATE hold SET released_at = $2, released_by = $3 WHERE id = $1", A(hold->hold), A(core->now), A(core->actor)) ||
	    start_clock(core, id) || order_progress(core, id, core->now) || serve(core, id, &served))
		return -1;
	struct str what = { 0 };
	str_printf(&what, "\"hold\":%lld,\"reason\":", (long long)hold->hold);
	str_put_json(&what, hold->reason);
	str_put(&what, ",\"note\":");
	str_put_json(&what, note);
	str_put(&what, ",\"served\":[");
	for (size_t i = 0; i < served.count; i++)
		str_printf(&what, "%s\"%s\"", i ? "," : "", ((const char *const *)served.items)[i]);
	str_put_char(&what, ']');
	return event_order(core, id, &what);
}

int hold_end(struct core *core, struct order_id id)
{
	int64_t held;
	int found = db_integer(core->db, &held, "SELECT 1 FROM hold WHERE order_id = $1 AND released_at IS NULL LIMIT 1", A(id.number));
	if (found != 1)
		return found;
	if (db_run(core->db, "UPDATE hold SET released_at = $2, released_by = $3 WHERE order_id = $1 AND released_at IS NULL", A(id.number),
		   A(core->now), A(core->actor)) ||
	    keep_clock(core, id))
		return -1;
	return db_run(core->db, "UPDATE orders SET stopped_at = NULL WHERE id = $1", A(id.number));
}
