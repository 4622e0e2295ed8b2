/* What the halves of the report share. */
#ifndef ORDR_CORE_REPORT_SALES_H
#define ORDR_CORE_REPORT_SALES_H

#include "ordr/past.h"
#include "ordr/report_sales.h"

/* Fills in what was bought together and not by them, and backorders with a substitute in stock; each at most `limit`. */
int sales_pairs(struct core *core, const struct report_request *request, struct instant first, struct instant after, int64_t limit, struct list *pairs);
int sales_substitutes(struct core *core, const struct report_request *request, int64_t limit, struct list *substitutes);

#endif
