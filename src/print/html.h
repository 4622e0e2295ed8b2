/* The sheets of style of the page: what holds everywhere and on screens, and what holds on paper. */
#ifndef ORDR_PRINT_HTML_H
#define ORDR_PRINT_HTML_H

extern const char print_style[], print_style_paper[];

#endif
