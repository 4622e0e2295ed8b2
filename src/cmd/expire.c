/* ordr expire: for cron. Orders that nobody confirms, or that were to be paid and are not, are cancelled when their time is up. */
#include "ordr/cmd.h"
#include "ordr/order.h"
#include "ordr/user.h"
#include "seal.h"

static int expire_one(struct run *run, void *context)
{
	const struct expired *expired = context;
	return order_expire(run->core, expired) || seal_order(run->core, expired->id) ? -1 : document_order(run, expired->id);
}

static int run_expire(struct run *run)
{
	struct list list;
	char subject[ID_SIZE];
	if (order_expired(run->core, &list) || document_begin(run, DOCUMENT_ORDER))
		return -1;
	struct expired *expired = list.items;
	int result = 0;
	for (size_t i = 0; !result && i < list.count; i++)
		result = batch_one(run, order_id_text(expired[i].id, subject), 0, expire_one, &expired[i]);
	return batch_end(run, "order") || result ? -1 : document_end(run);
}

const struct cmd cmd_expire = {
	.name = "expire",
	.group = "care",
	.synopsis = "",
	.summary = "cancel orders that stay unconfirmed or unpaid too long; for cron",
	.done = "expired",
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.run = run_expire,
};
