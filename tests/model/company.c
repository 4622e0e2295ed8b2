/* Steps are taken through ordr_main, each with its own connection as the program has it. A reader stays open between
 * them, for looking at the tables cheaply; it is closed when the file at rest is looked at. */
#include "company.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ordr/cmd.h"
#include "ordr/date.h"
#include "tree.h"

struct said {
	char *out, *err;
	size_t out_length, err_length;
	int status;
};

static FILE *input_of(const struct words *words)
{
	if (words->has_input && words->input.length)
		return fmemopen(words->input.text, words->input.length, "r");
	return fopen("/dev/null", "r");
}

static void run(struct words *words, struct said *said)
{
	*said = (struct said) { 0 };
	FILE *in = input_of(words);
	FILE *out = open_memstream(&said->out, &said->out_length);
	FILE *err = open_memstream(&said->err, &said->err_length);
	if (!in || !out || !err)
		abort();
	said->status = ordr_main(words->count, words->word, in, out, err);
	fclose(in);
	fclose(out);
	fclose(err);
}

static void said_release(struct said *said)
{
	free(said->out);
	free(said->err);
}

/* A plain call that the model knows nothing of. Words that are NULL are left out. */
static void call(const char *one, const char *two, const char *three, const char *four, struct said *said)
{
	const char *const given[] = { "ordr", one, two, three, four };
	struct words words = { 0 };
	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i])
			words.word[words.count++] = strdup(given[i]);
	run(&words, said);
	words_release(&words);
}

static void open_reader(struct company *company)
{
	if (db_open(&company->reader, company->file, DB_READ, 1000, &company->err)) {
		fprintf(stderr, "%s: %s\n", company->file, company->err.message);
		abort();
	}
	db_integer(company->reader, &company->version, "PRAGMA data_version", DB_NONE);
}

void company_begin(struct company *company, int room, int64_t now)
{
	char text[INSTANT_SIZE];
	struct said said;
	memset(company, 0, sizeof *company);
	tree_make(company->directory);
	snprintf(company->file, sizeof company->file, "%s/ordr.db", company->directory);
	setenv("ORDR_DB", company->file, 1);
	setenv("LOGNAME", "walk", 1);
	unsetenv("ORDR_NOW");
	model_init(&company->model, room);
	call("init", "--now", instant_text((struct instant) { now }, text), NULL, &said);
	if (said.status) {
		fprintf(stderr, "ordr init: %s\n", said.err);
		abort();
	}
	said_release(&said);
	open_reader(company);
}

void company_end(struct company *company)
{
	db_close(company->reader);
	model_release(&company->model);
	tree_remove(company->directory);
}

/* Did anything change in the file since it was asked last? */
static bool changed(struct company *company)
{
	int64_t before = company->version;
	db_integer(company->reader, &company->version, "PRAGMA data_version", DB_NONE);
	return company->version != before;
}

static bool check_exit(const struct answer *answer, const struct said *said, struct str *report)
{
	if (said->status != answer->exit) {
		str_printf(report, "exit %d, should be %d\n%s", said->status, answer->exit, said->err ? said->err : "");
		return false;
	}
	bool complained = said->err && *said->err;
	if (complained == (answer->exit != EXIT_OK))
		return true;
	str_printf(report, "exit %d, and standard error says \"%s\"\n", said->status, said->err ? said->err : "");
	return false;
}

/* A step that is refused, a dry run and a replay leave the file as it was, to the byte. */
static bool check_unchanged(struct company *company, const struct step *step, int events, struct str *report)
{
	const struct answer *answer = &company->answer;
	bool still = answer->replayed || answer->undone || (answer->exit != EXIT_OK && answer->exit != EXIT_PARTIAL) ||
		     step->kind >= SHOW;
	bool differs = changed(company);
	if (still && differs)
		str_put(report, "the file changed, and should not\n");
	if (!still && !differs && company->model.books.events != events)
		str_put(report, "the file did not change, and should\n");
	return !report->length;
}

bool company_step(struct company *company, const struct step *step, bool deeply, struct str *report)
{
	struct words words;
	struct said said;
	struct answer *answer = &company->answer;
	int events = company->model.books.events;
	size_t before = report->length;
	step_put(&company->model, step, false, &words);
	predict(&company->model, step, answer);
	run(&words, &said);
	bool good = check_exit(answer, &said, report) &&
		    check_answer(&company->model, step, answer, said.out ? said.out : "", report);
	predict_end(&company->model, answer);
	good = good && check_unchanged(company, step, events, report) &&
	       check_tables(&company->model, company->reader, deeply, report);
	said_release(&said);
	words_release(&words);
	return good && report->length == before;
}

static bool check_alone(const struct company *company, struct str *report)
{
	char path[120];
	snprintf(path, sizeof path, "%s-wal", company->file);
	if (access(path, F_OK))
		return true;
	str_put(report, "the database at rest is not one file: there is a -wal\n");
	return false;
}

static bool must(const char *what, const struct said *said, struct str *report)
{
	if (!said->status)
		return true;
	str_printf(report, "ordr %s exits with %d\n%s%s", what, said->status, said->out ? said->out : "",
		   said->err ? said->err : "");
	return false;
}

static bool examine(const char *file, struct str *report)
{
	struct said said;
	call("doctor", "--db", file, NULL, &said);
	bool good = must("doctor", &said, report);
	said_release(&said);
	return good;
}

bool company_look(struct company *company, struct str *report)
{
	bool good = check_tables(&company->model, company->reader, true, report);
	db_close(company->reader);
	company->reader = NULL;
	good = examine(company->file, report) && good && check_alone(company, report);
	open_reader(company);
	return good;
}

/* Another file that must hold the same. */
static bool check_copy(const struct company *company, const char *file, struct str *report)
{
	struct db *reader;
	struct err err = { 0 };
	if (db_open(&reader, file, DB_READ, 1000, &err)) {
		str_printf(report, "%s: %s\n", file, err.message);
		return false;
	}
	bool good = check_tables(&company->model, reader, true, report);
	db_close(reader);
	if (!good)
		str_printf(report, "in %s\n", file);
	return good && examine(file, report);
}

bool company_copy(struct company *company, struct str *report)
{
	static const char *const names[] = { "backup.db", "export.jsonl", "import.db" };
	char path[3][120];
	struct said said[3];
	for (int i = 0; i < 3; i++)
		snprintf(path[i], sizeof path[i], "%s/%s", company->directory, names[i]);
	call("backup", path[0], NULL, NULL, &said[0]);
	call("export", path[1], NULL, NULL, &said[1]);
	call("import", path[1], "--db", path[2], &said[2]);
	bool good = must("backup", &said[0], report) && must("export", &said[1], report) &&
		    must("import", &said[2], report) && check_copy(company, path[0], report) &&
		    check_copy(company, path[2], report);
	for (int i = 0; i < 3; i++) {
		said_release(&said[i]);
		unlink(path[i]);
	}
	return good;
}
