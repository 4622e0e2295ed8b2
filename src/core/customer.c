/* Customers: who orders, how much they matter (tier), and what an invoice to them must say. */
#include <string.h>

#include "ordr/identifiers.h"
#include "ordr/master.h"
#include "ordr/speak.h"

const char *const tier_choices[] = { "standard", "preferred", "strategic", NULL };
const char *const invoice_whens[] = { "manual", "auto", "collect", NULL };
static const char *const means[] = { "transfer", "direct_debit", "card", "cash", NULL };
const char *const priority_choices[] = { "low", "normal", "high", "urgent", NULL };

static const struct field customer_fields[] = {
	F(struct customer, code, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "short code, unique: C-1001"),
	F(struct customer, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "name as it stands on an invoice"),
	F_CHOICE(struct customer, tier, tier_choices, FIELD_SHOWN, "how much they matter; standard when not given"),
	F(struct customer, email, TEXT, FIELD_LATE, "electronic mail"),
	F(struct customer, phone, TEXT, FIELD_LATE, "telephone"),
	F(struct customer, street, TEXT, FIELD_LATE, "street and number"),
	F(struct customer, city, TEXT, FIELD_SHOWN, "city"),
	F(struct customer, postcode, TEXT, FIELD_LATE, "postcode"),
	F(struct customer, country, TEXT, FIELD_SHOWN, "two letters, ISO 3166-1: DE"),
	F(struct customer, vat_id, TEXT, FIELD_LATE, "VAT id: DE123456788"),
	F(struct customer, buyer_reference, TEXT, FIELD_LATE, "what the buyer wants to read on invoices; an office of the German administration: its Leitweg-ID"),
	F(struct customer, electronic_address, TEXT, FIELD_LATE, "where e-invoices go: SCHEME:ADDRESS, or an electronic mail address"),
	F(struct customer, payment_days, INTEGER, FIELD_NOT_NEGATIVE, "days to pay, when other than the company's"),
	F(struct customer, discount_days, INTEGER, FIELD_NOT_NEGATIVE | FIELD_LATE, "days within which a cash discount is taken, when other than the company's"),
	F(struct customer, discount_percent, PERCENT, FIELD_NOT_NEGATIVE | FIELD_LATE, "that cash discount, when other than the company's; 0: none"),
	F(struct customer, credit_limit, MONEY, FIELD_NOT_NEGATIVE, "the most they may owe"),
	F(struct customer, language, TEXT, FIELD_LATE, "two letters, ISO 639-1: de"),
	F(struct customer, prepayment, BOOL, 0, "orders are paid before they ship"),
	F_CHOICE(struct customer, payment_means, means, 0, "how they pay; transfer when not given"),
	F(struct customer, iban, TEXT, FIELD_LATE, "the account to debit"),
	F(struct customer, mandate, TEXT, FIELD_LATE, "reference of the SEPA mandate to debit it"),
	F_CHOICE(struct customer, tax_category, tax_category_choices, 0,
		 "VAT category of what they buy: AE reverse charge, K intra-EU supply, G export; as the products say when not given"),
	F_CHOICE(struct customer, invoice_when, invoice_whens, FIELD_LATE,
		 "auto: the step by which their order may be invoiced invoices it; collect: invoice --collect does; manual; as the setting invoice.when says when not given"),
	FIELD_END,
};

const struct schema customer_schema = { .name = "ordr.customer/1",
					.title = "Somebody who orders.",
					.fields = customer_fields,
					.size = sizeof(struct customer) };
const struct schema customer_form = { .name = "ordr.customer-form/1",
					     .title = "A customer to keep.",
					     .fields = customer_fields,
					     .size = sizeof(struct customer),
					     .record = "ordr.customer/1" };

static int read_text(struct core *core, identifier_read *read, const char **text)
{
	return *text ? read(core->arena, text, core->err) : 0;
}

/* What has check digits is checked where its form becomes that which is kept. */
static int customer_standard(struct core *core, void *record)
{
	struct customer *customer = record;
	if (!customer->tier)
		customer->tier = tier_choices[0];
	if (read_text(core, vat_id_read, &customer->vat_id) || read_text(core, iban_read, &customer->iban) ||
	    read_text(core, electronic_address_read, &customer->electronic_address))
		return -1;
	return customer->buyer_reference && leitweg_like(customer->buyer_reference) ? leitweg_read(core->arena, &customer->buyer_reference, core->err) : 0;
}

static int check_language(struct core *core, const char *language)
{
	if (!language || (strlen(language) == 2 && strspn(language, "abcdefghijklmnopqrstuvwxyz") == 2))
		return 0;
	err_set(core->err, ERR_INVALID, "language \"%.40s\" is not two small letters", language);
	return err_hint(core->err, "such as de");
}

/* BR-DE-25 and BT-89: nobody's account is debited without a mandate. */
static int check_means(struct core *core, const struct customer *customer)
{
	bool debited = customer->payment_means && !strcmp(customer->payment_means, "direct_debit");
	if (!debited || (customer->iban && customer->mandate))
		return 0;
	err_set(core->err, ERR_INVALID,
		customer->iban ? TO_TRANSLATE("direct debit needs the reference of the mandate")
			       : TO_TRANSLATE("direct debit needs the IBAN to debit"));
	return err_hint(core->err, customer->iban ? TO_TRANSLATE("give mandate as well") : TO_TRANSLATE("give iban and mandate as well"));
}

/* BR-AE-02, BR-IC-02: who owes the VAT, or takes goods across a border without, is known by a VAT id. */
static int check_category(struct core *core, const struct customer *customer)
{
	const char *category = customer->tax_category;
	if (!category || customer->vat_id || (strcmp(category, "AE") && strcmp(category, "K")))
		return 0;
	err_set(core->err, ERR_INVALID, "the VAT category %s needs the customer's VAT id", category);
	return err_hint(core->err, "give vat_id as well");
}

static int check_discount(struct core *core, struct percent percent)
{
	if (percent.hundredths == NONE || percent.hundredths < 10000)
		return 0;
	err_set(core->err, ERR_INVALID, "a cash discount of all there is to pay");
	return err_hint(core->err, "such as 2, for 2 %%; 0 for none");
}

static int customer_check(struct core *core, const void *record)
{
	const struct customer *customer = record;
	if (master_check_country(core, "country", customer->country) ||
	    master_check_days(core, "payment_days", customer->payment_days) ||
	    master_check_days(core, "discount_days", customer->discount_days) || check_discount(core, customer->discount_percent))
		return -1;
	return check_language(core, customer->language) || check_means(core, customer) || check_category(core, customer) ? -1 : 0;
}

#define CUSTOMER_COLUMNS                                                                                                         \
	"code, name, tier, email, phone, street, city, postcode, country, vat_id, buyer_reference, electronic_address,"         \
	" payment_days, discount_days, discount_percent, credit_limit, language, prepayment, payment_means, iban, mandate, tax_category, invoice_when"

const struct master master_customer = {
	.word = TO_TRANSLATE_IN("noun", "customer"),
	.schema = &customer_schema,
	.form = &customer_form,
	.one = "SELECT " CUSTOMER_COLUMNS " FROM customer WHERE code = $1",
	.list = "SELECT " CUSTOMER_COLUMNS " FROM customer ORDER BY code",
	.from = "SELECT code FROM customer WHERE code >= $1 ORDER BY code LIMIT $2",
	.names = "SELECT code, name FROM customer ORDER BY code LIMIT $1",
	.before = "SELECT code FROM customer WHERE code < $1 ORDER BY code DESC LIMIT $2",
	.insert = "INSERT INTO customer (" CUSTOMER_COLUMNS
		  ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
	.update = "UPDATE customer SET name = $2, tier = $3, email = $4, phone = $5, street = $6, city = $7, postcode = $8,"
		  " country = $9, vat_id = $10, buyer_reference = $11, electronic_address = $12, payment_days = $13,"
		  " discount_days = $14, discount_percent = $15, credit_limit = $16, language = $17, prepayment = $18,"
		  " payment_means = $19, iban = $20, mandate = $21, tax_category = $22, invoice_when = $23 WHERE code = $1",
	.standard = customer_standard,
	.check = customer_check,
};
