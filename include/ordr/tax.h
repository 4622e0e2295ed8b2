/* Value added tax: the rate of a day, and why none is charged. */
#ifndef ORDR_TAX_H
#define ORDR_TAX_H

#include "ordr/core.h"

/* The rate of a line whose rate was frozen on the day `frozen`, for a supply on the day `supplied`: the date of supply decides (§27 (1) UStG), so
 * changes of the setting tax.rate_changes that came into force in between count. Categories other than S have none. */
int tax_rate_at(struct core *core, const char *category, struct date frozen, struct date supplied, struct percent *rate);
/* "2027-01-01:19:20 2027-01-01:7:8", a change a word: from that day on the first rate is the second. ERR_INVALID. */
int tax_changes_check(struct core *core, const char *text);

/* Why a category has no VAT, as the document says it, and its code of the VATEX list (EN 16931 BT-120 and BT-121; BR-AE-10, BR-IC-10, BR-G-10,
 * BR-O-10 ask for one of them). E has its reason from the settings: company.small_business or invoice.exempt_reason. NULL: none is said. */
struct tax_reason {
	const char *text, *code;
};
int tax_reason(struct core *core, const char *category, const char *language, struct tax_reason *reason);

#endif
