/* ordr warehouse: where goods lie. */
#include "master.h"

MASTER_COMMAND(warehouse, WAREHOUSE, "warehouses", "where goods lie, and in which order they are tried", ROLE_WAREHOUSE);
