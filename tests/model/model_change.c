/* Orders that change: units of a line called off, and amendments, which never rewrite what was ordered: less is
 * cancelled, more is a new line. */
#include "model.h"

#include <string.h>

static int64_t moved(const struct model_line *line)
{
	return model_goods(line) ? line->picked : line->delivered;
}

/* Neither cancelled, nor picked or performed, nor charged for. */
static int64_t free_units(const struct model *model, const struct model_order *order, int at)
{
	const struct model_line *line = &order->lines[at];
	int64_t charged = model_charged(model, order, at) ? line->invoiced - model_forgiven(model, order, at) : 0;
	return model_active(line) - (moved(line) > charged ? moved(line) : charged);
}

/* Can that many be cancelled? */
static int may_cut(struct model *model, const struct model_order *order, int at, int64_t qty)
{
	const struct model_line *line = &order->lines[at];
	int64_t free = free_units(model, order, at);
	if (qty != free && model_unsold(model, qty, line->product))
		return EXIT_INVALID;
	if (!model_active(line))
		return model_conflict(model, true);
	if (qty <= free)
		return EXIT_OK;
	return qty > model_active(line) - moved(line) ? model_conflict(model, false) : EXIT_REFUSED;
}

static bool has_goods(const struct model_order *order)
{
	bool goods = false;
	for (int i = 0; i < order->count; i++)
		goods |= model_goods(&order->lines[i]) && model_active(&order->lines[i]) > 0;
	return goods;
}

static bool is_empty(const struct model_order *order)
{
	bool empty = true;
	for (int i = 0; i < order->count; i++)
		empty &= model_active(&order->lines[i]) == 0;
	return empty;
}

void model_after_cut(struct model *model, int number, int reason)
{
	struct model_order *order = model_change(model, number);
	model_cut_charges(model, number);
	model_total(order);
	if (is_empty(order)) {
		model_close_order(model, number, CANCELLED, model->now);
		order->reason = reason;
	} else if (!has_goods(order)) {
		order->due[1] = order->risk[1] = order->ship_by = NONE;
	}
	model_progress_cut(model, number);
}

int model_cancel_line(struct model *model, int number, int at, int64_t qty, int reason)
{
	const struct model_order *order = &model->orders[number];
	const struct model_order before = *order;
	const struct model_line *line = &order->lines[at - 1];
	if (order->state != PLACED && order->state != CONFIRMED)
		return model_conflict(model, order->state == CANCELLED);
	if (at > order->count)
		return EXIT_MISSING;
	if (qty != NONE && qty <= 0)
		return EXIT_INVALID;
	if (qty == NONE)
		qty = free_units(model, order, at - 1) ? free_units(model, order, at - 1) : model_active(line);
	int refused = may_cut(model, order, at - 1, qty);
	if (refused)
		return refused;
	if (!model_known_reason(reason))
		return EXIT_INVALID;
	model_cut(model, number, at - 1, qty);
	model_serve_places(model, &before);
	model_after_cut(model, number, reason);
	model->books.events++;
	return EXIT_OK;
}

/* --- amendments --------------------------------------------------------------------------------------------------- */

/* What an amendment comes to, once it was looked at. */
struct change {
	int64_t cut;
	bool moves, promises, more;
	struct model_line lines[ADDED_LINES + 1]; /* to add */
	int count;
	int refused; /* by the first mistake */
};

static void mistake(struct change *change, int exit)
{
	if (!change->refused)
		change->refused = exit;
}

static bool readable(const struct model_amendment *amendment)
{
	for (int i = 0; i < amendment->count; i++)
		if (amendment->lines[i].qty <= 0 ||
		    (amendment->lines[i].price != NONE && amendment->lines[i].price < 0))
			return false;
	return !amendment->line ||
	       ((amendment->qty == NONE || amendment->qty >= 0) && (amendment->price == NONE || amendment->price >= 0));
}

static void look_at_more(struct model *model, const struct model_line *line, const struct model_amendment *amendment,
			 struct change *change)
{
	int64_t date = amendment->date;
	if (date == NONE && line->date != NONE && line->date >= model_today(model))
		date = line->date;
	const struct model_form_line more = {
		line->product, amendment->qty - model_active(line), amendment->price, NONE, NONE, date
	};
	change->more = model_price(model, &more, &change->lines[change->count++]);
	if (!change->more)
		mistake(change, EXIT_INVALID);
}

static void look_at_line(struct model *model, const struct model_order *order, const struct model_amendment *amendment,
			 struct change *change)
{
	const struct model_line *line = &order->lines[amendment->line - 1];
	if (amendment->line > order->count) {
		mistake(change, EXIT_INVALID);
		return;
	}
	if (amendment->date != NONE && amendment->date != line->date) {
		if (!line->service || amendment->date < model_today(model))
			mistake(change, EXIT_INVALID);
		else if (line->delivered >= model_active(line))
			mistake(change, EXIT_CONFLICT);
		else
			change->moves = true;
	}
	int64_t active = model_active(line);
	int64_t wanted = amendment->qty == NONE ? active : amendment->qty;
	if (amendment->price != NONE && wanted <= active)
		mistake(change, EXIT_INVALID);
	if (wanted > active)
		look_at_more(model, line, amendment, change);
	else
		change->cut = active - wanted;
	if (change->cut)
		mistake(change, may_cut(model, order, amendment->line - 1, change->cut));
}

static void look_at(struct model *model, const struct model_order *order, const struct model_amendment *amendment,
		    struct change *change)
{
	*change = (struct change) { 0 };
	if (amendment->requested != NONE && amendment->requested != order->requested &&
	    amendment->requested < model_today(model))
		mistake(change, EXIT_INVALID);
	for (int i = 0; i < amendment->count; i++)
		if (!model_price(model, &amendment->lines[i], &change->lines[change->count++]))
			mistake(change, EXIT_INVALID);
	change->promises = amendment->promised != NONE && amendment->promised != order->promised;
	if (change->promises && order->state != CONFIRMED)
		mistake(change, EXIT_CONFLICT);
	else if (change->promises && amendment->promised < model_today(model))
		mistake(change, EXIT_INVALID);
	if (amendment->line)
		look_at_line(model, order, amendment, change);
	bool needed = change->cut || change->promises || amendment->reason != REASON_NONE;
	if (needed && !model_known_reason(amendment->reason))
		mistake(change, EXIT_INVALID);
}

static bool changes_anything(const struct model_order *order, const struct model_amendment *amendment,
			     const struct change *change)
{
	return change->count || change->cut || change->moves || change->promises ||
	       (amendment->requested != NONE && amendment->requested != order->requested) ||
	       (amendment->priority >= 0 && amendment->priority != order->priority);
}

static int add_lines(struct model *model, int number, const struct change *change)
{
	struct model_order *order = model_change(model, number);
	int first = order->count;
	bool active = false;
	for (int i = 0; i < change->count; i++) {
		order->lines[order->count] = change->lines[i];
		order->lines[order->count++].revision = order->revision;
		model->books.products[change->lines[i].product].ordered = true;
	}
	if (!change->count || order->state != CONFIRMED)
		return EXIT_OK;
	int refused = model_allocate(model, number, first);
	for (int i = first; i < order->count; i++)
		active |= model_active(&order->lines[i]) > 0;
	return refused ? refused : active ? EXIT_OK : EXIT_REFUSED;
}

static void set_facts(struct model *model, struct model_order *order, const struct model_amendment *amendment,
		      const struct change *change)
{
	bool confirmed = order->state == CONFIRMED;
	if (amendment->priority >= 0 && amendment->priority != order->priority) {
		order->priority = amendment->priority;
		model_targets(model, order);
	}
	if (change->promises) {
		order->promised = amendment->promised;
		model->books.promises++;
	}
	if (confirmed && has_goods(order) && (change->promises || order->ship_by == NONE))
		order->ship_by = model_ship_by(model, order);
}

int model_amend(struct model *model, int number, const struct model_amendment *amendment)
{
	const struct model_order before = model->orders[number];
	struct change change;
	if (!readable(amendment))
		return EXIT_INVALID;
	if (before.state != PLACED && before.state != CONFIRMED)
		return model_conflict(model, false);
	look_at(model, &before, amendment, &change);
	model->already = false;
	if (change.refused)
		return change.refused;
	if (!changes_anything(&before, amendment, &change))
		return model_conflict(model, true);
	struct model_order *order = model_change(model, number);
	order->revision++;
	if (amendment->requested != NONE)
		order->requested = amendment->requested;
	int64_t gross = order->gross;
	int priority = order->priority;
	order->priority = amendment->priority >= 0 ? amendment->priority : priority; /* by which it is served already */
	if (change.cut)
		model_cut(model, number, amendment->line - 1, change.cut);
	if (change.moves && !change.more)
		order->lines[amendment->line - 1].date = amendment->date;
	if (change.moves && !change.more)
		order->lines[amendment->line - 1].days = 0;
	if (change.cut)
		model_serve_places(model, &before);
	int refused = add_lines(model, number, &change);
	if (refused)
		return refused;
	if (order->state == CONFIRMED && (change.count || change.moves))
		refused = model_book_more(model, order);
	if (refused)
		return refused;
	order->priority = priority;
	set_facts(model, order, amendment, &change);
	if (model_bare(model, order))
		return model_conflict(model, false);
	model_after_cut(model, number, amendment->reason);
	model->books.events++;
	bool needed;
	refused = amendment->override ? model_let_pass(model, number, amendment->override, &needed) : EXIT_OK;
	/* What costs no more than before is not stopped by a limit. */
	return refused ? refused : order->gross > gross && model_over(model, number) ? EXIT_REFUSED : EXIT_OK;
}

void model_outlook(struct model *model, int number, struct model_order *shown)
{
	struct model_mark mark;
	model_mark(model, &mark);
	struct model_order *order = model_change(model, number);
	if (order->state == PLACED && !model_allocate(model, number, 0) && model_alive(order)) {
		order->state = CONFIRMED; /* so that what waits of it counts */
		if (!model_promise(model, order, false)) {
			shown->promised = order->promised;
			shown->ship_by = has_goods(order) ? order->ship_by : NONE;
		}
	}
	model_back(model, &mark);
}
