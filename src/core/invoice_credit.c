/* Taking an invoice back whole. The credit note copies what the invoice says, line by line and tax by tax; nothing is worked out anew, so the two
 * cancel each other to the cent. */
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/credit.h"
#include "ordr/event.h"
#include "ordr/payment.h"

static int may_credit(struct core *core, const struct invoice *invoice)
{
	if (strcmp(invoice->type, "invoice"))
		return err_set(core->err, ERR_CONFLICT, "cannot credit: it is a credit note");
	if (!strcmp(invoice->status, "credited"))
		return err_already(core->err, "is credited already");
	return 0;
}

#define FROZEN                                                                                                                   \
	"seller_bic, seller_creditor_id, seller_email, seller_phone, seller_contact, seller_register, seller_legal,"              \
	" seller_electronic_address, buyer_iban, buyer_mandate, buyer_electronic_address, ship_to_name, ship_to_street,"           \
	" ship_to_city, ship_to_postcode, ship_to_country, kind, profile, language, payment_means, note, supplied, supplied_until"

static int write_head(struct core *core, const char *number, const struct invoice_number *credit, int64_t *row)
{
	if (db_run(core->db,
		   "INSERT INTO invoice (number, series, year, sequence, type, corrects, order_id, shipment_id, customer_id, issued, issued_at,"
		   " due, currency, net, tax, gross, order_ref, seller_name, seller_street, seller_postcode, seller_city, seller_country,"
		   " seller_vat_id, seller_tax_number, seller_iban, buyer_name, buyer_street, buyer_postcode, buyer_city, buyer_country,"
		   " buyer_vat_id, buyer_reference, buyer_email, " FROZEN ") SELECT $2, $3, $4, $5, 'credit_note', number, order_id, shipment_id,"
		   " customer_id, $6, $7, $6, currency, net, tax, gross, order_ref, seller_name, seller_street, seller_postcode, seller_city,"
		   " seller_country, seller_vat_id, seller_tax_number, seller_iban, buyer_name, buyer_street, buyer_postcode, buyer_city,"
		   " buyer_country, buyer_vat_id, buyer_reference, buyer_email, " FROZEN " FROM invoice WHERE number = $1",
		   A(number), A(credit->text), A(credit->series), A(credit->year), A(credit->sequence), A(credit->issued), A(core->now)))
		return -1;
	*row = db_last_id(core->db);
	return 0;
}

static int write_rest(struct core *core, const char *number, int64_t row)
{
	if (db_run(core->db,
		   "INSERT INTO invoice_line (invoice_id, line, order_line, kind, sku, name, quantity, unit, price, discount, net, tax_category,"
		   " tax_rate, supplied, note) SELECT $2, l.line, l.order_line, l.kind, l.sku, l.name, l.quantity, l.unit, l.price, l.discount,"
		   " l.net, l.tax_category, l.tax_rate, l.supplied, l.note FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.number = $1",
		   A(number), A(row)) ||
	    db_run(core->db,
		   "INSERT INTO invoice_tax (invoice_id, category, rate, net, tax, reason, reason_code)"
		   " SELECT $2, t.category, t.rate, t.net, t.tax, t.reason, t.reason_code"
		   " FROM invoice i JOIN invoice_tax t ON t.invoice_id = i.id WHERE i.number = $1",
		   A(number), A(row)))
		return -1;
	return db_run(core->db,
		      "UPDATE order_line SET invoiced = invoiced - b.quantity FROM (SELECT i.order_id, l.order_line AS line, l.quantity"
		      " FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.number = $1) AS b"
		      " WHERE order_line.order_id = b.order_id AND order_line.line = b.line",
		      A(number));
}

static void put(struct str *what, const struct invoice *invoice, const char *credit, const char *reason)
{
	char text[MONEY_SIZE];
	str_printf(what, "\"credit_note\":\"%s\",\"corrects\":\"%s\",\"currency\":\"%s\",\"gross\":%s,\"reason\":", credit, invoice->id,
		   invoice->currency, money_text(invoice->gross, text));
	str_put_json(what, reason);
}

int invoice_credit(struct core *core, const char *number, const char *reason, const char **credit)
{
	struct invoice invoice;
	struct invoice_number next;
	int64_t row;
	if (invoice_load(core, number, &invoice))
		return -1;
	if (may_credit(core, &invoice))
		return err_subject(core->err, "%s", invoice.id);
	if (invoice_number_next(core, &next) || write_head(core, number, &next, &row) || write_rest(core, number, row) ||
	    credit_owe(core, number, money_make(-invoice.gross.minor, invoice.currency)) || payment_credited(core, number, row))
		return -1;
	struct str of_order = { 0 };
	struct str of_credit = { 0 };
	struct str of_invoice = { 0 };
	put(&of_order, &invoice, next.text, reason);
	if (event_order(core, invoice.order, &of_order))
		return -1;
	put(&of_credit, &invoice, next.text, reason);
	if (event_subject(core, &of_credit, "%s", next.text))
		return -1;
	put(&of_invoice, &invoice, next.text, reason);
	*credit = next.text;
	return event_subject(core, &of_invoice, "%s", invoice.id);
}
