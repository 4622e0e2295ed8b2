/* Every table as rows of JSON. One row of `export_tables` is all that a table needs to go out and to come in again; that none and no column is
 * forgotten, a test sees to. Rows are inserted in the state that they had, in an order in which each refers to earlier ones only: the
 * rules of the database hold while they come in, and nothing goes around them. */
#include <sha2.h>
#include <string.h>

#include "ordr/export.h"

static const struct field export_fields[] = {
	F(struct export_row, kind, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "what the row is of"),
	F(struct export_row, row, RAW, FIELD_REQUIRED | FIELD_SHOWN, "its columns as the database keeps them"),
	FIELD_END,
};

const struct schema export_schema = { .name = "ordr.export/1",
				      .title = "One row of the books, to be imported into others.",
				      .fields = export_fields,
				      .size = sizeof(struct export_row) };

/* So many parameters; the engine refuses a number that is not that of the columns. */
#define P1  "$1"
#define P2 P1 ", $2"
#define P3 P2 ", $3"
#define P4 P3 ", $4"
#define P5 P4 ", $5"
#define P6 P5 ", $6"
#define P7 P6 ", $7"
#define P8 P7 ", $8"
#define P9 P8 ", $9"
#define P10 P9 ", $10"
#define P11 P10 ", $11"
#define P12 P11 ", $12"
#define P13 P12 ", $13"
#define P14 P13 ", $14"
#define P15 P14 ", $15"
#define P16 P15 ", $16"
#define P17 P16 ", $17"
#define P18 P17 ", $18"
#define P19 P18 ", $19"
#define P20 P19 ", $20"
#define P21 P20 ", $21"
#define P22 P21 ", $22"
#define P23 P22 ", $23"
#define P24 P23 ", $24"
#define P25 P24 ", $25"
#define P26 P25 ", $26"
#define P27 P26 ", $27"
#define P28 P27 ", $28"
#define P29 P28 ", $29"
#define P30 P29 ", $30"
#define P31 P30 ", $31"
#define P32 P31 ", $32"
#define P33 P32 ", $33"
#define P34 P33 ", $34"
#define P35 P34 ", $35"
#define P36 P35 ", $36"
#define P37 P36 ", $37"
#define P38 P37 ", $38"
#define P39 P38 ", $39"
#define P40 P39 ", $40"
#define P41 P40 ", $41"
#define P42 P41 ", $42"
#define P43 P42 ", $43"
#define P44 P43 ", $44"
#define P45 P44 ", $45"
#define P46 P45 ", $46"
#define P47 P46 ", $47"
#define P48 P47 ", $48"
#define P49 P48 ", $49"
#define P50 P49 ", $50"
#define P51 P50 ", $51"
#define P52 P51 ", $52"
#define P53 P52 ", $53"
#define P54 P53 ", $54"
#define P55 P54 ", $55"
#define P56 P55 ", $56"
#define P57 P56 ", $57"
#define P58 P57 ", $58"
#define P59 P58 ", $59"
#define P60 P59 ", $60"
#define P61 P60 ", $61"
#define P62 P61 ", $62"
#define P63 P62 ", $63"
#define P64 P63 ", $64"
#define P65 P64 ", $65"
#define P66 P65 ", $66"
#define P67 P66 ", $67"
#define P68 P67 ", $68"
#define P69 P68 ", $69"
#define P70 P69 ", $70"

#define ROWS(word, name, key, parameters, names)                                                                          \
	{ .kind = (word), .table = (name), .columns = (names), .select = "SELECT " names " FROM " name " ORDER BY " key, \
	  .insert = "INSERT INTO " name " (" names ") VALUES (" parameters ")" }

const struct export_table export_tables[] = {
	ROWS("setting", "setting", "name", P2,
	     "name, value"),
	ROWS("user", "users", "id", P4,
	     "id, name, role, full_name"),
	ROWS("customer", "customer", "id", P25,
	     "id, code, name, tier, email, phone, street, city, postcode, country, vat_id, buyer_reference, "
	     "electronic_address, payment_days, discount_days, discount_percent, credit_limit, language, prepayment, "
	     "payment_means, iban, mandate, tax_category, invoice_when, owed"),
	ROWS("product", "product", "id", P13,
	     "id, sku, name, kind, unit, decimals, price, tax_category, tax_rate, lead_days, capacity, weight, substitute"),
	ROWS("warehouse", "warehouse", "id", P8,
	     "id, code, name, street, city, postcode, country, rank"),
	ROWS("sla", "sla_policy", "id", P7,
	     "id, code, tier, priority, confirm, ship, deliver"),
	ROWS("stock", "stock", "product_id, warehouse_id", P7,
	     "product_id, warehouse_id, on_hand, allocated, reorder_point, reorder_quantity, location"),
	ROWS("stock-move", "stock_move", "id", P10,
	     "id, at, actor, product_id, warehouse_id, kind, quantity, cost, reason, document"),
	ROWS("announcement", "announcement", "id", P7,
	     "id, product_id, warehouse_id, quantity, received, expected, ref"),
	ROWS("order", "orders", "id", P45,
	     "id, customer_id, state, revision, approved, credit_override, prepaid, auto_confirmed, stopped_at, paused, "
	     "priority, ref, key, channel, warehouse_id, delivery, placed_at, placed_by, "
	     "confirmed_at, confirmed_by, closed_at, reason, requested, first_promised, promised, ship_by, "
	     "confirm_due, confirm_risk, ship_due, ship_risk, deliver_due, deliver_risk, shipped_at, "
	     "delivered_at, next_due, currency, net, tax, gross, ship_name, ship_street, ship_city, "
	     "ship_postcode, ship_country, note"),
	ROWS("hold", "hold", "id", P10,
	     "id, order_id, reason, fault, note, blocks, at, actor, released_at, released_by"),
	ROWS("order-line", "order_line", "order_id, line", P25,
	     "order_id, line, revision, product_id, sku, name, kind, unit, ordered, cancelled, backordered, allocated, "
	     "picked, packed, shipped, delivered, returned, invoiced, price, discount, tax_category, tax_rate, "
	     "net, date, note"),
	ROWS("cancellation", "cancellation", "order_id, line, number", P9,
	     "order_id, line, number, quantity, credited, reason, note, at, actor"),
	ROWS("promise-change", "promise_change", "order_id, number", P6,
	     "order_id, number, promised, reason, at, actor"),
	ROWS("past", "past", "order_id, part, fact, until", P5,
	     "order_id, part, fact, until, value"),
	ROWS("allocation", "allocation", "order_id, line, warehouse_id", P5,
	     "order_id, line, warehouse_id, product_id, quantity"),
	ROWS("booking", "booking", "product_id, day, order_id, line", P5,
	     "product_id, day, order_id, line, quantity"),
	ROWS("shipment", "shipment", "id", P10,
	     "id, order_id, warehouse_id, state, picked_at, packed_at, shipped_at, delivered_at, carrier, "
	     "received_by"),
	ROWS("shipment-line", "shipment_line", "shipment_id, line", P5,
	     "shipment_id, line, order_id, product_id, quantity"),
	ROWS("package", "package", "shipment_id, package", P4,
	     "shipment_id, package, weight, tracking"),
	ROWS("package-line", "package_line", "shipment_id, package, line", P4,
	     "shipment_id, package, line, quantity"),
	ROWS("delivery-attempt", "delivery_attempt", "shipment_id, attempt", P6,
	     "shipment_id, attempt, at, actor, reason, note"),
	ROWS("return", "rma", "id", P10,
	     "id, order_id, state, opened_at, opened_by, warehouse_id, received_at, closed_at, refusal, note"),
	ROWS("return-line", "rma_line", "rma_id, part", P11,
	     "rma_id, part, order_id, line, quantity, received, reason, condition, disposition, credit, replacement"),
	ROWS("complaint", "complaint", "id", P16,
	     "id, order_id, line, reason, fault, amount, note, state, opened_at, opened_by, resolved_at, resolved_by, "
	     "outcome, resolution, rma_id, replacement"),
	ROWS("invoice", "invoice", "id", P62,
	     "id, number, series, year, sequence, type, corrects, replaces, order_id, shipment_id, customer_id, issued, "
	     "issued_at, due, discount_days, discount_percent, currency, net, tax, gross, order_ref, seller_name, seller_street, seller_postcode, "
	     "seller_city, seller_country, seller_vat_id, seller_tax_number, seller_iban, seller_bic, seller_creditor_id, "
	     "seller_email, seller_phone, seller_contact, seller_register, seller_legal, seller_electronic_address, buyer_name, "
	     "buyer_street, buyer_postcode, buyer_city, buyer_country, buyer_vat_id, buyer_reference, buyer_email, "
	     "buyer_iban, buyer_mandate, buyer_electronic_address, ship_to_name, ship_to_street, ship_to_city, "
	     "ship_to_postcode, ship_to_country, kind, profile, language, payment_means, note, supplied, supplied_until, rma_id, complaint_id"),
	ROWS("invoice-line", "invoice_line", "invoice_id, line", P20,
	     "invoice_id, line, order_id, order_ref, order_line, kind, sku, name, quantity, unit, price, discount, net, tax_category, "
	     "tax_rate, supplied, supplied_until, note, deposit, rebill"),
	ROWS("invoice-tax", "invoice_tax", "invoice_id, category, rate", P7,
	     "invoice_id, category, rate, net, tax, reason, reason_code"),
	ROWS("einvoice", "einvoice", "invoice_id", P3,
	     "invoice_id, sha256, xml"),
	ROWS("payment", "payment", "id", P9,
	     "id, invoice_id, amount, discount, credit_id, at, actor, method, ref"),
	ROWS("dispute", "dispute", "id", P14,
	     "id, invoice_id, line, reason, fault, amount, note, opened_at, opened_by, resolved_at, resolved_by, outcome, credit_id, "
	     "resolution"),
	ROWS("reminder", "reminder", "invoice_id, level", P11,
	     "invoice_id, level, at, actor, dated, due, open, fee, interest, rate, lump_sum"),
	ROWS("event", "event", "seq", P7,
	     "seq, at, actor, command, subject, what, hash"),
	ROWS("idempotency", "idempotency", "key", P4,
	     "key, hash, documents, at"),
	{ .kind = NULL },
};

struct export {
	struct core *core;
	int (*each)(void *context, const struct export_row *row);
	void *context;
	SHA2_CTX hash;
	struct str row; /* the one being made */
	int64_t rows;
};

/* Gives the row that stands in export->row. */
static int give(struct export *export, const char *kind)
{
	const struct export_row row = { kind, export->row.text };
	if (export->row.failed)
		return err_memory(export->core->err);
	SHA256Update(&export->hash, (const uint8_t *)kind, strlen(kind));
	SHA256Update(&export->hash, (const uint8_t *)"\n", 1);
	SHA256Update(&export->hash, (const uint8_t *)export->row.text, export->row.length);
	SHA256Update(&export->hash, (const uint8_t *)"\n", 1);
	return export->each ? export->each(export->context, &row) : 0;
}

static void put_row(struct str *str, const struct db_rows *rows)
{
	str_clear(str);
	for (int i = 0; i < db_columns(rows); i++) {
		str_printf(str, "%s\"%s\":", i ? "," : "{", db_column_name(rows, i));
		if (db_column_kind(rows, i) == DB_INTEGER)
			str_printf(str, "%lld", (long long)db_column_integer(rows, i));
		else
			str_put_json(str, db_column_optional(rows, i));
	}
	str_put_char(str, '}');
}

static int give_table(struct export *export, const struct export_table *table)
{
	struct core *core = export->core;
	struct db_rows rows;
	if (db_query(core->db, &rows, table->select, DB_NONE))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		put_row(&export->row, &rows);
		int result = give(export, table->kind);
		arena_reset(core->arena, mark);
		export->rows++;
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

static int give_all(struct export *export, struct export_sum *sum)
{
	str_printf(&export->row, "{\"database_schema\":%d}", db_schema_version());
	if (give(export, EXPORT_HEADER))
		return -1;
	for (const struct export_table *table = export_tables; table->kind; table++)
		if (give_table(export, table))
			return -1;
	sum->rows = export->rows;
	SHA256End(&export->hash, sum->sha256);
	SHA256Init(&export->hash);
	str_clear(&export->row);
	str_printf(&export->row, "{\"rows\":%lld,\"sha256\":\"%s\"}", (long long)sum->rows, sum->sha256);
	return give(export, EXPORT_END);
}

int export_each(struct core *core, int (*each)(void *context, const struct export_row *row), void *context,
		struct export_sum *sum)
{
	struct export export = { .core = core, .each = each, .context = context };
	SHA256Init(&export.hash);
	int result = give_all(&export, sum);
	str_release(&export.row);
	return result;
}

const struct export_table *export_table_find(const char *kind)
{
	for (const struct export_table *table = export_tables; table->kind; table++)
		if (!strcmp(table->kind, kind))
			return table;
	return NULL;
}

bool export_column_next(const char **columns, char name[64])
{
	size_t length = strcspn(*columns, ",");
	if (!length || length >= 64)
		return false;
	memcpy(name, *columns, length);
	name[length] = '\0';
	*columns += length;
	*columns += strspn(*columns, ", ");
	return true;
}

int export_insert(struct core *core, const struct export_table *table, const struct db_value *values, size_t count)
{
	if (!db_run_values(core->db, table->insert, values, count))
		return 0;
	if (core->err->code != ERR_REFUSED)
		return -1;
	err_set(core->err, ERR_INVALID, "%s: %s", table->kind, core->err->message);
	return err_hint(core->err, "a row comes as it was exported, and in that order");
}

int export_verify(struct core *core, const struct export_sum *sum)
{
	struct export_sum made;
	if (export_each(core, NULL, NULL, &made))
		return -1;
	if (made.rows == sum->rows && !strcmp(made.sha256, sum->sha256))
		return 0;
	if (made.rows != sum->rows)
		err_set(core->err, ERR_INVALID, "the end tells of %lld rows, and %lld came", (long long)sum->rows, (long long)made.rows);
	else
		err_set(core->err, ERR_INVALID, "a row is not as it was exported: the SHA-256 of the end is another");
	return err_hint(core->err, "export again; what was exported cannot be edited");
}
