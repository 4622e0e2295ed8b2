/* The steps of orders, of stock and of cash, with what they are about. */
#include "generate_parts.h"

#include <string.h>

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
		int number = old ? books->orders - below(generator, recent)
				 : books->open[below(generator, books->open_count)];
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
		const struct model_order *order =
			&model->orders[model->books.open[below(generator, model->books.open_count)]];
		for (int i = 0; i < order->count; i++)
			if (order->lines[i].backordered)
				return order->lines[i].product;
	}
	int product = below(generator, PRODUCTS);
	return model->books.products[product].row && !model->books.products[product].service && !model->books.products[product].charge
		       ? product
		       : below(generator, PRODUCTS);
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
	return step == 1000 || chance(generator, 40) ? between(generator, 1, most) * 1000
						     : between(generator, 1, most * 100) * step;
}

static int choose_warehouse(struct generator *generator)
{
	return chance(generator, 55) ? -1 : below(generator, WAREHOUSES);
}

static int choose_reason(struct generator *generator)
{
	return chance(generator, 88) ? between(generator, 1, 2) : chance(generator, 50) ? REASON_NONE : REASON_UNKNOWN;
}

/* --- orders ------------------------------------------------------------------------------------------------------- */

static void make_form_line(struct generator *generator, const struct model *model, bool whole,
			   struct model_form_line *line)
{
	*line = (struct model_form_line) { below(generator, PRODUCTS), 0, NONE, NONE, NONE, NONE };
	if (chance(generator, 60))
		line->product = below(generator, 3); /* few products, so that orders compete for them */
	line->qty = choose_qty(generator, model, line->product, 9);
	if (chance(generator, 25))
		line->price = chance(generator, 3) ? -1 : choose_price(generator, 4999);
	if (!whole)
		return;
	if (chance(generator, 30))
		line->percent =
			chance(generator, 2) ? 10001 : between(generator, 0, chance(generator, 10) ? 10000 : 2500);
	else if (chance(generator, 30))
		line->amount = between(generator, 0, chance(generator, 5) ? 99999 : 150);
	if (chance(generator, model->books.products[line->product].service ? 40 : 1))
		line->date = today(generator) + between(generator, chance(generator, 5) ? -2 : 0, 20);
}

/* `whole`: with all that only a file can say. */
static void make_form(struct generator *generator, const struct model *model, bool whole, struct model_form *form)
{
	*form = (struct model_form) { .tag = ++generator->tags,
				      .customer = below(generator, CUSTOMERS),
				      .priority = -1,
				      .warehouse = -1,
				      .delivery = -1,
				      .count = 1,
				      .requested = NONE };
	if (form->customer == CUSTOMERS - 1 && chance(generator, 70))
		form->customer = 0;
	if (chance(generator, 45))
		form->count = between(generator, whole ? (chance(generator, 2) ? 0 : 1) : 1, PLACED_LINES);
	if (chance(generator, 20))
		form->ref = generator->refs && chance(generator, 15) ? between(generator, 1, generator->refs)
								     : ++generator->refs;
	if (whole && chance(generator, 25))
		form->key = generator->keys && chance(generator, 15) ? between(generator, 1, generator->keys)
								     : ++generator->keys;
	if (chance(generator, 40))
		form->priority = chance(generator, 40) ? 3 : below(generator, 4);
	if (chance(generator, 20))
		form->warehouse = below(generator, WAREHOUSES);
	if (chance(generator, 15))
		form->delivery = below(generator, 2);
	if (chance(generator, 25))
		form->requested = today(generator) + between(generator, chance(generator, 5) ? -2 : 0, 30);
	for (int i = 0; i < form->count; i++)
		make_form_line(generator, model, whole, &form->lines[i]);
}

void generate_place(struct generator *generator, const struct model *model, struct step *step)
{
	bool whole = step->kind == PLACE_FORMS;
	step->count = whole ? between(generator, 1, FORMS_MOST) : 1;
	for (int i = 0; i < step->count; i++)
		make_form(generator, model, whole, &step->forms[i]);
}

/* The number of a hold of the order, when it has several; now and then another. */
static int choose_hold(struct generator *generator, const struct model *model, const struct step *step)
{
	const struct model_order *order = &model->orders[step->count ? model->tags[step->tags[0]] : 0];
	int open = 0;
	int number = 0;
	for (int i = 0; i < order->hold_count; i++) {
		open += order->holds[i].open;
		number = order->holds[i].open ? order->holds[i].number : number;
	}
	if (chance(generator, 5))
		return between(generator, 1, model->books.holds + 1);
	return open > 1 ? number : chance(generator, 10) ? number : 0;
}

/* Units of a line: one that is there, mostly, and mostly such as it has. */
static void choose_line(struct generator *generator, const struct model *model, const struct model_order *order,
			struct model_amendment *amendment)
{
	amendment->line = order && order->count ? between(generator, 1, order->count + chance(generator, 3)) : 1;
	amendment->qty = 1000;
	if (!order || amendment->line > order->count)
		return;
	const struct model_line *line = &order->lines[amendment->line - 1];
	int64_t active = model_active(line) / 1000;
	amendment->qty = chance(generator, 75) ? between(generator, 0, (int)(active < 9 ? active + 1 : 9)) * 1000
					       : choose_qty(generator, model, line->product, 6);
}

static void make_amendment(struct generator *generator, const struct model *model, const struct model_order *order,
			   struct model_amendment *amendment)
{
	bool service = false;
	if (chance(generator, 50))
		amendment->count =
			!order || order->count + ADDED_LINES < LINES ? between(generator, 1, ADDED_LINES) : 0;
	for (int i = 0; i < amendment->count; i++)
		make_form_line(generator, model, false, &amendment->lines[i]);
	if (chance(generator, 60) && order && order->count + amendment->count < LINES) {
		choose_line(generator, model, order, amendment);
		service = amendment->line <= order->count && order->lines[amendment->line - 1].service;
	}
	if (amendment->line && chance(generator, 15))
		amendment->price = chance(generator, 1) ? -1 : choose_price(generator, 2999);
	if (amendment->line && chance(generator, service ? 50 : 2))
		amendment->date = today(generator) + between(generator, chance(generator, 8) ? -2 : 0, 20);
	if (chance(generator, 25))
		amendment->priority = below(generator, 4);
	if (chance(generator, 20))
		amendment->requested = today(generator) + between(generator, chance(generator, 8) ? -2 : 0, 30);
	if (chance(generator, order && order->state == CONFIRMED ? 25 : 3))
		amendment->promised = today(generator) + between(generator, chance(generator, 8) ? -2 : 0, 30);
	bool any = amendment->count || amendment->line || amendment->requested != NONE || amendment->promised != NONE;
	if (!any && amendment->priority < 0)
		amendment->priority = below(generator, 4);
}

/* Of the first order; the others, if any, may not have such a line. */
static void make_change(struct generator *generator, const struct model *model, struct step *step)
{
	int number = step->count ? model->tags[step->tags[0]] : 0;
	const struct model_order *order = number ? &model->orders[number] : NULL;
	step->amendment = (struct model_amendment) {
		.priority = -1, .requested = NONE, .promised = NONE, .qty = NONE, .price = NONE, .date = NONE
	};
	if (step->kind == AMEND) {
		step->count = step->count ? 1 : 0;
		make_amendment(generator, model, order, &step->amendment);
	} else if (chance(generator, 65)) {
		choose_line(generator, model, order, &step->amendment);
		if (chance(generator, 40))
			step->amendment.qty = NONE;
	}
	if (step->kind == AMEND && chance(generator, 40) && step->reason != REASON_UNKNOWN)
		step->reason = REASON_NONE;
	step->amendment.reason = step->reason;
}

/* What an order is chosen for: the name of the step, or of another that is as far. */
static const char *ready_for(const struct step *step)
{
	switch (step->kind) {
	case SHOW:
	case CANCEL:
	case AMEND:
		return "pick";
	case REJECT:
		return "confirm";
	case MISS:
		return "unpick";
	case FAILED:
		return "attempt";
	default:
		return step_words[step->kind];
	}
}

/* What is in a shipment, or should be: a line of the order that is named. */
static void choose_content(struct generator *generator, const struct model *model, struct step *step)
{
	int order = step->count ? model->tags[step->tags[0]] : 0;
	step->lines[0].product = below(generator, PRODUCTS);
	if (order && model->orders[order].count && chance(generator, 90))
		step->lines[0].product = model->orders[order].lines[below(generator, model->orders[order].count)].product;
	step->lines[0].qty = choose_qty(generator, model, step->lines[0].product, 3);
}

/* Not before it was sent, but then at once; or some time ago. */
static void choose_time(struct generator *generator, const struct model *model, struct step *step)
{
	int order = step->count ? model->tags[step->tags[0]] : 0;
	if (order && chance(generator, 40))
		step->at = model->orders[order].last_shipment ? model->shipments[model->orders[order].last_shipment].shipped_at : NONE;
	else
		step->at =
			generator->now +
			(chance(generator, 20) ? HOUR : -between(generator, 0, chance(generator, 30) ? 400 : 6) * HOUR);
}

/* A step that a credit limit would stop is mostly let pass. */
static void choose_override(struct generator *generator, const struct model *model, struct step *step)
{
	int order = step->count && !step->next ? model->tags[step->tags[0]] : 0;
	bool stops = step->kind == CONFIRM || step->kind == AMEND || step->kind == RELEASE || step->kind == SHIP;
	if (stops && chance(generator, order && model_over(model, order) ? 40 : 3))
		step->override = chance(generator, 95) ? between(generator, 1, 2) : REASON_UNKNOWN;
	step->amendment.override = step->override;
}

/* An open order of which something was credited for good, if one is found. */
static int choose_forgiven(struct generator *generator, const struct model *model)
{
	for (int tries = 0; tries < 40 && model->books.open_count; tries++) {
		const struct model_order *order = &model->orders[model->books.open[below(generator, model->books.open_count)]];
		for (int i = 0; i < order->count; i++)
			if (model_forgiven(model, order, i))
				return order->tag;
	}
	return choose_order(generator, model, "pick");
}

void generate_order_step(struct generator *generator, const struct model *model, struct step *step)
{
	bool changes = step->kind == CANCEL || step->kind == AMEND;
	bool alone = step->kind == MISS && chance(generator, 95);
	step->parcels = step->kind == PACK_UP && chance(generator, 20);
	step->count = alone || step->parcels || chance(generator, 75) ? 1 : between(generator, 2, 4);
	step->piped = chance(generator, alone || step->parcels ? 1 : 15) && step->kind != SHOW;
	if (step->piped && chance(generator, 3))
		step->count = 0;
	for (int i = 0; i < step->count; i++)
		step->tags[i] = step->kind == CANCEL && chance(generator, 35) ? choose_forgiven(generator, model)
									    : choose_order(generator, model, ready_for(step));
	if (!changes && step->kind != SHOW && step->kind != MISS && step->kind != FAILED && chance(generator, step->parcels ? 1 : 15))
		step->next = between(generator, 1, 5);
	if (step->kind == REJECT || step->kind == HOLD || changes || step->kind == MISS || step->kind == FAILED)
		step->reason = choose_reason(generator);
	if (step->kind == HOLD && chance(generator, 60))
		step->blocks = between(generator, 1, 7);
	if (step->kind == RELEASE)
		step->nth = choose_hold(generator, model, step);
	if (changes)
		make_change(generator, model, step);
	if (step->next && chance(generator, 20))
		step->customer = below(generator, CUSTOMERS);
	step->by_shipment = step->kind != SHOW && chance(generator, step_of_shipments(step) ? 30 : 8);
	if (step->kind != RELEASE)
		step->nth = step->by_shipment ? below(generator, 4) : 0;
	choose_override(generator, model, step);
	step->move = chance(generator, step->kind == CONFIRM ? 35 : 15);
	step->listed = step->kind == PICK && chance(generator, 8);
	if (step->kind == MISS || step->parcels)
		choose_content(generator, model, step);
	if ((step->kind == DELIVER || step->kind == FAILED) && chance(generator, 25))
		choose_time(generator, model, step);
}

/* An open order that holds units of the product (or waits for them); 0: none was found. */
static int choose_holder(struct generator *generator, const struct model *model, int product, bool waits)
{
	for (int tries = 0; tries < 20 && model->books.open_count; tries++) {
		const struct model_order *order = &model->orders[model->books.open[below(generator, model->books.open_count)]];
		for (int i = 0; i < order->count; i++) {
			const struct model_line *line = &order->lines[i];
			if (line->product == product && (waits ? line->backordered : model_allocated(line)) > 0)
				return order->tag;
		}
	}
	return choose_order(generator, model, "pick");
}

void generate_reallocation(struct generator *generator, const struct model *model, struct step *step)
{
	int product = choose_product(generator, model);
	step->count = 1;
	step->lines[0].product = product;
	step->tags[0] = choose_holder(generator, model, product, false);
	step->tags[1] = chance(generator, 2) ? step->tags[0] : choose_holder(generator, model, product, true);
	step->value = chance(generator, 50) ? NONE : choose_qty(generator, model, product, 2);
	step->warehouse = chance(generator, 75) ? -1 : below(generator, WAREHOUSES);
	step->reason = choose_reason(generator);
}

void generate_payment(struct generator *generator, const struct model *model, struct step *step)
{
	int number = 0;
	int id = 0;
	step->value = NONE;
	for (int tries = 0; tries < 20 && model->books.orders; tries++) {
		int recent = model->books.orders < 300 ? model->books.orders : 300;
		number = model->books.orders - below(generator, recent);
		id = model->orders[number].first_invoice;
		step->nth = 0;
		for (; id && model->invoices[id].next &&
		       (model->invoices[id].paid >= model->invoices[id].gross || chance(generator, 20));
		     step->nth++)
			id = model->invoices[id].next;
		if (id && (model->invoices[id].paid < model->invoices[id].gross || chance(generator, 5)))
			break;
	}
	step->tags[0] = number ? model->orders[number].tag : 0;
	int64_t open = !id ? 100 : model_owed(model, id) > 0 ? model_owed(model, id) : 0;
	int dice = below(generator, 100);
	if (dice < 50)
		step->value = open > 0 && dice < 42 ? 1 + (int64_t)(draw(generator) % (uint64_t)open)
			      : dice < 46           ? open + 1
						    : 0;
	if (chance(generator, 12))
		step->at = generator->now + (chance(generator, 30) ? HOUR : -DAY);
}

/* Of orders that are open more often: what is taken back of those may be called off. */
void generate_credit(struct generator *generator, const struct model *model, struct step *step)
{
	int number = 0;
	int id = 0;
	for (int tries = 0; tries < 20 && !id && model->books.orders; tries++) {
		bool open = chance(generator, 70) && model->books.open_count;
		number = open ? model->books.open[below(generator, model->books.open_count)] : between(generator, 1, model->books.orders);
		id = model->orders[number].first_invoice;
		for (step->nth = 0; id && model->invoices[id].next && (model_credited(model, id) || chance(generator, 20)); step->nth++)
			id = model->invoices[id].next;
	}
	step->tags[0] = number ? model->orders[number].tag : 0;
	step->reason = choose_reason(generator);
	step->amendment = (struct model_amendment){ .qty = NONE };
	if (chance(generator, 15))
		return; /* all of it */
	for (int i = 0; id && i < LINES; i++)
		if (model->invoices[id].left_qty[i] && (!step->amendment.line || chance(generator, 50)))
			step->amendment.line = i + 1;
	if (!step->amendment.line || chance(generator, 3))
		step->amendment.line = between(generator, 1, LINES);
	if (chance(generator, 60) && step->amendment.line <= model->orders[number].count && number)
		step->amendment.qty = choose_qty(generator, model, model->orders[number].lines[step->amendment.line - 1].product, 4);
	if (step->amendment.qty != NONE && step->amendment.qty < 0)
		step->amendment.qty = 0;
	step->move = chance(generator, 25);
}

/* --- stock -------------------------------------------------------------------------------------------------------- */

static int64_t stock_qty(struct generator *generator, const struct model *model, const struct step *step, int product)
{
	int warehouse = step->warehouse < 0 ? model_first_warehouse(model) : step->warehouse;
	const struct model_level *level = &model->books.levels[product][warehouse];
	if (step->kind == ADJUST)
		return chance(generator, 50) ? choose_qty(generator, model, product, 4)
					     : -choose_qty(generator, model, product, 4);
	if (step->kind == COUNT)
		return level->on_hand +
		       (chance(generator, 20) ? 0 : between(generator, level->on_hand < 4000 ? -1 : -4, 3) * 1000);
	if (step->kind == TRANSFER && level->on_hand > level->allocated && chance(generator, 60))
		return level->on_hand - level->allocated; /* all that may go */
	return choose_qty(generator, model, product, step->kind == RECEIVE || step->kind == ANNOUNCE ? 16 : 5);
}

void generate_stock_step(struct generator *generator, const struct model *model, struct step *step)
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

/* --- after delivery ----------------------------------------------------------------------------------------------- */

/* Which of the returns or complaints of the order: one that is as far as the step wants it, if any is. */
static int choose_nth(struct generator *generator, const struct model *model, const struct step *step)
{
	const struct model_order *order = &model->orders[model->tags[step->tags[0]]];
	int wanted = step->kind == RETURN_INSPECT ? RETURN_RECEIVED : step->kind == RETURN_CLOSE ? RETURN_INSPECTED : RETURN_REQUESTED;
	int chosen = 0;
	int at = 0;
	if (chance(generator, 10))
		return below(generator, 3);
	if (step->kind == RESOLVE)
		for (int id = order->first_complaint; id; id = model->complaints[id].next, at++)
			chosen = model->complaints[id].outcome < 0 ? at : chosen;
	else
		for (int id = order->first_return; id; id = model->returns[id].next, at++)
			chosen = (int)model->returns[id].state == wanted ? at : chosen;
	return chosen;
}

static void choose_pieces(struct generator *generator, const struct model *model, struct step *step)
{
	const struct model_order *order = &model->orders[model->tags[step->tags[0]]];
	int count = between(generator, 1, step->kind == COMPLAIN || chance(generator, 80) ? 1 : 2);
	for (int i = 0; i < count; i++) {
		struct model_piece *piece = &step->pieces.piece[step->pieces.count++];
		piece->line = order->count ? between(generator, 1, order->count + chance(generator, 4)) : 1;
		piece->qty = NONE;
		if (step->kind == COMPLAIN || chance(generator, 40))
			continue;
		int product = piece->line <= order->count ? order->lines[piece->line - 1].product : 0;
		piece->qty = chance(generator, 3) ? 0 : choose_qty(generator, model, product, 3);
		piece->qty = piece->qty < 0 ? 1000 : piece->qty;
	}
}

void generate_after(struct generator *generator, const struct model *model, struct step *step)
{
	step->count = chance(generator, 88) ? 1 : between(generator, 2, FORMS_MOST);
	for (int i = 0; i < step->count; i++)
		step->tags[i] = choose_order(generator, model, step_words[step->kind]);
	for (int i = 0; i < FORMS_MOST; i++)
		step->forms[i].tag = ++generator->tags;
	step->nth = choose_nth(generator, model, step);
	step->reason = choose_reason(generator);
	step->outcome = chance(generator, 3) ? -1 : below(generator, OUTCOMES);
	bool lines = step->kind == RESOLVE ? step->outcome == BY_REPLACEMENT || chance(generator, 15)
					   : step->kind != RETURN_CLOSE && step->kind != RETURN_REFUSE && chance(generator, 45);
	if (lines)
		choose_pieces(generator, model, step);
	step->value = NONE;
	if (step->kind == COMPLAIN ? chance(generator, 40) : step->outcome == BY_CREDIT ? chance(generator, 60) : chance(generator, 4))
		step->value = between(generator, chance(generator, 5) ? 0 : 1, 9999);
	step->warehouse = chance(generator, 25) ? below(generator, WAREHOUSES) : -1;
	step->judgement.condition = chance(generator, 3) ? -1 : chance(generator, 50) ? GOOD : below(generator, CONDITIONS);
	step->judgement.disposition = chance(generator, 3) ? -1 : below(generator, DISPOSITIONS);
	step->judgement.credit = chance(generator, 30);
}
