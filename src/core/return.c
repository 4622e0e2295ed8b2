/* Returns as they are read. */
#include "ordr/return.h"

const char *const return_states[] = { "requested", "received", "inspected", "closed", "refused", NULL };
const char *const return_conditions[] = { "good", "opened", "damaged", "defective", "incomplete", "wrong", NULL };
const char *const return_dispositions[] = { "restock", "scrap", "replace", "refund", NULL };

static const struct field line_fields[] = {
	F(struct rma_line, line, INTEGER, FIELD_REQUIRED, "the order's line"),
	F(struct rma_line, sku, TEXT, FIELD_REQUIRED, "the product"),
	F(struct rma_line, qty, QUANTITY, FIELD_REQUIRED, "units that are to come back"),
	F(struct rma_line, received, QUANTITY, FIELD_REQUIRED, "of these, units that are here"),
	F(struct rma_line, reason, TEXT, FIELD_REQUIRED, "why"),
	F_CHOICE(struct rma_line, condition, return_conditions, 0, "what state they are in; null until they are inspected"),
	F_CHOICE(struct rma_line, disposition, return_dispositions, 0, "what becomes of them"),
	F(struct rma_line, credit, BOOL, FIELD_REQUIRED, "their price is to be credited"),
	F(struct rma_line, replacement, ORDER, 0, "the order that replaces them"),
	FIELD_END,
};
static const struct schema line_schema = { .name = "line", .fields = line_fields, .size = sizeof(struct rma_line) };

static const struct field credit_fields[] = {
	F(struct rma_credit, line, INTEGER, FIELD_REQUIRED, "the order's line"),
	F(struct rma_credit, sku, TEXT, FIELD_REQUIRED, "the product"),
	F(struct rma_credit, qty, QUANTITY, FIELD_REQUIRED, "units"),
	FIELD_END,
};
static const struct schema credit_schema = { .name = "credit", .fields = credit_fields, .size = sizeof(struct rma_credit) };

static const struct field return_fields[] = {
	F(struct rma, id, RETURN, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the return"),
	F(struct rma, order, ORDER, FIELD_REQUIRED | FIELD_SHOWN, "the order that it comes back from"),
	F(struct rma, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F_CHOICE(struct rma, state, return_states, FIELD_REQUIRED | FIELD_SHOWN, "how far it is"),
	F(struct rma, opened_at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "when it was asked for"),
	F(struct rma, opened_by, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "by whom"),
	F(struct rma, warehouse, TEXT, FIELD_SHOWN | FIELD_LATE, "where it was received"),
	F(struct rma, received_at, INSTANT, FIELD_SHOWN | FIELD_LATE, "when the first of it was received"),
	F(struct rma, closed_at, INSTANT, 0, "when it was closed or refused"),
	F(struct rma, refusal, TEXT, 0, "why it was refused"),
	F(struct rma, note, TEXT, FIELD_SHOWN | FIELD_LATE | FIELD_WIDE, "note on it"),
	F_LIST(struct rma, lines, struct rma_line, line_fields, 0, "what comes back"),
	F_LIST(struct rma, to_credit, struct rma_credit, credit_fields, 0, "what a credit note is still to take back"),
	F(struct rma, credit_note, TEXT, 0, "the credit note that did, the last of them"),
	F(struct rma, served, TEXTS, 0, "orders that the last step gave units to"),
	FIELD_END,
};

const struct schema return_schema = { .name = "ordr.return/1",
				      .title = "Goods that come back from a customer.",
				      .fields = return_fields,
				      .size = sizeof(struct rma) };

#define HEAD                                                                                                                  \
	"SELECT r.id, r.order_id AS \"order\", c.code AS customer, r.state, r.opened_at, r.opened_by, w.code AS warehouse,"      \
	" r.received_at, r.closed_at, r.refusal, r.note, (SELECT n.number FROM invoice n WHERE n.order_id = r.order_id"                       \
	" AND n.rma_id = r.id ORDER BY n.id DESC LIMIT 1) AS credit_note FROM rma r JOIN orders o ON o.id = r.order_id"                          \
	" JOIN customer c ON c.id = o.customer_id LEFT JOIN warehouse w ON w.id = r.warehouse_id"

static int fill(struct core *core, struct rma *rma)
{
	if (db_all(core->db, core->arena, &line_schema, &rma->lines,
		   "SELECT t.line, l.sku, t.quantity AS qty, t.received, t.reason, t.condition, t.disposition, t.credit, t.replacement"
		   " FROM rma_line t JOIN order_line l ON l.order_id = t.order_id AND l.line = t.line WHERE t.rma_id = $1 ORDER BY t.line, t.part",
		   A(rma->id.number)))
		return -1;
	return db_all(core->db, core->arena, &credit_schema, &rma->to_credit,
		      "SELECT t.line, l.sku, sum(t.quantity) AS qty FROM (SELECT order_id, line, quantity FROM rma_line WHERE rma_id = $1 AND credit = 1"
		      " UNION ALL SELECT r.order_id, b.order_line, -b.quantity FROM rma r JOIN invoice n ON n.order_id = r.order_id AND n.rma_id = r.id"
		      " JOIN invoice_line b ON b.invoice_id = n.id WHERE r.id = $1) t"
		      " JOIN order_line l ON l.order_id = t.order_id AND l.line = t.line GROUP BY t.line, l.sku HAVING sum(t.quantity) > 0 ORDER BY t.line",
		      A(rma->id.number));
}

int return_load(struct core *core, struct return_id id, struct rma *rma)
{
	char text[ID_SIZE];
	int found = db_one(core->db, core->arena, &return_schema, rma, HEAD " WHERE r.id = $1", A(id.number));
	if (found == 1)
		return fill(core, rma);
	if (found < 0)
		return -1;
	err_set(core->err, ERR_NOT_FOUND, "no return %s", return_id_text(id, text));
	return err_hint(core->err, "ordr return list shows them");
}

#define FITS                                                                                                              \
	"($2 IS NULL OR r.state = $2) AND ($3 IS NULL OR c.code = $3) AND ($4 IS NULL OR r.state NOT IN ('closed', 'refused'))" \
	" ORDER BY r.id"
static const char all_returns[] = HEAD " WHERE $1 IS NULL AND " FITS;
static const char order_returns[] = HEAD " WHERE r.order_id = $1 AND " FITS;

int return_each(struct core *core, const struct return_filter *filter, bool whole, int (*each)(void *context, const struct rma *rma),
		void *context)
{
	struct db_rows rows;
	int64_t order = filter->order.number ? filter->order.number : NONE;
	int64_t open = filter->open ? 1 : NONE;
	if (db_query(core->db, &rows, order == NONE ? all_returns : order_returns, A(order), A(filter->state), A(filter->customer), A(open)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct rma rma;
		field_clear(return_fields, &rma);
		int result = db_load(&rows, core->arena, return_fields, &rma) || (whole && fill(core, &rma)) || each(context, &rma);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
