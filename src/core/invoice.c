/* Invoices as they are read. What an invoice says is frozen; what is paid, and so its status, follows from payments and today's date. */
#include "invoice_parts.h"
#include "ordr/calendar.h"
#include "ordr/order_sql.h"

static const char *const type_choices[] = { "invoice", "credit_note", NULL };
static const char *const status_choices[] = { "open", "paid", "overdue", "credited", "disputed", NULL };

static const char *const kind_choices[] = { "standard", "partial", "deposit", "final", "collective", NULL };
static const char *const line_kinds[] = { "line", "charge", "deposit", NULL };
static const char *const means_choices[] = { "transfer", "direct_debit", "card", "cash", NULL };
static const char *const profile_choices[] = { "paper", "xrechnung", "en16931", "peppol", NULL };

#define PARTY_FIELDS \
	F(struct party, name, TEXT, FIELD_REQUIRED, "name"),                                                 \
	F(struct party, street, TEXT, 0, "street and number"),                                               \
	F(struct party, postcode, TEXT, 0, "postcode"),                                                      \
	F(struct party, city, TEXT, 0, "city"),                                                              \
	F(struct party, country, TEXT, 0, "two letters, ISO 3166-1: DE"),                                    \
	F(struct party, vat_id, TEXT, 0, "VAT id"),                                                          \
	F(struct party, tax_number, TEXT, 0, "the seller's national tax number"),                            \
	F(struct party, iban, TEXT, 0, "the account to pay to; of the buyer: to debit"),                     \
	F(struct party, reference, TEXT, 0, "what the buyer wants to read"),                                 \
	F(struct party, email, TEXT, 0, "electronic mail"),                                                  \
	F(struct party, electronic_address, TEXT, 0, "where e-invoices go, its scheme before a colon: EM:invoice@acme.example")

static const struct field seller_fields[] = {
	PARTY_FIELDS,
	F(struct party, phone, TEXT, 0, "telephone"),
	F(struct party, contact, TEXT, 0, "whom to ask"),
	F(struct party, bic, TEXT, 0, "the bank of the account"),
	F(struct party, creditor_id, TEXT, 0, "creditor identifier, for direct debit"),
	F(struct party, register_id, TEXT, 0, "where the company is registered: HRB 12345"),
	F(struct party, legal, TEXT, 0, "what else law wants to be said of the company"),
	FIELD_END,
};

static const struct field buyer_fields[] = {
	PARTY_FIELDS,
	F(struct party, mandate, TEXT, 0, "the mandate for direct debit"),
	FIELD_END,
};

static const struct field line_fields[] = {
	F(struct invoice_line, line, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "number of the line"),
	F(struct invoice_line, order, ORDER, FIELD_LATE, "the order that it bills; null: an amount credited of many orders"),
	F(struct invoice_line, order_ref, TEXT, FIELD_LATE, "the customer's own number of it, where the invoice is of many orders"),
	F(struct invoice_line, order_line, INTEGER, FIELD_LATE, "the order's line; none of a deposit"),
	F_CHOICE(struct invoice_line, kind, line_kinds, FIELD_REQUIRED | FIELD_LATE, "goods or services, a charge such as freight, or a deposit"),
	F(struct invoice_line, sku, TEXT, FIELD_SHOWN, "the product"),
	F(struct invoice_line, name, TEXT, FIELD_REQUIRED | FIELD_WIDE | FIELD_SHOWN, "its name as ordered"),
	F(struct invoice_line, qty, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "how much is billed"),
	F(struct invoice_line, unit, TEXT, FIELD_REQUIRED | FIELD_LATE | FIELD_SHOWN, "unit of the quantity, UN/ECE Recommendation 20: C62"),
	F(struct invoice_line, price, PRICE, FIELD_REQUIRED | FIELD_SHOWN, "of one unit, without tax"),
	F(struct invoice_line, discount, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "taken off the line; below zero: a cent that rounding in parts left over"),
	F(struct invoice_line, net, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what the line costs, without tax"),
	F(struct invoice_line, tax_category, TEXT, FIELD_REQUIRED | FIELD_LATE | FIELD_SHOWN, "VAT category, UNTDID 5305: S"),
	F(struct invoice_line, tax_rate, PERCENT, FIELD_REQUIRED | FIELD_SHOWN, "VAT in percent"),
	F(struct invoice_line, supplied, DATE, FIELD_LATE, "the day that a service was performed, or the first; of many orders: that its order was supplied"),
	F(struct invoice_line, supplied_until, DATE, FIELD_LATE, "the last of these days, if there were several"),
	F(struct invoice_line, note, TEXT, FIELD_LATE, "note of the line"),
	F(struct invoice_line, deposit, TEXT, FIELD_LATE, "the deposit invoice that the line takes off"),
	FIELD_END,
};

static const struct field order_fields[] = {
	F(struct invoice_order, order, ORDER, FIELD_REQUIRED | FIELD_SHOWN, "the order"),
	F(struct invoice_order, order_ref, TEXT, FIELD_SHOWN, "the customer's own number of it"),
	F(struct invoice_order, supplied, DATE, FIELD_SHOWN, "when it was supplied, or the first day of that"),
	F(struct invoice_order, supplied_until, DATE, 0, "the last day of that"),
	FIELD_END,
};

static const struct field tax_fields[] = {
	F(struct invoice_tax, category, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "VAT category, UNTDID 5305: S"),
	F(struct invoice_tax, rate, PERCENT, FIELD_REQUIRED | FIELD_SHOWN, "VAT in percent"),
	F(struct invoice_tax, net, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "the lines of this category and rate together"),
	F(struct invoice_tax, tax, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "VAT on that sum, rounded once"),
	F(struct invoice_tax, reason, TEXT, FIELD_LATE, "why there is no VAT"),
	F(struct invoice_tax, reason_code, TEXT, FIELD_LATE, "the same as a code of the VATEX list"),
	FIELD_END,
};

static const struct field invoice_fields[] = {
	F(struct invoice, id, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the invoice: RE-2026-00001"),
	F_CHOICE(struct invoice, type, type_choices, FIELD_REQUIRED, "an invoice, or a credit note"),
	F_CHOICE(struct invoice, kind, kind_choices, FIELD_REQUIRED, "partial: more of the order follows; deposit: asked for in advance; final: takes deposits off; collective: of many orders"),
	F(struct invoice, corrects, TEXT, 0, "the invoice that a credit note corrects"),
	F(struct invoice, corrects_issued, DATE, 0, "date of that invoice"),
	F(struct invoice, replaces, TEXT, 0, "the invoice that was credited whole and is billed anew by this one"),
	F(struct invoice, replaces_issued, DATE, 0, "date of that invoice"),
	F(struct invoice, order, ORDER, FIELD_SHOWN, "the order that it bills; null: many"),
	F(struct invoice, shipment, SHIPMENT, 0, "the shipment that it bills, when that is exactly one"),
	{ .name = "return", .type = FIELD_RETURN, .offset = offsetof(struct invoice, rma), .help = "the return that a credit note follows from" },
	F(struct invoice, complaint, COMPLAINT, 0, "the complaint that a credit note follows from"),
	F(struct invoice, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct invoice, issued, DATE, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "date of the invoice"),
	F(struct invoice, due, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the last day to pay"),
	F(struct invoice, discount_days, INTEGER, FIELD_LATE, "days within which the cash discount may be taken; null: none is offered"),
	F(struct invoice, discount_percent, PERCENT, FIELD_LATE, "the cash discount, in percent of what is to be paid"),
	F(struct invoice, discount_until, DATE, FIELD_LATE, "the last day to pay with it"),
	F(struct invoice, order_ref, TEXT, FIELD_LATE, "the customer's own order number"),
	F(struct invoice, currency, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "of all its amounts, ISO 4217"),
	F_OBJECT(struct invoice, seller, seller_fields, 0, "who sells, as of the date of the invoice"),
	F_OBJECT(struct invoice, buyer, buyer_fields, 0, "who buys, as of the date of the invoice"),
	F_OBJECT(struct invoice, ship_to, order_address_fields, 0, "where it went, if not to the buyer's own address"),
	F(struct invoice, supplied, DATE, 0, "date of supply, or the first day of its period"),
	F(struct invoice, supplied_until, DATE, 0, "the last day of that period"),
	F_CHOICE(struct invoice, payment_means, means_choices, 0, "how it is to be paid"),
	F(struct invoice, note, TEXT, 0, "note on the whole invoice"),
	F(struct invoice, language, TEXT, 0, "of what people read: de, en"),
	F_CHOICE(struct invoice, profile, profile_choices, FIELD_REQUIRED, "the e-invoice that it was issued as; paper: none"),
	F(struct invoice, sha256, TEXT, 0, "of that e-invoice's bytes, as they are stored"),
	F_LIST(struct invoice, orders, struct invoice_order, order_fields, FIELD_LATE, "the orders that it bills"),
	F_LIST(struct invoice, lines, struct invoice_line, line_fields, 0, "what is billed"),
	F_LIST(struct invoice, taxes, struct invoice_tax, tax_fields, 0, "VAT, by category and rate"),
	F(struct invoice, net, MONEY, FIELD_REQUIRED, "the lines together, without tax"),
	F(struct invoice, tax, MONEY, FIELD_REQUIRED, "VAT together"),
	F(struct invoice, gross, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what is to be paid"),
	F(struct invoice, credited, MONEY, FIELD_REQUIRED, "what credit notes took back of it"),
	F(struct invoice, paid, MONEY, FIELD_REQUIRED, "what was paid"),
	F(struct invoice, refunded, MONEY, FIELD_REQUIRED, "what of that was paid back"),
	F(struct invoice, cash_discount, MONEY, FIELD_REQUIRED, "the cash discount that was taken"),
	F(struct invoice, open, MONEY, FIELD_REQUIRED | FIELD_SHOWN,
	  "what is still to be paid: gross - credited - paid + refunded - cash_discount; below zero: to be paid back"),
	F_CHOICE(struct invoice, status, status_choices, FIELD_REQUIRED | FIELD_SHOWN, "overdue from the day after it was due; disputed while a dispute of it is open"),
	F(struct invoice, days_overdue, INTEGER, 0, "days since it was due, while something of it is open; null: it is not past due"),
	F(struct invoice, dunning_level, INTEGER, FIELD_REQUIRED | FIELD_LATE, "reminders sent"),
	FIELD_END,
};

const struct schema invoice_schema = { .name = "ordr.invoice/1",
				       .title = "An invoice, frozen as it was issued, and what was paid of it.",
				       .fields = invoice_fields,
				       .size = sizeof(struct invoice) };
static const struct schema line_schema = { .name = "line", .fields = line_fields, .size = sizeof(struct invoice_line) };
static const struct schema tax_schema = { .name = "tax", .fields = tax_fields, .size = sizeof(struct invoice_tax) };

#define OVERDUE "type = 'invoice' AND open > 0 AND due < $1"
#define STATUS \
	"CASE WHEN type = 'credit_note' OR (credited > 0 AND credited >= gross) THEN 'credited' WHEN disputed THEN 'disputed' WHEN open <= 0 THEN 'paid' WHEN due < $1 THEN 'overdue' ELSE 'open' END"

/* Invoices that fit `condition` (on i and c), as they stand today ($1). */
#define INVOICES(condition)                                                                                                      \
	"SELECT v.*, " STATUS " AS status, CASE WHEN " OVERDUE " THEN $1 - due END AS days_overdue FROM ("                                                            \
	"SELECT u.*, CASE type WHEN 'credit_note' THEN 0 ELSE gross - credited - paid + refunded - cash_discount END AS open FROM ("                                                                                \
	"SELECT i.id AS sequence, i.number AS id, i.type, i.corrects, i.replaces, i.order_id AS \"order\", i.shipment_id AS shipment, i.rma_id AS \"return\", i.complaint_id AS complaint,"       \
	" c.code AS customer, i.issued, i.due, i.order_ref, i.currency, i.net, i.tax, i.gross," \
	" i.discount_days, i.discount_percent, i.issued + i.discount_days AS discount_until," \
	" coalesce((SELECT max(r.level) FROM reminder r WHERE r.invoice_id = i.id), 0) AS dunning_level," \
	" EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = i.id AND d.outcome IS NULL) AS disputed,"              \
	" i.seller_name AS \"seller.name\", i.seller_street AS \"seller.street\", i.seller_postcode AS \"seller.postcode\","     \
	" i.seller_city AS \"seller.city\", i.seller_country AS \"seller.country\", i.seller_vat_id AS \"seller.vat_id\","       \
	" i.seller_tax_number AS \"seller.tax_number\", i.seller_iban AS \"seller.iban\", i.seller_bic AS \"seller.bic\","       \
	" i.seller_creditor_id AS \"seller.creditor_id\", i.seller_email AS \"seller.email\", i.seller_phone AS \"seller.phone\","       \
	" i.seller_contact AS \"seller.contact\", i.seller_register AS \"seller.register_id\", i.seller_legal AS \"seller.legal\","       \
	" i.seller_electronic_address AS \"seller.electronic_address\", i.buyer_name AS \"buyer.name\","       \
	" i.buyer_street AS \"buyer.street\", i.buyer_postcode AS \"buyer.postcode\", i.buyer_city AS \"buyer.city\","           \
	" i.buyer_country AS \"buyer.country\", i.buyer_vat_id AS \"buyer.vat_id\", i.buyer_reference AS \"buyer.reference\","   \
	" i.buyer_email AS \"buyer.email\", i.buyer_iban AS \"buyer.iban\", i.buyer_mandate AS \"buyer.mandate\","             \
	" i.buyer_electronic_address AS \"buyer.electronic_address\", i.ship_to_name AS \"ship_to.name\","                       \
	" i.ship_to_street AS \"ship_to.street\", i.ship_to_city AS \"ship_to.city\", i.ship_to_postcode AS \"ship_to.postcode\"," \
	" i.ship_to_country AS \"ship_to.country\", i.kind, i.profile, i.language, i.payment_means, i.note, i.supplied,"         \
	" i.supplied_until, (SELECT k.issued FROM invoice k WHERE k.number = i.corrects) AS corrects_issued, (SELECT k.issued FROM invoice k WHERE k.number = i.replaces) AS replaces_issued," \
	" (SELECT e.sha256 FROM einvoice e WHERE e.invoice_id = i.id) AS sha256,"                                                  \
	" coalesce((SELECT sum(n.gross) FROM invoice n WHERE n.corrects = i.number), 0) AS credited,"  \
	" coalesce((SELECT sum(p.amount) FROM payment p WHERE p.invoice_id = i.id AND p.amount > 0), 0) AS paid," \
	" coalesce((SELECT -sum(p.amount) FROM payment p WHERE p.invoice_id = i.id AND p.amount < 0), 0) AS refunded," \
	" coalesce((SELECT sum(p.discount) FROM payment p WHERE p.invoice_id = i.id), 0) AS cash_discount"                                    \
	" FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE " condition ") u) v"

void invoice_widen(struct date first, struct date last, struct date *from, struct date *until)
{
	struct date end = last.days == NONE ? first : last;
	struct date until_now = until->days == NONE ? *from : *until;
	if (first.days == NONE)
		return;
	if (until_now.days == NONE || end.days > until_now.days)
		until_now = end;
	if (from->days == NONE || first.days < from->days)
		*from = first;
	until->days = until_now.days == from->days ? NONE : until_now.days;
}

/* The one order of the head, or those of the lines, which stand together. */
static int list_orders(struct core *core, struct invoice *invoice)
{
	const struct invoice_line *line = invoice->lines.items;
	struct invoice_order *orders = arena_array(core->arena, invoice->lines.count + 1, sizeof *orders);
	invoice->orders = (struct list){ orders, 0 };
	if (!orders)
		return err_memory(core->err);
	if (invoice->order.number) {
		orders[invoice->orders.count++] = (struct invoice_order){ invoice->order, invoice->order_ref, invoice->supplied, invoice->supplied_until };
		return 0;
	}
	for (size_t i = 0; i < invoice->lines.count; i++) {
		struct invoice_order *last = &orders[invoice->orders.count - (invoice->orders.count ? 1 : 0)];
		if (!line[i].order.number)
			continue;
		if (!invoice->orders.count || last->order.number != line[i].order.number) {
			last = &orders[invoice->orders.count++];
			*last = (struct invoice_order){ line[i].order, line[i].order_ref, { NONE }, { NONE } };
		}
		invoice_widen(line[i].supplied, line[i].supplied_until, &last->supplied, &last->supplied_until);
	}
	return 0;
}

static int load_details(struct core *core, struct invoice *invoice)
{
	if (db_all(core->db, core->arena, &line_schema, &invoice->lines,
		   "SELECT l.line, coalesce(l.order_id, i.order_id) AS \"order\", l.order_ref, l.order_line, l.kind, l.sku, l.name, l.quantity AS qty, l.unit, l.price, l.discount, l.net, l.tax_category,"
		   " l.tax_rate, l.supplied, l.supplied_until, l.note, l.deposit, i.currency"
		   " FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.number = $1 ORDER BY l.line",
		   A(invoice->id)) ||
	    list_orders(core, invoice))
		return -1;
	return db_all(core->db, core->arena, &tax_schema, &invoice->taxes,
		      "SELECT t.category, t.rate, t.net, t.tax, t.reason, t.reason_code, i.currency FROM invoice i JOIN invoice_tax t ON t.invoice_id = i.id"
		      " WHERE i.number = $1 ORDER BY t.category, t.rate",
		      A(invoice->id));
}

static int not_found(struct core *core, const char *number)
{
	struct db_rows rows;
	const char *meant;
	if (invoice_meant(core, number, &meant))
		return -1;
	if (meant) {
		err_set(core->err, ERR_NOT_FOUND, "no invoice %s", number);
		return err_hint(core->err, "did you mean %s?", meant);
	}
	if (db_query(core->db, &rows, "SELECT number FROM invoice ORDER BY id DESC LIMIT 1", DB_NONE))
		return -1;
	int found = db_next(&rows);
	if (found < 0)
		return -1;
	err_set(core->err, ERR_NOT_FOUND, "no invoice %s", number);
	if (!found)
		return err_hint(core->err, "none was issued yet: ordr invoice ORDER");
	err_hint(core->err, "the last one issued is %s; ordr invoice list shows them all", db_column_text(&rows, 0));
	db_finish(&rows);
	return -1;
}

int invoice_load(struct core *core, const char *number, struct invoice *invoice)
{
	struct date today;
	if (calendar_today(core, &today))
		return -1;
	*invoice = (struct invoice){ 0 }; /* a side has members that are no fields of it */
	int found = db_one(core->db, core->arena, &invoice_schema, invoice, INVOICES("i.number = $2"), A(today), A(number));
	if (found != 1)
		return found < 0 ? -1 : not_found(core, number);
	return load_details(core, invoice);
}

void invoice_filter_init(struct invoice_filter *filter)
{
	*filter = (struct invoice_filter){ .from = { NONE }, .to = { NONE } };
}

/* Three texts, so that the invoices of one order and of one customer are found by the indexes of orders. */
#define FILTERED                                                                                                                 \
	" WHERE ($2 IS NULL OR customer = $2) AND ($4 IS NULL OR issued >= $4) AND ($5 IS NULL OR issued <= $5)"                 \
	" AND ($6 IS NULL OR " STATUS " = $6) AND ($7 = 0 OR (" OVERDUE ")) ORDER BY sequence"
static const char all_invoices[] = INVOICES("$3 IS NULL") FILTERED;
static const char customer_invoices[] =
	INVOICES("i.id IN (WITH c AS (SELECT o.id FROM orders o JOIN customer k ON k.id = o.customer_id WHERE k.code = $2) SELECT n.id FROM invoice n WHERE n.order_id IN (SELECT id FROM c)"
		 " UNION ALL SELECT invoice_id FROM invoice_line WHERE order_id IN (SELECT id FROM c)) AND $3 IS NULL") FILTERED;
static const char order_invoices[] = INVOICES("i.id IN " INVOICES_OF("$3")) FILTERED;

int invoice_each(struct core *core, const struct invoice_filter *filter, bool whole,
		 int (*each)(void *context, const struct invoice *invoice), void *context)
{
	struct db_rows rows;
	struct date today;
	int64_t order = filter->order.number ? filter->order.number : NONE;
	const char *sql = order != NONE ? order_invoices : filter->customer ? customer_invoices : all_invoices;
	if (calendar_today(core, &today) ||
	    db_query(core->db, &rows, sql, A(today), A(filter->customer), A(order),
		     A(filter->from), A(filter->to), A(filter->status), A(filter->overdue)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct invoice invoice = { 0 };
		field_clear(invoice_fields, &invoice);
		int result = db_load(&rows, core->arena, invoice_fields, &invoice) || (whole && load_details(core, &invoice)) ||
			     each(context, &invoice);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
