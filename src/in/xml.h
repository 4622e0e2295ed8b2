/* Reading XML, with libxml2, which is loaded when the first file of it is read and by nothing else, so that a start
 * costs nothing more. Its functions are declared here as its manual has them. Private to src/in. */
#ifndef ORDR_IN_XML_H
#define ORDR_IN_XML_H

#include "ordr/err.h"

/* As libxml/xmlreader.h numbers them. */
enum xml_node { XML_ELEMENT = 1, XML_TEXT = 3, XML_CDATA = 4, XML_ENTITY = 5, XML_DOCTYPE = 10, XML_BLANK = 13, XML_BLANK_KEPT = 14, XML_END = 15 };
enum { XML_NO_ERROR = 1 << 5, XML_NO_WARNING = 1 << 6, XML_NO_NETWORK = 1 << 11, XML_BIG_LINES = 1 << 22 };

struct xml_error {
	int domain, code;
	const char *message; /* one line and its newline */
	int level;
	const char *file;
	int line;
};

struct xml {
	void *(*open)(int (*read)(void *context, char *buffer, int length), int (*close)(void *context), void *context, const char *url,
		      const char *encoding, int options);
	int (*next)(void *reader); /* 1, 0 at the end, −1 */
	int (*kind)(void *reader);
	int (*empty)(void *reader); /* <a/> */
	const char *(*name)(void *reader);
	const char *(*space)(void *reader);
	const char *(*value)(void *reader);
	int (*attribute)(void *reader, const char *name); /* 1: moved to it; its value is then that of the reader */
	int (*element)(void *reader);                     /* back from it */
	void *(*here)(void *reader);
	long (*line)(void *node);     /* where it stands in the file, from 1; no more than 65535 */
	int (*reached)(void *reader); /* how far it has read, which may be behind that */
	void (*close)(void *reader);
	void (*tell)(void *reader, void (*take)(void *context, const struct xml_error *error), void *context); /* what is wrong; else it is printed */
};

/* ERR_FAILED: it is not installed. */
int xml_load(struct xml *xml, struct err *err);

#endif
