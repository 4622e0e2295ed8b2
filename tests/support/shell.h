/* As much of a shell as a transcript may use, run inside this process: `ordr`, `cat [FILE...]` and `echo WORD...`, with
 * quotes and backslashes, pipes, < > >> 2> 2>>, one here-document, NAME=value before a command, $name and $(command).
 * NAME=value alone keeps a variable for the rest of the case, `export NAME=value` one that ordr sees; captured text is
 * NAME=$(command). All else is refused rather than understood differently from a real shell. */
#ifndef ORDR_TESTS_SHELL_H
#define ORDR_TESTS_SHELL_H

#include <stdio.h>

#include "lines.h"
#include "ordr/str.h"

struct shell_variable {
	const char *name, *value;
};

struct shell {
	int (*program)(int argc, char **argv, FILE *in, FILE *out,
		       FILE *err); /* what `ordr` is; NULL: commands go to /bin/sh */
	const char *path; /* put before PATH; NULL: nothing */
	struct arena *arena;
	struct shell_variable *variables; /* set by the commands so far */
	size_t variables_count;
};

struct shell_command {
	const char *text;
	const char *document;  /* the here-document's lines, or NULL */
	const char *delimiter; /* the word that ends it */
};

struct shell_result {
	struct str out, err;
	int status;
};

/* Sets up the environment of a case: fixed language, time zone, clock and user, nothing of ordr's own, `directory` as
 * HOME and PWD; then the variables. Called after chdir. */
void shell_environment(const struct shell *shell, const char *directory);
/* Sets a variable from here on. */
void shell_assign(struct shell *shell, const char *name, const char *value);
/* Takes the variables out of the environment. */
void shell_forget(struct shell *shell);
/* Runs a command. −1 with ERR_INVALID when the transcript is wrong: an unknown construct, a file that is not there. The
 * result's texts are added to, and given back by the caller. */
int shell_run(struct shell *shell, const struct shell_command *command, struct shell_result *result, struct err *err);

/* The delimiter of the command's here-document: its length, and where it begins; 0: the command has none. */
size_t shell_delimiter(const char *text, const char **delimiter);

#endif
