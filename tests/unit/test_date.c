#include "books.h"

static void every_day_of_eight_centuries_reads_back(void **state)
{
	(void)state;
	struct date day = date_make(1600, 1, 1);
	enum weekday expected = SATURDAY;
	for (int i = 0; i < 292194; i++, day.days++) {
		char text[DATE_SIZE];
		struct date back;
		assert_int_equal(date_parse(date_text(day, text), &back), 0);
		assert_true(back.days == day.days);
		assert_int_equal(date_weekday(day), expected);
		expected = (enum weekday)((expected + 1) % 7);
	}
	assert_int_equal(date_make(1970, 1, 1).days, 0);
}

static void days_that_do_not_exist_are_refused(void **state)
{
	(void)state;
	struct date date;
	static const char *const wrong[] = { "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "0000-01-01",
					     "2026-1-01", "26-01-01", "2026-01-01 ", "2026/01/01", "" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(date_parse(wrong[i], &date), -1);
	assert_int_equal(date_parse("2024-02-29", &date), 0);
}

static void instants_are_rfc_3339(void **state)
{
	(void)state;
	static const struct {
		const char *text, *utc;
	} cases[] = {
		{ "2026-11-24T08:00:00Z", "2026-11-24T08:00:00Z" },
		{ "2026-11-24T08:00:00+01:00", "2026-11-24T07:00:00Z" },
		{ "2026-11-24T00:30:00-05:30", "2026-11-24T06:00:00Z" },
		{ "2026-11-24T08:00:00.5Z", "2026-11-24T08:00:00.500Z" },
		{ "2026-11-24T08:00:00.123456Z", "2026-11-24T08:00:00.123Z" },
		{ "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
		{ "2026-11-24T08:00:00", NULL }, { "2026-11-24T24:00:00Z", NULL }, { "2026-11-24T08:00Z", NULL },
		{ "2026-11-24T08:00:00.Z", NULL }, { "2026-11-24T08:00:00+0100", NULL }, { "2026-02-30T08:00:00Z", NULL },
		/* the years that can be written, in UTC */
		{ "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" }, { "0001-01-01T00:00:00+00:01", NULL },
		{ "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z" }, { "9999-12-31T23:59:00-00:01", NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct instant instant;
		char text[INSTANT_SIZE];
		assert_int_equal(instant_parse(cases[i].text, &instant), cases[i].utc ? 0 : -1);
		if (cases[i].utc)
			assert_string_equal(instant_text(instant, text), cases[i].utc);
	}
}

static void the_wall_clock_becomes_an_instant_also_when_it_changes(void **state)
{
	(void)state;
	static const struct {
		const char *zone, *day;
		int minute;
		const char *utc;
	} cases[] = {
		{ "Europe/Berlin", "2026-11-24", 480, "2026-11-24T07:00:00Z" },
		{ "Europe/Berlin", "2026-07-01", 0, "2026-06-30T22:00:00Z" },
		{ "Europe/Berlin", "2026-03-29", 119, "2026-03-29T00:59:00Z" },
		{ "Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:00:00Z" }, /* skipped: the moment of the change */
		{ "Europe/Berlin", "2026-03-29", 180, "2026-03-29T01:00:00Z" },
		{ "Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30:00Z" }, /* twice: the first */
		{ "Europe/Berlin", "2026-10-25", 180, "2026-10-25T02:00:00Z" },
		{ "America/New_York", "2026-03-08", 150, "2026-03-08T07:00:00Z" },
		{ "America/New_York", "2026-11-01", 90, "2026-11-01T05:30:00Z" },
		{ "Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03T15:30:00Z" },
		{ "Asia/Kathmandu", "2026-11-24", 0, "2026-11-23T18:15:00Z" },
		{ "UTC", "2026-11-24", 1440, "2026-11-25T00:00:00Z" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct date day;
		char text[INSTANT_SIZE];
		assert_int_equal(zone_use(cases[i].zone), 0);
		assert_int_equal(date_parse(cases[i].day, &day), 0);
		assert_string_equal(instant_text(date_instant(day, cases[i].minute), text), cases[i].utc);
	}
	assert_int_equal(zone_use("UTC"), 0);
}

/* Damaged books hold any number. */
static void what_no_calendar_has_is_its_first_or_last(void **state)
{
	(void)state;
	static const int64_t late[] = { INT64_MAX, INT64_C(253402300800000), INT64_MAX / 1000 };
	static const int64_t early[] = { INT64_MIN, INT64_MIN + 1, INT64_C(-62135596800001) };
	char text[INSTANT_SIZE], day[DATE_SIZE];
	int minute;
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(instant_text((struct instant){ late[i] }, text), "9999-12-31T23:59:59.999Z");
		assert_string_equal(instant_local_text((struct instant){ late[i] }, text), "9999-12-31 23:59");
		assert_string_equal(instant_text((struct instant){ early[i] }, text), "0001-01-01T00:00:00Z");
		assert_int_equal(instant_date((struct instant){ early[i] }, &minute).days, DATE_FIRST);
		assert_string_equal(date_text((struct date){ late[i] }, day), "9999-12-31");
		assert_string_equal(date_text((struct date){ early[i] }, day), "0001-01-01");
		assert_string_equal(instant_text(date_instant((struct date){ late[i] }, 0), text), "9999-12-31T00:00:00Z");
		assert_int_equal(date_weekday((struct date){ late[i] }), FRIDAY);
	}
}

static void zones_that_the_system_does_not_know_are_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "Europe/Atlantis", "../etc/passwd", "/etc/passwd", "Europe", "Europe/Berlin;x", ":UTC" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(zone_use(wrong[i]), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_eight_centuries_reads_back),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(instants_are_rfc_3339),
		cmocka_unit_test(the_wall_clock_becomes_an_instant_also_when_it_changes),
		cmocka_unit_test(what_no_calendar_has_is_its_first_or_last),
		cmocka_unit_test(zones_that_the_system_does_not_know_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
