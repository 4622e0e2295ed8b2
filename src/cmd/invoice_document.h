/* The documents that an invoice is made into. */
#ifndef ORDR_CMD_INVOICE_DOCUMENT_H
#define ORDR_CMD_INVOICE_DOCUMENT_H

#include "ordr/cmd.h"
#include "ordr/invoice.h"

struct print;

/* `profiled`: it keeps the rules of a profile. `together`: several follow each other in one output. `print`: of what people read, what draws it. */
struct document_format {
	const char *name, *suffix;
	bool profiled, together;
	/* Appends the document to `text`; `asked`: the profile that was asked for, NULL: none was. */
	int (*write)(struct run *run, const struct document_format *format, const char *asked, const struct invoice *invoice, struct str *text);
	int (*print)(struct print *print, const struct invoice *invoice, struct str *text);
};

#define DOCUMENT_FORMATS 6
extern const struct document_format document_formats[DOCUMENT_FORMATS];

#endif
