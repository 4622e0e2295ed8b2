/* Whom units on hand are promised to: by rank of the warehouses on confirming, by urgency when goods come in, and from
 * the least urgent when they turn out to be missing. */
#include "model.h"

int64_t model_available(const struct model *model, int product, int warehouse)
{
	const struct model_level *level = &model->books.levels[product][warehouse];
	return level->on_hand - level->allocated;
}

/* The warehouses by rank, then as they were added. */
int model_by_rank(const struct model *model, int sorted[WAREHOUSES])
{
	const struct model_warehouse *warehouses = model->books.warehouses;
	int count = 0;
	for (int i = 0; i < WAREHOUSES; i++) {
		if (!warehouses[i].row)
			continue;
		int at = count++;
		for (; at > 0; at--) {
			const struct model_warehouse *before = &warehouses[sorted[at - 1]];
			if (before->rank < warehouses[i].rank ||
			    (before->rank == warehouses[i].rank && before->row < warehouses[i].row))
				break;
			sorted[at] = sorted[at - 1];
		}
		sorted[at] = i;
	}
	return count;
}

int model_first_warehouse(const struct model *model)
{
	int sorted[WAREHOUSES];
	model_by_rank(model, sorted);
	return sorted[0];
}

static bool serves_all(const struct model *model, const struct model_order *order, int first, int warehouse)
{
	for (int product = 0; product < PRODUCTS; product++) {
		int64_t needed = 0;
		for (int i = first; i < order->count; i++)
			if (order->lines[i].product == product && model_goods(&order->lines[i]))
				needed += model_active(&order->lines[i]);
		if (needed > model_available(model, product, warehouse))
			return false;
	}
	return true;
}

/* Which warehouses an order may be served from, in this order: its own alone, else the first that has all of it, else
 * all by rank. */
static int choose(const struct model *model, const struct model_order *order, int first, int chosen[WAREHOUSES])
{
	int sorted[WAREHOUSES];
	int count = model_by_rank(model, sorted);
	if (order->warehouse >= 0) {
		chosen[0] = order->warehouse;
		return 1;
	}
	for (int i = 0; i < count; i++)
		if (serves_all(model, order, first, sorted[i])) {
			chosen[0] = sorted[i];
			return 1;
		}
	for (int i = 0; i < count; i++)
		chosen[i] = sorted[i];
	return count;
}

void model_hold(struct model *model, struct model_line *line, int warehouse, int64_t qty)
{
	model->books.levels[line->product][warehouse].allocated += qty;
	line->allocated[warehouse] += qty;
}

int model_allocate(struct model *model, int number, int first)
{
	int chosen[WAREHOUSES];
	struct model_order *order = model_change(model, number);
	int count = choose(model, order, first, chosen);
	for (int i = first; i < order->count; i++) {
		struct model_line *line = &order->lines[i];
		int64_t missing = model_goods(line) ? model_active(line) : 0;
		if (first && model_held(order, HOLD_ALLOCATE)) {
			line->backordered = missing;
			continue;
		}
		for (int at = 0; at < count && missing; at++) {
			int64_t there = model_available(model, line->product, chosen[at]);
			int64_t taken = there < missing ? there : missing;
			model_hold(model, line, chosen[at], taken);
			missing -= taken;
		}
		if (missing && model->books.settings[SHORTAGE] == SHORT_REFUSE)
			return EXIT_REFUSED;
		if (model->books.settings[SHORTAGE] == SHORT_PARTIAL) {
			line->cancelled += missing;
			model->books.cancellations += missing > 0;
		} else {
			line->backordered = missing;
		}
	}
	return EXIT_OK;
}

static void tell(struct model_list *list, int order)
{
	for (int i = 0; i < list->count; i++)
		if (list->orders[i] == order)
			return;
	if (list->count < SERVED_MOST)
		list->orders[list->count++] = order;
}

/* The most urgent order that waits for the product and may be served from there; 0: none. */
static int most_urgent(const struct model *model, int product, int warehouse)
{
	int best = 0;
	for (int i = 0; i < model->books.open_count; i++) {
		int number = model->books.open[i];
		const struct model_order *order = &model->orders[number];
		bool waits = false;
		for (int at = 0; at < order->count; at++)
			waits |= order->lines[at].product == product && order->lines[at].backordered > 0;
		if (!waits || order->state != CONFIRMED || model_held(order, HOLD_ALLOCATE) || (order->warehouse >= 0 && order->warehouse != warehouse))
			continue;
		if (!best || model_less_urgent(model, best, number))
			best = number;
	}
	return best;
}

void model_serve(struct model *model, int product, int warehouse)
{
	int number;
	while (model_available(model, product, warehouse) > 0 && (number = most_urgent(model, product, warehouse))) {
		struct model_order *order = model_change(model, number);
		for (int i = 0; i < order->count; i++) {
			struct model_line *line = &order->lines[i];
			int64_t there = model_available(model, product, warehouse);
			if (line->product != product || !line->backordered || !there)
				continue;
			int64_t given = there < line->backordered ? there : line->backordered;
			model_hold(model, line, warehouse, given);
			line->backordered -= given;
		}
		tell(&model->served, number);
	}
}

/* The least urgent order that holds units there which are not picked; 0: none. */
static int least_urgent(const struct model *model, int product, int warehouse)
{
	int best = 0;
	for (int i = 0; i < model->books.open_count; i++) {
		int number = model->books.open[i];
		const struct model_order *order = &model->orders[number];
		bool holds = false;
		for (int at = 0; at < order->count; at++)
			holds |= order->lines[at].product == product && order->lines[at].allocated[warehouse] > 0;
		if (holds && (!best || model_less_urgent(model, number, best)))
			best = number;
	}
	return best;
}

int model_take(struct model *model, int product, int warehouse, int64_t qty)
{
	int number;
	while (qty > 0 && (number = least_urgent(model, product, warehouse))) {
		struct model_order *order = model_change(model, number);
		for (int i = order->count - 1; i >= 0 && qty > 0; i--) {
			struct model_line *line = &order->lines[i];
			if (line->product != product)
				continue;
			int64_t taken = line->allocated[warehouse] < qty ? line->allocated[warehouse] : qty;
			model_hold(model, line, warehouse, -taken);
			line->backordered += taken;
			qty -= taken;
		}
		tell(&model->taken, number);
	}
	return qty > 0 ? EXIT_REFUSED : EXIT_OK;
}

/* What waits goes first, then what is held in the last warehouses by rank. */
void model_cut(struct model *model, int number, int index, int64_t qty)
{
	int sorted[WAREHOUSES];
	struct model_order *order = model_change(model, number);
	struct model_line *line = &order->lines[index];
	int64_t waiting = line->backordered < qty ? line->backordered : qty;
	model_write_off(model, line, qty);
	line->cancelled += qty;
	line->backordered -= waiting;
	qty -= waiting;
	for (int at = model_by_rank(model, sorted) - 1; at >= 0 && order->state == CONFIRMED && model_goods(line); at--) {
		int64_t taken = line->allocated[sorted[at]] < qty ? line->allocated[sorted[at]] : qty;
		model_hold(model, line, sorted[at], -taken);
		qty -= taken;
	}
	model_trim(line);
	model->books.cancellations++;
}

/* Does the order hold any of the product there, picked or not? After a short pick some may lie there free for which others wait. */
static bool holds(const struct model *model, const struct model_order *order, int product, int warehouse)
{
	bool any = false;
	for (int i = 0; i < order->count; i++)
		any |= order->lines[i].product == product && order->lines[i].allocated[warehouse] > 0;
	for (int id = order->first_shipment; id; id = model->shipments[id].next) {
		const struct model_shipment *shipment = &model->shipments[id];
		if (shipment->warehouse != warehouse || (shipment->stage != PICKING && shipment->stage != PACKED))
			continue;
		for (int i = 0; i < order->count; i++)
			any |= order->lines[i].product == product && shipment->qty[i] > 0;
	}
	return any;
}

/* Where the order held units before, in the order of the rows of products and warehouses. */
void model_serve_places(struct model *model, const struct model_order *before)
{
	for (int product = 0; product < PRODUCTS; product++)
		for (int at = 0; at < WAREHOUSES; at++)
			if (holds(model, before, product, at))
				model_serve(model, product, at);
}

/* An order called off gives back what it holds, picked or not, and whoever waits for that is served. */
void model_give_back(struct model *model, int number)
{
	bool freed[PRODUCTS][WAREHOUSES] = { { false } };
	struct model_order *order = model_change(model, number);
	for (int id = order->first_shipment; id; id = model->shipments[id].next) {
		struct model_shipment *shipment = &model->shipments[id];
		if (shipment->stage == CALLED_OFF)
			continue;
		model_keep(model, shipment, sizeof *shipment);
		shipment->stage = CALLED_OFF;
		for (int i = 0; i < order->count; i++)
			order->lines[i].allocated[shipment->warehouse] += shipment->qty[i];
	}
	for (int i = 0; i < order->count; i++) {
		struct model_line *line = &order->lines[i];
		for (int at = 0; at < WAREHOUSES; at++) {
			freed[line->product][at] |= line->allocated[at] > 0;
			model_hold(model, line, at, -line->allocated[at]);
		}
		line->cancelled = line->ordered;
		line->backordered = line->picked = line->packed = 0;
	}
	order->state = CANCELLED; /* so that it is not served itself */
	for (int product = 0; product < PRODUCTS; product++)
		for (int at = 0; at < WAREHOUSES; at++)
			if (freed[product][at])
				model_serve(model, product, at);
}
