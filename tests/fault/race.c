/* SQLite up to 3.51.2 can corrupt a database when one process checkpoints while another commits and the log begins anew. The queue of
 * writers is the guard: a checkpoint only happens inside it. Here four processes commit while the file system sleeps where the race is
 * won or lost. With the queue nothing is lost; linked without it (fault_race_unqueued), it must be, or this test would see nothing.
 *
 *     race [--count COMMITS] [--seed N] [exposed] */
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
#define PAGES    10  /* between checkpoints: the race is run often */
#define ROUND    500 /* commits of a process, before the books are looked at */

static uint64_t jitter_seed;

/* A checkpoint found that others have written since, or takes its lock: 20 µs to 1 ms are spent before it goes on. */
static int jitter(const struct shim_event *event)
{
	bool takes = event->call == SHIM_SHM_LOCK && event->offset == 1 && event->lock & SQLITE_SHM_EXCLUSIVE;
	if (event->call == SHIM_UNFETCH || takes) {
		struct timespec moment = { .tv_nsec = 20000 + (long)fault_random(&jitter_seed, takes ? 4000000 : 980000) };
		nanosleep(&moment, NULL);
	}
	return SQLITE_OK;
}

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
	int failed = db_begin(db) || db_run(db, "INSERT INTO setting VALUES ($1, $2)", A(texts[0]), A(texts[1])) || db_commit(db);
	db_close(db);
	return failed ? fprintf(stderr, "%s: %s\n", name, err.message) : 0;
}

static _Noreturn void work(int writer, uint64_t seed, int64_t first, long commits)
{
	jitter_seed = seed;
	shim_register(jitter);
	shim_checkpoint_after(PAGES);
	for (int64_t i = first; i < first + commits; i++)
		if (add_row(writer, i))
			_exit(1);
	_exit(0);
}

/* Keeps the database open, so that the log outlives each writer. */
static pid_t hold(void)
{
	pid_t child = fork();
	if (child)
		return child;
	sqlite3 *handle;
	if (sqlite3_open("ordr.db", &handle) == SQLITE_OK && sqlite3_exec(handle, "SELECT * FROM setting", NULL, NULL, NULL) == SQLITE_OK)
		pause();
	_exit(1);
}

/* Whether all rows are there, and the file is whole. */
static bool whole(int64_t rows)
{
	struct fault_result result;
	sqlite3 *handle;
	sqlite3_stmt *query = NULL;
	sqlite3_open("ordr.db", &handle);
	bool good = sqlite3_prepare_v2(handle, "SELECT count(*) FROM setting WHERE name GLOB '[0-9]-*'", -1, &query, NULL) == SQLITE_OK &&
		    sqlite3_step(query) == SQLITE_ROW;
	int64_t there = good ? sqlite3_column_int64(query, 0) : -1;
	sqlite3_finalize(query);
	sqlite3_close(handle);
	fault_run("doctor", &result);
	good = !result.status && there == rows;
	if (!good)
		printf("%lld of %lld rows are there; doctor: exit %d: %.200s\n", (long long)there, (long long)rows, result.status, result.out);
	fault_forget(&result);
	return good;
}

/* One round of all writers. False: something was lost, or refused as damaged. */
static bool run(uint64_t *seed, int64_t first, long commits)
{
	int failed = 0;
	pid_t holder = hold();
	for (int writer = 0; writer < WRITERS; writer++) {
		uint64_t own = fault_random(seed, UINT64_MAX);
		if (!fork())
			work(writer, own, first, commits);
	}
	for (int writer = 0; writer < WRITERS; writer++) {
		int status = 1;
		while (wait(&status) == holder)
			fault_fail("nobody holds the database");
		failed += status != 0;
	}
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	return !failed && whole(WRITERS * (first + commits));
}

int main(int argc, char **argv)
{
	char directory[64];
	struct fault_options options;
	fault_options(argc, argv, 1000, &options);
	bool exposed = options.word && !strcmp(options.word, "exposed");
	if (exposed && sqlite3_libversion_number() > AFFECTED) {
		fault_told("SQLite %s is not affected", sqlite3_libversion());
		return SKIPPED;
	}
	fault_enter(directory);
	fault_must("init");
	bool good = true;
	int64_t done = 0;
	while (good && done * WRITERS < options.count) {
		long left = options.count / WRITERS - (long)done;
		long commits = left < 1 ? 1 : left < ROUND ? left : ROUND;
		good = run(&options.seed, done, commits);
		done += commits;
	}
	fault_leave(directory);
	if (good == exposed)
		fault_fail(exposed ? "without the queue nothing was lost in %lld commits: the race is not run" : "lost something within %lld commits",
			   (long long)done * WRITERS);
	fault_told(exposed ? "without the queue %d writers lost something within %lld commits" : "%d writers lost nothing in %lld commits", WRITERS,
		   (long long)done * WRITERS);
	return 0;
}
