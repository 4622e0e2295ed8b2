/* The one place where text becomes part of an XML document. */
#include <string.h>
#include <utf8proc.h>

#include "xml.h"

void xml_begin(struct xml *xml, struct str *out)
{
	xml->out = out;
	xml->in_tag = false;
	xml->depth = 0;
	str_put(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

/* --- text --------------------------------------------------------------------------------------------------------------------- */

/* Would a terminal obey it, or turn around what stands beside it? As in str_put_visible; XML may hold it as a reference. */
static bool is_obeyed(int32_t point)
{
	return (point >= 0x7f && point <= 0x9f) || point == 0x61c || point == 0x200e || point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069);
}

/* XML 1.0, production 2, of what is not ASCII; surrogates are no UTF-8 and never come here. */
static bool is_char(int32_t point)
{
	return point >= 0x20 && point != 0xfffe && point != 0xffff;
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '"';
}

/* One character that is not ASCII; returns how many bytes it took. */
static size_t put_point(struct str *out, const char *text, size_t left)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &point);
	if (taken < 1 || !is_char(point))
		str_put(out, "\xef\xbf\xbd");
	else if (is_obeyed(point))
		str_printf(out, "&#x%X;", (unsigned)point);
	else
		str_put_bytes(out, text, (size_t)taken);
	return taken < 1 ? 1 : (size_t)taken;
}

/* One character of ASCII that does not stand for itself. A carriage return, and all blanks in an attribute, would reach the reader as something else. */
static void put_special(struct str *out, char c, bool attribute)
{
	if (c == '&')
		str_put(out, "&amp;");
	else if (c == '<')
		str_put(out, "&lt;");
	else if (c == '>')
		str_put(out, "&gt;");
	else if (c == '"')
		str_put(out, attribute ? "&quot;" : "\"");
	else if (c == 0x7f || c == '\r' || (attribute && (c == '\n' || c == '\t')))
		str_printf(out, "&#x%X;", (unsigned)c);
	else if (c == '\n' || c == '\t')
		str_put_char(out, c);
	else
		str_put(out, "\xef\xbf\xbd");
}

static void put_escaped(struct str *out, const char *text, bool attribute)
{
	const char *end = text + strlen(text);
	while (text < end) {
		const char *run = text;
		while (is_plain((unsigned char)*text))
			text++;
		if (text > run)
			str_put_bytes(out, run, (size_t)(text - run));
		if (text == end)
			return;
		if ((unsigned char)*text >= 0x80)
			text += put_point(out, text, (size_t)(end - text));
		else
			put_special(out, *text++, attribute);
	}
}

static bool is_blank(const char *text)
{
	return !text[strspn(text, " \t\r\n")];
}

/* --- elements ----------------------------------------------------------------------------------------------------------------- */

static void end_tag(struct xml *xml)
{
	if (!xml->in_tag)
		return;
	str_put_char(xml->out, '>');
	xml->open[xml->depth - 1].content = xml->out->length;
	xml->in_tag = false;
}

void xml_open(struct xml *xml, const char *name)
{
	end_tag(xml);
	if (xml->depth == XML_DEPTH) {
		xml->out->failed = true;
		return;
	}
	xml->open[xml->depth].name = name;
	xml->open[xml->depth].start = xml->out->length;
	xml->depth++;
	xml->in_tag = true;
	str_put_char(xml->out, '<');
	str_put(xml->out, name);
}

void xml_attribute(struct xml *xml, const char *name, const char *value)
{
	if (!value)
		return;
	if (!xml->in_tag) {
		xml->out->failed = true;
		return;
	}
	str_put_char(xml->out, ' ');
	str_put(xml->out, name);
	str_put(xml->out, "=\"");
	put_escaped(xml->out, value, true);
	str_put_char(xml->out, '"');
}

static void put_end(struct str *out, const char *name)
{
	str_put(out, "</");
	str_put(out, name);
	str_put_char(out, '>');
}

void xml_close(struct xml *xml)
{
	struct str *out = xml->out;
	if (out->failed || !xml->depth) {
		out->failed = true;
		return;
	}
	xml->depth--;
	bool empty = xml->in_tag || out->length == xml->open[xml->depth].content;
	xml->in_tag = false;
	if (empty) {
		out->length = xml->open[xml->depth].start;
		out->text[out->length] = '\0';
	} else {
		put_end(out, xml->open[xml->depth].name);
	}
}

void xml_text_with(struct xml *xml, const char *name, const char *text, const char *attribute, const char *value)
{
	if (!text || is_blank(text))
		return;
	xml_open(xml, name);
	if (attribute)
		xml_attribute(xml, attribute, value);
	end_tag(xml);
	put_escaped(xml->out, text, false);
	xml_close(xml);
}

void xml_text(struct xml *xml, const char *name, const char *text)
{
	xml_text_with(xml, name, text, NULL, NULL);
}

bool xml_end(const struct xml *xml)
{
	return !xml->depth && !xml->out->failed;
}
