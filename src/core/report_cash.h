/* What the two halves of the report share. */
#ifndef ORDR_CORE_REPORT_CASH_H
#define ORDR_CORE_REPORT_CASH_H

#include "ordr/past.h"
#include "ordr/report_cash.h"

/* What of an invoice (i) is paid, cash discount included, and credited at $now, and when that was last; $past is core->past. A credit note counts with what it takes back. */
#define CASH_PAID(now, past) "(SELECT coalesce(sum(p.amount + p.discount), 0) FROM payment p WHERE p.invoice_id = i.id AND " PAST_PAYMENT(now, past) ")"
#define CASH_PAID_AT(now, past) "(SELECT max(p.at) FROM payment p WHERE p.invoice_id = i.id AND " PAST_PAYMENT(now, past) ")"
#define CASH_CREDITED(now)                                                                                             \
	"(SELECT coalesce(sum(abs(k.gross)), 0) FROM invoice k WHERE k.corrects = i.number" \
	" AND k.issued_at <= " now ")"

/* Fills in the legs, of orders placed from `first` and before `after`. */
int cash_legs(struct core *core, const struct report_request *request, struct instant first, struct instant after, struct list *legs);

#endif
