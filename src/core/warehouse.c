/* Warehouses: where goods lie, in the order (rank) in which they are tried. */
#include "ordr/master.h"
#include "ordr/speak.h"

static const struct field warehouse_fields[] = {
	F(struct warehouse, code, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "short code, unique: MAIN"),
	F(struct warehouse, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "name"),
	F(struct warehouse, street, TEXT, FIELD_LATE, "street and number"),
	F(struct warehouse, city, TEXT, FIELD_SHOWN, "city"),
	F(struct warehouse, postcode, TEXT, FIELD_LATE, "postcode"),
	F(struct warehouse, country, TEXT, FIELD_LATE, "two letters, ISO 3166-1"),
	F(struct warehouse, rank, INTEGER, FIELD_SHOWN | FIELD_POSITIVE, "1 is tried first; the next free one when not given"),
	FIELD_END,
};

const struct schema warehouse_schema = { .name = "ordr.warehouse/1",
					 .title = "Where goods lie.",
					 .fields = warehouse_fields,
					 .size = sizeof(struct warehouse) };
const struct schema warehouse_form = { .name = "ordr.warehouse-form/1",
					      .title = "A warehouse to keep.",
					      .fields = warehouse_fields,
					      .size = sizeof(struct warehouse),
					      .record = "ordr.warehouse/1" };

static int warehouse_standard(struct core *core, void *record)
{
	struct warehouse *warehouse = record;
	if (warehouse->rank != NONE)
		return 0;
	return db_integer(core->db, &warehouse->rank, "SELECT coalesce(max(rank), 0) + 1 FROM warehouse", DB_NONE) < 0 ? -1 : 0;
}

static int warehouse_check(struct core *core, const void *record)
{
	return master_check_country(core, "country", ((const struct warehouse *)record)->country);
}

#define WAREHOUSE_COLUMNS "code, name, street, city, postcode, country, rank"

const struct master master_warehouse = {
	.word = TO_TRANSLATE_IN("noun", "warehouse"),
	.schema = &warehouse_schema,
	.form = &warehouse_form,
	.one = "SELECT " WAREHOUSE_COLUMNS " FROM warehouse WHERE code = $1",
	.list = "SELECT " WAREHOUSE_COLUMNS " FROM warehouse ORDER BY code",
	.from = "SELECT code FROM warehouse WHERE code >= $1 ORDER BY code LIMIT $2",
	.before = "SELECT code FROM warehouse WHERE code < $1 ORDER BY code DESC LIMIT $2",
	.insert = "INSERT INTO warehouse (" WAREHOUSE_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)",
	.update = "UPDATE warehouse SET name = $2, street = $3, city = $4, postcode = $5, country = $6, rank = $7 WHERE code = $1",
	.standard = warehouse_standard,
	.check = warehouse_check,
};
