/* N:QTY as it is typed, for steps that act on a part of an order's lines. */
#include <string.h>

#include "ordr/return.h"
#include "part.h"

static int read_part(const char *text, struct return_part *part, struct arena *arena)
{
	size_t length = strcspn(text, ":");
	const char *number = arena_strndup(arena, text, length);
	part->qty.thousandths = NONE;
	if (!number || decimal_parse(number, 0, &part->line) || part->line < 1)
		return -1;
	return text[length] ? quantity_parse(text + length + 1, &part->qty) : 0;
}

int parts_read(struct run *run, const struct list *texts, struct list *parts)
{
	struct core *core = run->core;
	struct return_part *items = arena_array(core->arena, texts->count + 1, sizeof *items);
	*parts = (struct list){ items, texts->count };
	if (!items)
		return err_memory(core->err);
	for (size_t i = 0; i < texts->count; i++) {
		const char *text = ((const char *const *)texts->items)[i];
		if (read_part(text, &items[i], core->arena)) {
			err_set(core->err, ERR_USAGE, "--line \"%.60s\" is not N:QTY", text);
			return err_hint(core->err, "such as 1:2 for two units of line 1; 1 alone is all of it");
		}
	}
	return 0;
}

int order_read(struct run *run, const char *text, struct order_id *order)
{
	if (!text || !order_id_parse(text, order))
		return 0;
	char meant[ID_SIZE];
	err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not an order number", text);
	if (id_meant(text, meant))
		return err_hint(run->core->err, "did you mean %s?", meant);
	return err_hint(run->core->err, "such as SO-000123, or 123");
}

int return_read(struct run *run, const char *text, struct return_id *id)
{
	if (!return_id_parse(text, id))
		return 0;
	err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not the number of a return", text);
	return err_hint(run->core->err, "such as RT-000123; ordr return list shows them");
}

int complaint_read(struct run *run, const char *text, struct complaint_id *id)
{
	if (!complaint_id_parse(text, id))
		return 0;
	err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not the number of a complaint", text);
	return err_hint(run->core->err, "such as CP-000123; ordr complaint list shows them");
}
