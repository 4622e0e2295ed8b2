/* What a PDF is made with: HarfBuzz, which shapes text and cuts fonts down to the glyphs that are used, and zlib. Both are loaded when a PDF is made and by no
 * other command, so that a start costs nothing more. Their functions are declared here as their manuals have them: their interfaces are stable. */
#ifndef ORDR_PRINT_LIBRARY_H
#define ORDR_PRINT_LIBRARY_H

#include <stdint.h>

#include "ordr/err.h"

struct hb_glyph {
	uint32_t id; /* of the glyph in the font */
	uint32_t mask;
	uint32_t cluster; /* the byte of the text that it begins with */
	uint32_t own[2];
};

struct hb_place {
	int32_t x_advance, y_advance, x_offset, y_offset;
	uint32_t own;
};

enum { HB_LEFT_TO_RIGHT = 4, HB_RIGHT_TO_LEFT = 5 };
enum { HB_NO_HINTING = 1, HB_RETAIN_IDS = 2, HB_NOTDEF_OUTLINE = 0x40 };
enum { HB_DROP_TABLES = 3 };

#define HB_TAG(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

struct library {
	void *(*blob_open)(const char *path);
	void *(*blob_data)(void *blob, unsigned *length);
	void (*blob_free)(void *blob);
	void *(*face_new)(void *blob, unsigned index);
	void *(*face_table)(void *face, uint32_t tag); /* a blob */
	void *(*face_blob)(void *face);
	unsigned (*face_upem)(void *face);
	unsigned (*face_glyphs)(void *face);
	void (*face_free)(void *face);
	void *(*font_new)(void *face);
	void (*font_scale)(void *font, int x, int y);
	int (*font_glyph)(void *font, uint32_t point, uint32_t *glyph);
	int32_t (*font_advance)(void *font, uint32_t glyph);
	void (*font_free)(void *font);
	void *(*buffer_new)(void);
	void (*buffer_reset)(void *buffer);
	void (*buffer_add)(void *buffer, const char *text, int text_length, unsigned offset, int length);
	void (*buffer_direction)(void *buffer, int direction);
	void (*buffer_language)(void *buffer, const void *language);
	const void *(*language)(const char *tag, int length);
	void (*buffer_guess)(void *buffer);
	struct hb_glyph *(*buffer_glyphs)(void *buffer, unsigned *count);
	struct hb_place *(*buffer_places)(void *buffer, unsigned *count);
	void (*buffer_free)(void *buffer);
	void (*shape)(void *font, void *buffer, const void *features, unsigned count);
	void (*set_add)(void *set, uint32_t value);
	void *(*subset_new)(void);
	void *(*subset_glyphs)(void *input);
	void *(*subset_set)(void *input, int which);
	void (*subset_flags)(void *input, unsigned flags);
	void *(*subset_face)(void *face, void *input); /* NULL: memory */
	void (*subset_free)(void *input);
	int (*deflate)(unsigned char *out, unsigned long *size, const unsigned char *in, unsigned long length, int level); /* 0: done */
	unsigned long (*deflate_bound)(unsigned long length);
};

/* ERR_FAILED: one of them is not installed. */
int library_load(struct library *library, struct err *err);

#endif
