/* The next step of the walk, by chance, but with an eye on the books: most steps make sense, many do not. */
#ifndef ORDR_TESTS_GENERATE_H
#define ORDR_TESTS_GENERATE_H

#include "step.h"

struct generator {
	uint64_t random;
	int64_t now;
	int tags, keys, refs;    /* the last that were used */
	bool kept;               /* users are kept from the beginning */
	const struct step *past; /* the steps so far */
	int count;
};

/* `kept`: users are kept from the beginning, so that roles count. */
void generate_begin(struct generator *generator, uint64_t seed, bool kept, const struct step *past);
void generate(struct generator *generator, const struct model *model, struct step *step);

#endif
