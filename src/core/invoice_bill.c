/* What an invoice bills: what the policy allows of an order and was not billed yet.
 *
 * A part of a line is not priced by itself, or cents would be lost or won on the way. With q units billed in all of the o ordered,
 *
 *     gross(q) = round((net + discount) × q ÷ o)    discount(q) = round(discount × q ÷ o)    net(q) = gross(q) − discount(q)
 *
 * of the order line's frozen net and discount, half away from zero; an invoice that brings a line to q units bills net(q) less what was billed of it
 * before. So all invoices of a line add up to its net exactly. What is cancelled keeps its share, since shares are of what was ordered. What an
 * invoice takes off a line is the rest to quantity × price, so that each line reads quantity × price − discount (EN 16931 line net; BT-136, or
 * BT-141 where rounding in parts left a cent over). VAT is rounded once for each category and rate on the invoice's own sum (BR-CO-17). */
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/calendar.h"
#include "ordr/settings.h"
#include "ordr/tax.h"

/* A line of the order; `open`: neither cancelled nor billed, `allowed`: by the policy, whether billed or not. */
struct source {
	int64_t line;
	const char *sku, *name, *unit;
	struct quantity ordered, invoiced, open, allowed;
	struct quantity credited; /* billed, credited for good, and cancelled then */
	struct price price;
	struct money discount, net, billed;
	const char *kind;
	struct date date, until; /* of a service, its first and last day */
	const char *tax_category;
	struct percent tax_rate;
};

static const struct field source_fields[] = {
	F(struct source, line, INTEGER, 0, NULL),
	F(struct source, sku, TEXT, FIELD_REQUIRED, NULL),
	F(struct source, name, TEXT, FIELD_REQUIRED, NULL),
	F(struct source, unit, TEXT, FIELD_REQUIRED, NULL),
	F(struct source, ordered, QUANTITY, 0, NULL),
	F(struct source, invoiced, QUANTITY, 0, NULL),
	F(struct source, open, QUANTITY, 0, NULL),
	F(struct source, allowed, QUANTITY, 0, NULL),
	F(struct source, credited, QUANTITY, 0, NULL),
	F(struct source, price, PRICE, 0, NULL),
	F(struct source, discount, MONEY, 0, NULL),
	F(struct source, net, MONEY, 0, NULL),
	F(struct source, billed, MONEY, 0, NULL),
	F(struct source, kind, TEXT, FIELD_REQUIRED, NULL),
	F(struct source, date, DATE, 0, NULL),
	F(struct source, until, DATE, 0, NULL),
	F(struct source, tax_category, TEXT, FIELD_REQUIRED, NULL),
	F(struct source, tax_rate, PERCENT, 0, NULL),
	FIELD_END,
};

static const struct schema source_schema = { .name = "source", .fields = source_fields, .size = sizeof(struct source) };

static int too_much(struct core *core, const char *what)
{
	return err_set(core->err, ERR_INVALID, "the %s of the invoice is more than can be counted", what);
}

/* What is paid before it ships is billed as it is ordered. */
static int policy_of(struct core *core, struct bill *bill)
{
	int64_t prepaid = 0;
	if (db_integer(core->db, &prepaid, "SELECT prepaid FROM orders WHERE id = $1", A(bill->id.number)) < 0)
		return -1;
	bill->prepaid = prepaid == 1;
	if (bill->prepaid)
		bill->policy = "order";
	return 0;
}

/* A service is performed on the days that are booked for it, but not after it is billed: it may have been performed early. */
#define DAY(which)                                                                                                               \
	"CASE WHEN l.kind = 'service' THEN (SELECT " which "(CASE WHEN $2 <> 'order' AND d.day > $5 THEN $5 ELSE d.day END) FROM (SELECT b.day"        \
	" FROM booking b WHERE b.product_id = l.product_id AND b.order_id = l.order_id AND b.line = l.line UNION ALL SELECT l.date"            \
	" WHERE l.date IS NOT NULL) d) END"

/* Units of a line that were supplied ($2) at or after $3, or are services of a day on or after $4. */
#define LATER                                                                                                                    \
	"CASE WHEN l.kind = 'service' AND l.date >= $4 THEN l.delivered ELSE coalesce((SELECT sum(t.quantity) FROM shipment s JOIN shipment_line t" \
	" ON t.shipment_id = s.id AND t.line = l.line WHERE s.order_id = o.id AND CASE WHEN $2 = 'delivery' THEN s.delivered_at ELSE s.shipped_at END" \
	" >= $3), 0) END"

int bill_load(struct core *core, struct bill *bill, const char *policy)
{
	bill->policy = policy ? policy : settings_text(core, "workflow.invoice_on");
	if (!bill->policy || policy_of(core, bill))
		return -1;
	struct date day = { NONE };
	struct date today;
	if (calendar_today(core, &today))
		return -1;
	if (bill->until.ms != NONE)
		day = instant_date(bill->until, NULL);
	return db_all(core->db, core->arena, &source_schema, &bill->sources,
		      "SELECT l.line, l.sku, l.name, l.unit, l.ordered, l.invoiced, l.ordered - l.cancelled - l.invoiced AS open,"
		      " " LINE_BILLABLE("$2") " - CASE WHEN $2 <> 'order' AND $3 IS NOT NULL THEN " LATER " ELSE 0 END AS allowed, " LINE_CREDITED_CUT " AS credited, l.price, l.discount, l.net, l.tax_category, l.tax_rate, l.kind,"
		      " " DAY("min") " AS date, " DAY("max") " AS until, o.currency,"
		      " coalesce(t.net, 0) AS billed FROM orders o JOIN order_line l ON l.order_id = o.id LEFT JOIN (SELECT b.order_line,"
		      " sum(CASE i.type WHEN 'invoice' THEN b.net ELSE -b.net END) AS net FROM invoice i JOIN invoice_line b ON b.invoice_id = i.id"
		      " WHERE i.id IN " INVOICES_OF("$1") " AND coalesce(b.order_id, i.order_id) = $1 AND b.rebill = 1 AND b.order_line IS NOT NULL GROUP BY b.order_line) t ON t.order_line = l.line"
		      " WHERE o.id = $1 AND ($2 <> 'order' OR $3 IS NULL OR o.placed_at < $3) ORDER BY l.line",
		      A(bill->id.number), A(bill->policy), A(bill->until), A(day), A(today));
}

bool bill_open(const struct bill *bill)
{
	const struct source *source = bill->sources.items;
	for (size_t i = 0; i < bill->sources.count; i++)
		if (source[i].open.thousandths > 0)
			return true;
	return false;
}

/* A service without a day of its own was performed by today, unless it is billed before. */
void bill_supply(const struct bill *bill, struct date *first, struct date *last)
{
	const struct source *source = bill->sources.items;
	for (size_t i = 0; i < bill->sources.count; i++) {
		bool performed = !strcmp(source[i].kind, "service") && source[i].allowed.thousandths > source[i].invoiced.thousandths;
		if (performed && source[i].date.days != NONE)
			invoice_widen(source[i].date, source[i].until, first, last);
		else if (performed && strcmp(bill->policy, "order"))
			invoice_widen(bill->invoice.issued, (struct date){ NONE }, first, last);
	}
}

/* The day that decides the rate: the service's own, else the last of the document's supply, else today. */
static int rate_of(struct core *core, const struct bill *bill, const struct source *source, struct percent *rate)
{
	struct date day = bill->invoice.issued;
	if (source->date.days != NONE)
		day = source->until;
	else if (bill->invoice.supplied_until.days != NONE)
		day = bill->invoice.supplied_until;
	else if (bill->invoice.supplied.days != NONE)
		day = bill->invoice.supplied;
	return tax_rate_at(core, source->tax_category, bill->placed, day, rate);
}

/* Brings the line to `upto` units billed. What was credited for good and cancelled keeps its share, too. */
static int price_line(struct core *core, const struct bill *bill, const struct source *source, struct quantity upto, struct invoice_line *line)
{
	int64_t gross, discount;
	struct money whole;
	const struct quantity share = { upto.thousandths + source->credited.thousandths };
	if (order_price_share(core, source->net, source->discount, source->ordered, share, &gross, &discount))
		return -1;
	*line = (struct invoice_line){ .line = source->line, .order = bill->id, .order_line = source->line, .sku = source->sku, .name = source->name,
				       .unit = source->unit, .price = source->price, .discount = source->discount, .net = source->net,
				       .tax_category = source->tax_category, .tax_rate = source->tax_rate, .supplied = source->date, .supplied_until = { NONE } };
	if (source->until.days != source->date.days)
		line->supplied_until = source->until;
	line->kind = strcmp(source->kind, "charge") ? "line" : "charge";
	line->qty.thousandths = upto.thousandths - source->invoiced.thousandths;
	line->net.minor = gross - discount - source->billed.minor;
	if (price_times(line->price, line->qty, &whole) || money_subtract(whole, line->net, &line->discount))
		return too_much(core, "discount");
	return rate_of(core, bill, source, &line->tax_rate);
}

static int add(struct core *core, struct money part, struct money *sum, const char *what)
{
	return money_add(*sum, part, sum) ? too_much(core, what) : 0;
}

/* The group of a line's category and rate, made when there is none yet. */
static struct invoice_tax *tax_group(struct invoice *invoice, const struct invoice_line *line)
{
	struct invoice_tax *taxes = invoice->taxes.items;
	for (size_t i = 0; i < invoice->taxes.count; i++)
		if (taxes[i].rate.hundredths == line->tax_rate.hundredths && !strcmp(taxes[i].category, line->tax_category))
			return &taxes[i];
	struct invoice_tax *group = &taxes[invoice->taxes.count++];
	*group = (struct invoice_tax){ .category = line->tax_category, .rate = line->tax_rate };
	group->net = group->tax = money_make(0, line->net.currency);
	return group;
}

int bill_sum(struct core *core, struct invoice *invoice)
{
	const struct invoice_line *line = invoice->lines.items;
	struct invoice_tax *tax = arena_array(core->arena, invoice->lines.count + 1, sizeof *tax);
	if (!tax)
		return err_memory(core->err);
	invoice->taxes = (struct list){ tax, 0 };
	invoice->net = invoice->tax = money_make(0, invoice->currency);
	for (size_t i = 0; i < invoice->lines.count; i++)
		if (add(core, line[i].net, &tax_group(invoice, &line[i])->net, "net") || add(core, line[i].net, &invoice->net, "net"))
			return -1;
	for (size_t i = 0; i < invoice->taxes.count; i++) {
		if (money_percent(tax[i].net, tax[i].rate, &tax[i].tax))
			return too_much(core, "tax");
		if (add(core, tax[i].tax, &invoice->tax, "tax"))
			return -1;
	}
	invoice->gross = invoice->net;
	return add(core, invoice->tax, &invoice->gross, "gross");
}

static int64_t billable(const struct source *source)
{
	int64_t units = source->allowed.thousandths - source->invoiced.thousandths;
	return units > 0 ? units : 0;
}

static bool untaxable(const struct source *source)
{
	return !strcmp(source->tax_category, "O");
}

static bool any_taxable(const struct bill *bill)
{
	const struct source *source = bill->sources.items;
	for (size_t i = 0; i < bill->sources.count; i++)
		if (billable(&source[i]) && !untaxable(&source[i]))
			return true;
	return false;
}

int bill_price(struct core *core, struct bill *bill)
{
	bool taxable = any_taxable(bill);
	const struct source *source = bill->sources.items;
	struct invoice *invoice = &bill->invoice;
	struct invoice_line *lines = arena_array(core->arena, bill->sources.count + 1, sizeof *lines);
	invoice->lines = (struct list){ lines, 0 };
	bill->all = true;
	if (!lines)
		return err_memory(core->err);
	for (size_t i = 0; i < bill->sources.count; i++) {
		int64_t units = taxable && untaxable(&source[i]) ? 0 : billable(&source[i]);
		bill->all &= source[i].open.thousandths <= units;
		if (units && price_line(core, bill, &source[i], source[i].allowed, &lines[invoice->lines.count++]))
			return -1;
	}
	return 0;
}

int bill_rest(struct core *core, const struct bill *bill, struct invoice *rest)
{
	const struct source *source = bill->sources.items;
	struct invoice_line *lines = arena_array(core->arena, bill->sources.count + 1, sizeof *lines);
	rest->lines = (struct list){ lines, 0 };
	if (!lines)
		return err_memory(core->err);
	for (size_t i = 0; i < bill->sources.count; i++) {
		struct quantity upto = { source[i].invoiced.thousandths + source[i].open.thousandths };
		if (source[i].open.thousandths > 0 && price_line(core, bill, &source[i], upto, &lines[rest->lines.count++]))
			return -1;
	}
	return 0;
}
