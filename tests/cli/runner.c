/* Plays transcripts against ordr: in this process, or by a real shell with the real binary.
 *
 *     runner [--update] [--shell DIRECTORY] [--data DIRECTORY] [FILE.test | --manual FILE | --readme FILE]...
 *
 * A directory stands for the files in it: NAME.test, or the manual pages NAME.1 to NAME.9.
 * --shell names the directory of the binary; --data what "$data" stands for. --update writes into the files what came
 * out, and plays them again: what differs then is not repeatable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ordr/cmd.h"
#include "transcript.h"

struct played {
	struct transcript *transcript;
	size_t index;
	const struct transcript_how *how;
};

static void reads_as_it_runs(void **state)
{
	const struct played *played = *state;
	struct str report = { 0 };
	int result = transcript_run(played->transcript, played->index, played->how, &report);
	if (report.length)
		fprintf(stderr, "%s", report.text);
	str_release(&report);
	if (result)
		fail();
}

static int play_group(struct transcript *transcript, const struct transcript_how *how)
{
	struct arena arena = { 0 };
	struct CMUnitTest *tests = arena_array(&arena, transcript->count, sizeof *tests);
	struct played *played = arena_array(&arena, transcript->count, sizeof *played);
	const char *slash = strrchr(transcript->path, '/');
	for (size_t i = 0; i < transcript->count; i++) {
		played[i] = (struct played){ transcript, i, how };
		tests[i] = (struct CMUnitTest){ .name = transcript->cases[i].title,
						.test_func = reads_as_it_runs,
						.initial_state = &played[i] };
	}
	int failed =
		_cmocka_run_group_tests(slash ? slash + 1 : transcript->path, tests, transcript->count, NULL, NULL);
	arena_release(&arena);
	return failed;
}

static int write_source(const struct transcript *transcript)
{
	struct str source = { 0 };
	transcript_update(transcript, &source);
	FILE *file = fopen(transcript->path, "w");
	bool good = file && fwrite(source.text, 1, source.length, file) == source.length;
	if (file)
		good &= !fclose(file);
	str_release(&source);
	if (!good)
		perror(transcript->path);
	return good ? 0 : -1;
}

static int update(struct transcript *transcript, const struct transcript_how *how)
{
	struct transcript_how updating = *how;
	struct str report = { 0 };
	bool differs = false;
	updating.update = true;
	for (size_t i = 0; i < transcript->count; i++)
		differs |= transcript_run(transcript, i, &updating, &report) != 0;
	if (report.length)
		printf("%s", report.text);
	str_release(&report);
	return differs ? write_source(transcript) : 0;
}

/* Reads a file and does it. The number of failures. */
static int play(const char *path, enum transcript_kind kind, const struct transcript_how *how)
{
	struct transcript transcript;
	struct err err = { 0 };
	int failed = transcript_read(&transcript, path, kind, &err);
	if (failed)
		fprintf(stderr, "%s%s%s\n", err.path, *err.path ? ": " : "", err.message);
	else if (!transcript.count && kind == TRANSCRIPT_TEST)
		failed = fprintf(stderr, "%s: no case\n", path);
	else if (transcript.count)
		failed = how->update ? update(&transcript, how) : play_group(&transcript, how);
	transcript_release(&transcript);
	return failed ? 1 : 0;
}

struct options {
	struct transcript_how how;
	char path[PATH_MAX], data[PATH_MAX];
};

/* The way in which an argument is to be taken that another follows: 0, or −1 when it is none of these. */
static int take_directory(struct options *options, const char *name, const char *value)
{
	bool shell = !strcmp(name, "--shell");
	if (!shell && strcmp(name, "--data") != 0)
		return -1;
	if (!realpath(value, shell ? options->path : options->data)) {
		perror(value);
		exit(2);
	}
	*(shell ? &options->how.path : &options->how.data) = shell ? options->path : options->data;
	if (shell)
		options->how.program = NULL;
	return 0;
}

static int is_test(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');
	return dot && dot != entry->d_name && !strcmp(dot, ".test");
}

static int is_page(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');
	return dot && dot != entry->d_name && dot[1] >= '1' && dot[1] <= '9' && !dot[2];
}

/* The path, or what lies in it. An empty directory is a failure too: nothing would be tested. */
static int play_path(const char *path, enum transcript_kind kind, const struct transcript_how *how)
{
	struct dirent **entries;
	struct stat about;
	if (stat(path, &about) || !S_ISDIR(about.st_mode))
		return play(path, kind, how);
	int count = scandir(path, &entries, kind == TRANSCRIPT_MANUAL ? is_page : is_test, alphasort);
	int failed = count > 0 ? 0 : fprintf(stderr, "%s: nothing to play\n", path);
	for (int i = 0; i < count; i++) {
		char file[PATH_MAX];
		snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
		failed += play(file, kind, how);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return failed;
}

static int play_all(int argc, char **argv, struct options *options)
{
	int failed = 0;
	int files = 0;
	for (int i = 1; i < argc; i++) {
		bool more = i + 1 < argc;
		enum transcript_kind kind = !strcmp(argv[i], "--manual")   ? TRANSCRIPT_MANUAL
					    : !strcmp(argv[i], "--readme") ? TRANSCRIPT_README
									   : TRANSCRIPT_TEST;
		if (!strcmp(argv[i], "--update"))
			continue;
		if (more && !take_directory(options, argv[i], argv[i + 1])) {
			i++;
			continue;
		}
		i += kind != TRANSCRIPT_TEST && more;
		failed += play_path(argv[i], kind, &options->how);
		files++;
	}
	if (!files)
		fprintf(stderr, "usage: runner [--update] [--shell DIRECTORY] [--data DIRECTORY]"
				" [FILE.test | --manual FILE | --readme FILE]...\n");
	return files ? failed : 1;
}

int main(int argc, char **argv)
{
	struct options options = { .how = { .program = ordr_main } };
	for (int i = 1; i < argc; i++)
		options.how.update |= !strcmp(argv[i], "--update");
	int failed = play_all(argc, argv, &options);
	if (options.how.update && !failed) {
		options.how.update = false;
		failed = play_all(argc, argv, &options);
	}
	return failed ? 1 : 0;
}
