/* A credit note on its way: what of an invoice is left, what is taken back of it. invoice_credit.c takes back lines, invoice_credit_amount.c
 * amounts. */
#ifndef ORDR_CORE_INVOICE_CREDIT_H
#define ORDR_CORE_INVOICE_CREDIT_H

#include "invoice_parts.h"

/* What of a line is left to take back. */
struct left {
	const struct invoice_line *line;
	struct quantity qty;
	struct money net;
};

struct credit_making {
	struct core *core;
	const struct credit_request *request;
	struct invoice invoice; /* that is corrected */
	struct left *left;
	struct list groups;   /* struct invoice_tax: what is left of each */
	struct list amounts;  /* struct invoice_tax: taken off already without a line, by group */
	struct bill bill;     /* the credit note */
};

/* The next line of the credit note. */
struct invoice_line *credit_add_line(struct credit_making *making, const struct invoice_line *like, struct quantity qty, struct money net);
/* The next line: one unit of a VAT group, of no line of the order; below zero: one unit less. */
int credit_add_amount(struct credit_making *making, const char *name, const struct invoice_tax *group, struct money net);
/* The lines of an amount, shared among the groups by what is left of each. ERR_INVALID and ERR_REFUSED beyond that. */
int credit_take_amount(struct credit_making *making);
/* Units go back at their price. Where a price reduction was given before, and so much is not left of their VAT group, it is taken off. */
int credit_take_off_before(struct credit_making *making);
/* In the words of the invoice. */
const char *credit_word(const struct credit_making *making, const char *german, const char *english);
int credit_too_much(struct core *core);

#endif
