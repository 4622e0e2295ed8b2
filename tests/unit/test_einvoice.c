/* E-invoices: their structure, their escaping and their sums. Whether they are valid is looked at by tests/einvoice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/einvoice/xml.h"
#include "claim.h"
#include "ordr/einvoice.h"

static struct claim claim;
static struct str xml;
static struct err err;

static int begin(void **state)
{
	(void)state;
	claim_init(&claim);
	str_clear(&xml);
	err_clear(&err);
	return 0;
}

static int end(void **state)
{
	(void)state;
	str_release(&xml);
	return 0;
}

static const char *written(const char *syntax, const char *profile)
{
	str_clear(&xml);
	assert_int_equal(einvoice_write(&claim.invoice, syntax, profile, &xml, &err), 0);
	return xml.text;
}

static void has(const char *part)
{
	if (!strstr(xml.text, part))
		fail_msg("%s is not in %s", part, xml.text);
}

static void lacks(const char *part)
{
	if (strstr(xml.text, part))
		fail_msg("%s is in %s", part, xml.text);
}

/* In order, each after the one before. */
static void in_order(const char *const *parts)
{
	const char *at = xml.text;
	for (; *parts; parts++) {
		const char *found = strstr(at, *parts);
		if (!found)
			fail_msg("%s does not follow in %s", *parts, at);
		at = found;
	}
}

/* --- the writer --------------------------------------------------------------------------------------------------------------- */

static void it_leaves_out_what_is_empty(void **state)
{
	struct xml writer;
	(void)state;
	xml_begin(&writer, &xml);
	xml_open(&writer, "a");
	xml_open(&writer, "b");
	xml_attribute(&writer, "c", "d");
	xml_open(&writer, "e");
	xml_text(&writer, "f", NULL);
	xml_text(&writer, "f", "");
	xml_text(&writer, "f", " \t\r\n");
	xml_close(&writer);
	xml_close(&writer);
	assert_false(xml_end(&writer));
	xml_text_with(&writer, "g", "1", "h", "2");
	xml_text_with(&writer, "g", "1", "h", NULL);
	xml_close(&writer);
	assert_true(xml_end(&writer));
	assert_string_equal(xml.text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a><g h=\"2\">1</g><g>1</g></a>");
}

static void it_escapes(void **state)
{
	struct xml writer;
	(void)state;
	xml_begin(&writer, &xml);
	xml_open(&writer, "a");
	xml_attribute(&writer, "b", "<&>\"'\n\t\r\x01ü");
	xml_text(&writer, "c", "<&>\"'\n\t\r]]>");
	xml_text(&writer, "d", "\x01\x1b\x7f\xc2\x85\xff\xed\xa0\x80\xef\xbf\xbe\xf0\x9f\x94\xa8\xe2\x80\xae");
	xml_close(&writer);
	assert_true(xml_end(&writer));
	assert_string_equal(strchr(xml.text, '\n') + 1,
			    "<a b=\"&lt;&amp;&gt;&quot;'&#xA;&#x9;&#xD;\xef\xbf\xbdü\"><c>&lt;&amp;&gt;\"'\n\t&#xD;]]&gt;</c>"
			    "<d>\xef\xbf\xbd\xef\xbf\xbd&#x7F;&#x85;\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
			    "\xf0\x9f\x94\xa8&#x202E;</d></a>");
}

static void it_refuses_to_nest_without_end(void **state)
{
	struct xml writer;
	(void)state;
	xml_begin(&writer, &xml);
	for (int i = 0; i < XML_DEPTH + 1; i++)
		xml_open(&writer, "a");
	assert_false(xml_end(&writer));
	str_release(&xml);
	xml_begin(&writer, &xml);
	xml_close(&writer);
	assert_false(xml_end(&writer));
	str_release(&xml);
}

/* --- invoices ----------------------------------------------------------------------------------------------------------------- */

static void it_writes_ubl(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Hammer", "3", "13.90", "4.17", "S", "19");
	claim_sum(&claim);
	written("ubl", "xrechnung");
	const char *const parts[] = { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" ",
				      "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>",
				      "<cbc:ID>RE-2026-00001</cbc:ID><cbc:IssueDate>2026-11-26</cbc:IssueDate><cbc:DueDate>2026-12-26</cbc:DueDate>",
				      "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>",
				      "<cac:OrderReference><cbc:ID>PO-4711</cbc:ID><cbc:SalesOrderID>SO-000017</cbc:SalesOrderID></cac:OrderReference>",
				      "<cbc:EndpointID schemeID=\"EM\">rechnung@nordlicht.example</cbc:EndpointID>",
				      "<cac:Delivery><cbc:ActualDeliveryDate>2026-11-26</cbc:ActualDeliveryDate></cac:Delivery>",
				      "<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>RE-2026-00001</cbc:PaymentID>",
				      "<cac:TaxTotal><cbc:TaxAmount currencyID=\"EUR\">7.13</cbc:TaxAmount>",
				      "<cbc:PayableAmount currencyID=\"EUR\">44.66</cbc:PayableAmount>",
				      "<cbc:InvoicedQuantity unitCode=\"C62\">3</cbc:InvoicedQuantity>",
				      "<cbc:LineExtensionAmount currencyID=\"EUR\">37.53</cbc:LineExtensionAmount>",
				      "<cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>",
				      "<cbc:Amount currencyID=\"EUR\">4.17</cbc:Amount>",
				      "<cbc:PriceAmount currencyID=\"EUR\">13.90</cbc:PriceAmount></cac:Price></cac:InvoiceLine></Invoice>",
				      NULL };
	in_order(parts);
}

static void it_writes_cii(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Hammer", "3", "13.90", "4.17", "S", "19");
	claim_sum(&claim);
	written("cii", "peppol");
	const char *const parts[] = { "<rsm:CrossIndustryInvoice ",
				      "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
				      "<ram:ID>RE-2026-00001</ram:ID><ram:TypeCode>380</ram:TypeCode>",
				      "<ram:IssueDateTime><udt:DateTimeString format=\"102\">20261126</udt:DateTimeString></ram:IssueDateTime>",
				      "<ram:ChargeAmount>13.90</ram:ChargeAmount>",
				      "<ram:BilledQuantity unitCode=\"C62\">3</ram:BilledQuantity>",
				      "<ram:ActualAmount>4.17</ram:ActualAmount><ram:ReasonCode>95</ram:ReasonCode>",
				      "<ram:LineTotalAmount>37.53</ram:LineTotalAmount>",
				      "<ram:ID schemeID=\"VA\">DE812345673</ram:ID>",
				      "<ram:IBANID>DE02120300000000202051</ram:IBANID>",
				      "<ram:TaxTotalAmount currencyID=\"EUR\">7.13</ram:TaxTotalAmount>",
				      "<ram:DuePayableAmount>44.66</ram:DuePayableAmount>",
				      "</rsm:CrossIndustryInvoice>",
				      NULL };
	in_order(parts);
}

static void it_types_documents(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "S", "19");
	claim_sum(&claim);
	claim.invoice.kind = "deposit";
	written("ubl", "xrechnung");
	has("<cbc:InvoiceTypeCode>326<");
	written("ubl", "en16931");
	has("<cbc:InvoiceTypeCode>386<");
	has("<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>");
	claim.invoice.type = "credit_note";
	claim.invoice.corrects = "RE-2026-00007";
	claim.invoice.corrects_issued = date_make(2026, 11, 1);
	written("ubl", "xrechnung");
	has("<CreditNote xmlns=");
	has("<cbc:CreditNoteTypeCode>381<");
	has("<cac:InvoiceDocumentReference><cbc:ID>RE-2026-00007</cbc:ID><cbc:IssueDate>2026-11-01</cbc:IssueDate></cac:InvoiceDocumentReference>");
	has("<cbc:CreditedQuantity unitCode=\"C62\">1<");
	has("<cac:PaymentMeans><cbc:PaymentMeansCode>97</cbc:PaymentMeansCode><cbc:PaymentDueDate>2026-12-26</cbc:PaymentDueDate></cac:PaymentMeans>");
	lacks("<cbc:DueDate>");
	written("cii", "xrechnung");
	has("<ram:TypeCode>381<");
	has("<qdt:DateTimeString format=\"102\">20261101<");
}

/* 384, which names the invoice before; Peppol has that within Germany alone. */
static void it_types_corrected_invoices(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "S", "19");
	claim_sum(&claim);
	claim.invoice.replaces = "RE-2026-00007";
	claim.invoice.replaces_issued = date_make(2026, 11, 1);
	written("ubl", "xrechnung");
	has("<cbc:InvoiceTypeCode>384<");
	has("<cac:InvoiceDocumentReference><cbc:ID>RE-2026-00007</cbc:ID><cbc:IssueDate>2026-11-01</cbc:IssueDate></cac:InvoiceDocumentReference>");
	written("cii", "en16931");
	has("<ram:TypeCode>384<");
	written("ubl", "peppol");
	has("<cbc:InvoiceTypeCode>384<");
	claim.invoice.buyer.country = "NL";
	written("ubl", "peppol");
	has("<cbc:InvoiceTypeCode>380<");
	has("<cbc:ID>RE-2026-00007</cbc:ID>");
	written("ubl", "xrechnung");
	has("<cbc:InvoiceTypeCode>384<");
}

/* Freight beside a line is of the document, and not a line; alone it is one. */
static void it_charges_the_document(void **state)
{
	(void)state;
	claim_line(&claim, "charge", "Fracht", "1", "10.00", NULL, "S", "19");
	claim_sum(&claim);
	written("ubl", "xrechnung");
	has("<cbc:LineExtensionAmount currencyID=\"EUR\">10.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount");
	lacks("<cac:AllowanceCharge>");
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "S", "19");
	claim_sum(&claim);
	written("ubl", "xrechnung");
	has("<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode>"
	    "<cbc:AllowanceChargeReason>Fracht</cbc:AllowanceChargeReason><cbc:Amount currencyID=\"EUR\">10.00</cbc:Amount><cac:TaxCategory>");
	has("<cbc:LineExtensionAmount currencyID=\"EUR\">13.90</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID=\"EUR\">23.90<");
	has("<cbc:ChargeTotalAmount currencyID=\"EUR\">10.00<");
	claim.lines[0].name = "Eilzuschlag";
	written("cii", "xrechnung");
	has("<ram:ActualAmount>10.00</ram:ActualAmount><ram:Reason>Eilzuschlag</ram:Reason>");
	has("<ram:ChargeTotalAmount>10.00<");
}

static void it_rounds_with_a_charge(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Hammer", "0.333", "10.00", "-0.01", "S", "19");
	claim_sum(&claim);
	claim.invoice.language = "en";
	written("ubl", "xrechnung");
	has("<cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Rounding</cbc:AllowanceChargeReason>"
	    "<cbc:Amount currencyID=\"EUR\">0.01</cbc:Amount></cac:AllowanceCharge>");
	has("<cbc:LineExtensionAmount currencyID=\"EUR\">3.34<");
}

static void it_names_the_means_of_payment(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "S", "19");
	claim_sum(&claim);
	claim.invoice.payment_means = "direct_debit";
	written("ubl", "xrechnung");
	has("<cac:PartyIdentification><cbc:ID schemeID=\"SEPA\">DE98ZZZ09999999999</cbc:ID></cac:PartyIdentification>");
	has("<cac:PaymentMandate><cbc:ID>M-2026-17</cbc:ID><cac:PayerFinancialAccount><cbc:ID>DE75512108001245126199</cbc:ID>");
	lacks("DE02120300000000202051");
	written("cii", "xrechnung");
	has("<ram:CreditorReferenceID>DE98ZZZ09999999999<");
	has("<ram:DirectDebitMandateID>M-2026-17<");
	claim.invoice.payment_means = "card";
	written("ubl", "xrechnung");
	has("<cac:PaymentMeans><cbc:PaymentMeansCode name=\"Karte\">ZZZ</cbc:PaymentMeansCode></cac:PaymentMeans>");
	written("cii", "en16931");
	has("<ram:TypeCode>48</ram:TypeCode><ram:Information>Karte</ram:Information>");
	claim.invoice.payment_means = "cash";
	written("ubl", "xrechnung");
	has("<cbc:PaymentMeansCode>10<");
	claim.invoice.payment_means = NULL;
	written("ubl", "xrechnung");
	lacks("PaymentMeans");
	claim.invoice.payment_means = "transfer";
	claim_init(&claim);
	claim.invoice.currency = "USD";
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "S", "19");
	claim_sum(&claim);
	written("ubl", "xrechnung");
	has("<cbc:PaymentMeansCode>30<");
}

static void it_offers_a_cash_discount(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "S", "19");
	claim_sum(&claim);
	claim.invoice.discount_days = 14;
	claim.invoice.discount_percent.hundredths = 200;
	claim.invoice.discount_until = date_make(2026, 12, 10);
	written("ubl", "xrechnung");
	has("<cac:PaymentTerms><cbc:Note>#SKONTO#TAGE=14#PROZENT=2.00#\n</cbc:Note></cac:PaymentTerms>");
	written("cii", "peppol");
	has("<ram:Description>2 % Skonto bei Zahlung bis zum 10.12.2026</ram:Description>");
	claim.invoice.language = "en";
	written("cii", "en16931");
	has("<ram:Description>2 % discount when paid by 2026-12-10</ram:Description>");
	claim.invoice.type = "credit_note";
	written("ubl", "xrechnung");
	lacks("PaymentTerms");
}

static void it_says_why_there_is_no_vat(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "K", "0");
	claim_sum(&claim);
	written("ubl", "xrechnung");
	has("<cac:TaxCategory><cbc:ID>K</cbc:ID><cbc:Percent>0</cbc:Percent><cbc:TaxExemptionReasonCode>VATEX-EU-IC</cbc:TaxExemptionReasonCode>"
	    "<cbc:TaxExemptionReason>Steuerfreie innergemeinschaftliche Lieferung</cbc:TaxExemptionReason><cac:TaxScheme>");
	has("<cac:DeliveryLocation><cac:Address><cbc:StreetName>Am Kaiserkai 12<");
	claim.lines[0].tax_category = "O";
	claim_sum(&claim);
	written("ubl", "xrechnung");
	lacks("DE812345673");
	lacks("DE211304871");
	lacks("DeliveryLocation");
	has("22/123/45678");
	has("<cac:ClassifiedTaxCategory><cbc:ID>O</cbc:ID><cac:TaxScheme>");
	has("<cac:TaxCategory><cbc:ID>O</cbc:ID><cbc:Percent>0</cbc:Percent>");
}

static void it_names_a_place_and_a_period(void **state)
{
	(void)state;
	claim_line(&claim, "line", "Wartung", "1", "13.90", NULL, "S", "19")->supplied = date_make(2026, 11, 3);
	claim_sum(&claim);
	claim.invoice.ship_to = (struct address){ .name = "Halle 4", .street = "Reiherdamm 4", .city = "Hamburg", .postcode = "20457" };
	claim.invoice.supplied = date_make(2026, 11, 1);
	claim.invoice.supplied_until = date_make(2026, 11, 30);
	written("ubl", "xrechnung");
	has("<cac:InvoicePeriod><cbc:StartDate>2026-11-01</cbc:StartDate><cbc:EndDate>2026-11-30</cbc:EndDate></cac:InvoicePeriod>");
	has("<cac:InvoicePeriod><cbc:StartDate>2026-11-03</cbc:StartDate><cbc:EndDate>2026-11-03</cbc:EndDate></cac:InvoicePeriod>");
	has("<cbc:PostalZone>20457</cbc:PostalZone><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:Address>"
	    "</cac:DeliveryLocation><cac:DeliveryParty><cac:PartyName><cbc:Name>Halle 4</cbc:Name>");
	lacks("ActualDeliveryDate");
	written("cii", "xrechnung");
	lacks("ActualDeliverySupplyChainEvent");
	has("<ram:ShipToTradeParty><ram:Name>Halle 4</ram:Name>");
}

/* Of a bare invoice only what is known is said. */
static void it_invents_nothing(void **state)
{
	(void)state;
	claim.invoice.seller = (struct party){ .name = "A" };
	claim.invoice.buyer = (struct party){ .name = "B", .electronic_address = "no scheme" };
	claim.invoice.due.days = claim.invoice.supplied.days = NONE;
	claim.invoice.order_ref = claim.invoice.customer = claim.invoice.payment_means = NULL;
	claim.invoice.order.number = 0;
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "S", "19");
	claim_sum(&claim);
	written("ubl", "xrechnung");
	lacks("EndpointID");
	lacks("BuyerReference");
	lacks("PostalAddress");
	lacks("Delivery");
	written("cii", "xrechnung");
	has("<ram:ApplicableHeaderTradeDelivery><ram:ShipToTradeParty><ram:Name>B</ram:Name></ram:ShipToTradeParty></ram:ApplicableHeaderTradeDelivery>");
}

/* --- refusals ----------------------------------------------------------------------------------------------------------------- */

static void refuses(const char *syntax, const char *profile, enum err_code code, const char *message)
{
	err_clear(&err);
	str_clear(&xml);
	assert_int_equal(einvoice_write(&claim.invoice, syntax, profile, &xml, &err), -1);
	assert_int_equal(err.code, code);
	assert_string_equal(err.message, message);
	assert_int_equal(xml.length, 0);
}

static void it_refuses(void **state)
{
	(void)state;
	refuses("ubl", "xrechnung", ERR_DAMAGED, "the amounts do not add up"); /* there is no line */
	claim_line(&claim, "line", "Hammer", "1", "13.90", NULL, "S", "19");
	claim_sum(&claim);
	refuses("edi", "xrechnung", ERR_USAGE, "\"edi\" is no syntax of e-invoices");
	assert_string_equal(err.hint, "one of: ubl, cii");
	refuses("ubl", "paper", ERR_USAGE, "\"paper\" is no profile of e-invoices");
	refuses("cii", NULL, ERR_USAGE, "\"\" is no profile of e-invoices");
	assert_string_equal(err.hint, "one of: xrechnung, en16931, peppol");
	claim.invoice.net.minor++;
	refuses("ubl", "xrechnung", ERR_DAMAGED, "the amounts do not add up");
	assert_string_equal(err.subject, "RE-2026-00001");
	claim_sum(&claim);
	claim.taxes[0].tax.minor--;
	refuses("ubl", "xrechnung", ERR_DAMAGED, "the amounts do not add up");
	claim_sum(&claim);
	claim.invoice.gross.minor--;
	refuses("ubl", "xrechnung", ERR_DAMAGED, "the amounts do not add up");
	claim_sum(&claim);
	claim.lines[0].net.minor = NONE;
	refuses("ubl", "xrechnung", ERR_DAMAGED, "the amounts do not add up");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_leaves_out_what_is_empty),
		TEST(it_escapes),
		TEST(it_refuses_to_nest_without_end),
		TEST(it_writes_ubl),
		TEST(it_writes_cii),
		TEST(it_types_documents),
		TEST(it_types_corrected_invoices),
		TEST(it_charges_the_document),
		TEST(it_rounds_with_a_charge),
		TEST(it_names_the_means_of_payment),
		TEST(it_offers_a_cash_discount),
		TEST(it_says_why_there_is_no_vat),
		TEST(it_names_a_place_and_a_period),
		TEST(it_invents_nothing),
		TEST(it_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
