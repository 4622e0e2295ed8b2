/* Replacements: what was wrong is sent again at no price, as an order of its own that goes through the same checks and the same hands as any
 * other; and what a returned line shares with a complaint about one. */
#include "ordr/event.h"
#include "ordr/speak.h"
#include "ordr/urgency.h"
#include "order_parts.h"
#include "return_parts.h"

/* Whom it goes to, and from where, as the first order had it. */
static int load_form(struct core *core, struct order_id order, struct order_form *form)
{
	int found = db_one(core->db, core->arena, &order_form_schema, form,
			   "SELECT c.code AS customer, w.code AS warehouse, o.ship_name AS \"ship_to.name\", o.ship_street AS \"ship_to.street\","
			   " o.ship_city AS \"ship_to.city\", o.ship_postcode AS \"ship_to.postcode\", o.ship_country AS \"ship_to.country\","
			   " " PRIORITY_TEXT " AS priority, o.currency FROM orders o JOIN customer c ON c.id = o.customer_id"
			   " LEFT JOIN warehouse w ON w.id = o.warehouse_id WHERE o.id = $1",
			   A(order.number));
	if (found == 1)
		return 0;
	return found < 0 ? -1 : order_missing(core, order);
}

int replacement_place(struct core *core, struct order_id order, const struct returned *lines, size_t count, const char *channel, const char *why,
		      struct order_id *id)
{
	struct order_form form;
	bool replayed;
	const struct field *list = field_find(order_form_schema.fields, "lines", NULL);
	struct order_form_line *items = arena_array(core->arena, count, sizeof *items);
	if (!items)
		return err_memory(core->err);
	if (load_form(core, order, &form))
		return -1;
	for (size_t i = 0; i < count; i++) {
		field_clear(list->fields, &items[i]);
		items[i].sku = lines[i].sku;
		items[i].qty = lines[i].qty;
		items[i].price = price_make(0, form.currency);
	}
	form.lines = (struct list){ items, count };
	form.channel = channel;
	form.note = why;
	return order_place(core, &form, id, &replayed);
}

void returned_put(const struct returned *lines, size_t count, struct str *what)
{
	char text[QUANTITY_SIZE];
	str_put(what, "\"lines\":[");
	for (size_t i = 0; i < count; i++) {
		str_printf(what, "%s{\"line\":%lld,\"sku\":", i ? "," : "", (long long)lines[i].line);
		str_put_json(what, lines[i].sku);
		str_printf(what, ",\"qty\":%s}", quantity_text(lines[i].qty, text));
	}
	str_put_char(what, ']');
}

int returned_check(struct core *core, const struct returned *line, struct quantity quantity)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	char text[QUANTITY_SIZE];
	if (quantity.thousandths <= 0) {
		err_set(core->err, ERR_INVALID, "the quantity of line %lld must be above zero", (long long)line->line);
		return err_hint(core->err, "such as %lld:1", (long long)line->line);
	}
	if (quantity.thousandths % steps[line->decimals] == 0)
		return 0;
	err_set(core->err, ERR_INVALID, "%s of line %lld has more decimals than %s is sold in", quantity_text(quantity, text), (long long)line->line,
		line->sku);
	return err_hint(core->err, line->decimals ? TO_TRANSLATE("at most %lld decimals") : TO_TRANSLATE("whole units"), (long long)line->decimals);
}

int return_event(struct core *core, struct return_id id, struct order_id order, const char *state, struct str *what)
{
	char text[ID_SIZE];
	struct str of_return = { .failed = what->failed };
	struct str of_order = { .failed = what->failed };
	str_printf(&of_return, "\"order\":\"%s\",\"state\":\"%s\"%s%s", order_id_text(order, text), state, what->length ? "," : "",
		   what->length ? what->text : "");
	str_printf(&of_order, "\"return\":\"%s\",\"state\":\"%s\"%s%s", return_id_text(id, text), state, what->length ? "," : "",
		   what->length ? what->text : "");
	str_release(what);
	if (!event_order(core, order, &of_order))
		return event_subject(core, &of_return, "%s", return_id_text(id, text));
	str_release(&of_return);
	return -1;
}
