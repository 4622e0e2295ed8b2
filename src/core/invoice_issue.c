/* Issuing an invoice: what is billed, what it says, whether that is all it must hold, its number, its rows; each step in a file of its own. */
#include <string.h>

#include "fulfilment.h"
#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/gate.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

/* Nothing to bill: all is billed, or what comes first. */
static int refuse(struct core *core, const struct bill *bill, const struct fulfilment *fulfilment)
{
	char text[ID_SIZE];
	bool delivery = !strcmp(bill->policy, "delivery");
	if (!bill_open(bill)) {
		err_already(core->err, "is invoiced already");
		return order_subject(core, bill->id);
	}
	err_set(core->err, ERR_CONFLICT,
		delivery ? TO_TRANSLATE("cannot invoice: nothing more is delivered or performed")
			 : TO_TRANSLATE("cannot invoice: nothing more is shipped or performed"));
	order_subject(core, bill->id);
	const char *next = fulfilment_next(core, fulfilment, delivery ? STEP_DELIVER : STEP_SHIP);
	if (!next && fulfilment->waiting)
		return fulfilment_short(core, fulfilment, ERR_CONFLICT, translate("cannot invoice yet"));
	return err_hint(core->err, "ordr %s %s", next ? next : "deliver", order_id_text(bill->id, text));
}

/* The one shipment that is billed, if it is one. Steps take all shipments of an order, so those not billed are the newest: when the newest
 * holds exactly what is billed of goods, it is alone. Under the policy `order` no shipment is billed. */
static int find_shipment(struct core *core, struct bill *bill)
{
	return db_integer(core->db, &bill->invoice.shipment.number,
			  "SELECT s.id FROM shipment s WHERE s.id = (SELECT max(id) FROM shipment WHERE order_id = $1 AND $2 <> 'order'"
			  " AND (state = 'delivered' OR (state = 'shipped' AND $2 = 'shipment')))"
			  " AND NOT EXISTS (SELECT 1 FROM order_line l LEFT JOIN shipment_line t ON t.shipment_id = s.id AND t.line = l.line"
			  " WHERE l.order_id = $1 AND l.kind = 'goods' AND coalesce(t.quantity, 0) <>"
			  " CASE WHEN $2 = 'shipment' THEN l.shipped ELSE l.delivered END - l.invoiced)",
			  A(bill->id.number), A(bill->policy)) < 0
		       ? -1
		       : 0;
}

/* One error for each thing that is missing. */
static int refuse_lacking(struct core *core, const struct list *lacks)
{
	char text[ID_SIZE];
	struct err all = { 0 };
	const struct invoice_lack *lack = lacks->items;
	for (size_t i = 0; i < lacks->count; i++) {
		struct err one;
		if (strcmp(lack[i].severity, "missing"))
			continue;
		if (strcmp(lack[i].field, "BT-27"))
			err_set(&one, ERR_REFUSED, "%s (%s, %s)", lack[i].detail, lack[i].field, lack[i].rule);
		else
			err_set(&one, ERR_REFUSED, "%s", lack[i].detail);
		err_hint(&one, "%s", lack[i].command);
		err_subject(&one, "%s", order_id_text(lack[i].order, text));
		err_collect(&all, core->keep, &one);
	}
	if (!all.code)
		return 0;
	*core->err = all;
	return -1;
}

static int load(struct core *core, struct bill *bill, const char *deposit)
{
	if (bill_load(core, bill, NULL) || bill_facts(core, bill))
		return -1;
	if (deposit)
		return bill_open(bill) ? bill_deposit(core, bill, deposit) : 0;
	return bill_price(core, bill);
}

int bill_complete(struct core *core, struct bill *bill)
{
	struct invoice *invoice = &bill->invoice;
	if (strcmp(invoice->kind, "deposit") && strcmp(invoice->kind, "collective")) {
		invoice->kind = bill->all ? "standard" : "partial";
		if (bill_deduct(core, bill))
			return -1;
	}
	return bill_sum(core, invoice) || bill_reasons(core, bill) ? -1 : 0;
}

int bill_issue(struct core *core, struct bill *bill, struct order_id of, const char *series, const char **number)
{
	struct list lacks;
	if (invoice_lacks(core, bill, &lacks))
		return order_subject(core, of);
	if (refuse_lacking(core, &lacks))
		return -1;
	if (bill->id.number && !bill->invoice.replaces && strcmp(bill->invoice.kind, "deposit") && find_shipment(core, bill))
		return -1;
	if (invoice_number_next(core, series, &bill->number))
		return core->err->code == ERR_REFUSED ? order_subject(core, of) : -1;
	bill->invoice.id = bill->number.text;
	if (invoice_write(core, bill))
		return -1;
	*number = bill->invoice.id;
	return 0;
}

static int issue(struct core *core, struct order_id id, const char *deposit, const char **number)
{
	struct fulfilment fulfilment;
	struct bill bill = { .id = id, .until = { NONE } };
	if (fulfilment_load(core, id, "invoice", &fulfilment))
		return -1;
	if (load(core, &bill, deposit))
		return order_subject(core, id);
	if (!bill.invoice.lines.count)
		return refuse(core, &bill, &fulfilment);
	if (gate_pass(core, id, GATE_INVOICE))
		return -1;
	if (bill_complete(core, &bill))
		return order_subject(core, id);
	return bill_issue(core, &bill, id, deposit ? "invoice.deposit_series" : "invoice.series", number);
}

int invoice_issue(struct core *core, struct order_id id, const char **number)
{
	return issue(core, id, NULL, number);
}

int invoice_deposit(struct core *core, struct order_id id, const char *part, const char **number)
{
	return issue(core, id, part, number);
}

int invoice_check(struct core *core, struct order_id id, struct list *lacks)
{
	struct bill bill = { .id = id, .until = { NONE } };
	if (bill_load(core, &bill, NULL) || bill_facts(core, &bill) || bill_price(core, &bill) ||
	    (!bill.invoice.lines.count && bill_rest(core, &bill, &bill.invoice)) || bill_complete(core, &bill))
		return order_subject(core, id);
	return invoice_lacks(core, &bill, lacks) ? order_subject(core, id) : 0;
}
