/* Times ordr against the floor programs, in turns (A B A B …), so that a machine that slows down slows both, and prints the medians and their
 * ratio: absolute times drift, ratios hold. Slow is no failure here; only a command that fails is.
 *
 *     bench [-n RUNS] [-o ORDERS] [-d DIRECTORY] ORDR
 *
 * Databases are made in a directory of their own below DIRECTORY (TMPDIR, else /tmp), which must be a real disk for syncs to count. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

#define WORDS     12
#define RUNS_MOST 1001

/* A program and its arguments; words that begin with % are replaced (see word). `in` and `out` are files, or NULL for /dev/null. */
struct call {
	const char *argv[WORDS];
	const char *in, *out;
};

/* Every call of ordr, here and nowhere else. */
static const struct call setup[] = {
	{ .argv = { "%ordr", "init", "--db", "%db" } },
	{ .argv = { "%ordr", "config", "set", "company.name", "Nordlicht Werkzeuge GmbH", "--db", "%db" } },
	{ .argv = { "%ordr", "customer", "import", "customers.csv", "--db", "%db" } },
	{ .argv = { "%ordr", "product", "import", "products.csv", "--db", "%db" } },
	{ .argv = { "%ordr", "sla", "import", "sla.csv", "--db", "%db" } },
	{ .argv = { "%ordr", "stock", "receive", "stock.csv", "--db", "%db" } },
};
static const struct call version[] = { { .argv = { "%ordr", "version" } } };
static const struct call place[] = { { .argv = { "%ordr", "place", "orders.jsonl", "--db", "%db" }, .out = "ids" } };
static const struct call show[] = { { .argv = { "%ordr", "show", "%id", "--json", "--db", "%db" } } };
static const struct call confirm[] = { { .argv = { "%ordr", "confirm", "%id", "--db", "%db" } } };
static const struct call cycle[] = {
	{ .argv = { "%ordr", "place", "orders.jsonl", "--db", "%db" }, .out = "ids" },
	{ .argv = { "%ordr", "confirm", "-", "--db", "%db" }, .in = "ids" },
	{ .argv = { "%ordr", "pick", "-", "--db", "%db" }, .in = "ids" },
	{ .argv = { "%ordr", "pack", "-", "--db", "%db" }, .in = "ids" },
	{ .argv = { "%ordr", "ship", "-", "--carrier", "DHL", "--db", "%db" }, .in = "ids" },
	{ .argv = { "%ordr", "invoice", "-", "--db", "%db" }, .in = "ids" },
};

/* … and the floors below them. */
static const struct call floor_version[] = { { .argv = { "true" } } };
static const struct call floor_show[] = { { .argv = { "%floor_open", "%db", "%id" } } };
static const struct call floor_confirm[] = { { .argv = { "%floor_cycle", "%db", "step", "confirm", "%id" } } };
static const struct call floor_place[] = { { .argv = { "%floor_cycle", "%db", "batch", "%orders", "%lines", "place" } } };
static const struct call floor_all[] = { { .argv = { "%floor_cycle", "%db", "batch", "%orders", "%lines" } } };

#define CALLS(list) (list), sizeof(list) / sizeof *(list)

/* A line of the table. `from`: the database that both start with, "placed" has all orders; `fresh`: a new copy before each run. */
static const struct row {
	const char *work, *below;
	const struct call *call;
	size_t calls;
	const struct call *floor;
	size_t floors;
	const char *from;
	bool fresh;
	int times;  /* so many runs for each that is asked for: short work varies more */
	double bar; /* the ratio that quality asks for; 0: none */
} rows[] = {
	{ "start: version", "true", CALLS(version), CALLS(floor_version), "base", false, 5, 0 },
	{ "read: show ID --json", "floor_open", CALLS(show), CALLS(floor_show), "placed", false, 5, 1.5 },
	{ "write: confirm ID", "floor_cycle step", CALLS(confirm), CALLS(floor_confirm), "placed", false, 5, 1.5 },
	{ "batch: place FILE", "floor_cycle batch", CALLS(place), CALLS(floor_place), "base", true, 1, 2 },
	{ "batch: place to invoice", "floor_cycle batch", CALLS(cycle), CALLS(floor_all), "base", true, 1, 2 },
};

struct bench {
	const char *ordr;
	char beside[PATH_MAX]; /* the directory of this program, where the floors are */
	long orders;
	int runs;
	const char *db; /* of the call that comes */
	long id;
	long peak; /* KiB, the most that any process of the call had */
};

static _Noreturn void fail(const char *what, const char *why)
{
	fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

static const char *word(const struct bench *bench, const char *text, char room[PATH_MAX])
{
	if (*text != '%')
		return text;
	if (!strcmp(text, "%ordr"))
		return bench->ordr;
	if (!strcmp(text, "%db"))
		return bench->db;
	int length = !strncmp(text, "%floor", 6)  ? snprintf(room, PATH_MAX, "%s/%s", bench->beside, text + 1)
		     : !strcmp(text, "%id")     ? snprintf(room, PATH_MAX, "%ld", bench->id)
		     : !strcmp(text, "%orders") ? snprintf(room, PATH_MAX, "%ld", bench->orders)
						: snprintf(room, PATH_MAX, "%d", LOAD_LINES);
	if (length >= PATH_MAX)
		fail(text, "too long");
	return room;
}

static void redirect(const char *file, int flags, int to)
{
	int opened = open(file ? file : "/dev/null", flags, 0600);
	if (opened < 0 || dup2(opened, to) < 0)
		_exit(126);
	close(opened);
}

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Runs one program to its end; its wall time in milliseconds. */
static double run_call(struct bench *bench, const struct call *call)
{
	char room[WORDS][PATH_MAX];
	char *argv[WORDS + 1] = { NULL };
	struct rusage usage;
	int status;
	for (int i = 0; i < WORDS && call->argv[i]; i++)
		argv[i] = (char *)(uintptr_t)word(bench, call->argv[i], room[i]);
	double start = now_ms();
	pid_t child = fork();
	if (child < 0)
		fail("fork", strerror(errno));
	if (!child) {
		redirect(call->in, O_RDONLY, STDIN_FILENO);
		redirect(call->out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (wait4(child, &status, 0, &usage) != child)
		fail("wait4", strerror(errno));
	double took = now_ms() - start;
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "bench: failed with status %d:", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
		for (int i = 0; argv[i]; i++)
			fprintf(stderr, " %s", argv[i]);
		fputc('\n', stderr);
		exit(1);
	}
	if (usage.ru_maxrss > bench->peak)
		bench->peak = usage.ru_maxrss;
	return took;
}

static double run_calls(struct bench *bench, const struct call *calls, size_t count, const char *db)
{
	double took = 0;
	bench->db = db;
	for (size_t i = 0; i < count; i++)
		took += run_call(bench, calls + i);
	return took;
}

/* Copies a database, synced: what the copying left to write must not fall into what is timed. */
static void copy(const char *from, const char *to)
{
	static char block[1 << 16];
	int in = open(from, O_RDONLY);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t got = 0;
	if (in < 0 || out < 0)
		fail(in < 0 ? from : to, strerror(errno));
	while ((got = read(in, block, sizeof block)) > 0)
		if (write(out, block, (size_t)got) != got)
			fail(to, strerror(errno));
	if (got < 0 || fsync(out) || close(out) || close(in))
		fail(to, strerror(errno));
}

static FILE *create(const char *name, const char *header)
{
	FILE *file = fopen(name, "w");
	if (!file || fputs(header, file) < 0)
		fail(name, strerror(errno));
	return file;
}

static void finish(FILE *file, const char *name)
{
	if (ferror(file) || fclose(file))
		fail(name, strerror(errno));
}

static void write_company(void)
{
	FILE *file = create("customers.csv", "code,name,tier,email,street,city,postcode,country,vat_id\n");
	static const char *const tiers[] = { "standard", "standard", "preferred", "strategic" };
	for (long i = 1; i <= LOAD_CUSTOMERS; i++)
		fprintf(file, "C-%04ld,Werkstatt Nummer %ld GmbH,%s,einkauf-%ld@example.com,Gewerbering %ld,Hamburg,%05ld,DE,DE%09ld\n", i, i,
			tiers[i % 4], i, i, 20000 + i, 200000000 + i);
	finish(file, "customers.csv");
	file = create("products.csv", "sku,name,price,tax_category,tax_rate,weight\n");
	for (long i = 1; i <= LOAD_PRODUCTS; i++)
		fprintf(file, "P-%05ld,Product number %ld of the catalogue,%ld.%02ld,S,19,0.25\n", i, i, 1 + i % 90, i % 100);
	finish(file, "products.csv");
	file = create("sla.csv", "code,tier,priority,confirm,ship,deliver\nALL,,,8,27,45\nSTRATEGIC,strategic,,4,18,27\n");
	finish(file, "sla.csv");
}

/* As many units as all orders can want of one product. */
static void write_orders(long orders)
{
	FILE *file = create("stock.csv", "sku,qty\n");
	for (long i = 1; i <= LOAD_PRODUCTS; i++)
		fprintf(file, "P-%05ld,%ld\n", i, orders * LOAD_LINES + 10);
	finish(file, "stock.csv");
	char requested[16];
	time_t week = time(NULL) + 7 * 86400;
	struct tm day;
	strftime(requested, sizeof requested, "%Y-%m-%d", gmtime_r(&week, &day));
	file = create("orders.jsonl", "");
	for (long order = 1; order <= orders; order++) {
		fprintf(file, "{\"customer\":\"C-%04ld\",\"ref\":\"PO-%08ld\",\"key\":\"edi-%08ld\",\"channel\":\"edi\",", load_customer(order),
			order, order);
		fprintf(file, "\"requested\":\"%s\",\"lines\":[", requested);
		for (long line = 1; line <= LOAD_LINES; line++)
			fprintf(file, "%s{\"sku\":\"P-%05ld\",\"qty\":%ld}", line > 1 ? "," : "", load_product(order, line),
				load_quantity(order, line));
		fputs("]}\n", file);
	}
	finish(file, "orders.jsonl");
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, by_value);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void time_row(struct bench *bench, const struct row *row)
{
	static double ours[RUNS_MOST], floors[RUNS_MOST];
	int runs = bench->runs * row->times;
	long peak = 0;
	for (int i = 0; i < runs; i++) {
		if (row->fresh || !i) {
			copy(row->from, "a.db");
			copy(row->from, "b.db");
		}
		bench->id = 1 + i * (bench->orders / runs > 0 ? bench->orders / runs : 1) % bench->orders;
		bench->peak = 0;
		ours[i] = run_calls(bench, row->call, row->calls, "a.db");
		peak = bench->peak > peak ? bench->peak : peak;
		floors[i] = run_calls(bench, row->floor, row->floors, "b.db");
	}
	double our = median(ours, runs);
	double their = median(floors, runs);
	char bar[24] = "-";
	if (row->bar > 0)
		snprintf(bar, sizeof bar, "<= %.2f", row->bar);
	printf("%-24s %-18s %5d %11.2f %11.2f %7.2f %8s %9.1f\n", row->work, row->below, runs, our, their, our / their, bar,
	       (double)peak / 1024);
	fflush(stdout);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about;
	(void)kind;
	(void)where;
	return remove(path);
}

static char made[PATH_MAX]; /* removed at exit */

static void clean(void)
{
	if (*made && !chdir("/"))
		nftw(made, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void make_directory(struct bench *bench, const char *below)
{
	ssize_t length = readlink("/proc/self/exe", bench->beside, sizeof bench->beside - 1);
	if (length < 0)
		fail("/proc/self/exe", strerror(errno));
	bench->beside[length] = '\0';
	*strrchr(bench->beside, '/') = '\0';
	if (snprintf(made, sizeof made, "%s/ordr-bench-XXXXXX", below) >= (int)sizeof made)
		fail(below, "too long");
	if (!mkdtemp(made)) {
		*made = '\0';
		fail(below, strerror(errno));
	}
	atexit(clean);
	if (chdir(made))
		fail(made, strerror(errno));
}

static int usage(void)
{
	fputs("usage: bench [-n RUNS] [-o ORDERS] [-d DIRECTORY] ORDR\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	static struct bench bench = { .orders = 2000, .runs = 5 };
	const char *below = getenv("TMPDIR");
	int option;
	while ((option = getopt(argc, argv, "n:o:d:")) != -1) {
		if (option == 'n')
			bench.runs = atoi(optarg);
		else if (option == 'o')
			bench.orders = atol(optarg);
		else if (option == 'd')
			below = optarg;
		else
			return usage();
	}
	if (optind != argc - 1 || bench.runs < 1 || bench.runs * 5 > RUNS_MOST || bench.orders < bench.runs * 5)
		return usage();
	bench.ordr = realpath(argv[optind], NULL);
	if (!bench.ordr)
		fail(argv[optind], strerror(errno));
	make_directory(&bench, below && *below ? below : "/tmp");
	write_company();
	write_orders(bench.orders);
	run_calls(&bench, CALLS(setup), "base");
	copy("base", "placed");
	run_calls(&bench, CALLS(place), "placed");
	printf("%ld orders of %d lines; medians in ms, ordr and its floor in turns\n\n", bench.orders, LOAD_LINES);
	printf("%-24s %-18s %5s %11s %11s %7s %8s %9s\n", "work", "floor", "runs", "ordr", "floor", "ratio", "bar", "peak MiB");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		time_row(&bench, rows + i);
	return 0;
}
