/* Disputes as they are read: each with the order that it goes back to. */
#include "ordr/calendar.h"
#include "ordr/complaint.h"
#include "ordr/dispute.h"

const char *const dispute_states[] = { "open", "resolved", NULL };
const char *const dispute_reasons[] = { "price", "quantity", "damage", "late", "not-ordered", "other", NULL };
const char *const dispute_outcomes[] = { "credit", "paid", "rejected", "withdrawn", NULL };

static const struct field dispute_fields[] = {
	F(struct dispute, id, DISPUTE, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the dispute"),
	F(struct dispute, invoice, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "the invoice that is contested"),
	F(struct dispute, order, ORDER, FIELD_SHOWN | FIELD_LATE, "the order of that; null: many"),
	F(struct dispute, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct dispute, line, INTEGER, FIELD_SHOWN | FIELD_LATE, "the line of the invoice; null: as a whole"),
	F(struct dispute, order_line, INTEGER, 0, "the order's line that it bills"),
	F(struct dispute, sku, TEXT, FIELD_LATE, "the product of the line"),
	F_CHOICE(struct dispute, reason, dispute_reasons, FIELD_REQUIRED | FIELD_SHOWN, "what is said to be wrong"),
	F_CHOICE(struct dispute, fault, fault_choices, FIELD_REQUIRED | FIELD_SHOWN, "whose fault that is"),
	F(struct dispute, amount, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what is contested, VAT included"),
	F(struct dispute, currency, TEXT, FIELD_REQUIRED, "of the amount, ISO 4217"),
	F_CHOICE(struct dispute, state, dispute_states, FIELD_REQUIRED | FIELD_SHOWN, "open or resolved"),
	F(struct dispute, opened_at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "when it was opened"),
	F(struct dispute, opened_by, TEXT, FIELD_REQUIRED, "by whom"),
	F(struct dispute, note, TEXT, FIELD_WIDE, "note on it"),
	F(struct dispute, channel, TEXT, 0, "how the order came in"),
	F(struct dispute, placed_by, TEXT, 0, "who took the order"),
	F(struct dispute, confirmed_by, TEXT, 0, "who confirmed it"),
	F(struct dispute, resolved_at, INSTANT, 0, "when it was resolved"),
	F(struct dispute, resolved_by, TEXT, 0, "by whom"),
	F_CHOICE(struct dispute, outcome, dispute_outcomes, FIELD_SHOWN, "what came of it"),
	F(struct dispute, credit_note, TEXT, 0, "credit: the credit note"),
	F(struct dispute, resolution, TEXT, FIELD_WIDE, "note on that"),
	FIELD_END,
};

const struct schema dispute_schema = { .name = "ordr.dispute/1",
				       .title = "A customer contests an invoice.",
				       .fields = dispute_fields,
				       .size = sizeof(struct dispute) };

#define STATE "CASE WHEN d.outcome IS NULL THEN 'open' ELSE 'resolved' END"
#define DISPUTES                                                                                                              \
	"SELECT d.id, i.number AS invoice, coalesce(l.order_id, i.order_id) AS \"order\", c.code AS customer, d.line, l.order_line, l.sku, d.reason, d.fault," \
	" d.amount, i.currency, " STATE " AS state, d.opened_at, d.opened_by, d.note, o.channel, o.placed_by, o.confirmed_by,"         \
	" d.resolved_at, d.resolved_by, d.outcome, n.number AS credit_note, d.resolution FROM dispute d JOIN invoice i ON i.id = d.invoice_id" \
	" JOIN customer c ON c.id = i.customer_id LEFT JOIN invoice n ON n.id = d.credit_id"                                           \
	" LEFT JOIN invoice_line l ON l.invoice_id = d.invoice_id AND l.line = d.line"                                                 \
	" LEFT JOIN orders o ON o.id = coalesce(l.order_id, i.order_id)"

int dispute_load(struct core *core, struct dispute_id id, struct dispute *dispute)
{
	char text[ID_SIZE];
	int found = db_one(core->db, core->arena, &dispute_schema, dispute, DISPUTES " WHERE d.id = $1", A(id.number));
	if (found)
		return found < 0 ? -1 : 0;
	err_set(core->err, ERR_NOT_FOUND, "no dispute %s", dispute_id_text(id, text));
	return err_hint(core->err, "ordr dispute list shows them");
}

void dispute_filter_init(struct dispute_filter *filter)
{
	*filter = (struct dispute_filter){ .from = { NONE }, .to = { NONE } };
}

/* Those of one invoice are found by their index. */
#define FITS                                                                                                              \
	" AND ($2 IS NULL OR o.id = $2) AND ($3 IS NULL OR " STATE " = $3) AND ($4 IS NULL OR c.code = $4)"            \
	" AND ($5 IS NULL OR d.reason = $5) AND ($6 IS NULL OR d.fault = $6) AND ($7 IS NULL OR o.channel = $7)"             \
	" AND ($8 IS NULL OR o.confirmed_by = $8) AND ($9 IS NULL OR d.opened_at >= $9) AND ($10 IS NULL OR d.opened_at < $10) ORDER BY d.id"
static const char all_disputes[] = DISPUTES " WHERE $1 IS NULL" FITS;
static const char invoice_disputes[] = DISPUTES " WHERE d.invoice_id = (SELECT k.id FROM invoice k WHERE k.number = $1)" FITS;

int dispute_each(struct core *core, const struct dispute_filter *filter, int (*each)(void *context, const struct dispute *dispute), void *context)
{
	struct db_rows rows;
	int64_t order = filter->order.number ? filter->order.number : NONE;
	if (calendar_zone(core))
		return -1;
	struct instant from = filter->from.days == NONE ? (struct instant){ NONE } : date_instant(filter->from, 0);
	struct instant after = filter->to.days == NONE ? (struct instant){ NONE } : date_instant((struct date){ filter->to.days + 1 }, 0);
	if (db_query(core->db, &rows, filter->invoice ? invoice_disputes : all_disputes, A(filter->invoice), A(order), A(filter->state),
		     A(filter->customer), A(filter->reason), A(filter->fault), A(filter->channel), A(filter->confirmed_by), A(from), A(after)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct dispute dispute;
		field_clear(dispute_fields, &dispute);
		int result = db_load(&rows, core->arena, dispute_fields, &dispute) || each(context, &dispute);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
