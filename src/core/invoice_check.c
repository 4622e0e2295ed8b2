/* What an invoice must hold, asked before it takes a number: the rules of EN 16931-1, XRechnung 3.0 (BR-DE) and Peppol BIS Billing 3.0 that a user can
 * break, and of §14 (4) UStG where it goes out on paper. Each says the field, the rule, and the command that adds what is missing. The rules of
 * arithmetic and form are kept by construction, others where a customer is entered (whoever is debited has a mandate and an account), and what is not
 * subject to VAT is billed by itself: none of them is asked here. */
#include <string.h>

#include "invoice_parts.h"

#include "ordr/speak.h"

static const char *const severities[] = { "missing", "advice", NULL };

static const struct field lack_fields[] = {
	F(struct invoice_lack, order, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order"),
	F_CHOICE(struct invoice_lack, severity, severities, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "missing: no invoice without it; advice: law asks for it"),
	F(struct invoice_lack, rule, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "the rule: BR-DE-15"),
	F(struct invoice_lack, field, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "the business term of EN 16931-1: BT-10"),
	F(struct invoice_lack, detail, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "what is wrong"),
	F(struct invoice_lack, command, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEPT, "the command that adds it"),
	FIELD_END,
};
const struct schema invoice_lack_schema = { .name = "ordr.invoice-check/1",
					    .title = "Something that an invoice must hold and does not.",
					    .fields = lack_fields,
					    .size = sizeof(struct invoice_lack) };

enum profile { PAPER = 1, EN16931 = 2, XRECHNUNG = 4, PEPPOL = 8, ELECTRONIC = EN16931 | XRECHNUNG | PEPPOL, ALL = PAPER | ELECTRONIC };

struct check {
	struct core *core;
	const struct invoice *invoice;
	enum profile profile;
	struct invoice_lack *lacks;
	size_t count;
};

/* `command` is the setting for the seller, the option of customer edit for the buyer. */
struct rule {
	unsigned profiles;
	const char *rule, *field, *detail, *command;
	bool (*broken)(const struct invoice *invoice);
};

#define SELLER(name, member) \
	static bool no_seller_##name(const struct invoice *v) { return !v->seller.member; }
#define BUYER(name, member) \
	static bool no_buyer_##name(const struct invoice *v) { return !v->buyer.member; }

SELLER(name, name)
SELLER(street, street)
SELLER(city, city)
SELLER(postcode, postcode)
SELLER(country, country)
SELLER(contact, contact)
SELLER(phone, phone)
SELLER(email, email)
SELLER(address, electronic_address)
BUYER(street, street)
BUYER(city, city)
BUYER(postcode, postcode)
BUYER(country, country)
BUYER(address, electronic_address)
BUYER(reference, reference)

static bool has_category(const struct invoice *v, const char *categories)
{
	const struct invoice_tax *tax = v->taxes.items;
	for (size_t i = 0; i < v->taxes.count; i++)
		for (const char *at = categories; *at; at += strspn(at, " ")) {
			size_t length = strcspn(at, " ");
			if (strlen(tax[i].category) == length && !memcmp(at, tax[i].category, length))
				return true;
			at += length;
		}
	return false;
}

static bool no_tax_number(const struct invoice *v)
{
	return !v->seller.vat_id && !v->seller.tax_number;
}

/* Each of these categories has a rule of its own for the seller's number. */
#define TAXED(category) \
	static bool no_number_##category(const struct invoice *v) { return no_tax_number(v) && has_category(v, #category); }
#define ABROAD(category) \
	static bool no_vat_id_##category(const struct invoice *v) { return !v->seller.vat_id && has_category(v, #category); }

TAXED(S)
TAXED(Z)
TAXED(E)
TAXED(AE)
ABROAD(K)
ABROAD(G)

static bool untaxable(const struct invoice *v)
{
	return has_category(v, "O");
}

static bool unidentified(const struct invoice *v)
{
	return !v->seller.vat_id && !v->seller.register_id && !untaxable(v);
}

static bool untaxable_unidentified(const struct invoice *v)
{
	return !v->seller.register_id && untaxable(v);
}

static bool untaxable_without_number(const struct invoice *v)
{
	return !v->seller.tax_number && untaxable(v);
}

static bool nameless_to_tax(const struct invoice *v)
{
	return no_tax_number(v) && !untaxable(v);
}

static bool reverse_without_buyer(const struct invoice *v)
{
	return !v->buyer.vat_id && has_category(v, "AE");
}

static bool intra_without_buyer(const struct invoice *v)
{
	return !v->buyer.vat_id && has_category(v, "K");
}

static bool intra_without_date(const struct invoice *v)
{
	return v->supplied.days == NONE && has_category(v, "K");
}

/* Who has an electronic address gets e-invoices, and whoever has none where all do. */
static bool undated_to_address(const struct invoice *v)
{
	return intra_without_date(v) && v->buyer.electronic_address;
}

static bool undated_to_nowhere(const struct invoice *v)
{
	return intra_without_date(v) && !v->buyer.electronic_address;
}

static bool intra_without_buyers_country(const struct invoice *v)
{
	return !v->ship_to.name && !v->buyer.country && has_category(v, "K");
}

static bool intra_without_country(const struct invoice *v)
{
	return v->ship_to.name && !v->ship_to.country && has_category(v, "K");
}

static bool exempt_without_reason(const struct invoice *v)
{
	const struct invoice_tax *tax = v->taxes.items;
	for (size_t i = 0; i < v->taxes.count; i++)
		if (!strcmp(tax[i].category, "E") && !tax[i].reason)
			return true;
	return false;
}

static bool transfer(const struct invoice *v)
{
	return !strcmp(v->payment_means, "transfer") && !v->seller.iban;
}

static bool debit_without_creditor(const struct invoice *v)
{
	return !strcmp(v->payment_means, "direct_debit") && !v->seller.creditor_id;
}

static bool to_elsewhere(const struct invoice *v, const char *part)
{
	return v->ship_to.name && !part;
}

static bool ship_to_city(const struct invoice *v)
{
	return to_elsewhere(v, v->ship_to.city);
}

static bool ship_to_postcode(const struct invoice *v)
{
	return to_elsewhere(v, v->ship_to.postcode);
}

static bool ship_to_country(const struct invoice *v)
{
	return to_elsewhere(v, v->ship_to.country);
}

static bool no_references(const struct invoice *v)
{
	return !v->buyer.reference && !v->order_ref;
}

#define NO_NUMBER	"the seller has neither a VAT id nor a tax number"
#define CONFIG(name) "ordr config set company." name " …"
#define CUSTOMER(name) "ordr customer edit %s --" name " …" /* %s: its code */
#define SHIP_TO(name) "ordr amend %s --ship-to." name " …"  /* %s: the order */

static const struct rule rules[] = {
	{ ALL, "BR-06", "BT-27", TO_TRANSLATE("an invoice must name the seller"), "ordr config set company.name \"…\"", no_seller_name },
	{ ELECTRONIC, "BR-09", "BT-40", TO_TRANSLATE("the seller's country is missing"), CONFIG("country"), no_seller_country },
	{ ELECTRONIC, "BR-11", "BT-55", TO_TRANSLATE("the buyer's country is missing"), CUSTOMER("country"), no_buyer_country },
	{ ELECTRONIC, "BR-CO-26", "BT-31", TO_TRANSLATE("the seller has neither a VAT id nor a register id"), CONFIG("vat_id"), unidentified },
	{ ELECTRONIC, "BR-CO-26", "BT-30", TO_TRANSLATE("what is not subject to VAT names no VAT id, and the seller has no register id"),
	  CONFIG("register_id"), untaxable_unidentified },
	{ ELECTRONIC, "BR-S-02", "BT-31", NO_NUMBER, CONFIG("vat_id"), no_number_S },
	{ ELECTRONIC, "BR-Z-02", "BT-31", NO_NUMBER, CONFIG("vat_id"), no_number_Z },
	{ ELECTRONIC, "BR-E-02", "BT-31", NO_NUMBER, CONFIG("vat_id"), no_number_E },
	{ ELECTRONIC, "BR-AE-02", "BT-31", NO_NUMBER, CONFIG("vat_id"), no_number_AE },
	{ ELECTRONIC, "BR-IC-02", "BT-31", TO_TRANSLATE("an intra-Community supply needs the seller's VAT id"), CONFIG("vat_id"), no_vat_id_K },
	{ ELECTRONIC, "BR-G-02", "BT-31", TO_TRANSLATE("an export needs the seller's VAT id"), CONFIG("vat_id"), no_vat_id_G },
	{ ALL, "BR-AE-02", "BT-48", TO_TRANSLATE("reverse charge needs the buyer's VAT id"), CUSTOMER("vat-id"), reverse_without_buyer },
	{ ALL, "BR-IC-02", "BT-48", TO_TRANSLATE("an intra-Community supply needs the buyer's VAT id"), CUSTOMER("vat-id"), intra_without_buyer },
	{ ELECTRONIC, "BR-IC-12", "BT-80", TO_TRANSLATE("an intra-Community supply needs the country it went to"), CUSTOMER("country"),
	  intra_without_buyers_country },
	{ ELECTRONIC, "BR-IC-12", "BT-80", TO_TRANSLATE("an intra-Community supply needs the country it went to"), SHIP_TO("country"),
	  intra_without_country },
	{ ALL, "BR-E-10", "BT-120", TO_TRANSLATE("why it is exempt from VAT must be said"), "ordr config set invoice.exempt_reason …",
	  exempt_without_reason },
	{ ELECTRONIC, "BR-57", "BT-80", TO_TRANSLATE("the country of the delivery address is missing"), SHIP_TO("country"), ship_to_country },
	{ ELECTRONIC, "BR-61", "BT-84", TO_TRANSLATE("a credit transfer needs the account to pay to"), CONFIG("iban"), transfer },
	{ XRECHNUNG, "BR-DE-30", "BT-90", TO_TRANSLATE("a direct debit needs the seller's creditor identifier"), CONFIG("creditor_id"),
	  debit_without_creditor },
	{ XRECHNUNG, "BR-DE-3", "BT-37", TO_TRANSLATE("the seller's city is missing"), CONFIG("city"), no_seller_city },
	{ XRECHNUNG, "BR-DE-4", "BT-38", TO_TRANSLATE("the seller's postcode is missing"), CONFIG("postcode"), no_seller_postcode },
	{ XRECHNUNG, "BR-DE-5", "BT-41", TO_TRANSLATE("whom to ask at the seller's is missing"), CONFIG("contact"), no_seller_contact },
	{ XRECHNUNG, "BR-DE-6", "BT-42", TO_TRANSLATE("the seller's telephone is missing"), CONFIG("phone"), no_seller_phone },
	{ XRECHNUNG, "BR-DE-7", "BT-43", TO_TRANSLATE("the seller's electronic mail is missing"), CONFIG("email"), no_seller_email },
	{ XRECHNUNG, "BR-DE-8", "BT-52", TO_TRANSLATE("the buyer's city is missing"), CUSTOMER("city"), no_buyer_city },
	{ XRECHNUNG, "BR-DE-9", "BT-53", TO_TRANSLATE("the buyer's postcode is missing"), CUSTOMER("postcode"), no_buyer_postcode },
	{ XRECHNUNG, "BR-DE-10", "BT-77", TO_TRANSLATE("the city of the delivery address is missing"), SHIP_TO("city"), ship_to_city },
	{ XRECHNUNG, "BR-DE-11", "BT-78", TO_TRANSLATE("the postcode of the delivery address is missing"), SHIP_TO("postcode"), ship_to_postcode },
	{ XRECHNUNG, "BR-DE-15", "BT-10", TO_TRANSLATE("the buyer's reference is missing: for public buyers their Leitweg-ID"),
	  CUSTOMER("buyer-reference"), no_buyer_reference },
	{ XRECHNUNG, "BR-DE-16", "BT-31", TO_TRANSLATE("the seller has neither a VAT id nor a tax number"), CONFIG("vat_id"), nameless_to_tax },
	{ XRECHNUNG, "BR-DE-16", "BT-32", TO_TRANSLATE("what is not subject to VAT names no VAT id, and the seller has no tax number"),
	  CONFIG("tax_number"), untaxable_without_number },
	{ PEPPOL, "PEPPOL-EN16931-R003", "BT-10", TO_TRANSLATE("there is neither a buyer's reference nor an order number of theirs"),
	  CUSTOMER("buyer-reference"), no_references },
	{ XRECHNUNG | PEPPOL, "PEPPOL-EN16931-R010", "BT-49", TO_TRANSLATE("the buyer's electronic address is missing"),
	  CUSTOMER("electronic-address"), no_buyer_address },
	{ XRECHNUNG | PEPPOL, "PEPPOL-EN16931-R020", "BT-34", TO_TRANSLATE("the seller's electronic address is missing"),
	  CONFIG("electronic_address"), no_seller_address },
};

/* What is billed as it is supplied has its date by then, though not in a look ahead. Where it is billed before, what helps is not the same for what
 * the company bills as it is ordered, and for what this customer pays in advance. */
static const struct rule ordered_rules[] = {
	{ ELECTRONIC, "BR-IC-11", "BT-72", TO_TRANSLATE("an intra-Community supply needs its date: bill it when it has shipped"),
	  "ordr config set workflow.invoice_on shipment", intra_without_date },
};
static const struct rule advance_rules[] = {
	{ ELECTRONIC, "BR-IC-11", "BT-72",
	  TO_TRANSLATE("an intra-Community supply has no date before it ships: what is paid in advance is billed on paper"),
	  "ordr customer edit %s --electronic-address \"\"", undated_to_address },
	{ ELECTRONIC, "BR-IC-11", "BT-72",
	  TO_TRANSLATE("an intra-Community supply has no date before it ships: what is paid in advance is billed on paper"),
	  "ordr config set invoice.einvoice auto", undated_to_nowhere },
};

/* On paper they are advice: another country's law may not ask for them, and a small amount (§33 UStDV) needs less. */
static const struct rule paper_rules[] = {
	{ PAPER, "§14 (4) no. 1 UStG", "BT-35", TO_TRANSLATE("the seller's street is missing"), CONFIG("street"), no_seller_street },
	{ PAPER, "§14 (4) no. 1 UStG", "BT-37", TO_TRANSLATE("the seller's city is missing"), CONFIG("city"), no_seller_city },
	{ PAPER, "§14 (4) no. 1 UStG", "BT-50", TO_TRANSLATE("the buyer's street is missing"), CUSTOMER("street"), no_buyer_street },
	{ PAPER, "§14 (4) no. 1 UStG", "BT-52", TO_TRANSLATE("the buyer's city is missing"), CUSTOMER("city"), no_buyer_city },
	{ PAPER, "§14 (4) no. 2 UStG", "BT-31", TO_TRANSLATE("the seller has neither a VAT id nor a tax number"), CONFIG("vat_id"), no_tax_number },
};

static enum profile profile_of(const char *name)
{
	return !strcmp(name, "xrechnung") ? XRECHNUNG : !strcmp(name, "peppol") ? PEPPOL : !strcmp(name, "en16931") ? EN16931 : PAPER;
}

/* Of many orders the first speaks for all: they go to the same place. */
static struct order_id order_of(const struct invoice *invoice)
{
	const struct invoice_line *line = invoice->lines.items;
	return invoice->order.number || !invoice->lines.count ? invoice->order : line->order;
}

/* The command with the code of the customer or the number of the order in its place. */
static const char *command_of(const struct check *check, const char *command)
{
	char order[ID_SIZE];
	const char *gap = strstr(command, "%s");
	if (!gap)
		return command;
	return arena_printf(check->core->arena, "%.*s%s%s", (int)(gap - command), command,
			    strncmp(command, "ordr customer", 13) ? order_id_text(order_of(check->invoice), order) : check->invoice->customer, gap + 2);
}

static int apply(struct check *check, const struct rule *table, size_t count, const char *severity)
{
	for (size_t i = 0; i < count; i++) {
		if (!(table[i].profiles & check->profile) || !table[i].broken(check->invoice))
			continue;
		const char *command = command_of(check, translate(table[i].command));
		if (!command)
			return err_memory(check->core->err);
		check->lacks[check->count++] = (struct invoice_lack) { .order = order_of(check->invoice),
								       .severity = severity,
								       .rule = table[i].rule,
								       .field = table[i].field,
								       .detail = translate(table[i].detail),
								       .command = command };
	}
	return 0;
}

static int apply_early(struct check *check, const struct bill *bill)
{
	if (bill->prepaid || !strcmp(bill->invoice.kind, "deposit"))
		return apply(check, advance_rules, sizeof advance_rules / sizeof *advance_rules, severities[0]);
	if (!strcmp(bill->policy, "order"))
		return apply(check, ordered_rules, sizeof ordered_rules / sizeof *ordered_rules, severities[0]);
	return 0;
}

int invoice_lacks(struct core *core, const struct bill *bill, struct list *lacks)
{
	enum { HARD = sizeof rules / sizeof *rules, SOFT = sizeof paper_rules / sizeof *paper_rules, EARLY = 1 };
	struct check check = { .core = core, .invoice = &bill->invoice, .profile = profile_of(bill->invoice.profile) };
	check.lacks = arena_array(core->arena, HARD + EARLY + SOFT, sizeof *check.lacks);
	if (!check.lacks)
		return err_memory(core->err);
	if (apply(&check, rules, HARD, severities[0]) || apply_early(&check, bill) || apply(&check, paper_rules, SOFT, severities[1]))
		return -1;
	*lacks = (struct list){ check.lacks, check.count };
	return 0;
}
