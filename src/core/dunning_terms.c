/* The settings dun.*: lists have one item for each level, separated by blanks. */
#include <string.h>

#include "dunning_parts.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

/* The item that begins at `at`, copied; NULL: memory. */
static const char *item(struct core *core, const char **at)
{
	*at += strspn(*at, " ");
	size_t length = strcspn(*at, " ");
	const char *text = arena_strndup(core->arena, *at, length);
	*at += length;
	return text;
}

static bool more(const char *at)
{
	return at[strspn(at, " ")];
}

/* How many there are, or −1. */
static int64_t read_days(struct core *core, const char *value, int64_t days[DUN_LEVELS_MOST])
{
	int64_t count = 0;
	for (const char *at = value; more(at); count++) {
		const char *text = item(core, &at);
		if (!text)
			return err_memory(core->err);
		if (count == DUN_LEVELS_MOST || decimal_parse(text, 0, &days[count]) || days[count] < 1 || days[count] > 3650 ||
		    (count && days[count] <= days[count - 1])) {
			err_set(core->err, ERR_INVALID, "\"%.60s\" are not the days of reminders", value);
			return err_hint(core->err, "rising whole numbers, one for each level, at most %d: 7 21 35", DUN_LEVELS_MOST);
		}
	}
	return count;
}

int dun_days_check(struct core *core, const char *value)
{
	int64_t days[DUN_LEVELS_MOST];
	return read_days(core, value, days) < 0 ? -1 : 0;
}

static int read_fees(struct core *core, const char *value, const char *currency, struct money fee[DUN_LEVELS_MOST])
{
	int64_t count = 0;
	struct money last = money_make(0, currency);
	for (const char *at = value; more(at); count++) {
		const char *text = item(core, &at);
		if (!text)
			return err_memory(core->err);
		if (count == DUN_LEVELS_MOST || money_parse(text, currency, &last) || last.minor < 0) {
			err_set(core->err, ERR_INVALID, "\"%.60s\" are not the fees of reminders", value);
			return err_hint(core->err, "amounts of %s, one for each level, the last for all further ones: 0 2.50 5.00", currency);
		}
		fee[count] = last;
	}
	for (; count < DUN_LEVELS_MOST; count++)
		fee[count] = last;
	return 0;
}

int dun_fee_check(struct core *core, const char *value)
{
	struct money fee[DUN_LEVELS_MOST];
	const char *currency = settings_currency(core);
	return currency ? read_fees(core, value, currency, fee) : -1;
}

static int check_percent(struct core *core, const char *value, int64_t least, const char *hint)
{
	struct percent percent;
	if (!percent_parse(value, &percent) && percent.hundredths >= least && percent.hundredths <= 10000)
		return 0;
	err_set(core->err, ERR_INVALID, "\"%.60s\" is not a rate of interest", value);
	return err_hint(core->err, "%s", translate(hint));
}

int dun_points_check(struct core *core, const char *value)
{
	return check_percent(core, value, 0, TO_TRANSLATE("percentage points from 0 to 100 such as 9"));
}

int dun_base_rate_check(struct core *core, const char *value)
{
	return *value ? check_percent(core, value, -10000, TO_TRANSLATE("a percentage such as 1.27 or -0.88; empty for no interest")) : 0;
}

static int read_amount(struct core *core, const char *name, const char *currency, struct money *amount)
{
	const char *text = settings_text(core, name);
	*amount = money_make(0, currency);
	if (!text)
		return -1;
	return *text && money_parse(text, currency, amount) ? err_set(core->err, ERR_DAMAGED, "the setting %s is not an amount: %s", name, text) : 0;
}

int dun_terms_load(struct core *core, struct dun_terms *terms)
{
	const char *days = settings_text(core, "dun.days");
	const char *fees = settings_text(core, "dun.fee");
	const char *base = settings_text(core, "dun.base_rate");
	*terms = (struct dun_terms){ .currency = settings_currency(core), .base = { NONE } };
	if (!days || !fees || !base || !terms->currency || (terms->levels = read_days(core, days, terms->days)) < 0 ||
	    read_fees(core, fees, terms->currency, terms->fee) || (terms->term = settings_number(core, "dun.term")) < 0 ||
	    read_amount(core, "dun.lump_sum", terms->currency, &terms->lump_sum))
		return -1;
	return (*base && settings_percent(core, "dun.base_rate", &terms->base)) || settings_percent(core, "dun.points", &terms->points) ||
			       settings_percent(core, "dun.points_consumer", &terms->points_consumer)
		       ? -1
		       : 0;
}
