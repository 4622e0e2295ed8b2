/* Writes an invoice: its rows, frozen from then on, the order's count of what is billed, what the customer owes, and the log of both. */
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/credit.h"
#include "ordr/event.h"

static int write_head(struct core *core, const struct bill *bill)
{
	const struct invoice *v = &bill->invoice;
	const struct party *s = &v->seller;
	const struct party *b = &v->buyer;
	const struct address *to = &v->ship_to;
	int64_t shipment = v->shipment.number ? v->shipment.number : NONE;
	int64_t order = bill->id.number ? bill->id.number : NONE;
	int64_t rma = v->rma.number ? v->rma.number : NONE;
	int64_t complaint = v->complaint.number ? v->complaint.number : NONE;
	return db_run(core->db,
		      "INSERT INTO invoice (number, series, year, sequence, type, kind, corrects, replaces, order_id, shipment_id, customer_id, issued,"
		      " issued_at, due, currency, net, tax, gross, order_ref, profile, language, payment_means, note, supplied, supplied_until,"
		      " seller_name, seller_street, seller_postcode, seller_city, seller_country, seller_vat_id, seller_tax_number,"
		      " seller_iban, seller_bic, seller_creditor_id, seller_email, seller_phone, seller_contact, seller_register,"
		      " seller_legal, seller_electronic_address, buyer_name, buyer_street, buyer_postcode, buyer_city, buyer_country,"
		      " buyer_vat_id, buyer_reference, buyer_email, buyer_iban, buyer_mandate, buyer_electronic_address, ship_to_name,"
		      " ship_to_street, ship_to_city, ship_to_postcode, ship_to_country, discount_days, discount_percent, rma_id, complaint_id) SELECT $2, $3, $4, $5, $6, $7, $8, $61, $1, $9,"
		      " c.id, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,"
		      " $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54,"
		      " $55, $56, $57, $58, $59 FROM customer c WHERE c.code = $60",
		      A(order), A(v->id), A(bill->number.series), A(bill->number.year), A(bill->number.sequence), A(v->type),
		      A(v->kind), A(v->corrects), A(shipment), A(v->issued), A(core->now), A(v->due), A(v->currency), A(v->net), A(v->tax),
		      A(v->gross), A(v->order_ref), A(v->profile), A(v->language), A(v->payment_means), A(v->note), A(v->supplied),
		      A(v->supplied_until), A(s->name), A(s->street), A(s->postcode), A(s->city), A(s->country), A(s->vat_id), A(s->tax_number),
		      A(s->iban), A(s->bic), A(s->creditor_id), A(s->email), A(s->phone), A(s->contact), A(s->register_id), A(s->legal),
		      A(s->electronic_address), A(b->name), A(b->street), A(b->postcode), A(b->city), A(b->country), A(b->vat_id),
		      A(b->reference), A(b->email), A(b->iban), A(b->mandate), A(b->electronic_address), A(to->name), A(to->street), A(to->city),
		      A(to->postcode), A(to->country), A(v->discount_days), A(v->discount_percent), A(rma), A(complaint), A(v->customer), A(v->replaces));
}

/* What a credit note takes back may be billed again, unless it is kept. */
static int write_line(struct core *core, const struct bill *bill, int64_t row, const struct invoice_line *line)
{
	bool credit = bill->invoice.type[0] == 'c';
	int64_t order = bill->id.number || !line->order.number ? NONE : line->order.number; /* where the invoice names none */
	struct quantity counted = { credit ? -line->qty.thousandths : line->qty.thousandths };
	if (db_run(core->db,
		   "INSERT INTO invoice_line (invoice_id, line, order_line, kind, sku, name, quantity, unit, price, discount, net, tax_category,"
		   " tax_rate, supplied, note, deposit, rebill, order_id, order_ref, supplied_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,"
		   " $17, $18, $19, $20)",
		   A(row), A(line->line), A(line->order_line), A(line->kind), A(line->sku), A(line->name), A(line->qty), A(line->unit),
		   A(line->price), A(line->discount), A(line->net), A(line->tax_category), A(line->tax_rate), A(line->supplied), A(line->note),
		   A(line->deposit), A(!line->kept), A(order), A(line->order_ref), A(line->supplied_until)))
		return -1;
	if (line->order_line == NONE || line->kept)
		return 0;
	return db_run(core->db, "UPDATE order_line SET invoiced = invoiced + $3 WHERE order_id = $1 AND line = $2", A(line->order.number),
		      A(line->order_line), A(counted));
}

int invoice_write_rows(struct core *core, const struct bill *bill)
{
	const struct invoice *invoice = &bill->invoice;
	const struct invoice_line *lines = invoice->lines.items;
	const struct invoice_tax *taxes = invoice->taxes.items;
	if (write_head(core, bill))
		return -1;
	int64_t row = db_last_id(core->db);
	for (size_t i = 0; i < invoice->lines.count; i++)
		if (write_line(core, bill, row, &lines[i]))
			return -1;
	for (size_t i = 0; i < invoice->taxes.count; i++)
		if (db_run(core->db,
			   "INSERT INTO invoice_tax (invoice_id, category, rate, net, tax, reason, reason_code)"
			   " VALUES ($1, $2, $3, $4, $5, $6, $7)",
			   A(row), A(taxes[i].category), A(taxes[i].rate), A(taxes[i].net), A(taxes[i].tax), A(taxes[i].reason),
			   A(taxes[i].reason_code)))
			return -1;
	struct money owed = invoice->gross;
	if (invoice->type[0] == 'c')
		owed.minor = -owed.minor;
	return credit_owe(core, invoice->id, owed);
}

/* Sums and lines (of `order` alone, number 0: of all), as the events of both documents tell them. */
static void put_sums(const struct invoice *invoice, struct order_id order, struct str *what)
{
	char text[MONEY_SIZE];
	char id[ID_SIZE];
	const struct invoice_line *lines = invoice->lines.items;
	str_printf(what, "\"currency\":\"%s\",\"net\":%s", invoice->net.currency, money_text(invoice->net, text));
	str_printf(what, ",\"tax\":%s", money_text(invoice->tax, text));
	str_printf(what, ",\"gross\":%s,\"lines\":[", money_text(invoice->gross, text));
	bool first = true;
	for (size_t i = 0; i < invoice->lines.count; i++) {
		if (lines[i].order_line == NONE || (order.number && lines[i].order.number != order.number))
			continue;
		str_put(what, first ? "{" : ",{");
		if (!invoice->order.number && !order.number)
			str_printf(what, "\"order\":\"%s\",", order_id_text(lines[i].order, id));
		str_printf(what, "\"line\":%lld,\"qty\":%s}", (long long)lines[i].order_line, quantity_text(lines[i].qty, text));
		first = false;
	}
	str_put(what, "]");
}

static void put_replaced(const struct invoice *invoice, struct str *what)
{
	if (invoice->replaces)
		str_printf(what, "\"replaces\":\"%s\",", invoice->replaces);
}

/* An order's log says what of it was billed. */
static int order_event(struct core *core, const struct invoice *invoice, struct order_id order)
{
	struct str what = { 0 };
	str_printf(&what, "\"invoice\":\"%s\",", invoice->id);
	put_replaced(invoice, &what);
	if (strcmp(invoice->kind, "standard"))
		str_printf(&what, "\"kind\":\"%s\",", invoice->kind);
	put_sums(invoice, order, &what);
	return event_order(core, order, &what);
}

/* Each of the orders once: their lines stand together. */
static int order_events(struct core *core, const struct bill *bill, struct str *orders)
{
	char text[ID_SIZE];
	struct order_id last = { 0 };
	const struct invoice_line *lines = bill->invoice.lines.items;
	if (bill->id.number) {
		str_printf(orders, "\"order\":\"%s\",", order_id_text(bill->id, text));
		return order_event(core, &bill->invoice, bill->id);
	}
	str_put(orders, "\"orders\":[");
	for (size_t i = 0; i < bill->invoice.lines.count; i++) {
		if (lines[i].order.number == last.number)
			continue;
		str_printf(orders, "%s\"%s\"", last.number ? "," : "", order_id_text(lines[i].order, text));
		last = lines[i].order;
		if (order_event(core, &bill->invoice, last))
			return -1;
	}
	str_put(orders, "],");
	return 0;
}

/* The orders' logs say what was billed, the invoice's own where it comes from. */
static int write_events(struct core *core, const struct bill *bill)
{
	const struct invoice *invoice = &bill->invoice;
	struct str what = { 0 };
	if (order_events(core, bill, &what)) {
		str_release(&what);
		return -1;
	}
	put_replaced(invoice, &what);
	if (strcmp(invoice->kind, "standard"))
		str_printf(&what, "\"kind\":\"%s\",", invoice->kind);
	put_sums(invoice, (struct order_id){ 0 }, &what);
	return event_subject(core, &what, "%s", invoice->id);
}

int invoice_write(struct core *core, const struct bill *bill)
{
	return invoice_write_rows(core, bill) || write_events(core, bill) ? -1 : 0;
}
