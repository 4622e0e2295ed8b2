/* Text in a PDF: which font has which character, how wide a text is, and the glyphs it is written with. Lengths are thousandths of a point. */
#ifndef ORDR_PRINT_PDF_TYPE_H
#define ORDR_PRINT_PDF_TYPE_H

#include "ordr/print.h"

#include "library.h"

enum weight { REGULAR, BOLD, WEIGHTS };

struct font {
	const char *name; /* as PostScript has it */
	char resource[4]; /* as a page names it */
	void *face, *font;
	const char **texts; /* of each glyph that is used, what it stands for: "" where another glyph says it; NULL: not used */
	uint32_t glyphs;
	bool used, tried;
};

#define FAMILIES 8
struct type {
	struct library library;
	struct print *print;
	struct arena kept; /* what lives until type_close */
	const void *language;
	void *buffer;
	struct font fonts[WEIGHTS][FAMILIES]; /* in order of preference; a file is opened when those before it lack a character */
};

/* ERR_FAILED: a library, or any font, is missing. type_close also after a failure. */
int type_open(struct type *type, struct print *print, const char *language);
void type_close(struct type *type);
/* The fonts that can be tried for a weight in their order; NULL at the end. */
struct font *type_font(struct type *type, enum weight weight, size_t index);

/* How wide it is; `length` bytes. */
int64_t type_width(struct type *type, enum weight weight, int64_t size, const char *text, size_t length);
/* Puts the operators that write it from x on the base line y (PDF's: from the bottom), and marks its glyphs as used. */
void type_put(struct type *type, enum weight weight, int64_t size, const char *text, int64_t x, int64_t y, struct str *content);

#endif
