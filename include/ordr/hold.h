/* Holds: an order is stopped for a reason until somebody lets it go. Several may stand at once, each blocking its own steps; one whose
 * reason is the customer's stops the SLA clock as well. */
#ifndef ORDR_HOLD_H
#define ORDR_HOLD_H

#include "ordr/core.h"
#include "ordr/field.h"

/* What a hold blocks: being served from stock (and so being confirmed); pick, pack and ship; being invoiced. */
enum hold_block { HOLD_ALLOCATE = 1, HOLD_SHIP = 2, HOLD_INVOICE = 4, HOLD_ALL = 7 };
extern const char *const hold_block_names[]; /* in the order of the bits; ends with NULL */

struct hold {
	int64_t hold; /* its number */
	const char *reason, *fault, *note;
	struct instant at;
	const char *by;
	struct list blocks; /* const char * */
	struct instant released_at;
	const char *released_by;
};

/* The oldest open one, as an order shows it; all absent when there is none. */
struct hold_open {
	const char *reason, *note, *by;
	struct instant at;
	struct list blocks;
};

extern const struct field hold_fields[];      /* of struct hold */
extern const struct field hold_open_fields[]; /* of struct hold_open */

/* Does an open hold of the order o block what `bits` says (a sum of enum hold_block, as text)? For queries. */
#define HOLD_BLOCKS(bits) \
	"EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.released_at IS NULL AND (h.blocks & " bits ") <> 0)"

/* Holds an order: `blocks` a sum of enum hold_block. ERR_CONFLICT when it is closed, `already` when the same hold stands; ERR_INVALID without a
 * known reason. */
int hold_set(struct core *core, struct order_id id, const char *reason, const char *note, unsigned blocks);
/* Lets it go: hold number `hold`, or (NONE) the only one. What waits for stock is served from what is there, and the clock runs on when no
 * hold of the customer's is left. ERR_CONFLICT with the list when there are several, `already` when there is none; ERR_NOT_FOUND; ERR_REFUSED
 * above the credit limit. */
int hold_release(struct core *core, struct order_id id, int64_t hold, const char *note);
/* Ends those of an order that is turned down or called off. Writes no event. */
int hold_end(struct core *core, struct order_id id);
/* All of an order, open or released, oldest first: struct hold, in the arena. */
int hold_list(struct core *core, struct order_id id, struct list *holds);
/* The oldest open one of them. */
void hold_first_open(const struct list *holds, struct hold_open *open);

#endif
