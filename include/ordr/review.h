/* What sales looks at before an order is committed to, and what stands in the way of any order. */
#ifndef ORDR_REVIEW_H
#define ORDR_REVIEW_H

#include "ordr/core.h"
#include "ordr/field.h"

/* ordr.check/1 */
struct check {
	struct order_id order;
	const char *check;   /* price stock credit reference address capacity promise approval hold */
	const char *result;  /* ok, warning, blocked */
	const char *detail;
	const char *command; /* what clears it; NULL when nothing is to be done, or no command does it */
};
extern const struct schema check_schema;

/* All checks of an order that is to be confirmed, as struct check in the arena, one each. Changes nothing: what confirming would allocate and
 * promise is tried out and taken back; `move`: with a service taking the first free day where its own is not. ERR_NOT_FOUND. */
int order_review(struct core *core, struct order_id id, bool move, struct list *checks);

/* ordr.why/1 */
struct why_blocker {
	const char *kind;    /* stock hold credit approval prepayment sla */
	const char *blocks;  /* the steps that it stops: "pick, pack, ship"; NULL: none, it only warns */
	const char *detail;
	const char *command;
};

struct why {
	struct order_id order;
	const char *state, *fulfilment, *billing;
	bool blocked;        /* the next step cannot be taken */
	const char *next;    /* confirm, pick, pack, ship, deliver, invoice, pay; NULL: nothing is left to do */
	const char *command; /* that step, as it is typed */
	struct list blockers; /* struct why_blocker */
};
extern const struct schema why_schema;

/* Into the arena. ERR_NOT_FOUND. */
int order_why(struct core *core, struct order_id id, struct why *why);

#endif
