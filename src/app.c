/* The dispatcher: the one place where things happen in order. Options → command → input → open → begin → run → commit → output → exit
 * status. What a writing command prints is held back until it is committed, so a failed one printed nothing and may be run again:
 * this is the one retry loop of the program. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "ordr/calendar.h"
#include "ordr/help.h"
#include "ordr/speak.h"
#include "ordr/user.h"
#include "session.h"

#define FOLLOW_NS 300000000L

const char *ordr_program;

static int64_t monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Errors of the command line itself must be JSON too when that is asked for. */
static bool wants_json(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--json") || !strcmp(argv[i], "--jsonl"))
			return true;
	return false;
}

/* --- one attempt -------------------------------------------------------------------------------------------------------------- */

/* Is --key that of the whole call? */
static bool is_keyed(const struct session *session)
{
	return session->globals.key && !(session->words.cmd->key_in_form && !session->count);
}

static int run_with_database(struct session *session)
{
	const struct cmd *cmd = session->words.cmd;
	struct core *core = &session->core;
	/* A time without its zone is the company's. */
	if ((core->db && calendar_zone(core)) || globals_now(&session->globals, &core->now, &session->err))
		return -1;
	if (core->db && (cmd->may ? cmd->may(&session->run) : user_may(core, cmd->roles)))
		return -1;
	return is_keyed(session) ? key_run(&session->run, session->globals.key) : cmd->run(&session->run);
}

/* What a command did with a value that could not be read counts for nothing, be it success or an error of its own. */
static int run_command(struct session *session)
{
	int result = run_with_database(session);
	struct db *db = session->core.db; /* a restore has closed it */
	return db && db_values_read(db) ? -1 : result;
}

static int prepare(struct session *session)
{
	const struct cmd *cmd = session->words.cmd;
	struct run *run = &session->run;
	struct core *core = &session->core;
	bool json_errors = run->json_errors;
	*core = (struct core){ .arena = &session->record, .keep = &session->keep, .err = &session->err, .command = session->words.path };
	core->actor = globals_actor(&session->globals, &session->err);
	if (!core->actor)
		return -1;
	*run = (struct run){ .core = core,
			     .cmd = cmd,
			     .path = session->words.path,
			     .options = session->options,
			     .operands = session->operands,
			     .count = session->count,
			     .given = &session->given,
			     .key = is_keyed(session) ? NULL : session->globals.key,
			     .asked = session->asked,
			     .in = session->in,
			     .screen = session->out,
			     .globals = &session->globals,
			     .input = session->has_input ? &session->input : NULL,
			     .database = globals_database(&session->globals),
			     .wait_ms = session->wait_ms,
			     .keep_going = session->globals.keep_going || session->errors.stream,
			     .refused_to = session->errors.stream,
			     .dry_run = session->globals.dry_run,
			     .idempotent = session->globals.idempotent,
			     .quiet = session->globals.quiet,
			     .verbose = session->globals.verbose > 0,
			     .json_errors = json_errors,
			     .talk = session->talk };
	progress_begin(&run->progress, session->talk, run->quiet || json_errors);
	run->out = out_new(&session->keep, &session->sink, &session->look, &session->err);
	return run->out ? 0 : -1;
}

/* A reader that follows the log runs again on a new snapshot, until it is interrupted or its own reader goes away. */
static int attempt_reading(struct session *session)
{
	struct run *run = &session->run;
	for (;;) {
		if (db_begin(session->core.db) || run_command(session))
			return -1;
		db_rollback(session->core.db);
		if (!run->follow)
			return 0;
		if (sink_flush(&session->sink))
			return -1;
		const struct timespec moment = { .tv_nsec = FOLLOW_NS };
		nanosleep(&moment, NULL);
	}
}

static int attempt_writing(struct session *session)
{
	struct db *db = session->core.db;
	struct hook *hook = &session->hook;
	if (db_begin(db) || hook_begin(hook, &session->core) || run_command(session) ||
	    hook_before(hook, &session->core, session->run.database, session->globals.dry_run)) {
		db_rollback(db);
		return -1;
	}
	if (session->globals.dry_run) {
		db_rollback(db);
		return 0;
	}
	if (db_commit(db))
		return -1;
	session->committed = true;
	return 0;
}

/* The engine is at work: where nothing else is written to the terminal meanwhile. A reader that follows the log works all day. */
static void tick(void *context, int64_t part, int64_t whole)
{
	struct run *run = context;
	if (run->follow)
		return;
	if (whole)
		progress_step(&run->progress, part, TO_TRANSLATE("pages"), part, whole);
	else
		progress_wait(&run->progress);
}

/* Not while rows go to the screen, be it by way of another program. */
static bool can_tell(const struct session *session)
{
	struct stat status;
	int file = session->output.stream ? -1 : fileno(session->out);
	bool piped = file >= 0 && !fstat(file, &status) && S_ISFIFO(status.st_mode);
	return session->run.progress.stream && (session->pages || !session->look.terminal) && !piped;
}

static int attempt(struct session *session)
{
	static const enum db_access accesses[] = { [ACCESS_READ] = DB_READ, [ACCESS_WRITE] = DB_WRITE, [ACCESS_CREATE] = DB_CREATE };
	enum access access = session->words.cmd->access;
	err_clear(&session->err);
	if (prepare(session))
		return -1;
	if (access == ACCESS_NONE)
		return run_command(session);
	const char *file = session->run.database;
	if (db_open(&session->core.db, file, accesses[access], session->wait_ms, &session->err))
		return -1;
	if (access == ACCESS_READ && can_tell(session))
		db_tell(session->core.db, (struct db_telling){ tick, &session->run });
	int result = access == ACCESS_READ ? attempt_reading(session) : attempt_writing(session);
	/* Closed before anything is printed: the next writer does not wait for whoever reads our output. */
	return db_close(session->core.db) ? -1 : result;
}

static void give_back(struct session *session)
{
	if (session->run.out)
		out_release(session->run.out);
	session->run.out = NULL;
	str_release(&session->run.documents);
	arena_release(&session->record);
	arena_release(&session->keep);
}

static int attempt_until_done(struct session *session)
{
	session->deadline_ms = monotonic_ms() + session->wait_ms;
	for (;;) {
		int result = attempt(session);
		bool again = result && session->err.code == ERR_BUSY && session->words.cmd->access == ACCESS_WRITE &&
			     monotonic_ms() < session->deadline_ms;
		if (!again)
			return result;
		sink_drop(&session->sink);
		give_back(session);
	}
}

/* Who is asked may take all day: nothing is open meanwhile but what run_aside opens for a moment. */
static int ask(struct session *session)
{
	const struct cmd *cmd = session->words.cmd;
	if (!cmd->ask)
		return 0;
	int result = prepare(session) || cmd->ask(&session->run, &session->arena, &session->asked) ? -1 : 0;
	if (!result)
		give_back(session);
	return result;
}

static void put_help(struct session *session, struct str *str)
{
	if (session->words.cmd && session->words.named)
		help_command(str, session->words.cmd, session->words.path, global_options);
	else
		help_overview(str, commands, command_groups, global_options, false);
}

static void put_version(struct session *session, struct str *str)
{
	(void)session;
	str_put(str, "ordr " ORDR_VERSION "\n");
}

/* ordr alone shows what is to be done now, to people, where there is a database; else how it is used. */
static void choose_today(struct session *session)
{
	const struct globals *globals = &session->globals;
	bool asked = session->words.named || globals->help || globals->version || session->count;
	if (!asked && session->look.format == OUT_TABLE && !globals->fields && !access(globals_database(globals), F_OK))
		session->words.cmd = &cmd_today;
}

static int serve(struct session *session, int argc, char **argv)
{
	struct err *err = &session->err;
	session->run.json_errors = wants_json(argc, argv);
	globals_speak(argc, argv);
	if (session_parse(session, argc, argv))
		return session_failed(session);
	const struct globals *globals = &session->globals;
	globals_speak_parsed(globals);
	globals_look(globals, session->out, &session->look);
	choose_today(session);
	const struct cmd *cmd = session->words.cmd;
	if (session->look.format == OUT_TABLE && cmd->lines)
		session->look.format = OUT_JSONL;
	/* What is read is looked at, and may be long; who changes something wants to go on. */
	bool reads = cmd->access == ACCESS_READ || cmd->access == ACCESS_NONE;
	/* The help that ordr alone falls back to is not asked for: it stands above the prompt, and its end says how to begin. */
	bool unasked = cmd->access == ACCESS_NONE && !session->words.named;
	session->pages = session->look.terminal && reads && !globals->no_pager && !unasked;
	sink_init(&session->sink, session->out, session->pages || !reads, err);
	if (globals->help)
		return session_show(session, put_help);
	if (globals->version)
		return session_show(session, put_version);
	session->wait_ms = globals_wait(globals, err);
	if (session->wait_ms < 0 || globals_check(globals, cmd, err) || words_run(&session->words, err) || session_check_count(session, cmd) ||
	    session_open_input(session, cmd) || session_open_output(session, cmd) || session_open_errors(session, cmd) ||
	    (cmd->access == ACCESS_WRITE && hook_find(&session->hook, &session->arena, session->words.path, err)))
		return session_failed(session);
	int result = ask(session) || attempt_until_done(session) ? session_failed(session) : session_finished(session);
	session_notify(session);
	/* A report that was found wanting by --check is written all the same; one that has nothing to say is not. */
	bool keep = (!result || err->code == ERR_BREACH) && !session->run.no_output;
	if (!keep)
		output_drop(&session->output);
	else if (output_keep(&session->output, err))
		result = session_failed(session);
	result = session_keep_errors(session, result);
	give_back(session);
	return result;
}

int ordr_main(int argc, char **argv, FILE *in, FILE *out, FILE *talk)
{
	struct session session = { .in = in, .out = out, .talk = talk };
	sink_init(&session.sink, out, false, &session.err);
	talk_init(&session.telling, talk);
	int status = serve(&session, argc, argv);
	sink_release(&session.sink);
	if (session.has_input)
		input_release(&session.input);
	hook_release(&session.hook);
	arena_release(&session.arena);
	talk_release(&session.telling);
	return status;
}
