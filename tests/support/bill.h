/* Invoices to draw, of every kind, as they are frozen: made by hand here, so that what draws them is tried without a database. */
#ifndef ORDR_TESTS_BILL_H
#define ORDR_TESTS_BILL_H

#include "ordr/invoice.h"

/* plain: one line, German. long: 60 lines, two rates, discounts. names: everything long. english: in a foreign currency with Skonto. credit, deposit, final:
 * what the words say. reverse, supply: VAT not charged (AE, K). debit. hostile: markup and controls wherever text stands. scripts: names of many writings.
 * 0, or −1 when there is none of that name. */
int bill_make(struct arena *arena, const char *name, struct invoice *invoice);
/* Their names, NULL at the end. */
extern const char *const bill_names[];

#endif
