/* Who may do what. Until the first user is kept everybody may do everything; from then on who is not kept may only look. */
#ifndef ORDR_USER_H
#define ORDR_USER_H

#include "ordr/core.h"
#include "ordr/field.h"

enum role { ROLE_SALES = 1, ROLE_WAREHOUSE = 2, ROLE_BILLING = 4, ROLE_ADMIN = 8 };

struct user {
	const char *name;
	const char *role; /* sales, warehouse, billing, admin */
	const char *full_name;
};

extern const struct schema user_schema;

/* May the actor run a command for `roles` (a sum of enum role; 0: everybody)? admin may everything. 0, or −1 ERR_DENIED with a hint
 * that names who could. */
int user_may(struct core *core, unsigned roles);
/* The same for a part of a command that takes roles of its own; `what` completes "may not …". */
int user_may_do(struct core *core, unsigned roles, const char *what);

#endif
