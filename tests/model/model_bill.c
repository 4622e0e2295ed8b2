/* Cash. A part of a line costs what all units billed so far cost by their share, less what those before cost, so that
 * the parts add up to the line; VAT is rounded once for each rate on the invoice's own sum. */
#include "model.h"

#include <string.h>

static int64_t reached(const struct model_line *line, int allowed)
{
	return allowed == INVOICE_SHIPMENT && model_goods(line) ? line->shipped : line->delivered;
}

/* Charges go with the first unit of others that may be billed, or alone when nothing else is left. */
static bool charged(const struct model_order *order, int allowed)
{
	bool others = false;
	for (int i = 0; i < order->count; i++) {
		const struct model_line *line = &order->lines[i];
		if (!line->charge && reached(line, allowed) > 0)
			return true;
		others |= !line->charge && model_active(line) > 0;
	}
	return !others;
}

int64_t model_billable(const struct model *model, const struct model_order *order, const struct model_line *line)
{
	int allowed = order->prepaid ? INVOICE_ORDER : model->books.settings[INVOICE_ON];
	if (allowed == INVOICE_ORDER || (line->charge && charged(order, allowed)))
		return model_active(line);
	return line->charge ? line->invoiced : reached(line, allowed);
}

struct share {
	int64_t gross, discount;
};

static struct share share(const struct model_line *line, int64_t qty)
{
	return (struct share) { model_scale(line->net + line->discount, qty, line->ordered),
				model_scale(line->discount, qty, line->ordered) };
}

static int next_number(struct model *model, int year)
{
	struct model_books *books = &model->books;
	int i = 0;
	while (i < books->years_count && books->years[i].year != year)
		i++;
	if (i == books->years_count) {
		books->years_count++;
		books->years[i].year = year;
		books->years[i].last = 0;
	}
	return ++books->years[i].last;
}

static void bill_lines(struct model_order *order, const struct model *model, struct model_invoice *invoice)
{
	for (int i = 0; i < order->count; i++) {
		struct model_line *line = &order->lines[i];
		int64_t until = model_billable(model, order, line);
		if (until <= line->invoiced)
			continue;
		struct share before = share(line, line->invoiced);
		struct share after = share(line, until);
		invoice->qty[i] = until - line->invoiced;
		invoice->line_net[i] = after.gross - after.discount - (before.gross - before.discount);
		/* A line reads quantity × price − discount; what rounding in parts leaves over is in the discount. */
		invoice->line_discount[i] = model_scale(line->price, invoice->qty[i], 10000000) - invoice->line_net[i];
		invoice->net += invoice->line_net[i];
		line->invoiced = until;
	}
	for (int i = 0; i < order->count; i++) {
		int64_t sum = 0;
		bool first = true;
		for (int at = 0; at < order->count; at++) {
			if (order->lines[at].rate != order->lines[i].rate || !invoice->qty[at])
				continue;
			first &= at >= i;
			sum += invoice->line_net[at];
		}
		if (first && invoice->qty[i])
			invoice->tax += model_scale(sum, order->lines[i].rate, 10000);
	}
	invoice->gross = invoice->net + invoice->tax;
}

static void link_invoice(struct model *model, struct model_order *order, int id)
{
	if (order->last_invoice) {
		model_keep(model, &model->invoices[order->last_invoice], sizeof model->invoices[id]);
		model->invoices[order->last_invoice].next = id;
	} else {
		order->first_invoice = id;
	}
	order->last_invoice = id;
}

static bool too_early(const struct model *model)
{
	return model->books.invoices && model->invoices[model->books.invoices].issued > model_today(model);
}

int model_invoice(struct model *model, int number, int *id)
{
	const struct model_order *order = &model->orders[number];
	bool any = false;
	bool open = false;
	if (order->state != CONFIRMED && order->state != COMPLETED) {
		model->already = false;
		return EXIT_CONFLICT;
	}
	for (int i = 0; i < order->count; i++) {
		any |= model_billable(model, order, &order->lines[i]) > order->lines[i].invoiced;
		open |= model_active(&order->lines[i]) > order->lines[i].invoiced;
	}
	model->already = !open;
	if (!any)
		return EXIT_CONFLICT;
	if (!model->books.settings[SELLER] || model_held(order, HOLD_INVOICE))
		return EXIT_REFUSED;
	/* The clock was set back: numbers follow the dates. */
	if (too_early(model))
		return EXIT_REFUSED;
	*id = ++model->books.invoices;
	struct model_invoice *invoice = &model->invoices[*id];
	int64_t days = model->books.customers[order->customer].payment_days;
	model_keep(model, invoice, sizeof *invoice);
	*invoice = (struct model_invoice) { .order = number, .issued = model_today(model) };
	invoice->due = invoice->issued + (days == NONE ? model_days(model, PAYMENT_DAYS) : days);
	invoice->year = model_year(invoice->issued);
	invoice->sequence = next_number(model, invoice->year);
	bill_lines(model_change(model, number), model, invoice);
	link_invoice(model, &model->orders[number], *id);
	model->books.events += 2;
	return EXIT_OK;
}

int64_t model_owed(const struct model *model, int id)
{
	const struct model_invoice *invoice = &model->invoices[id];
	return invoice->corrects || invoice->credited ? 0 : invoice->gross - invoice->paid;
}

/* A credit note, or an invoice of more than nothing that one took back. */
bool model_credited(const struct model *model, int id)
{
	return model->invoices[id].corrects || (model->invoices[id].credited && model->invoices[id].gross > 0);
}

int model_credit(struct model *model, int corrected)
{
	struct model_invoice *before = &model->invoices[corrected];
	struct model_order *order = &model->orders[before->order];
	if (too_early(model))
		return EXIT_REFUSED;
	int id = ++model->books.invoices;
	struct model_invoice *invoice = &model->invoices[id];
	model_keep(model, before, sizeof *before);
	model_keep(model, invoice, sizeof *invoice);
	model_change(model, before->order);
	before->credited = id;
	*invoice = *before;
	invoice->next = invoice->credited = 0;
	invoice->corrects = corrected;
	invoice->issued = invoice->due = model_today(model);
	invoice->year = model_year(invoice->issued);
	invoice->sequence = next_number(model, invoice->year);
	for (int i = 0; i < order->count; i++)
		order->lines[i].invoiced -= before->qty[i];
	link_invoice(model, order, id);
	model->books.events += 3;
	return EXIT_OK;
}

int model_pay(struct model *model, int id, int64_t amount, int64_t at)
{
	struct model_invoice *invoice = &model->invoices[id];
	int64_t open = model_owed(model, id);
	model->already = open <= 0 && !model_credited(model, id);
	if (open <= 0)
		return EXIT_CONFLICT;
	if (amount != NONE && amount <= 0)
		return EXIT_INVALID;
	if (amount != NONE && amount > open)
		return EXIT_REFUSED;
	if (at > model->now)
		return EXIT_INVALID;
	model_keep(model, invoice, sizeof *invoice);
	invoice->paid += amount == NONE ? open : amount;
	invoice->payments++;
	model->books.payments++;
	model->books.events += 2;
	return EXIT_OK;
}
