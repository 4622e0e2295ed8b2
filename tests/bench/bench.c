/* Times ordr against the floor programs, in turns (A B A B …), so that a machine that slows down slows both, and prints the medians and their
 * ratio: absolute times drift, ratios hold. Slow is no failure here; only a command that fails is.
 *
 *     bench [-n RUNS] [-o BATCH] [-t SMALL,MIDDLE,LARGE] [-c CACHE] [-d DIRECTORY] [-s STATIC] [-r ROW] ORDR
 *
 * BATCH orders make a batch; the tables are databases of SMALL … LARGE orders, kept in CACHE so that they are made once. What is worked on are
 * copies in a directory of their own below DIRECTORY (TMPDIR, else /tmp), which must be a real disk for syncs to count. STATIC is ordr as
 * -Dprefer_static=true makes it. ROW is a word of the rows that are wanted. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench_rows.h"

/* What is not measured as a time: what the library that counts syncs says, and what memory was needed. */
static double count_syncs(struct bench *bench, const struct side *side, struct spent *spent)
{
	static const char name[] = "syncs";
	char library[PATH_MAX + 32];
	long syncs = 0;
	unlink(name);
	snprintf(library, sizeof library, "%s/libcount_syncs.so", bench->beside);
	setenv("ORDR_BENCH_SYNCS", name, 1);
	setenv("LD_PRELOAD", library, 1);
	*spent = run_calls(bench, &side->calls);
	unsetenv("LD_PRELOAD");
	FILE *file = fopen(name, "r");
	if (!file || fscanf(file, "%ld", &syncs) != 1)
		fail(library, "counted nothing");
	fclose(file);
	return (double)syncs;
}

static double most_memory(struct bench *bench, const struct side *side, struct spent *spent)
{
	*spent = run_calls(bench, &side->calls);
	spent->cpu = 0;
	return (double)spent->peak / 1024;
}

/* From the start to the first byte that is printed. */
static double first_byte(struct bench *bench, const struct side *side, struct spent *spent)
{
	static char rest[1 << 16];
	int ends[2];
	if (pipe(ends))
		fail("pipe", strerror(errno));
	double start = now_ms();
	int process = start_call(bench, side->calls.call, ends[1]);
	close(ends[1]);
	if (read(ends[0], rest, 1) != 1)
		fail(side->calls.call->argv[1], "printed nothing");
	double took = now_ms() - start;
	while (read(ends[0], rest, sizeof rest) > 0)
		;
	close(ends[0]);
	finish_call(process, side->calls.call, spent);
	spent->cpu = 0;
	return took;
}

/* A minute for a million. */
static double a_minute(struct bench *bench, const struct side *side, struct spent *spent)
{
	(void)spent;
	return 60e3 / 1e6 * (double)bench->orders[side->table];
}

static double time_calls(struct bench *bench, const struct side *side, struct spent *spent)
{
	*spent = run_calls(bench, &side->calls);
	return spent->wall / (double)bench->amount;
}

static double (*const measures[])(struct bench *bench, const struct side *side, struct spent *spent) = {
	[TIME] = time_calls, [SYNCS] = count_syncs, [MEMORY] = most_memory, [FIRST_BYTE] = first_byte, [A_MINUTE] = a_minute,
};

static long amount_of(const struct bench *bench, const struct side *side)
{
	const long most = side->most ? side->most : bench->batch;
	const long part = bench->batch / (side->part ? side->part : 1);
	return side->part || side->most ? part < 1 ? 1 : part < most ? part : most : 1;
}

/* One run of one side: its value, and what it cost besides. */
static double run_side(struct bench *bench, const struct row *row, int which, int run, int runs, struct spent *spent)
{
	const struct side *side = &row->sides[which];
	/* Who only reads may share: copies of the large table take their time. */
	const bool writes = side->fresh || side->confirms || side->takes != NO_ORDERS;
	struct copy *copy = take_copy(bench, writes ? which : 0, side->table, side->fresh);
	const long orders = copy->orders > runs ? copy->orders : runs;
	bench->copy = copy;
	bench->amount = amount_of(bench, side);
	bench->id = 1 + run * (orders / runs) % orders;
	if (side->takes != NO_ORDERS)
		write_orders(copy, bench->amount, side->takes == WAITING_ORDERS);
	run_calls(bench, &side->before);
	*spent = (struct spent){ 0 };
	double value = measures[side->measure](bench, side, spent);
	spent->cpu /= (double)bench->amount;
	copy->orders += side->takes != NO_ORDERS ? bench->amount : 0;
	copy->placed += side->confirms;
	return value;
}

void print_row(const char *work, const char *below, int runs, double our, double their, double cpu, double bar, long peak)
{
	char text[24] = "-";
	char of_cpu[24] = "-";
	char memory[24] = "-";
	if (bar > 0)
		snprintf(text, sizeof text, "<= %.2f", bar);
	if (cpu > 0)
		snprintf(of_cpu, sizeof of_cpu, "%.2f", cpu);
	if (peak)
		snprintf(memory, sizeof memory, "%.1f", (double)peak / 1024);
	printf("%-34s %-26s %4d %11.3f %11.3f %6.2f %6s %8s %-6s %8s\n", work, below, runs, our, their, our / their, of_cpu, text,
	       bar <= 0 ? "" : our / their <= bar ? "ok" : "MISSED", memory);
	fflush(stdout);
}

static void time_row(struct bench *bench, const struct row *row)
{
	static double values[2][RUNS_MOST], cpu[2][RUNS_MOST];
	const int runs = row->times ? bench->runs * row->times : 1;
	long peak = 0;
	for (int run = 0; run < runs; run++)
		for (int side = 0; side < 2; side++) {
			struct spent spent;
			values[side][run] = run_side(bench, row, side, run, runs, &spent);
			cpu[side][run] = spent.cpu;
			if (!side && spent.peak > peak)
				peak = spent.peak;
		}
	const double our = median(cpu[0], runs);
	const double their = median(cpu[1], runs);
	print_row(row->work, row->below, runs, median(values[0], runs), median(values[1], runs), their > 0 ? our / their : 0, row->bar, peak);
}

static bool is_there(const char *program)
{
	static const struct call look[] = { { .argv = { "sh", "-c", "command -v sqlite3 || echo none" }, .out = "there" } };
	static const struct calls calls = CALLS(look);
	char line[PATH_MAX] = "";
	struct bench none = { .ordr = program };
	run_calls(&none, &calls);
	FILE *file = fopen("there", "r");
	if (file && !fgets(line, sizeof line, file))
		*line = '\0';
	if (file)
		fclose(file);
	return strcmp(line, "none\n") != 0;
}

static bool is_wanted(const struct bench *bench, const struct row *row, const char *word)
{
	if (word && !strstr(row->work, word))
		return false;
	return (!(row->needs & NEEDS_STATIC) || bench->ordr_static) && (!(row->needs & NEEDS_SQLITE3) || is_there("sqlite3"));
}

static int usage(void)
{
	fputs("usage: bench [-n RUNS] [-o BATCH] [-t SMALL,MIDDLE,LARGE] [-c CACHE] [-d DIRECTORY] [-s STATIC] [-r ROW] ORDR\n", stderr);
	return 2;
}

static const char *real_path(const char *path)
{
	const char *real = realpath(path, NULL);
	if (!real)
		fail(path, strerror(errno));
	return real;
}

/* What does not depend on who runs it, and where. */
static void set_environment(void)
{
	setenv("ORDR_NOW", LOAD_NOW, 1);
	setenv("LOGNAME", "bench", 1);
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 0);
	unsetenv("ORDR_DB");
	setvbuf(stdout, NULL, _IOLBF, 0);
}

static void time_all(struct bench *bench, const char *word)
{
	printf("batches of %ld orders of %d lines; databases of %ld, %ld and %ld orders; medians in ms for each order, call or what is counted,\n"
	       "ordr and what it is held against in turns; cpu: the ratio of processor time\n\n",
	       bench->batch, LOAD_LINES, bench->orders[SMALL], bench->orders[MIDDLE], bench->orders[LARGE]);
	printf("%-34s %-26s %4s %11s %11s %6s %6s %8s %-6s %8s\n", "work", "held against", "runs", "ordr", "that", "ratio", "cpu", "bar", "",
	       "peak MiB");
	for (const struct row *row = rows; row->work; row++)
		if (is_wanted(bench, row, word))
			time_row(bench, row);
	if (!word || strstr("writers", word))
		time_writers(bench);
}

int main(int argc, char **argv)
{
	static struct bench bench = { .batch = 500, .runs = 1, .orders = { 0, 200, 400, 800 } };
	const char *below = getenv("TMPDIR");
	const char *word = NULL;
	int option;
	while ((option = getopt(argc, argv, "n:o:t:c:d:s:r:")) != -1) {
		if (option == 'n')
			bench.runs = atoi(optarg);
		else if (option == 'o')
			bench.batch = atol(optarg);
		else if (option == 't' && sscanf(optarg, "%ld,%ld,%ld", &bench.orders[SMALL], &bench.orders[MIDDLE], &bench.orders[LARGE]) != 3)
			return usage();
		else if (option == 'c')
			bench.cache = real_path(optarg);
		else if (option == 'd')
			below = optarg;
		else if (option == 's')
			bench.ordr_static = real_path(optarg);
		else if (option == 'r')
			word = optarg;
		else if (option == '?')
			return usage();
	}
	if (optind != argc - 1 || bench.runs < 1 || bench.runs * 5 > RUNS_MOST || bench.batch < 100 || bench.orders[SMALL] < 200)
		return usage();
	bench.ordr = real_path(argv[optind]);
	set_environment();
	make_directory(&bench, below && *below ? below : "/tmp");
	time_all(&bench, word);
	return 0;
}
