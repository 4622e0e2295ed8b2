/* Is an answer one? And what would placing all of them give? Both are asked of the code that places orders: what it refuses is refused here, with
 * its words. */
#include <string.h>

#include "ordr/form.h"
#include "ordr/order.h"
#include "ordr/speak.h"
#include "ordr/width.h"
#include "place_ask.h"

struct check {
	struct draft *draft;
	const char *text;
	struct ask_view *view;
};

/* Takes the error that was found as one of the answer: 0, or −1 when it is none of that kind (the disk is full). */
static int fault(struct check *check)
{
	struct err *err = check->draft->run->core->err;
	if (err->code != ERR_INVALID && err->code != ERR_CONFLICT && err->code != ERR_NOT_FOUND)
		return -1;
	check->view->error = arena_strdup(&check->view->arena, err->message);
	check->view->hint = arena_strdup(&check->view->arena, err->hint);
	if (!check->view->error || !check->view->hint)
		return err_memory(err);
	err_clear(err);
	return 0;
}

static int check_part(struct run *run, void *context)
{
	struct check *check = context;
	struct order_form form;
	struct node *node = draft_part(check->draft, check->text, run->core->arena);
	if (!node)
		return err_memory(run->core->err);
	field_clear(order_form_schema.fields, &form);
	if (batch_load(run, &order_form_schema, node, true, &form) || order_check_read(run->core, &form))
		return fault(check);
	return 0;
}

static const char *missing(const struct draft *draft, const char **hint)
{
	*hint = translate("type a part of the name, or choose with the arrows");
	if (draft->step == STEP_CUSTOMER)
		return translate("an order needs a customer");
	if (draft->step == STEP_SKU && !draft->line && !node_member(draft->form, "lines"))
		return translate("an order needs at least one line");
	*hint = translate("a number of units such as 5, or 5@3.20 for another price than the product's");
	return draft->step == STEP_QTY ? translate("a line needs a quantity") : NULL;
}

int draft_check(void *context, const char *text, struct ask_view *view)
{
	struct draft *draft = context;
	struct check check = { draft, text, view };
	const char *hint;
	const char *wrong = *text ? NULL : missing(draft, &hint);
	if (wrong) {
		view->error = wrong;
		view->hint = hint;
		return 0;
	}
	if (draft->step == STEP_SKU && *text && draft->line == DRAFT_LINES) {
		view->error = translate("an order of more lines is no longer typed");
		view->hint = translate("write a form, and: ordr place FILE");
		return 0;
	}
	bool checked = draft->step == STEP_CUSTOMER || draft->step == STEP_SKU || draft->step == STEP_PRIORITY || draft->step == STEP_PLACE;
	return checked || !*text ? 0 : run_aside(draft->run, ACCESS_READ, check_part, &check);
}

/* --- the preview -------------------------------------------------------------------------------------------------------------- */

static void put_padded(struct str *str, const char *text, size_t columns, bool right)
{
	size_t length = width_fitting(text, columns);
	if (text[length] && columns)
		length = width_fitting(text, columns - 1);
	char part[400];
	snprintf(part, sizeof part, "%.*s%s", (int)(length < 390 ? length : 390), text, text[length] ? "…" : "");
	size_t used = width_text(part);
	int blanks = columns > used ? (int)(columns - used) : 0;
	str_printf(str, "%*s%s%*s", right ? blanks : 0, "", part, right ? 0 : blanks, "");
}

struct columns {
	size_t qty, sku, name, net;
};

static size_t widest(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The name gives way. */
static struct columns measure(const struct draft *draft, const struct order *order)
{
	struct columns columns = { 0 };
	char text[MONEY_SIZE + QUANTITY_SIZE];
	const struct order_line *line = order->lines.items;
	for (size_t i = 0; i < order->lines.count; i++) {
		columns.qty = widest(columns.qty, strlen(quantity_text(line[i].ordered, text)));
		columns.sku = widest(columns.sku, width_text(line[i].sku));
		columns.name = widest(columns.name, width_text(line[i].name));
		columns.net = widest(columns.net, strlen(money_text(line[i].net, text)));
	}
	size_t others = columns.qty + columns.sku + columns.net + 9; /* and what stands between */
	size_t width = (size_t)draft->ask.terminal.columns;
	size_t room = width > others ? width - others : 0;
	columns.name = columns.name < room ? columns.name : room;
	return columns;
}

static void put_summary(const struct draft *draft, const struct order *order, struct str *str)
{
	char net[MONEY_SIZE], tax[MONEY_SIZE], gross[MONEY_SIZE], qty[QUANTITY_SIZE];
	struct columns columns = measure(draft, order);
	const struct order_line *line = order->lines.items;
	str_put(str, order->customer);
	str_printf(str, "  %s\n", order->customer_name);
	for (size_t i = 0; i < order->lines.count; i++) {
		str_put(str, "  ");
		put_padded(str, quantity_text(line[i].ordered, qty), columns.qty, true);
		str_put(str, "  ");
		put_padded(str, line[i].sku, columns.sku, false);
		str_put(str, "  ");
		put_padded(str, line[i].name, columns.name, false);
		str_put(str, columns.name ? "  " : "");
		put_padded(str, money_text(line[i].net, net), columns.net, true);
		str_put_char(str, '\n');
	}
	str_printf(str, translate("net %s, tax %s, gross %s %s\n"), money_text(order->net, net), money_text(order->tax, tax),
		   money_text(order->gross, gross), order->currency);
	if (order->outlook)
		str_printf(str, "%s\n", order->outlook);
}

struct preview {
	struct draft *draft;
	struct str said; /* lines */
};

static int try_placing(struct run *run, void *context)
{
	struct preview *preview = context;
	struct core *core = run->core;
	struct order_form form;
	struct order_id id;
	struct order order;
	bool replayed;
	struct node *node = draft_form(preview->draft, core->arena);
	if (!node)
		return err_memory(core->err);
	if (batch_load(run, &order_form_schema, node, false, &form) || order_place(core, &form, &id, &replayed) ||
	    order_load(core, id, &order) || order_outlook(core, &order))
		return -1;
	if (replayed)
		str_put(&preview->said, translate("placed before under this key:\n"));
	put_summary(preview->draft, &order, &preview->said);
	return preview->said.failed ? err_memory(core->err) : 0;
}

static void put_errors(struct preview *preview, const struct err *first)
{
	str_clear(&preview->said);
	for (const struct err *err = first; err; err = err->more)
		str_printf(&preview->said, "! %s%s%s%s\n", err->message, *err->hint ? " (" : "", err->hint, *err->hint ? ")" : "");
}

static void say_lines(struct draft *draft, char *text)
{
	for (char *line; (line = strsep(&text, "\n")) && (*line || text);)
		if (*line)
			ask_say(&draft->ask, line);
}

int draft_preview(struct draft *draft)
{
	struct preview preview = { .draft = draft };
	struct err *err = draft->run->core->err;
	int result = run_aside(draft->run, ACCESS_WRITE, try_placing, &preview);
	draft->refused = false;
	if (result && err->code == ERR_BUSY) {
		str_clear(&preview.said);
		str_put(&preview.said, translate("What it costs and when it could be there cannot be said now: others are writing.\n"));
	} else if (result && (err->code == ERR_INVALID || err->code == ERR_CONFLICT || err->code == ERR_REFUSED)) {
		put_errors(&preview, err);
		draft->refused = true;
	} else if (result) {
		str_release(&preview.said);
		return -1;
	}
	err_clear(err);
	result = preview.said.failed ? err_memory(err) : 0;
	if (!result)
		say_lines(draft, preview.said.text);
	str_release(&preview.said);
	return result;
}
