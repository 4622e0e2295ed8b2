/* What settings say of the seller goes onto every invoice and into programs that refuse what is malformed (EN 16931, XRechnung), so it is
 * checked when it is set, long before an invoice is issued. */
#include <string.h>

#include "ordr/identifiers.h"
#include "ordr/master.h"
#include "settings_parts.h"

#define TEXT_MAX 1000 /* code points of what is said in sentences */

static int check_country(struct core *core, const char **value)
{
	return master_check_country(core, "country", *value);
}

/* BR-DE-27: at least three digits. */
static int check_phone(struct core *core, const char **value)
{
	int digits = 0;
	for (const char *at = *value; *at; at++)
		digits += *at >= '0' && *at <= '9';
	if (digits >= 3)
		return 0;
	err_set(core->err, ERR_INVALID, "\"%.60s\" is not a telephone number", *value);
	return err_hint(core->err, "at least three digits, such as +49 40 555010");
}

static int check_text(struct core *core, const char **value)
{
	return str_points(*value) > TEXT_MAX ? err_set(core->err, ERR_INVALID, "longer than %d characters", TEXT_MAX) : 0;
}

static const struct {
	const char *name;
	int (*check)(struct core *core, const char **value);
	identifier_read *read; /* in place of check */
} seller_checks[] = {
	{ "company.bic", NULL, bic_read },
	{ "company.country", check_country, NULL },
	{ "company.creditor_id", NULL, creditor_id_read },
	{ "company.electronic_address", NULL, electronic_address_read },
	{ "company.email", NULL, email_read },
	{ "company.iban", NULL, iban_read },
	{ "company.legal", check_text, NULL },
	{ "company.phone", check_phone, NULL },
	{ "company.vat_id", NULL, vat_id_read },
	{ "invoice.exempt_reason", check_text, NULL },
	{ "invoice.note", check_text, NULL },
};

bool setting_check_seller(struct core *core, const char *name, const char **value, int *result)
{
	for (size_t i = 0; i < sizeof seller_checks / sizeof *seller_checks; i++)
		if (!strcmp(seller_checks[i].name, name)) {
			if (!**value)
				*result = 0;
			else
				*result = seller_checks[i].read ? seller_checks[i].read(core->arena, value, core->err) : seller_checks[i].check(core, value);
			return true;
		}
	return false;
}
