/* One table says which function is called what. */
#include "xml.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static const char *const names[] = { "libxml2.so.2", "libxml2.so.16" }; /* what is used of it is the same in both */

#define AT(member) offsetof(struct xml, member)

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
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
};

/* Never closed again: the process ends soon, and what it keeps for itself is its own. */
int xml_load(struct xml *xml, struct err *err)
{
	void *library = NULL;
	for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++)
		library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	if (!library) {
		err_set(err, ERR_FAILED, "cannot read XML: libxml2 is not installed");
		return err_hint(err, "install it (Debian: libxml2); a statement in CSV needs nothing");
	}
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		void *function = dlsym(library, functions[i].name);
		if (!function)
			return err_set(err, ERR_FAILED, "cannot read XML: libxml2 has no %s", functions[i].name);
		/* POSIX: a function's address is had as an object's. */
		memcpy((char *)xml + functions[i].offset, &function, sizeof function);
	}
	return 0;
}
