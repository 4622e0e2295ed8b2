/* Writes XML 1.0 that is always well-formed: names come from a stack, text is escaped, and an element that nothing was put into is not there.
 * Compact, since what is written is stored. Private to this layer. */
#ifndef ORDR_EINVOICE_XML_H
#define ORDR_EINVOICE_XML_H

#include "ordr/str.h"

#define XML_DEPTH 16

struct xml {
	struct str *out;
	bool in_tag; /* the innermost element still takes attributes */
	int depth;
	struct {
		const char *name;
		size_t start, content; /* places in `out`: of its tag, of what follows that */
	} open[XML_DEPTH];
};

/* Names of elements and attributes are literals of the program. The text is appended to `out`. */
void xml_begin(struct xml *xml, struct str *out);
void xml_open(struct xml *xml, const char *name);
/* Adds to the element that was opened last, before anything is put into it; nothing when value is NULL. */
void xml_attribute(struct xml *xml, const char *name, const char *value);
/* Ends the element that was opened last; one without text or elements in it disappears, its attributes too. */
void xml_close(struct xml *xml);
/* A whole element with a text; nothing at all when the text is NULL or blank. Characters that XML cannot hold, and bytes that are not UTF-8,
 * become U+FFFD; those that a terminal obeys are written as references, so that the document may be looked at. */
void xml_text(struct xml *xml, const char *name, const char *text);
/* … with an attribute; `value` NULL: without. */
void xml_text_with(struct xml *xml, const char *name, const char *text, const char *attribute, const char *value);
/* False when an element was left open, or memory was exhausted. */
bool xml_end(const struct xml *xml);

#endif
