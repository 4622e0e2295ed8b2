/* Instants (UTC milliseconds since 1970) and calendar dates (days since 1970-01-01), and the company's time zone
 * between them. Proleptic Gregorian calendar, years 0001 to 9999. */
#ifndef ORDR_DATE_H
#define ORDR_DATE_H

#include <stdbool.h>
#include <stdint.h>

struct instant {
	int64_t ms; /* NONE (money.h) when absent */
};

struct date {
	int64_t days; /* NONE when absent */
};

#define DATE_FIRST INT64_C(-719162) /* 0001-01-01 */
#define DATE_LAST  INT64_C(2932896) /* 9999-12-31 */

#define INSTANT_SIZE 32
#define DATE_SIZE 16

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/* The clock of the machine. Only app calls it: everybody else is told what time it is. */
struct instant instant_clock(void);

/* RFC 3339 with an offset ("2026-11-24T08:00:00Z", "…+01:00", fractions to the millisecond); or a date alone, which is
 * its first moment in the zone in use. 0, or −1: also when the moment lies outside the years 0001 to 9999 in UTC. */
int instant_parse(const char *text, struct instant *instant);
/* UTC, "2026-11-24T08:00:00Z"; with ".123" when there are milliseconds. Returns out. */
const char *instant_text(struct instant instant, char out[INSTANT_SIZE]);
/* In the zone in use, for people: "2026-11-24 09:00". Returns out. */
const char *instant_local_text(struct instant instant, char out[INSTANT_SIZE]);

/* "2026-11-24" and nothing else; refuses days that do not exist. */
int date_parse(const char *text, struct date *date);
const char *date_text(struct date date, char out[DATE_SIZE]);
struct date date_make(int year, int month, int day); /* of valid parts */
void date_parts(struct date date, int *year, int *month, int *day);
/* What lies outside those years (damaged books) becomes their first or last day or moment. All that writes and counts here does this itself. */
struct date date_within(struct date date);
struct instant instant_within(struct instant instant);
enum weekday date_weekday(struct date date);

/* The zone in use for this process: an IANA name ("Europe/Berlin") or "UTC". 0, or −1 when the system does not know
 * it. Names that could leave the zone directory are unknown. Before the first call it is UTC. */
int zone_use(const char *name);
/* The local date and minute of the day of an instant. */
struct date instant_date(struct instant instant, int *minute_of_day);
/* The instant of a local wall-clock minute (0 … 1440). In the hour that a clock change skips: the moment of the
 * change; in the hour that comes twice: the first. */
struct instant date_instant(struct date date, int minute_of_day);

#endif
