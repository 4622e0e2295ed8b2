/* What the files of the generator share. */
#ifndef ORDR_TESTS_GENERATE_PARTS_H
#define ORDR_TESTS_GENERATE_PARTS_H

#include "generate.h"

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

uint64_t draw(struct generator *generator);
int below(struct generator *generator, int limit);
int between(struct generator *generator, int first, int last); /* both included */
bool chance(struct generator *generator, int percent);
int64_t choose_price(struct generator *generator, int cents); /* at most so many, and now and then parts of a cent */

/* Each fills in the rest of a step of its kind. */
void generate_place(struct generator *generator, const struct model *model, struct step *step);
void generate_order_step(struct generator *generator, const struct model *model, struct step *step);
void generate_after(struct generator *generator, const struct model *model, struct step *step);
void generate_reallocation(struct generator *generator, const struct model *model, struct step *step);
void generate_payment(struct generator *generator, const struct model *model, struct step *step);
void generate_credit(struct generator *generator, const struct model *model, struct step *step);
void generate_stock_step(struct generator *generator, const struct model *model, struct step *step);

#endif
