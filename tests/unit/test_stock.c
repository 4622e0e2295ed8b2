/* The steps in stock and what the lists say of it, on orders written straight into the tables. */
#include <string.h>

#include "ordr/event.h"
#include "ordr/settings.h"
#include "shelf.h"

#define PIECES(n) ((struct quantity){ (n) * INT64_C(1000) })

static void assert_books(struct books *books)
{
	shelf_number(books, "SELECT count(*) FROM stock s WHERE on_hand <> (SELECT coalesce(sum(quantity), 0) FROM stock_move m"
			   " WHERE m.product_id = s.product_id AND m.warehouse_id = s.warehouse_id)", 0);
	shelf_number(books, "SELECT count(*) FROM stock s WHERE allocated <> (SELECT coalesce(sum(quantity), 0) FROM allocation a"
			   " WHERE a.product_id = s.product_id AND a.warehouse_id = s.warehouse_id)", 0);
}

static int keep_what(void *context, const struct event *event)
{
	struct str *what = context;
	str_clear(what);
	str_put(what, event->what);
	return 0;
}

/* The last event of a subject says so. */
static void assert_event(struct books *books, const char *subject, const char *expected)
{
	struct str what = { 0 };
	assert_int_equal(event_each(&books->core, 0, subject, NONE, keep_what, &what), 0);
	assert_string_equal(what.text ? what.text : "no event", expected);
	str_release(&what);
}

static void an_adjustment_is_a_row_in_the_ledger_with_its_reason(void **state)
{
	struct books *books = *state;
	struct stock_touched touched;
	struct place place = shelf_place(books, "A-1", "MAIN");
	shelf_receive(books, "A-1", "MAIN", 10, NULL);
	assert_int_equal(stock_adjust(&books->core, &place, PIECES(-3), "damaged", &touched), 0);
	assert_int_equal(touched.taken_from.count, 0);
	shelf_number(books, "SELECT on_hand FROM stock", 7000);
	shelf_number(books, "SELECT quantity FROM stock_move WHERE kind = 'adjustment' AND reason = 'damaged'", -3000);
	assert_event(books, "stock A-1 MAIN", "{\"quantity\":-3,\"reason\":\"damaged\",\"taken_from\":[]}");
	assert_books(books);
}

static void an_adjustment_that_makes_no_sense_is_refused(void **state)
{
	struct books *books = *state;
	struct stock_touched touched;
	struct place place = shelf_place(books, "A-1", "MAIN");
	shelf_receive(books, "A-1", "MAIN", 2, NULL);
	books_refused(books, stock_adjust(&books->core, &place, PIECES(1), NULL, &touched), ERR_INVALID, "a reason is needed");
	assert_non_null(strstr(books->err.hint, "damaged, lost, found"));
	books_refused(books, stock_adjust(&books->core, &place, PIECES(1), "rain", &touched), ERR_INVALID, "no reason code \"rain\"");
	books_refused(books, stock_adjust(&books->core, &place, PIECES(0), "found", &touched), ERR_INVALID, "by nothing");
	books_refused(books, stock_adjust(&books->core, &place, (struct quantity){ 500 }, "found", &touched), ERR_INVALID, "whole units");
	books_refused(books, stock_adjust(&books->core, &place, PIECES(-3), "lost", &touched), ERR_REFUSED, "only 2 of A-1 are on hand in MAIN");
	books_refused(books, stock_adjust(&books->core, &place, (struct quantity){ NONE }, "lost", &touched), ERR_INVALID, "whole units");
	books_refused(books, stock_count(&books->core, &place, PIECES(-1), NULL, &touched), ERR_INVALID, "fewer than none");
	books_refused(books, stock_count(&books->core, &place, PIECES(1), "rain", &touched), ERR_INVALID, "no reason code");
	shelf_number(books, "SELECT on_hand FROM stock", 2000);
	shelf_number(books, "SELECT count(*) FROM event", 1);
}

static void less_than_is_promised_takes_from_the_least_urgent(void **state)
{
	struct books *books = *state;
	struct stock_touched touched;
	struct place place = shelf_place(books, "A-1", "MAIN");
	shelf_receive(books, "A-1", "MAIN", 10, NULL);
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 4, 100));
	shelf_confirm(books, shelf_order(books, 2, 1, 1, 4, 200));
	assert_int_equal(stock_adjust(&books->core, &place, PIECES(-5), "lost", &touched), 0);
	assert_string_equal(shelf_ids(books, &touched.taken_from), "SO-000002");
	shelf_number(books, "SELECT allocated FROM order_line WHERE order_id = 2", 1000);
	shelf_number(books, "SELECT backordered FROM order_line WHERE order_id = 2", 3000);
	shelf_number(books, "SELECT allocated FROM order_line WHERE order_id = 1", 4000);
	assert_int_equal(stock_count(&books->core, &place, PIECES(2), "counted", &touched), 0);
	assert_string_equal(shelf_ids(books, &touched.taken_from), "SO-000002 SO-000001");
	assert_event(books, "stock A-1 MAIN", "{\"counted\":2,\"quantity\":-3,\"reason\":\"counted\",\"taken_from\":[\"SO-000002\",\"SO-000001\"]}");
	assert_books(books);
}

static void who_loses_units_is_served_from_elsewhere(void **state)
{
	struct books *books = *state;
	struct stock_touched touched;
	struct place place = shelf_place(books, "A-1", "MAIN");
	shelf_receive(books, "A-1", "MAIN", 12, NULL);
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 4, 100));
	shelf_confirm(books, shelf_order(books, 2, 1, 1, 4, 200));
	shelf_confirm(books, shelf_order(books, 3, 1, 1, 4, 300));
	shelf_run(books, "UPDATE orders SET warehouse_id = 1 WHERE id = 3");
	shelf_receive(books, "A-1", "NORTH", 5, NULL);
	assert_int_equal(stock_count(&books->core, &place, PIECES(1), "counted", &touched), 0);
	assert_string_equal(shelf_ids(books, &touched.taken_from), "SO-000003 SO-000002 SO-000001");
	assert_string_equal(shelf_ids(books, &touched.served), "SO-000001 SO-000002");
	shelf_number(books, "SELECT sum(backordered) FROM order_line WHERE order_id = 1", 0);
	shelf_number(books, "SELECT backordered FROM order_line WHERE order_id = 2", 2000);
	shelf_number(books, "SELECT backordered FROM order_line WHERE order_id = 3", 4000);
	shelf_number(books, "SELECT quantity FROM allocation WHERE order_id = 2 AND warehouse_id = 2", 2000);
	assert_event(books, "stock A-1 MAIN",
		     "{\"counted\":1,\"quantity\":-11,\"reason\":\"counted\",\"taken_from\":[\"SO-000003\",\"SO-000002\",\"SO-000001\"],"
		     "\"served\":[\"SO-000001\",\"SO-000002\"]}");
	assert_books(books);
}

static void what_is_picked_is_never_taken(void **state)
{
	struct books *books = *state;
	struct stock_touched touched;
	struct place place = shelf_place(books, "A-1", "MAIN");
	shelf_receive(books, "A-1", "MAIN", 4, NULL);
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 4, 100));
	shelf_run(books, "UPDATE order_line SET allocated = 1000, picked = 3000");
	shelf_run(books, "UPDATE allocation SET quantity = 1000");
	assert_int_equal(db_savepoint(books->core.db), 0);
	books_refused(books, stock_count(&books->core, &place, PIECES(2), NULL, &touched), ERR_REFUSED, "is picked in MAIN");
	assert_int_equal(db_savepoint_rollback(books->core.db), 0);
	assert_int_equal(stock_count(&books->core, &place, PIECES(3), NULL, &touched), 0);
	assert_string_equal(shelf_ids(books, &touched.taken_from), "SO-000001");
	shelf_number(books, "SELECT on_hand - allocated FROM stock", 0);
}

static void more_than_was_thought_serves_who_waits(void **state)
{
	struct books *books = *state;
	struct stock_touched touched;
	struct place place = shelf_place(books, "A-1", "MAIN");
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 4, 200));
	shelf_confirm(books, shelf_order(books, 2, 1, 1, 4, 100));
	assert_int_equal(stock_adjust(&books->core, &place, PIECES(5), "found", &touched), 0);
	assert_string_equal(shelf_ids(books, &touched.served), "SO-000002 SO-000001");
	assert_int_equal(stock_count(&books->core, &place, PIECES(6), NULL, &touched), 0);
	assert_string_equal(shelf_ids(books, &touched.served), "SO-000001");
	shelf_number(books, "SELECT quantity FROM stock_move WHERE kind = 'count'", 1000);
	assert_event(books, "stock A-1 MAIN", "{\"counted\":6,\"quantity\":1,\"reason\":null,\"served\":[\"SO-000001\"]}");
	assert_books(books);
}

static void a_count_that_agrees_is_known_but_moves_nothing(void **state)
{
	struct books *books = *state;
	struct stock_touched touched;
	struct place place = shelf_place(books, "A-1", "MAIN");
	shelf_receive(books, "A-1", "MAIN", 10, NULL);
	assert_int_equal(stock_count(&books->core, &place, PIECES(10), NULL, &touched), 0);
	shelf_number(books, "SELECT count(*) FROM stock_move", 1);
	assert_event(books, "stock A-1 MAIN", "{\"counted\":10,\"quantity\":0,\"reason\":null,\"served\":[]}");
}

static void a_transfer_is_two_rows_and_serves_where_it_arrives(void **state)
{
	struct books *books = *state;
	struct list served;
	struct place from = shelf_place(books, "A-1", "MAIN");
	struct place to = shelf_place(books, "A-1", "NORTH");
	shelf_receive(books, "A-1", "MAIN", 10, NULL);
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 6, 100));
	shelf_order(books, 2, 1, 1, 3, 100);
	shelf_run(books, "UPDATE orders SET warehouse_id = 2 WHERE id = 2");
	shelf_confirm(books, (struct order_id){ 2 });
	books_refused(books, stock_transfer(&books->core, &from, &to, PIECES(5), &served), ERR_REFUSED, "only 4 of A-1 are available in MAIN");
	assert_int_equal(stock_transfer(&books->core, &from, &to, PIECES(4), &served), 0);
	assert_string_equal(shelf_ids(books, &served), "SO-000002");
	shelf_number(books, "SELECT quantity FROM stock_move WHERE kind = 'transfer_out' AND warehouse_id = 1 AND document = 'NORTH'", -4000);
	shelf_number(books, "SELECT quantity FROM stock_move WHERE kind = 'transfer_in' AND warehouse_id = 2 AND document = 'MAIN'", 4000);
	shelf_number(books, "SELECT on_hand - allocated FROM stock WHERE warehouse_id = 2", 1000);
	assert_event(books, "stock A-1 MAIN", "{\"quantity\":-4,\"to\":\"NORTH\"}");
	assert_event(books, "stock A-1 NORTH", "{\"quantity\":4,\"from\":\"MAIN\",\"served\":[\"SO-000002\"]}");
	assert_books(books);
}

static void a_transfer_that_goes_nowhere_is_refused(void **state)
{
	struct books *books = *state;
	struct list served;
	struct place bolts = shelf_place(books, "A-1", "MAIN");
	struct place nuts = shelf_place(books, "A-2", "NORTH");
	struct place north = shelf_place(books, "A-1", "NORTH");
	books_refused(books, stock_transfer(&books->core, &bolts, &bolts, PIECES(1), &served), ERR_INVALID, "would go already: MAIN");
	books_refused(books, stock_transfer(&books->core, &bolts, &nuts, PIECES(1), &served), ERR_INVALID, "A-1 does not become A-2");
	books_refused(books, stock_transfer(&books->core, &bolts, &north, PIECES(0), &served), ERR_INVALID, "above zero");
	books_refused(books, stock_transfer(&books->core, &bolts, &north, (struct quantity){ NONE }, &served), ERR_INVALID, "above zero");
	books_refused(books, stock_transfer(&books->core, &bolts, &north, PIECES(1), &served), ERR_REFUSED, "only 0 of A-1");
}

static void what_is_announced_is_expected_from_today_on(void **state)
{
	struct books *books = *state;
	struct place place = shelf_place(books, "A-1", "MAIN");
	struct date today = date_make(2026, 11, 24);
	books_refused(books, stock_announce(&books->core, &place, PIECES(5), date_make(2026, 11, 23), NULL), ERR_INVALID, "before today");
	assert_string_equal(books->err.hint, "a date from 2026-11-24 on");
	books_refused(books, stock_announce(&books->core, &place, PIECES(5), (struct date){ NONE }, NULL), ERR_INVALID, "needs the day");
	books_refused(books, stock_announce(&books->core, &place, PIECES(0), today, NULL), ERR_INVALID, "above zero");
	books_refused(books, stock_announce(&books->core, &place, (struct quantity){ 1 }, today, NULL), ERR_INVALID, "whole units");
	assert_int_equal(stock_announce(&books->core, &place, PIECES(5), today, "PO-7"), 0);
	shelf_number(books, "SELECT quantity FROM announcement WHERE ref = 'PO-7' AND received = 0", 5000);
	assert_event(books, "stock A-1 MAIN", "{\"announced\":5,\"expected\":\"2026-11-24\",\"ref\":\"PO-7\"}");
	/* An hour before midnight in UTC it is tomorrow in Berlin. */
	assert_int_equal(settings_set(&books->core, "calendar.time_zone", "Europe/Berlin"), 0);
	books_now(books, "2026-11-24T23:30:00Z");
	books_refused(books, stock_announce(&books->core, &place, PIECES(5), today, NULL), ERR_INVALID, "before today");
}

static struct stock_form levels(void)
{
	struct stock_form form;
	field_clear(stock_level_schema.fields, &form);
	return form;
}

static void levels_that_are_not_given_stay(void **state)
{
	struct books *books = *state;
	struct place place = shelf_place(books, "A-1", "MAIN");
	struct stock stock;
	struct stock_form form = levels();
	assert_int_equal(stock_levels(&books->core, &place, &form), 0);
	shelf_number(books, "SELECT count(*) FROM event", 0);
	shelf_number(books, "SELECT count(*) FROM stock", 0);
	form.reorder_point = PIECES(5);
	form.location = "A-03-2";
	assert_int_equal(stock_levels(&books->core, &place, &form), 0);
	form = levels();
	form.reorder_quantity = PIECES(20);
	form.reorder_point = PIECES(5);
	assert_int_equal(stock_levels(&books->core, &place, &form), 0);
	assert_event(books, "stock A-1 MAIN", "{\"reorder_quantity\":{\"from\":null,\"to\":20}}");
	assert_int_equal(stock_load(&books->core, "A-1", NULL, &stock), 0);
	assert_int_equal(stock.reorder_point.thousandths, 5000);
	assert_int_equal(stock.reorder_quantity.thousandths, 20000);
	assert_string_equal(stock.location, "A-03-2");
	form.reorder_quantity = PIECES(0);
	books_refused(books, stock_levels(&books->core, &place, &form), ERR_INVALID, "above zero");
	form.reorder_point = PIECES(-1);
	books_refused(books, stock_levels(&books->core, &place, &form), ERR_INVALID, "not below zero");
}

/* Puts a level as "A-1 MAIN 10 4 6 0 0" and a newline. */
static int note_stock(void *context, const struct stock *stock)
{
	struct str *text = context;
	str_printf(text, "%s %s", stock->sku, stock->warehouse ? stock->warehouse : "-");
	for (const char *const *name = (const char *const[]){ "on_hand", "allocated", "available", "backordered", "incoming", NULL }; *name; name++) {
		str_put(text, " ");
		field_put_json(field_find(stock_schema.fields, *name, NULL), stock, text);
	}
	str_put(text, stock->low ? " low\n" : "\n");
	return 0;
}

static void assert_list(struct books *books, const char *sku, const char *warehouse, bool low, const char *expected)
{
	struct str text = { 0 };
	assert_int_equal(stock_each(&books->core, sku, warehouse, low, note_stock, &text), 0);
	assert_string_equal(text.text ? text.text : "", expected);
	str_release(&text);
}

static void every_product_is_listed_with_what_waits_and_comes(void **state)
{
	struct books *books = *state;
	struct place main_place = shelf_place(books, "A-1", "MAIN");
	assert_list(books, NULL, NULL, false, "A-1 MAIN 0 0 0 0 0\nA-2 MAIN 0 0 0 0 0\nS-1 - null null null null null\n");
	shelf_receive(books, "A-1", "NORTH", 10, NULL);
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 4, 100));
	assert_list(books, "A-1", NULL, false, "A-1 NORTH 10 4 6 0 0\n");
	/* Who names no warehouse waits at the first by rank; who names one, there. */
	shelf_confirm(books, shelf_order(books, 2, 1, 1, 8, 100));
	shelf_order(books, 3, 1, 1, 3, 100);
	shelf_run(books, "UPDATE orders SET warehouse_id = 2 WHERE id = 3");
	shelf_confirm(books, (struct order_id){ 3 });
	shelf_order(books, 4, 1, 1, 50, 100); /* placed only: promised nothing, waits for nothing */
	assert_int_equal(stock_announce(&books->core, &main_place, PIECES(7), date_make(2026, 12, 1), NULL), 0);
	assert_int_equal(stock_announce(&books->core, &main_place, PIECES(2), date_make(2026, 11, 30), NULL), 0);
	assert_list(books, "A-1", NULL, false, "A-1 MAIN 0 0 0 2 9\nA-1 NORTH 10 10 0 3 0\n");
	assert_list(books, NULL, "NORTH", false, "A-1 NORTH 10 10 0 3 0\n");
	struct stock stock;
	assert_int_equal(stock_load(&books->core, "A-1", "MAIN", &stock), 0);
	assert_int_equal(stock.next_receipt.days, date_make(2026, 11, 30).days);
	assert_int_equal(stock.reorder_point.thousandths, NONE);
	assert_int_equal(stock_load(&books->core, "A-2", "NORTH", &stock), 0);
	assert_string_equal(stock.warehouse, "NORTH");
	assert_int_equal(stock.on_hand.thousandths, 0);
	assert_int_equal(stock_load(&books->core, "S-1", NULL, &stock), 0);
	assert_string_equal(stock.kind, "service");
	assert_null(stock.warehouse);
	assert_int_equal(stock.available.thousandths, NONE);
}

static void low_is_at_or_below_the_point_of_what_is_available(void **state)
{
	struct books *books = *state;
	struct place main_place = shelf_place(books, "A-1", "MAIN");
	struct place nuts = shelf_place(books, "A-2", "NORTH");
	struct stock_form form = levels();
	form.reorder_point = PIECES(5);
	shelf_receive(books, "A-1", "MAIN", 10, NULL);
	assert_int_equal(stock_levels(&books->core, &main_place, &form), 0);
	assert_list(books, NULL, NULL, true, "");
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 5, 100));
	assert_list(books, NULL, NULL, true, "A-1 MAIN 10 5 5 0 0 low\n");
	assert_int_equal(stock_levels(&books->core, &nuts, &form), 0); /* never was any, but there should be */
	assert_list(books, NULL, NULL, true, "A-1 MAIN 10 5 5 0 0 low\nA-2 NORTH 0 0 0 0 0 low\n");
}

static void what_is_not_kept_is_not_listed_in_silence(void **state)
{
	struct books *books = *state;
	struct stock stock;
	books_refused(books, stock_load(&books->core, "A-3", NULL, &stock), ERR_NOT_FOUND, "no product A-3");
	books_refused(books, stock_load(&books->core, "A-1", "NORD", &stock), ERR_NOT_FOUND, "no warehouse NORD");
	books_refused(books, stock_each(&books->core, "A-3", NULL, false, note_stock, NULL), ERR_NOT_FOUND, "no product A-3");
	books_refused(books, stock_each(&books->core, NULL, "NORD", false, note_stock, NULL), ERR_NOT_FOUND, "no warehouse NORD");
	books_refused(books, stock_moves_each(&books->core, "A-3", NULL, NULL, NULL), ERR_NOT_FOUND, "no product A-3");
}

static int note_move(void *context, const struct stock_move *move)
{
	char quantity[QUANTITY_SIZE];
	str_printf(context, "%lld %s %s %s %s %s %s\n", (long long)move->id, move->sku, move->warehouse, move->kind,
		   quantity_text(move->quantity, quantity), move->reason ? move->reason : "-", move->document ? move->document : "-");
	return 0;
}

static int refuse_move(void *context, const struct stock_move *move)
{
	(void)context;
	(void)move;
	return -1;
}

static void the_ledger_is_read_in_its_order(void **state)
{
	struct books *books = *state;
	struct stock_touched touched;
	struct place place = shelf_place(books, "A-1", "MAIN");
	shelf_receive(books, "A-1", "MAIN", 10, NULL);
	shelf_receive(books, "A-2", "NORTH", 3, NULL);
	assert_int_equal(stock_adjust(&books->core, &place, PIECES(-1), "lost", &touched), 0);
	static const struct {
		const char *sku, *warehouse, *expected;
	} cases[] = {
		{ NULL, NULL, "1 A-1 MAIN receipt 10 - PO-1\n2 A-2 NORTH receipt 3 - PO-1\n3 A-1 MAIN adjustment -1 lost -\n" },
		{ "A-1", NULL, "1 A-1 MAIN receipt 10 - PO-1\n3 A-1 MAIN adjustment -1 lost -\n" },
		{ "A-1", "NORTH", "" },
		{ NULL, "NORTH", "2 A-2 NORTH receipt 3 - PO-1\n" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str text = { 0 };
		assert_int_equal(stock_moves_each(&books->core, cases[i].sku, cases[i].warehouse, note_move, &text), 0);
		assert_string_equal(text.text ? text.text : "", cases[i].expected);
		str_release(&text);
	}
	assert_int_equal(stock_moves_each(&books->core, NULL, NULL, refuse_move, NULL), -1);
	assert_int_equal(stock_moves_each(&books->core, NULL, NULL, note_move, &(struct str){ .failed = true }), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, shelf_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_adjustment_is_a_row_in_the_ledger_with_its_reason),
		TEST(an_adjustment_that_makes_no_sense_is_refused),
		TEST(less_than_is_promised_takes_from_the_least_urgent),
		TEST(who_loses_units_is_served_from_elsewhere),
		TEST(what_is_picked_is_never_taken),
		TEST(more_than_was_thought_serves_who_waits),
		TEST(a_count_that_agrees_is_known_but_moves_nothing),
		TEST(a_transfer_is_two_rows_and_serves_where_it_arrives),
		TEST(a_transfer_that_goes_nowhere_is_refused),
		TEST(what_is_announced_is_expected_from_today_on),
		TEST(levels_that_are_not_given_stay),
		TEST(every_product_is_listed_with_what_waits_and_comes),
		TEST(low_is_at_or_below_the_point_of_what_is_available),
		TEST(what_is_not_kept_is_not_listed_in_silence),
		TEST(the_ledger_is_read_in_its_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
