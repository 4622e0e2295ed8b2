/* Text in a page. */
#ifndef ORDR_MARKUP_H
#define ORDR_MARKUP_H

#include "ordr/str.h"

/* Puts text so that it is text in HTML, in an attribute too: nothing in it is markup, and what a terminal would obey is made visible here as well. */
void markup_put(struct str *str, const char *text);

#endif
