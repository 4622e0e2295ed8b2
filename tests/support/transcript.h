/* Transcripts: tests that read as the manual does. A file tests/cli/<verb>.test holds cases:
 *
 *     ## A comment, anywhere but between a command and what it prints.
 *     now: 2026-11-26T09:00:00Z          the clock: before the cases of the file, in a case from there on
 *     setup:                             what comes before each case; only its exit statuses are looked at
 *     $ ordr init
 *
 *     # Confirming twice is refused      a case begins, in an empty directory of its own
 *     @ orders.jsonl                     a file: the lines up to one "@"
 *     {"customer":"C-1001","lines":[{"sku":"A-1","qty":3}]}
 *     @
 *     $ ordr place orders.jsonl          a command; "\" at its end goes on in the next line
 *     SO-000001                          standard output, exactly
 *     $ ordr confirm - <<'END'           a here-document
 *     SO-000001
 *     END
 *     ! ordr: SO-000001: …               standard error
 *     ? 5                                the exit status; without it 0
 *
 * What a command may be is in shell.h. In what is expected a line "..." stands for any number of lines, "[..]" in a
 * line for any text. A "\" at the beginning is no part of a line and makes the rest plain ("\$ 5", "\..."); "\" alone is an
 * empty line, needed only at the end; "\c" at the end says that no newline came. Control characters appear as their
 * pictures (␛ for ESC), the case's directory as $PWD, the tests' data directory as $data: both are variables too.
 * Empty lines between commands mean nothing.
 *
 * A manual page's .Bd -literal displays, and README's indented and fenced blocks, are read alike when they begin with
 * "$ ": together they are one case, in a directory where `ordr init --demo` was run unless their first command is an
 * init. Their plain lines are what a terminal would show: standard output, then standard error, which makes any exit
 * status right; "# " begins a comment. */
#ifndef ORDR_TESTS_TRANSCRIPT_H
#define ORDR_TESTS_TRANSCRIPT_H

#include <stdbool.h>
#include <stdio.h>

#include "lines.h"
#include "ordr/str.h"
#include "shell.h"

enum transcript_kind { TRANSCRIPT_TEST, TRANSCRIPT_MANUAL, TRANSCRIPT_README };
enum transcript_do { TRANSCRIPT_COMMAND, TRANSCRIPT_FILE, TRANSCRIPT_CLOCK };

struct transcript_step {
	enum transcript_do what;
	size_t line;
	struct shell_command command; /* COMMAND */
	const char *name;             /* FILE */
	const char *text;             /* FILE: its content; CLOCK: the instant */
	struct lines out, err;        /* expected, as written */
	int status;
	size_t begin, end;   /* the lines of the source that say what is expected: from begin up to before end */
	const char *instead; /* after a run that differed: what should stand there, as lines; else NULL */
};

struct transcript_case {
	const char *title;
	size_t line;
	struct transcript_step *steps;
	size_t count;
};

struct transcript {
	const char *path; /* absolute, so that it can be rewritten from anywhere */
	enum transcript_kind kind;
	struct arena arena;
	struct lines source;
	struct transcript_case setup;
	struct transcript_case *cases;
	size_t count;
	/* The directory in which the setup was run, copied for each case; empty: not yet. */
	char made[64];
	int made_status;
	struct str made_report;
	struct shell_variable *variables; /* … and the variables it left */
	size_t variables_count;
};

/* What runs the commands. */
struct transcript_how {
	/* ordr_main; NULL: /bin/sh, with `path` first on PATH */
	int (*program)(int argc, char **argv, FILE *in, FILE *out, FILE *err);
	const char *path;
	const char *data;
	bool update; /* go on after a difference */
};

/* Reads a file. ERR_INVALID with the path "file:line". */
int transcript_read(struct transcript *transcript, const char *path, enum transcript_kind kind, struct err *err);
/* Runs one case. 0: all is as expected; else −1 with a report of what is not, up to its first difference. */
int transcript_run(struct transcript *transcript, size_t index, const struct transcript_how *how, struct str *report);
/* After runs for an update: the whole source with what came out in place of what differed. Expected lines that still
 * fit stay as they are. */
void transcript_update(const struct transcript *transcript, struct str *source);
void transcript_release(struct transcript *transcript);

/* transcript_source.c: the lines of the source that are a transcript; a manual's decoded. ERR_INVALID. */
int transcript_lines(struct transcript *transcript, struct lines *lines, struct err *err);
/* A line as the source writes it, put after `indent`. */
void transcript_encode(const struct transcript *transcript, const char *indent, const char *text, struct str *str);
/* transcript_parse.c */
int transcript_parse(struct transcript *transcript, const struct lines *lines, struct err *err);

#endif
