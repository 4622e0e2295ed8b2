/* Never more than half full, so that a look-up ends after a place or two; memory of the smaller tables is given back with the arena. */
#include "ordr/id_table.h"

#include <string.h>

#define FIRST_PLACES 256

static int64_t *number_at(const struct id_table *table, size_t place)
{
	return (int64_t *)(void *)(table->items + place * table->item);
}

/* Fibonacci hashing: the golden ratio of 2^64 spreads numbers that follow each other. */
static int64_t *find(const struct id_table *table, int64_t number)
{
	size_t place = (size_t)((uint64_t)number * UINT64_C(11400714819323198485) >> 32) & (table->places - 1);
	while (*number_at(table, place) && *number_at(table, place) != number)
		place = (place + 1) & (table->places - 1);
	return number_at(table, place);
}

static int grow(struct id_table *table)
{
	struct id_table larger = *table;
	larger.places = table->places ? table->places * 2 : FIRST_PLACES;
	larger.items = arena_array(table->arena, larger.places, table->item);
	if (!larger.items)
		return -1;
	for (size_t place = 0; place < table->places; place++)
		if (*number_at(table, place))
			memcpy(find(&larger, *number_at(table, place)), number_at(table, place), table->item);
	*table = larger;
	return 0;
}

void *id_table_get(struct id_table *table, int64_t number)
{
	if (table->count * 2 >= table->places && grow(table))
		return NULL;
	int64_t *item = find(table, number);
	table->count += !*item;
	*item = number;
	return item;
}

bool id_table_has(const struct id_table *table, int64_t number)
{
	return table->places && *find(table, number);
}

void *id_table_items(struct id_table *table)
{
	size_t count = 0;
	for (size_t place = 0; place < table->places; place++) {
		if (!*number_at(table, place))
			continue;
		if (place != count)
			memcpy(number_at(table, count), number_at(table, place), table->item);
		count++;
	}
	return table->items;
}
