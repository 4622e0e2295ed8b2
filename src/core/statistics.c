/* What reports share in arithmetic. Selecting is linear in the number of values: a month may have a hundred thousand. */
#include <string.h>

#include "ordr/statistics.h"

int values_add(struct values *values, struct arena *arena, int64_t value)
{
	if (values->count == values->size) {
		size_t size = values->size ? values->size * 2 : 256;
		int64_t *items = arena_array(arena, size, sizeof *items);
		if (!items)
			return -1;
		if (values->count)
			memcpy(items, values->items, values->count * sizeof *items);
		values->items = items;
		values->size = size;
	}
	values->items[values->count++] = value;
	return 0;
}

static int64_t middle(int64_t a, int64_t b, int64_t c)
{
	if (a > b) {
		int64_t other = a;
		a = b;
		b = other;
	}
	return c < a ? a : c > b ? b : c;
}

/* Hoare's selection: the value that would stand at `at` if they were sorted. */
static int64_t select_at(int64_t *items, size_t count, size_t at)
{
	size_t first = 0;
	size_t last = count - 1;
	while (first < last) {
		int64_t pivot = middle(items[first], items[first + (last - first) / 2], items[last]);
		size_t i = first;
		size_t j = last;
		for (;;) {
			while (items[i] < pivot)
				i++;
			while (items[j] > pivot)
				j--;
			if (i >= j)
				break;
			int64_t other = items[i];
			items[i++] = items[j];
			items[j--] = other;
		}
		/* items[first … j] ≤ pivot ≤ items[j + 1 … last] */
		if (i == j && items[j] > pivot)
			j--;
		if (at <= j)
			last = j;
		else
			first = j + 1;
	}
	return items[at];
}

int64_t values_percentile(struct values *values, int percent)
{
	if (!values->count)
		return NONE;
	size_t rank = (values->count * (size_t)percent + 99) / 100;
	return select_at(values->items, values->count, rank ? rank - 1 : 0);
}

struct percent percent_of(int64_t part, int64_t whole)
{
	struct percent percent = { NONE };
	if (whole > 0 && integer_scale(part, 10000, whole, &percent.hundredths))
		percent.hundredths = NONE;
	return percent;
}

struct quantity hours_of(int64_t minutes)
{
	struct quantity hours = { NONE };
	if (minutes != NONE && integer_scale(minutes, 1000, 60, &hours.thousandths))
		hours.thousandths = NONE;
	return hours;
}
