/* What an order's progress is called, by comparing its lines one by one, and for which steps it may be chosen. */
#include "model.h"

#include <string.h>

/* Facts about the lines: is there any, or are all so? */
struct facts {
	bool returned, all_returned, delivered, all_delivered, shipped, all_shipped, picked, all_packed, waiting, allocated;
};

static struct facts facts_of(const struct model_order *order)
{
	struct facts facts = { .all_returned = true, .all_delivered = true, .all_shipped = true, .all_packed = true };
	for (int i = 0; i < order->count; i++) {
		const struct model_line *line = &order->lines[i];
		facts.returned |= line->returned > 0;
		facts.all_returned &= !model_goods(line) || line->returned >= line->delivered;
		facts.delivered |= line->delivered > 0;
		facts.all_delivered &= line->charge || line->delivered >= model_active(line);
		facts.shipped |= line->shipped > 0;
		facts.all_shipped &= !model_goods(line) || line->shipped >= model_active(line);
		facts.picked |= line->picked > 0;
		facts.all_packed &= line->packed == line->picked && !model_allocated(line) && !line->backordered;
		facts.waiting |= line->backordered > 0;
		facts.allocated |= model_allocated(line) > 0;
	}
	return facts;
}

const char *model_fulfilment(const struct model_order *order)
{
	struct facts facts = facts_of(order);
	if (facts.returned && facts.all_delivered && facts.all_returned)
		return "returned";
	if (facts.delivered && facts.all_delivered)
		return "delivered";
	if (facts.shipped && facts.all_shipped)
		return "shipped";
	if (facts.shipped || facts.delivered)
		return "partial";
	if (facts.picked)
		return facts.all_packed ? "packed" : "picking";
	return facts.waiting ? "backordered" : facts.allocated ? "allocated" : "none";
}

const char *model_billing(const struct model *model, const struct model_order *order)
{
	bool any = false;
	bool all = true;
	bool open = false;
	for (int i = 0; i < order->count; i++) {
		any |= order->lines[i].invoiced > 0;
		all &= order->lines[i].invoiced >= model_active(&order->lines[i]);
	}
	for (int id = order->first_invoice; id; id = model->invoices[id].next)
		open |= model_owed(model, id) > 0;
	if (!any)
		return order->first_invoice ? "credited" : "none";
	return !all ? "partial" : open ? "invoiced" : "paid";
}

static bool goods_missing(const struct model_order *order)
{
	for (int i = 0; i < order->count; i++)
		if (model_goods(&order->lines[i]) && order->lines[i].delivered < model_active(&order->lines[i]))
			return true;
	return false;
}

static bool service_due(const struct model *model, const struct model_order *order)
{
	for (int i = 0; i < order->count; i++)
		if (order->lines[i].service && order->lines[i].delivered < model_active(&order->lines[i]) &&
		    model_due(model, &order->lines[i], model_today(model)))
			return true;
	return false;
}

/* Charges are billed with the others, so they do not speak for themselves until they count as delivered. */
static bool something_to_bill(const struct model *model, const struct model_order *order)
{
	bool whole = order->prepaid || model->books.settings[INVOICE_ON] == INVOICE_ORDER;
	for (int i = 0; i < order->count; i++) {
		const struct model_line *line = &order->lines[i];
		int64_t until = line->charge && !whole ? line->delivered : model_billable(model, order, line);
		if (until > line->invoiced)
			return true;
	}
	return false;
}

/* Is all of it packed, or picked where packing is left out? */
static bool all_ready(const struct model_order *order, bool skipped)
{
	for (int i = 0; i < order->count; i++) {
		const struct model_line *line = &order->lines[i];
		if (model_goods(line) && (skipped ? line->picked : line->packed) < model_active(line))
			return false;
	}
	return true;
}

/* Has it a return in that state? */
static bool has_return(const struct model *model, const struct model_order *order, enum return_state state)
{
	for (int id = order->first_return; id; id = model->returns[id].next)
		if (model->returns[id].state == state)
			return true;
	return false;
}

static bool ready_after(const struct model *model, const struct model_order *order, const char *step)
{
	bool any = false;
	if (!strcmp(step, "return receive") || !strcmp(step, "return refuse"))
		return has_return(model, order, RETURN_REQUESTED);
	if (!strcmp(step, "return inspect"))
		return has_return(model, order, RETURN_RECEIVED);
	if (!strcmp(step, "return close"))
		return has_return(model, order, RETURN_INSPECTED);
	for (int id = order->first_complaint; id && !strcmp(step, "complaint resolve"); id = model->complaints[id].next)
		any |= model->complaints[id].outcome < 0;
	for (int i = 0; i < order->count && strcmp(step, "complaint resolve"); i++)
		any |= model_goods(&order->lines[i]) && model_returnable(model, order, i) > 0;
	return any;
}

bool model_ready(const struct model *model, int number, const char *step)
{
	const struct model_order *order = &model->orders[number];
	struct facts facts = facts_of(order);
	bool skipped = model->books.settings[PACK] == PACK_SKIPPED;
	if (!strcmp(step, "confirm"))
		return order->state == PLACED && !model_held(order, HOLD_ALLOCATE);
	if (!strcmp(step, "check"))
		return order->state == PLACED;
	if (!strcmp(step, "hold"))
		return order->state < COMPLETED;
	if (!strcmp(step, "release"))
		return model_held(order, HOLD_ALL);
	if (!strcmp(step, "invoice"))
		return !model_held(order, HOLD_INVOICE) && (order->state == CONFIRMED || order->state == COMPLETED) && something_to_bill(model, order);
	if (!strncmp(step, "return", 6) || !strncmp(step, "complaint", 9))
		return ready_after(model, order, step);
	bool forward = !strcmp(step, "pick") || !strcmp(step, "pack") || !strcmp(step, "ship");
	if (order->state != CONFIRMED || (forward && model_stopped(model, number)))
		return false;
	if (!strcmp(step, "pick"))
		return facts.allocated && !(facts.waiting && order->delivery == DELIVER_COMPLETE);
	if (!strcmp(step, "pack"))
		return model_has(model, number, 0, PICKING);
	if (!strcmp(step, "unpick"))
		return model_has(model, number, 0, PICKING);
	if (!strcmp(step, "unpack"))
		return model_has(model, number, 0, PACKED);
	if (!strcmp(step, "attempt"))
		return model_has(model, number, 0, SHIPPED);
	if (!strcmp(step, "ship"))
		return !model_over(model, number) &&
		       (model_has(model, number, 0, PACKED) || (skipped && model_has(model, number, 0, PICKING))) &&
		       (order->delivery != DELIVER_COMPLETE || all_ready(order, skipped));
	if (!strcmp(step, "deliver"))
		return model_has(model, number, 0, SHIPPED) || (!goods_missing(order) && service_due(model, order));
	return false;
}
