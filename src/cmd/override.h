/* --override CODE, of the steps that a credit limit stops: whoever is billing or admin may take such a step that way, and only that way. */
#ifndef ORDR_CMD_OVERRIDE_H
#define ORDR_CMD_OVERRIDE_H

#include "ordr/cmd.h"
#include "ordr/id.h"

#define OVERRIDE_OPTION(record) \
	OPT(record, override, 0, TEXT, "CODE", "let it pass above the credit limit, for this reason; billing or admin may")

/* Who may run the command at all: `roles` without the option, billing with it. ERR_DENIED. */
int override_may(struct run *run, const char *code, unsigned roles);
/* Lets the order pass when the option was given. Where no limit stood in the way, the option opens nothing: `roles` are asked for. */
int override_credit(struct run *run, struct order_id id, const char *code, unsigned roles);
/* The same once core let it pass inside its own step, as an amendment does. */
int override_used(struct run *run, struct order_id id, const char *code, unsigned roles);

#endif
