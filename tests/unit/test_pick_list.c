/* Pick lists: what lies where, for whom, in the order in which a picker walks. */
#include <string.h>

#include "ordr/shipment.h"
#include "trade.h"

/* What lists were given, as text: "MAIN SO-000001 SO-000002|A-1 BOLT 5 SO-000001:2 SO-000002:3|…", a line each. */
static int write_list(void *context, const struct pick_list *list)
{
	char text[QUANTITY_SIZE];
	struct str *str = context;
	str_put(str, list->warehouse);
	for (size_t i = 0; i < list->orders.count; i++)
		str_printf(str, " %s", ((const char *const *)list->orders.items)[i]);
	for (size_t i = 0; i < list->lines.count; i++) {
		const struct pick_line *line = (const struct pick_line *)list->lines.items + i;
		str_printf(str, "|%s %s %s %s", line->location ? line->location : "?", line->sku, line->name, quantity_text(line->qty, text));
		for (size_t k = 0; k < line->orders.count; k++) {
			const struct pick_order *order = (const struct pick_order *)line->orders.items + k;
			str_printf(str, " %lld:%s", (long long)order->id.number, quantity_text(order->qty, text));
		}
	}
	str_put_char(str, '\n');
	return 0;
}

static void assert_lists(struct books *books, const int64_t *numbers, size_t count, const char *expected)
{
	struct consignment of[8] = { 0 };
	struct str str = { 0 };
	for (size_t i = 0; i < count; i++)
		of[i].order.number = numbers[i];
	assert_int_equal(pick_list_each(&books->core, of, count, false, write_list, &str), 0);
	assert_string_equal(str.text ? str.text : "", expected);
	str_release(&str);
}
#define LISTS(books, expected, ...) \
	assert_lists(books, (const int64_t[]){ __VA_ARGS__ }, sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t), expected)

static void locate(struct books *books, const char *sku, const char *location)
{
	assert_int_equal(db_run(books->core.db, "UPDATE stock SET location = $2 WHERE product_id = (SELECT id FROM product WHERE sku = $1)",
				A(sku), A(location)), 0);
}

static int shelf_setup(void **state)
{
	trade_setup(state);
	struct books *books = *state;
	trade_receive(books, "NUT", "MAIN", "9");
	trade_receive(books, "BOLT", "MAIN", "9");
	trade_receive(books, "BOOK", "MAIN", "9");
	trade_receive(books, "ROPE", "NORTH", "9");
	return 0;
}

static void lists_go_by_location_and_divide_among_orders(void **state)
{
	struct books *books = *state;
	locate(books, "BOOK", "A-1");
	locate(books, "BOLT", "B-2");
	assert_int_equal(shipment_pick(&books->core, trade_order(books, "C-1", "BOLT:2 NUT:1 ROPE:1.5")), 0);
	assert_int_equal(shipment_pick(&books->core, trade_order(books, "C-2", "BOLT:1 BOLT:2 BOOK:1")), 0);
	LISTS(books, "MAIN SO-000001 SO-000002|A-1 BOOK Book 1 2:1|B-2 BOLT Bolt 5 1:2 2:3|? NUT Nut 1 1:1\n"
		     "NORTH SO-000001|? ROPE Rope 1.5 1:1.5\n", 2, 1, 2);
	LISTS(books, "MAIN SO-000002|A-1 BOOK Book 1 2:1|B-2 BOLT Bolt 3 2:3\n", 2);
}

static void one_location_goes_by_sku(void **state)
{
	struct books *books = *state;
	locate(books, "NUT", "A-1");
	locate(books, "BOLT", "A-1");
	assert_int_equal(shipment_pick(&books->core, trade_order(books, "C-1", "NUT:2 BOLT:1")), 0);
	LISTS(books, "MAIN SO-000001|A-1 BOLT Bolt 1 1:1|A-1 NUT Nut 2 1:2\n", 1);
}

static void what_is_packed_is_on_no_list(void **state)
{
	struct books *books = *state;
	struct order_id id = trade_order(books, "C-1", "NUT:2");
	LISTS(books, "", 1);
	assert_int_equal(shipment_pick(&books->core, id), 0);
	assert_int_equal(shipment_pack(&books->core, id), 0);
	LISTS(books, "", 1, 77);
}

static int give_up(void *context, const struct pick_list *list)
{
	(void)list;
	++*(int *)context;
	return -1;
}

static void a_reader_may_give_up(void **state)
{
	struct books *books = *state;
	int calls = 0;
	struct order_id id = trade_order(books, "C-1", "NUT:2 ROPE:1");
	assert_int_equal(shipment_pick(&books->core, id), 0);
	assert_int_equal(pick_list_each(&books->core, &(struct consignment){ .order = id }, 1, false, give_up, &calls), -1);
	assert_int_equal(calls, 1);
}

static void a_long_list_is_gathered_whole(void **state)
{
	struct books *books = *state;
	struct consignment of[9] = { 0 };
	struct str str = { 0 };
	trade_receive(books, "BOLT", "MAIN", "50");
	for (size_t i = 0; i < 9; i++) {
		of[8 - i].order = trade_order(books, "C-1", "BOLT:1 BOLT:2 NUT:1");
		assert_int_equal(shipment_pick(&books->core, of[8 - i].order), 0);
	}
	assert_int_equal(pick_list_each(&books->core, of, 9, false, write_list, &str), 0);
	assert_non_null(strstr(str.text, "SO-000008 SO-000009|? BOLT Bolt 27 1:3 2:3 3:3 4:3 5:3 6:3 7:3 8:3 9:3|? NUT Nut 9 1:1"));
	str_release(&str);
}

/* What a list of all takes for each order, added up. */
struct wave {
	int64_t lists, taken[64];
};

static int add_list(void *context, const struct pick_list *list)
{
	struct wave *wave = context;
	const struct pick_line *line = list->lines.items;
	wave->lists++;
	for (size_t i = 0; i < list->lines.count; i++) {
		int64_t sum = 0;
		const struct pick_order *part = line[i].orders.items;
		for (size_t k = 0; k < line[i].orders.count; k++) {
			wave->taken[part[k].id.number] += part[k].qty.thousandths;
			sum += part[k].qty.thousandths;
			assert_true(!k || part[k - 1].id.number < part[k].id.number);
		}
		assert_int_equal(sum, line[i].qty.thousandths);
	}
	return 0;
}

static void fifty_orders_are_one_walk_and_each_gets_its_own(void **state)
{
	struct books *books = *state;
	struct wave all = { 0 };
	struct wave each = { 0 };
	trade_receive(books, "BOLT", "MAIN", "60");
	trade_receive(books, "BOLT", "NORTH", "60");
	trade_receive(books, "ROPE", "MAIN", "100");
	locate(books, "ROPE", "A-1");
	for (int i = 0; i < 50; i++)
		assert_int_equal(shipment_pick(&books->core, trade_order(books, "C-1", i % 2 ? "BOLT:2 ROPE:0.5" : "BOLT:1 BOLT:2")), 0);
	assert_int_equal(pick_list_each(&books->core, NULL, 0, false, add_list, &all), 0);
	assert_int_equal(pick_list_each(&books->core, NULL, 0, true, add_list, &each), 0);
	assert_int_equal(all.lists, 2);
	assert_true(each.lists >= 50);
	for (int i = 1; i <= 50; i++) {
		assert_int_equal(all.taken[i], i % 2 ? 3000 : 2500);
		assert_int_equal(each.taken[i], all.taken[i]);
	}
}

static void a_list_for_each_order_and_one_for_a_shipment(void **state)
{
	struct books *books = *state;
	struct str str = { 0 };
	const struct consignment second = { { 1 }, { 2 } };
	assert_int_equal(shipment_pick(&books->core, trade_order(books, "C-1", "NUT:2 ROPE:1")), 0);
	assert_int_equal(shipment_pick(&books->core, trade_order(books, "C-1", "NUT:1")), 0);
	assert_int_equal(pick_list_each(&books->core, NULL, 0, true, write_list, &str), 0);
	assert_string_equal(str.text, "MAIN SO-000001|? NUT Nut 2 1:2\nMAIN SO-000002|? NUT Nut 1 2:1\nNORTH SO-000001|? ROPE Rope 1 1:1\n");
	str_clear(&str);
	assert_int_equal(pick_list_each(&books->core, &second, 1, false, write_list, &str), 0);
	assert_string_equal(str.text, "NORTH SO-000001|? ROPE Rope 1 1:1\n");
	str_clear(&str);
	assert_int_equal(pick_list_each(&books->core, &second, 0, false, write_list, &str), 0);
	assert_int_equal(str.length, 0);
	str_release(&str);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, shelf_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lists_go_by_location_and_divide_among_orders),
		TEST(one_location_goes_by_sku),
		TEST(what_is_packed_is_on_no_list),
		TEST(a_reader_may_give_up),
		TEST(fifty_orders_are_one_walk_and_each_gets_its_own),
		TEST(a_list_for_each_order_and_one_for_a_shipment),
		TEST(a_long_list_is_gathered_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
