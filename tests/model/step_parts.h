/* What the files of steps share. */
#ifndef ORDR_TESTS_STEP_PARTS_H
#define ORDR_TESTS_STEP_PARTS_H

#include "step.h"

void put_word(struct words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Nothing for a value that is NULL. */
void say_option(struct words *words, const char *option, const char *value);
void say_instant(struct words *words, const char *option, int64_t at); /* NONE: nothing */
/* Each word of the text by itself. */
void say_words(struct words *words, const char *text);
/* What changes: of CANCEL the line, of AMEND all of it. */
void say_change(const struct step *step, struct words *words);
/* What a step of its kind takes. */
void say_subject(const struct model *model, const struct step *step, struct words *words);

#endif
