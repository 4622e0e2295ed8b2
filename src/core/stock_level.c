/* What a warehouse keeps of a product: the levels at which it is ordered again and where it lies; and the forms that bring goods and
 * levels. A level that is not given stays, so that a list of reorder points does not move a shelf. */
#include <string.h>

#include "ordr/event.h"
#include "ordr/stock.h"

static const struct field receipt_fields[] = {
	F(struct stock_form, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "SKU of goods"),
	F(struct stock_form, qty, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_POSITIVE, "units that came in"),
	F(struct stock_form, warehouse, TEXT, FIELD_SHOWN, "code of the warehouse; the first by rank when not given"),
	F(struct stock_form, ref, TEXT, FIELD_SHOWN, "purchase order; settles what was announced under it"),
	F(struct stock_form, cost, MONEY, FIELD_NOT_NEGATIVE, "paid for one unit"),
	FIELD_END,
};

const struct schema stock_receipt_schema = { .name = "ordr.stock-receipt/1",
					     .title = "Goods that come in.",
					     .fields = receipt_fields,
					     .size = sizeof(struct stock_form) };

static const struct field change_fields[] = {
	F(struct stock_form, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "SKU of goods"),
	F(struct stock_form, qty, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units to add or, below zero, to take off; or what was counted"),
	F(struct stock_form, warehouse, TEXT, FIELD_SHOWN, "code of the warehouse; the first by rank when not given"),
	FIELD_END,
};

const struct schema stock_change_schema = { .name = "ordr.stock-change/1",
					    .title = "A correction or a count of stock.",
					    .fields = change_fields,
					    .size = sizeof(struct stock_form) };

static const struct field level_fields[] = {
	F(struct stock_form, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "SKU of goods"),
	F(struct stock_form, warehouse, TEXT, FIELD_SHOWN, "code of the warehouse; the first by rank when not given"),
	F(struct stock_form, reorder_point, QUANTITY, FIELD_SHOWN | FIELD_NOT_NEGATIVE, "reorder when no more than this is available"),
	F(struct stock_form, reorder_quantity, QUANTITY, FIELD_SHOWN | FIELD_POSITIVE, "how many to order then"),
	F(struct stock_form, location, TEXT, FIELD_SHOWN, "where it lies in the warehouse: A-03-2"),
	FIELD_END,
};

const struct schema stock_level_schema = { .name = "ordr.stock-level/1",
					   .title = "When a warehouse orders a product again, and where it lies.",
					   .fields = level_fields,
					   .size = sizeof(struct stock_form) };

/* The three facts that stock_levels changes, by the form's own fields. */
static const struct field kept_fields[] = {
	F(struct stock_form, reorder_point, QUANTITY, 0, NULL),
	F(struct stock_form, reorder_quantity, QUANTITY, 0, NULL),
	F(struct stock_form, location, TEXT, 0, NULL),
	FIELD_END,
};
static const struct schema kept_schema = { .fields = kept_fields, .size = sizeof(struct stock_form) };

/* "name":{"from":…,"to":…} for each level that differs. */
static void put_changes(const struct stock_form *before, const struct stock_form *after, struct str *what)
{
	for (const struct field *field = kept_fields; field->name; field++) {
		struct str from = { 0 };
		struct str to = { 0 };
		field_put_json(field, before, &from);
		field_put_json(field, after, &to);
		if (from.failed || to.failed)
			what->failed = true;
		else if (strcmp(from.text, to.text))
			str_printf(what, "%s\"%s\":{\"from\":%s,\"to\":%s}", what->length ? "," : "", field->name, from.text, to.text);
		str_release(&from);
		str_release(&to);
	}
}

static int check(struct core *core, const struct stock_form *form)
{
	if (form->reorder_point.thousandths != NONE && form->reorder_point.thousandths < 0)
		return err_set(core->err, ERR_INVALID, "a reorder point is not below zero");
	if (form->reorder_quantity.thousandths != NONE && form->reorder_quantity.thousandths <= 0)
		return err_set(core->err, ERR_INVALID, "a reorder quantity is above zero");
	return 0;
}

int stock_levels_load(struct core *core, const struct place *place, struct stock_form *form)
{
	field_clear(kept_fields, form);
	return db_one(core->db, core->arena, &kept_schema, form,
		      "SELECT reorder_point, reorder_quantity, location FROM stock WHERE product_id = $1 AND warehouse_id = $2",
		      A(place->product), A(place->warehouse)) < 0
		       ? -1
		       : 0;
}

int stock_levels_change(struct core *core, const struct place *place, const struct stock_form *before, const struct stock_form *after)
{
	struct str what = { 0 };
	if (check(core, after))
		return -1;
	put_changes(before, after, &what);
	if (!what.length && !what.failed)
		return 0;
	if (db_run(core->db,
		   "INSERT INTO stock (product_id, warehouse_id, reorder_point, reorder_quantity, location) VALUES ($1, $2, $3, $4, $5)"
		   " ON CONFLICT (product_id, warehouse_id) DO UPDATE SET reorder_point = $3, reorder_quantity = $4, location = $5",
		   A(place->product), A(place->warehouse), A(after->reorder_point), A(after->reorder_quantity), A(after->location))) {
		str_release(&what);
		return -1;
	}
	return event_subject(core, &what, "stock %s %s", place->sku, place->code);
}

int stock_levels(struct core *core, const struct place *place, const struct stock_form *form)
{
	struct stock_form before;
	if (stock_levels_load(core, place, &before))
		return -1;
	struct stock_form after = before;
	if (form->reorder_point.thousandths != NONE)
		after.reorder_point = form->reorder_point;
	if (form->reorder_quantity.thousandths != NONE)
		after.reorder_quantity = form->reorder_quantity;
	if (form->location)
		after.location = form->location;
	return stock_levels_change(core, place, &before, &after);
}
