/* UBL 2.1: Invoice and CreditNote, elements in the order of their schemas (CEN/TS 16931-3-2). */
#include "parts.h"

static const char invoice_namespaces[] = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
static const char credit_namespaces[] = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";

static void put_date(struct xml *xml, const char *name, struct date date)
{
	char text[DATE_SIZE];
	if (date.days != NONE)
		xml_text(xml, name, date_text(date, text));
}

static void put_amount(struct xml *xml, const char *name, struct money amount)
{
	char text[MONEY_SIZE];
	xml_text_with(xml, name, money_text(amount, text), "currencyID", amount.currency);
}

/* An element with one element in it, which holds a text. */
static void put_inside(struct xml *xml, const char *outer, const char *inner, const char *text)
{
	xml_open(xml, outer);
	xml_text(xml, inner, text);
	xml_close(xml);
}

/* --- head --------------------------------------------------------------------------------------------------------------------- */

static void put_head(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct invoice *invoice = e->invoice;
	xml_text(xml, "cbc:CustomizationID", einvoice_customization(e));
	xml_text(xml, "cbc:ProfileID", einvoice_process);
	xml_text(xml, "cbc:ID", invoice->id);
	put_date(xml, "cbc:IssueDate", invoice->issued);
	if (!e->credit)
		put_date(xml, "cbc:DueDate", invoice->due);
	xml_text(xml, e->credit ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode", einvoice_type(e));
	xml_text(xml, "cbc:Note", invoice->note);
	xml_text(xml, "cbc:DocumentCurrencyCode", invoice->currency);
	xml_text(xml, "cbc:BuyerReference", invoice->buyer.reference);
	if (einvoice_has_period(e)) {
		xml_open(xml, "cac:InvoicePeriod");
		put_date(xml, "cbc:StartDate", invoice->supplied);
		put_date(xml, "cbc:EndDate", invoice->supplied_until);
		xml_close(xml);
	}
}

/* The schema wants the buyer's number of the order (BT-13) where the seller's (BT-14) is given: without it neither is. */
static void put_references(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct invoice *invoice = e->invoice;
	char text[ID_SIZE];
	struct date preceding_issued;
	const char *preceding = einvoice_preceding(e, &preceding_issued);
	if (invoice->order_ref) {
		xml_open(xml, "cac:OrderReference");
		xml_text(xml, "cbc:ID", invoice->order_ref);
		if (invoice->order.number)
			xml_text(xml, "cbc:SalesOrderID", order_id_text(invoice->order, text));
		xml_close(xml);
	}
	if (preceding) {
		xml_open(xml, "cac:BillingReference");
		xml_open(xml, "cac:InvoiceDocumentReference");
		xml_text(xml, "cbc:ID", preceding);
		put_date(xml, "cbc:IssueDate", preceding_issued);
		xml_close(xml);
		xml_close(xml);
	}
	if (invoice->shipment.number)
		put_inside(xml, "cac:DespatchDocumentReference", "cbc:ID", shipment_id_text(invoice->shipment, text));
}

/* --- parties ------------------------------------------------------------------------------------------------------------------ */

static void put_address(struct xml *xml, const char *name, const struct address *address)
{
	xml_open(xml, name);
	xml_text(xml, "cbc:StreetName", address->street);
	xml_text(xml, "cbc:CityName", address->city);
	xml_text(xml, "cbc:PostalZone", address->postcode);
	put_inside(xml, "cac:Country", "cbc:IdentificationCode", address->country);
	xml_close(xml);
}

static void put_tax_id(struct xml *xml, const char *id, const char *scheme)
{
	if (!id)
		return;
	xml_open(xml, "cac:PartyTaxScheme");
	xml_text(xml, "cbc:CompanyID", id);
	put_inside(xml, "cac:TaxScheme", "cbc:ID", scheme);
	xml_close(xml);
}

static void put_endpoint(struct xml *xml, const char *text)
{
	struct endpoint endpoint = einvoice_endpoint(text);
	xml_text_with(xml, "cbc:EndpointID", endpoint.address, "schemeID", endpoint.scheme);
}

static void put_contact(struct xml *xml, const struct party *party)
{
	xml_open(xml, "cac:Contact");
	xml_text(xml, "cbc:Name", party->contact);
	xml_text(xml, "cbc:Telephone", party->phone);
	xml_text(xml, "cbc:ElectronicMail", party->email);
	xml_close(xml);
}

static void put_seller(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct party *seller = &e->invoice->seller;
	const struct address address = { .street = seller->street, .city = seller->city, .postcode = seller->postcode, .country = seller->country };
	const char *code, *words;
	xml_open(xml, "cac:AccountingSupplierParty");
	xml_open(xml, "cac:Party");
	put_endpoint(xml, seller->electronic_address);
	if (einvoice_means(e, &code, &words) == MEANS_DEBIT) { /* BT-90 */
		xml_open(xml, "cac:PartyIdentification");
		xml_text_with(xml, "cbc:ID", seller->creditor_id, "schemeID", "SEPA");
		xml_close(xml);
	}
	put_address(xml, "cac:PostalAddress", &address);
	put_tax_id(xml, einvoice_seller_vat(e), "VAT");
	put_tax_id(xml, seller->tax_number, "FC");
	xml_open(xml, "cac:PartyLegalEntity");
	xml_text(xml, "cbc:RegistrationName", seller->name);
	xml_text(xml, "cbc:CompanyID", seller->register_id);
	xml_text(xml, "cbc:CompanyLegalForm", seller->legal);
	xml_close(xml);
	put_contact(xml, seller);
	xml_close(xml);
	xml_close(xml);
}

static void put_buyer(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct party *buyer = &e->invoice->buyer;
	const struct address address = einvoice_buyer_address(e);
	xml_open(xml, "cac:AccountingCustomerParty");
	xml_open(xml, "cac:Party");
	put_endpoint(xml, buyer->electronic_address);
	put_inside(xml, "cac:PartyIdentification", "cbc:ID", e->invoice->customer);
	put_address(xml, "cac:PostalAddress", &address);
	put_tax_id(xml, einvoice_buyer_vat(e), "VAT");
	put_inside(xml, "cac:PartyLegalEntity", "cbc:RegistrationName", buyer->name);
	put_contact(xml, buyer);
	xml_close(xml);
	xml_close(xml);
}

static void put_delivery(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	struct address address;
	xml_open(xml, "cac:Delivery");
	if (!einvoice_has_period(e))
		put_date(xml, "cbc:ActualDeliveryDate", e->invoice->supplied);
	if (einvoice_deliver_to(e, &address)) {
		xml_open(xml, "cac:DeliveryLocation");
		put_address(xml, "cac:Address", &address);
		xml_close(xml);
		xml_open(xml, "cac:DeliveryParty");
		put_inside(xml, "cac:PartyName", "cbc:Name", address.name);
		xml_close(xml);
	}
	xml_close(xml);
}

/* --- payment ------------------------------------------------------------------------------------------------------------------ */

static void put_account(struct xml *xml, const struct party *seller)
{
	xml_open(xml, "cac:PayeeFinancialAccount");
	xml_text(xml, "cbc:ID", seller->iban);
	if (seller->iban)
		xml_text(xml, "cbc:Name", seller->name);
	if (seller->iban)
		put_inside(xml, "cac:FinancialInstitutionBranch", "cbc:ID", seller->bic);
	xml_close(xml);
}

static void put_payment(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct invoice *invoice = e->invoice;
	const char *code, *words;
	enum means means = einvoice_means(e, &code, &words);
	if (means != MEANS_NONE) {
		xml_open(xml, "cac:PaymentMeans");
		xml_text_with(xml, "cbc:PaymentMeansCode", code, "name", words);
		if (e->credit)
			put_date(xml, "cbc:PaymentDueDate", invoice->due);
		if (means == MEANS_TRANSFER || means == MEANS_DEBIT)
			xml_text(xml, "cbc:PaymentID", invoice->id);
		if (means == MEANS_TRANSFER)
			put_account(xml, &invoice->seller);
		if (means == MEANS_DEBIT) {
			xml_open(xml, "cac:PaymentMandate");
			xml_text(xml, "cbc:ID", invoice->buyer.mandate);
			put_inside(xml, "cac:PayerFinancialAccount", "cbc:ID", invoice->buyer.iban);
			xml_close(xml);
		}
		xml_close(xml);
	}
	struct str terms = { 0 };
	einvoice_put_terms(e, &terms);
	put_inside(xml, "cac:PaymentTerms", "cbc:Note", terms.text);
	xml->out->failed |= terms.failed;
	str_release(&terms);
}

/* --- amounts ------------------------------------------------------------------------------------------------------------------ */

static void put_category(struct xml *xml, const char *name, const char *category, const char *rate, const struct invoice_tax *reasons)
{
	xml_open(xml, name);
	xml_text(xml, "cbc:ID", category);
	xml_text(xml, "cbc:Percent", rate);
	xml_text(xml, "cbc:TaxExemptionReasonCode", reasons ? reasons->reason_code : NULL);
	xml_text(xml, "cbc:TaxExemptionReason", reasons ? reasons->reason : NULL);
	put_inside(xml, "cac:TaxScheme", "cbc:ID", "VAT");
	xml_close(xml);
}

/* Of a line, or with the category and rate of `line` of the document. */
static void put_extra(struct xml *xml, const struct extra *extra, const struct invoice_line *line)
{
	char text[MONEY_SIZE];
	xml_open(xml, "cac:AllowanceCharge");
	xml_text(xml, "cbc:ChargeIndicator", extra->charge ? "true" : "false");
	xml_text(xml, "cbc:AllowanceChargeReasonCode", extra->code);
	xml_text(xml, "cbc:AllowanceChargeReason", extra->reason);
	put_amount(xml, "cbc:Amount", extra->amount);
	if (line)
		put_category(xml, "cac:TaxCategory", line->tax_category, einvoice_rate(line->tax_category, line->tax_rate, text), NULL);
	xml_close(xml);
}

static void put_taxes(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct invoice_tax *taxes = e->invoice->taxes.items;
	char text[MONEY_SIZE];
	xml_open(xml, "cac:TaxTotal");
	put_amount(xml, "cbc:TaxAmount", e->invoice->tax);
	for (size_t i = 0; i < e->invoice->taxes.count; i++) {
		xml_open(xml, "cac:TaxSubtotal");
		put_amount(xml, "cbc:TaxableAmount", taxes[i].net);
		put_amount(xml, "cbc:TaxAmount", taxes[i].tax);
		put_category(xml, "cac:TaxCategory", taxes[i].category, percent_text(taxes[i].rate, text), &taxes[i]);
		xml_close(xml);
	}
	xml_close(xml);
}

static void put_totals(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	xml_open(xml, "cac:LegalMonetaryTotal");
	put_amount(xml, "cbc:LineExtensionAmount", e->lines);
	put_amount(xml, "cbc:TaxExclusiveAmount", e->invoice->net);
	put_amount(xml, "cbc:TaxInclusiveAmount", e->invoice->gross);
	if (e->allowed)
		put_amount(xml, "cbc:AllowanceTotalAmount", e->allowances);
	if (e->charged)
		put_amount(xml, "cbc:ChargeTotalAmount", e->charges);
	put_amount(xml, "cbc:PayableAmount", e->invoice->gross);
	xml_close(xml);
}

/* --- lines -------------------------------------------------------------------------------------------------------------------- */

static void put_number(struct xml *xml, const char *name, int64_t number)
{
	char text[QUANTITY_SIZE];
	if (number != NONE)
		xml_text(xml, name, decimal_text(number, 0, 0, text));
}

static void put_item(struct xml *xml, const struct invoice_line *line)
{
	char text[MONEY_SIZE];
	xml_open(xml, "cac:Item");
	xml_text(xml, "cbc:Name", line->name);
	put_inside(xml, "cac:SellersItemIdentification", "cbc:ID", line->sku);
	put_category(xml, "cac:ClassifiedTaxCategory", line->tax_category, einvoice_rate(line->tax_category, line->tax_rate, text), NULL);
	xml_close(xml);
	xml_open(xml, "cac:Price");
	xml_text_with(xml, "cbc:PriceAmount", einvoice_price(line, text), "currencyID", line->price.currency);
	xml_close(xml);
}

static void put_line(struct einvoice *e, const struct invoice_line *line)
{
	struct xml *xml = &e->xml;
	struct extra extra;
	char text[QUANTITY_SIZE];
	xml_open(xml, e->credit ? "cac:CreditNoteLine" : "cac:InvoiceLine");
	put_number(xml, "cbc:ID", line->line);
	struct str note = { 0 };
	einvoice_put_note(e, line, &note);
	xml_text(xml, "cbc:Note", note.text);
	xml->out->failed |= note.failed;
	str_release(&note);
	xml_text_with(xml, e->credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity", quantity_text(line->qty, text), "unitCode", line->unit);
	put_amount(xml, "cbc:LineExtensionAmount", line->net);
	xml_open(xml, "cac:InvoicePeriod");
	put_date(xml, "cbc:StartDate", line->supplied);
	put_date(xml, "cbc:EndDate", einvoice_line_end(line));
	xml_close(xml);
	xml_open(xml, "cac:OrderLineReference");
	if (!einvoice_of_many(e, line))
		put_number(xml, "cbc:LineID", line->order_line);
	xml_close(xml);
	if (einvoice_line_extra(e, line, &extra))
		put_extra(xml, &extra, NULL);
	put_item(xml, line);
	xml_close(xml);
}

void einvoice_ubl(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct invoice_line *lines = e->invoice->lines.items;
	size_t count = e->invoice->lines.count;
	xml_open(xml, e->credit ? "CreditNote" : "Invoice");
	xml_attribute(xml, "xmlns", e->credit ? credit_namespaces : invoice_namespaces);
	xml_attribute(xml, "xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2");
	xml_attribute(xml, "xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2");
	put_head(e);
	put_references(e);
	put_seller(e);
	put_buyer(e);
	put_delivery(e);
	put_payment(e);
	for (size_t i = 0; i < count; i++) {
		struct extra extra;
		if (einvoice_is_line(e, &lines[i]))
			continue;
		extra = einvoice_charge(e, &lines[i]);
		put_extra(xml, &extra, &lines[i]);
	}
	put_taxes(e);
	put_totals(e);
	for (size_t i = 0; i < count; i++)
		if (einvoice_is_line(e, &lines[i]))
			put_line(e, &lines[i]);
	xml_close(xml);
}
