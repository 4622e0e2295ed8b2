/* The memory of the model: plain arrays, and a log of what was there before each change, so that a step that ordr
 * undoes (a refused batch, a dry run) is undone here as well without copying a whole company. */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct change {
	void *at;
	size_t size, kept; /* kept: where the old bytes lie */
};

struct undo {
	struct change *changes;
	size_t count, room;
	char *bytes;
	size_t used, size;
};

static void *must(void *memory)
{
	if (memory)
		return memory;
	fputs("out of memory\n", stderr);
	abort();
}

static void *zeroed(int count, size_t size)
{
	return must(calloc((size_t)count + 1, size));
}

void model_init(struct model *model, int room)
{
	*model = (struct model) { .room = room };
	model->orders = zeroed(room, sizeof *model->orders);
	model->shipments = zeroed(room, sizeof *model->shipments);
	model->invoices = zeroed(room, sizeof *model->invoices);
	model->returns = zeroed(room, sizeof *model->returns);
	model->complaints = zeroed(room, sizeof *model->complaints);
	model->keys = zeroed(room, sizeof *model->keys);
	model->tags = zeroed(room, sizeof *model->tags);
	for (int i = 0; i < CUSTOMERS; i++)
		model->refs[i] = zeroed(room, sizeof *model->refs[i]);
	model->undo = zeroed(1, sizeof *model->undo);
	/* As `ordr init` leaves it: the warehouse MAIN, and the event of that. */
	model->books.warehouses[0] = (struct model_warehouse) { 1, 1 };
	model->books.warehouse_rows = 1;
	model->books.events = 1;
}

void model_release(struct model *model)
{
	free(model->orders);
	free(model->shipments);
	free(model->invoices);
	free(model->returns);
	free(model->complaints);
	free(model->keys);
	free(model->tags);
	for (int i = 0; i < CUSTOMERS; i++)
		free(model->refs[i]);
	free(model->undo->changes);
	free(model->undo->bytes);
	free(model->undo);
}

void model_keep(struct model *model, void *at, size_t size)
{
	struct undo *undo = model->undo;
	if (undo->count == undo->room) {
		undo->room = undo->room * 2 + 64;
		undo->changes = must(realloc(undo->changes, undo->room * sizeof *undo->changes));
	}
	if (undo->used + size > undo->size) {
		undo->size = (undo->used + size) * 2;
		undo->bytes = must(realloc(undo->bytes, undo->size));
	}
	memcpy(undo->bytes + undo->used, at, size);
	undo->changes[undo->count++] = (struct change) { at, size, undo->used };
	undo->used += size;
}

struct model_order *model_change(struct model *model, int order)
{
	model_keep(model, &model->orders[order], sizeof model->orders[order]);
	return &model->orders[order];
}

void model_mark(const struct model *model, struct model_mark *mark)
{
	mark->books = model->books;
	mark->undo = model->undo->count;
}

void model_back(struct model *model, const struct model_mark *mark)
{
	struct undo *undo = model->undo;
	while (undo->count > mark->undo) {
		const struct change *change = &undo->changes[--undo->count];
		memcpy(change->at, undo->bytes + change->kept, change->size);
		undo->used = change->kept;
	}
	model->books = mark->books;
}

void model_settle(struct model *model)
{
	model->undo->count = 0;
	model->undo->used = 0;
}
