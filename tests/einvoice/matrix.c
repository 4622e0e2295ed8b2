/* matrix DIRECTORY: writes e-invoices of every kind there, in each syntax and profile: NAME.PROFILE.SYNTAX.xml. What they say is checked by matrix.py. */
#include <stdio.h>
#include <string.h>

#include "claim.h"
#include "ordr/einvoice.h"

#define LINE(...) claim_line(claim, "line", __VA_ARGS__)

static void plain(struct claim *claim)
{
	LINE("Hammer 500 g", "3", "13.90", NULL, "S", "19");
	LINE("Handbuch", "2", "24.95", NULL, "S", "7");
	LINE("Trennscheibe", "7", "0.97", NULL, "S", "19");
}

static void full(struct claim *claim)
{
	plain(claim);
	claim->lines[0].note = "Nachlieferung zu Position 3";
	claim->invoice.shipment.number = 45;
	claim->invoice.note = "Vielen Dank für Ihren Auftrag.";
	claim->invoice.ship_to =
		(struct address){ .name = "Werft AG, Halle 4", .street = "Reiherdamm 4", .city = "Hamburg", .postcode = "20457", .country = "DE" };
}

static void discounts(struct claim *claim)
{
	LINE("Hammer 500 g", "10", "13.90", "13.90", "S", "19");
	LINE("Ein Drittel der Wartung", "0.333", "100.00", "-0.03", "S", "19");
	LINE("Schraube M8", "0.125", "0.97", NULL, "S", "19")->unit = "KGM";
}

static void fine_prices(struct claim *claim)
{
	LINE("Strom", "1234.567", "0.3127", NULL, "S", "19")->unit = "KWH";
	LINE("Schraube M3", "1000", "0.012345", "0.50", "S", "19");
	LINE("Schraube M3 zurück", "-7", "0.0505", NULL, "S", "19");
	LINE("Draht", "0.001", "4.99995", NULL, "S", "7")->unit = "MTR";
}

static void charges(struct claim *claim)
{
	plain(claim);
	claim_line(claim, "charge", "Fracht und Verpackung", "1", "12.50", NULL, "S", "19")->sku = "FREIGHT";
	claim_line(claim, "charge", "Eilzuschlag", "1", "7.00", NULL, "S", "7")->sku = NULL;
}

static void charge_off(struct claim *claim)
{
	plain(claim);
	claim_line(claim, "charge", "Fracht", "-1", "4.90", NULL, "S", "19");
}

static void charge_alone(struct claim *claim)
{
	claim_line(claim, "charge", "Fracht", "1", "4.90", NULL, "S", "19");
}

static void charge_zero_rated(struct claim *claim)
{
	LINE("Ware", "1", "100.00", NULL, "G", "0");
	claim_line(claim, "charge", "Freight", "1", "30.00", NULL, "G", "0");
}

static void charge_outside(struct claim *claim)
{
	LINE("Beratung", "1", "100.00", NULL, "O", "0");
	claim_line(claim, "charge", "Travel", "1", "30.00", NULL, "O", "0");
}

static void zero_and_negative(struct claim *claim)
{
	LINE("Muster", "1", "0.00", NULL, "S", "19");
	LINE("Nichts mehr", "0", "13.90", NULL, "S", "19");
	LINE("Hammer 500 g", "2", "13.90", NULL, "S", "19");
	LINE("Palette zurück", "-1", "8.00", NULL, "S", "19");
	LINE("Handbuch zurück", "-3", "0.15", NULL, "S", "7");
}

static void nothing_due(struct claim *claim)
{
	LINE("Anlage", "1", "1000.00", NULL, "S", "19");
	claim_line(claim, "deposit", "Anzahlung RE-2026-00001", "-1", "1000.00", NULL, "S", "19")->order_line = NONE;
	claim->invoice.kind = "final";
}

static void below_zero(struct claim *claim)
{
	LINE("Palette zurück", "-4", "8.15", NULL, "S", "19");
}

static void partial(struct claim *claim)
{
	LINE("Hammer 500 g", "1", "13.90", NULL, "S", "19");
	claim->invoice.kind = "partial";
}

static void deposit(struct claim *claim)
{
	struct invoice_line *line = claim_line(claim, "deposit", "Anzahlung 30 %", "1", "300.00", NULL, "S", "19");
	line->order_line = NONE;
	line->sku = NULL;
	claim->invoice.kind = "deposit";
	claim->invoice.supplied.days = NONE;
}

static void final(struct claim *claim)
{
	struct invoice_line *line;
	LINE("Anlage", "1", "1000.00", NULL, "S", "19");
	line = claim_line(claim, "deposit", "Anzahlung RE-2026-00001", "-1", "300.00", NULL, "S", "19");
	line->order_line = NONE;
	line->sku = NULL;
	claim->invoice.kind = "final";
}

static void reduced(struct claim *claim)
{
	plain(claim);
	claim_line(claim, "charge", "Versand", "1", "5.90", NULL, "S", "19");
	claim->lines[0].discount.minor = 417;
	claim->lines[0].net.minor -= 417;
}

static void credit(struct claim *claim)
{
	reduced(claim);
	claim->invoice.type = "credit_note";
	claim->invoice.corrects = "RE-2026-00001";
	claim->invoice.corrects_issued = date_make(2026, 11, 20);
	claim->invoice.note = "Rechnungskorrektur";
}

static void credit_amount(struct claim *claim)
{
	struct invoice_line *line = LINE("Preisnachlass", "1", "10.00", NULL, "S", "19");
	line->order_line = NONE;
	line->sku = NULL;
	claim->invoice.type = "credit_note";
	claim->invoice.corrects = "RE-2026-00001";
	claim->invoice.corrects_issued = date_make(2026, 11, 20);
	claim->invoice.due.days = NONE;
}

/* Peppol has the code for corrected invoices within Germany alone. */
static void corrected(struct claim *claim)
{
	reduced(claim);
	claim->invoice.replaces = "RE-2026-00001";
	claim->invoice.replaces_issued = date_make(2026, 11, 20);
}

static void zero_rated(struct claim *claim)
{
	LINE("Photovoltaikmodul", "4", "199.00", NULL, "Z", "0");
}

static void exempt(struct claim *claim)
{
	LINE("Schulung", "1", "450.00", NULL, "E", "0");
	LINE("Hammer 500 g", "1", "13.90", NULL, "S", "19");
}

static void small_business(struct claim *claim)
{
	LINE("Hammer 500 g", "1", "13.90", NULL, "E", "0");
	claim->invoice.seller.vat_id = NULL;
}

static void reverse_charge(struct claim *claim)
{
	LINE("Bauleistung", "12.5", "80.00", NULL, "AE", "0")->unit = "HUR";
}

static void foreign(struct claim *claim)
{
	claim->invoice.language = "en";
	claim->invoice.buyer = (struct party){ .name = "Van Dijk & Zonen B.V.",
					      .street = "Keizersgracht 1",
					      .postcode = "1015 CD",
					      .city = "Amsterdam",
					      .country = "NL",
					      .vat_id = "NL123456789B01",
					      .reference = "n/a",
					      .electronic_address = "0106:12345678" };
}

static void intra_community(struct claim *claim)
{
	foreign(claim);
	LINE("Hammer 500 g", "30", "13.90", NULL, "K", "0");
}

static void intra_community_to(struct claim *claim)
{
	foreign(claim);
	LINE("Hammer 500 g", "30", "13.90", NULL, "K", "0");
	claim->invoice.ship_to =
		(struct address){ .name = "Site Antwerp", .street = "Kaai 12", .city = "Antwerpen", .postcode = "2000", .country = "BE" };
}

static void export(struct claim *claim)
{
	foreign(claim);
	claim->invoice.buyer.country = "US";
	claim->invoice.buyer.vat_id = NULL;
	LINE("Hammer 500 g", "30", "13.90", NULL, "G", "0");
}

static void outside(struct claim *claim)
{
	foreign(claim);
	claim->invoice.buyer.country = "CH";
	LINE("Consulting in Zürich", "2", "900.00", NULL, "O", "0");
}

static void dollars(struct claim *claim)
{
	foreign(claim);
	claim->invoice.currency = "USD";
	LINE("Hammer 500 g", "30", "13.90", NULL, "S", "19");
}

static void cash(struct claim *claim)
{
	plain(claim);
	claim->invoice.payment_means = "cash";
}

static void card(struct claim *claim)
{
	plain(claim);
	claim->invoice.payment_means = "card";
}

static void direct_debit(struct claim *claim)
{
	plain(claim);
	claim->invoice.payment_means = "direct_debit";
}

static void skonto(struct claim *claim)
{
	plain(claim);
	claim->invoice.discount_days = 14;
	claim->invoice.discount_percent.hundredths = 250;
	claim->invoice.discount_until = date_make(2026, 12, 10);
}

static void services(struct claim *claim)
{
	LINE("Wartung", "2.5", "95.00", NULL, "S", "19")->supplied = date_make(2026, 11, 3);
	LINE("Wartung", "1.25", "95.00", NULL, "S", "19")->supplied = date_make(2026, 11, 17);
	claim->lines[0].unit = claim->lines[1].unit = "HUR";
	claim->invoice.supplied = date_make(2026, 11, 1);
	claim->invoice.supplied_until = date_make(2026, 11, 30);
}

static void collected(struct claim *claim)
{
	plain(claim);
	claim->invoice.order.number = 0;
	claim->invoice.order_ref = NULL;
}

static void hostile(struct claim *claim)
{
	LINE("<script>alert(\"1\")</script> & ]]> \xf0\x9f\x94\xa8 \xe2\x80\xae gnirts \x01\x1b[31m \xff\xfe\xef\xbf\xbe", "1", "13.90", NULL, "S", "19");
	LINE("Ein sehr langer Name, der nicht enden will: "
	     "Schlagbohrmaschinenkoffereinlagenschaumstoffzuschnittsonderanfertigung, Schlagbohrmaschinenkoffereinlagenschaumstoffzuschnitt, "
	     "und noch einmal: Schlagbohrmaschinenkoffereinlagenschaumstoffzuschnittsonderanfertigung, mit Umlauten äöüÄÖÜß und €",
	     "1", "13.90", NULL, "S", "19");
	claim->lines[1].note = "Zeile 1\nZeile 2\r\n\tZeile 3";
	claim->lines[1].sku = "   ";
	claim->invoice.note = "a<b>&\"'";
	claim->invoice.buyer.name = "Müller & Söhne \"Werft\" <AG>";
	claim->invoice.buyer.email = "";
}

static void many(struct claim *claim)
{
	for (int i = 0; i < 60; i++)
		LINE("Schraube", i % 7 ? "1.005" : "3", i % 3 ? "0.33" : "1.01", NULL, "S", i % 2 ? "7" : "19");
}

static void huge(struct claim *claim)
{
	LINE("Kraftwerk", "1000000", "999999.99", NULL, "S", "19");
}

#define DOCUMENT(name) { #name, name }
static const struct {
	const char *name;
	void (*fill)(struct claim *claim);
} documents[] = {
	DOCUMENT(plain),	   DOCUMENT(full),	     DOCUMENT(discounts),	  DOCUMENT(fine_prices), DOCUMENT(charges),	     DOCUMENT(charge_off),
	DOCUMENT(charge_alone),	   DOCUMENT(charge_zero_rated), DOCUMENT(charge_outside), DOCUMENT(zero_and_negative), DOCUMENT(nothing_due),
	DOCUMENT(below_zero),	   DOCUMENT(partial),	     DOCUMENT(deposit),		  DOCUMENT(final),	     DOCUMENT(credit),
	DOCUMENT(credit_amount),   DOCUMENT(corrected),      DOCUMENT(zero_rated),     DOCUMENT(exempt),		  DOCUMENT(small_business),  DOCUMENT(reverse_charge),
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
	static struct claim claim;
	int failed = argc != 2;
	for (size_t i = 0; i < sizeof documents / sizeof *documents && !failed; i++) {
		claim_init(&claim);
		documents[i].fill(&claim);
		claim_sum(&claim);
		for (const char *const *syntax = einvoice_syntaxes; *syntax; syntax++)
			for (const char *const *profile = einvoice_profiles; *profile; profile++)
				failed |= write_one(argv[1], documents[i].name, &claim.invoice, *syntax, *profile);
	}
	return failed;
}
