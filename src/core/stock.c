/* Stock: where goods are found, and the one function that changes on_hand, which is never changed without a row in the ledger. */
#include <string.h>

#include "ordr/master.h"
#include "ordr/stock.h"

static int find_warehouse(struct core *core, const char *code, struct place *place)
{
	struct db_rows rows;
	struct warehouse warehouse;
	if (code && master_load(core, &master_warehouse, code, &warehouse))
		return -1;
	if (db_query(core->db, &rows, "SELECT id, code FROM warehouse WHERE $1 IS NULL OR code = $1 ORDER BY rank, id LIMIT 1", A(code)))
		return -1;
	int found = db_next(&rows);
	if (found < 0)
		return -1;
	if (!found) {
		err_set(core->err, ERR_NOT_FOUND, "there is no warehouse");
		return err_hint(core->err, "ordr warehouse add --code MAIN --name Main");
	}
	place->warehouse = db_column_integer(&rows, 0);
	place->code = arena_strdup(core->arena, db_column_text(&rows, 1));
	db_finish(&rows);
	return place->code ? 0 : err_memory(core->err);
}

int stock_refuse_charge(struct core *core, const char *sku)
{
	err_set(core->err, ERR_INVALID, "%s is a charge, which is only billed", sku);
	return err_hint(core->err, "ordr product show %s", sku);
}

int stock_place(struct core *core, const char *sku, const char *warehouse, struct place *place)
{
	struct product product;
	if (master_load(core, &master_product, sku, &product))
		return -1;
	if (!strcmp(product.kind, "service")) {
		err_set(core->err, ERR_INVALID, "%s is a service and has no stock", sku);
		return err_hint(core->err, "a service has a capacity: ordr product edit %s --capacity N", sku);
	}
	if (!strcmp(product.kind, "charge"))
		return stock_refuse_charge(core, sku);
	place->sku = product.sku;
	place->decimals = product.decimals;
	if (db_integer(core->db, &place->product, "SELECT id FROM product WHERE sku = $1", A(sku)) < 0)
		return -1;
	return find_warehouse(core, warehouse, place);
}

/* Can a level take the movement: not beyond what can be counted, and never below what is promised. */
static int check_level(struct core *core, struct quantity on_hand, struct quantity quantity, int64_t allocated)
{
	struct quantity after;
	if (quantity_add(on_hand, quantity, &after)) {
		err_set(core->err, ERR_INVALID, "on_hand would be more than can be counted");
		return err_hint(core->err, "check the quantity and its unit");
	}
	if (after.thousandths >= allocated)
		return 0;
	char missing[QUANTITY_SIZE];
	err_set(core->err, ERR_REFUSED, "that would leave %s fewer on hand than are promised",
		quantity_text((struct quantity){ allocated - after.thousandths }, missing));
	return err_hint(core->err, "take no more than is available, or cancel an order that holds them");
}

int stock_move_write(struct core *core, int64_t product, int64_t warehouse, const char *kind, struct quantity quantity,
		     struct money cost, const char *reason, const char *document)
{
	struct db_rows rows;
	struct quantity on_hand = { 0 };
	int64_t allocated = 0;
	if (db_query(core->db, &rows, "SELECT on_hand, allocated FROM stock WHERE product_id = $1 AND warehouse_id = $2", A(product),
		     A(warehouse)))
		return -1;
	int found = db_next(&rows);
	if (found < 0)
		return -1;
	if (found) {
		on_hand.thousandths = db_column_integer(&rows, 0);
		allocated = db_column_integer(&rows, 1);
		db_finish(&rows);
	}
	if (check_level(core, on_hand, quantity, allocated))
		return -1;
	/* Not one statement with ON CONFLICT: a level below zero would be refused as a row of its own before it is added to the one there is. */
	if (found ? db_run(core->db, "UPDATE stock SET on_hand = on_hand + $3 WHERE product_id = $1 AND warehouse_id = $2", A(product),
			   A(warehouse), A(quantity))
		  : db_run(core->db, "INSERT INTO stock (product_id, warehouse_id, on_hand) VALUES ($1, $2, $3)", A(product),
			   A(warehouse), A(quantity)))
		return -1;
	return db_run(core->db,
		      "INSERT INTO stock_move (at, actor, product_id, warehouse_id, kind, quantity, cost, reason, document)"
		      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		      A(core->now), A(core->actor), A(product), A(warehouse), A(kind), A(quantity), A(cost), A(reason),
		      A(document));
}
