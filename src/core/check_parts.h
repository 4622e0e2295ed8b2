/* What reading a condition (check.c) and judging it (check_run.c) share. */
#ifndef ORDR_CHECK_PARTS_H
#define ORDR_CHECK_PARTS_H

#include "ordr/check.h"

#define CHECK_PATH_MAX 8 /* words of a path */

enum check_kind { CHECK_NUMBER, CHECK_TEXT, CHECK_TIME, CHECK_BOOL };
enum check_operator { CHECK_EQUAL, CHECK_NOT_EQUAL, CHECK_LESS, CHECK_AT_MOST, CHECK_MORE, CHECK_AT_LEAST };

/* One side of a comparison: a path, or a literal when it has no words. */
struct check_value {
	const struct field *fields; /* of the record; the path begins there */
	const char *words[CHECK_PATH_MAX];
	int count;
	const char *text;    /* as it was written */
	enum check_kind kind;
	int64_t number;      /* NUMBER: scaled by 10^digits; TIME: milliseconds; BOOL: 0, 1 */
	int digits;
};

enum check_what { CHECK_AND, CHECK_OR, CHECK_NOT, CHECK_COMPARE };

struct check {
	enum check_what what;
	const struct check *left, *right; /* NOT: left alone */
	struct check_value a, b;
	enum check_operator operator;
};

/* Follows a path. The field it ends at, in *member the struct that the field is of: NULL where a list has no such item, or when record is NULL. A
 * list that it ends at stands for how many it holds. NULL: *at is the first word that is unknown, *fields where it was looked for. */
const struct field *check_follow(const struct check_value *value, const void *record, const void **member, int *at, const struct field **fields);

#endif
