/* An amendment on its way from a form into the books. Private to core: order_amend_check.c finds out what is to be done and whether it may be,
 * order_amend.c does it. */
#ifndef ORDR_CORE_ORDER_AMEND_H
#define ORDR_CORE_ORDER_AMEND_H

#include "order_parts.h"

/* What becomes of one line. */
struct amended_line {
	const struct order_change *change;
	struct open_line now;
	int64_t cut;                 /* thousandths to cancel */
	bool moved;                  /* a service on another day */
	struct order_form_line more; /* units beyond those it has: a line to add */
	bool adds;
};

struct amend {
	struct core *core;
	const struct order_amendment *to;
	struct order_amendment from;
	uint32_t differing; /* a bit for each of amendment_fields that is not as it was */
	struct order_id id;
	int64_t revision; /* as it is */
	int64_t last;     /* line */
	bool confirmed, shipped, cuts, moves;
	const char *customer, *tier;
	struct instant placed_at, ship_by;
	struct money gross;
	struct amended_line *lines; /* as many as there are changes */
	struct priced_line *added;  /* to add, checked and priced */
	size_t added_count;
	struct err all;
};

extern const struct field amendment_fields[];

/* Checks all of it; errors collected as by order_place. */
int order_amend_check(struct amend *amend);
/* Finds out which facts differ from what they are, before anything asks. */
int order_amend_compare(struct amend *amend);
bool order_amend_differs(const struct amend *amend, const struct field *field);
bool order_amend_moves_address(const struct amend *amend);
/* Nothing is amended but parts of the address that were left out: goods go where they went, and what an invoice must say of it can be added late. */
bool order_amend_completes(const struct amend *amend);

#endif
