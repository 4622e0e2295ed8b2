/* Fonts in the file: what is left of each when only the glyphs that were written are kept, how wide they are, and what they stand for. */
#include <stdio.h>
#include <string.h>

#include "pdf_parts.h"

static int table_number(struct library *library, void *face, uint32_t tag, size_t at, int otherwise)
{
	unsigned length;
	void *blob = library->face_table(face, tag);
	const unsigned char *data = library->blob_data(blob, &length);
	int number = data && at + 2 <= length ? (int16_t)(data[at] << 8 | data[at + 1]) : otherwise;
	library->blob_free(blob);
	return number;
}

/* Units of the font as thousandths of its size. */
static int thousandths(struct library *library, const struct font *font, int units)
{
	int upem = (int)library->face_upem(font->face);
	return upem > 0 ? units * 1000 / upem : units;
}

/* What a PDF does not read of a font is left out. */
static void *subset(struct library *library, const struct font *font)
{
	static const uint32_t dropped[] = { HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'), HB_TAG('B', 'A', 'S', 'E'),
		HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'), HB_TAG('p', 'o', 's', 't'), HB_TAG('c', 'm', 'a', 'p'), HB_TAG('k', 'e', 'r', 'n'),
		HB_TAG('g', 'a', 's', 'p'), HB_TAG('F', 'F', 'T', 'M'), HB_TAG('D', 'S', 'I', 'G'), HB_TAG('m', 'e', 't', 'a') };
	void *input = library->subset_new();
	if (!input)
		return NULL;
	library->subset_flags(input, HB_NO_HINTING | HB_RETAIN_IDS | HB_NOTDEF_OUTLINE);
	for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
		library->set_add(library->subset_set(input, HB_DROP_TABLES), dropped[i]);
	for (uint32_t glyph = 0; glyph < font->glyphs; glyph++)
		if (font->texts[glyph])
			library->set_add(library->subset_glyphs(input), glyph);
	void *face = library->subset_face(font->face, input);
	library->subset_free(input);
	return face;
}

static void put_file(struct pdf *pdf, struct library *library, const struct font *font, int object)
{
	unsigned length = 0;
	char entries[40];
	void *face = subset(library, font);
	if (!face) {
		pdf->failed = true;
		return;
	}
	void *blob = library->face_blob(face);
	const char *data = library->blob_data(blob, &length);
	snprintf(entries, sizeof entries, "/Length1 %u", length);
	pdf->failed |= !length;
	pdf_put_stream(pdf, object, entries, data ? data : "", length, true);
	library->blob_free(blob);
	library->face_free(face);
}

/* A name that is this subset's alone: six letters before the font's. */
static void put_name(struct str *str, const struct font *font)
{
	uint32_t hash = 2166136261u;
	for (uint32_t glyph = 0; glyph < font->glyphs; glyph++)
		if (font->texts[glyph])
			hash = (hash ^ glyph) * 16777619u;
	for (int i = 0; i < 6; i++, hash /= 26)
		str_put_char(str, (char)('A' + hash % 26));
	str_printf(str, "+%s", font->name);
}

static void put_descriptor(struct pdf *pdf, struct library *library, const struct font *font, const char *name, int object, int file)
{
	static const uint32_t head = HB_TAG('h', 'e', 'a', 'd');
	static const uint32_t hhea = HB_TAG('h', 'h', 'e', 'a');
	struct str str = { 0 };
	str_printf(&str, "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[", name);
	for (size_t i = 0; i < 4; i++)
		str_printf(&str, "%s%d", i ? " " : "", thousandths(library, font, table_number(library, font->face, head, 36 + 2 * i, 0)));
	int capitals = table_number(library, font->face, HB_TAG('O', 'S', '/', '2'), 88, 0);
	str_printf(&str, "]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		   thousandths(library, font, table_number(library, font->face, hhea, 4, 0)), thousandths(library, font, table_number(library, font->face, hhea, 6, 0)),
		   capitals > 0 ? thousandths(library, font, capitals) : 700, strstr(name, "Bold") ? 140 : 80, file);
	pdf->failed |= str.failed;
	pdf_put(pdf, object, str.text ? str.text : "");
	str_release(&str);
}

/* The character map that copying and searching read: at most 100 entries stand in a block. */
static void put_meaning(struct pdf *pdf, const struct font *font, int object)
{
	struct str str = { 0 };
	struct str block = { 0 };
	int count = 0;
	str_put(&str, "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
		      "/CMapName/Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000><FFFF> endcodespacerange\n");
	for (uint32_t glyph = 0; glyph <= font->glyphs; glyph++) {
		if (glyph < font->glyphs && font->texts[glyph] && *font->texts[glyph]) {
			str_printf(&block, "<%04X><", glyph);
			pdf_put_utf16(&block, font->texts[glyph]);
			str_put(&block, ">\n");
			count++;
		}
		if (count == 100 || (count && glyph == font->glyphs)) {
			str_printf(&str, "%d beginbfchar\n%sendbfchar\n", count, block.text ? block.text : "");
			str_clear(&block);
			count = 0;
		}
	}
	str_put(&str, "endcmap CMapName currentdict /CMap defineresource pop end end\n");
	pdf->failed |= str.failed || block.failed;
	pdf_put_stream(pdf, object, "", str.text ? str.text : "", str.length, true);
	str_release(&block);
	str_release(&str);
}

static void put_descendant(struct pdf *pdf, struct library *library, const struct font *font, const char *name, int object, int descriptor)
{
	struct str str = { 0 };
	str_printf(&str, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R"
			 "/CIDToGIDMap/Identity/DW 0/W[", name, descriptor);
	for (uint32_t glyph = 0; glyph < font->glyphs; glyph++)
		if (font->texts[glyph])
			str_printf(&str, "%u[%d]", glyph, library->font_advance(font->font, glyph));
	str_put(&str, "]>>");
	pdf->failed |= str.failed;
	pdf_put(pdf, object, str.text ? str.text : "");
	str_release(&str);
}

void pdf_put_font(struct pdf *pdf, struct library *library, const struct font *font, int object)
{
	struct str name = { 0 };
	struct str str = { 0 };
	int file = pdf_object(pdf);
	int descriptor = pdf_object(pdf);
	int meaning = pdf_object(pdf);
	int descendant = pdf_object(pdf);
	put_name(&name, font);
	const char *named = name.text ? name.text : "";
	put_file(pdf, library, font, file);
	put_descriptor(pdf, library, font, named, descriptor, file);
	put_meaning(pdf, font, meaning);
	put_descendant(pdf, library, font, named, descendant, descriptor);
	str_printf(&str, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", named, descendant, meaning);
	pdf->failed |= str.failed || name.failed;
	pdf_put(pdf, object, str.text ? str.text : "");
	str_release(&str);
	str_release(&name);
}
