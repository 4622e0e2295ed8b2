/* Why an order does not move, and what comes next when it can. */
#include <string.h>

#include "ordr/hold.h"
#include "ordr/review.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/stock.h"
#include "trade.h"

static void succeed(struct books *books, int result)
{
	if (result)
		fail_msg("%s", books->err.message);
}

/* "next command[ blocked]", and a line "kind (blocks): detail | command" for each blocker. */
static const char *told(struct books *books, struct order_id id)
{
	struct why why;
	struct str text = { 0 };
	succeed(books, order_why(&books->core, id, &why));
	str_printf(&text, "%s %s%s", why.next ? why.next : "nothing", why.command ? why.command : "", why.blocked ? " blocked" : "");
	const struct why_blocker *blockers = why.blockers.items;
	for (size_t i = 0; i < why.blockers.count; i++)
		str_printf(&text, "\n%s (%s): %s | %s", blockers[i].kind, blockers[i].blocks ? blockers[i].blocks : "", blockers[i].detail,
			   blockers[i].command ? blockers[i].command : "");
	const char *kept = arena_strdup(&books->keep, text.text);
	str_release(&text);
	return kept;
}

#define assert_told(books, id, text) assert_string_equal(told(books, id), text)

static void nothing_in_the_way_says_what_comes_next(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const char *number;
	trade_receive(books, "BOLT", "MAIN", "5");
	struct order_id id = trade_place(books, "C-1", "BOLT:5 FIT:1");
	assert_told(books, id, "confirm ordr confirm SO-000001");
	succeed(books, order_confirm(core, id));
	assert_told(books, id, "pick ordr pick SO-000001");
	succeed(books, shipment_pick(core, id));
	assert_told(books, id, "pack ordr pack SO-000001");
	succeed(books, shipment_pack(core, id));
	assert_told(books, id, "ship ordr ship SO-000001");
	succeed(books, shipment_ship(core, id, NULL, NULL));
	assert_told(books, id, "deliver ordr deliver SO-000001");
	succeed(books, shipment_deliver(core, id, NULL, core->now));
	assert_told(books, id, "invoice ordr invoice SO-000001");
	succeed(books, invoice_issue(core, id, &number));
	assert_told(books, id, "pay ordr pay RE-2026-00001");
	succeed(books, payment_take(core, number, NULL, NULL, NULL, core->now));
	assert_told(books, id, "nothing ");
	struct order_id gone = trade_place(books, "C-1", "BOLT:5");
	succeed(books, order_reject(core, gone, "price", NULL));
	assert_told(books, gone, "nothing ");
	struct why why;
	struct order_id nobody = { 99 };
	books_refused(books, order_why(core, nobody, &why), ERR_NOT_FOUND, "no order SO-000099");
}

static void a_service_is_performed_next(void **state)
{
	struct books *books = *state;
	struct order_id id = trade_order(books, "C-1", "FIT:1");
	assert_told(books, id, "deliver ordr deliver SO-000001");
}

static void stock_that_is_missing_is_named_with_what_is_announced(void **state)
{
	struct books *books = *state;
	struct place bolts;
	trade_receive(books, "BOLT", "MAIN", "2");
	succeed(books, stock_place(&books->core, "BOLT", "NORTH", &bolts));
	succeed(books, stock_announce(&books->core, &bolts, (struct quantity){ 9000 }, date_make(2026, 12, 1), "PO"));
	struct order_id placed = trade_place(books, "C-1", "BOLT:5");
	assert_told(books, placed,
		    "confirm ordr confirm SO-000001\n"
		    "stock (): BOLT: 5 wanted, 2 available (MAIN 2); 9 announced, the first for 2026-12-01 | ordr stock receive BOLT:3");
	succeed(books, order_confirm(&books->core, placed));
	assert_told(books, placed,
		    "pick ordr pick SO-000001\n"
		    "stock (): BOLT: 3 wanted, 0 available; 9 announced, the first for 2026-12-01 | ordr stock receive BOLT:3");
	trade_set(books, "workflow.delivery", "complete"); /* it is of orders that are placed from now on */
	assert_told(books, placed,
		    "pick ordr pick SO-000001\n"
		    "stock (): BOLT: 3 wanted, 0 available; 9 announced, the first for 2026-12-01 | ordr stock receive BOLT:3");
	trade_set(books, "workflow.delivery", "partial");
	trade_ship(books, placed);
	succeed(books, shipment_deliver(&books->core, placed, NULL, books->core.now));
	assert_told(books, placed,
		    "pick ordr pick SO-000001 blocked\n"
		    "stock (pick): BOLT: 3 wanted, 0 available; 9 announced, the first for 2026-12-01 | ordr stock receive BOLT:3");
	trade_set(books, "workflow.shortage", "refuse");
	assert_told(books, trade_place(books, "C-1", "BOLT:1"),
		    "confirm ordr confirm SO-000002 blocked\n"
		    "stock (confirm): BOLT: 1 wanted, 0 available; 9 announced, the first for 2026-12-01 | ordr stock receive BOLT:1");
}

static void all_that_blocks_is_listed_once(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	trade_receive(books, "BOLT", "MAIN", "5");
	assert_int_equal(db_run(core->db, "INSERT INTO sla_policy (code, confirm, ship) VALUES ('ALL', 4000, 9000)", DB_NONE), 0);
	struct order_id id = trade_order(books, "C-1", "BOLT:5");
	succeed(books, hold_set(core, id, "stock-out", "count first", HOLD_ALL));
	succeed(books, hold_set(core, id, "price", NULL, HOLD_INVOICE));
	assert_int_equal(db_run(core->db, "UPDATE customer SET credit_limit = 100", DB_NONE), 0);
	trade_set(books, "workflow.four_eyes", "on");
	assert_int_equal(db_run(core->db, "UPDATE orders SET revision = 2", DB_NONE), 0);
	books_now(books, "2026-11-26T08:00:00Z");
	assert_told(books, id,
		    "confirm ordr confirm SO-000001 blocked\n"
		    "hold (confirm, pick, pack, ship, invoice): held for stock-out (count first) | ordr release SO-000001 --hold 1\n"
		    "approval (confirm): test placed it, and somebody else must confirm it | ordr confirm SO-000001 --as NAME\n"
		    "credit (confirm, ship): credit limit 1.00, owed 5.95 EUR | ordr confirm SO-000001 --override CODE\n"
		    "approval (pick, pack, ship, invoice): revision 2 is not approved | ordr confirm SO-000001\n"
		    "hold (invoice): held for price | ordr release SO-000001 --hold 2\n"
		    "sla (): to be shipped by 2026-11-24 17:00: overdue | ordr confirm SO-000001\n"
		    "sla (): promised for 2026-11-25, which is past | ordr confirm SO-000001");
}

static void a_prepaid_order_waits_for_its_money(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "5");
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET prepayment = 1", DB_NONE), 0);
	struct order_id id = trade_order(books, "C-1", "BOLT:5");
	assert_told(books, id,
		    "pick ordr pick SO-000001 blocked\n"
		    "prepayment (pick, pack, ship): to be paid before it ships, and not invoiced | ordr invoice SO-000001");
	trade_issue(books, id);
	assert_told(books, id,
		    "pick ordr pick SO-000001 blocked\n"
		    "prepayment (pick, pack, ship): to be paid before it ships, and 5.95 EUR of RE-2026-00001 are open | ordr pay RE-2026-00001");
}

static void a_hold_keeps_what_is_there_from_an_order(void **state)
{
	struct books *books = *state;
	struct order_id id = trade_order(books, "C-1", "BOLT:5");
	succeed(books, hold_set(&books->core, id, "price", NULL, HOLD_ALLOCATE));
	trade_receive(books, "BOLT", "MAIN", "5");
	assert_told(books, id, "pick ordr pick SO-000001 blocked\nhold (allocate): held for price | ordr release SO-000001");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trade_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_in_the_way_says_what_comes_next),
		TEST(a_service_is_performed_next),
		TEST(stock_that_is_missing_is_named_with_what_is_announced),
		TEST(all_that_blocks_is_listed_once),
		TEST(a_prepaid_order_waits_for_its_money),
		TEST(a_hold_keeps_what_is_there_from_an_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
