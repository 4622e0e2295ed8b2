/* Help and completion, read off the command table without running anything. */
#ifndef ORDR_HELP_H
#define ORDR_HELP_H

#include "ordr/cmd.h"
#include "ordr/str.h"

/* What `ordr help` prints: usage, the commands by group with their summaries, the global options, where to read more. A command without
 * a group that is listed is hidden. `all`: with their subcommands. */
void help_overview(struct str *str, const struct cmd *const *table, const char *const *groups, const struct opt *global, bool all);
/* What `ordr help ship` and `ordr ship --help` print: usage, what it does, its subcommands, its options (form fields too), and where to
 * read more. `path`: "stock receive". Lines end before column 80. */
void help_command(struct str *str, const struct cmd *cmd, const char *path, const struct opt *global);
/* One line of usage, without a newline: "ordr [global options] stock receive SKU:QTY...|FILE [options]". */
void help_usage(struct str *str, const struct cmd *cmd, const char *path);

/* The command that the words name, as deep as they go: *used words of them. NULL: the first names none. A word that is no subcommand of a
 * command with `implied` is an operand of that one. Where the words end at a command with `implied`, it is that command itself: who wants
 * to run it takes ->implied. */
const struct cmd *command_find(const struct cmd *const *table, const char *const *words, int count, int *used);

/* The name in the table that the word comes nearest to, or NULL; `top`: it is the table of all commands. */
const char *command_nearest(const struct cmd *const *table, bool top, const char *word);
/* ERR_USAGE: there is no such word in the table of the command `path` ("": the top), with the nearest as a hint. Returns −1. */
int command_unknown(const struct cmd *const *table, const char *path, const char *word, struct err *err);

/* What a caller of complete_words has to look up. */
struct wanted {
	enum operand operand;
	const struct cmd *cmd;    /* the command that the line is of, or the one that it implies; NULL: none yet */
	const struct opt *option; /* whose value is wanted; NULL: an operand is */
	const char *database;     /* what --db said; NULL: nothing */
};

/* What may stand where the last word is being typed (`words` are those after "ordr", the last may be empty or a beginning). Adds "word" or
 * "word\thelp" lines to str, only those that begin as it does; a word that ends in "=" goes on. *wanted: what kind of operand is wanted
 * too, whose values only the database knows (OPERAND_NONE: none), or OPERAND_FILE: the caller ends its output with the line ":files", for
 * which the scripts in completions/ put the names of files. It is also set for an option's value, by what its argument is called: FILE,
 * ORDER, CUSTOMER, SKU …; the option is a copy in `arena`. */
void complete_words(struct str *str, const struct cmd *const *table, const struct opt *global, const char *const *words, int count,
		    struct arena *arena, struct wanted *wanted);
/* The part of the last word that is a value: behind the "=" of "--customer=AC", else all of it. What the caller adds must begin with
 * it, and is printed behind what stands before it. */
const char *complete_value(const char *word);

#endif
