/* What there is: the level of every product in every warehouse, what waits for it and what comes, and the ledger of how it came to be. */
#include <string.h>

#include "ordr/atp.h"
#include "ordr/booking.h"
#include "ordr/master.h"
#include "ordr/settings.h"
#include "ordr/stock.h"

#define FREE_DAYS 10 /* two working weeks */

static const char *const kinds[] = { "goods", "service", NULL };

static const struct field level_fields[] = {
	F(struct stock, warehouse, TEXT, FIELD_REQUIRED, "code of the warehouse"),
	F(struct stock, on_hand, QUANTITY, FIELD_REQUIRED, "units that lie there"),
	F(struct stock, allocated, QUANTITY, FIELD_REQUIRED, "of these, promised to orders"),
	F(struct stock, available, QUANTITY, FIELD_REQUIRED, "on hand and not promised"),
	F(struct stock, backordered, QUANTITY, FIELD_REQUIRED, "units that confirmed orders wait for"),
	F(struct stock, incoming, QUANTITY, FIELD_REQUIRED, "announced and not in yet"),
	{ .name = "next_receipt", .label = "EXPECTED", .type = FIELD_DATE, .offset = offsetof(struct stock, next_receipt),
	  .flags = FIELD_LATE, .help = "the day when the next of it is expected" },
	{ .name = "reorder_point", .label = "REORDER AT", .type = FIELD_QUANTITY, .offset = offsetof(struct stock, reorder_point),
	  .flags = FIELD_LATE, .help = "reorder when no more than this is available" },
	F(struct stock, reorder_quantity, QUANTITY, FIELD_LATE, "how many to order then"),
	F(struct stock, low, BOOL, FIELD_REQUIRED | FIELD_LATE, "available is at or below the reorder point"),
	F(struct stock, location, TEXT, FIELD_LATE, "where it lies in the warehouse"),
	FIELD_END,
};

static const struct field stock_fields[] = {
	F(struct stock, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "SKU"),
	F(struct stock, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "name of the product"),
	F_CHOICE(struct stock, kind, kinds, FIELD_REQUIRED, "goods, or a service, which has days instead of stock"),
	F(struct stock, unit, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "unit of the quantities, UN/ECE Recommendation 20"),
	F(struct stock, warehouse, TEXT, FIELD_SHOWN, "code of the warehouse; null of a card for all together"),
	F(struct stock, on_hand, QUANTITY, FIELD_SHOWN, "units that lie there"),
	F(struct stock, allocated, QUANTITY, FIELD_SHOWN | FIELD_LATE, "of these, promised to orders"),
	F(struct stock, available, QUANTITY, FIELD_SHOWN, "what a new order can get at once: on hand and not promised; of a service with a capacity, what is free on the first working day"),
	F(struct stock, backordered, QUANTITY, FIELD_SHOWN | FIELD_WARNS,
	  "units that confirmed orders wait for; those of orders that name no warehouse count in the first by rank, so that each counts once"),
	F(struct stock, incoming, QUANTITY, FIELD_SHOWN | FIELD_LATE, "announced and not in yet"),
	{ .name = "next_receipt", .label = "EXPECTED", .type = FIELD_DATE, .offset = offsetof(struct stock, next_receipt),
	  .flags = FIELD_SHOWN | FIELD_LATE, .help = "the day when the next of it is expected" },
	{ .name = "reorder_point", .label = "REORDER AT", .type = FIELD_QUANTITY, .offset = offsetof(struct stock, reorder_point),
	  .flags = FIELD_SHOWN | FIELD_LATE, .help = "reorder when no more than this is available" },
	F(struct stock, reorder_quantity, QUANTITY, 0, "how many to order then"),
	F(struct stock, low, BOOL, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WARNS, "available is at or below the reorder point"),
	F(struct stock, location, TEXT, 0, "where it lies in the warehouse"),
	F(struct stock, capacity, QUANTITY, 0, "a service: units for each working day; null without limit"),
	F_LIST(struct stock, free, struct booking_free, booking_free_fields, 0, "a service with a capacity: what is free on the next ten working days"),
	F(struct stock, served, TEXTS, FIELD_REQUIRED, "orders that the last step gave units to"),
	F(struct stock, taken_from, TEXTS, FIELD_REQUIRED, "orders that it took units from, since they are not there"),
	F_LIST(struct stock, levels, struct stock, level_fields, FIELD_REQUIRED, "of a card for all warehouses: each of them"),
	F_LIST(struct stock, atp, struct atp, atp_fields, FIELD_REQUIRED, "of a card: what can be promised, day by day"),
	FIELD_END,
};

const struct schema stock_schema = { .name = "ordr.stock/1",
				     .title = "What there is of a product in a warehouse.",
				     .fields = stock_fields,
				     .size = sizeof(struct stock) };

static const char *const move_kinds[] = { "receipt", "shipment", "return", "adjustment", "count", "transfer_out", "transfer_in", NULL };

static const struct field move_fields[] = {
	F(struct stock_move, id, INTEGER, FIELD_REQUIRED | FIELD_KEY, "number of the movement, in order of time"),
	F(struct stock_move, at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "when"),
	F(struct stock_move, actor, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "who"),
	F(struct stock_move, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "SKU"),
	F(struct stock_move, warehouse, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "code of the warehouse"),
	F_CHOICE(struct stock_move, kind, move_kinds, FIELD_REQUIRED | FIELD_SHOWN, "what happened"),
	F(struct stock_move, quantity, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units in, or out when below zero"),
	F(struct stock_move, cost, MONEY, 0, "paid for one unit, of a receipt that says so; in the company's currency"),
	F(struct stock_move, reason, TEXT, FIELD_SHOWN, "reason code of an adjustment or count"),
	F(struct stock_move, document, TEXT, FIELD_SHOWN | FIELD_WIDE,
	  "of a receipt its ref, of a shipment the order, of a transfer the other warehouse"),
	FIELD_END,
};

const struct schema stock_move_schema = { .name = "ordr.stock-move/1",
					  .title = "A movement in the stock ledger.",
					  .fields = move_fields,
					  .size = sizeof(struct stock_move) };

/* Every product in every warehouse, a service in none. An order that names no warehouse waits at the first by rank. */
#define STOCK_EVERYWHERE                                                                                                            \
	"SELECT p.sku, p.name, p.kind, p.unit, w.code AS warehouse, w.rank, w.id AS warehouse_id, s.product_id IS NOT NULL AS kept,"  \
	" CASE WHEN w.id IS NOT NULL THEN coalesce(s.on_hand, 0) END AS on_hand,"                                                    \
	" CASE WHEN w.id IS NOT NULL THEN coalesce(s.allocated, 0) END AS allocated,"                                                \
	" (SELECT coalesce(sum(l.backordered), 0) FROM order_line l JOIN orders o ON o.id = l.order_id"                              \
	" WHERE l.product_id = p.id AND l.backordered > 0 AND o.state = 'confirmed'"                                                 \
	" AND coalesce(o.warehouse_id, f.id) = w.id) AS backordered,"                                                                \
	" (SELECT coalesce(sum(a.quantity - a.received), 0) FROM announcement a"                                                     \
	" WHERE a.product_id = p.id AND a.warehouse_id = w.id AND a.received < a.quantity) AS incoming,"                             \
	" (SELECT min(a.expected) FROM announcement a"                                                                               \
	" WHERE a.product_id = p.id AND a.warehouse_id = w.id AND a.received < a.quantity) AS next_receipt,"                         \
	" w.id = f.id AND NOT EXISTS (SELECT 1 FROM stock n WHERE n.product_id = p.id) AS nowhere,"                                  \
	" s.reorder_point, s.reorder_quantity, s.location,"                                                                          \
	" CASE WHEN s.on_hand - s.allocated <= s.reorder_point THEN 1 ELSE 0 END AS low, p.capacity"                                             \
	" FROM product p LEFT JOIN warehouse w ON p.kind = 'goods'"                                                                  \
	" LEFT JOIN (SELECT id FROM warehouse ORDER BY rank, id LIMIT 1) f ON p.kind = 'goods'"                                      \
	" LEFT JOIN stock s ON s.product_id = p.id AND s.warehouse_id = w.id"

/* The quantities of a service are null. */
#define STOCK_COLUMNS                                                                                                               \
	"sku, name, kind, unit, warehouse, on_hand, allocated, on_hand - allocated AS available,"                                    \
	" CASE kind WHEN 'goods' THEN backordered END AS backordered, CASE kind WHEN 'goods' THEN incoming END AS incoming,"         \
	" next_receipt, reorder_point, reorder_quantity, low, location, capacity"

static int check_asked(struct core *core, const char *sku, const char *warehouse)
{
	struct product product;
	struct warehouse place;
	if (sku && master_load(core, &master_product, sku, &product))
		return -1;
	if (sku && !strcmp(product.kind, "charge"))
		return stock_refuse_charge(core, sku);
	return warehouse ? master_load(core, &master_warehouse, warehouse, &place) : 0;
}

/* The days of a service stand beside the shelves of goods. */
static int load_days(struct core *core, struct stock *stock)
{
	int64_t product = 0;
	if (stock->capacity.thousandths == NONE)
		return 0;
	if (db_integer(core->db, &product, "SELECT id FROM product WHERE sku = $1", A(stock->sku)) < 0 ||
	    booking_free(core, product, stock->capacity, FREE_DAYS, &stock->free))
		return -1;
	stock->available = ((const struct booking_free *)stock->free.items)->free;
	return 0;
}

int stock_load(struct core *core, const char *sku, const char *warehouse, struct stock *stock)
{
	if (check_asked(core, sku, warehouse))
		return -1;
	int found = db_one(core->db, core->arena, &stock_schema, stock,
			   "SELECT " STOCK_COLUMNS " FROM (" STOCK_EVERYWHERE
			   " WHERE p.sku = $1 AND ($2 IS NULL OR w.code = $2 OR p.kind = 'service')) e ORDER BY rank, warehouse_id LIMIT 1",
			   A(sku), A(warehouse));
	return found < 0 || load_days(core, stock) ? -1 : 0;
}

#define STOCK_LEVELS                                                                                                                \
	"SELECT " STOCK_COLUMNS " FROM (" STOCK_EVERYWHERE " WHERE $1 IS NULL OR p.sku = $1) e"                                     \
	" WHERE (kept OR nowhere OR backordered > 0 OR incoming > 0 OR kind = 'service')"                                            \
	" AND ($2 IS NULL OR warehouse = $2) AND ($3 = 0 OR low = 1) ORDER BY sku, rank, warehouse_id"

int stock_each(struct core *core, const char *sku, const char *warehouse, bool low, int (*each)(void *context, const struct stock *stock),
	       void *context)
{
	struct db_rows rows;
	if (check_asked(core, sku, warehouse) ||
	    db_query(core->db, &rows, STOCK_LEVELS, A(sku), A(warehouse), A(low)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct stock stock;
		field_clear(stock_fields, &stock);
		int result = db_load(&rows, core->arena, stock_fields, &stock) || load_days(core, &stock) || each(context, &stock);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

static int add_level(struct core *core, const struct stock *level, struct stock *all)
{
	if (quantity_add(all->on_hand, level->on_hand, &all->on_hand) || quantity_add(all->allocated, level->allocated, &all->allocated) ||
	    quantity_add(all->available, level->available, &all->available) ||
	    quantity_add(all->backordered, level->backordered, &all->backordered) ||
	    quantity_add(all->incoming, level->incoming, &all->incoming))
		return err_set(core->err, ERR_INVALID, "the stock of %s is more than can be counted", all->sku);
	if (level->next_receipt.days != NONE && (all->next_receipt.days == NONE || level->next_receipt.days < all->next_receipt.days))
		all->next_receipt = level->next_receipt;
	all->low |= level->low;
	return 0;
}

/* All warehouses together; what each keeps for itself (reorder levels, locations) stands in its level. */
static int gather(struct core *core, struct stock *stock)
{
	const struct quantity none = { NONE };
	const int64_t any = 0;
	if (db_all(core->db, core->arena, &stock_schema, &stock->levels, STOCK_LEVELS, A(stock->sku), A((const char *)NULL), A(any)))
		return -1;
	stock->warehouse = stock->location = NULL;
	stock->on_hand = stock->allocated = stock->available = stock->backordered = stock->incoming = (struct quantity){ 0 };
	stock->reorder_point = stock->reorder_quantity = none;
	stock->next_receipt.days = NONE;
	stock->low = false;
	for (size_t i = 0; i < stock->levels.count; i++)
		if (add_level(core, (const struct stock *)stock->levels.items + i, stock))
			return -1;
	return 0;
}

int stock_card(struct core *core, const char *sku, const char *warehouse, struct stock *stock)
{
	int64_t product = 0;
	int64_t place = NONE;
	if (stock_load(core, sku, warehouse, stock))
		return -1;
	if (strcmp(stock->kind, "goods"))
		return 0;
	if ((!warehouse && gather(core, stock)) || db_integer(core->db, &product, "SELECT id FROM product WHERE sku = $1", A(sku)) < 0 ||
	    (warehouse && db_integer(core->db, &place, "SELECT id FROM warehouse WHERE code = $1", A(warehouse)) < 0))
		return -1;
	return atp_table(core, product, place, &stock->atp);
}

#define MOVE_COLUMNS "m.id, m.at, m.actor, p.sku, w.code AS warehouse, m.kind, m.quantity, m.cost, m.reason, m.document"

/* The ledger of one product is found by its index, that of all is read in its own order. */
static const char moves_of_all[] = "SELECT " MOVE_COLUMNS " FROM stock_move m JOIN product p ON p.id = m.product_id"
				   " JOIN warehouse w ON w.id = m.warehouse_id WHERE $1 IS NULL AND ($2 IS NULL OR w.code = $2)"
				   " ORDER BY m.id";
static const char moves_of_one[] = "SELECT " MOVE_COLUMNS " FROM product p JOIN stock_move m ON m.product_id = p.id"
				   " JOIN warehouse w ON w.id = m.warehouse_id WHERE p.sku = $1 AND ($2 IS NULL OR w.code = $2)"
				   " ORDER BY m.id";

int stock_moves_each(struct core *core, const char *sku, const char *warehouse,
		     int (*each)(void *context, const struct stock_move *move), void *context)
{
	struct db_rows rows;
	const char *currency = settings_currency(core);
	if (!currency || check_asked(core, sku, warehouse) || db_query(core->db, &rows, sku ? moves_of_one : moves_of_all, A(sku), A(warehouse)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct stock_move move;
		field_clear(move_fields, &move);
		int failed = db_load(&rows, core->arena, move_fields, &move);
		move.cost = money_make(move.cost.minor, currency);
		int result = failed || each(context, &move);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
