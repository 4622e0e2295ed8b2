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
		struct share after = share(line, until + line->written_off);
		invoice->qty[i] = invoice->left_qty[i] = until - line->invoiced;
		invoice->line_net[i] = invoice->left_net[i] = after.gross - after.discount - line->billed;
		line->billed += invoice->line_net[i];
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
			invoice->tax += invoice->left_tax[i] = model_scale(sum, order->lines[i].rate, 10000);
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

/* Numbers follow the dates: the clock was set back. */
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
	return invoice->corrects ? 0 : invoice->gross - invoice->taken - invoice->paid;
}

static bool gone(const struct model_invoice *invoice)
{
	return invoice->taken > 0 && invoice->taken >= invoice->gross;
}

/* A credit note, or an invoice of more than nothing that credit notes took back. */
bool model_credited(const struct model *model, int id)
{
	return model->invoices[id].corrects || gone(&model->invoices[id]);
}

/* --- what is taken back ------------------------------------------------------------------------------------------- */

int64_t model_forgiven(const struct model *model, const struct model_order *order, int at)
{
	const struct model_line *line = &order->lines[at];
	int64_t units = line->kept - line->written_off - line->returned;
	for (int id = order->first_invoice; id; id = model->invoices[id].next)
		if (!model->invoices[id].corrects && gone(&model->invoices[id]))
			units += model->invoices[id].left_qty[at]; /* which cost nothing */
	return units < 0 ? 0 : units;
}

bool model_charged(const struct model *model, const struct model_order *order, int at)
{
	return order->lines[at].invoiced > 0 && order->lines[at].invoiced > model_forgiven(model, order, at);
}

void model_write_off(struct model *model, struct model_line *line, int64_t qty)
{
	int64_t over = line->invoiced - (model_active(line) - qty);
	(void)model;
	if (over <= 0)
		return;
	line->invoiced -= over;
	line->written_off += over;
}

/* Units of a line, for their part of what is left of its net. */
static void take_units(struct model_invoice *note, struct model_invoice *invoice, struct model_line *line, int at, int64_t qty, bool keep)
{
	int64_t net = model_scale(invoice->left_net[at], qty, invoice->left_qty[at]);
	int64_t discount = model_scale(line->price, qty, 10000000) - net;
	if (!qty)
		return;
	*(keep ? &note->kept_qty[at] : &note->qty[at]) = qty;
	*(keep ? &note->kept_net[at] : &note->line_net[at]) = net;
	*(keep ? &note->kept_discount[at] : &note->line_discount[at]) = discount;
	invoice->left_qty[at] -= qty;
	invoice->left_net[at] -= net;
	note->net += net;
	if (keep)
		line->kept += qty;
	else
		line->invoiced -= qty;
	line->billed -= keep ? 0 : net;
}

/* All that is left of a line; units that came back, and were not taken back for that, are not billed again. */
static void take_line(struct model_invoice *note, struct model_invoice *invoice, struct model_line *line, int at)
{
	int64_t back = line->returned - line->kept + line->written_off;
	if (back > invoice->left_qty[at])
		back = invoice->left_qty[at];
	if (invoice->left_qty[at] && back > 0)
		take_units(note, invoice, line, at, back, true);
	if (invoice->left_qty[at])
		take_units(note, invoice, line, at, invoice->left_qty[at], false);
}

/* For each rate its part, but never more than is left, and all of it with the last of the net. */
static void take_tax(struct model_invoice *note, struct model_invoice *invoice, const struct model_order *order)
{
	for (int i = 0; i < order->count; i++) {
		int64_t net = 0;
		int64_t left = 0;
		bool any = false;
		bool first = invoice->qty[i] > 0;
		for (int at = 0; at < order->count; at++) {
			if (!invoice->qty[at] || order->lines[at].rate != order->lines[i].rate)
				continue;
			first &= at >= i;
			any |= note->qty[at] || note->kept_qty[at];
			net += note->line_net[at] + note->kept_net[at];
			left += invoice->left_net[at];
		}
		if (!first || !any)
			continue;
		int64_t tax = model_scale(net, order->lines[i].rate, 10000);
		if (tax > invoice->left_tax[i] || !left)
			tax = invoice->left_tax[i];
		invoice->left_tax[i] -= tax;
		note->tax += tax;
	}
	note->gross = note->net + note->tax;
	invoice->taken += note->gross;
}

/* Can it be taken back so? */
static int may_take(struct model *model, int id, const struct model_taking *taking)
{
	const struct model_invoice *invoice = &model->invoices[id];
	bool any = false;
	model->already = false;
	if (!model_known_reason(taking->reason) && taking->reason < REASON_EXPIRED)
		return EXIT_INVALID;
	if (invoice->corrects)
		return EXIT_CONFLICT;
	for (int i = 0; i < LINES; i++)
		any |= invoice->left_qty[i] > 0;
	if (gone(invoice) || (taking->line < 0 && !any))
		return model_conflict(model, true);
	if (taking->line >= 0 && (taking->line >= LINES || !invoice->qty[taking->line]))
		return EXIT_MISSING;
	if (taking->line >= 0 && !invoice->left_qty[taking->line])
		return model_conflict(model, true);
	if (taking->line >= 0 && taking->qty != NONE && (taking->qty <= 0 || taking->qty > invoice->left_qty[taking->line]))
		return EXIT_INVALID;
	return too_early(model) ? EXIT_REFUSED : EXIT_OK;
}

int model_credit(struct model *model, int corrected, const struct model_taking *taking, int *id)
{
	struct model_invoice *invoice = &model->invoices[corrected];
	int refused = may_take(model, corrected, taking);
	if (refused)
		return refused;
	*id = ++model->books.invoices;
	struct model_invoice *note = &model->invoices[*id];
	model_keep(model, invoice, sizeof *invoice);
	model_keep(model, note, sizeof *note);
	struct model_order *order = model_change(model, invoice->order);
	*note = (struct model_invoice){ .order = invoice->order, .corrects = corrected };
	note->issued = note->due = model_today(model);
	note->year = model_year(note->issued);
	note->sequence = next_number(model, note->year);
	if (taking->line >= 0)
		take_units(note, invoice, &order->lines[taking->line], taking->line,
			   taking->qty == NONE ? invoice->left_qty[taking->line] : taking->qty, !taking->rebill);
	for (int i = 0; taking->line < 0 && i < order->count; i++)
		take_line(note, invoice, &order->lines[i], i);
	take_tax(note, invoice, order);
	invoice->credited = true;
	link_invoice(model, order, *id);
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
