/* ordr events: the log as a feed for other programs. --follow goes on with what comes, one snapshot after the other. */
#include "ordr/cmd.h"
#include "ordr/event.h"

struct events_options {
	const char *after;
	int64_t limit;
	bool follow;
};

static const struct opt options[] = {
	OPT(struct events_options, after, 0, TEXT, "SEQ", "only events after this number"),
	OPT(struct events_options, limit, 0, INTEGER, "N", "at most N events"),
	OPT(struct events_options, follow, 'f', FLAG, NULL, "wait for more, until interrupted"),
	OPT_END,
};

static int print_event(void *context, const struct event *event)
{
	struct run *run = context;
	run->after = event->seq;
	return out_record(run->out, event);
}

static int begin(struct run *run, const struct events_options *given)
{
	struct err *err = run->core->err;
	if (given->after && (decimal_parse(given->after, 0, &run->after) || run->after < 0)) {
		err_set(err, ERR_USAGE, "--after \"%.40s\" is not the number of an event", given->after);
		return err_hint(err, "0 is before the first");
	}
	if (given->follow && (given->limit != NONE || out_format(run->out) == OUT_JSON)) {
		err_set(err, ERR_USAGE, "--follow has no end, so it goes with neither --json nor --limit");
		return err_hint(err, "--follow --jsonl");
	}
	return out_begin(run->out, &event_schema, OUT_LIST);
}

static int run_events(struct run *run)
{
	const struct events_options *given = run->options;
	if (!run->follow && begin(run, given))
		return -1;
	run->follow = given->follow;
	if (event_each(run->core, run->after, NULL, given->limit, print_event, run))
		return -1;
	return given->follow ? out_pause(run->out) : out_end(run->out);
}

const struct cmd cmd_events = {
	.name = "events",
	.group = "look",
	.synopsis = "",
	.summary = "print the change feed",
	.options = options,
	.options_size = sizeof(struct events_options),
	.access = ACCESS_READ,
	.run = run_events,
};
