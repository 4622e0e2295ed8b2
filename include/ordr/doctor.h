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
	const char *sql; /* rows (subject, detail; as translate_filled takes them): none when all is well; NULL: a check in C */
};
extern const struct doctor_check doctor_checks[]; /* ends with a NULL name */

/* With what a second process is started that takes its share. */
struct doctor_help {
	const char *program;  /* ordr itself; NULL: none is started */
	const char *database; /* the file */
	int64_t least;        /* … if that has so many bytes: less is checked before another has begun */
};

/* Runs all checks; calls back for each finding, in the order of the checks, at most 100 a check. 0 also when something was found; *found counts.
 * `help` may be NULL. */
int doctor_run(struct core *core, const struct doctor_help *help, int (*each)(void *context, const struct finding *finding), void *context, int64_t *found);

/* What the second process does: takes the numbers of checks from one file, and writes what it finds into the other. */
int doctor_help(struct core *core, int tasks, int results);

#endif
