/* What the parts of the benchmark know of each other: programs that are run and measured, and the databases that they run on. */
#ifndef ORDR_BENCH_BENCH_H
#define ORDR_BENCH_BENCH_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#define WORDS    16
#define RUNS_MOST 1000

/* A program and its arguments; words that begin with % are replaced (word_of). `in` and `out` are files, or NULL for /dev/null. */
struct call {
	const char *argv[WORDS];
	const char *in, *out;
};

struct calls {
	const struct call *call;
	size_t count;
};
#define CALLS(list) { (list), sizeof(list) / sizeof *(list) }

enum table { BASE, SMALL, MIDDLE, LARGE, TABLES };

/* A copy of a table that is worked on. */
struct copy {
	char path[32];
	enum table table;
	long orders; /* that it holds: the next one that is placed has the number after it */
	long placed; /* the next order that can be confirmed */
};

struct bench {
	const char *ordr, *ordr_static; /* the second may be NULL */
	char beside[PATH_MAX]; /* the directory of this program, where the floors are */
	const char *cache;
	long orders[TABLES];
	long batch; /* orders of a batch */
	int runs;
	struct copy copies[2][TABLES];
	/* Of the call that comes. */
	struct copy *copy;
	long id, amount;
};

/* What one call cost. */
struct spent {
	double wall, cpu; /* milliseconds */
	long peak;        /* KiB, the most that any process had */
};

_Noreturn void fail(const char *what, const char *why);

/* bench_run.c */
/* Runs the programs one after the other, each to its end; leaves when one fails. */
struct spent run_calls(struct bench *bench, const struct calls *calls);
/* Starts one, with its standard output on `out` when that is not −1; its process. */
int start_call(struct bench *bench, const struct call *call, int out);
/* Waits for it and takes what it cost but the time. */
void finish_call(int process, const struct call *call, struct spent *spent);
double now_ms(void);
double median(double *values, int count);

/* bench_files.c */
/* A directory of its own below `below`, removed at exit; it is the working directory from then on. */
void make_directory(struct bench *bench, const char *below);
/* The copy of a table that belongs to a side; made when it is not there, or anew with `fresh`. */
struct copy *take_copy(struct bench *bench, int side, enum table table, bool fresh);
/* Orders of the next numbers of the copy, as a file of forms; `waiting`: of one unit of the product that is not there. */
void write_orders(const struct copy *copy, long count, bool waiting);

/* bench_writers.c */
/* Many processes placing at once, one process an order. */
void time_writers(struct bench *bench);

/* bench.c */
void print_row(const char *work, const char *below, int runs, double our, double their, double cpu, double bar, long peak);

#endif
