/* The clock jumps, to and fro, between one command and the next: orders go through their steps at random times, and
 * after every jump the worklists and reports must answer and agree with the books. Nothing may run backwards that must
 * not: events by their numbers, invoices by their dates, goods received before they were sent. Whoever waits for other
 * writers waits by a clock that does not jump.
 *
 *     clock [--ordr ORDR] [--count STEPS] [--seed N] */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fault.h"
#include "ordr/db.h"

#define ORDERS   12
#define NOON     INT64_C(1795694400) /* 2026-11-26T12:00:00Z, in seconds */
#define DAY      INT64_C(86400)
#define EXAMINED 10 /* steps between two visits of the doctor */

static int64_t now = NOON;
static long refused_invoices, refused_deliveries;

/* Time goes on; the clock shows it, or is behind by up to years, or ahead by up to two days. (Far ahead it would end
 * the series of invoices, which are not issued before the last one's date.) */
static void jump(uint64_t *seed)
{
	static const int64_t spans[] = { 60, 3600, DAY, 500 * DAY };
	static int64_t truth = NOON;
	truth += (int64_t)fault_random(seed, 8 * 3600);
	now = truth;
	if (fault_random(seed, 3) == 0)
		now -= (int64_t)fault_random(seed, (uint64_t)spans[fault_random(seed, 4)]);
	else if (fault_random(seed, 8) == 0)
		now += (int64_t)fault_random(seed, 2 * DAY);
}

static void set_now(void)
{
	char text[40];
	time_t seconds = (time_t)now;
	struct tm parts;
	gmtime_r(&seconds, &parts);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
	setenv("ORDR_NOW", text, 1);
}

struct course {
	int step;
	char id[24], invoice[24];
};

static const char *const steps[] = { "place -c C-1 -l P-1:2 -l P-2:1",
				     "confirm %s",
				     "pick %s",
				     "pack %s",
				     "ship %s",
				     "deliver %s",
				     "invoice %s",
				     "pay %s" };
enum { PLACE, DELIVER = 5, INVOICE, PAY, STEPS };

/* The last date of the series, in days, or 0. */
static int64_t last_date(void)
{
	return fault_integer("ordr.db", "SELECT coalesce(max(issued), 0) FROM invoice");
}

/* What a step may answer but yes, at such a time. */
static bool refusal_fits(const struct course *course, const struct fault_result *result)
{
	if (course->step == INVOICE && result->status == 6 && strstr(result->err, "they are numbered by date") &&
	    strstr(result->err, "hint: set the clock")) {
		refused_invoices++;
		return now / DAY < last_date();
	}
	if (course->step == DELIVER && result->status == 7 && strstr(result->err, "before it shipped") &&
	    strstr(result->err, "set the clock")) {
		char sql[100];
		snprintf(sql, sizeof sql, "SELECT max(shipped_at) FROM shipment WHERE order_id = %d",
			 atoi(course->id + 3));
		refused_deliveries++;
		return now * 1000 < fault_integer("ordr.db", sql);
	}
	return false;
}

static void take_step(struct course *course)
{
	char words[200];
	struct fault_result result;
	int64_t before = last_date();
	snprintf(words, sizeof words, steps[course->step], course->step == PAY ? course->invoice : course->id);
	fault_run(words, &result);
	if (result.status && !refusal_fits(course, &result))
		fault_fail("%s: ordr %s: exit %d: %s", getenv("ORDR_NOW"), words, result.status, result.err);
	if (!result.status) {
		result.out[strcspn(result.out, "\n")] = '\0';
		if (course->step == PLACE)
			snprintf(course->id, sizeof course->id, "%s", result.out);
		if (course->step == INVOICE)
			snprintf(course->invoice, sizeof course->invoice, "%s", result.out);
		if (course->step == INVOICE && now / DAY < before)
			fault_fail("%s is dated before the last one", course->invoice);
		course->step = course->step == PAY ? PLACE : course->step + 1;
	}
	fault_forget(&result);
}

static long lines_of(const char *words)
{
	struct fault_result result;
	long lines = 0;
	fault_run(words, &result);
	if (result.status)
		fault_fail("%s: ordr %s: exit %d: %s", getenv("ORDR_NOW"), words, result.status, result.err);
	for (const char *at = result.out; (at = strchr(at, '\n')); at++)
		lines++;
	fault_forget(&result);
	return lines;
}

/* What is overdue by the clock, and by the books. */
static void look(void)
{
	static const char *const looks[] = { "report urgent --json", "report sla --json", "report backlog --json",
					     "stock low", "show 1 --json" };
	char sql[200];
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		fault_must("%s", looks[i]);
	snprintf(sql, sizeof sql,
		 "SELECT count(*) FROM orders WHERE state IN ('placed', 'confirmed') AND next_due < %lld",
		 (long long)now * 1000);
	long overdue = lines_of("list --overdue --csv --fields id") - 1;
	if (overdue != fault_integer("ordr.db", sql))
		fault_fail("%s: %ld orders are listed as overdue, by the books it is %lld", getenv("ORDR_NOW"), overdue,
			   (long long)fault_integer("ordr.db", sql));
}

static void walk(const struct fault_options *options)
{
	static struct course courses[ORDERS];
	uint64_t seed = options->seed;
	for (long i = 0; i < options->count; i++) {
		jump(&seed);
		set_now();
		take_step(&courses[fault_random(&seed, ORDERS)]);
		if (i % EXAMINED)
			continue;
		look();
		fault_sound(getenv("ORDR_NOW"), 0);
	}
	static const char wrong_dates[] = "SELECT count(*) FROM invoice a JOIN invoice b ON b.id > a.id AND b.series = "
					  "a.series AND b.issued < a.issued";
	if (fault_integer("ordr.db", wrong_dates))
		fault_fail("invoices are dated out of their order");
	if (fault_integer("ordr.db", "SELECT max(seq) - count(*) FROM event"))
		fault_fail("the log has gaps");
	fault_sound("after all jumps", 0);
}

/* Years that dates are not kept for are refused, and nothing is written at them. */
static void refuse_years(void)
{
	static const char *const years[] = { "place -c C-1 -l P-1:1 --now 1900-01-01",
					     "place -c C-1 -l P-1:1 --now 9950-01-01", "list --now 0001-01-01",
					     "list --now 9999-12-31T23:59:59Z" };
	char before[65], after[65];
	fault_digest("ordr.db", before);
	for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
		struct fault_result result;
		fault_run(years[i], &result);
		if (result.status != 2 || !strstr(result.err, "says the year"))
			fault_fail("ordr %s: exit %d: %s", years[i], result.status, result.err);
		fault_forget(&result);
	}
	fault_digest("ordr.db", after);
	if (strcmp(before, after) != 0)
		fault_fail("something was written in a year that is refused");
}

/* A process that writes, until it is killed. */
static pid_t hold(void)
{
	int ready[2];
	char said = 0;
	pid_t child = pipe(ready) ? -1 : fork();
	if (!child) {
		struct db *db;
		struct err err = { 0 };
		if (!db_open(&db, "ordr.db", DB_WRITE, 5000, &err) && !db_begin(db) && write(ready[1], "y", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	if (child < 0 || read(ready[0], &said, 1) != 1)
		fault_fail("nobody holds the database");
	close(ready[0]);
	return child;
}

/* With a clock of the machine that runs a thousand times too fast, then one that is a month behind: one second is
 * waited all the same. False: there is no faketime. */
static bool wait_by_another_clock(const char *ordr)
{
	static const char *const clocks[] = { "+0 x1000", "-30d" };
	char words[1500];
	/* A program with sanitizers in it does not start so. */
	snprintf(words, sizeof words, "timeout 5 faketime -f '+0' '%s' version >/dev/null 2>&1", ordr);
	if (!*ordr || system(words))
		return false;
	pid_t holder = hold();
	unsetenv("ORDR_NOW");
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
		snprintf(words, sizeof words,
			 "FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 faketime -f '%s' '%s' place -c C-1 -l "
			 "P-1:1 --wait 1 2>/dev/null",
			 clocks[i], ordr);
		int64_t start = fault_us();
		int status = system(words);
		int64_t took = fault_us() - start;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 10)
			fault_fail("clock %s: a waiting writer came to status %x", clocks[i], status);
		if (took < 900000 || took > 20000000)
			fault_fail("clock %s: one second was waited for %lld ms", clocks[i], (long long)took / 1000);
	}
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	return true;
}

int main(int argc, char **argv)
{
	char directory[64];
	struct fault_options options;
	fault_options(argc, argv, 400, &options);
	fault_enter(directory);
	set_now();
	fault_company();
	refuse_years();
	walk(&options);
	bool waited = wait_by_another_clock(options.ordr);
	fault_leave(directory);
	fault_told("the clock jumped %ld times: %ld invoices and %ld deliveries were refused for it, nothing ran "
		   "backwards%s",
		   options.count, refused_invoices, refused_deliveries,
		   waited ? "; waiting did not care" : " (waiting left out: no faketime for it)");
	return 0;
}
