/* One company: a database that ordr_main works on, and the model beside it. */
#ifndef ORDR_TESTS_COMPANY_H
#define ORDR_TESTS_COMPANY_H

#include "check.h"

struct company {
	char directory[64], file[96];
	struct model model;
	struct answer answer; /* of the last step */
	struct db *reader;
	struct err err;
	int64_t version; /* of the data, as the reader sees it: it is another after every commit that changed something
			  */
};

/* In an empty directory of its own, with `ordr init` at the first moment. Room for that many orders, shipments, keys.
 */
void company_begin(struct company *company, int room, int64_t now);
void company_end(struct company *company);
/* Takes a step in the model and with ordr. False: they differ, and how is in the report. `deeply`: looks at every row.
 */
bool company_step(struct company *company, const struct step *step, bool deeply, struct str *report);
/* Looks at every row, that the file at rest is alone, and that `ordr doctor` finds nothing. */
bool company_look(struct company *company, struct str *report);
/* Looks at a backup in the same way, and at what `ordr import` makes of an export. */
bool company_copy(struct company *company, struct str *report);

#endif
