/* Changing an order that was taken. What was ordered is never rewritten: less is a cancelled quantity with its reason, more is a line of its
 * own at the price of today, so that the order, its invoices and its log can always be told apart from what they became. */
#include <string.h>

#include "order_amend.h"
#include "ordr/allocation.h"
#include "ordr/booking.h"
#include "ordr/credit.h"
#include "ordr/event.h"
#include "ordr/gate.h"
#include "ordr/master.h"
#include "ordr/past.h"
#include "ordr/settings.h"
#include "ordr/sla.h"
#include "ordr/speak.h"
#include "ordr/urgency.h"

static const struct field change_fields[] = {
	F(struct order_change, line, INTEGER, FIELD_REQUIRED, "number of a line of the order"),
	F(struct order_change, qty, QUANTITY, FIELD_NOT_NEGATIVE, "its units from now on; fewer are cancelled, more are a new line"),
	F(struct order_change, price, PRICE, FIELD_NOT_NEGATIVE, "net for one unit of what is more; the product's when not given"),
	F(struct order_change, date, DATE, 0, "a service: its new day"),
	FIELD_END,
};

const struct field amendment_fields[] = {
	F(struct order_amendment, order, ORDER, FIELD_REQUIRED, "the order to change: SO-000123"),
	F_LIST(struct order_amendment, lines, struct order_form_line, order_form_line_fields, 0, "what is ordered beside"),
	F_LIST(struct order_amendment, changes, struct order_change, change_fields, 0, "what becomes of lines that are there"),
	F(struct order_amendment, requested, DATE, 0, "the day the customer wants it"),
	F(struct order_amendment, promised, DATE, 0, "the day committed to from now on; needs a reason"),
	F(struct order_amendment, reason, TEXT, 0, "why: a code of the setting reasons"),
	F_CHOICE(struct order_amendment, priority, priority_choices, 0, "how much it matters"),
	{ .name = "ref", .type = FIELD_TEXT, .offset = offsetof(struct order_amendment, ref), .max = ORDER_REF_MAX,
	  .help = "the customer's own number of it" },
	F(struct order_amendment, note, TEXT, 0, "note on the order"),
	F_OBJECT(struct order_amendment, ship_to, order_address_fields, 0, "where it goes; what is not given stays"),
	FIELD_END,
};

/* Which of them differ is kept as bits: struct amend. */
_Static_assert(sizeof amendment_fields / sizeof *amendment_fields <= 32, "struct amend.differing has a bit for each field");

const struct schema amendment_schema = { .name = "ordr.amendment/1",
					 .title = "What is to change of an order.",
					 .fields = amendment_fields,
					 .size = sizeof(struct order_amendment) };
const struct schema amendment_facts_schema = { .name = "ordr.amendment/1",
					       .title = "What is to change of an order.",
					       .fields = amendment_fields + 1,
					       .size = sizeof(struct order_amendment) };

int order_amend_begin(struct core *core, struct order_id id, struct order_amendment *amendment)
{
	int found = db_one(core->db, core->arena, &amendment_schema, amendment,
			   "SELECT o.id AS \"order\", o.requested, o.promised, " PRIORITY_TEXT " AS priority, o.ref, o.note, " ORDER_SHIP_NAME
			   " AS \"ship_to.name\", " ORDER_SHIP_TO("street") " AS \"ship_to.street\", " ORDER_SHIP_TO("city")
			   " AS \"ship_to.city\", " ORDER_SHIP_TO("postcode") " AS \"ship_to.postcode\", " ORDER_SHIP_TO("country")
			   " AS \"ship_to.country\" FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1",
			   A(id.number));
	amendment->override = NULL; /* no field, so nobody cleared it */
	return found == 1 ? 0 : found ? -1 : order_missing(core, id);
}

static int load(struct amend *amend)
{
	struct core *core = amend->core;
	struct db_rows rows;
	if (order_amend_begin(core, amend->id, &amend->from))
		return -1;
	if (db_query(core->db, &rows,
		     "SELECT o.revision, o.state = 'confirmed', o.placed_at, o.ship_by, o.gross, o.currency, c.code, c.tier,"
		     " (SELECT max(line) FROM order_line l WHERE l.order_id = o.id),"
		     " EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.shipped > 0)"
		     " FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1",
		     A(amend->id.number)))
		return -1;
	if (db_next(&rows) != 1)
		return -1;
	amend->revision = db_column_integer(&rows, 0);
	amend->confirmed = db_column_integer(&rows, 1);
	amend->placed_at.ms = db_column_integer(&rows, 2);
	amend->ship_by.ms = db_column_integer(&rows, 3);
	amend->gross = money_make(db_column_integer(&rows, 4), db_column_text(&rows, 5));
	amend->customer = arena_strdup(core->arena, db_column_text(&rows, 6));
	amend->tier = arena_strdup(core->arena, db_column_text(&rows, 7));
	amend->last = db_column_integer(&rows, 8);
	amend->shipped = db_column_integer(&rows, 9);
	db_finish(&rows);
	return amend->customer && amend->tier ? 0 : err_memory(core->err);
}

/* --- doing it ------------------------------------------------------------------------------------------------------------------- */

static bool differs(const struct amend *amend, const char *name)
{
	return order_amend_differs(amend, field_find(amendment_fields, name, NULL));
}

static int64_t priority_of(const char *word)
{
	int64_t priority = 0;
	while (priority_choices[priority] && strcmp(priority_choices[priority], word))
		priority++;
	return priority;
}

static int set_facts(const struct amend *amend)
{
	struct core *core = amend->core;
	const struct order_amendment *to = amend->to;
	const struct address *address = &to->ship_to;
	if (past_keep_order(core, amend->id) ||
	    (amend->from.requested.days != to->requested.days && past_keep(core, amend->id, 0, "requested", amend->from.requested.days)) ||
	    db_run(core->db,
		   "UPDATE orders SET revision = $2, priority = $3, ref = $4, note = $5, requested = $6 WHERE id = $1",
		   A(amend->id.number), A(amend->revision + 1), A(priority_of(to->priority)), A(to->ref), A(to->note), A(to->requested)))
		return -1;
	if (!order_amend_moves_address(amend))
		return 0;
	return db_run(core->db,
		      "UPDATE orders SET ship_name = $2, ship_street = $3, ship_city = $4, ship_postcode = $5, ship_country = $6 WHERE id = $1",
		      A(amend->id.number), A(address->name), A(address->street), A(address->city), A(address->postcode), A(address->country));
}

/* Targets do not move, but for those that another priority has, counted from when the order was placed. What is done was done in time or not. */
static int set_targets(const struct amend *amend)
{
	struct sla_dues dues;
	if (!differs(amend, "priority"))
		return 0;
	int64_t paused = 0;
	if (db_integer(amend->core->db, &paused, "SELECT paused FROM orders WHERE id = $1", A(amend->id.number)) < 0 ||
	    sla_targets(amend->core, amend->tier, amend->to->priority, amend->placed_at, &dues) || sla_later(amend->core, paused, &dues))
		return -1;
	return db_run(amend->core->db,
		      "UPDATE orders SET confirm_due = CASE WHEN confirmed_at IS NULL THEN $2 ELSE confirm_due END,"
		      " confirm_risk = CASE WHEN confirmed_at IS NULL THEN $3 ELSE confirm_risk END,"
		      " ship_due = CASE WHEN shipped_at IS NULL THEN $4 ELSE ship_due END,"
		      " ship_risk = CASE WHEN shipped_at IS NULL THEN $5 ELSE ship_risk END,"
		      " deliver_due = CASE WHEN delivered_at IS NULL THEN $6 ELSE deliver_due END,"
		      " deliver_risk = CASE WHEN delivered_at IS NULL THEN $7 ELSE deliver_risk END WHERE id = $1",
		      A(amend->id.number), A(dues.confirm_due), A(dues.confirm_risk), A(dues.ship_due), A(dues.ship_risk),
		      A(dues.deliver_due), A(dues.deliver_risk));
}

/* Less, and services on other days. Units that this sets free go to whoever waits, before this order gets more. */
static int change_lines(const struct amend *amend, struct list *served)
{
	struct core *core = amend->core;
	struct list places = { 0 };
	if (amend->cuts && order_places(core, amend->id, &places))
		return -1;
	for (size_t i = 0; i < amend->to->changes.count; i++) {
		const struct amended_line *line = &amend->lines[i];
		if (line->cut && order_cut(core, amend->id, line->now.line, line->cut, amend->to->reason, NULL))
			return -1;
		if (line->moved && !line->adds &&
		    db_run(core->db, "UPDATE order_line SET date = $3 WHERE order_id = $1 AND line = $2", A(amend->id.number),
			   A(line->now.line), A(line->change->date)))
			return -1;
		if (line->moved && !line->adds && booking_drop(core, amend->id, line->now.line))
			return -1;
	}
	if (amend->confirmed && booking_settle(core, amend->id, core->now))
		return -1;
	return order_serve(core, &places, served);
}

static int refuse_empty(const struct amend *amend)
{
	err_set(amend->core->err, ERR_REFUSED, "nothing of what is added is in stock, and what is short is cancelled");
	err_hint(amend->core->err, "ordr stock receive SKU:QTY, or ordr config set workflow.shortage backorder");
	return order_subject(amend->core, amend->id);
}

static int add_lines(const struct amend *amend, struct allocation_result *result)
{
	struct core *core = amend->core;
	int64_t active = 0;
	for (size_t i = 0; i < amend->added_count; i++)
		if (order_insert_line(core, amend->id, amend->last + (int64_t)i + 1, amend->revision + 1, &amend->added[i]))
			return -1;
	if (!amend->added_count || !amend->confirmed)
		return 0;
	if (allocation_add(core, amend->id, amend->last, result))
		return order_subject(core, amend->id);
	if (db_integer(core->db, &active, "SELECT count(*) FROM order_line WHERE order_id = $1 AND line > $2 AND ordered > cancelled",
		       A(amend->id.number), A(amend->last)) < 0)
		return -1;
	return active ? 0 : refuse_empty(amend);
}

/* Services of a confirmed order take their days, those that are added and those that are moved. */
static int book(const struct amend *amend, struct str *booked)
{
	struct core *core = amend->core;
	struct promise promise;
	if (!amend->confirmed || (!amend->added_count && !amend->moves))
		return 0;
	if (order_promise(core, amend->id, &promise))
		return -1;
	if (!promise.services || !booking_confirm(core, amend->id, promise.arrival, false, booked))
		return 0;
	return order_subject(core, amend->id);
}

static int set_promise(const struct amend *amend)
{
	struct core *core = amend->core;
	const struct order_amendment *to = amend->to;
	struct instant ship_by;
	bool moves = differs(amend, "promised");
	if (!amend->confirmed || (!moves && amend->ship_by.ms != NONE))
		return 0;
	if (moves &&
	    db_run(core->db,
		   "INSERT INTO promise_change (order_id, number, promised, reason, at, actor)"
		   " SELECT $1, 1 + count(*), $2, $3, $4, $5 FROM promise_change WHERE order_id = $1",
		   A(amend->id.number), A(to->promised), A(to->reason), A(core->now), A(core->actor)))
		return -1;
	if (order_ship_by(core, amend->id, to->promised, &ship_by))
		return -1;
	return db_run(core->db, "UPDATE orders SET promised = $2, ship_by = $3 WHERE id = $1", A(amend->id.number), A(to->promised), A(ship_by));
}

/* An order of which nothing would be left is cancelled by its own command, which says so. */
static int check_rest(const struct amend *amend)
{
	char text[ID_SIZE];
	int64_t active = 0;
	if (order_left(amend->core, amend->id, &active))
		return -1;
	if (active)
		return 0;
	err_set(amend->core->err, ERR_CONFLICT, "nothing of it would be left");
	err_hint(amend->core->err, "ordr cancel %s --reason CODE", order_id_text(amend->id, text));
	return order_subject(amend->core, amend->id);
}

/* Asked of the order as it has become: what it costs now must be within the credit of its customer, unless it costs no more than before. Without four
 * eyes nobody has to approve. */
static int pass_gate(const struct amend *amend)
{
	struct core *core = amend->core;
	bool needed;
	int64_t gross;
	const char *four_eyes = settings_text(core, "workflow.four_eyes");
	if (!four_eyes || (amend->to->override && credit_override(core, amend->id, amend->to->override, &needed)) ||
	    db_integer(core->db, &gross, "SELECT gross FROM orders WHERE id = $1", A(amend->id.number)) < 0 ||
	    (gross > amend->gross.minor && gate_pass(core, amend->id, GATE_AMEND)))
		return -1;
	if (!strcmp(four_eyes, "on") || !amend->confirmed)
		return 0;
	return db_run(core->db, "UPDATE orders SET approved = revision WHERE id = $1", A(amend->id.number));
}

/* --- what the log says ------------------------------------------------------------------------------------------------------------ */

static void put_facts(const struct amend *amend, struct str *what)
{
	for (const struct field *field = amendment_fields; field->name; field++) {
		if (field->type == FIELD_LIST || !strcmp(field->name, "reason") || !order_amend_differs(amend, field))
			continue;
		str_printf(what, ",\"%s\":{\"from\":", field->name);
		field_put_json(field, &amend->from, what);
		str_put(what, ",\"to\":");
		field_put_json(field, amend->to, what);
		str_put_char(what, '}');
	}
}

static void put_line(struct str *what, const char *comma, int64_t line, const char *sku)
{
	str_printf(what, "%s{\"line\":%lld,\"sku\":", comma, (long long)line);
	str_put_json(what, sku);
}

static void put_lines(const struct amend *amend, struct str *what)
{
	char qty[QUANTITY_SIZE];
	char text[MONEY_SIZE];
	const char *comma = "";
	str_put(what, ",\"added\":[");
	for (size_t i = 0; i < amend->added_count; i++) {
		const struct priced_line *line = &amend->added[i];
		put_line(what, i ? "," : "", amend->last + (int64_t)i + 1, line->form->sku);
		str_printf(what, ",\"qty\":%s,\"price\":%s}", quantity_text(line->form->qty, qty), price_text(line->price, text));
	}
	str_put(what, "],\"cancelled\":[");
	for (size_t i = 0; i < amend->to->changes.count; i++) {
		const struct amended_line *line = &amend->lines[i];
		if (!line->cut)
			continue;
		put_line(what, comma, line->now.line, line->now.sku);
		str_printf(what, ",\"qty\":%s}", quantity_text((struct quantity){ line->cut }, qty));
		comma = ",";
	}
	str_put_char(what, ']');
}

static void put_dates(const struct amend *amend, struct str *what)
{
	char from[DATE_SIZE];
	char to[DATE_SIZE];
	const char *comma = "";
	if (!amend->moves)
		return;
	str_put(what, ",\"dates\":[");
	for (size_t i = 0; i < amend->to->changes.count; i++) {
		const struct amended_line *line = &amend->lines[i];
		if (!line->moved || line->adds)
			continue;
		bool before = line->now.date.days != NONE;
		put_line(what, comma, line->now.line, line->now.sku);
		str_printf(what, ",\"from\":%s%s%s,\"to\":\"%s\"}", before ? "\"" : "", before ? date_text(line->now.date, from) : "null",
			   before ? "\"" : "", date_text(line->change->date, to));
		comma = ",";
	}
	str_put_char(what, ']');
}

/* `booked`: what booking_confirm put. */
static int amended_event(const struct amend *amend, const struct allocation_result *result, const struct str *booked, const struct list *served)
{
	struct core *core = amend->core;
	char texts[3][QUANTITY_SIZE];
	char from[MONEY_SIZE];
	char to[MONEY_SIZE];
	struct money gross = amend->gross;
	struct str what = { 0 };
	if (db_integer(core->db, &gross.minor, "SELECT gross FROM orders WHERE id = $1", A(amend->id.number)) < 0)
		return -1;
	str_printf(&what, "\"revision\":%lld", (long long)amend->revision + 1);
	put_facts(amend, &what);
	put_lines(amend, &what);
	put_dates(amend, &what);
	str_put(&what, ",\"reason\":");
	str_put_json(&what, amend->to->reason);
	if (amend->confirmed && amend->added_count)
		str_printf(&what, ",\"allocated\":%s,\"backordered\":%s,\"short\":%s",
			   quantity_text((struct quantity){ result->allocated }, texts[0]),
			   quantity_text((struct quantity){ result->backordered }, texts[1]),
			   quantity_text((struct quantity){ result->cancelled }, texts[2]));
	if (booked->text)
		str_put(&what, booked->text);
	what.failed |= booked->failed;
	str_put_char(&what, ',');
	order_put_served(&what, served);
	if (gross.minor != amend->gross.minor)
		str_printf(&what, ",\"gross\":{\"from\":%s,\"to\":%s}", money_text(amend->gross, from), money_text(gross, to));
	return event_order(core, amend->id, &what);
}

static bool changes_anything(const struct amend *amend)
{
	if (amend->added_count || amend->cuts || amend->moves)
		return true;
	for (const struct field *field = amendment_fields; field->name; field++)
		if (field->type != FIELD_LIST && strcmp(field->name, "reason") != 0 && order_amend_differs(amend, field))
			return true;
	return false;
}

int order_amend(struct core *core, const struct order_amendment *amendment)
{
	static const struct order_barrier barriers[] = {
		{ "completed", false, TO_TRANSLATE("cannot amend: it is completed"),
		  TO_TRANSLATE("place what is more: ordr place; goods that come back are a return") },
		{ "rejected", false, TO_TRANSLATE("cannot amend: it was rejected"), TO_TRANSLATE("place it again: ordr place") },
		{ "cancelled", false, TO_TRANSLATE("cannot amend: it was cancelled"), TO_TRANSLATE("place it again: ordr place") },
		{ NULL, false, NULL, NULL },
	};
	struct amend amend = { .core = core, .to = amendment, .id = amendment->order };
	struct allocation_result result = { 0 };
	struct list served = { 0 };
	struct str booked = { 0 };
	if (load(&amend) || order_amend_compare(&amend) || order_pass(core, amend.id, order_amend_completes(&amend) ? barriers + 1 : barriers) || order_amend_check(&amend))
		return -1;
	if (!changes_anything(&amend)) {
		err_already(core->err, "is as the amendment says already");
		return order_subject(core, amend.id);
	}
	int failed = set_facts(&amend) || change_lines(&amend, &served) || add_lines(&amend, &result) || book(&amend, &booked) ||
		     set_targets(&amend) || set_promise(&amend) || check_rest(&amend) || order_after_cut(core, amend.id, amendment->reason) ||
		     pass_gate(&amend) || amended_event(&amend, &result, &booked, &served);
	str_release(&booked);
	return failed ? -1 : 0;
}
