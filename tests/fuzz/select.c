/* Ids on standard input: one a line, JSON Lines, an array. Reading ends, each id that is handed on is text, each refusal says where. */
#include <stdio.h>
#include <string.h>

#include "fuzz.h"
#include "ordr/id.h"
#include "ordr/select.h"

struct counted {
	size_t count, size;
};

static int take(void *context, const struct selected *selected)
{
	struct counted *counted = context;
	struct order_id order;
	struct shipment_id shipment;
	const char *const texts[] = { selected->id, selected->kind, selected->order };
	MUST(selected->id && *selected->id && selected->line, "no id");
	MUST(++counted->count <= counted->size, "more ids than bytes");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		MUST(!texts[i] || str_is_utf8(texts[i], strlen(texts[i])), "not UTF-8: %s", texts[i]);
	if (!order_id_parse(selected->id, &order) || !shipment_id_parse(selected->id, &shipment))
		MUST(strspn(selected->id, "SsOoHh-0123456789") == strlen(selected->id), "no number: %s", selected->id);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct input input = fuzz_input(bytes, size);
	struct counted counted = { .size = size };
	struct arena arena = { 0 };
	struct err err = { 0 };
	int result = select_read(&input, &arena, take, &counted, &err);
	MUST(result == (err.code ? -1 : 0), "%d and %s", result, err.message);
	if (result) {
		MUST(err.code == ERR_INVALID && !strncmp(err.path, "f:", 2), "no place: %s", err.message);
		fuzz_error(&err);
	}
	arena_release(&arena);
	input_release(&input);
	return 0;
}
