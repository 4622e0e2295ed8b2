/* SLA policies: within how many working hours an order of a tier and priority is confirmed, shipped and delivered. */
#include "ordr/master.h"
#include "ordr/speak.h"

static const struct field sla_fields[] = {
	F(struct sla_policy, code, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "short code, unique: STRATEGIC-URGENT"),
	F_CHOICE(struct sla_policy, tier, tier_choices, FIELD_SHOWN, "customers it is for; all when not given"),
	F_CHOICE(struct sla_policy, priority, priority_choices, FIELD_SHOWN, "orders it is for; all when not given"),
	F(struct sla_policy, confirm, QUANTITY, FIELD_SHOWN | FIELD_POSITIVE, "working hours from placement to confirmation"),
	F(struct sla_policy, ship, QUANTITY, FIELD_SHOWN | FIELD_POSITIVE, "working hours from placement to shipping"),
	F(struct sla_policy, deliver, QUANTITY, FIELD_SHOWN | FIELD_POSITIVE, "working hours from placement to delivery"),
	FIELD_END,
};

const struct schema sla_schema = { .name = "ordr.sla/1",
				   .title = "A promise of service.",
				   .fields = sla_fields,
				   .size = sizeof(struct sla_policy) };
const struct schema sla_form = { .name = "ordr.sla-form/1",
					.title = "An SLA policy to keep.",
					.fields = sla_fields,
					.size = sizeof(struct sla_policy),
					.record = "ordr.sla/1" };

/* A year of every hour: what is longer is a mistake of units, and would run past the calendar. */
#define HOURS_MOST 8760

static int check_hours(struct core *core, const char *target, struct quantity hours)
{
	if (hours.thousandths == NONE || (hours.thousandths >= 17 && hours.thousandths <= HOURS_MOST * INT64_C(1000)))
		return 0;
	err_set(core->err, ERR_INVALID, "%s is not a number of working hours that can be kept", target);
	return err_hint(core->err, "from 0.017 (a minute) to %d", HOURS_MOST);
}

static int sla_check(struct core *core, const void *record)
{
	const struct sla_policy *policy = record;
	int64_t other = 0;
	if (policy->confirm.thousandths == NONE && policy->ship.thousandths == NONE && policy->deliver.thousandths == NONE) {
		err_set(core->err, ERR_INVALID, "the policy %s sets no target", policy->code);
		return err_hint(core->err, "give working hours for confirm, ship or deliver");
	}
	if (check_hours(core, "confirm", policy->confirm) || check_hours(core, "ship", policy->ship) ||
	    check_hours(core, "deliver", policy->deliver))
		return -1;
	if (db_integer(core->db, &other,
		       "SELECT 1 FROM sla_policy WHERE coalesce(tier, '') = coalesce($1, '')"
		       " AND coalesce(priority, '') = coalesce($2, '') AND code <> $3",
		       A(policy->tier), A(policy->priority), A(policy->code)) < 0)
		return -1;
	if (!other)
		return 0;
	err_set(core->err, ERR_CONFLICT, "another policy is for the same tier and priority");
	return err_hint(core->err, "ordr sla list shows them; edit that one");
}

#define SLA_COLUMNS "code, tier, priority, confirm, ship, deliver"

const struct master master_sla = {
	.word = TO_TRANSLATE_IN("noun", "sla"),
	.schema = &sla_schema,
	.form = &sla_form,
	.one = "SELECT " SLA_COLUMNS " FROM sla_policy WHERE code = $1",
	.list = "SELECT " SLA_COLUMNS " FROM sla_policy ORDER BY code",
	.from = "SELECT code FROM sla_policy WHERE code >= $1 ORDER BY code LIMIT $2",
	.before = "SELECT code FROM sla_policy WHERE code < $1 ORDER BY code DESC LIMIT $2",
	.insert = "INSERT INTO sla_policy (" SLA_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)",
	.update = "UPDATE sla_policy SET tier = $2, priority = $3, confirm = $4, ship = $5, deliver = $6 WHERE code = $1",
	.check = sla_check,
};
