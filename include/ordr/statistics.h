/* Figures over many values, exact: medians and percentiles by nearest rank, so that each is a value that occurred. */
#ifndef ORDR_STATISTICS_H
#define ORDR_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

#include "ordr/arena.h"
#include "ordr/money.h"

struct values {
	int64_t *items;
	size_t count, size;
};

/* Adds one; the array doubles in the arena. −1 when memory is exhausted. */
int values_add(struct values *values, struct arena *arena, int64_t value);
/* The smallest value that at least `percent` of 100 of them do not exceed: nearest rank, the ⌈percent × count ÷ 100⌉-th. NONE of none. Reorders them. */
int64_t values_percentile(struct values *values, int percent);
/* part ÷ whole as a percentage, rounded half away from zero to hundredths; absent when the whole is 0 or it does not fit. */
struct percent percent_of(int64_t part, int64_t whole);
/* Minutes as hours, to a thousandth; absent when they are. */
struct quantity hours_of(int64_t minutes);

#endif
