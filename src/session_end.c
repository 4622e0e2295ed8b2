/* How a call ends: what is told on standard error, what becomes of the output, and the exit status. */
#include "ordr/speak.h"
#include "pager.h"
#include "session.h"

void session_report(struct session *session, const struct err *first)
{
	progress_clear(&session->run.progress);
	talk_errors(&session->telling, first, session->run.json_errors);
}

/* It is put in its place once what was not refused is done for good, or would have been. */
int session_keep_errors(struct session *session, int status)
{
	const struct run *run = &session->run;
	bool wanted = status == err_kind(ERR_PARTIAL)->exit && !run->replayed;
	if (wanted && !output_keep(&session->errors, &session->err))
		return status;
	output_drop(&session->errors);
	if (!wanted)
		return status;
	session->err.code = session->committed ? ERR_UNKNOWN : session->err.code;
	err_hint(&session->err, session->committed ? TO_TRANSLATE("what was not refused is done all the same")
						   : TO_TRANSLATE("name another file"));
	session_report(session, &session->err);
	return err_kind(session->err.code)->exit;
}

int session_failed(struct session *session)
{
	if (sink_broken_pipe(&session->sink))
		return 0;
	sink_drop(&session->sink);
	words_hint(&session->words, &session->err);
	session_report(session, &session->err);
	return err_kind(session->err.code)->exit;
}

int session_finished(struct session *session)
{
	struct run *run = &session->run;
	progress_clear(&run->progress);
	if (session->pages ? pager_flush(&session->sink, session->out, session->talk) : sink_flush(&session->sink)) {
		if (sink_broken_pipe(&session->sink))
			return 0;
		/* It is done, and cannot be told: not "failed", which promises that nothing happened. */
		if (session->committed) {
			session->err.code = ERR_UNKNOWN;
			err_hint(&session->err,
				 "it was done all the same: look with ordr log, or run it again with the same --key");
		}
		session_report(session, &session->err);
		return err_kind(session->err.code)->exit;
	}
	if (session->err.code) { /* a --check, or a doctor, that found something: the output stands */
		session_report(session, &session->err);
		return err_kind(session->err.code)->exit;
	}
	if (run->failed) {
		struct err partial = { 0 };
		err_set(&partial, ERR_PARTIAL,
			run->replayed ? TO_TRANSLATE("%zu of %zu failed when this was done first")
				      : TO_TRANSLATE("%zu of %zu failed"),
			run->failed, run->seen);
		if (run->refused_to && !run->replayed)
			err_hint(&partial, "mend the rows in %s, and hand that in", session->errors.name);
		/* In JSON each that failed was told as an object; a replay tells none of them. */
		if (!run->json_errors || run->replayed)
			session_report(session, &partial);
		return err_kind(ERR_PARTIAL)->exit;
	}
	if (session->globals.dry_run && session->look.terminal && !run->quiet)
		fprintf(session->talk, "%s\n", translate("dry run: nothing was changed"));
	return 0;
}

int session_show(struct session *session, void (*put)(struct session *session, struct str *str))
{
	struct str text = { 0 };
	put(session, &text);
	int result = text.failed ? err_memory(&session->err) : sink_put(&session->sink, text.text ? text.text : "");
	str_release(&text);
	return result ? session_failed(session) : session_finished(session);
}

/* Whatever became of the output: what is kept is told to who wants to know. */
void session_notify(struct session *session)
{
	struct err err = { 0 };
	if (session->committed && hook_after(&session->hook, &session->core, session->run.database, &err))
		session_report(session, &err);
}
