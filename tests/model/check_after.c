/* Returns and complaints as they were printed. */
#include "check_parts.h"

#include "ordr/id.h"

static void order_id(struct check *check, const cJSON *json, const char *name, int number)
{
	char id[ID_SIZE];
	check_text(check, json, name, number ? order_id_text((struct order_id){ number }, id) : NULL);
}

static void part(struct check *check, const cJSON *json, const struct model_part *part)
{
	check_number(check, json, "line", part->line + 1, 1);
	check_quantity(check, json, "qty", part->qty);
	check_quantity(check, json, "received", part->received);
	check_text(check, json, "reason", reason_words[part->reason]);
	check_text(check, json, "condition", part->condition < 0 ? NULL : condition_words[part->condition]);
	check_text(check, json, "disposition", part->disposition < 0 ? NULL : disposition_words[part->disposition]);
	if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "credit")) != part->credit)
		check_differ(check, "credit", part->credit ? "not true" : "true", part->credit ? "true" : "not true");
	order_id(check, json, "replacement", part->replacement);
}

void check_return(struct check *check, const cJSON *json, int number, const struct model_return *rma)
{
	static const char *const states[] = { "requested", "received", "inspected", "closed", "refused" };
	const cJSON *lines = cJSON_GetObjectItemCaseSensitive(json, "lines");
	char id[ID_SIZE];
	int at = 0;
	check->of = return_id_text((struct return_id){ number }, id);
	check_text(check, json, "id", id);
	order_id(check, json, "order", rma->order);
	check_text(check, json, "state", states[rma->state]);
	check_text(check, json, "warehouse", rma->warehouse < 0 ? NULL : code_warehouses[rma->warehouse]);
	check_text(check, json, "refusal", reason_words[rma->refusal]);
	check_instant(check, json, "opened_at", rma->opened_at);
	check_instant(check, json, "received_at", rma->received_at);
	check_instant(check, json, "closed_at", rma->closed_at);
	for (int line = 0; line < LINES; line++)
		for (int i = 0; i < rma->count; i++)
			if (rma->parts[i].line == line)
				part(check, cJSON_GetArrayItem(lines, at++), &rma->parts[i]);
	if (at != cJSON_GetArraySize(lines))
		check_differ(check, "lines", "another number of lines", "as judged");
	check->of = "";
}

void check_complaint(struct check *check, const cJSON *json, int number, const struct model_complaint *complaint)
{
	char id[ID_SIZE];
	char rma[ID_SIZE];
	check->of = complaint_id_text((struct complaint_id){ number }, id);
	check_text(check, json, "id", id);
	order_id(check, json, "order", complaint->order);
	check_number(check, json, "line", complaint->line ? complaint->line : NONE, 1);
	check_text(check, json, "reason", reason_words[complaint->reason]);
	check_text(check, json, "fault", complaint->reason == 1 ? "internal" : "customer");
	check_number(check, json, "amount", complaint->amount, 100);
	check_text(check, json, "state", complaint->outcome < 0 ? "open" : "resolved");
	check_text(check, json, "outcome", complaint->outcome < 0 ? NULL : outcome_words[complaint->outcome]);
	check_instant(check, json, "opened_at", complaint->opened_at);
	check_instant(check, json, "resolved_at", complaint->resolved_at);
	check_text(check, json, "return", complaint->rma ? return_id_text((struct return_id){ complaint->rma }, rma) : NULL);
	order_id(check, json, "replacement", complaint->replacement);
	check->of = "";
}
