/* A credit limit is passed by those who answer for it, inside the step that it stops, so that nothing comes between. */
#include "override.h"

#include "ordr/credit.h"
#include "ordr/user.h"

int override_role(struct run *run, const char *code, unsigned roles)
{
	return code ? user_may_do(run->core, ROLE_BILLING, "let an order pass above a credit limit") : user_may(run->core, roles);
}

int override_credit(struct run *run, struct order_id id, const char *code)
{
	return code ? credit_override(run->core, id, code) : 0;
}
