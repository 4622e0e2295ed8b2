/* From the shelf to the customer. A unit stays on hand and allocated until it ships. */
#include "model.h"

static int conflict(struct model *model, bool already)
{
	model->already = already;
	return EXIT_CONFLICT;
}

/* Where the units of an order's goods stand. */
struct standing {
	int64_t waiting, allocated, picked, packed, shipped, delivered;
};

static struct standing standing_of(const struct model_order *order)
{
	struct standing sum = { 0 };
	for (int i = 0; i < order->count; i++) {
		const struct model_line *line = &order->lines[i];
		if (line->service)
			continue;
		sum.waiting += line->backordered;
		sum.allocated += model_allocated(line);
		sum.picked += line->picked;
		sum.packed += line->packed;
		sum.shipped += line->shipped;
		sum.delivered += line->delivered;
	}
	return sum;
}

static bool committed(const struct model_order *order)
{
	return order->state == CONFIRMED || order->state == COMPLETED;
}

/* Nothing can take the step: something else comes first, units wait and none came this far, or it is done. */
static int refuse(struct model *model, bool before, int64_t waiting, int64_t done)
{
	return conflict(model, !before && (!waiting || done));
}

static int new_shipment(struct model *model, int number, int warehouse)
{
	int id = ++model->books.shipments;
	struct model_order *order = &model->orders[number];
	model_keep(model, &model->shipments[id], sizeof model->shipments[id]);
	model->shipments[id] = (struct model_shipment) { .order = number,
							 .warehouse = warehouse,
							 .stage = PICKING,
							 .picked_at = model->now,
							 .packed_at = NONE,
							 .shipped_at = NONE,
							 .delivered_at = NONE };
	if (order->last_shipment) {
		model_keep(model, &model->shipments[order->last_shipment], sizeof model->shipments[id]);
		model->shipments[order->last_shipment].next = id;
	} else {
		order->first_shipment = id;
	}
	order->last_shipment = id;
	return id;
}

/* All that one warehouse holds of the order is one shipment. */
static void pick_from(struct model *model, int number, int warehouse)
{
	struct model_order *order = &model->orders[number];
	int id = 0;
	for (int i = 0; i < order->count; i++) {
		struct model_line *line = &order->lines[i];
		if (!line->allocated[warehouse])
			continue;
		if (!id)
			id = new_shipment(model, number, warehouse);
		model->shipments[id].qty[i] = line->allocated[warehouse];
		line->picked += line->allocated[warehouse];
		line->allocated[warehouse] = 0;
	}
}

int model_pick(struct model *model, int number)
{
	const struct model_order *order = &model->orders[number];
	struct standing standing = standing_of(order);
	int ranked[WAREHOUSES];
	if (!committed(order))
		return conflict(model, false);
	if (standing.waiting && (model->books.settings[DELIVERY] == DELIVER_COMPLETE || !standing.allocated))
		return EXIT_REFUSED;
	if (!standing.allocated)
		return conflict(model, true);
	model_change(model, number);
	int count = model_by_rank(model, ranked);
	for (int i = 0; i < count; i++)
		pick_from(model, number, ranked[i]);
	model->books.events++;
	return EXIT_OK;
}

/* Moves all shipments at one stage on to the next. */
static bool advance(struct model *model, int number, enum stage from, int64_t at)
{
	struct model_order *order = model_change(model, number);
	bool any = false;
	for (int id = order->first_shipment; id; id = model->shipments[id].next) {
		struct model_shipment *shipment = &model->shipments[id];
		int64_t *const times[] = { &shipment->packed_at, &shipment->shipped_at, &shipment->delivered_at };
		if (shipment->stage != from)
			continue;
		model_keep(model, shipment, sizeof *shipment);
		any = true;
		shipment->stage = from + 1;
		*times[from] = at;
		for (int i = 0; i < order->count; i++) {
			struct model_line *line = &order->lines[i];
			int64_t *const columns[] = { &line->packed, &line->shipped, &line->delivered };
			*columns[from] += shipment->qty[i];
			if (from != PACKED || !shipment->qty[i])
				continue;
			model->books.levels[line->product][shipment->warehouse].on_hand -= shipment->qty[i];
			model->books.levels[line->product][shipment->warehouse].allocated -= shipment->qty[i];
			model->books.moves++;
		}
	}
	return any;
}

int model_pack(struct model *model, int number)
{
	const struct model_order *order = &model->orders[number];
	struct standing standing = standing_of(order);
	if (!committed(order))
		return conflict(model, false);
	if (!advance(model, number, PICKING, model->now))
		return refuse(model, standing.allocated, standing.waiting, standing.packed);
	model->books.events++;
	return EXIT_OK;
}

int model_ship(struct model *model, int number)
{
	const struct model_order *order = &model->orders[number];
	struct standing standing = standing_of(order);
	if (!committed(order))
		return conflict(model, false);
	if (model->books.settings[PACK] == PACK_SKIPPED)
		advance(model, number, PICKING, model->now);
	if (!advance(model, number, PACKED, model->now))
		return refuse(model, standing.allocated || standing.picked > standing.packed, standing.waiting,
			      standing.shipped);
	model->books.events++;
	model_progress(model, number, model->now);
	return EXIT_OK;
}

/* Services are performed once no goods of the order are on their way or waited for. */
static bool perform(struct model *model, int number)
{
	struct model_order *order = &model->orders[number];
	bool any = false;
	for (int i = 0; i < order->count; i++)
		if (!order->lines[i].service && order->lines[i].delivered < model_active(&order->lines[i]))
			return false;
	for (int i = 0; i < order->count; i++) {
		struct model_line *line = &order->lines[i];
		if (!line->service || line->delivered == model_active(line))
			continue;
		line->delivered = model_active(line);
		any = true;
	}
	return any;
}

/* Nothing is received before it was sent, nor before it happens. */
static bool possible(const struct model *model, const struct model_order *order, int64_t at)
{
	for (int id = order->first_shipment; id; id = model->shipments[id].next)
		if (model->shipments[id].stage == SHIPPED && at < model->shipments[id].shipped_at)
			return false;
	return at <= model->now;
}

int model_deliver(struct model *model, int number, int64_t at)
{
	const struct model_order *order = &model->orders[number];
	struct standing standing = standing_of(order);
	if (!committed(order))
		return conflict(model, false);
	if (!possible(model, order, at))
		return EXIT_INVALID;
	bool received = advance(model, number, SHIPPED, at);
	if (!perform(model, number) && !received)
		return refuse(model, standing.allocated || standing.picked > standing.shipped, standing.waiting,
			      standing.delivered);
	model->books.events++;
	model_progress(model, number, at);
	return EXIT_OK;
}
