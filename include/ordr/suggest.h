/* What is in the database and may be typed next: for completion. Each query is bounded, whatever the size of the books, and only reads. */
#ifndef ORDR_SUGGEST_H
#define ORDR_SUGGEST_H

#include "ordr/core.h"

/* Calls back for each word that begins with `beginning`, with what it is for people (a customer's name); at most SUGGEST_MOST of them, and of orders
 * only what is found among the SUGGEST_LOOKED most urgent. −1 when `each` or the database fails. */
#define SUGGEST_MOST   30
#define SUGGEST_LOOKED 150

typedef int suggest_each(void *context, const char *word, const char *help);

/* Orders that can take the step (a `ready` of struct order_filter), most urgent first; "open": all that are open; "held": with an open hold. Where three digits or
 * more are typed they are looked for by number; "any": closed ones then, too. */
int suggest_orders(struct core *core, const char *step, const char *beginning, suggest_each *each, void *context);
/* Shipments that are being picked or packed, invoices (the newest first; `open`: what is still to be paid), returns, complaints and
 * disputes that are not closed. */
int suggest_shipments(struct core *core, const char *beginning, suggest_each *each, void *context);
int suggest_invoices(struct core *core, bool open, const char *beginning, suggest_each *each, void *context);
int suggest_returns(struct core *core, const char *beginning, suggest_each *each, void *context);
int suggest_complaints(struct core *core, const char *beginning, suggest_each *each, void *context);
int suggest_disputes(struct core *core, const char *beginning, suggest_each *each, void *context);
/* Master data in order of the key, with names; reasons of the setting, with whose fault they are. */
int suggest_products(struct core *core, const char *beginning, suggest_each *each, void *context);
int suggest_customers(struct core *core, const char *beginning, suggest_each *each, void *context);
int suggest_warehouses(struct core *core, const char *beginning, suggest_each *each, void *context);
int suggest_users(struct core *core, const char *beginning, suggest_each *each, void *context);
int suggest_reasons(struct core *core, const char *beginning, suggest_each *each, void *context);

#endif
