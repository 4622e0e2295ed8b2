/* ordr alone: what is to be done now. Without a database, or for programs, it is help (app.c). */
#include "ordr/cmd.h"
#include "ordr/speak.h"
#include "ordr/today.h"

static int run_today(struct run *run)
{
	struct today today;
	if (today_make(run->core, &today) || out_begin(run->out, &today_schema, OUT_REPORT) || out_record(run->out, &today) || out_end(run->out))
		return -1;
	if (today.open || today.low.count)
		return 0;
	bool products, customers;
	if (today_kept(run->core, &products, &customers))
		return -1;
	if (!products || !customers)
		return out_line(run->out, products    ? translate("There are no customers yet: ordr customer add, or ordr customer import FILE.")
					  : customers ? translate("There are no products yet: ordr product add, or ordr product import FILE.")
						      : translate("There are no products and no customers yet: ordr product import FILE, ordr customer import FILE; "
								  "man ordr-tutorial is a first day."));
	return out_line(run->out, translate("Nothing is open, and nothing is low: ordr place takes an order, ordr help shows all commands."));
}

const struct cmd cmd_today = {
	.name = "__today",
	.synopsis = "",
	.summary = "what is urgent, to ship and low, and what to do next",
	.access = ACCESS_READ,
	.run = run_today,
};
