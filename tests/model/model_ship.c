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
	bool to_perform;
};

static struct standing standing_of(const struct model_order *order)
{
	struct standing sum = { 0 };
	for (int i = 0; i < order->count; i++) {
		const struct model_line *line = &order->lines[i];
		sum.to_perform |= line->service && line->delivered < model_active(line);
		if (!model_goods(line))
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

bool model_committed(const struct model_order *order)
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
	model->shipments[id] = (struct model_shipment){ .order = number,
							.warehouse = warehouse,
							.stage = PICKING,
							.picked_at = model->now,
							.packed_at = NONE,
							.shipped_at = NONE,
							.delivered_at = NONE,
							.attempted_at = NONE };
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

bool model_has(const struct model *model, int number, int shipment, enum stage stage)
{
	for (int id = model->orders[number].first_shipment; id; id = model->shipments[id].next)
		if ((!shipment || id == shipment) && model->shipments[id].stage == stage)
			return true;
	return false;
}

/* Why one shipment cannot take the step that leads to `stage`: it is as far, or was called off, or something comes first. */
static int refuse_one(struct model *model, int shipment, enum stage stage)
{
	enum stage is = model->shipments[shipment].stage;
	return conflict(model, is != CALLED_OFF && is >= stage);
}

int model_pick(struct model *model, int number, int shipment)
{
	const struct model_order *order = &model->orders[number];
	struct standing standing = standing_of(order);
	int ranked[WAREHOUSES];
	if (!model_committed(order))
		return conflict(model, false);
	if (shipment)
		return refuse_one(model, shipment, PICKING);
	if (standing.allocated && model_stopped(model, number))
		return EXIT_REFUSED;
	if (standing.waiting && (order->delivery == DELIVER_COMPLETE || !standing.allocated))
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

static void move_line(struct model *model, struct model_line *line, const struct model_shipment *shipment, enum stage from, int64_t qty)
{
	int64_t *const columns[] = { &line->packed, &line->shipped, &line->delivered };
	*columns[from] += qty;
	if (from != PACKED || !qty)
		return;
	model->books.levels[line->product][shipment->warehouse].on_hand -= qty;
	model->books.levels[line->product][shipment->warehouse].allocated -= qty;
	model->books.moves++;
}

/* Moves the shipments at one stage on to the next. */
static bool advance(struct model *model, int number, int only, enum stage from, int64_t at)
{
	struct model_order *order = model_change(model, number);
	bool any = false;
	for (int id = order->first_shipment; id; id = model->shipments[id].next) {
		struct model_shipment *shipment = &model->shipments[id];
		int64_t *const times[] = { &shipment->packed_at, &shipment->shipped_at, &shipment->delivered_at };
		if (shipment->stage != from || (only && id != only))
			continue;
		model_keep(model, shipment, sizeof *shipment);
		any = true;
		shipment->stage = from + 1;
		*times[from] = at;
		if (from == PICKING)
			shipment->packages = 1;
		for (int i = 0; i < order->count; i++)
			move_line(model, &order->lines[i], shipment, from, shipment->qty[i]);
	}
	return any;
}

/* Two packages, of which the first holds so much of a product: of one shipment, which has more than that. */
static int check_parcel(const struct model *model, int number, int only, const struct model_parcel *parcel, int *of)
{
	const struct model_order *order = &model->orders[number];
	int64_t there = 0;
	int64_t other = 0;
	*of = 0;
	for (int id = order->first_shipment; id; id = model->shipments[id].next) {
		if (model->shipments[id].stage != PICKING || (only && id != only))
			continue;
		if (*of)
			return EXIT_CONFLICT;
		*of = id;
	}
	for (int i = 0; i < order->count && *of; i++) {
		bool same = order->lines[i].product == parcel->product;
		there += same ? model->shipments[*of].qty[i] : 0;
		other += same ? 0 : model->shipments[*of].qty[i];
	}
	if (!*of)
		return EXIT_OK; /* nothing is picked, which the step says */
	bool wrong = !there || parcel->qty <= 0 || model_unsold(model, parcel->qty, parcel->product) || parcel->qty > there ||
		     (parcel->qty == there && !other);
	return wrong ? EXIT_INVALID : EXIT_OK;
}

int model_pack(struct model *model, int number, int shipment, const struct model_parcel *parcel)
{
	const struct model_order *order = &model->orders[number];
	struct standing standing = standing_of(order);
	int of = 0;
	if (!model_committed(order))
		return conflict(model, false);
	if (standing.picked > standing.packed && model_stopped(model, number))
		return EXIT_REFUSED;
	int refused = parcel->qty == NONE ? EXIT_OK : check_parcel(model, number, shipment, parcel, &of);
	if (refused)
		return refused == EXIT_CONFLICT ? conflict(model, false) : refused;
	if (!advance(model, number, shipment, PICKING, model->now))
		return shipment ? refuse_one(model, shipment, PACKED) : refuse(model, standing.allocated, standing.waiting, standing.packed);
	if (of)
		model->shipments[of].packages = 2;
	model->books.events++;
	return EXIT_OK;
}

/* What ships only whole leaves when all of it is ready. */
static bool ready_whole(const struct model *model, int number, int shipment, const struct standing *standing)
{
	const struct model_order *order = &model->orders[number];
	bool packs = model->books.settings[PACK] == PACK_SKIPPED;
	if (order->delivery != DELIVER_COMPLETE || !standing->picked)
		return true;
	if (standing->waiting || standing->allocated)
		return false;
	bool unpacked = false;
	for (int id = order->first_shipment; id; id = model->shipments[id].next)
		unpacked |= model->shipments[id].stage == PICKING && id != shipment;
	return packs || !unpacked || (!shipment && standing->packed == standing->shipped);
}

int model_ship(struct model *model, int number, int shipment)
{
	const struct model_order *order = &model->orders[number];
	struct standing standing = standing_of(order);
	if (!model_committed(order))
		return conflict(model, false);
	bool ready = standing.packed > standing.shipped || (model->books.settings[PACK] == PACK_SKIPPED && standing.picked > standing.packed);
	if (ready && (model_stopped(model, number) || model_over(model, number)))
		return EXIT_REFUSED;
	if (!ready_whole(model, number, shipment, &standing))
		return EXIT_REFUSED;
	if (model->books.settings[PACK] == PACK_SKIPPED)
		advance(model, number, shipment, PICKING, model->now);
	if (!advance(model, number, shipment, PACKED, model->now))
		return shipment ? refuse_one(model, shipment, SHIPPED)
				: refuse(model, standing.allocated || standing.picked > standing.packed, standing.waiting, standing.shipped);
	model->books.events++;
	model_progress(model, number, model->now);
	return EXIT_OK;
}

/* Services are performed once no goods of the order are on their way or waited for; and those that have a day not before it, but `early`. */
static bool perform(struct model *model, int number, int64_t day, bool early)
{
	struct model_order *order = &model->orders[number];
	bool any = false;
	for (int i = 0; i < order->count; i++)
		if (model_goods(&order->lines[i]) && order->lines[i].delivered < model_active(&order->lines[i]))
			return false;
	for (int i = 0; i < order->count; i++) {
		struct model_line *line = &order->lines[i];
		if (!line->service || line->delivered == model_active(line) || (!early && !model_due(model, line, day)))
			continue;
		line->delivered = model_active(line);
		model_unbook(line, day);
		any = true;
	}
	return any;
}

int model_deliver(struct model *model, int number, int shipment, int64_t at, bool early)
{
	const struct model_order *order = &model->orders[number];
	struct standing standing = standing_of(order);
	if (!model_committed(order))
		return conflict(model, false);
	if (!model_possible(model, number, shipment, at))
		return EXIT_INVALID;
	bool received = advance(model, number, shipment, SHIPPED, at);
	bool performed = !shipment && perform(model, number, model_day(at), early);
	bool only_services = standing.to_perform && !standing.allocated && !standing.waiting && standing.picked == standing.shipped;
	if (!performed && !received)
		return shipment	       ? refuse_one(model, shipment, DELIVERED)
		       : only_services ? conflict(model, true)
				       : refuse(model, standing.allocated || standing.picked > standing.shipped, standing.waiting, standing.delivered);
	model->books.events++;
	model_progress(model, number, at);
	return EXIT_OK;
}
