/* Credit: what a customer owes and is about to owe, against the limit that they have. */
#ifndef ORDR_CREDIT_H
#define ORDR_CREDIT_H

#include "ordr/core.h"
#include "ordr/id.h"

struct credit {
	struct money limit;  /* absent: none is set, or the order is paid before it ships: the rest is not worked out */
	struct money owed;   /* invoices not paid */
	struct money open;   /* other orders that are committed to and not yet invoiced */
	struct money own;    /* this order, as far as it is not invoiced */
	struct money total;  /* together; a sum beyond counting stops at the most there is */
	bool above;          /* the total is above the limit */
	bool overridden;     /* somebody who may has let this revision of the order pass */
};

/* The one function that changes what a customer owes, beside the rows that it sums: `amount` is added, for an invoice of that number; below zero
 * for a credit note or a payment. ERR_INVALID when it is beyond counting. */
int credit_owe(struct core *core, const char *invoice, struct money amount);
/* ERR_NOT_FOUND. */
int credit_load(struct core *core, struct order_id id, struct credit *credit);
/* Lets this revision of the order pass above the limit, for a reason. Nothing is done when it is not above: *needed. ERR_INVALID without a
 * known reason; ERR_DENIED unless the actor is billing or admin, or no users are kept. */
int credit_override(struct core *core, struct order_id id, const char *reason, bool *needed);

#endif
