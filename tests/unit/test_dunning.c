/* Dunning: interest to the cent, fees or a lump sum, and each level once. */
#include "ordr/dispute.h"
#include "ordr/dunning.h"
#include "trade.h"

#define NUMBER "RE-2026-00001"

/* RE-2026-00001 of 119.00, issued on 2026-11-24, due on 2026-12-08. */
static int billed_setup(void **state)
{
	const char *number;
	trade_setup(state);
	struct books *books = *state;
	trade_set(books, "workflow.invoice_on", "order");
	assert_int_equal(invoice_issue(&books->core, trade_order(books, "C-1", "BOLT:100"), &number), 0);
	assert_string_equal(number, NUMBER);
	return 0;
}

static int take(void *context, const struct dunning *dunning)
{
	*(struct dunning *)context = *dunning;
	return 0;
}

static struct dunning look(struct books *books, const char *now)
{
	struct dunning dunning = { .days_overdue = -1 };
	const struct dunning_filter filter = { .invoice = NUMBER };
	books_now(books, now);
	assert_int_equal(dunning_each(&books->core, &filter, take, &dunning), 0);
	return dunning;
}

static void interest_is_open_times_rate_times_days_by_365_half_away_from_zero(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *base, *points, *now, *expected;
	} rows[] = {
		{ "", "9", "2027-12-08T08:00:00Z", "0.00" },
		{ "1.27", "9", "2026-12-09T08:00:00Z", "0.03" },   /* 0.0335 */
		{ "1.27", "9", "2027-12-08T08:00:00Z", "12.22" },  /* a year: 12.2213 */
		{ "0", "0", "2027-12-08T08:00:00Z", "0.00" },
		{ "0", "50", "2027-12-08T08:00:00Z", "59.50" },
		{ "0", "1.25", "2027-05-03T08:00:00Z", "0.60" },   /* 146 days, 2/5 of a year: 0.595 */
		{ "-0.88", "9", "2027-12-08T08:00:00Z", "9.66" },  /* 9.6628 */
		{ "-9.5", "9", "2027-12-08T08:00:00Z", "0.00" },   /* never below zero */
	};
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET vat_id = NULL", DB_NONE), 0);
	trade_set(books, "dun.points", "99"); /* of a business, which this is not */
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		trade_set(books, "dun.base_rate", rows[i].base);
		trade_set(books, "dun.points_consumer", rows[i].points);
		struct dunning dunning = look(books, rows[i].now);
		trade_money(dunning.interest, rows[i].expected);
		assert_int_equal(dunning.total.minor, 11900 + dunning.interest.minor);
	}
}

static void it_is_past_due_from_the_day_after(void **state)
{
	struct books *books = *state;
	assert_int_equal(look(books, "2026-12-08T23:59:59Z").days_overdue, -1);
	struct dunning dunning = look(books, "2026-12-09T00:00:00Z");
	assert_int_equal(dunning.days_overdue, 1);
	assert_string_equal(dunning.status, "waiting");
	assert_string_equal(look(books, "2026-12-15T08:00:00Z").status, "ready");
	assert_int_equal(payment_take(&books->core, NUMBER, "119", NULL, NULL, (struct instant){ NONE }), 0);
	assert_int_equal(look(books, "2026-12-15T08:00:00Z").days_overdue, -1);
}

static void send(struct books *books, const char *now, const char *expected)
{
	const char *id;
	books_now(books, now);
	if (reminder_send(&books->core, NUMBER, &id))
		fail_msg("%s", books->err.message);
	assert_string_equal(id, expected);
}

/* Fees add up; in their place a business is asked for the lump sum, once, however often it is reminded. */
static void fees_add_up_and_a_lump_sum_takes_their_place(void **state)
{
	struct books *books = *state;
	struct reminder reminder;
	trade_set(books, "dun.fee", "1.00 2.50");
	send(books, "2026-12-15T08:00:00Z", NUMBER ":1");
	send(books, "2026-12-29T08:00:00Z", NUMBER ":2");
	trade_number(books, "SELECT sum(fee) FROM reminder", 350);
	struct dunning dunning = look(books, "2027-01-12T08:00:00Z");
	trade_money(dunning.fees, "3.50");
	trade_money(dunning.fee, "2.50");
	trade_money(dunning.total, "125.00");
	trade_set(books, "dun.lump_sum", "40");
	trade_money(look(books, "2027-01-12T08:00:00Z").lump_sum, "0.00"); /* not known by a VAT id */
	assert_int_equal(db_run(books->core.db, "DROP TRIGGER invoice_frozen", DB_NONE), 0);
	assert_int_equal(db_run(books->core.db, "UPDATE invoice SET buyer_vat_id = 'DE211304871'", DB_NONE), 0);
	dunning = look(books, "2027-01-12T08:00:00Z");
	trade_money(dunning.lump_sum, "40.00");
	trade_money(dunning.fee, "0.00");
	send(books, "2027-01-12T08:00:00Z", NUMBER ":3");
	trade_set(books, "dun.days", "7 21 35 49");
	send(books, "2027-01-26T08:00:00Z", NUMBER ":4");
	trade_number(books, "SELECT sum(lump_sum) FROM reminder", 4000);
	assert_int_equal(reminder_load(&books->core, NUMBER ":4", &reminder), 0);
	trade_money(reminder.lump_sum, "40.00");
	trade_money(reminder.fees, "3.50");
	trade_money(reminder.total, "162.50");
	assert_true(reminder.final);
	assert_int_equal(reminder_load(&books->core, NUMBER ":2", &reminder), 0);
	trade_money(reminder.total, "122.50");
	assert_false(reminder.final);
}

static void no_level_is_sent_twice_or_too_soon(void **state)
{
	struct books *books = *state;
	const char *id;
	send(books, "2027-01-04T08:00:00Z", NUMBER ":1"); /* late */
	trade_refused(books, reminder_send(&books->core, NUMBER, &id), ERR_CONFLICT, true, "reminder 1 was sent on 2027-01-04",
		      "the next one is to be sent on 2027-01-18", NUMBER);
	assert_string_equal(id, NUMBER ":1");
	books_now(books, "2027-01-17T23:00:00Z");
	assert_int_equal(reminder_send(&books->core, NUMBER, &id), -1);
	trade_set(books, "dun.term", "30"); /* the reminder to come names a day far off, and the next waits for it */
	send(books, "2027-01-18T08:00:00Z", NUMBER ":2");
	assert_int_equal(look(books, "2027-01-19T08:00:00Z").next_on.days, date_make(2027, 2, 18).days);
	trade_number(books, "SELECT count(*) FROM reminder", 2);
	books_refused(books, db_run(books->core.db, "UPDATE reminder SET fee = 1", DB_NONE), ERR_REFUSED, "does not change");
	books_refused(books, db_run(books->core.db, "DELETE FROM reminder", DB_NONE), ERR_REFUSED, "never deleted");
}

static void what_stops_it_says_so(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct list numbers;
	struct dispute_id id;
	const struct dispute_claim claim = { NUMBER, NONE, "price", NULL, NULL, NULL };
	const struct dispute_end end = { "rejected", NULL, NULL, NULL };
	const char *sent;
	books_now(books, "2026-12-15T08:00:00Z");
	assert_int_equal(dunning_ready(core, NULL, &numbers), 0);
	assert_int_equal(numbers.count, 1);
	assert_int_equal(dunning_ready(core, "C-2", &numbers), 0);
	assert_int_equal(numbers.count, 0);
	assert_int_equal(dispute_open(core, &claim, &id), 0);
	assert_int_equal(dunning_ready(core, NULL, &numbers), 0);
	assert_int_equal(numbers.count, 0);
	trade_refused(books, reminder_send(core, NUMBER, &sent), ERR_REFUSED, false, "is disputed: nobody is reminded of it",
		      "ordr dispute list --invoice RE-2026-00001 --state open", NUMBER);
	assert_int_equal(dispute_resolve(core, id, &end), 0);
	send(books, "2026-12-15T08:00:00Z", NUMBER ":1");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, billed_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(interest_is_open_times_rate_times_days_by_365_half_away_from_zero),
		TEST(it_is_past_due_from_the_day_after),
		TEST(fees_add_up_and_a_lump_sum_takes_their_place),
		TEST(no_level_is_sent_twice_or_too_soon),
		TEST(what_stops_it_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
