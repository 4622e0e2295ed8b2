/* Master data and settings. Only what other steps depend on is modelled. */
#include "model.h"

static void happened(struct model *model)
{
	model->books.events++;
}

static bool countable_days(int64_t days)
{
	return days == NONE || (days >= 0 && days <= 3650);
}

int model_add_customer(struct model *model, int customer, int tier, int64_t payment_days)
{
	struct model_customer *record = &model->books.customers[customer];
	if (payment_days != NONE && payment_days < 0)
		return EXIT_INVALID;
	if (record->row)
		return EXIT_CONFLICT;
	if (!countable_days(payment_days))
		return EXIT_INVALID;
	*record = (struct model_customer) { ++model->books.customer_rows, tier, payment_days, NONE, false };
	happened(model);
	return EXIT_OK;
}

static bool sellable(const struct model_product *product)
{
	return product->decimals >= 0 && product->decimals <= 3 && product->price >= 0 && product->rate >= 0 &&
	       product->rate <= 10000 && (product->capacity == NONE || (product->service && product->capacity >= 0)) &&
	       countable_days(product->lead_days);
}

int model_add_product(struct model *model, int product, const struct model_product *record)
{
	struct model_product *kept = &model->books.products[product];
	if (record->price < 0)
		return EXIT_INVALID;
	if (kept->row)
		return EXIT_CONFLICT;
	if (!sellable(record))
		return EXIT_INVALID;
	*kept = *record;
	kept->row = ++model->books.product_rows;
	happened(model);
	return EXIT_OK;
}

/* A rank that is not given is the next free one. */
int model_add_warehouse(struct model *model, int warehouse, int64_t rank)
{
	struct model_warehouse *record = &model->books.warehouses[warehouse];
	int64_t last = 0;
	if (rank != NONE && rank <= 0)
		return EXIT_INVALID;
	if (record->row)
		return EXIT_CONFLICT;
	for (int i = 0; i < WAREHOUSES; i++)
		if (model->books.warehouses[i].row && model->books.warehouses[i].rank > last)
			last = model->books.warehouses[i].rank;
	*record = (struct model_warehouse) { ++model->books.warehouse_rows, rank == NONE ? last + 1 : rank };
	happened(model);
	return EXIT_OK;
}

int model_add_policy(struct model *model, int policy, const struct model_policy *record)
{
	if (model->books.policies[policy].kept)
		return EXIT_CONFLICT;
	model->books.policies[policy] = *record;
	model->books.policies[policy].kept = true;
	happened(model);
	return EXIT_OK;
}

/* Nobody is kept before an admin is. */
int model_add_user(struct model *model, int user, int role)
{
	int *users = model->books.users;
	bool admin = role == ADMIN;
	if (users[user])
		return EXIT_CONFLICT;
	for (int i = 0; i < USERS; i++)
		admin |= users[i] == ADMIN;
	if (!admin)
		return EXIT_REFUSED;
	users[user] = role;
	happened(model);
	return EXIT_OK;
}

bool model_may(const struct model *model, int user, int roles)
{
	bool any = false;
	for (int i = 0; i < USERS; i++)
		any |= model->books.users[i] != 0;
	return !any || (user >= 0 && model->books.users[user] & (roles | ADMIN));
}

/* A service has no stock, so goods that lie somewhere, or are on their way, stay goods; and what was ordered stays what
 * it was. */
static int check_kind(const struct model *model, int product, const struct model_product *after)
{
	const struct model_books *books = &model->books;
	if (after->service == books->products[product].service && after->charge == books->products[product].charge)
		return EXIT_OK;
	if (books->products[product].ordered)
		return EXIT_REFUSED;
	for (int i = 0; i < WAREHOUSES; i++)
		if (books->levels[product][i].on_hand)
			return EXIT_REFUSED;
	for (int i = 0; i < books->coming_count; i++)
		if (books->coming[i].product == product)
			return EXIT_REFUSED;
	return EXIT_OK;
}

static int edit_product(struct model *model, int product, enum fact fact, int64_t value)
{
	struct model_product *kept = &model->books.products[product];
	struct model_product after = *kept;
	int64_t *const facts[] = { [FACT_PRICE] = &after.price,
				   [FACT_DECIMALS] = &after.decimals,
				   [FACT_RATE] = &after.rate,
				   [FACT_LEAD_DAYS] = &after.lead_days,
				   [FACT_CAPACITY] = &after.capacity };
	if (!kept->row)
		return EXIT_MISSING;
	int64_t before = fact == FACT_KIND ? kept->service + 2 * kept->charge : *facts[fact];
	if (fact == FACT_KIND) {
		after.service = value == 1;
		after.charge = value == 2;
	} else {
		*facts[fact] = value;
	}
	if (!sellable(&after))
		return EXIT_INVALID;
	int refused = check_kind(model, product, &after);
	if (refused)
		return refused;
	if (model_overbooked(model, product, after.capacity))
		return EXIT_REFUSED;
	*kept = after;
	if (before != value)
		happened(model);
	return EXIT_OK;
}

static int edit_customer(struct model *model, int customer, enum fact fact, int64_t value)
{
	struct model_customer *kept = &model->books.customers[customer];
	if (!kept->row)
		return EXIT_MISSING;
	int64_t before = fact == FACT_TIER ? kept->tier : fact == FACT_LIMIT ? kept->limit : fact == FACT_PREPAYMENT ? kept->prepayment : kept->payment_days;
	if (fact == FACT_TIER)
		kept->tier = (int)value;
	else if (fact == FACT_LIMIT)
		kept->limit = value;
	else if (fact == FACT_PREPAYMENT)
		kept->prepayment = value;
	else if (!countable_days(value))
		return EXIT_INVALID;
	else
		kept->payment_days = value;
	if (before != value)
		happened(model);
	return EXIT_OK;
}

int model_edit(struct model *model, int which, enum fact fact, int64_t value)
{
	if (fact <= FACT_PREPAYMENT)
		return edit_customer(model, which, fact, value);
	if (fact != FACT_RANK)
		return edit_product(model, which, fact, value);
	struct model_warehouse *kept = &model->books.warehouses[which];
	if (!kept->row)
		return EXIT_MISSING;
	if (value <= 0)
		return EXIT_INVALID;
	if (kept->rank != value)
		happened(model);
	kept->rank = value;
	return EXIT_OK;
}

int model_set(struct model *model, int setting, int value)
{
	if (setting >= SETTINGS)
		return EXIT_MISSING;
	if (value < -1)
		return EXIT_INVALID;
	int after = value < 0 ? 0 : value;
	if (model->books.settings[setting] != after)
		happened(model);
	model->books.settings[setting] = after;
	return EXIT_OK;
}
