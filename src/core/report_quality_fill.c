/* What was counted becomes the record. */
#include <stdlib.h>
#include <string.h>

#include "ordr/statistics.h"
#include "report_quality.h"
#include "ordr/speak.h"

#define PRODUCTS_NAMED 20

static const char *const bases[] = { "requested", "first_promised", "promised", NULL };

static const struct field problem_fields[] = {
	F(struct quality_problems, complaints, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "complaints about them"),
	F(struct quality_problems, returns, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "returns of their goods, refused ones not counted"),
	F(struct quality_problems, credit_notes, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "credit notes on their invoices"),
	F(struct quality_problems, disputes, INTEGER, FIELD_REQUIRED | FIELD_PLOT, "disputes of their invoices, rejected and withdrawn ones not counted"),
	F(struct quality_problems, complaints_per_100, QUANTITY, 0, "complaints for each hundred orders; null without orders"),
	F(struct quality_problems, returns_per_100, QUANTITY, 0, "returns for each hundred orders; null without orders"),
	F(struct quality_problems, credit_notes_per_100, QUANTITY, 0, "credit notes for each hundred orders; null without orders"),
	F(struct quality_problems, disputes_per_100, QUANTITY, 0, "disputes for each hundred orders; null without orders"),
	FIELD_END,
};

static const struct field otif_fields[] = {
	F_CHOICE(struct quality_otif, basis, bases, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the day that counts: requested, first_promised or promised"),
	F(struct quality_otif, judged, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders that are decided by that day"),
	F(struct quality_otif, met, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "on time and in full"),
	F(struct quality_otif, late, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "late, or past the day and not delivered"),
	{ .name = "short", .type = FIELD_INTEGER, .offset = offsetof(struct quality_otif, shorted), .flags = FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT,
	  .help = "in time, but not in full" },
	F(struct quality_otif, met_pct, PERCENT, FIELD_SHOWN, "met of judged, in percent; null when none was judged"),
	FIELD_END,
};

static const struct field group_fields[] = {
	{ .name = "by", .label = "GROUP", .type = FIELD_CHOICE, .offset = offsetof(struct quality_group, by), .flags = FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY,
	  .choices = report_quality_by, .help = "what the orders are grouped by: channel, confirmer, product or fault" },
	F(struct quality_group, value, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY | FIELD_WORD, "the channel, who confirmed, the SKU, or whose fault it was"),
	F(struct quality_group, orders, INTEGER, FIELD_SHOWN, "orders; null of a fault"),
	F(struct quality_group, complaints, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "complaints about them"),
	F(struct quality_group, returns, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "returns of their goods"),
	F(struct quality_group, credit_notes, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "credit notes on their invoices"),
	F(struct quality_group, disputes, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "disputes of their invoices"),
	F(struct quality_group, per_100, QUANTITY, FIELD_SHOWN,
	  "all of these for each hundred of its orders, of a fault for each hundred of all orders; null without orders"),
	FIELD_END,
};

const struct field report_quality_fields[] = {
	F(struct report_quality, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that it is counted at"),
	F(struct report_quality, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of the period"),
	F(struct report_quality, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of the period"),
	F(struct report_quality, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_quality, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders placed in the period and confirmed"),
	F(struct report_quality, judged, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "of these, those decided by the promised day"),
	F(struct report_quality, perfect, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "of these, those on time, in full, and without any of the problems"),
	F(struct report_quality, perfect_pct, PERCENT, FIELD_SHOWN, "the perfect order rate: perfect of judged, in percent; null when none was judged"),
	F_LIST(struct report_quality, otif, struct quality_otif, otif_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_STACKED,
	       "on time and in full, by the day requested, first promised, and promised now"),
	F_OBJECT(struct report_quality, problems, problem_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS, "what went wrong with the orders"),
	F_LIST(struct report_quality, groups, struct quality_group, group_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "the same by channel, confirmer, the products with the most problems (at most 20 or the limit), and fault"),
	FIELD_END,
};

const struct schema report_quality_schema = { .name = "ordr.report-quality/1",
					      .title = "How well orders were done.",
					      .fields = report_quality_fields,
					      .size = sizeof(struct report_quality) };

static const char basis[] = TO_TRANSLATE("orders placed in the period and confirmed, with what was recorded about them up to as_of, whenever that was; by promised day an"
			    " order is decided when it is delivered whole or the day is over; in full: nothing cancelled for want of goods or by our own"
			    " fault; a perfect order is on time, in full, and has no complaint, return, credit note or dispute; the product of a complaint"
			    " or dispute is that of the line it names");

static struct quantity per_100(int64_t count, int64_t orders)
{
	struct quantity rate = { NONE };
	if (orders > 0 && integer_scale(count, 100000, orders, &rate.thousandths))
		rate.thousandths = NONE;
	return rate;
}

static struct quality_problems problems(const int64_t count[PROBLEMS], int64_t orders)
{
	return (struct quality_problems){ count[COMPLAINTS],
					  count[RETURNS],
					  count[CREDIT_NOTES],
					  count[DISPUTES],
					  per_100(count[COMPLAINTS], orders),
					  per_100(count[RETURNS], orders),
					  per_100(count[CREDIT_NOTES], orders),
					  per_100(count[DISPUTES], orders) };
}

static int64_t wrong(const struct quality_tally *tally)
{
	return tally->count[COMPLAINTS] + tally->count[RETURNS] + tally->count[CREDIT_NOTES] + tally->count[DISPUTES];
}

/* By what they are grouped by; the most problems first, then the most orders. */
static int compare(const void *left, const void *right)
{
	const struct quality_tally *a = left;
	const struct quality_tally *b = right;
	if (a->by != b->by)
		return a->by < b->by ? -1 : 1;
	if (wrong(a) != wrong(b))
		return wrong(a) > wrong(b) ? -1 : 1;
	if (a->orders != b->orders)
		return a->orders > b->orders ? -1 : 1;
	return strcmp(a->value, b->value);
}

static int fill_groups(struct quality_pass *pass, struct list *groups)
{
	const struct report_request *request = pass->request;
	int64_t products = request->limit == NONE ? PRODUCTS_NAMED : request->limit;
	struct quality_group *group = arena_array(pass->core->arena, pass->tally_count + 1, sizeof *group);
	if (!group)
		return err_memory(pass->core->err);
	*groups = (struct list){ group, 0 };
	if (pass->tally_count)
		qsort(pass->tallies, pass->tally_count, sizeof *pass->tallies, compare);
	for (size_t i = 0; i < pass->tally_count; i++) {
		const struct quality_tally *tally = &pass->tallies[i];
		if ((request->by && strcmp(request->by, report_quality_by[tally->by])) || (tally->by == BY_PRODUCT && products-- <= 0))
			continue;
		group[groups->count++] = (struct quality_group){ .by = report_quality_by[tally->by],
								 .value = tally->value,
								 .orders = tally->by == BY_FAULT ? NONE : tally->orders,
								 .complaints = tally->count[COMPLAINTS],
								 .returns = tally->count[RETURNS],
								 .credit_notes = tally->count[CREDIT_NOTES],
								 .disputes = tally->count[DISPUTES],
								 .per_100 = per_100(wrong(tally), tally->by == BY_FAULT ? pass->orders : tally->orders) };
	}
	return 0;
}

int quality_fill(struct quality_pass *pass, struct report_quality *report)
{
	struct quality_otif *otif = arena_array(pass->core->arena, BASES, sizeof *otif);
	if (!otif)
		return err_memory(pass->core->err);
	for (int i = 0; i < BASES; i++) {
		otif[i] = pass->otif[i];
		otif[i].basis = bases[i];
		otif[i].met_pct = percent_of(otif[i].met, otif[i].judged);
	}
	report->as_of = pass->core->now;
	report->from = pass->from;
	report->to = pass->to;
	report->basis = translate(basis);
	report->orders = pass->orders;
	report->judged = pass->judged;
	report->perfect = pass->perfect;
	report->perfect_pct = percent_of(pass->perfect, pass->judged);
	report->otif = (struct list){ otif, BASES };
	report->problems = problems(pass->count, pass->orders);
	return fill_groups(pass, &report->groups);
}
