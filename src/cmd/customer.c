/* ordr customer: who orders. */
#include "master.h"

MASTER_COMMAND(customer, CUSTOMER, "customers", "who orders, how much they matter and where they are", ROLE_SALES);
