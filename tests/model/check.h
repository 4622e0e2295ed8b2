/* What ordr said and what its database holds, beside what the model says. Each puts what differs into `report` and
 * gives whether all is well. */
#ifndef ORDR_TESTS_CHECK_H
#define ORDR_TESTS_CHECK_H

#include "ordr/db.h"
#include "predict.h"

/* What a step printed as JSON. */
bool check_answer(const struct model *model, const struct step *step, const struct answer *answer, const char *text,
		  struct str *report);
/* The tables: counts, stock, and open orders; with `whole` every row of every table. */
bool check_tables(const struct model *model, struct db *db, bool whole, struct str *report);

#endif
