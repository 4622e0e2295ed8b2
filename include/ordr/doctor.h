/* The doctor proves the books: every invariant of the model as a query with a title that finds what breaks it. */
#ifndef ORDR_DOCTOR_H
#define ORDR_DOCTOR_H

#include "ordr/core.h"
#include "ordr/field.h"

/* ordr.finding/1 */
struct finding {
	const char *check;   /* "stock-ledger" */
	const char *title;   /* what should hold */
	const char *subject; /* what breaks it */
	const char *detail;
};
extern const struct schema finding_schema;

struct doctor_check {
	const char *name, *title;
	const char *sql; /* rows (subject, detail): none when all is well; NULL: a check in C */
};
extern const struct doctor_check doctor_checks[]; /* ends with a NULL name */

/* Runs all checks; calls back for each finding, at most 100 a check. 0 also when something was found; *found counts. */
int doctor_run(struct core *core, int (*each)(void *context, const struct finding *finding), void *context, int64_t *found);

#endif
