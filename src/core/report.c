/* What every report has in common. */
#include <stdio.h>

#include "ordr/report.h"

#include "ordr/calendar.h"
#include "ordr/master.h"
#include "ordr/reason.h"

int report_period(struct core *core, const struct report_request *request, struct date *from, struct date *to)
{
	int year, month, day;
	struct date today;
	if (calendar_today(core, &today))
		return -1;
	*to = request->to.days == NONE ? today : request->to;
	date_parts(*to, &year, &month, &day);
	*from = request->from.days == NONE ? date_make(year, month, 1) : request->from;
	if (from->days <= to->days)
		return 0;
	err_set(core->err, ERR_USAGE, "--from is after --to");
	return err_hint(core->err, "give the earlier day first; --to is today when it is not given");
}

int report_check_filters(struct core *core, const struct report_request *request)
{
	struct customer customer;
	struct warehouse warehouse;
	struct product product;
	return (request->customer && master_load(core, &master_customer, request->customer, &customer)) ||
			       (request->warehouse && master_load(core, &master_warehouse, request->warehouse, &warehouse)) ||
			       (request->sku && master_load(core, &master_product, request->sku, &product))
		       ? -1
		       : 0;
}

const char *const report_tiers[] = { "strategic", "preferred", "standard" };
const char *const report_priorities[] = { "low", "normal", "high", "urgent" };

void report_subject(char subject[80], const char *word, const char *key)
{
	snprintf(subject, 80, "%s %s", word, key);
}

int report_fault(struct core *core, const char *reason, const char **fault)
{
	*fault = reason ? reason_fault(core, reason) : NULL;
	if (*fault || !reason)
		return 0;
	if (core->err->code != ERR_INVALID)
		return -1;
	err_clear(core->err);
	return 0;
}

static bool says_nothing(const struct field *field, const void *record)
{
	const void *member = (const char *)record + field->offset;
	switch (field->type) {
	case FIELD_LIST:
	case FIELD_TEXTS:
		return !((const struct list *)member)->count;
	case FIELD_INTEGER:
	case FIELD_MONEY:
	case FIELD_PRICE:
	case FIELD_QUANTITY:
	case FIELD_PERCENT: /* each holds its number first */
		return field_absent(field, record) || !*(const int64_t *)member;
	default:
		return field_absent(field, record);
	}
}

bool report_empty(const struct report *report, const void *record)
{
	for (const char *const *name = report->matter; *name; name++) {
		const void *at = record;
		const struct field *field = field_find(report->schema->fields, *name, &at);
		if (field && !says_nothing(field, at))
			return false;
	}
	return true;
}
