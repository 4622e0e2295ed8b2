#include <string.h>

#include "books.h"
#include "ordr/calendar.h"
#include "ordr/settings.h"
#include "ordr/sla.h"

static struct instant at(const char *text)
{
	struct instant instant;
	assert_int_equal(instant_parse(text, &instant), 0);
	return instant;
}

static void targets_count_working_time(void **state)
{
	struct books *books = *state;
	assert_int_equal(settings_set(&books->core, "calendar.time_zone", "Europe/Berlin"), 0);
	assert_int_equal(settings_set(&books->core, "calendar.holidays", "2026-12-25 2026-12-24"), 0);
	const struct calendar *calendar = calendar_get(&books->core);
	assert_non_null(calendar);
	static const struct {
		const char *from;
		int64_t minutes;
		const char *due;
	} cases[] = { /* mon-fri 08:00-17:00: nine hours a day */
		{ "2026-11-24T08:00:00+01:00", 120, "2026-11-24T10:00:00+01:00" },
		{ "2026-11-24T06:00:00+01:00", 60, "2026-11-24T09:00:00+01:00" },
		{ "2026-11-24T16:30:00+01:00", 60, "2026-11-25T08:30:00+01:00" },
		{ "2026-11-24T08:00:00+01:00", 540, "2026-11-24T17:00:00+01:00" }, /* a day's last minute, not the next day's first */
		{ "2026-11-24T08:00:00+01:00", 1080, "2026-11-25T17:00:00+01:00" },
		{ "2026-11-24T09:00:00+01:00", 480, "2026-11-24T17:00:00+01:00" },
		{ "2026-11-27T18:00:00+01:00", 540, "2026-11-30T17:00:00+01:00" },
		{ "2026-11-27T18:00:00+01:00", 30, "2026-11-30T08:30:00+01:00" },
		{ "2026-11-28T12:00:00+01:00", 0, "2026-11-30T08:00:00+01:00" },
		{ "2026-12-23T16:00:00+01:00", 120, "2026-12-28T09:00:00+01:00" },
		{ "2026-03-27T16:00:00+01:00", 120, "2026-03-30T09:00:00+02:00" }, /* the clock goes forward on the Sunday between */
		{ "2026-10-23T16:00:00+02:00", 120, "2026-10-26T09:00:00+01:00" },
		{ "2026-11-24T16:59:30+01:00", 1, "2026-11-25T08:00:30+01:00" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct instant due;
		assert_int_equal(calendar_add(&books->core, calendar, at(cases[i].from), cases[i].minutes, &due), 0);
		assert_true(due.ms == at(cases[i].due).ms);
		assert_int_equal(calendar_between(calendar, at(cases[i].from), due), cases[i].minutes);
	}
	struct instant due;
	books_refused(books, calendar_add(&books->core, calendar, at("2026-11-24"), INT64_C(9000000000), &due), ERR_INVALID,
		      "beyond ten years");
}

static void slack_is_negative_when_the_time_is_past(void **state)
{
	struct books *books = *state;
	const struct calendar *calendar = calendar_get(&books->core);
	assert_int_equal(calendar_between(calendar, at("2026-11-25T08:30:00Z"), at("2026-11-24T16:30:00Z")), -60);
	assert_int_equal(calendar_between(calendar, at("2026-11-01T00:00:00Z"), at("2026-11-30T23:00:00Z")), 21 * 540);
}

static void days_are_counted_over_weekends(void **state)
{
	struct books *books = *state;
	const struct calendar *calendar = calendar_get(&books->core);
	char text[DATE_SIZE];
	struct date friday = date_make(2026, 11, 27);
	assert_string_equal(date_text(calendar_add_days(calendar, friday, 1), text), "2026-11-30");
	assert_string_equal(date_text(calendar_add_days(calendar, friday, -5), text), "2026-11-20");
	assert_string_equal(date_text(calendar_next_day(calendar, date_make(2026, 11, 28)), text), "2026-11-30");
}

static void hours_that_are_none_are_refused(void **state)
{
	struct books *books = *state;
	static const char *const wrong[] = { "", "mon-fri", "mon-fri 8:00-17:00", "fri-mon 08:00-17:00", "mon-fri 17:00-08:00", "xyz 08:00-17:00",
					     "mon-fri 08:00-25:00", "mon-fri 08:00-17:00x", "mon;fri 08:00-17:00" };
	struct calendar calendar;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		books_refused(books, calendar_parse_hours(wrong[i], &calendar, &books->err), ERR_INVALID, "no working hours");
	assert_int_equal(calendar_parse_hours("mon-thu,sat 06:00-24:00", &calendar, &books->err), 0);
	assert_true(calendar.worked[SATURDAY] && !calendar.worked[FRIDAY]);
}

static void the_most_specific_policy_wins(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db,
				"INSERT INTO sla_policy (code, tier, priority, confirm) VALUES ('all', NULL, NULL, 8000),"
				" ('urgent', NULL, 'urgent', 4000), ('strategic', 'strategic', NULL, 2000),"
				" ('both', 'strategic', 'urgent', 1000)", DB_NONE), 0);
	static const struct {
		const char *tier, *priority, *due, *risk;
	} cases[] = {
		{ "standard", "normal", "2026-11-24T16:00:00Z", "2026-11-24T14:00:00Z" },
		{ "standard", "urgent", "2026-11-24T12:00:00Z", "2026-11-24T11:00:00Z" },
		{ "strategic", "normal", "2026-11-24T10:00:00Z", "2026-11-24T09:30:00Z" },
		{ "strategic", "urgent", "2026-11-24T09:00:00Z", "2026-11-24T08:45:00Z" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sla_dues dues;
		char text[INSTANT_SIZE];
		assert_int_equal(sla_targets(&books->core, cases[i].tier, cases[i].priority, books->core.now, &dues), 0);
		assert_string_equal(instant_text(dues.confirm_due, text), cases[i].due);
		assert_string_equal(instant_text(dues.confirm_risk, text), cases[i].risk);
		assert_true(dues.ship_due.ms == NONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(targets_count_working_time, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(slack_is_negative_when_the_time_is_past, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(days_are_counted_over_weekends, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(hours_that_are_none_are_refused, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(the_most_specific_policy_wins, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
