/* Conditions on a record's fields, for cron and monitoring: `ship.breached == 0 and ship.met_pct >= 95`.
 *
 *     condition:  and, or, not, ( ); not binds tightest, then and, then or
 *     comparison: VALUE OP VALUE, OP one of == != < <= > >=
 *     VALUE:      a field by its path; a decimal number; "text"; a date or time; true, false
 *     path:       ship.met_pct; a list's name alone is how many it holds; LIST.KEY.field is of the one item that has that key (to_ship.late.orders), or
 *                 those keys (groups.tier.strategic.orders); a key that is no plain word stands in quotes: steps."wait for stock".orders
 *
 * Numbers are compared exactly, whatever their decimals. What is null (no data) passes nothing: neither a comparison nor its opposite. */
#ifndef ORDR_CHECK_H
#define ORDR_CHECK_H

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/field.h"

struct check;

/* Reads `text` against the fields. ERR_USAGE: it cannot be read; a field is unknown (the known and the nearest are told); kinds that do not compare. */
int check_parse(struct arena *arena, const struct field *fields, const char *text, struct check **check, struct err *err);
/* 0 either way, −1 when memory is exhausted. When it does not hold, err is ERR_BREACH and one line that says of each comparison that failed what the
 * value is, what was wanted and how far it is off; `subject` ("report sla") begins it. */
int check_run(const struct check *check, const void *record, const char *subject, struct err *err);

#endif
