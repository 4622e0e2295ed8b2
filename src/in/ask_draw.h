/* What a question looks like. Private to src/in. */
#ifndef ORDR_IN_ASK_DRAW_H
#define ORDR_IN_ASK_DRAW_H

#include "ordr/ask.h"

/* Draws the question below where the cursor's line begins, over what was drawn before; the cursor stays in what is typed. */
void ask_draw(struct ask *ask, const struct ask_question *question);
/* In its place the question and its answer, for good. */
void ask_draw_answered(struct ask *ask, const struct ask_question *question);
/* Takes away what was drawn below what is typed; the next thing that is written begins a line. */
void ask_draw_left(struct ask *ask, const struct ask_question *question);

#endif
