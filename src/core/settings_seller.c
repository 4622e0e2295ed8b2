/* What settings say of the seller goes onto every invoice and into programs that refuse what is malformed (EN 16931, XRechnung), so it is
 * checked when it is set, long before an invoice is issued. */
#include <string.h>

#include "ordr/master.h"
#include "settings_parts.h"

#define TEXT_MAX 1000 /* code points of what is said in sentences */

static int check_country(struct core *core, const char **value)
{
	return master_check_country(core, "the country", *value);
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

/* BR-DE-28: one @ with at least two characters on each side, no blank, and no full stop at an end. */
static int check_email(struct core *core, const char **value)
{
	const char *at = strchr(*value, '@');
	size_t length = strlen(*value);
	if (at && at - *value >= 2 && strlen(at + 1) >= 2 && !strchr(at + 1, '@') && !strchr(*value, ' ') && **value != '.' &&
	    (*value)[length - 1] != '.' && at[-1] != '.' && at[1] != '.')
		return 0;
	err_set(core->err, ERR_INVALID, "\"%.60s\" is not an electronic mail address", *value);
	return err_hint(core->err, "NAME@DOMAIN, such as billing@example.com");
}

static int check_text(struct core *core, const char **value)
{
	return str_points(*value) > TEXT_MAX ? err_set(core->err, ERR_INVALID, "longer than %d characters", TEXT_MAX) : 0;
}

static const struct {
	const char *name;
	int (*check)(struct core *core, const char **value);
} seller_checks[] = {
	{ "company.country", check_country },
	{ "company.email", check_email },
	{ "company.legal", check_text },
	{ "company.phone", check_phone },
	{ "invoice.exempt_reason", check_text },
	{ "invoice.note", check_text },
};

bool setting_check_seller(struct core *core, const char *name, const char **value, int *result)
{
	for (size_t i = 0; i < sizeof seller_checks / sizeof *seller_checks; i++)
		if (!strcmp(seller_checks[i].name, name)) {
			*result = **value ? seller_checks[i].check(core, value) : 0;
			return true;
		}
	return false;
}
