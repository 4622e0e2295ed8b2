/* A writer that knows nothing of what it writes. */
#include "pdf_file.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "ordr/hash.h"

void pdf_begin(struct pdf *pdf, struct str *str, const struct library *library, struct arena *arena)
{
	*pdf = (struct pdf){ .str = str, .library = library, .offsets = arena_array(arena, PDF_OBJECTS_MOST, sizeof *pdf->offsets) };
	pdf->failed = !pdf->offsets;
	/* Four bytes above 127 tell programs that move files that this is no text. */
	str_put(str, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
}

int pdf_object(struct pdf *pdf)
{
	if (pdf->count + 1 >= PDF_OBJECTS_MOST)
		pdf->failed = true;
	else
		pdf->count++;
	return pdf->count;
}

static void put_start(struct pdf *pdf, int object)
{
	if (!pdf->failed)
		pdf->offsets[object] = pdf->str->length;
	str_printf(pdf->str, "%d 0 obj\n", object);
}

void pdf_put(struct pdf *pdf, int object, const char *body)
{
	put_start(pdf, object);
	str_put(pdf->str, body);
	str_put(pdf->str, "\nendobj\n");
}

void pdf_put_stream(struct pdf *pdf, int object, const char *entries, const char *bytes, size_t length, bool compressed)
{
	unsigned long size = compressed ? pdf->library->deflate_bound(length) : 0;
	unsigned char *packed = compressed ? malloc(size) : NULL;
	if (compressed && (!packed || pdf->library->deflate(packed, &size, (const unsigned char *)bytes, length, 9)))
		pdf->failed = true;
	put_start(pdf, object);
	str_printf(pdf->str, "<<%s/Length %zu%s>>\nstream\n", entries, compressed ? (size_t)size : length, compressed ? "/Filter/FlateDecode" : "");
	if (compressed && packed)
		str_put_bytes(pdf->str, (const char *)packed, size);
	else
		str_put_bytes(pdf->str, bytes, length);
	str_put(pdf->str, "\nendstream\nendobj\n");
	free(packed);
}

void pdf_end(struct pdf *pdf, int catalog, int info)
{
	char id[65];
	size_t table = pdf->str->length;
	if (pdf->failed || pdf->str->failed)
		return;
	hash_bytes(pdf->str->text, pdf->str->length, id);
	str_printf(pdf->str, "xref\n0 %d\n0000000000 65535 f \n", pdf->count + 1);
	for (int i = 1; i <= pdf->count; i++)
		str_printf(pdf->str, "%010zu 00000 n \n", pdf->offsets[i]);
	str_printf(pdf->str, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%.32s><%.32s>]>>\nstartxref\n%zu\n%%%%EOF\n", pdf->count + 1, catalog, info, id, id, table);
}

void pdf_put_utf16(struct str *str, const char *text)
{
	utf8proc_int32_t point;
	for (size_t left = strlen(text); left;) {
		utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &point);
		unsigned value = taken > 0 ? (unsigned)point : 0xfffd;
		if (value > 0xffff)
			str_printf(str, "%04X%04X", 0xd800 + ((value - 0x10000) >> 10), 0xdc00 + ((value - 0x10000) & 0x3ff));
		else
			str_printf(str, "%04X", value);
		text += taken > 0 ? taken : 1;
		left -= taken > 0 ? (size_t)taken : 1;
	}
}

void pdf_put_text(struct str *str, const char *text)
{
	str_put(str, "<FEFF");
	pdf_put_utf16(str, text);
	str_put_char(str, '>');
}
