/* Value added tax. A rate is frozen with the price when an order is placed; should law change it before the supply, the day of supply decides. */
#include <string.h>

#include "ordr/settings.h"
#include "ordr/tax.h"

struct change {
	struct date from;
	struct percent before, after;
};

static bool read_percent(const char *text, size_t length, struct percent *percent)
{
	char copy[16];
	if (length >= sizeof copy)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return !percent_parse(copy, percent) && percent->hundredths >= 0 && percent->hundredths <= 10000;
}

/* "2027-01-01:19:20" */
static bool read_change(const char *text, size_t length, struct change *change)
{
	char day[DATE_SIZE];
	const char *first = memchr(text, ':', length);
	const char *second = first ? memchr(first + 1, ':', length - (size_t)(first + 1 - text)) : NULL;
	if (!second || (size_t)(first - text) >= sizeof day)
		return false;
	memcpy(day, text, (size_t)(first - text));
	day[first - text] = '\0';
	return !date_parse(day, &change->from) && read_percent(first + 1, (size_t)(second - first - 1), &change->before) &&
	       read_percent(second + 1, length - (size_t)(second + 1 - text), &change->after);
}

int tax_changes_check(struct core *core, const char *text)
{
	struct date last = { DATE_FIRST };
	for (const char *at = text; *at;) {
		struct change change;
		size_t length = strcspn(at, " ");
		if (!read_change(at, length, &change)) {
			err_set(core->err, ERR_INVALID, "\"%.*s\" is not a change of a VAT rate", (int)(length < 60 ? length : 60), at);
			return err_hint(core->err, "write DATE:BEFORE:AFTER, such as 2027-01-01:19:20");
		}
		if (change.from.days < last.days) {
			err_set(core->err, ERR_INVALID, "\"%.*s\" stands behind a later change", (int)length, at);
			return err_hint(core->err, "write the changes in the order of their days");
		}
		last = change.from;
		at += length;
		at += strspn(at, " ");
	}
	return 0;
}

int tax_rate_at(struct core *core, const char *category, struct date frozen, struct date supplied, struct percent *rate)
{
	const char *text = strcmp(category, "S") ? "" : settings_text(core, "tax.rate_changes");
	struct date day = { NONE }; /* of the change that was made last: 7 may become 5, but not then on the same day what 5 becomes */
	if (!text)
		return -1;
	for (const char *at = text; *at;) {
		struct change change;
		size_t length = strcspn(at, " ");
		if (!read_change(at, length, &change))
			return err_set(core->err, ERR_DAMAGED, "the setting tax.rate_changes cannot be read");
		if (change.from.days > frozen.days && change.from.days <= supplied.days && change.from.days != day.days &&
		    change.before.hundredths == rate->hundredths) {
			*rate = change.after;
			day = change.from;
		}
		at += length;
		at += strspn(at, " ");
	}
	return 0;
}

static const struct {
	const char *category, *code, *german, *english;
} reasons[] = {
	{ "AE", "VATEX-EU-AE", "Steuerschuldnerschaft des Leistungsempfängers", "Reverse charge" },
	{ "K", "VATEX-EU-IC", "Steuerfreie innergemeinschaftliche Lieferung", "Intra-Community supply, exempt from VAT" },
	{ "G", "VATEX-EU-G", "Steuerfreie Ausfuhrlieferung", "Export outside the EU, exempt from VAT" },
	{ "O", "VATEX-EU-O", "Nicht im Inland steuerbar", "Not subject to VAT" },
};

static int exempt(struct core *core, bool german, struct tax_reason *reason)
{
	const char *small = settings_text(core, "company.small_business");
	const char *text = settings_text(core, "invoice.exempt_reason");
	if (!small || !text)
		return -1;
	reason->text = *text		     ? text
		       : strcmp(small, "on") ? NULL
		       : german		     ? "Steuerbefreit für Kleinunternehmer (§ 19 UStG)"
					     : "Exempt: small business (§ 19 UStG)";
	return 0;
}

int tax_reason(struct core *core, const char *category, const char *language, struct tax_reason *reason)
{
	bool german = !strcmp(language, "de");
	*reason = (struct tax_reason){ NULL, NULL };
	if (!strcmp(category, "E"))
		return exempt(core, german, reason);
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (!strcmp(reasons[i].category, category))
			*reason = (struct tax_reason){ german ? reasons[i].german : reasons[i].english, reasons[i].code };
	return 0;
}
