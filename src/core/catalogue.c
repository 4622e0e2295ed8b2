/* What a customer can order: each product with its price and what there is of it. It tells less than stock does: not where it lies, not
 * what others wait for. */
#include "ordr/catalogue.h"

#include <string.h>

#include "ordr/booking.h"
#include "ordr/settings.h"

#define DAYS_AHEAD 10 /* two working weeks, as `ordr stock` shows */

static const struct field fields[] = {
	F(struct catalogue_item, sku, TEXT, FIELD_REQUIRED | FIELD_KEY, "SKU"),
	F(struct catalogue_item, name, TEXT, FIELD_REQUIRED, "name"),
	F(struct catalogue_item, kind, TEXT, FIELD_REQUIRED, "goods, service or charge"),
	F(struct catalogue_item, unit, TEXT, FIELD_REQUIRED, "UN/ECE Recommendation 20"),
	F(struct catalogue_item, decimals, INTEGER, FIELD_REQUIRED, "decimals that its quantities may have"),
	F(struct catalogue_item, price, PRICE, FIELD_REQUIRED, "net, for one unit"),
	F(struct catalogue_item, tax_category, TEXT, FIELD_REQUIRED, "VAT category"),
	F(struct catalogue_item, tax_rate, PERCENT, FIELD_REQUIRED, "VAT in percent"),
	F(struct catalogue_item, available, QUANTITY, 0, "what can be had at once"),
	F(struct catalogue_item, available_on, DATE, 0, "the next day on which there is some"),
	F(struct catalogue_item, lead_days, INTEGER, 0, "working days until short goods arrive"),
	FIELD_END,
};

const struct schema catalogue_schema = { .name = "ordr.catalogue-item/1",
					 .title = "A product, as a customer sees it.",
					 .fields = fields,
					 .size = sizeof(struct catalogue_item) };

/* The first day of the next two weeks that is not full. */
static int load_free(struct core *core, int64_t product, struct quantity capacity, struct catalogue_item *item)
{
	struct list days = { 0 };
	if (capacity.thousandths == NONE)
		return 0;
	if (booking_free(core, product, capacity, DAYS_AHEAD, &days))
		return -1;
	const struct booking_free *day = days.items;
	for (size_t i = 0; i < days.count; i++) {
		item->available = day[i].free;
		item->available_on = day[i].date;
		if (day[i].free.thousandths > 0)
			return 0;
	}
	return 0;
}

static int load(struct core *core, struct db_rows *rows, const char *currency, struct catalogue_item *item)
{
	field_clear(fields, item);
	if (db_load(rows, core->arena, fields, item))
		return -1;
	item->price = price_make(item->price.units, currency);
	return strcmp(item->kind, "service") ? 0
					     : load_free(core, db_column_integer(rows, 0), (struct quantity){ db_column_integer(rows, 1) }, item);
}

#define ITEMS                                                                                                                               \
	"SELECT p.id, p.capacity, p.sku, p.name, p.kind, p.unit, p.decimals, p.price, p.tax_category, p.tax_rate, p.lead_days,"          \
	" CASE p.kind WHEN 'goods' THEN (SELECT coalesce(sum(s.on_hand - s.allocated), 0) FROM stock s WHERE s.product_id = p.id) END"  \
	" AS available, (SELECT min(a.expected) FROM announcement a WHERE a.product_id = p.id AND a.received < a.quantity)"            \
	" AS available_on FROM product p"

int catalogue_find(struct core *core, const char *sku, struct catalogue_item *item)
{
	struct db_rows rows;
	const char *currency = settings_currency(core);
	if (!currency || db_query(core->db, &rows, ITEMS " WHERE p.sku = $1", A(sku)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	int result = load(core, &rows, currency, item);
	db_finish(&rows);
	return result ? -1 : 1;
}

int catalogue_each(struct core *core, int (*each)(void *context, const struct catalogue_item *item), void *context)
{
	struct db_rows rows;
	const char *currency = settings_currency(core);
	if (!currency ||
	    db_query(core->db, &rows, ITEMS " ORDER BY p.sku", DB_NONE))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct catalogue_item item;
		int result = load(core, &rows, currency, &item) || each(context, &item);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
