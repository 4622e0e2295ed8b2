/* What the files of invoices share among themselves. */
#ifndef ORDR_CORE_INVOICE_PARTS_H
#define ORDR_CORE_INVOICE_PARTS_H

#include "ordr/invoice.h"

struct invoice_number {
	const char *series, *text; /* "RE", "RE-2026-00001" in the arena */
	int64_t year, sequence;
	struct date issued; /* today */
};

/* The next number of the series in the year of today; nobody else can take it, since there is one writer at a time. */
int invoice_number_next(struct core *core, struct invoice_number *number);

#endif
