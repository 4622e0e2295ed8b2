/* Credit notes that follow from something: what a return brought back and inspection says is to be credited, and the amount that resolves a complaint.
 * They are found on the invoices of the order, credited there as any part of them is, and tied to what they follow from. */
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/complaint.h"
#include "ordr/return.h"

/* Units of a line of an invoice that are not taken back yet. */
struct billed {
	const char *number;
	int64_t line, order_line;
	struct quantity qty;
};

static const struct field billed_fields[] = {
	F(struct billed, number, TEXT, FIELD_REQUIRED, NULL),
	F(struct billed, line, INTEGER, 0, NULL),
	F(struct billed, order_line, INTEGER, 0, NULL),
	F(struct billed, qty, QUANTITY, 0, NULL),
	FIELD_END,
};
static const struct schema billed_schema = { .name = "billed", .fields = billed_fields, .size = sizeof(struct billed) };

/* In the order of issue; `number` NULL: of all invoices of the order. */
static int load_billed(struct core *core, struct order_id order, const char *number, struct list *billed)
{
	return db_all(core->db, core->arena, &billed_schema, billed,
		      "SELECT * FROM (SELECT i.id, i.number, b.line, b.order_line, b.quantity - coalesce((SELECT sum(k.quantity) FROM invoice n JOIN invoice_line k"
		      " ON k.invoice_id = n.id WHERE n.corrects = i.number AND k.order_line = b.order_line AND coalesce(k.order_id, n.order_id) = $1), 0) AS qty"
		      " FROM invoice i JOIN invoice_line b ON b.invoice_id = i.id WHERE i.id IN " INVOICES_OF("$1") " AND coalesce(b.order_id, i.order_id) = $1 AND i.type = 'invoice'"
		      " AND b.order_line IS NOT NULL AND ($2 IS NULL OR i.number = $2)) t WHERE qty > 0 ORDER BY id, line",
		      A(order.number), A(number));
}

/* Why goods came back, as the first of them that is to be credited says. */
static const char *reason_of(const struct rma *rma)
{
	const struct rma_line *line = rma->lines.items;
	for (size_t i = 0; i < rma->lines.count; i++)
		if (line[i].credit)
			return line[i].reason;
	return NULL;
}

/* An invoice that is named must be of the same order. */
static int check_order(struct core *core, const char *number, struct order_id order)
{
	char text[ID_SIZE];
	int64_t same = 0;
	int found = db_integer(core->db, &same, "SELECT id IN " INVOICES_OF("$2") " FROM invoice WHERE number = $1", A(number), A(order.number));
	if (found < 0 || !found || same) /* what is not there is said by who loads it */
		return found < 0 ? -1 : 0;
	err_set(core->err, ERR_CONFLICT, "%s is not of the same order", number);
	return err_hint(core->err, "ordr invoice list --order %s shows those that are", order_id_text(order, text));
}

static int nothing_to_credit(struct core *core, const struct rma *rma)
{
	char text[ID_SIZE];
	if (rma->credit_note)
		return err_already(core->err, "is credited already, by %s", rma->credit_note);
	err_set(core->err, ERR_CONFLICT, "nothing of it is to be credited");
	return err_hint(core->err, "inspection says what is: ordr return inspect %s --disposition refund", return_id_text(rma->id, text));
}

static int not_billed(struct core *core, const struct rma *rma, const struct rma_credit *line)
{
	char text[QUANTITY_SIZE];
	char order[ID_SIZE];
	err_set(core->err, ERR_CONFLICT, "%s of line %lld are not billed, or credited already", quantity_text(line->qty, text), (long long)line->line);
	return err_hint(core->err, "ordr invoice list --order %s shows its invoices", order_id_text(rma->order, order));
}

/* What of the invoice at `billed` is taken back: takes it off what is to be credited. */
static void choose_units(struct rma *rma, const struct billed *billed, size_t count, struct list *units)
{
	struct rma_credit *credit = rma->to_credit.items;
	struct credit_unit *unit = units->items;
	units->count = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < rma->to_credit.count; k++) {
			struct quantity qty = billed[i].qty.thousandths < credit[k].qty.thousandths ? billed[i].qty : credit[k].qty;
			if (credit[k].line != billed[i].order_line || !qty.thousandths)
				continue;
			credit[k].qty.thousandths -= qty.thousandths;
			unit[units->count++] = (struct credit_unit){ billed[i].line, qty };
		}
}

static int credit_invoices(struct core *core, struct rma *rma, struct credit_request *request, const struct list *billed, struct list *numbers)
{
	const struct billed *first = billed->items;
	const char **number = numbers->items;
	for (size_t i = 0, count; i < billed->count; i += count) {
		for (count = 1; i + count < billed->count && !strcmp(first[i + count].number, first[i].number);)
			count++;
		choose_units(rma, &first[i], count, &request->units);
		request->number = first[i].number;
		if (request->units.count && invoice_credit_part(core, request, &number[numbers->count++]))
			return -1;
	}
	const struct rma_credit *credit = rma->to_credit.items;
	for (size_t i = 0; i < rma->to_credit.count; i++)
		if (credit[i].qty.thousandths)
			return not_billed(core, rma, &credit[i]);
	return 0;
}

int invoice_credit_return(struct core *core, const struct credit_request *given, struct list *numbers)
{
	char text[ID_SIZE];
	struct rma rma;
	struct list billed;
	struct credit_request request = *given;
	if (return_load(core, given->rma, &rma))
		return -1;
	if (!rma.to_credit.count) {
		nothing_to_credit(core, &rma);
		return err_subject(core->err, "%s", return_id_text(rma.id, text));
	}
	if (!request.reason)
		request.reason = reason_of(&rma);
	if (given->number && check_order(core, given->number, rma.order))
		return err_subject(core->err, "%s", return_id_text(rma.id, text));
	if (load_billed(core, rma.order, given->number, &billed))
		return -1;
	request.order = rma.order;
	request.units.items = arena_array(core->arena, billed.count + 1, sizeof(struct credit_unit));
	*numbers = (struct list){ arena_array(core->arena, billed.count + 1, sizeof(const char *)), 0 };
	if (!request.units.items || !numbers->items)
		return err_memory(core->err);
	if (credit_invoices(core, &rma, &request, &billed, numbers))
		return *core->err->subject ? -1 : err_subject(core->err, "%s", return_id_text(rma.id, text));
	return 0;
}

/* The newest invoice of the order that has so much left, and bills the line, where there is one. */
static int choose_invoice(struct core *core, const struct complaint *complaint, const char **number)
{
	char order[ID_SIZE];
	char amount[MONEY_SIZE];
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT i.number FROM invoice i WHERE i.id IN " INVOICES_OF("$1") " AND i.type = 'invoice' AND i.kind <> 'deposit' AND i.gross -"
		     " coalesce((SELECT sum(n.gross) FROM invoice n WHERE n.corrects = i.number), 0) >= $2 AND ($3 IS NULL"
		     " OR EXISTS (SELECT 1 FROM invoice_line b WHERE b.invoice_id = i.id AND b.order_line = $3 AND coalesce(b.order_id, i.order_id) = $1)) ORDER BY i.id DESC LIMIT 1",
		     A(complaint->order.number), A(complaint->amount), A(complaint->line)))
		return -1;
	int found = db_next(&rows);
	if (found < 0)
		return -1;
	if (!found) {
		err_set(core->err, ERR_CONFLICT, "no invoice has %s %s left to credit", money_text(complaint->amount, amount), complaint->currency);
		return err_hint(core->err, "ordr invoice list --order %s shows what is left of each", order_id_text(complaint->order, order));
	}
	*number = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	return *number ? 0 : err_memory(core->err);
}

static int check_complaint(struct core *core, const struct complaint *complaint)
{
	char text[ID_SIZE];
	if (complaint->credit_note)
		return err_already(core->err, "is credited already, by %s", complaint->credit_note);
	if (complaint->outcome && !strcmp(complaint->outcome, "credit"))
		return 0;
	err_set(core->err, ERR_CONFLICT, "is not resolved by a credit");
	return complaint->outcome ? -1 : err_hint(core->err, "ordr complaint resolve %s --outcome credit", complaint_id_text(complaint->id, text));
}

static int credit_complaint(struct core *core, const struct complaint *complaint, struct credit_request *request, const char **credit)
{
	if (check_complaint(core, complaint) || (request->number ? check_order(core, request->number, complaint->order)
								 : choose_invoice(core, complaint, &request->number)))
		return -1;
	request->gross = money_make(complaint->amount.minor, complaint->currency);
	request->order = complaint->order;
	request->order_line = complaint->line == NONE ? 0 : complaint->line;
	return invoice_credit_part(core, request, credit);
}

int invoice_credit_complaint(struct core *core, const struct credit_request *given, const char **credit)
{
	char text[ID_SIZE];
	struct complaint complaint;
	struct credit_request request = *given;
	if (complaint_load(core, given->complaint, &complaint))
		return -1;
	if (!request.reason)
		request.reason = complaint.reason;
	if (!credit_complaint(core, &complaint, &request, credit))
		return 0;
	return *core->err->subject ? -1 : err_subject(core->err, "%s", complaint_id_text(complaint.id, text));
}
