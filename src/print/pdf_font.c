/* The font files that are looked for, opened one after the other as characters ask for them. All have TrueType outlines, which is what is embedded. */
#include <string.h>
#include <unistd.h>

#include "pdf_type.h"

static const char *const directories[] = {
	"/usr/share/fonts/truetype/liberation",
	"/usr/share/fonts/truetype/liberation2",
	"/usr/share/fonts/truetype/dejavu",
	"/usr/share/fonts/truetype/noto",
	"/usr/share/fonts/truetype/droid",
	"/usr/share/fonts/liberation-sans",
	"/usr/share/fonts/liberation",
	"/usr/share/fonts/dejavu-sans-fonts",
	"/usr/share/fonts/google-noto",
	"/usr/share/fonts/noto",
	"/usr/share/fonts/TTF",
};

static const struct {
	const char *names[WEIGHTS];
} families[FAMILIES] = {
	{ { "LiberationSans-Regular", "LiberationSans-Bold" } }, /* Latin, Greek, Cyrillic */
	{ { "DejaVuSans", "DejaVuSans-Bold" } },		 /* and Hebrew, Arabic, Armenian, Georgian, signs */
	{ { "NotoSansArabic-Regular", "NotoSansArabic-Bold" } },
	{ { "NotoSansHebrew-Regular", "NotoSansHebrew-Bold" } },
	{ { "NotoSansDevanagari-Regular", "NotoSansDevanagari-Bold" } },
	{ { "NotoSansThai-Regular", "NotoSansThai-Bold" } },
	{ { "DroidSansFallbackFull", "DroidSansFallbackFull" } }, /* Chinese, Japanese, Korean */
	{ { "NotoSans-Regular", "NotoSans-Bold" } },
};

static bool has_outlines(struct library *library, void *face)
{
	unsigned length;
	void *glyf = library->face_table(face, HB_TAG('g', 'l', 'y', 'f'));
	library->blob_data(glyf, &length);
	library->blob_free(glyf);
	return length > 0;
}

static void font_open(struct type *type, struct font *font, const char *path)
{
	struct library *library = &type->library;
	void *blob = library->blob_open(path);
	if (!blob)
		return;
	font->face = library->face_new(blob, 0);
	library->blob_free(blob);
	font->glyphs = library->face_glyphs(font->face);
	font->texts = arena_array(&type->kept, (size_t)font->glyphs + 1, sizeof *font->texts);
	if (!font->glyphs || !font->texts || !has_outlines(library, font->face)) {
		library->face_free(font->face);
		font->face = NULL;
		return;
	}
	font->font = library->font_new(font->face);
	library->font_scale(font->font, 1000, 1000);
}

struct font *type_font(struct type *type, enum weight weight, size_t index)
{
	static const char letters[] = "RB";
	if (index >= FAMILIES)
		return NULL;
	struct font *font = &type->fonts[weight][index];
	if (font->tried)
		return font;
	font->tried = true;
	font->name = families[index].names[weight];
	memcpy(font->resource, (const char[]){ letters[weight], (char)('0' + index), '\0' }, 3);
	for (size_t i = 0; i < sizeof directories / sizeof *directories && !font->face; i++) {
		struct str path = { 0 };
		str_printf(&path, "%s/%s.ttf", directories[i], font->name);
		if (!path.failed && !access(path.text, R_OK))
			font_open(type, font, path.text);
		str_release(&path);
	}
	return font;
}

int type_open(struct type *type, struct print *print, const char *language)
{
	memset(type, 0, sizeof *type);
	type->print = print;
	if (library_load(&type->library, print->err))
		return -1;
	type->language = type->library.language(language, -1);
	type->buffer = type->library.buffer_new();
	for (enum weight weight = REGULAR; weight < WEIGHTS; weight++) {
		bool found = false;
		for (size_t i = 0; i < 2 && !found; i++)
			found = type_font(type, weight, i)->face != NULL;
		if (!found) {
			err_set(print->err, ERR_FAILED, "cannot make a PDF: no font is installed");
			return err_hint(print->err, "install one (Debian: fonts-liberation or fonts-dejavu-core); --format html needs none");
		}
	}
	return 0;
}

void type_close(struct type *type)
{
	for (enum weight weight = REGULAR; weight < WEIGHTS; weight++)
		for (size_t i = 0; i < FAMILIES; i++) {
			if (!type->fonts[weight][i].face)
				continue;
			type->library.font_free(type->fonts[weight][i].font);
			type->library.face_free(type->fonts[weight][i].face);
		}
	if (type->buffer)
		type->library.buffer_free(type->buffer);
	arena_release(&type->kept);
}
