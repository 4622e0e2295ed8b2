/* What an archive wants to know of a PDF (ISO 19005-3): its colours and its description. */
#include "ordr/markup.h"

#include "pdf_parts.h"

/* --- colours ------------------------------------------------------------------------------------------------------------------ */

static void put_u32(struct str *str, uint32_t value)
{
	const char bytes[4] = { (char)(value >> 24), (char)(value >> 16), (char)(value >> 8), (char)value };
	str_put_bytes(str, bytes, sizeof bytes);
}

/* Text in a tag: one record, English. */
static void put_profile_text(struct str *str, const char *text)
{
	uint32_t length = 0;
	while (text[length])
		length++;
	str_put(str, "mluc");
	put_u32(str, 0);
	put_u32(str, 1);
	put_u32(str, 12);
	str_put(str, "enUS");
	put_u32(str, 2 * length);
	put_u32(str, 28);
	for (uint32_t i = 0; i < length; i++) {
		str_put_char(str, '\0');
		str_put_char(str, text[i]);
	}
	while (str->length % 4)
		str_put_char(str, '\0');
}

/* Numbers of 16 bits before and 16 bits behind the point. */
static void put_numbers(struct str *str, const char *type, const uint32_t *numbers, size_t count)
{
	str_put(str, type);
	put_u32(str, 0);
	for (size_t i = 0; i < count; i++)
		put_u32(str, numbers[i]);
}

/* IEC 61966-2-1's primaries, adapted to the white of D50, and its curve. */
static const uint32_t white[] = { 0xf6d6, 0x10000, 0xd32d };
static const uint32_t red[] = { 0x6fa2, 0x38f5, 0x0390 }, green[] = { 0x6299, 0xb785, 0x18da }, blue[] = { 0x24a0, 0x0f84, 0xb6cf };
static const uint32_t adaption[] = { 0x10c42, 0x5de, 0xfffff325, 0x793, 0xfd90, 0xfffffba1, 0xfffffda2, 0x3dc, 0xc06e };
static const uint32_t curve[] = { 0x30000, 0x26666, 0xf2a7, 0x0d59, 0x13d0, 0x0a5b }; /* the kind, then its numbers */

#define PROFILE_TAGS 10
#define PROFILE_BODY (128 + 4 + 12 * PROFILE_TAGS)

static void put_profile_head(struct str *str, uint32_t size)
{
	put_u32(str, size);
	put_u32(str, 0);
	put_u32(str, 0x04200000);
	str_put(str, "mntrRGB XYZ ");
	static const unsigned char made[12] = { 0x07, 0xea, 0, 1, 0, 1 }; /* the year 2026, January, the 1st */
	str_put_bytes(str, (const char *)made, sizeof made);
	str_put(str, "acsp");
	for (int i = 0; i < 7; i++)
		put_u32(str, 0);
	for (size_t i = 0; i < 3; i++)
		put_u32(str, white[i]);
	for (int i = 0; i < 12; i++)
		put_u32(str, 0);
}

void profile_put(struct str *str)
{
	static const char *const names[PROFILE_TAGS] = { "desc", "cprt", "wtpt", "chad", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };
	struct str body = { 0 };
	size_t ends[PROFILE_TAGS - 1]; /* of the tags but the last two: the three curves are one */
	size_t starts[PROFILE_TAGS];
	starts[0] = 0;
	put_profile_text(&body, "sRGB");
	starts[1] = ends[0] = body.length;
	put_profile_text(&body, "No copyright, use freely");
	starts[2] = ends[1] = body.length;
	put_numbers(&body, "XYZ ", white, 3);
	starts[3] = ends[2] = body.length;
	put_numbers(&body, "sf32", adaption, 9);
	starts[4] = ends[3] = body.length;
	put_numbers(&body, "XYZ ", red, 3);
	starts[5] = ends[4] = body.length;
	put_numbers(&body, "XYZ ", green, 3);
	starts[6] = ends[5] = body.length;
	put_numbers(&body, "XYZ ", blue, 3);
	starts[7] = ends[6] = body.length;
	put_numbers(&body, "para", curve, 6);
	ends[7] = body.length;
	put_profile_head(str, (uint32_t)(PROFILE_BODY + body.length));
	put_u32(str, PROFILE_TAGS);
	for (size_t i = 0; i < PROFILE_TAGS; i++) {
		size_t tag = i < 7 ? i : 7;
		str_put(str, names[i]);
		put_u32(str, (uint32_t)(PROFILE_BODY + starts[tag]));
		put_u32(str, (uint32_t)(ends[tag] - starts[tag]));
	}
	str_put_bytes(str, body.text ? body.text : "", body.length);
	str->failed |= body.failed;
	str_release(&body);
}

/* --- description -------------------------------------------------------------------------------------------------------------- */

/* The properties that Factur-X adds must be described in the file itself (ISO 19005-3, 6.6.2.3.3). */
static void put_extension(struct str *str)
{
	static const struct {
		const char *name, *says;
	} properties[] = { { "DocumentFileName", "The name of the embedded XML document" }, { "DocumentType", "The type of the hybrid document in capital letters" },
			   { "Version", "The actual version of the standard applying to the embedded XML document" },
			   { "ConformanceLevel", "The conformance level of the embedded XML document" } };
	str_put(str, "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
		     "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
		     "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>\n"
		     "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>\n"
		     "<pdfaSchema:prefix>fx</pdfaSchema:prefix>\n<pdfaSchema:property><rdf:Seq>\n");
	for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
		str_printf(str, "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>%s</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
				"<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>%s</pdfaProperty:description></rdf:li>\n",
			   properties[i].name, properties[i].says);
	str_put(str, "</rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
}

static void put_attached(struct str *str, const char *attached)
{
	str_put(str, "<rdf:Description rdf:about=\"\" xmlns:fx=\"urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#\">\n<fx:DocumentType>INVOICE</fx:DocumentType>\n"
		     "<fx:DocumentFileName>");
	markup_put(str, attached);
	str_put(str, "</fx:DocumentFileName>\n<fx:Version>1.0</fx:Version>\n<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>\n</rdf:Description>\n");
	put_extension(str);
}

void metadata_put(struct str *str, const struct paper *paper, const char *attached)
{
	char day[DATE_SIZE];
	date_text(date_within(paper->issued), day);
	str_put(str, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
		     "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
		     "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n<pdfaid:part>3</pdfaid:part>\n"
		     "<pdfaid:conformance>B</pdfaid:conformance>\n</rdf:Description>\n"
		     "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:format>application/pdf</dc:format>\n"
		     "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	markup_put(str, paper->title);
	str_put(str, "</rdf:li></rdf:Alt></dc:title>\n</rdf:Description>\n"
		     "<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n<pdf:Producer>ordr</pdf:Producer>\n</rdf:Description>\n");
	str_printf(str, "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n<xmp:CreatorTool>ordr</xmp:CreatorTool>\n"
			"<xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate>\n<xmp:ModifyDate>%sT00:00:00Z</xmp:ModifyDate>\n</rdf:Description>\n", day, day);
	if (attached)
		put_attached(str, attached);
	str_put(str, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
}
