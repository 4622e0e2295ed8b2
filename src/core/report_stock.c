/* Stock against demand. What was gathered for each product becomes rows, proposals to reorder, and what lies dead. */
#include "report_stock.h"

#include <stdlib.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "ordr/statistics.h"

#define STANDARD      50
#define STANDARD_DAYS 90 /* of demand, when no period is given */
#define REVIEW_DAYS   30 /* what is ordered lasts so much longer than the reorder point */
#define DEAD_DAYS     180
#define DAY_MS	      INT64_C(86400000)

static const struct field row_fields[] = {
	F(struct stock_row, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "SKU"),
	F(struct stock_row, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the product"),
	F(struct stock_row, unit, TEXT, FIELD_REQUIRED | FIELD_LATE, "unit of the quantities, UN/ECE Recommendation 20"),
	F(struct stock_row, on_hand, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units in all warehouses"),
	F(struct stock_row, available, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "of these, not promised"),
	F(struct stock_row, backordered, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units that confirmed orders wait for"),
	F(struct stock_row, incoming, QUANTITY, FIELD_SHOWN | FIELD_LATE, "announced and not in yet; null of a time gone by"),
	F(struct stock_row, demand, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units ordered in the period"),
	F(struct stock_row, cover_days, QUANTITY, FIELD_SHOWN | FIELD_PLOT, "days of supply: available ÷ demand of a day; null without demand"),
	F(struct stock_row, turnover, QUANTITY, FIELD_SHOWN | FIELD_LATE, "times a year: shipped ÷ average on hand, of 365 days; null when none was on hand"),
	F(struct stock_row, fill_rate_pct, PERCENT, FIELD_SHOWN, "units that were there when the order was confirmed, in percent; null without orders"),
	FIELD_END,
};

static const struct field proposal_fields[] = {
	F(struct stock_proposal, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "SKU"),
	F(struct stock_proposal, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the product"),
	F(struct stock_proposal, unit, TEXT, FIELD_REQUIRED | FIELD_LATE, "unit of the quantities"),
	F(struct stock_proposal, position, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "available + incoming − backordered"),
	F(struct stock_proposal, reorder_point, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "demand of the lead time + safety stock"),
	F(struct stock_proposal, safety_stock, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "1.65 × standard deviation of a day's demand × √ lead time: 95 % of cycles without a stock-out"),
	F(struct stock_proposal, lead_days, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "lead time in calendar days: working days × 7 ÷ 5, of the product or shipping.lead_days"),
	F(struct stock_proposal, quantity, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "to order: up to the reorder point and the demand of 30 days"),
	FIELD_END,
};

static const struct field dead_fields[] = {
	F(struct stock_dead, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "SKU"),
	F(struct stock_dead, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the product"),
	F(struct stock_dead, unit, TEXT, FIELD_REQUIRED | FIELD_LATE, "unit of the quantity"),
	F(struct stock_dead, on_hand, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units in all warehouses"),
	F(struct stock_dead, last_shipped, DATE, FIELD_SHOWN, "the day when some shipped last; null when none ever did"),
	FIELD_END,
};

const struct field report_stock_fields[] = {
	F(struct report_stock, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that it is counted at"),
	F(struct report_stock, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of the demand"),
	F(struct report_stock, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of the demand"),
	F(struct report_stock, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_stock, products, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "goods that are on hand, wanted or waited for"),
	F(struct report_stock, short_products, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "of these, those that confirmed orders wait for"),
	F(struct report_stock, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders with goods placed in the period and confirmed"),
	F(struct report_stock, lines, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "their lines of goods"),
	F(struct report_stock, fill_rate_order_pct, PERCENT, FIELD_SHOWN, "orders whose goods were all there when they were confirmed, in percent"),
	F(struct report_stock, fill_rate_line_pct, PERCENT, FIELD_SHOWN, "lines that were, in percent"),
	F(struct report_stock, fill_rate_unit_pct, PERCENT, FIELD_SHOWN, "units that were, whatever they are counted in, in percent"),
	F_LIST(struct report_stock, list, struct stock_row, row_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS,
	       "the products, those with the fewest days of supply first, at most 50 or the limit"),
	F_LIST(struct report_stock, reorder, struct stock_proposal, proposal_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "what to order now, by SKU; none of a time gone by"),
	F_LIST(struct report_stock, dead, struct stock_dead, dead_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "what lies there and neither shipped nor came in for 180 days, by SKU"),
	FIELD_END,
};

const struct schema report_stock_schema = { .name = "ordr.report-stock/1",
					    .title = "Stock against demand.",
					    .fields = report_stock_fields,
					    .size = sizeof(struct report_stock) };

static const char basis[] = TO_TRANSLATE("demand is what was ordered in the period, rejected orders not counted; fill rates are of orders placed in the period and confirmed:"
			    " what had to wait then, or was called off for want of goods or by our own fault, was not there, what the customer called off"
			    " was not wanted; turnover is units shipped ÷ the mean of units on hand at the ends of the period; announced receipts are known"
			    " of the present only");

/* ⌊√n⌋, by Newton's method from above. */
static wide root(wide n)
{
	if (n < 2)
		return n;
	wide guess = n;
	for (wide next = (n + 1) / 2; next < guess; next = (guess + n / guess) / 2)
		guess = next;
	return guess;
}

static int64_t days_of(const struct stock_pass *pass)
{
	int64_t last = pass->to.days < pass->today.days ? pass->to.days : pass->today.days;
	return last < pass->from.days ? 1 : last - pass->from.days + 1;
}

/* King, "Crack the code: understanding safety stock" (APICS): Z × σ(demand) × √(lead time), Z = 1.65 for 95 % of cycles; σ over all days of the
 * period, those without demand too. (n Σq² − (Σq)²) ÷ n² is the variance. */
static int64_t safety_stock(const struct stocked *stocked, int64_t days, int64_t lead)
{
	wide spread = (wide)days * stocked->squares - (wide)stocked->demand * stocked->demand;
	wide safety = root(spread * 27225 * lead / 10000) / days;
	return safety > INT64_MAX ? INT64_MAX : (int64_t)safety;
}

static int64_t scale_up(int64_t a, int64_t b, int64_t by)
{
	wide scaled = ((wide)a * b + by - 1) / by;
	return scaled > INT64_MAX / 4 ? INT64_MAX / 4 : (int64_t)scaled;
}

/* Up to a quantity that the product can be counted in. */
static int64_t whole(int64_t thousandths, int64_t decimals)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	int64_t step = steps[decimals < 0 || decimals > 3 ? 3 : decimals];
	return (thousandths + step - 1) / step * step;
}

struct named {
	struct stocked stocked;
	const char *sku, *name, *unit;
	int64_t decimals, lead_days, lead; /* working days, and calendar days */
	struct quantity cover;
};

static int name(struct core *core, int64_t lead_days, struct named *named)
{
	char subject[80];
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT sku, name, unit, decimals, coalesce(lead_days, $2) FROM product WHERE id = $1", A(named->stocked.number),
		     A(lead_days)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found < 0 ? -1 : err_set(core->err, ERR_DAMAGED, "stock has no product");
	named->sku = arena_strdup(core->arena, db_column_text(&rows, 0));
	named->name = arena_strdup(core->arena, db_column_text(&rows, 1));
	named->unit = arena_strdup(core->arena, db_column_text(&rows, 2));
	named->decimals = db_column_integer(&rows, 3);
	named->lead_days = db_column_integer(&rows, 4);
	named->lead = (named->lead_days * 7 + 4) / 5;
	db_finish(&rows);
	if (!named->sku || !named->name || !named->unit)
		return err_memory(core->err);
	report_subject(subject, "product", named->sku);
	return past_text(core, subject, "name", &named->name);
}

/* What runs out first comes first; without demand the last, by SKU. */
static int by_cover(const void *left, const void *right)
{
	const struct named *a = left;
	const struct named *b = right;
	bool endless_a = a->cover.thousandths == NONE;
	bool endless_b = b->cover.thousandths == NONE;
	if (endless_a != endless_b)
		return endless_a ? 1 : -1;
	if (a->cover.thousandths != b->cover.thousandths)
		return a->cover.thousandths < b->cover.thousandths ? -1 : 1;
	return strcmp(a->sku, b->sku);
}

static int by_sku(const void *left, const void *right)
{
	return strcmp(((const struct named *)left)->sku, ((const struct named *)right)->sku);
}

static struct stock_row row_of(const struct stock_pass *pass, const struct named *named)
{
	const struct stocked *stocked = &named->stocked;
	const int64_t none = NONE;
	struct stock_row row = { .sku = named->sku,
				 .name = named->name,
				 .unit = named->unit,
				 .on_hand = { stocked->on_hand },
				 .available = { stocked->on_hand - stocked->allocated },
				 .backordered = { stocked->backordered },
				 .incoming = { pass->core->past ? none : stocked->incoming },
				 .demand = { stocked->demand },
				 .cover_days = named->cover,
				 .turnover = { none },
				 .fill_rate_pct = percent_of(stocked->wanted - stocked->missed, stocked->wanted) };
	int64_t mean = stocked->opening + stocked->closing; /* twice */
	wide shipped = (wide)stocked->shipped * 2 * 365 * 1000;
	wide held = (wide)mean * days_of(pass);
	if (held > 0 && (shipped + held / 2) / held <= INT64_MAX)
		row.turnover.thousandths = (int64_t)((shipped + held / 2) / held);
	return row;
}

/* False: there is enough. */
static bool propose(const struct stock_pass *pass, const struct named *named, struct stock_proposal *proposal)
{
	const struct stocked *stocked = &named->stocked;
	int64_t days = days_of(pass);
	int64_t safety = safety_stock(stocked, days, named->lead);
	int64_t point = scale_up(stocked->demand, named->lead, days) + safety;
	int64_t position = stocked->on_hand - stocked->allocated + stocked->incoming - stocked->backordered;
	if (pass->core->past || (!stocked->demand && !stocked->backordered) || position > point)
		return false;
	*proposal = (struct stock_proposal){ .sku = named->sku,
					     .name = named->name,
					     .unit = named->unit,
					     .position = { position },
					     .reorder_point = { whole(point, named->decimals) },
					     .safety_stock = { whole(safety, named->decimals) },
					     .lead_days = named->lead,
					     .quantity = { whole(point + scale_up(stocked->demand, REVIEW_DAYS, days) - position, named->decimals) } };
	return proposal->quantity.thousandths > 0;
}

static bool is_dead(const struct stock_pass *pass, const struct stocked *stocked)
{
	int64_t limit = pass->core->now.ms - DEAD_DAYS * DAY_MS;
	return stocked->on_hand > 0 && stocked->last_shipped < limit && stocked->last_received < limit;
}

static int fill_lists(struct stock_pass *pass, struct named *named, size_t count, size_t limit, struct report_stock *report)
{
	struct core *core = pass->core;
	struct stock_row *rows = arena_array(core->arena, count + 1, sizeof *rows);
	struct stock_proposal *proposals = arena_array(core->arena, count + 1, sizeof *proposals);
	struct stock_dead *dead = arena_array(core->arena, count + 1, sizeof *dead);
	if (!rows || !proposals || !dead)
		return err_memory(core->err);
	report->list = (struct list){ rows, count < limit ? count : limit };
	report->reorder = (struct list){ proposals, 0 };
	report->dead = (struct list){ dead, 0 };
	qsort(named, count, sizeof *named, by_cover);
	for (size_t i = 0; i < report->list.count; i++)
		rows[i] = row_of(pass, &named[i]);
	qsort(named, count, sizeof *named, by_sku);
	for (size_t i = 0; i < count; i++) {
		const struct stocked *stocked = &named[i].stocked;
		report->short_products += stocked->backordered > 0;
		report->reorder.count += propose(pass, &named[i], &proposals[report->reorder.count]);
		if (!is_dead(pass, stocked))
			continue;
		const int64_t never = NONE;
		dead[report->dead.count++] = (struct stock_dead){ named[i].sku, named[i].name, named[i].unit, { stocked->on_hand },
								  { stocked->last_shipped ? instant_date((struct instant){ stocked->last_shipped }, NULL).days
											  : never } };
	}
	return 0;
}

static int fill(struct stock_pass *pass, size_t limit, struct report_stock *report)
{
	const struct stocked *stocked = id_table_items(&pass->table);
	struct named *named = arena_array(pass->core->arena, pass->table.count + 1, sizeof *named);
	size_t count = 0;
	int64_t lead_days = settings_number(pass->core, "shipping.lead_days");
	if (!named)
		return err_memory(pass->core->err);
	if (lead_days < 0)
		return -1;
	for (size_t i = 0; i < pass->table.count; i++) {
		if (!stocked[i].on_hand && !stocked[i].demand && !stocked[i].backordered)
			continue;
		struct named *one = &named[count];
		*one = (struct named){ .stocked = stocked[i], .cover = { NONE } };
		wide cover = (wide)(stocked[i].on_hand - stocked[i].allocated) * days_of(pass) * 1000;
		if (stocked[i].demand && cover / stocked[i].demand <= INT64_MAX)
			one->cover.thousandths = (int64_t)((cover + stocked[i].demand / 2) / stocked[i].demand);
		if (name(pass->core, lead_days, one))
			return -1;
		count += !pass->request->sku || !strcmp(one->sku, pass->request->sku);
	}
	report->products = (int64_t)count;
	report->short_products = 0;
	report->orders = pass->orders;
	report->lines = pass->lines;
	report->fill_rate_order_pct = percent_of(pass->filled_orders, pass->orders);
	report->fill_rate_line_pct = percent_of(pass->filled_lines, pass->lines);
	report->fill_rate_unit_pct = percent_of(pass->wanted - pass->missed, pass->wanted);
	return fill_lists(pass, named, count, limit, report);
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_stock *report = record;
	struct stock_pass pass = { .core = core, .request = request, .table = { .arena = core->keep, .item = sizeof(struct stocked) } };
	struct report_request period = *request;
	if (calendar_today(core, &pass.today))
		return -1;
	if (period.from.days == NONE)
		period.from = date_within((struct date){ (period.to.days == NONE ? pass.today.days : period.to.days) - STANDARD_DAYS + 1 });
	if (report_period(core, &period, &pass.from, &pass.to))
		return -1;
	pass.first = date_instant(pass.from, 0);
	pass.after = date_instant((struct date){ pass.to.days + 1 }, 0);
	report->as_of = core->now;
	report->from = pass.from;
	report->to = pass.to;
	report->basis = translate(basis);
	return stock_gather(&pass) ? -1 : fill(&pass, request->limit == NONE ? STANDARD : (size_t)request->limit, report);
}

static const char *const matter[] = { "products", NULL };

const struct report report_stock = { .schema = &report_stock_schema, .matter = matter, .make = make };
