/* Available to promise: what a customer can be told of units that are not on a shelf yet. One definition, for promises and for people:
 *
 *     ATP at a day = available + incoming until that day − backordered
 *
 * All that waits is taken off from the first day on, whoever's it is: urgency decides later who gets which units, so that a promise made this
 * way holds in any order. For one warehouse what waits is what may be served there: orders that name it, or none. */
#ifndef ORDR_ATP_H
#define ORDR_ATP_H

#include "ordr/core.h"
#include "ordr/field.h"

struct atp {
	struct date date;
	struct quantity incoming;  /* announced for that day; on the first, what is late too */
	struct quantity demand;    /* backordered units of orders that are to ship by that day; on the first, what is late too */
	struct quantity available_to_promise;
};

extern const struct field atp_fields[];

/* The days of a product (a row) in a warehouse (a row; NONE: all): today, then each day on which something is announced or to ship. The list
 * is in the arena. */
int atp_table(struct core *core, int64_t product, int64_t warehouse, struct list *days);
/* The first day, from today on, on which all that waits for the product is covered; NONE: what is announced does not cover it. */
int atp_covered(struct core *core, int64_t product, int64_t warehouse, struct date *day);
/* The same if `more` units waited too. */
int atp_covered_too(struct core *core, int64_t product, int64_t warehouse, struct quantity more, struct date *day);

#endif
