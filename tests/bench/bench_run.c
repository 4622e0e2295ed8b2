/* Runs programs and measures them from outside, as whoever types them does. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "load.h"

_Noreturn void fail(const char *what, const char *why)
{
	fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const char *number(long value, char room[PATH_MAX])
{
	snprintf(room, PATH_MAX, "%ld", value);
	return room;
}

/* What stands for %ordr, %db, … and for programs beside this one. */
static const char *word_of(const struct bench *bench, const char *text, char room[PATH_MAX])
{
	if (*text != '%')
		return text;
	const struct {
		const char *name;
		long value;
	} numbers[] = { { "%id", bench->id },
			{ "%placed", bench->copy ? bench->copy->placed : 0 },
			{ "%amount", bench->amount },
			{ "%lines", LOAD_LINES },
			{ "%customer", load_customer(bench->id) } };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (!strcmp(text, numbers[i].name))
			return number(numbers[i].value, room);
	if (!strcmp(text, "%ordr"))
		return bench->ordr;
	if (!strcmp(text, "%ordr_static"))
		return bench->ordr_static;
	if (!strcmp(text, "%db"))
		return bench->copy->path;
	if (!strcmp(text, "%waiting"))
		snprintf(room, PATH_MAX, "P-%05d:%ld", LOAD_SHORT, bench->amount);
	else if (snprintf(room, PATH_MAX, "%s/%s", bench->beside, text + 1) >= PATH_MAX)
		fail(text, "too long");
	return room;
}

static void redirect(const char *file, int flags, int to)
{
	int opened = open(file ? file : "/dev/null", flags, 0600);
	if (opened < 0 || dup2(opened, to) < 0)
		_exit(126);
	close(opened);
}

int start_call(struct bench *bench, const struct call *call, int out)
{
	char room[WORDS][PATH_MAX];
	char *argv[WORDS + 1] = { NULL };
	for (int i = 0; i < WORDS && call->argv[i]; i++)
		argv[i] = (char *)(uintptr_t)word_of(bench, call->argv[i], room[i]);
	pid_t child = fork();
	if (child < 0)
		fail("fork", strerror(errno));
	if (child)
		return child;
	redirect(call->in, O_RDONLY, STDIN_FILENO);
	if (out >= 0 ? dup2(out, STDOUT_FILENO) < 0 : false)
		_exit(126);
	if (out < 0)
		redirect(call->out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
	execvp(argv[0], argv);
	_exit(127);
}

static double milliseconds(struct timeval time)
{
	return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

void finish_call(int process, const struct call *call, struct spent *spent)
{
	struct rusage usage;
	int status;
	if (wait4(process, &status, 0, &usage) != process)
		fail("wait4", strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "bench: failed with status %d:", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
		for (int i = 0; i < WORDS && call->argv[i]; i++)
			fprintf(stderr, " %s", call->argv[i]);
		fputc('\n', stderr);
		exit(1);
	}
	spent->cpu += milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
	if (usage.ru_maxrss > spent->peak)
		spent->peak = usage.ru_maxrss;
}

struct spent run_calls(struct bench *bench, const struct calls *calls)
{
	struct spent spent = { 0 };
	for (size_t i = 0; i < calls->count; i++) {
		double start = now_ms();
		finish_call(start_call(bench, &calls->call[i], -1), &calls->call[i], &spent);
		spent.wall += now_ms() - start;
	}
	return spent;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return x < y ? -1 : x > y;
}

double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, by_value);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}
