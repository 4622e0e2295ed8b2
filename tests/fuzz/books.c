/* Books that somebody has been at. A small company's database, without its triggers, is changed at places that the bytes choose, against every
 * rule that the file itself does not enforce; then commands read it, or try a step as a dry run. What must hold: a known exit status, and nothing
 * raw on either stream; that nothing is undefined, the sanitizers see. The bytes: how often, then as often a table, a column, a row, a kind of
 * value, and the value as a text ended by NUL; then the numbers of the commands. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "ordr/cmd.h"
#include "ordr/export.h"

#define DATABASE     "ordr.db"
#define CHANGES_MAX  8
#define COMMANDS_MAX 4
#define WORDS_MAX    10

static const char *const tried[] = {
	"list --json",       "list",         "list --csv",           "show 1 --jsonl",    "show 3",          "show 5 --csv",
	"show SH-000001",    "log --json",   "log 1",                "events --csv",      "events --jsonl",  "stock list --json",
	"stock list",        "stock low",    "stock moves --json",   "stock moves",       "customer list",   "customer list --json",
	"product list",      "sla list",     "warehouse list --csv", "user list",         "config list",     "invoice list",
	"invoice list --json", "report sla", "report sla --json",    "report backlog",    "report urgent",   "report backlog --json",
	"report urgent --csv", "doctor",     "doctor --json",        "export -",          "confirm 11 -n",   "pick 9 -n",
	"pick --next 5 -n",  "pack 7 -n",    "ship 8 -n",            "deliver 6 -n",      "invoice 8 -n",    "pay RE-2026-00001 -n",
	"cancel 9 -n --reason other", "place -c C-1001 -l HAM-500:1 -n", "place -c C-1001 -l DRV-18:500 -n --json",
	"stock receive HAM-500:5 -n", "stock count HAM-500:5 -n", "list --urgent", "list --overdue --json", "invoice show RE-2026-00001",
	"list --next 3 --fields id,slack_minutes,sla", "show 2 --color always", "confirm --state placed -n --keep-going", "stock show HAM-500",
};

static char directory[64];
static uint8_t *sound;
static size_t sound_size;

static int run(const char *line, char **out, size_t *out_length, char **talk, size_t *talk_length)
{
	char words[128], *argv[WORDS_MAX + 2] = { "ordr" };
	int argc = 1;
	snprintf(words, sizeof words, "%s", line);
	for (char *at = words, *word; argc <= WORDS_MAX && (word = strsep(&at, " "));)
		argv[argc++] = word;
	FILE *streams[] = { fuzz_stream(NULL, 0), open_memstream(out, out_length), open_memstream(talk, talk_length) };
	MUST(streams[1] && streams[2], "no streams");
	setenv("TZ", "UTC0", 1);
	int status = ordr_main(argc, argv, streams[0], streams[1], streams[2]);
	for (size_t i = 0; i < 3; i++)
		fclose(streams[i]);
	return status;
}

static void check(const char *line)
{
	static const char esc[] = "\033[";
	char *out = NULL, *talk = NULL;
	size_t out_length, talk_length;
	int status = run(line, &out, &out_length, &talk, &talk_length);
	MUST((status >= 0 && status <= 11) || status == 20, "%s: exit %d", line, status);
	bool is_csv = strstr(line, "--csv");
	if (!strstr(line, "always") || !strstr(out, esc))
		fuzz_safe(out, out_length, is_csv ? "\r\n\t" : "\n");
	fuzz_safe(talk, talk_length, "\n");
	free(out);
	free(talk);
}

static void execute(sqlite3 *handle, const char *sql)
{
	char *message = NULL;
	MUST(sqlite3_exec(handle, sql, NULL, NULL, &message) == SQLITE_OK, "%s: %s", sql, message);
}

static void drop_triggers(sqlite3 *handle)
{
	sqlite3_stmt *statement;
	struct str sql = { 0 };
	MUST(!sqlite3_prepare_v2(handle, "SELECT name FROM sqlite_master WHERE type = 'trigger'", -1, &statement, NULL), "no triggers");
	while (sqlite3_step(statement) == SQLITE_ROW)
		str_printf(&sql, "DROP TRIGGER %s;", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	if (sql.text)
		execute(handle, sql.text);
	str_release(&sql);
}

static sqlite3 *open_books(void)
{
	sqlite3 *handle;
	MUST(sqlite3_open(DATABASE, &handle) == SQLITE_OK, "cannot open");
	execute(handle, "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
	return handle;
}

static void put_back(void)
{
	unlink(DATABASE "-wal");
	unlink(DATABASE "-shm");
	unlink(DATABASE);
	int file = open(DATABASE, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	MUST(file >= 0 && write(file, sound, sound_size) == (ssize_t)sound_size, "cannot put it back");
	close(file);
}

static void leave(void)
{
	unlink(DATABASE "-wal");
	unlink(DATABASE "-shm");
	MUST(!unlink(DATABASE) && !chdir("/") && !rmdir(directory), "something was left in %s", directory);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *below = getenv("TMPDIR");
	char *out, *talk;
	size_t length;
	(void)argc;
	(void)argv;
	snprintf(directory, sizeof directory, "%.40s/ordr-fuzz-XXXXXX", below ? below : "/tmp");
	MUST(mkdtemp(directory) && !chdir(directory), "no %s", directory);
	atexit(leave);
	clearenv();
	setenv("PATH", "/nonexistent", 1);
	setenv("LOGNAME", "fuzz", 1);
	setenv("ORDR_NOW", "2026-11-26T09:00:00Z", 1);
	MUST(!run("init --demo", &out, &length, &talk, &length), "no company: %s", talk);
	free(out);
	free(talk);
	sqlite3 *handle = open_books();
	drop_triggers(handle);
	MUST(sqlite3_close(handle) == SQLITE_OK, "still open");
	FILE *file = fopen(DATABASE, "r");
	struct stat about;
	MUST(file && !fstat(fileno(file), &about), "no file");
	sound_size = (size_t)about.st_size;
	sound = malloc(sound_size);
	MUST(sound && fread(sound, 1, sound_size, file) == sound_size, "cannot read");
	fclose(file);
	return 0;
}

static void bind_value(sqlite3_stmt *statement, unsigned kind, const char *text)
{
	static const int64_t edges[] = { INT64_MAX, INT64_MIN, INT64_MIN + 1, -1, 0, 1, 253402300799999, INT64_C(1) << 32 };
	switch (kind % 6) {
	case 0:
		sqlite3_bind_int64(statement, 1, strtoll(text, NULL, 10));
		break;
	case 1:
		sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
		break;
	case 2:
		sqlite3_bind_null(statement, 1);
		break;
	case 3:
		sqlite3_bind_blob(statement, 1, text, (int)strlen(text), SQLITE_STATIC);
		break;
	case 4:
		sqlite3_bind_double(statement, 1, strtod(text, NULL));
		break;
	default:
		sqlite3_bind_int64(statement, 1, edges[kind / 6 % (sizeof edges / sizeof *edges)]);
	}
}

/* Changes one value. What the file itself refuses (a type, a name that is there already) stays as it was. */
static void change(sqlite3 *handle, const uint8_t *how, const char *text)
{
	size_t tables = 0, columns = 0;
	char name[64], sql[256];
	while (export_tables[tables].kind)
		tables++;
	const struct export_table *table = &export_tables[how[0] % tables];
	for (const char *at = table->columns; export_column_next(&at, name);)
		columns++;
	const char *at = table->columns;
	for (size_t i = how[1] % columns + 1; i > 0; i--)
		export_column_next(&at, name);
	snprintf(sql, sizeof sql, "UPDATE %s SET %s = ?1 WHERE rowid = (SELECT rowid FROM %s LIMIT 1 OFFSET ?2)", table->table, name,
		 table->table);
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) != SQLITE_OK) {
		snprintf(sql, sizeof sql, "UPDATE %s SET %s = ?1 WHERE ?2 >= 0", table->table, name); /* a table without row ids */
		MUST(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(handle));
	}
	bind_value(statement, how[3], text);
	sqlite3_bind_int(statement, 2, how[2] % 16);
	sqlite3_step(statement);
	sqlite3_finalize(statement);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (!size)
		return 0;
	char *text = fuzz_text(bytes, size);
	size_t at = 1;
	put_back();
	sqlite3 *handle = open_books();
	for (size_t i = *bytes % CHANGES_MAX + 1u; i > 0 && at + 4 < size; i--) {
		change(handle, bytes + at, text + at + 4);
		at += 4 + strlen(text + at + 4) + 1;
	}
	MUST(sqlite3_close(handle) == SQLITE_OK, "still open");
	for (size_t i = 0; i < COMMANDS_MAX && at < size; i++, at++)
		check(tried[bytes[at] % (sizeof tried / sizeof *tried)]);
	free(text);
	return 0;
}
