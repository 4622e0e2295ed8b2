/* The walk: random steps over all commands, each predicted by the model and compared with what ordr does.
 *
 *     walk [--seed N] [--steps N] [--life N] [--first N] [--look N] [--shrink SECONDS] [--trace]
 *
 * A company lives for --life steps, then another begins; the --first is 0. Every --look steps each row of its database is compared and
 * `ordr doctor` must find nothing. What fails is shrunk to a short script for a shell. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "company.h"
#include "generate.h"
#include "shrink.h"

struct walk {
	uint64_t seed;
	bool chosen; /* the seed was given: it is known where it goes */
	int steps, life, first, look, shrink;
	bool trace;
	int done;
	int exits[KINDS][9]; /* how often each kind ended so */
	struct step *past;
};

static bool read_options(int argc, char **argv, struct walk *walk)
{
	const struct {
		const char *name;
		int *number;
	} options[] = { { "--steps", &walk->steps },
			{ "--life", &walk->life },
			{ "--first", &walk->first },
			{ "--look", &walk->look },
			{ "--shrink", &walk->shrink } };
	for (int i = 1; i < argc; i++) {
		bool known = !strcmp(argv[i], "--trace");
		walk->trace |= known;
		if (!strcmp(argv[i], "--seed") && i + 1 < argc) {
			walk->seed = strtoull(argv[++i], NULL, 10);
			walk->chosen = true;
			continue;
		}
		for (size_t at = 0; !known && i + 1 < argc && at < sizeof options / sizeof *options; at++) {
			known = !strcmp(argv[i], options[at].name);
			if (known)
				*options[at].number = atoi(argv[++i]);
		}
		if (!known)
			return false;
	}
	return walk->steps > 0 && walk->life > 0 && walk->look > 0;
}

/* Where nothing is written to a disk, unless the caller wants another place. */
static void choose_directory(void)
{
	struct stat about;
	if (!getenv("TMPDIR") && !stat("/dev/shm", &about) && S_ISDIR(about.st_mode) && !access("/dev/shm", W_OK))
		setenv("TMPDIR", "/dev/shm", 1);
}

static void tell_failure(struct walk *walk, int count, bool copies, const struct str *report)
{
	struct str again = { 0 };
	struct str script = { 0 };
	printf("step %d of seed %" PRIu64 " fails (%s):\n%s\nshrinking %d steps …\n", walk->done, walk->seed,
	       step_words[walk->past[count - 1].kind], report->text ? report->text : "", count);
	fflush(stdout);
	int left = shrink(walk->past, count, copies, walk->shrink);
	int at = shrink_replay(walk->past, left, copies, &again, &script);
	printf("%d steps are left:\n\n%s\n", left, script.text ? script.text : "");
	printf("%s:\n%s",
	       at == left ? "and then"
	       : at < 0   ? "and now it is well"
			  : "the last one",
	       again.text ? again.text : "");
	str_release(&again);
	str_release(&script);
}

static bool take(struct walk *walk, struct company *company, const struct step *step, struct str *report)
{
	if (walk->trace) {
		struct str script = { 0 };
		step_print(&company->model, step, &script);
		printf("%s", script.text ? script.text : "");
		fflush(stdout);
		str_release(&script);
	}
	bool good = company_step(company, step, false, report);
	walk->exits[step->kind][company->answer.exit]++;
	walk->done++;
	return good;
}

/* One company from its first day to its last. Every second one keeps users. */
static bool live(struct walk *walk, int number, int steps)
{
	struct company company;
	struct generator generator;
	struct str report = { 0 };
	int count = 0;
	bool good = true;
	generate_begin(&generator, walk->seed * 1000003 + (uint64_t)number, number % 2, walk->past);
	company_begin(&company, steps * 4 + 1000, generator.now);
	while (good && count < steps) {
		struct step *step = &walk->past[count++];
		generate(&generator, &company.model, step);
		good = take(walk, &company, step, &report);
		if (good && (count % walk->look == 0 || count == steps))
			good = company_look(&company, &report);
	}
	bool miscopied = good && !company_copy(&company, &report);
	company_end(&company);
	good = good && !miscopied;
	if (!good)
		tell_failure(walk, count, miscopied, &report);
	str_release(&report);
	return good;
}

static void tell(const struct walk *walk, double seconds)
{
	static const int columns[] = { 0, 2, 3, 4, 5, 6, 7, 8 };
	printf("%-16s", "exit");
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		printf("%8d", columns[i]);
	printf("\n");
	for (int kind = 0; kind < KINDS; kind++) {
		printf("%-16s", step_words[kind]);
		for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
			printf("%8d", walk->exits[kind][columns[i]]);
		printf("\n");
	}
	printf("%d steps of seed %" PRIu64 " in %.1f s, %.0f a second: the books are as the model says\n", walk->done,
	       walk->seed, seconds, walk->done / seconds);
}

/* A walk in which some command never went well has lost its way; but a short one, or one of a single company, may. One of the day is long from
 * 10,000 steps on: what is rare may not happen in fewer. */
static bool went_everywhere(const struct walk *walk)
{
	bool all = true;
	int enough = walk->chosen ? 2000 : 10000;
	for (int kind = 0; kind < KINDS && walk->steps > walk->life && walk->steps >= enough; kind++)
		if (!walk->exits[kind][EXIT_OK]) {
			printf("%s never went well: the walk proves nothing of it\n", step_words[kind]);
			all = false;
		}
	return all;
}

int main(int argc, char **argv)
{
	struct walk walk = { .seed = (uint64_t)time(NULL) / 86400, .steps = 3000, .life = 10000, .look = 500, .shrink = 120 };
	struct timespec begin, end;
	if (!read_options(argc, argv, &walk)) {
		fputs("usage: walk [--seed N] [--steps N] [--life N] [--first N] [--look N] [--shrink SECONDS] [--trace]\n",
		      stderr);
		return 2;
	}
	printf("seed %" PRIu64 "\n", walk.seed);
	fflush(stdout);
	choose_directory();
	walk.past = calloc((size_t)walk.life, sizeof *walk.past);
	if (!walk.past)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	bool good = true;
	for (int life = walk.first; good && walk.done < walk.steps; life++) {
		int left = walk.steps - walk.done;
		good = live(&walk, life, left < walk.life ? left : walk.life);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	free(walk.past);
	if (good)
		tell(&walk, (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
	return good && went_everywhere(&walk) ? 0 : 1;
}
