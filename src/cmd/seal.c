/* An e-invoice is made once, as the invoice is issued, and its bytes are kept: what was sent can be shown for ever, whatever a later ordr would write. */
#include "seal.h"

#include <string.h>

#include "ordr/einvoice.h"
#include "ordr/invoice.h"

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
