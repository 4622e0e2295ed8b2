/* What an order's progress is called: derived from its lines, never kept. One definition for orders, filters and reports. */
#ifndef ORDR_ORDER_SQL_H
#define ORDR_ORDER_SQL_H

/* For queries with orders as o. Lines (l) are compared one by one, as integers: units of one line never make up for another's. */
#define ORDER_OPEN "o.state IN ('placed', 'confirmed')" /* as the index orders_open says it, or it is not used */

#define ORDER_LINES(condition) "count(*) FILTER(WHERE " condition ")"

/* Units of the line are still to be delivered or performed. Charges are not waited for: they count as delivered when the rest is. */
#define LINE_OPEN "l.kind <> 'charge' AND l.delivered < l.ordered - l.cancelled"

/* Goods of it are still to be shipped. */
#define ORDER_TO_SHIP "EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.kind = 'goods' AND l.shipped < l.ordered - l.cancelled)"

/* What of a line may be billed, whether it is or not, when workflow.invoice_on is `policy`. What is paid before it ships is billed as it is ordered. Charges go with the first unit of others that may
 * be billed, whatever the policy; alone when there is nothing else. */
#define LINE_REACHED(line, policy) \
	"CASE WHEN " policy " = 'shipment' AND " line ".kind = 'goods' THEN " line ".shipped ELSE " line ".delivered END"
#define LINE_BILLABLE(policy)                                                                                                    \
	"CASE WHEN " policy " = 'order' OR o.prepaid = 1 THEN l.ordered - l.cancelled"                                            \
	" WHEN l.kind <> 'charge' THEN " LINE_REACHED("l", policy)                                                              \
	" WHEN EXISTS (SELECT 1 FROM order_line r WHERE r.order_id = l.order_id AND r.kind <> 'charge' AND "                     \
	LINE_REACHED("r", policy) " > 0) OR NOT EXISTS (SELECT 1 FROM order_line r WHERE r.order_id = l.order_id"                \
	" AND r.kind <> 'charge' AND r.ordered > r.cancelled) THEN l.ordered - l.cancelled ELSE l.invoiced END"

/* `returned` when all was delivered and all goods of that came back; active is what was ordered and not cancelled. A charge is delivered with
 * the rest, and is never waited for. */
#define ORDER_FULFILMENT                                                                                                         \
	"(SELECT CASE"                                                                                                           \
	" WHEN " ORDER_LINES("l.returned > 0") " > 0 AND " ORDER_LINES(LINE_OPEN) " = 0"                                         \
	" AND " ORDER_LINES("l.kind = 'goods' AND l.returned < l.delivered") " = 0 THEN 'returned'"                              \
	" WHEN " ORDER_LINES("l.delivered > 0") " > 0 AND " ORDER_LINES(LINE_OPEN) " = 0 THEN 'delivered'"                       \
	" WHEN " ORDER_LINES("l.shipped > 0") " > 0"                                                                             \
	" AND " ORDER_LINES("l.kind = 'goods' AND l.shipped < l.ordered - l.cancelled") " = 0 THEN 'shipped'"                    \
	" WHEN " ORDER_LINES("l.shipped > 0 OR l.delivered > 0") " > 0 THEN 'partial'"                                           \
	" WHEN " ORDER_LINES("l.picked > 0") " > 0"                                                                              \
	" AND " ORDER_LINES("l.packed < l.picked OR l.allocated > 0 OR l.backordered > 0") " = 0 THEN 'packed'"                  \
	" WHEN " ORDER_LINES("l.picked > 0") " > 0 THEN 'picking'"                                                               \
	" WHEN " ORDER_LINES("l.backordered > 0") " > 0 THEN 'backordered'"                                                      \
	" WHEN " ORDER_LINES("l.allocated > 0") " > 0 THEN 'allocated'"                                                          \
	" ELSE 'none' END FROM order_line l WHERE l.order_id = o.id)"

/* What money_percent gives: an amount in minor units at a rate in hundredths, rounded half away from zero. */
#define MONEY_PERCENT_OF(amount, rate) "(" amount ") / 10000 * (" rate ") + ((" amount ") % 10000 * (" rate ") + 5000) / 10000"
#define MONEY_PERCENT(amount, rate) \
	"CASE WHEN (" amount ") < 0 THEN -(" MONEY_PERCENT_OF("-(" amount ")", rate) ") ELSE " MONEY_PERCENT_OF(amount, rate) " END"

/* Numbers (invoice.id) of the documents that bill an order or take back what was billed of it: its own, and those of many orders. */
#define INVOICES_OF(order) "(SELECT id FROM invoice WHERE order_id = " order " UNION SELECT invoice_id FROM invoice_line WHERE order_id = " order ")"

/* Units of a line (l) that were billed, and taken back for good, so that they are not billed again: by a line of a credit note, or with the whole of an
 * invoice of which a price reduction left nothing. */
#define LINE_TAKEN_BACK                                                                                                          \
	"(SELECT coalesce(sum(CASE WHEN k.type = 'credit_note' AND b.rebill = 0 THEN b.quantity ELSE 0 END"                       \
	" + CASE WHEN EXISTS (SELECT 1 FROM invoice w WHERE w.number = coalesce(k.corrects, k.number) AND w.gross > 0"            \
	" AND w.gross <= (SELECT sum(n.gross) FROM invoice n WHERE n.corrects = w.number))"                                      \
	" THEN CASE k.type WHEN 'invoice' THEN b.quantity ELSE -b.quantity END ELSE 0 END), 0)"                                   \
	" FROM invoice k JOIN invoice_line b ON b.invoice_id = k.id WHERE k.id IN " INVOICES_OF("l.order_id")                    \
	" AND coalesce(b.order_id, k.order_id) = l.order_id AND b.order_line = l.line)"
/* … of which so many were cancelled then, */
#define LINE_CREDITED_CUT "(SELECT coalesce(sum(c.credited), 0) FROM cancellation c WHERE c.order_id = l.order_id AND c.line = l.line)"
/* … and what is left, neither cancelled nor come back: nobody is charged for it, so it may be called off. Below zero where more came back. */
#define LINE_CREDITED "(" LINE_TAKEN_BACK " - " LINE_CREDITED_CUT " - l.returned)"
/* Something of the line is billed, and not credited for good. */
#define LINE_CHARGED "l.invoiced > 0 AND l.invoiced > " LINE_CREDITED

/* `paid` when nothing is open of any invoice, once every active unit is invoiced. */
#define ORDER_BILLING_BY(invoices)                                                                                                            \
	"(SELECT CASE"                                                                                                           \
	" WHEN " ORDER_LINES("l.invoiced > 0") " = 0 THEN"                                                                       \
	" CASE WHEN EXISTS " invoices " THEN 'credited' ELSE 'none' END"                                                                \
	" WHEN " ORDER_LINES("l.invoiced < l.ordered - l.cancelled") " > 0 THEN 'partial'"                                       \
	" WHEN NOT EXISTS (SELECT 1 FROM invoice i WHERE i.id IN " invoices " AND i.type = 'invoice' AND i.gross >"                  \
	" (SELECT coalesce(sum(m), 0) FROM (SELECT amount + discount AS m FROM payment WHERE invoice_id = i.id"                  \
	" UNION ALL SELECT gross FROM invoice WHERE corrects = i.number))) THEN 'paid'"                                          \
	" ELSE 'invoiced' END FROM order_line l WHERE l.order_id = o.id)"
#define ORDER_BILLING	      ORDER_BILLING_BY(INVOICES_OF("o.id"))
/* What is paid in advance is billed by invoices of its own alone. */
#define ORDER_BILLING_PREPAID ORDER_BILLING_BY("(SELECT id FROM invoice WHERE order_id = o.id)")

/* Where it goes: what the order says, else where the customer (c) is. */
#define ORDER_SHIP_TO_GIVEN "coalesce(o.ship_name,o.ship_street,o.ship_city,o.ship_postcode,o.ship_country) IS NOT NULL"
#define ORDER_SHIP_TO(part) "CASE WHEN " ORDER_SHIP_TO_GIVEN " THEN o.ship_" part " ELSE c." part " END"
#define ORDER_SHIP_NAME     "coalesce(o.ship_name, c.name)"

#endif
