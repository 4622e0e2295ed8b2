/* Windows-1252, which older programs read and write. */
#ifndef ORDR_WINDOWS_H
#define ORDR_WINDOWS_H

#include "ordr/str.h"

/* The code point of a byte; 0 for the five that are none. */
unsigned windows_point(unsigned char byte);
/* Puts UTF-8 as Windows-1252, at most so many characters; what that does not have becomes a question mark. */
void windows_put(struct str *str, const char *text, size_t most);

#endif
