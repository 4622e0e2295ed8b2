#include "bill.h"

#include <stdlib.h>
#include <string.h>

const char *const bill_names[] = { "plain", "long", "names", "english", "credit", "deposit", "final", "reverse", "supply", "debit", "hostile", "scripts", NULL };

static struct date day(const char *text)
{
	struct date date;
	if (date_parse(text, &date))
		abort();
	return date;
}

static struct money euros(int64_t cents)
{
	return money_make(cents, "EUR");
}

static struct price each(int64_t cents)
{
	return price_make(cents * PRICE_UNITS, "EUR");
}

static void begin(struct invoice *invoice)
{
	memset(invoice, 0, sizeof *invoice);
	field_clear(invoice_schema.fields, invoice);
	invoice->id = "RE-2026-00001";
	invoice->type = "invoice";
	invoice->kind = "standard";
	invoice->order.number = 1;
	invoice->shipment.number = 1;
	invoice->customer = "C-1019";
	invoice->issued = day("2026-11-26");
	invoice->due = day("2026-12-26");
	invoice->supplied = day("2026-11-24");
	invoice->order_ref = "PO-4711";
	invoice->currency = "EUR";
	invoice->language = "de";
	invoice->payment_means = "transfer";
	invoice->seller = (struct party){ .name = "Nordlicht Werkzeuge GmbH", .street = "Hafenstraße 12", .postcode = "20457", .city = "Hamburg", .country = "DE",
		.vat_id = "DE812345673", .tax_number = "48/123/45678", .iban = "DE02120300000000202051", .bic = "BYLADEM1001", .email = "rechnung@nordlicht.example",
		.phone = "+49 40 1234-0", .contact = "Jörg Großmann", .register_id = "HRB 12345, Amtsgericht Hamburg", .legal = "Geschäftsführerin: Änne Öztürk",
		.creditor_id = "DE98ZZZ09999999999" };
	invoice->buyer = (struct party){ .name = "Werft AG", .street = "Am Kaiserkai 12", .postcode = "20457", .city = "Hamburg", .country = "DE",
		.vat_id = "DE211304871", .reference = "WE-Einkauf", .iban = "DE75512108001245126199", .mandate = "M-2026-17" };
}

static struct invoice_line *lines_of(struct arena *arena, struct invoice *invoice, size_t count)
{
	struct invoice_line *lines = arena_array(arena, count, sizeof *lines);
	if (!lines)
		abort();
	for (size_t i = 0; i < count; i++)
		lines[i] = (struct invoice_line){ .line = (int64_t)i + 1, .order_line = (int64_t)i + 1, .kind = "line", .sku = "HAM-500", .name = "Hammer 500 g", .qty = { 3000 },
			.unit = "C62", .price = each(1390), .discount = euros(0), .net = euros(4170), .tax_category = "S", .tax_rate = { 1900 }, .supplied = { NONE }, .supplied_until = { NONE } };
	invoice->lines = (struct list){ lines, count };
	return lines;
}

/* Groups, VAT and totals of the lines, as they are reckoned at issue. */
static void sum(struct arena *arena, struct invoice *invoice)
{
	const struct invoice_line *lines = invoice->lines.items;
	struct invoice_tax *taxes = arena_array(arena, 8, sizeof *taxes);
	const char *currency = lines[0].net.currency;
	size_t count = 0;
	if (!taxes)
		abort();
	invoice->net = invoice->tax = money_make(0, currency);
	for (size_t i = 0; i < invoice->lines.count; i++) {
		size_t at = 0;
		while (at < count && (strcmp(taxes[at].category, lines[i].tax_category) || taxes[at].rate.hundredths != lines[i].tax_rate.hundredths))
			at++;
		if (at == count)
			taxes[count++] = (struct invoice_tax){ .category = lines[i].tax_category, .rate = lines[i].tax_rate, .net = money_make(0, currency) };
		taxes[at].net.minor += lines[i].net.minor;
		invoice->net.minor += lines[i].net.minor;
	}
	for (size_t i = 0; i < count; i++) {
		money_percent(taxes[i].net, taxes[i].rate, &taxes[i].tax);
		invoice->tax.minor += taxes[i].tax.minor;
	}
	invoice->taxes = (struct list){ taxes, count };
	invoice->gross = money_make(invoice->net.minor + invoice->tax.minor, currency);
	invoice->open = invoice->gross;
}

static void make_plain(struct arena *arena, struct invoice *invoice)
{
	lines_of(arena, invoice, 1);
}

static void make_long(struct arena *arena, struct invoice *invoice)
{
	struct invoice_line *lines = lines_of(arena, invoice, 60);
	invoice->discount_days = 10;
	invoice->discount_percent.hundredths = 200;
	invoice->discount_until = day("2026-12-06");
	for (size_t i = 0; i < 60; i++) {
		if (i % 3 == 1) {
			lines[i].name = "Handbuch der Schweißtechnik, 4. Auflage, mit Übungen und Lösungen";
			lines[i].sku = "BOK-4";
			lines[i].tax_rate.hundredths = 700;
			lines[i].price = each(2495);
			lines[i].discount = euros(374);
			lines[i].net = euros(7111);
		} else if (i % 3 == 2) {
			lines[i].name = "Kalibrierung";
			lines[i].sku = "CAL";
			lines[i].unit = "HUR";
			lines[i].qty.thousandths = 2500;
			lines[i].price = each(123450);
			lines[i].net = euros(308625);
			lines[i].supplied = day("2026-11-20");
			lines[i].note = "vor Ort, Halle 3";
		}
	}
	lines[59] = (struct invoice_line){ .line = 60, .order_line = 60, .kind = "charge", .name = "Fracht", .qty = { 1000 }, .unit = "C62", .price = each(4900),
		.discount = euros(0), .net = euros(4900), .tax_category = "S", .tax_rate = { 1900 }, .supplied = { NONE }, .supplied_until = { NONE } };
}

static void make_names(struct arena *arena, struct invoice *invoice)
{
	struct invoice_line *lines = lines_of(arena, invoice, 3);
	invoice->buyer.name = "Gemeinnützige Wohnungsbaugenossenschaft der Eisenbahner und Straßenbahner Schleswig-Holstein-Nord eG";
	invoice->buyer.street = "Oberbürgermeister-Doktor-Ernst-Schwering-Gedächtnisstraße 1234 b, Hinterhaus, 3. Etage";
	invoice->buyer.city = "Sankt Peter-Ording-Böhl-Süderhöft am Westerheversand";
	invoice->buyer.reference = "04011000-1234512345-06";
	invoice->order_ref = "Rahmenvertrag-2026/Abruf-000000000017-Instandhaltung-Kaianlagen";
	invoice->seller.name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG";
	invoice->seller.email = "rechnungsstelle@donaudampfschifffahrt.example";
	invoice->seller.legal = "Geschäftsführerinnen: Änne Öztürk, Dr. Karla Brandt, Johanna Ruge und Maximiliane von Hohenstein-Waldburg";
	invoice->ship_to = (struct address){ .name = "Lager Süd der Wohnungsbaugenossenschaft", .street = "Industrieweg 4", .postcode = "24943", .city = "Flensburg", .country = "DE" };
	invoice->supplied_until = day("2026-11-30");
	lines[0].name = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzkommentarsammlungsaufbewahrungskassette";
	lines[0].net = euros(INT64_C(123456789012));
	lines[0].price = each(INT64_C(123456789012));
	lines[0].qty.thousandths = 1000;
	lines[1].name = "Hammer 500 g mit Stiel aus Eschenholz, geölt, für den Einsatz im Freien und unter Dach, mit Aufhängung aus verzinktem Stahl, einzeln verpackt, mit "
			"Anleitung in zwölf Sprachen";
	lines[1].note = "Erste Bemerkung zur Zeile, die so lang ist, dass sie umbrochen werden muss, weil sie nicht passt.\nZweite Bemerkung.";
	lines[2].qty.thousandths = INT64_C(1234567125);
	lines[2].price = each(99);
	lines[2].net = euros(122222145);
	invoice->note = "Vielen Dank für Ihren Auftrag. Wir haben gerne für Sie gearbeitet und freuen uns auf die nächste gemeinsame Arbeit, bei der wir Sie wieder "
			"unterstützen dürfen.\nDie Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.";
}

static void make_english(struct arena *arena, struct invoice *invoice)
{
	struct invoice_line *lines = lines_of(arena, invoice, 2);
	invoice->language = "en";
	invoice->currency = "CHF";
	invoice->buyer = (struct party){ .name = "Alpine Tools AG", .street = "Bahnhofstrasse 1", .postcode = "8001", .city = "Zürich", .country = "CH" };
	for (size_t i = 0; i < 2; i++) {
		lines[i].price = price_make(139000 * PRICE_UNITS, "CHF");
		lines[i].discount = money_make(i ? 41700 : 0, "CHF");
		lines[i].net = money_make(i ? 375300 : 417000, "CHF");
		lines[i].tax_category = "G";
		lines[i].tax_rate.hundredths = 0;
	}
	invoice->discount_days = 14;
	invoice->discount_percent.hundredths = 250;
	invoice->discount_until = day("2026-12-10");
}

static void make_credit(struct arena *arena, struct invoice *invoice)
{
	lines_of(arena, invoice, 1);
	invoice->id = "RE-2026-00002";
	invoice->type = "credit_note";
	invoice->corrects = "RE-2026-00001";
	invoice->corrects_issued = day("2026-11-20");
}

static void make_deposit(struct arena *arena, struct invoice *invoice)
{
	struct invoice_line *lines = lines_of(arena, invoice, 1);
	invoice->kind = "deposit";
	invoice->supplied.days = NONE;
	invoice->shipment.number = NONE;
	lines[0] = (struct invoice_line){ .line = 1, .order_line = NONE, .kind = "deposit", .name = "Abschlag von 30 % auf Auftrag SO-000001", .qty = { 1000 }, .unit = "C62",
		.price = each(300000), .discount = euros(0), .net = euros(300000), .tax_category = "S", .tax_rate = { 1900 }, .supplied = { NONE }, .supplied_until = { NONE } };
}

static void make_final(struct arena *arena, struct invoice *invoice)
{
	struct invoice_line *lines = lines_of(arena, invoice, 2);
	invoice->kind = "final";
	lines[0].price = each(1000000);
	lines[0].qty.thousandths = 1000;
	lines[0].net = euros(1000000);
	lines[1] = (struct invoice_line){ .line = 2, .order_line = NONE, .kind = "deposit", .name = "Abschlagsrechnung RE-2026-00001 vom 20.11.2026", .qty = { -1000 },
		.unit = "C62", .price = each(300000), .discount = euros(0), .net = euros(-300000), .tax_category = "S", .tax_rate = { 1900 }, .supplied = { NONE }, .supplied_until = { NONE } };
}

static void make_reverse(struct arena *arena, struct invoice *invoice)
{
	struct invoice_line *lines = lines_of(arena, invoice, 1);
	invoice->buyer = (struct party){ .name = "Tischlerij De Boer B.V.", .street = "Keizersgracht 5", .postcode = "1015 CN", .city = "Amsterdam", .country = "NL",
		.vat_id = "NL123456782B01" };
	lines[0].tax_category = "AE";
	lines[0].tax_rate.hundredths = 0;
}

static void make_supply(struct arena *arena, struct invoice *invoice)
{
	make_reverse(arena, invoice);
	((struct invoice_line *)invoice->lines.items)[0].tax_category = "K";
	invoice->language = "en";
}

static void make_debit(struct arena *arena, struct invoice *invoice)
{
	lines_of(arena, invoice, 1);
	invoice->payment_means = "direct_debit";
}

static void make_hostile(struct arena *arena, struct invoice *invoice)
{
	static const char bad[] = "<b>&\"'\x1b[31m\xe2\x80\xae)(\\ %1</b>";
	struct invoice_line *lines = lines_of(arena, invoice, 1);
	invoice->seller.name = invoice->seller.street = invoice->seller.city = invoice->seller.legal = invoice->seller.email = bad;
	invoice->buyer.name = invoice->buyer.street = invoice->buyer.reference = invoice->order_ref = invoice->note = bad;
	lines[0].name = lines[0].sku = lines[0].note = lines[0].unit = bad;
}

static void make_scripts(struct arena *arena, struct invoice *invoice)
{
	struct invoice_line *lines = lines_of(arena, invoice, 5);
	invoice->buyer.name = "Ελληνικά Εργαλεία Α.Ε.";
	lines[0].name = "Молоток слесарный, 500 г (Ёлка, Україна)";
	lines[1].name = "Łódź, Dvořák, Ģirts, Şükrü, Ærø, Façade, ĳsselmeer, ﬁne – “quoted” … ½ × ≤ 5 µm";
	lines[2].name = "פטיש 500 גרם";
	lines[3].name = "مطرقة وزن 500 غرام";
	lines[4].name = "Z̈ combining: e\xcc\x81 \xcc\x88o";
}

int bill_make(struct arena *arena, const char *name, struct invoice *invoice)
{
	static void (*const makers[])(struct arena *, struct invoice *) = { make_plain, make_long, make_names, make_english, make_credit, make_deposit, make_final,
		make_reverse, make_supply, make_debit, make_hostile, make_scripts };
	for (size_t i = 0; bill_names[i]; i++) {
		if (strcmp(bill_names[i], name))
			continue;
		begin(invoice);
		makers[i](arena, invoice);
		sum(arena, invoice);
		return 0;
	}
	return -1;
}
