/* The gate: the one place that says whether an order may take a step. Holds, approval, credit and prepayment are asked here and nowhere else, so
 * that no step forgets one. */
#ifndef ORDR_GATE_H
#define ORDR_GATE_H

#include "ordr/core.h"
#include "ordr/field.h"

enum gate_step { GATE_CONFIRM, GATE_ALLOCATE, GATE_PICK, GATE_PACK, GATE_SHIP, GATE_INVOICE, GATE_AMEND, GATE_RELEASE, GATE_STEPS };

/* What stands in the way. */
struct blocker {
	const char *kind;    /* hold, approval, credit, prepayment */
	const char *detail;  /* one clause: "held for credit" */
	const char *command; /* what clears it, as it is typed */
};

/* All that blocks the step, in the arena: struct blocker; none when it may be taken. ERR_NOT_FOUND. */
int gate_blockers(struct core *core, struct order_id id, enum gate_step step, struct list *blockers);
/* 0 when nothing blocks the step; else −1 and ERR_REFUSED, one error for each blocker, with the command that clears it as its hint. */
int gate_pass(struct core *core, struct order_id id, enum gate_step step);
/* Is it a confirmed order of which a newer revision waits for approval (setting workflow.four_eyes)? */
int gate_pending(struct core *core, struct order_id id, bool *pending);

#endif
