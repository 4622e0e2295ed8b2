/* The parts that a PDF is put together from. */
#ifndef ORDR_PRINT_PDF_PARTS_H
#define ORDR_PRINT_PDF_PARTS_H

#include "paper.h"
#include "pdf_file.h"
#include "pdf_type.h"

/* The pages as they are drawn: the operators of each, in the arena. The fonts that they name have been marked as used. */
struct page {
	struct str content;
};

struct pages {
	struct page *items;
	size_t count;
};

#define PAGES_MOST 500

/* Draws the document. `qr` has the width 0 where there is none. pages_release also after a failure. */
int pages_draw(struct print *print, struct type *type, struct paper *paper, struct pages *pages);
void pages_release(struct pages *pages);

/* Writes a font with all that belongs to it; `object` is what pages name. */
void pdf_put_font(struct pdf *pdf, struct library *library, const struct font *font, int object);

/* The sRGB profile (ICC.1:2010, version 4), which says what the colours of the document mean. */
void profile_put(struct str *str);
/* The description of the document (XMP, ISO 16684-1) for PDF/A-3b, and with `attached` (a file name) of what is in it by the rules of Factur-X. */
void metadata_put(struct str *str, const struct paper *paper, const char *attached);

#endif
