/* Chance with a purpose. A walk of equal odds would spend its life on refusals, so orders that are ready for a step are
 * chosen more often than others, and goods that are waited for come in; but each fact is also given wrong now and then.
 */
#include "generate_parts.h"

#define START (INT64_C(20458) * DAY + 7 * HOUR) /* 2026-01-05T07:00:00Z */

uint64_t draw(struct generator *generator)
{
	uint64_t mixed = generator->random += 0x9e3779b97f4a7c15U;
	mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
	mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
	return mixed ^ (mixed >> 31);
}

int below(struct generator *generator, int limit)
{
	return (int)(draw(generator) % (uint64_t)limit);
}

int between(struct generator *generator, int first, int last)
{
	return first + below(generator, last - first + 1);
}

bool chance(struct generator *generator, int percent)
{
	return below(generator, 100) < percent;
}

int64_t choose_price(struct generator *generator, int cents)
{
	int64_t price = INT64_C(10000) * between(generator, 0, cents);
	return chance(generator, 20) ? price + between(generator, 0, 9999) : price;
}

void generate_begin(struct generator *generator, uint64_t seed, bool kept, const struct step *past)
{
	*generator = (struct generator) { .random = seed, .kept = kept, .past = past };
	generator->now = START + below(generator, 330) * DAY;
}

/* The next moment at which a day begins, work begins or work ends: where rules of time turn. */
static int64_t next_turn(struct generator *generator)
{
	static const int minutes[] = { 0, 480, 540, 1020, 1110 };
	int64_t turn = generator->now / DAY * DAY + minutes[below(generator, 5)] * MINUTE;
	return turn < generator->now ? turn + DAY : turn;
}

static void let_time_pass(struct generator *generator)
{
	int dice = below(generator, 1000);
	if (dice < 150)
		return;
	if (dice < 190) {
		generator->now = next_turn(generator);
		return;
	}
	if (dice < 750)
		generator->now += between(generator, 1, 60) * MINUTE;
	else if (dice < 960)
		generator->now += between(generator, 1, 10) * HOUR;
	else if (dice < 997)
		generator->now += between(generator, 1, 3) * DAY;
	else if (dice < 999)
		generator->now += between(generator, 20, 60) * DAY;
	else
		generator->now -= between(generator, 1, 30) * HOUR; /* somebody set the clock */
	if (chance(generator, 10))
		generator->now += between(generator, 1, 59) * 1000;
}

/* --- master data -------------------------------------------------------------------------------------------------- */

static void make_edit(struct generator *generator, struct step *step)
{
	static const int64_t rates[] = { 1900, 700, 0, 1600, 10001 };
	step->fact = (enum fact)below(generator, FACT_RANK + 1);
	step->which = below(generator, step->fact <= FACT_PREPAYMENT ? CUSTOMERS
				       : step->fact == FACT_RANK       ? WAREHOUSES
								       : PRODUCTS);
	switch (step->fact) {
	case FACT_TIER:
		step->value = below(generator, 3);
		break;
	case FACT_PAYMENT_DAYS:
		step->value = chance(generator, 5) ? 3651 : between(generator, 0, 60);
		break;
	case FACT_LIMIT:
		step->value = chance(generator, 60) ? NONE : between(generator, 0, 400000);
		break;
	case FACT_PREPAYMENT:
		step->value = chance(generator, 25);
		break;
	case FACT_PRICE:
		step->value = choose_price(generator, 2999);
		break;
	case FACT_DECIMALS:
		step->value = chance(generator, 10) ? 4 : below(generator, 4);
		break;
	case FACT_RATE:
		step->value = rates[below(generator, 5)];
		break;
	case FACT_LEAD_DAYS:
		step->value = between(generator, 0, 12);
		break;
	case FACT_CAPACITY:
		step->which = chance(generator, 5) ? 0 : between(generator, 4, 5);
		step->value = chance(generator, 4) ? 0 : between(generator, 2, 14) * 1000;
		break;
	case FACT_KIND:
		step->value = below(generator, 3);
		break;
	default:
		step->value = chance(generator, 5) ? 0 : between(generator, 1, 4);
	}
}

static void make_setting(struct generator *generator, struct step *step)
{
	static const int values[SETTINGS] = { 3, 2, 2, 3, 3, 3, 3, 2, 2, 3, 3 };
	step->which = chance(generator, 2) ? SETTINGS : below(generator, SETTINGS);
	step->value = step->which == SETTINGS ? -2 : below(generator, values[step->which]);
	if (step->which == SELLER && chance(generator, 80))
		step->value = 1;
	else if (chance(generator, 6))
		step->value = step->which == SELLER || chance(generator, 50) ? -1 : -2;
}

static void make_added(struct generator *generator, struct step *step)
{
	static const int64_t rates[] = { 1900, 700, 1900, 0 };
	static const int most[] = { CUSTOMERS, PRODUCTS, WAREHOUSES, POLICIES, USERS };
	step->which = below(generator, most[step->kind]);
	step->value = step->kind == ADD_CUSTOMER ? below(generator, 3) : NONE;
	step->product.lead_days = chance(generator, 40) ? between(generator, 0, 12) : NONE;
	if (step->kind == ADD_WAREHOUSE && chance(generator, 30))
		step->value = between(generator, 1, 3);
	if (step->kind == ADD_USER)
		step->value = INT64_C(1) << below(generator, 4);
	if (step->kind != ADD_PRODUCT)
		return;
	step->product.service = step->which == 4 || step->which == 5;
	step->product.charge = step->which == 6;
	step->product.capacity = step->which == 4 && chance(generator, 70) ? between(generator, 3, 12) * 1000 : NONE;
	step->product.decimals = step->which == 2 ? 3 : step->which == 3 ? 1 : below(generator, 30) == 0 ? 4 : 0;
	step->product.price = choose_price(generator, 1999);
	step->product.rate = rates[below(generator, 4)];
}

/* --- the step ----------------------------------------------------------------------------------------------------- */

/* What there is at the beginning; the last customer, product and warehouse are added later, if at all. */
static bool make_beginning(struct generator *generator, struct step *step)
{
	const struct {
		enum kind kind;
		int count;
	} parts[] = { { ADD_CUSTOMER, CUSTOMERS - 1 },
		      { ADD_PRODUCT, PRODUCTS - 1 },
		      { ADD_WAREHOUSE, WAREHOUSES - 1 },
		      { ADD_POLICY, 3 },
		      { ADD_USER, generator->kept ? USERS - 1 : 0 } };
	int at = generator->count;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		step->kind = parts[i].kind;
		if (at >= parts[i].count) {
			at -= parts[i].count;
			continue;
		}
		make_added(generator, step);
		step->which = at;
		if (step->kind == ADD_USER)
			step->value = at ? INT64_C(1) << (at - 1) : ADMIN;
		if (step->kind == ADD_PRODUCT) {
			step->product.service = at == 4 || at == 5;
			step->product.charge = at == 6;
			step->product.capacity = at == 4 ? between(generator, 3, 12) * 1000 : NONE;
			step->product.decimals = at == 2 ? 3 : at == 3;
		}
		return true;
	}
	step->kind = SET;
	step->which = SELLER;
	step->value = 1;
	return at == 0;
}

/* A step of before again: as it was, or as --idempotent, or under the same key with other content. */
static bool make_again(struct generator *generator, const struct model *model, struct step *step)
{
	if (generator->count < 60)
		return false;
	*step = generator->past[generator->count - 1 - below(generator, 40)];
	if (step->kind == AMEND && model->orders[model->tags[step->tags[0]]].count + ADDED_LINES >= LINES)
		return false; /* the model has no room for more lines */
	for (int i = 0; i < FORMS_MOST; i++)
		step->forms[i].tag = ++generator->tags;
	if (step->kind < SHOW && chance(generator, 40))
		step->idempotent = true;
	if (chance(generator, 15))
		step->tags[0] = 0;
	if (step->kind < SHOW && chance(generator, 20))
		step->dry_run = !step->dry_run;
	return true;
}

static enum kind choose_kind(struct generator *generator, const struct model *model)
{
	static const int odds[KINDS] = {
		[ADD_CUSTOMER] = 2, [ADD_PRODUCT] = 3, [ADD_WAREHOUSE] = 2, [ADD_POLICY] = 1,   [ADD_USER] = 1,
		[EDIT] = 40,        [SET] = 40,        [PLACE] = 110,       [PLACE_FORMS] = 60, [CONFIRM] = 140,
		[REJECT] = 15,      [HOLD] = 40,       [RELEASE] = 45,      [CANCEL] = 45,       [AMEND] = 90,
		[PICK] = 100,       [PACK_UP] = 80,
		[SHIP] = 85,        [DELIVER] = 80,    [UNPICK] = 25,      [UNPACK] = 20,
		[MISS] = 30,        [FAILED] = 20,      [REALLOCATE] = 30,  [EXPIRE] = 12, [RETURN_OPEN] = 40, [RETURN_RECEIVE] = 35, [RETURN_INSPECT] = 35,
		[RETURN_CLOSE] = 12, [RETURN_REFUSE] = 8, [COMPLAIN] = 25, [RESOLVE] = 25, [INVOICE] = 90,      [PAY] = 70,         [CREDIT] = 30,      [RECEIVE] = 90,
		[ANNOUNCE] = 30,    [ADJUST] = 40,     [COUNT] = 30,        [TRANSFER] = 40,    [SHOW] = 20,
		[LIST_URGENT] = 10, [STOCK_LIST] = 10
	};
	bool full = model->books.open_count > 50;
	int sum = 0;
	for (int i = 0; i < KINDS; i++)
		sum += odds[i];
	for (;;) {
		int at = below(generator, sum);
		int kind = 0;
		for (; at >= odds[kind]; kind++)
			at -= odds[kind];
		bool places = kind == PLACE || kind == PLACE_FORMS;
		if (!(places && full) && !(kind == ANNOUNCE && model->books.coming_count > COMING_MOST - 20))
			return (enum kind)kind;
	}
}

static void make_globals(struct generator *generator, struct step *step)
{
	step->dry_run = chance(generator, 6);
	step->keep_going = chance(generator, step->count > 1 ? 25 : 3);
	step->idempotent = chance(generator, 8);
	if (chance(generator, 8))
		step->key = generator->keys && chance(generator, 10) ? between(generator, 1, generator->keys)
								     : ++generator->keys;
}

/* Mostly somebody who may, once users are kept. */
static int choose_actor(struct generator *generator, const struct model *model, const struct step *step)
{
	if (model_may(model, -1, step_roles(step)) || chance(generator, 2))
		return chance(generator, 90) ? -1 : below(generator, USERS);
	for (int tries = 0; tries < 20 && !chance(generator, 3); tries++) {
		int user = below(generator, USERS);
		if (model_may(model, user, step_roles(step)))
			return user;
	}
	return below(generator, USERS);
}

void generate(struct generator *generator, const struct model *model, struct step *step)
{
	*step = (struct step) { .as = -1, .customer = -1, .warehouse = -1, .to = -1, .day = NONE, .at = NONE };
	let_time_pass(generator);
	bool beginning = make_beginning(generator, step);
	if (!beginning && (!chance(generator, 6) || !make_again(generator, model, step))) {
		*step = (struct step) { .as = -1, .customer = -1, .warehouse = -1, .to = -1, .day = NONE, .at = NONE };
		step->kind = choose_kind(generator, model);
		if (step->kind <= ADD_USER)
			make_added(generator, step);
		else if (step->kind == EDIT)
			make_edit(generator, step);
		else if (step->kind == SET)
			make_setting(generator, step);
		else if (step->kind <= PLACE_FORMS)
			generate_place(generator, model, step);
		else if (step->kind == PAY)
			generate_payment(generator, model, step);
		else if (step->kind == CREDIT)
			generate_credit(generator, model, step);
		else if (step->kind >= RETURN_OPEN && step->kind <= RESOLVE)
			generate_after(generator, model, step);
		else if (step->kind == REALLOCATE)
			generate_reallocation(generator, model, step);
		else if (step->kind >= RECEIVE && step->kind <= TRANSFER)
			generate_stock_step(generator, model, step);
		else if (step->kind != EXPIRE && step->kind <= SHOW)
			generate_order_step(generator, model, step);
		if (step->kind < SHOW)
			make_globals(generator, step);
	}
	step->now = generator->now;
	step->as = choose_actor(generator, model, step);
	generator->count++;
}
