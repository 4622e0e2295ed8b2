/* matrix DIRECTORY: writes e-invoices of every kind there, in each syntax and profile: NAME.PROFILE.SYNTAX.xml. What they say is checked by matrix.py. */
#include <stdio.h>
#include <string.h>

#include "specimen.h"
#include "ordr/einvoice.h"

#define LINE(...) specimen_line(bill, "line", __VA_ARGS__)

static void plain(struct specimen *bill)
{
	LINE("Hammer 500 g", "3", "13.90", NULL, "S", "19");
	LINE("Handbuch", "2", "24.95", NULL, "S", "7");
	LINE("Trennscheibe", "7", "0.97", NULL, "S", "19");
}

static void full(struct specimen *bill)
{
	plain(bill);
	bill->lines[0].note = "Nachlieferung zu Position 3";
	bill->invoice.shipment.number = 45;
	bill->invoice.note = "Vielen Dank für Ihren Auftrag.";
	bill->invoice.ship_to =
		(struct address){ .name = "Werft AG, Halle 4", .street = "Reiherdamm 4", .city = "Hamburg", .postcode = "20457", .country = "DE" };
}

static void discounts(struct specimen *bill)
{
	LINE("Hammer 500 g", "10", "13.90", "13.90", "S", "19");
	LINE("Ein Drittel der Wartung", "0.333", "100.00", "-0.03", "S", "19");
	LINE("Schraube M8", "0.125", "0.97", NULL, "S", "19")->unit = "KGM";
}

static void charges(struct specimen *bill)
{
	plain(bill);
	specimen_line(bill, "charge", "Fracht und Verpackung", "1", "12.50", NULL, "S", "19")->sku = "FREIGHT";
	specimen_line(bill, "charge", "Eilzuschlag", "1", "7.00", NULL, "S", "7")->sku = NULL;
}

static void charge_off(struct specimen *bill)
{
	plain(bill);
	specimen_line(bill, "charge", "Fracht", "-1", "4.90", NULL, "S", "19");
}

static void charge_alone(struct specimen *bill)
{
	specimen_line(bill, "charge", "Fracht", "1", "4.90", NULL, "S", "19");
}

static void charge_zero_rated(struct specimen *bill)
{
	LINE("Ware", "1", "100.00", NULL, "G", "0");
	specimen_line(bill, "charge", "Freight", "1", "30.00", NULL, "G", "0");
}

static void charge_outside(struct specimen *bill)
{
	LINE("Beratung", "1", "100.00", NULL, "O", "0");
	specimen_line(bill, "charge", "Travel", "1", "30.00", NULL, "O", "0");
}

static void zero_and_negative(struct specimen *bill)
{
	LINE("Muster", "1", "0.00", NULL, "S", "19");
	LINE("Nichts mehr", "0", "13.90", NULL, "S", "19");
	LINE("Hammer 500 g", "2", "13.90", NULL, "S", "19");
	LINE("Palette zurück", "-1", "8.00", NULL, "S", "19");
	LINE("Handbuch zurück", "-3", "0.15", NULL, "S", "7");
}

static void nothing_due(struct specimen *bill)
{
	LINE("Anlage", "1", "1000.00", NULL, "S", "19");
	specimen_line(bill, "deposit", "Anzahlung RE-2026-00001", "-1", "1000.00", NULL, "S", "19")->order_line = NONE;
	bill->invoice.kind = "final";
}

static void below_zero(struct specimen *bill)
{
	LINE("Palette zurück", "-4", "8.15", NULL, "S", "19");
}

static void partial(struct specimen *bill)
{
	LINE("Hammer 500 g", "1", "13.90", NULL, "S", "19");
	bill->invoice.kind = "partial";
}

static void deposit(struct specimen *bill)
{
	struct invoice_line *line = specimen_line(bill, "deposit", "Anzahlung 30 %", "1", "300.00", NULL, "S", "19");
	line->order_line = NONE;
	line->sku = NULL;
	bill->invoice.kind = "deposit";
	bill->invoice.supplied.days = NONE;
}

static void final(struct specimen *bill)
{
	struct invoice_line *line;
	LINE("Anlage", "1", "1000.00", NULL, "S", "19");
	line = specimen_line(bill, "deposit", "Anzahlung RE-2026-00001", "-1", "300.00", NULL, "S", "19");
	line->order_line = NONE;
	line->sku = NULL;
	bill->invoice.kind = "final";
}

static void credit(struct specimen *bill)
{
	plain(bill);
	specimen_line(bill, "charge", "Versand", "1", "5.90", NULL, "S", "19");
	bill->lines[0].discount.minor = 417;
	bill->lines[0].net.minor -= 417;
	bill->invoice.type = "credit_note";
	bill->invoice.corrects = "RE-2026-00001";
	bill->invoice.corrects_issued = date_make(2026, 11, 20);
	bill->invoice.note = "Rechnungskorrektur";
}

static void credit_amount(struct specimen *bill)
{
	struct invoice_line *line = LINE("Preisnachlass", "1", "10.00", NULL, "S", "19");
	line->order_line = NONE;
	line->sku = NULL;
	bill->invoice.type = "credit_note";
	bill->invoice.corrects = "RE-2026-00001";
	bill->invoice.corrects_issued = date_make(2026, 11, 20);
	bill->invoice.due.days = NONE;
}

static void zero_rated(struct specimen *bill)
{
	LINE("Photovoltaikmodul", "4", "199.00", NULL, "Z", "0");
}

static void exempt(struct specimen *bill)
{
	LINE("Schulung", "1", "450.00", NULL, "E", "0");
	LINE("Hammer 500 g", "1", "13.90", NULL, "S", "19");
}

static void small_business(struct specimen *bill)
{
	LINE("Hammer 500 g", "1", "13.90", NULL, "E", "0");
	bill->invoice.seller.vat_id = NULL;
}

static void reverse_charge(struct specimen *bill)
{
	LINE("Bauleistung", "12.5", "80.00", NULL, "AE", "0")->unit = "HUR";
}

static void foreign(struct specimen *bill)
{
	bill->invoice.language = "en";
	bill->invoice.buyer = (struct party){ .name = "Van Dijk & Zonen B.V.",
					      .street = "Keizersgracht 1",
					      .postcode = "1015 CD",
					      .city = "Amsterdam",
					      .country = "NL",
					      .vat_id = "NL123456789B01",
					      .reference = "n/a",
					      .electronic_address = "0106:12345678" };
}

static void intra_community(struct specimen *bill)
{
	foreign(bill);
	LINE("Hammer 500 g", "30", "13.90", NULL, "K", "0");
}

static void intra_community_to(struct specimen *bill)
{
	foreign(bill);
	LINE("Hammer 500 g", "30", "13.90", NULL, "K", "0");
	bill->invoice.ship_to =
		(struct address){ .name = "Site Antwerp", .street = "Kaai 12", .city = "Antwerpen", .postcode = "2000", .country = "BE" };
}

static void export(struct specimen *bill)
{
	foreign(bill);
	bill->invoice.buyer.country = "US";
	bill->invoice.buyer.vat_id = NULL;
	LINE("Hammer 500 g", "30", "13.90", NULL, "G", "0");
}

static void outside(struct specimen *bill)
{
	foreign(bill);
	bill->invoice.buyer.country = "CH";
	LINE("Consulting in Zürich", "2", "900.00", NULL, "O", "0");
}

static void dollars(struct specimen *bill)
{
	foreign(bill);
	bill->invoice.currency = "USD";
	LINE("Hammer 500 g", "30", "13.90", NULL, "S", "19");
}

static void cash(struct specimen *bill)
{
	plain(bill);
	bill->invoice.payment_means = "cash";
}

static void card(struct specimen *bill)
{
	plain(bill);
	bill->invoice.payment_means = "card";
}

static void direct_debit(struct specimen *bill)
{
	plain(bill);
	bill->invoice.payment_means = "direct_debit";
}

static void skonto(struct specimen *bill)
{
	plain(bill);
	bill->invoice.discount_days = 14;
	bill->invoice.discount_percent.hundredths = 250;
	bill->invoice.discount_until = date_make(2026, 12, 10);
}

static void services(struct specimen *bill)
{
	LINE("Wartung", "2.5", "95.00", NULL, "S", "19")->supplied = date_make(2026, 11, 3);
	LINE("Wartung", "1.25", "95.00", NULL, "S", "19")->supplied = date_make(2026, 11, 17);
	bill->lines[0].unit = bill->lines[1].unit = "HUR";
	bill->invoice.supplied = date_make(2026, 11, 1);
	bill->invoice.supplied_until = date_make(2026, 11, 30);
}

static void collected(struct specimen *bill)
{
	plain(bill);
	bill->invoice.order.number = 0;
	bill->invoice.order_ref = NULL;
}

static void hostile(struct specimen *bill)
{
	LINE("<script>alert(\"1\")</script> & ]]> \xf0\x9f\x94\xa8 \xe2\x80\xae gnirts \x01\x1b[31m \xff\xfe\xef\xbf\xbe", "1", "13.90", NULL, "S", "19");
	LINE("Ein sehr langer Name, der nicht enden will: "
	     "Schlagbohrmaschinenkoffereinlagenschaumstoffzuschnittsonderanfertigung, Schlagbohrmaschinenkoffereinlagenschaumstoffzuschnitt, "
	     "und noch einmal: Schlagbohrmaschinenkoffereinlagenschaumstoffzuschnittsonderanfertigung, mit Umlauten äöüÄÖÜß und €",
	     "1", "13.90", NULL, "S", "19");
	bill->lines[1].note = "Zeile 1\nZeile 2\r\n\tZeile 3";
	bill->lines[1].sku = "   ";
	bill->invoice.note = "a<b>&\"'";
	bill->invoice.buyer.name = "Müller & Söhne \"Werft\" <AG>";
	bill->invoice.buyer.email = "";
}

static void many(struct specimen *bill)
{
	for (int i = 0; i < 60; i++)
		LINE("Schraube", i % 7 ? "1.005" : "3", i % 3 ? "0.33" : "1.01", NULL, "S", i % 2 ? "7" : "19");
}

static void huge(struct specimen *bill)
{
	LINE("Kraftwerk", "1000000", "999999.99", NULL, "S", "19");
}

#define DOCUMENT(name) { #name, name }
static const struct {
	const char *name;
	void (*fill)(struct specimen *bill);
} documents[] = {
	DOCUMENT(plain),	   DOCUMENT(full),	     DOCUMENT(discounts),	  DOCUMENT(charges),	     DOCUMENT(charge_off),
	DOCUMENT(charge_alone),	   DOCUMENT(charge_zero_rated), DOCUMENT(charge_outside), DOCUMENT(zero_and_negative), DOCUMENT(nothing_due),
	DOCUMENT(below_zero),	   DOCUMENT(partial),	     DOCUMENT(deposit),		  DOCUMENT(final),	     DOCUMENT(credit),
	DOCUMENT(credit_amount),   DOCUMENT(zero_rated),     DOCUMENT(exempt),		  DOCUMENT(small_business),  DOCUMENT(reverse_charge),
	DOCUMENT(intra_community), DOCUMENT(intra_community_to), DOCUMENT(export),	  DOCUMENT(outside),	     DOCUMENT(dollars),
	DOCUMENT(cash),		   DOCUMENT(card),	     DOCUMENT(direct_debit),	  DOCUMENT(skonto), DOCUMENT(services),	     DOCUMENT(collected),
	DOCUMENT(hostile),	   DOCUMENT(many),	     DOCUMENT(huge),
};

static int write_one(const char *directory, const char *name, const struct invoice *invoice, const char *syntax, const char *profile)
{
	struct str xml = { 0 }, path = { 0 };
	struct err err = { 0 };
	str_printf(&path, "%s/%s.%s.%s.xml", directory, name, profile, syntax);
	if (einvoice_write(invoice, syntax, profile, &xml, &err)) {
		fprintf(stderr, "%s: %s\n", name, err.message);
		return 1;
	}
	FILE *file = fopen(path.text, "w");
	int failed = !file || fwrite(xml.text, 1, xml.length, file) != xml.length;
	if (file)
		failed |= fclose(file) != 0;
	if (failed)
		perror(path.text);
	str_release(&xml);
	str_release(&path);
	return failed;
}

int main(int argc, char **argv)
{
	static struct specimen bill;
	int failed = argc != 2;
	for (size_t i = 0; i < sizeof documents / sizeof *documents && !failed; i++) {
		specimen_init(&bill);
		documents[i].fill(&bill);
		specimen_sum(&bill);
		for (const char *const *syntax = einvoice_syntaxes; *syntax; syntax++)
			for (const char *const *profile = einvoice_profiles; *profile; profile++)
				failed |= write_one(argv[1], documents[i].name, &bill.invoice, *syntax, *profile);
	}
	return failed;
}
