/* The order form as it is asked on the terminal: what ordr place -i is made of. */
#ifndef ORDR_CMD_PLACE_ASK_H
#define ORDR_CMD_PLACE_ASK_H

#include "ordr/ask.h"
#include "ordr/catalogue.h"
#include "ordr/cmd.h"

#define DRAFT_LINES 500 /* more are no longer typed */

enum step { STEP_CUSTOMER, STEP_SKU, STEP_QTY, STEP_DISCOUNT, STEP_DATE, STEP_REQUESTED, STEP_PRIORITY, STEP_REF, STEP_NOTE, STEP_PLACE };

/* A line as it was answered; "" and NULL are no answer. */
struct draft_line {
	const char *sku, *qty, *discount, *date;
	bool service;
};

struct draft {
	struct run *run;
	struct arena *arena;     /* of answers */
	const struct node *form; /* what the command line gave: customer, lines and fields of the form; their questions are not asked */
	struct ask ask;
	enum step step;
	const char *answers[STEP_PLACE + 1]; /* of the steps that are no line's */
	struct draft_line *lines;
	size_t line;  /* the one that is asked for: those before it are answered */
	bool refused; /* placing it was tried, and would be refused */
};

/* place_draft.c. What the answers so far are as a form, in `arena`. NULL: memory. */
struct node *draft_form(const struct draft *draft, struct arena *arena);
/* A form of what one answer is about, to check it: the answer of the draft's step is `text`. */
struct node *draft_part(const struct draft *draft, const char *text, struct arena *arena);
/* The names of a line's members for steps of lines, and of the form's for others. */
const char *draft_field(enum step step);
/* "5@3.20": how many, and at what price. */
int draft_split(struct arena *arena, const char *text, const char **qty, const char **price);

/* place_look.c. What is shown while each step's answer is typed. `context` is the draft. */
int draft_look(void *context, const char *text, struct ask_view *view);
/* place_check.c. Is it an answer? */
int draft_check(void *context, const char *text, struct ask_view *view);
/* What placing it would give, said on the terminal; draft->refused: it would be refused, which is said too. −1: it cannot go on. */
int draft_preview(struct draft *draft);

/* For cmd_place.ask: asks for the whole order, beginning with what `form` has. *asked: the whole form. ERR_CANCELLED. */
int place_ask(struct run *run, const struct node *form, struct arena *arena, const struct node **asked);

#endif
