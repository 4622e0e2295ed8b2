/* ordr show: documents whole. What the first one is, all are: orders, shipments (SH-), returns (RT-), complaints (CP-), disputes (DP-) or invoices. */
#include <string.h>

#include "filter_options.h"
#include "ordr/complaint.h"
#include "ordr/dispute.h"
#include "ordr/invoice.h"
#include "ordr/return.h"
#include "ordr/select.h"
#include "ordr/shipment.h"
#include "slip.h"

enum shown { SHOWN_ORDER, SHOWN_SHIPMENT, SHOWN_RETURN, SHOWN_COMPLAINT, SHOWN_DISPUTE, SHOWN_INVOICE };

struct show_options {
	bool packing_slip;
};

static const struct opt options[] = {
	OPT(struct show_options, packing_slip, 0, FLAG, NULL, "of a shipment, or an order's shipments: the packing slip"),
	OPT_END,
};

struct showing {
	struct run *run;
	bool begun;
	enum shown shown;
	size_t pages; /* of packing slips */
};

static const struct schema *const schemas[] = { &order_schema, &shipment_schema, &return_schema, &complaint_schema, &dispute_schema,
					       &invoice_schema };

static int show_order(struct run *run, const char *id)
{
	struct order_id number;
	struct order order;
	if (order_id_parse(id, &number) || order_load(run->core, number, &order))
		return -1;
	return out_record(run->out, &order);
}

static int show_shipment(struct run *run, const char *id)
{
	struct shipment_id number;
	struct shipment shipment;
	if (shipment_id_parse(id, &number) || shipment_load(run->core, number, &shipment))
		return -1;
	return out_record(run->out, &shipment);
}

static int show_return(struct run *run, const char *id)
{
	struct return_id number;
	struct rma rma;
	if (return_id_parse(id, &number) || return_load(run->core, number, &rma))
		return -1;
	return out_record(run->out, &rma);
}

static int show_complaint(struct run *run, const char *id)
{
	struct complaint_id number;
	struct complaint complaint;
	if (complaint_id_parse(id, &number) || complaint_load(run->core, number, &complaint))
		return -1;
	return out_record(run->out, &complaint);
}

static int show_dispute(struct run *run, const char *id)
{
	struct dispute_id number;
	struct dispute dispute;
	if (dispute_id_parse(id, &number) || dispute_load(run->core, number, &dispute))
		return -1;
	return out_record(run->out, &dispute);
}

static int show_invoice(struct run *run, const char *id)
{
	struct invoice invoice;
	return invoice_load(run->core, id, &invoice) ? -1 : out_record(run->out, &invoice);
}

static int (*const show_one[])(struct run *run, const char *id) = { show_order, show_shipment, show_return, show_complaint, show_dispute,
								   show_invoice };

/* "RE-2026-00001", "26/R0001": what the pattern of a series can make. Whether there is one, the books say. */
static bool is_invoice(const char *id)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/._";
	return strspn(id, letters) == strlen(id) && strpbrk(id, "0123456789") && strpbrk(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ/");
}

static enum shown kind_of(const char *id)
{
	struct order_id order;
	struct shipment_id shipment;
	struct return_id rma;
	struct complaint_id complaint;
	struct dispute_id dispute;
	if (!order_id_parse(id, &order))
		return SHOWN_ORDER;
	if (!shipment_id_parse(id, &shipment))
		return SHOWN_SHIPMENT;
	if (!return_id_parse(id, &rma))
		return SHOWN_RETURN;
	if (!complaint_id_parse(id, &complaint))
		return SHOWN_COMPLAINT;
	return dispute_id_parse(id, &dispute) ? SHOWN_INVOICE : SHOWN_DISPUTE;
}

static int take(struct showing *showing, const char *id)
{
	struct run *run = showing->run;
	enum shown shown = kind_of(id);
	char text[ID_SIZE];
	const char *meant = shown == SHOWN_INVOICE ? id_meant(id, text) : NULL;
	if (shown == SHOWN_INVOICE && (meant || !is_invoice(id))) {
		err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not the number of an order, shipment, invoice, return, complaint or dispute", id);
		if (meant)
			return err_hint(run->core->err, "did you mean %s?", meant);
		return err_hint(run->core->err, "such as SO-000123, 123, SH-000123, RE-2026-00123, RT-000123, CP-000123 or DP-000123");
	}
	if (!showing->begun) {
		showing->begun = true;
		showing->shown = shown;
		if (out_begin(run->out, schemas[shown], OUT_CARDS))
			return -1;
	}
	if (shown == showing->shown)
		return show_one[shown](run, id);
	err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not a document of the same kind as the first", id);
	return err_hint(run->core->err, "show orders, shipments, invoices, returns, complaints and disputes each for themselves");
}

static int take_slip(struct showing *showing, const char *id)
{
	struct run *run = showing->run;
	struct consignment of = { 0 };
	if (!order_id_parse(id, &of.order))
		return slip_print(run, &of, &showing->pages);
	if (!shipment_id_parse(id, &of.shipment))
		return shipment_order(run->core, of.shipment, &of.order) ? -1 : slip_print(run, &of, &showing->pages);
	err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not the number of a shipment or order", id);
	return err_hint(run->core->err, "such as SH-000123; ordr show ORDER names the shipments of an order");
}

static int take_any(struct showing *showing, const char *id)
{
	const struct show_options *given = showing->run->options;
	return given->packing_slip ? take_slip(showing, id) : take(showing, id);
}

static int take_selected(void *context, const struct selected *selected)
{
	return take_any(context, selected->id);
}

static int run_show(struct run *run)
{
	const struct show_options *given = run->options;
	struct showing showing = { .run = run };
	struct core *core = run->core;
	if (given->packing_slip && slip_check(run))
		return -1;
	if (run->input && (input_rewind(run->input, core->err) ||
			   select_read(run->input, core->arena, take_selected, &showing, core->err)))
		return -1;
	for (int i = 0; i < run->count && !run->input; i++) {
		struct arena_mark mark = arena_mark(core->arena);
		if (take_any(&showing, run->operands[i]))
			return -1;
		arena_reset(core->arena, mark);
	}
	if (given->packing_slip)
		return 0;
	if (!showing.begun && out_begin(run->out, &order_schema, OUT_CARDS))
		return -1;
	return out_end(run->out);
}

const struct cmd cmd_show = {
	.name = "show",
	.group = "orders",
	.synopsis = "ORDER...",
	.summary = "show orders whole; shipments, invoices, returns, complaints too",
	.options = options,
	.options_size = sizeof(struct show_options),
	.operand = OPERAND_ORDER,
	.min = 1,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_show,
};
