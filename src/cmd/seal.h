/* Sealing: an invoice that goes out as an e-invoice gets its bytes in the transaction that issues it. Whatever issues invoices or credit notes calls it. */
#ifndef ORDR_CMD_SEAL_H
#define ORDR_CMD_SEAL_H

#include "ordr/cmd.h"

/* Makes the e-invoice of an invoice or credit note of its profile (UBL) and keeps it; nothing for one on paper, or that has it. */
int seal_invoice(struct core *core, const char *number);
/* The same for all of an order. */
int seal_order(struct core *core, struct order_id id);
/* After a step by which something of an order may be invoiced: invoices it where its customer's rule, or else the setting invoice.when, is auto, and seals that. What the invoice
 * would lack stops no goods: the step is done, and a note on standard error says what to do. */
int seal_step(struct run *run, struct order_id id);

#endif
