/* Every word of the document, side by side in its languages. A credit note is never called "Gutschrift" in German: §14 (2) UStG keeps that for invoices
 * that the buyer writes. */
#include "words.h"

#include <string.h>

static const char *const words[WORDS][LANGUAGES] = {
	[W_INVOICE] = { "Rechnung", "Invoice" },
	[W_REPLACEMENT] = { "Korrigierte Rechnung", "Corrected invoice" },
	[W_CREDIT_NOTE] = { "Rechnungskorrektur", "Credit note" },
	[W_DEPOSIT] = { "Abschlagsrechnung", "Deposit invoice" },
	[W_PARTIAL] = { "Teilrechnung", "Partial invoice" },
	[W_FINAL] = { "Schlussrechnung", "Final invoice" },
	[W_COLLECTIVE] = { "Sammelrechnung", "Collective invoice" },
	[W_CORRECTS] = { "zur Rechnung %1 vom %2", "corrects invoice %1 of %2" },
	[W_CORRECTS_UNDATED] = { "zur Rechnung %1", "corrects invoice %1" },
	[W_REPLACES] = { "ersetzt die Rechnung %1 vom %2", "replaces invoice %1 of %2" },
	[W_NUMBER] = { "Nummer", "Number" },
	[W_ISSUED] = { "Datum", "Date" },
	[W_SUPPLIED] = { "Leistungsdatum", "Date of supply" },
	[W_PERIOD] = { "Leistungszeitraum", "Period of supply" },
	[W_DUE] = { "Fällig am", "Due" },
	[W_CUSTOMER] = { "Kundennummer", "Customer" },
	[W_ORDER_REF] = { "Ihre Bestellung", "Your order" },
	[W_REFERENCE] = { "Ihre Referenz", "Your reference" },
	[W_ORDER] = { "Auftrag", "Order" },
	[W_SHIPMENT] = { "Lieferung", "Shipment" },
	[W_BUYER_VAT_ID] = { "Ihre USt-IdNr.", "Your VAT ID" },
	[W_CONTACT] = { "Ansprechpartner", "Contact" },
	[W_PHONE] = { "Telefon", "Phone" },
	[W_EMAIL] = { "E-Mail", "Email" },
	[W_TO] = { "An", "To" },
	[W_LINES] = { "Positionen", "Lines" },
	[W_POSITION] = { "Pos.", "No." },
	[W_NAME] = { "Bezeichnung", "Description" },
	[W_QTY] = { "Menge", "Quantity" },
	[W_PRICE] = { "Einzelpreis", "Unit price" },
	[W_DISCOUNT] = { "Rabatt", "Discount" },
	[W_TAX_RATE] = { "USt", "VAT" },
	[W_NET] = { "Netto", "Net" },
	[W_SKU] = { "Art.-Nr. %1", "Item %1" },
	[W_LINE_SUPPLIED] = { "Leistungsdatum %1", "Supplied on %1" },
	[W_LINE_PERIOD] = { "Leistungszeitraum %1 – %2", "Supplied from %1 to %2" },
	[W_LINE_ORDER] = { "Auftrag %1", "Order %1" },
	[W_LINE_ORDER_REF] = { "Ihre Bestellung %1", "Your order %1" },
	[W_TIMES] = { "%1 × %2", "%1 × %2" },
	[W_LINE_DISCOUNT] = { "Rabatt %1", "discount %1" },
	[W_LINE_TAX] = { "USt %1", "VAT %1" },
	[W_TOTALS] = { "Summen", "Totals" },
	[W_TOTAL_NET] = { "Summe netto", "Total net" },
	[W_TAX] = { "USt %1 auf %2", "VAT %1 on %2" },
	[W_NO_TAX] = { "Ohne USt: %2", "No VAT on %2" },
	[W_TOTAL] = { "Rechnungsbetrag", "Invoice total" },
	[W_TOTAL_CREDITED] = { "Korrekturbetrag", "Total credited" },
	[W_TAX_AE] = { "Steuerschuldnerschaft des Leistungsempfängers", "Reverse charge" },
	[W_TAX_K] = { "Steuerfreie innergemeinschaftliche Lieferung", "VAT-exempt intra-Community supply" },
	[W_TAX_G] = { "Steuerfreie Ausfuhrlieferung", "VAT-exempt export" },
	[W_TAX_O] = { "Nicht steuerbare Leistung", "Outside the scope of VAT" },
	[W_TAX_E] = { "Steuerfreie Leistung", "Exempt from VAT" },
	[W_TAX_Z] = { "Umsatzsteuersatz 0 %", "Zero-rated" },
	[W_DELIVERY] = { "Lieferanschrift: %1", "Delivered to: %1" },
	[W_TERMS] = { "Zahlung", "Payment" },
	[W_PAY_BY] = { "Zahlbar bis %1 ohne Abzug.", "Payable by %1 without deduction." },
	[W_PAY_NOW] = { "Zahlbar sofort ohne Abzug.", "Payable at once without deduction." },
	[W_CASH_DISCOUNT] = { "Bei Zahlung bis %1 gewähren wir %2 Skonto: %3 Abzug, zu zahlen sind dann %4.",
			      "If you pay by %1, you may deduct %2 cash discount: %3 less, %4 to pay." },
	[W_TRANSFER] = { "Bitte überweisen Sie auf dieses Konto:", "Please transfer to this account:" },
	[W_DEBIT] = { "Wir ziehen den Betrag %1 am %2 per SEPA-Lastschrift ein.", "We collect %1 by SEPA direct debit on %2." },
	[W_DEBIT_ACCOUNT] = { "Belastet wird das Konto %1.", "The account debited is %1." },
	[W_DEBIT_MANDATE] = { "Mandatsreferenz %1, Gläubiger-Identifikationsnummer %2.", "Mandate reference %1, creditor identifier %2." },
	[W_CARD] = { "Zahlungsart: Karte.", "Paid by card." },
	[W_CASH] = { "Zahlungsart: bar.", "Paid in cash." },
	[W_HOLDER] = { "Empfänger", "Payee" },
	[W_IBAN] = { "IBAN", "IBAN" },
	[W_BIC] = { "BIC", "BIC" },
	[W_REMITTANCE] = { "Verwendungszweck", "Remittance text" },
	[W_GIROCODE] = { "GiroCode", "GiroCode" },
	[W_GIROCODE_HELP] = { "Mit der Banking-App scannen", "Scan with your banking app" },
	[W_NOTES] = { "Hinweise", "Notes" },
	[W_VAT_ID] = { "USt-IdNr. %1", "VAT ID %1" },
	[W_TAX_NUMBER] = { "Steuernummer %1", "Tax number %1" },
	[W_PAGE] = { "Seite ", "Page " },
	[W_PAGE_OF] = { " von ", " of " },
	[W_REMINDER] = { "Zahlungserinnerung zur Rechnung %1", "Payment reminder: invoice %1" },
	[W_REMINDER_NEXT] = { "Mahnung zur Rechnung %1", "Further reminder: invoice %1" },
	[W_REMINDER_FINAL] = { "Letzte Mahnung zur Rechnung %1", "Final reminder: invoice %1" },
	[W_REMINDER_HELLO] = { "Guten Tag,", "Good day," },
	[W_REMINDER_BODY] = { "unsere Rechnung %1 vom %2 war am %3 fällig. Einen vollständigen Zahlungseingang haben wir bisher nicht feststellen können.",
			      "our invoice %1 of %2 was due on %3. We have not received payment in full so far." },
	[W_REMINDER_OPEN] = { "Offener Betrag", "Amount open" },
	[W_REMINDER_FEES] = { "Mahnkosten", "Reminder fees" },
	[W_REMINDER_LUMP_SUM] = { "Verzugspauschale (§ 288 Abs. 5 BGB)", "Lump sum for the delay (§ 288 (5) BGB)" },
	[W_REMINDER_INTEREST] = { "Verzugszinsen (%1 im Jahr) bis %2", "Default interest (%1 a year) until %2" },
	[W_REMINDER_TOTAL] = { "Zu zahlen", "To pay" },
	[W_REMINDER_PAY] = { "Bitte zahlen Sie diesen Betrag bis zum %1.", "Please pay this amount by %1." },
	[W_REMINDER_CROSSED] = { "Hat sich Ihre Zahlung mit diesem Schreiben überschnitten, betrachten Sie es bitte als gegenstandslos.",
				 "If your payment has crossed with this letter, please disregard it." },
	[W_REMINDER_REGARDS] = { "Mit freundlichen Grüßen", "Kind regards" },
};

enum language language_of(const char *tag)
{
	return tag && !strncmp(tag, "de", 2) && (!tag[2] || tag[2] == '-' || tag[2] == '_') ? GERMAN : ENGLISH;
}

const char *language_tag(enum language language)
{
	return language == GERMAN ? "de" : "en";
}

const char *word(enum language language, enum word which)
{
	return words[which][language];
}

static const struct {
	const char *code;
	const char *names[LANGUAGES][2]; /* of one, of many */
} units[] = {
	{ "BX", { { "Kiste", "Kisten" }, { "box", "boxes" } } },
	{ "C62", { { "Stück", "Stück" }, { "piece", "pieces" } } },
	{ "CMT", { { "cm", "cm" }, { "cm", "cm" } } },
	{ "CT", { { "Karton", "Kartons" }, { "carton", "cartons" } } },
	{ "DAY", { { "Tag", "Tage" }, { "day", "days" } } },
	{ "DZN", { { "Dutzend", "Dutzend" }, { "dozen", "dozens" } } },
	{ "EA", { { "Stück", "Stück" }, { "piece", "pieces" } } },
	{ "GRM", { { "g", "g" }, { "g", "g" } } },
	{ "H87", { { "Stück", "Stück" }, { "piece", "pieces" } } },
	{ "HUR", { { "Stunde", "Stunden" }, { "hour", "hours" } } },
	{ "KGM", { { "kg", "kg" }, { "kg", "kg" } } },
	{ "KMT", { { "km", "km" }, { "km", "km" } } },
	{ "KWH", { { "kWh", "kWh" }, { "kWh", "kWh" } } },
	{ "LS", { { "pauschal", "pauschal" }, { "lump sum", "lump sums" } } },
	{ "LTR", { { "Liter", "Liter" }, { "litre", "litres" } } },
	{ "MIN", { { "Minute", "Minuten" }, { "minute", "minutes" } } },
	{ "MLT", { { "ml", "ml" }, { "ml", "ml" } } },
	{ "MMT", { { "mm", "mm" }, { "mm", "mm" } } },
	{ "MON", { { "Monat", "Monate" }, { "month", "months" } } },
	{ "MTK", { { "m²", "m²" }, { "m²", "m²" } } },
	{ "MTQ", { { "m³", "m³" }, { "m³", "m³" } } },
	{ "MTR", { { "m", "m" }, { "m", "m" } } },
	{ "NPR", { { "Paar", "Paar" }, { "pair", "pairs" } } },
	{ "P1", { { "%", "%" }, { "%", "%" } } },
	{ "PA", { { "Packung", "Packungen" }, { "packet", "packets" } } },
	{ "PK", { { "Packung", "Packungen" }, { "pack", "packs" } } },
	{ "PR", { { "Paar", "Paar" }, { "pair", "pairs" } } },
	{ "RO", { { "Rolle", "Rollen" }, { "roll", "rolls" } } },
	{ "SET", { { "Satz", "Sätze" }, { "set", "sets" } } },
	{ "TNE", { { "t", "t" }, { "t", "t" } } },
	{ "WEE", { { "Woche", "Wochen" }, { "week", "weeks" } } },
	{ "XBX", { { "Kiste", "Kisten" }, { "box", "boxes" } } },
	{ "XCT", { { "Karton", "Kartons" }, { "carton", "cartons" } } },
	{ "XPK", { { "Packung", "Packungen" }, { "pack", "packs" } } },
	{ "XPX", { { "Palette", "Paletten" }, { "pallet", "pallets" } } },
	{ "XRO", { { "Rolle", "Rollen" }, { "roll", "rolls" } } },
};

const char *unit_name(enum language language, const char *code, int one)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (!strcmp(units[i].code, code))
			return units[i].names[language][!one];
	return code;
}

static const struct {
	char code[3];
	const char *names[LANGUAGES];
} countries[] = {
	{ "AT", { "Österreich", "Austria" } }, { "AU", { "Australien", "Australia" } }, { "BE", { "Belgien", "Belgium" } },
	{ "BG", { "Bulgarien", "Bulgaria" } }, { "BR", { "Brasilien", "Brazil" } }, { "CA", { "Kanada", "Canada" } },
	{ "CH", { "Schweiz", "Switzerland" } }, { "CN", { "China", "China" } }, { "CY", { "Zypern", "Cyprus" } },
	{ "CZ", { "Tschechien", "Czechia" } }, { "DE", { "Deutschland", "Germany" } }, { "DK", { "Dänemark", "Denmark" } },
	{ "EE", { "Estland", "Estonia" } }, { "ES", { "Spanien", "Spain" } }, { "FI", { "Finnland", "Finland" } },
	{ "FR", { "Frankreich", "France" } }, { "GB", { "Vereinigtes Königreich", "United Kingdom" } }, { "GR", { "Griechenland", "Greece" } },
	{ "HR", { "Kroatien", "Croatia" } }, { "HU", { "Ungarn", "Hungary" } }, { "IE", { "Irland", "Ireland" } },
	{ "IL", { "Israel", "Israel" } }, { "IN", { "Indien", "India" } }, { "IS", { "Island", "Iceland" } },
	{ "IT", { "Italien", "Italy" } }, { "JP", { "Japan", "Japan" } }, { "KR", { "Südkorea", "South Korea" } },
	{ "LI", { "Liechtenstein", "Liechtenstein" } }, { "LT", { "Litauen", "Lithuania" } }, { "LU", { "Luxemburg", "Luxembourg" } },
	{ "LV", { "Lettland", "Latvia" } }, { "MT", { "Malta", "Malta" } }, { "MX", { "Mexiko", "Mexico" } },
	{ "NL", { "Niederlande", "Netherlands" } }, { "NO", { "Norwegen", "Norway" } }, { "NZ", { "Neuseeland", "New Zealand" } },
	{ "PL", { "Polen", "Poland" } }, { "PT", { "Portugal", "Portugal" } }, { "RO", { "Rumänien", "Romania" } },
	{ "RS", { "Serbien", "Serbia" } }, { "SE", { "Schweden", "Sweden" } }, { "SG", { "Singapur", "Singapore" } },
	{ "SI", { "Slowenien", "Slovenia" } }, { "SK", { "Slowakei", "Slovakia" } }, { "TR", { "Türkei", "Türkiye" } },
	{ "UA", { "Ukraine", "Ukraine" } }, { "US", { "USA", "USA" } }, { "ZA", { "Südafrika", "South Africa" } },
};

const char *country_name(enum language language, const char *code)
{
	for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
		if (!strcmp(countries[i].code, code))
			return countries[i].names[language];
	return code;
}

const char *month_name(int month)
{
	static const char *const names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	return names[month - 1];
}
