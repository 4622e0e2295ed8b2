/* One value as people see it: in the company's zone, with nothing in it that a terminal would obey, and as wide as it
 * will be. All of this needs a UTF-8 locale in use (uselocale). */
#ifndef ORDR_OUT_CELL_H
#define ORDR_OUT_CELL_H

#include "ordr/field.h"

#define COLOR_BOLD  "\033[1m"
#define COLOR_RESET "\033[0m"

/* Puts the value; absent and false put nothing. A list of records becomes "SO-000001 3, SO-000002 5". */
void cell_put(const struct field *field, const void *record, struct str *str);
/* The terminal columns that a text takes; colours take none. */
size_t cell_width(const char *text);
/* Puts the text, cut with an ellipsis when it is wider than `width`. */
void cell_put_cut(struct str *str, const char *text, size_t width);
/* Puts the text in lines of at most `width` columns, broken at blanks where there are any; later lines begin with
 * `indent` blanks. */
void cell_put_folded(struct str *str, const char *text, size_t width, size_t indent);
/* The colour of a status that wants to be seen, or NULL. */
const char *cell_color(const struct field *field, const char *text);
bool cell_is_number(const struct field *field);
/* Does it say how the record stands? */
bool cell_is_status(const struct field *field);
/* The heading of a column, CUSTOMER NAME, and of a line of a card, Customer name. */
void cell_put_heading(const struct field *field, struct str *str);
void cell_put_label(const struct field *field, struct str *str);

#endif
