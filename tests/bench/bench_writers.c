/* Many processes that place orders at once, one process an order, beside one that does it alone. The fair share is what each of them would wait
 * if they took strict turns: as many orders' time as there are processes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "load.h"

#define WRITERS 32
#define ROUNDS  20 /* orders of each writer, and of the single one for each that is asked for */

static const struct call place[] = { { .argv = { "%ordr", "place", "-c", "C-0001", "-l", "P-00001:1", "-l", "P-00002:2", "-l", "P-00003:3", "-l",
						 "P-00004:1", "--db=writers.db", "--wait=60" } } };

/* Times of a writer's orders, one after the other. */
static void write_all(struct bench *bench, double *took, int orders)
{
	static const struct calls calls = CALLS(place);
	for (int i = 0; i < orders; i++)
		took[i] = run_calls(bench, &calls).wall;
}

static double write_at_once(struct bench *bench, double *took)
{
	pid_t writers[WRITERS];
	double start = now_ms();
	for (int i = 0; i < WRITERS; i++) {
		writers[i] = fork();
		if (writers[i] < 0)
			fail("fork", strerror(errno));
		if (writers[i])
			continue;
		write_all(bench, took + i * ROUNDS, ROUNDS);
		_exit(0);
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;
		if (waitpid(writers[i], &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status))
			fail("writers", "one of them failed");
	}
	return (now_ms() - start) / (WRITERS * ROUNDS);
}

void time_writers(struct bench *bench)
{
	static double alone[RUNS_MOST], together[RUNS_MOST], most[4][RUNS_MOST], single[ROUNDS * 4];
	static const struct {
		const char *name;
		double part, bar;
	} parts[] = { { "32 writers: p50", 0.5, 0 }, { "32 writers: p90", 0.9, 0 }, { "32 writers: p99", 0.99, 3 }, { "32 writers: slowest", 1, 0 } };
	const size_t size = WRITERS * ROUNDS * sizeof(double);
	double *took = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (took == MAP_FAILED)
		fail("mmap", strerror(errno));
	const struct copy *copy = take_copy(bench, 0, BASE, true);
	if (rename(copy->path, "writers.db"))
		fail("writers.db", strerror(errno));
	bench->copies[0][BASE] = (struct copy){ 0 };
	for (int run = 0; run < bench->runs; run++) {
		double start = now_ms();
		write_all(bench, single, ROUNDS * 4);
		alone[run] = (now_ms() - start) / (ROUNDS * 4);
		together[run] = write_at_once(bench, took);
		median(took, WRITERS * ROUNDS); /* which sorts them */
		for (int i = 0; i < 4; i++)
			most[i][run] = took[(int)((WRITERS * ROUNDS - 1) * parts[i].part)];
	}
	munmap(took, size);
	const double each = median(together, bench->runs);
	print_row("32 writers: time an order takes", "one writer", bench->runs, each, median(alone, bench->runs), 0, 1 / 0.9, 0);
	for (int i = 0; i < 4; i++)
		print_row(parts[i].name, "the fair share", bench->runs, median(most[i], bench->runs), each * WRITERS, 0, parts[i].bar, 0);
}
