/* Credit notes. They mirror what is stored and work nothing out anew: a line taken back whole, and a VAT group of which nothing is left, take with them
 * exactly what remains, so that an invoice and the credit notes that take it back come to zero to the cent. Only a part of a line, or an amount, has
 * its VAT worked out, and what rounding leaves over goes with the last part. */
#include <string.h>

#include "invoice_credit.h"
#include "order_parts.h"
#include "ordr/event.h"
#include "ordr/payment.h"
#include "ordr/reason.h"
#include "ordr/speak.h"

static const struct field line_sum_fields[] = {
	F(struct invoice_line, order, ORDER, 0, NULL),
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

#define EARLIER " FROM invoice k JOIN invoice_line b ON b.invoice_id = k.id WHERE k.corrects = $1"

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
		   "SELECT coalesce(b.order_id, k.order_id) AS \"order\", b.order_line, sum(b.quantity) AS qty, sum(b.net) AS net, k.currency" EARLIER
		   " AND b.order_line IS NOT NULL GROUP BY 1, 2",
		   A(invoice->id)) ||
	    db_all(core->db, core->arena, &group_schema, &making->amounts,
		   "SELECT b.tax_category AS category, b.tax_rate AS rate, sum(b.net) AS net, k.currency" EARLIER
		   " AND b.order_line IS NULL AND b.deposit IS NULL GROUP BY b.tax_category, b.tax_rate ORDER BY 1, 2",
		   A(invoice->id)))
		return -1;
	const struct invoice_line *sum = sums.items;
	for (size_t i = 0; i < invoice->lines.count; i++) {
		making->left[i] = (struct left){ &lines[i], lines[i].qty, lines[i].net };
		for (size_t k = 0; k < sums.count; k++)
			if (lines[i].order_line != NONE && sum[k].order_line == lines[i].order_line && sum[k].order.number == lines[i].order.number) {
				making->left[i].qty.thousandths -= sum[k].qty.thousandths;
				making->left[i].net.minor -= sum[k].net.minor;
			}
	}
	return db_all(core->db, core->arena, &group_schema, &making->groups,
		      "SELECT t.category, t.rate, t.reason, t.reason_code, i.currency, t.net - coalesce(c.net, 0) AS net,"
		      " t.tax - coalesce(c.tax, 0) AS tax FROM invoice i JOIN invoice_tax t ON t.invoice_id = i.id LEFT JOIN ("
		      "SELECT b.category, b.rate, sum(b.net) AS net, sum(b.tax) AS tax FROM invoice k JOIN invoice_tax b ON b.invoice_id = k.id"
		      " WHERE k.corrects = $1 GROUP BY b.category, b.rate) c ON c.category = t.category AND c.rate = t.rate"
		      " WHERE i.number = $1 ORDER BY t.category, t.rate",
		      A(invoice->id));
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

struct invoice_line *credit_add_line(struct credit_making *making, const struct invoice_line *like, struct quantity qty, struct money net)
{
	struct list *lines = &making->bill.invoice.lines;
	struct invoice_line *line = &((struct invoice_line *)lines->items)[lines->count++];
	*line = *like;
	line->line = (int64_t)lines->count;
	line->qty = qty;
	line->net = net;
	return line;
}

/* quantity × price − net, as on any line. */
static int set_discount(struct core *core, struct invoice_line *line)
{
	struct money whole;
	return price_times(line->price, line->qty, &whole) || money_subtract(whole, line->net, &line->discount) ? credit_too_much(core) : 0;
}

/* Units of the line that came back and were not taken back yet: they are not billed again. */
static int returned_units(struct credit_making *making, const struct invoice_line *line, int64_t *units)
{
	int64_t returned = 0;
	if (db_integer(making->core->db, &returned,
		       "SELECT l.returned - coalesce((SELECT sum(b.quantity) FROM invoice k JOIN invoice_line b ON b.invoice_id = k.id"
		       " WHERE k.id IN " INVOICES_OF("l.order_id") " AND coalesce(b.order_id, k.order_id) = l.order_id AND k.type = 'credit_note' AND b.order_line = l.line AND b.rebill = 0), 0)"
		       " + " LINE_CREDITED_CUT " FROM order_line l WHERE l.order_id = $1 AND l.line = $2",
		       A(line->order.number), A(line->order_line)) < 0)
		return -1;
	*units = returned > 0 ? returned : 0;
	return 0;
}

/* All that is left of a line; units that came back are kept from being billed again, in a line of their own. */
static int take_rest(struct credit_making *making, const struct left *left)
{
	struct core *core = making->core;
	int64_t back = 0, share = 0;
	if (left->line->order_line != NONE && returned_units(making, left->line, &back))
		return -1;
	struct quantity kept = { back > left->qty.thousandths && back ? left->qty.thousandths : back };
	struct quantity other = { left->qty.thousandths - kept.thousandths };
	if (kept.thousandths && integer_scale(left->net.minor, kept.thousandths, left->qty.thousandths, &share))
		return credit_too_much(core);
	if (kept.thousandths) {
		struct invoice_line *line = credit_add_line(making, left->line, kept, money_make(share, left->net.currency));
		line->kept = true;
		if (set_discount(core, line))
			return -1;
	}
	if (!other.thousandths)
		return 0;
	return set_discount(core, credit_add_line(making, left->line, other, money_make(left->net.minor - share, left->net.currency)));
}

/* What was taken off before without a line is taken off what is taken back now. */
static int take_all(struct credit_making *making)
{
	const struct invoice_tax *amount = making->amounts.items;
	for (size_t i = 0; i < making->invoice.lines.count; i++)
		if (making->left[i].qty.thousandths && take_rest(making, &making->left[i]))
			return -1;
	for (size_t i = 0; i < making->amounts.count; i++)
		if (amount[i].net.minor && credit_add_amount(making, credit_word(making, "Bereits berichtigt", "Credited before"), &amount[i],
						      money_make(-amount[i].net.minor, amount[i].net.currency)))
			return -1;
	return 0;
}

static int wrong_part(struct core *core, const char *message, struct quantity left)
{
	char text[QUANTITY_SIZE];
	err_set(core->err, ERR_INVALID, "%s", translate(message));
	return err_hint(core->err, "--qty of up to %s", quantity_text(left, text));
}

static int take_units(struct credit_making *making, int64_t number, struct quantity asked)
{
	struct core *core = making->core;
	const struct left *left = NULL;
	int64_t net;
	for (size_t i = 0; i < making->invoice.lines.count; i++)
		if (making->left[i].line->line == number)
			left = &making->left[i];
	if (!left) {
		err_set(core->err, ERR_NOT_FOUND, "has no line %lld", (long long)number);
		return err_hint(core->err, "ordr invoice show %s lists them", making->invoice.id);
	}
	if (left->line->order_line == NONE)
		return err_set(core->err, ERR_CONFLICT, "line %lld is a deposit, and is credited with the whole invoice alone", (long long)number);
	struct quantity qty = asked.thousandths == NONE ? left->qty : asked;
	if (!left->qty.thousandths)
		return err_already(core->err, "line %lld is credited already", (long long)number);
	if (qty.thousandths <= 0 || qty.thousandths > left->qty.thousandths)
		return wrong_part(
			core, qty.thousandths <= 0 ? TO_TRANSLATE("--qty is not above zero") : TO_TRANSLATE("more than is billed and not credited"),
			left->qty);
	if (integer_scale(left->net.minor, qty.thousandths, left->qty.thousandths, &net))
		return credit_too_much(core);
	struct invoice_line *line = credit_add_line(making, left->line, qty, money_make(net, left->net.currency));
	line->kept = !making->request->rebill;
	return set_discount(core, line);
}

static int take_part(struct credit_making *making)
{
	const struct credit_unit *unit = making->request->units.items;
	if (!making->request->units.count)
		return take_units(making, making->request->line, making->request->qty) ? -1 : credit_take_off_before(making);
	for (size_t i = 0; i < making->request->units.count; i++)
		if (take_units(making, unit[i].line, unit[i].qty))
			return -1;
	return credit_take_off_before(making);
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
	return money_add(note->net, note->tax, &note->gross) ? credit_too_much(making->core) : 0;
}

/* A note of many orders is of one when all its lines are, or what it follows from is. */
static struct order_id order_of(const struct credit_making *making)
{
	const struct invoice_line *line = making->bill.invoice.lines.items;
	struct order_id order = making->request->order;
	if (making->invoice.order.number)
		return making->invoice.order;
	for (size_t i = 0; i < making->bill.invoice.lines.count && !making->request->order.number; i++) {
		if (i && line[i].order.number != order.number)
			return (struct order_id){ 0 };
		order = line[i].order;
	}
	return order;
}

static int make(struct credit_making *making)
{
	struct core *core = making->core;
	struct invoice *note = &making->bill.invoice;
	const struct credit_request *request = making->request;
	*note = making->invoice;
	note->type = "credit_note";
	note->corrects = making->invoice.id;
	note->replaces = NULL;
	note->sha256 = NULL;
	note->rma = request->rma;
	note->complaint = request->complaint;
	note->discount_days = note->discount_percent.hundredths = NONE;
	note->lines = (struct list){ arena_array(core->arena, 2 * making->invoice.lines.count + making->groups.count + making->amounts.count + 1,
						 sizeof(struct invoice_line)),
				     0 };
	if (!note->lines.items)
		return err_memory(core->err);
	bool part = request->line || request->units.count;
	if (part ? take_part(making) : request->amount || *request->gross.currency ? credit_take_amount(making) : take_all(making))
		return -1;
	if (!note->lines.count)
		return err_already(core->err, "is credited already");
	note->order = order_of(making);
	return mirror_taxes(making);
}

static struct str told(const struct invoice *note, const char *reason)
{
	char text[MONEY_SIZE];
	char id[ID_SIZE];
	struct str what = { 0 };
	str_printf(&what, "\"credit_note\":\"%s\",\"corrects\":\"%s\",\"currency\":\"%s\",\"gross\":%s,\"reason\":", note->id, note->corrects,
		   note->currency, money_text(note->gross, text));
	str_put_json(&what, reason);
	if (note->rma.number)
		str_printf(&what, ",\"return\":\"%s\"", return_id_text(note->rma, id));
	if (note->complaint.number)
		str_printf(&what, ",\"complaint\":\"%s\"", complaint_id_text(note->complaint, id));
	return what;
}

/* Of each order that lines of the note are of; consumes `what`. */
static int order_events(const struct credit_making *making, struct str *what)
{
	const struct invoice *note = &making->bill.invoice;
	const struct invoice_line *line = note->lines.items;
	str_release(what);
	for (size_t i = 0; i < note->lines.count; i++) {
		struct str each = { 0 };
		if (!line[i].order.number || (i && line[i - 1].order.number == line[i].order.number))
			continue;
		each = told(note, making->request->reason);
		if (event_order(making->core, line[i].order, &each))
			return -1;
	}
	return 0;
}

/* The logs of order, credit note and invoice all tell of it, and of what it follows from. */
static int write_events(struct credit_making *making)
{
	char id[ID_SIZE];
	struct core *core = making->core;
	const struct invoice *note = &making->bill.invoice;
	const char *reason = making->request->reason;
	const char *cause = note->rma.number ? return_id_text(note->rma, id) : note->complaint.number ? complaint_id_text(note->complaint, id) : NULL;
	const char *const subjects[] = { note->id, note->corrects, cause };
	struct str what = told(note, reason);
	if (note->order.number ? event_order(core, note->order, &what) : order_events(making, &what))
		return -1;
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects && subjects[i]; i++) {
		what = told(note, reason);
		if (event_subject(core, &what, "%s", subjects[i]))
			return -1;
	}
	return 0;
}

static int credit(struct credit_making *making)
{
	struct core *core = making->core;
	struct bill *bill = &making->bill;
	if (reason_check(core, making->request->reason) || may_credit(making) || load_left(making) || make(making) ||
	    invoice_number_next(core, "invoice.credit_series", &bill->number))
		return -1;
	bill->id = making->bill.invoice.order;
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
