/* What the files of dunning share among themselves. */
#ifndef ORDR_CORE_DUNNING_PARTS_H
#define ORDR_CORE_DUNNING_PARTS_H

#include "ordr/dunning.h"

/* The settings dun.*, read. */
struct dun_terms {
	const char *currency;
	int64_t levels;
	int64_t days[DUN_LEVELS_MOST]; /* after the due date */
	struct money fee[DUN_LEVELS_MOST];
	int64_t term; /* days to pay that a reminder gives */
	struct percent base, points, points_consumer; /* base absent: no interest is asked for */
	struct money lump_sum; /* zero: none */
};
int dun_terms_load(struct core *core, struct dun_terms *terms);
/* May the settings have these values? ERR_INVALID. */
int dun_days_check(struct core *core, const char *value);
int dun_fee_check(struct core *core, const char *value);
int dun_points_check(struct core *core, const char *value);
int dun_base_rate_check(struct core *core, const char *value);

/* The one of that invoice: 1, 0 when it is not past due, −1. */
int dunning_load(struct core *core, const char *invoice, struct dunning *dunning);

#endif
