#include <stdlib.h>
#include <string.h>

#include "claim.h"
#include "ordr/field.h"

static void check(int failed)
{
	if (failed)
		abort();
}

void claim_init(struct claim *claim)
{
	struct invoice *invoice = &claim->invoice;
	memset(claim, 0, sizeof *claim);
	field_clear(invoice_schema.fields, invoice);
	invoice->id = "RE-2026-00001";
	invoice->type = "invoice";
	invoice->kind = "standard";
	invoice->order.number = 17;
	invoice->customer = "C-1001";
	invoice->currency = "EUR";
	invoice->issued = invoice->supplied = date_make(2026, 11, 26);
	invoice->due = date_make(2026, 12, 26);
	invoice->order_ref = "PO-4711";
	invoice->payment_means = "transfer";
	invoice->language = "de";
	invoice->profile = "xrechnung";
	invoice->seller = (struct party){ .name = "Nordlicht Werkzeuge GmbH",
					  .street = "Hafenstraße 7",
					  .postcode = "20457",
					  .city = "Hamburg",
					  .country = "DE",
					  .vat_id = "DE812345673",
					  .tax_number = "22/123/45678",
					  .iban = "DE02120300000000202051",
					  .bic = "BYLADEM1001",
					  .email = "rechnung@nordlicht.example",
					  .phone = "+49 40 1234567",
					  .contact = "Jana Petersen",
					  .electronic_address = "EM:rechnung@nordlicht.example",
					  .creditor_id = "DE98ZZZ09999999999",
					  .register_id = "HRB 12345",
					  .legal = "Amtsgericht Hamburg, Geschäftsführerin: Jana Petersen" };
	invoice->buyer = (struct party){ .name = "Werft AG",
					 .street = "Am Kaiserkai 12",
					 .postcode = "20457",
					 .city = "Hamburg",
					 .country = "DE",
					 .vat_id = "DE211304871",
					 .iban = "DE75512108001245126199",
					 .mandate = "M-2026-17",
					 .reference = "04011000-12345-03",
					 .email = "einkauf@werft.example",
					 .electronic_address = "0204:04011000-12345-03" };
	invoice->lines.items = claim->lines;
	invoice->taxes.items = claim->taxes;
}

struct invoice_line *claim_line(struct claim *claim, const char *kind, const char *name, const char *qty, const char *price, const char *discount,
			       const char *category, const char *rate)
{
	const char *currency = claim->invoice.currency;
	struct invoice_line *line = &claim->lines[claim->invoice.lines.count++];
	*line = (struct invoice_line){ .line = (int64_t)claim->invoice.lines.count,
				       .order_line = (int64_t)claim->invoice.lines.count,
				       .kind = kind,
				       .sku = "HAM-500",
				       .name = name,
				       .unit = "C62",
				       .tax_category = category,
				       .supplied = { NONE }, .supplied_until = { NONE } };
	check(claim->invoice.lines.count > CLAIM_LINES || quantity_parse(qty, &line->qty) || price_parse(price, currency, &line->price) ||
	      money_parse(discount ? discount : "0", currency, &line->discount) || percent_parse(rate, &line->tax_rate) ||
	      price_times(line->price, line->qty, &line->net) || money_subtract(line->net, line->discount, &line->net));
	return line;
}

/* What law wants to be said (VATEX codes of the EN 16931 lists). */
static void give_reason(struct invoice_tax *tax)
{
	static const struct {
		const char *category, *code, *text;
	} reasons[] = {
		{ "E", "VATEX-EU-132", "Steuerfrei nach § 4 UStG" },
		{ "AE", "VATEX-EU-AE", "Steuerschuldnerschaft des Leistungsempfängers" },
		{ "K", "VATEX-EU-IC", "Steuerfreie innergemeinschaftliche Lieferung" },
		{ "G", "VATEX-EU-G", "Steuerfreie Ausfuhrlieferung" },
		{ "O", "VATEX-EU-O", "Nicht im Inland steuerbar" },
	};
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (!strcmp(reasons[i].category, tax->category)) {
			tax->reason = reasons[i].text;
			tax->reason_code = reasons[i].code;
		}
}

static struct invoice_tax *find_tax(struct claim *claim, const struct invoice_line *line)
{
	struct invoice_tax *tax = claim->taxes;
	struct invoice_tax *end = tax + claim->invoice.taxes.count;
	while (tax < end && (strcmp(tax->category, line->tax_category) || tax->rate.hundredths != line->tax_rate.hundredths))
		tax++;
	if (tax < end)
		return tax;
	claim->invoice.taxes.count++;
	*tax = (struct invoice_tax){ .category = line->tax_category, .rate = line->tax_rate, .net = money_make(0, claim->invoice.currency) };
	give_reason(tax);
	return tax;
}

void claim_sum(struct claim *claim)
{
	struct invoice *invoice = &claim->invoice;
	invoice->taxes.count = 0;
	invoice->net = invoice->tax = invoice->gross = money_make(0, invoice->currency);
	for (size_t i = 0; i < invoice->lines.count; i++) {
		struct invoice_tax *tax = find_tax(claim, &claim->lines[i]);
		check(money_add(tax->net, claim->lines[i].net, &tax->net) || money_add(invoice->net, claim->lines[i].net, &invoice->net));
	}
	for (size_t i = 0; i < invoice->taxes.count; i++)
		check(money_percent(claim->taxes[i].net, claim->taxes[i].rate, &claim->taxes[i].tax) ||
		      money_add(invoice->tax, claim->taxes[i].tax, &invoice->tax));
	check(money_add(invoice->net, invoice->tax, &invoice->gross));
}
