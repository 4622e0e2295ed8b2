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
	int64_t rma = v->rma.number ? v->rma.number : NONE;
	int64_t complaint = v->complaint.number ? v->complaint.number : NONE;
	return db_run(core->db,
		      "INSERT INTO invoice (number, series, year, sequence, type, kind, corrects, order_id, shipment_id, customer_id, issued,"
		      " issued_at, due, currency, net, tax, gross, order_ref, profile, language, payment_means, note, supplied, supplied_until,"
		      " seller_name, seller_street, seller_postcode, seller_city, seller_country, seller_vat_id, seller_tax_number,"
		      " seller_iban, seller_bic, seller_creditor_id, seller_email, seller_phone, seller_contact, seller_register,"
		      " seller_legal, seller_electronic_address, buyer_name, buyer_street, buyer_postcode, buyer_city, buyer_country,"
		      " buyer_vat_id, buyer_reference, buyer_email, buyer_iban, buyer_mandate, buyer_electronic_address, ship_to_name,"
		      " ship_to_street, ship_to_city, ship_to_postcode, ship_to_country, discount_days, discount_percent, rma_id, complaint_id) SELECT $2, $3, $4, $5, $6, $7, $8, o.id, $9,"
		      " o.customer_id, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,"
		      " $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54,"
		      " $55, $56, $57, $58, $59 FROM orders o WHERE o.id = $1",
		      A(bill->id.number), A(v->id), A(bill->number.series), A(bill->number.year), A(bill->number.sequence), A(v->type),
		      A(v->kind), A(v->corrects), A(shipment), A(v->issued), A(core->now), A(v->due), A(v->currency), A(v->net), A(v->tax),
		      A(v->gross), A(v->order_ref), A(v->profile), A(v->language), A(v->payment_means), A(v->note), A(v->supplied),
		      A(v->supplied_until), A(s->name), A(s->street), A(s->postcode), A(s->city), A(s->country), A(s->vat_id), A(s->tax_number),
		      A(s->iban), A(s->bic), A(s->creditor_id), A(s->email), A(s->phone), A(s->contact), A(s->register_id), A(s->legal),
		      A(s->electronic_address), A(b->name), A(b->street), A(b->postcode), A(b->city), A(b->country), A(b->vat_id),
		      A(b->reference), A(b->email), A(b->iban), A(b->mandate), A(b->electronic_address), A(to->name), A(to->street), A(to->city),
		      A(to->postcode), A(to->country), A(v->discount_days), A(v->discount_percent), A(rma), A(complaint));
}

/* What a credit note takes back may be billed again, unless it is kept. */
static int write_line(struct core *core, const struct bill *bill, int64_t row, const struct invoice_line *line)
{
	bool credit = bill->invoice.type[0] == 'c';
	struct quantity counted = { credit ? -line->qty.thousandths : line->qty.thousandths };
	if (db_run(core->db,
		   "INSERT INTO invoice_line (invoice_id, line, order_line, kind, sku, name, quantity, unit, price, discount, net, tax_category,"
		   " tax_rate, supplied, note, deposit, rebill) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,"
		   " $17)",
		   A(row), A(line->line), A(line->order_line), A(line->kind), A(line->sku), A(line->name), A(line->qty), A(line->unit),
		   A(line->price), A(line->discount), A(line->net), A(line->tax_category), A(line->tax_rate), A(line->supplied), A(line->note),
		   A(line->deposit), A(!line->kept)))
		return -1;
	if (line->order_line == NONE || line->kept)
		return 0;
	return db_run(core->db, "UPDATE order_line SET invoiced = invoiced + $3 WHERE order_id = $1 AND line = $2", A(bill->id.number),
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

/* Sums and lines, as the events of both documents tell them. */
static void put_sums(const struct invoice *invoice, struct str *what)
{
	char text[MONEY_SIZE];
	const struct invoice_line *lines = invoice->lines.items;
	str_printf(what, "\"currency\":\"%s\",\"net\":%s", invoice->net.currency, money_text(invoice->net, text));
	str_printf(what, ",\"tax\":%s", money_text(invoice->tax, text));
	str_printf(what, ",\"gross\":%s,\"lines\":[", money_text(invoice->gross, text));
	bool first = true;
	for (size_t i = 0; i < invoice->lines.count; i++) {
		if (lines[i].order_line == NONE)
			continue;
		str_printf(what, "%s{\"line\":%lld,\"qty\":%s}", first ? "" : ",", (long long)lines[i].order_line,
			   quantity_text(lines[i].qty, text));
		first = false;
	}
	str_put(what, "]");
}

/* The order's log says what was billed, the invoice's own where it comes from. */
static int write_events(struct core *core, const struct bill *bill)
{
	char text[ID_SIZE];
	const struct invoice *invoice = &bill->invoice;
	bool standard = !strcmp(invoice->kind, "standard");
	struct str of_order = { 0 };
	struct str of_invoice = { 0 };
	str_printf(&of_order, "\"invoice\":\"%s\",", invoice->id);
	str_printf(&of_invoice, "\"order\":\"%s\",", order_id_text(bill->id, text));
	if (!standard) {
		str_printf(&of_order, "\"kind\":\"%s\",", invoice->kind);
		str_printf(&of_invoice, "\"kind\":\"%s\",", invoice->kind);
	}
	put_sums(invoice, &of_order);
	put_sums(invoice, &of_invoice);
	if (!event_order(core, bill->id, &of_order))
		return event_subject(core, &of_invoice, "%s", invoice->id);
	str_release(&of_invoice);
	return -1;
}

int invoice_write(struct core *core, const struct bill *bill)
{
	return invoice_write_rows(core, bill) || write_events(core, bill) ? -1 : 0;
}
