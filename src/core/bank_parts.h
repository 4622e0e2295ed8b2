/* What the files of the bank's entries share among themselves. */
#ifndef ORDR_CORE_BANK_PARTS_H
#define ORDR_CORE_BANK_PARTS_H

#include "ordr/bank.h"

/* The key of an entry, in core->arena: all that tells one from another. Two that are alike in one statement are two:
 * each counts with its place among them. */
int bank_key(struct bank *bank, const struct bank_entry *entry, const struct bank_result *result, const char **key);
/* Was it taken before? 1 and which invoices it paid, 0, −1. */
int bank_known(struct core *core, const char *key, struct list *invoices);
int bank_keep(struct core *core, const char *key, const struct list *invoices);

#endif
