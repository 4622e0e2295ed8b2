/* ordr alone: what is to be done now. Without a database, or for programs, it is help (app.c). */
#include "ordr/cmd.h"
#include "ordr/speak.h"
#include "ordr/today.h"

static int run_today(struct run *run)
{
	struct today today;
	if (today_make(run->core, &today) || out_begin(run->out, &today_schema, OUT_REPORT) || out_record(run->out, &today) || out_end(run->out))
		return -1;
	if (!today.open && !today.low.count)
		return out_line(run->out, translate("Nothing is open, and nothing is low: ordr place takes an order, ordr help shows all commands."));
	return 0;
}

const struct cmd cmd_today = {
	.name = "__today",
	.synopsis = "",
	.summary = "what is urgent, to ship and low, and what to do next",
	.access = ACCESS_READ,
	.run = run_today,
};
