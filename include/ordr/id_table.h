/* Figures kept for each of many documents, found by their number: a hash table with open places, in an arena. */
#ifndef ORDR_ID_TABLE_H
#define ORDR_ID_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ordr/arena.h"

/* Items are structs that begin with their int64_t number, which is not 0. */
struct id_table {
	struct arena *arena;
	size_t item;  /* size of one */
	char *items;  /* places; those with the number 0 are free */
	size_t count, places;
};

/* The item of that number, zeroed but for it when it is new; it may move when another is added. NULL: memory is exhausted. */
void *id_table_get(struct id_table *table, int64_t number);
bool id_table_has(const struct id_table *table, int64_t number);
/* Moves all items to the front, in no order, so that they can be sorted; nothing is found in the table after that. Returns the first. */
void *id_table_items(struct id_table *table);

#endif
