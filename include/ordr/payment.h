/* Payments: money that comes in for invoices and money that is paid back, each a row that is never changed; what is open follows from them.
 *
 *     open = gross − credited − paid + refunded − cash discount
 *
 * A cash discount (Skonto) is what an invoice offers for being paid in its time: the payment that leaves no more open than that discount settles the
 * invoice, and what it leaves is kept with it as the discount that was taken. It lowers what the sale was taxed on (§ 17 UStG), so each payment says how
 * much VAT that corrects, by category and rate. */
#ifndef ORDR_PAYMENT_H
#define ORDR_PAYMENT_H

#include "ordr/core.h"
#include "ordr/field.h"

/* Which cash discount a payment takes. */
enum payment_discount {
	DISCOUNT_OFFERED, /* what the invoice offers, when it comes in time */
	DISCOUNT_GRANTED, /* the same when it is late: somebody lets it pass */
	DISCOUNT_REFUSED  /* none: what is left stays open */
};

struct payment_given {
	const char *amount; /* text in the invoice's currency; NULL: all that is open (DISCOUNT_GRANTED: less the discount) */
	const char *method, *ref;
	struct instant at; /* NONE: now */
	bool over;         /* more may come in than is open: it is the customer's to get back */
	enum payment_discount discount;
};

/* Takes a payment. ERR_INVALID; ERR_USAGE without an amount when `over`; ERR_REFUSED beyond what is open, or a discount that is granted and not
 * offered or not enough; ERR_CONFLICT of a credited invoice, `already` of a paid one. */
int payment_record(struct core *core, const char *number, const struct payment_given *given);
/* The plain way of it. */
int payment_take(struct core *core, const char *number, const char *amount, const char *method, const char *ref, struct instant at);

/* Pays back, of the invoice (or the one that a credit note of that number corrects) what its customer has to get back, or a part of it. `reopen`: the bank
 * took a payment back, so the invoice is open again, and the cash discount falls away. ERR_INVALID; ERR_REFUSED beyond what is to be paid back, or
 * (reopen) beyond what was paid; ERR_CONFLICT when nothing is, `already` when it is done. given->over and given->discount are of no use. */
int payment_refund(struct core *core, const char *number, const struct payment_given *given, bool reopen, const char **invoice);

/* Called when the credit note of row `credit` was written for the invoice: the part of the cash discount that was taken on what it takes back falls
 * away, so that nobody gets back more than they paid. Writes no event. */
int payment_credited(struct core *core, const char *number, int64_t credit);

struct payment_tax {
	const char *category;
	struct percent rate;
	struct money net, tax;
};

/* ordr.payment/1 */
struct payment {
	int64_t payment; /* its number */
	const char *invoice;
	struct order_id order;
	const char *customer;
	const char *type; /* payment, refund, credit (a discount falls away, no money moves) */
	struct money amount; /* below zero: paid back */
	struct money cash_discount, cash_discount_tax; /* below zero: it falls away again */
	struct list cash_discount_taxes; /* struct payment_tax: how it divides */
	const char *currency;
	struct instant at;
	const char *by, *method, *ref, *credit_note;
};
extern const struct schema payment_schema;

struct payment_filter {
	const char *invoice, *customer, *method;
	struct order_id order; /* number 0: all */
	struct date from, to;  /* of `at`, in the company's zone, both days included; NONE */
};
void payment_filter_init(struct payment_filter *filter);
/* Calls back for each that fits, in the order in which they were recorded. The arena is reset after each. */
int payment_each(struct core *core, const struct payment_filter *filter, int (*each)(void *context, const struct payment *payment), void *context);

#endif
