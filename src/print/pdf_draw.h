/* A page being drawn: where the pen is, and what is drawn with it. Lengths are thousandths of a point, y counts down from the upper edge. */
#ifndef ORDR_PRINT_PDF_DRAW_H
#define ORDR_PRINT_PDF_DRAW_H

#include "pdf_parts.h"

#define MM(length)    ((length) * INT64_C(2834646) / 1000) /* of millimetres */
#define TENTHS(length) ((length) * INT64_C(2834646) / 10000) /* of tenths of millimetres */
#define PAGE_HEIGHT   INT64_C(841890)
#define LEFT_EDGE     MM(25)
#define RIGHT_EDGE    MM(190)

enum { SMALL = 7000, PLAIN = 9000, LARGE = 13000 };
#define BLACK 0
#define GREY  350 /* thousandths of white */

struct pen {
	struct print *print;
	struct type *type;
	struct paper *paper;
	struct pages *pages;
	struct str *page; /* that is drawn on */
	int64_t y;
	int64_t bottom; /* of what the document may take of a page: below stands the foot */
};

/* The text as it is drawn: nothing in it that turns or controls, and blanks are blanks. In the arena. */
const char *draw_text_of(struct pen *pen, const char *text);
/* Lines of at most that width, broken at blanks, else where they are full. */
struct texts draw_wrap(struct pen *pen, enum weight weight, int64_t size, const char *text, int64_t width);
int64_t draw_width(struct pen *pen, enum weight weight, int64_t size, const char *text);
void draw_text(struct pen *pen, enum weight weight, int64_t size, int grey, const char *text, int64_t x, int64_t y);
void draw_right(struct pen *pen, enum weight weight, int64_t size, int grey, const char *text, int64_t right, int64_t y);
void draw_rule(struct pen *pen, int64_t from, int64_t to, int64_t y, int64_t thickness);
void draw_qr(struct pen *pen, const char *payload, int64_t x, int64_t y, int64_t side);
/* Draws wrapped text from pen->y on, `leading` apart, on new pages where one is full. */
void draw_paragraph(struct pen *pen, int64_t size, int grey, const char *text, int64_t x, int64_t width, int64_t leading);
/* Begins a page, the first or another (which is headed by the document's title). */
void draw_page(struct pen *pen);
/* A new page where so much does not fit on this one. True: there is one. */
bool draw_room(struct pen *pen, int64_t height);

/* The table of lines (pdf_lines.c). */
void draw_lines(struct pen *pen);

#endif
