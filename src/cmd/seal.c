/* An e-invoice is made once, as the invoice is issued, and its bytes are kept: what was sent can be shown for ever, whatever a later ordr would write. */
#include "seal.h"

#include <string.h>

#include "ordr/einvoice.h"
#include "ordr/invoice.h"
#include "ordr/speak.h"

static int seal(struct core *core, const struct invoice *invoice)
{
	struct str xml = { 0 };
	if (!strcmp(invoice->profile, "paper") || invoice->sha256)
		return 0;
	int result = einvoice_write(invoice, "ubl", invoice->profile, &xml, core->err) || einvoice_store(core, invoice->id, xml.text, xml.length);
	str_release(&xml);
	return result ? -1 : 0;
}

int seal_invoice(struct core *core, const char *number)
{
	struct invoice invoice;
	return invoice_load(core, number, &invoice) || seal(core, &invoice) ? -1 : 0;
}

static int seal_one(void *context, const struct invoice *invoice)
{
	return seal(context, invoice);
}

int seal_order(struct core *core, struct order_id id)
{
	struct invoice_filter filter;
	invoice_filter_init(&filter);
	filter.order = id;
	return invoice_each(core, &filter, true, seal_one, core);
}

/* An invoice is refused before anything of it is written, so what was done by the step stands. */
static int tell_why(struct run *run, struct order_id id)
{
	char order[ID_SIZE];
	struct core *core = run->core;
	if (core->err->code != ERR_REFUSED && core->err->code != ERR_CONFLICT)
		return -1;
	order_id_text(id, order);
	const char *note = arena_printf(core->arena, translate("not invoiced: %s (ordr invoice check %s says what helps, then ordr invoice %s)"),
					core->err->message, order, order);
	err_clear(core->err);
	if (!note)
		return err_memory(core->err);
	run_note(run, order, note);
	return 0;
}

int seal_step(struct run *run, struct order_id id)
{
	bool can;
	const char *number;
	struct core *core = run->core;
	const char *when;
	if (invoice_when(core, id, &when))
		return -1;
	if (strcmp(when, "auto") != 0)
		return 0;
	/* What is not subject to VAT is a second invoice. */
	for (int invoices = 0; invoices < 2; invoices++) {
		if (order_can(core, "invoice", id, &can))
			return -1;
		if (!can)
			return 0;
		if (invoice_issue(core, id, &number))
			return tell_why(run, id);
		if (seal_invoice(core, number))
			return -1;
	}
	return 0;
}
