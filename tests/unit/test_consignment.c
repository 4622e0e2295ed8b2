/* Shipments one by one: each step of one leaves the others alone, each step back gives back exactly what was held, and whatever is done in
 * whatever order the books add up. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/shipment.h"
#include "ordr/stock.h"
#include "trade.h"

#define NOW ((struct instant){ NONE })
#define TEXTS(...) (const struct list){ (void *)(const char *[]){ __VA_ARGS__ }, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *) }
#define CONTENTS(...)                                          \
	(struct list){ (struct package_line[]){ __VA_ARGS__ }, \
		       sizeof((struct package_line[]){ __VA_ARGS__ }) / sizeof(struct package_line) }
#define PACKAGES(...)                                          \
	(const struct list){ (struct package[]){ __VA_ARGS__ }, sizeof((struct package[]){ __VA_ARGS__ }) / sizeof(struct package) }
#define UNWEIGHED .weight = { NONE }

static const struct list nothing;

static void step(struct books *books, int result)
{
	if (result)
		fail_msg("%s (%s)", books->err.message, books->err.hint);
	trade_sound(books);
}

static struct consignment one(int64_t order, int64_t shipment)
{
	return (struct consignment){ { order }, { shipment } };
}

/* Order 1: six bolts, three in MAIN (shipment 1) and three in NORTH (shipment 2), and nuts in NORTH; picked. */
static int picked_setup(void **state)
{
	trade_setup(state);
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "3");
	trade_receive(books, "BOLT", "NORTH", "4");
	trade_receive(books, "NUT", "NORTH", "9");
	struct order_id id = trade_order(books, "C-1", "BOLT:2 BOLT:4 NUT:2");
	step(books, shipment_pick(&books->core, id));
	trade_number(books, "SELECT count(*) FROM shipment_line WHERE shipment_id = 1", 2);
	trade_number(books, "SELECT count(*) FROM shipment_line WHERE shipment_id = 2", 2);
	return 0;
}

static void a_step_of_one_shipment_leaves_the_other_alone(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const struct consignment first = one(1, 1);
	const struct consignment second = one(1, 2);
	step(books, consignment_pack(core, &second, &nothing));
	trade_text(books, "SELECT group_concat(state) FROM (SELECT state FROM shipment ORDER BY id)", "picking,packed");
	trade_refused(books, consignment_pack(core, &second, &nothing), ERR_CONFLICT, true, "is packed already", "", "SH-000002");
	trade_refused(books, consignment_ship(core, &first, NULL, &nothing), ERR_CONFLICT, false, "cannot ship: not packed",
		      "ordr pack SH-000001", "SH-000001");
	trade_refused(books, consignment_deliver(core, &second, NULL, NOW, false), ERR_CONFLICT, false, "cannot deliver: not shipped",
		      "ordr ship SH-000002", "SH-000002");
	trade_refused(books, consignment_pick(core, &first), ERR_CONFLICT, true, "is picked already", "", "SH-000001");
	step(books, consignment_ship(core, &second, "DHL", &TEXTS("JD-1")));
	trade_number(books, "SELECT sum(shipped) FROM order_line", 5000);
	trade_number(books, "SELECT sum(on_hand) FROM stock", 11000);
	trade_number(books, "SELECT count(*) FROM package WHERE tracking = 'JD-1'", 1);
	trade_logged(books, "SO-000001", "\"carrier\":\"DHL\",\"tracking\":\"JD-1\"}");
	step(books, consignment_deliver(core, &second, "Ada", NOW, false));
	trade_text(books, "SELECT group_concat(state) FROM (SELECT state FROM shipment ORDER BY id)", "picking,delivered");
	trade_number(books, "SELECT sum(delivered) FROM order_line", 5000);
	trade_text(books, "SELECT state FROM orders", "confirmed");
	step(books, shipment_pack(core, (struct order_id){ 1 }));
	step(books, shipment_ship(core, (struct order_id){ 1 }, NULL, NULL));
	step(books, consignment_deliver(core, &first, NULL, NOW, false));
	trade_text(books, "SELECT state FROM orders", "completed");
}

static void unpicking_gives_back_exactly_what_was_held(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const struct consignment second = one(1, 2);
	step(books, consignment_unpick(core, &second));
	trade_text(books, "SELECT group_concat(state) FROM (SELECT state FROM shipment ORDER BY id)", "picking,cancelled");
	trade_number(books, "SELECT sum(quantity) FROM allocation WHERE warehouse_id = 2 AND product_id = 1", 3000);
	trade_number(books, "SELECT sum(quantity) FROM allocation WHERE warehouse_id = 2 AND product_id = 2", 2000);
	trade_number(books, "SELECT allocated FROM order_line WHERE line = 2", 3000);
	trade_number(books, "SELECT picked FROM order_line WHERE line = 2", 1000);
	trade_refused(books, consignment_unpick(core, &second), ERR_CONFLICT, true, "is not picked", "", "SH-000002");
	step(books, shipment_pick(core, (struct order_id){ 1 }));
	trade_number(books, "SELECT sum(quantity) FROM shipment_line WHERE shipment_id = 3", 5000);
	step(books, consignment_unpick(core, &(struct consignment){ .order = { 1 } }));
	trade_number(books, "SELECT sum(allocated) FROM order_line", 8000);
	trade_number(books, "SELECT sum(picked) FROM order_line", 0);
	trade_number(books, "SELECT count(*) FROM shipment WHERE state = 'cancelled'", 3);
	trade_logged(books, "SO-000001", "\"lines\":[{\"line\":1,\"sku\":\"BOLT\",\"qty\":2},{\"line\":2,\"sku\":\"BOLT\",\"qty\":1}]");
}

static void what_ships_whole_and_has_begun_to_leave_is_not_laid_back(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const struct consignment first = one(1, 1);
	const struct consignment second = one(1, 2);
	assert_int_equal(db_run(core->db, "DROP TRIGGER orders_frozen", DB_NONE) || db_run(core->db, "UPDATE orders SET delivery = 'complete'", DB_NONE), 0);
	step(books, consignment_pack(core, &first, &nothing));
	trade_refused(books, consignment_ship(core, &first, NULL, &nothing), ERR_REFUSED, false,
		      "it ships only complete: SH-000002 is not packed", "ordr pack SH-000002", "SH-000001");
	step(books, consignment_pack(core, &second, &nothing));
	step(books, consignment_ship(core, &first, NULL, &nothing));
	step(books, consignment_unpack(core, &second));
	trade_refused(books, consignment_unpick(core, &second), ERR_REFUSED, false,
		      "cannot unpick: it ships only complete, and some of it is shipped", "ship the rest: ordr pack SO-000001", "SH-000002");
	step(books, consignment_pack(core, &second, &nothing));
	step(books, consignment_ship(core, &second, NULL, &nothing));
}

static void unpacking_takes_the_packages_away(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const struct consignment first = one(1, 1);
	trade_refused(books, consignment_unpack(core, &first), ERR_CONFLICT, true, "is not packed", "", "SH-000001");
	step(books, consignment_pack(core, &first, &nothing));
	trade_refused(books, consignment_unpick(core, &first), ERR_CONFLICT, false, "cannot unpick: it is packed", "ordr unpack SH-000001",
		      "SH-000001");
	step(books, consignment_unpack(core, &first));
	trade_number(books, "SELECT count(*) FROM package", 0);
	trade_number(books, "SELECT count(*) FROM shipment WHERE state = 'picking' AND packed_at IS NULL", 2);
	step(books, consignment_pack(core, &first, &nothing));
	step(books, consignment_ship(core, &first, NULL, &nothing));
	trade_refused(books, consignment_unpack(core, &first), ERR_CONFLICT, false, "cannot unpack: it is shipped",
		      "goods that come back are a return", "SH-000001");
}

static void packages_hold_exactly_what_was_picked(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const struct consignment first = one(1, 1);
	const struct consignment second = one(1, 2);
	const struct consignment all = one(1, 0);
	struct shipment shipment;
	trade_refused(books, consignment_pack(core, &first, &PACKAGES({ UNWEIGHED, .lines = CONTENTS({ "BOLT", { 2000 } }) })), ERR_INVALID, false,
		      "1 of BOLT is in no package", "--package BOLT=1, or one without contents, which takes what is left", "SH-000001");
	trade_refused(books, consignment_pack(core, &first, &PACKAGES({ UNWEIGHED, .lines = CONTENTS({ "BOLT", { 4000 } }) })), ERR_INVALID, false,
		      "package 1: 4 of BOLT, and only 3 are left for it", "what was picked: BOLT=2, BOLT=1", "SH-000001");
	trade_refused(books, consignment_pack(core, &first, &PACKAGES({ UNWEIGHED, .lines = CONTENTS({ "BOLT", { 2500 } }) })), ERR_INVALID, false,
		      "2.5 is no quantity of BOLT", "a whole number above zero", "SH-000001");
	trade_refused(books, consignment_pack(core, &all, &PACKAGES({ UNWEIGHED })), ERR_CONFLICT, false,
		      "several of its shipments are picked, and packages are those of one",
		      "name the shipment: ordr pack SH-000001 --package …", "SO-000001");
	step(books, consignment_pack(core, &first, &PACKAGES({ UNWEIGHED }, { .weight = { 900 }, .tracking = "T", .lines = CONTENTS({ "BOLT", { 1000 } }) })));
	assert_int_equal(shipment_load(core, first.shipment, &shipment), 0);
	const struct package *package = shipment.packages.items;
	assert_int_equal(shipment.packages.count, 2);
	assert_int_equal(package[0].weight.thousandths, 500); /* two bolts of 0.25 */
	assert_int_equal(package[1].weight.thousandths, 900); /* as it was weighed */
	assert_string_equal(package[1].tracking, "T");
	assert_int_equal(((const struct package_line *)package[0].lines.items)->qty.thousandths, 2000);
	step(books, consignment_pack(core, &second, &nothing));
	assert_int_equal(shipment_load(core, second.shipment, &shipment), 0);
	package = shipment.packages.items;
	assert_int_equal(package->weight.thousandths, NONE); /* nuts have none */
	assert_int_equal(package->lines.count, 2);
}

static void what_was_sent_is_not_repacked_by_anybody(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	step(books, shipment_pack(&books->core, (struct order_id){ 1 }));
	books_refused(books, db_run(db, "UPDATE shipment_line SET quantity = quantity - 1", DB_NONE), ERR_REFUSED, "once it is packed");
	books_refused(books, db_run(db, "DELETE FROM shipment_line", DB_NONE), ERR_REFUSED, "once it is packed");
	step(books, shipment_ship(&books->core, (struct order_id){ 1 }, NULL, NULL));
	books_refused(books, db_run(db, "DELETE FROM package_line", DB_NONE), ERR_REFUSED, "what was sent is not unpacked");
	books_refused(books, db_run(db, "UPDATE shipment SET state = 'picking'", DB_NONE), ERR_REFUSED, "does not go from that state");
	step(books, consignment_attempt(&books->core, &(struct consignment){ .order = { 1 } }, "lost", NULL, NOW));
	books_refused(books, db_run(db, "UPDATE delivery_attempt SET reason = 'x'", DB_NONE), ERR_REFUSED, "an attempt to deliver does not change");
	books_refused(books, db_run(db, "DELETE FROM delivery_attempt", DB_NONE), ERR_REFUSED, "an attempt to deliver does not change");
	books_refused(books, db_run(db, "UPDATE orders SET delivery = 'complete'", DB_NONE), ERR_REFUSED, "does not change");
}

static void a_shipment_being_picked_only_gets_smaller(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	books_refused(books, db_run(db, "UPDATE shipment_line SET quantity = quantity + 1", DB_NONE), ERR_REFUSED, "what a shipment took");
	books_refused(books, db_run(db, "UPDATE shipment_line SET product_id = 3", DB_NONE), ERR_REFUSED, "what a shipment took");
}

static void attempts_are_counted_until_it_is_delivered(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const struct consignment first = one(1, 1);
	struct shipment shipment;
	trade_refused(books, consignment_attempt(core, &first, "lost", NULL, NOW), ERR_CONFLICT, false, "cannot deliver: not packed",
		      "ordr pack SH-000001", "SH-000001");
	step(books, shipment_pack(core, (struct order_id){ 1 }));
	step(books, shipment_ship(core, (struct order_id){ 1 }, NULL, NULL));
	books_now(books, "2026-11-25T08:00:00Z");
	step(books, consignment_attempt(core, &first, "customer-request", "gate closed", NOW));
	books_now(books, "2026-11-26T08:00:00Z");
	step(books, consignment_attempt(core, &(struct consignment){ .order = { 1 } }, "carrier-late", NULL, NOW));
	assert_int_equal(shipment_load(core, first.shipment, &shipment), 0);
	assert_int_equal(shipment.attempts.count, 2);
	const struct attempt *attempt = shipment.attempts.items;
	assert_string_equal(attempt[0].note, "gate closed");
	assert_string_equal(attempt[1].reason, "carrier-late");
	trade_number(books, "SELECT count(*) FROM delivery_attempt", 3);
	trade_number(books, "SELECT sum(delivered) FROM order_line", 0);
	step(books, consignment_deliver(core, &first, NULL, NOW, false));
	trade_refused(books, consignment_attempt(core, &first, "lost", NULL, NOW), ERR_CONFLICT, false, "is delivered already", "", "SH-000001");
}

/* --- short ------------------------------------------------------------------------------------------------------------------------ */

static void what_is_missing_leaves_shipment_promise_and_books(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const struct consignment first = one(1, 1);
	trade_refused(books, consignment_short(core, &(struct consignment){ { 1 }, { 0 } }, &CONTENTS({ "BOLT", { 1000 } }), "lost", NULL), ERR_CONFLICT, false,
		      "BOLT is in two shipments, SH-000001 and SH-000002",
		      "ordr pick SO-000001, then name the one: ordr pick SH-000001 --short …", "SO-000001");
	step(books, consignment_short(core, &first, &CONTENTS({ "BOLT", { 2000 } }), "lost", "no box"));
	trade_number(books, "SELECT quantity FROM shipment_line WHERE shipment_id = 1 AND line = 1", 1000); /* the last line loses first */
	trade_number(books, "SELECT count(*) FROM shipment_line WHERE shipment_id = 1", 1);
	trade_number(books, "SELECT on_hand FROM stock WHERE product_id = 1 AND warehouse_id = 1", 1000);
	trade_number(books, "SELECT sum(quantity) FROM stock_move WHERE kind = 'adjustment' AND reason = 'lost' AND document = 'SH-000001'", -2000);
	trade_number(books, "SELECT sum(quantity) FROM allocation WHERE warehouse_id = 2", 1000); /* the one that NORTH had left */
	trade_number(books, "SELECT sum(backordered) FROM order_line", 1000);
	trade_logged(books, "SO-000001", "\"instead\":[{\"warehouse\":\"NORTH\",\"sku\":\"BOLT\",\"qty\":1}],\"cancelled\":[],\"reason\":\"lost\","
					 "\"note\":\"no box\"}");
	trade_logged(books, "stock BOLT MAIN", "{\"quantity\":-2,\"reason\":\"lost\",\"shipment\":\"SH-000001\",\"taken_from\":[\"SO-000001\"]}");
	step(books, consignment_short(core, &first, &CONTENTS({ "BOLT", { 1000 } }), "lost", NULL));
	trade_text(books, "SELECT state FROM shipment WHERE id = 1", "cancelled");
	trade_receive(books, "BOLT", "MAIN", "5");
	trade_number(books, "SELECT sum(backordered) FROM order_line", 0);
	step(books, shipment_pick(core, (struct order_id){ 1 }));
	trade_ship(books, trade_order(books, "C-2", "BOLT:1"));
}

static void a_shortage_takes_nothing_from_others(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	trade_receive(books, "BOLT", "MAIN", "2");
	struct order_id other = trade_order(books, "C-2", "BOLT:2");
	step(books, consignment_short(core, &(struct consignment){ { 1 }, { 1 } }, &CONTENTS({ "BOLT", { 3000 } }), "lost", NULL));
	trade_number(books, "SELECT allocated FROM order_line WHERE order_id = 2", 2000);
	step(books, shipment_pick(core, other));
}

static void half_a_shortage_is_none(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	assert_int_equal(db_savepoint(core->db), 0);
	assert_int_equal(consignment_short(core, &(struct consignment){ { 1 }, { 2 } }, &CONTENTS({ "NUT", { 1000 } }, { "BOLT", { 9000 } }), "lost", NULL), -1);
	assert_string_equal(books->err.message, "no more than 3 of BOLT are picked and not packed");
	assert_int_equal(db_savepoint_rollback(core->db), 0);
	err_clear(&books->err);
	trade_sound(books);
	trade_number(books, "SELECT sum(quantity) FROM shipment_line WHERE shipment_id = 2", 5000);
}

/* --- one order for another ---------------------------------------------------------------------------------------------------------- */

static struct reallocation from_to(int64_t from, int64_t to, int64_t qty)
{
	return (struct reallocation){ .sku = "BOLT", .from = { from }, .to = { to }, .qty = { qty }, .reason = "price" };
}

static void only_reallocation_takes_from_one_for_another(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct list places;
	trade_receive(books, "BOLT", "MAIN", "5");
	trade_order(books, "C-1", "BOLT:3 BOLT:2");
	trade_order(books, "C-2", "BOLT:2 BOLT:4");
	struct reallocation given = from_to(1, 2, 3000);
	step(books, stock_reallocate(core, &given, &places));
	assert_int_equal(places.count, 1);
	trade_number(books, "SELECT allocated FROM order_line WHERE order_id = 1 AND line = 1", 2000);
	trade_number(books, "SELECT allocated FROM order_line WHERE order_id = 1 AND line = 2", 0);
	trade_number(books, "SELECT allocated FROM order_line WHERE order_id = 2 AND line = 1", 2000);
	trade_number(books, "SELECT allocated FROM order_line WHERE order_id = 2 AND line = 2", 1000);
	trade_logged(books, "SO-000001", "\"qty\":3,\"from\":\"SO-000001\",\"to\":\"SO-000002\"");
	trade_logged(books, "SO-000002", "\"qty\":3,\"from\":\"SO-000001\",\"to\":\"SO-000002\"");
	given = from_to(1, 2, 3000);
	trade_refused(books, stock_reallocate(core, &given, &places), ERR_REFUSED, false, "holds only 2 of BOLT that can be taken",
		      "take no more than that: --qty 2", "SO-000001");
	step(books, shipment_pick(core, (struct order_id){ 1 }));
	given = from_to(1, 2, NONE);
	trade_refused(books, stock_reallocate(core, &given, &places), ERR_CONFLICT, false, "holds none of BOLT that is not picked",
		      "ordr show SO-000001 shows what it holds; ordr unpick gives back what is picked", "SO-000001");
	trade_receive(books, "BOLT", "MAIN", "6"); /* both are served */
	given = from_to(1, 2, NONE);
	trade_refused(books, stock_reallocate(core, &given, &places), ERR_CONFLICT, false, "waits for none of BOLT", "ordr show SO-000002",
		      "SO-000002");
}

static void who_must_ship_from_a_warehouse_takes_only_there(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct list places;
	trade_receive(books, "BOLT", "MAIN", "2");
	trade_receive(books, "BOLT", "NORTH", "3");
	trade_order(books, "C-1", "BOLT:5");
	struct order_id second = trade_place(books, "C-2", "BOLT:4");
	assert_int_equal(db_run(core->db, "UPDATE orders SET warehouse_id = 2 WHERE id = 2", DB_NONE), 0);
	assert_int_equal(order_confirm(core, second), 0);
	struct reallocation given = from_to(1, 2, NONE);
	step(books, stock_reallocate(core, &given, &places));
	trade_number(books, "SELECT allocated FROM order_line WHERE order_id = 2", 3000);
	trade_number(books, "SELECT allocated FROM order_line WHERE order_id = 1", 2000);
}

/* --- whatever comes --------------------------------------------------------------------------------------------------------------- */

/* A small generator, so that the walk is the same everywhere. */
/* Marsaglia's xorshift: all of its bits are fit to be drawn from. Never two draws in one list of arguments, whose order is the compiler's. */
static uint32_t draw(uint32_t *seed, uint32_t most)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed % most;
}

/* One step of what may happen on a floor; whether it is possible is the books' business. */
static void walk(struct books *books, uint32_t *seed, int64_t orders)
{
	struct core *core = &books->core;
	int64_t order = 1 + draw(seed, (uint32_t)orders);
	int64_t shipments = 0;
	struct list places;
	struct list served;
	struct place main = { 0 };
	struct place north = { 0 };
	assert_int_equal(db_integer(core->db, &shipments, "SELECT count(*) FROM shipment", DB_NONE), 1);
	struct consignment of = { .order = { order } };
	if (shipments && draw(seed, 3)) {
		/* One of the last: among all, each would seldom get beyond its first step. */
		of.shipment.number = shipments - draw(seed, shipments < 6 ? (uint32_t)shipments : 6);
		assert_int_equal(shipment_order(core, of.shipment, &of.order), 0);
	}
	const int64_t qty = 1000 * (1 + draw(seed, 3));
	const char *sku = draw(seed, 2) ? "BOLT" : "NUT";
	assert_int_equal(stock_place(core, sku, "MAIN", &main) || stock_place(core, sku, "NORTH", &north), 0);
	const int64_t other = 1 + draw(seed, (uint32_t)orders);
	struct reallocation given = from_to(order, other, draw(seed, 2) ? NONE : qty);
	given.sku = sku;
	/* Two orders at random seldom hold and wait for the same. */
	assert_true(db_integer(core->db, &given.from.number, "SELECT order_id FROM allocation WHERE product_id = $1 ORDER BY order_id LIMIT 1",
			       A(main.product)) >= 0);
	assert_true(db_integer(core->db, &given.to.number, "SELECT order_id FROM order_line WHERE product_id = $1 AND backordered > 0"
			       " ORDER BY order_id DESC LIMIT 1", A(main.product)) >= 0);
	switch (draw(seed, 16)) {
	case 0: case 1: case 2:
		(void)shipment_pick(core, of.order);
		break;
	case 3:
		(void)consignment_unpick(core, &of);
		break;
	case 4: case 5:
		(void)consignment_short(core, &of, &CONTENTS({ sku, { qty } }), "lost", NULL);
		break;
	case 6: case 12:
		(void)consignment_pack(core, &of, draw(seed, 2) ? &nothing : &PACKAGES({ UNWEIGHED, .lines = CONTENTS({ sku, { 1000 } }) }, { UNWEIGHED }));
		break;
	case 7:
		(void)consignment_unpack(core, &of);
		break;
	case 8: case 13: case 14:
		(void)consignment_ship(core, &of, NULL, &nothing);
		break;
	case 9:
		(void)(draw(seed, 2) ? consignment_deliver(core, &of, NULL, NOW, false) : consignment_attempt(core, &of, "lost", NULL, NOW));
		break;
	case 10:
		(void)stock_reallocate(core, &given, &places);
		break;
	case 11:
		(void)stock_receive(core, draw(seed, 2) ? &main : &north, (struct quantity){ qty }, NULL, money_make(NONE, ""), &served);
		break;
	default:
		(void)(draw(seed, 2) ? stock_transfer(core, &north, &main, (struct quantity){ qty }, &served)
				     : order_cancel(core, of.order, "customer-request", NULL));
	}
}

static void whatever_is_done_the_books_add_up(void **state)
{
	static const char *const shortages[] = { "backorder", "partial" };
	struct books *books = *state;
	struct core *core = &books->core;
	uint32_t seed = 20261124;
	int64_t orders = 0;
	for (int round = 0; round < 1200; round++) {
		if (round % 600 == 0)
			trade_set(books, "workflow.shortage", shortages[round / 600]);
		if (round % 12 == 0) {
			trade_set(books, "workflow.delivery", draw(&seed, 3) ? "partial" : "complete");
			const char *received = draw(&seed, 2) ? "BOLT" : "NUT";
			trade_receive(books, received, draw(&seed, 2) ? "MAIN" : "NORTH", "6");
			assert_int_equal(db_savepoint(core->db), 0);
			orders += order_confirm(core, trade_place(books, draw(&seed, 2) ? "C-1" : "C-2", "BOLT:3 NUT:2 BOLT:1")) ? 0 : 1;
			int64_t placed = 0;
			assert_int_equal(db_integer(core->db, &placed, "SELECT count(*) FROM orders", DB_NONE), 1);
			if (placed > orders) {
				assert_int_equal(db_savepoint_rollback(core->db), 0);
				err_clear(&books->err);
			} else {
				assert_int_equal(db_savepoint_release(core->db), 0);
			}
		}
		assert_int_equal(db_savepoint(core->db), 0);
		err_clear(&books->err);
		walk(books, &seed, orders);
		if (books->err.code == ERR_FAILED || books->err.code == ERR_DAMAGED)
			fail_msg("round %d: %s", round, books->err.message);
		assert_int_equal(books->err.code ? db_savepoint_rollback(core->db) : db_savepoint_release(core->db), 0);
		err_clear(&books->err);
		trade_sound(books);
	}
	/* A walk that got nowhere would prove nothing. */
	int64_t reached = 0;
	assert_int_equal(db_integer(core->db, &reached, "SELECT count(DISTINCT command) FROM event", DB_NONE), 1);
	trade_number(books, "SELECT count(DISTINCT state) FROM shipment", 5);
	trade_number(books, "SELECT count(*) > 5 FROM stock_move WHERE kind = 'adjustment'", 1);
	trade_number(books, "SELECT count(*) > 3 FROM event WHERE what LIKE '%\"warehouses\":%'", 1);
	trade_number(books, "SELECT count(*) > 2 FROM delivery_attempt", 1);
	trade_number(books, "SELECT count(*) > 3 FROM (SELECT 1 FROM package GROUP BY shipment_id HAVING count(*) > 1)", 1);
}

#define PICKED(name) cmocka_unit_test_setup_teardown(name, picked_setup, books_teardown)
#define TEST(name)   cmocka_unit_test_setup_teardown(name, trade_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PICKED(a_step_of_one_shipment_leaves_the_other_alone),
		PICKED(unpicking_gives_back_exactly_what_was_held),
		PICKED(what_ships_whole_and_has_begun_to_leave_is_not_laid_back),
		PICKED(unpacking_takes_the_packages_away),
		PICKED(packages_hold_exactly_what_was_picked),
		PICKED(what_was_sent_is_not_repacked_by_anybody),
		PICKED(a_shipment_being_picked_only_gets_smaller),
		PICKED(attempts_are_counted_until_it_is_delivered),
		PICKED(what_is_missing_leaves_shipment_promise_and_books),
		PICKED(a_shortage_takes_nothing_from_others),
		PICKED(half_a_shortage_is_none),
		TEST(only_reallocation_takes_from_one_for_another),
		TEST(who_must_ship_from_a_warehouse_takes_only_there),
		TEST(whatever_is_done_the_books_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
