/* What is printed for people, in their language. The catalogue is compiled in: nothing is opened or set up for it, it does not depend on the locale of
 * who runs the program (cron's is C), and text in it is UTF-8 as all output is. What is printed for programs is never translated. */
#ifndef ORDR_SPEAK_H
#define ORDR_SPEAK_H

#include <stdbool.h>
#include <stddef.h>

/* `text`, or the format, in that language (ISO 639-1: "de"); the English itself where there is no other, or the language is NULL or not known. */
const char *speak(const char *language, const char *text) __attribute__((format_arg(2)));
/* Does the language write decimals with a comma and days as 24.11.2026? */
bool speaks_german(const char *language);

/* The catalogue, for its test: the pair of that index, false behind the last. */
bool speak_pair(size_t index, const char **english, const char **german);

#endif
