/* Working hours. Targets count working time on the wall clock of the company's zone: a working day has as many minutes before as after a
 * change of the clock, and a holiday has none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/settings.h"

#define DAYS_MOST (10 * 366)

static const char *const day_names[7] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static int day_index(const char *text)
{
	for (int i = 0; i < 7; i++)
		if (!strncmp(text, day_names[i], 3))
			return i;
	return -1;
}

/* "mon-fri", "mon,wed,fri", "mon-thu,sat" up to the blank. NULL when it is none. */
static const char *parse_days(const char *text, bool worked[7])
{
	for (;;) {
		int first = day_index(text);
		if (first < 0)
			return NULL;
		int last = first;
		text += 3;
		if (*text == '-') {
			last = day_index(text + 1);
			if (last < first)
				return NULL;
			text += 4;
		}
		for (int day = first; day <= last; day++)
			worked[day] = true;
		if (*text == ' ')
			return text + 1;
		if (*text++ != ',')
			return NULL;
	}
}

/* "08:00" to minutes; −1. */
static int parse_clock(const char *text)
{
	for (int i = 0; i < 5; i++)
		if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9')
			return -1;
	int hour = (text[0] - '0') * 10 + text[1] - '0';
	int minute = (text[3] - '0') * 10 + text[4] - '0';
	return hour > 24 || minute > 59 || (hour == 24 && minute) ? -1 : hour * 60 + minute;
}

int calendar_parse_hours(const char *text, struct calendar *calendar, struct err *err)
{
	memset(calendar, 0, sizeof *calendar);
	const char *hours = parse_days(text, calendar->worked);
	if (hours && strlen(hours) == 11 && hours[5] == '-') {
		calendar->opens = parse_clock(hours);
		calendar->closes = parse_clock(hours + 6);
		if (calendar->opens >= 0 && calendar->closes > calendar->opens)
			return 0;
	}
	err_set(err, ERR_INVALID, "\"%s\" are no working hours", text);
	return err_hint(err, "days and hours, such as mon-fri 08:00-17:00 or mon-thu,sat 06:00-14:00");
}

static int compare_dates(const void *left, const void *right)
{
	int64_t a = ((const struct date *)left)->days;
	int64_t b = ((const struct date *)right)->days;
	return (a > b) - (a < b);
}

int calendar_parse_holidays(const char *text, struct arena *arena, struct calendar *calendar, struct err *err)
{
	struct date *days = arena_array(arena, strlen(text) / 10 + 1, sizeof *days);
	size_t count = 0;
	if (!days)
		return err_memory(err);
	for (const char *at = text + strspn(text, " "); *at;) {
		char day[16];
		size_t length = strcspn(at, " ");
		snprintf(day, sizeof day, "%.*s", (int)(length < 15 ? length : 15), at);
		if (date_parse(day, &days[count++])) {
			err_set(err, ERR_INVALID, "\"%s\" is not a date", day);
			return err_hint(err, "holidays are dates separated by blanks: 2026-12-25 2026-12-26");
		}
		at += length;
		at += strspn(at, " ");
	}
	qsort(days, count, sizeof *days, compare_dates);
	calendar->holidays = days;
	calendar->holiday_count = count;
	return 0;
}

int calendar_zone(struct core *core)
{
	const char *zone = settings_text(core, "calendar.time_zone");
	if (!zone)
		return -1;
	if (!zone_use(zone))
		return 0;
	err_set(core->err, ERR_FAILED, "the system knows no time zone \"%s\"", zone);
	return err_hint(core->err, "install the package tzdata, or ordr config set calendar.time_zone UTC");
}

int calendar_today(struct core *core, struct date *today)
{
	if (calendar_zone(core))
		return -1;
	*today = instant_date(core->now, NULL);
	return 0;
}

const struct calendar *calendar_get(struct core *core)
{
	if (core->calendar)
		return core->calendar;
	struct calendar *calendar = arena_alloc(core->keep, sizeof *calendar);
	if (!calendar) {
		err_memory(core->err);
		return NULL;
	}
	const char *hours = settings_text(core, "calendar.hours");
	const char *holidays = hours ? settings_text(core, "calendar.holidays") : NULL;
	if (!holidays || calendar_zone(core) || calendar_parse_hours(hours, calendar, core->err) ||
	    calendar_parse_holidays(holidays, core->keep, calendar, core->err))
		return NULL;
	core->calendar = calendar;
	return calendar;
}

bool calendar_works(const struct calendar *calendar, struct date day)
{
	if (!calendar->worked[date_weekday(day)])
		return false;
	return !calendar->holiday_count ||
	       !bsearch(&day, calendar->holidays, calendar->holiday_count, sizeof day, compare_dates);
}

/* The bound on the search: a calendar whose every day is a holiday for years has no next day, and says so by standing still. */
static struct date seek(const struct calendar *calendar, struct date day, int step)
{
	for (int i = 0; i < DAYS_MOST && !calendar_works(calendar, day); i++)
		day.days += step;
	return day;
}

struct date calendar_next_day(const struct calendar *calendar, struct date day)
{
	return seek(calendar, day, 1);
}

struct date calendar_current(const struct calendar *calendar, struct instant now)
{
	int minute;
	struct date day = instant_date(now, &minute);
	if (minute >= calendar->closes)
		day.days++;
	return calendar_next_day(calendar, day);
}

struct date calendar_add_days(const struct calendar *calendar, struct date day, int64_t count)
{
	int step = count < 0 ? -1 : 1;
	for (int64_t left = count < 0 ? -count : count; left > 0; left--) {
		day.days += step;
		day = seek(calendar, day, step);
	}
	return day;
}

struct instant calendar_close(const struct calendar *calendar, struct date day)
{
	return date_instant(day, calendar->closes);
}

/* Where in its working day a minute stands: before it opens counts as the opening, after it closes as the closing. */
static int within(const struct calendar *calendar, int minute)
{
	return minute < calendar->opens ? calendar->opens : minute > calendar->closes ? calendar->closes : minute;
}

int calendar_add(struct core *core, const struct calendar *calendar, struct instant from, int64_t minutes, struct instant *due)
{
	int minute;
	struct date day = instant_date(from, &minute);
	int64_t seconds_past = ((from.ms % 60000) + 60000) % 60000; /* what the minute does not say is kept */
	if (!calendar_works(calendar, day) || minute >= calendar->closes) {
		minute = calendar->opens;
		seconds_past = 0;
		if (calendar_works(calendar, day))
			day.days++;
		day = seek(calendar, day, 1);
	} else if (minute < calendar->opens) {
		minute = calendar->opens;
		seconds_past = 0;
	}
	int64_t length = calendar->closes - calendar->opens;
	int64_t whole = minutes / length;
	if (whole > DAYS_MOST) {
		err_set(core->err, ERR_INVALID, "a target of %lld working minutes is beyond ten years", (long long)minutes);
		return err_hint(core->err, "set fewer hours: ordr sla edit");
	}
	int64_t end = minute + minutes % length;
	if (end > calendar->closes || (end == calendar->closes && seconds_past)) {
		whole++;
		end -= length;
	}
	/* A target that ends with a day's last minute is due then, not when the next day opens. */
	if (whole && end == calendar->opens && !seconds_past) {
		whole--;
		end = calendar->closes;
	}
	day = calendar_add_days(calendar, day, whole);
	*due = date_instant(day, (int)end);
	due->ms += seconds_past;
	return 0;
}

static int64_t forward(const struct calendar *calendar, struct instant from, struct instant to)
{
	int first_minute;
	int last_minute;
	struct date first = instant_date(from, &first_minute);
	struct date last = instant_date(to, &last_minute);
	if (first.days == last.days)
		return calendar_works(calendar, first) ? within(calendar, last_minute) - within(calendar, first_minute) : 0;
	int64_t minutes = calendar_works(calendar, first) ? calendar->closes - within(calendar, first_minute) : 0;
	minutes += calendar_works(calendar, last) ? within(calendar, last_minute) - calendar->opens : 0;
	int64_t days = last.days - first.days - 1;
	int64_t per_week = 0;
	for (int i = 0; i < 7; i++)
		per_week += calendar->worked[i];
	int64_t worked = days / 7 * per_week;
	for (int64_t i = 0; i < days % 7; i++)
		worked += calendar->worked[(date_weekday(first) + 1 + i) % 7];
	for (size_t i = 0; i < calendar->holiday_count; i++) {
		struct date holiday = calendar->holidays[i];
		bool repeated = i && calendar->holidays[i - 1].days == holiday.days;
		worked -= !repeated && holiday.days > first.days && holiday.days < last.days && calendar->worked[date_weekday(holiday)];
	}
	return minutes + worked * (calendar->closes - calendar->opens);
}

int64_t calendar_between(const struct calendar *calendar, struct instant from, struct instant to)
{
	return from.ms <= to.ms ? forward(calendar, from, to) : -forward(calendar, to, from);
}
