/* The invariants of the books, each a query that finds what breaks it: rows of a subject and what is wrong with it. They are
 * written from what the books must say, not from the code that keeps them, so that a mistake there shows here. Whole numbers
 * only: quantities as thousandths, amounts as minor units. */
#include "ordr/doctor.h"
#include "ordr/order_sql.h"
#include "ordr/speak.h"

#define PADDED(id, million)                                                                              \
	"CASE WHEN " id " < " million " THEN substr(CAST(" million " + " id " AS TEXT), 2) ELSE CAST(" id " AS TEXT) END"
#define ORDER(id)           "'SO-' || " PADDED(id, "1000000")
#define SHIPMENT(id)        "'SH-' || " PADDED(id, "1000000")
#define RETURN(id)          "'RT-' || " PADDED(id, "1000000")
#define COMPLAINT(id)       "'CP-' || " PADDED(id, "1000000")
#define DISPUTE(id)         "'DP-' || " PADDED(id, "1000000")
#define TEXT(number)        "CAST(" number " AS TEXT)"
/* A quantity: 5, or 2500/1000. */
#define UNITS(quantity) "CASE WHEN " quantity " % 1000 = 0 THEN " TEXT(quantity " / 1000") " ELSE " TEXT(quantity) " || '/1000' END"
/* What is wrong, and with what: a text with %s for each WITH behind it (speak.h). */
#define SAY(text)       "'" text "'"
#define WITH(value)     " || '" SPEAK_WITH "' || " value
#define LINE(order, line) SAY("%s line %s") WITH(ORDER(order)) WITH(TEXT(line))
#define OF_UNITS(first, second) WITH(UNITS(first)) WITH(UNITS(second))
/* Two amounts that should be one. */
#define DIFFER(text, is, should) SAY(text) WITH(TEXT(is)) WITH(TEXT(should))

/* The number that an invoice (i) has by the pattern of its series. A number that is wider than it has to be stays as it is. */
#define FILLED(pattern, width, ten)                                                                                              \
	"replace(" pattern ", '{n:" width "}', CASE WHEN i.sequence >= " ten " THEN " TEXT("i.sequence") " ELSE substr(" TEXT(ten " + i.sequence") ", 2) END)"
#define NUMBERED                                                                                                                 \
	FILLED(FILLED(FILLED(FILLED(FILLED(FILLED(FILLED("replace(replace(replace(i.series, '{year}', " TEXT("i.year") "), '{yy}', substr(" \
		TEXT("100 + i.year % 100") ", 2)), '{n}', " TEXT("i.sequence") ")", "2", "100"), "3", "1000"), "4", "10000"), "5", "100000"), "6", "1000000"), \
		"7", "10000000"), "8", "100000000")

/* round(amount × rate ÷ 10000), and round(price × quantity ÷ 10^7) of ten-thousandths of a cent and thousandths of a unit: half away from zero,
 * split so that nothing overflows on the way. */
#define TIMES(price, quantity)                                                                                                              \
	"(" quantity ") / 10000000 * (" price ") + (" quantity ") % 10000000 * ((" price ") / 10000000)"                                  \
	" + ((" quantity ") % 10000000 * ((" price ") % 10000000) + 5000000) / 10000000"

/* round(amount × part ÷ whole), half away from zero; the part is taken in millions and the rest, so that nothing overflows on the way. */
#define REST(amount, whole)   "((" amount ") % (" whole "))"
#define MANY(part)            "((" part ") / 1000000)"
#define FEW(part)             "((" part ") % 1000000)"
#define SCALED(amount, part, whole)                                                                                                   \
	"((" amount ") / (" whole ") * (" part ") + " REST(amount, whole) " * " MANY(part) " / (" whole ") * 1000000"                \
	" + (2 * (" REST(amount, whole) " * " MANY(part) " % (" whole ") * 1000000 + " REST(amount, whole) " * " FEW(part) ") + (" whole \
	")) / (2 * (" whole ")))"

#define ACTIVE     "l.ordered - l.cancelled"
/* What a line costs, of what is not cancelled. */
#define ACTIVE_NET "CASE l.cancelled WHEN 0 THEN l.net ELSE "                                                                           \
		   SCALED("l.net + l.discount", ACTIVE, "l.ordered") " - " SCALED("l.discount", ACTIVE, "l.ordered") " END"
#define ALL_LINES  "FROM orders o JOIN order_line l ON l.order_id = o.id"
#define PLACE      "p.sku || ' ' || w.code"
#define OF_PLACE   " JOIN product p ON p.id = t.product_id JOIN warehouse w ON w.id = t.warehouse_id"
#define SHIPPED_IN(states) "coalesce(sum(t.quantity) FILTER (WHERE s.state IN (" states ")), 0)"

#define OF_GROUP WITH("t.category") WITH(TEXT("t.rate / 100"))

const struct doctor_check doctor_checks[] = {
	{ "file", "the file is sound, and every row finds what it refers to", NULL },
	{ "indexes", "what things are found by is what they are", NULL },
	{ "access", "only those who keep the books can write the file, or put something beside it", NULL },
	{ "content", "what each document consists of is what was written", NULL },
	{ "stock-ledger", "what is on hand is what the stock ledger adds up to", NULL },
	{ "stock-allocated", "what stock says is allocated is what allocations and shipments not yet shipped hold",
	  "SELECT " PLACE ", " SAY("%s allocated, %s held") OF_UNITS("t.allocated", "t.held") " FROM ("
	  "SELECT product_id, warehouse_id, sum(allocated) AS allocated, sum(held) AS held FROM ("
	  "SELECT product_id, warehouse_id, allocated, 0 AS held FROM stock"
	  " UNION ALL SELECT product_id, warehouse_id, 0, quantity FROM allocation"
	  " UNION ALL SELECT l.product_id, s.warehouse_id, 0, l.quantity FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
	  " WHERE s.state IN ('picking', 'packed')) u"
	  " GROUP BY product_id, warehouse_id HAVING sum(allocated) <> sum(held)) t" OF_PLACE " ORDER BY p.sku, w.code" },
	{ "never-oversold", "no more is allocated than is on hand, and neither is below zero",
	  "SELECT " PLACE ", " SAY("%s on hand, %s allocated") OF_UNITS("t.on_hand", "t.allocated") " FROM stock t" OF_PLACE
	  " WHERE t.allocated < 0 OR t.allocated > t.on_hand ORDER BY p.sku, w.code" },
	{ "announcements", "no more of an announcement is received than was announced",
	  "SELECT " PLACE ", " SAY("announced %s, received %s") OF_UNITS("t.quantity", "t.received") " FROM announcement t" OF_PLACE
	  " WHERE t.received < 0 OR t.received > t.quantity ORDER BY p.sku, w.code, t.id" },
	{ "line-allocations", "what a line says is allocated is what its allocations hold, of its own product",
	  "SELECT " LINE("l.order_id", "l.line") ", " SAY("%s allocated, %s held") OF_UNITS("l.allocated", "l.held") " FROM ("
	  "SELECT l.order_id, l.line, l.allocated, coalesce(sum(a.quantity), 0) AS held FROM order_line l"
	  " LEFT JOIN allocation a ON a.order_id = l.order_id AND a.line = l.line AND a.product_id = l.product_id"
	  " GROUP BY l.order_id, l.line, l.allocated) l WHERE l.allocated <> l.held"
	  " UNION ALL SELECT " LINE("a.order_id", "a.line") ", " SAY("an allocation of another product") " FROM allocation a"
	  " JOIN order_line l ON l.order_id = a.order_id AND l.line = a.line WHERE a.product_id <> l.product_id" },
	{ "line-quantities", "what is ordered is cancelled, waits, is allocated or picked; nothing is packed before it is picked, and so on",
	  "SELECT " LINE("o.id", "l.line") ", CASE WHEN l.kind <> 'goods' OR o.state NOT IN ('confirmed', 'completed')"
	  " OR l.ordered = l.cancelled + l.backordered + l.allocated + l.picked THEN " SAY("the quantities are out of their order")
	  " ELSE " SAY("the quantities do not add up to what was ordered") " END " ALL_LINES " WHERE CASE WHEN l.kind <> 'goods'"
	  " THEN l.backordered <> 0 OR l.allocated <> 0 OR l.picked <> 0 OR l.packed <> 0 OR l.shipped <> 0 OR l.delivered > " ACTIVE
	  " ELSE (o.state IN ('confirmed', 'completed') AND l.ordered <> l.cancelled + l.backordered + l.allocated + l.picked)"
	  " OR l.backordered < 0 OR l.allocated < 0 OR l.delivered > l.shipped OR l.shipped > l.packed OR l.packed > l.picked END"
	  " OR l.cancelled < 0 OR l.cancelled > l.ordered OR l.returned < 0 OR l.returned > l.delivered"
	  " OR l.invoiced < 0 OR l.invoiced > " ACTIVE " ORDER BY o.id, l.line" },
	{ "waiting-orders", "only confirmed orders wait for stock or hold it",
	  "SELECT " ORDER("o.id") ", " SAY("it is %s, and waits for or holds stock") WITH("o.state") " FROM orders o WHERE o.state <> 'confirmed'"
	  " AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND (l.backordered > 0 OR l.allocated > 0)) ORDER BY o.id" },
	{ "line-net", "a line's net is its quantity times its price, less its discount",
	  "SELECT " LINE("l.order_id", "l.line") ", " DIFFER("net %s, should be %s (in minor units)", "l.net", TIMES("l.price", "l.ordered") " - l.discount")
	  " FROM order_line l WHERE l.net <> " TIMES("l.price", "l.ordered") " - l.discount ORDER BY l.order_id, l.line" },
	{ "cancellations", "what a line says is cancelled is what its cancellations add up to, each with its reason",
	  "SELECT " LINE("l.order_id", "l.line") ", " SAY("%s cancelled, %s with a reason") OF_UNITS("l.cancelled", "l.rows") " FROM ("
	  "SELECT l.order_id, l.line, l.cancelled, (SELECT coalesce(sum(c.quantity), 0) FROM cancellation c WHERE c.order_id = l.order_id"
	  " AND c.line = l.line) AS rows FROM order_line l) l WHERE l.cancelled <> l.rows ORDER BY l.order_id, l.line" },
	{ "revisions", "a line is of a revision that its order has come to",
	  "SELECT " LINE("l.order_id", "l.line") ", " SAY("of revision %s, the order is at %s") WITH(TEXT("l.revision")) WITH(TEXT("o.revision"))
	  " " ALL_LINES " WHERE l.revision > o.revision ORDER BY l.order_id, l.line" },
	{ "promises", "what is promised is what the last change of the promise says, and what was first promised when none was made",
	  "SELECT " ORDER("o.id") ", " SAY("the promise is not the one that was made last") " FROM (SELECT o.id, o.promised, coalesce((SELECT p.promised"
	  " FROM promise_change p WHERE p.order_id = o.id ORDER BY p.number DESC LIMIT 1), o.first_promised) AS made FROM orders o) o"
	  " WHERE coalesce(o.promised, -1) <> coalesce(o.made, -1) ORDER BY o.id" },
	{ "order-totals", "an order's net and tax are those of what is not cancelled, with VAT rounded once for each category and rate",
	  "SELECT " ORDER("o.id") ", CASE WHEN o.net <> t.net THEN " DIFFER("net %s, should be %s (in minor units)", "o.net", "t.net") " WHEN o.tax <> t.tax THEN "
	  DIFFER("tax %s, should be %s (in minor units)", "o.tax", "t.tax") " ELSE " DIFFER("gross %s, should be %s (in minor units)", "o.gross", "o.net + o.tax") " END FROM orders o JOIN ("
	  "SELECT order_id, sum(net) AS net, sum(" MONEY_PERCENT("net", "tax_rate") ") AS tax FROM ("
	  "SELECT l.order_id, l.tax_rate, sum(" ACTIVE_NET ") AS net FROM order_line l GROUP BY l.order_id, l.tax_category, l.tax_rate) g"
	  " GROUP BY order_id) t"
	  " ON t.order_id = o.id WHERE o.net <> t.net OR o.tax <> t.tax OR o.gross <> o.net + o.tax ORDER BY o.id" },
	{ "bookings", "no more of a service is booked on a day than its capacity",
	  "SELECT p.sku, " SAY("%s booked, of %s, on a day of %s") OF_UNITS("t.booked", "p.capacity") WITH(ORDER("t.first")) " FROM"
	  " (SELECT b.product_id, b.day, min(b.order_id) AS first, sum(b.quantity) AS booked FROM booking b JOIN order_line l ON l.order_id = b.order_id AND l.line = b.line WHERE l.delivered < " ACTIVE
	  " GROUP BY b.product_id, b.day) t JOIN product p ON p.id = t.product_id WHERE t.booked > p.capacity ORDER BY p.sku, t.day" },
	{ "line-bookings", "a confirmed service is booked whole, from its date on; what is performed or was turned down holds no more than it was",
	  "SELECT " LINE("order_id", "line") ", " SAY("%s booked, of %s") OF_UNITS("booked", "active") " FROM (SELECT o.id AS order_id, l.line, l.kind,"
	  " o.state, l.date, l.delivered, " ACTIVE " AS active, coalesce(sum(b.quantity), 0) AS booked, min(b.day) AS first,"
	  " coalesce(sum(b.quantity) FILTER (WHERE b.product_id <> l.product_id), 0) AS foreign_units " ALL_LINES
	  " LEFT JOIN booking b ON b.order_id = o.id AND b.line = l.line GROUP BY o.id, l.line) t WHERE foreign_units > 0 OR booked > CASE WHEN kind = 'service'"
	  " AND state IN ('confirmed', 'completed') THEN active ELSE 0 END OR (kind = 'service' AND state = 'confirmed' AND delivered < active"
	  " AND (booked < active OR date <> first OR date IS NULL)) ORDER BY order_id, line" },
	{ "order-lines", "every order has a line",
	  "SELECT " ORDER("o.id") ", " SAY("no line") " FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)"
	  " ORDER BY o.id" },
	{ "order-states", "an order is completed when all of it is delivered or cancelled, and one that was turned down moved nothing",
	  "SELECT " ORDER("id") ", CASE WHEN state = 'completed' THEN " SAY("completed, and not all of it is delivered")
	  " WHEN state = 'confirmed' THEN " SAY("all that is waited for is delivered, and it is not completed")
	  " ELSE " SAY("it is %s, and some of it moved") WITH("state") " END FROM (SELECT o.id, o.state, " ORDER_LINES("l.delivered < " ACTIVE) " AS open, "
	  ORDER_LINES(LINE_OPEN) " AS waited, " ORDER_LINES("l.picked > 0 OR l.shipped > 0 OR l.delivered > 0") " AS moved, " ORDER_LINES("l.cancelled < l.ordered") " AS active "
	  ALL_LINES " GROUP BY o.id, o.state) t WHERE (state = 'completed' AND open > 0) OR (state = 'confirmed' AND waited = 0)"
	  " OR (state IN ('placed', 'rejected', 'cancelled') AND moved > 0) OR (state = 'cancelled' AND active > 0) ORDER BY id" },
	{ "order-times", "when an order was confirmed, shipped, delivered and closed agrees with its state and its lines",
	  "SELECT " ORDER("id") ", CASE wrong WHEN 1 THEN " SAY("the time of confirming does not agree") " WHEN 2 THEN "
	  SAY("the time of closing does not agree") " WHEN 3 THEN " SAY("the time of shipping does not agree") " ELSE "
	  SAY("the time of delivery does not agree") " END FROM (SELECT o.id, CASE"
	  " WHEN (o.state IN ('confirmed', 'completed') AND o.confirmed_at IS NULL)"
	  " OR (o.state IN ('placed', 'rejected') AND o.confirmed_at IS NOT NULL) THEN 1"
	  " WHEN (" ORDER_OPEN ") = (o.closed_at IS NOT NULL) THEN 2"
	  " WHEN (o.shipped_at IS NOT NULL) <> (" ORDER_LINES("l.kind = 'goods' AND " ACTIVE " > 0") " > 0 AND "
	  ORDER_LINES("l.kind = 'goods' AND " ACTIVE " > l.shipped") " = 0) THEN 3"
	  " WHEN (o.delivered_at IS NOT NULL) <> (" ORDER_LINES(ACTIVE " > 0") " > 0 AND " ORDER_LINES(ACTIVE " > l.delivered") " = 0) THEN 4"
	  " ELSE 0 END AS wrong " ALL_LINES " GROUP BY o.id) t WHERE wrong > 0 ORDER BY id" },
	{ "sla-dues", "each target has a due time and before it the time when it is at risk, both after the order was placed",
	  "SELECT " ORDER("o.id") ", " SAY("the times of a target are out of their order") " FROM orders o"
	  " WHERE (o.confirm_due IS NULL) <> (o.confirm_risk IS NULL) OR (o.ship_due IS NULL) <> (o.ship_risk IS NULL)"
	  " OR (o.deliver_due IS NULL) <> (o.deliver_risk IS NULL) OR o.confirm_risk > o.confirm_due OR o.ship_risk > o.ship_due"
	  " OR o.deliver_risk > o.deliver_due OR o.confirm_risk < o.placed_at OR o.ship_risk < o.placed_at OR o.deliver_risk < o.placed_at"
	  " ORDER BY o.id" },
	{ "next-due", "what is due next is the first target that is not done, and nothing once an order is closed",
	  "SELECT " ORDER("id") ", " SAY("the next due time is not that of the next target") " FROM (SELECT o.id, o.next_due, o.promised, "
	  ORDER_OPEN " AS open, CASE WHEN " ORDER_OPEN " THEN coalesce(CASE o.state WHEN 'placed' THEN o.confirm_due END,"
	  " CASE WHEN EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.kind = 'goods' AND " ACTIVE " > l.shipped) THEN"
	  " CASE WHEN o.ship_due IS NULL OR o.ship_by < o.ship_due THEN o.ship_by ELSE o.ship_due END END, o.deliver_due) END AS due"
	  " FROM orders o) t WHERE (due IS NOT NULL AND (next_due IS NULL OR next_due <> due))"
	  " OR (due IS NULL AND (next_due IS NOT NULL) <> (open AND promised IS NOT NULL)) ORDER BY id" },
	{ "holds", "an order's clock stands while a hold of the customer's is open, and what was turned down is held no more",
	  "SELECT " ORDER("o.id") ", CASE WHEN o.state IN ('rejected', 'cancelled') THEN " SAY("it is %s, and held") WITH("o.state")
	  " ELSE " SAY("its clock and its holds do not agree") " END FROM orders o LEFT JOIN (SELECT order_id,"
	  " count(*) FILTER (WHERE fault = 'customer') AS customers FROM hold WHERE released_at IS NULL GROUP BY order_id) h"
	  " ON h.order_id = o.id WHERE (o.stopped_at IS NOT NULL) <> (coalesce(h.customers, 0) > 0)"
	  " OR (h.order_id IS NOT NULL AND o.state IN ('rejected', 'cancelled')) ORDER BY o.id" },
	{ "approvals", "what is confirmed was approved, and only revisions that there are were approved or let pass a credit limit",
	  "SELECT " ORDER("o.id") ", CASE WHEN o.credit_override > o.revision THEN " SAY("a revision that is not there passes the limit")
	  " WHEN o.approved > o.revision THEN " SAY("a revision that is not there is approved")
	  " ELSE " SAY("its approval does not agree with its state") " END FROM orders o"
	  " WHERE (o.state IN ('confirmed', 'completed') AND o.approved IS NULL) OR (o.state = 'placed' AND o.approved IS NOT NULL)"
	  " OR o.approved > o.revision OR o.credit_override > o.revision"
	  " ORDER BY o.id" },
	{ "shipment-lines", "what a line says is picked, packed, shipped and delivered is what its shipments hold",
	  "SELECT " LINE("id", "line") ", " SAY("the line and its shipments do not agree") " FROM (SELECT l.order_id AS id, l.line, l.kind, l.picked,"
	  " l.packed, l.shipped, l.delivered, " SHIPPED_IN("'picking', 'packed', 'shipped', 'delivered'") " AS p, "
	  SHIPPED_IN("'packed', 'shipped', 'delivered'") " AS q, " SHIPPED_IN("'shipped', 'delivered'") " AS r, " SHIPPED_IN("'delivered'") " AS d"
	  " FROM order_line l LEFT JOIN shipment s ON s.order_id = l.order_id"
	  " LEFT JOIN shipment_line t ON t.shipment_id = s.id AND t.line = l.line AND t.product_id = l.product_id AND t.order_id = s.order_id"
	  " GROUP BY l.order_id, l.line) u WHERE picked <> p OR packed <> q OR shipped <> r OR (kind = 'goods' AND delivered <> d)"
	  " ORDER BY id, line" },
	{ "shipment-orders", "a shipment holds lines of its own order, of the product that was ordered",
	  "SELECT " SHIPMENT("s.id") ", CASE WHEN t.line IS NULL THEN " SAY("no line")
	  " ELSE " SAY("line %s is of another order or product") WITH(TEXT("t.line")) " END FROM shipment s LEFT JOIN shipment_line t ON t.shipment_id = s.id LEFT JOIN order_line l ON l.order_id = s.order_id"
	  " AND l.line = t.line AND l.product_id = t.product_id WHERE l.line IS NULL OR t.order_id <> s.order_id ORDER BY s.id, t.line" },
	{ "shipment-times", "when a shipment was packed, shipped and delivered agrees with its state",
	  "SELECT " SHIPMENT("s.id") ", " SAY("its times do not agree with its state") " FROM shipment s WHERE s.delivered_at < s.shipped_at"
	  " OR (s.state IN ('packed', 'shipped', 'delivered') AND s.packed_at IS NULL)"
	  " OR (s.state IN ('shipped', 'delivered')) <> (s.shipped_at IS NOT NULL) OR (s.state = 'delivered') <> (s.delivered_at IS NOT NULL)"
	  " ORDER BY s.id" },
	{ "packages", "the packages of a shipment that is packed hold exactly its lines, and one that is not has none",
	  "SELECT " SHIPMENT("id") ", " SAY("line %s: %s in packages, %s in the shipment") WITH(TEXT("line"))
	  OF_UNITS("packed", "quantity") " FROM (SELECT s.id, s.state, t.line, t.quantity, coalesce(sum(k.quantity), 0) AS packed"
	  " FROM shipment s JOIN shipment_line t ON t.shipment_id = s.id"
	  " LEFT JOIN package_line k ON k.shipment_id = t.shipment_id AND k.line = t.line GROUP BY s.id, s.state, t.line, t.quantity) u"
	  " WHERE (state IN ('packed', 'shipped', 'delivered') AND packed <> quantity) OR (state = 'picking' AND packed <> 0)"
	  " UNION ALL SELECT " SHIPMENT("p.shipment_id") ", " SAY("package %s is empty") WITH(TEXT("p.package")) " FROM package p WHERE NOT EXISTS ("
	  "SELECT 1 FROM package_line k WHERE k.shipment_id = p.shipment_id AND k.package = p.package)" },
	{ "delivery-attempts", "deliveries that failed are numbered from 1, of a shipment on its way",
	  "SELECT " SHIPMENT("id") ", " SAY("attempt %s is out of its order") WITH(TEXT("attempt")) " FROM (SELECT s.id, s.shipped_at,"
	  " s.delivered_at, a.attempt, a.at, row_number() OVER (PARTITION BY s.id ORDER BY a.attempt) AS place"
	  " FROM delivery_attempt a JOIN shipment s ON s.id = a.shipment_id) t"
	  " WHERE attempt <> place OR shipped_at IS NULL OR at < shipped_at OR at > delivered_at ORDER BY id, attempt" },
	{ "shipment-ledger", "what the stock ledger says was shipped is what shipments took", NULL },
	{ "returned-quantities", "what a line says is returned is what its returns received, and no more is on its way back than is out",
	  "SELECT " LINE("id", "line") ", " SAY("%s returned, %s received, %s to come, of %s")
	  OF_UNITS("returned", "received") OF_UNITS("coming", "delivered") " FROM (SELECT l.order_id AS id, l.line, l.kind, l.returned, l.delivered,"
	  " coalesce(sum(t.received) FILTER (WHERE r.state <> 'refused'), 0) AS received,"
	  " coalesce(sum(t.quantity - t.received) FILTER (WHERE r.state IN ('requested', 'received')), 0) AS coming FROM order_line l"
	  " LEFT JOIN rma r ON r.order_id = l.order_id LEFT JOIN rma_line t ON t.rma_id = r.id AND t.line = l.line AND t.order_id = l.order_id"
	  " GROUP BY l.order_id, l.line) u WHERE returned <> received OR returned + coming > delivered OR (kind <> 'goods' AND received + coming > 0)"
	  " ORDER BY id, line" },
	{ "return-lines", "a return has lines of its own order, and what was judged of them agrees with its state",
	  "SELECT " RETURN("id") ", " SAY("its lines do not agree with its state") " FROM (SELECT r.id, r.state, count(t.part) AS parts,"
	  " count(*) FILTER (WHERE t.received > 0) AS received, count(*) FILTER (WHERE t.disposition IS NOT NULL) AS judged,"
	  " count(*) FILTER (WHERE t.order_id <> r.order_id OR t.received > t.quantity) AS wrong,"
	  " count(*) FILTER (WHERE (coalesce(t.disposition, '') = 'replace') <> (t.replacement IS NOT NULL)) AS unreplaced FROM rma r"
	  " LEFT JOIN rma_line t ON t.rma_id = r.id GROUP BY r.id, r.state) u WHERE parts = 0 OR wrong > 0 OR unreplaced > 0"
	  " OR CASE WHEN state = 'requested' THEN received > 0 WHEN state = 'refused' THEN judged > 0"
	  " WHEN state = 'received' THEN received = 0 OR judged = received ELSE judged = 0 OR judged <> received END ORDER BY id" },
	/* Not in which order: somebody may have set the clock back. */
	{ "return-times", "when a return was opened, received and closed agrees with its state",
	  "SELECT " RETURN("r.id") ", " SAY("its times do not agree with its state") " FROM rma r WHERE (r.state IN ('received', 'inspected', 'closed') AND r.received_at IS NULL) OR (r.state = 'requested' AND r.received_at IS NOT NULL)"
	  " OR (r.state IN ('closed', 'refused')) <> (r.closed_at IS NOT NULL) ORDER BY r.id" },
	{ "return-ledger", "what the stock ledger says came back is what was put on the shelf again",
	  "SELECT " PLACE ", " SAY("%s restocked, %s by the ledger") OF_UNITS("t.restocked", "t.ledger") " FROM ("
	  "SELECT product_id, warehouse_id, sum(restocked) AS restocked, sum(ledger) AS ledger FROM ("
	  "SELECT l.product_id, r.warehouse_id, t.received AS restocked, 0 AS ledger FROM rma r JOIN rma_line t ON t.rma_id = r.id"
	  " JOIN order_line l ON l.order_id = t.order_id AND l.line = t.line WHERE t.disposition = 'restock'"
	  " UNION ALL SELECT product_id, warehouse_id, 0, quantity FROM stock_move WHERE kind = 'return') u"
	  " GROUP BY product_id, warehouse_id HAVING sum(restocked) <> sum(ledger)) t" OF_PLACE " ORDER BY p.sku, w.code" },
	{ "complaints", "a complaint is open or has its outcome, and what that led to is of the same order",
	  "SELECT " COMPLAINT("m.id") ", " SAY("its outcome does not agree")
	  " FROM complaint m JOIN orders o ON o.id = m.order_id LEFT JOIN rma r ON r.id = m.rma_id LEFT JOIN orders n ON n.id = m.replacement"
	  " WHERE (m.state = 'resolved') <> (m.outcome IS NOT NULL) OR (m.outcome IS NULL) <> (m.resolved_at IS NULL)"
	  " OR (coalesce(m.outcome, '') = 'return') <> (m.rma_id IS NOT NULL) OR (coalesce(m.outcome, '') = 'replacement') <> (m.replacement IS NOT NULL)"
	  " OR r.order_id <> m.order_id OR n.customer_id <> o.customer_id OR (m.outcome = 'credit' AND m.amount IS NULL)"
	  " ORDER BY m.id" },
	{ "credit-causes", "a credit note that follows from a return or a complaint is of the same order, and takes back no more of it than is to be credited",
	  "SELECT n.number, " SAY("%s does not agree") WITH("CASE WHEN n.complaint_id IS NOT NULL THEN " COMPLAINT("n.complaint_id") " ELSE " RETURN("n.rma_id") " END")
	  " FROM invoice n LEFT JOIN rma r ON r.id = n.rma_id LEFT JOIN complaint m ON m.id = n.complaint_id"
	  " WHERE coalesce(n.rma_id, n.complaint_id) IS NOT NULL AND (n.type <> 'credit_note' OR coalesce(r.order_id, m.order_id, 0) <> coalesce(n.order_id, 0)"
	  " OR coalesce(m.outcome, 'credit') <> 'credit' OR EXISTS (SELECT 1 FROM invoice_line b WHERE b.invoice_id = n.id AND n.rma_id IS NOT NULL"
	  " AND coalesce((SELECT sum(t.quantity) FROM rma_line t WHERE t.rma_id = n.rma_id AND t.line = b.order_line AND t.credit = 1), 0) <"
	  " (SELECT sum(x.quantity) FROM invoice k JOIN invoice_line x ON x.invoice_id = k.id WHERE k.order_id = n.order_id AND k.rma_id = n.rma_id"
	  " AND x.order_line = b.order_line))) ORDER BY n.id" },
	{ "replacements", "an invoice that bills another anew is of the same customer, orders and amount, and that one is credited whole, and billed anew once",
	  "SELECT r.number, 'it does not agree with ' || i.number FROM (SELECT v.*, row_number() OVER (PARTITION BY v.replaces ORDER BY v.id) AS place"
	  " FROM invoice v WHERE v.replaces IS NOT NULL) r JOIN invoice i ON i.number = r.replaces WHERE r.place > 1 OR i.type <> 'invoice'"
	  " OR r.id <= i.id OR r.customer_id <> i.customer_id OR coalesce(r.order_id, 0) <> coalesce(i.order_id, 0) OR r.currency <> i.currency"
	  " OR r.gross <> i.gross OR i.gross <> coalesce((SELECT sum(n.gross) FROM invoice n WHERE n.corrects = i.number), 0)"
	  " OR (SELECT count(*) FROM invoice k WHERE k.corrects = i.number AND k.id < r.id) <> 1 ORDER BY r.id" },
	{ "invoice-numbers", "invoices are numbered from 1 without a gap in each series and year, in the order of issue",
	  "SELECT number, CASE WHEN named <> number THEN " SAY("its number should be %s") WITH("named") " WHEN sequence <> place THEN "
	  SAY("the number before it is missing") " WHEN before > id THEN " SAY("it was issued out of the order of its number")
	  " ELSE " SAY("it is dated before the one that was issued before it") " END FROM (SELECT i.number, i.sequence, i.id, i.issued,"
	  " lag(i.issued) OVER (PARTITION BY i.series ORDER BY i.year, i.sequence) AS dated,"
	  " row_number() OVER (PARTITION BY i.series, i.year ORDER BY i.sequence) AS place,"
	  " lag(i.id) OVER (PARTITION BY i.series, i.year ORDER BY i.sequence) AS before,"
	  " i.sequence - coalesce(lag(i.sequence) OVER (PARTITION BY i.series, i.year ORDER BY i.sequence), 0) AS step,"
	  " " NUMBERED " AS named FROM invoice i) t"
	  " WHERE named <> number OR step <> 1 OR before > id OR dated > issued ORDER BY id" },
	{ "e-invoices", "every invoice that was issued as an e-invoice has its bytes, and no other has",
	  "SELECT i.number, CASE WHEN e.invoice_id IS NULL THEN " SAY("its e-invoice is missing") " ELSE " SAY("it was issued on paper, and has an e-invoice") " END"
	  " FROM invoice i LEFT JOIN einvoice e ON e.invoice_id = i.id WHERE (i.profile = 'paper') <> (e.invoice_id IS NULL) ORDER BY i.id" },
	{ "invoice-totals", "an invoice's net and tax are those of its lines and of its VAT groups",
	  "SELECT number, CASE WHEN net <> lines THEN " DIFFER("net %s, should be %s (in minor units)", "net", "lines") " WHEN net <> taxed THEN " DIFFER("net %s, should be %s (in minor units)", "net", "taxed")
	  " WHEN tax <> taxes THEN " DIFFER("tax %s, should be %s (in minor units)", "tax", "taxes") " ELSE " DIFFER("gross %s, should be %s (in minor units)", "gross", "net + tax") " END FROM (SELECT i.*,"
	  " (SELECT coalesce(sum(l.net), 0) FROM invoice_line l WHERE l.invoice_id = i.id) AS lines,"
	  " (SELECT coalesce(sum(t.net), 0) FROM invoice_tax t WHERE t.invoice_id = i.id) AS taxed,"
	  " (SELECT coalesce(sum(t.tax), 0) FROM invoice_tax t WHERE t.invoice_id = i.id) AS taxes FROM invoice i) v"
	  " WHERE net <> lines OR net <> taxed OR tax <> taxes OR gross <> net + tax ORDER BY id" },
	{ "invoice-vat", "an invoice's VAT is the rate on the sum of its lines, for each category and rate",
	  "SELECT i.number, CASE WHEN t.net <> t.lines THEN " SAY("%s %s %%: net %s, should be %s (in minor units)") OF_GROUP
	  WITH(TEXT("t.net")) WITH(TEXT("t.lines")) " ELSE " SAY("%s %s %%: tax %s, should be %s (in minor units)") OF_GROUP
	  WITH(TEXT("t.tax")) WITH(TEXT(MONEY_PERCENT("t.net", "t.rate"))) " END FROM ("
	  "SELECT invoice_id, category, rate, sum(net) AS net, sum(tax) AS tax, sum(lines) AS lines FROM ("
	  "SELECT invoice_id, category, rate, net, tax, 0 AS lines FROM invoice_tax"
	  " UNION ALL SELECT invoice_id, tax_category, tax_rate, 0, 0, net FROM invoice_line) u GROUP BY invoice_id, category, rate) t"
	  " JOIN invoice i ON i.id = t.invoice_id WHERE t.net <> t.lines OR (i.type = 'invoice' AND t.tax <> " MONEY_PERCENT("t.net", "t.rate") ")"
	  " ORDER BY i.id, t.category, t.rate" },
	{ "invoice-orders", "an invoice is of its order: customer, currency, and nothing is due before it is issued",
	  "SELECT i.number, " SAY("it does not agree with %s") WITH(ORDER("o.id")) " FROM invoice i JOIN orders o ON o.id = i.order_id"
	  " WHERE i.customer_id <> o.customer_id OR i.currency <> o.currency OR i.due < i.issued"
	  " UNION ALL SELECT DISTINCT i.number, " SAY("line %s does not agree with its order") WITH(TEXT("l.line")) " FROM invoice_line l JOIN invoice i"
	  " ON i.id = l.invoice_id LEFT JOIN orders o ON o.id = l.order_id WHERE (l.order_id IS NOT NULL AND (i.order_id IS NOT NULL"
	  " OR o.id IS NULL OR i.customer_id <> o.customer_id OR i.currency <> o.currency)) OR (l.order_line IS NOT NULL"
	  " AND coalesce(l.order_id, i.order_id) IS NULL) ORDER BY 1" },
	{ "invoiced-quantities", "what a line says is invoiced is what its invoices bill, less what credit notes took back to be billed again, or was cancelled then",
	  "SELECT " LINE("l.order_id", "l.line") ", " SAY("%s invoiced, %s billed") OF_UNITS("l.invoiced", "l.billed") " FROM ("
	  "SELECT order_id, line, sum(invoiced) AS invoiced, sum(billed) AS billed FROM ("
	  "SELECT order_id, line, invoiced, 0 AS billed FROM order_line UNION ALL SELECT coalesce(l.order_id, i.order_id), l.order_line, 0,"
	  " CASE i.type WHEN 'invoice' THEN l.quantity ELSE -l.quantity END FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id"
	  " WHERE l.order_line IS NOT NULL AND coalesce(l.order_id, i.order_id) IS NOT NULL AND l.rebill = 1"
	  " UNION ALL SELECT order_id, line, 0, -credited FROM cancellation WHERE credited > 0) u"
	  " GROUP BY order_id, line HAVING sum(invoiced) <> sum(billed)) l ORDER BY l.order_id, l.line" },
	{ "credited-amounts", "no more of an invoice is credited than it comes to, but where it takes a deposit off",
	  "SELECT number, " TEXT("credited") " || ' credited of ' || " TEXT("gross") " || ' (in minor units)' FROM (SELECT i.id, i.number, i.gross, sum(n.gross) AS credited"
	  " FROM invoice i JOIN invoice n ON n.corrects = i.number WHERE NOT EXISTS (SELECT 1 FROM invoice_line l WHERE l.invoice_id = i.id"
	  " AND l.deposit IS NOT NULL) GROUP BY i.id, i.number, i.gross) t WHERE credited > gross ORDER BY id" },
	{ "credited-cancellations", "no more of a line is cancelled as credited than credit notes took back of it for good",
	  "SELECT " LINE("l.order_id", "l.line") ", " SAY("%s cancelled as credited, %s credited") OF_UNITS("l.cut", "l.credited") " FROM ("
	  "SELECT l.order_id, l.line, " LINE_CREDITED_CUT " AS cut, " LINE_TAKEN_BACK " AS credited FROM order_line l WHERE EXISTS"
	  " (SELECT 1 FROM cancellation c WHERE c.order_id = l.order_id AND c.line = l.line AND c.credited > 0)) l WHERE l.cut > l.credited"
	  " ORDER BY l.order_id, l.line" },
	{ "invoiced-amounts", "the invoices of a line that is billed whole add up to its net",
	  "SELECT " LINE("l.order_id", "l.line") ", " DIFFER("billed %s, should be %s (in minor units)", "l.billed", "l.net") " FROM (SELECT l.order_id, l.line, l.net,"
	  " sum(CASE b.type WHEN 'invoice' THEN b.net ELSE -b.net END) AS billed FROM order_line l JOIN (SELECT coalesce(b.order_id, i.order_id) AS order_id,"
	  " b.order_line, i.type, b.net FROM invoice i JOIN invoice_line b ON b.invoice_id = i.id AND b.rebill = 1 AND b.order_line IS NOT NULL) b"
	  " ON b.order_id = l.order_id AND b.order_line = l.line WHERE l.invoiced + " LINE_CREDITED_CUT " = l.ordered"
	  " GROUP BY l.order_id, l.line, l.net) l WHERE l.billed <> l.net ORDER BY l.order_id, l.line" },
	{ "payments", "no more is paid back than was paid, and a cash discount is taken only where one is offered and nothing is left open",
	  "SELECT number, CASE WHEN paid < 0 THEN " SAY("more was paid back than was paid") " WHEN discount < 0 OR discount > gross - credited THEN "
	  SAY("its cash discount is %s of %s (in minor units)") WITH(TEXT("discount")) WITH(TEXT("gross - credited"))
	  " WHEN strays > 0 THEN " SAY("a payment is of no invoice or by the credit note of another") " ELSE " SAY("a cash discount was taken, and something is open") " END"
	  " FROM (SELECT i.id, i.number, i.gross, i.discount_percent, sum(p.amount) AS paid, sum(p.discount) AS discount,"
	  " coalesce((SELECT sum(n.gross) FROM invoice n WHERE n.corrects = i.number), 0) AS credited,"
	  " count(*) FILTER (WHERE i.type <> 'invoice' OR (p.discount <> 0 AND i.discount_percent IS NULL)"
	  " OR (p.credit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM invoice n WHERE n.id = p.credit_id AND n.corrects = i.number))) AS strays"
	  " FROM invoice i JOIN payment p ON p.invoice_id = i.id GROUP BY i.id, i.number, i.gross, i.discount_percent) t"
	  " WHERE paid < 0 OR discount < 0 OR discount > gross - credited OR strays > 0 OR (discount > 0 AND paid + discount + credited < gross)"
	  " ORDER BY id" },
	{ "reminders", "the reminders of an invoice are of its levels from 1 without a gap, each later than the one before, and of no more than it asks for",
	  "SELECT number, CASE WHEN stray THEN " SAY("it is a credit note") " WHEN level <> place THEN " SAY("the reminder before level %s is missing") WITH(TEXT("level"))
	  " WHEN open > gross THEN " SAY("reminder %s is of more than it") WITH(TEXT("level")) " ELSE "
	  SAY("reminder %s is dated too early") WITH(TEXT("level")) " END"
	  " FROM (SELECT i.id, i.number, i.gross, i.type <> 'invoice' AS stray, r.level, r.open, r.dated, i.due,"
	  " row_number() OVER (PARTITION BY r.invoice_id ORDER BY r.level) AS place, lag(r.dated) OVER (PARTITION BY r.invoice_id ORDER BY r.level) AS before"
	  " FROM reminder r JOIN invoice i ON i.id = r.invoice_id) t WHERE stray OR level <> place OR open > gross OR dated <= due OR dated <= before"
	  " ORDER BY id, level" },
	{ "customers-owe", "what a customer owes is what they are invoiced, less what is credited, paid and taken as cash discount",
	  "SELECT " SAY("customer %s") WITH("c.code") ", " DIFFER("owed %s, should be %s (in minor units)", "c.owed", "t.sums") " FROM customer c JOIN (SELECT customer_id, sum(sums) AS sums FROM ("
	  "SELECT id AS customer_id, 0 AS sums FROM customer"
	  " UNION ALL SELECT customer_id, CASE type WHEN 'invoice' THEN gross ELSE -gross END FROM invoice"
	  " UNION ALL SELECT i.customer_id, -(p.amount + p.discount) FROM payment p JOIN invoice i ON i.id = p.invoice_id) u"
	  " GROUP BY customer_id) t ON t.customer_id = c.id WHERE c.owed <> t.sums ORDER BY c.code" },
	{ "disputes", "a dispute contests no more than its invoice asks for, and is open or has its outcome: a credit note of that invoice",
	  "SELECT " DISPUTE("id") ", CASE WHEN amount > gross OR amount <= 0 THEN " SAY("it is of %s, its invoice of %s (in minor units)") WITH(TEXT("amount"))
	  WITH(TEXT("gross")) " WHEN stray THEN " SAY("it is of no such line or invoice") " ELSE " SAY("its outcome does not agree") " END FROM ("
	  "SELECT d.id, d.amount, i.gross, i.type <> 'invoice' OR (d.line IS NOT NULL AND NOT EXISTS (SELECT 1 FROM invoice_line l"
	  " WHERE l.invoice_id = i.id AND l.line = d.line)) AS stray, (d.outcome IS NULL) <> (d.resolved_at IS NULL)"
	  " OR (d.outcome IS NULL) <> (d.resolved_by IS NULL) OR (coalesce(d.outcome, '') = 'credit') <> (d.credit_id IS NOT NULL)"
	  " OR (d.credit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM invoice n WHERE n.id = d.credit_id AND n.corrects = i.number)) AS wrong"
	  " FROM dispute d JOIN invoice i ON i.id = d.invoice_id) t WHERE amount > gross OR amount <= 0 OR stray OR wrong ORDER BY id" },
	{ "document-events", "the log knows every order, invoice, return, complaint and dispute",
	  "SELECT subject, " SAY("no event") " FROM (SELECT " ORDER("o.id") " AS subject FROM orders o UNION ALL SELECT i.number FROM invoice i"
	  " UNION ALL SELECT " RETURN("r.id") " FROM rma r UNION ALL SELECT " COMPLAINT("m.id") " FROM complaint m"
	  " UNION ALL SELECT " DISPUTE("t.id") " FROM dispute t) d"
	  " WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.subject = d.subject) ORDER BY subject" },
	{ "event-numbers", "events are numbered from 1 without a gap", /* which their count tells: only when it does not are they read */
	  "SELECT " SAY("event %s") WITH(TEXT("seq")) ", " SAY("the event before it is missing") " FROM (SELECT e.seq, lag(e.seq) OVER (ORDER BY e.seq) AS before"
	  " FROM (SELECT 1 AS broken WHERE (SELECT min(seq) <> 1 OR max(seq) <> count(*) FROM event)) b CROSS JOIN event e) t"
	  " WHERE seq <> coalesce(before, 0) + 1 ORDER BY seq" },
	{ "event-chain", "each event's hash is that of its content and of the hash before it", NULL },
	{ "keys", "the documents that a key stands for are there", NULL },
	{ NULL, NULL, NULL },
};
