/* The company's working hours: the days of the week that are worked, from when to when, and the holidays, in the company's time
 * zone. Targets are counted in working time. */
#ifndef ORDR_CALENDAR_H
#define ORDR_CALENDAR_H

#include <stdbool.h>

#include "ordr/core.h"

struct calendar {
	bool worked[7]; /* by enum weekday */
	int opens;      /* minutes after local midnight */
	int closes;
	const struct date *holidays; /* in order */
	size_t holiday_count;
};

/* Reads the settings calendar.* once a run, sets the zone; kept in core->keep. NULL on error. */
const struct calendar *calendar_get(struct core *core);
/* Only the zone (setting calendar.time_zone). */
int calendar_zone(struct core *core);
/* The company's day of core->now. */
int calendar_today(struct core *core, struct date *today);

bool calendar_works(const struct calendar *calendar, struct date day);
/* The day that work done now counts for: today until it closes, else the next worked day. */
struct date calendar_current(const struct calendar *calendar, struct instant now);
/* The first worked day on or after `day`; and `count` worked days after (before, when negative) a day that is worked or not. */
struct date calendar_next_day(const struct calendar *calendar, struct date day);
struct date calendar_add_days(const struct calendar *calendar, struct date day, int64_t count);
/* The instant at which `minutes` of working time have passed since `from`. Hours are counted on the wall clock, so a day has as
 * many before as after a change of the clock. −1 ERR_INVALID when that is beyond the calendar (more than 10 years). */
int calendar_add(struct core *core, const struct calendar *calendar, struct instant from, int64_t minutes, struct instant *due);
/* Working minutes from one instant to a later one; negative when `to` is before `from`. */
int64_t calendar_between(const struct calendar *calendar, struct instant from, struct instant to);
/* The last moment of work of a day (its closing time). */
struct instant calendar_close(const struct calendar *calendar, struct date day);

/* Checks a setting's text: "mon-fri 08:00-17:00", "2026-12-25 2026-12-26", a zone. */
int calendar_parse_hours(const char *text, struct calendar *calendar, struct err *err);
int calendar_parse_holidays(const char *text, struct arena *arena, struct calendar *calendar, struct err *err);

#endif
