/* The pager gets what was held back, not a stream: a snapshot that stays open while somebody reads would keep what others write from being put
 * into its place. */
#include "pager.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANNOT_RUN 127 /* as the shell says it */

static const char *pager_command(void)
{
	const char *command = getenv("ORDR_PAGER");
	if (!command)
		command = getenv("PAGER");
	if (!command)
		command = "less";
	return *command && strcmp(command, "cat") ? command : NULL;
}

static size_t terminal_lines(FILE *out)
{
	struct winsize size;
	return !ioctl(fileno(out), TIOCGWINSZ, &size) && size.ws_row ? size.ws_row : 24;
}

/* A screen full, and the line for the next prompt. */
static bool is_long(const struct sink *sink, FILE *out)
{
	size_t lines = 1;
	const size_t most = terminal_lines(out);
	for (size_t i = 0; i < sink->held.length && lines <= most; i++)
		lines += sink->held.text[i] == '\n';
	return sink->spill || lines > most;
}

static _Noreturn void become(const char *command, int from, int to)
{
	dup2(from, STDIN_FILENO);
	close(from);
	close(to);
	signal(SIGINT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	setenv("LESS", "FRX", 0);
	setenv("LESSCHARSET", "utf-8", 0); /* what is printed is, whatever the locale */
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(CANNOT_RUN);
}

/* Whoever leaves the pager early has seen enough: that the rest could not be written is no failure. */
static void feed(const struct sink *sink, int to)
{
	FILE *stream = fdopen(to, "w");
	if (!stream) {
		close(to);
		return;
	}
	sink_copy(sink, stream);
	fclose(stream);
}

/* False: it could not be run, and nothing was shown. */
static bool page(const struct sink *sink, const char *command)
{
	int ends[2];
	int status = 0;
	if (pipe(ends))
		return false;
	pid_t pid = fork();
	if (!pid)
		become(command, ends[0], ends[1]);
	close(ends[0]);
	if (pid < 0) {
		close(ends[1]);
		return false;
	}
	/* Ctrl-C is for the pager. */
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction before;
	sigaction(SIGINT, &ignore, &before);
	feed(sink, ends[1]);
	while (waitpid(pid, &status, 0) < 0)
		;
	sigaction(SIGINT, &before, NULL);
	return !(WIFEXITED(status) && WEXITSTATUS(status) == CANNOT_RUN);
}

int pager_flush(struct sink *sink, FILE *out, FILE *talk)
{
	const char *command = pager_command();
	if (!command || !is_long(sink, out))
		return sink_flush(sink);
	if (page(sink, command)) {
		sink_drop(sink);
		return sink_flush(sink);
	}
	struct str shown = { 0 };
	str_put_shown(&shown, command);
	if (!shown.failed && getenv("ORDR_PAGER"))
		fprintf(talk, "ordr: the pager %s cannot be run\n", shown.text);
	str_release(&shown);
	return sink_flush(sink);
}
