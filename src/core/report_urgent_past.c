/* The worklist as it was: the same order, steps and words as report_urgent.c has by SQL of the present. */
#include <stdlib.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/settings.h"
#include "report_customers.h"
#include "report_past.h"

enum { ALLOCATE = 1, SHIP = 2 }; /* what holds block */

struct row {
	int64_t id, customer, stopped_at, next_due, priority, placed_at;
	int tier;
	const char *state, *fulfilment, *step, *status, *due_for;
};

struct pass {
	struct core *core;
	struct report_urgent *report;
	const char *pack;
	bool four_eyes;
	struct row *rows;
	size_t count, room;
};

/* Over all lines: is there one with so many units? */
struct sums {
	bool allocated, waiting, unpacked, unshipped, undelivered, picked, shipped, goods_left, left, delivered, billed, unbilled;
};

static struct sums sum(const struct open_then *order)
{
	struct sums sums = { 0 };
	const struct line_facts *line = order->lines.items;
	for (size_t i = 0; i < order->lines.count; i++) {
		bool goods = !strcmp(line[i].kind, "goods");
		sums.allocated |= line[i].allocated > 0;
		sums.waiting |= line[i].backordered > 0;
		sums.unpacked |= line[i].packed < line[i].picked;
		sums.unshipped |= line[i].shipped < line[i].packed;
		sums.undelivered |= goods && line[i].delivered < line[i].shipped;
		sums.picked |= line[i].picked > 0;
		sums.shipped |= line[i].shipped > 0;
		sums.goods_left |= goods && line[i].shipped < line[i].active;
		sums.left |= strcmp(line[i].kind, "charge") && line[i].delivered < line[i].active;
		sums.delivered |= line[i].delivered > 0;
		sums.billed |= line[i].invoiced > 0;
		sums.unbilled |= line[i].invoiced < line[i].active;
	}
	return sums;
}

static const char *fulfilment_of(const struct sums *sums)
{
	if (sums->delivered && !sums->left)
		return "delivered";
	if (sums->shipped)
		return sums->goods_left ? "partial" : "shipped";
	if (sums->delivered)
		return "partial";
	if (sums->picked)
		return sums->unpacked || sums->allocated || sums->waiting ? "picking" : "packed";
	return sums->waiting ? "backordered" : sums->allocated ? "allocated" : "none";
}

static const char *step_of(const struct pass *pass, const struct open_then *order, const struct sums *sums)
{
	bool placed = !strcmp(order->facts.state, "placed");
	bool shipped = order->facts.done[TARGET_SHIP] != NONE;
	if ((placed && order->holds & ALLOCATE) || (!shipped && order->holds & SHIP))
		return "release";
	if (placed || (pass->four_eyes && order->facts.revision > order->facts.approved))
		return "confirm";
	if (order->prepaid && !shipped && (sums->unbilled || order->unpaid > 0))
		return sums->billed && !sums->unbilled ? "pay" : "invoice";
	if (sums->allocated && !(order->complete && sums->waiting))
		return "pick";
	if (sums->unpacked)
		return strcmp(pass->pack, "skipped") ? "pack" : "ship";
	if (sums->unshipped)
		return "ship";
	if (sums->undelivered)
		return "deliver";
	return sums->waiting ? "wait for stock" : "deliver";
}

/* A ship-by time or a promise has no risk. */
static const char *status_of(const struct pass *pass, const struct open_then *order)
{
	const struct order_facts *facts = &order->facts;
	int64_t judged = order_facts_moment(facts, pass->core->now).ms;
	int64_t due = order->next_due;
	int64_t risk = !strcmp(facts->state, "placed") && due == facts->due[TARGET_CONFIRM] ? facts->risk[TARGET_CONFIRM]
		       : due == facts->due[TARGET_SHIP] && open_then_to_ship(order)	   ? facts->risk[TARGET_SHIP]
		       : due == facts->due[TARGET_DELIVER]				   ? facts->risk[TARGET_DELIVER]
											   : NONE;
	if (due == NONE)
		return "open";
	return judged > due ? "overdue" : risk != NONE && judged >= risk ? "at_risk" : "open";
}

static const char *due_for_of(const struct open_then *order)
{
	const struct order_facts *facts = &order->facts;
	int64_t due = order->next_due;
	if (due == NONE)
		return NULL;
	if (!strcmp(facts->state, "placed") && due == facts->due[TARGET_CONFIRM])
		return "confirm";
	if (open_then_to_ship(order) && (due == facts->due[TARGET_SHIP] || due == facts->ship_by))
		return due == facts->due[TARGET_SHIP] ? "ship" : "ship-by";
	return due == facts->due[TARGET_DELIVER] ? "deliver" : "promise";
}

static int take(void *context, const struct open_then *order)
{
	struct pass *pass = context;
	struct sums sums = sum(order);
	if (pass->count == pass->room) {
		size_t room = pass->room ? pass->room * 2 : 256;
		struct row *larger = arena_array(pass->core->keep, room, sizeof *larger);
		if (!larger)
			return err_memory(pass->core->err);
		if (pass->count)
			memcpy(larger, pass->rows, pass->count * sizeof *larger);
		pass->rows = larger;
		pass->room = room;
	}
	struct arena_mark mark = arena_mark(pass->core->arena);
	const char *code, *name, *tier;
	if (customer_named(pass->core, order->customer, &code, &name, &tier))
		return -1;
	struct row row = { order->facts.id,	order->customer,	 order->facts.stopped_at, order->next_due, order->facts.priority, order->facts.placed_at,
			   tier_rank(tier),	order->facts.state,	 fulfilment_of(&sums),	  step_of(pass, order, &sums), status_of(pass, order),
			   due_for_of(order) };
	arena_reset(pass->core->arena, mark);
	pass->rows[pass->count++] = row;
	pass->report->open++;
	pass->report->overdue += !strcmp(row.status, "overdue");
	pass->report->at_risk += !strcmp(row.status, "at_risk");
	return 0;
}

static int rank(int64_t a, int64_t b, bool none_last)
{
	if (a == b)
		return 0;
	if (a == NONE || b == NONE)
		return (a == NONE) == none_last ? 1 : -1;
	return a < b ? -1 : 1;
}

static int compare(const void *left, const void *right)
{
	const struct row *a = left;
	const struct row *b = right;
	int by = rank(a->stopped_at, b->stopped_at, false);
	by = by ? by : rank(a->next_due, b->next_due, true);
	by = by ? by : a->tier - b->tier;
	by = by ? by : rank(b->priority, a->priority, true);
	by = by ? by : rank(a->placed_at, b->placed_at, true);
	return by ? by : rank(a->id, b->id, true);
}

int urgent_past(struct core *core, int64_t most, struct report_urgent *report)
{
	struct pass pass = { .core = core, .report = report, .pack = settings_text(core, "workflow.pack") };
	const char *four_eyes = pass.pack ? settings_text(core, "workflow.four_eyes") : NULL;
	report->open = report->overdue = report->at_risk = 0;
	pass.four_eyes = four_eyes && !strcmp(four_eyes, "on");
	if (!four_eyes || open_then_each(core, NULL, false, take, &pass))
		return -1;
	if (pass.count)
		qsort(pass.rows, pass.count, sizeof *pass.rows, compare);
	size_t count = (int64_t)pass.count < most ? pass.count : (size_t)most;
	struct urgent_order *orders = arena_array(core->arena, count + 1, sizeof *orders);
	if (!orders)
		return err_memory(core->err);
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &pass.rows[i];
		orders[i] = (struct urgent_order){ .id = { row->id }, .priority = report_priorities[row->priority], .state = row->state, .fulfilment = row->fulfilment,
						   .step = row->step, .stopped_at = { row->stopped_at }, .next_due = { row->next_due }, .slack_minutes = NONE, .status = row->status, .placed_at = { row->placed_at }, .due_for = row->due_for };
		if (customer_named(core, row->customer, &orders[i].customer, &orders[i].customer_name, &orders[i].tier))
			return -1;
	}
	report->orders = (struct list){ orders, count };
	return 0;
}
