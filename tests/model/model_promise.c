/* When an order can be there. What is allocated is ready on the day; what waits is ready when what is free and announced receipts cover
 * all that wait, or else after its lead time; a service on the last day that it is booked on. The customer's wish moves the promise back, never
 * forward. */
#include "model.h"

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b; /* NONE is before every day */
}

/* What may be served there: of orders that name the warehouse, or none. */
static int64_t waiting(const struct model *model, int product, int warehouse)
{
	int64_t sum = 0;
	for (int i = 0; i < model->books.open_count; i++) {
		const struct model_order *order = &model->orders[model->books.open[i]];
		bool elsewhere = warehouse >= 0 && order->warehouse >= 0 && order->warehouse != warehouse;
		for (int at = 0; at < order->count && !elsewhere; at++)
			if (order->lines[at].product == product)
				sum += order->lines[at].backordered;
	}
	return sum;
}

/* Units wait beside free ones when a hold keeps them from being served. */
static int64_t lying_free(const struct model *model, int product, int warehouse)
{
	int64_t sum = 0;
	for (int place = 0; place < WAREHOUSES; place++)
		if (warehouse < 0 || place == warehouse)
			sum += model_available(model, product, place);
	return sum;
}

/* Day by day: what is free, and announced until then. NONE when all of it is too little. */
static int64_t covered(const struct model *model, int product, int warehouse)
{
	const struct model_books *books = &model->books;
	int64_t needed = waiting(model, product, warehouse) - lying_free(model, product, warehouse);
	int64_t best = NONE;
	if (needed <= 0)
		return model_today(model);
	for (int i = 0; i < books->coming_count; i++) {
		int64_t day = books->coming[i].day;
		int64_t sum = 0;
		for (int at = 0; at < books->coming_count; at++) {
			const struct model_coming *coming = &books->coming[at];
			if (coming->product == product && coming->day <= day &&
			    (warehouse < 0 || coming->warehouse == warehouse))
				sum += coming->open;
		}
		if (books->coming[i].product == product && sum >= needed && (best == NONE || day < best))
			best = day;
	}
	return best;
}

static int64_t ready(const struct model *model, const struct model_order *order, const struct model_line *line,
		     int64_t today)
{
	int64_t lead = model->books.products[line->product].lead_days;
	if (!line->backordered)
		return today;
	int64_t day = covered(model, line->product, order->warehouse);
	if (day != NONE)
		return model_worked_day(model, later(day, today));
	return model_add_days(model, today, lead == NONE ? model_days(model, LEAD_DAYS) : lead);
}

/* When the goods that have not shipped are there; NONE: no such goods. */
static int64_t arrival(const struct model *model, const struct model_order *order, int64_t today)
{
	int64_t goods = NONE;
	for (int i = 0; i < order->count; i++)
		if (model_active(&order->lines[i]) > order->lines[i].shipped && model_goods(&order->lines[i]))
			goods = later(goods, ready(model, order, &order->lines[i], today));
	return goods == NONE ? NONE : model_add_days(model, goods, model_days(model, TRANSIT_DAYS));
}

int model_book_more(struct model *model, struct model_order *order)
{
	int64_t today = model_workday(model);
	return model_book(model, order, today, arrival(model, order, today), false);
}

int model_promise(struct model *model, struct model_order *order, bool move)
{
	int64_t today = model_workday(model);
	int64_t goods = arrival(model, order, today);
	int64_t services = NONE;
	int refused = model_book(model, order, today, goods, move);
	if (refused)
		return refused;
	for (int i = 0; i < order->count; i++)
		if (order->lines[i].days)
			services = later(services, order->lines[i].day[order->lines[i].days - 1].day);
	order->promised = order->first_promised = later(later(goods == NONE && services == NONE ? today : goods, services), order->requested);
	order->ship_by = model_ship_by(model, order);
	return EXIT_OK;
}

int64_t model_ship_by(const struct model *model, const struct model_order *order)
{
	return model_close(model, model_add_days(model, order->promised, -model_days(model, TRANSIT_DAYS)));
}
