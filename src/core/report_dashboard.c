/* All reports as one record: what is urgent first, what is for another day last. */
#include "ordr/report_dashboard.h"
#include "ordr/speak.h"

#define ROWS 5 /* of each list */

#define PART(name, text) F_OBJECT(struct report_dashboard, name, report_##name##_fields, FIELD_REQUIRED | FIELD_SHOWN, text)

const struct field report_dashboard_fields[] = {
	F(struct report_dashboard, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that it is counted at"),
	F(struct report_dashboard, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of the period"),
	F(struct report_dashboard, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of the period"),
	F(struct report_dashboard, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	PART(urgent, "what to do first"),
	PART(backlog, "what is waiting to be done"),
	PART(sla, "how the SLA targets were kept"),
	PART(delays, "what is late, and whose fault it is"),
	PART(stock, "stock against demand"),
	PART(customers, "customers, strategic ones first"),
	PART(quality, "how well orders were done"),
	PART(cash, "from order to cash"),
	PART(sales, "additional sales worth a call"),
	FIELD_END,
};

const struct schema report_dashboard_schema = { .name = "ordr.report-dashboard/1",
						.title = "All on one page.",
						.fields = report_dashboard_fields,
						.size = sizeof(struct report_dashboard) };

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_dashboard *dashboard = record;
	struct report_request brief = *request;
	const struct {
		const struct report *report;
		void *record;
	} parts[] = { { &report_urgent, &dashboard->urgent },	{ &report_backlog, &dashboard->backlog },     { &report_sla, &dashboard->sla },
		      { &report_delays, &dashboard->delays },	{ &report_stock, &dashboard->stock },	      { &report_customers, &dashboard->customers },
		      { &report_quality, &dashboard->quality }, { &report_cash, &dashboard->cash },	      { &report_sales, &dashboard->sales } };
	dashboard->as_of = core->now;
	dashboard->basis = translate("each part as its own report, of the same moment and, but for the demand of stock, of the same period; lists are cut to five");
	if (report_period(core, request, &dashboard->from, &dashboard->to))
		return -1;
	if (brief.limit == NONE)
		brief.limit = ROWS;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].report->make(core, &brief, parts[i].record))
			return -1;
	return 0;
}

static const char *const matter[] = { "backlog.orders", "sla.orders", "cash.receivables", "stock.products", NULL };

const struct report report_dashboard = { .schema = &report_dashboard_schema, .matter = matter, .make = make };
