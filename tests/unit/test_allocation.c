/* Stock and its promises, on orders written straight into the tables: what allocation must keep whoever made the order. */
#include <string.h>

#include "shelf.h"
#include "ordr/allocation.h"
#include "ordr/settings.h"
#include "ordr/stock.h"

/* What must hold after every step. */
static void assert_books(struct books *books)
{
	shelf_number(books, "SELECT count(*) FROM stock s WHERE on_hand <> (SELECT coalesce(sum(quantity), 0) FROM stock_move m"
			     " WHERE m.product_id = s.product_id AND m.warehouse_id = s.warehouse_id)", 0);
	shelf_number(books, "SELECT count(*) FROM stock s WHERE allocated <> (SELECT coalesce(sum(quantity), 0) FROM allocation a"
			     " WHERE a.product_id = s.product_id AND a.warehouse_id = s.warehouse_id)", 0);
	shelf_number(books, "SELECT count(*) FROM order_line l WHERE allocated <> (SELECT coalesce(sum(quantity), 0) FROM allocation a"
			     " WHERE a.order_id = l.order_id AND a.line = l.line)", 0);
}

static void two_lines_of_one_product_count_together(void **state)
{
	struct books *books = *state;
	shelf_receive(books, "A-1", "MAIN", 10, NULL);
	struct order_id id = shelf_order(books, 1, 1, 1, 6, 1);
	shelf_line(books, 1, 2, 1, 6);
	shelf_confirm(books, id);
	shelf_number(books, "SELECT sum(allocated) FROM order_line", 10000);
	shelf_number(books, "SELECT sum(backordered) FROM order_line", 2000);
	shelf_number(books, "SELECT on_hand - allocated FROM stock", 0);
	assert_books(books);
}

static void the_warehouse_that_has_all_of_it_comes_before_rank(void **state)
{
	struct books *books = *state;
	shelf_receive(books, "A-1", "MAIN", 3, NULL);
	shelf_receive(books, "A-1", "NORTH", 5, NULL);
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 4, 1));
	shelf_number(books, "SELECT quantity FROM allocation WHERE order_id = 1 AND warehouse_id = 2", 4000);
	shelf_confirm(books, shelf_order(books, 2, 1, 1, 4, 1)); /* none has four: by rank, from both */
	shelf_number(books, "SELECT quantity FROM allocation WHERE order_id = 2 AND warehouse_id = 1", 3000);
	shelf_number(books, "SELECT quantity FROM allocation WHERE order_id = 2 AND warehouse_id = 2", 1000);
	assert_books(books);
}

static void a_short_order_does_what_the_company_set(void **state)
{
	struct books *books = *state;
	struct allocation_result result;
	shelf_receive(books, "A-1", "MAIN", 3, NULL);
	assert_int_equal(settings_set(&books->core, "workflow.shortage", "refuse"), 0);
	struct order_id id = shelf_order(books, 1, 1, 1, 5, 1);
	assert_int_equal(db_savepoint(books->core.db), 0);
	books_refused(books, allocation_confirm(&books->core, id, &result), ERR_REFUSED, "A-1 is short: 5 ordered, 3 available");
	assert_int_equal(db_savepoint_rollback(books->core.db), 0);
	assert_int_equal(settings_set(&books->core, "workflow.shortage", "partial"), 0);
	assert_int_equal(allocation_confirm(&books->core, id, &result), 0);
	assert_int_equal(result.allocated, 3000);
	assert_int_equal(result.cancelled, 2000);
	assert_int_equal(result.backordered, 0);
	assert_books(books);
}

static void a_receipt_serves_the_most_urgent_first(void **state)
{
	struct books *books = *state;
	struct list served;
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 4, 200));
	shelf_confirm(books, shelf_order(books, 2, 1, 1, 4, 100));
	shelf_confirm(books, shelf_order(books, 3, 2, 1, 4, 200)); /* as due as order 1, but strategic */
	shelf_receive(books, "A-1", "MAIN", 6, &served);
	assert_int_equal(served.count, 2);
	assert_string_equal(((const char **)served.items)[0], "SO-000002");
	assert_string_equal(((const char **)served.items)[1], "SO-000003");
	shelf_number(books, "SELECT allocated FROM order_line WHERE order_id = 3", 2000);
	shelf_number(books, "SELECT backordered FROM order_line WHERE order_id = 3", 2000);
	shelf_number(books, "SELECT backordered FROM order_line WHERE order_id = 1", 4000);
	assert_books(books);
}

/* More than one receipt serves, and more than one product: each order is named once, in the order in which it was served first. */
static void who_is_served_is_named_once(void **state)
{
	struct books *books = *state;
	struct list served;
	struct list more = { 0 };
	for (int64_t i = 1; i <= 20; i++)
		shelf_confirm(books, shelf_order(books, i, 1, 1, 2, 100 + (i * 7) % 20));
	shelf_receive(books, "A-1", "MAIN", 39, &served);
	assert_int_equal(served.count, 20);
	for (size_t i = 0; i < served.count; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(((const char **)served.items)[i], ((const char **)served.items)[j]);
	assert_string_equal(((const char **)served.items)[0], "SO-000020");
	shelf_number(books, "SELECT count(*) FROM order_line WHERE backordered > 0", 1);
	assert_int_equal(allocation_take(&books->core, 1, 1, (struct quantity){ 3000 }, &more), 0);
	assert_int_equal(allocation_take(&books->core, 1, 1, (struct quantity){ 2000 }, &more), 0);
	assert_int_equal(more.count, 3);
	assert_books(books);
}

static void what_is_taken_comes_from_the_least_urgent(void **state)
{
	struct books *books = *state;
	struct list touched = { 0 };
	shelf_receive(books, "A-1", "MAIN", 8, NULL);
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 4, 100));
	shelf_confirm(books, shelf_order(books, 2, 1, 1, 4, 200));
	assert_int_equal(allocation_take(&books->core, 1, 1, (struct quantity){ 5000 }, &touched), 0);
	assert_int_equal(touched.count, 2);
	assert_string_equal(((const char **)touched.items)[0], "SO-000002");
	shelf_number(books, "SELECT allocated FROM order_line WHERE order_id = 1", 3000);
	shelf_number(books, "SELECT allocated FROM order_line WHERE order_id = 2", 0);
	assert_books(books);
	books_refused(books, allocation_take(&books->core, 1, 1, (struct quantity){ 5000 }, NULL), ERR_REFUSED, "picked already");
}

static void a_cancelled_order_holds_nothing(void **state)
{
	struct books *books = *state;
	shelf_receive(books, "A-1", "MAIN", 3, NULL);
	shelf_receive(books, "A-1", "NORTH", 1, NULL);
	struct order_id id = shelf_order(books, 1, 1, 1, 6, 1);
	shelf_confirm(books, id);
	assert_int_equal(allocation_cancel(&books->core, id), 0);
	shelf_number(books, "SELECT sum(allocated) FROM stock", 0);
	shelf_number(books, "SELECT cancelled FROM order_line", 6000);
	shelf_number(books, "SELECT backordered FROM order_line", 0);
	assert_books(books);
}

static void receipts_settle_what_was_announced(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "INSERT INTO announcement (product_id, warehouse_id, quantity, expected, ref) VALUES"
						" (1, 1, 4000, 20, 'PO-1'), (1, 1, 4000, 10, 'PO-1'), (1, 1, 4000, 5, 'PO-2')", DB_NONE), 0);
	shelf_receive(books, "A-1", "MAIN", 6, NULL);
	shelf_number(books, "SELECT received FROM announcement WHERE expected = 10", 4000);
	shelf_number(books, "SELECT received FROM announcement WHERE expected = 20", 2000);
	shelf_number(books, "SELECT received FROM announcement WHERE expected = 5", 0);
}

static void what_leaves_is_taken_off_what_is_there(void **state)
{
	struct books *books = *state;
	shelf_receive(books, "A-1", "MAIN", 5, NULL);
	assert_int_equal(stock_move_write(&books->core, 1, 1, "adjustment", (struct quantity){ -3000 }, money_make(NONE, ""), "lost", NULL), 0);
	shelf_number(books, "SELECT on_hand FROM stock", 2000);
	assert_books(books);
}

static void what_cannot_be_stocked_is_refused(void **state)
{
	struct books *books = *state;
	struct place place;
	struct list served;
	books_refused(books, stock_place(&books->core, "S-1", NULL, &place), ERR_INVALID, "S-1 is a service");
	books_refused(books, stock_place(&books->core, "A-9", NULL, &place), ERR_NOT_FOUND, "no product A-9");
	books_refused(books, stock_place(&books->core, "A-1", "SOUTH", &place), ERR_NOT_FOUND, "no warehouse SOUTH");
	assert_int_equal(stock_place(&books->core, "A-1", NULL, &place), 0);
	assert_string_equal(place.code, "MAIN");
	books_refused(books, stock_receive(&books->core, &place, (struct quantity){ 1500 }, NULL, money_make(NONE, ""), &served), ERR_INVALID, "whole units");
	books_refused(books, stock_receive(&books->core, &place, (struct quantity){ 0 }, NULL, money_make(NONE, ""), &served), ERR_INVALID, "above zero");
	struct quantity most = { INT64_MAX / 1000 * 1000 };
	assert_int_equal(db_savepoint(books->core.db), 0);
	assert_int_equal(stock_receive(&books->core, &place, most, NULL, money_make(NONE, ""), &served), 0);
	books_refused(books, stock_receive(&books->core, &place, most, NULL, money_make(NONE, ""), &served), ERR_INVALID, "more than can be counted");
	assert_int_equal(db_savepoint_rollback(books->core.db), 0);
	books_refused(books, stock_move_write(&books->core, 1, 1, "adjustment", (struct quantity){ -1000 }, money_make(NONE, ""), "lost", NULL), ERR_REFUSED,
		      "1 fewer on hand than are promised");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, shelf_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_lines_of_one_product_count_together),
		TEST(the_warehouse_that_has_all_of_it_comes_before_rank),
		TEST(a_short_order_does_what_the_company_set),
		TEST(a_receipt_serves_the_most_urgent_first),
		TEST(who_is_served_is_named_once),
		TEST(what_is_taken_comes_from_the_least_urgent),
		TEST(a_cancelled_order_holds_nothing),
		TEST(receipts_settle_what_was_announced),
		TEST(what_leaves_is_taken_off_what_is_there),
		TEST(what_cannot_be_stocked_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
