/* Documents that a command changed, as it prints them: a sentence on a terminal, an id into a pipe, whole records in machine formats. One row
 * of a table says how a kind is loaded and told. */
#include <stdio.h>
#include <string.h>

#include "ordr/cmd.h"
#include "ordr/complaint.h"
#include "ordr/dispute.h"
#include "ordr/dunning.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/print.h"
#include "ordr/return.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/speak.h"
#include "ordr/stock.h"
#include "ordr/user.h"

struct document_row {
	const char *word;
	const struct schema *schema;
	const struct master *master; /* loaded by master_load; else by `load` */
	int (*load)(struct core *core, const char *id, void *record);
	/* What follows "ID done" in the sentence. */
	void (*tell)(const void *record, struct str *str);
};

static int load_order(struct core *core, const char *id, void *record)
{
	struct order_id number;
	if (order_id_parse(id, &number))
		return err_set(core->err, ERR_DAMAGED, "\"%s\" is not an order number", id);
	return order_load(core, number, record);
}

static int load_shipment(struct core *core, const char *id, void *record)
{
	struct shipment_id number;
	if (shipment_id_parse(id, &number))
		return err_set(core->err, ERR_DAMAGED, "\"%s\" is not a shipment number", id);
	return shipment_load(core, number, record);
}

static int load_invoice(struct core *core, const char *id, void *record)
{
	return invoice_load(core, id, record);
}

/* "SKU:WAREHOUSE" */
static int load_stock(struct core *core, const char *id, void *record)
{
	const char *colon = strchr(id, ':');
	const char *sku = colon ? arena_strndup(core->arena, id, (size_t)(colon - id)) : id;
	return sku ? stock_load(core, sku, colon ? colon + 1 : NULL, record) : err_memory(core->err);
}

static int load_return(struct core *core, const char *id, void *record)
{
	struct return_id number;
	if (return_id_parse(id, &number))
		return err_set(core->err, ERR_DAMAGED, "\"%s\" is not the number of a return", id);
	return return_load(core, number, record);
}

static int load_complaint(struct core *core, const char *id, void *record)
{
	struct complaint_id number;
	if (complaint_id_parse(id, &number))
		return err_set(core->err, ERR_DAMAGED, "\"%s\" is not the number of a complaint", id);
	return complaint_load(core, number, record);
}

static int load_dispute(struct core *core, const char *id, void *record)
{
	struct dispute_id number;
	if (dispute_id_parse(id, &number))
		return err_set(core->err, ERR_DAMAGED, "\"%s\" is not the number of a dispute", id);
	return dispute_load(core, number, record);
}

/* With its letter, since whoever asks for the record wants to send it. */
static int load_reminder(struct core *core, const char *id, void *record)
{
	struct print print = { .arena = core->arena, .err = core->err };
	return reminder_load(core, id, record) ? -1 : print_reminder(&print, record);
}

static int load_setting(struct core *core, const char *id, void *record)
{
	return setting_load(core, id, record);
}

static void put_money(struct str *str, struct money money)
{
	char text[MONEY_SIZE];
	str_printf(str, "%s %s", money_text(money, text), money.currency);
}

static void put_date(struct str *str, const char *before, struct date date)
{
	char text[DATE_SIZE];
	if (date.days != NONE)
		str_printf(str, "%s%s", before, date_text(date, text));
}

static void tell_order(const void *record, struct str *str)
{
	const struct order *order = record;
	str_printf(str, ": %s, ", order->customer_name);
	put_money(str, order->gross);
	if (strcmp(order->fulfilment, "none"))
		str_printf(str, ", %s", translate_in("fulfilment", order->fulfilment));
	if (!strcmp(order->state, "placed"))
		put_date(str, translate(", requested "), order->requested);
	else if (!strcmp(order->state, "confirmed"))
		put_date(str, translate(", promised "), order->promised);
	if (order->outlook)
		str_printf(str, ", %s", order->outlook);
}

static void tell_shipment(const void *record, struct str *str)
{
	const struct shipment *shipment = record;
	char order[ID_SIZE];
	str_printf(str, translate(": %s, %s, from %s, %s"), order_id_text(shipment->order, order), shipment->ship_to.name, shipment->warehouse,
		   translate_in("state", shipment->state));
	if (shipment->packages.count > 1)
		str_printf(str, translate(", %zu packages"), shipment->packages.count);
}

static void tell_invoice(const void *record, struct str *str)
{
	const struct invoice *invoice = record;
	str_printf(str, ": %s, ", invoice->buyer.name);
	put_money(str, invoice->gross);
	str_put(str, translate(", open "));
	put_money(str, invoice->open);
	put_date(str, translate(", due "), invoice->due);
}

static void put_names(struct str *str, const char *before, const struct list *names)
{
	for (size_t i = 0; i < names->count; i++)
		str_printf(str, "%s%s", i ? " " : before, ((const char *const *)names->items)[i]);
}

static void tell_stock(const void *record, struct str *str)
{
	const struct stock *stock = record;
	char on_hand[QUANTITY_SIZE];
	char allocated[QUANTITY_SIZE];
	char available[QUANTITY_SIZE];
	str_printf(str, translate(": %s on hand, %s allocated, %s available"), quantity_text(stock->on_hand, on_hand),
		   quantity_text(stock->allocated, allocated), quantity_text(stock->available, available));
	if (stock->backordered.thousandths > 0)
		str_printf(str, translate(", %s backordered"), quantity_text(stock->backordered, on_hand));
	if (stock->incoming.thousandths > 0)
		str_printf(str, translate(", %s incoming"), quantity_text(stock->incoming, on_hand));
	put_names(str, translate("; served "), &stock->served);
	put_names(str, translate("; taken from "), &stock->taken_from);
}

static void tell_setting(const void *record, struct str *str)
{
	const struct setting_record *setting = record;
	str_printf(str, ": %s", setting->value);
}

static void tell_return(const void *record, struct str *str)
{
	const struct rma *rma = record;
	const struct rma_line *line = rma->lines.items;
	char text[QUANTITY_SIZE];
	str_printf(str, translate(": %s of %s"), translate_in("state", rma->state), order_id_text(rma->order, text));
	for (size_t i = 0; i < rma->lines.count; i++)
		str_printf(str, ", %s %s%s%s", quantity_text(line[i].qty, text), line[i].sku, line[i].disposition ? " " : "",
			   line[i].disposition ? translate_in("disposition", line[i].disposition) : "");
	put_names(str, translate("; served "), &rma->served);
}

static void tell_complaint(const void *record, struct str *str)
{
	const struct complaint *complaint = record;
	char text[ID_SIZE];
	str_printf(str, translate(": %s of %s, fault %s"), complaint->reason, order_id_text(complaint->order, text),
		   translate_in("fault", complaint->fault));
	if (complaint->outcome)
		str_printf(str, ", %s", translate_in("outcome", complaint->outcome));
	if (complaint->rma.number)
		str_printf(str, " %s", return_id_text(complaint->rma, text));
	if (complaint->replacement.number)
		str_printf(str, " %s", order_id_text(complaint->replacement, text));
}

/* An open one says how it ends: by a credit note first, or without one. */
static void tell_dispute(const void *record, struct str *str)
{
	const struct dispute *dispute = record;
	str_printf(str, translate(": %s of %s, "), translate_in("reason", dispute->reason), dispute->invoice);
	put_money(str, dispute->amount);
	str_printf(str, translate(", fault %s"), translate_in("fault", dispute->fault));
	if (!dispute->outcome)
		str_put(str, translate("; next: ordr dispute resolve, with a credit or without"));
	else
		str_printf(str, ", %s%s%s", translate_in("outcome", dispute->outcome), dispute->credit_note ? " " : "", dispute->credit_note ? dispute->credit_note : "");
}

static void tell_reminder(const void *record, struct str *str)
{
	const struct reminder *reminder = record;
	str_printf(str, ": %s, ", reminder->name);
	put_money(str, reminder->total);
	put_date(str, translate(", to be paid by "), reminder->due);
}

static const struct document_row rows[DOCUMENT_KINDS] = {
	[DOCUMENT_ORDER] = { "order", &order_schema, NULL, load_order, tell_order },
	[DOCUMENT_SHIPMENT] = { "shipment", &shipment_schema, NULL, load_shipment, tell_shipment },
	[DOCUMENT_INVOICE] = { "invoice", &invoice_schema, NULL, load_invoice, tell_invoice },
	[DOCUMENT_CUSTOMER] = { "customer", &customer_schema, &master_customer, NULL, NULL },
	[DOCUMENT_PRODUCT] = { "product", &product_schema, &master_product, NULL, NULL },
	[DOCUMENT_WAREHOUSE] = { "warehouse", &warehouse_schema, &master_warehouse, NULL, NULL },
	[DOCUMENT_SLA] = { "sla", &sla_schema, &master_sla, NULL, NULL },
	[DOCUMENT_USER] = { "user", &user_schema, &master_user, NULL, NULL },
	[DOCUMENT_SETTING] = { "setting", &setting_schema, NULL, load_setting, tell_setting },
	[DOCUMENT_RETURN] = { "return", &return_schema, NULL, load_return, tell_return },
	[DOCUMENT_COMPLAINT] = { "complaint", &complaint_schema, NULL, load_complaint, tell_complaint },
	[DOCUMENT_DISPUTE] = { "dispute", &dispute_schema, NULL, load_dispute, tell_dispute },
	[DOCUMENT_REMINDER] = { "reminder", &reminder_schema, NULL, load_reminder, tell_reminder },
	[DOCUMENT_STOCK] = { "stock", &stock_schema, NULL, load_stock, tell_stock },
};

const char *document_word(enum document kind)
{
	return kind == DOCUMENT_NONE ? "none" : rows[kind].word;
}

int document_begin(struct run *run, enum document kind)
{
	run->kind = kind;
	return out_begin(run->out, rows[kind].schema, OUT_LIST);
}

int document_end(struct run *run)
{
	return out_end(run->out);
}

static int print_sentence(struct run *run, const struct document_row *row, const char *id, const void *record)
{
	struct str sentence = { 0 };
	if (run->quiet)
		return 0;
	str_printf(&sentence, "%s %s", id, translate_in("done", run->cmd->done_by ? run->cmd->done_by(run) : run->cmd->done));
	if (row->tell)
		row->tell(record, &sentence);
	if (run->replayed)
		str_put(&sentence, translate(" (done before under this key)"));
	int result = sentence.failed ? err_memory(run->core->err) : out_line(run->out, sentence.text);
	str_release(&sentence);
	return result;
}

static int print_document(struct run *run, const char *id, const void *record)
{
	const struct document_row *row = &rows[run->kind];
	if (out_format(run->out) != OUT_TABLE || out_fields(run->out))
		return out_record(run->out, record);
	return out_terminal(run->out) ? print_sentence(run, row, id, record) : out_line(run->out, id);
}

int document_record(struct run *run, enum document kind, const char *id, const void *record)
{
	run->kind = kind;
	if (run->remember)
		str_printf(&run->documents, " %s", id);
	return print_document(run, id, record);
}

static int load(struct core *core, const struct document_row *row, const char *id, void **record)
{
	*record = arena_alloc(core->arena, row->schema->size);
	if (!*record)
		return err_memory(core->err);
	field_clear(row->schema->fields, *record);
	return row->master ? master_load(core, row->master, id, *record) : row->load(core, id, *record);
}

/* Into a pipe an id is enough; nothing is loaded to print it. */
static bool only_id(const struct run *run)
{
	return out_format(run->out) == OUT_TABLE && !out_terminal(run->out) && !out_fields(run->out);
}

int document_changed(struct run *run, enum document kind, const char *id)
{
	void *record = NULL;
	if (!only_id(run) && load(run->core, &rows[kind], id, &record))
		return -1;
	if (kind == DOCUMENT_ORDER && record)
		((struct order *)record)->replayed = run->replayed;
	return document_record(run, kind, id, record);
}

int document_order(struct run *run, struct order_id id)
{
	char text[ID_SIZE];
	return document_changed(run, DOCUMENT_ORDER, order_id_text(id, text));
}

int document_outlook(struct run *run, struct order_id id)
{
	char text[ID_SIZE];
	struct order order;
	if (order_load(run->core, id, &order))
		return -1;
	/* A record that stays says what is promised, not what could be. */
	if ((run->dry_run || strcmp(order.state, "placed") != 0) && order_outlook(run->core, &order))
		return -1;
	order.replayed = run->replayed;
	return document_record(run, DOCUMENT_ORDER, order_id_text(id, text), &order);
}

int document_consignment(struct run *run, const struct consignment *of)
{
	char text[ID_SIZE];
	if (!of->shipment.number)
		return document_order(run, of->order);
	return document_changed(run, DOCUMENT_SHIPMENT, shipment_id_text(of->shipment, text));
}

int document_quietly(struct run *run, const struct consignment *of)
{
	char text[ID_SIZE];
	bool shipment = of->shipment.number;
	run->kind = shipment ? DOCUMENT_SHIPMENT : DOCUMENT_ORDER;
	str_printf(&run->documents, " %s", shipment ? shipment_id_text(of->shipment, text) : order_id_text(of->order, text));
	return 0;
}

static int read_consignment(struct core *core, const char *text, struct consignment *of)
{
	if (!order_id_parse(text, &of->order))
		return 0;
	if (shipment_id_parse(text, &of->shipment))
		return err_set(core->err, ERR_DAMAGED, "\"%s\" is neither an order nor a shipment", text);
	return shipment_order(core, of->shipment, &of->order);
}

int document_consignments(struct run *run, struct list *consignments)
{
	struct core *core = run->core;
	struct consignment *of = arena_array(core->keep, run->documents.length / strlen(" SO-000001") + 1, sizeof *of);
	size_t count = 0;
	if (!of || run->documents.failed)
		return err_memory(core->err);
	for (const char *at = run->documents.text; at && *at; count++) {
		char text[ID_SIZE];
		size_t length = strcspn(++at, " ");
		snprintf(text, sizeof text, "%.*s", (int)length, at);
		if (read_consignment(core, text, &of[count]))
			return -1;
		at += length;
	}
	*consignments = (struct list){ .items = of, .count = count };
	return 0;
}

static enum document kind_of(const char *word, size_t length)
{
	for (enum document kind = DOCUMENT_NONE + 1; kind < DOCUMENT_KINDS; kind++)
		if (strlen(rows[kind].word) == length && !memcmp(rows[kind].word, word, length))
			return kind;
	return DOCUMENT_NONE;
}

int document_replay(struct run *run, const char *documents)
{
	struct core *core = run->core;
	size_t length = strcspn(documents, " ");
	enum document kind = kind_of(documents, length);
	out_replayed(run->out, true);
	if (kind == DOCUMENT_NONE)
		return 0;
	if (document_begin(run, kind))
		return -1;
	for (const char *at = documents + length; *at; at += length) {
		at++;
		length = strcspn(at, " ");
		struct arena_mark mark = arena_mark(core->arena);
		const char *id = arena_strndup(core->arena, at, length);
		if (!id || document_changed(run, kind, id))
			return id ? -1 : err_memory(core->err);
		arena_reset(core->arena, mark);
	}
	return document_end(run);
}
