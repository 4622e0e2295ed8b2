/* Which command the words of a command line name. Private to the program's outer side. */
#ifndef ORDR_WORDS_H
#define ORDR_WORDS_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/cmd.h"
#include "ordr/err.h"

struct words {
	const struct cmd *cmd;
	const char *meant; /* a subcommand that the first operand of an implied one comes near to; else NULL */
	const char *path; /* "stock receive"; of an implied subcommand too */
	bool named;       /* a command was named at all */
	int argc;         /* the command line without the program and the command's words */
	char **argv;
};

/* Finds the command. Global options may stand before and between its words. Unknown: an `ordr-foo` on PATH takes over and this does not
 * return; else ERR_USAGE with the nearest name. Without any word: the command `help`, not named. */
int words_find(struct words *words, struct arena *arena, int argc, char **argv, struct err *err);
/* Can it run as it was named? ERR_USAGE for a command that needs one of its subcommands. */
int words_run(const struct words *words, struct err *err);
/* `ordr stock recieve A-1:5` is a list of products to ordr, and none to whoever typed it: hints at the subcommand when it failed. */
void words_hint(const struct words *words, struct err *err);

#endif
