/* Backups under load: while eight processes place orders, twenty backups are made, and each of them is a database on which the doctor finds
 * nothing, that holds more than the one before. At the end one is put back, and the writers' books still add up. */
#include <signal.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ordr/cmd.h"
#include "tree.h"

#define WRITERS 8
#define BACKUPS 20

/* What ordr prints goes to `out`, what it says to standard error. */
static int run(FILE *out, const char *const *words)
{
	char *argv[16] = { "ordr" };
	int argc = 1;
	FILE *none = fopen("/dev/null", "r");
	while (*words)
		argv[argc++] = (char *)(uintptr_t)*words++;
	int status = ordr_main(argc, argv, none, out, stderr);
	fclose(none);
	return status;
}
#define RUN(out, ...) run((out), (const char *const[]){ __VA_ARGS__, NULL })

/* What a command prints, without its newline. */
static const char *ask(const char *const *words, char text[256])
{
	FILE *out = tmpfile();
	assert_non_null(out);
	assert_int_equal(run(out, words), 0);
	rewind(out);
	memset(text, 0, 256);
	assert_non_null(fgets(text, 256, out));
	text[strcspn(text, "\n")] = '\0';
	fclose(out);
	return text;
}
#define ASK(text, ...) ask((const char *const[]){ __VA_ARGS__, NULL }, (text))

static int place_until(const atomic_bool *enough)
{
	FILE *none = fopen("/dev/null", "w");
	while (!atomic_load(enough))
		if (RUN(none, "place", "-c", "C-1001", "-l", "HAM-500:1", "-l", "DRV-VDE7:2", "--wait", "60"))
			return 1;
	return 0;
}

static void every_backup_is_whole_while_others_write(void **state)
{
	char directory[64], name[64], head[256], before[256] = "";
	atomic_bool *enough = mmap(NULL, sizeof *enough, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t writers[WRITERS];
	(void)state;
	assert_true(enough != MAP_FAILED);
	tree_make(directory);
	assert_int_equal(chdir(directory), 0);
	FILE *none = fopen("/dev/null", "w");
	assert_int_equal(RUN(none, "init", "--demo"), 0);
	for (int i = 0; i < WRITERS; i++)
		if (!(writers[i] = fork())) {
			prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nobody writing */
			_exit(place_until(enough));
		}
	for (int i = 0; i < BACKUPS; i++) {
		snprintf(name, sizeof name, "copy-%d.db", i);
		/* On a busy machine the writers may not have had a turn since the last one. */
		while (atoi(ASK(head, "log", "--head")) <= atoi(before))
			usleep(1000);
		assert_int_equal(RUN(none, "backup", name), 0);
		assert_int_equal(RUN(none, "--db", name, "doctor"), 0);
		ASK(head, "--db", name, "log", "--head");
		assert_true(atoi(head) > atoi(before));
		/* What was in a backup is in the next one, and in the books, unchanged. */
		if (*before)
			assert_int_equal(RUN(none, "--db", name, "doctor", "--expect", before), 0);
		strcpy(before, head);
	}
	/* Put back in the middle of it all: who waits for his turn goes on with the restored books. */
	assert_int_equal(RUN(none, "restore", "copy-0.db", "--confirm", "--wait", "60"), 0);
	usleep(300000);
	atomic_store(enough, true);
	for (int i = 0; i < WRITERS; i++) {
		int status;
		assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(RUN(none, "doctor"), 0);
	assert_int_equal(RUN(none, "doctor", "--expect", ASK(head, "--db", "copy-0.db", "log", "--head")), 0);
	ASK(before, "log", "--head");
	assert_true(atoi(before) > atoi(head) + 1);
	fclose(none);
	assert_int_equal(chdir("/"), 0);
	tree_remove(directory);
	munmap(enough, sizeof *enough);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_backup_is_whole_while_others_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
