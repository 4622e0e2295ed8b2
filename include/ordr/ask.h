/* Questions on a terminal: a line to type in, and below it, at every key, what fits, what is known about it and what is wrong with it. It knows
 * nothing of what is asked for: whoever asks looks that up. */
#ifndef ORDR_ASK_H
#define ORDR_ASK_H

#include "ordr/arena.h"
#include "ordr/str.h"
#include "ordr/terminal.h"

#define ASK_CHOICES 8
#define ASK_CELLS   5

/* One line to choose from. The cells stand in columns; the second gives way when the terminal is narrow, and the last ones are left out. */
struct ask_choice {
	const char *answer;
	const char *cells[ASK_CELLS]; /* NULL: nothing there */
};

/* What is shown for what is typed so far. All texts are made visible when they are drawn; they live in `arena`, which is emptied before each
 * look. */
struct ask_view {
	struct arena arena;
	struct ask_choice choices[ASK_CHOICES];
	size_t count;
	unsigned right;   /* columns of numbers: bit 1 << column */
	int selected;     /* the choice that Enter would take; −1: none, the answer is what is typed */
	const char *note; /* NULL: none */
	const char *error, *hint; /* what is wrong with the answer, and what would be right; NULL: nothing */
};

struct ask_question {
	const char *label; /* "Customer" */
	const char *help;  /* what may be typed: shown while nothing is */
	const char *text;  /* the answer to begin with; NULL: none */
	bool choose;       /* the answer must be one of the choices, or nothing where none is selected */
	/* Fills the view, which is empty; NULL: there is nothing to show. And is it an answer? Fills error and hint if it is not. Both −1: it cannot go on;
	 * whoever asks knows why. */
	int (*look)(void *context, const char *text, struct ask_view *view);
	int (*check)(void *context, const char *text, struct ask_view *view);
	void *context;
};

enum ask_end {
	ASK_ANSWERED,
	ASK_BACK, /* the question before is wanted again (Shift-Tab) */
	ASK_LEFT  /* Escape, Ctrl-C, Ctrl-D */
};

struct ask {
	struct terminal terminal;
	bool color;
	size_t label_width; /* of the longest label */
	struct ask_view view;
	struct str line;   /* what is typed */
	size_t at;         /* the cursor, in bytes */
	size_t cursor;     /* … and in columns, as it was drawn */
};

/* Takes over the terminal. ERR_FAILED. */
int ask_open(struct ask *ask, FILE *in, FILE *out, bool color, size_t label_width, struct err *err);
/* Gives it back; safe once after ask_open succeeded. */
void ask_close(struct ask *ask);
/* Asks; *answer (owned by the ask, valid until the next question) is set when it was answered. −1: look or check failed, or memory. */
int ask_one(struct ask *ask, const struct ask_question *question, enum ask_end *end, const char **answer);
/* A line that stays on the screen, folded to its width. */
void ask_say(struct ask *ask, const char *text);

#endif
