/* What typed bytes mean. Private to src/in. */
#ifndef ORDR_IN_TERMINAL_KEY_H
#define ORDR_IN_TERMINAL_KEY_H

#include "ordr/terminal.h"

/* The key that the bytes begin with; returns how many it takes. 0: more must follow; with `late` none did, and what is there is all. *pasting: they
 * are in the middle of what is being pasted, which may come in many pieces. */
size_t key_read(const unsigned char *bytes, size_t length, bool late, bool *pasting, struct key_press *press);

#endif
