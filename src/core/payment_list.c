/* Payments as they are read, each with the VAT that its cash discount corrects. */
#include "ordr/calendar.h"
#include "payment_parts.h"

static const char *const type_choices[] = { "payment", "refund", "credit", NULL };

static const struct field tax_fields[] = {
	F(struct payment_tax, category, TEXT, FIELD_REQUIRED, "VAT category, UNTDID 5305: S"),
	F(struct payment_tax, rate, PERCENT, FIELD_REQUIRED, "VAT in percent"),
	F(struct payment_tax, net, MONEY, FIELD_REQUIRED, "of the discount, without tax"),
	F(struct payment_tax, tax, MONEY, FIELD_REQUIRED, "the VAT in it"),
	FIELD_END,
};
static const struct schema tax_schema = { .name = "tax", .fields = tax_fields, .size = sizeof(struct payment_tax) };

static const struct field payment_fields[] = {
	F(struct payment, payment, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the payment"),
	F(struct payment, at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "when the money moved"),
	F(struct payment, invoice, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "the invoice that it settles"),
	F(struct payment, order, ORDER, FIELD_REQUIRED, "the order of that"),
	F(struct payment, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F_CHOICE(struct payment, type, type_choices, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE,
		 "credit: no money moved; a credit note took back something on which a cash discount had been taken"),
	F(struct payment, amount, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what came in; below zero: what was paid back"),
	F(struct payment, cash_discount, MONEY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "the cash discount taken with it; below zero: it fell away"),
	F(struct payment, cash_discount_tax, MONEY, FIELD_REQUIRED, "the VAT in that discount, to be corrected"),
	F_LIST(struct payment, cash_discount_taxes, struct payment_tax, tax_fields, 0, "how that divides, by category and rate"),
	F(struct payment, currency, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "of its amounts, ISO 4217"),
	F(struct payment, by, TEXT, FIELD_REQUIRED, "who recorded it"),
	F(struct payment, method, TEXT, FIELD_SHOWN | FIELD_LATE, "how: transfer, card, cash …"),
	F(struct payment, ref, TEXT, FIELD_SHOWN | FIELD_WIDE, "the payer's or the bank's reference"),
	F(struct payment, credit_note, TEXT, 0, "credit: the credit note; a discount: the last one of the invoice by then"),
	FIELD_END,
};

const struct schema payment_schema = { .name = "ordr.payment/1",
				       .title = "Money that came in for an invoice, or was paid back.",
				       .fields = payment_fields,
				       .size = sizeof(struct payment) };

/* --- VAT ---------------------------------------------------------------------------------------------------------------------- */

/* Each group has its share of the discount by its share of the gross, added up from the first so that they make up the whole; the VAT in a share of g at
 * the rate r is g × r ÷ (100 + r), half away from zero. */
static int divide(struct core *core, const struct list *taxes, struct money discount, struct money *tax)
{
	struct payment_tax *group = taxes->items;
	int64_t gross = 0, seen = 0, given = 0;
	*tax = money_make(0, discount.currency);
	for (size_t i = 0; i < taxes->count; i++)
		gross += group[i].net.minor + group[i].tax.minor;
	for (size_t i = 0; i < taxes->count && gross > 0; i++) {
		int64_t upto, part;
		seen += group[i].net.minor + group[i].tax.minor;
		if (integer_scale(discount.minor, seen, gross, &upto) ||
		    integer_scale(upto - given, group[i].rate.hundredths, 10000 + group[i].rate.hundredths, &part))
			return err_set(core->err, ERR_INVALID, "the VAT of the cash discount is more than can be counted");
		group[i].tax = money_make(part, discount.currency);
		group[i].net = money_make(upto - given - part, discount.currency);
		given = upto;
		tax->minor += part;
	}
	return 0;
}

int payment_split(struct core *core, const char *invoice, int64_t credit, bool only, struct money discount, struct list *taxes, struct money *tax)
{
	*taxes = (struct list){ 0 };
	*tax = money_make(0, discount.currency);
	if (!discount.minor)
		return 0;
	if (db_all(core->db, core->arena, &tax_schema, taxes,
		   "SELECT t.category, t.rate, sum(CASE WHEN n.id = i.id OR $3 = 1 THEN t.net ELSE -t.net END) AS net,"
		   " sum(CASE WHEN n.id = i.id OR $3 = 1 THEN t.tax ELSE -t.tax END) AS tax, i.currency FROM invoice i"
		   " JOIN invoice n ON n.id IN (SELECT CASE WHEN $3 = 1 THEN $2 ELSE i.id END"
		   " UNION ALL SELECT k.id FROM invoice k WHERE $3 <> 1 AND k.corrects = i.number AND k.id <= $2)"
		   " JOIN invoice_tax t ON t.invoice_id = n.id WHERE i.number = $1 GROUP BY t.category, t.rate, i.currency"
		   " HAVING sum(CASE WHEN n.id = i.id OR $3 = 1 THEN t.net + t.tax ELSE -t.net - t.tax END) > 0 ORDER BY t.category, t.rate DESC",
		   A(invoice), A(credit), A(only)))
		return -1;
	return divide(core, taxes, discount, tax);
}

/* --- listing ------------------------------------------------------------------------------------------------------------------ */

void payment_filter_init(struct payment_filter *filter)
{
	*filter = (struct payment_filter){ .from = { NONE }, .to = { NONE } };
}

#define PAYMENTS                                                                                                                   \
	"SELECT p.id AS payment, i.number AS invoice, i.order_id AS \"order\", c.code AS customer, CASE WHEN p.amount > 0 THEN 'payment'" \
	" WHEN p.amount < 0 THEN 'refund' ELSE 'credit' END AS type, p.amount, p.discount AS cash_discount, i.currency, p.at,"        \
	" p.actor AS \"by\", p.method, p.ref, n.number AS credit_note, p.credit_id FROM payment p JOIN invoice i ON i.id = p.invoice_id" \
	" JOIN customer c ON c.id = i.customer_id LEFT JOIN invoice n ON n.id = p.credit_id"                                           \
	" WHERE ($2 IS NULL OR c.code = $2) AND ($3 IS NULL OR p.method = $3) AND ($4 IS NULL OR i.order_id = $4)"                      \
	" AND ($5 IS NULL OR p.at >= $5) AND ($6 IS NULL OR p.at < $6)"
static const char all_payments[] = PAYMENTS " AND $1 IS NULL ORDER BY p.id";
static const char invoice_payments[] = PAYMENTS " AND i.number = $1 ORDER BY p.id";

static int load(struct core *core, struct db_rows *rows, struct payment *payment)
{
	field_clear(payment_fields, payment);
	payment->cash_discount_tax.minor = 0;
	if (db_load(rows, core->arena, payment_fields, payment))
		return -1;
	payment->cash_discount_tax = money_make(0, payment->currency);
	return payment_split(core, payment->invoice, db_column_integer(rows, 13), !payment->amount.minor, payment->cash_discount,
			     &payment->cash_discount_taxes, &payment->cash_discount_tax);
}

int payment_each(struct core *core, const struct payment_filter *filter, int (*each)(void *context, const struct payment *payment), void *context)
{
	struct db_rows rows;
	int64_t order = filter->order.number ? filter->order.number : NONE;
	if (calendar_zone(core))
		return -1;
	struct instant from = filter->from.days == NONE ? (struct instant){ NONE } : date_instant(filter->from, 0);
	struct instant after = filter->to.days == NONE ? (struct instant){ NONE } : date_instant((struct date){ filter->to.days + 1 }, 0);
	if (db_query(core->db, &rows, filter->invoice ? invoice_payments : all_payments, A(filter->invoice), A(filter->customer), A(filter->method),
		     A(order), A(from), A(after)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct payment payment;
		int result = load(core, &rows, &payment) || each(context, &payment);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
