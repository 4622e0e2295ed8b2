/* The second half of the report: what was counted becomes the record, and the misses that are named get names and reasons. */
#include <stdlib.h>
#include <string.h>

#include "report_sla.h"

#define CUSTOMERS_NAMED 10 /* when nobody asked for all */

static void fill_figures(const int64_t count[STATUSES], struct sla_figures *figures)
{
	*figures = (struct sla_figures){ count[MET], count[BREACHED], count[OPEN], count[AT_RISK], count[OVERDUE],
					 percent_of(count[MET], count[MET] + count[BREACHED] + count[OVERDUE]) };
}

static void fill_group(struct list *groups, const char *by, const char *value, const struct tally *tally)
{
	if (!tally->orders)
		return;
	struct sla_group *group = (struct sla_group *)groups->items + groups->count++;
	*group = (struct sla_group){ .by = by, .value = value, .orders = tally->orders };
	fill_figures(tally->count[TARGET_CONFIRM], &group->confirm);
	fill_figures(tally->count[TARGET_SHIP], &group->ship);
	fill_figures(tally->count[TARGET_DELIVER], &group->deliver);
}

/* The most misses first, then the most orders, then who was kept first. */
static int compare(const void *left, const void *right)
{
	const struct tally *a = left;
	const struct tally *b = right;
	if (a->missed != b->missed)
		return a->missed > b->missed ? -1 : 1;
	if (a->orders != b->orders)
		return a->orders > b->orders ? -1 : 1;
	return a->customer < b->customer ? -1 : a->customer > b->customer;
}

static const char *code_of(struct core *core, int64_t customer)
{
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT code FROM customer WHERE id = $1", A(customer)))
		return NULL;
	int found = db_next(&rows);
	if (found != 1) {
		if (!found)
			err_set(core->err, ERR_DAMAGED, "an order has no customer");
		return NULL;
	}
	const char *code = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	if (!code)
		err_memory(core->err);
	return code;
}

static int fill_customers(struct pass *pass, bool all, struct list *groups)
{
	struct core *core = pass->core;
	const size_t count = pass->customers.count;
	struct tally *tallies = id_table_items(&pass->customers);
	if (count)
		qsort(tallies, count, sizeof *tallies, compare);
	for (size_t i = 0; i < count && (all || (i < CUSTOMERS_NAMED && tallies[i].missed)); i++) {
		const char *code = code_of(core, tallies[i].customer);
		if (!code)
			return -1;
		fill_group(groups, "customer", code, &tallies[i]);
	}
	return 0;
}

static int fill_groups(struct pass *pass, struct list *groups)
{
	const char *by = pass->request->by;
	groups->items = arena_array(pass->core->arena, TIERS + PRIORITIES + pass->customers.count, sizeof(struct sla_group));
	if (!groups->items)
		return err_memory(pass->core->err);
	for (int i = 0; i < TIERS && (!by || !strcmp(by, "tier")); i++)
		fill_group(groups, "tier", report_tiers[i], &pass->tier[i]);
	for (int i = PRIORITIES - 1; i >= 0 && (!by || !strcmp(by, "priority")); i--)
		fill_group(groups, "priority", report_priorities[i], &pass->priority[i]);
	return by && strcmp(by, "customer") ? 0 : fill_customers(pass, by, groups);
}

static int fill_steps(struct pass *pass, struct list *list)
{
	struct sla_step *steps = arena_array(pass->core->arena, TARGETS, sizeof *steps);
	if (!steps)
		return err_memory(pass->core->err);
	for (int i = 0; i < TARGETS; i++)
		steps[i] = (struct sla_step){ sla_step_names[i], (int64_t)pass->minutes[i].count, hours_of(values_percentile(&pass->minutes[i], 50)),
					      hours_of(values_percentile(&pass->minutes[i], 90)) };
	*list = (struct list){ steps, TARGETS };
	return 0;
}

/* --- misses ------------------------------------------------------------------------------------------------------------------- */

/* Whose order it was is looked up for the misses that are named, not for every one. */
static int fill_miss(struct core *core, const struct miss *miss, struct sla_miss *named)
{
	char subject[80];
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT c.code, c.name FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1", A(miss->id)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found < 0 ? -1 : err_set(core->err, ERR_DAMAGED, "an order has no customer");
	named->customer = arena_strdup(core->arena, db_column_text(&rows, 0));
	named->customer_name = arena_strdup(core->arena, db_column_text(&rows, 1));
	db_finish(&rows);
	if (!named->customer || !named->customer_name)
		return err_memory(core->err);
	report_subject(subject, "customer", named->customer);
	const struct instant until = { miss->done == NONE ? core->now.ms : miss->done };
	if (past_text(core, subject, "name", &named->customer_name) || report_reason(core, miss->id, miss->step, until, &named->reason) ||
	    report_fault(core, named->reason, &named->fault))
		return -1;
	named->id.number = miss->id;
	named->tier = report_tiers[miss->tier];
	named->priority = report_priorities[miss->priority >= 0 && miss->priority < PRIORITIES ? miss->priority : PRIORITIES - 1];
	named->step = sla_step_names[miss->step];
	named->due.ms = miss->due;
	named->done.ms = miss->done;
	named->late_minutes = miss->late;
	named->status = sla_status_names[miss->status];
	return 0;
}

static int fill_misses(struct pass *pass, struct list *list)
{
	struct sla_miss *misses = arena_array(pass->core->arena, pass->miss_count + 1, sizeof *misses);
	if (!misses)
		return err_memory(pass->core->err);
	for (size_t i = 0; i < pass->miss_count; i++)
		if (fill_miss(pass->core, &pass->misses[i], &misses[i]))
			return -1;
	*list = (struct list){ misses, pass->miss_count };
	return 0;
}

int sla_fill(struct pass *pass, struct report_sla *report)
{
	report->orders = pass->total.orders;
	fill_figures(pass->total.count[TARGET_CONFIRM], &report->confirm);
	fill_figures(pass->total.count[TARGET_SHIP], &report->ship);
	fill_figures(pass->total.count[TARGET_DELIVER], &report->deliver);
	return fill_steps(pass, &report->steps) || fill_groups(pass, &report->groups) || fill_misses(pass, &report->misses) ? -1 : 0;
}
