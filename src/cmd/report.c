/* ordr report: how things stand, for people, scripts and cron. Each report is one object and one row here; --check makes it an alarm. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/check.h"
#include "ordr/report.h"
#include "report_options.h"

/* A report's command, and what makes it. */
struct row {
	struct cmd cmd;
	const struct report *report;
};

static int run_report(struct run *run);

/* REPORT(sla, "what it answers", its options): makes sla_row of report_sla. */
#define REPORT(word, what, ...)                                                                                     \
	static const struct opt word##_options[] = { __VA_ARGS__, REPORT_COMMON, OPT_END };                         \
	static const struct row word##_row = { .cmd = { .name = #word,                                              \
							.synopsis = "",                                             \
							.summary = (what),                                          \
							.options = word##_options,                                  \
							.options_size = sizeof(struct report_options),              \
							.access = ACCESS_READ,                                      \
							.run = run_report },                                        \
					       .report = &report_##word }

REPORT(sla, "how many orders met their targets, and which did not", REPORT_PERIOD("orders placed"), REPORT_BY(report_sla_by), REPORT_CUSTOMER,
       REPORT_TIER, REPORT_PRIORITY, REPORT_CHANNEL, REPORT_LIMIT("at most N misses; 100 when not given"));
REPORT(urgent, "what to do first: open orders by urgency, with their next step", REPORT_LIMIT("at most N orders; 20 when not given"),
       REPORT_OPTION(explain, FLAG, NULL, "show each term of the urgency, and which put an order behind the one before it"));
REPORT(backlog, "what waits at which step, and how many orders are to ship", REPORT_CUSTOMER);
REPORT(delays, "late orders and promises changed, by fault; sales at risk and lost", REPORT_PERIOD("promises changed and lines cancelled"),
       REPORT_CUSTOMER, REPORT_TIER, REPORT_LIMIT("at most N orders a list; 50 when not given"));
REPORT(cash, "how long the money takes, and what is owed for how long", REPORT_PERIOD("orders placed and invoices issued"), REPORT_CUSTOMER,
       REPORT_TIER, REPORT_LIMIT("at most N debtors; 20 when not given"));

REPORT(customers, "customers, strategic ones first, and who has gone quiet", REPORT_PERIOD("orders placed and invoices issued"), REPORT_CUSTOMER,
       REPORT_TIER, REPORT_CHANNEL, REPORT_LIMIT("at most N customers a list; 50 when not given"));
REPORT(quality, "what went wrong with orders, and how many were perfect", REPORT_PERIOD("orders placed"), REPORT_BY(report_quality_by),
       REPORT_CUSTOMER, REPORT_TIER, REPORT_CHANNEL, REPORT_LIMIT("at most N products; 20 when not given"));
REPORT(stock, "how long stock lasts, how it served, what to order and what lies dead",
       REPORT_OPTION(from, DATE, "DATE", "demand from this day on; else 90 days"), REPORT_OPTION(to, DATE, "DATE", "demand up to this day; else today"),
       REPORT_SKU, REPORT_LIMIT("at most N products; 50 when not given"));
REPORT(sales, "additional sales worth a call, and the time that faster handling freed", REPORT_PERIOD("orders placed"), REPORT_CUSTOMER, REPORT_TIER,
       REPORT_LIMIT("at most N a list; 20 when not given"));
REPORT(dashboard, "all of it on one page", REPORT_PERIOD("orders placed"), REPORT_LIMIT("at most N a list; 5 when not given"));

static const struct cmd *const subcommands[] = { &sla_row.cmd, &urgent_row.cmd, &backlog_row.cmd, &delays_row.cmd, &cash_row.cmd, &customers_row.cmd,
					   &quality_row.cmd, &stock_row.cmd, &sales_row.cmd,
					   &dashboard_row.cmd, NULL };

/* What was asked, in the words of core. core->now becomes the moment of the report, which cannot lie ahead: nobody knows what will be recorded. */
static int read_request(struct run *run, struct report_request *request)
{
	const struct report_options *given = run->options;
	struct core *core = run->core;
	*request = (struct report_request){ .from = given->from, .to = given->to, .by = given->by, .customer = given->customer,
					    .tier = given->tier, .priority = given->priority, .channel = given->channel,
					    .warehouse = given->warehouse, .sku = given->sku, .limit = given->limit,
					    .explain = given->explain };
	if (run_instant(run, "--as-of", given->as_of, core->now, &request->as_of))
		return -1;
	if (request->as_of.ms > core->now.ms) {
		err_set(core->err, ERR_USAGE, "--as-of %.40s has not come yet", given->as_of);
		return err_hint(core->err, "a time up to now");
	}
	request->past = request->as_of.ms < core->now.ms;
	core->now = request->as_of;
	core->past = request->past;
	core->settings = NULL; /* those of then, the calendar and its zone too */
	core->calendar = NULL;
	if (calendar_zone(core))
		return -1;
	return report_check_filters(core, request);
}

static int print(struct run *run, const struct schema *schema, const void *record)
{
	if (out_begin(run->out, schema, OUT_REPORT) || out_record(run->out, record))
		return -1;
	return out_end(run->out);
}

/* With --check the report is printed only where a file is named for it: what cron mails is the one line. */
static int run_report(struct run *run)
{
	const struct report_options *given = run->options;
	const struct report *report = ((const struct row *)run->cmd)->report; /* the command is the first thing in its row */
	struct core *core = run->core;
	struct report_request request;
	struct check *check = NULL;
	if (given->html && out_html(run->out))
		return -1;
	if (given->check && check_parse(core->arena, report->schema->fields, given->check, &check, core->err))
		return -1;
	void *record = arena_alloc(core->arena, report->schema->size);
	if (!record)
		return err_memory(core->err);
	field_clear(report->schema->fields, record);
	if (read_request(run, &request) || report->make(core, &request, record))
		return -1;
	run->no_output = given->skip_empty && report_empty(report, record);
	bool quiet = run->no_output || (check && !given->output);
	if (!quiet && print(run, report->schema, record))
		return -1;
	return check ? check_run(check, record, run->path, core->err) : 0;
}

const struct cmd cmd_report = {
	.name = "report",
	.group = "look",
	.synopsis = "NAME",
	.summary = "how things stand: sla, urgent, backlog, delays, cash, and more",
	.sub = subcommands,
};
