/* Runs a case step by step and says what differs. The setup of a file is run once and its directory copied for each
 * case: the clock is fixed and a database at rest is one file, so that is the same, at a fraction of the time. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "transcript.h"
#include "tree.h"

struct play {
	struct transcript *transcript;
	const struct transcript_how *how;
	struct shell shell;
	struct arena arena;
	const char *directory;
	bool setup;
	struct str *report;
};

/* Puts the text with one part of it, a directory for one, under another name. */
static void put_renamed(struct str *str, const char *text, size_t length, const char *directory, const char *name)
{
	size_t size = directory ? strlen(directory) : 0;
	for (size_t i = 0; i < length;) {
		if (size && length - i >= size && !memcmp(text + i, directory, size)) {
			str_put(str, name);
			i += size;
		} else {
			str_put_char(str, text[i++]);
		}
	}
}

static void written(struct play *play, const struct str *text, struct lines *lines)
{
	struct str without = { 0 };
	struct str renamed = { 0 };
	put_renamed(&without, text->text, text->length, play->directory, "$PWD");
	put_renamed(&renamed, without.text, without.length, play->how->data, "$data");
	if (play->transcript->kind != TRANSCRIPT_TEST) { /* the lines of CSV end as a terminal shows them */
		str_clear(&without);
		put_renamed(&without, renamed.text, renamed.length, "\r\n", "\n");
	}
	const struct str *shown = play->transcript->kind != TRANSCRIPT_TEST ? &without : &renamed;
	expect_written(&play->transcript->arena, shown->text, shown->length, lines);
	str_release(&without);
	str_release(&renamed);
}

static const char *first_line(const char *text)
{
	return *text ? text : "(nothing)";
}

static void put_title(struct play *play, const struct transcript_step *step)
{
	if (step->line)
		str_printf(play->report, "%s:%zu: ", play->transcript->path, step->line);
	str_printf(play->report, "$ %s\n", step->command.text);
}

/* The lines that should stand in the source: expected ones where they fit. */
static void put_instead(const struct play *play, const struct expect *expect, const char *indent, const char *mark,
			struct str *str)
{
	for (size_t i = 0; i < expect->count; i++) {
		const struct expect_move *move = &expect->moves[i];
		if (move->kind == EXPECT_ABSORBED || move->kind == EXPECT_MISSING)
			continue;
		const char *text = move->kind <= EXPECT_ANY ? move->wanted->text : move->came;
		const char *line =
			arena_printf(&play->transcript->arena, "%s%s%s", mark, *mark && *text ? " " : "", text);
		transcript_encode(play->transcript, indent, line, str);
	}
}

static void note_instead(struct play *play, struct transcript_step *step, const struct expect *out,
			 const struct expect *err, int status)
{
	struct transcript *transcript = play->transcript;
	struct str instead = { 0 };
	const char *typed = transcript->source.line[step->line - 1].text;
	const char *indent = arena_strndup(&transcript->arena, typed, strspn(typed, " "));
	put_instead(play, out, indent, "", &instead);
	put_instead(play, err, indent, "!", &instead);
	if (status)
		transcript_encode(transcript, indent, arena_printf(&transcript->arena, "? %d", status), &instead);
	step->instead = arena_strdup(&transcript->arena, instead.text ? instead.text : "");
	str_release(&instead);
}

/* A document shows what a terminal does: both streams, and no exit status unless it is written down. */
static void mix(struct play *play, const struct transcript_step *step, struct lines *out, struct lines *err,
		int *status)
{
	if (play->transcript->kind == TRANSCRIPT_TEST || play->setup || !err->count || step->err.count)
		return;
	for (size_t i = 0; i < err->count; i++)
		lines_add(&play->transcript->arena, out, err->line[i].text, 0);
	err->count = 0;
	if (!step->status)
		*status = 0;
}

static int compare(struct play *play, struct transcript_step *step, const struct shell_result *result)
{
	struct arena *arena = &play->transcript->arena;
	struct lines came_out = { 0 };
	struct lines came_err = { 0 };
	struct expect out, err;
	int status = result->status;
	written(play, &result->out, &came_out);
	written(play, &result->err, &came_err);
	mix(play, step, &came_out, &came_err, &status);
	expect_align(arena, &step->out, &came_out, &out);
	expect_align(arena, &step->err, &came_err, &err);
	if (out.same && err.same && status == step->status)
		return 0;
	put_title(play, step);
	expect_put(&out, "standard output", play->report);
	expect_put(&err, "standard error", play->report);
	if (status != step->status)
		str_printf(play->report, "  exit status: expected %d, came %d\n", step->status, status);
	if (play->how->update)
		note_instead(play, step, &out, &err, status);
	return -1;
}

/* In a setup only the exit status counts. */
static int check_setup(struct play *play, const struct transcript_step *step, const struct shell_result *result)
{
	if (result->status == step->status)
		return 0;
	str_put(play->report, "in the setup: ");
	put_title(play, step);
	str_printf(play->report, "  exit status: expected %d, came %d\n  %s\n", step->status, result->status,
		   first_line(result->err.text ? result->err.text : ""));
	return -1;
}

static int do_command(struct play *play, struct transcript_step *step)
{
	struct shell_result result = { 0 };
	struct err err = { 0 };
	int failed = shell_run(&play->shell, &step->command, &result, &err);
	if (failed) {
		put_title(play, step);
		str_printf(play->report, "  %s\n", err.message);
	} else {
		failed = play->setup ? check_setup(play, step, &result) : compare(play, step, &result);
	}
	str_release(&result.out);
	str_release(&result.err);
	return failed;
}

static int do_file(struct play *play, struct transcript_step *step)
{
	FILE *file = fopen(step->name, "w");
	bool good = file && fputs(step->text, file) >= 0;
	if (file)
		good &= !fclose(file);
	if (!good)
		str_printf(play->report, "%s:%zu: cannot write %s\n", play->transcript->path, step->line, step->name);
	return good ? 0 : -1;
}

static int do_clock(struct play *play, struct transcript_step *step)
{
	shell_assign(&play->shell, "ORDR_NOW", step->text);
	return 0;
}

static int do_steps(struct play *play, const struct transcript_case *one)
{
	static int (*const ways[])(struct play *, struct transcript_step *) = {
		[TRANSCRIPT_COMMAND] = do_command, [TRANSCRIPT_FILE] = do_file, [TRANSCRIPT_CLOCK] = do_clock
	};
	int result = 0;
	for (size_t i = 0; i < one->count && (!result || (play->how->update && !play->setup)); i++)
		result |= ways[one->steps[i].what](play, &one->steps[i]);
	return result;
}

/* In the directory, with the environment; back again after it. */
static int play_in(struct play *play, const char *directory, const struct transcript_case *one)
{
	int before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (before < 0 || chdir(directory))
		abort();
	play->directory = directory;
	shell_environment(&play->shell, directory);
	if (play->how->data)
		setenv("data", play->how->data, 1);
	int result = do_steps(play, one);
	shell_forget(&play->shell);
	if (fchdir(before))
		abort();
	close(before);
	return result;
}

static struct play play_new(struct transcript *transcript, const struct transcript_how *how, struct arena *arena,
			    struct str *report)
{
	return (struct play){ .transcript = transcript,
			      .how = how,
			      .shell = { .program = how->program, .path = how->path, .arena = arena },
			      .report = report };
}

static int make_setup(struct transcript *transcript, const struct transcript_how *how)
{
	if (*transcript->made)
		return transcript->made_status;
	struct play play = play_new(transcript, how, &transcript->arena, &transcript->made_report);
	play.setup = true;
	tree_make(transcript->made);
	transcript->made_status = play_in(&play, transcript->made, &transcript->setup);
	transcript->variables = play.shell.variables;
	transcript->variables_count = play.shell.variables_count;
	return transcript->made_status;
}

int transcript_run(struct transcript *transcript, size_t index, const struct transcript_how *how, struct str *report)
{
	char directory[64];
	struct arena arena = { 0 };
	if (make_setup(transcript, how)) {
		str_put(report, transcript->made_report.text);
		return -1;
	}
	struct play play = play_new(transcript, how, &arena, report);
	for (size_t i = 0; i < transcript->variables_count; i++) /* an array that grows must be its own */
		shell_assign(&play.shell, transcript->variables[i].name, transcript->variables[i].value);
	tree_make(directory);
	tree_copy(transcript->made, directory);
	int result = play_in(&play, directory, &transcript->cases[index]);
	tree_remove(directory);
	arena_release(&arena);
	return result;
}
