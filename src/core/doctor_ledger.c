/* Ledgers have a row for every movement there ever was, in no order that helps: sorting millions of them by product takes the database longer than
 * all that is asked of them. There are far fewer places than rows, so the sums are kept here, a place a slot. */
#include "doctor_ledger.h"

#include <stdlib.h>
#include <string.h>

#include "ordr/quantity.h"

struct slot {
	bool used;
	struct ledger_place place;
};

struct ledger {
	struct slot *slots;
	size_t room, count; /* the room is a power of two, and never more than half of it used */
};

static struct slot *find_slot(const struct ledger *ledger, int64_t product, int64_t warehouse)
{
	uint64_t hash = ((uint64_t)product * 31 + (uint64_t)warehouse) * UINT64_C(0x9e3779b97f4a7c15);
	for (size_t at = (size_t)(hash >> 32);; at++) {
		struct slot *slot = &ledger->slots[at & (ledger->room - 1)];
		if (!slot->used || (slot->place.product == product && slot->place.warehouse == warehouse))
			return slot;
	}
}

static int widen(struct core *core, struct ledger *ledger)
{
	if (ledger->count * 2 < ledger->room)
		return 0;
	struct ledger wider = { .room = ledger->room ? ledger->room * 2 : 256, .count = ledger->count };
	wider.slots = arena_array(core->arena, wider.room, sizeof *wider.slots);
	if (!wider.slots)
		return err_memory(core->err);
	for (size_t i = 0; i < ledger->room; i++)
		if (ledger->slots[i].used)
			*find_slot(&wider, ledger->slots[i].place.product, ledger->slots[i].place.warehouse) = ledger->slots[i];
	*ledger = wider;
	return 0;
}

static int add(struct core *core, struct ledger *ledger, const struct db_rows *rows, int account)
{
	if (widen(core, ledger))
		return -1;
	const int64_t product = db_column_integer(rows, 0);
	const int64_t warehouse = db_column_integer(rows, 1);
	struct slot *slot = find_slot(ledger, product, warehouse);
	ledger->count += !slot->used;
	slot->used = true;
	slot->place.product = product;
	slot->place.warehouse = warehouse;
	if (__builtin_add_overflow(slot->place.units[account], db_column_integer(rows, 2), &slot->place.units[account]))
		return err_set(core->err, ERR_DAMAGED, "its units are more than can be counted");
	return 0;
}

static int add_all(struct core *core, struct ledger *ledger, const char *query, int account)
{
	struct db_rows rows;
	if (db_query(core->db, &rows, query, DB_NONE))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (add(core, ledger, &rows, account)) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

static int by_place(const void *left, const void *right)
{
	const struct ledger_place *a = &((const struct slot *)left)->place;
	const struct ledger_place *b = &((const struct slot *)right)->place;
	if (a->product != b->product)
		return a->product < b->product ? -1 : 1;
	return (a->warehouse > b->warehouse) - (a->warehouse < b->warehouse);
}

int ledger_compare(struct core *core, const char *const queries[2], int (*each)(void *context, const struct ledger_place *place), void *context)
{
	struct ledger ledger = { 0 };
	size_t wrong = 0;
	if (add_all(core, &ledger, queries[0], 0) || add_all(core, &ledger, queries[1], 1))
		return -1;
	for (size_t i = 0; i < ledger.room; i++)
		if (ledger.slots[i].used && ledger.slots[i].place.units[0] != ledger.slots[i].place.units[1])
			ledger.slots[wrong++] = ledger.slots[i];
	if (wrong)
		qsort(ledger.slots, wrong, sizeof *ledger.slots, by_place);
	for (size_t i = 0; i < wrong; i++)
		if (each(context, &ledger.slots[i].place))
			return -1;
	return 0;
}
