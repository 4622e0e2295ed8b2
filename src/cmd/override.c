/* A credit limit is passed by those who answer for it, inside the step that it stops, so that nothing comes between. */
#include "override.h"

#include "ordr/credit.h"
#include "ordr/speak.h"
#include "ordr/user.h"

int override_may(struct run *run, const char *code, unsigned roles)
{
	return code ? user_may_do(run->core, ROLE_BILLING, translate("let an order pass above a credit limit")) : user_may(run->core, roles);
}

int override_credit(struct run *run, struct order_id id, const char *code, unsigned roles)
{
	bool needed;
	if (!code)
		return 0;
	if (credit_override(run->core, id, code, &needed))
		return -1;
	return needed ? 0 : user_may(run->core, roles);
}

int override_used(struct run *run, struct order_id id, const char *code, unsigned roles)
{
	struct credit credit;
	if (!code)
		return 0;
	if (credit_load(run->core, id, &credit))
		return -1;
	return credit.above ? 0 : user_may(run->core, roles);
}
