/* Chance with a purpose. A walk of equal odds would spend its life on refusals, so orders that are ready for a step are chosen more often
 * than others, and goods that are waited for come in; but each fact is also given wrong now and then. */
#include "generate.h"

#include <string.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define START  (INT64_C(20458) * DAY + 7 * HOUR) /* 2026-01-05T07:00:00Z */

static uint64_t draw(struct generator *generator)
{
	uint64_t mixed = generator->random += 0x9e3779b97f4a7c15U;
	mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
	mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
	return mixed ^ (mixed >> 31);
}

static int below(struct generator *generator, int limit)
{
	return (int)(draw(generator) % (uint64_t)limit);
}

static int between(struct generator *generator, int first, int last)
{
	return first + below(generator, last - first + 1);
}

static bool chance(struct generator *generator, int percent)
{
	return below(generator, 100) < percent;
}

void generate_begin(struct generator *generator, uint64_t seed, const struct step *past)
{
	*generator = (struct generator){ .random = seed, .past = past };
	generator->now = START + below(generator, 330) * DAY;
}

static void let_time_pass(struct generator *generator)
{
	int dice = below(generator, 1000);
	if (dice < 150)
		return;
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

/* --- choices ------------------------------------------------------------------------------------------------------------------ */

static int64_t today(const struct generator *generator)
{
	return generator->now / DAY;
}

/* An order by its tag: mostly one that is ready for the step; now and then one that is not there (tag 0). */
static int choose_order(struct generator *generator, const struct model *model, const char *ready)
{
	const struct model_books *books = &model->books;
	int dice = below(generator, 100);
	if (!books->orders || dice < 2)
		return 0;
	for (int tries = 0; dice < 80 && tries < 30; tries++) {
		int recent = books->orders < 300 ? books->orders : 300;
		bool old = tries % 2 || !books->open_count; /* what is to be billed may be closed */
		int number = old ? books->orders - below(generator, recent) : books->open[below(generator, books->open_count)];
		if (model_ready(model, number, ready))
			return model->orders[number].tag;
	}
	if (dice < 90 && books->open_count)
		return model->orders[books->open[below(generator, books->open_count)]].tag;
	return model->orders[books->orders - below(generator, books->orders < 40 ? books->orders : 40)].tag;
}

/* Goods that somebody waits for, if any does. */
static int choose_product(struct generator *generator, const struct model *model)
{
	for (int tries = 0; tries < 6 && model->books.open_count; tries++) {
		const struct model_order *order = &model->orders[model->books.open[below(generator, model->books.open_count)]];
		for (int i = 0; i < order->count; i++)
			if (order->lines[i].backordered)
				return order->lines[i].product;
	}
	int product = below(generator, PRODUCTS);
	return model->books.products[product].row && !model->books.products[product].service ? product : below(generator, PRODUCTS);
}

static int64_t choose_qty(struct generator *generator, const struct model *model, int product, int most)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	int64_t step = steps[model->books.products[product].decimals];
	int dice = below(generator, 100);
	if (dice < 2)
		return (dice - 1) * 1000;
	if (dice < 4)
		return between(generator, 1, 9999);
	return step == 1000 || chance(generator, 40) ? between(generator, 1, most) * 1000 : between(generator, 1, most * 100) * step;
}

static int choose_warehouse(struct generator *generator)
{
	return chance(generator, 55) ? -1 : below(generator, WAREHOUSES);
}

static int choose_reason(struct generator *generator)
{
	return chance(generator, 88) ? between(generator, 1, 2) : chance(generator, 50) ? REASON_NONE : REASON_UNKNOWN;
}

/* --- orders ------------------------------------------------------------------------------------------------------------------- */

static void make_form_line(struct generator *generator, const struct model *model, bool whole, struct model_form_line *line)
{
	*line = (struct model_form_line){ below(generator, PRODUCTS), 0, NONE, NONE, NONE, NONE };
	if (chance(generator, 60))
		line->product = below(generator, 3); /* few products, so that orders compete for them */
	line->qty = choose_qty(generator, model, line->product, 9);
	if (chance(generator, 25))
		line->price = chance(generator, 3) ? -1 : between(generator, 0, 4999);
	if (!whole)
		return;
	if (chance(generator, 20))
		line->percent = chance(generator, 2) ? 10001 : between(generator, 0, chance(generator, 10) ? 10000 : 2500);
	else if (chance(generator, 15))
		line->amount = between(generator, 0, chance(generator, 5) ? 99999 : 150);
	if (chance(generator, model->books.products[line->product].service ? 40 : 1))
		line->date = today(generator) + between(generator, chance(generator, 5) ? -2 : 0, 20);
}

/* `whole`: with all that only a file can say. */
static void make_form(struct generator *generator, const struct model *model, bool whole, struct model_form *form)
{
	*form = (struct model_form){ .tag = ++generator->tags, .customer = below(generator, CUSTOMERS), .priority = -1, .warehouse = -1,
				     .count = 1, .requested = NONE };
	if (form->customer == CUSTOMERS - 1 && chance(generator, 70))
		form->customer = 0;
	if (chance(generator, 45))
		form->count = between(generator, whole ? (chance(generator, 2) ? 0 : 1) : 1, LINES);
	if (chance(generator, 20))
		form->ref = generator->refs && chance(generator, 15) ? between(generator, 1, generator->refs) : ++generator->refs;
	if (whole && chance(generator, 25))
		form->key = generator->keys && chance(generator, 15) ? between(generator, 1, generator->keys) : ++generator->keys;
	if (chance(generator, 40))
		form->priority = below(generator, 4);
	if (chance(generator, 20))
		form->warehouse = below(generator, WAREHOUSES);
	if (chance(generator, 25))
		form->requested = today(generator) + between(generator, chance(generator, 5) ? -2 : 0, 30);
	for (int i = 0; i < form->count; i++)
		make_form_line(generator, model, whole, &form->lines[i]);
}

static void make_place(struct generator *generator, const struct model *model, struct step *step)
{
	bool whole = step->kind == PLACE_FORMS;
	step->count = whole ? between(generator, 1, FORMS_MOST) : 1;
	for (int i = 0; i < step->count; i++)
		make_form(generator, model, whole, &step->forms[i]);
}

static void make_order_step(struct generator *generator, const struct model *model, struct step *step)
{
	const char *ready = step->kind == SHOW || step->kind == CANCEL ? "pick" : step->kind == REJECT ? "confirm" : step_words[step->kind];
	step->count = chance(generator, 75) ? 1 : between(generator, 2, 4);
	step->piped = chance(generator, 15) && step->kind != SHOW;
	if (step->piped && chance(generator, 3))
		step->count = 0;
	for (int i = 0; i < step->count; i++)
		step->tags[i] = choose_order(generator, model, ready);
	if (step->kind != CANCEL && step->kind != SHOW && chance(generator, 15))
		step->next = between(generator, 1, 5);
	if (step->kind == REJECT || step->kind == CANCEL)
		step->reason = choose_reason(generator);
	if (step->next && chance(generator, 20))
		step->customer = below(generator, CUSTOMERS);
	step->by_shipment = step->kind != SHOW && chance(generator, 8);
	step->listed = step->kind == PICK && chance(generator, 8);
	if (step->kind != DELIVER || chance(generator, 80))
		return;
	step->at = generator->now + (chance(generator, 20) ? HOUR : -between(generator, 0, chance(generator, 30) ? 400 : 6) * HOUR);
}

static void make_payment(struct generator *generator, const struct model *model, struct step *step)
{
	int number = 0;
	int id = 0;
	step->value = NONE;
	for (int tries = 0; tries < 20 && model->books.orders; tries++) {
		int recent = model->books.orders < 300 ? model->books.orders : 300;
		number = model->books.orders - below(generator, recent);
		id = model->orders[number].first_invoice;
		step->nth = 0;
		for (; id && model->invoices[id].next && (model->invoices[id].paid >= model->invoices[id].gross || chance(generator, 20)); step->nth++)
			id = model->invoices[id].next;
		if (id && (model->invoices[id].paid < model->invoices[id].gross || chance(generator, 5)))
			break;
	}
	step->tags[0] = number ? model->orders[number].tag : 0;
	int64_t open = id ? model->invoices[id].gross - model->invoices[id].paid : 100;
	int dice = below(generator, 100);
	if (dice < 50)
		step->value = open > 0 && dice < 42 ? 1 + (int64_t)(draw(generator) % (uint64_t)open) : dice < 46 ? open + 1 : 0;
	if (chance(generator, 12))
		step->at = generator->now + (chance(generator, 30) ? HOUR : -DAY);
}

/* --- stock -------------------------------------------------------------------------------------------------------------------- */

static int64_t stock_qty(struct generator *generator, const struct model *model, const struct step *step, int product)
{
	int warehouse = step->warehouse < 0 ? model_first_warehouse(model) : step->warehouse;
	const struct model_level *level = &model->books.levels[product][warehouse];
	if (step->kind == ADJUST)
		return chance(generator, 50) ? choose_qty(generator, model, product, 4) : -choose_qty(generator, model, product, 4);
	if (step->kind == COUNT)
		return level->on_hand + (chance(generator, 20) ? 0 : between(generator, level->on_hand < 4000 ? -1 : -4, 3) * 1000);
	if (step->kind == TRANSFER && level->on_hand > level->allocated && chance(generator, 60))
		return level->on_hand - level->allocated; /* all that may go */
	return choose_qty(generator, model, product, step->kind == RECEIVE || step->kind == ANNOUNCE ? 25 : 5);
}

static void make_stock_step(struct generator *generator, const struct model *model, struct step *step)
{
	step->count = chance(generator, 70) ? 1 : between(generator, 2, 3);
	step->piped = chance(generator, 15);
	step->warehouse = choose_warehouse(generator);
	if (step->kind == TRANSFER && !chance(generator, 2))
		step->to = below(generator, WAREHOUSES);
	if (step->to >= 0 && step->to == step->warehouse && chance(generator, 90))
		step->warehouse = (step->to + 1) % WAREHOUSES;
	for (int i = 0; i < step->count; i++) {
		step->lines[i].product = choose_product(generator, model);
		step->lines[i].qty = stock_qty(generator, model, step, step->lines[i].product);
	}
	if (step->kind == RECEIVE || step->kind == ANNOUNCE)
		step->ref = chance(generator, 40) ? between(generator, 1, 3) : 0;
	if (step->kind == ANNOUNCE && !chance(generator, 2))
		step->day = today(generator) + between(generator, chance(generator, 5) ? -2 : 0, 14);
	if (step->kind == ADJUST || (step->kind == COUNT && chance(generator, 50)))
		step->reason = choose_reason(generator);
}

/* --- master data -------------------------------------------------------------------------------------------------------------- */

static void make_edit(struct generator *generator, struct step *step)
{
	static const int64_t rates[] = { 1900, 700, 0, 1600, 10001 };
	step->fact = (enum fact)below(generator, FACT_RANK + 1);
	step->which = below(generator, step->fact <= FACT_PAYMENT_DAYS ? CUSTOMERS : step->fact == FACT_RANK ? WAREHOUSES : PRODUCTS);
	switch (step->fact) {
	case FACT_TIER:
		step->value = below(generator, 3);
		break;
	case FACT_PAYMENT_DAYS:
		step->value = chance(generator, 5) ? 3651 : between(generator, 0, 60);
		break;
	case FACT_PRICE:
		step->value = between(generator, 0, 2999);
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
	case FACT_SERVICE:
		step->value = below(generator, 2);
		break;
	default:
		step->value = chance(generator, 5) ? 0 : between(generator, 1, 4);
	}
}

static void make_setting(struct generator *generator, struct step *step)
{
	static const int values[SETTINGS] = { 3, 2, 2, 3, 3, 3, 3, 2, 2 };
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
	step->product.decimals = step->which == 2 ? 3 : step->which == 3 ? 1 : below(generator, 30) == 0 ? 4 : 0;
	step->product.price = between(generator, 0, 1999);
	step->product.rate = rates[below(generator, 4)];
}

/* --- the step ----------------------------------------------------------------------------------------------------------------- */

/* What there is at the beginning; the last customer, product and warehouse are added later, if at all. */
static bool make_beginning(struct generator *generator, struct step *step)
{
	static const struct {
		enum kind kind;
		int count;
	} parts[] = { { ADD_CUSTOMER, CUSTOMERS - 1 }, { ADD_PRODUCT, PRODUCTS - 1 }, { ADD_WAREHOUSE, WAREHOUSES - 1 }, { ADD_POLICY, 3 } };
	int at = generator->count;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		step->kind = parts[i].kind;
		if (at >= parts[i].count) {
			at -= parts[i].count;
			continue;
		}
		make_added(generator, step);
		step->which = at;
		if (step->kind == ADD_PRODUCT) {
			step->product.service = at == 4 || at == 5;
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
static bool make_again(struct generator *generator, struct step *step)
{
	if (generator->count < 60)
		return false;
	*step = generator->past[generator->count - 1 - below(generator, 40)];
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
	static const int odds[KINDS] = { [ADD_CUSTOMER] = 2, [ADD_PRODUCT] = 3, [ADD_WAREHOUSE] = 2, [ADD_POLICY] = 1, [ADD_USER] = 1, [EDIT] = 40, [SET] = 40,
					 [PLACE] = 140, [PLACE_FORMS] = 50, [CONFIRM] = 140, [REJECT] = 15, [CANCEL] = 35, [PICK] = 100,
					 [PACK_UP] = 80, [SHIP] = 85, [DELIVER] = 80, [INVOICE] = 90, [PAY] = 70, [RECEIVE] = 90, [ANNOUNCE] = 30,
					 [ADJUST] = 40, [COUNT] = 30, [TRANSFER] = 40, [SHOW] = 20, [LIST_URGENT] = 10, [STOCK_LIST] = 10 };
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
		step->key = generator->keys && chance(generator, 10) ? between(generator, 1, generator->keys) : ++generator->keys;
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
	*step = (struct step){ .as = -1, .customer = -1, .warehouse = -1, .to = -1, .day = NONE, .at = NONE };
	let_time_pass(generator);
	bool beginning = make_beginning(generator, step);
	if (!beginning && (!chance(generator, 6) || !make_again(generator, step))) {
		*step = (struct step){ .as = -1, .customer = -1, .warehouse = -1, .to = -1, .day = NONE, .at = NONE };
		step->kind = choose_kind(generator, model);
		if (step->kind <= ADD_USER)
			make_added(generator, step);
		else if (step->kind == EDIT)
			make_edit(generator, step);
		else if (step->kind == SET)
			make_setting(generator, step);
		else if (step->kind <= PLACE_FORMS)
			make_place(generator, model, step);
		else if (step->kind == PAY)
			make_payment(generator, model, step);
		else if (step->kind >= RECEIVE && step->kind <= TRANSFER)
			make_stock_step(generator, model, step);
		else if (step->kind <= SHOW)
			make_order_step(generator, model, step);
		if (step->kind < SHOW)
			make_globals(generator, step);
	}
	step->now = generator->now;
	step->as = choose_actor(generator, model, step);
	generator->count++;
}
