/* Many writers at once: 32 processes place orders by the real program, one process an order, against one writer doing
 * the same, in turns. None fails, none starves. With `bars` it is also measured: together they do at least 0.9 of what
 * one does, and the slowest of a hundred waits at most three times its fair share.
 *
 *     writers --ordr ORDR [--count ROUNDS] [bars] */
#include <fcntl.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"

#define WRITERS      32
#define SAMPLES_MOST 100000
#define ROUND_US     2000000
#define THROUGHPUT   0.9
#define SLOWEST      3.0

extern char **environ;

static struct shared {
	atomic_int samples;
	int64_t us[SAMPLES_MOST]; /* what each order took */
	int64_t first[WRITERS];   /* the orders of each writer */
} * shared;

struct round {
	double per_second, median, p99, most; /* milliseconds */
	int64_t least, largest;               /* orders of a writer */
};

static int64_t place(const char *ordr)
{
	static char *const words[] = { "ordr", "place", "-c", "C-1", "-l", "P-1:1", "--wait", "60", NULL };
	posix_spawn_file_actions_t quiet;
	pid_t child;
	int status;
	int64_t start = fault_us();
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&child, ordr, &quiet, NULL, words, environ) || waitpid(child, &status, 0) != child)
		fault_fail("cannot run %s", ordr);
	posix_spawn_file_actions_destroy(&quiet);
	if (status)
		fault_fail("a writer came to status %x", status);
	return fault_us() - start;
}

static _Noreturn void work(const char *ordr, int writer, int64_t until)
{
	while (fault_us() < until) {
		int64_t took = place(ordr);
		int sample = atomic_fetch_add(&shared->samples, 1);
		if (sample < SAMPLES_MOST)
			shared->us[sample] = took;
		shared->first[writer]++;
	}
	_exit(0);
}

static int compare(const void *a, const void *b)
{
	const int64_t *left = a;
	const int64_t *right = b;
	return (*left > *right) - (*left < *right);
}

static struct round run(const char *ordr, int writers)
{
	struct round round = { .least = INT64_MAX };
	memset(shared, 0, sizeof *shared);
	int64_t start = fault_us();
	for (int i = 0; i < writers; i++)
		if (!fork())
			work(ordr, i, start + ROUND_US);
	for (int i = 0; i < writers; i++) {
		int status;
		if (wait(&status) < 0 || status)
			fault_fail("a writer failed");
	}
	int count = shared->samples < SAMPLES_MOST ? shared->samples : SAMPLES_MOST;
	if (!count)
		fault_fail("nothing was placed");
	qsort(shared->us, (size_t)count, sizeof *shared->us, compare);
	round.per_second = shared->samples * 1e6 / (double)(fault_us() - start);
	round.median = (double)shared->us[count / 2] / 1e3;
	round.p99 = (double)shared->us[count - 1 - count / 100] / 1e3;
	round.most = (double)shared->us[count - 1] / 1e3;
	for (int i = 0; i < writers; i++) {
		round.least = shared->first[i] < round.least ? shared->first[i] : round.least;
		round.largest = shared->first[i] > round.largest ? shared->first[i] : round.largest;
	}
	if (!round.least)
		fault_fail("a writer never had its turn in %d ms", ROUND_US / 1000);
	return round;
}

static void print(const char *who, const struct round *round)
{
	printf("%-10s %8.0f orders/s   median %7.1f ms   p99 %7.1f ms   most %7.1f ms   a writer %lld to %lld orders\n",
	       who, round->per_second, round->median, round->p99, round->most, (long long)round->least,
	       (long long)round->largest);
	fflush(stdout);
}

static int compare_doubles(const void *a, const void *b)
{
	const double *left = a;
	const double *right = b;
	return (*left > *right) - (*left < *right);
}

static double median_of(double *values, long count)
{
	qsort(values, (size_t)count, sizeof *values, compare_doubles);
	return values[count / 2];
}

int main(int argc, char **argv)
{
	char directory[64];
	double faster[100], slower[100];
	struct fault_options options;
	fault_options(argc, argv, 1, &options);
	long rounds = options.count < 1 ? 1 : options.count < 100 ? options.count : 100;
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED || !*options.ordr)
		fault_fail("usage: writers --ordr ORDR [--count ROUNDS] [bars]");
	fault_enter(directory);
	fault_company();
	int64_t orders = 0;
	for (long i = 0; i < rounds; i++) {
		struct round one = run(options.ordr, 1);
		orders += shared->samples;
		struct round all = run(options.ordr, WRITERS);
		orders += shared->samples;
		print("1 writer", &one);
		print("32 writers", &all);
		faster[i] = all.per_second / one.per_second;
		slower[i] = all.p99 / (WRITERS * 1e3 / all.per_second);
	}
	if (fault_integer("ordr.db", "SELECT count(*) FROM orders") != orders)
		fault_fail("%lld orders were placed, and others are there", (long long)orders);
	fault_sound("after the writers", 0);
	fault_leave(directory);
	double throughput = median_of(faster, rounds);
	double slowest = median_of(slower, rounds);
	fault_told("%lld orders; 32 writers do %.2f of what one does (bar %.1f), p99 is %.1f fair shares (bar %.1f)",
		   (long long)orders, throughput, THROUGHPUT, slowest, SLOWEST);
	return options.word && (throughput < THROUGHPUT || slowest > SLOWEST);
}
