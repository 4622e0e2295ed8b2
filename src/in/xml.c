/* One table says which function is called what. */
#include "xml.h"

#include "ordr/loaded.h"

static const char *const files[] = { "libxml2.so.2", "libxml2.so.16", NULL }; /* what is used of it is the same in both */

#define AT(member) offsetof(struct xml, member)

static const struct loaded_function functions[] = {
	{ "xmlReaderForIO", AT(open) },
	{ "xmlTextReaderRead", AT(next) },
	{ "xmlTextReaderNodeType", AT(kind) },
	{ "xmlTextReaderIsEmptyElement", AT(empty) },
	{ "xmlTextReaderConstLocalName", AT(name) },
	{ "xmlTextReaderConstNamespaceUri", AT(space) },
	{ "xmlTextReaderConstValue", AT(value) },
	{ "xmlTextReaderMoveToAttribute", AT(attribute) },
	{ "xmlTextReaderMoveToElement", AT(element) },
	{ "xmlTextReaderCurrentNode", AT(here) },
	{ "xmlGetLineNo", AT(line) },
	{ "xmlTextReaderGetParserLineNumber", AT(reached) },
	{ "xmlFreeTextReader", AT(close) },
	{ "xmlTextReaderSetStructuredErrorHandler", AT(tell) },
	{ NULL, 0 },
};

int xml_load(struct xml *xml, struct err *err)
{
	const struct loaded_library library = { files, functions };
	const char *missing;
	switch (loaded_open(&library, xml, &missing)) {
	case LOADED:
		return 0;
	case LOADED_NOT:
		err_set(err, ERR_FAILED, "cannot read XML: libxml2 is not installed");
		return err_hint(err, "install it (Debian: libxml2); a statement in CSV needs nothing");
	default:
		err_set(err, ERR_FAILED, "cannot read XML: libxml2 has no %s", missing);
		return err_hint(err, "install a newer one; a statement in CSV needs nothing");
	}
}
