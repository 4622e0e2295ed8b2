/* CII D16B: CrossIndustryInvoice, elements in the order of its schema (CEN/TS 16931-3-3). */
#include "parts.h"

static void put_inside(struct xml *xml, const char *outer, const char *inner, const char *text)
{
	xml_open(xml, outer);
	xml_text(xml, inner, text);
	xml_close(xml);
}

/* A day in the format 102, YYYYMMDD, of UNTDID 2379. */
static void put_day(struct xml *xml, const char *outer, const char *inner, struct date date)
{
	char text[DATE_SIZE];
	if (date.days == NONE)
		return;
	date_text(date, text);
	char compact[] = { text[0], text[1], text[2], text[3], text[5], text[6], text[8], text[9], '\0' };
	xml_open(xml, outer);
	xml_text_with(xml, inner, compact, "format", "102");
	xml_close(xml);
}

static void put_period(struct xml *xml, struct date from, struct date to)
{
	xml_open(xml, "ram:BillingSpecifiedPeriod");
	put_day(xml, "ram:StartDateTime", "udt:DateTimeString", from);
	put_day(xml, "ram:EndDateTime", "udt:DateTimeString", to);
	xml_close(xml);
}

static void put_amount(struct xml *xml, const char *name, struct money amount)
{
	char text[MONEY_SIZE];
	xml_text(xml, name, money_text(amount, text));
}

/* --- head --------------------------------------------------------------------------------------------------------------------- */

static void put_head(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct invoice *invoice = e->invoice;
	xml_open(xml, "rsm:ExchangedDocumentContext");
	put_inside(xml, "ram:BusinessProcessSpecifiedDocumentContextParameter", "ram:ID", einvoice_process);
	put_inside(xml, "ram:GuidelineSpecifiedDocumentContextParameter", "ram:ID", einvoice_customization(e));
	xml_close(xml);
	xml_open(xml, "rsm:ExchangedDocument");
	xml_text(xml, "ram:ID", invoice->id);
	xml_text(xml, "ram:TypeCode", einvoice_type(e));
	put_day(xml, "ram:IssueDateTime", "udt:DateTimeString", invoice->issued);
	put_inside(xml, "ram:IncludedNote", "ram:Content", invoice->note);
	xml_close(xml);
}

/* --- lines -------------------------------------------------------------------------------------------------------------------- */

static void put_category(struct xml *xml, const char *name, const struct invoice_line *line)
{
	char text[MONEY_SIZE];
	xml_open(xml, name);
	xml_text(xml, "ram:TypeCode", "VAT");
	xml_text(xml, "ram:CategoryCode", line->tax_category);
	xml_text(xml, "ram:RateApplicablePercent", einvoice_rate(line->tax_category, line->tax_rate, text));
	xml_close(xml);
}

/* Of a line, or with the category and rate of `line` of the document. */
static void put_extra(struct xml *xml, const struct extra *extra, const struct invoice_line *line)
{
	xml_open(xml, "ram:SpecifiedTradeAllowanceCharge");
	put_inside(xml, "ram:ChargeIndicator", "udt:Indicator", extra->charge ? "true" : "false");
	put_amount(xml, "ram:ActualAmount", extra->amount);
	xml_text(xml, "ram:ReasonCode", extra->code);
	xml_text(xml, "ram:Reason", extra->reason);
	if (line)
		put_category(xml, "ram:CategoryTradeTax", line);
	xml_close(xml);
}

static void put_number(struct xml *xml, const char *name, int64_t number)
{
	char text[QUANTITY_SIZE];
	if (number != NONE)
		xml_text(xml, name, decimal_text(number, 0, 0, text));
}

static void put_product(struct einvoice *e, const struct invoice_line *line)
{
	struct xml *xml = &e->xml;
	struct str note = { 0 };
	einvoice_put_note(e, line, &note);
	xml_open(xml, "ram:AssociatedDocumentLineDocument");
	put_number(xml, "ram:LineID", line->line);
	put_inside(xml, "ram:IncludedNote", "ram:Content", note.text);
	xml->out->failed |= note.failed;
	str_release(&note);
	xml_close(xml);
	xml_open(xml, "ram:SpecifiedTradeProduct");
	xml_text(xml, "ram:SellerAssignedID", line->sku);
	xml_text(xml, "ram:Name", line->name);
	xml_close(xml);
}

static void put_line(struct einvoice *e, const struct invoice_line *line)
{
	struct xml *xml = &e->xml;
	struct extra extra;
	char text[MONEY_SIZE];
	xml_open(xml, "ram:IncludedSupplyChainTradeLineItem");
	put_product(e, line);
	xml_open(xml, "ram:SpecifiedLineTradeAgreement");
	xml_open(xml, "ram:BuyerOrderReferencedDocument");
	if (!einvoice_of_many(e, line))
		put_number(xml, "ram:LineID", line->order_line);
	xml_close(xml);
	put_inside(xml, "ram:NetPriceProductTradePrice", "ram:ChargeAmount", einvoice_price(line, text));
	xml_close(xml);
	xml_open(xml, "ram:SpecifiedLineTradeDelivery");
	xml_text_with(xml, "ram:BilledQuantity", quantity_text(line->qty, text), "unitCode", line->unit);
	xml_close(xml);
	xml_open(xml, "ram:SpecifiedLineTradeSettlement");
	put_category(xml, "ram:ApplicableTradeTax", line);
	put_period(xml, line->supplied, einvoice_line_end(line));
	if (einvoice_line_extra(e, line, &extra))
		put_extra(xml, &extra, NULL);
	xml_open(xml, "ram:SpecifiedTradeSettlementLineMonetarySummation");
	put_amount(xml, "ram:LineTotalAmount", line->net);
	xml_close(xml);
	xml_close(xml);
	xml_close(xml);
}

/* --- agreement: the parties --------------------------------------------------------------------------------------------------- */

static void put_address(struct xml *xml, const struct address *address)
{
	xml_open(xml, "ram:PostalTradeAddress");
	xml_text(xml, "ram:PostcodeCode", address->postcode);
	xml_text(xml, "ram:LineOne", address->street);
	xml_text(xml, "ram:CityName", address->city);
	xml_text(xml, "ram:CountryID", address->country);
	xml_close(xml);
}

static void put_contact(struct xml *xml, const struct party *party)
{
	xml_open(xml, "ram:DefinedTradeContact");
	xml_text(xml, "ram:PersonName", party->contact);
	put_inside(xml, "ram:TelephoneUniversalCommunication", "ram:CompleteNumber", party->phone);
	put_inside(xml, "ram:EmailURIUniversalCommunication", "ram:URIID", party->email);
	xml_close(xml);
}

static void put_endpoint(struct xml *xml, const char *text)
{
	struct endpoint endpoint = einvoice_endpoint(text);
	xml_open(xml, "ram:URIUniversalCommunication");
	xml_text_with(xml, "ram:URIID", endpoint.address, "schemeID", endpoint.scheme);
	xml_close(xml);
}

static void put_tax_id(struct xml *xml, const char *id, const char *scheme)
{
	xml_open(xml, "ram:SpecifiedTaxRegistration");
	xml_text_with(xml, "ram:ID", id, "schemeID", scheme);
	xml_close(xml);
}

static void put_seller(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct party *seller = &e->invoice->seller;
	const struct address address = { .street = seller->street, .city = seller->city, .postcode = seller->postcode, .country = seller->country };
	xml_open(xml, "ram:SellerTradeParty");
	xml_text(xml, "ram:Name", seller->name);
	xml_text(xml, "ram:Description", seller->legal);
	put_inside(xml, "ram:SpecifiedLegalOrganization", "ram:ID", seller->register_id);
	put_contact(xml, seller);
	put_address(xml, &address);
	put_endpoint(xml, seller->electronic_address);
	put_tax_id(xml, einvoice_seller_vat(e), "VA");
	put_tax_id(xml, seller->tax_number, "FC");
	xml_close(xml);
}

static void put_buyer(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct party *buyer = &e->invoice->buyer;
	const struct address address = einvoice_buyer_address(e);
	xml_open(xml, "ram:BuyerTradeParty");
	xml_text(xml, "ram:ID", e->invoice->customer);
	xml_text(xml, "ram:Name", buyer->name);
	put_contact(xml, buyer);
	put_address(xml, &address);
	put_endpoint(xml, buyer->electronic_address);
	put_tax_id(xml, einvoice_buyer_vat(e), "VA");
	xml_close(xml);
}

static void put_agreement(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	char text[ID_SIZE];
	xml_open(xml, "ram:ApplicableHeaderTradeAgreement");
	xml_text(xml, "ram:BuyerReference", e->invoice->buyer.reference);
	put_seller(e);
	put_buyer(e);
	if (e->invoice->order.number)
		put_inside(xml, "ram:SellerOrderReferencedDocument", "ram:IssuerAssignedID", order_id_text(e->invoice->order, text));
	put_inside(xml, "ram:BuyerOrderReferencedDocument", "ram:IssuerAssignedID", e->invoice->order_ref);
	xml_close(xml);
}

/* The schema wants this group, so that where nothing else is known of a delivery it says that it goes to the buyer's own address. */
static void put_delivery(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	struct address address;
	char text[ID_SIZE];
	bool day = e->invoice->supplied.days != NONE && !einvoice_has_period(e);
	xml_open(xml, "ram:ApplicableHeaderTradeDelivery");
	if (einvoice_deliver_to(e, &address) || !(day || e->invoice->shipment.number)) {
		xml_open(xml, "ram:ShipToTradeParty");
		xml_text(xml, "ram:Name", address.name);
		put_address(xml, &address);
		xml_close(xml);
	}
	if (day) {
		xml_open(xml, "ram:ActualDeliverySupplyChainEvent");
		put_day(xml, "ram:OccurrenceDateTime", "udt:DateTimeString", e->invoice->supplied);
		xml_close(xml);
	}
	if (e->invoice->shipment.number)
		put_inside(xml, "ram:DespatchAdviceReferencedDocument", "ram:IssuerAssignedID", shipment_id_text(e->invoice->shipment, text));
	xml_close(xml);
}

/* --- settlement --------------------------------------------------------------------------------------------------------------- */

static void put_means(struct einvoice *e, enum means means, const char *code, const char *words)
{
	struct xml *xml = &e->xml;
	const struct party *seller = &e->invoice->seller;
	if (means == MEANS_NONE)
		return;
	xml_open(xml, "ram:SpecifiedTradeSettlementPaymentMeans");
	xml_text(xml, "ram:TypeCode", code);
	xml_text(xml, "ram:Information", words);
	if (means == MEANS_DEBIT)
		put_inside(xml, "ram:PayerPartyDebtorFinancialAccount", "ram:IBANID", e->invoice->buyer.iban);
	if (means == MEANS_TRANSFER && seller->iban) {
		xml_open(xml, "ram:PayeePartyCreditorFinancialAccount");
		xml_text(xml, "ram:IBANID", seller->iban);
		xml_text(xml, "ram:AccountName", seller->name);
		xml_close(xml);
		put_inside(xml, "ram:PayeeSpecifiedCreditorFinancialInstitution", "ram:BICID", seller->bic);
	}
	xml_close(xml);
}

static void put_tax(struct xml *xml, const struct invoice_tax *tax)
{
	char text[MONEY_SIZE];
	xml_open(xml, "ram:ApplicableTradeTax");
	put_amount(xml, "ram:CalculatedAmount", tax->tax);
	xml_text(xml, "ram:TypeCode", "VAT");
	xml_text(xml, "ram:ExemptionReason", tax->reason);
	put_amount(xml, "ram:BasisAmount", tax->net);
	xml_text(xml, "ram:CategoryCode", tax->category);
	xml_text(xml, "ram:ExemptionReasonCode", tax->reason_code);
	xml_text(xml, "ram:RateApplicablePercent", percent_text(tax->rate, text));
	xml_close(xml);
}

static void put_terms(struct einvoice *e, enum means means)
{
	struct xml *xml = &e->xml;
	struct str terms = { 0 };
	einvoice_put_terms(e, &terms);
	xml_open(xml, "ram:SpecifiedTradePaymentTerms");
	xml_text(xml, "ram:Description", terms.text);
	put_day(xml, "ram:DueDateDateTime", "udt:DateTimeString", e->invoice->due);
	xml_text(xml, "ram:DirectDebitMandateID", means == MEANS_DEBIT ? e->invoice->buyer.mandate : NULL);
	xml_close(xml);
	xml->out->failed |= terms.failed;
	str_release(&terms);
}

static void put_totals(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	char text[MONEY_SIZE];
	xml_open(xml, "ram:SpecifiedTradeSettlementHeaderMonetarySummation");
	put_amount(xml, "ram:LineTotalAmount", e->lines);
	if (e->charged)
		put_amount(xml, "ram:ChargeTotalAmount", e->charges);
	if (e->allowed)
		put_amount(xml, "ram:AllowanceTotalAmount", e->allowances);
	put_amount(xml, "ram:TaxBasisTotalAmount", e->invoice->net);
	xml_text_with(xml, "ram:TaxTotalAmount", money_text(e->invoice->tax, text), "currencyID", e->invoice->currency);
	put_amount(xml, "ram:GrandTotalAmount", e->invoice->gross);
	put_amount(xml, "ram:DuePayableAmount", e->invoice->gross);
	xml_close(xml);
}

static void put_settlement(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct invoice *invoice = e->invoice;
	const struct invoice_line *lines = invoice->lines.items;
	const struct invoice_tax *taxes = invoice->taxes.items;
	const char *code, *words;
	enum means means = einvoice_means(e, &code, &words);
	struct date preceding_issued;
	const char *preceding = einvoice_preceding(e, &preceding_issued);
	xml_open(xml, "ram:ApplicableHeaderTradeSettlement");
	xml_text(xml, "ram:CreditorReferenceID", means == MEANS_DEBIT ? invoice->seller.creditor_id : NULL);
	xml_text(xml, "ram:PaymentReference", means == MEANS_DEBIT || means == MEANS_TRANSFER ? invoice->id : NULL);
	xml_text(xml, "ram:InvoiceCurrencyCode", invoice->currency);
	put_means(e, means, code, words);
	for (size_t i = 0; i < invoice->taxes.count; i++)
		put_tax(xml, &taxes[i]);
	if (einvoice_has_period(e))
		put_period(xml, invoice->supplied, invoice->supplied_until);
	for (size_t i = 0; i < invoice->lines.count; i++) {
		struct extra extra;
		if (einvoice_is_line(e, &lines[i]))
			continue;
		extra = einvoice_charge(e, &lines[i]);
		put_extra(xml, &extra, &lines[i]);
	}
	put_terms(e, means);
	put_totals(e);
	if (preceding) {
		xml_open(xml, "ram:InvoiceReferencedDocument");
		xml_text(xml, "ram:IssuerAssignedID", preceding);
		put_day(xml, "ram:FormattedIssueDateTime", "qdt:DateTimeString", preceding_issued);
		xml_close(xml);
	}
	xml_close(xml);
}

void einvoice_cii(struct einvoice *e)
{
	struct xml *xml = &e->xml;
	const struct invoice_line *lines = e->invoice->lines.items;
	xml_open(xml, "rsm:CrossIndustryInvoice");
	xml_attribute(xml, "xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100");
	xml_attribute(xml, "xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100");
	xml_attribute(xml, "xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100");
	xml_attribute(xml, "xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100");
	put_head(e);
	xml_open(xml, "rsm:SupplyChainTradeTransaction");
	for (size_t i = 0; i < e->invoice->lines.count; i++)
		if (einvoice_is_line(e, &lines[i]))
			put_line(e, &lines[i]);
	put_agreement(e);
	put_delivery(e);
	put_settlement(e);
	xml_close(xml);
	xml_close(xml);
}
