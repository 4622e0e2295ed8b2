/* ordr doctor: proves the books. Silent when all is well; -v lists what was checked. */
#include <string.h>

#include "ordr/cmd.h"
#include "ordr/doctor.h"
#include "ordr/event.h"
#include "ordr/speak.h"

#define SECOND_LEAST (64 * 1024 * 1024) /* bytes: about a second of checks */

struct doctor_options {
	const char *expect;
};

static const struct opt options[] = {
	OPT(struct doctor_options, expect, 0, TEXT, "SEQ:HASH", "the log must hold this event: what ordr log --head printed earlier"),
	OPT_END,
};

static int print_finding(void *context, const struct finding *finding)
{
	return out_record(context, finding);
}

/* What the queue of writers guards against, other programs have no guard for. */
static int print_engine(struct run *run)
{
	if (!db_engine_needs_queue())
		return 0;
	const char *line = arena_printf(run->core->arena,
					translate("engine: %s is of those (3.7.0 to 3.51.2) that may damage a file that several programs write: ordr's"
						  " queue of writers keeps it safe, so let no other program write it"),
					db_engine_version());
	return line ? out_line(run->out, line) : err_memory(run->core->err);
}

static int print_checks(struct run *run)
{
	for (const struct doctor_check *check = doctor_checks; check->name; check++) {
		const char *line = arena_printf(run->core->arena, "%s: %s", check->name, translate(check->title));
		if (!line || out_line(run->out, line))
			return line ? -1 : err_memory(run->core->err);
		if (!strcmp(check->name, "access") && print_engine(run))
			return -1;
	}
	return 0;
}

/* Whoever sits before a terminal wants to know that something was done; scripts have the exit status. */
static int say_sound(struct run *run)
{
	size_t count = 0;
	if (run->quiet || run->verbose || !out_terminal(run->out) || out_format(run->out) != OUT_TABLE)
		return 0;
	while (doctor_checks[count].name)
		count++;
	const char *line = arena_printf(run->core->arena, translate("the books add up: %zu checks"), count);
	return line ? out_line(run->out, line) : err_memory(run->core->err);
}

/* A chain that was made anew from its beginning is sound in itself, but not the one whose head was kept. */
static int check_head(struct run *run, const char *expect, int64_t *found)
{
	struct core *core = run->core;
	const char *colon = strchr(expect, ':');
	int64_t seq = 0;
	const char *number = colon ? arena_strndup(core->arena, expect, (size_t)(colon - expect)) : NULL;
	if (!number || decimal_parse(number, 0, &seq) || seq <= 0 || strlen(colon + 1) != 64) {
		err_set(core->err, ERR_USAGE, "--expect wants what ordr log --head printed");
		return err_hint(core->err, "SEQ:HASH, a number and 64 hexadecimal digits");
	}
	struct event event;
	int there = event_find(core, seq, &event);
	if (there < 0)
		return -1;
	if (there && !strcmp(event.hash, colon + 1))
		return 0;
	struct finding finding = { .check = "event-head",
				   .title = translate("the log holds the event whose hash was kept elsewhere"),
				   .subject = number,
				   .detail = there ? translate("the event of that number has another hash") : translate("there is no event of that number") };
	++*found;
	return out_record(run->out, &finding);
}

static int run_doctor(struct run *run)
{
	const struct doctor_options *given = run->options;
	int64_t found = 0;
	const struct doctor_help help = { ordr_program, run->database, SECOND_LEAST };
	if (out_begin(run->out, &finding_schema, OUT_LIST) || doctor_run(run->core, &help, print_finding, run->out, &found))
		return -1;
	if (given->expect && check_head(run, given->expect, &found))
		return -1;
	if (out_end(run->out) || (run->verbose && print_checks(run)) || (!found && say_sound(run)))
		return -1;
	if (found) {
		err_set(run->core->err, ERR_DAMAGED,
			found == 1 ? TO_TRANSLATE("the books do not add up: %lld finding") : TO_TRANSLATE("the books do not add up: %lld findings"),
			(long long)found);
		err_hint(run->core->err, "stop writing, keep a copy of the file, and look at the log of what is named");
	}
	return 0;
}

const struct cmd cmd_doctor = {
	.name = "doctor",
	.group = "care",
	.synopsis = "",
	.summary = "prove the books: every rule of the model, the log's chain, the file itself",
	.options = options,
	.options_size = sizeof(struct doctor_options),
	.access = ACCESS_READ,
	.run = run_doctor,
};

static int run_second(struct run *run)
{
	return doctor_help(run->core, 0, 1);
}

const struct cmd cmd_doctor_second = {
	.name = "__doctor",
	.synopsis = "",
	.summary = "the share of a second process in the checks of ordr doctor, which starts it",
	.access = ACCESS_READ,
	.run = run_second,
};
