/* Running the company's hooks. They are programs of an administrator's, so they stand in a directory of the machine and not in the database,
 * which everybody who takes orders can write: what is in a database never becomes a program that runs. Each gets the events of the change on its
 * standard input. The hook before runs inside the transaction, with its events written and not yet kept: what it allows is what is kept. */
#include "hook.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ordr/event.h"
#include "ordr/file.h"
#include "ordr/speak.h"

#define SECONDS_MOST 10
#define SAID_MOST    500 /* bytes of what a hook says that are repeated */
#define TICK_NS	     2000000L

/* --- finding ------------------------------------------------------------------------------------------------------------------ */

/* Nobody but root, and who runs ordr, may decide what is run. */
static int check_safe(const char *file, const struct stat *about, struct err *err)
{
	bool ours = about->st_uid == 0 || about->st_uid == geteuid();
	if (ours && !(about->st_mode & S_IWOTH))
		return 0;
	err_set(err, ERR_REFUSED,
		ours ? TO_TRANSLATE("%.200s: everybody may write it, so it is not run")
		     : TO_TRANSLATE("%.200s: it belongs to another user, so it is not run"),
		file);
	return err_hint(err, ours ? TO_TRANSLATE("chmod o-w %.200s") : TO_TRANSLATE("chown root %.200s"), file);
}

static int find(const char **found, struct arena *arena, const char *directory, const char *when, const char *path, struct err *err)
{
	struct stat about;
	char *file = arena_printf(arena, "%s/%s-%s", directory, when, path);
	if (!file)
		return err_memory(err);
	for (char *c = file + strlen(directory) + 1; *c; c++)
		*c = *c == ' ' ? '-' : *c;
	*found = !stat(file, &about) && S_ISREG(about.st_mode) && !access(file, X_OK) ? file : NULL;
	return *found ? check_safe(file, &about, err) : 0;
}

int hook_find(struct hook *hook, struct arena *arena, const char *path, struct err *err)
{
	struct stat about;
	const char *directory = getenv("ORDR_HOOKS");
	if (!directory)
		directory = ORDR_HOOKS_DIRECTORY;
	if (!*directory || stat(directory, &about) || !S_ISDIR(about.st_mode))
		return 0;
	if (find(&hook->before, arena, directory, "pre", path, err) || find(&hook->after, arena, directory, "post", path, err))
		return -1;
	return hook->before || hook->after ? check_safe(directory, &about, err) : 0;
}

/* --- what they are told ------------------------------------------------------------------------------------------------------- */

int hook_begin(struct hook *hook, struct core *core)
{
	struct event last = { 0 };
	if (!hook->before && !hook->after)
		return 0;
	hook_release(hook); /* of an attempt before */
	int found = event_last(core, &last);
	hook->head = found == 1 ? last.seq : 0;
	return found < 0 ? -1 : 0;
}

struct telling {
	struct hook *hook;
	struct err *err;
};

static int write_event(void *context, const struct event *event)
{
	struct telling *telling = context;
	struct str line = { 0 };
	str_printf(&line, "{\"schema\":\"%s\",", event_schema.name);
	field_put_members(event_schema.fields, event, &line);
	str_put(&line, "}\n");
	if (!telling->hook->events)
		telling->hook->events = tmpfile();
	int result = !telling->hook->events || line.failed || fputs(line.text, telling->hook->events) < 0 ? -1 : 0;
	str_release(&line);
	return result ? err_set(telling->err, ERR_FAILED, "cannot write the events for a hook: %s", err_system(errno)) : 0;
}

/* --- running ------------------------------------------------------------------------------------------------------------------ */

/* "NAME=value" before the rest of the environment. */
static char **environment(struct arena *arena, const struct core *core, const char *database, bool dry_run)
{
	char directory[PATH_MAX];
	size_t count = 0;
	while (environ[count])
		count++;
	char **list = arena_array(arena, count + 5, sizeof *list);
	const char *name = strrchr(database, '/');
	const char *where = file_directory(database, directory) ? "." : directory;
	char *given[] = { arena_printf(arena, "ORDR_COMMAND=%s", core->command), arena_printf(arena, "ORDR_ACTOR=%s", core->actor),
			  arena_printf(arena, "ORDR_DB=%s/%s", where, name ? name + 1 : database),
			  dry_run ? arena_strdup(arena, "ORDR_DRY_RUN=1") : NULL };
	size_t used = 0;
	for (size_t i = 0; list && i < sizeof given / sizeof *given; i++)
		if (given[i])
			list[used++] = given[i];
	for (size_t i = 0; list && i < count; i++)
		if (strncmp(environ[i], "ORDR_COMMAND=", 13) && strncmp(environ[i], "ORDR_ACTOR=", 11) && strncmp(environ[i], "ORDR_DB=", 8))
			list[used++] = environ[i];
	return list;
}

/* Its exit status as waitpid gives it; −1: it did not end in time, and was killed with all that it began. */
static int wait_for(pid_t child)
{
	int status;
	struct timespec tick = { .tv_nsec = TICK_NS };
	for (long ticks = 0; ticks < SECONDS_MOST * 1000000000L / TICK_NS; ticks++) {
		pid_t ended = waitpid(child, &status, WNOHANG);
		if (ended == child)
			return status;
		if (ended < 0 && errno != EINTR)
			return -1;
		nanosleep(&tick, NULL);
	}
	kill(-child, SIGKILL);
	waitpid(child, &status, 0);
	return -1;
}

static int spawn(pid_t *child, const char *program, int in, int out, char **variables)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	char name[NAME_MAX + 1];
	char *arguments[] = { name, NULL };
	snprintf(name, sizeof name, "%s", strrchr(program, '/') + 1); /* hook_find put a directory before it */
	int error = posix_spawn_file_actions_init(&actions);
	if (error)
		return error;
	error = posix_spawnattr_init(&attributes);
	if (!error) {
		error = posix_spawn_file_actions_adddup2(&actions, in, 0) || posix_spawn_file_actions_adddup2(&actions, out, 1) ||
					posix_spawn_file_actions_adddup2(&actions, out, 2) || posix_spawnattr_setpgroup(&attributes, 0) ||
					posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP)
				? ENOMEM
				: posix_spawn(child, program, &actions, &attributes, arguments, variables);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* Its first line, safe to show; "" when it said nothing. */
static void read_said(FILE *file, struct str *said)
{
	char text[SAID_MOST + 1];
	rewind(file);
	size_t length = fread(text, 1, SAID_MOST, file);
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	str_put_visible(said, text);
}

static int run(struct hook *hook, const struct core *core, const char *program, const char *database, bool dry_run, struct err *err)
{
	pid_t child = 0;
	struct str said = { 0 };
	FILE *out = tmpfile();
	char **variables = environment(core->keep, core, database, dry_run);
	if (!out || !variables || fflush(hook->events) || lseek(fileno(hook->events), 0, SEEK_SET)) {
		err_set(err, ERR_FAILED, "cannot run the hook %.200s: %s", program, err_system(errno));
		goto done;
	}
	int error = spawn(&child, program, fileno(hook->events), fileno(out), variables);
	if (error) {
		err_set(err, ERR_REFUSED, "the hook %.200s cannot run: %s", program, err_system(error));
		goto done;
	}
	int status = wait_for(child);
	read_said(out, &said);
	const char *words = said.length && !said.failed ? said.text : NULL;
	if (status < 0)
		err_set(err, ERR_REFUSED, "the hook %.200s took longer than %d seconds", program, SECONDS_MOST);
	else if (status)
		err_set(err, ERR_REFUSED, "%s", words ? words : translate("a hook of the company's refused it"));
	if (status > 0)
		err_hint(err, "so says %.200s", program);
done:
	str_release(&said);
	if (out)
		fclose(out);
	return err->code ? -1 : 0;
}

int hook_before(struct hook *hook, struct core *core, const char *database, bool dry_run)
{
	struct telling telling = { hook, core->err };
	if ((!hook->before && !hook->after) || event_each(core, hook->head, NULL, NONE, write_event, &telling))
		return hook->before || hook->after ? -1 : 0;
	return hook->before && hook->events ? run(hook, core, hook->before, database, dry_run, core->err) : 0;
}

int hook_after(struct hook *hook, const struct core *core, const char *database, struct err *err)
{
	char said[sizeof err->message];
	if (!hook->after || !hook->events || !run(hook, core, hook->after, database, false, err))
		return 0;
	memcpy(said, err->message, sizeof said);
	return err_set(err, ERR_REFUSED, "it is done, but a hook failed: %.300s", said) | err_hint(err, "so says %.180s", hook->after);
}

void hook_release(struct hook *hook)
{
	if (hook->events)
		fclose(hook->events);
	hook->events = NULL;
}
