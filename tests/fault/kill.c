/* Killed at any moment, under load: processes take orders through the whole cycle by the real program while SIGKILL
 * falls on it at random. What a process was told is done (exit 0) it writes down; a step whose process was killed it
 * repeats under the same key. Afterwards all that was written down must be in the books, once, every order whole, and
 * the doctor silent.
 *
 *     kill --ordr ORDR [--count KILLS] [--seed N] */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fault.h"

#define WORKERS 8
#define TRIES   1000 /* of one step, before it is taken for stuck */

/* The process that a worker runs. It is reaped only while the lock is held, so that no kill can hit a number that was
 * given anew. */
struct slot {
	atomic_flag lock;
	pid_t process;
};

static struct shared {
	struct slot slots[WORKERS];
	atomic_bool stop;
	atomic_int done; /* steps that were acknowledged */
} * shared;

static const struct step {
	const char *name, *words; /* %1 the order, %2 the invoice, %k the worker's own key */
} steps[] = {
	{ "place", "place -c C-1 -l P-1:2 -l P-2:3@7.00 --ref %k --key %k" },
	{ "confirm", "confirm %1 --key %k-confirm" },
	{ "pick", "pick %1 --key %k-pick" },
	{ "pack", "pack %1 --key %k-pack" },
	{ "ship", "ship %1 --carrier DHL --key %k-ship" },
	{ "invoice", "invoice %1 --key %k-invoice" },
	{ "pay", "pay %2 --key %k-pay" },
};
#define STEPS (sizeof steps / sizeof *steps)

static void take(struct slot *slot)
{
	while (atomic_flag_test_and_set(&slot->lock))
		sched_yield();
}

static void give(struct slot *slot)
{
	atomic_flag_clear(&slot->lock);
}

static void become(const char *ordr, char *text, const char *out)
{
	char *words[FAULT_WORDS];
	char err[64];
	snprintf(err, sizeof err, "%s.err", out);
	int output = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int errors = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (output < 0 || errors < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0)
		_exit(126);
	fault_split(text, words);
	execv(ordr, words);
	_exit(127);
}

/* Runs ordr where it can be killed. True: it came to exit 0. */
static bool attempt(struct slot *slot, const char *ordr, const char *words, const char *out)
{
	char text[408]; /* the words, and what is called */
	siginfo_t about;
	int status;
	snprintf(text, sizeof text, "ordr %s", words);
	take(slot);
	pid_t child = fork();
	if (!child)
		become(ordr, text, out);
	slot->process = child;
	give(slot);
	while (waitid(P_PID, (id_t)child, &about, WEXITED | WNOWAIT) && errno == EINTR)
		;
	take(slot);
	slot->process = 0;
	if (waitpid(child, &status, 0) != child)
		fault_fail("waitpid: %s", strerror(errno));
	give(slot);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		return false;
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		size_t length;
		char err[64];
		snprintf(err, sizeof err, "%s.err", out);
		fault_fail("%s: status %x: %s", words, status, fault_content(err, &length));
	}
	return true;
}

static void expand(const char *from, char to[400], const char *order, const char *invoice, const char *key)
{
	size_t at = 0;
	for (; *from && at < 300; from++) {
		const char *put = *from != '%' ? NULL : from[1] == '1' ? order : from[1] == '2' ? invoice : key;
		if (put)
			at += (size_t)snprintf(to + at, 400 - at, "%s", put);
		else
			to[at++] = *from;
		from += put != NULL;
	}
	to[at] = '\0';
}

/* The first line that the program printed. */
static void read_id(const char *file, char id[40])
{
	size_t length;
	char *text = fault_content(file, &length);
	length = text ? strcspn(text, "\n") : 0;
	if (!length || length >= 40)
		fault_fail("no number was printed into %s", file);
	memcpy(id, text, length);
	id[length] = '\0';
	free(text);
}

static void take_order(struct slot *slot, const char *ordr, int worker, int number, FILE *done)
{
	char words[400], out[40], key[40], order[40] = "", invoice[40] = "";
	snprintf(out, sizeof out, "w%d.out", worker);
	snprintf(key, sizeof key, "w%d-%d", worker, number);
	for (size_t i = 0; i < STEPS && !shared->stop; i++) {
		int tries = 0;
		expand(steps[i].words, words, order, invoice, key);
		while (!attempt(slot, ordr, words, out))
			if (++tries == TRIES)
				fault_fail("%s: killed %d times, and never done", words, tries);
		if (!strcmp(steps[i].name, "place"))
			read_id(out, order);
		if (!strcmp(steps[i].name, "invoice"))
			read_id(out, invoice);
		fprintf(done, "%s %s %s\n", steps[i].name, order, key);
		fflush(done);
		shared->done++;
	}
}

static _Noreturn void work(int worker, const char *ordr)
{
	char name[40];
	snprintf(name, sizeof name, "w%d.done", worker);
	FILE *done = fopen(name, "w");
	for (int number = 1; done && !shared->stop; number++)
		take_order(&shared->slots[worker], ordr, worker, number, done);
	_exit(done ? 0 : 1);
}

/* Until somebody got on, or not for long: on a busy machine all would be killed before they began. */
static void wait_a_moment(uint64_t *seed)
{
	int done = shared->done;
	for (int tries = 0; tries < 100; tries++) {
		struct timespec moment = { .tv_nsec = (long)fault_random(seed, 10000000) };
		nanosleep(&moment, NULL);
		if (shared->done != done)
			return;
	}
}

static void kill_all(const struct fault_options *options)
{
	uint64_t seed = options->seed;
	for (long kills = 0; kills < options->count;) {
		wait_a_moment(&seed);
		struct slot *slot = &shared->slots[fault_random(&seed, WORKERS)];
		take(slot);
		kills += slot->process && !kill(slot->process, SIGKILL);
		give(slot);
		int status;
		if (waitpid(-1, &status, WNOHANG) > 0)
			fault_fail("a worker gave up");
	}
	shared->stop = true;
	for (int i = 0; i < WORKERS; i++) {
		int status;
		if (wait(&status) < 0 || status)
			fault_fail("a worker gave up");
	}
}

/* Every step that was written down is in the log of its order once, and was remembered under its key. */
static void compare_step(const char *line, long *count)
{
	char name[20], order[40], key[40], sql[700];
	if (sscanf(line, "%19s %39s %39s", name, order, key) != 3)
		fault_fail("cannot read \"%s\"", line);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM event WHERE subject = '%s' AND command LIKE '%s%%'", order,
		 name);
	if (fault_integer("ordr.db", sql) != 1)
		fault_fail("%s: %lld events of it", line, (long long)fault_integer("ordr.db", sql));
	bool place = !strcmp(name, "place");
	snprintf(sql, sizeof sql, "SELECT count(*) FROM idempotency WHERE key = '%s%s%s'", key, place ? "" : "-",
		 place ? "" : name);
	if (fault_integer("ordr.db", sql) != 1)
		fault_fail("%s: its key is not there", line);
	if (!place)
		return;
	snprintf(sql, sizeof sql,
		 "SELECT count(*) FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.id = %d AND o.ref = '%s'"
		 " AND o.net = 4480 AND l.ordered = l.line * 1000 + 1000",
		 atoi(order + 3), key);
	if (fault_integer("ordr.db", sql) != 2)
		fault_fail("%s: the order is not whole", line);
	++*count;
}

static long compare(long *orders)
{
	char name[40], line[200];
	long count = 0;
	*orders = 0;
	for (int i = 0; i < WORKERS; i++) {
		snprintf(name, sizeof name, "w%d.done", i);
		FILE *done = fopen(name, "r");
		if (!done)
			fault_fail("%s is not there", name);
		for (; fgets(line, sizeof line, done); count++) {
			line[strcspn(line, "\n")] = '\0';
			compare_step(line, orders);
		}
		fclose(done);
	}
	if (fault_integer("ordr.db", "SELECT count(*) FROM orders") != *orders)
		fault_fail("%ld orders were acknowledged, and there are others", *orders);
	return count;
}

int main(int argc, char **argv)
{
	char directory[64];
	struct fault_options options;
	fault_options(argc, argv, 60, &options);
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED || !*options.ordr)
		fault_fail("usage: kill --ordr ORDR [--count KILLS] [--seed N]");
	fault_enter(directory);
	fault_company();
	for (int i = 0; i < WORKERS; i++)
		if (!fork())
			work(i, options.ordr);
	kill_all(&options);
	fault_must("list"); /* the next command, whatever it is, leaves one file */
	fault_sound("after the kills", WORKERS * 3);
	long orders;
	long done = compare(&orders);
	fault_leave(directory);
	fault_told("killed %ld times while %d processes did %ld steps on %ld orders: all there, once", options.count,
		   WORKERS, done, orders);
	return 0;
}
