/* One call of the program, from its words to its exit status: what app.c, session_given.c and session_end.c share. */
#ifndef ORDR_SESSION_H
#define ORDR_SESSION_H

#include <stdint.h>
#include <stdio.h>

#include "globals.h"
#include "hook.h"
#include "ordr/cmd.h"
#include "output.h"
#include "talk.h"
#include "words.h"

struct session {
	FILE *in, *out, *talk;
	struct globals globals;
	struct words words;
	void *options;
	struct node given;
	const char **operands;
	int count;
	struct arena arena;        /* as long as the call: the command line */
	struct arena keep, record; /* core->keep and core->arena: as long as one attempt */
	struct input input;
	bool has_input;
	struct output output, errors; /* --output, --errors */
	struct err err;
	struct talk telling;
	struct sink sink;
	struct out_options look;
	int64_t deadline_ms; /* on the monotonic clock: how long busy attempts are repeated */
	int64_t wait_ms;
	bool committed;
	bool pages;               /* what is longer than the terminal goes through a pager */
	const struct node *asked; /* what was asked for on the terminal, and answered */
	struct hook hook;
	struct core core;
	struct run run;
};

/* session_given.c. Options and operands; −1 with the error in session->err, as all of these. */
int session_parse(struct session *session, int argc, char **argv);
/* Are there as many operands as the command takes? */
int session_check_count(struct session *session, const struct cmd *cmd);
/* What is read, where the output goes when it is a file, and where refused rows go. */
int session_open_input(struct session *session, const struct cmd *cmd);
int session_open_output(struct session *session, const struct cmd *cmd);
int session_open_errors(struct session *session, const struct cmd *cmd);

/* session_end.c. Tells what went wrong; then what was printed goes out or is dropped: the exit status. */
void session_report(struct session *session, const struct err *first);
int session_failed(struct session *session);
int session_finished(struct session *session);
/* Prints help or the version. */
int session_show(struct session *session, void (*put)(struct session *session, struct str *str));
/* Puts the file of refused rows in its place, or drops it: `status`, or that of the failure. */
int session_keep_errors(struct session *session, int status);
/* Runs the hook after what was committed. */
void session_notify(struct session *session);

#endif
