/* Working time, the slow and plain way: minute by minute would be plainest, day by day is plain enough. */
#include "model.h"
#include "ordr/date.h"

#define MINUTE INT64_C(60000)
#define DAY    (1440 * MINUTE)

/* The values of the setting calendar.hours, in its order. */
static const struct {
	int last; /* the last working day of the week, Monday 0 */
	int64_t opens, closes;
} hours[] = { { 4, 480 * MINUTE, 1020 * MINUTE }, { 5, 540 * MINUTE, 1110 * MINUTE } };

int64_t model_day(int64_t instant)
{
	return instant / DAY;
}

static bool works(const struct model *model, int64_t day)
{
	return (day + 3) % 7 <= hours[model->books.settings[HOURS]].last; /* 1970-01-01 was a Thursday */
}

int64_t model_today(const struct model *model)
{
	return model_day(model->now);
}

int64_t model_workday(const struct model *model)
{
	int64_t today = model_today(model);
	return model_worked_day(model, model->now >= model_close(model, today) ? today + 1 : today);
}

int64_t model_opening(const struct model *model, int64_t day)
{
	return day * DAY + hours[model->books.settings[HOURS]].opens;
}

int64_t model_close(const struct model *model, int64_t day)
{
	return day * DAY + hours[model->books.settings[HOURS]].closes;
}

int64_t model_work(const struct model *model, int64_t from, int64_t minutes)
{
	int64_t left = minutes * MINUTE;
	for (int64_t day = model_day(from);; day++) {
		int64_t begin = model_opening(model, day);
		if (!works(model, day) || from >= model_close(model, day))
			continue;
		if (from > begin)
			begin = from;
		if (left <= model_close(model, day) - begin)
			return begin + left;
		left -= model_close(model, day) - begin;
	}
}

/* Whole minutes: what the minute does not say of either moment is left out. */
int64_t model_worked(const struct model *model, int64_t from, int64_t to)
{
	int64_t sum = 0;
	from -= from % MINUTE;
	to -= to % MINUTE;
	for (int64_t day = model_day(from); day <= model_day(to); day++) {
		int64_t begin = model_opening(model, day) > from ? model_opening(model, day) : from;
		int64_t end = model_close(model, day) < to ? model_close(model, day) : to;
		if (works(model, day) && end > begin)
			sum += (end - begin) / MINUTE;
	}
	return sum;
}

int64_t model_worked_day(const struct model *model, int64_t day)
{
	while (!works(model, day))
		day++;
	return day;
}

int64_t model_add_days(const struct model *model, int64_t day, int64_t count)
{
	int step = count < 0 ? -1 : 1;
	for (; count; count -= step)
		do
			day += step;
		while (!works(model, day));
	return day;
}

int64_t model_days(const struct model *model, enum setting setting)
{
	static const int64_t days[SETTINGS][4] = {
		[PAYMENT_DAYS] = { 14, 0, 30 },
		[LEAD_DAYS] = { 10, 0, 3 },
		[TRANSIT_DAYS] = { 1, 0, 2 },
		[EXPIRE_DAYS] = { 0, 2, 7 },
		[UNPAID_DAYS] = { 0, 3, 9 },
	};
	return days[setting][model->books.settings[setting]];
}

int model_year(int64_t day)
{
	int year, month, of_month;
	date_parts((struct date) { day }, &year, &month, &of_month);
	return year;
}
