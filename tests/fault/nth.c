/* The n-th call of the disk fails, or the n-th allocation, for each n until the command goes through: then and before,
 * what ordr promises must hold. Exit 0: it is done. Exit 1: nothing happened. Exit 12, only of a command that commits:
 * all or nothing. Nothing was printed that is not so, the message says what to do, nothing is left lying about, and no
 * memory is lost.
 *
 *     nth [--count SAMPLES] [--seed N] [--nth N] [COMMAND | FAULT | COMMAND/FAULT]
 *
 * 0 samples: every n. Words choose what is run: "place", "memory-lasts", "place/memory-lasts". */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault.h"
#include "faulty_vfs.h"
#include "memory.h"
#include "ordr/cmd.h"

static const struct scenario {
	const char *name, *words;
	const char *state; /* what lies there before: a file in states/; NULL: nothing */
	bool writes;
} scenarios[] = {
	{ "init", "init", NULL, true },
	{ "place", "place -c C-1 -l P-1:2 -l P-2:3@7.00 --ref R-9 --key K-9", "company", true },
	{ "place-file", "place io/orders.jsonl --jsonl --keep-going", "company", true },
	{ "confirm", "confirm 1 2 --key K-9", "placed", true },
	{ "confirm-each", "confirm 1 2 9 3 --keep-going", "placed", true },
	{ "ship", "ship 1 --carrier DHL --json", "packed", true },
	{ "short", "pick SH-000001 --short P-1=1 --reason lost --key K-9", "picked", true },
	{ "packages", "pack SH-000001 --package P-2=1,tracking=T --package weight=2", "picked", true },
	{ "unpick", "unpick 1 --json", "picked", true },
	{ "unpack", "unpack 1 --key K-9", "packed", true },
	{ "reallocate", "stock reallocate P-1 --from 4 --to 5 --reason price", "picked", true },
	{ "attempt", "deliver 1 --failed --reason lost --json", "shipped", true },
	{ "invoice", "invoice 1 --key K-9", "shipped", true },
	{ "hold", "hold 1 2 --reason customer-request --block ship --key K-9", "placed", true },
	{ "release", "release 1 --json", "held", true },
	{ "expire", "expire --now 2099-01-01 --jsonl", "placed", true },
	{ "check", "confirm 1 2 3 --dry-run", "placed", true },
	{ "amend", "amend 4 --add P-2:2 --quantity 1:7 --reason price --key K-9", "picked", true },
	{ "return", "return open 1 --reason damaged --key K-9", "billed", true },
	{ "inspect", "return inspect RT-000001 --condition damaged --disposition replace --key K-9", "returned", true },
	{ "complaint", "complaint open 1 --reason damaged --key K-9", "billed", true },
	{ "dispute", "dispute open RE-2026-00001 --reason price --key K-9", "billed", true },
	{ "replace", "invoice credit RE-2026-00001 --replace --reason mistake --key K-9", "billed", true },
	{ "dun", "dun send --now 2099-01-01 --jsonl", "billed", true },
	{ "outlook", "place -c C-1 -l P-1:2 --dry-run", "placed", true },
	{ "why", "why 1 4 5", "picked", false },
	{ "send-list", "dun --send-list --now 2099-01-01", "billed", false },
	{ "list", "list", "shipped", false },
	{ "list-json", "list --json", "shipped", false },
	{ "list-csv", "list --csv", "shipped", false },
	{ "show", "show 1", "shipped", false },
	{ "slip", "show SH-000001 --packing-slip", "shipped", false },
	{ "invoice-html", "invoice show RE-2026-00001 --format html", "billed", false },
	{ "invoice-ubl", "invoice show RE-2026-00001 --format ubl", "billed", false },
	{ "report", "report backlog --html", "shipped", false },
	{ "doctor", "doctor", "shipped", false },
};

static const struct disease {
	const char *name;
	enum shim_call call; /* SHIM_CALLS: memory */
	int code;
	bool lasts;
} diseases[] = {
	{ "open", SHIM_OPEN, SQLITE_CANTOPEN, false },
	{ "open-lasts", SHIM_OPEN, SQLITE_IOERR, true },
	{ "delete", SHIM_DELETE, SQLITE_IOERR_DELETE, false },
	{ "delete-lasts", SHIM_DELETE, SQLITE_IOERR_DELETE, true },
	{ "access", SHIM_ACCESS, SQLITE_IOERR_ACCESS, false },
	{ "access-lasts", SHIM_ACCESS, SQLITE_IOERR_ACCESS, true },
	{ "read", SHIM_READ, SQLITE_IOERR_READ, false },
	{ "read-lasts", SHIM_READ, SQLITE_IOERR_READ, true },
	{ "write", SHIM_WRITE, SQLITE_IOERR_WRITE, false },
	{ "write-lasts", SHIM_WRITE, SQLITE_IOERR_WRITE, true },
	{ "write-full", SHIM_WRITE, SQLITE_FULL, false },
	{ "write-full-lasts", SHIM_WRITE, SQLITE_FULL, true },
	{ "truncate", SHIM_TRUNCATE, SQLITE_IOERR_TRUNCATE, false },
	{ "truncate-lasts", SHIM_TRUNCATE, SQLITE_IOERR_TRUNCATE, true },
	{ "sync", SHIM_SYNC, SQLITE_IOERR_FSYNC, false },
	{ "sync-lasts", SHIM_SYNC, SQLITE_IOERR_FSYNC, true },
	{ "sync-full", SHIM_SYNC, SQLITE_FULL, true },
	{ "size", SHIM_SIZE, SQLITE_IOERR_FSTAT, false },
	{ "size-lasts", SHIM_SIZE, SQLITE_IOERR_FSTAT, true },
	{ "lock", SHIM_LOCK, SQLITE_IOERR_LOCK, false },
	{ "lock-lasts", SHIM_LOCK, SQLITE_IOERR_LOCK, true },
	{ "shm-map", SHIM_SHM_MAP, SQLITE_IOERR_SHMMAP, false },
	{ "shm-map-lasts", SHIM_SHM_MAP, SQLITE_IOERR_SHMMAP, true },
	{ "shm-lock", SHIM_SHM_LOCK, SQLITE_IOERR_SHMLOCK, false },
	{ "shm-lock-lasts", SHIM_SHM_LOCK, SQLITE_IOERR_SHMLOCK, true },
	{ "memory", SHIM_CALLS, SQLITE_NOMEM, false },
	{ "memory-lasts", SHIM_CALLS, SQLITE_NOMEM, true },
};

#define OUTPUT_MOST 65536

/* One run of a command: what it came to, printed and said. */
static struct run_result {
	int status;
	char out[OUTPUT_MOST], err[OUTPUT_MOST];
	long failed, calls, lost;
	char digest[65];
} clean, faulty;

static struct {
	long runs, done, failed, unknown;
} tally;

static void read_stream(FILE *stream, char text[OUTPUT_MOST])
{
	rewind(stream);
	text[fread(text, 1, OUTPUT_MOST - 1, stream)] = '\0';
}

static void put_state(const struct scenario *scenario)
{
	char path[60];
	unlink("ordr.db");
	unlink("ordr.db-wal");
	unlink("ordr.db-shm");
	if (!scenario->state)
		return;
	snprintf(path, sizeof path, "states/%s", scenario->state);
	fault_copy(path, "ordr.db");
}

static void fail_nth(const struct disease *disease, long nth)
{
	faulty_mend();
	if (disease->call == SHIM_CALLS)
		memory_fail(nth, disease->lasts);
	else
		faulty_fail(disease->call, (int)nth, disease->code, disease->lasts);
}

/* Files and not memory for the streams: they too must work when memory does not. */
static void run(const struct scenario *scenario, const struct disease *disease, long nth, struct run_result *result)
{
	static char buffers[2][BUFSIZ];
	char text[300];
	char *words[FAULT_WORDS];
	FILE *in = fopen("/dev/null", "r");
	FILE *out = fopen("io/out", "w+");
	FILE *err = fopen("io/err", "w+");
	if (!in || !out || !err)
		fault_fail("no streams");
	setvbuf(out, buffers[0], _IOFBF, BUFSIZ);
	setvbuf(err, buffers[1], _IOFBF, BUFSIZ);
	snprintf(text, sizeof text, "ordr %s", scenario->words);
	int count = fault_split(text, words);
	put_state(scenario);
	long live = memory_live();
	fail_nth(disease, nth);
	result->status = ordr_main(count, words, in, out, err);
	result->calls = disease->call == SHIM_CALLS ? memory_calls() : faulty_calls(disease->call);
	result->failed = disease->call == SHIM_CALLS ? memory_mend() : faulty_mend();
	result->lost = memory_live() - live;
	read_stream(out, result->out);
	read_stream(err, result->err);
	fclose(in);
	fclose(out);
	fclose(err);
	fault_digest("ordr.db", result->digest);
}

static bool says(const char *part)
{
	return strstr(faulty.err, part) != NULL;
}

/* What is not as promised, or NULL. */
static const char *judge(const struct scenario *scenario, const char *before)
{
	bool as_before = !strcmp(faulty.digest, before);
	bool as_done = !strcmp(faulty.digest, clean.digest);
	if (fault_files() - 2 != (strcmp(faulty.digest, "none") != 0))
		return "something is left lying about";
	if (sqlite3_memory_used() || faulty.lost > 0)
		return "memory is lost";
	if (faulty.status == clean.status)
		return !as_done                        ? "the books are not as they should be"
		       : strcmp(faulty.out, clean.out) ? "the output is another"
						       : NULL;
	bool json = strstr(scenario->words, "--json");
	if (!says(json ? "\"message\":\"" : "ordr: "))
		return "no message";
	if (!says(json ? "\"hint\":\"" : "hint: "))
		return "the message does not say what to do";
	if (scenario->writes && *faulty.out)
		return "something was printed, and it failed";
	if (faulty.status == 12 && scenario->writes && says("while committing"))
		return as_before || as_done ? NULL : "half of it was done";
	/* A page that the engine's own check cannot read is a broken file to it. */
	if (!strcmp(scenario->name, "doctor") && faulty.status == 11 && strstr(faulty.out, "unable to get the page"))
		return NULL;
	if (faulty.status != 1)
		return "an exit code that does not fit";
	return as_before ? NULL : "it failed, and changed something";
}

static void count(void)
{
	tally.runs++;
	if (faulty.status == 1)
		tally.failed++;
	else if (faulty.status == 12)
		tally.unknown++;
	else
		tally.done++;
}

/* One after the other, or so many samples, the first and the last among them. */
static long step_of(long calls, long samples)
{
	return samples && calls > samples ? calls / samples : 1;
}

static int infect(const struct scenario *scenario, const struct disease *disease, const struct fault_options *options,
		  uint64_t *seed)
{
	char before[65];
	int wrong = 0;
	put_state(scenario);
	fault_digest("ordr.db", before);
	run(scenario, disease, 0, &clean);
	run(scenario, disease, 0, &clean); /* what the C library keeps for itself it has taken */
	if (clean.status != 0 && clean.status != 3)
		fault_fail("%s: exit %d: %s", scenario->name, clean.status, clean.err);
	long step = step_of(clean.calls, options->count);
	for (long nth = 1; nth <= clean.calls && wrong < 3;
	     nth += 1 + (long)fault_random(seed, (uint64_t)(2 * step - 1))) {
		if (options->nth && nth != options->nth)
			continue;
		run(scenario, disease, nth, &faulty);
		const char *what = judge(scenario, before);
		count();
		if (!what)
			continue;
		wrong++;
		printf("%s, %s %ld of %ld (%ld failed, %ld blocks, %lld bytes lost): exit %d: %s\n%s%s", scenario->name,
		       disease->name, nth, clean.calls, faulty.failed, faulty.lost, sqlite3_memory_used(),
		       faulty.status, what, faulty.err, faulty.out);
		fflush(stdout);
	}
	return wrong;
}

static void keep(const char *state)
{
	char path[60];
	snprintf(path, sizeof path, "states/%s", state);
	fault_copy("ordr.db", path);
}

static void make_states(void)
{
	if (mkdir("states", 0700) || mkdir("io", 0700))
		fault_fail("cannot make directories");
	FILE *form = fopen("io/orders.jsonl", "w");
	if (!form)
		fault_fail("cannot write a form");
	fputs("{\"customer\":\"C-1\",\"key\":\"F-1\",\"lines\":[{\"sku\":\"P-1\",\"qty\":1}]}\n"
	      "{\"customer\":\"C-9\",\"lines\":[{\"sku\":\"P-1\",\"qty\":1}]}\n"
	      "{\"customer\":\"C-1\",\"lines\":[{\"sku\":\"P-2\",\"qty\":7},{\"sku\":\"P-1\",\"qty\":2}]}\n",
	      form);
	fclose(form);
	fault_company();
	fault_must("config set expire.unconfirmed_days 5");
	keep("company");
	for (int i = 0; i < 3; i++)
		fault_must("place -c C-1 -l P-1:%d -l P-2:3", i + 1);
	keep("placed");
	fault_must("hold 1 --reason customer-request");
	keep("held");
	fault_must("release 1");
	fault_must("confirm 1");
	fault_must("pick 1");
	fault_must("place -c C-1 -l P-1:999999");
	fault_must("place -c C-1 -l P-1:2");
	fault_must("confirm 4 5");
	keep("picked");
	fault_must("pack 1");
	keep("packed");
	fault_must("ship 1");
	keep("shipped");
	fault_must("deliver 1");
	fault_must("invoice 1");
	keep("billed");
	fault_must("return open 1 --reason damaged");
	fault_must("return receive RT-000001");
	keep("returned");
}

static bool chosen(const char *word, const char *scenario, const char *disease)
{
	char both[60];
	snprintf(both, sizeof both, "%s/%s", scenario, disease);
	return !word || !strcmp(word, scenario) || !strcmp(word, disease) || !strcmp(word, both);
}

int main(int argc, char **argv)
{
	char directory[64];
	struct fault_options options;
	int wrong = 0;
	fault_options(argc, argv, 3, &options);
	memory_begin();
	faulty_register();
	fault_enter(directory);
	setenv("ORDR_NOW", "2026-11-26T09:00:00Z", 1);
	make_states();
	fault_must("list"); /* a table: what the loader keeps of the library that draws it, it has taken */
	for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
		for (size_t j = 0; j < sizeof diseases / sizeof *diseases; j++)
			if (chosen(options.word, scenarios[i].name, diseases[j].name))
				wrong += infect(&scenarios[i], &diseases[j], &options, &options.seed);
	fault_leave(directory);
	fault_told("%ld runs of %zu commands with failing calls: %ld went through, %ld failed and changed nothing, %ld "
		   "may have happened; %d wrong",
		   tally.runs, sizeof scenarios / sizeof *scenarios, tally.done, tally.failed, tally.unknown, wrong);
	return wrong != 0;
}
