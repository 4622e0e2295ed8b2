/* Two accounts of the same units, compared place by place. */
#ifndef ORDR_DOCTOR_LEDGER_H
#define ORDR_DOCTOR_LEDGER_H

#include "ordr/core.h"

/* A product in a warehouse, by row number, and how many units each of two accounts says there are. */
struct ledger_place {
	int64_t product, warehouse;
	int64_t units[2]; /* thousandths */
};

/* Adds up two queries of product_id, warehouse_id, quantity, and calls back where they do not agree, by product and warehouse. */
int ledger_compare(struct core *core, const char *const queries[2], int (*each)(void *context, const struct ledger_place *place), void *context);

#endif
