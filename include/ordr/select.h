/* Ids that come in on standard input: one a line, or JSON Lines, or a JSON array, or objects of earlier commands. */
#ifndef ORDR_SELECT_H
#define ORDR_SELECT_H

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/input.h"

/* One document named by the input: its schema's word ("order", "shipment", "invoice", "pick-list" …; NULL for a bare id)
 * and its id as text. */
struct selected {
	const char *kind;
	const char *id;    /* the member "id" (an order, shipment, invoice …), else "code", "sku" or "name"; or the bare word */
	const char *order; /* the member "order", or NULL: the order that a shipment or invoice belongs to */
	size_t line;
};

/* Calls `each` for every document in turn; empty input makes no call. Streams: memory does not grow. Lines are
 * trimmed, empty lines passed over. Elements of an array may be strings, numbers or objects. An object without an id is
 * ERR_INVALID. Stops with −1 when `each` gives −1. */
int select_read(struct input *input, struct arena *arena, int (*each)(void *context, const struct selected *selected),
		void *context, struct err *err);

#endif
