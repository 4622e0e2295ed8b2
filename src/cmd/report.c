/* ordr report: how things stand, for people, scripts and cron. Each report is one object; --check makes it an alarm. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/cmd.h"
#include "ordr/report.h"

/* The report stands, and the exit status says that it found what it watches for. */
static int breach(struct run *run, bool check, int64_t count, const char *one, const char *many)
{
	if (!check || !count)
		return 0;
	err_set(run->core->err, ERR_BREACH, "%lld %s", (long long)count, count == 1 ? one : many);
	err_hint(run->core->err, "ordr report urgent shows what to do first");
	return 0;
}

static int print(struct run *run, const struct schema *schema, const void *report)
{
	if (out_begin(run->out, schema, OUT_REPORT) || out_record(run->out, report))
		return -1;
	return out_end(run->out);
}

/* --- sla ---------------------------------------------------------------------------------------------------------------------- */

struct sla_options {
	struct date from, to;
	bool check;
};

static const struct opt sla_table[] = {
	OPT(struct sla_options, from, 0, DATE, "DATE", "orders placed on or after this day; else the first of this month"),
	OPT(struct sla_options, to, 0, DATE, "DATE", "orders placed on or before this day; else today"),
	OPT(struct sla_options, check, 0, FLAG, NULL, "exit 20 when a target was breached or is overdue"),
	OPT_END,
};

static int run_sla(struct run *run)
{
	const struct sla_options *given = run->options;
	int minute, year, month, day;
	struct date today = instant_date(run->core->now, &minute);
	struct report_sla report;
	date_parts(today, &year, &month, &day);
	struct date from = given->from.days != NONE ? given->from : date_make(year, month, 1);
	struct date to = given->to.days != NONE ? given->to : today;
	if (from.days > to.days) {
		err_set(run->core->err, ERR_USAGE, "--from is after --to");
		return err_hint(run->core->err, "give the earlier day first; --to is today when it is not given");
	}
	if (report_sla(run->core, from, to, &report) || print(run, &report_sla_schema, &report))
		return -1;
	int64_t missed = report.confirm.breached + report.confirm.overdue + report.ship.breached + report.ship.overdue +
			 report.deliver.breached + report.deliver.overdue;
	return breach(run, given->check, missed, "target was missed", "targets were missed");
}

static const struct cmd report_sla_cmd = {
	.name = "sla",
	.synopsis = "",
	.summary = "how many orders met their targets, and which did not",
	.options = sla_table,
	.options_size = sizeof(struct sla_options),
	.access = ACCESS_READ,
	.run = run_sla,
};

/* --- backlog ------------------------------------------------------------------------------------------------------------------ */

struct backlog_options {
	bool check;
};

static const struct opt backlog_table[] = {
	OPT(struct backlog_options, check, 0, FLAG, NULL, "exit 20 when an order is late to ship"),
	OPT_END,
};

static int run_backlog(struct run *run)
{
	const struct backlog_options *given = run->options;
	struct report_backlog report;
	int64_t late = 0;
	if (report_backlog(run->core, &report) || print(run, &report_backlog_schema, &report))
		return -1;
	const struct backlog_day *days = report.to_ship.items;
	for (size_t i = 0; i < report.to_ship.count; i++)
		if (!strcmp(days[i].when, "late"))
			late += days[i].orders;
	return breach(run, given->check, late, "order is late to ship", "orders are late to ship");
}

static const struct cmd report_backlog_cmd = {
	.name = "backlog",
	.synopsis = "",
	.summary = "what waits at which step, and how many orders are to ship",
	.options = backlog_table,
	.options_size = sizeof(struct backlog_options),
	.access = ACCESS_READ,
	.run = run_backlog,
};

/* --- urgent ------------------------------------------------------------------------------------------------------------------- */

#define URGENT_STANDARD 20

struct urgent_options {
	int64_t limit;
	bool check;
};

static const struct opt urgent_table[] = {
	OPT(struct urgent_options, limit, 0, INTEGER, "N", "at most N orders; 20 when not given"),
	OPT(struct urgent_options, check, 0, FLAG, NULL, "exit 20 when an order is overdue"),
	OPT_END,
};

static int run_urgent(struct run *run)
{
	const struct urgent_options *given = run->options;
	struct report_urgent report;
	if (report_urgent(run->core, given->limit == NONE ? URGENT_STANDARD : given->limit, &report) ||
	    print(run, &report_urgent_schema, &report))
		return -1;
	return breach(run, given->check, report.overdue, "order is overdue", "orders are overdue");
}

static const struct cmd report_urgent_cmd = {
	.name = "urgent",
	.synopsis = "",
	.summary = "what to do first: open orders by urgency, with their next step",
	.options = urgent_table,
	.options_size = sizeof(struct urgent_options),
	.access = ACCESS_READ,
	.run = run_urgent,
};

static const struct cmd *const subcommands[] = { &report_sla_cmd, &report_backlog_cmd, &report_urgent_cmd, NULL };

const struct cmd cmd_report = {
	.name = "report",
	.group = "look",
	.synopsis = "NAME",
	.summary = "how things stand: sla, backlog, urgent",
	.sub = subcommands,
};
