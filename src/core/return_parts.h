/* What the files of returns and complaints share among themselves. */
#ifndef RETURN_PARTS_H
#define RETURN_PARTS_H

#include "ordr/return.h"

/* Units of a line on their way through a step. */
struct returned {
	int64_t part, line, product, decimals;
	const char *sku, *reason;
	struct quantity qty, whole; /* what moves; of the part, moving or not */
};

extern const struct schema returned_schema;

/* Places an order of the customer for the same units (struct returned) at no price, to where the first order went; `why` is its note. */
int replacement_place(struct core *core, struct order_id order, const struct returned *lines, size_t count, const char *channel, const char *why,
		      struct order_id *id);
/* Puts "lines":[{"line":1,"sku":"A-1","qty":2}]. */
void returned_put(const struct returned *lines, size_t count, struct str *what);
/* A quantity of a line as it is asked for: above zero, with the product's decimals. ERR_INVALID. */
int returned_check(struct core *core, const struct returned *line, struct quantity quantity);
/* Puts "reason":"…","note":"…". */
void return_put_reason(struct str *what, const char *reason, const char *note);
/* Writes the event of a step twice: of the return itself, and of its order; consumes `what`. */
int return_event(struct core *core, struct return_id id, struct order_id order, const char *state, struct str *what);

#endif
