/* The way of goods and services from the shelf to the customer: what each step moves, what it leaves alone, and why it refuses. */
#include <string.h>

#include "ordr/shipment.h"
#include "trade.h"

#define NOW ((struct instant){ NONE })

static void step(struct books *books, int result)
{
	if (result)
		fail_msg("%s (%s)", books->err.message, books->err.hint);
	trade_sound(books);
}

static struct instant at(const char *text)
{
	struct instant instant;
	assert_int_equal(instant_parse(text, &instant), 0);
	return instant;
}

static void picking_makes_a_shipment_of_each_warehouse_and_leaves_stock_alone(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "NORTH", "4");
	trade_receive(books, "BOLT", "MAIN", "3");
	trade_receive(books, "NUT", "NORTH", "9");
	struct order_id id = trade_order(books, "C-1", "BOLT:6 NUT:2");
	step(books, shipment_pick(&books->core, id));
	trade_number(books, "SELECT count(*) FROM shipment WHERE state = 'picking'", 2);
	trade_number(books, "SELECT warehouse_id FROM shipment WHERE id = 1", 1);
	trade_number(books, "SELECT quantity FROM shipment_line WHERE shipment_id = 1 AND line = 1", 3000);
	trade_number(books, "SELECT quantity FROM shipment_line WHERE shipment_id = 2 AND line = 1", 3000);
	trade_number(books, "SELECT quantity FROM shipment_line WHERE shipment_id = 2 AND line = 2", 2000);
	trade_number(books, "SELECT sum(allocated) FROM order_line", 0);
	trade_number(books, "SELECT sum(picked) FROM order_line", 8000);
	trade_number(books, "SELECT sum(allocated) FROM stock", 8000);
	trade_number(books, "SELECT sum(on_hand) FROM stock", 16000);
	trade_number(books, "SELECT count(*) FROM allocation", 0);
	trade_logged(books, "SO-000001",
		     "{\"shipments\":[{\"id\":\"SH-000001\",\"warehouse\":\"MAIN\",\"lines\":[{\"line\":1,\"sku\":\"BOLT\",\"qty\":3}]},"
		     "{\"id\":\"SH-000002\",\"warehouse\":\"NORTH\",\"lines\":[{\"line\":1,\"sku\":\"BOLT\",\"qty\":3},"
		     "{\"line\":2,\"sku\":\"NUT\",\"qty\":2}]}]}");
}

static void an_order_goes_from_the_shelf_to_the_customer(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "NORTH", "4");
	trade_receive(books, "BOLT", "MAIN", "3");
	struct order_id id = trade_order(books, "C-1", "BOLT:6");
	step(books, shipment_pick(&books->core, id));
	books_now(books, "2026-11-24T09:00:00Z");
	step(books, shipment_pack(&books->core, id));
	trade_number(books, "SELECT packed FROM order_line", 6000);
	trade_logged(books, "SO-000001", "\"id\":\"SH-000002\"");
	trade_number(books, "SELECT sum(on_hand) FROM stock", 7000);
	books_now(books, "2026-11-24T10:00:00Z");
	step(books, shipment_ship(&books->core, id, "DHL", "JD-1"));
	trade_number(books, "SELECT shipped FROM order_line", 6000);
	trade_number(books, "SELECT sum(on_hand) FROM stock", 1000);
	trade_number(books, "SELECT sum(allocated) FROM stock", 0);
	trade_number(books, "SELECT sum(quantity) FROM stock_move WHERE kind = 'shipment' AND document = 'SO-000001' AND actor = 'test'", -6000);
	trade_logged(books, "SO-000001", "\"carrier\":\"DHL\",\"tracking\":\"JD-1\"}");
	trade_number(books, "SELECT shipped_at - placed_at FROM orders", 2 * 3600 * 1000);
	books_now(books, "2026-11-26T12:00:00Z");
	step(books, shipment_deliver(&books->core, id, "Ada", at("2026-11-25T11:00:00Z")));
	trade_text(books, "SELECT state FROM orders", "completed");
	trade_number(books, "SELECT count(*) FROM shipment s JOIN orders o ON o.id = s.order_id WHERE s.state = 'delivered'"
			    " AND s.received_by = 'Ada' AND s.delivered_at = o.delivered_at", 2);
	trade_logged(books, "SO-000001", "\"performed\":[],\"delivered_at\":\"2026-11-25T11:00:00Z\",\"received_by\":\"Ada\"}");
	trade_number(books, "SELECT count(*) FROM event WHERE subject = 'SO-000001'", 6);
}

static void what_came_in_later_goes_in_a_shipment_of_its_own(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "2");
	struct order_id id = trade_order(books, "C-1", "BOLT:5 FIT:1.5");
	step(books, shipment_pick(&books->core, id));
	trade_refused(books, shipment_pick(&books->core, id), ERR_REFUSED, false, "nothing to pick: 3 units wait for stock",
		      "ordr stock receive BOLT:3", "SO-000001");
	step(books, shipment_pack(&books->core, id));
	step(books, shipment_ship(&books->core, id, NULL, NULL));
	step(books, shipment_deliver(&books->core, id, NULL, NOW));
	trade_text(books, "SELECT state FROM orders", "confirmed");
	trade_number(books, "SELECT delivered FROM order_line WHERE line = 2", 0); /* no fitting before all is there */
	trade_refused(books, shipment_deliver(&books->core, id, NULL, NOW), ERR_CONFLICT, true,
		      "what there is of it is delivered already: 3 units wait for stock", "ordr stock receive BOLT:3", "SO-000001");
	trade_receive(books, "BOLT", "NORTH", "3");
	trade_refused(books, shipment_pack(&books->core, id), ERR_CONFLICT, false, "cannot pack: not picked", "ordr pick SO-000001",
		      "SO-000001");
	step(books, shipment_pick(&books->core, id));
	trade_logged(books, "SO-000001", "{\"shipments\":[{\"id\":\"SH-000002\",\"warehouse\":\"NORTH\"");
	step(books, shipment_pack(&books->core, id));
	step(books, shipment_ship(&books->core, id, NULL, NULL));
	step(books, shipment_deliver(&books->core, id, NULL, NOW));
	trade_logged(books, "SO-000001", "\"performed\":[{\"line\":2,\"sku\":\"FIT\",\"qty\":1.5}]");
	trade_number(books, "SELECT delivered FROM order_line WHERE line = 2", 1500);
	trade_text(books, "SELECT state FROM orders", "completed");
	trade_number(books, "SELECT sum(on_hand) FROM stock", 0);
}

static void each_step_names_the_one_that_comes_first(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	trade_receive(books, "BOLT", "MAIN", "5");
	struct order_id id = trade_place(books, "C-1", "BOLT:5");
	trade_refused(books, shipment_pick(core, id), ERR_CONFLICT, false, "cannot pick: not confirmed", "ordr confirm SO-000001", "SO-000001");
	trade_refused(books, shipment_deliver(core, id, NULL, NOW), ERR_CONFLICT, false, "cannot deliver: not confirmed",
		      "ordr confirm SO-000001", "SO-000001");
	assert_int_equal(order_confirm(core, id), 0);
	trade_refused(books, shipment_pack(core, id), ERR_CONFLICT, false, "cannot pack: not picked", "ordr pick SO-000001", "SO-000001");
	trade_refused(books, shipment_ship(core, id, NULL, NULL), ERR_CONFLICT, false, "cannot ship: not picked", "ordr pick SO-000001",
		      "SO-000001");
	step(books, shipment_pick(core, id));
	trade_refused(books, shipment_pick(core, id), ERR_CONFLICT, true, "is picked already", "", "SO-000001");
	trade_refused(books, shipment_ship(core, id, NULL, NULL), ERR_CONFLICT, false, "cannot ship: not packed", "ordr pack SO-000001",
		      "SO-000001");
	step(books, shipment_pack(core, id));
	trade_refused(books, shipment_pack(core, id), ERR_CONFLICT, true, "is packed already", "", "SO-000001");
	trade_refused(books, shipment_deliver(core, id, NULL, NOW), ERR_CONFLICT, false, "cannot deliver: not shipped",
		      "ordr ship SO-000001", "SO-000001");
	step(books, shipment_ship(core, id, NULL, NULL));
	trade_refused(books, shipment_ship(core, id, NULL, NULL), ERR_CONFLICT, true, "is shipped already", "", "SO-000001");
	step(books, shipment_deliver(core, id, NULL, NOW));
	trade_refused(books, shipment_pick(core, id), ERR_CONFLICT, true, "is picked already", "", "SO-000001");
	trade_refused(books, shipment_deliver(core, id, NULL, NOW), ERR_CONFLICT, true, "is delivered already", "", "SO-000001");
}

static void orders_that_ended_otherwise_take_no_step(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct order_id rejected = trade_place(books, "C-1", "BOLT:5");
	struct order_id cancelled = trade_place(books, "C-1", "BOLT:5");
	assert_int_equal(order_reject(core, rejected, "duplicate", NULL), 0);
	assert_int_equal(order_cancel(core, cancelled, "customer-request", NULL), 0);
	trade_refused(books, shipment_pick(core, rejected), ERR_CONFLICT, false, "cannot pick: it was rejected", "", "SO-000001");
	trade_refused(books, shipment_ship(core, cancelled, NULL, NULL), ERR_CONFLICT, false, "cannot ship: it was cancelled", "", "SO-000002");
	trade_refused(books, shipment_pack(core, (struct order_id){ 77 }), ERR_NOT_FOUND, false, "no order SO-000077", "ordr list shows them",
		      "SO-000077");
}

static void a_cancelled_order_gives_back_what_was_picked(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "5");
	struct order_id id = trade_order(books, "C-1", "BOLT:5");
	step(books, shipment_pick(&books->core, id));
	step(books, order_cancel(&books->core, id, "customer-request", NULL));
	trade_number(books, "SELECT allocated FROM stock", 0);
	trade_text(books, "SELECT state FROM shipment", "cancelled");
	trade_refused(books, shipment_pack(&books->core, id), ERR_CONFLICT, false, "cannot pack: it was cancelled", "", "SO-000001");
}

static void what_waits_for_stock_holds_up_every_step(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct order_id id = trade_order(books, "C-1", "ROPE:1 FIT:1");
	trade_refused(books, shipment_pick(core, id), ERR_REFUSED, false, "nothing to pick: 1 unit waits for stock",
		      "ordr stock receive ROPE:1", "SO-000001");
	trade_refused(books, shipment_pack(core, id), ERR_CONFLICT, false, "cannot pack: 1 unit waits for stock",
		      "ordr stock receive ROPE:1", "SO-000001");
	trade_refused(books, shipment_ship(core, id, NULL, NULL), ERR_CONFLICT, false, "cannot ship: 1 unit waits for stock",
		      "ordr stock receive ROPE:1", "SO-000001");
	trade_refused(books, shipment_deliver(core, id, NULL, NOW), ERR_CONFLICT, false, "cannot deliver: 1 unit waits for stock",
		      "ordr stock receive ROPE:1", "SO-000001");
}

static void a_company_may_ship_only_whole_orders(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.delivery", "complete");
	trade_receive(books, "BOLT", "MAIN", "3");
	struct order_id id = trade_order(books, "C-1", "BOLT:5 NUT:1");
	trade_refused(books, shipment_pick(&books->core, id), ERR_REFUSED, false, "it ships only complete: 3 units wait for stock",
		      "ordr stock receive BOLT:2", "SO-000001");
	trade_number(books, "SELECT count(*) FROM shipment", 0);
	trade_receive(books, "BOLT", "MAIN", "2");
	trade_receive(books, "NUT", "MAIN", "1");
	step(books, shipment_pick(&books->core, id));
	trade_number(books, "SELECT sum(picked) FROM order_line", 6000);
}

static void where_packing_is_left_out_shipping_packs(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.pack", "skipped");
	trade_receive(books, "BOLT", "MAIN", "5");
	struct order_id id = trade_order(books, "C-1", "BOLT:5");
	step(books, shipment_pick(&books->core, id));
	trade_refused(books, shipment_deliver(&books->core, id, NULL, NOW), ERR_CONFLICT, false, "cannot deliver: not shipped",
		      "ordr ship SO-000001", "SO-000001");
	step(books, shipment_ship(&books->core, id, NULL, NULL));
	trade_number(books, "SELECT shipped FROM order_line", 5000);
	trade_number(books, "SELECT shipped_at - packed_at FROM shipment", 0);
	trade_refused(books, shipment_ship(&books->core, id, NULL, NULL), ERR_CONFLICT, true, "is shipped already", "", "SO-000001");
}

static void services_alone_are_only_performed(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct order_id id = trade_order(books, "C-1", "FIT:2");
	trade_refused(books, shipment_pick(core, id), ERR_CONFLICT, true, "nothing to pick: services are performed",
		      "ordr deliver SO-000001", "SO-000001");
	trade_refused(books, shipment_pack(core, id), ERR_CONFLICT, true, "nothing to pack: services are performed",
		      "ordr deliver SO-000001", "SO-000001");
	trade_refused(books, shipment_ship(core, id, NULL, NULL), ERR_CONFLICT, true, "nothing to ship: services are performed",
		      "ordr deliver SO-000001", "SO-000001");
	step(books, shipment_deliver(core, id, "Ada", NOW));
	trade_number(books, "SELECT delivered FROM order_line", 2000);
	trade_text(books, "SELECT state FROM orders", "completed");
	trade_logged(books, "SO-000001", "{\"shipments\":[],\"performed\":[{\"line\":1,\"sku\":\"FIT\",\"qty\":2}]");
	trade_refused(books, shipment_pick(core, id), ERR_CONFLICT, true, "nothing to pick: services are performed", "", "SO-000001");
	trade_refused(books, shipment_deliver(core, id, NULL, NOW), ERR_CONFLICT, true, "is delivered already", "", "SO-000001");
}

static void goods_are_received_between_shipping_and_now(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	trade_receive(books, "BOLT", "MAIN", "5");
	struct order_id id = trade_order(books, "C-1", "BOLT:5");
	step(books, shipment_pick(core, id));
	step(books, shipment_pack(core, id));
	step(books, shipment_ship(core, id, NULL, NULL));
	books_now(books, "2026-11-25T08:00:00Z");
	trade_refused(books, shipment_deliver(core, id, NULL, at("2026-11-25T08:00:00.001Z")), ERR_INVALID, false,
		      "received at 2026-11-25T08:00:00.001Z, which is in the future",
		      "a time from 2026-11-24T08:00:00Z to 2026-11-25T08:00:00Z", "SO-000001");
	trade_refused(books, shipment_deliver(core, id, NULL, at("2026-11-24T07:59:59Z")), ERR_INVALID, false,
		      "received at 2026-11-24T07:59:59Z, before it shipped", "a time from 2026-11-24T08:00:00Z to 2026-11-25T08:00:00Z",
		      "SO-000001");
	trade_text(books, "SELECT state FROM shipment", "shipped");
	step(books, shipment_deliver(core, id, NULL, at("2026-11-24T08:00:00Z")));
	struct order_id service = trade_order(books, "C-1", "FIT:2");
	trade_refused(books, shipment_deliver(core, service, NULL, at("2026-12-01T00:00:00Z")), ERR_INVALID, false,
		      "received at 2026-12-01T00:00:00Z, which is in the future", "a time up to 2026-11-25T08:00:00Z", "SO-000002");
	step(books, shipment_deliver(core, service, NULL, at("2026-11-25T07:00:00Z")));
}

static void a_shipment_is_read_whole(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct shipment shipment;
	struct order_id order;
	trade_receive(books, "BOLT", "NORTH", "9");
	assert_int_equal(db_run(core->db, "UPDATE stock SET location = 'R-7'", DB_NONE), 0);
	struct order_id id = trade_order(books, "C-1", "BOLT:2 BOLT:3");
	step(books, shipment_pick(core, id));
	assert_int_equal(shipment_load(core, (struct shipment_id){ 1 }, &shipment), 0);
	assert_string_equal(shipment.state, "picking");
	assert_int_equal(shipment.order.number, 1);
	assert_string_equal(shipment.customer, "C-1");
	assert_string_equal(shipment.warehouse, "NORTH");
	assert_int_equal(shipment.packed_at.ms, NONE);
	assert_int_equal(shipment.packages.count, 0);
	assert_int_equal(shipment.lines.count, 2);
	const struct shipment_line *lines = shipment.lines.items;
	assert_int_equal(lines[1].line, 2);
	assert_string_equal(lines[1].sku, "BOLT");
	assert_string_equal(lines[1].name, "Bolt");
	assert_string_equal(lines[1].location, "R-7");
	assert_int_equal(lines[1].qty.thousandths, 3000);
	assert_string_equal(shipment.ship_to.name, "Ada");
	assert_string_equal(shipment.ship_to.city, "Ulm");
	step(books, shipment_pack(core, id));
	step(books, shipment_ship(core, id, "DHL", "JD-1"));
	assert_int_equal(shipment_load(core, (struct shipment_id){ 1 }, &shipment), 0);
	assert_string_equal(shipment.carrier, "DHL");
	assert_int_equal(shipment.shipped_at.ms, core->now.ms);
	assert_int_equal(shipment.packages.count, 1);
	const struct package *package = shipment.packages.items;
	assert_int_equal(package->package, 1);
	assert_string_equal(package->tracking, "JD-1");
	assert_int_equal(package->weight.thousandths, 1250); /* five bolts of 0.25 */
	assert_int_equal(package->lines.count, 1);
	assert_int_equal(((const struct package_line *)package->lines.items)->qty.thousandths, 5000);
	assert_int_equal(shipment_order(core, (struct shipment_id){ 1 }, &order), 0);
	assert_int_equal(order.number, 1);
	trade_refused(books, shipment_load(core, (struct shipment_id){ 9 }, &shipment), ERR_NOT_FOUND, false, "no shipment SH-000009",
		      "ordr show ORDER names the shipments of an order", "");
	trade_refused(books, shipment_order(core, (struct shipment_id){ 9 }, &order), ERR_NOT_FOUND, false, "no shipment SH-000009",
		      "ordr show ORDER names the shipments of an order", "");
}

static void a_part_of_the_weight_is_not_given_for_the_whole(void **state)
{
	struct books *books = *state;
	struct shipment shipment;
	trade_receive(books, "BOLT", "MAIN", "1");
	trade_receive(books, "NUT", "MAIN", "1");
	struct order_id id = trade_order(books, "C-1", "NUT:1 BOLT:1");
	step(books, shipment_pick(&books->core, id));
	step(books, shipment_pack(&books->core, id));
	assert_int_equal(shipment_load(&books->core, (struct shipment_id){ 1 }, &shipment), 0);
	assert_int_equal(((const struct package *)shipment.packages.items)->weight.thousandths, NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trade_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(picking_makes_a_shipment_of_each_warehouse_and_leaves_stock_alone),
		TEST(an_order_goes_from_the_shelf_to_the_customer),
		TEST(what_came_in_later_goes_in_a_shipment_of_its_own),
		TEST(each_step_names_the_one_that_comes_first),
		TEST(orders_that_ended_otherwise_take_no_step),
		TEST(a_cancelled_order_gives_back_what_was_picked),
		TEST(what_waits_for_stock_holds_up_every_step),
		TEST(a_company_may_ship_only_whole_orders),
		TEST(where_packing_is_left_out_shipping_packs),
		TEST(services_alone_are_only_performed),
		TEST(goods_are_received_between_shipping_and_now),
		TEST(a_shipment_is_read_whole),
		TEST(a_part_of_the_weight_is_not_given_for_the_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
