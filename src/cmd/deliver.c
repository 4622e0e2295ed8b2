/* ordr deliver: the customer has the goods, or the service was performed. With --failed: the carrier came in vain. */
#include "filter_options.h"
#include "ordr/shipment.h"
#include "ordr/speak.h"
#include "ordr/user.h"
#include "seal.h"

struct deliver_options {
	struct filter_options filter;
	const char *received_by, *at, *reason, *note;
	bool failed, early;
};

static const struct opt options[] = {
	OPT(struct deliver_options, received_by, 0, TEXT, "NAME", "who took it"),
	OPT(struct deliver_options, at, 0, INSTANT, "TIME", "when, if not now"),
	OPT(struct deliver_options, failed, 0, FLAG, NULL, "it could not be delivered and is still with the carrier"),
	OPT(struct deliver_options, reason, 0, TEXT, "CODE", "why it failed, a code of the setting reasons"),
	OPT(struct deliver_options, note, 0, TEXT, "TEXT", "a word on why it failed"),
	OPT(struct deliver_options, early, 0, FLAG, NULL, "services were performed before the day that they are booked on"),
	FILTER_OPTIONS(struct deliver_options),
	OPT_END,
};

static int deliver_one(struct run *run, const struct consignment *of)
{
	const struct deliver_options *given = run->options;
	struct instant at;
	if (run_instant(run, "at", given->at, run->core->now, &at))
		return -1;
	if (given->failed ? consignment_attempt(run->core, of, given->reason, given->note, at)
			  : consignment_deliver(run->core, of, given->received_by, at, given->early))
		return -1;
	return (!given->failed && seal_step(run, of->order)) ? -1 : document_consignment(run, of);
}

static int check_options(struct run *run)
{
	const struct deliver_options *given = run->options;
	if (given->failed && given->received_by) {
		err_set(run->core->err, ERR_USAGE, "what could not be delivered was received by nobody");
		return err_hint(run->core->err, "give --failed with --reason, or --received-by");
	}
	if (given->failed && given->early) {
		err_set(run->core->err, ERR_USAGE, "what could not be delivered was not performed early");
		return err_hint(run->core->err, "give --failed with --reason, or --early");
	}
	if (given->failed || (!given->reason && !given->note))
		return 0;
	err_set(run->core->err, ERR_USAGE, "%s goes with --failed", given->reason ? "--reason" : "--note");
	return err_hint(run->core->err, "ordr deliver SH-000123 --failed --reason CODE");
}

static const char *done_by(const struct run *run)
{
	const struct deliver_options *given = run->options;
	return given->failed ? TO_TRANSLATE_IN("done", "not delivered") : TO_TRANSLATE_IN("done", "delivered");
}

static int run_deliver(struct run *run)
{
	const struct deliver_options *given = run->options;
	if (check_options(run))
		return -1;
	return batch_consignments(run, &given->filter, given->failed ? "attempt" : "deliver", deliver_one, false);
}

const struct cmd cmd_deliver = {
	.name = "deliver",
	.group = "fulfil",
	.synopsis = "ORDER|SHIPMENT...",
	.summary = "record that the customer has the goods, or that a service was performed",
	.done = "delivered",
	.done_by = done_by,
	.options = options,
	.options_size = sizeof(struct deliver_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE | ROLE_SALES,
	.run = run_deliver,
};
