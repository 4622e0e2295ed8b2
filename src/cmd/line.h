/* Operands and options of the form SKU:QTY[@PRICE] and LINE:QTY, for place, amend and stock. */
#ifndef ORDR_CMD_LINE_H
#define ORDR_CMD_LINE_H

#include "ordr/cmd.h"

/* Makes an object with the members sku and qty, and price when `priced` and given, as if a form had them. NULL: err is set, ERR_USAGE or
 * memory. */
struct node *line_node(struct run *run, const char *text, bool priced);

/* What stands on both sides of the colon: the members, and how it is written. */
struct line_shape {
	const char *first, *second;
	bool priced; /* @PRICE may follow */
	const char *written, *example;
};
struct node *line_shaped(struct run *run, const char *text, const struct line_shape *shape);
/* Adds a node that line_node made to a list. */
void line_append(struct node *list, struct node *line);

/* A form's field is called lines and the option --line or --add; and a line as it was typed says more than its number. Gives such errors in
 * core->err the option and what was typed. Returns −1. */
int line_name_errors(struct run *run, const char *option, const struct list *typed);

#endif
