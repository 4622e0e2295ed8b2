/* The PDF as a whole: pages, fonts, and what makes it one for archives (PDF/A-3b, ISO 19005-3): no clock, no transparency, nothing from outside. */
#include <stdio.h>
#include <string.h>

#include "pdf_parts.h"

#define ATTACHED "factur-x.xml"

struct document {
	struct pdf pdf;
	struct type type;
	struct paper paper;
	struct pages pages;
	const char *xml; /* NULL: nothing is embedded */
	size_t xml_length;
	char day[DATE_SIZE]; /* as PDF has it: "20261126" */
};

static void put_built(struct pdf *pdf, int object, struct str *body)
{
	pdf->failed |= body->failed;
	pdf_put(pdf, object, body->text ? body->text : "");
	str_release(body);
}

static void put_stream(struct pdf *pdf, int object, const char *entries, struct str *bytes, bool compressed)
{
	pdf->failed |= bytes->failed;
	pdf_put_stream(pdf, object, entries, bytes->text ? bytes->text : "", bytes->length, compressed);
	str_release(bytes);
}

/* Gives the number of the dictionary of resources. */
static int put_fonts(struct document *document)
{
	struct pdf *pdf = &document->pdf;
	struct str resources = { 0 };
	str_put(&resources, "<</Font<<");
	for (enum weight weight = REGULAR; weight < WEIGHTS; weight++) {
		for (size_t i = 0; i < FAMILIES; i++) {
			const struct font *font = &document->type.fonts[weight][i];
			if (!font->used)
				continue;
			int object = pdf_object(pdf);
			pdf_put_font(pdf, &document->type.library, font, object);
			str_printf(&resources, "/%s %d 0 R", font->resource, object);
		}
	}
	str_put(&resources, ">>>>");
	int object = pdf_object(pdf);
	put_built(pdf, object, &resources);
	return object;
}

/* Gives the number of the tree of pages. */
static int put_pages(struct document *document)
{
	struct pdf *pdf = &document->pdf;
	struct str kids = { 0 };
	int resources = put_fonts(document);
	int tree = pdf_object(pdf);
	for (size_t i = 0; i < document->pages.count; i++) {
		struct str page = { 0 };
		int content = pdf_object(pdf);
		int object = pdf_object(pdf);
		put_stream(pdf, content, "", &document->pages.items[i].content, true);
		str_printf(&page, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 595.276 841.89]/Resources %d 0 R/Contents %d 0 R>>", tree, resources, content);
		put_built(pdf, object, &page);
		str_printf(&kids, "%d 0 R ", object);
	}
	struct str all = { 0 };
	str_printf(&all, "<</Type/Pages/Count %zu/Kids[%s]>>", document->pages.count, kids.text ? kids.text : "");
	pdf->failed |= kids.failed;
	put_built(pdf, tree, &all);
	str_release(&kids);
	return tree;
}

/* Gives the number of the file's specification. */
static int put_attached(struct document *document)
{
	struct pdf *pdf = &document->pdf;
	struct str entries = { 0 };
	struct str file = { 0 };
	int stream = pdf_object(pdf);
	int object = pdf_object(pdf);
	str_printf(&entries, "/Type/EmbeddedFile/Subtype/text#2Fxml/Params<</ModDate(D:%s000000Z)/Size %zu>>", document->day, document->xml_length);
	pdf->failed |= entries.failed;
	pdf_put_stream(pdf, stream, entries.text ? entries.text : "", document->xml, document->xml_length, true);
	str_release(&entries);
	str_printf(&file, "<</Type/Filespec/F(" ATTACHED ")/UF(" ATTACHED ")/Desc(Invoice by EN 16931 in CII)/AFRelationship/Alternative/EF<</F %d 0 R/UF %d 0 R>>>>",
		   stream, stream);
	put_built(pdf, object, &file);
	return object;
}

static int put_catalog(struct document *document, int tree)
{
	struct pdf *pdf = &document->pdf;
	struct str profile = { 0 };
	struct str metadata = { 0 };
	struct str catalog = { 0 };
	int profile_object = pdf_object(pdf);
	int metadata_object = pdf_object(pdf);
	profile_put(&profile);
	put_stream(pdf, profile_object, "/N 3/Alternate/DeviceRGB", &profile, true);
	metadata_put(&metadata, &document->paper, document->xml ? ATTACHED : NULL);
	put_stream(pdf, metadata_object, "/Type/Metadata/Subtype/XML", &metadata, false); /* so that what knows no PDF finds it */
	str_printf(&catalog, "<</Type/Catalog/Pages %d 0 R/Lang(%s)/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true>>"
			     "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %d 0 R>>]",
		   tree, language_tag(document->paper.maker.language), metadata_object, profile_object);
	if (document->xml) {
		int file = put_attached(document);
		str_printf(&catalog, "/AF[%d 0 R]/Names<</EmbeddedFiles<</Names[(" ATTACHED ")%d 0 R]>>>>", file, file);
	}
	str_put(&catalog, ">>");
	int object = pdf_object(pdf);
	put_built(pdf, object, &catalog);
	return object;
}

static int put_info(struct document *document)
{
	struct str info = { 0 };
	int object = pdf_object(&document->pdf);
	str_put(&info, "<</Title ");
	pdf_put_text(&info, document->paper.title);
	str_printf(&info, "/Creator(ordr)/Producer(ordr)/CreationDate(D:%s000000Z)/ModDate(D:%s000000Z)>>", document->day, document->day);
	put_built(&document->pdf, object, &info);
	return object;
}

static int put_document(struct print *print, struct document *document, struct str *str)
{
	int year, month, day;
	date_parts(date_within(document->paper.issued), &year, &month, &day);
	snprintf(document->day, sizeof document->day, "%04d%02d%02d", year, month, day);
	pdf_begin(&document->pdf, str, &document->type.library, print->arena);
	int tree = put_pages(document);
	int catalog = put_catalog(document, tree);
	int info = put_info(document);
	pdf_end(&document->pdf, catalog, info);
	return document->pdf.failed || str->failed ? err_memory(print->err) : 0;
}

/* What comes before it in `str` is left there, so it is made apart: offsets count from its start. */
static int print_document(struct print *print, const struct invoice *invoice, const char *xml, size_t length, struct str *str)
{
	struct document document = { .xml = xml, .xml_length = length };
	struct str whole = { 0 };
	int result = -1;
	if (paper_make(print, invoice, &document.paper))
		return -1;
	if (!type_open(&document.type, print, language_tag(document.paper.maker.language)) &&
	    !pages_draw(print, &document.type, &document.paper, &document.pages) && !put_document(print, &document, &whole)) {
		str_put_bytes(str, whole.text, whole.length);
		result = str->failed ? err_memory(print->err) : 0;
	}
	pages_release(&document.pages);
	type_close(&document.type);
	str_release(&whole);
	return result;
}

int print_pdf(struct print *print, const struct invoice *invoice, struct str *str)
{
	return print_document(print, invoice, NULL, 0, str);
}

int print_zugferd(struct print *print, const struct invoice *invoice, const char *cii, size_t length, struct str *str)
{
	return print_document(print, invoice, cii, length, str);
}
