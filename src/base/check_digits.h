/* What the files of identifiers share. */
#ifndef ORDR_BASE_CHECK_DIGITS_H
#define ORDR_BASE_CHECK_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

#include "ordr/arena.h"
#include "ordr/err.h"

/* The text in capitals, without the characters of `but`; NULL without memory. */
char *identifier_squeeze(struct arena *arena, const char *text, const char *but, struct err *err);
/* Are its first `length` characters all some of `of`? */
bool identifier_is(const char *text, size_t length, const char *of);
/* ISO 7064 mod 97-10 of digits and capitals, letters counting 10 to 35: 1 when the check digits fit. */
int identifier_mod97(const char *text);

#endif
