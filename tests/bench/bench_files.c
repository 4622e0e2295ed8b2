/* The databases that are measured on. The tables are made once, by the program generate, and kept where -d says; what is worked on are copies
 * of them in a directory that goes at the end. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"
#include "load.h"

static char made[PATH_MAX]; /* removed at exit */
static pid_t maker;

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about;
	(void)kind;
	(void)where;
	return remove(path);
}

static void clean(void)
{
	if (*made && maker == getpid() && !chdir("/"))
		nftw(made, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void make_directory(struct bench *bench, const char *below)
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
	maker = getpid();
	atexit(clean);
	if (chdir(made))
		fail(made, strerror(errno));
	if (!bench->cache)
		bench->cache = made;
}

/* Copies a database, synced: what the copying left to write must not fall into what is timed. */
static void copy_file(const char *from, const char *to)
{
	static char block[1 << 20];
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

/* The table, made when it is not there: under another name until it is whole. */
static const char *table_file(struct bench *bench, enum table table, char path[PATH_MAX])
{
	static const struct call generate[] = { { .argv = { "%generate", "%amount", "table.db" } } };
	static const struct calls calls = CALLS(generate);
	if (snprintf(path, PATH_MAX, "%s/orders-%ld.db", bench->cache, bench->orders[table]) >= PATH_MAX)
		fail(bench->cache, "too long");
	if (!access(path, R_OK))
		return path;
	long amount = bench->amount;
	fprintf(stderr, "bench: making a database of %ld orders\n", bench->orders[table]);
	bench->amount = bench->orders[table];
	run_calls(bench, &calls);
	bench->amount = amount;
	if (rename("table.db", path)) {
		if (errno != EXDEV)
			fail(path, strerror(errno));
		copy_file("table.db", path);
		unlink("table.db");
	}
	return path;
}

struct copy *take_copy(struct bench *bench, int side, enum table table, bool fresh)
{
	char path[PATH_MAX];
	struct copy *copy = &bench->copies[side][table];
	if (*copy->path && !fresh)
		return copy;
	const long orders = bench->orders[table];
	*copy = (struct copy){ .table = table, .orders = orders, .placed = orders - load_placed(orders) + 1 };
	snprintf(copy->path, sizeof copy->path, "%c%d.db", 'a' + side, (int)table);
	copy_file(table_file(bench, table, path), copy->path);
	return copy;
}

static void put_order(FILE *file, long order, bool waiting)
{
	fprintf(file, "{\"customer\":\"C-%04ld\",\"ref\":\"PO-%08ld\",\"key\":\"edi-%08ld\",\"channel\":\"edi\",", load_customer(order), order,
		order);
	fputs("\"requested\":\"" LOAD_REQUESTED "\",\"lines\":[", file);
	if (waiting)
		fprintf(file, "{\"sku\":\"P-%05d\",\"qty\":1}", LOAD_SHORT);
	for (long line = 1; line <= LOAD_LINES && !waiting; line++)
		fprintf(file, "%s{\"sku\":\"P-%05ld\",\"qty\":%ld}", line > 1 ? "," : "", load_product(order, line), load_quantity(order, line));
	fputs("]}\n", file);
}

void write_orders(const struct copy *copy, long count, bool waiting)
{
	static const char name[] = "orders.jsonl";
	FILE *file = fopen(name, "w");
	if (!file)
		fail(name, strerror(errno));
	for (long order = copy->orders + 1; order <= copy->orders + count; order++)
		put_order(file, order, waiting);
	if (ferror(file) || fclose(file))
		fail(name, strerror(errno));
}
