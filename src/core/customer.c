/* Customers: who orders, how much they matter (tier), and what an invoice to them must say. */
#include <string.h>

#include "ordr/master.h"

const char *const tier_choices[] = { "standard", "preferred", "strategic", NULL };
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
	F(struct customer, vat_id, TEXT, FIELD_LATE, "VAT id: DE123456789"),
	F(struct customer, buyer_reference, TEXT, FIELD_LATE, "what the buyer wants to read on invoices"),
	F(struct customer, electronic_address, TEXT, FIELD_LATE, "where e-invoices go"),
	F(struct customer, payment_days, INTEGER, FIELD_NOT_NEGATIVE, "days to pay, when other than the company's"),
	F(struct customer, discount_days, INTEGER, FIELD_NOT_NEGATIVE | FIELD_LATE, "days within which a cash discount is taken, when other than the company's"),
	F(struct customer, discount_percent, PERCENT, FIELD_NOT_NEGATIVE | FIELD_LATE, "that cash discount, when other than the company's; 0: none"),
	F(struct customer, credit_limit, MONEY, FIELD_NOT_NEGATIVE, "the most they may owe"),
	F(struct customer, language, TEXT, FIELD_LATE, "two letters, ISO 639-1: de"),
	F(struct customer, prepayment, BOOL, 0, "orders are paid before they ship"),
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

static int customer_standard(struct core *core, void *record)
{
	struct customer *customer = record;
	(void)core;
	if (!customer->tier)
		customer->tier = tier_choices[0];
	return 0;
}

static int check_language(struct core *core, const char *language)
{
	if (!language || (strlen(language) == 2 && strspn(language, "abcdefghijklmnopqrstuvwxyz") == 2))
		return 0;
	err_set(core->err, ERR_INVALID, "language \"%.40s\" is not two small letters", language);
	return err_hint(core->err, "such as de");
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
	return check_language(core, customer->language);
}

#define CUSTOMER_COLUMNS                                                                                                         \
	"code, name, tier, email, phone, street, city, postcode, country, vat_id, buyer_reference, electronic_address,"         \
	" payment_days, discount_days, discount_percent, credit_limit, language, prepayment"

const struct master master_customer = {
	.word = "customer",
	.schema = &customer_schema,
	.form = &customer_form,
	.one = "SELECT " CUSTOMER_COLUMNS " FROM customer WHERE code = $1",
	.list = "SELECT " CUSTOMER_COLUMNS " FROM customer ORDER BY code",
	.insert = "INSERT INTO customer (" CUSTOMER_COLUMNS
		  ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
	.update = "UPDATE customer SET name = $2, tier = $3, email = $4, phone = $5, street = $6, city = $7, postcode = $8,"
		  " country = $9, vat_id = $10, buyer_reference = $11, electronic_address = $12, payment_days = $13,"
		  " discount_days = $14, discount_percent = $15, credit_limit = $16, language = $17, prepayment = $18 WHERE code = $1",
	.standard = customer_standard,
	.check = customer_check,
};
