/* The checks are shared by a pipe that holds the number of each, one byte: whichever process is free takes the next. What the second one found comes
 * back by another, a frame for each check that it came to the end of: its length, its number, how many were found, and the texts of those named. */
#include "doctor_helper.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ordr/str.h"

struct frame {
	uint32_t length; /* of the texts */
	uint32_t number;
	int64_t found;
};

int outcome_add(struct core *core, struct outcome *outcome, const char *subject, const char *detail)
{
	if (outcome->found++ >= FINDINGS_MOST)
		return 0;
	struct named *named = arena_array(core->keep, 1, sizeof *named);
	if (!named)
		return err_memory(core->err);
	*named = (struct named){ NULL, arena_strdup(core->keep, subject), arena_strdup(core->keep, detail) };
	if (!named->subject || !named->detail)
		return err_memory(core->err);
	if (outcome->last)
		outcome->last->next = named;
	else
		outcome->first = named;
	outcome->last = named;
	outcome->count++;
	return 0;
}

/* The number of the next check; false: there is none left. */
static bool take(int tasks, size_t *number)
{
	unsigned char byte;
	ssize_t got;
	do
		got = read(tasks, &byte, 1);
	while (got < 0 && errno == EINTR);
	*number = byte;
	return got == 1;
}

static bool write_all(int file, const char *bytes, size_t length)
{
	while (length) {
		ssize_t put = write(file, bytes, length);
		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0) {
			bytes += put;
			length -= (size_t)put;
		}
	}
	return true;
}

/* --- the second process ------------------------------------------------------------------------------------------------------- */

static int send(struct core *core, int results, const struct outcome *outcome)
{
	struct str texts = { 0 };
	for (const struct named *named = outcome->first; named; named = named->next) {
		str_put_bytes(&texts, named->subject, strlen(named->subject) + 1);
		str_put_bytes(&texts, named->detail, strlen(named->detail) + 1);
	}
	const struct frame frame = { (uint32_t)texts.length, (uint32_t)outcome->number, outcome->found };
	struct str whole = { 0 };
	str_put_bytes(&whole, (const char *)&frame, sizeof frame);
	if (texts.length)
		str_put_bytes(&whole, texts.text, texts.length);
	int result = texts.failed || whole.failed ? err_memory(core->err) : 0;
	if (!result && !write_all(results, whole.text, whole.length))
		result = err_set(core->err, ERR_FAILED, "nobody waits for what is found");
	str_release(&texts);
	str_release(&whole);
	return result;
}

int doctor_help(struct core *core, int tasks, int results)
{
	size_t number;
	size_t count = 0;
	while (doctor_checks[count].name)
		count++;
	while (take(tasks, &number)) {
		struct outcome outcome;
		if (number >= count || doctor_check_one(core, number, &outcome) || send(core, results, &outcome))
			return -1;
	}
	return 0;
}

/* --- the first ---------------------------------------------------------------------------------------------------------------- */

struct helper {
	pid_t process; /* 0: there is none */
	int tasks[2], results[2];
};

static void close_one(int *file)
{
	if (*file >= 0)
		close(*file);
	*file = -1;
}

/* What takes longest comes first, so that both end at about the same time: the checks in C read the most. */
static bool put_tasks(int file)
{
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; doctor_checks[i].name; i++) {
			const char byte = (char)i;
			if (!doctor_checks[i].sql == !turn && !write_all(file, &byte, 1))
				return false;
		}
	return true;
}

static int spawn(struct helper *helper, const struct doctor_help *help)
{
	posix_spawn_file_actions_t actions;
	char *arguments[] = { (char[]){ "ordr" }, (char[]){ "--db" }, (char *)(uintptr_t)help->database, (char[]){ "__doctor" }, NULL };
	if (posix_spawn_file_actions_init(&actions))
		return -1;
	int error = posix_spawn_file_actions_adddup2(&actions, helper->tasks[0], 0) || posix_spawn_file_actions_adddup2(&actions, helper->results[1], 1) ||
		    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	if (!error)
		error = posix_spawn(&helper->process, help->program, &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		helper->process = 0;
	return error ? -1 : 0;
}

static void start(struct helper *helper, const struct doctor_help *help)
{
	*helper = (struct helper){ 0, { -1, -1 }, { -1, -1 } };
	if (pipe2(helper->tasks, O_CLOEXEC) || pipe2(helper->results, O_CLOEXEC) || !put_tasks(helper->tasks[1]))
		return;
	close_one(&helper->tasks[1]);
	spawn(helper, help);
	close_one(&helper->results[1]);
}

/* One frame; the length of it, 0 when the rest is none that is whole. */
static size_t receive(struct core *core, const char *bytes, size_t left, struct outcome outcomes[DOCTOR_CHECKS_MOST])
{
	struct frame frame;
	if (left < sizeof frame)
		return 0;
	memcpy(&frame, bytes, sizeof frame);
	if (frame.number >= DOCTOR_CHECKS_MOST || left - sizeof frame < frame.length)
		return 0;
	struct outcome outcome = { .number = frame.number };
	const char *end = bytes + sizeof frame + frame.length;
	for (const char *at = bytes + sizeof frame; at < end;) {
		const char *subject = at;
		const char *detail = memchr(subject, '\0', (size_t)(end - subject));
		const char *last = detail ? memchr(detail + 1, '\0', (size_t)(end - detail - 1)) : NULL;
		if (!last || outcome_add(core, &outcome, subject, detail + 1))
			return 0;
		at = last + 1;
	}
	outcome.found = frame.found;
	outcome.done = true;
	outcomes[frame.number] = outcome;
	return sizeof frame + frame.length;
}

static int gather(struct core *core, int results, struct outcome outcomes[DOCTOR_CHECKS_MOST])
{
	struct str all = { 0 };
	char bytes[4096];
	ssize_t got;
	while ((got = read(results, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
		if (got > 0)
			str_put_bytes(&all, bytes, (size_t)got);
	int result = all.failed ? err_memory(core->err) : 0;
	for (size_t at = 0, length = 1; !result && at < all.length && length; at += length)
		length = receive(core, all.text + at, all.length - at, outcomes);
	str_release(&all);
	return result || core->err->code ? -1 : 0;
}

int helper_share(struct core *core, const struct doctor_help *help, struct outcome outcomes[DOCTOR_CHECKS_MOST])
{
	struct stat about;
	struct helper helper;
	size_t number;
	int result = 0;
	if (!help->program || stat(help->database, &about) || about.st_size < help->least || sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return 0;
	start(&helper, help);
	while (helper.process && !result && take(helper.tasks[0], &number))
		result = doctor_check_one(core, number, &outcomes[number]);
	close_one(&helper.tasks[0]);
	if (helper.process && !result)
		result = gather(core, helper.results[0], outcomes);
	close_one(&helper.results[0]);
	if (helper.process)
		while (waitpid(helper.process, NULL, 0) < 0 && errno == EINTR)
			;
	close_one(&helper.tasks[1]);
	close_one(&helper.results[1]);
	return result;
}
