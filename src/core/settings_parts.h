/* What the files of settings share among themselves. */
#ifndef ORDR_CORE_SETTINGS_PARTS_H
#define ORDR_CORE_SETTINGS_PARTS_H

#include "ordr/settings.h"

#include <stdbool.h>

/* May the setting have this value? ERR_INVALID, or ERR_REFUSED where other facts are against it. *value becomes what is kept: an IBAN
 * without blanks. */
int setting_check(struct core *core, const struct setting *setting, const char **value);
/* Is it one of those about the seller that an invoice carries? Then it is checked and *value becomes what is kept: *result is 0 or −1. */
bool setting_check_seller(struct core *core, const char *name, const char **value, int *result);

#endif
