/* Why an order stands where it stands: everything that stops its next steps, each with the command that clears it; and what comes next. It
 * asks the gate and the lines, as the steps themselves do, so it cannot tell another story than they. */
#include <string.h>

#include "fulfilment.h"
#include "order_parts.h"
#include "ordr/booking.h"
#include "ordr/gate.h"
#include "ordr/review.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

static const char *const kinds[] = { "stock", "hold", "credit", "approval", "prepayment", "capacity", "sla", NULL };

static const struct field blocker_fields[] = {
	F_CHOICE(struct why_blocker, kind, kinds, FIELD_REQUIRED | FIELD_SHOWN, "what it is"),
	F(struct why_blocker, blocks, TEXT, FIELD_SHOWN, "the steps that it stops; null: it stops none"),
	F(struct why_blocker, detail, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "what is in the way"),
	F(struct why_blocker, command, TEXT, FIELD_SHOWN | FIELD_KEPT, "the command that clears it"),
	FIELD_END,
};

static const char *const steps[] = { "confirm", "pick", "pack", "ship", "deliver", "invoice", "pay", NULL };

static const struct field why_fields[] = {
	F(struct why, order, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order"),
	F_CHOICE(struct why, state, order_states, FIELD_REQUIRED | FIELD_SHOWN, "what was decided about it"),
	F_CHOICE(struct why, fulfilment, order_fulfilments, FIELD_REQUIRED | FIELD_SHOWN, "how far its goods and services are"),
	F_CHOICE(struct why, billing, order_billings, FIELD_REQUIRED | FIELD_SHOWN, "how far its invoices are"),
	F(struct why, blocked, BOOL, FIELD_REQUIRED | FIELD_SHOWN, "the next step cannot be taken"),
	F_CHOICE(struct why, next, steps, FIELD_SHOWN, "the next step; null when nothing is left to do"),
	F(struct why, command, TEXT, FIELD_SHOWN, "that step, as it is typed"),
	F_LIST(struct why, blockers, struct why_blocker, blocker_fields, FIELD_REQUIRED | FIELD_SHOWN, "what is in the way"),
	FIELD_END,
};

const struct schema why_schema = { .name = "ordr.why/1",
				   .title = "What stops an order, and what comes next.",
				   .fields = why_fields,
				   .size = sizeof(struct why) };

#define BLOCKERS_MOST 64

struct search {
	struct core *core;
	struct order order;
	struct fulfilment fulfilment;
	bool confirmed; /* or completed: its goods and invoices can move */
	bool pending;   /* a revision waits for approval */
	char text[ID_SIZE];
	struct why *why;
	struct why_blocker *blockers;
	size_t count;
};

/* Texts come from arena_printf. One that says the same of another step is the same. */
static int note(struct search *search, const char *kind, const char *blocks, const char *detail, const char *command)
{
	if (!detail)
		return err_memory(search->core->err);
	for (size_t i = 0; blocks && i < search->count; i++) {
		struct why_blocker *other = &search->blockers[i];
		if (strcmp(other->kind, kind) || strcmp(other->detail, detail))
			continue;
		other->blocks = arena_printf(search->core->arena, "%s, %s", other->blocks ? other->blocks : "", blocks);
		return other->blocks ? 0 : err_memory(search->core->err);
	}
	if (search->count < BLOCKERS_MOST)
		search->blockers[search->count++] = (struct why_blocker){ kind, blocks, detail, command };
	return 0;
}

/* --- what comes next ---------------------------------------------------------------------------------------------------------- */

static int first_unpaid(struct search *search, const char **command)
{
	struct core *core = search->core;
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT i.number FROM invoice i WHERE i.id IN " INVOICES_OF("$1") " AND i.type = 'invoice' AND i.gross >"
		     " coalesce((SELECT sum(n.gross) FROM invoice n WHERE n.corrects = i.number), 0)"
		     " + coalesce((SELECT sum(p.amount + p.discount) FROM payment p WHERE p.invoice_id = i.id), 0) ORDER BY i.id LIMIT 1",
		     A(search->order.id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*command = arena_printf(core->arena, "ordr pay %s", db_column_text(&rows, 0));
	db_finish(&rows);
	return *command ? 0 : err_memory(core->err);
}

static const char *next_step(struct search *search)
{
	const struct fulfilment *fulfilment = &search->fulfilment;
	const struct order *order = &search->order;
	if (!strcmp(order->state, "placed") || search->pending)
		return "confirm";
	if (!search->confirmed)
		return NULL;
	const char *next = fulfilment_next(search->core, fulfilment, STEP_DELIVER);
	/* What ships only whole: a part that stands ready waits for the rest. */
	if (fulfilment->complete && fulfilment->pending[STEP_SHIP])
		next = fulfilment->pending[STEP_PICK] ? "pick" : fulfilment->pending[STEP_PACK] ? "pack" : next;
	if (next)
		return next;
	if (fulfilment->waiting)
		return "pick";
	if (fulfilment->to_perform)
		return "deliver";
	return !strcmp(order->billing, "invoiced") ? "pay" : strcmp(order->billing, "paid") && strcmp(order->billing, "credited") ? "invoice" : NULL;
}

static int find_next(struct search *search)
{
	struct why *why = search->why;
	why->next = next_step(search);
	if (!why->next)
		return 0;
	if (!strcmp(why->next, "pay"))
		return first_unpaid(search, &why->command);
	why->command = arena_printf(search->core->arena, "ordr %s %s", why->next, search->text);
	return why->command ? 0 : err_memory(search->core->err);
}

/* --- what is in the way ------------------------------------------------------------------------------------------------------- */

/* The steps that are still to be taken, as far as the gate rules them. */
static bool ahead(const struct search *search, enum gate_step step)
{
	const struct fulfilment *fulfilment = &search->fulfilment;
	bool to_pick = fulfilment->pending[STEP_PICK] || fulfilment->waiting;
	bool to_pack = to_pick || fulfilment->pending[STEP_PACK];
	bool placed = !strcmp(search->order.state, "placed");
	switch (step) {
	case GATE_CONFIRM:
		return placed || search->pending;
	case GATE_ALLOCATE:
		return fulfilment->waiting != NULL;
	case GATE_PICK:
		return to_pick;
	case GATE_PACK:
		return to_pack;
	case GATE_SHIP:
		return to_pack || fulfilment->pending[STEP_SHIP];
	case GATE_INVOICE:
		return search->confirmed && (!strcmp(search->order.billing, "none") || !strcmp(search->order.billing, "partial"));
	default:
		return false;
	}
}

static int find_gates(struct search *search)
{
	static const char *const words[] = { [GATE_CONFIRM] = "confirm", [GATE_ALLOCATE] = "allocate", [GATE_PICK] = "pick",
					     [GATE_PACK] = "pack",	 [GATE_SHIP] = "ship",	       [GATE_INVOICE] = "invoice" };
	for (enum gate_step step = GATE_CONFIRM; step <= GATE_INVOICE; step++) {
		struct list list;
		if (!ahead(search, step))
			continue;
		if (gate_blockers(search->core, search->order.id, step, &list))
			return -1;
		const struct blocker *blockers = list.items;
		for (size_t i = 0; i < list.count; i++)
			if (note(search, blockers[i].kind, words[step], blockers[i].detail, blockers[i].command))
				return -1;
	}
	return 0;
}

/* Which step a shortage stops, if any: what is there of a confirmed order can go, unless it ships only whole: then it is not picked, and what is
 * picked already does not leave. */
static int stopped_by_stock(struct search *search, const char **step)
{
	const struct fulfilment *fulfilment = &search->fulfilment;
	if (strcmp(search->order.state, "placed")) {
		const char *next = fulfilment_next(search->core, fulfilment, STEP_DELIVER);
		*step = fulfilment->complete ? "pick, ship" : next ? NULL : "pick";
		return 0;
	}
	const char *rule = settings_text(search->core, "workflow.shortage");
	*step = rule && !strcmp(rule, "refuse") ? "confirm" : NULL;
	return rule ? 0 : -1;
}

int order_put_places(struct core *core, int64_t product, int64_t warehouse, struct str *str)
{
	struct db_rows rows;
	char text[QUANTITY_SIZE];
	const char *comma = " (";
	if (db_query(core->db, &rows,
		     "SELECT w.code, s.on_hand - s.allocated FROM stock s JOIN warehouse w ON w.id = s.warehouse_id WHERE s.product_id = $1"
		     " AND ($2 IS NULL OR w.id = $2) AND s.on_hand > s.allocated ORDER BY w.rank, w.id",
		     A(product), A(warehouse)))
		return -1;
	int found;
	for (; (found = db_next(&rows)) == 1; comma = ", ")
		str_printf(str, "%s%s %s", comma, db_column_text(&rows, 0),
			   quantity_text((struct quantity){ db_column_integer(&rows, 1) }, text));
	str_put(str, strcmp(comma, ", ") ? "" : ")");
	return found;
}

struct shortage {
	int64_t product, warehouse;
	const char *sku;
	struct quantity wanted, available, incoming;
	struct date expected;
};

static const struct field shortage_fields[] = {
	F(struct shortage, product, INTEGER, 0, NULL),	  F(struct shortage, warehouse, INTEGER, 0, NULL),
	F(struct shortage, sku, TEXT, 0, NULL),		  F(struct shortage, wanted, QUANTITY, 0, NULL),
	F(struct shortage, available, QUANTITY, 0, NULL), F(struct shortage, incoming, QUANTITY, 0, NULL),
	F(struct shortage, expected, DATE, 0, NULL),	  FIELD_END,
};
static const struct schema shortage_schema = { .fields = shortage_fields, .size = sizeof(struct shortage) };

/* "A-1: 5 wanted, 2 available (MAIN 2); 10 announced, the first for 2026-12-01" */
static int note_shortage(struct search *search, const struct shortage *shortage, const char *step)
{
	struct core *core = search->core;
	char one[QUANTITY_SIZE];
	char other[QUANTITY_SIZE];
	struct quantity missing = { shortage->wanted.thousandths - shortage->available.thousandths };
	struct str detail = { 0 };
	str_printf(&detail, translate("%s: %s wanted, %s available"), shortage->sku, quantity_text(shortage->wanted, one),
		   quantity_text(shortage->available, other));
	if (order_put_places(core, shortage->product, shortage->warehouse, &detail)) {
		str_release(&detail);
		return -1;
	}
	if (shortage->expected.days != NONE)
		str_printf(&detail, translate("; %s announced, the first for %s"), quantity_text(shortage->incoming, one), date_text(shortage->expected, other));
	const char *text = detail.failed ? NULL : arena_strdup(core->arena, detail.text);
	str_release(&detail);
	const char *command = arena_printf(core->arena, "ordr stock receive %s:%s", shortage->sku, quantity_text(missing, one));
	return command ? note(search, "stock", step, text, command) : err_memory(core->err);
}

/* Products of which less is available than the order still wants. What a hold keeps from it although it is there is the hold's. */
static int find_stock(struct search *search)
{
	struct core *core = search->core;
	struct list list;
	const char *step;
	if (stopped_by_stock(search, &step))
		return -1;
	if (db_all(core->db, core->arena, &shortage_schema, &list,
		   "SELECT * FROM (SELECT n.*, (SELECT coalesce(sum(s.on_hand - s.allocated), 0) FROM stock s WHERE s.product_id = n.product"
		   " AND (n.warehouse IS NULL OR s.warehouse_id = n.warehouse)) AS available,"
		   " (SELECT sum(a.quantity - a.received) FROM announcement a WHERE a.product_id = n.product AND a.received < a.quantity"
		   " AND (n.warehouse IS NULL OR a.warehouse_id = n.warehouse)) AS incoming,"
		   " (SELECT min(a.expected) FROM announcement a WHERE a.product_id = n.product AND a.received < a.quantity"
		   " AND (n.warehouse IS NULL OR a.warehouse_id = n.warehouse)) AS expected"
		   " FROM (SELECT l.product_id AS product, l.sku, o.warehouse_id AS warehouse, min(l.line) AS line,"
		   " sum(l.ordered - l.cancelled - l.allocated - l.picked) AS wanted FROM order_line l JOIN orders o ON o.id = l.order_id"
		   " WHERE o.id = $1 AND l.kind = 'goods' AND o.state IN ('placed', 'confirmed')"
		   " GROUP BY l.product_id, l.sku, o.warehouse_id) n) t WHERE wanted > available ORDER BY line",
		   A(search->order.id.number)))
		return -1;
	const struct shortage *shortages = list.items;
	for (size_t i = 0; i < list.count; i++)
		if (note_shortage(search, &shortages[i], step))
			return -1;
	return 0;
}

/* A service whose day is not free: confirming would be refused. */
static int find_capacity(struct search *search)
{
	struct core *core = search->core;
	const char *detail;
	bool movable;
	if (strcmp(search->order.state, "placed") || !booking_check(core, search->order.id))
		return 0;
	if (core->err->code != ERR_REFUSED || order_crowded(core, &detail, &movable))
		return -1;
	const char *command = movable ? arena_printf(core->arena, "ordr confirm %s --reschedule", search->text) : NULL;
	return movable && !command ? err_memory(core->err) : note(search, "capacity", "confirm", detail, command);
}

/* All that is left is performed on a day that has not come. */
static int find_day(struct search *search)
{
	struct core *core = search->core;
	const char *next = search->why->next;
	struct date day = { NONE };
	char text[DATE_SIZE];
	bool can;
	if (!next || strcmp(next, "deliver") != 0 || !search->fulfilment.to_perform)
		return 0;
	if (order_can(core, "deliver", search->order.id, &can))
		return -1;
	if (can)
		return 0;
	if (db_integer(core->db, &day.days,
		       "SELECT min(b.day) FROM booking b JOIN order_line l ON l.order_id = b.order_id AND l.line = b.line"
		       " WHERE b.order_id = $1 AND l.delivered < l.ordered - l.cancelled AND b.day > $2",
		       A(search->order.id.number), A(instant_date(core->now, NULL))) < 0)
		return -1;
	return day.days == NONE ? 0
				: note(search, "capacity", "deliver", arena_printf(core->arena, translate("booked for %s"), date_text(day, text)),
				       arena_printf(core->arena, "ordr deliver %s --early", search->text));
}

/* Late, or nearly: no step is stopped by that, but somebody wants to know. */
static int find_risks(struct search *search)
{
	const struct order *order = &search->order;
	struct arena *arena = search->core->arena;
	const struct {
		const char *what;
		const struct sla_target *target;
	} targets[] = { { TO_TRANSLATE("to be confirmed by %s: %s"), &order->sla.confirm },
			{ TO_TRANSLATE("to be shipped by %s: %s"), &order->sla.ship },
			{ TO_TRANSLATE("to be delivered by %s: %s"), &order->sla.deliver } };
	char due[INSTANT_SIZE];
	for (int i = 0; i < 3; i++) {
		const char *status = targets[i].target->status;
		if (!status || (strcmp(status, "overdue") && strcmp(status, "at_risk")))
			continue;
		if (note(search, "sla", NULL,
			 arena_printf(arena, translate(targets[i].what), instant_local_text(targets[i].target->due, due),
				      *status == 'o' ? translate("overdue") : translate("at risk")),
			 search->why->command))
			return -1;
	}
	bool open = !strcmp(order->state, "confirmed") && order->promised.days != NONE;
	if (!open || order->promised.days >= instant_date(search->core->now, NULL).days)
		return 0;
	return note(search, "sla", NULL, arena_printf(arena, translate("promised for %s, which is past"), date_text(order->promised, due)),
		    search->why->command);
}

/* Is one of the steps that the text names the next one? */
static bool names(const char *blocks, const char *step)
{
	size_t length = strlen(step);
	for (const char *at = blocks; at; at = strstr(at, ", ") ? strstr(at, ", ") + 2 : NULL)
		if (!strncmp(at, step, length) && (!at[length] || at[length] == ','))
			return true;
	return false;
}

int order_why(struct core *core, struct order_id id, struct why *why)
{
	struct search search = { .core = core, .why = why, .blockers = arena_array(core->arena, BLOCKERS_MOST, sizeof(struct why_blocker)) };
	if (!search.blockers)
		return err_memory(core->err);
	order_id_text(id, search.text);
	if (order_load_head(core, id, &search.order) || gate_pending(core, id, &search.pending))
		return -1;
	search.confirmed = !strcmp(search.order.state, "confirmed") || !strcmp(search.order.state, "completed");
	if (search.confirmed && fulfilment_load(core, id, "deliver", &search.fulfilment))
		return -1;
	*why = (struct why){ .order = id, .state = search.order.state, .fulfilment = search.order.fulfilment, .billing = search.order.billing };
	if (find_next(&search) || find_gates(&search) || find_stock(&search) || find_capacity(&search) || find_day(&search) || find_risks(&search))
		return -1;
	why->blockers = (struct list){ search.blockers, search.count };
	if (!why->next)
		return 0;
	/* What is to be picked and not allocated yet waits for that. */
	const char *before = !strcmp(why->next, "pick") && !search.fulfilment.pending[STEP_PICK] ? "allocate" : why->next;
	for (size_t i = 0; i < search.count; i++)
		why->blocked = why->blocked || names(search.blockers[i].blocks, why->next) || names(search.blockers[i].blocks, before);
	return 0;
}
