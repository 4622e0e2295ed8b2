/* What could be offered to whom: what others buy together, and what lies there in place of what is waited for. */
#include "report_sales.h"

#define PAIRS_MOST    10 /* of products; each is looked at both ways */
#define ORDERS_LEAST  3  /* that hold both, or it is chance */

static const struct field pair_fields[] = {
	F(struct sales_pair, customer, TEXT, 0, NULL),	F(struct sales_pair, customer_name, TEXT, 0, NULL), F(struct sales_pair, sku, TEXT, 0, NULL),
	F(struct sales_pair, name, TEXT, 0, NULL),	F(struct sales_pair, with_sku, TEXT, 0, NULL),	     F(struct sales_pair, with_name, TEXT, 0, NULL),
	F(struct sales_pair, orders, INTEGER, 0, NULL), FIELD_END,
};
static const struct schema pair_schema = { .fields = pair_fields, .size = sizeof(struct sales_pair) };

/* Names as they were. */
static int names_then(struct core *core, const struct list *pairs)
{
	struct sales_pair *pair = pairs->items;
	char subject[80];
	for (size_t i = 0; core->past && i < pairs->count; i++) {
		report_subject(subject, "customer", pair[i].customer);
		if (past_text(core, subject, "name", &pair[i].customer_name))
			return -1;
		report_subject(subject, "product", pair[i].sku);
		if (past_text(core, subject, "name", &pair[i].name))
			return -1;
		report_subject(subject, "product", pair[i].with_sku);
		if (past_text(core, subject, "name", &pair[i].with_name))
			return -1;
	}
	return 0;
}

/* The pairs that most orders of the period hold, then for each pair both ways: who bought the one in the period and never the other. Who
 * ever had what is missing is found in one pass over the lines: asking for each customer would read all of their orders again for every pair. */
int sales_pairs(struct core *core, const struct report_request *request, struct instant first, struct instant after, int64_t limit, struct list *pairs)
{
	const int64_t most = PAIRS_MOST;
	const int64_t least = ORDERS_LEAST;
	return db_all(core->db, core->arena, &pair_schema, pairs,
		      "WITH held AS (SELECT o.id, o.customer_id, l.product_id FROM orders o JOIN order_line l ON l.order_id = o.id"
		      " WHERE o.placed_at >= $1 AND o.placed_at < $2 AND o.placed_at <= $3 AND (o.state NOT IN ('rejected', 'cancelled') OR o.closed_at > $3)"
		      " AND l.kind = 'goods' AND " PAST_LINE("$3") " GROUP BY o.id, l.product_id),"
		      " pair AS (SELECT a.product_id AS one, b.product_id AS other, count(*) AS orders FROM held a JOIN held b ON b.id = a.id"
		      " AND b.product_id > a.product_id GROUP BY 1, 2 HAVING count(*) >= $4 ORDER BY 3 DESC, 1, 2 LIMIT $5),"
		      " way AS (SELECT one AS bought, other AS missing, orders FROM pair UNION ALL SELECT other, one, orders FROM pair),"
		      " had AS MATERIALIZED (SELECT DISTINCT x.customer_id, l.product_id FROM order_line l JOIN orders x ON x.id = +l.order_id"
		      " WHERE l.product_id IN (SELECT missing FROM way) AND +x.placed_at <= $3 AND " PAST_LINE("$3") ")"
		      " SELECT DISTINCT c.code AS customer, c.name AS customer_name, p.sku, p.name, q.sku AS with_sku, q.name AS with_name, w.orders"
		      " FROM way w JOIN held h ON h.product_id = w.bought JOIN customer c ON c.id = h.customer_id JOIN product p ON p.id = w.bought"
		      " JOIN product q ON q.id = w.missing WHERE ($6 IS NULL OR c.code = $6) AND " PAST_TIER("$7", "$3")
		      " AND NOT EXISTS (SELECT 1 FROM had x WHERE x.customer_id = h.customer_id AND x.product_id = w.missing) ORDER BY w.orders DESC, p.sku, q.sku, c.code LIMIT $8",
		      A(first), A(after), A(core->now), A(least), A(most), A(request->customer), A(request->tier), A(limit)) ||
			       names_then(core, pairs)
		       ? -1
		       : 0;
}

static const struct field substitute_fields[] = {
	F(struct sales_substitute, id, ORDER, 0, NULL),	    F(struct sales_substitute, customer, TEXT, 0, NULL),
	F(struct sales_substitute, customer_name, TEXT, 0, NULL), F(struct sales_substitute, sku, TEXT, 0, NULL),
	F(struct sales_substitute, backordered, QUANTITY, 0, NULL), F(struct sales_substitute, substitute, TEXT, 0, NULL),
	F(struct sales_substitute, substitute_name, TEXT, 0, NULL), F(struct sales_substitute, available, QUANTITY, 0, NULL),
	FIELD_END,
};
static const struct schema substitute_schema = { .fields = substitute_fields, .size = sizeof(struct sales_substitute) };

int sales_substitutes(struct core *core, const struct report_request *request, int64_t limit, struct list *substitutes)
{
	*substitutes = (struct list){ NULL, 0 };
	if (core->past)
		return 0;
	return db_all(core->db, core->arena, &substitute_schema, substitutes,
		      "SELECT * FROM (SELECT o.id, c.code AS customer, c.name AS customer_name, l.sku, l.backordered, s.sku AS substitute,"
		      " s.name AS substitute_name, (SELECT coalesce(sum(k.on_hand - k.allocated), 0) FROM stock k WHERE k.product_id = s.id) AS available,"
		      " l.line FROM order_line l JOIN orders o ON o.id = l.order_id JOIN customer c ON c.id = o.customer_id JOIN product p ON p.id = l.product_id"
		      " JOIN product s ON s.sku = p.substitute WHERE l.backordered > 0 AND ($1 IS NULL OR c.code = $1) AND ($2 IS NULL OR c.tier = $2)) e"
		      " WHERE available >= backordered ORDER BY id, line LIMIT $3",
		      A(request->customer), A(request->tier), A(limit));
}
