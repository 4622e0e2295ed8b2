/* Private to the doctor. */
#ifndef ORDR_DOCTOR_CONTENT_H
#define ORDR_DOCTOR_CONTENT_H

#include "ordr/core.h"

/* What db_content_check calls `kind` and `id` as users know it, as translate_filled takes it: "SO-000001", "customer %s" and C-1001, "settings". 0 or −1. */
int content_name(struct core *core, const char *kind, int64_t id, const char **name);

#endif
