/* The steps in stock. Each moves units, settles who gets or loses them, and is one event, or two when it is of two
 * warehouses. */
#include "model.h"

bool model_unsold(const struct model *model, int64_t qty, int product)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	return qty % steps[model->books.products[product].decimals] != 0;
}

/* Where a step takes place: 0 and *warehouse, which was −1 for the first by rank. */
int model_place_of(const struct model *model, int product, int *warehouse)
{
	if (!model->books.products[product].row)
		return EXIT_MISSING;
	if (model->books.products[product].service || model->books.products[product].charge)
		return EXIT_INVALID;
	if (*warehouse < 0)
		*warehouse = model_first_warehouse(model);
	return model->books.warehouses[*warehouse].row ? EXIT_OK : EXIT_MISSING;
}

static void move(struct model *model, int product, int warehouse, int64_t qty)
{
	struct model_level *level = &model->books.levels[product][warehouse];
	level->kept = true;
	level->on_hand += qty;
	model->books.moves++;
}

/* Announcements are settled by the day they are expected, then by age; a receipt with a ref settles only those of that
 * ref. */
static void settle(struct model *model, int product, int warehouse, int64_t qty, int ref)
{
	struct model_books *books = &model->books;
	while (qty > 0) {
		int first = -1;
		for (int i = 0; i < books->coming_count; i++) {
			const struct model_coming *coming = &books->coming[i];
			if (coming->product == product && coming->warehouse == warehouse &&
			    (!ref || coming->ref == ref) && (first < 0 || coming->day < books->coming[first].day))
				first = i;
		}
		if (first < 0)
			return;
		int64_t taken = books->coming[first].open < qty ? books->coming[first].open : qty;
		qty -= taken;
		books->coming[first].open -= taken;
		if (books->coming[first].open)
			return;
		books->coming_count--;
		for (int i = first; i < books->coming_count; i++)
			books->coming[i] = books->coming[i + 1];
	}
}

int model_receive(struct model *model, int product, int warehouse, int64_t qty, int ref)
{
	if (qty <= 0)
		return EXIT_INVALID;
	int refused = model_place_of(model, product, &warehouse);
	if (refused)
		return refused;
	if (model_unsold(model, qty, product))
		return EXIT_INVALID;
	move(model, product, warehouse, qty);
	settle(model, product, warehouse, qty, ref);
	model_serve(model, product, warehouse);
	model->books.events++;
	return EXIT_OK;
}

int model_announce(struct model *model, int product, int warehouse, int64_t qty, int64_t day, int ref)
{
	struct model_books *books = &model->books;
	if (qty <= 0)
		return EXIT_INVALID;
	int refused = model_place_of(model, product, &warehouse);
	if (refused)
		return refused;
	if (model_unsold(model, qty, product) || day < model_today(model))
		return EXIT_INVALID;
	books->coming[books->coming_count++] = (struct model_coming) { product, warehouse, ref, qty, day };
	books->events++;
	return EXIT_OK;
}

/* Whoever lost units is served from what others have, most urgent first. */
static void serve_elsewhere(struct model *model, int product, int warehouse)
{
	int sorted[WAREHOUSES];
	int count = model_by_rank(model, sorted);
	for (int i = 0; i < count; i++)
		if (sorted[i] != warehouse)
			model_serve(model, product, sorted[i]);
}

static int change(struct model *model, int product, int warehouse, int64_t delta)
{
	const struct model_level *level = &model->books.levels[product][warehouse];
	int64_t missing = level->allocated - (level->on_hand + delta);
	int refused = delta < 0 && missing > 0 ? model_take(model, product, warehouse, missing) : EXIT_OK;
	if (refused)
		return refused;
	move(model, product, warehouse, delta);
	if (delta < 0 && missing > 0)
		serve_elsewhere(model, product, warehouse);
	if (delta > 0)
		model_serve(model, product, warehouse);
	return EXIT_OK;
}

int model_adjust(struct model *model, int product, int warehouse, int64_t delta, int reason)
{
	int refused = model_place_of(model, product, &warehouse);
	if (refused)
		return refused;
	if (!delta || model_unsold(model, delta, product) || reason == REASON_NONE || reason == REASON_UNKNOWN)
		return EXIT_INVALID;
	if (model->books.levels[product][warehouse].on_hand + delta < 0)
		return EXIT_REFUSED;
	refused = change(model, product, warehouse, delta);
	model->books.events++;
	return refused;
}

int model_count(struct model *model, int product, int warehouse, int64_t counted, int reason)
{
	int refused = model_place_of(model, product, &warehouse);
	if (refused)
		return refused;
	if (counted < 0 || model_unsold(model, counted, product) || reason == REASON_UNKNOWN)
		return EXIT_INVALID;
	int64_t delta = counted - model->books.levels[product][warehouse].on_hand;
	refused = delta ? change(model, product, warehouse, delta) : EXIT_OK;
	model->books.events++;
	return refused;
}

int model_transfer(struct model *model, int product, int from, int to, int64_t qty)
{
	if (qty <= 0)
		return EXIT_INVALID;
	int refused = model_place_of(model, product, &from);
	if (!refused)
		refused = model_place_of(model, product, &to);
	if (refused)
		return refused;
	if (from == to || model_unsold(model, qty, product))
		return EXIT_INVALID;
	const struct model_level *level = &model->books.levels[product][from];
	if (qty > level->on_hand - level->allocated)
		return EXIT_REFUSED;
	move(model, product, from, -qty);
	move(model, product, to, qty);
	model_serve(model, product, to);
	model->books.events += 2;
	return EXIT_OK;
}
