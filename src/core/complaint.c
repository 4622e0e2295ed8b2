/* Complaints. The fault is frozen with the reason when one is opened, since the list of reasons may change; what resolves it is a document of its
 * own, so that it can be followed. */
#include <string.h>

#include "ordr/complaint.h"
#include "ordr/event.h"
#include "ordr/reason.h"
#include "ordr/speak.h"
#include "order_parts.h"
#include "return_parts.h"

const char *const complaint_states[] = { "open", "resolved", NULL };
const char *const complaint_outcomes[] = { "return", "replacement", "credit", "nothing", NULL };
const char *const fault_choices[] = { "customer", "supply", "carrier", "internal", NULL };

static const struct field complaint_fields[] = {
	F(struct complaint, id, COMPLAINT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the complaint"),
	F(struct complaint, order, ORDER, FIELD_REQUIRED | FIELD_SHOWN, "the order that it is about"),
	F(struct complaint, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct complaint, line, INTEGER, FIELD_SHOWN, "the line; null: the order as a whole"),
	F(struct complaint, sku, TEXT, FIELD_SHOWN | FIELD_LATE, "the product of the line"),
	F(struct complaint, reason, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "what was wrong"),
	F_CHOICE(struct complaint, fault, fault_choices, FIELD_REQUIRED | FIELD_SHOWN, "whose fault that is"),
	F(struct complaint, amount, MONEY, FIELD_SHOWN | FIELD_LATE, "asked for; resolved by credit: to be credited"),
	F(struct complaint, currency, TEXT, FIELD_REQUIRED, "of the amount, ISO 4217"),
	F_CHOICE(struct complaint, state, complaint_states, FIELD_REQUIRED | FIELD_SHOWN, "open or resolved"),
	F(struct complaint, opened_at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "when it was opened"),
	F(struct complaint, opened_by, TEXT, FIELD_REQUIRED, "by whom"),
	F(struct complaint, note, TEXT, FIELD_WIDE, "note on it"),
	F(struct complaint, resolved_at, INSTANT, 0, "when it was resolved"),
	F(struct complaint, resolved_by, TEXT, 0, "by whom"),
	F_CHOICE(struct complaint, outcome, complaint_outcomes, FIELD_SHOWN, "what it was resolved by"),
	F(struct complaint, resolution, TEXT, FIELD_WIDE, "note on that"),
	{ .name = "return", .type = FIELD_RETURN, .offset = offsetof(struct complaint, rma), .help = "the return that resolves it" },
	F(struct complaint, replacement, ORDER, 0, "the order that replaces what was wrong"),
	F(struct complaint, credit_note, TEXT, 0, "the credit note that gave the amount back"),
	FIELD_END,
};

const struct schema complaint_schema = { .name = "ordr.complaint/1",
					 .title = "A customer is unhappy with an order.",
					 .fields = complaint_fields,
					 .size = sizeof(struct complaint) };

#define COMPLAINTS                                                                                                                 \
	"SELECT m.id, m.order_id AS \"order\", c.code AS customer, m.line, l.sku, m.reason, m.fault, m.amount, o.currency, m.state,"  \
	" m.opened_at, m.opened_by, m.note, m.resolved_at, m.resolved_by, m.outcome, m.resolution, m.rma_id AS \"return\","          \
	" m.replacement, (SELECT n.number FROM invoice n WHERE n.order_id = m.order_id AND n.complaint_id = m.id) AS credit_note"           \
	" FROM complaint m JOIN orders o ON o.id = m.order_id JOIN customer c ON c.id = o.customer_id"                  \
	" LEFT JOIN order_line l ON l.order_id = m.order_id AND l.line = m.line"

int complaint_load(struct core *core, struct complaint_id id, struct complaint *complaint)
{
	char text[ID_SIZE];
	int found = db_one(core->db, core->arena, &complaint_schema, complaint, COMPLAINTS " WHERE m.id = $1", A(id.number));
	if (found)
		return found < 0 ? -1 : 0;
	err_set(core->err, ERR_NOT_FOUND, "no complaint %s", complaint_id_text(id, text));
	return err_hint(core->err, "ordr complaint list shows them");
}

#define FITS                                                                                                              \
	"($2 IS NULL OR m.state = $2) AND ($3 IS NULL OR c.code = $3) AND ($4 IS NULL OR m.fault = $4)"                     \
	" AND ($5 IS NULL OR m.reason = $5) ORDER BY m.id"
static const char all_complaints[] = COMPLAINTS " WHERE $1 IS NULL AND " FITS;
static const char order_complaints[] = COMPLAINTS " WHERE m.order_id = $1 AND " FITS;

int complaint_each(struct core *core, const struct complaint_filter *filter, int (*each)(void *context, const struct complaint *complaint),
		   void *context)
{
	struct db_rows rows;
	int64_t order = filter->order.number ? filter->order.number : NONE;
	if (db_query(core->db, &rows, order == NONE ? all_complaints : order_complaints, A(order), A(filter->state), A(filter->customer),
		     A(filter->fault), A(filter->reason)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct complaint complaint;
		field_clear(complaint_fields, &complaint);
		int result = db_load(&rows, core->arena, complaint_fields, &complaint) || each(context, &complaint);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

static int complaint_subject(struct core *core, struct complaint_id id)
{
	char text[ID_SIZE];
	return err_subject(core->err, "%s", complaint_id_text(id, text));
}

/* The event of a step twice: of the complaint itself, and of its order; consumes `what`. */
static int write_event(struct core *core, struct complaint_id id, struct order_id order, struct str *what)
{
	char text[ID_SIZE];
	struct str of_complaint = { .failed = what->failed };
	struct str of_order = { .failed = what->failed };
	str_printf(&of_complaint, "\"order\":\"%s\",%s", order_id_text(order, text), what->text ? what->text : "");
	str_printf(&of_order, "\"complaint\":\"%s\",%s", complaint_id_text(id, text), what->text ? what->text : "");
	str_release(what);
	if (!event_order(core, order, &of_order))
		return event_subject(core, &of_complaint, "%s", complaint_id_text(id, text));
	str_release(&of_complaint);
	return -1;
}

static void put_text(struct str *what, const char *name, const char *text)
{
	str_printf(what, "%s\"%s\":", what->length ? "," : "", name);
	str_put_json(what, text);
}

static void put_amount(struct str *what, struct money amount)
{
	char text[MONEY_SIZE];
	str_printf(what, ",\"amount\":%s", amount.minor == NONE ? "null" : money_text(amount, text));
}

static int ask(struct core *core, const char *what, const char *hint)
{
	err_set(core->err, ERR_USAGE, "%s", translate(what));
	return err_hint(core->err, "%s", translate(hint));
}

/* An amount in the order's currency; absent without a text. */
static int read_amount(struct core *core, const struct order *order, const char *text, struct money *amount)
{
	static const struct field field = { .name = "amount", .type = FIELD_MONEY, .flags = FIELD_POSITIVE };
	*amount = money_make(NONE, order->currency);
	if (!text)
		return 0;
	if (!field_parse(&field, amount, text, order->currency, core->arena, core->err) && amount->minor != NONE)
		return 0;
	struct err cause = *core->err;
	err_set(core->err, ERR_INVALID, "amount: %s", cause.code ? cause.message : translate("nothing was given"));
	return err_hint(core->err, "%s", cause.code ? cause.hint : translate("such as 12.50"));
}

/* What is to be credited: as said, else as asked for, and no more than the order was. */
static int credit(struct core *core, struct complaint *complaint, const char *text)
{
	char given[MONEY_SIZE];
	char most[MONEY_SIZE];
	struct order order;
	if (order_load_head(core, complaint->order, &order) || (text && read_amount(core, &order, text, &complaint->amount)))
		return -1;
	if (complaint->amount.minor == NONE)
		return ask(core, TO_TRANSLATE("how much is to be credited?"), TO_TRANSLATE("give --amount AMOUNT"));
	if (complaint->amount.minor <= order.gross.minor)
		return 0;
	err_set(core->err, ERR_REFUSED, "%s %s is more than the %s that the order was", money_text(complaint->amount, given), order.currency,
		money_text(order.gross, most));
	return err_hint(core->err, "give --amount %s at most", most);
}

/* Is there such a line? */
static int check_line(struct core *core, struct order_id order, int64_t line)
{
	char text[ID_SIZE];
	int64_t there = 0;
	if (line == NONE)
		return 0;
	int found = db_integer(core->db, &there, "SELECT 1 FROM order_line WHERE order_id = $1 AND line = $2", A(order.number), A(line));
	if (found)
		return found < 0 ? -1 : 0;
	err_set(core->err, ERR_NOT_FOUND, "there is no line %lld", (long long)line);
	return err_hint(core->err, "ordr show %s shows its lines", order_id_text(order, text));
}

int complaint_open(struct core *core, struct order_id order, int64_t line, const char *reason, const char *amount_text, const char *note,
		   struct complaint_id *id)
{
	struct money amount;
	struct str what = { 0 };
	const char *fault = NULL;
	struct order head;
	if (order_load_head(core, order, &head) || read_amount(core, &head, amount_text, &amount) || check_line(core, order, line) || !(fault = reason_fault(core, reason)))
		return order_subject(core, order);
	if (db_run(core->db,
		   "INSERT INTO complaint (order_id, line, reason, fault, amount, note, opened_at, opened_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		   A(order.number), A(line), A(reason), A(fault), A(amount), A(note), A(core->now), A(core->actor)))
		return -1;
	id->number = db_last_id(core->db);
	put_text(&what, "reason", reason);
	put_text(&what, "fault", fault);
	if (line != NONE)
		str_printf(&what, ",\"line\":%lld", (long long)line);
	put_amount(&what, amount);
	put_text(&what, "note", note);
	return write_event(core, *id, order, &what);
}

/* One line that is to be sent or done again. */
static int replace_line(struct core *core, struct order_id order, const struct return_part *part, struct returned *line)
{
	char most[QUANTITY_SIZE];
	struct db_rows rows;
	if (check_line(core, order, part->line) ||
	    db_query(core->db, &rows,
		     "SELECT l.sku, l.kind, l.ordered - l.cancelled, p.decimals FROM order_line l JOIN product p ON p.id = l.product_id"
		     " WHERE l.order_id = $1 AND l.line = $2",
		     A(order.number), A(part->line)) ||
	    db_next(&rows) != 1)
		return -1;
	struct quantity ordered = { db_column_integer(&rows, 2) };
	bool charge = !strcmp(db_column_text(&rows, 1), "charge");
	*line = (struct returned){ .line = part->line, .decimals = db_column_integer(&rows, 3), .qty = part->qty,
				   .sku = arena_strdup(core->arena, db_column_text(&rows, 0)) };
	db_finish(&rows);
	if (!line->sku)
		return err_memory(core->err);
	if (charge) {
		err_set(core->err, ERR_INVALID, "line %lld, %s, is a charge and is not replaced", (long long)part->line, line->sku);
		return err_hint(core->err, "--outcome credit gives money back");
	}
	if (line->qty.thousandths == NONE && ordered.thousandths == 1000)
		line->qty = ordered;
	if (line->qty.thousandths == NONE) {
		err_set(core->err, ERR_USAGE, "how much of line %lld is replaced?", (long long)part->line);
		return err_hint(core->err, "give --line %lld:QTY, at most %s", (long long)part->line, quantity_text(ordered, most));
	}
	if (returned_check(core, line, line->qty))
		return -1;
	return line->qty.thousandths <= ordered.thousandths
		       ? 0
		       : err_set(core->err, ERR_REFUSED, "only %s of line %lld were ordered", quantity_text(ordered, most), (long long)part->line);
}

static int replace(struct core *core, struct complaint *complaint, const struct list *parts)
{
	char id[ID_SIZE];
	char order[ID_SIZE];
	struct returned *lines = arena_array(core->arena, parts->count + 1, sizeof *lines);
	const char *why = arena_printf(core->arena, "replaces what was wrong in %s, complaint %s", order_id_text(complaint->order, order),
				       complaint_id_text(complaint->id, id));
	if (!lines || !why)
		return err_memory(core->err);
	if (!parts->count)
		return ask(core, TO_TRANSLATE("what is to be replaced?"), TO_TRANSLATE("the complaint names no line: give --line N:QTY"));
	for (size_t i = 0; i < parts->count; i++)
		if (replace_line(core, complaint->order, (const struct return_part *)parts->items + i, &lines[i]))
			return -1;
	return replacement_place(core, complaint->order, lines, parts->count, "complaint", why, &complaint->replacement);
}

/* Does what the outcome says. */
static int bring_about(struct core *core, struct complaint *complaint, const struct resolution *resolution)
{
	struct return_part own = { complaint->line, { NONE } };
	struct list parts = { &own, complaint->line == NONE ? 0 : 1 };
	bool money = !strcmp(resolution->outcome, "credit");
	bool goods = !strcmp(resolution->outcome, "return") || !strcmp(resolution->outcome, "replacement");
	bool given = resolution->parts && resolution->parts->count;
	if (resolution->amount && !money)
		return ask(core, TO_TRANSLATE("only --outcome credit takes an amount"), TO_TRANSLATE("leave --amount out"));
	if (given && !goods)
		return ask(core, TO_TRANSLATE("only a return or a replacement takes lines"), TO_TRANSLATE("leave --line out"));
	if (given)
		parts = *resolution->parts;
	if (!strcmp(resolution->outcome, "return"))
		return return_open(core, complaint->order, &parts, complaint->reason, complaint->note, &complaint->rma);
	if (goods)
		return replace(core, complaint, &parts);
	return money ? credit(core, complaint, resolution->amount) : 0;
}

static int resolved_event(struct core *core, const struct complaint *complaint, const struct resolution *resolution)
{
	char text[ID_SIZE];
	struct str what = { 0 };
	put_text(&what, "outcome", resolution->outcome);
	put_text(&what, "reason", complaint->reason);
	put_text(&what, "fault", complaint->fault);
	if (complaint->rma.number)
		put_text(&what, "return", return_id_text(complaint->rma, text));
	if (complaint->replacement.number)
		put_text(&what, "replacement", order_id_text(complaint->replacement, text));
	put_amount(&what, complaint->amount);
	put_text(&what, "note", resolution->note);
	return write_event(core, complaint->id, complaint->order, &what);
}

static int resolve(struct core *core, struct complaint *complaint, const struct resolution *resolution)
{
	if (!strcmp(complaint->state, "resolved"))
		return err_already(core->err, "is resolved already");
	if (bring_about(core, complaint, resolution))
		return -1;
	int64_t rma = complaint->rma.number ? complaint->rma.number : NONE;
	int64_t replacement = complaint->replacement.number ? complaint->replacement.number : NONE;
	if (db_run(core->db,
		   "UPDATE complaint SET state = 'resolved', resolved_at = $2, resolved_by = $3, outcome = $4, resolution = $5, amount = $6, rma_id = $7,"
		   " replacement = $8 WHERE id = $1",
		   A(complaint->id.number), A(core->now), A(core->actor), A(resolution->outcome), A(resolution->note), A(complaint->amount), A(rma),
		   A(replacement)))
		return -1;
	return resolved_event(core, complaint, resolution);
}

int complaint_resolve(struct core *core, struct complaint_id id, const struct resolution *resolution)
{
	struct complaint complaint;
	if (complaint_load(core, id, &complaint))
		return -1;
	return resolve(core, &complaint, resolution) ? complaint_subject(core, id) : 0;
}
