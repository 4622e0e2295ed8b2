/* What the files of the backlog share. */
#ifndef ORDR_CORE_REPORT_BACKLOG_PARTS_H
#define ORDR_CORE_REPORT_BACKLOG_PARTS_H

#include "ordr/report_backlog.h"

extern const char *const backlog_step_names[]; /* ends with NULL */
extern const struct field backlog_place_fields[], backlog_open_fields[];

/* Units at each step by warehouse, of the present. The customer's alone, unless that is NULL; so with the other. */
int backlog_places(struct core *core, const char *customer, struct list *places);
/* Orders that were open at the end of each of the last 30 days, the last of which is core->now. */
int backlog_trend(struct core *core, const char *customer, struct list *trend);

#endif
