/* The demo company: what `ordr init --demo` fills a new database with. */
#ifndef ORDR_CMD_DEMO_H
#define ORDR_CMD_DEMO_H

#include "ordr/cmd.h"

/* Imports its settings, customers, products, warehouses, SLA policies and stock, places its orders and takes each as far as steps.csv says,
 * in the working days before core->now. Prints nothing. */
int demo_fill(struct run *run);

#endif
