/* How much room a text takes on a terminal, and where it may be cut: between what people see as characters, which may be several code points
 * (a letter and its accent, an emoji of a family). Texts are UTF-8. */
#ifndef ORDR_WIDTH_H
#define ORDR_WIDTH_H

#include <stddef.h>

/* The bytes of the character that `text` begins with (0 at its end); *columns is what it takes: 0 to 2. */
size_t width_character(const char *text, size_t *columns);
/* The columns of the whole text. */
size_t width_text(const char *text);
/* The bytes of `text` that fit into so many columns. */
size_t width_fitting(const char *text, size_t columns);
/* The bytes of the last character of the first `length` bytes. */
size_t width_last(const char *text, size_t length);

#endif
