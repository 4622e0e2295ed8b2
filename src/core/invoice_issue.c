/* Issuing an invoice: what may be billed by the company's policy and was not yet, with a number without gaps, frozen as it is written.
 *
 * A part of a line is not priced by itself, or cents would be lost or won on the way. With q units billed so far of the o ordered,
 *
 *     gross(q) = round((net + discount) × q ÷ o)    discount(q) = round(discount × q ÷ o)    net(q) = gross(q) − discount(q)
 *
 * of the order line's frozen net and discount, half away from zero; an invoice that takes a line from p to q bills net(q) − net(p). So all
 * invoices of a line add up to its net exactly, and each reads quantity × price − discount. What is cancelled keeps its share, since
 * shares are of what was ordered. VAT is rounded once for each category and rate on the invoice's own sum (EN 16931 BR-CO-17). */
#include <string.h>

#include "fulfilment.h"
#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/calendar.h"
#include "ordr/credit.h"
#include "ordr/event.h"
#include "ordr/gate.h"
#include "ordr/invoice.h"
#include "ordr/settings.h"

/* A line of the order; `open`: neither cancelled nor billed, `allowed`: by the policy, whether billed or not. */
struct source {
	int64_t line;
	const char *sku, *name, *unit;
	struct quantity ordered, invoiced, open, allowed;
	struct price price;
	struct money discount, net;
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
	F(struct source, price, PRICE, 0, NULL),
	F(struct source, discount, MONEY, 0, NULL),
	F(struct source, net, MONEY, 0, NULL),
	F(struct source, tax_category, TEXT, FIELD_REQUIRED, NULL),
	F(struct source, tax_rate, PERCENT, 0, NULL),
	FIELD_END,
};

static const struct schema source_schema = { .name = "source", .fields = source_fields, .size = sizeof(struct source) };

struct bill {
	struct order_id id;
	const char *policy;
	struct list sources; /* struct source */
	struct invoice invoice;
	struct invoice_number number;
	int64_t payment_days, discount_days;
	struct percent discount_percent;
};

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
	if (prepaid == 1)
		bill->policy = "order";
	return 0;
}

static int load_sources(struct core *core, struct bill *bill)
{
	bill->policy = settings_text(core, "workflow.invoice_on");
	if (!bill->policy || policy_of(core, bill))
		return -1;
	return db_all(core->db, core->arena, &source_schema, &bill->sources,
		      "SELECT l.line, l.sku, l.name, l.unit, l.ordered, l.invoiced, l.ordered - l.cancelled - l.invoiced AS open,"
		      " " LINE_BILLABLE("$2") " AS allowed, l.price, l.discount, l.net, l.tax_category, l.tax_rate, o.currency"
		      " FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.id = $1 ORDER BY l.line",
		      A(bill->id.number), A(bill->policy));
}

/* Nothing to bill: all is billed, or what comes first. */
static int refuse(struct core *core, const struct bill *bill, const struct fulfilment *fulfilment)
{
	char text[ID_SIZE];
	bool delivery = !strcmp(bill->policy, "delivery");
	bool open = false;
	const struct source *source = bill->sources.items;
	for (size_t i = 0; i < bill->sources.count; i++)
		open |= source[i].open.thousandths > 0;
	if (!open) {
		err_already(core->err, "is invoiced already");
		return order_subject(core, bill->id);
	}
	err_set(core->err, ERR_CONFLICT, "cannot invoice: nothing more is %s or performed", delivery ? "delivered" : "shipped");
	order_subject(core, bill->id);
	const char *next = fulfilment_next(core, fulfilment, delivery ? STEP_DELIVER : STEP_SHIP);
	if (!next && fulfilment->waiting)
		return fulfilment_short(core, fulfilment, ERR_CONFLICT, "cannot invoice yet");
	return err_hint(core->err, "ordr %s %s", next ? next : "deliver", order_id_text(bill->id, text));
}

static int price_line(struct core *core, const struct source *source, struct invoice_line *line)
{
	int64_t gross_before, discount_before, gross, discount;
	if (order_price_share(core, source->net, source->discount, source->ordered, source->invoiced, &gross_before, &discount_before) ||
	    order_price_share(core, source->net, source->discount, source->ordered, source->allowed, &gross, &discount))
		return -1;
	*line = (struct invoice_line){ .line = source->line, .sku = source->sku, .name = source->name, .unit = source->unit,
				       .price = source->price, .discount = source->discount, .net = source->net,
				       .tax_category = source->tax_category, .tax_rate = source->tax_rate };
	line->qty.thousandths = source->allowed.thousandths - source->invoiced.thousandths;
	line->discount.minor = discount - discount_before;
	line->net.minor = gross - gross_before - line->discount.minor;
	return 0;
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
	group->category = line->tax_category;
	group->rate = line->tax_rate;
	group->net = group->tax = money_make(0, line->net.currency);
	return group;
}

static int sum_up(struct core *core, struct invoice *invoice)
{
	const struct invoice_line *line = invoice->lines.items;
	struct invoice_tax *tax = invoice->taxes.items;
	invoice->net = invoice->tax = money_make(0, line->net.currency);
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

/* Prices what is allowed and not yet billed; no line at all is no error. */
static int price(struct core *core, struct bill *bill)
{
	const struct source *source = bill->sources.items;
	struct invoice *invoice = &bill->invoice;
	struct invoice_line *lines = arena_array(core->arena, bill->sources.count + 1, sizeof *lines);
	invoice->lines.items = lines;
	invoice->taxes.items = arena_array(core->arena, bill->sources.count + 1, sizeof(struct invoice_tax));
	if (!lines || !invoice->taxes.items)
		return err_memory(core->err);
	for (size_t i = 0; i < bill->sources.count; i++)
		if (source[i].allowed.thousandths > source[i].invoiced.thousandths &&
		    price_line(core, &source[i], &lines[invoice->lines.count++]))
			return -1;
	return invoice->lines.count ? sum_up(core, invoice) : 0;
}

/* The one shipment that is billed, if it is one. Steps take all shipments of an order, so those not billed are the newest: when the newest
 * holds exactly what is billed of goods, it is alone. Under the policy `order` no shipment is billed. */
static int find_shipment(struct core *core, struct bill *bill)
{
	return db_integer(core->db, &bill->invoice.shipment.number,
			  "SELECT s.id FROM shipment s WHERE s.id = (SELECT max(id) FROM shipment WHERE order_id = $1 AND $2 <> 'order'"
			  " AND (state = 'delivered' OR (state = 'shipped' AND $2 = 'shipment')))"
			  " AND NOT EXISTS (SELECT 1 FROM order_line l LEFT JOIN shipment_line t ON t.shipment_id = s.id AND t.line = l.line"
			  " WHERE l.order_id = $1 AND l.kind = 'goods' AND coalesce(t.quantity, 0) <>"
			  " CASE WHEN $2 = 'shipment' THEN l.shipped ELSE l.delivered END - l.invoiced)",
			  A(bill->id.number), A(bill->policy)) < 0
		       ? -1
		       : 0;
}

/* The seller as the settings say; what they leave empty is absent. */
static int load_seller(struct core *core, struct bill *bill)
{
	struct party *seller = &bill->invoice.seller;
	const struct {
		const char *name;
		const char **member;
	} parts[] = {
		{ "company.name", &seller->name },	     { "company.street", &seller->street },
		{ "company.postcode", &seller->postcode },   { "company.city", &seller->city },
		{ "company.country", &seller->country },     { "company.vat_id", &seller->vat_id },
		{ "company.tax_number", &seller->tax_number }, { "company.iban", &seller->iban },
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *text = settings_text(core, parts[i].name);
		if (!text)
			return -1;
		*parts[i].member = *text ? text : NULL;
	}
	if (seller->name)
		return 0;
	err_set(core->err, ERR_REFUSED, "an invoice must name the seller");
	err_hint(core->err, "ordr config set company.name \"…\"");
	return order_subject(core, bill->id);
}

/* Invoices are numbered in the order of issue, so none may be dated before the last one of its series: the clock has gone back, or was ahead. */
static int check_order(struct core *core, const struct invoice_number *number)
{
	char last_text[DATE_SIZE], text[DATE_SIZE];
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT number, issued FROM invoice WHERE series = $1 ORDER BY year DESC, sequence DESC LIMIT 1",
		     A(number->series)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	struct date last = { db_column_integer(&rows, 1) };
	if (last.days > number->issued.days) {
		err_set(core->err, ERR_REFUSED, "an invoice of %s cannot follow %s, which is dated %s: they are numbered by date",
			date_text(number->issued, text), db_column_text(&rows, 0), date_text(last, last_text));
		err_hint(core->err, "set the clock right, or give --now %s", last_text);
	}
	db_finish(&rows);
	return last.days > number->issued.days ? -1 : 0;
}

int invoice_number_next(struct core *core, struct invoice_number *number)
{
	int year, month, day;
	number->series = settings_text(core, "invoice.series");
	if (!number->series || calendar_today(core, &number->issued) || check_order(core, number))
		return -1;
	date_parts(number->issued, &year, &month, &day);
	number->year = year;
	if (db_integer(core->db, &number->sequence, "SELECT coalesce(max(sequence), 0) + 1 FROM invoice WHERE series = $1 AND year = $2",
		       A(number->series), A(number->year)) < 0)
		return -1;
	number->text = arena_printf(core->arena, "%s-%04d-%05lld", number->series, year, (long long)number->sequence);
	return number->text ? 0 : err_memory(core->err);
}

static int take_number(struct core *core, struct bill *bill)
{
	bill->payment_days = settings_number(core, "invoice.payment_days");
	bill->discount_days = settings_number(core, "invoice.discount_days");
	if (bill->payment_days < 0 || bill->discount_days < 0 || settings_percent(core, "invoice.discount_percent", &bill->discount_percent))
		return -1;
	if (invoice_number_next(core, &bill->number))
		return core->err->code == ERR_REFUSED ? order_subject(core, bill->id) : -1;
	bill->invoice.issued = bill->number.issued;
	bill->invoice.id = bill->number.text;
	return 0;
}

/* The customer's cash discount (c), else the company's; without one the invoice has no days for it either. */
#define DISCOUNT "coalesce(c.discount_percent, $22)"

static int write_head(struct core *core, const struct bill *bill)
{
	const struct invoice *invoice = &bill->invoice;
	const struct party *seller = &invoice->seller;
	int64_t shipment = invoice->shipment.number ? invoice->shipment.number : NONE;
	return db_run(core->db,
		      "INSERT INTO invoice (number, series, year, sequence, type, order_id, shipment_id, customer_id, issued, issued_at, due,"
		      " currency, net, tax, gross, order_ref, seller_name, seller_street, seller_postcode, seller_city, seller_country,"
		      " seller_vat_id, seller_tax_number, seller_iban, buyer_name, buyer_street, buyer_postcode, buyer_city, buyer_country,"
		      " buyer_vat_id, buyer_reference, buyer_email, discount_days, discount_percent) SELECT $2, $3, $4, $5, 'invoice', o.id, $6, c.id, $7, $8,"
		      " $7 + coalesce(c.payment_days, $9), o.currency, $10, $11, $12, o.ref, $13, $14, $15, $16, $17, $18, $19, $20, c.name,"
		      " c.street, c.postcode, c.city, c.country, c.vat_id, c.buyer_reference, c.email,"
		      " CASE WHEN " DISCOUNT " > 0 THEN coalesce(c.discount_days, $21) END, CASE WHEN " DISCOUNT " > 0 THEN " DISCOUNT " END"
		      " FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1",
		      A(bill->id.number), A(invoice->id), A(bill->number.series), A(bill->number.year), A(bill->number.sequence),
		      A(shipment),
		      A(invoice->issued), A(core->now), A(bill->payment_days), A(invoice->net), A(invoice->tax), A(invoice->gross),
		      A(seller->name), A(seller->street), A(seller->postcode), A(seller->city), A(seller->country), A(seller->vat_id),
		      A(seller->tax_number), A(seller->iban), A(bill->discount_days), A(bill->discount_percent));
}

static int write_line(struct core *core, const struct bill *bill, int64_t row, const struct invoice_line *line)
{
	if (db_run(core->db,
		   "INSERT INTO invoice_line (invoice_id, line, order_line, sku, name, quantity, unit, price, discount, net, tax_category,"
		   " tax_rate) VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		   A(row), A(line->line), A(line->sku), A(line->name), A(line->qty), A(line->unit), A(line->price), A(line->discount),
		   A(line->net), A(line->tax_category), A(line->tax_rate)))
		return -1;
	return db_run(core->db, "UPDATE order_line SET invoiced = invoiced + $3 WHERE order_id = $1 AND line = $2", A(bill->id.number),
		      A(line->line), A(line->qty));
}

static int write_invoice(struct core *core, const struct bill *bill)
{
	const struct invoice_line *lines = bill->invoice.lines.items;
	const struct invoice_tax *taxes = bill->invoice.taxes.items;
	if (write_head(core, bill))
		return -1;
	int64_t row = db_last_id(core->db);
	for (size_t i = 0; i < bill->invoice.lines.count; i++)
		if (write_line(core, bill, row, &lines[i]))
			return -1;
	for (size_t i = 0; i < bill->invoice.taxes.count; i++)
		if (db_run(core->db, "INSERT INTO invoice_tax (invoice_id, category, rate, net, tax) VALUES ($1, $2, $3, $4, $5)", A(row),
			   A(taxes[i].category), A(taxes[i].rate), A(taxes[i].net), A(taxes[i].tax)))
			return -1;
	return credit_owe(core, bill->invoice.id, bill->invoice.gross);
}

/* The order's log says what was billed, the invoice's own where it comes from. */
static int write_events(struct core *core, const struct bill *bill)
{
	char text[MONEY_SIZE];
	const struct invoice *invoice = &bill->invoice;
	const struct invoice_line *lines = invoice->lines.items;
	struct str sums = { 0 };
	str_printf(&sums, "\"currency\":\"%s\",\"net\":%s", invoice->net.currency, money_text(invoice->net, text));
	str_printf(&sums, ",\"tax\":%s", money_text(invoice->tax, text));
	str_printf(&sums, ",\"gross\":%s,\"lines\":[", money_text(invoice->gross, text));
	for (size_t i = 0; i < invoice->lines.count; i++)
		str_printf(&sums, "%s{\"line\":%lld,\"qty\":%s}", i ? "," : "", (long long)lines[i].line, quantity_text(lines[i].qty, text));
	str_put(&sums, "]");
	struct str of_order = { .failed = sums.failed };
	struct str of_invoice = { .failed = sums.failed };
	str_printf(&of_order, "\"invoice\":\"%s\",%s", invoice->id, sums.text ? sums.text : "");
	str_printf(&of_invoice, "\"order\":\"%s\",%s", order_id_text(bill->id, text), sums.text ? sums.text : "");
	str_release(&sums);
	if (!event_order(core, bill->id, &of_order))
		return event_subject(core, &of_invoice, "%s", invoice->id);
	str_release(&of_invoice);
	return -1;
}

int invoice_issue(struct core *core, struct order_id id, const char **number)
{
	struct fulfilment fulfilment;
	struct bill bill = { .id = id };
	if (fulfilment_load(core, id, "invoice", &fulfilment) || load_sources(core, &bill))
		return -1;
	if (price(core, &bill))
		return order_subject(core, id);
	if (!bill.invoice.lines.count)
		return refuse(core, &bill, &fulfilment);
	if (gate_pass(core, id, GATE_INVOICE) || load_seller(core, &bill) || find_shipment(core, &bill) || take_number(core, &bill) || write_invoice(core, &bill) ||
	    write_events(core, &bill))
		return -1;
	*number = bill.invoice.id;
	return 0;
}
