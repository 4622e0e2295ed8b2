/* A second process that takes its share of the checks: where a company has millions of orders they take a minute, and most machines have more than
 * one processor. It is the same program, started anew with a connection of its own, since an open one must not be taken through a fork. Whatever
 * it does not come to the end of, the first one does itself. Private to core. */
#ifndef ORDR_DOCTOR_HELPER_H
#define ORDR_DOCTOR_HELPER_H

#include "ordr/doctor.h"

#define DOCTOR_CHECKS_MOST 100
#define FINDINGS_MOST      100

struct named {
	struct named *next;
	const char *subject, *detail; /* as translate_filled takes them */
};

/* What a check came to. */
struct outcome {
	size_t number; /* of the check */
	bool done;
	int64_t found;              /* how many there are */
	int64_t count;              /* … of which these are named, in core->keep */
	struct named *first, *last;
};

int outcome_add(struct core *core, struct outcome *outcome, const char *subject, const char *detail);
/* doctor.c: runs one check. −1 with ERR_FAILED. */
int doctor_check_one(struct core *core, size_t number, struct outcome *outcome);
/* Runs the checks in two processes, if the database is large enough: what is done is marked so in `outcomes`. A process that does not start, or
 * does not end, is no error. */
int helper_share(struct core *core, const struct doctor_help *help, struct outcome outcomes[DOCTOR_CHECKS_MOST]);

#endif
