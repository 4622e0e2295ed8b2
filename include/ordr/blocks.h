/* Small figures in text: a bar, and a line of bars. Of blocks where the environment knows them, else of ASCII. */
#ifndef ORDR_BLOCKS_H
#define ORDR_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ordr/str.h"

/* Does the environment's locale (LC_ALL, LC_CTYPE, LANG) say UTF-8? Text is printed in UTF-8 in every locale, since it cannot be said otherwise; a
 * figure can. */
bool blocks_known(void);
/* `part` of `whole` as a bar of so many columns; whole must be above zero. */
void blocks_put_bar(struct str *str, int64_t part, int64_t whole, size_t columns, bool known);
/* One bar for each value, as high as it is between zero (or the least, when that is below) and the greatest; NONE is a blank. */
void blocks_put_line(struct str *str, const int64_t *values, size_t count, bool known);

#endif
