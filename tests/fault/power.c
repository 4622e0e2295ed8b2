/* Power lost at any moment: ordr runs on a disk that keeps what was synced and tears the rest (disk.c), until the power
 * goes at a random write or sync. Then the normal file system recovers what survived: every command that was
 * acknowledged holds, none is half done, the books add up. A disk whose syncs do nothing must be found out the same
 * way, or this test would see nothing.
 *
 *     power [--count CRASHES] [--seed N] */
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "disk.h"
#include "fault.h"
#include "shim_vfs.h"

#define CALLS_MOST 260 /* that change anything, before the power goes: some commands */
#define BATCH      40  /* orders placed at once */
#define FRESH      50  /* crashes, before new books are taken */

/* What one command did, as it was acknowledged. */
struct done {
	int step;
	char key[24], id[24];
};

/* How far the books are. */
static struct {
	long order, batches;
	int step;
	long commands; /* acknowledged */
	char id[24], invoice[24];
} books;

static const char *const steps[] = { "confirm", "pick", "pack", "ship --carrier DHL", "invoice" };
enum { PLACE, CONFIRM, PAY = 6, PLACE_BATCH };

static void write_batch(void)
{
	FILE *file = fopen("batch.jsonl", "w");
	for (int i = 0; i < BATCH && file; i++)
		fprintf(file,
			"{\"customer\":\"C-1\",\"note\":\"batch\",\"lines\":[{\"sku\":\"P-1\",\"qty\":%d},{\"sku\":\"P-"
			"2\",\"qty\":2}]}\n",
			i + 1);
	if (!file || fclose(file))
		fault_fail("cannot write batch.jsonl");
}

/* One command; what it printed first is the id of its document. */
static void command(const char *words, int step, const char *key, struct done *done)
{
	struct fault_result result;
	fault_run(words, &result);
	if (result.status)
		fault_fail("ordr %s: exit %d: %s", words, result.status, result.err);
	*done = (struct done) { .step = step };
	snprintf(done->key, sizeof done->key, "%s", key);
	result.out[strcspn(result.out, "\n")] = '\0';
	snprintf(done->id, sizeof done->id, "%s", result.out);
	fault_forget(&result);
}

/* The next command follows from what was acknowledged alone, so that one whose answer was lost is repeated. */
static void next(struct done *done)
{
	char words[200], key[24];
	int step = books.step;
	if (step == PLACE && books.batches * 3 < books.order)
		step = PLACE_BATCH;
	snprintf(key, sizeof key, "%s%ld-%d", step == PLACE_BATCH ? "b" : "k",
		 step == PLACE_BATCH ? books.batches : books.order, step);
	if (step == PLACE_BATCH)
		snprintf(words, sizeof words, "place batch.jsonl --key %s", key);
	else if (step == PLACE)
		snprintf(words, sizeof words, "place -c C-1 -l P-1:2 -l P-2:1 --ref %s --key %s", key, key);
	else if (step == PAY)
		snprintf(words, sizeof words, "pay %s --key %s", books.invoice, key);
	else
		snprintf(words, sizeof words, "%s %s --key %s", steps[step - CONFIRM], books.id, key);
	command(words, step, key, done);
}

/* Notes what was acknowledged. */
static void note(const struct done *done)
{
	books.commands++;
	if (done->step == PLACE_BATCH) {
		books.batches++;
		return;
	}
	if (done->step == PLACE)
		memcpy(books.id, done->id, sizeof books.id);
	if (done->step == PAY - 1)
		memcpy(books.invoice, done->id, sizeof books.invoice);
	books.step = done->step == PAY ? PLACE : done->step + 1;
	books.order += done->step == PAY;
}

/* The process whose power goes. It tells what is acknowledged before it goes on. */
static _Noreturn void work(uint64_t seed, int told, bool lies)
{
	static const int pages[] = { 0, 10, 60 };
	shim_checkpoint_after(pages[fault_random(&seed, 3)]);
	disk_begin(seed, 1 + (long)fault_random(&seed, CALLS_MOST), "after", lies);
	for (;;) {
		struct done done;
		next(&done);
		note(&done);
		if (write(told, &done, sizeof done) != sizeof done)
			_exit(1);
	}
}

/* A reader that keeps the database open, so that no command is the last to close it, and the log grows. */
static pid_t hold(void)
{
	int ready[2];
	char said = 0;
	pid_t child = pipe(ready) ? -1 : fork();
	if (!child) {
		sqlite3 *handle;
		bool open = sqlite3_open("ordr.db", &handle) == SQLITE_OK &&
			    sqlite3_exec(handle, "SELECT count(*) FROM setting", NULL, NULL, NULL) == SQLITE_OK;
		if (open && write(ready[1], "y", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	if (child < 0 || read(ready[0], &said, 1) != 1)
		fault_fail("nobody holds the database");
	close(ready[0]);
	return child;
}

static void end(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* Works until the power goes; `acknowledged` takes what was told. */
static void lose_power(uint64_t *seed, bool lies, struct done acknowledged[], size_t *count)
{
	int told[2], status;
	pid_t holder = fault_random(seed, 2) ? hold() : 0;
	uint64_t own = fault_random(seed, UINT64_MAX);
	if (pipe(told))
		fault_fail("no pipe");
	pid_t child = fork();
	if (!child)
		work(own, told[1], lies);
	close(told[1]);
	*count = 0;
	while (read(told[0], &acknowledged[*count], sizeof *acknowledged) == sizeof *acknowledged)
		++*count;
	close(told[0]);
	if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != DISK_CRASHED)
		fault_fail("it ended with status %x before the power went", status);
	if (holder)
		end(holder);
}

/* The machine starts again: what survived is all there is. */
static void start_again(void)
{
	static const char *const files[] = { "ordr.db", "ordr.db-wal", "ordr.db-journal", "ordr.db-shm" };
	char survivor[40];
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		unlink(files[i]);
		snprintf(survivor, sizeof survivor, "after/%s", files[i]);
		rename(survivor, files[i]);
	}
}

/* Runs a command on what survived; what is wrong is put into `why`. */
static bool runs(const char *words, char why[300])
{
	struct fault_result result;
	fault_run(words, &result);
	bool good = !result.status && (strcmp(words, "doctor") != 0 || !*result.out);
	if (!good)
		snprintf(why, 300, "ordr %s: exit %d: %.100s%.100s", words, result.status, result.out, result.err);
	fault_forget(&result);
	return good;
}

static bool holds(const struct done acknowledged[], size_t count, char why[300])
{
	char sql[200];
	if (!runs("list --json", why) || !runs("doctor", why))
		return false;
	for (size_t i = 0; i < count; i++) {
		snprintf(sql, sizeof sql,
			 "SELECT count(*) FROM idempotency WHERE key = '%s' AND documents LIKE '%%%s%%'",
			 acknowledged[i].key, acknowledged[i].id);
		if (fault_integer("ordr.db", sql) == 1)
			continue;
		snprintf(why, 300, "%s was acknowledged and is lost", acknowledged[i].key);
		return false;
	}
	long long keys = fault_integer("ordr.db", "SELECT count(*) FROM idempotency");
	long long batch = fault_integer("ordr.db", "SELECT count(*) FROM orders WHERE note = 'batch'");
	snprintf(why, 300, "%ld commands acknowledged, %lld done; %lld orders of batches; %d files", books.commands,
		 keys, batch, fault_files());
	return (keys == books.commands || keys == books.commands + 1) && batch % BATCH == 0 && fault_files() == 4;
}

/* New books: base.db is kept aside. */
static void begin(void)
{
	fault_copy("base.db", "ordr.db");
	memset(&books, 0, sizeof books);
}

/* How many crashes went well before one did not, or `count`. */
static long crash_often(long count, uint64_t seed, bool lies, long *commands, char why[300])
{
	static struct done acknowledged[CALLS_MOST];
	for (long crashes = 0; crashes < count; crashes++) {
		size_t told;
		if (crashes % FRESH == 0)
			begin();
		lose_power(&seed, lies, acknowledged, &told);
		start_again();
		for (size_t i = 0; i < told; i++)
			note(&acknowledged[i]);
		*commands += (long)told;
		if (!holds(acknowledged, told, why))
			return crashes;
	}
	return count;
}

int main(int argc, char **argv)
{
	char directory[64], why[300];
	struct fault_options options;
	long commands = 0, ignored = 0;
	fault_options(argc, argv, 60, &options);
	fault_enter(directory);
	fault_company();
	fault_copy("ordr.db", "base.db");
	write_batch();
	if (mkdir("after", 0700))
		fault_fail("cannot make a directory");
	long survived = crash_often(options.count, options.seed, false, &commands, why);
	if (survived < options.count)
		fault_fail("crash %ld: %s", survived + 1, why);
	long lied = crash_often(50, options.seed, true, &ignored, why);
	if (lied == 50)
		fault_fail("a disk that lies about its syncs was not found out");
	fault_leave(directory);
	fault_told("power lost %ld times in %ld commands: all there; a disk that lies was found out at crash %ld",
		   survived, commands, lied + 1);
	return 0;
}
