/* What is looked up while an order is being asked for: who and what fits, what it costs, when it could be there; and what placing all of it
 * would give. */
#include <stdlib.h>
#include <string.h>

#include "ordr/find.h"
#include "ordr/form.h"
#include "ordr/order.h"
#include "ordr/speak.h"
#include "ordr/width.h"
#include "place_ask.h"

struct look {
	struct draft *draft;
	const char *text;
	struct ask_view *view;
};

static const char *keep(struct look *look, const char *text)
{
	return arena_strdup(&look->view->arena, text ? text : "");
}

static int add_choice(struct look *look, struct ask_choice choice)
{
	struct ask_view *view = look->view;
	for (size_t i = 0; i < ASK_CELLS; i++)
		if (choice.cells[i] && !(choice.cells[i] = keep(look, choice.cells[i])))
			return err_memory(look->draft->run->core->err);
	choice.answer = choice.cells[0];
	view->choices[view->count++] = choice;
	return 0;
}

static int look_customers(struct run *run, void *context)
{
	struct look *look = context;
	struct list found;
	if (find_customers(run->core, look->text, ASK_CHOICES, &found))
		return -1;
	for (size_t i = 0; i < found.count; i++) {
		const struct customer *customer = (const struct customer *)found.items + i;
		if (add_choice(look, (struct ask_choice){ .cells = { customer->code, customer->name, customer->city, translate_in("tier", customer->tier) } }))
			return -1;
	}
	return 0;
}

/* What there is of it, in a few words. */
static const char *availability(struct look *look, const struct catalogue_item *item)
{
	char units[QUANTITY_SIZE];
	char day[DATE_SIZE];
	bool dated = item->available_on.days != NONE;
	if (item->available.thousandths == NONE)
		return "";
	quantity_text(item->available, units);
	if (dated)
		date_text(item->available_on, day);
	if (!strcmp(item->kind, "service"))
		return arena_printf(&look->view->arena, translate("%s on %s"), units, day);
	if (item->available.thousandths > 0 || !dated)
		return arena_printf(&look->view->arena, translate("%s now"), units);
	return arena_printf(&look->view->arena, translate("more on %s"), day);
}

static int add_product(struct look *look, const struct catalogue_item *item)
{
	struct core *core = look->draft->run->core;
	char price[MONEY_SIZE];
	char text[DATE_SIZE];
	struct date day;
	const struct node *warehouse = node_member(look->draft->form, "warehouse");
	if (order_promise_item(core, item->sku, (struct quantity){ 1000 }, warehouse ? warehouse->text : NULL, &day))
		return -1;
	const char *cost = arena_printf(&look->view->arena, "%s %s", price_text(item->price, price), item->price.currency);
	const char *promise = day.days == NONE ? "" : arena_printf(&look->view->arena, translate("by %s"), date_text(day, text));
	const char *there = availability(look, item);
	if (!cost || !promise || !there)
		return err_memory(core->err);
	return add_choice(look, (struct ask_choice){ .cells = { item->sku, item->name, cost, there, promise } });
}

static int look_products(struct run *run, void *context)
{
	struct look *look = context;
	struct list found;
	if (find_products(run->core, look->text, ASK_CHOICES, &found))
		return -1;
	for (size_t i = 0; i < found.count; i++)
		if (add_product(look, (const struct catalogue_item *)found.items + i))
			return -1;
	look->view->right = 1u << 2;
	if (!*look->text)
		look->view->selected = -1;
	return 0;
}

/* Loads the part of the form that the answer is about. Errors are in core->err. */
static int load_part(struct look *look, struct order_form *form)
{
	struct run *run = look->draft->run;
	struct node *node = draft_part(look->draft, look->text, run->core->arena);
	if (!node)
		return err_memory(run->core->err);
	field_clear(order_form_schema.fields, form);
	return batch_load(run, &order_form_schema, node, true, form);
}

/* What so many would cost, and when they could be there. While a number is being typed it may be none yet, which is no mistake. */
static int look_quantity(struct run *run, void *context)
{
	struct look *look = context;
	struct core *core = run->core;
	struct order_form form;
	struct catalogue_item item;
	struct date day;
	struct money net;
	char units[QUANTITY_SIZE], money[MONEY_SIZE], text[DATE_SIZE];
	int found = catalogue_find(core, look->draft->lines[look->draft->line].sku, &item);
	if (found != 1)
		return found;
	const char *there = availability(look, &item);
	look->view->note = there ? arena_printf(&look->view->arena, translate("%s%s%s %s each"), there, *there ? ", " : "", price_text(item.price, money),
						item.price.currency) : NULL;
	bool typed = *look->text && !load_part(look, &form) && form.lines.count;
	err_clear(core->err);
	if (!typed)
		return 0;
	const struct order_form_line *line = form.lines.items;
	const struct node *warehouse = node_member(look->draft->form, "warehouse");
	if (line->qty.thousandths == NONE || line->qty.thousandths <= 0 || line->qty.thousandths > ORDER_QTY_MAX ||
	    price_times(line->price.units == NONE ? item.price : line->price, line->qty, &net))
		return 0;
	if (order_promise_item(core, item.sku, line->qty, warehouse ? warehouse->text : NULL, &day))
		return -1;
	look->view->note = arena_printf(&look->view->arena, translate("%s; %s %s net; %s could be there on %s"), look->view->note ? look->view->note : "",
					money_text(net, money), net.currency, quantity_text(line->qty, units), date_text(day, text));
	return 0;
}

/* By the word that is kept, and by that of the language, which stands beside it where it is another. */
static int look_priorities(struct look *look)
{
	size_t length = strlen(look->text);
	for (const char *const *word = priority_choices; *word; word++) {
		const char *said = translate_in("priority", *word);
		if (strncmp(*word, look->text, length) && strncmp(said, look->text, length))
			continue;
		if (!length && !strcmp(*word, "normal"))
			look->view->selected = (int)look->view->count;
		if (add_choice(look, (struct ask_choice){ .cells = { *word, strcmp(said, *word) ? said : NULL } }))
			return -1;
	}
	return 0;
}

static int look_placing(struct look *look)
{
	const struct ask_choice choices[] = {
		{ .cells = { translate_in("answer", "yes"), translate_in("answer", "place it") } },
		{ .cells = { translate_in("answer", "back"), translate_in("answer", "to the question before, as Shift-Tab does") } },
		{ .cells = { translate_in("answer", "no"), translate_in("answer", "place nothing") } },
	};
	for (size_t i = look->draft->refused; i < sizeof choices / sizeof *choices; i++)
		if (!strncmp(choices[i].cells[0], look->text, strlen(look->text)) && add_choice(look, choices[i]))
			return -1;
	return 0;
}

int draft_look(void *context, const char *text, struct ask_view *view)
{
	struct draft *draft = context;
	struct look look = { draft, text, view };
	switch (draft->step) {
	case STEP_CUSTOMER: {
		int result = run_aside(draft->run, ACCESS_READ, look_customers, &look);
		if (!*text)
			view->selected = -1;
		return result;
	}
	case STEP_SKU: return run_aside(draft->run, ACCESS_READ, look_products, &look);
	case STEP_QTY: return run_aside(draft->run, ACCESS_READ, look_quantity, &look);
	case STEP_PRIORITY: return look_priorities(&look);
	case STEP_PLACE: return look_placing(&look);
	default: return 0;
	}
}
