/* Credit notes. They mirror what is stored and work nothing out anew: a line taken back whole, and a VAT group of which nothing is left, take with them
 * exactly what remains, so that an invoice and the credit notes that take it back come to zero to the cent. Only a part of a line, or an amount, has
 * its VAT worked out, and what rounding leaves over goes with the last part. */
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/event.h"
#include "ordr/payment.h"
#include "ordr/settings.h"

/* What of a line is left to take back. */
struct left {
	const struct invoice_line *line;
	struct quantity qty;
	struct money net;
};

struct credit_making {
	struct core *core;
	const struct credit_request *request;
	struct invoice invoice; /* that is corrected */
	struct left *left;
	struct list groups;   /* struct invoice_tax: what is left of each */
	struct list amounts;  /* struct invoice_tax: taken off already without a line, by group */
	struct bill bill;     /* the credit note */
};

static const struct field line_sum_fields[] = {
	F(struct invoice_line, order_line, INTEGER, 0, NULL),
	F(struct invoice_line, qty, QUANTITY, 0, NULL),
	F(struct invoice_line, net, MONEY, 0, NULL),
	FIELD_END,
};
static const struct schema line_sum_schema = { .name = "line", .fields = line_sum_fields, .size = sizeof(struct invoice_line) };

static const struct field group_fields[] = {
	F(struct invoice_tax, category, TEXT, FIELD_REQUIRED, NULL), F(struct invoice_tax, rate, PERCENT, 0, NULL),
	F(struct invoice_tax, net, MONEY, 0, NULL),		     F(struct invoice_tax, tax, MONEY, 0, NULL),
	F(struct invoice_tax, reason, TEXT, 0, NULL),		     F(struct invoice_tax, reason_code, TEXT, 0, NULL),
	FIELD_END,
};
static const struct schema group_schema = { .name = "tax", .fields = group_fields, .size = sizeof(struct invoice_tax) };

#define EARLIER " FROM invoice k JOIN invoice_line b ON b.invoice_id = k.id WHERE k.order_id = $1 AND k.corrects = $2"

static int load_left(struct credit_making *making)
{
	struct list sums;
	struct core *core = making->core;
	struct invoice *invoice = &making->invoice;
	const struct invoice_line *lines = invoice->lines.items;
	making->left = arena_array(core->arena, invoice->lines.count + 1, sizeof *making->left);
	if (!making->left)
		return err_memory(core->err);
	if (db_all(core->db, core->arena, &line_sum_schema, &sums,
		   "SELECT b.order_line, sum(b.quantity) AS qty, sum(b.net) AS net, k.currency" EARLIER
		   " AND b.order_line IS NOT NULL GROUP BY b.order_line",
		   A(invoice->order.number), A(invoice->id)) ||
	    db_all(core->db, core->arena, &group_schema, &making->amounts,
		   "SELECT b.tax_category AS category, b.tax_rate AS rate, sum(b.net) AS net, k.currency" EARLIER
		   " AND b.order_line IS NULL AND b.deposit IS NULL GROUP BY b.tax_category, b.tax_rate ORDER BY 1, 2",
		   A(invoice->order.number), A(invoice->id)))
		return -1;
	const struct invoice_line *sum = sums.items;
	for (size_t i = 0; i < invoice->lines.count; i++) {
		making->left[i] = (struct left){ &lines[i], lines[i].qty, lines[i].net };
		for (size_t k = 0; k < sums.count; k++)
			if (lines[i].order_line != NONE && sum[k].order_line == lines[i].order_line) {
				making->left[i].qty.thousandths -= sum[k].qty.thousandths;
				making->left[i].net.minor -= sum[k].net.minor;
			}
	}
	return db_all(core->db, core->arena, &group_schema, &making->groups,
		      "SELECT t.category, t.rate, t.reason, t.reason_code, i.currency, t.net - coalesce(c.net, 0) AS net,"
		      " t.tax - coalesce(c.tax, 0) AS tax FROM invoice i JOIN invoice_tax t ON t.invoice_id = i.id LEFT JOIN ("
		      "SELECT b.category, b.rate, sum(b.net) AS net, sum(b.tax) AS tax FROM invoice k JOIN invoice_tax b ON b.invoice_id = k.id"
		      " WHERE k.order_id = $1 AND k.corrects = $2 GROUP BY b.category, b.rate) c ON c.category = t.category AND c.rate = t.rate"
		      " WHERE i.number = $2 ORDER BY t.category, t.rate",
		      A(invoice->order.number), A(invoice->id));
}

static int may_credit(struct credit_making *making)
{
	int64_t used;
	struct core *core = making->core;
	const struct invoice *invoice = &making->invoice;
	if (strcmp(invoice->type, "invoice"))
		return err_set(core->err, ERR_CONFLICT, "cannot credit: it is a credit note");
	if (!strcmp(invoice->status, "credited"))
		return err_already(core->err, "is credited already");
	if (strcmp(invoice->kind, "deposit"))
		return 0;
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT i.number FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.order_id = $1 AND l.deposit = $2"
		     " AND i.type = 'invoice' AND NOT EXISTS (SELECT 1 FROM invoice k JOIN invoice_line b ON b.invoice_id = k.id"
		     " WHERE k.order_id = $1 AND k.corrects = i.number AND b.deposit = $2) LIMIT 1",
		     A(invoice->order.number), A(invoice->id)))
		return -1;
	used = db_next(&rows);
	if (used != 1)
		return (int)used;
	err_set(core->err, ERR_REFUSED, "cannot credit: %s takes this deposit off", db_column_text(&rows, 0));
	err_hint(core->err, "ordr invoice credit %s first", db_column_text(&rows, 0));
	db_finish(&rows);
	return -1;
}

/* The next line of the credit note. */
static struct invoice_line *add_line(struct credit_making *making, const struct invoice_line *like, struct quantity qty, struct money net)
{
	struct list *lines = &making->bill.invoice.lines;
	struct invoice_line *line = &((struct invoice_line *)lines->items)[lines->count++];
	*line = *like;
	line->line = (int64_t)lines->count;
	line->qty = qty;
	line->net = net;
	return line;
}

static int too_much(struct core *core)
{
	return err_set(core->err, ERR_INVALID, "the credit note is more than can be counted");
}

/* quantity × price − net, as on any line. */
static int set_discount(struct core *core, struct invoice_line *line)
{
	struct money whole;
	return price_times(line->price, line->qty, &whole) || money_subtract(whole, line->net, &line->discount) ? too_much(core) : 0;
}

/* Units of the line that came back and were not taken back yet: they are not billed again. */
static int returned_units(struct credit_making *making, int64_t order_line, int64_t *units)
{
	int64_t returned = 0;
	if (db_integer(making->core->db, &returned,
		       "SELECT l.returned - coalesce((SELECT sum(b.quantity) FROM invoice k JOIN invoice_line b ON b.invoice_id = k.id"
		       " WHERE k.order_id = l.order_id AND k.type = 'credit_note' AND b.order_line = l.line AND b.rebill = 0), 0)"
		       " FROM order_line l WHERE l.order_id = $1 AND l.line = $2",
		       A(making->invoice.order.number), A(order_line)) < 0)
		return -1;
	*units = returned > 0 ? returned : 0;
	return 0;
}

/* All that is left of a line; units that came back are kept from being billed again, in a line of their own. */
static int take_rest(struct credit_making *making, const struct left *left)
{
	struct core *core = making->core;
	int64_t back = 0, share = 0;
	if (left->line->order_line != NONE && returned_units(making, left->line->order_line, &back))
		return -1;
	struct quantity kept = { back > left->qty.thousandths && back ? left->qty.thousandths : back };
	struct quantity other = { left->qty.thousandths - kept.thousandths };
	if (kept.thousandths && integer_scale(left->net.minor, kept.thousandths, left->qty.thousandths, &share))
		return too_much(core);
	if (kept.thousandths) {
		struct invoice_line *line = add_line(making, left->line, kept, money_make(share, left->net.currency));
		line->kept = true;
		if (set_discount(core, line))
			return -1;
	}
	if (!other.thousandths)
		return 0;
	return set_discount(core, add_line(making, left->line, other, money_make(left->net.minor - share, left->net.currency)));
}

/* A line of one unit of a VAT group, of no line of the order; below zero: one unit less. */
static int add_amount(struct credit_making *making, const char *name, const struct invoice_tax *group, struct money net)
{
	struct invoice_line like = { .order_line = NONE, .kind = "line", .name = name, .unit = "C62", .discount = money_make(0, net.currency),
				     .tax_category = group->category, .tax_rate = group->rate, .supplied = { NONE } };
	if (price_of_money(money_make(net.minor < 0 ? -net.minor : net.minor, net.currency), &like.price))
		return too_much(making->core);
	add_line(making, &like, (struct quantity){ net.minor < 0 ? -1000 : 1000 }, net);
	return 0;
}

/* In the words of the invoice. */
static const char *word(const struct credit_making *making, const char *german, const char *english)
{
	const char *language = making->invoice.language;
	return language && !strcmp(language, "de") ? german : english;
}

/* What was taken off before without a line is taken off what is taken back now. */
static int take_all(struct credit_making *making)
{
	const struct invoice_tax *amount = making->amounts.items;
	for (size_t i = 0; i < making->invoice.lines.count; i++)
		if (making->left[i].qty.thousandths && take_rest(making, &making->left[i]))
			return -1;
	for (size_t i = 0; i < making->amounts.count; i++)
		if (amount[i].net.minor && add_amount(making, word(making, "Bereits berichtigt", "Credited before"), &amount[i],
						      money_make(-amount[i].net.minor, amount[i].net.currency)))
			return -1;
	return 0;
}

static int wrong_part(struct core *core, const char *message, struct quantity left)
{
	char text[QUANTITY_SIZE];
	err_set(core->err, ERR_INVALID, "%s", message);
	return err_hint(core->err, "--qty of up to %s", quantity_text(left, text));
}

static int take_part(struct credit_making *making)
{
	struct core *core = making->core;
	const struct credit_request *request = making->request;
	const struct left *left = NULL;
	int64_t net;
	for (size_t i = 0; i < making->invoice.lines.count; i++)
		if (making->left[i].line->line == request->line)
			left = &making->left[i];
	if (!left) {
		err_set(core->err, ERR_NOT_FOUND, "has no line %lld", (long long)request->line);
		return err_hint(core->err, "ordr invoice show %s lists them", making->invoice.id);
	}
	if (left->line->order_line == NONE)
		return err_set(core->err, ERR_CONFLICT, "line %lld is a deposit, and is credited with the whole invoice alone", (long long)request->line);
	struct quantity qty = request->qty.thousandths == NONE ? left->qty : request->qty;
	if (!left->qty.thousandths)
		return err_already(core->err, "line %lld is credited already", (long long)request->line);
	if (qty.thousandths <= 0 || qty.thousandths > left->qty.thousandths)
		return wrong_part(core, qty.thousandths <= 0 ? "--qty is not above zero" : "more than is billed and not credited", left->qty);
	if (integer_scale(left->net.minor, qty.thousandths, left->qty.thousandths, &net))
		return too_much(core);
	struct invoice_line *line = add_line(making, left->line, qty, money_make(net, left->net.currency));
	line->kept = !request->rebill;
	return set_discount(core, line);
}

/* A net amount, shared among the groups by what is left of each; shares run on, so that they add up. */
static int take_amount(struct credit_making *making)
{
	char text[MONEY_SIZE];
	struct money amount;
	struct core *core = making->core;
	int64_t whole = 0, sum = 0, before = 0;
	const struct invoice_tax *group = making->groups.items;
	for (size_t i = 0; i < making->groups.count; i++)
		whole += group[i].net.minor;
	if (money_parse(making->request->amount, making->invoice.currency, &amount) || amount.minor <= 0 || amount.minor > whole) {
		err_set(core->err, ERR_INVALID, "\"%.40s\" cannot be credited", making->request->amount);
		return err_hint(core->err, "a net amount of up to %s %s, which is what is left of it", money_text(money_make(whole, making->invoice.currency), text),
				making->invoice.currency);
	}
	for (size_t i = 0; i < making->groups.count; i++) {
		int64_t upto;
		sum += group[i].net.minor;
		if (integer_scale(amount.minor, sum, whole, &upto))
			return too_much(core);
		if (upto > before && add_amount(making, word(making, "Preisnachlass", "Price reduction"), &group[i],
						money_make(upto - before, amount.currency)))
			return -1;
		before = upto;
	}
	return 0;
}

/* VAT is what is left of the group when its net is, else the rate on what is taken back, but never more than is left. */
static int mirror_taxes(struct credit_making *making)
{
	struct invoice *note = &making->bill.invoice;
	const struct invoice_tax *group = making->groups.items;
	if (bill_sum(making->core, note))
		return -1;
	struct invoice_tax *tax = note->taxes.items;
	note->tax = money_make(0, note->currency);
	for (size_t i = 0; i < note->taxes.count; i++)
		for (size_t k = 0; k < making->groups.count; k++) {
			if (group[k].rate.hundredths != tax[i].rate.hundredths || strcmp(group[k].category, tax[i].category))
				continue;
			int64_t left = group[k].tax.minor;
			bool more = left >= 0 ? tax[i].tax.minor > left : tax[i].tax.minor < left;
			if (more || tax[i].net.minor == group[k].net.minor)
				tax[i].tax = group[k].tax;
			tax[i].reason = group[k].reason;
			tax[i].reason_code = group[k].reason_code;
			note->tax.minor += tax[i].tax.minor;
		}
	note->gross = note->net;
	return money_add(note->net, note->tax, &note->gross) ? too_much(making->core) : 0;
}

static int make(struct credit_making *making)
{
	struct core *core = making->core;
	struct invoice *note = &making->bill.invoice;
	const struct credit_request *request = making->request;
	*note = making->invoice;
	note->type = "credit_note";
	note->corrects = making->invoice.id;
	note->sha256 = NULL;
	note->discount_days = note->discount_percent.hundredths = NONE;
	note->lines = (struct list){ arena_array(core->arena, 2 * making->invoice.lines.count + making->groups.count + making->amounts.count + 1,
						 sizeof(struct invoice_line)),
				     0 };
	if (!note->lines.items)
		return err_memory(core->err);
	if (request->line ? take_part(making) : request->amount ? take_amount(making) : take_all(making))
		return -1;
	if (!note->lines.count)
		return err_already(core->err, "is credited already");
	return mirror_taxes(making);
}

static void put(struct str *what, const struct invoice *note, const char *reason)
{
	char text[MONEY_SIZE];
	str_printf(what, "\"credit_note\":\"%s\",\"corrects\":\"%s\",\"currency\":\"%s\",\"gross\":%s,\"reason\":", note->id, note->corrects,
		   note->currency, money_text(note->gross, text));
	str_put_json(what, reason);
}

/* The logs of order, credit note and invoice all tell of it. */
static int write_events(struct credit_making *making)
{
	struct core *core = making->core;
	const struct invoice *note = &making->bill.invoice;
	struct str what = { 0 };
	put(&what, note, making->request->reason);
	if (event_order(core, note->order, &what))
		return -1;
	what = (struct str){ 0 };
	put(&what, note, making->request->reason);
	if (event_subject(core, &what, "%s", note->id))
		return -1;
	what = (struct str){ 0 };
	put(&what, note, making->request->reason);
	return event_subject(core, &what, "%s", note->corrects);
}

static int credit(struct credit_making *making)
{
	struct core *core = making->core;
	struct bill *bill = &making->bill;
	if (reason_check(core, making->request->reason) || may_credit(making) || load_left(making) || make(making) ||
	    invoice_number_next(core, "invoice.credit_series", &bill->number))
		return -1;
	bill->id = making->invoice.order;
	bill->invoice.id = bill->number.text;
	bill->invoice.issued = bill->invoice.due = bill->number.issued;
	int64_t row;
	if (invoice_write_rows(core, bill) || db_integer(core->db, &row, "SELECT id FROM invoice WHERE number = $1", A(bill->invoice.id)) < 0 ||
	    payment_credited(core, bill->invoice.corrects, row))
		return -1;
	return write_events(making);
}

int invoice_credit_part(struct core *core, const struct credit_request *request, const char **number)
{
	struct credit_making making = { .core = core, .request = request };
	if (invoice_load(core, request->number, &making.invoice))
		return -1;
	if (credit(&making))
		return *core->err->subject ? -1 : err_subject(core->err, "%s", making.invoice.id);
	*number = making.bill.invoice.id;
	return 0;
}

int invoice_credit(struct core *core, const char *number, const char *reason, const char **credit)
{
	const struct credit_request request = { .number = number, .qty = { NONE }, .reason = reason };
	return invoice_credit_part(core, &request, credit);
}
