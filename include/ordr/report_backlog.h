/* What is waiting to be done, step by step. */
#ifndef ORDR_REPORT_BACKLOG_H
#define ORDR_REPORT_BACKLOG_H

#include "ordr/report.h"

struct backlog_step {
	const char *step;  /* confirm, stock, pick, pack, ship, deliver, invoice */
	int64_t orders, lines;
	struct quantity units;
	int64_t overdue;   /* orders whose next due time is past */
	struct instant oldest; /* when the oldest of them was placed */
};
struct backlog_day {
	const char *when; /* late, today, tomorrow, later, none */
	int64_t orders;
};
struct backlog_age {
	const char *age; /* days since it was placed: today, 1-3, 4-7, 8-14, 15-30, over 30 */
	const char *step;
	int64_t orders, lines;
	struct quantity units;
};
struct backlog_place {
	const char *warehouse, *step; /* warehouse NULL: any */
	int64_t orders, lines;
	struct quantity units;
};
enum { BACKLOG_DAYS = 30 };
struct backlog_open {
	struct date day;
	int64_t orders; /* open at its end */
};
/* ordr.report-backlog/1 */
struct report_backlog {
	struct instant as_of;
	const char *basis;
	int64_t orders, held; /* open ones; of these, with an open hold */
	struct list steps;   /* struct backlog_step */
	struct list to_ship; /* struct backlog_day: by ship_by */
	struct list ages;    /* struct backlog_age: those that have any */
	struct list places;  /* struct backlog_place: those that have any; none of the past */
	struct list trend;   /* struct backlog_open: BACKLOG_DAYS of them */
};

#endif
