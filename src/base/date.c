/* Dates and instants: the arithmetic of the proleptic Gregorian calendar (days counted from a March-based year, as in the
 * well-known civil-date algorithms), and RFC 3339. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ordr/date.h"
#include "ordr/money.h"

#define DAY_MS INT64_C(86400000)

struct instant instant_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (struct instant){ (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 };
}

/* Books that were damaged may hold any number. What no calendar has is taken for the first or last of what it has; the doctor says so. */
static int64_t within(int64_t value, int64_t first, int64_t last)
{
	return value < first ? first : value > last ? last : value;
}

struct date date_within(struct date date)
{
	return (struct date){ within(date.days, DATE_FIRST, DATE_LAST) };
}

struct instant instant_within(struct instant instant)
{
	return (struct instant){ within(instant.ms, DATE_FIRST * DAY_MS, (DATE_LAST + 1) * DAY_MS - 1) };
}

/* Quotient towards minus infinity. */
static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct date date_make(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = floor_divide(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return (struct date){ era * 146097 + day_of_era - 719468 };
}

void date_parts(struct date date, int *year, int *month, int *day)
{
	int64_t shifted = date_within(date).days + 719468;
	int64_t era = floor_divide(shifted, 146097);
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted_month = (5 * day_of_year + 2) / 153;
	*day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
	*month = (int)(shifted_month + (shifted_month < 10 ? 3 : -9));
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

enum weekday date_weekday(struct date date)
{
	int64_t days = date_within(date).days + 3;
	return (enum weekday)(days - floor_divide(days, 7) * 7);
}

/* `count` digits as a number, or −1. */
static int digits(const char *text, int count)
{
	int value = 0;
	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + text[i] - '0';
	}
	return value;
}

/* The first ten characters: a day that exists. */
static int parse_day(const char *text, struct date *date)
{
	if (strlen(text) < 10 || text[4] != '-' || text[7] != '-')
		return -1;
	int year = digits(text, 4);
	int month = digits(text + 5, 2);
	int day = digits(text + 8, 2);
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
		return -1;
	struct date made = date_make(year, month, day);
	int back_year, back_month, back_day;
	date_parts(made, &back_year, &back_month, &back_day);
	if (back_month != month || back_day != day)
		return -1;
	*date = made;
	return 0;
}

int date_parse(const char *text, struct date *date)
{
	return strlen(text) == 10 ? parse_day(text, date) : -1;
}

const char *date_text(struct date date, char out[DATE_SIZE])
{
	int year, month, day;
	date_parts(date, &year, &month, &day);
	snprintf(out, DATE_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100);
	return out;
}

/* "Z" or "+01:00" to the end of the text; minutes east. −1 when it is none. */
static int parse_offset(const char *text, int *minutes)
{
	*minutes = 0;
	if (!strcmp(text, "Z") || !strcmp(text, "z"))
		return 0;
	if (strlen(text) != 6 || (*text != '+' && *text != '-') || text[3] != ':')
		return -1;
	int hour = digits(text + 1, 2);
	int minute = digits(text + 4, 2);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return -1;
	*minutes = (*text == '-' ? -1 : 1) * (hour * 60 + minute);
	return 0;
}

/* ".5", ".123456": milliseconds, what is finer is cut. Moves past the fraction. −1 when no digit follows the point. */
static int parse_fraction(const char **text)
{
	if (**text != '.')
		return 0;
	int value = 0;
	int count = 0;
	for ((*text)++; **text >= '0' && **text <= '9'; (*text)++)
		if (count++ < 3)
			value = value * 10 + **text - '0';
	for (int i = count; i && i < 3; i++)
		value *= 10;
	return count ? value : -1;
}

/* The years that can be written end in UTC, too: an offset, or the zone, can move a moment out of them. */
static int take_instant(int64_t ms, struct instant *instant)
{
	if (ms != instant_within((struct instant){ ms }).ms)
		return -1;
	instant->ms = ms;
	return 0;
}

int instant_parse(const char *text, struct instant *instant)
{
	struct date date;
	int offset;
	if (parse_day(text, &date))
		return -1;
	if (!text[10])
		return take_instant(date_instant(date, 0).ms, instant);
	text += 10;
	if ((*text != 'T' && *text != 't' && *text != ' ') || strlen(text) < 9 || text[3] != ':' || text[6] != ':')
		return -1;
	int hour = digits(text + 1, 2);
	int minute = digits(text + 4, 2);
	int second = digits(text + 7, 2);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
		return -1;
	text += 9;
	int fraction = parse_fraction(&text);
	if (fraction < 0 || parse_offset(text, &offset))
		return -1;
	return take_instant(date.days * DAY_MS + ((hour * 60 + minute - offset) * INT64_C(60) + second) * 1000 + fraction, instant);
}

const char *instant_text(struct instant instant, char out[INSTANT_SIZE])
{
	char day[DATE_SIZE];
	int64_t shown = instant_within(instant).ms;
	int64_t days = floor_divide(shown, DAY_MS);
	unsigned ms = (unsigned)(shown - days * DAY_MS);
	date_text((struct date){ days }, day);
	int used = snprintf(out, INSTANT_SIZE, "%sT%02u:%02u:%02u", day, ms / 3600000, ms / 60000 % 60, ms / 1000 % 60);
	if (ms % 1000)
		snprintf(out + used, INSTANT_SIZE - (size_t)used, ".%03uZ", ms % 1000);
	else
		snprintf(out + used, INSTANT_SIZE - (size_t)used, "Z");
	return out;
}

const char *instant_local_text(struct instant instant, char out[INSTANT_SIZE])
{
	int minute;
	char day[DATE_SIZE];
	date_text(instant_date(instant, &minute), day);
	snprintf(out, INSTANT_SIZE, "%s %02u:%02u", day, (unsigned)minute / 60, (unsigned)minute % 60);
	return out;
}
