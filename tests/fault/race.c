/* SQLite up to 3.51.2 can corrupt a database when one process checkpoints while another commits and the log begins
 * anew. The queue of writers is the guard: a checkpoint only happens inside it. Two things are tried. A duel plays the
 * race move by move: a process stops in its checkpoint, first before it, then after it has looked where the log ends,
 * and each time lets another commit. Then four processes commit while the file system sleeps at random where the race
 * is won or lost. With the queue nothing is lost; linked without it (fault_race_unqueued), the duel must lose
 * something, or this test would see nothing.
 *
 *     race [--count COMMITS] [--seed N] [exposed] */
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fault.h"
#include "ordr/db.h"
#include "shim_vfs.h"

#define WRITERS  4
#define AFFECTED 3051002 /* and all before */
#define SKIPPED  77      /* as meson takes it */
#define PAGES    10      /* between checkpoints: the race is run often */
#define ROUND    500     /* commits of a process, before the books are looked at */
#define DUELS    20
#define REPLY_MS 150 /* the other does not answer: it waits in the queue, as it should */

static int add_row(int writer, int64_t number)
{
	struct db *db;
	struct err err = { 0 };
	char name[40], value[300];
	const char *texts[2] = { name, value };
	snprintf(name, sizeof name, "%d-%lld", writer, (long long)number);
	memset(value, 'x', sizeof value - 1);
	value[sizeof value - 1] = '\0';
	if (db_open(&db, "ordr.db", DB_WRITE, 60000, &err))
		return fprintf(stderr, "%s: %s\n", name, err.message);
	int failed = db_begin(db) || db_run(db, "INSERT INTO setting VALUES ($1, $2)", A(texts[0]), A(texts[1])) ||
		     db_commit(db);
	db_close(db);
	return failed ? fprintf(stderr, "%s: %s\n", name, err.message) : 0;
}

static bool takes_checkpoint(const struct shim_event *event)
{
	return event->call == SHIM_SHM_LOCK && event->offset == 1 && event->lock & SQLITE_SHM_EXCLUSIVE;
}

/* Keeps the database open, so that the log outlives each writer. */
static pid_t hold(void)
{
	pid_t child = fork();
	if (child < 0)
		fault_fail("no process"); /* its number is killed later: -1 would be everybody */
	if (child)
		return child;
	sqlite3 *handle;
	/* A writer may be opening the log just now. */
	if (sqlite3_open("ordr.db", &handle) == SQLITE_OK && sqlite3_busy_timeout(handle, 10000) == SQLITE_OK &&
	    sqlite3_exec(handle, "SELECT * FROM setting", NULL, NULL, NULL) == SQLITE_OK)
		pause();
	_exit(1);
}

/* Waits for the writers. How many failed. */
static int finish(pid_t holder, int writers)
{
	int failed = 0;
	for (int writer = 0; writer < writers; writer++) {
		int status = 1;
		if (wait(&status) == holder)
			fault_fail("nobody holds the database");
		failed += status != 0;
	}
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	return failed;
}

/* Whether all rows are there, and the file is whole. */
static bool whole(int64_t rows)
{
	struct fault_result result;
	sqlite3 *handle;
	sqlite3_stmt *query = NULL;
	sqlite3_open("ordr.db", &handle);
	bool good = sqlite3_prepare_v2(handle, "SELECT count(*) FROM setting WHERE name GLOB '[0-9]-*'", -1, &query,
				       NULL) == SQLITE_OK &&
		    sqlite3_step(query) == SQLITE_ROW;
	int64_t there = good ? sqlite3_column_int64(query, 0) : -1;
	sqlite3_finalize(query);
	sqlite3_close(handle);
	fault_run("doctor", &result);
	good = !result.status && there == rows;
	if (!good)
		printf("%lld of %lld rows are there; doctor: exit %d: %.200s\n", (long long)there, (long long)rows,
		       result.status, result.out);
	fault_forget(&result);
	return good;
}

/* --- the duel
 * ----------------------------------------------------------------------------------------------------------------- */

static struct {
	int to, from;     /* pipes */
	int moves, heard; /* of this round */
} duel;

static bool hear(int wait_ms)
{
	char said;
	struct pollfd poller = { .fd = duel.from, .events = POLLIN };
	return poll(&poller, 1, wait_ms) == 1 && read(duel.from, &said, 1) == 1;
}

static void tell(void)
{
	if (write(duel.to, "x", 1) != 1)
		_exit(1); /* the other has failed */
}

/* The one who checkpoints stops twice, and each time has the other commit. */
static int stop(const struct shim_event *event)
{
	bool now = duel.moves == 0 ? takes_checkpoint(event) : duel.moves == 1 && event->call == SHIM_UNFETCH;
	if (now) {
		duel.moves++;
		tell();
		duel.heard += hear(REPLY_MS);
	}
	return SQLITE_OK;
}

static _Noreturn void checkpoint(void)
{
	shim_register(stop);
	shim_checkpoint_after(1);
	for (int round = 0; round < DUELS; round++) {
		duel.moves = duel.heard = 0;
		if (add_row(0, round))
			_exit(1);
		for (; duel.moves < 2; duel.moves++) /* so that the other's rows are the same number in any case */
			tell();
		for (; duel.heard < 2; duel.heard++)
			if (!hear(-1))
				_exit(1);
	}
	_exit(0);
}

static int go_on(const struct shim_event *event)
{
	(void)event;
	return SQLITE_OK;
}

static _Noreturn void commit(void)
{
	shim_register(go_on);
	shim_checkpoint_after(1);
	for (int i = 0; i < 2 * DUELS; i++) {
		if (!hear(-1) || add_row(1, i))
			_exit(1);
		tell();
	}
	_exit(0);
}

static bool fight(void)
{
	int there[2], back[2];
	pid_t holder = hold();
	if (pipe(there) || pipe(back))
		fault_fail("no pipes");
	for (int side = 0; side < 2; side++) {
		if (fork())
			continue;
		duel.to = side ? back[1] : there[1];
		duel.from = side ? there[0] : back[0];
		close(side ? back[0] : there[0]); /* whoever is left alone sees it */
		close(side ? there[1] : back[1]);
		if (side)
			commit();
		checkpoint();
	}
	close(there[0]);
	close(there[1]);
	close(back[0]);
	close(back[1]);
	int failed = finish(holder, 2);
	return !failed && whole(3 * DUELS);
}

/* --- at random
 * ---------------------------------------------------------------------------------------------------------------- */

static uint64_t jitter_seed;

/* A checkpoint takes its lock, or found that others have written since: 20 µs to 4 ms are spent before it goes on. */
static int jitter(const struct shim_event *event)
{
	bool takes = takes_checkpoint(event);
	if (event->call == SHIM_UNFETCH || takes) {
		struct timespec moment = { .tv_nsec =
						   20000 + (long)fault_random(&jitter_seed, takes ? 4000000 : 980000) };
		nanosleep(&moment, NULL);
	}
	return SQLITE_OK;
}

static _Noreturn void work(int writer, uint64_t seed, int64_t first, long commits)
{
	jitter_seed = seed;
	shim_register(jitter);
	shim_checkpoint_after(PAGES);
	for (int64_t i = first; i < first + commits; i++)
		if (add_row(writer + 2, i))
			_exit(1);
	_exit(0);
}

/* One round of all writers. False: something was lost, or refused as damaged. */
static bool run(uint64_t *seed, int64_t first, long commits)
{
	pid_t holder = hold();
	for (int writer = 0; writer < WRITERS; writer++) {
		uint64_t own = fault_random(seed, UINT64_MAX);
		if (!fork())
			work(writer, own, first, commits);
	}
	return !finish(holder, WRITERS) && whole(3 * DUELS + WRITERS * (first + commits));
}

int main(int argc, char **argv)
{
	char directory[64];
	struct fault_options options;
	fault_options(argc, argv, 400, &options);
	bool exposed = options.word && !strcmp(options.word, "exposed");
	if (exposed && sqlite3_libversion_number() > AFFECTED) {
		fault_told("SQLite %s is not affected", sqlite3_libversion());
		return SKIPPED;
	}
	fault_enter(directory);
	fault_must("init");
	bool good = fight();
	int64_t done = 0;
	while (!exposed && good && done * WRITERS < options.count) {
		long left = options.count / WRITERS - (long)done;
		long commits = left < 1 ? 1 : left < ROUND ? left : ROUND;
		good = run(&options.seed, done, commits);
		done += commits;
	}
	fault_leave(directory);
	if (good == exposed)
		fault_fail(exposed ? "without the queue nothing was lost in %d duels: the race is not run"
				   : "something was lost (%d duels)",
			   DUELS);
	if (exposed)
		fault_told("without the queue something is lost in %d duels", DUELS);
	else
		fault_told("%d duels and %d writers lost nothing in %lld commits", DUELS, WRITERS,
			   3 * DUELS + (long long)done * WRITERS);
	return 0;
}
