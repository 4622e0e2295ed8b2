/* Operands of the form SKU:QTY[@PRICE], for place and stock. */
#ifndef ORDR_CMD_LINE_H
#define ORDR_CMD_LINE_H

#include "ordr/cmd.h"

/* Makes an object with the members sku and qty, and price when `priced` and given, as if a form had them. NULL: err is set, ERR_USAGE or
 * memory. */
struct node *line_node(struct run *run, const char *text, bool priced);

#endif
