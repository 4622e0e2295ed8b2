/* An invoice in the terms and codes of EN 16931-1, before it is put into a syntax. */
#include <string.h>

#include "ordr/einvoice.h"
#include "ordr/speak.h"
#include "parts.h"

const char *const einvoice_syntaxes[] = { "ubl", "cii", NULL };
const char *const einvoice_profiles[] = { "xrechnung", "en16931", "peppol", NULL }; /* as enum profile */

static void (*const writers[])(struct einvoice *e) = { einvoice_ubl, einvoice_cii };

const char einvoice_process[] = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

const char *einvoice_customization(const struct einvoice *e)
{
	static const char *const ids[] = {
		[PROFILE_XRECHNUNG] = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
		[PROFILE_EN16931] = "urn:cen.eu:en16931:2017",
		[PROFILE_PEPPOL] = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
	};
	return ids[e->profile];
}

/* Peppol knows a corrected invoice between organizations of Germany alone (PEPPOL-EN16931-P0112). */
static bool both_german(const struct invoice *invoice)
{
	const char *seller = invoice->seller.country;
	const char *buyer = invoice->buyer.country;
	return seller && buyer && !strcmp(seller, "DE") && !strcmp(buyer, "DE");
}

/* UNTDID 1001. XRechnung's list (BR-DE-17) has no prepayment invoice, 386; what comes nearest there is the partial invoice. */
const char *einvoice_type(const struct einvoice *e)
{
	if (e->credit)
		return "381";
	if (e->invoice->replaces && (e->profile != PROFILE_PEPPOL || both_german(e->invoice)))
		return "384";
	if (!e->invoice->kind || strcmp(e->invoice->kind, "deposit"))
		return "380";
	return e->profile == PROFILE_XRECHNUNG ? "326" : "386";
}

const char *einvoice_preceding(const struct einvoice *e, struct date *issued)
{
	const struct invoice *invoice = e->invoice;
	*issued = invoice->corrects ? invoice->corrects_issued : invoice->replaces_issued;
	return invoice->corrects ? invoice->corrects : invoice->replaces;
}

/* --- lines and charges -------------------------------------------------------------------------------------------------------- */

static bool is_charge(const struct invoice_line *line)
{
	return line->kind && !strcmp(line->kind, "charge");
}

bool einvoice_is_line(const struct einvoice *e, const struct invoice_line *line)
{
	return !e->charges_apart || !is_charge(line);
}

/* UNTDID 7161, where the charge's name says what it is for; elsewhere the name alone, since code and reason must mean the same (BR-CO-22). */
static const char *charge_code(const char *name)
{
	static const char *const words[][2] = {
		{ "freight", "FC" },  { "fracht", "FC" },      { "shipping", "FC" },	{ "versand", "FC" },  { "porto", "FC" },
		{ "postage", "FC" },  { "liefer", "FC" },      { "deliver", "FC" },	{ "spedition", "FC" }, { "packing", "PC" },
		{ "packag", "PC" },   { "verpackung", "PC" },  { "insurance", "IN" },	{ "versicherung", "IN" },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(name, words[i][0]))
			return words[i][1];
	return NULL;
}

struct extra einvoice_charge(const struct einvoice *e, const struct invoice_line *line)
{
	struct money amount = line->net;
	const char *name = line->name && *line->name ? line->name : e->german ? "Zuschlag" : "Charge";
	bool charge = amount.minor >= 0;
	amount.minor = charge ? amount.minor : -amount.minor;
	return (struct extra){ .charge = charge, .amount = amount, .code = charge ? charge_code(name) : NULL, .reason = name };
}

bool einvoice_line_extra(const struct einvoice *e, const struct invoice_line *line, struct extra *extra)
{
	if (line->discount.minor == NONE || !line->discount.minor)
		return false;
	*extra = (struct extra){ .charge = line->discount.minor < 0, .amount = line->discount };
	if (extra->charge) {
		extra->amount.minor = -extra->amount.minor;
		extra->reason = e->german ? "Rundung" : "Rounding";
	} else {
		extra->code = "95"; /* UNTDID 5189: discount */
		extra->reason = e->german ? "Rabatt" : "Discount";
	}
	return true;
}

const char *einvoice_price(const struct invoice_line *line, char out[MONEY_SIZE])
{
	return price_text(line->price, out);
}

const char *einvoice_rate(const char *category, struct percent rate, char out[MONEY_SIZE])
{
	if (category && !strcmp(category, "O"))
		return NULL;
	return percent_text(rate, out);
}

/* --- parties ------------------------------------------------------------------------------------------------------------------ */

const char *einvoice_seller_vat(const struct einvoice *e)
{
	return e->outside ? NULL : e->invoice->seller.vat_id;
}

const char *einvoice_buyer_vat(const struct einvoice *e)
{
	return e->outside ? NULL : e->invoice->buyer.vat_id;
}

struct endpoint einvoice_endpoint(const char *text)
{
	struct endpoint endpoint = { .address = NULL };
	const char *colon = text ? strchr(text, ':') : NULL;
	size_t length = colon ? (size_t)(colon - text) : 0;
	if (!length || length >= sizeof endpoint.scheme)
		return endpoint;
	memcpy(endpoint.scheme, text, length);
	endpoint.address = colon + 1;
	return endpoint;
}

struct address einvoice_buyer_address(const struct einvoice *e)
{
	const struct party *buyer = &e->invoice->buyer;
	return (struct address){ .name = buyer->name,
				 .street = buyer->street,
				 .city = buyer->city,
				 .postcode = buyer->postcode,
				 .country = buyer->country };
}

/* An address without a country is in the buyer's. Intra-community supply names the country even when it is that (BR-IC-12). */
bool einvoice_deliver_to(const struct einvoice *e, struct address *address)
{
	const struct address *to = &e->invoice->ship_to;
	*address = *to;
	if (to->name || to->street || to->city || to->postcode) {
		if (!address->country)
			address->country = e->invoice->buyer.country;
		return true;
	}
	*address = einvoice_buyer_address(e);
	return e->intra;
}

bool einvoice_has_period(const struct einvoice *e)
{
	return e->invoice->supplied.days != NONE && e->invoice->supplied_until.days != NONE;
}

/* --- payment ------------------------------------------------------------------------------------------------------------------ */

/* UNTDID 4461. SEPA moves euros alone: other currencies are transferred by 30. */
enum means einvoice_means(const struct einvoice *e, const char **code, const char **words)
{
	const char *means = e->invoice->payment_means;
	*words = NULL;
	if (e->credit) {
		*code = "97";
		return MEANS_OTHER;
	}
	if (!means)
		return MEANS_NONE;
	if (!strcmp(means, "transfer")) {
		*code = !strcmp(e->invoice->currency, "EUR") ? "58" : "30";
		return MEANS_TRANSFER;
	}
	if (!strcmp(means, "direct_debit")) {
		*code = "59";
		return MEANS_DEBIT;
	}
	bool card = !strcmp(means, "card");
	*code = !card ? "10" : e->profile == PROFILE_EN16931 ? "48" : "ZZZ";
	if (card)
		*words = e->german ? "Karte" : "Card";
	return MEANS_OTHER;
}

static void put_human_terms(const struct einvoice *e, struct str *terms)
{
	char percent[MONEY_SIZE], day[DATE_SIZE];
	const struct invoice *invoice = e->invoice;
	percent_text(invoice->discount_percent, percent);
	date_text(invoice->discount_until, day);
	if (!e->german) {
		str_printf(terms, "%s %% discount when paid by %s", percent, day);
		return;
	}
	char *point = strchr(percent, '.');
	if (point)
		*point = ',';
	str_printf(terms, "%s %% Skonto bei Zahlung bis zum %.2s.%.2s.%.4s", percent, day + 8, day + 5, day);
}

void einvoice_put_terms(const struct einvoice *e, struct str *terms)
{
	char days[QUANTITY_SIZE], percent[QUANTITY_SIZE];
	const struct invoice *invoice = e->invoice;
	if (e->credit || invoice->discount_days == NONE || invoice->discount_until.days == NONE || invoice->discount_percent.hundredths <= 0)
		return;
	if (e->profile != PROFILE_XRECHNUNG) {
		put_human_terms(e, terms);
		return;
	}
	str_printf(terms, "#SKONTO#TAGE=%s#PROZENT=%s#\n", decimal_text(invoice->discount_days, 0, 0, days),
		   decimal_text(invoice->discount_percent.hundredths, 2, 2, percent));
}

/* --- lines -------------------------------------------------------------------------------------------------------------------- */

bool einvoice_of_many(const struct einvoice *e, const struct invoice_line *line)
{
	return !e->invoice->order.number && line->order.number;
}

void einvoice_put_note(const struct einvoice *e, const struct invoice_line *line, struct str *note)
{
	char text[ID_SIZE];
	if (einvoice_of_many(e, line)) {
		str_printf(note, "%s %s", e->german ? "Auftrag" : "Order", order_id_text(line->order, text));
		if (line->order_ref)
			str_printf(note, e->german ? ", Ihre Bestellung %s" : ", your order %s", line->order_ref);
		if (line->note)
			str_put(note, "; ");
	}
	str_put(note, line->note ? line->note : "");
}

struct date einvoice_line_end(const struct invoice_line *line)
{
	return line->supplied_until.days == NONE ? line->supplied : line->supplied_until;
}

/* --- the whole ---------------------------------------------------------------------------------------------------------------- */

static int find(const char *const *names, const char *name)
{
	for (int i = 0; name && names[i]; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

static int find_or_refuse(const char *const *names, const char *name, const char *what, int *found, struct err *err)
{
	*found = find(names, name);
	if (*found >= 0)
		return 0;
	err_set(err, ERR_USAGE, "\"%.40s\" is no %s of e-invoices", name ? name : "", translate_in("e-invoice", what));
	return err_hint(err, "one of: %s, %s%s%s", names[0], names[1], names[2] ? ", " : "", names[2] ? names[2] : "");
}

static int add(struct money *sum, struct money amount)
{
	return amount.minor == NONE ? -1 : money_add(*sum, amount, sum);
}

/* Takes a line into the sums; −1: it cannot be added. */
static int sum_line(struct einvoice *e, const struct invoice_line *line)
{
	e->outside = e->outside || (line->tax_category && !strcmp(line->tax_category, "O"));
	e->intra = e->intra || (line->tax_category && !strcmp(line->tax_category, "K"));
	if (einvoice_is_line(e, line))
		return add(&e->lines, line->net);
	if (line->net.minor == NONE)
		return -1;
	struct extra extra = einvoice_charge(e, line);
	*(extra.charge ? &e->charged : &e->allowed) = true;
	return add(extra.charge ? &e->charges : &e->allowances, extra.amount);
}

/* The sums of BR-CO-10 to BR-CO-15. */
static bool adds_up(struct einvoice *e)
{
	const struct invoice *invoice = e->invoice;
	const struct invoice_line *lines = invoice->lines.items;
	const struct invoice_tax *taxes = invoice->taxes.items;
	struct money net, gross = invoice->net, tax = money_make(0, invoice->currency);
	for (size_t i = 0; i < invoice->lines.count; i++)
		if (sum_line(e, &lines[i]))
			return false;
	for (size_t i = 0; i < invoice->taxes.count; i++)
		if (add(&tax, taxes[i].tax))
			return false;
	if (money_subtract(e->lines, e->allowances, &net) || add(&net, e->charges) || add(&gross, invoice->tax))
		return false;
	return invoice->lines.count && net.minor == invoice->net.minor && tax.minor == invoice->tax.minor && gross.minor == invoice->gross.minor;
}

static void look(struct einvoice *e)
{
	const struct invoice *invoice = e->invoice;
	const struct invoice_line *lines = invoice->lines.items;
	e->credit = invoice->type && !strcmp(invoice->type, "credit_note");
	e->german = invoice->language && !strncmp(invoice->language, "de", 2);
	e->lines = e->allowances = e->charges = money_make(0, invoice->currency);
	for (size_t i = 0; i < invoice->lines.count; i++)
		e->charges_apart = e->charges_apart || !is_charge(&lines[i]);
}

int einvoice_write(const struct invoice *invoice, const char *syntax, const char *profile, struct str *xml, struct err *err)
{
	int writer, promised;
	if (find_or_refuse(einvoice_syntaxes, syntax, TO_TRANSLATE_IN("e-invoice", "syntax"), &writer, err) ||
	    find_or_refuse(einvoice_profiles, profile, TO_TRANSLATE_IN("e-invoice", "profile"), &promised, err))
		return -1;
	struct einvoice e = { .invoice = invoice, .profile = (enum profile)promised };
	look(&e);
	if (!adds_up(&e)) {
		err_set(err, ERR_DAMAGED, "the amounts do not add up");
		err_hint(err, "ordr doctor");
		return err_subject(err, "%s", invoice->id);
	}
	xml_begin(&e.xml, xml);
	writers[writer](&e);
	return xml_end(&e.xml) ? 0 : err_memory(err);
}
