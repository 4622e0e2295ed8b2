/* Invoices as records, made without a database: for tests of what is made from them. */
#ifndef ORDR_TESTS_CLAIM_H
#define ORDR_TESTS_CLAIM_H

#include "ordr/invoice.h"

#define CLAIM_LINES 80

struct claim {
	struct invoice invoice;
	struct invoice_line lines[CLAIM_LINES];
	struct invoice_tax taxes[8];
};

/* A German seller and buyer with all that XRechnung asks for, payment by transfer, supplied and issued on the same day; no lines. */
void claim_init(struct claim *claim);
/* Adds a line with numbers as texts ("2.5", "13.90", "19") and gives it back. `discount` NULL: none. */
struct invoice_line *claim_line(struct claim *claim, const char *kind, const char *name, const char *qty, const char *price, const char *discount,
			       const char *category, const char *rate);
/* VAT groups and totals of the lines; the reason for those without VAT. */
void claim_sum(struct claim *claim);

#endif
