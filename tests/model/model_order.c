/* Orders: taken, committed to, turned down, called off; and what follows from their lines by itself. */
#include "model.h"

#include <string.h>

#define NONE_OF                                                                                                        \
	{                                                                                                              \
		NONE, NONE, NONE                                                                                       \
	}

/* What a form says, in one number: the same key stands for the same content. */
uint64_t model_form_content(const struct model_form *form)
{
	const int64_t head[] = { form->customer, form->ref, form->priority, form->warehouse, form->delivery, form->count, form->requested };
	uint64_t hash = 14695981039346656037U;
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		hash = (hash ^ (uint64_t)head[i]) * 1099511628211U;
	for (int i = 0; i < form->count; i++) {
		const struct model_form_line *line = &form->lines[i];
		const int64_t facts[] = {
			line->product, line->qty, line->price, line->percent, line->amount, line->date
		};
		for (size_t at = 0; at < sizeof facts / sizeof *facts; at++)
			hash = (hash ^ (uint64_t)facts[at]) * 1099511628211U;
	}
	return hash;
}

/* Can it be read at all, whatever is in the books? */
static bool readable(const struct model_form *form)
{
	for (int i = 0; i < form->count; i++)
		if (form->lines[i].qty <= 0 || (form->lines[i].price != NONE && form->lines[i].price < 0))
			return false;
	return form->count > 0;
}

/* false: a discount that cannot be taken off, a quantity that is not sold, a date that cannot be. */
bool model_price(const struct model *model, const struct model_form_line *given, struct model_line *line)
{
	const struct model_product *product = &model->books.products[given->product];
	if (!product->row || model_unsold(model, given->qty, given->product))
		return false;
	if (given->date != NONE && (!product->service || given->date < model_today(model)))
		return false;
	memset(line, 0, sizeof *line);
	line->product = given->product;
	line->revision = 1;
	line->service = product->service;
	line->charge = product->charge;
	line->ordered = given->qty;
	line->price = given->price == NONE ? product->price : given->price;
	line->rate = product->rate;
	line->date = given->date;
	int64_t gross = model_scale(line->price, line->ordered, 10000000);
	if (given->percent != NONE)
		line->discount = model_scale(gross, given->percent, 10000);
	else if (given->amount != NONE)
		line->discount = given->amount;
	line->net = gross - line->discount;
	return line->net >= 0 && line->discount >= 0 && (given->percent == NONE || given->percent <= 10000);
}

/* What a line costs of what is not cancelled: its share of price and of discount. */
static int64_t active_net(const struct model_line *line)
{
	int64_t active = model_active(line);
	return model_scale(line->net + line->discount, active, line->ordered) -
	       model_scale(line->discount, active, line->ordered);
}

/* VAT is rounded once for each rate, on the sum of its lines. */
void model_total(struct model_order *order)
{
	order->net = order->tax = 0;
	for (int i = 0; i < order->count; i++) {
		int64_t sum = 0;
		bool first = true;
		for (int at = 0; at < order->count; at++) {
			if (order->lines[at].rate != order->lines[i].rate)
				continue;
			first &= at >= i;
			sum += active_net(&order->lines[at]);
		}
		order->net += active_net(&order->lines[i]);
		if (first)
			order->tax += model_scale(sum, order->lines[i].rate, 10000);
	}
	order->gross = order->net + order->tax;
}

/* The most specific policy wins. */
static const struct model_policy *policy_of(const struct model *model, int tier, int priority)
{
	const struct model_policy *best = NULL;
	int most = -1;
	for (int i = 0; i < POLICIES; i++) {
		const struct model_policy *policy = &model->books.policies[i];
		int specific = (policy->tier >= 0) * 2 + (policy->priority >= 0);
		bool fits = (policy->tier < 0 || policy->tier == tier) &&
			    (policy->priority < 0 || policy->priority == priority);
		if (policy->kept && fits && specific > most) {
			most = specific;
			best = policy;
		}
	}
	return best;
}

void model_targets(const struct model *model, struct model_order *order)
{
	const struct model_policy *policy =
		policy_of(model, model->books.customers[order->customer].tier, order->priority);
	const int64_t done[] = { order->confirmed_at, order->shipped_at, order->delivered_at };
	bool goods = false;
	for (int i = 0; i < order->count; i++)
		goods |= model_goods(&order->lines[i]) && model_active(&order->lines[i]) > 0;
	const int64_t minutes[] = { policy ? policy->confirm : NONE, policy && goods ? policy->ship : NONE,
				    policy ? policy->deliver : NONE };
	for (int i = 0; i < 3; i++) {
		if (done[i] != NONE)
			continue;
		order->due[i] = minutes[i] == NONE ? NONE : model_work(model, order->placed_at, minutes[i]);
		order->risk[i] =
			minutes[i] == NONE ? NONE : model_work(model, order->placed_at, minutes[i] - minutes[i] / 4);
		if (minutes[i] == NONE || !order->paused)
			continue;
		order->due[i] = model_work(model, order->due[i], order->paused);
		order->risk[i] = model_work(model, order->risk[i], order->paused);
	}
}

static int check(const struct model *model, const struct model_form *form, struct model_order *order)
{
	bool wrong = (form->warehouse >= 0 && !model->books.warehouses[form->warehouse].row) ||
		     (form->requested != NONE && form->requested < model_today(model));
	if (!model->books.customers[form->customer].row)
		return EXIT_INVALID;
	if (form->ref && model->refs[form->customer][form->ref])
		return EXIT_CONFLICT;
	*order = (struct model_order) { .tag = form->tag,
					.revision = 1,
					.customer = form->customer,
					.priority = form->priority < 0 ? 1 : form->priority,
					.ref = form->ref,
					.key = form->key,
					.warehouse = form->warehouse,
					.delivery = form->delivery < 0 ? model->books.settings[DELIVERY] : form->delivery,
					.count = form->count,
					.placed_at = model->now,
					.confirmed_at = NONE,
					.closed_at = NONE,
					.shipped_at = NONE,
					.delivered_at = NONE,
					.requested = form->requested,
					.first_promised = NONE,
					.promised = NONE,
					.ship_by = NONE,
					.next_due = NONE,
					.stopped_at = NONE,
					.prepaid = model->books.customers[form->customer].prepayment,
					.due = NONE_OF,
					.risk = NONE_OF };
	for (int i = 0; i < form->count; i++)
		wrong |= !model_price(model, &form->lines[i], &order->lines[i]);
	return wrong ? EXIT_INVALID : EXIT_OK;
}

/* The order of then, when the key is known. */
static int recall(const struct model *model, const struct model_form *form, int *number)
{
	const struct model_key *key = &model->keys[form->key];
	if (!key->used)
		return EXIT_OK;
	*number = key->of[0];
	return key->content == model_form_content(form) ? EXIT_OK : EXIT_CONFLICT;
}

static void remember(struct model *model, const struct model_form *form, int number)
{
	struct model_key *key = &model->keys[form->key];
	model_keep(model, key, sizeof *key);
	*key = (struct model_key) {
		.used = true, .content = model_form_content(form), .kind = DOC_ORDER, .count = 1, .of = { number }
	};
	model->books.keys++;
}

int model_place(struct model *model, const struct model_form *form, int *number, bool *replayed)
{
	struct model_books *books = &model->books;
	struct model_order order;
	*number = 0;
	*replayed = false;
	if (!readable(form))
		return EXIT_INVALID;
	int refused = form->key ? recall(model, form, number) : EXIT_OK;
	*replayed = !refused && *number;
	if (!refused && !*number)
		refused = check(model, form, &order);
	if (refused || *replayed)
		return refused;
	model_total(&order);
	model_targets(model, &order);
	*number = ++books->orders;
	*model_change(model, *number) = order;
	books->open[books->open_count++] = *number;
	for (int i = 0; i < order.count; i++)
		books->products[order.lines[i].product].ordered = true;
	model_keep(model, &model->tags[form->tag], sizeof *model->tags);
	model->tags[form->tag] = *number;
	if (form->ref) {
		model_keep(model, &model->refs[form->customer][form->ref], sizeof(int));
		model->refs[form->customer][form->ref] = *number;
	}
	if (form->key)
		remember(model, form, *number);
	books->events++;
	model_progress(model, *number, model->now);
	return EXIT_OK;
}

/* --- decisions ---------------------------------------------------------------------------------------------------- */

int model_conflict(struct model *model, bool already)
{
	model->already = already;
	return EXIT_CONFLICT;
}

void model_close_order(struct model *model, int number, enum state state, int64_t at)
{
	struct model_books *books = &model->books;
	struct model_order *order = model_change(model, number);
	int i = 0;
	order->state = state;
	order->closed_at = at;
	while (books->open[i] != number)
		i++;
	books->open_count--;
	for (; i < books->open_count; i++)
		books->open[i] = books->open[i + 1];
}

/* Was nothing but charges ordered? */
static bool only_charges(const struct model_order *order)
{
	for (int i = 0; i < order->count; i++)
		if (!order->lines[i].charge)
			return false;
	return true;
}

bool model_alive(const struct model_order *order)
{
	for (int i = 0; i < order->count; i++)
		if (model_active(&order->lines[i]) > 0 && (!order->lines[i].charge || only_charges(order)))
			return true;
	return false;
}

bool model_bare(const struct model *model, const struct model_order *order)
{
	bool alone = only_charges(order);
	for (int i = 0; i < order->count; i++) {
		const struct model_line *line = &order->lines[i];
		if (model_active(line) > 0 && (!line->charge || model_charged(model, order, i) || alone))
			return false;
	}
	return true;
}

void model_cut_charges(struct model *model, int number)
{
	struct model_order *order = &model->orders[number];
	if (!model_bare(model, order))
		return;
	model_change(model, number);
	for (int i = 0; i < order->count; i++) {
		model->books.cancellations += model_active(&order->lines[i]) > 0;
		model_write_off(model, &order->lines[i], model_active(&order->lines[i]));
		order->lines[i].cancelled = order->lines[i].ordered;
	}
}

int model_confirm(struct model *model, int number, bool move)
{
	const struct model_order *order = &model->orders[number];
	bool goods = false;
	if (order->state != PLACED)
		return model_conflict(model, order->state == CONFIRMED || order->state == COMPLETED);
	if (model_held(order, HOLD_ALLOCATE) || model_over(model, number))
		return EXIT_REFUSED;
	int refused = model_allocate(model, number, 0);
	if (refused)
		return refused;
	for (int i = 0; i < order->count; i++) {
		goods |= model_active(&order->lines[i]) > 0 && model_goods(&order->lines[i]);
	}
	if (!model_alive(order))
		return EXIT_REFUSED;
	struct model_order *confirmed = model_change(model, number);
	confirmed->state = CONFIRMED;
	confirmed->confirmed_at = model->now;
	model_total(confirmed);
	refused = model_promise(model, confirmed, move);
	if (refused)
		return refused;
	if (!goods)
		confirmed->due[1] = confirmed->risk[1] = confirmed->ship_by = NONE;
	model_done_while_stopped(model, confirmed, 0, model->now);
	model->books.events++;
	model_progress(model, number, model->now);
	return EXIT_OK;
}

bool model_known_reason(int reason)
{
	return reason > REASON_NONE && reason < REASON_UNKNOWN;
}

int model_reject(struct model *model, int number, int reason)
{
	if (model->orders[number].state != PLACED)
		return model_conflict(model, model->orders[number].state == REJECTED);
	if (!model_known_reason(reason))
		return EXIT_INVALID;
	model_close_order(model, number, REJECTED, model->now);
	model->orders[number].reason = reason;
	model->books.events++;
	model_progress(model, number, model->now);
	return EXIT_OK;
}

static void call_off(struct model *model, int number, int reason)
{
	struct model_order *order = model_change(model, number);
	for (int i = 0; i < order->count; i++) {
		model->books.cancellations += model_active(&order->lines[i]) > 0;
		model_write_off(model, &order->lines[i], model_active(&order->lines[i]));
	}
	model_give_back(model, number);
	for (int i = 0; i < order->count; i++)
		model->orders[number].lines[i].days = 0;
	model_close_order(model, number, CANCELLED, model->now);
	model_total(&model->orders[number]);
	model->orders[number].reason = reason;
	model->books.events++;
	model_progress(model, number, model->now);
}

static bool untouched(const struct model *model, const struct model_order *order)
{
	for (int id = order->first_invoice; id; id = model->invoices[id].next)
		if (model->invoices[id].payments)
			return false;
	for (int i = 0; i < order->count; i++)
		if (order->lines[i].shipped > 0 || order->lines[i].delivered > 0)
			return false;
	return true;
}

int model_expired(const struct model *model, int number)
{
	const struct model_order *order = &model->orders[number];
	bool placed = order->state == PLACED;
	int64_t days = model_days(model, placed ? EXPIRE_DAYS : UNPAID_DAYS);
	int64_t since = placed ? order->placed_at : order->confirmed_at;
	if (!days || since >= (model_today(model) - days) * INT64_C(86400000) || model_held(order, HOLD_ALL))
		return REASON_NONE;
	if (placed)
		return REASON_EXPIRED;
	return order->state == CONFIRMED && order->prepaid && order->gross > 0 && untouched(model, order) ? REASON_UNPAID : REASON_NONE;
}

/* The newest invoice of the order of which something is not taken back, since it may take off what those before it asked for; 0: there is none. */
static int next_to_credit(const struct model *model, int number)
{
	int newest = 0;
	for (int id = model->orders[number].first_invoice; id; id = model->invoices[id].next)
		for (int i = 0; i < LINES && !model_credited(model, id); i++)
			newest = model->invoices[id].left_qty[i] ? id : newest;
	return newest;
}

int model_expire(struct model *model, int number)
{
	int reason = model_expired(model, number);
	const struct model_taking all = { .line = -1, .reason = reason };
	int id;
	int note;
	while ((id = next_to_credit(model, number))) {
		int refused = model_credit(model, id, &all, &note);
		if (refused)
			return refused;
	}
	call_off(model, number, reason);
	return EXIT_OK;
}

int model_cancel(struct model *model, int number, int reason)
{
	const struct model_order *order = &model->orders[number];
	bool moved = false;
	bool invoiced = false;
	if (order->state != PLACED && order->state != CONFIRMED)
		return model_conflict(model, order->state == CANCELLED);
	for (int i = 0; i < order->count; i++) {
		moved |= order->lines[i].shipped > 0 || order->lines[i].delivered > 0;
		invoiced |= model_charged(model, order, i);
	}
	if (moved)
		return model_conflict(model, false);
	if (invoiced)
		return EXIT_REFUSED;
	if (!model_known_reason(reason))
		return EXIT_INVALID;
	call_off(model, number, reason);
	return EXIT_OK;
}

/* --- what follows ------------------------------------------------------------------------------------------------- */

static int64_t earlier(int64_t a, int64_t b)
{
	return a == NONE || (b != NONE && b < a) ? b : a;
}

/* The step that the order waits for, or the nearest later one that has a due time; without any, the day that was
 * promised. */
static int64_t next_due(const struct model *model, const struct model_order *order, bool to_ship)
{
	int64_t due = NONE;
	if (order->state != PLACED && order->state != CONFIRMED)
		return NONE;
	if (order->state == PLACED)
		due = order->due[0];
	if (due == NONE && to_ship)
		due = earlier(order->due[1], order->ship_by);
	if (due == NONE)
		due = order->due[2];
	return due == NONE && order->promised != NONE ? model_close(model, order->promised) : due;
}

static void progress(struct model *model, int number, int64_t closed, int64_t shipped, int64_t delivered)
{
	struct model_order *order = model_change(model, number);
	bool active = false;
	bool goods = false;
	bool to_ship = false;
	bool to_deliver = false;
	bool charges = false; /* not there yet with the rest */
	for (int i = 0; i < order->count; i++) {
		const struct model_line *line = &order->lines[i];
		active |= model_active(line) > 0;
		goods |= model_active(line) > 0 && model_goods(line);
		to_ship |= model_goods(line) && line->shipped < model_active(line);
		to_deliver |= !line->charge && line->delivered < model_active(line);
	}
	if (order->state == CONFIRMED && !to_deliver) {
		model_close_order(model, number, COMPLETED, closed);
		for (int i = 0; i < order->count; i++)
			if (order->lines[i].charge)
				order->lines[i].delivered = model_active(&order->lines[i]);
	}
	for (int i = 0; i < order->count; i++)
		charges |= order->lines[i].charge && order->lines[i].delivered < model_active(&order->lines[i]);
	if (!goods || to_ship) {
		order->shipped_at = NONE;
	} else if (order->shipped_at == NONE) {
		order->shipped_at = shipped;
		model_done_while_stopped(model, order, 1, shipped);
	}
	if (!active || to_deliver || charges) {
		order->delivered_at = NONE;
	} else if (order->delivered_at == NONE) {
		order->delivered_at = delivered;
		model_done_while_stopped(model, order, 2, delivered);
	}
	if (order->state == REJECTED || order->state == CANCELLED)
		model_end_holds(order);
	order->next_due = next_due(model, order, to_ship);
}

void model_progress(struct model *model, int number, int64_t at)
{
	progress(model, number, at, at, at);
}

static int64_t latest(int64_t a, int64_t b)
{
	return a == NONE || (b != NONE && b > a) ? b : a;
}

void model_progress_cut(struct model *model, int number)
{
	int64_t shipped = NONE;
	int64_t delivered = NONE;
	for (int id = model->orders[number].first_shipment; id; id = model->shipments[id].next) {
		shipped = latest(shipped, model->shipments[id].shipped_at);
		delivered = latest(delivered, model->shipments[id].delivered_at);
	}
	progress(model, number, model->now, shipped == NONE ? model->now : shipped,
		 delivered == NONE ? model->now : delivered);
}
