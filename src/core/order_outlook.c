/* "When could I have it?" The answer is what confirming would promise, so it is found by confirming: units are allocated, the promise is read
 * off, and all of it is rolled back. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/speak.h"
#include "order_parts.h"

struct given {
	struct quantity allocated;
};

static const struct field given_fields[] = { F(struct given, allocated, QUANTITY, 0, NULL), FIELD_END };
static const struct schema given_schema = { .fields = given_fields, .size = sizeof(struct given) };

#define NAMED_MOST 5 /* lines that a sentence names */

/* ": 3 of HAM-500 short, 1 of SAW short"; what each line got is in the order of the lines. */
static void put_short(struct str *said, const struct order *order, const struct list *given)
{
	char text[QUANTITY_SIZE];
	const struct order_line *line = order->lines.items;
	const struct given *got = given->items;
	int named = 0;
	for (size_t i = 0; i < order->lines.count && i < given->count && named <= NAMED_MOST; i++) {
		struct quantity missing = { line[i].ordered.thousandths - line[i].cancelled.thousandths - got[i].allocated.thousandths };
		if (strcmp(line[i].kind, "goods") || missing.thousandths <= 0)
			continue;
		if (named++ < NAMED_MOST)
			str_printf(said, translate("%s%s of %s short"), named > 1 ? ", " : ": ", quantity_text(missing, text), line[i].sku);
		else
			str_put(said, translate(" and more"));
	}
}

static const char *sentence(struct core *core, const struct order *order, const struct promise *promise, const struct list *given)
{
	char text[DATE_SIZE];
	struct str said = { 0 };
	if (promise->active)
		str_printf(&said, translate("could be promised for %s"), date_text(promise->promised, text));
	else
		str_put(&said, translate("could not be confirmed now"));
	put_short(&said, order, given);
	const char *kept = said.failed ? NULL : arena_strdup(core->arena, said.text);
	str_release(&said);
	return kept;
}

/* What confirming refuses is an answer too. */
static int refused(struct core *core, struct order *order)
{
	if (core->err->code != ERR_REFUSED)
		return -1;
	order->outlook = arena_printf(core->arena, translate("could not be confirmed now: %s"), core->err->message);
	err_clear(core->err);
	return order->outlook ? 0 : err_memory(core->err);
}

/* What confirming the order would give; refused: the error is the answer. */
static int try_to_confirm(struct core *core, struct order *order)
{
	struct allocation_result result;
	struct promise promise;
	struct list given;
	if (allocation_confirm(core, order->id, &result))
		return refused(core, order);
	if (order_promise(core, order->id, &promise))
		return -1;
	if (order_book(core, order->id, false, &promise, NULL))
		return refused(core, order);
	if (db_all(core->db, core->arena, &given_schema, &given, "SELECT allocated FROM order_line WHERE order_id = $1 ORDER BY line",
		   A(order->id.number)))
		return -1;
	if (promise.active) {
		order->promised = promise.promised;
		order->ship_by = promise.ship_by;
	}
	order->outlook = sentence(core, order, &promise, &given);
	return order->outlook ? 0 : err_memory(core->err);
}

/* A promise is kept whatever is amended; where what is left cannot make it, whoever amends should know. */
static int look_after_promise(struct core *core, struct order *order)
{
	struct promise promise;
	char text[DATE_SIZE];
	if (order_promise(core, order->id, &promise))
		return -1;
	if (!promise.active || promise.promised.days <= order->promised.days)
		return 0;
	order->outlook = arena_printf(core->arena, translate("could be there on %s"), date_text(promise.promised, text));
	return order->outlook ? 0 : err_memory(core->err);
}

int order_outlook(struct core *core, struct order *order)
{
	if (!strcmp(order->state, "confirmed"))
		return look_after_promise(core, order);
	if (strcmp(order->state, "placed"))
		return 0;
	if (db_savepoint(core->db))
		return -1;
	int result = try_to_confirm(core, order);
	struct err err = *core->err; /* after a disk that failed there may be no savepoint left, which is not the cause */
	int kept = db_savepoint_rollback(core->db);
	if (result)
		*core->err = err;
	return result || kept ? -1 : 0;
}
