/* Reads what ordr printed and compares it, fact by fact, with the documents of the model. */
#include "check_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ordr/date.h"
#include "ordr/id.h"

void check_differ(struct check *check, const char *name, const char *said, const char *wanted)
{
	str_printf(check->report, "%s: %s is %s, should be %s\n", check->of, name, said ? said : "null",
		   wanted ? wanted : "null");
	check->good = false;
}

void check_text(struct check *check, const cJSON *json, const char *name, const char *wanted)
{
	const char *said = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, name));
	if (!said != !wanted || (said && strcmp(said, wanted)))
		check_differ(check, name, said, wanted);
}

/* A number in `unit`ths. */
void check_number(struct check *check, const cJSON *json, const char *name, int64_t wanted, int unit)
{
	char said[40] = "null";
	char should[40] = "null";
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
	bool is = cJSON_IsNumber(item);
	if (is ? wanted != NONE && llround(item->valuedouble * unit) == wanted : wanted == NONE)
		return;
	if (is)
		snprintf(said, sizeof said, "%.3f", item->valuedouble);
	if (wanted != NONE)
		snprintf(should, sizeof should, "%.3f", (double)wanted / unit);
	check_differ(check, name, said, should);
}

void check_quantity(struct check *check, const cJSON *json, const char *name, int64_t wanted)
{
	check_number(check, json, name, wanted, 1000);
}

static void money(struct check *check, const cJSON *json, const char *name, int64_t wanted)
{
	check_number(check, json, name, wanted, 100);
}

static void day(struct check *check, const cJSON *json, const char *name, int64_t wanted)
{
	char shown[DATE_SIZE];
	check_text(check, json, name, wanted == NONE ? NULL : date_text((struct date) { wanted }, shown));
}

void check_instant(struct check *check, const cJSON *json, const char *name, int64_t wanted)
{
	char shown[INSTANT_SIZE];
	check_text(check, json, name, wanted == NONE ? NULL : instant_text((struct instant) { wanted }, shown));
}

/* A list of ids, one after the other as `next` gives them. */
static void ids(struct check *check, const cJSON *json, const char *name, const char *wanted)
{
	struct str said = { 0 };
	const cJSON *item;
	str_put(&said, "");
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(json, name))
		str_printf(&said, "%s ", cJSON_GetStringValue(item));
	const char *list = said.text ? said.text : "";
	if (strcmp(list, wanted))
		check_differ(check, name, list, wanted);
	str_release(&said);
}

/* --- orders ------------------------------------------------------------------------------------------------------- */

static void order_line(struct check *check, const cJSON *json, const struct model_line *line)
{
	check_text(check, json, "sku", code_products[line->product]);
	check_number(check, json, "revision", line->revision, 1);
	check_text(check, json, "kind", line->service ? "service" : line->charge ? "charge" : "goods");
	check_quantity(check, json, "ordered", line->ordered);
	check_quantity(check, json, "cancelled", line->cancelled);
	check_quantity(check, json, "backordered", line->backordered);
	check_quantity(check, json, "allocated", model_allocated(line));
	check_quantity(check, json, "picked", line->picked);
	check_quantity(check, json, "packed", line->packed);
	check_quantity(check, json, "shipped", line->shipped);
	check_quantity(check, json, "delivered", line->delivered);
	check_quantity(check, json, "returned", line->returned);
	check_quantity(check, json, "invoiced", line->invoiced);
	check_number(check, json, "price", line->price, 1000000);
	money(check, json, "discount", line->discount);
	money(check, json, "net", line->net);
	check_number(check, json, "tax_rate", line->rate, 100);
	day(check, json, "date", line->date);
}

static const char *status(const struct check *check, const struct model_order *order, int target, int64_t done)
{
	int64_t due = order->due[target];
	if (due == NONE || order->state == REJECTED || order->state == CANCELLED)
		return NULL;
	if (done != NONE)
		return done <= due ? "met" : "breached";
	int64_t now = order->stopped_at == NONE ? check->model->now : order->stopped_at;
	return now > due ? "overdue" : now >= order->risk[target] ? "at_risk" : "open";
}

static void targets(struct check *check, const cJSON *json, const struct model_order *order)
{
	static const char *const names[] = { "confirm", "ship", "deliver" };
	const int64_t done[] = { order->confirmed_at, order->shipped_at, order->delivered_at };
	const cJSON *sla = cJSON_GetObjectItemCaseSensitive(json, "sla");
	for (int i = 0; i < 3; i++) {
		const cJSON *target = cJSON_GetObjectItemCaseSensitive(sla, names[i]);
		check_instant(check, target, "due", order->due[i]);
		check_instant(check, target, "done", done[i]);
		check_text(check, target, "status", status(check, order, i, done[i]));
	}
}

static void papers(struct check *check, const cJSON *json, const struct model_order *order)
{
	const struct model *model = check->model;
	struct str wanted = { 0 };
	char id[ID_SIZE];
	char number_text[32];
	str_put(&wanted, "");
	for (int at = order->first_shipment; at; at = at == order->last_shipment ? 0 : model->shipments[at].next)
		str_printf(&wanted, "%s ", shipment_id_text((struct shipment_id) { at }, id));
	ids(check, json, "shipments", wanted.text ? wanted.text : "");
	str_clear(&wanted);
	for (int at = order->first_invoice; at; at = at == order->last_invoice ? 0 : model->invoices[at].next) {
		step_invoice_text(model, at, number_text);
		str_printf(&wanted, "%s ", number_text);
	}
	ids(check, json, "invoices", wanted.length ? wanted.text : "");
	str_clear(&wanted);
	for (int at = order->first_return; at; at = at == order->last_return ? 0 : model->returns[at].next)
		str_printf(&wanted, "%s ", return_id_text((struct return_id) { at }, id));
	ids(check, json, "returns", wanted.length ? wanted.text : "");
	str_clear(&wanted);
	for (int at = order->first_complaint; at; at = at == order->last_complaint ? 0 : model->complaints[at].next)
		str_printf(&wanted, "%s ", complaint_id_text((struct complaint_id) { at }, id));
	ids(check, json, "complaints", wanted.length ? wanted.text : "");
	str_release(&wanted);
}

/* The oldest open one is shown apart. */
static void holds(struct check *check, const cJSON *json, const struct model_order *order)
{
	const cJSON *all = cJSON_GetObjectItemCaseSensitive(json, "holds");
	const char *oldest = NULL;
	for (int i = order->hold_count - 1; i >= 0; i--)
		if (order->holds[i].open)
			oldest = reason_words[order->holds[i].reason];
	check_text(check, cJSON_GetObjectItemCaseSensitive(json, "hold"), "reason", oldest);
	if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "prepaid")) != order->prepaid)
		check_differ(check, "prepaid", order->prepaid ? "not true" : "true", order->prepaid ? "true" : "not true");
	if (all && cJSON_GetArraySize(all) != order->hold_count)
		check_differ(check, "holds", "another number of holds", "as set");
}

void check_order_head(struct check *check, const cJSON *json, const struct model_order *order)
{
	static const char *const states[] = { "placed", "confirmed", "completed", "rejected", "cancelled" };
	char own[32];
	check_text(check, json, "state", states[order->state]);
	check_number(check, json, "revision", order->revision, 1);
	check_text(check, json, "fulfilment", model_fulfilment(order));
	check_text(check, json, "reason", reason_words[order->reason]);
	check_text(check, json, "customer", code_customers[order->customer]);
	check_text(check, json, "tier", tier_words[check->model->books.customers[order->customer].tier]);
	check_text(check, json, "priority", priority_words[order->priority]);
	snprintf(own, sizeof own, "R-%d", order->ref);
	check_text(check, json, "ref", order->ref ? own : NULL);
	snprintf(own, sizeof own, "k%d", order->key);
	check_text(check, json, "key", order->key ? own : NULL);
	check_text(check, json, "warehouse", order->warehouse < 0 ? NULL : code_warehouses[order->warehouse]);
	check_text(check, json, "delivery", delivery_words[order->delivery]);
	check_instant(check, json, "placed_at", order->placed_at);
	check_instant(check, json, "confirmed_at", order->confirmed_at);
	check_instant(check, json, "closed_at", order->closed_at);
	day(check, json, "requested", order->requested);
	day(check, json, "first_promised", order->first_promised);
	day(check, json, "promised", order->promised);
	check_instant(check, json, "ship_by", order->ship_by);
	check_instant(check, json, "next_due", order->next_due);
	check_instant(check, json, "stopped_at", order->stopped_at);
	holds(check, json, order);
	money(check, json, "net", order->net);
	money(check, json, "tax", order->tax);
	money(check, json, "gross", order->gross);
	targets(check, json, order);
}

static void order_document(struct check *check, const cJSON *json, const struct answer_document *document)
{
	const struct model_order *order = &document->as.order;
	char id[ID_SIZE];
	const cJSON *lines = cJSON_GetObjectItemCaseSensitive(json, "lines");
	check->of = order_id_text((struct order_id) { document->of }, id);
	check_text(check, json, "id", check->of);
	check_order_head(check, json, order);
	check_text(check, json, "billing", model_billing(check->model, order));
	papers(check, json, order);
	if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "replayed")) != document->replayed)
		check_differ(check, "replayed", document->replayed ? "not true" : "true",
			     document->replayed ? "true" : "not true");
	if (cJSON_GetArraySize(lines) != order->count)
		check_differ(check, "lines", "another number of lines", "as ordered");
	for (int i = 0; i < order->count && i < cJSON_GetArraySize(lines); i++)
		order_line(check, cJSON_GetArrayItem(lines, i), &order->lines[i]);
	check->of = "";
}

/* --- shipments ---------------------------------------------------------------------------------------------------------------- */

static int64_t packed_qty(const cJSON *json)
{
	const cJSON *package;
	const cJSON *line;
	int64_t sum = 0;
	cJSON_ArrayForEach(package, cJSON_GetObjectItemCaseSensitive(json, "packages"))
		cJSON_ArrayForEach(line, cJSON_GetObjectItemCaseSensitive(package, "lines"))
			sum += llround(cJSON_GetObjectItemCaseSensitive(line, "qty")->valuedouble * 1000);
	return sum;
}

static void shipment_document(struct check *check, const cJSON *json, const struct answer_document *document)
{
	static const char *const states[] = { "picking", "packed", "shipped", "delivered", "cancelled" };
	const struct model_shipment *shipment = &document->as.shipment;
	const cJSON *lines = cJSON_GetObjectItemCaseSensitive(json, "lines");
	char id[ID_SIZE];
	char order[ID_SIZE];
	int64_t sum = 0;
	int at = 0;
	check->of = shipment_id_text((struct shipment_id){ document->of }, id);
	check_text(check, json, "id", id);
	check_text(check, json, "order", order_id_text((struct order_id){ shipment->order }, order));
	check_text(check, json, "warehouse", code_warehouses[shipment->warehouse]);
	check_text(check, json, "state", states[shipment->stage]);
	check_instant(check, json, "picked_at", shipment->picked_at);
	check_instant(check, json, "packed_at", shipment->packed_at);
	check_instant(check, json, "shipped_at", shipment->shipped_at);
	check_instant(check, json, "delivered_at", shipment->delivered_at);
	for (int i = 0; i < LINES; i++) {
		const cJSON *line = cJSON_GetArrayItem(lines, at);
		if (!shipment->qty[i])
			continue;
		at++;
		sum += shipment->qty[i];
		check_number(check, line, "line", i + 1, 1);
		check_quantity(check, line, "qty", shipment->qty[i]);
	}
	if (at != cJSON_GetArraySize(lines))
		check_differ(check, "lines", "another number of lines", "as picked");
	if (cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(json, "packages")) != shipment->packages)
		check_differ(check, "packages", "another number of packages", "as packed");
	if (shipment->packages && packed_qty(json) != sum)
		check_differ(check, "packages", "not what was picked", "that");
	if (cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(json, "attempts")) != shipment->attempts)
		check_differ(check, "attempts", "another number of attempts", "as made");
	check->of = "";
}

/* --- invoices, stock ---------------------------------------------------------------------------------------------------------- */

/* `should`: its quantity, net and discount; without a quantity it is none. An invoice calls its lines as the order does, a credit note counts its own. */
static int invoice_line(struct check *check, const cJSON *line, int number, const int64_t should[3])
{
	if (!should[0])
		return 0;
	check_number(check, line, "line", number, 1);
	check_quantity(check, line, "qty", should[0]);
	money(check, line, "net", should[1]);
	money(check, line, "discount", should[2]);
	return 1;
}

static void invoice_document(struct check *check, const cJSON *json, const struct answer_document *document)
{
	const struct model_invoice *invoice = &document->as.invoice;
	const struct model_order *order = &check->model->orders[invoice->order];
	char id[32];
	char of_order[ID_SIZE];
	int at = 0;
	bool credited = invoice->corrects || (invoice->taken > 0 && invoice->taken >= invoice->gross);
	int64_t open = invoice->corrects ? 0 : invoice->gross - invoice->taken - invoice->paid;
	const cJSON *lines = cJSON_GetObjectItemCaseSensitive(json, "lines");
	step_invoice_text(check->model, document->of, id);
	check->of = id;
	check_text(check, json, "id", id);
	check_text(check, json, "type", invoice->corrects ? "credit_note" : "invoice");
	check_text(check, json, "order", order_id_text((struct order_id) { invoice->order }, of_order));
	day(check, json, "issued", invoice->issued);
	day(check, json, "due", invoice->due);
	money(check, json, "net", invoice->net);
	money(check, json, "tax", invoice->tax);
	money(check, json, "gross", invoice->gross);
	money(check, json, "paid", invoice->paid);
	money(check, json, "credited", invoice->taken);
	money(check, json, "open", open);
	check_text(check, json, "status",
		   credited                                   ? "credited"
		   : open <= 0                                ? "paid"
		   : invoice->due < model_today(check->model) ? "overdue"
							      : "open");
	for (int i = 0; i < order->count; i++) {
		const int64_t kept[] = { invoice->kept_qty[i], invoice->kept_net[i], invoice->kept_discount[i] };
		const int64_t others[] = { invoice->qty[i], invoice->line_net[i], invoice->line_discount[i] };
		at += invoice_line(check, cJSON_GetArrayItem(lines, at), invoice->corrects ? at + 1 : i + 1, kept);
		at += invoice_line(check, cJSON_GetArrayItem(lines, at), invoice->corrects ? at + 1 : i + 1, others);
	}
	if (at != cJSON_GetArraySize(lines))
		check_differ(check, "lines", "another number of lines", "as billed");
	check->of = "";
}

void check_level(struct check *check, const cJSON *json, int product, int warehouse, const struct model_level *wanted)
{
	check_text(check, json, "sku", code_products[product]);
	check_text(check, json, "warehouse", code_warehouses[warehouse]);
	check_quantity(check, json, "on_hand", wanted->on_hand);
	check_quantity(check, json, "allocated", wanted->allocated);
	check_quantity(check, json, "available", wanted->on_hand - wanted->allocated);
}

static void touched(struct check *check, const cJSON *json, const char *name, const struct model_list *list)
{
	struct str wanted = { 0 };
	char id[ID_SIZE];
	for (int i = 0; i < list->count; i++)
		str_printf(&wanted, "%s ", order_id_text((struct order_id) { list->orders[i] }, id));
	ids(check, json, name, wanted.text ? wanted.text : "");
	str_release(&wanted);
}

static void stock_document(struct check *check, const cJSON *json, const struct answer_document *document)
{
	if (check->model->books.products[document->of].service || check->model->books.products[document->of].charge)
		return; /* became a service or a charge since: a replay shows no stock */
	check->of = code_products[document->of];
	check_level(check, json, document->of, document->at, &document->as.level);
	touched(check, json, "served", &document->served);
	touched(check, json, "taken_from", &document->taken);
	check->of = "";
}

/* Each order that may be confirmed has its checks, in their order. */
static void checks(struct check *check, const cJSON *json)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, json) check_text(check, item, "schema", "ordr.check/1");
}

static void documents(struct check *check, const cJSON *json, const struct answer *answer)
{
	static const struct {
		const char *key;
		const char *const *codes;
	} kept[] = { [DOC_CUSTOMER] = { "code", code_customers },   [DOC_PRODUCT] = { "sku", code_products },
		     [DOC_WAREHOUSE] = { "code", code_warehouses }, [DOC_SETTING] = { "name", setting_names },
		     [DOC_POLICY] = { "code", code_policies },      [DOC_USER] = { "name", code_users } };
	if (cJSON_GetArraySize(json) != answer->count)
		check_differ(check, "answer", "another number of documents", "as predicted");
	for (int i = 0; i < answer->count && i < cJSON_GetArraySize(json); i++) {
		const struct answer_document *document = &answer->documents[i];
		const cJSON *item = cJSON_GetArrayItem(json, i);
		if (document->kind == DOC_ORDER)
			order_document(check, item, document);
		else if (document->kind == DOC_SHIPMENT)
			shipment_document(check, item, document);
		else if (document->kind == DOC_INVOICE)
			invoice_document(check, item, document);
		else if (document->kind == DOC_RETURN)
			check_return(check, item, document->of, &document->as.rma);
		else if (document->kind == DOC_COMPLAINT)
			check_complaint(check, item, document->of, &document->as.complaint);
		else if (document->kind == DOC_STOCK)
			stock_document(check, item, document);
		else
			check_text(check, item, kept[document->kind].key, kept[document->kind].codes[document->of]);
	}
}

bool check_answer(const struct model *model, const struct step *step, const struct answer *answer, const char *said,
		  struct str *report)
{
	struct check check = { model, report, "", true };
	bool done = answer->exit == EXIT_OK || answer->exit == EXIT_PARTIAL;
	if (!done && step->kind < SHOW && *said)
		check_differ(&check, "output of a refused step", said, "empty");
	if (!done)
		return check.good;
	cJSON *json = cJSON_Parse(said);
	if (!cJSON_IsArray(json))
		check_differ(&check, "output", *said ? said : "empty", "a JSON array");
	else if (answer->pick_lists)
		check_pick_lists(&check, json, answer);
	else if (step->kind == CONFIRM && step->dry_run && !answer->replayed)
		checks(&check, json);
	else if (step->kind == LIST_URGENT)
		check_urgent(&check, json);
	else if (step->kind == STOCK_LIST)
		check_stock_list(&check, json);
	else
		documents(&check, json, answer);
	cJSON_Delete(json);
	return check.good;
}
