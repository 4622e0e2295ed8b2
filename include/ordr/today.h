/* What ordr alone shows: the work of now, briefly, and the command to begin with. */
#ifndef ORDR_TODAY_H
#define ORDR_TODAY_H

#include "ordr/core.h"
#include "ordr/field.h"

struct today {
	struct instant as_of;
	int64_t open, overdue, at_risk;
	const char *next;   /* the command that the most urgent order waits for; NULL: there is nothing to do */
	struct list urgent; /* struct urgent_order, most urgent first */
	struct list ship;   /* struct today_ship: packed and to be handed over, most urgent first */
	struct list low;    /* struct stock: at or below the reorder point */
	const char *more;   /* what the lists leave out and how to see it; NULL: nothing */
};

extern const struct schema today_schema;

/* All of it lies in core->arena; what the lists hold is bounded. */
int today_make(struct core *core, struct today *today);

/* Is there anything to sell, and anybody to sell it to? */
int today_kept(struct core *core, bool *products, bool *customers);

#endif
