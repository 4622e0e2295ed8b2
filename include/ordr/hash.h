/* SHA-256, as the hex that is kept in the log and beside keys. */
#ifndef ORDR_HASH_H
#define ORDR_HASH_H

#include <stddef.h>

/* The hash of the bytes as 64 lower-case hex digits and a NUL. */
void hash_bytes(const char *bytes, size_t length, char hex[65]);

#endif
