/* The transcripts' own machinery, with a small program in place of ordr: a test that cannot fail would prove nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "expect.h"
#include "transcript.h"
#include "tree.h"

/* ordr in small: `init` makes a file, `say WORD...` prints one a line, `env NAME` a variable, `in` copies its input
 * with its arguments counted, `fail N TEXT` complains and exits with N, `pwd` the directory, `raw` what no terminal
 * should see. */
static int fake_env(char **argv, FILE *out)
{
	const char *value = getenv(argv[2]);
	fprintf(out, "%s\n", value ? value : "(unset)");
	return 0;
}

static int fake_in(int argc, FILE *in, FILE *out)
{
	fprintf(out, "%d:", argc - 2);
	for (int c = getc(in); c != EOF; c = getc(in))
		putc(c, out);
	return 0;
}

static int fake_init(FILE *err)
{
	FILE *file = fopen("ordr.db", "wx");
	if (file)
		return fclose(file);
	fputs("ordr: ordr.db exists already\nhint: another name\n", err);
	return 5;
}

static int fake(int argc, char **argv, FILE *in, FILE *out, FILE *err)
{
	const char *word = argc > 1 ? argv[1] : "";
	char directory[100];
	assert_string_equal(argv[0], "ordr");
	assert_null(argv[argc]);
	if (strcmp(word, "env") != 0)
		setenv("TZ", "Europe/Berlin", 1); /* as ordr does; the next command must not see it */
	if (!strcmp(word, "init"))
		return fake_init(err);
	if (!strcmp(word, "env"))
		return fake_env(argv, out);
	if (!strcmp(word, "in"))
		return fake_in(argc, in, out);
	if (!strcmp(word, "pwd"))
		return fprintf(out, "in %s/x\n", getcwd(directory, sizeof directory)) < 0;
	if (!strcmp(word, "csv"))
		return fputs("a\r\nb\r\n", out) < 0;
	if (!strcmp(word, "raw"))
		return fprintf(out, "a\033[1m\n\n...\n\n") + fputs("end", out) < 0;
	for (int i = 2; !strcmp(word, "say") && i < argc; i++)
		fprintf(out, "%s\n", argv[i]);
	if (strcmp(word, "fail") != 0)
		return 0;
	fprintf(err, "ordr: %s\n", argv[3]);
	return atoi(argv[2]);
}

static const struct transcript_how how = { .program = fake };

/* A file with the text, read. */
static char written_to[64];

static int read_text(struct transcript *transcript, const char *text, enum transcript_kind kind, struct err *err)
{
	static char path[80];
	snprintf(path, sizeof path, "%s/it", written_to);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return transcript_read(transcript, path, kind, err);
}

static int make_directory(void **state)
{
	(void)state;
	tree_make(written_to);
	return 0;
}

static int remove_directory(void **state)
{
	(void)state;
	tree_remove(written_to);
	return 0;
}

/* Runs all cases; the report of those that fail, without the path. */
static int play(const char *text, enum transcript_kind kind, bool updates, struct str *report, struct str *source)
{
	struct transcript transcript;
	struct transcript_how playing = how;
	struct err err = { 0 };
	int failed = 0;
	playing.update = updates;
	if (read_text(&transcript, text, kind, &err))
		fail_msg("%s: %s", err.path, err.message);
	for (size_t i = 0; i < transcript.count; i++)
		failed += transcript_run(&transcript, i, &playing, report) != 0;
	if (source)
		transcript_update(&transcript, source);
	transcript_release(&transcript);
	return failed;
}

static void passes(const char *text, enum transcript_kind kind)
{
	struct str report = { 0 };
	int failed = play(text, kind, false, &report, NULL);
	if (failed)
		fail_msg("%s", report.text);
	str_release(&report);
}

static void fails(const char *text, enum transcript_kind kind, const char *part)
{
	struct str report = { 0 };
	assert_int_equal(play(text, kind, false, &report, NULL), 1);
	if (!strstr(report.text, part))
		fail_msg("\"%s\" does not say \"%s\"", report.text, part);
	str_release(&report);
}

/* The files that show the format: each case of them must pass. */
static void what_is_written_is_what_comes(void **state)
{
	size_t cases = 0;
	setenv("NO_COLOR", "1", 1);
	setenv("ORDR_DB", "somebody's.db", 1);
	for (char *const *file = *state; *file; file++) {
		struct transcript transcript;
		struct str report = { 0 };
		struct err err;
		if (transcript_read(&transcript, *file, TRANSCRIPT_TEST, &err))
			fail_msg("%s: %s", err.path, err.message);
		for (size_t i = 0; i < transcript.count; i++, cases++)
			if (transcript_run(&transcript, i, &how, &report))
				fail_msg("%s", report.text);
		transcript_release(&transcript);
	}
	assert_true(cases > 10);
}

static void what_differs_is_said(void **state)
{
	static const struct {
		const char *text, *part;
	} cases[] = {
		{ "# x\n$ ordr say a b\na\nc\n",
		  "it:2: $ ordr say a b\n  standard output (- expected, + came):\n      a\n    - c\n    + b\n" },
		{ "# x\n$ ordr say a b\n", "    + a\n    + b\n" },
		{ "# x\n$ ordr say\na\n", "    - a\n" },
		{ "# x\n$ ordr say a\na\n\\\n", "      a\n    - \\\n" },
		{ "# x\n$ ordr say \\\\ x\n\\\nx\n", "    - \\\n    + \\\\\n" },
		{ "# x\n$ ordr raw\na\\x1B[1m\n...\n", "    + a\xe2\x90\x9b[1m" },
		{ "# x\n$ ordr raw\n...\nend\n", "    - end\n    + end\\c\n" },
		{ "# x\n$ ordr say a b c\na\n...\nd\n", "      a\n      ...\n    - d\n    + c\n" },
		{ "# x\n$ ordr say abc\na[..]d\n", "    - a[..]d\n" },
		{ "# x\n$ ordr fail 5 no\n! ordr: no\n", "  exit status: expected 0, came 5\n" },
		{ "# x\n$ ordr fail 5 no\n? 5\n", "  standard error (- expected, + came):\n    + ordr: no\n" },
		{ "# x\n$ ordr say\n! ordr: no\n", "    - ordr: no\n" },
		{ "# x\n$ ordr say\n? 1\n", "expected 1, came 0" },
		{ "setup:\n$ ordr fail 4 no\n# x\n$ ordr say\n", "in the setup: " },
		{ "# x\n$ ordr say *\n", "more of a shell than a transcript has, at: *" },
		{ "# x\n$ ordr say a; ordr say b\n", "more of a shell" },
		{ "# x\n$ ordr say a && ordr say b\n", "more of a shell" },
		{ "# x\n$ ordr say `a`\n", "more of a shell" },
		{ "# x\n$ ordr say $nothing\n", "a variable that is not set" },
		{ "# x\n$ ordr say $1\n", "only $name" },
		{ "# x\n$ ordr say 'a\n", "a quote that is not closed" },
		{ "# x\n$ ordr say \"a\n", "a quote that is not closed" },
		{ "# x\n$ a=$(ordr say\n", "a $( that is not closed" },
		{ "# x\n$ ordr say a |\n", "no command" },
		{ "# x\n$ ordr in <\n", "a redirection takes one file" },
		{ "# x\n$ ordr in < nothing\n", "cannot open nothing" },
		{ "# x\n$ ordr in <<END\n", "<<'END'" },
		{ "# x\n$ rm -rf x\n", "rm is no program of a transcript" },
		{ "# x\n$ ORDR_DB=x\n", "export ORDR_DB" },
		{ "# x\n$ export ORDR_DB\n", "export takes NAME=value" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		fails(cases[i].text, TRANSCRIPT_TEST, cases[i].part);
}

static void what_is_no_transcript_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text;
		enum transcript_kind kind;
		const char *path, *message;
	} cases[] = {
		{ "# x\nhello\n", TRANSCRIPT_TEST, "it:2", "this follows no command" },
		{ "# x\n$ ordr say\n## c\nhello\n", TRANSCRIPT_TEST, "it:4", "this follows no command" },
		{ "# x\n! hello\n", TRANSCRIPT_TEST, "it:2", "this follows no command" },
		{ "# x\n$ ordr\n? x\n", TRANSCRIPT_TEST, "it:3", "an exit status is a number from 0 to 255" },
		{ "# x\n$ ordr \\\n", TRANSCRIPT_TEST, "it:2", "a command that goes on in no line" },
		{ "# x\n@ f\na\n", TRANSCRIPT_TEST, "it:2", "a file without an end: a line \"@\"" },
		{ "# x\n$ ordr in <<'END'\na\n", TRANSCRIPT_TEST, "it:2", "a here-document without an end" },
		{ "# x\nsetup:\n", TRANSCRIPT_TEST, "it:2", "setup: stands before the cases" },
		{ ".Bd -literal\n$ ordr say\n.Nm x\n.Ed\n", TRANSCRIPT_MANUAL, "it:3",
		  "a macro or an unknown escape in an example: .Nm x" },
		{ ".Bd -literal\n$ ordr say \\zx\n.Ed\n", TRANSCRIPT_MANUAL, "it:2",
		  "a macro or an unknown escape in an example: $ ordr say \\zx" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct transcript transcript;
		struct err err = { 0 };
		assert_int_equal(read_text(&transcript, cases[i].text, cases[i].kind, &err), -1);
		assert_int_equal(err.code, ERR_INVALID);
		assert_string_equal(err.message, cases[i].message);
		assert_string_equal(strrchr(err.path, '/') + 1, cases[i].path);
		transcript_release(&transcript);
	}
}

static void an_update_keeps_what_still_fits(void **state)
{
	static const struct {
		const char *before, *after;
		enum transcript_kind kind;
	} cases[] = {
		{ "# x\n\n$ ordr say a\n\n## c\n# y\n$ ordr say b\nb\n",
		  "# x\n\n$ ordr say a\na\n\n## c\n# y\n$ ordr say b\nb\n", TRANSCRIPT_TEST },
		{ "# x\n$ ordr say a b c d e\n[..]\n...\nz\n? 4\n\n$ ordr fail 3 no\n",
		  "# x\n$ ordr say a b c d e\n[..]\n...\ne\n\n$ ordr fail 3 no\n! ordr: no\n? 3\n", TRANSCRIPT_TEST },
		{ "# x\n$ ordr raw\nx\n", "# x\n$ ordr raw\na\xe2\x90\x9b[1m\n\n\\...\n\nend\\c\n", TRANSCRIPT_TEST },
		{ "# x\n$ ordr say a '' ''\n! gone\n? 1\n", "# x\n$ ordr say a '' ''\na\n\\\n\\\n", TRANSCRIPT_TEST },
		{ "# x\n$ ordr in <<'END'\na\nEND\n", "# x\n$ ordr in <<'END'\na\nEND\n0:a\n", TRANSCRIPT_TEST },
		{ "Text\n\n    $ ordr say a\n    b\n\nMore\n```\n$ ordr say c\n```\n",
		  "Text\n\n    $ ordr say a\n    a\n\nMore\n```\n$ ordr say c\nc\n```\n", TRANSCRIPT_README },
		{ ".Bd -literal -offset indent\n$ ordr say .a \\eb\nx\n.Ed\n",
		  ".Bd -literal -offset indent\n$ ordr say .a \\eb\n\\&.a\nb\n.Ed\n", TRANSCRIPT_MANUAL },
		{ ".Bd -literal\n$ ordr say 'a\\eb'\n.Ed\n", ".Bd -literal\n$ ordr say 'a\\eb'\na\\eb\n.Ed\n",
		  TRANSCRIPT_MANUAL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str report = { 0 };
		struct str source = { 0 };
		assert_true(play(cases[i].before, cases[i].kind, true, &report, &source) > 0);
		assert_string_equal(source.text, cases[i].after);
		passes(source.text, cases[i].kind);
		str_release(&report);
		str_release(&source);
	}
}

static void the_examples_of_documents_are_played(void **state)
{
	(void)state;
	passes(".Sh EXAMPLES\n.Bd -literal -offset indent\n$ ordr say a\\-b \\(en\n.\\\" not "
	       "this\na-b\n\\(en\n.Ed\nThen:\n.Bd -literal\n"
	       "# no example\n.Nm ordr\n.Ed\n.Bd -literal\n$ ordr fail 5 no\nordr: no\n$ ordr init\nordr: ordr.db "
	       "exists already\nhint: [..]\n.Ed\n",
	       TRANSCRIPT_MANUAL);
	passes("# ordr\n\n    sh tests/run.sh\n\n```console\n$ ordr init\n# again\n$ ordr init\nordr: ordr.db exists "
	       "already\n...\n```\n\n    $ ordr say a '' b\n"
	       "    a\n\n    b\n",
	       TRANSCRIPT_README);
	fails(".Bd -literal\n$ ordr say a\n.Ed\n", TRANSCRIPT_MANUAL, "    + a\n");
	fails(".Bd -literal\n$ ordr fail 3 no\n.Ed\n", TRANSCRIPT_MANUAL, "    + ordr: no\n");
	passes(".Bd -literal\n$ ordr csv\na\nb\n.Ed\n", TRANSCRIPT_MANUAL);
	fails("# x\n$ ordr csv\na\nb\n", TRANSCRIPT_TEST, "    + a\xe2\x90\x8d\n");
	passes(".Sh NAME\n", TRANSCRIPT_MANUAL);
}

static void a_real_shell_plays_the_same_files(void **state)
{
	static const char text[] = "# x\n@ f\nb\n@\n$ ordr in - <<'END' && exit 3\na\nEND\nin -:a\n? 3\n$ id=$(cat f; "
				   "echo c)\n$ ordr \"$id\" $id\n"
				   "b\nc b c:\\c\n$ export ORDR_DB=x\n$ sh -c 'echo $ORDR_DB >&2'\n! x\n";
	struct transcript transcript;
	struct str report = { 0 };
	struct err err = { 0 };
	char path[80];
	(void)state;
	snprintf(path, sizeof path, "%s/ordr", written_to);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs("#!/bin/sh\nprintf %s: \"$*\"\ncat\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0700), 0);
	const struct transcript_how real = { .path = written_to };
	assert_int_equal(read_text(&transcript, text, TRANSCRIPT_TEST, &err), 0);
	if (transcript_run(&transcript, 0, &real, &report))
		fail_msg("%s", report.text);
	transcript_release(&transcript);
	str_release(&report);
}

static void dots_never_hide_a_line_that_is_written(void **state)
{
	struct line wanted[] = { { "a", 1 }, { "...", 2 }, { "z", 3 } };
	static const char came_text[] = "a\nb\nz\nb\nz\n";
	struct arena arena = { 0 };
	struct lines came = { 0 };
	struct expect expect;
	(void)state;
	expect_written(&arena, came_text, strlen(came_text), &came);
	expect_align(&arena, &(struct lines){ wanted, 3 }, &came, &expect);
	assert_true(expect.same);
	assert_int_equal(expect.count, 6);
	came.count = 4; /* a b z b */
	expect_align(&arena, &(struct lines){ wanted, 3 }, &came, &expect);
	assert_false(expect.same);
	arena_release(&arena);
}

int main(int argc, char **argv)
{
	(void)argc;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(what_is_written_is_what_comes, argv + 1),
		cmocka_unit_test(what_differs_is_said),
		cmocka_unit_test(what_is_no_transcript_is_refused_with_its_line),
		cmocka_unit_test(an_update_keeps_what_still_fits),
		cmocka_unit_test(the_examples_of_documents_are_played),
		cmocka_unit_test(a_real_shell_plays_the_same_files),
		cmocka_unit_test(dots_never_hide_a_line_that_is_written),
	};
	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
