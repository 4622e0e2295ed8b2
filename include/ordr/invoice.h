/* Invoices: numbered without gaps in the transaction that writes them, frozen from then on. Payments settle them. */
#ifndef ORDR_INVOICE_H
#define ORDR_INVOICE_H

#include "ordr/core.h"
#include "ordr/field.h"

struct party {
	const char *name, *street, *postcode, *city, *country, *vat_id, *tax_number, *iban, *reference, *email;
};

struct invoice_line {
	int64_t line;
	const char *sku, *name;
	struct quantity qty;
	const char *unit;
	struct money price, discount, net;
	const char *tax_category;
	struct percent tax_rate;
};

struct invoice_tax {
	const char *category;
	struct percent rate;
	struct money net, tax;
};

/* ordr.invoice/1 */
struct invoice {
	const char *id; /* "RE-2026-00001" */
	const char *type, *corrects;
	struct order_id order;
	struct shipment_id shipment;
	const char *customer;
	struct date issued, due;
	int64_t discount_days; /* cash discount: discount_percent off what is paid until discount_until; NONE: none */
	struct percent discount_percent;
	struct date discount_until;
	const char *order_ref;
	const char *currency;
	struct party seller, buyer;
	struct list lines, taxes;
	struct money net, tax, gross;
	struct money credited, paid, refunded, cash_discount; /* open = gross − credited − paid + refunded − cash_discount */
	struct money open; /* below zero: the customer's to get back */
	const char *status; /* open paid overdue credited disputed */
	int64_t dunning_level;
};
extern const struct schema invoice_schema;

/* Bills what the policy (setting workflow.invoice_on) allows and was not yet billed; *number in core->arena. A part of a line costs
 * what all units billed so far cost by their share of the line, less what those before cost: the parts add up to the line exactly.
 * ERR_CONFLICT when there is nothing, `already` when all is invoiced; ERR_REFUSED when the seller has no name. */
int invoice_issue(struct core *core, struct order_id id, const char **number);
/* Takes all of an unpaid invoice back: a credit note that mirrors its stored amounts; the order's units count as not invoiced again. *credit: its
 * number, in the arena. ERR_NOT_FOUND; ERR_CONFLICT of a credit note, `already` when it is credited; ERR_REFUSED when something is paid. */
int invoice_credit(struct core *core, const char *number, const char *reason, const char **credit);
/* Loads one whole invoice into the arena; ERR_NOT_FOUND. */
int invoice_load(struct core *core, const char *number, struct invoice *invoice);

struct invoice_filter {
	const char *customer, *status;
	struct order_id order; /* number 0: all */
	struct date from, to;  /* issued, both days included; NONE */
};
void invoice_filter_init(struct invoice_filter *filter);
/* Calls back for each invoice that fits, in order of issue; `whole`: with lines and taxes. The arena is reset after each. */
int invoice_each(struct core *core, const struct invoice_filter *filter, bool whole,
		 int (*each)(void *context, const struct invoice *invoice), void *context);

/* Records a payment of `amount` (text in the invoice's currency; NULL: all that is open) at `at` (NONE: now). ERR_INVALID, ERR_REFUSED beyond what is
 * open, ERR_CONFLICT already paid. */
int payment_take(struct core *core, const char *number, const char *amount, const char *method, const char *ref, struct instant at);

#endif
