/* What settings may be: each value is checked as it is set, so that no step has to doubt it later, and no order can get stuck in what the
 * settings say together. */
#include <string.h>

#include "ordr/calendar.h"
#include "dunning_parts.h"
#include "invoice_parts.h"
#include "ordr/journal.h"
#include "ordr/tax.h"
#include "settings_parts.h"

static int check_whole_number(struct core *core, const char *value)
{
	int64_t number;
	if (!decimal_parse(value, 0, &number) && number >= 0 && number <= 3650)
		return 0;
	err_set(core->err, ERR_INVALID, "\"%s\" is not a number of days", value);
	return err_hint(core->err, "a whole number from 0 to 3650");
}

static int check_discount(struct core *core, const char *value)
{
	struct percent percent;
	if (!percent_parse(value, &percent) && percent.hundredths >= 0 && percent.hundredths < 10000)
		return 0;
	err_set(core->err, ERR_INVALID, "\"%.60s\" is not a cash discount", value);
	return err_hint(core->err, "a percentage below 100 such as 2, or 2.5; 0 for none");
}

static int check_currency(struct core *core, const char *value)
{
	int64_t used = 0;
	if (currency_digits(value) < 0) {
		err_set(core->err, ERR_INVALID, "\"%s\" is not a currency", value);
		return err_hint(core->err, "an ISO 4217 code such as EUR");
	}
	const char *kept = settings_currency(core);
	if (!kept || !strcmp(value, kept))
		return kept ? 0 : -1;
	if (db_integer(core->db, &used, "SELECT 1 FROM product UNION ALL SELECT 1 FROM orders LIMIT 1", DB_NONE) < 0)
		return -1;
	return used ? err_set(core->err, ERR_REFUSED, "prices are kept in %s already", kept) : 0;
}

static int check_zone(struct core *core, const char *value)
{
	if (!zone_use(value))
		return 0;
	err_set(core->err, ERR_INVALID, "the system knows no time zone \"%s\"", value);
	return err_hint(core->err, "an IANA name such as Europe/Berlin, or UTC");
}

static int check_hours(struct core *core, const char *value)
{
	struct calendar calendar;
	return calendar_parse_hours(value, &calendar, core->err);
}

static int check_holidays(struct core *core, const char *value)
{
	struct calendar calendar;
	return calendar_parse_holidays(value, core->arena, &calendar, core->err);
}

/* "code:fault code:fault …" */
static int check_reasons(struct core *core, const char *value)
{
	static const char *const faults[] = { "customer", "supply", "carrier", "internal", NULL };
	for (const char *at = value; *at;) {
		size_t length = strcspn(at, " ");
		const char *colon = memchr(at, ':', length);
		bool known = false;
		for (const char *const *fault = faults; colon && colon > at && *fault; fault++)
			known |= (size_t)(at + length - colon - 1) == strlen(*fault) && !memcmp(colon + 1, *fault, strlen(*fault));
		if (!known) {
			err_set(core->err, ERR_INVALID, "\"%.*s\" is not a reason with its fault", (int)length, at);
			return err_hint(core->err, "write CODE:FAULT, with a fault of customer, supply, carrier or internal");
		}
		at += length;
		at += strspn(at, " ");
	}
	return 0;
}

static int check_amount(struct core *core, const char *value)
{
	struct money amount;
	const char *currency = settings_currency(core);
	if (!currency)
		return -1;
	if (!*value || (!money_parse(value, currency, &amount) && amount.minor >= 0))
		return 0;
	err_set(core->err, ERR_INVALID, "\"%.60s\" is not an amount of %s", value, currency);
	return err_hint(core->err, "such as 500.00; empty for no limit");
}

/* Where only one may confirm, what they place themselves would wait for ever. */
static int check_four_eyes(struct core *core)
{
	int64_t users = 0;
	int64_t confirming = 0;
	if (db_integer(core->db, &users, "SELECT count(*) FROM users", DB_NONE) < 0 ||
	    db_integer(core->db, &confirming, "SELECT count(*) FROM users WHERE role IN ('sales', 'admin')", DB_NONE) < 0)
		return -1;
	if (!users || confirming > 1)
		return 0;
	err_set(core->err, ERR_REFUSED, "only one user may confirm, and could not confirm what they place");
	return err_hint(core->err, "keep another first: ordr user add --name NAME --role sales");
}

static int check_series(struct core *core, const char *value)
{
	struct series series;
	return series_parse(core, value, &series);
}

/* Empty: as invoices. */
static int check_other_series(struct core *core, const char *value)
{
	return *value ? check_series(core, value) : 0;
}

static const struct {
	const char *name;
	int (*check)(struct core *core, const char *value);
} setting_checks[] = {
	{ "accounts.bank", journal_check_account }, { "accounts.cash", journal_check_account },
	{ "accounts.receivables", journal_check_account }, { "accounts.revenue", journal_check_accounts },
	{ "accounts.discount", journal_check_accounts }, { "accounts.tax", journal_check_accounts },
	{ "accounts.datev_client", journal_check_client }, { "accounts.datev_consultant", journal_check_consultant },
	{ "calendar.holidays", check_holidays }, { "calendar.hours", check_hours },
	{ "calendar.time_zone", check_zone },	 { "company.currency", check_currency },
	{ "invoice.discount_days", check_whole_number }, { "invoice.discount_percent", check_discount },
	{ "invoice.series", check_series },	 { "invoice.credit_series", check_other_series },
	{ "invoice.deposit_series", check_other_series }, { "tax.rate_changes", tax_changes_check },
	{ "invoice.payment_days", check_whole_number },
	{ "shipping.lead_days", check_whole_number }, { "shipping.transit_days", check_whole_number },
	{ "reasons", check_reasons },		 { "workflow.auto_confirm_below", check_amount },
	{ "dun.base_rate", dun_base_rate_check }, { "dun.days", dun_days_check },
	{ "dun.fee", dun_fee_check },		 { "dun.lump_sum", check_amount },
	{ "dun.points", dun_points_check },	 { "dun.points_consumer", dun_points_check },
	{ "dun.term", check_whole_number },
	{ "expire.unconfirmed_days", check_whole_number }, { "expire.unpaid_days", check_whole_number },
};

/* A setting is one line, on an invoice as in a list. */
static int check_plain(struct core *core, const char *value)
{
	if (!str_has_control(value, ""))
		return 0;
	err_set(core->err, ERR_INVALID, "the value holds a control character");
	return err_hint(core->err, "write plain text on one line");
}

int setting_check(struct core *core, const struct setting *setting, const char **kept)
{
	const char *value = *kept;
	int result;
	if (check_plain(core, value))
		return -1;
	if (setting_check_seller(core, setting->name, kept, &result))
		return result;
	for (size_t i = 0; i < sizeof setting_checks / sizeof *setting_checks; i++)
		if (!strcmp(setting_checks[i].name, setting->name))
			return setting_checks[i].check(core, value);
	if (str_points(value) > 200)
		return err_set(core->err, ERR_INVALID, "longer than 200 characters");
	if (!setting->choices)
		return 0;
	struct str known = { 0 };
	for (const char *const *choice = setting->choices; *choice; choice++) {
		if (!strcmp(*choice, value)) {
			str_release(&known);
			bool on = !strcmp(setting->name, "workflow.four_eyes") && !strcmp(value, "on");
			return on ? check_four_eyes(core) : 0;
		}
		str_printf(&known, "%s%s", known.length ? ", " : "", *choice);
	}
	err_set(core->err, ERR_INVALID, "\"%.60s\" is none of its values", value);
	err_hint(core->err, "one of %s", known.text ? known.text : "");
	str_release(&known);
	return -1;
}
