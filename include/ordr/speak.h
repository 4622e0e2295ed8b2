/* What people read, in their language. English is what the program is written in and the key of the catalogues in
 * src/lang; these are compiled in: nothing is opened or set up for them, they do not depend on the locale of who runs
 * the program (cron's is C), and text in them is UTF-8 as all output is. What programs read is never translated, nor is
 * what is kept in the database.
 *
 * Two readers are told apart: documents for customers are in the customer's language (speak), all else is in that of
 * who runs the program (translate). */
#ifndef ORDR_SPEAK_H
#define ORDR_SPEAK_H

#include <stdbool.h>
#include <stddef.h>

#include "ordr/str.h"

/* `text`, or the format, in that language ("de", "de_AT.UTF-8"); the English itself where there is no other, or the
 * language is NULL or not known. A format has the arguments of its English. */
const char *speak(const char *language, const char *text) __attribute__((format_arg(2)));
/* The same of a text that means something else elsewhere: `context` is its msgctxt in the catalogue. */
const char *speak_in(const char *language, const char *context, const char *text) __attribute__((format_arg(3)));
/* Does the language write decimals with a comma and days as 24.11.2026? */
bool speaks_german(const char *language);

/* The language of who runs the program, chosen when it starts (language.c); English until then, for NULL, and for what
 * is not known. */
void speak_choose(const char *language);
const char *translate(const char *text) __attribute__((format_arg(1)));
const char *translate_in(const char *context, const char *text) __attribute__((format_arg(2)));
/* Is it another than English? */
bool translates(void);

/* Stands before each value of a text whose reader is not known yet: "%s allocated, %s held", SPEAK_WITH, "5", SPEAK_WITH, "3". */
#define SPEAK_WITH "\x1f"
/* Adds such a text, translated, with its values in the places of %s; %% is a per cent sign. A state among the values is said in the language, too. */
void translate_filled(struct str *out, const char *text);

/* Marks a text that is translated where it is used, such as one in a table. */
#define TO_TRANSLATE(text)             text
#define TO_TRANSLATE_IN(context, text) text

/* The catalogue, for its test: the pair of that index, in the order of the English (behind a context and \4 where it
 * has one); false behind the last. */
bool speak_pair(size_t index, const char **english, const char **translated);

#endif
