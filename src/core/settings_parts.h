/* What the files of settings share among themselves. */
#ifndef ORDR_CORE_SETTINGS_PARTS_H
#define ORDR_CORE_SETTINGS_PARTS_H

#include "ordr/settings.h"

/* May the setting have this value? ERR_INVALID, or ERR_REFUSED where other facts are against it. */
int setting_check(struct core *core, const struct setting *setting, const char *value);

#endif
