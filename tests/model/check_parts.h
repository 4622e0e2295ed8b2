/* What the checks of answers share: each compares one fact of a JSON object with the model. */
#ifndef ORDR_TESTS_CHECK_PARTS_H
#define ORDR_TESTS_CHECK_PARTS_H

#include <cjson/cJSON.h>

#include "check.h"

struct check {
	const struct model *model;
	struct str *report;
	const char *of; /* the document */
	bool good;
};

void check_differ(struct check *check, const char *name, const char *said, const char *wanted);
void check_text(struct check *check, const cJSON *json, const char *name, const char *wanted);
/* A number in `unit`ths; NONE: null. */
void check_number(struct check *check, const cJSON *json, const char *name, int64_t wanted, int unit);
void check_quantity(struct check *check, const cJSON *json, const char *name, int64_t wanted);
void check_instant(struct check *check, const cJSON *json, const char *name, int64_t wanted);
void check_return(struct check *check, const cJSON *json, int number, const struct model_return *rma);
void check_complaint(struct check *check, const cJSON *json, int number, const struct model_complaint *complaint);
void check_order_head(struct check *check, const cJSON *json, const struct model_order *order);
void check_level(struct check *check, const cJSON *json, int product, int warehouse, const struct model_level *wanted);

void check_pick_lists(struct check *check, const cJSON *json, const struct answer *answer);
void check_urgent(struct check *check, const cJSON *json);
void check_stock_list(struct check *check, const cJSON *json);

#endif
