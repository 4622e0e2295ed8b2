/* Keys: the same key and the same content gives the first answer again and changes nothing. */
#ifndef ORDR_IDEMPOTENCY_H
#define ORDR_IDEMPOTENCY_H

#include "ordr/core.h"

#define IDEMPOTENCY_KEY_MAX 200 /* code points of a key */

/* Looks a key up. 1: known with this content hash, *documents (in the arena) is what idempotency_store was given:
 * the word of the kind and the ids, separated by blanks ("order SO-000001 SO-000002"). 0: unknown. −1: ERR_CONFLICT when the
 * content differs, or another error. */
int idempotency_find(struct core *core, const char *key, const char *hash, const char **documents);
int idempotency_store(struct core *core, const char *key, const char *hash, const char *documents);

#endif
