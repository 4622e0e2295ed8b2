/* The options that every command takes, before or after its name, and what they mean together. */
#include "globals.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ordr/cmd.h"
#include "ordr/quantity.h"
#include "ordr/speak.h"

#define WAIT_STANDARD_MS 10000
#define ACTOR_MAX        60

static const char *const color_choices[] = { "auto", "always", "never", NULL };
static const char *const languages[] = { "de", "en", NULL };
static const char *const dialect_choices[] = { "rfc4180", "excel-de", NULL };

const struct opt global_options[] = {
	OPT(struct globals, db, 0, TEXT, "FILE", "the database; else ORDR_DB, else ordr.db in this directory"),
	OPT(struct globals, json, 0, FLAG, NULL, "print one JSON document"),
	OPT(struct globals, jsonl, 0, FLAG, NULL, "print one JSON object a line"),
	OPT(struct globals, csv, 0, FLAG, NULL, "print CSV with a header"),
	OPT_ONE_OF(struct globals, csv_dialect, 0, dialect_choices, "DIALECT", "how CSV is written; implies --csv"),
	OPT(struct globals, fields, 0, TEXT, "A,B,C", "which fields, in which order"),
	OPT(struct globals, key, 0, TEXT, "KEY", "make a change safe to repeat: the same key and content changes nothing again"),
	OPT(struct globals, dry_run, 'n', FLAG, NULL, "do it all, print the same, and undo it"),
	OPT(struct globals, keep_going, 0, FLAG, NULL, "take each record of a batch for itself"),
	OPT(struct globals, idempotent, 0, FLAG, NULL, "no error when a document is as the command wants it already"),
	OPT(struct globals, as, 0, TEXT, "NAME", "who acts; else the login name"),
	OPT(struct globals, now, 0, TEXT, "TIME", "the clock for this call; else ORDR_NOW, else the machine's"),
	OPT(struct globals, wait, 0, TEXT, "SECONDS", "how long to wait for other writers; 10 when not given"),
	OPT(struct globals, quiet, 'q', FLAG, NULL, "print nothing but errors and what was asked for"),
	OPT(struct globals, verbose, 'v', COUNT, NULL, "say more"),
	OPT(struct globals, yes, 'y', FLAG, NULL, "answer yes to questions"),
	OPT_ONE_OF(struct globals, color, 0, color_choices, "WHEN", "colour in tables; NO_COLOR turns it off"),
	OPT_ONE_OF(struct globals, lang, 0, languages, "de|en", "the language of what people read; else LC_ALL, LC_MESSAGES and LANG say"),
	OPT(struct globals, no_pager, 0, FLAG, NULL, "print long output at once, without a pager"),
	OPT(struct globals, help, 'h', FLAG, NULL, "show how a command is used"),
	OPT(struct globals, version, 'V', FLAG, NULL, "show the version"),
	OPT_END,
};

/* As POSIX has it: the first that is set and not empty. */
static const char *language_around(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return NULL;
}

static bool is_for_programs(const char *word)
{
	static const char *const machine[] = { "--json", "--jsonl", "--csv", "--csv-dialect" };
	for (size_t i = 0; i < sizeof machine / sizeof *machine; i++)
		if (!strcmp(word, machine[i]))
			return true;
	return !strncmp(word, "--csv-dialect=", strlen("--csv-dialect="));
}

void globals_speak(int argc, char **argv)
{
	static const char option[] = "--lang=";
	const char *language = language_around();
	bool programs = false;
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		programs = programs || is_for_programs(argv[i]);
		if (!strncmp(argv[i], option, sizeof option - 1))
			language = argv[i] + sizeof option - 1;
		else if (!strcmp(argv[i], "--lang") && i + 1 < argc)
			language = argv[i + 1];
	}
	speak_choose(programs ? NULL : language);
}

void globals_speak_parsed(const struct globals *globals)
{
	if (globals_format(globals) != OUT_TABLE)
		speak_choose(NULL);
	else if (globals->lang)
		speak_choose(globals->lang);
}

int globals_check(const struct globals *globals, const struct cmd *cmd, struct err *err)
{
	const struct {
		bool given;
		const char *name;
	} changing[] = { { globals->key, "key" },
			 { globals->dry_run, "dry-run" },
			 { globals->keep_going, "keep-going" },
			 { globals->idempotent, "idempotent" } };
	int formats = globals->json + globals->jsonl + (globals->csv || globals->csv_dialect);
	if (formats > 1) {
		err_set(err, ERR_USAGE, "more than one format is asked for");
		return err_hint(err, "give one of --json, --jsonl and --csv");
	}
	for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
		if (changing[i].given && cmd->access != ACCESS_WRITE) {
			err_set(err, ERR_USAGE, cmd->access == ACCESS_CREATE ? TO_TRANSLATE("--%s is for what changes a database, not for making one")
									       : TO_TRANSLATE("--%s is for commands that change something"),
				changing[i].name);
			return err_hint(err, "leave it out");
		}
	return 0;
}

enum out_format globals_format(const struct globals *globals)
{
	return globals->json ? OUT_JSON : globals->jsonl ? OUT_JSONL : globals->csv || globals->csv_dialect ? OUT_CSV : OUT_TABLE;
}

static int terminal_width(FILE *stream)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	int64_t width;
	if (!ioctl(fileno(stream), TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return columns && !decimal_parse(columns, 0, &width) && width > 0 && width < 10000 ? (int)width : 80;
}

void globals_look(const struct globals *globals, FILE *out, struct out_options *options)
{
	int file = fileno(out);
	const char *no_color = getenv("NO_COLOR");
	bool never = globals->color ? !strcmp(globals->color, "never") : no_color && *no_color;
	bool always = globals->color && !strcmp(globals->color, "always");
	bool terminal = file >= 0 && isatty(file);
	*options = (struct out_options){ .format = globals_format(globals),
					 .fields = globals->fields,
					 .excel_de = globals->csv_dialect && !strcmp(globals->csv_dialect, "excel-de"),
					 .terminal = terminal,
					 .width = terminal ? terminal_width(out) : 0,
					 .color = always || (terminal && !never) };
}

int64_t globals_wait(const struct globals *globals, struct err *err)
{
	int64_t wait;
	if (!globals->wait)
		return WAIT_STANDARD_MS;
	if (!decimal_parse(globals->wait, 3, &wait) && wait >= 0 && wait <= INT64_C(86400000))
		return wait;
	err_set(err, ERR_USAGE, "--wait \"%s\" is not a number of seconds", globals->wait);
	return err_hint(err, "from 0 to 86400, such as 30 or 0.5");
}

/* Dates are reckoned from today, some years ahead, and are written with four digits. */
#define FIRST_YEAR 1970
#define LAST_YEAR  9900

int globals_now(const struct globals *globals, struct instant *now, struct err *err)
{
	int year, month, day;
	const char *text = globals->now ? globals->now : getenv("ORDR_NOW");
	const char *name = globals->now ? "--now" : text && *text ? "ORDR_NOW" : translate("the clock");
	*now = instant_clock();
	if (text && *text && instant_parse(text, now)) {
		err_set(err, ERR_USAGE, "%s \"%.60s\" is not a time", name, text);
		return err_hint(err, "RFC 3339 such as 2026-11-24T08:00:00Z, or a date");
	}
	date_parts(instant_date(*now, NULL), &year, &month, &day);
	if (year >= FIRST_YEAR && year < LAST_YEAR)
		return 0;
	err_set(err, ERR_USAGE, "%s says the year %d", name, year);
	return err_hint(err, "a time from %d to %d: set the clock right, or give --now", FIRST_YEAR, LAST_YEAR - 1);
}

const char *globals_database(const struct globals *globals)
{
	const char *named = globals->db ? globals->db : getenv("ORDR_DB");
	return named && *named ? named : "ordr.db";
}

const char *globals_actor(const struct globals *globals, struct err *err)
{
	const char *name = globals->as;
	if (!name) {
		const struct passwd *entry = NULL;
		name = getenv("LOGNAME");
		if (!name || !*name)
			entry = getpwuid(getuid());
		name = entry ? entry->pw_name : name;
	}
	size_t points = name && str_is_utf8(name, strlen(name)) ? str_points(name) : 0;
	if (points > 0 && points <= ACTOR_MAX && !str_has_control(name, ""))
		return name;
	err_set(err, ERR_USAGE, "the name of who acts must be text of 1 to %d characters", ACTOR_MAX);
	err_hint(err, "name yourself with --as NAME");
	return NULL;
}
