/* The file of a PDF 1.7 (ISO 32000-1): numbered objects, streams, the table of where they are. */
#ifndef ORDR_PRINT_PDF_FILE_H
#define ORDR_PRINT_PDF_FILE_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/str.h"

#include "library.h"

#define PDF_OBJECTS_MOST 4096

struct pdf {
	struct str *str; /* what is written; from its start */
	const struct library *library;
	size_t *offsets; /* of each object, by number; 0: not written */
	int count;	 /* the last number given */
	bool failed;
};

/* `offsets` lives in the arena. */
void pdf_begin(struct pdf *pdf, struct str *str, const struct library *library, struct arena *arena);
/* The number of an object that is written later. */
int pdf_object(struct pdf *pdf);
/* Writes an object: `body` is its dictionary or value. */
void pdf_put(struct pdf *pdf, int object, const char *body);
/* Writes a stream, compressed or as it is; `entries`: what its dictionary has beside its length. */
void pdf_put_stream(struct pdf *pdf, int object, const char *entries, const char *bytes, size_t length, bool compressed);
/* Writes the table and the trailer. Its ID is the hash of what was written, so that the same document is the same file. */
void pdf_end(struct pdf *pdf, int catalog, int info);

/* Puts a text string in UTF-16 as hex: "<FEFF0041>". */
void pdf_put_text(struct str *str, const char *text);
/* Puts the UTF-16 of a text as hex digits. */
void pdf_put_utf16(struct str *str, const char *text);

#endif
