/* Invoices as records, made without a database: for tests of what is made from them. */
#ifndef ORDR_TESTS_SPECIMEN_H
#define ORDR_TESTS_SPECIMEN_H

#include "ordr/invoice.h"

#define SPECIMEN_LINES 80

struct specimen {
	struct invoice invoice;
	struct invoice_line lines[SPECIMEN_LINES];
	struct invoice_tax taxes[8];
};

/* A German seller and buyer with all that XRechnung asks for, payment by transfer, supplied and issued on the same day; no lines. */
void specimen_init(struct specimen *bill);
/* Adds a line with numbers as texts ("2.5", "13.90", "19") and gives it back. `discount` NULL: none. */
struct invoice_line *specimen_line(struct specimen *bill, const char *kind, const char *name, const char *qty, const char *price, const char *discount,
			       const char *category, const char *rate);
/* VAT groups and totals of the lines; the reason for those without VAT. */
void specimen_sum(struct specimen *bill);

#endif
