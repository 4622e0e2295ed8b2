/* What an invoice says beside its lines, frozen as it is issued: both sides, where and when it was supplied, how it is paid, in which language and
 * as which e-invoice, and why VAT is not charged where it is not. */
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/calendar.h"
#include "ordr/settings.h"
#include "ordr/tax.h"

/* The members of struct invoice that the customer and the order give. */
static const struct field buyer_fields[] = {
	F(struct party, name, TEXT, FIELD_REQUIRED, NULL),
	F(struct party, street, TEXT, 0, NULL),
	F(struct party, postcode, TEXT, 0, NULL),
	F(struct party, city, TEXT, 0, NULL),
	F(struct party, country, TEXT, 0, NULL),
	F(struct party, vat_id, TEXT, 0, NULL),
	F(struct party, reference, TEXT, 0, NULL),
	F(struct party, email, TEXT, 0, NULL),
	F(struct party, electronic_address, TEXT, 0, NULL),
	F(struct party, iban, TEXT, 0, NULL),
	F(struct party, mandate, TEXT, 0, NULL),
	FIELD_END,
};

struct facts {
	const char *customer, *order_ref, *currency, *language, *payment_means;
	struct party buyer;
	struct address ship_to;
	int64_t payment_days, discount_days;
	struct percent discount_percent;
	struct instant placed_at, first, last;
};

static const struct field facts_fields[] = {
	F(struct facts, customer, TEXT, FIELD_REQUIRED, NULL),
	F(struct facts, order_ref, TEXT, 0, NULL),
	F(struct facts, currency, TEXT, FIELD_REQUIRED, NULL),
	F(struct facts, language, TEXT, 0, NULL),
	F(struct facts, payment_means, TEXT, 0, NULL),
	F_OBJECT(struct facts, buyer, buyer_fields, 0, NULL),
	F_OBJECT(struct facts, ship_to, order_address_fields, 0, NULL),
	F(struct facts, payment_days, INTEGER, 0, NULL),
	F(struct facts, discount_days, INTEGER, 0, NULL),
	F(struct facts, discount_percent, PERCENT, 0, NULL),
	F(struct facts, placed_at, INSTANT, FIELD_REQUIRED, NULL),
	F(struct facts, first, INSTANT, 0, NULL),
	F(struct facts, last, INSTANT, 0, NULL),
	FIELD_END,
};
static const struct schema facts_schema = { .name = "facts", .fields = facts_fields, .size = sizeof(struct facts) };

#define GIVEN(part) "CASE WHEN " ORDER_SHIP_TO_GIVEN " THEN o.ship_" part " END AS \"ship_to." part "\","
/* When the shipment was supplied by the policy ($2), if it was. */
#define SUPPLIED "CASE WHEN s.state = 'delivered' AND $2 = 'delivery' THEN s.delivered_at WHEN $2 <> 'delivery' THEN s.shipped_at END"
/* Is any of the shipment s not billed yet, when what was supplied first was billed first, and was it supplied before $3? */
#define UNBILLED                                                                                                                 \
	SUPPLIED " < coalesce($3, 9223372036854775807) AND EXISTS (SELECT 1 FROM shipment_line t JOIN order_line l ON l.order_id = o.id AND l.line = t.line" \
	" WHERE t.shipment_id = s.id AND l.invoiced < (SELECT sum(b.quantity) FROM shipment e JOIN shipment_line b ON b.shipment_id = e.id"  \
	" AND b.line = t.line WHERE e.order_id = o.id AND (e.shipped_at, e.id) <= (s.shipped_at, s.id)))"

static int load(struct core *core, const struct bill *bill, struct facts *facts)
{
	int found = db_one(core->db, core->arena, &facts_schema, facts,
			   "SELECT c.code AS customer, o.ref AS order_ref, o.currency, c.language, c.payment_means, c.name AS \"buyer.name\","
			   " c.street AS \"buyer.street\", c.postcode AS \"buyer.postcode\", c.city AS \"buyer.city\","
			   " c.country AS \"buyer.country\", c.vat_id AS \"buyer.vat_id\", c.buyer_reference AS \"buyer.reference\","
			   " c.email AS \"buyer.email\", c.electronic_address AS \"buyer.electronic_address\", c.iban AS \"buyer.iban\","
			   " c.mandate AS \"buyer.mandate\", c.payment_days, c.discount_days, c.discount_percent, o.placed_at,"
			   " CASE WHEN " ORDER_SHIP_TO_GIVEN " THEN " ORDER_SHIP_NAME " END AS \"ship_to.name\"," GIVEN("street")
			   GIVEN("city") GIVEN("postcode") GIVEN("country")
			   " t.first, t.last FROM orders o JOIN customer c ON c.id = o.customer_id JOIN (SELECT min(" SUPPLIED ") AS first,"
			   " max(" SUPPLIED ") AS last FROM orders o JOIN shipment s ON s.order_id = o.id WHERE o.id = $1"
			   " AND s.state IN ('shipped', 'delivered') AND " UNBILLED ") t ON 1 = 1 WHERE o.id = $1",
			   A(bill->id.number), A(bill->policy), A(bill->until));
	return found == 1 ? 0 : found ? -1 : order_missing(core, bill->id);
}

/* The seller as the settings say; what they leave empty is absent. */
static int load_seller(struct core *core, struct party *seller)
{
	const struct {
		const char *name;
		const char **member;
	} parts[] = {
		{ "company.name", &seller->name },
		{ "company.street", &seller->street },
		{ "company.postcode", &seller->postcode },
		{ "company.city", &seller->city },
		{ "company.country", &seller->country },
		{ "company.vat_id", &seller->vat_id },
		{ "company.tax_number", &seller->tax_number },
		{ "company.iban", &seller->iban },
		{ "company.bic", &seller->bic },
		{ "company.creditor_id", &seller->creditor_id },
		{ "company.email", &seller->email },
		{ "company.phone", &seller->phone },
		{ "company.contact", &seller->contact },
		{ "company.register_id", &seller->register_id },
		{ "company.legal", &seller->legal },
		{ "company.electronic_address", &seller->electronic_address },
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *text = settings_text(core, parts[i].name);
		if (!text)
			return -1;
		*parts[i].member = *text ? text : NULL;
	}
	return 0;
}

/* The customer's, else the company's, else that of its country. */
static int choose_language(struct core *core, const char *customers, struct invoice *invoice)
{
	static const char *const german[] = { "DE", "AT", "LI" };
	const char *companys = settings_text(core, "invoice.language");
	if (!companys)
		return -1;
	invoice->language = customers ? customers : *companys ? companys : "en";
	for (size_t i = 0; !customers && !*companys && invoice->seller.country && i < sizeof german / sizeof *german; i++)
		if (!strcmp(invoice->seller.country, german[i]))
			invoice->language = "de";
	return 0;
}

static int choose_profile(struct core *core, struct invoice *invoice)
{
	const char *when = settings_text(core, "invoice.einvoice");
	const char *profile = settings_text(core, "invoice.profile");
	if (!when || !profile)
		return -1;
	bool electronic = !strcmp(when, "always") || (!strcmp(when, "auto") && invoice->buyer.electronic_address);
	invoice->profile = electronic ? profile : "paper";
	return 0;
}

/* The shipments' days, and those of services; one day is no period. */
static void set_supply(struct bill *bill, const struct facts *facts)
{
	struct invoice *invoice = &bill->invoice;
	invoice->supplied = invoice->supplied_until = (struct date){ NONE };
	if (facts->first.ms != NONE)
		invoice_widen(instant_date(facts->first, NULL), instant_date(facts->last, NULL), &invoice->supplied, &invoice->supplied_until);
	bill_supply(bill, &invoice->supplied, &invoice->supplied_until);
}

/* When it is to be paid, and how much less when it is paid sooner; the customer's terms, else the company's. */
static int set_terms(struct core *core, const struct facts *facts, struct invoice *invoice)
{
	int64_t days = settings_number(core, "invoice.payment_days");
	int64_t discount_days = settings_number(core, "invoice.discount_days");
	struct percent discount;
	if (days < 0 || discount_days < 0 || settings_percent(core, "invoice.discount_percent", &discount))
		return -1;
	invoice->due.days = invoice->issued.days + (facts->payment_days != NONE ? facts->payment_days : days);
	if (facts->discount_percent.hundredths != NONE)
		discount = facts->discount_percent;
	invoice->discount_days = facts->discount_days != NONE ? facts->discount_days : discount_days;
	invoice->discount_percent = discount;
	if (!discount.hundredths)
		invoice->discount_days = invoice->discount_percent.hundredths = NONE;
	return 0;
}

int bill_facts(struct core *core, struct bill *bill)
{
	struct facts facts;
	struct invoice *invoice = &bill->invoice;
	const char *note = settings_text(core, "invoice.note");
	if (!note || calendar_today(core, &invoice->issued) || load(core, bill, &facts) || load_seller(core, &invoice->seller))
		return -1;
	invoice->type = "invoice";
	invoice->kind = "standard";
	invoice->order = bill->id;
	invoice->customer = facts.customer;
	invoice->order_ref = facts.order_ref;
	invoice->currency = facts.currency;
	invoice->buyer = facts.buyer;
	invoice->ship_to = facts.ship_to;
	invoice->payment_means = facts.payment_means ? facts.payment_means : "transfer";
	invoice->note = *note ? note : NULL;
	bill->placed = instant_date(facts.placed_at, NULL);
	set_supply(bill, &facts);
	return set_terms(core, &facts, invoice) || choose_language(core, facts.language, invoice) || choose_profile(core, invoice) ? -1 : 0;
}

/* What is not subject to VAT names no VAT id of either side (EN 16931 BR-O-02 to BR-O-04). */
int bill_reasons(struct core *core, struct bill *bill)
{
	struct invoice_tax *tax = bill->invoice.taxes.items;
	for (size_t i = 0; i < bill->invoice.taxes.count; i++) {
		struct tax_reason reason;
		if (tax_reason(core, tax[i].category, bill->invoice.language, &reason))
			return -1;
		tax[i].reason = reason.text;
		tax[i].reason_code = reason.code;
		if (!strcmp(tax[i].category, "O"))
			bill->invoice.seller.vat_id = bill->invoice.buyer.vat_id = NULL;
	}
	return 0;
}
