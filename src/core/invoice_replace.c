/* A corrected invoice: one that was wrong in what it says beside its lines, as the address or the buyer's reference, is taken back whole and the same is
 * billed anew, in one step, so that never both are owed or none. The lines are copied, since what was supplied, when, and at which price does not change;
 * whoever has to mend these credits what was too much (invoice_credit.c) or bills what was too little. EN 16931 has a type of its own for it, 384, which
 * names the invoice before (BG-3; XRechnung BR-DE-26). */
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/gate.h"
#include "ordr/order_sql.h"
#include "ordr/past.h"

static struct order_id first_order(const struct invoice *invoice)
{
	const struct invoice_order *orders = invoice->orders.items;
	return invoice->orders.count ? orders->order : invoice->order;
}

/* The next one of the chain, found among the invoices of its first order: 1, 0 when there is none, −1. */
static int next_of(struct core *core, const char *number, const char **by)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT r.number FROM invoice i JOIN invoice r ON r.id IN " INVOICES_OF(INVOICE_FIRST_ORDER) " AND r.replaces = i.number WHERE i.number = $1",
		     A(number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*by = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	return *by ? 1 : err_memory(core->err);
}

int invoice_replaced_by(struct core *core, const char *number, const char **by)
{
	int found = 1;
	*by = NULL;
	while (found == 1)
		found = next_of(core, *by ? *by : number, by);
	return found;
}

static int refuse_credited(struct core *core, const struct invoice *old)
{
	const char *by;
	char text[MONEY_SIZE];
	if (invoice_replaced_by(core, old->id, &by))
		return -1;
	if (by)
		return err_already(core->err, "is replaced already, by %s", by);
	err_set(core->err, ERR_CONFLICT, "cannot replace: %s %s of it is credited", money_text(old->credited, text), old->currency);
	return err_hint(core->err, "what is credited whole may be billed again: ordr invoice ORDER");
}

static int may_replace(struct core *core, const struct invoice *old)
{
	char text[MONEY_SIZE];
	struct money held = { .minor = old->paid.minor - old->refunded.minor };
	if (strcmp(old->type, "invoice")) {
		err_set(core->err, ERR_CONFLICT, "cannot replace: it is a credit note");
		return err_hint(core->err, "it corrects %s: ordr invoice show %s", old->corrects, old->corrects);
	}
	if (old->credited.minor)
		return refuse_credited(core, old);
	if (!strcmp(old->kind, "deposit")) {
		err_set(core->err, ERR_REFUSED, "cannot replace: it asks for a deposit");
		return err_hint(core->err, "ordr invoice credit %s takes it back, and the deposit is asked for anew", old->id);
	}
	if (!held.minor && !old->cash_discount.minor)
		return 0;
	err_set(core->err, ERR_REFUSED, "cannot replace: %s %s of it is paid", money_text(money_make(held.minor, old->currency), text), old->currency);
	return err_hint(core->err, "ordr pay refund %s --reopen takes the payment off; pay the new invoice with it", old->id);
}

/* Units that came back are not billed again: the credit note keeps them. */
static int check_kept(struct core *core, const struct invoice *old, const char *credit)
{
	int64_t kept = 0;
	int found = db_integer(core->db, &kept, "SELECT 1 FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.number = $1 AND l.rebill = 0 LIMIT 1",
			       A(credit));
	if (found != 1)
		return found;
	err_set(core->err, ERR_REFUSED, "cannot replace: units of it came back");
	return err_hint(core->err, "ordr invoice credit %s takes it back, and ordr invoice bills what they kept", old->id);
}

static int pass_gates(struct core *core, const struct invoice *old)
{
	const struct invoice_order *orders = old->orders.items;
	for (size_t i = 0; i < old->orders.count; i++)
		if (gate_pass(core, orders[i].order, GATE_INVOICE))
			return -1;
	return 0;
}

/* What was billed and supplied stays; the rest is as it is now. */
static int bill_anew(struct core *core, struct invoice *old, struct bill *bill)
{
	struct invoice *invoice = &bill->invoice;
	struct invoice_line *line = old->lines.items;
	if (bill_load(core, bill, NULL) || bill_facts(core, bill))
		return order_subject(core, bill->id);
	for (size_t i = 0; i < old->lines.count; i++)
		line[i].kept = false;
	bill->id = invoice->order = old->order;
	invoice->lines = old->lines;
	invoice->kind = old->kind;
	invoice->shipment = old->shipment;
	invoice->supplied = old->supplied;
	invoice->supplied_until = old->supplied_until;
	if (!old->order.number)
		invoice->order_ref = old->order_ref;
	invoice->replaces = old->id;
	invoice->replaces_issued = old->issued;
	return bill_sum(core, invoice) || bill_reasons(core, bill) ? -1 : 0;
}

static int replace(struct core *core, struct invoice *old, const char *reason, const char **credit, const char **number)
{
	struct bill bill = { .id = first_order(old), .until = { NONE } };
	const struct credit_request request = { .number = old->id, .qty = { NONE }, .reason = reason };
	if (may_replace(core, old) || pass_gates(core, old) || invoice_credit_part(core, &request, credit) || check_kept(core, old, *credit) ||
	    bill_anew(core, old, &bill))
		return -1;
	return bill_issue(core, &bill, first_order(old), "invoice.series", number);
}

int invoice_replace(struct core *core, const char *of, const char *reason, const char **credit, const char **number)
{
	struct invoice old;
	if (invoice_load(core, of, &old))
		return -1;
	if (!replace(core, &old, reason, credit, number))
		return 0;
	return *core->err->subject ? -1 : err_subject(core->err, "%s", old.id);
}
