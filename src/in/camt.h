/* Entries from a bank's statement in CAMT.053 (ISO 20022, BankToCustomerStatement, versions 2 to 8), as records of a
 * bank's form. Private to src/in. */
#ifndef ORDR_IN_CAMT_H
#define ORDR_IN_CAMT_H

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/node.h"

#include "source.h"

struct camt;

/* The source stands at '<'. *camt is on the heap, also after −1. */
int camt_open(struct camt **camt, struct source *source, struct err *err);
/* As reader_next. An entry of several transactions, each with its amount, is as many records. */
int camt_next(struct camt *camt, struct arena *arena, struct node **node, bool *recoverable, struct err *err);
void camt_close(struct camt *camt);

#endif
