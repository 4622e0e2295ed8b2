/* What stops an order: holds, and money that is owed. A hold of the customer's stops the clock of the targets as well. */
#include "model.h"

#include <stdlib.h>

static int conflict(struct model *model, bool already)
{
	model->already = already;
	return EXIT_CONFLICT;
}

/* reason_words[2] is the customer's fault. */
static bool customers(int reason)
{
	return reason == 2;
}

bool model_held(const struct model_order *order, int blocks)
{
	for (int i = 0; i < order->hold_count; i++)
		if (order->holds[i].open && order->holds[i].blocks & blocks)
			return true;
	return false;
}

int model_set_hold(struct model *model, int number, int reason, int blocks)
{
	const struct model_order *order = &model->orders[number];
	if (order->state > COMPLETED || (order->state == COMPLETED && blocks != HOLD_INVOICE))
		return conflict(model, false);
	if (reason == REASON_NONE || reason == REASON_UNKNOWN)
		return EXIT_INVALID;
	for (int i = 0; i < order->hold_count; i++)
		if (order->holds[i].open && order->holds[i].reason == reason && order->holds[i].blocks == blocks)
			return conflict(model, true);
	if (order->hold_count == HOLDS_MOST)
		abort(); /* more than the walk ever sets */
	struct model_order *held = model_change(model, number);
	held->holds[held->hold_count++] = (struct model_hold){ ++model->books.holds, reason, blocks, true };
	if (customers(reason) && held->stopped_at == NONE)
		held->stopped_at = model->now;
	model->books.events++;
	return EXIT_OK;
}

static void move(const struct model *model, struct model_order *order, int target, int64_t minutes)
{
	if (order->due[target] == NONE || !minutes)
		return;
	order->due[target] = model_work(model, order->due[target], minutes);
	order->risk[target] = model_work(model, order->risk[target], minutes);
}

void model_done_while_stopped(const struct model *model, struct model_order *order, int target, int64_t at)
{
	if (order->stopped_at != NONE)
		move(model, order, target, model_worked(model, order->stopped_at, at));
}

/* The clock runs on when no hold of the customer's is left: what is not done is due later. */
static void start_clock(const struct model *model, struct model_order *order)
{
	const int64_t done[] = { order->confirmed_at, order->shipped_at, order->delivered_at };
	for (int i = 0; i < order->hold_count; i++)
		if (order->holds[i].open && customers(order->holds[i].reason))
			return;
	if (order->stopped_at == NONE)
		return;
	for (int i = 0; i < 3; i++)
		if (done[i] == NONE)
			move(model, order, i, model_worked(model, order->stopped_at, model->now));
	order->paused += model_worked(model, order->stopped_at, model->now);
	order->stopped_at = NONE;
}

/* Goods that passed the order by while it was held. */
static void serve(struct model *model, int number)
{
	const struct model_order *order = &model->orders[number];
	int ranked[WAREHOUSES];
	int count = model_by_rank(model, ranked);
	for (int product = 0; product < PRODUCTS; product++) {
		bool waits = false;
		for (int i = 0; i < order->count; i++)
			waits |= order->lines[i].product == product && order->lines[i].backordered > 0;
		for (int i = 0; waits && i < count; i++)
			model_serve(model, product, ranked[i]);
	}
}

int model_let_go(struct model *model, int number, int wanted)
{
	const struct model_order *order = &model->orders[number];
	int open = 0;
	int chosen = -1;
	bool known = false;
	for (int i = 0; i < order->hold_count; i++) {
		bool fits = !wanted || order->holds[i].number == wanted;
		known |= fits;
		if (fits && order->holds[i].open) {
			open++;
			chosen = i;
		}
	}
	if (wanted && !known)
		return EXIT_MISSING;
	if (open != 1)
		return conflict(model, !open);
	if (model_over(model, number))
		return EXIT_REFUSED;
	struct model_order *released = model_change(model, number);
	released->holds[chosen].open = false;
	start_clock(model, released);
	model_progress(model, number, model->now);
	model->served.count = 0;
	serve(model, number);
	model->books.events++;
	return EXIT_OK;
}

void model_end_holds(struct model_order *order)
{
	for (int i = 0; i < order->hold_count; i++)
		order->holds[i].open = false;
	order->stopped_at = NONE;
}

/* --- money -------------------------------------------------------------------------------------------------------------------- */

static int64_t invoiced(const struct model *model, const struct model_order *order)
{
	int64_t sum = 0;
	for (int id = order->first_invoice; id; id = model->invoices[id].next)
		sum += model->invoices[id].corrects ? -model->invoices[id].gross : model->invoices[id].gross;
	return sum;
}

/* Committed to, or delivered and not billed. */
static bool counts(const struct model_order *order)
{
	if (order->prepaid || (order->state != CONFIRMED && order->state != COMPLETED))
		return false;
	for (int i = 0; i < order->count; i++)
		if (order->state == CONFIRMED || order->lines[i].delivered > order->lines[i].invoiced)
			return true;
	return false;
}

bool model_above(const struct model *model, int number)
{
	const struct model_order *own = &model->orders[number];
	int64_t limit = model->books.customers[own->customer].limit;
	int64_t owed = 0;
	if (limit == NONE || own->prepaid)
		return false;
	for (int i = 1; i <= model->books.orders; i++) {
		const struct model_order *order = &model->orders[i];
		if (order->customer != own->customer)
			continue;
		int64_t left = order->gross - invoiced(model, order);
		if ((i == number || counts(order)) && left > 0)
			owed += left;
		for (int id = order->first_invoice; id; id = model->invoices[id].next)
			owed += model_owed(model, id);
	}
	return owed > limit;
}

bool model_over(const struct model *model, int number)
{
	return model_above(model, number) && model->orders[number].let_pass != model->orders[number].revision;
}

int model_let_pass(struct model *model, int number, int reason, bool *needed)
{
	if (!model_known_reason(reason))
		return EXIT_INVALID;
	if (number > model->books.orders)
		return EXIT_MISSING;
	*needed = model_above(model, number);
	if (!model_over(model, number))
		return EXIT_OK;
	model_change(model, number)->let_pass = model->orders[number].revision;
	model->books.events++;
	return EXIT_OK;
}

/* Paid first: all of it is billed, and nothing of that is open. */
static bool paid(const struct model *model, const struct model_order *order)
{
	for (int i = 0; i < order->count; i++)
		if (order->lines[i].invoiced < model_active(&order->lines[i]))
			return false;
	for (int id = order->first_invoice; id; id = model->invoices[id].next)
		if (model_owed(model, id) > 0)
			return false;
	return true;
}

bool model_stopped(const struct model *model, int number)
{
	const struct model_order *order = &model->orders[number];
	return model_held(order, HOLD_SHIP) || (order->prepaid && !paid(model, order));
}
