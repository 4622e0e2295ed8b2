/* What the files of payments share among themselves. */
#ifndef ORDR_CORE_PAYMENT_PARTS_H
#define ORDR_CORE_PAYMENT_PARTS_H

#include "ordr/invoice.h"
#include "ordr/payment.h"

/* A row to write; the amounts below zero: money or discount that goes back. */
struct payment_row {
	struct money amount, discount;
	int64_t credit; /* the credit note that it is about or that its discount follows; NONE */
	const char *method, *ref;
	struct instant at;
};

/* An amount above zero, read as a form's field would be, so that it is refused in the same words everywhere; the hint of an empty one. */
int payment_amount(struct core *core, const char *text, const char *currency, const char *empty, struct money *amount);
/* ERR_INVALID when it lies in the future. */
int payment_check_at(struct core *core, struct instant at);
/* Writes it, what the customer owes, and the events of the invoice and its order. */
int payment_write(struct core *core, const struct invoice *invoice, const struct payment_row *row);
/* The most that may be taken as cash discount: so many percent of what is to be paid, less what was taken; 0 when none is offered. */
int payment_offered(struct core *core, const struct invoice *invoice, struct money *discount);
/* Did a payment at that time, and all before it, come within the days of the cash discount? */
int payment_in_time(struct core *core, const struct invoice *invoice, struct instant at, bool *in);
/* The newest credit note of the invoice; NONE. */
int payment_last_credit(struct core *core, const struct invoice *invoice, int64_t *credit);
/* How a discount divides by VAT category and rate, as the invoice less its credit notes up to `credit` does; or (`only`) as that credit note does. */
int payment_split(struct core *core, const char *invoice, int64_t credit, bool only, struct money discount, struct list *taxes, struct money *tax);

#endif
