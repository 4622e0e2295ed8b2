/* How often customers order: the median of the days between one order and the next. */
#include <string.h>

#include "ordr/statistics.h"
#include "ordr/past.h"
#include "report_customers.h"

struct pass {
	struct core *core;
	struct rhythm rhythm;
	struct values days; /* of the customer at hand */
	int (*each)(void *context, const struct rhythm *rhythm);
	void *context;
};

static int finish(struct pass *pass)
{
	struct rhythm *rhythm = &pass->rhythm;
	struct arena_mark mark = arena_mark(pass->core->arena);
	int result = 0;
	if (rhythm->customer && rhythm->orders >= QUIET_ORDERS) {
		rhythm->usual_days = values_percentile(&pass->days, 50);
		result = pass->each(pass->context, rhythm);
		arena_reset(pass->core->arena, mark);
	}
	pass->days.count = 0;
	return result;
}

static int take(struct pass *pass, int64_t customer, int64_t placed_at, int64_t net)
{
	struct rhythm *rhythm = &pass->rhythm;
	int64_t day = instant_date((struct instant){ placed_at }, NULL).days;
	if (customer != rhythm->customer) {
		if (finish(pass))
			return -1;
		*rhythm = (struct rhythm){ .customer = customer };
	} else if (values_add(&pass->days, pass->core->keep, day - rhythm->last_day)) {
		return err_memory(pass->core->err);
	}
	rhythm->orders++;
	rhythm->last_day = day;
	if (__builtin_add_overflow(rhythm->value, net, &rhythm->value))
		rhythm->value = INT64_MAX;
	return 0;
}

int rhythm_each(struct core *core, const struct report_request *request, int (*each)(void *context, const struct rhythm *rhythm), void *context)
{
	struct db_rows rows;
	struct pass pass = { .core = core, .each = each, .context = context };
	if (db_query(core->db, &rows,
		     "SELECT o.customer_id, o.placed_at, CASE WHEN $4 = 0 THEN o.net ELSE coalesce((SELECT k.value FROM past k"
		     " WHERE k.order_id = o.id AND k.part = 0 AND k.fact = 'net' AND k.until > $1 ORDER BY k.until LIMIT 1), o.net) END FROM orders o JOIN customer c ON c.id = o.customer_id"
		     " WHERE o.placed_at <= $1 AND (o.state <> 'rejected' OR o.closed_at > $1) AND ($2 IS NULL OR c.code = $2)"
		     " AND " PAST_TIER("$3", "$1") " AND ($5 IS NULL OR o.channel = $5) ORDER BY o.customer_id, o.placed_at, o.id",
		     A(core->now), A(request->customer), A(request->tier), A(core->past), A(request->channel)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (take(&pass, db_column_integer(&rows, 0), db_column_integer(&rows, 1), db_column_integer(&rows, 2))) {
			db_finish(&rows);
			return -1;
		}
	return found ? found : finish(&pass);
}

int customer_named(struct core *core, int64_t customer, const char **code, const char **name, const char **tier)
{
	char subject[80];
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT code, name, tier FROM customer WHERE id = $1", A(customer)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found < 0 ? -1 : err_set(core->err, ERR_DAMAGED, "an order has no customer");
	*code = arena_strdup(core->arena, db_column_text(&rows, 0));
	*name = arena_strdup(core->arena, db_column_text(&rows, 1));
	*tier = arena_strdup(core->arena, db_column_text(&rows, 2));
	db_finish(&rows);
	if (!*code || !*name || !*tier)
		return err_memory(core->err);
	report_subject(subject, "customer", *code);
	return past_text(core, subject, "name", name) || past_text(core, subject, "tier", tier) ? -1 : 0;
}

int tier_rank(const char *tier)
{
	int rank = 0;
	while (rank < 2 && strcmp(tier, report_tiers[rank]))
		rank++;
	return rank;
}

int rhythms_add(struct core *core, struct rhythms *rhythms, const struct rhythm *rhythm)
{
	if (rhythms->count == rhythms->room) {
		const size_t room = rhythms->room ? rhythms->room * 2 : 64;
		struct rhythm *larger = arena_array(core->keep, room, sizeof *larger);
		if (!larger)
			return err_memory(core->err);
		if (rhythms->count)
			memcpy(larger, rhythms->items, rhythms->count * sizeof *larger);
		rhythms->items = larger;
		rhythms->room = room;
	}
	rhythms->items[rhythms->count++] = *rhythm;
	return 0;
}
