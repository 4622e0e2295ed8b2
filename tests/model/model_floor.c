/* What goes wrong on a floor: laid back, packed otherwise, not found, not at home; and the one way to take from an order for another. */
#include "model.h"

static int conflict(struct model *model, bool already)
{
	model->already = already;
	return EXIT_CONFLICT;
}

static bool known(int reason)
{
	return reason > REASON_NONE && reason < REASON_UNKNOWN;
}

/* How far the consignment has come, for a step back: what is nearest to it. CALLED_OFF: nothing is picked. */
static enum stage nearest(const struct model *model, int number, int shipment)
{
	if (shipment)
		return model->shipments[shipment].stage;
	for (enum stage stage = PICKING; stage < SHIPPED; stage++)
		if (model_has(model, number, 0, stage))
			return stage;
	return model_has(model, number, 0, SHIPPED) || model_has(model, number, 0, DELIVERED) ? SHIPPED : CALLED_OFF;
}

static bool begun_to_leave(const struct model_order *order)
{
	for (int i = 0; i < order->count; i++)
		if (model_goods(&order->lines[i]) && order->lines[i].shipped)
			return true;
	return false;
}

/* Takes the consignment's shipments at one stage back. */
static void step_back(struct model *model, int number, int only, enum stage from)
{
	struct model_order *order = model_change(model, number);
	for (int id = order->first_shipment; id; id = model->shipments[id].next) {
		struct model_shipment *shipment = &model->shipments[id];
		if (shipment->stage != from || (only && id != only))
			continue;
		model_keep(model, shipment, sizeof *shipment);
		shipment->stage = from == PICKING ? CALLED_OFF : PICKING;
		shipment->packed_at = NONE;
		shipment->packages = 0;
		for (int i = 0; i < order->count; i++) {
			int64_t *column = from == PICKING ? &order->lines[i].picked : &order->lines[i].packed;
			*column -= shipment->qty[i];
			if (from == PICKING)
				order->lines[i].allocated[shipment->warehouse] += shipment->qty[i];
		}
	}
}

int model_unpick(struct model *model, int number, int shipment)
{
	const struct model_order *order = &model->orders[number];
	if (!model_committed(order))
		return conflict(model, false);
	if (!model_has(model, number, shipment, PICKING))
		return conflict(model, nearest(model, number, shipment) == CALLED_OFF);
	if (order->delivery == DELIVER_COMPLETE && begun_to_leave(order))
		return EXIT_REFUSED;
	step_back(model, number, shipment, PICKING);
	model->books.events++;
	return EXIT_OK;
}

int model_unpack(struct model *model, int number, int shipment)
{
	if (!model_committed(&model->orders[number]))
		return conflict(model, false);
	if (!model_has(model, number, shipment, PACKED)) {
		enum stage stage = nearest(model, number, shipment);
		return conflict(model, stage == CALLED_OFF || stage == PICKING);
	}
	step_back(model, number, shipment, PACKED);
	model->books.events++;
	return EXIT_OK;
}

/* --- missing -------------------------------------------------------------------------------------------------------------------- */

/* What other warehouses have, by rank, unless the order names its own or is held. Gives what is still missing. */
static int64_t serve_elsewhere(struct model *model, struct model_order *order, struct model_line *line, int warehouse, int64_t qty)
{
	int ranked[WAREHOUSES];
	int count = order->warehouse < 0 && !model_held(order, HOLD_ALLOCATE) ? model_by_rank(model, ranked) : 0;
	for (int i = 0; i < count && qty; i++) {
		int64_t there = ranked[i] == warehouse ? 0 : model_available(model, line->product, ranked[i]);
		int64_t taken = there < qty ? there : qty;
		model_hold(model, line, ranked[i], taken);
		line->backordered -= taken;
		qty -= taken;
	}
	return qty;
}

/* The one shipment of which it is missing, and how much of it that has; 0: none has any, −1: several. */
static int find_short(const struct model *model, int number, int only, int product, int64_t *there)
{
	const struct model_order *order = &model->orders[number];
	int found = 0;
	*there = 0;
	for (int id = order->first_shipment; id; id = model->shipments[id].next)
		for (int i = 0; i < order->count; i++) {
			if (model->shipments[id].stage != PICKING || (only && id != only) || order->lines[i].product != product ||
			    !model->shipments[id].qty[i])
				continue;
			if (found && found != id)
				return -1;
			found = id;
			*there += model->shipments[id].qty[i];
		}
	return found;
}

static bool holds_more(const struct model_shipment *shipment, int but)
{
	for (int i = 0; i < LINES; i++)
		if (i != but && shipment->qty[i])
			return true;
	return false;
}

/* Whether some of it was cancelled. */
static bool lose(struct model *model, int number, int id, int at, int64_t lost)
{
	struct model_order *order = &model->orders[number];
	struct model_shipment *shipment = &model->shipments[id];
	struct model_line *line = &order->lines[at];
	bool last = lost == shipment->qty[at] && !holds_more(shipment, at);
	if (last)
		shipment->stage = CALLED_OFF; /* and keeps the line, as one that was called off does */
	else
		shipment->qty[at] -= lost;
	model->books.levels[line->product][shipment->warehouse].allocated -= lost;
	line->picked -= lost;
	line->backordered += lost;
	int64_t rest = serve_elsewhere(model, order, line, shipment->warehouse, lost);
	int64_t charged = model_charged(model, order, at) ? line->invoiced - model_forgiven(model, order, at) : 0;
	int64_t open = model_active(line) - charged;
	if (model->books.settings[SHORTAGE] != SHORT_PARTIAL || model_held(order, HOLD_ALLOCATE))
		return false;
	rest = rest < open ? rest : open;
	model_write_off(model, line, rest);
	line->cancelled += rest;
	line->backordered -= rest;
	model->books.cancellations += rest > 0;
	return rest > 0;
}

int model_miss(struct model *model, int number, int shipment, int product, int64_t qty, int reason)
{
	int64_t there;
	if (!known(reason))
		return EXIT_INVALID;
	if (!model_committed(&model->orders[number]) || !model_has(model, number, shipment, PICKING))
		return conflict(model, false);
	int id = find_short(model, number, shipment, product, &there);
	if (id < 0)
		return conflict(model, false);
	if (!id || qty <= 0 || model_unsold(model, qty, product) || qty > there)
		return EXIT_INVALID;
	struct model_order *order = model_change(model, number);
	model_keep(model, &model->shipments[id], sizeof model->shipments[id]);
	int64_t left = qty;
	bool cut = false;
	for (int i = order->count - 1; i >= 0 && left; i--) {
		int64_t has = order->lines[i].product == product ? model->shipments[id].qty[i] : 0;
		int64_t lost = has < left ? has : left;
		if (lost)
			cut |= lose(model, number, id, i, lost);
		left -= lost;
	}
	model->books.levels[product][model->shipments[id].warehouse].on_hand -= qty;
	model->books.moves++;
	model->books.events += 2;
	if (cut)
		model_after_cut(model, number, reason);
	else
		model_progress(model, number, model->now);
	return EXIT_OK;
}

/* --- not at home ----------------------------------------------------------------------------------------------------------------- */

/* Not before the last of it was sent or was brought in vain, nor before it happens. */
bool model_possible(const struct model *model, int number, int only, int64_t at)
{
	for (int id = model->orders[number].first_shipment; id; id = model->shipments[id].next) {
		const struct model_shipment *shipment = &model->shipments[id];
		if (shipment->stage != SHIPPED || (only && id != only))
			continue;
		if (at < shipment->shipped_at || (shipment->attempted_at != NONE && at < shipment->attempted_at))
			return false;
	}
	return at <= model->now;
}

int model_attempt(struct model *model, int number, int only, int64_t at, int reason)
{
	if (!known(reason))
		return EXIT_INVALID;
	if (!model_committed(&model->orders[number]))
		return conflict(model, false);
	if (!model_possible(model, number, only, at))
		return EXIT_INVALID;
	if (!model_has(model, number, only, SHIPPED))
		return conflict(model, false);
	for (int id = model->orders[number].first_shipment; id; id = model->shipments[id].next) {
		struct model_shipment *shipment = &model->shipments[id];
		if (shipment->stage != SHIPPED || (only && id != only))
			continue;
		model_keep(model, shipment, sizeof *shipment);
		shipment->attempts++;
		shipment->attempted_at = at;
	}
	model->books.events++;
	return EXIT_OK;
}

/* --- from one for another --------------------------------------------------------------------------------------------------------- */

static void give(struct model *model, struct model_order *to, int product, int warehouse, int64_t qty)
{
	for (int i = 0; i < to->count && qty; i++) {
		struct model_line *line = &to->lines[i];
		int64_t given = line->product != product ? 0 : line->backordered < qty ? line->backordered : qty;
		model_hold(model, line, warehouse, given);
		line->backordered -= given;
		qty -= given;
	}
}

static void hand_on(struct model *model, int from, int to, int product, int warehouse, int64_t qty)
{
	struct model_order *order = &model->orders[from];
	for (int i = order->count - 1; i >= 0 && qty; i--) {
		struct model_line *line = &order->lines[i];
		int64_t has = line->product == product ? line->allocated[warehouse] : 0;
		int64_t taken = has < qty ? has : qty;
		if (!taken)
			continue;
		model_hold(model, line, warehouse, -taken);
		line->backordered += taken;
		give(model, &model->orders[to], product, warehouse, taken);
		serve_elsewhere(model, order, line, warehouse, taken);
		qty -= taken;
	}
}

static int check_orders(const struct model *model, int from, int to)
{
	const int both[] = { from, to };
	for (int i = 0; i < 2; i++) {
		if (both[i] > model->books.orders)
			return EXIT_MISSING;
		if (model->orders[both[i]].state != CONFIRMED)
			return EXIT_CONFLICT;
	}
	return EXIT_OK;
}

int model_reallocate(struct model *model, int product, int warehouse, int from, int to, int64_t qty, int reason, int places[WAREHOUSES], int *count)
{
	int at = warehouse;
	int ranked[WAREHOUSES];
	int64_t held[WAREHOUSES] = { 0 };
	int64_t sum = 0;
	int64_t wanted = 0;
	model->already = false;
	*count = 0;
	if (from == to || !known(reason))
		return EXIT_INVALID;
	int refused = model_place_of(model, product, &at);
	if (refused)
		return refused;
	if (qty != NONE && (qty <= 0 || model_unsold(model, qty, product)))
		return EXIT_INVALID;
	refused = check_orders(model, from, to);
	if (refused)
		return refused;
	if (model_held(&model->orders[to], HOLD_ALLOCATE))
		return EXIT_REFUSED;
	int all = model_by_rank(model, ranked);
	for (int i = 0; i < LINES; i++) {
		const struct model_line *gives = &model->orders[from].lines[i];
		const struct model_line *gets = &model->orders[to].lines[i];
		int own = model->orders[to].warehouse;
		for (int place = 0; place < WAREHOUSES && i < model->orders[from].count && gives->product == product; place++)
			if ((warehouse < 0 || place == warehouse) && (own < 0 || own == place))
				held[place] += gives->allocated[place];
		if (i < model->orders[to].count && gets->product == product)
			wanted += gets->backordered;
	}
	for (int place = 0; place < WAREHOUSES; place++)
		sum += held[place];
	int64_t most = sum < wanted ? sum : wanted;
	if (!most)
		return EXIT_CONFLICT;
	if (qty != NONE && qty > most)
		return EXIT_REFUSED;
	int64_t left = qty == NONE ? most : qty;
	model_change(model, from);
	model_change(model, to);
	for (int i = 0; i < all && left; i++) {
		int64_t part = held[ranked[i]] < left ? held[ranked[i]] : left;
		if (!part)
			continue;
		hand_on(model, from, to, product, ranked[i], part);
		places[(*count)++] = ranked[i];
		left -= part;
	}
	model->books.events += 2;
	return EXIT_OK;
}
