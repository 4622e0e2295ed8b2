/* What is billed: lines, net, VAT by rate, total. */
#include <string.h>

#include "paper.h"

/* The one place that reads a line's price. */
static const char *line_price(struct maker *maker, const struct invoice_line *line)
{
	char text[MONEY_SIZE];
	return figure_amount(maker, price_text(line->price, text), line->price.currency);
}

/* The discount as what it does to the amount: below zero; of one below zero (a cent that parts left over) above. */
static const char *line_discount(struct maker *maker, const struct invoice_line *line)
{
	struct money off = line->discount;
	if (off.minor == NONE || !off.minor)
		return "";
	off.minor = -off.minor;
	return off.minor > 0 ? made(maker, arena_printf(maker->arena, "+%s", figure_money(maker, off))) : figure_money(maker, off);
}

/* Is VAT reckoned at a rate? */
static bool is_taxed(const char *category)
{
	return !category || !strcmp(category, "S") || !strcmp(category, "Z");
}

static const char *supplied(struct maker *maker, struct date from, struct date until)
{
	if (until.days == NONE || until.days == from.days)
		return FILL(maker, W_LINE_SUPPLIED, figure_date(maker, from));
	return FILL(maker, W_LINE_PERIOD, figure_date(maker, from), figure_date(maker, until));
}

/* `order`: what stands above the lines of its order, and not again on each; NULL: nothing does. */
static void put_details(struct maker *maker, struct texts *details, const struct invoice_line *line, const struct invoice_order *order)
{
	bool said = order && order->supplied.days == line->supplied.days && order->supplied_until.days == line->supplied_until.days;
	texts_add(maker, details, line->sku ? FILL(maker, W_SKU, line->sku) : NULL);
	if (line->supplied.days != NONE && !said)
		texts_add(maker, details, supplied(maker, line->supplied, line->supplied_until));
	texts_add_lines(maker, details, line->note);
}

static void put_row(struct paper *paper, struct row *row, const struct invoice_line *line, const struct invoice_order *order)
{
	struct maker *maker = &paper->maker;
	bool counted = !line->kind || !strcmp(line->kind, "line"); /* freight and deposits are amounts */
	*row = (struct row){ .name = line->name ? line->name : "", .qty = "", .price = "", .discount = "", .rate = "–" };
	row->position = made(maker, arena_printf(maker->arena, "%lld", (long long)line->line));
	put_details(maker, &row->details, line, order);
	if (counted) {
		row->qty = figure_qty(maker, line->qty, line->unit ? line->unit : "C62");
		row->price = line_price(maker, line);
	}
	row->discount = line_discount(maker, line);
	paper->discounts |= *row->discount != '\0';
	row->taxed = is_taxed(line->tax_category) && line->tax_rate.hundredths != NONE;
	if (row->taxed)
		row->rate = figure_percent(maker, line->tax_rate);
	row->net = figure_money(maker, line->net);
}

/* Of many orders, the one that the line is of; else NULL. */
static const struct invoice_order *order_of(const struct invoice *invoice, const struct invoice_line *line)
{
	const struct invoice_order *order = invoice->orders.items;
	for (size_t i = 0; !invoice->order.number && i < invoice->orders.count; i++)
		if (order[i].order.number == line->order.number)
			return &order[i];
	return NULL;
}

/* "Auftrag SO-000001 · Ihre Bestellung PO-7 · Leistungsdatum 26.11.2026" */
static void put_order(struct maker *maker, struct row *row, const struct invoice_order *order)
{
	char id[ID_SIZE];
	const char *name = FILL(maker, W_LINE_ORDER, order_id_text(order->order, id));
	if (order->order_ref)
		name = made(maker, arena_printf(maker->arena, "%s · %s", name, FILL(maker, W_LINE_ORDER_REF, order->order_ref)));
	if (order->supplied.days != NONE)
		name = made(maker, arena_printf(maker->arena, "%s · %s", name, supplied(maker, order->supplied, order->supplied_until)));
	*row = (struct row){ .position = "", .name = name, .qty = "", .price = "", .discount = "", .rate = "", .net = "", .order = true };
}

void paper_put_lines(struct paper *paper, const struct invoice *invoice)
{
	const struct invoice_line *lines = invoice->lines.items;
	const struct invoice_order *order = NULL;
	paper->rows = arena_array(paper->maker.arena, invoice->lines.count + invoice->orders.count + 1, sizeof *paper->rows);
	paper->maker.failed |= !paper->rows;
	for (size_t i = 0; paper->rows && i < invoice->lines.count; i++) {
		const struct invoice_order *of = order_of(invoice, &lines[i]);
		if (of && of != order)
			put_order(&paper->maker, &paper->rows[paper->row_count++], of);
		order = of;
		put_row(paper, &paper->rows[paper->row_count++], &lines[i], of);
	}
}

/* What §14 (4) 8 and §14a UStG want to be said where no VAT is charged. Of reverse charge the words are the law's own, whatever the reason says too. */
static void put_reason(struct paper *paper, const struct invoice_tax *tax)
{
	static const struct {
		const char *category;
		enum word said;
		bool always;
	} kinds[] = { { "AE", W_TAX_AE, true }, { "K", W_TAX_K, true }, { "G", W_TAX_G, true }, { "O", W_TAX_O, false }, { "E", W_TAX_E, false }, { "Z", W_TAX_Z, false } };
	struct maker *maker = &paper->maker;
	const char *reason = tax->reason ? tax->reason : "";
	for (size_t i = 0; tax->category && i < sizeof kinds / sizeof *kinds; i++) {
		const char *said = say(maker, kinds[i].said);
		if (!strcmp(kinds[i].category, tax->category) && (!*reason || (kinds[i].always && !strstr(reason, said))))
			texts_add(maker, &paper->remarks, made(maker, arena_printf(maker->arena, "%s%s%s", said, *reason ? ": " : ".", reason)));
		else if (!strcmp(kinds[i].category, tax->category))
			texts_add_lines(maker, &paper->remarks, reason);
	}
}

void paper_put_totals(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	const struct invoice_tax *taxes = invoice->taxes.items;
	bool credit = invoice->type && !strcmp(invoice->type, "credit_note");
	paper->net = (struct fact){ say(maker, W_TOTAL_NET), figure_money(maker, invoice->net) };
	paper->total = (struct fact){ say(maker, credit ? W_TOTAL_CREDITED : W_TOTAL), figure_money(maker, invoice->gross) };
	paper->taxes = arena_array(maker->arena, invoice->taxes.count + 1, sizeof *paper->taxes);
	maker->failed |= !paper->taxes;
	for (size_t i = 0; paper->taxes && i < invoice->taxes.count; i++) {
		const char *rate = taxes[i].rate.hundredths == NONE ? "" : figure_percent(maker, taxes[i].rate);
		const char *label = FILL(maker, is_taxed(taxes[i].category) ? W_TAX : W_NO_TAX, rate, figure_money(maker, taxes[i].net));
		paper->taxes[paper->tax_count++] = (struct fact){ label, figure_money(maker, taxes[i].tax) };
		put_reason(paper, &taxes[i]);
	}
}
