/* ordr product: what is sold. */
#include "master.h"

MASTER_COMMAND(product, PRODUCT, "products", "goods and services, with price and tax", ROLE_SALES);
