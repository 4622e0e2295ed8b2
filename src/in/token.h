/* The grammar inside JSON's texts and numbers. Private to src/in. */
#ifndef ORDR_IN_TOKEN_H
#define ORDR_IN_TOKEN_H

#include <stdbool.h>

/* Decodes the escapes of `raw` in place: a decoded text is never longer. Returns what is wrong with it, or NULL. */
const char *token_decode(char *raw);
bool token_is_number(const char *text);

#endif
