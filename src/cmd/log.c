/* ordr log: the history of an order or of anything else that events speak of; --head prints where the chain of hashes stands. */
#include <string.h>

#include "ordr/cmd.h"
#include "ordr/event.h"

struct log_options {
	bool head;
	int64_t limit;
};

static const struct opt options[] = {
	OPT(struct log_options, head, 0, FLAG, NULL, "only the last event as SEQ:HASH, to be kept elsewhere: see ordr doctor --expect"),
	OPT(struct log_options, limit, 0, INTEGER, "N", "at most N events"),
	OPT_END,
};

static int print_event(void *context, const struct event *event)
{
	return out_record(context, event);
}

/* "123" is an order; "C-1001" alone the customer of that code would be a guess, so subjects are given as the log has them. */
static const char *subject_of(struct run *run)
{
	struct str subject = { 0 };
	struct order_id id;
	char text[ID_SIZE];
	for (int i = 0; i < run->count; i++)
		str_printf(&subject, "%s%s", i ? " " : "", run->operands[i]);
	const char *kept = run->count == 1 && !order_id_parse(run->operands[0], &id) ? order_id_text(id, text) : subject.text;
	kept = kept ? arena_strdup(run->core->keep, kept) : NULL;
	str_release(&subject);
	return kept;
}

static int print_head(struct run *run)
{
	struct event event;
	int found = event_last(run->core, &event);
	if (found < 0 || out_begin(run->out, &event_schema, OUT_CARDS))
		return -1;
	if (found && out_format(run->out) == OUT_TABLE) {
		const char *line = arena_printf(run->core->arena, "%lld:%s", (long long)event.seq, event.hash);
		return line ? out_line(run->out, line) : err_memory(run->core->err);
	}
	return (found && out_record(run->out, &event)) ? -1 : out_end(run->out);
}

static int count_event(void *context, const struct event *event)
{
	(void)event;
	*(bool *)context = true;
	return 0;
}

static int run_log(struct run *run)
{
	const struct log_options *given = run->options;
	bool found = !run->count;
	if (given->head)
		return print_head(run);
	const char *subject = subject_of(run);
	if (run->count && !subject)
		return err_memory(run->core->err);
	if (!found && event_each(run->core, 0, subject, 1, count_event, &found))
		return -1;
	if (!found) {
		err_set(run->core->err, ERR_NOT_FOUND, "the log holds nothing on %.60s", subject);
		return err_hint(run->core->err, "an order's number, or a subject as ordr events prints it: customer C-1001");
	}
	if (out_begin(run->out, &event_schema, OUT_LIST) ||
	    event_each(run->core, 0, subject, given->limit, print_event, run->out))
		return -1;
	return out_end(run->out);
}

const struct cmd cmd_log = {
	.name = "log",
	.group = "orders",
	.synopsis = "[ORDER]",
	.summary = "show what happened to an order, or to anything: customer C-1001",
	.options = options,
	.options_size = sizeof(struct log_options),
	.operand = OPERAND_ORDER,
	.max = 3,
	.access = ACCESS_READ,
	.run = run_log,
};
