/* The company's time zone, by the C library's own tables. The zone in use is the process's TZ; app sets it to UTC at its start. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "ordr/date.h"

static bool is_known(const char *name)
{
	char path[256];
	struct stat about;
	if (!*name || *name == '/' || strstr(name, "..") || strlen(name) > 100)
		return false;
	if (name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/-")])
		return false;
	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
	return !stat(path, &about) && S_ISREG(about.st_mode);
}

int zone_use(const char *name)
{
	bool utc = !strcmp(name, "UTC");
	if (!utc && !is_known(name))
		return -1;
	const char *now = getenv("TZ");
	const char *wanted = utc ? "UTC0" : name;
	if (!now || strcmp(now, wanted)) {
		if (setenv("TZ", wanted, 1))
			return -1;
	}
	tzset();
	return 0;
}

/* The local date and minute of a second that a time_t and its year can hold. */
static struct date local_date(time_t seconds, int *minute_of_day)
{
	struct tm local;
	if (!localtime_r(&seconds, &local))
		memset(&local, 0, sizeof local);
	if (minute_of_day)
		*minute_of_day = local.tm_hour * 60 + local.tm_min;
	return date_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

struct date instant_date(struct instant instant, int *minute_of_day)
{
	int64_t ms = instant_within(instant).ms;
	return local_date((time_t)(ms / 1000 - (ms % 1000 < 0)), minute_of_day);
}

/* Minutes since 1970 of the wall clock at an instant. */
static int64_t wall(int64_t seconds)
{
	int minute;
	struct date day = local_date((time_t)seconds, &minute);
	return day.days * 1440 + minute;
}

/* The offsets a day before and a day after are the only two that can hold, since no zone changes its clock twice in two days. */
struct instant date_instant(struct date date, int minute_of_day)
{
	int64_t wanted = date_within(date).days * 1440 + minute_of_day;
	int64_t middle = wanted * 60;
	int64_t offset_before = wall(middle - 86400) * 60 - (middle - 86400);
	int64_t offset_after = wall(middle + 86400) * 60 - (middle + 86400);
	int64_t before = middle - offset_before;
	int64_t after = middle - offset_after;
	if (before == after)
		return (struct instant){ before * 1000 };
	if (wall(before) == wanted && wall(after) == wanted)
		return (struct instant){ (before < after ? before : after) * 1000 };
	if (wall(before) == wanted)
		return (struct instant){ before * 1000 };
	if (wall(after) == wanted)
		return (struct instant){ after * 1000 };
	/* The clock skipped it: the change lies between the two guesses. */
	int64_t low = before < after ? before : after;
	int64_t high = before < after ? after : before;
	while (high - low > 1) {
		int64_t half = low + (high - low) / 2;
		if (wall(half) >= wanted)
			high = half;
		else
			low = half;
	}
	return (struct instant){ high * 1000 };
}
