/* The words of a transcript's command: quotes and expansions. Private to shell.c. */
#ifndef ORDR_TESTS_SHELL_WORDS_H
#define ORDR_TESTS_SHELL_WORDS_H

#include "shell.h"

struct words {
	char **word;
	size_t count;
};

/* A command being read, and where the output of $(…) goes. */
struct scan {
	struct shell *shell;
	const char *at;
	struct shell_result *result;
	struct err *err;
};

/* Reads the word at scan->at, which adds one word, or none or several when it holds an unquoted $name. */
int scan_word(struct scan *scan, struct words *words);
/* The value of the assignment whose name and "=" end before scan->at: one word, never split. */
int scan_value(struct scan *scan, const char **value);
void scan_blanks(struct scan *scan);
/* The length of a name that "=" follows; 0: none. */
size_t scan_assignment(const char *at);
/* What follows the character, quoted piece or $(…) at `at`; NULL: it does not end. */
const char *scan_past(const char *at);
void words_add(struct arena *arena, struct words *words, const char *text, size_t length);
int scan_error(struct scan *scan, const char *what);

/* shell.c: runs the text and puts what it writes, without its last newlines. */
int shell_capture(struct scan *scan, const char *text, size_t length, struct str *value);

#endif
