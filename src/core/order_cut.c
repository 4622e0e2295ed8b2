/* Units that are cancelled: which may be, and what follows. Each has a row that says why, so that a stock-out can later be told from a change of
 * mind. What is invoiced is charged for and stays; what was credited for good may go as if it had never been invoiced. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/past.h"
#include "ordr/speak.h"
#include "order_parts.h"

int cancellation_write(struct core *core, struct order_id id, int64_t line, struct quantity quantity, struct quantity credited, const char *reason,
		       const char *note)
{
	return db_run(core->db,
		      "INSERT INTO cancellation (order_id, line, number, quantity, credited, reason, note, at, actor)"
		      " SELECT $1, $2, 1 + count(*), $3, $4, $5, $6, $7, $8 FROM cancellation WHERE order_id = $1 AND line = $2",
		      A(id.number), A(line), A(quantity), A(credited), A(reason), A(note), A(core->now), A(core->actor));
}

/* What is still invoiced of them was credited for good. */
int cancellation_write_rest(struct core *core, struct order_id id, const char *reason, const char *note)
{
	return db_run(core->db,
		      "INSERT INTO cancellation (order_id, line, number, quantity, credited, reason, note, at, actor)"
		      " SELECT l.order_id, l.line, 1 + (SELECT count(*) FROM cancellation c WHERE c.order_id = l.order_id AND c.line = l.line),"
		      " l.ordered - l.cancelled, l.invoiced, $2, $3, $4, $5 FROM order_line l WHERE l.order_id = $1 AND l.ordered > l.cancelled",
		      A(id.number), A(reason), A(note), A(core->now), A(core->actor)) ||
			       db_run(core->db, "UPDATE order_line SET invoiced = 0 WHERE order_id = $1 AND invoiced > 0", A(id.number))
		       ? -1
		       : 0;
}

int order_refuse_invoiced(struct core *core, struct order_id id, int64_t line)
{
	struct db_rows rows;
	char text[ID_SIZE];
	if (db_query(core->db, &rows,
		     "SELECT i.number, b.line FROM invoice i JOIN invoice_line b ON b.invoice_id = i.id WHERE i.id IN " INVOICES_OF("$1")
		     " AND coalesce(b.order_id, i.order_id) = $1 AND b.order_line IS NOT NULL AND ($2 IS NULL OR b.order_line = $2)"
		     " AND i.type = 'invoice' AND i.gross > coalesce((SELECT sum(n.gross) FROM invoice n WHERE n.corrects = i.number), 0)"
		     " ORDER BY i.id DESC LIMIT 1",
		     A(id.number), A(line)))
		return -1;
	int found = db_next(&rows);
	if (found < 0)
		return -1;
	if (line == NONE)
		err_set(core->err, ERR_REFUSED, "cannot cancel: it is invoiced");
	else
		err_set(core->err, ERR_REFUSED, "cannot cancel line %lld: it is invoiced", (long long)line);
	if (!found)
		err_hint(core->err, "ordr invoice list --order %s shows its invoices", order_id_text(id, text));
	else if (line == NONE)
		err_hint(core->err, "ordr invoice credit %s --reason CODE first", db_column_text(&rows, 0));
	else
		err_hint(core->err, "ordr invoice credit %s --line %lld --reason CODE first", db_column_text(&rows, 0),
			 (long long)db_column_integer(&rows, 1));
	if (found)
		db_finish(&rows);
	return order_subject(core, id);
}

static const struct field open_fields[] = {
	F(struct open_line, line, INTEGER, 0, NULL),	   F(struct open_line, sku, TEXT, 0, NULL),
	F(struct open_line, kind, TEXT, 0, NULL),	   F(struct open_line, decimals, INTEGER, 0, NULL),
	F(struct open_line, ordered, INTEGER, 0, NULL),	   F(struct open_line, cancelled, INTEGER, 0, NULL),
	F(struct open_line, picked, INTEGER, 0, NULL),	   F(struct open_line, shipped, INTEGER, 0, NULL),
	F(struct open_line, delivered, INTEGER, 0, NULL),  F(struct open_line, invoiced, INTEGER, 0, NULL),
	F(struct open_line, credited, INTEGER, 0, NULL),   F(struct open_line, date, DATE, 0, NULL),
	FIELD_END,
};
static const struct schema open_schema = { .fields = open_fields, .size = sizeof(struct open_line) };

int order_line_open(struct core *core, struct order_id id, int64_t number, struct open_line *line)
{
	char text[ID_SIZE];
	int found = db_one(core->db, core->arena, &open_schema, line,
			   "SELECT l.line, l.sku, l.kind, p.decimals, l.ordered, l.cancelled, l.picked, l.shipped, l.delivered, l.invoiced,"
			   " CASE WHEN l.invoiced > 0 THEN " LINE_CREDITED " ELSE 0 END AS credited, l.date"
			   " FROM order_line l JOIN product p ON p.id = l.product_id WHERE l.order_id = $1 AND l.line = $2",
			   A(id.number), A(number));
	if (found)
		return found < 0 ? -1 : 0;
	err_set(core->err, ERR_NOT_FOUND, "it has no line %lld", (long long)number);
	err_hint(core->err, "ordr show %s lists its lines", order_id_text(id, text));
	return order_subject(core, id);
}

static bool is_goods(const struct open_line *line)
{
	return !strcmp(line->kind, "goods");
}

int64_t order_line_free(const struct open_line *line)
{
	int64_t moved = is_goods(line) ? line->picked : line->delivered;
	int64_t charged = line->invoiced - (line->credited > 0 ? line->credited : 0);
	return line->ordered - line->cancelled - (moved > charged ? moved : charged);
}

/* What stands in the way of cancelling more: the units' last step, and what undoes it. */
static int refuse_moved(struct core *core, struct order_id id, const struct open_line *line)
{
	char number[ID_SIZE];
	char open[QUANTITY_SIZE];
	bool in_hand = is_goods(line) && line->picked > line->shipped;
	const char *moved = !is_goods(line) ? TO_TRANSLATE_IN("state", "performed")
			    : in_hand	     ? TO_TRANSLATE_IN("state", "picked")
					     : TO_TRANSLATE_IN("state", "shipped");
	int64_t free = order_line_free(line);
	if (free)
		err_set(core->err, ERR_CONFLICT, "only %s of line %lld can be cancelled: the rest is %s",
			quantity_text((struct quantity){ free }, open), (long long)line->line, translate_in("state", moved));
	else
		err_set(core->err, ERR_CONFLICT, "cannot cancel line %lld: it is %s", (long long)line->line, translate_in("state", moved));
	if (in_hand)
		err_hint(core->err, "ordr unpick %s", order_id_text(id, number));
	else if (is_goods(line))
		err_hint(core->err, "goods that come back are a return");
	return order_subject(core, id);
}

int order_check_decimals(struct core *core, const struct open_line *line, int64_t quantity)
{
	int64_t step = 1000;
	for (int64_t i = 0; i < line->decimals; i++)
		step /= 10;
	if (quantity % step == 0)
		return 0;
	char text[QUANTITY_SIZE];
	err_set(core->err, ERR_INVALID, "qty %s has more decimals than %.60s is sold in", quantity_text((struct quantity){ quantity }, text),
		line->sku);
	return err_hint(core->err, line->decimals ? TO_TRANSLATE("at most %lld decimals") : TO_TRANSLATE("whole units"), (long long)line->decimals);
}

int order_check_cut(struct core *core, struct order_id id, const struct open_line *line, int64_t quantity)
{
	char text[QUANTITY_SIZE];
	int64_t active = line->ordered - line->cancelled;
	int64_t moved = is_goods(line) ? line->picked : line->delivered;
	/* All of the rest may go even if the product is sold in fewer decimals by now. */
	if (quantity != order_line_free(line) && order_check_decimals(core, line, quantity))
		return order_subject(core, id);
	if (!active) {
		err_already(core->err, "line %lld is cancelled already", (long long)line->line);
		return order_subject(core, id);
	}
	if (quantity > active) {
		err_set(core->err, ERR_CONFLICT, "only %s of line %lld are not cancelled yet",
			quantity_text((struct quantity){ active }, text), (long long)line->line);
		err_hint(core->err, "--qty %s at most; without it all that can be", text);
		return order_subject(core, id);
	}
	if (quantity <= order_line_free(line))
		return 0;
	return quantity > active - moved ? refuse_moved(core, id, line) : order_refuse_invoiced(core, id, line->line);
}

/* Of units that are cancelled, what the rest of the line does not cover of what is invoiced: it was credited for good, and from now on counts as
 * invoiced no more, so that this stays within what is ordered and not cancelled. */
static int cut_credited(struct core *core, struct order_id id, int64_t line, struct quantity quantity, struct quantity *credited)
{
	int64_t over = 0;
	if (db_integer(core->db, &over, "SELECT invoiced + cancelled + $3 - ordered FROM order_line WHERE order_id = $1 AND line = $2", A(id.number),
		       A(line), A(quantity)) < 0)
		return -1;
	credited->thousandths = over > 0 ? over : 0;
	return over <= 0 ? 0
			 : db_run(core->db, "UPDATE order_line SET invoiced = invoiced - $3 WHERE order_id = $1 AND line = $2", A(id.number), A(line), A(over));
}

int order_cut(struct core *core, struct order_id id, int64_t line, int64_t quantity, const char *reason, const char *note)
{
	struct quantity credited;
	const struct quantity units = { quantity };
	return cut_credited(core, id, line, units, &credited) || cancellation_write(core, id, line, units, credited, reason, note) ||
			       allocation_cut(core, id, line, units)
		       ? -1
		       : 0;
}

int order_left(struct core *core, struct order_id id, int64_t *lines)
{
	*lines = 0;
	return db_integer(core->db, lines,
			  "SELECT count(*) FROM order_line l WHERE l.order_id = $1 AND l.ordered > l.cancelled AND (l.kind <> 'charge'"
			  " OR (" LINE_CHARGED ") OR NOT EXISTS (SELECT 1 FROM order_line o WHERE o.order_id = $1 AND o.kind <> 'charge'))",
			  A(id.number)) < 0
		       ? -1
		       : 0;
}

/* Freight of nothing is not charged for: it goes with the last line that it was for. */
static int cut_charges(struct core *core, struct order_id id, const char *reason)
{
	int64_t left;
	if (order_left(core, id, &left) || left)
		return left ? 0 : -1;
	return cancellation_write_rest(core, id, reason, NULL) ||
		       db_run(core->db, "UPDATE order_line SET cancelled = ordered WHERE order_id = $1 AND kind = 'charge'", A(id.number))
		       ? -1
		       : 0;
}

/* An order of which nothing is left is cancelled; one without goods has nothing to ship by its target. */
static int close_if_empty(struct core *core, struct order_id id, const char *reason)
{
	int64_t active = 0;
	int64_t goods = 0;
	if (db_integer(core->db, &active, "SELECT count(*) FROM order_line WHERE order_id = $1 AND ordered > cancelled", A(id.number)) < 0 ||
	    db_integer(core->db, &goods, "SELECT count(*) FROM order_line WHERE order_id = $1 AND ordered > cancelled AND kind = 'goods'",
		       A(id.number)) < 0)
		return -1;
	if (!active)
		return order_close(core, id, "cancelled", reason);
	return goods ? 0
		     : db_run(core->db, "UPDATE orders SET ship_due = NULL, ship_risk = NULL, ship_by = NULL WHERE id = $1", A(id.number));
}

int order_after_cut(struct core *core, struct order_id id, const char *reason)
{
	return past_keep_order(core, id) || cut_charges(core, id, reason) || order_total(core, id) || close_if_empty(core, id, reason) ||
			       order_progress_cut(core, id)
		       ? -1
		       : 0;
}
