/* What follows from the lines: when an order is shipped, delivered and completed, and what of it is due next. */
#include "sales.h"

#define AT "2026-12-01T10:00:00Z"

static struct order_id order(struct books *books)
{
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "4", NULL, NULL, NULL }, { "A-2", "2", NULL, NULL, NULL }, { "S-1", "1", NULL, NULL, NULL }));
	struct order_id id = sales_place_form(books, &form);
	sales_run(books, "UPDATE orders SET state = 'confirmed', confirmed_at = 1, confirmed_by = 'x' WHERE id = $1", id);
	sales_run(books, "UPDATE order_line SET allocated = ordered WHERE order_id = $1 AND kind = 'goods'", id);
	return id;
}

static void progress(struct books *books, struct order_id id, const char *at)
{
	assert_int_equal(order_progress(&books->core, id, sales_instant(at)), 0);
}

static void shipped_is_when_all_goods_are(void **state)
{
	struct books *books = *state;
	struct order_id id = order(books);
	sales_run(books, "UPDATE order_line SET allocated = 0, picked = ordered, packed = ordered, shipped = ordered WHERE order_id = $1 AND line = 1", id);
	progress(books, id, AT);
	assert_instant(sales_load(books, id).sla.ship.done, NULL);
	sales_run(books, "UPDATE order_line SET allocated = 0, cancelled = 1000, picked = 1000, packed = 1000, shipped = 1000 WHERE order_id = $1 AND line = 2", id);
	progress(books, id, AT);
	assert_instant(sales_load(books, id).sla.ship.done, AT);
	progress(books, id, "2026-12-02T10:00:00Z"); /* the first time stays */
	assert_instant(sales_load(books, id).sla.ship.done, AT);
	assert_string_equal(sales_load(books, id).state, "confirmed");
}

static void an_order_completes_by_itself(void **state)
{
	struct books *books = *state;
	struct order_id id = order(books);
	sales_run(books, "UPDATE order_line SET allocated = 0, picked = ordered, packed = ordered, shipped = ordered, delivered = ordered"
			" WHERE order_id = $1 AND kind = 'goods'", id);
	progress(books, id, AT);
	struct order before = sales_load(books, id);
	assert_string_equal(before.state, "confirmed"); /* the service is not performed yet */
	assert_instant(before.sla.deliver.done, NULL);
	sales_run(books, "UPDATE order_line SET delivered = ordered WHERE order_id = $1 AND kind = 'service'", id);
	progress(books, id, AT);
	struct order after = sales_load(books, id);
	assert_string_equal(after.state, "completed");
	assert_instant(after.sla.deliver.done, AT);
	assert_instant(after.closed_at, AT);
	assert_instant(after.next_due, NULL);
	assert_true(after.slack_minutes == NONE);
}

static void the_next_due_time_is_that_of_the_next_step(void **state)
{
	struct books *books = *state;
	struct order_id goods = sales_place(books, "C-1", "A-1", "1");
	struct order_id service = sales_place(books, "C-1", "S-1", "1");
	const int64_t close = date_instant(sales_date("2026-11-27"), 17 * 60).ms;
	const struct {
		const char *state;
		bool service, shipped;
		int64_t confirm, ship, ship_by, deliver;
		bool promised;
		int64_t next;
	} cases[] = {
		{ "placed", false, false, 10, 5, NONE, 30, false, 10 },
		{ "placed", false, false, NONE, 20, NONE, 30, false, 20 },
		{ "placed", false, false, NONE, NONE, NONE, 30, false, 30 },
		{ "placed", true, false, NONE, 20, NONE, 30, false, 30 },
		{ "placed", false, false, NONE, NONE, NONE, NONE, false, NONE },
		{ "confirmed", false, false, 10, 20, 15, 30, true, 15 },
		{ "confirmed", false, false, 10, 20, 25, 30, true, 20 },
		{ "confirmed", false, false, 10, NONE, 25, 30, true, 25 },
		{ "confirmed", false, false, 10, 20, NONE, 30, true, 20 },
		{ "confirmed", false, false, 10, NONE, NONE, 30, true, 30 },
		{ "confirmed", false, false, 10, NONE, NONE, NONE, true, close },
		{ "confirmed", false, true, 10, 20, 25, 30, true, 30 },
		{ "confirmed", false, true, 10, 20, 25, NONE, true, close },
		{ "confirmed", true, false, 10, 20, NONE, 30, true, 30 },
		{ "confirmed", true, false, 10, 20, NONE, NONE, true, close },
		{ "cancelled", false, false, 10, 20, 25, 30, true, NONE },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct order_id id = cases[i].service ? service : goods;
		struct date promised = cases[i].promised ? sales_date("2026-11-27") : (struct date){ NONE };
		assert_int_equal(db_savepoint(books->core.db), 0);
		if (cases[i].state[0] == 'c')
			sales_run(books, "UPDATE orders SET state = 'confirmed', confirmed_at = 1, confirmed_by = 'x' WHERE id = $1", id);
		if (cases[i].state[1] == 'a')
			sales_run(books, "UPDATE orders SET state = 'cancelled', reason = 'x', next_due = 1 WHERE id = $1", id);
		if (cases[i].shipped)
			sales_run(books, "UPDATE order_line SET picked = ordered, packed = ordered, shipped = ordered WHERE order_id = $1", id);
		assert_int_equal(db_run(books->core.db, "UPDATE orders SET confirm_due = $2, ship_due = $3, ship_by = $4, deliver_due = $5, promised = $6"
							" WHERE id = $1", A(id.number), A(cases[i].confirm), A(cases[i].ship), A(cases[i].ship_by),
					A(cases[i].deliver), A(promised)), 0);
		progress(books, id, AT);
		int64_t next = 0;
		assert_int_equal(db_integer(books->core.db, &next, "SELECT next_due FROM orders WHERE id = $1", A(id.number)), 1);
		if (next != cases[i].next)
			fail_msg("case %zu: %lld, not %lld", i, (long long)next, (long long)cases[i].next);
		assert_int_equal(db_savepoint_rollback(books->core.db), 0);
	}
}

static void an_order_that_is_not_there_is_not_found(void **state)
{
	struct books *books = *state;
	books_refused(books, order_progress(&books->core, (struct order_id){ 9 }, books->core.now), ERR_NOT_FOUND, "no order SO-000009");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sales_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shipped_is_when_all_goods_are),
		TEST(an_order_completes_by_itself),
		TEST(the_next_due_time_is_that_of_the_next_step),
		TEST(an_order_that_is_not_there_is_not_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
