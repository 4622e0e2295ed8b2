/* What went wrong with the orders of a period. First the documents that say so, each counted once under its order's channel and confirmer (of many
 * orders: the first one's), its products and its fault; then the orders, so that each is known to be spoiled when it is judged. */
#include "report_quality.h"

#include <string.h>

#include "ordr/calendar.h"
#include "ordr/past.h"

static int64_t spread(enum grouping by, const char *value)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)by; /* FNV-1a */
	for (; *value; value++)
		hash = (hash ^ (unsigned char)*value) * UINT64_C(1099511628211);
	return (int64_t)(hash | 1);
}

struct quality_tally *quality_tally(struct quality_pass *pass, enum grouping by, const char *value)
{
	int64_t number = spread(by, value);
	for (size_t i = 0; i < pass->tally_count; i++)
		if (pass->tallies[i].number == number && pass->tallies[i].by == by && !strcmp(pass->tallies[i].value, value))
			return &pass->tallies[i];
	if (pass->tally_count == pass->tally_room) {
		size_t room = pass->tally_room ? pass->tally_room * 2 : 64;
		struct quality_tally *larger = arena_array(pass->core->keep, room, sizeof *larger);
		if (!larger)
			return NULL;
		if (pass->tally_count)
			memcpy(larger, pass->tallies, pass->tally_count * sizeof *larger);
		pass->tallies = larger;
		pass->tally_room = room;
	}
	const char *kept = arena_strdup(pass->core->keep, value);
	if (!kept)
		return NULL;
	pass->tallies[pass->tally_count] = (struct quality_tally){ .number = number, .by = by, .value = kept };
	return &pass->tallies[pass->tally_count++];
}

/* --- documents ---------------------------------------------------------------------------------------------------------------- */

static int count_under(struct quality_pass *pass, enum grouping by, const char *value, enum problem problem)
{
	struct quality_tally *tally = value ? quality_tally(pass, by, value) : NULL;
	if (value && !tally)
		return err_memory(pass->core->err);
	if (tally)
		tally->count[problem]++;
	return 0;
}

/* What the row before was about. */
struct last {
	int64_t problem, document, product;
};

/* A row: the kind, the document, its order, the order's channel and confirmer, a product, a fault, and a reason when the fault follows from it.
 * Rows of one document follow each other, sorted so that those of one product do too. A credit note of many orders, and a dispute of a whole invoice of
 * them, spoils each of them. */
static int take_document(struct quality_pass *pass, const struct db_rows *rows, struct last *last)
{
	struct core *core = pass->core;
	enum problem problem = (enum problem)db_column_integer(rows, 0);
	const char *reason = db_column_optional(rows, 7);
	const char *fault = db_column_optional(rows, 6);
	const char *sku = db_column_optional(rows, 5);
	const struct last now = { (int64_t)problem, db_column_integer(rows, 1), sku ? spread(BY_PRODUCT, sku) : 0 };
	const bool known = last->problem == now.problem && last->document == now.document;
	const bool same = known && last->product == now.product;
	*last = now;
	if (!fault && report_fault(core, reason, &fault))
		return -1;
	if (!id_table_get(&pass->spoiled, db_column_integer(rows, 2)))
		return err_memory(core->err);
	if (!same && count_under(pass, BY_PRODUCT, sku, problem))
		return -1;
	if (known)
		return 0;
	pass->count[problem]++;
	return count_under(pass, BY_CHANNEL, db_column_text(rows, 3), problem) ||
			       count_under(pass, BY_CONFIRMER, db_column_optional(rows, 4), problem) || count_under(pass, BY_FAULT, fault, problem)
		       ? -1
		       : 0;
}

#define OF_PERIOD                                                                                                             \
	" JOIN orders o ON o.id = d.order_id JOIN customer c ON c.id = o.customer_id WHERE o.placed_at >= $1 AND o.placed_at < $2" \
	" AND o.confirmed_at <= $3 AND ($4 IS NULL OR c.code = $4) AND " PAST_TIER("$5", "$3") " AND ($6 IS NULL OR o.channel = $6)"

static int take_documents(struct quality_pass *pass)
{
	struct db_rows rows;
	struct core *core = pass->core;
	const struct report_request *request = pass->request;
	struct last last = { .problem = -1 };
	if (db_query(core->db, &rows,
		     "SELECT 0, d.id, d.order_id, o.channel, o.confirmed_by, (SELECT l.sku FROM order_line l WHERE l.order_id = d.order_id"
		     " AND l.line = d.line), d.fault, NULL FROM complaint d" OF_PERIOD " AND d.opened_at <= $3"
		     " UNION ALL SELECT 1, d.id, d.order_id, o.channel, o.confirmed_by, l.sku, NULL, min(t.reason) FROM rma d"
		     " JOIN rma_line t ON t.rma_id = d.id JOIN order_line l ON l.order_id = t.order_id AND l.line = t.line" OF_PERIOD
		     " AND d.opened_at <= $3 AND (d.state <> 'refused' OR d.closed_at > $3) GROUP BY d.id, l.sku"
		     " UNION ALL SELECT DISTINCT 2, d.id, d.order_id, o.channel, o.confirmed_by, v.sku, NULL, NULL FROM invoice d"
		     " JOIN invoice_line v ON v.invoice_id = d.id" OF_PERIOD " AND d.type = 'credit_note' AND d.issued_at <= $3"
		     " UNION ALL SELECT DISTINCT 2, n.id, d.order_id, o.channel, o.confirmed_by, d.sku, NULL, NULL FROM invoice_line d"
		     " JOIN invoice n ON n.id = d.invoice_id" OF_PERIOD " AND n.type = 'credit_note' AND n.issued_at <= $3"
		     " UNION ALL SELECT 3, d.id, d.order_id, o.channel, o.confirmed_by, d.sku, d.fault, NULL FROM (SELECT s.*,"
		     " coalesce(i.order_id, v.order_id) AS order_id, CASE s.line WHEN v.line THEN v.sku END AS sku FROM dispute s JOIN invoice i ON i.id = s.invoice_id"
		     " LEFT JOIN invoice_line v ON v.invoice_id = i.id AND (v.line = s.line OR coalesce(s.line, i.order_id) IS NULL)) d" OF_PERIOD " AND d.opened_at <= $3 AND (coalesce(d.outcome, 'paid') IN ('paid', 'credit') OR d.resolved_at > $3)"
		     " ORDER BY 1, 2, 6, 3",
		     A(pass->first), A(pass->after), A(core->now), A(request->customer), A(request->tier), A(request->channel)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (take_document(pass, &rows, &last)) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

/* --- orders ------------------------------------------------------------------------------------------------------------------- */

static int order_under(struct quality_pass *pass, enum grouping by, const char *value)
{
	struct quality_tally *tally = value ? quality_tally(pass, by, value) : NULL;
	if (value && !tally)
		return err_memory(pass->core->err);
	if (tally)
		tally->orders++;
	return 0;
}

static int take_order(void *context, const struct judged_order *order)
{
	struct quality_pass *pass = context;
	const int64_t days[BASES] = { order->facts.requested, order->first_promised, order->facts.promised };
	if (order->facts.done[TARGET_CONFIRM] == NONE)
		return 0;
	pass->orders++;
	for (int i = 0; i < BASES; i++) {
		enum judgement judgement = judged_by(order, days[i], pass->today);
		pass->otif[i].judged += judgement != JUDGED_NOT;
		pass->otif[i].met += judgement == JUDGED_MET;
		pass->otif[i].late += judgement == JUDGED_LATE;
		pass->otif[i].shorted += judgement == JUDGED_SHORT;
		if (i == BASES - 1 && judgement != JUDGED_NOT) {
			pass->judged++;
			pass->perfect += judgement == JUDGED_MET && !id_table_has(&pass->spoiled, order->facts.id);
		}
	}
	return order_under(pass, BY_CHANNEL, order->channel) || order_under(pass, BY_CONFIRMER, order->confirmed_by) ? -1 : 0;
}

/* Only products that something went wrong with are named, so only their orders are counted. */
static int take_products(struct quality_pass *pass)
{
	struct db_rows rows;
	struct core *core = pass->core;
	const struct report_request *request = pass->request;
	if (!pass->count[COMPLAINTS] && !pass->count[RETURNS] && !pass->count[CREDIT_NOTES] && !pass->count[DISPUTES])
		return 0;
	if (db_query(core->db, &rows, "SELECT p.sku, count(DISTINCT d.order_id) FROM (SELECT l.order_id, l.product_id FROM order_line l WHERE " PAST_LINE("$3")
				      ") d JOIN product p ON p.id = d.product_id" OF_PERIOD " GROUP BY d.product_id",
		     A(pass->first), A(pass->after), A(core->now), A(request->customer), A(request->tier), A(request->channel)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		const char *sku = db_column_text(&rows, 0);
		int64_t number = spread(BY_PRODUCT, sku);
		for (size_t i = 0; i < pass->tally_count; i++)
			if (pass->tallies[i].number == number && pass->tallies[i].by == BY_PRODUCT && !strcmp(pass->tallies[i].value, sku))
				pass->tallies[i].orders = db_column_integer(&rows, 1);
	}
	return found;
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_quality *report = record;
	struct quality_pass pass = { .core = core, .request = request, .spoiled = { .arena = core->keep, .item = sizeof(int64_t) } };
	if (calendar_today(core, &pass.today) || report_period(core, request, &pass.from, &pass.to))
		return -1;
	pass.first = date_instant(pass.from, 0);
	pass.after = date_instant((struct date){ pass.to.days + 1 }, 0);
	if (take_documents(&pass) || judged_each(core, request, pass.from, pass.to, take_order, &pass) || take_products(&pass))
		return -1;
	return quality_fill(&pass, report);
}

static const char *const matter[] = { "orders", NULL };
const char *const report_quality_by[] = { "channel", "confirmer", "product", "fault", NULL };

const struct report report_quality = { .schema = &report_quality_schema, .by = report_quality_by, .matter = matter, .make = make };
