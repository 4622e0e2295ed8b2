/* The floor under `ordr report NAME`: the same figures by hand-written queries, one a list of the report. Usage: floor_report FILE NAME FROM TO, two
 * days as 2026-10-01, both included, in UTC; ORDR_NOW is the moment that is judged at, else the machine's. Prints the name of a figure in the record of
 * the report (# is the row of a list) and the figure, as the books hold it; one whose name begins with + is a part, to be added up. What follows from
 * these alone (percentages), what needs the calendar of work, and ATP is not reckoned: the floor does less, so the bar is no easier for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "floor.h"

#define DAY_MS 86400000

/* Reasons, as ordr sets them at first: our own fault or want of goods, and those that count as delay. */
#define OURS	 "('price', 'stock-out', 'supplier-late', 'damaged', 'lost', 'found', 'counted', 'mistake', 'other')"
#define DELAYING "('stock-out', 'supplier-late', 'carrier-late', 'carrier-damage')"

/* What is bound: ?1 the first moment of the period, ?2 the one after it, ?3 now, ?4 its first day, ?5 its last, ?6 the first moment of the period of as
 * many days before it, ?7 today. */
enum { VALUES = 7 };

#define COUNT(name, condition) "count(*) FILTER (WHERE active AND " condition ") AS \"+" name "\", "
#define TARGET(step, done, due, risk)                                                                                        \
	COUNT(step ".met", done " <= " due) COUNT(step ".breached", done " > " due) COUNT(step ".open", done " IS NULL AND ?3 < " risk) \
	COUNT(step ".at_risk", done " IS NULL AND ?3 >= " risk " AND ?3 <= " due) COUNT(step ".overdue", done " IS NULL AND ?3 > " due)

static const char *const sla[] = {
	"SELECT " TARGET("confirm", "confirmed_at", "confirm_due", "confirm_risk") TARGET("ship", "shipped_at", "ship_due", "ship_risk")
	TARGET("deliver", "delivered_at", "deliver_due", "deliver_risk") "count(*) AS \"+orders\""
	" FROM (SELECT o.*, c.tier, o.state NOT IN ('rejected', 'cancelled') AS active FROM orders o JOIN customer c ON c.id = o.customer_id"
	" WHERE o.placed_at >= ?1 AND o.placed_at < ?2) GROUP BY tier, priority ORDER BY tier, priority",
	NULL,
};

/* --- backlog ------------------------------------------------------------------------------------------------------------------ */

#define OPEN "o.state IN ('placed', 'confirmed')"
#define LINES(step, units) "count(*) FILTER (WHERE " units " > 0) AS " step "_lines, sum(max(" units ", 0)) AS " step "_units"
#define STEP(number, step)                                                                                                    \
	", count(*) FILTER (WHERE " step "_lines > 0) AS \"+steps." number ".orders\", sum(" step "_lines) AS \"+steps." number ".lines\""  \
	", sum(" step "_units) AS \"+steps." number ".units:1000\", count(*) FILTER (WHERE " step "_lines > 0 AND next_due <"                \
	" coalesce(stopped_at, ?3)) AS \"+steps." number ".overdue\""
#define TO_SHIP(number, condition) ", count(*) FILTER (WHERE goods_left > 0 AND " condition ") AS \"+to_ship." number ".orders\""

static const char *const backlog[] = {
	"SELECT count(*) AS \"+orders\"" STEP("0", "confirm") STEP("1", "stock") STEP("2", "pick") STEP("3", "pack") STEP("4", "ship") STEP("5", "deliver")
	STEP("6", "invoice") TO_SHIP("0", "ship_by < ?3") TO_SHIP("1", "ship_by >= ?3 AND ship_by / 86400000 = ?7")
	TO_SHIP("2", "ship_by >= ?3 AND ship_by / 86400000 = ?7 + 1") TO_SHIP("3", "ship_by >= ?3 AND ship_by / 86400000 > ?7 + 1")
	TO_SHIP("4", "ship_by IS NULL") " FROM (SELECT o.id, o.placed_at, o.next_due, o.stopped_at, o.ship_by,"
	" count(*) FILTER (WHERE o.state = 'confirmed' AND l.kind = 'goods' AND l.shipped < l.ordered - l.cancelled) AS goods_left, "
	LINES("confirm", "CASE o.state WHEN 'placed' THEN l.ordered - l.cancelled ELSE 0 END") ", " LINES("stock", "l.backordered") ", "
	LINES("pick", "l.allocated") ", " LINES("pack", "(l.picked - l.packed)") ", " LINES("ship", "(l.packed - l.shipped)") ", "
	LINES("deliver", "(l.shipped - l.delivered)") ", " LINES("invoice", "CASE o.state WHEN 'confirmed' THEN l.shipped - l.invoiced ELSE 0 END")
	" FROM orders o JOIN order_line l ON l.order_id = o.id WHERE " OPEN " GROUP BY o.id)"
	" GROUP BY min(?7 - placed_at / 86400000, 31)",

	"SELECT count(*) AS \"+steps.6.orders\", sum(lines) AS \"+steps.6.lines\", sum(units) AS \"+steps.6.units:1000\" FROM (SELECT count(*) AS lines,"
	" sum(l.delivered - l.invoiced) AS units FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.delivered > l.invoiced AND o.state = 'completed'"
	" GROUP BY o.id)",

	"SELECT w.code AS \"places.#.warehouse\", u.step AS \"places.#.step\", count(DISTINCT u.id) AS \"places.#.orders\","
	" count(DISTINCT u.id * 1000000 + u.line) AS \"places.#.lines\", sum(u.units) AS \"places.#.units:1000\" FROM (SELECT o.id, l.line, o.warehouse_id,"
	" CASE o.state WHEN 'placed' THEN 'confirm' ELSE 'stock' END AS step, CASE o.state WHEN 'placed' THEN l.ordered - l.cancelled ELSE l.backordered END AS"
	" units FROM orders o JOIN order_line l ON l.order_id = o.id WHERE " OPEN
	" UNION ALL SELECT o.id, a.line, a.warehouse_id, 'pick', a.quantity FROM orders o JOIN allocation a ON a.order_id = o.id WHERE " OPEN
	" UNION ALL SELECT o.id, l.line, s.warehouse_id, CASE s.state WHEN 'picking' THEN 'pack' WHEN 'packed' THEN 'ship' ELSE 'deliver' END, l.quantity"
	" FROM orders o CROSS JOIN shipment s ON s.order_id = o.id CROSS JOIN shipment_line l ON l.shipment_id = s.id WHERE " OPEN
	" AND s.state IN ('picking', 'packed', 'shipped')) u LEFT JOIN warehouse w ON w.id = u.warehouse_id WHERE u.units > 0 GROUP BY w.id, u.step"
	" ORDER BY w.id IS NULL, w.rank, w.id, instr('confirm stock pick pack ship deliver', u.step)",

	"WITH RECURSIVE day (day) AS (SELECT ?7 - 29 UNION ALL SELECT day + 1 FROM day WHERE day < ?7),"
	" was (placed_at, closed_at) AS MATERIALIZED (SELECT o.placed_at, NULL FROM orders o WHERE " OPEN
	" UNION ALL SELECT placed_at, closed_at FROM orders WHERE closed_at >= (?7 - 28) * 86400000)"
	" SELECT day.day AS \"trend.#.day\", count(was.placed_at) AS \"trend.#.orders\" FROM day LEFT JOIN was ON was.placed_at < (day.day + 1) * 86400000 AND was.placed_at <= ?3"
	" AND (was.closed_at IS NULL OR was.closed_at >= min((day.day + 1) * 86400000, ?3 + 1)) GROUP BY day.day ORDER BY day.day",
	NULL,
};

/* --- delays and cash ---------------------------------------------------------------------------------------------------------- */

static const char *const delays[] = {
	"SELECT count(*) AS \"late_orders\", coalesce(sum(net), 0) AS \"late_sales:100\" FROM orders o WHERE " OPEN " AND state = 'confirmed' AND promised < ?7",
	"SELECT count(*) AS \"promises_changed\" FROM promise_change WHERE at >= ?1 AND at < ?2",
	"SELECT count(*) AS \"cancellations\", coalesce(sum((l.net * k.quantity + l.ordered / 2) / l.ordered), 0) AS \"lost_sales:100\" FROM cancellation k"
	" JOIN order_line l ON l.order_id = k.order_id AND l.line = k.line WHERE k.at >= ?1 AND k.at < ?2"
	" AND k.reason IN " DELAYING "",
	"SELECT o.id AS \"late.#.id\", c.code AS \"late.#.customer\", ?7 - o.promised AS \"late.#.days\", o.net AS \"late.#.sales:100\" FROM orders o"
	" JOIN customer c ON c.id = o.customer_id WHERE " OPEN " AND o.state = 'confirmed' AND o.promised < ?7 ORDER BY o.promised, o.id LIMIT 50",
	NULL,
};

#define OWED                                                                                                                   \
	"SELECT i.customer_id, i.due, i.gross - (SELECT coalesce(sum(p.amount + p.discount), 0) FROM payment p WHERE p.invoice_id = i.id)"  \
	" - (SELECT coalesce(sum(abs(k.gross)), 0) FROM invoice k WHERE k.order_id = i.order_id AND k.type = 'credit_note' AND k.corrects = i.number)" \
	" AS open FROM invoice i WHERE i.type = 'invoice' AND i.issued_at <= ?3"

static const char *const cash[] = {
	"WITH owed AS MATERIALIZED (SELECT * FROM (" OWED ") WHERE open > 0)"
	" SELECT c.code AS \"debtors.#.customer\", count(*) AS \"debtors.#.invoices\", sum(open) AS \"debtors.#.open:100\","
	" coalesce(sum(open) FILTER (WHERE due < ?7), 0) AS \"debtors.#.overdue:100\", min(due) AS \"debtors.#.oldest_due\","
	" sum(sum(open)) OVER () AS \"receivables:100\", sum(count(*) FILTER (WHERE due >= ?7)) OVER () AS \"aging.0.invoices\","
	" sum(count(*) FILTER (WHERE ?7 - due BETWEEN 1 AND 30)) OVER () AS \"aging.1.invoices\" FROM owed JOIN customer c ON c.id = owed.customer_id"
	" GROUP BY c.id ORDER BY sum(open) DESC, c.id LIMIT 20",

	"SELECT count(*) FILTER (WHERE type = 'invoice') AS \"invoices\", coalesce(sum(CASE type WHEN 'invoice' THEN gross ELSE -abs(gross) END), 0) AS \"sales:100\""
	" FROM invoice WHERE issued >= ?4 AND issued <= ?5 AND issued_at <= ?3",

	"SELECT count(*) AS \"disputes\" FROM dispute WHERE opened_at <= ?3 AND (resolved_at IS NULL OR resolved_at > ?3)",

	"WITH way AS MATERIALIZED (SELECT o.placed_at, coalesce(s.shipped_at, o.confirmed_at) AS shipped_at, i.issued_at, CASE WHEN i.gross <= (SELECT"
	" coalesce(sum(p.amount + p.discount), 0) FROM payment p WHERE p.invoice_id = i.id) + (SELECT coalesce(sum(abs(k.gross)), 0) FROM invoice k WHERE"
	" k.order_id = i.order_id AND k.type = 'credit_note' AND k.corrects = i.number) THEN (SELECT max(p.at) FROM payment p WHERE p.invoice_id = i.id) END AS"
	" paid_at FROM orders o JOIN invoice i ON i.order_id = o.id LEFT JOIN shipment s ON s.id = i.shipment_id WHERE o.placed_at >= ?1 AND o.placed_at < ?2"
	" AND i.type = 'invoice' AND i.issued_at <= ?3),"
	" took (leg, took) AS (SELECT 0, confirmed_at - placed_at FROM orders WHERE placed_at >= ?1 AND placed_at < ?2 AND confirmed_at IS NOT NULL"
	" UNION ALL SELECT 1, shipped_at - confirmed_at FROM orders WHERE placed_at >= ?1 AND placed_at < ?2 AND shipped_at IS NOT NULL"
	" UNION ALL SELECT 2, max(issued_at - shipped_at, 0) FROM way WHERE shipped_at IS NOT NULL"
	" UNION ALL SELECT 3, max(paid_at - issued_at, 0) FROM way WHERE paid_at IS NOT NULL UNION ALL SELECT 4, max(paid_at - placed_at, 0) FROM way"
	" WHERE paid_at IS NOT NULL),"
	" ranked AS (SELECT leg, took, row_number() OVER (PARTITION BY leg ORDER BY took) AS rank, count(*) OVER (PARTITION BY leg) AS legs FROM took)"
	" SELECT legs AS \"legs.#.count\", max(took) FILTER (WHERE rank = (legs * 50 + 99) / 100) AS \"legs.#.median_days:86400000\","
	" max(took) FILTER (WHERE rank = (legs * 90 + 99) / 100) AS \"legs.#.p90_days:86400000\" FROM ranked GROUP BY leg ORDER BY leg",
	NULL,
};

/* --- customers and quality ---------------------------------------------------------------------------------------------------- */

/* Of an order (o): 1 on time and in full, 0 not, NULL when it is not decided. Cut: units of it were cancelled for want of goods or by our own fault. */
#define CUT                                                                                                                    \
	"EXISTS (SELECT 1 FROM cancellation k WHERE k.order_id = o.id AND k.reason IN " OURS ")"
#define OTIF(day)                                                                                                              \
	"CASE WHEN o.confirmed_at IS NULL OR " day " IS NULL OR o.state = 'rejected' THEN NULL WHEN o.state = 'cancelled' THEN CASE WHEN " CUT \
	" THEN 0 END WHEN o.delivered_at IS NULL THEN CASE WHEN ?7 > " day " THEN 0 END ELSE o.delivered_at / 86400000 <= " day " AND NOT " CUT " END"
#define MET(done, due) "coalesce(o." done " <= o." due ", 0)"
#define JUDGED(done, due) "(coalesce(o." done ", ?3) > o." due " OR o." done " <= o." due ")"

static const char *const customers[] = {
	"WITH placed AS (SELECT o.customer_id, o.placed_at >= ?1 AS now, o.placed_at, " OTIF("o.promised") " AS otif,"
	" o.state NOT IN ('rejected', 'cancelled') AS active, " MET("confirmed_at", "confirm_due") " + " MET("shipped_at", "ship_due") " + "
	MET("delivered_at", "deliver_due") " AS met, coalesce(" JUDGED("confirmed_at", "confirm_due") ", 0) + coalesce(" JUDGED("shipped_at", "ship_due")
	", 0) + coalesce(" JUDGED("delivered_at", "deliver_due") ", 0) AS targets FROM orders o WHERE o.placed_at >= ?6 AND o.placed_at < ?2"
	" AND o.placed_at <= ?3),"
	" a AS (SELECT customer_id, sum(now) AS orders, sum(NOT now) AS before, sum(otif) FILTER (WHERE now) AS met, count(otif) FILTER (WHERE now) AS judged,"
	" sum(met) FILTER (WHERE now AND active) AS kept, sum(targets) FILTER (WHERE now AND active) AS targets, max(placed_at) AS last FROM placed"
	" GROUP BY customer_id),"
	" b AS (SELECT customer_id, count(*) AS open FROM orders o WHERE " OPEN " GROUP BY customer_id),"
	" d AS (SELECT customer_id, sum(CASE type WHEN 'invoice' THEN net ELSE -abs(net) END) AS sales FROM invoice WHERE issued >= ?4 AND issued <= ?5"
	" AND issued_at <= ?3 GROUP BY customer_id),"
	" e AS (SELECT customer_id, sum(open) AS owed FROM (" OWED ") WHERE open > 0 GROUP BY customer_id),"
	" f AS (SELECT o.customer_id, count(*) AS complaints FROM complaint k JOIN orders o ON o.id = k.order_id WHERE k.opened_at >= ?1 AND k.opened_at < ?2"
	" GROUP BY o.customer_id)"
	" SELECT c.code AS \"list.#.customer\", coalesce(a.orders, 0) AS \"list.#.orders\", coalesce(a.before, 0) AS \"list.#.orders_before\","
	" coalesce(d.sales, 0) AS \"list.#.sales:100\", round(a.met * 100.0 / nullif(a.judged, 0), 2) AS \"list.#.otif_pct\","
	" round(a.kept * 100.0 / nullif(a.targets, 0), 2) AS \"list.#.sla_met_pct\", coalesce(b.open, 0) AS \"list.#.open_orders\","
	" coalesce(f.complaints, 0) AS \"list.#.complaints\", coalesce(e.owed, 0) AS \"list.#.receivables:100\","
	" a.last / 86400000 AS \"list.#.last_order\", sum(a.orders) OVER () AS \"orders\", sum(b.open) OVER () AS \"open_orders\","
	" sum(d.sales) OVER () AS \"sales:100\", count(*) FILTER (WHERE a.orders > 0) OVER () AS \"customers\" FROM customer c"
	" LEFT JOIN a ON a.customer_id = c.id LEFT JOIN b ON b.customer_id = c.id LEFT JOIN d ON d.customer_id = c.id LEFT JOIN e ON e.customer_id = c.id"
	" LEFT JOIN f ON f.customer_id = c.id WHERE a.customer_id IS NOT NULL OR b.open OR d.sales IS NOT NULL OR e.owed OR f.complaints"
	" ORDER BY CASE c.tier WHEN 'strategic' THEN 0 WHEN 'preferred' THEN 1 ELSE 2 END, coalesce(d.sales, 0) DESC, coalesce(a.orders, 0) DESC, c.id LIMIT 50",

#define RHYTHM                                                                                                                 \
	"WITH gap AS (SELECT customer_id, placed_at / 86400000 AS day, net, placed_at / 86400000 - lag(placed_at / 86400000) OVER (PARTITION BY customer_id" \
	" ORDER BY placed_at, id) AS gap FROM orders WHERE state <> 'rejected' AND placed_at <= ?3),"                                                      \
	" ranked AS (SELECT customer_id, day, net, gap, row_number() OVER (PARTITION BY customer_id ORDER BY gap) AS rank, count(*) OVER (PARTITION BY"      \
	" customer_id) AS orders FROM gap),"                                                                                                              \
	" rhythm AS (SELECT customer_id, orders, max(day) AS last, sum(net) AS net, max(gap) FILTER (WHERE rank = 1 + ((orders - 1) * 50 + 99) / 100)"       \
	" AS usual FROM ranked WHERE orders >= 3 GROUP BY customer_id) "
	RHYTHM "SELECT c.code AS \"quiet.#.customer\", r.orders AS \"quiet.#.orders\", r.last AS \"quiet.#.last_order\", r.usual AS \"quiet.#.usual_days\","
	" ?7 - r.last AS \"quiet.#.quiet_days\" FROM rhythm r JOIN customer c ON c.id = r.customer_id WHERE (?7 - r.last) * 2 > r.usual * 3"
	" AND ?7 - r.last <= r.usual + 365 ORDER BY CASE c.tier WHEN 'strategic' THEN 0 WHEN 'preferred' THEN 1 ELSE 2 END, r.orders DESC, c.code LIMIT 50",
	NULL,
};

#define PROBLEM(name, from, condition)                                                                                        \
	"(SELECT count(*) FROM " from " JOIN orders o ON o.id = d.order_id WHERE o.placed_at >= ?1 AND o.placed_at < ?2 AND o.confirmed_at <= ?3 AND " \
	condition ") AS \"problems." name "\""

static const char *const quality[] = {
	"WITH judged AS (SELECT " OTIF("o.requested") " AS requested, " OTIF("o.first_promised") " AS first, " OTIF("o.promised") " AS promised FROM orders o"
	" WHERE o.placed_at >= ?1 AND o.placed_at < ?2 AND o.confirmed_at <= ?3)"
	" SELECT count(*) AS \"orders\", count(promised) AS \"judged\", count(requested) AS \"otif.0.judged\", coalesce(sum(requested), 0) AS \"otif.0.met\","
	" count(first) AS \"otif.1.judged\", coalesce(sum(first), 0) AS \"otif.1.met\", count(promised) AS \"otif.2.judged\", coalesce(sum(promised), 0)"
	" AS \"otif.2.met\" FROM judged",
	"SELECT " PROBLEM("complaints", "complaint d", "d.opened_at <= ?3") ", " PROBLEM("returns", "rma d", "d.state <> 'refused'") ", "
	PROBLEM("credit_notes", "invoice d", "d.type = 'credit_note'") ", "
	PROBLEM("disputes", "(SELECT i.order_id, s.outcome FROM dispute s JOIN invoice i ON i.id = s.invoice_id) d",
		"coalesce(d.outcome, '') NOT IN ('rejected', 'withdrawn')"),
	"SELECT channel AS \"groups.#.value\", count(*) AS \"groups.#.orders\" FROM orders WHERE placed_at >= ?1 AND placed_at < ?2 AND confirmed_at <= ?3"
	" GROUP BY channel ORDER BY 2 DESC, 1",
	NULL,
};

/* --- stock and sales ---------------------------------------------------------------------------------------------------------- */

static const char *const stock[] = {
	"WITH level AS (SELECT product_id, sum(on_hand) AS on_hand, sum(allocated) AS allocated FROM stock GROUP BY product_id),"
	" waiting AS (SELECT product_id, sum(backordered) AS units FROM order_line WHERE backordered > 0 GROUP BY product_id),"
	" coming AS (SELECT product_id, sum(quantity - received) AS units FROM announcement WHERE received < quantity GROUP BY product_id),"
	" moved AS (SELECT product_id, sum(quantity) FILTER (WHERE at < ?1) AS opening, sum(quantity) FILTER (WHERE at < ?2) AS closing,"
	" -sum(quantity) FILTER (WHERE kind = 'shipment' AND at >= ?1 AND at < ?2) AS shipped, max(at) FILTER (WHERE kind = 'shipment') AS last_shipped,"
	" max(at) FILTER (WHERE kind = 'receipt') AS last_received FROM stock_move NOT INDEXED WHERE at <= ?3 GROUP BY product_id),"
	" wanted AS (SELECT l.product_id, sum(l.ordered) AS demand FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.placed_at >= ?1"
	" AND o.placed_at < ?2 AND o.placed_at <= ?3 AND o.state <> 'rejected' AND l.kind = 'goods' GROUP BY l.product_id)"
	" SELECT p.sku AS \"list.#.sku\", coalesce(v.on_hand, 0) AS \"list.#.on_hand:1000\", coalesce(v.on_hand - v.allocated, 0) AS \"list.#.available:1000\","
	" coalesce(w.units, 0) AS \"list.#.backordered:1000\", coalesce(k.units, 0) AS \"list.#.incoming:1000\", coalesce(d.demand, 0) AS \"list.#.demand:1000\","
	" (coalesce(v.on_hand - v.allocated, 0) * (?5 - ?4 + 1) * 1000 + d.demand / 2) / d.demand AS \"list.#.cover_days:1000\","
	" CAST(round(coalesce(m.shipped, 0) * 2 * 365 * 1000.0 / nullif((coalesce(m.opening, 0) + coalesce(m.closing, 0)) * (?5 - ?4 + 1), 0)) AS INTEGER)"
	" AS \"list.#.turnover:1000\", count(*) OVER () AS \"products\", count(*) FILTER (WHERE w.units > 0) OVER () AS \"short_products\" FROM product p"
	" LEFT JOIN level v ON v.product_id = p.id LEFT JOIN waiting w ON w.product_id = p.id LEFT JOIN coming k ON k.product_id = p.id"
	" LEFT JOIN moved m ON m.product_id = p.id LEFT JOIN wanted d ON d.product_id = p.id WHERE coalesce(v.on_hand, 0) <> 0 OR d.demand > 0 OR w.units > 0"
	" ORDER BY d.demand IS NULL, 7, p.sku LIMIT 50",

	"SELECT count(*) AS \"orders\", sum(lines) AS \"lines\" FROM (SELECT count(*) AS lines, sum(missed) AS missed FROM (SELECT o.id, coalesce((SELECT k.value"
	" FROM past k WHERE k.order_id = o.id AND k.part = l.line AND k.fact = 'backordered' AND k.until > o.confirmed_at ORDER BY k.until LIMIT 1),"
	" l.backordered) > 0 AS missed FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.placed_at >= ?1 AND o.placed_at < ?2 AND o.placed_at <= ?3"
	" AND o.state <> 'rejected' AND o.confirmed_at <= ?3 AND l.kind = 'goods' AND l.ordered > l.cancelled) GROUP BY id)",
	NULL,
};

static const char *const sales[] = {
	RHYTHM "SELECT c.code AS \"due.#.customer\", r.orders AS \"due.#.orders\", r.usual AS \"due.#.usual_days\", r.last AS \"due.#.last_order\","
	" (r.net + r.orders / 2) / r.orders AS \"due.#.order_value:100\", count(*) OVER () AS \"customers_due\" FROM rhythm r JOIN customer c"
	" ON c.id = r.customer_id WHERE r.last + r.usual <= ?7 + 7 AND (?7 - r.last) * 2 <= r.usual * 3"
	" ORDER BY CASE c.tier WHEN 'strategic' THEN 0 WHEN 'preferred' THEN 1 ELSE 2 END, 5 DESC, c.code LIMIT 20",

	"WITH held AS MATERIALIZED (SELECT DISTINCT o.id, o.customer_id, l.product_id FROM orders o JOIN order_line l ON l.order_id = o.id"
	" WHERE o.placed_at >= ?1 AND o.placed_at < ?2 AND o.placed_at <= ?3 AND o.state NOT IN ('rejected', 'cancelled') AND l.kind = 'goods'),"
	" pair AS MATERIALIZED (SELECT a.product_id AS one, b.product_id AS other, count(*) AS orders FROM held a JOIN held b ON b.id = a.id"
	" AND b.product_id > a.product_id GROUP BY 1, 2 HAVING count(*) >= 3 ORDER BY 3 DESC, 1, 2 LIMIT 10),"
	" way AS MATERIALIZED (SELECT one AS bought, other AS missing, orders FROM pair UNION ALL SELECT other, one, orders FROM pair),"
	" had AS MATERIALIZED (SELECT DISTINCT x.customer_id, y.product_id FROM order_line y CROSS JOIN orders x ON x.id = y.order_id"
	" WHERE y.product_id IN (SELECT missing FROM way))"
	" SELECT DISTINCT c.code AS \"pairs.#.customer\", p.sku AS \"pairs.#.sku\", q.sku AS \"pairs.#.with_sku\", w.orders AS \"pairs.#.orders\" FROM way w"
	" JOIN held h ON h.product_id = w.bought JOIN customer c ON c.id = h.customer_id JOIN product p ON p.id = w.bought JOIN product q ON q.id = w.missing"
	" WHERE NOT EXISTS (SELECT 1 FROM had x WHERE x.customer_id = c.id AND x.product_id = w.missing) ORDER BY w.orders DESC, p.sku, q.sku, c.code LIMIT 20",

	"SELECT count(*) FILTER (WHERE placed_at >= ?1 AND confirmed_at IS NOT NULL) AS \"steps.0.orders\", count(*) FILTER (WHERE placed_at < ?1 AND"
	" confirmed_at IS NOT NULL) AS \"steps.0.orders_before\", count(*) FILTER (WHERE placed_at >= ?1 AND shipped_at IS NOT NULL) AS \"steps.1.orders\","
	" count(*) FILTER (WHERE placed_at < ?1 AND shipped_at IS NOT NULL) AS \"steps.1.orders_before\", count(*) FILTER (WHERE placed_at >= ?1"
	" AND delivered_at IS NOT NULL) AS \"steps.2.orders\", count(*) FILTER (WHERE placed_at < ?1 AND delivered_at IS NOT NULL) AS \"steps.2.orders_before\","
	" sum(confirmed_at - placed_at), sum(shipped_at - confirmed_at), sum(delivered_at - shipped_at) FROM orders WHERE placed_at >= ?6 AND placed_at < ?2",
	NULL,
};

static const struct {
	const char *name;
	const char *const *queries;
} reports[] = {
	{ "sla", sla },		    { "backlog", backlog }, { "delays", delays }, { "cash", cash },
	{ "customers", customers }, { "stock", stock },	    { "sales", sales },	  { "quality", quality },
};

/* The moment that a text names, in milliseconds. */
static sqlite3_int64 moment(const char *text, const char *format)
{
	struct tm parts = { 0 };
	const char *end = strptime(text, format, &parts);
	if (!end || *end) {
		fprintf(stderr, "floor_report: %s is no time\n", text);
		exit(2);
	}
	return (sqlite3_int64)timegm(&parts) * 1000;
}

/* The name of a figure, with the row in place of #. */
static void print_name(const char *name, int row)
{
	const char *at = strchr(name, '#');
	if (at)
		printf("%.*s%d%s ", (int)(at - name), name, row, at + 1);
	else
		printf("%s ", name);
}

static void print_figures(sqlite3 *db, const char *sql, const sqlite3_int64 *values)
{
	sqlite3_stmt *query = floor_prepare(db, sql);
	int code;
	floor_bind(query, values, VALUES);
	for (int row = 0; (code = sqlite3_step(query)) == SQLITE_ROW; row++)
		for (int i = 0; i < sqlite3_column_count(query); i++) {
			const char *text = (const char *)sqlite3_column_text(query, i);
			print_name(sqlite3_column_name(query, i), row);
			puts(text ? text : "null");
		}
	if (code != SQLITE_DONE)
		floor_fail(db, sql);
}

int main(int argc, char **argv)
{
	const char *const *query = NULL;
	for (size_t i = 0; argc == 5 && i < sizeof reports / sizeof *reports; i++)
		if (!strcmp(argv[2], reports[i].name))
			query = reports[i].queries;
	if (!query) {
		fputs("usage: floor_report FILE sla|backlog|delays|cash|customers|stock|sales|quality FROM TO\n", stderr);
		return 2;
	}
	const char *now_text = getenv("ORDR_NOW");
	const sqlite3_int64 now = now_text ? moment(now_text, "%Y-%m-%dT%H:%M:%SZ") : (sqlite3_int64)time(NULL) * 1000;
	const sqlite3_int64 first = moment(argv[3], "%Y-%m-%d");
	const sqlite3_int64 after = moment(argv[4], "%Y-%m-%d") + DAY_MS;
	const sqlite3_int64 values[VALUES] = { first, after, now, first / DAY_MS, after / DAY_MS - 1, 2 * first - after, now / DAY_MS };
	sqlite3 *db = floor_database(argv[1], false);
	floor_execute(db, "BEGIN");
	while (*query)
		print_figures(db, *query++, values);
	floor_close(db);
	return 0;
}
