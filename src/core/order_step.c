/* What every decision on an order shares: the states in which it is not taken, its reason, and how an order is closed. */
#include <stdio.h>
#include <string.h>

#include "ordr/reason.h"
#include "ordr/speak.h"
#include "order_parts.h"

int order_refuse(struct core *core, struct order_id id, const struct order_barrier *barrier)
{
	char text[ID_SIZE];
	char hint[sizeof core->err->hint];
	const char *said = *barrier->hint ? translate(barrier->hint) : "";
	const char *place = strstr(said, "ORDER");
	order_id_text(id, text);
	if (barrier->already)
		err_already(core->err, "%s", translate(barrier->message));
	else
		err_set(core->err, ERR_CONFLICT, "%s", translate(barrier->message));
	if (place)
		snprintf(hint, sizeof hint, "%.*s%s%s", (int)(place - said), said, text, place + strlen("ORDER"));
	if (*said)
		err_hint(core->err, "%s", place ? hint : said);
	return order_subject(core, id);
}

int order_pass(struct core *core, struct order_id id, const struct order_barrier *barriers)
{
	const char *state;
	if (order_state(core, id, &state))
		return -1;
	for (; barriers->state; barriers++)
		if (!strcmp(barriers->state, state))
			return order_refuse(core, id, barriers);
	return 0;
}

int order_check_reason(struct core *core, struct order_id id, const char *reason)
{
	if (!reason_check(core, reason ? reason : ""))
		return 0;
	if (core->err->code == ERR_INVALID && !reason)
		snprintf(core->err->message, sizeof core->err->message, "%s", translate("a reason is needed"));
	return order_subject(core, id);
}

int order_close(struct core *core, struct order_id id, const char *state, const char *reason)
{
	return db_run(core->db, "UPDATE orders SET state = $2, reason = $3, closed_at = $4 WHERE id = $1", A(id.number), A(state), A(reason),
		      A(core->now));
}

void order_put_reason(struct str *what, const char *reason, const char *note)
{
	str_put(what, "\"reason\":");
	str_put_json(what, reason);
	str_put(what, ",\"note\":");
	str_put_json(what, note);
}
