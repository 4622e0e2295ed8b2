/* Products: goods with stock, services with a capacity, and charges such as freight, which are only billed. */
#include <string.h>

#include "ordr/identifiers.h"
#include "ordr/master.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

const char *const product_kinds[] = { "goods", "service", "charge", NULL };
const char *const tax_category_choices[] = { "S", "Z", "E", "AE", "K", "G", "O", NULL };

static const struct field product_fields[] = {
	F(struct product, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "stock keeping unit, unique: A-1"),
	F(struct product, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "name as it stands on an invoice"),
	F_CHOICE(struct product, kind, product_kinds, FIELD_SHOWN, "goods, a service (no stock, maybe a capacity), or a charge such as freight (billed only); goods when not given"),
	F(struct product, unit, TEXT, FIELD_SHOWN, "UN/ECE Recommendation 20: C62 piece, HUR hour, KGM kilogram; C62 when not given"),
	F(struct product, decimals, INTEGER, FIELD_NOT_NEGATIVE, "decimals that its quantities may have, 0 to 3"),
	F(struct product, price, PRICE, FIELD_REQUIRED | FIELD_SHOWN | FIELD_NOT_NEGATIVE, "net, for one unit"),
	F_CHOICE(struct product, tax_category, tax_category_choices, 0, "VAT category; S when not given"),
	F(struct product, tax_rate, PERCENT, FIELD_SHOWN | FIELD_NOT_NEGATIVE, "VAT in percent; 19 for S when not given, else 0"),
	F(struct product, lead_days, INTEGER, FIELD_NOT_NEGATIVE, "working days until short goods arrive"),
	F(struct product, capacity, QUANTITY, FIELD_NOT_NEGATIVE, "a service: units for each working day"),
	F(struct product, weight, QUANTITY, FIELD_NOT_NEGATIVE, "kilograms of one unit"),
	F(struct product, substitute, TEXT, 0, "SKU of what can go in its place"),
	FIELD_END,
};

const struct schema product_schema = { .name = "ordr.product/1",
				       .title = "Something that is sold.",
				       .fields = product_fields,
				       .size = sizeof(struct product) };
const struct schema product_form = { .name = "ordr.product-form/1",
					    .title = "A product to keep.",
					    .fields = product_fields,
					    .size = sizeof(struct product),
					    .record = "ordr.product/1" };

static int product_standard(struct core *core, void *record)
{
	struct product *product = record;
	(void)core;
	if (!product->kind)
		product->kind = "goods";
	if (!product->unit)
		product->unit = "C62";
	if (product->decimals == NONE)
		product->decimals = 0;
	if (!product->tax_category)
		product->tax_category = "S";
	if (product->tax_rate.hundredths == NONE)
		product->tax_rate.hundredths = strcmp(product->tax_category, "S") ? 0 : 1900;
	return 0;
}

/* What is promised to orders stays promised: a day that is booked keeps the capacity for it. */
static int check_booked(struct core *core, const struct product *product)
{
	char day[DATE_SIZE];
	char units[QUANTITY_SIZE];
	struct db_rows rows;
	if (product->capacity.thousandths == NONE)
		return 0;
	if (db_query(core->db, &rows,
		     "SELECT b.day, sum(b.quantity) FROM product p JOIN booking b ON b.product_id = p.id"
		     " JOIN order_line l ON l.order_id = b.order_id AND l.line = b.line WHERE p.sku = $1 AND l.delivered < l.ordered - l.cancelled"
		     " GROUP BY b.day HAVING sum(b.quantity) > $2 ORDER BY b.day LIMIT 1",
		     A(product->sku), A(product->capacity)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	err_set(core->err, ERR_REFUSED, "%s of %.60s are booked on %s already",
		quantity_text((struct quantity){ db_column_integer(&rows, 1) }, units), product->sku,
		date_text((struct date){ db_column_integer(&rows, 0) }, day));
	db_finish(&rows);
	return err_hint(core->err, "perform or cancel some first: ordr list --state confirmed --sku %.60s", product->sku);
}

/* What was ordered stays what it was, and a service has no stock: units of it would lie where no command finds them. */
static int check_kind(struct core *core, const struct product *product)
{
	int64_t ordered = 0;
	int64_t lies = 0;
	if (db_integer(core->db, &ordered,
		       "SELECT 1 FROM product p JOIN order_line l ON l.product_id = p.id WHERE p.sku = $1 AND p.kind <> $2 LIMIT 1",
		       A(product->sku), A(product->kind)) < 0 ||
	    db_integer(core->db, &lies,
		       "SELECT 1 FROM product p WHERE p.sku = $1 AND p.kind <> $2 AND (EXISTS (SELECT 1 FROM stock s"
		       " WHERE s.product_id = p.id AND s.on_hand > 0) OR EXISTS (SELECT 1 FROM announcement a"
		       " WHERE a.product_id = p.id AND a.received < a.quantity))",
		       A(product->sku), A(product->kind)) < 0)
		return -1;
	if (ordered)
		return err_set(core->err, ERR_REFUSED, "%s was ordered already, so its kind does not change", product->sku);
	if (!lies)
		return 0;
	err_set(core->err, ERR_REFUSED, "%s is on hand or announced, and a %s has no stock", product->sku, translate_in("kind", product->kind));
	return err_hint(core->err, "ordr stock list %s shows where; ordr stock count %s:0 takes it off the books", product->sku, product->sku);
}

/* It may come later, as an import brings it in: only that it is another is asked. */
static int check_substitute(struct core *core, const struct product *product)
{
	if (!product->substitute || strcmp(product->substitute, product->sku))
		return 0;
	err_set(core->err, ERR_INVALID, "%.60s cannot go in its own place", product->sku);
	return err_hint(core->err, "leave substitute out, or name another SKU");
}

static int product_check(struct core *core, const void *record)
{
	const struct product *product = record;
	bool taxed = !strcmp(product->tax_category, "S");
	if (master_check_days(core, "lead_days", product->lead_days))
		return -1;
	if (product->decimals > 3) {
		err_set(core->err, ERR_INVALID, "decimals %lld are more than 3", (long long)product->decimals);
		return err_hint(core->err, "from 0 to 3: quantities are kept in thousandths");
	}
	if (product->tax_rate.hundredths > 10000) {
		err_set(core->err, ERR_INVALID, "a tax_rate is not above 100 percent");
		return err_hint(core->err, "a percentage such as 19");
	}
	if (!taxed && product->tax_rate.hundredths) {
		err_set(core->err, ERR_INVALID, "the VAT category %s has no rate but 0", product->tax_category);
		return err_hint(core->err, "leave tax_rate out, or use the category S");
	}
	if (product->capacity.thousandths != NONE && strcmp(product->kind, "service")) {
		err_set(core->err, ERR_INVALID,
			strcmp(product->kind, "goods") ? TO_TRANSLATE("%.60s is a charge, and only services have a capacity")
						       : TO_TRANSLATE("%.60s is goods, and only services have a capacity"),
			product->sku);
		return err_hint(core->err, "leave capacity out, or make it --kind service");
	}
	if (!unit_known(product->unit)) {
		err_set(core->err, ERR_INVALID, "unit \"%.20s\" is not a code of UN/ECE Recommendation 20", product->unit);
		return err_hint(core->err, "C62 is a piece, HUR an hour, KGM a kilogram");
	}
	return check_substitute(core, product) || check_kind(core, product) || check_booked(core, product) ? -1 : 0;
}

#define PRODUCT_COLUMNS "sku, name, kind, unit, decimals, price, tax_category, tax_rate, lead_days, capacity, weight, substitute"

const struct master master_product = {
	.word = TO_TRANSLATE_IN("noun", "product"),
	.schema = &product_schema,
	.form = &product_form,
	.one = "SELECT " PRODUCT_COLUMNS " FROM product WHERE sku = $1",
	.list = "SELECT " PRODUCT_COLUMNS " FROM product ORDER BY sku",
	.from = "SELECT sku FROM product WHERE sku >= $1 ORDER BY sku LIMIT $2",
	.names = "SELECT sku, name FROM product ORDER BY sku LIMIT $1",
	.before = "SELECT sku FROM product WHERE sku < $1 ORDER BY sku DESC LIMIT $2",
	.insert = "INSERT INTO product (" PRODUCT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	.update = "UPDATE product SET name = $2, kind = $3, unit = $4, decimals = $5, price = $6, tax_category = $7, tax_rate = $8,"
		  " lead_days = $9, capacity = $10, weight = $11, substitute = $12 WHERE sku = $1",
	.standard = product_standard,
	.check = product_check,
};
