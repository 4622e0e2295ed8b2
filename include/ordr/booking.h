/* Bookings: a service takes units of the capacity of working days, as goods take units on hand. The only code that changes the table booking and
 * the date of a service line once its order is confirmed. The database refuses more on a day than the product's capacity. */
#ifndef ORDR_BOOKING_H
#define ORDR_BOOKING_H

#include "ordr/core.h"
#include "ordr/field.h"

/* A day of a line. */
struct booking_day {
	struct date date;
	struct quantity qty;
};
extern const struct field booking_day_fields[];

/* A day of a service: what can still be booked on it. */
struct booking_free {
	struct date date;
	struct quantity free;
};
extern const struct field booking_free_fields[];

/* Books every service line of the order that is not booked yet. With a date: on that day, ERR_REFUSED with the first free day when it is past,
 * not worked or full; `move` takes that day instead. Without: on the first day that has room for all of it, from today, from the day the
 * customer asked for and from `arrival` on (when the goods are there; NONE). What no single day can hold begins on such a day and takes what is
 * free on the days after. The line's date becomes its first day. Puts ,"booked":[…] when anything was booked; `what` may be NULL. */
int booking_confirm(struct core *core, struct order_id id, struct date arrival, bool move, struct str *what);
/* Would they get them, each for itself? Writes nothing; refuses as booking_confirm does. */
int booking_check(struct core *core, struct order_id id);
/* Gives back the days of one line, so that it can be booked anew. */
int booking_drop(struct core *core, struct order_id id, int64_t line);
/* Gives back what is cancelled, the last days first, and of what was performed at `at` the days after. A day on which it was performed stays
 * used. order_progress calls it. */
int booking_settle(struct core *core, struct order_id id, struct instant at);

/* The days of a line, in the arena: struct booking_day. */
int booking_days(struct core *core, struct order_id id, int64_t line, struct list *days);
/* The next `count` working days of a service with a capacity, in the arena: struct booking_free. */
int booking_free(struct core *core, int64_t product, struct quantity capacity, size_t count, struct list *days);

#endif
