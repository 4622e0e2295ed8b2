/* The global options of every command: private to the program's outer side. */
#ifndef ORDR_GLOBALS_H
#define ORDR_GLOBALS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "ordr/date.h"
#include "ordr/err.h"
#include "ordr/out.h"

struct globals {
	const char *db, *fields, *csv_dialect, *key, *as, *now, *wait, *color, *lang;
	bool no_pager, json, jsonl, csv, dry_run, keep_going, idempotent, quiet, yes, help, version;
	int verbose;
};

struct cmd;

/* Chooses the language by the words of the command line, --lang among them, before they are parsed, since what is wrong with them is said in it, too; else by
 * LC_ALL, LC_MESSAGES and LANG. With an output for programs it is English. */
void globals_speak(int argc, char **argv);
/* The same once they are parsed, and aliases stand for what they mean. */
void globals_speak_parsed(const struct globals *globals);
/* Checks what the parser cannot: one format only, options that fit the command. ERR_USAGE. */
int globals_check(const struct globals *globals, const struct cmd *cmd, struct err *err);
enum out_format globals_format(const struct globals *globals);
/* How output is to look, by the options, the terminal that `out` may be, and NO_COLOR. */
void globals_look(const struct globals *globals, FILE *out, struct out_options *options);
/* --wait in milliseconds; −1 ERR_USAGE. */
int64_t globals_wait(const struct globals *globals, struct err *err);
/* The database that is meant: --db, ORDR_DB, ordr.db here. */
const char *globals_database(const struct globals *globals);
/* What time it is: --now, ORDR_NOW, the machine's clock. ERR_USAGE when it is none, or beyond what dates are kept for. */
int globals_now(const struct globals *globals, struct instant *now, struct err *err);
/* Who acts: --as, else the login name. ERR_USAGE when the name is empty, too long or not text. */
const char *globals_actor(const struct globals *globals, struct err *err);

#endif
