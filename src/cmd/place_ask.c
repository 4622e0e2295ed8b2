/* ordr place -i: the questions in their order, forth and back, until there is an order to place. Nothing is changed here: what comes out is a form
 * like any other. */
#include "place_ask.h"

#include <string.h>

#include "ordr/order.h"
#include "ordr/speak.h"

static const struct {
	const char *label, *help;
	bool choose;
} questions[] = {
	[STEP_CUSTOMER] = { TO_TRANSLATE_IN("ask", "Customer"), TO_TRANSLATE_IN("ask", "a part of code, name or city"), true },
	[STEP_SKU] = { TO_TRANSLATE_IN("ask", "Product"), TO_TRANSLATE_IN("ask", "a part of SKU or name"), true },
	[STEP_QTY] = { TO_TRANSLATE_IN("ask", "Quantity"), TO_TRANSLATE_IN("ask", "such as 5, or 5@3.20 for another price"), false },
	[STEP_DISCOUNT] = { TO_TRANSLATE_IN("ask", "Discount"), TO_TRANSLATE_IN("ask", "10% or an amount; Enter: none"), false },
	[STEP_DATE] = { TO_TRANSLATE_IN("ask", "Day"), TO_TRANSLATE_IN("ask", "it is wanted, 2026-12-24; Enter: the first free"), false },
	[STEP_REQUESTED] = { TO_TRANSLATE_IN("ask", "Requested"), TO_TRANSLATE_IN("ask", "the day it is wanted; Enter: as soon as can be"), false },
	[STEP_PRIORITY] = { TO_TRANSLATE_IN("ask", "Priority"), TO_TRANSLATE_IN("ask", "Enter: normal"), true },
	[STEP_REF] = { TO_TRANSLATE_IN("ask", "Reference"), TO_TRANSLATE_IN("ask", "the customer's own number; Enter: none"), false },
	[STEP_NOTE] = { TO_TRANSLATE_IN("ask", "Note"), TO_TRANSLATE_IN("ask", "Enter: none"), false },
	[STEP_PLACE] = { TO_TRANSLATE_IN("ask", "Place it?"), NULL, true },
};

#define LABEL_WIDTH 9

static bool is_line_step(enum step step)
{
	return step >= STEP_SKU && step <= STEP_DATE;
}

static bool wanted(const struct draft *draft, enum step step)
{
	if (step == STEP_DATE)
		return draft->lines[draft->line].service;
	return is_line_step(step) || step == STEP_PLACE || !node_member(draft->form, draft_field(step));
}

static const char **answer_of(struct draft *draft)
{
	struct draft_line *line = &draft->lines[draft->line];
	switch (draft->step) {
	case STEP_SKU: return &line->sku;
	case STEP_QTY: return &line->qty;
	case STEP_DISCOUNT: return &line->discount;
	case STEP_DATE: return &line->date;
	default: return &draft->answers[draft->step];
	}
}

static int load_kind(struct run *run, void *context)
{
	struct draft *draft = context;
	struct catalogue_item item;
	struct draft_line *line = &draft->lines[draft->line];
	int found = catalogue_find(run->core, line->sku, &item);
	line->service = found == 1 && !strcmp(item.kind, "service");
	return found < 0 ? -1 : 0;
}

static int forth(struct draft *draft)
{
	bool last_line = draft->step == STEP_SKU && !*draft->lines[draft->line].sku;
	if (draft->step == STEP_SKU && !last_line && run_aside(draft->run, ACCESS_READ, load_kind, draft))
		return -1;
	if (last_line)
		draft->step = STEP_REQUESTED;
	else if (draft->step == STEP_DATE) {
		draft->line++;
		draft->step = STEP_SKU;
	} else
		draft->step++;
	return wanted(draft, draft->step) ? 0 : forth(draft);
}

/* To the question before that was asked; from the first one it stays there. */
static void back(struct draft *draft)
{
	const enum step step = draft->step;
	const size_t line = draft->line;
	do {
		if (draft->step == STEP_CUSTOMER || (draft->step == STEP_SKU && !draft->line && !wanted(draft, STEP_CUSTOMER))) {
			draft->step = step;
			draft->line = line;
			return;
		}
		if (draft->step == STEP_SKU && draft->line) {
			draft->line--;
			draft->step = STEP_DATE;
		} else {
			draft->step = draft->step == STEP_SKU ? STEP_CUSTOMER : draft->step == STEP_REQUESTED ? STEP_SKU : draft->step - 1;
		}
	} while (!wanted(draft, draft->step));
}

static int ask_step(struct draft *draft, enum ask_end *end)
{
	char label[32];
	const char *answer;
	const char **kept = answer_of(draft);
	bool more = draft->step == STEP_SKU && (draft->line || node_member(draft->form, "lines"));
	snprintf(label, sizeof label, "%s", translate_in("ask", questions[draft->step].label));
	const char *help = more ? TO_TRANSLATE_IN("ask", "the next one; Enter: no more") : questions[draft->step].help;
	const struct ask_question question = { .label = label,
					       .help = help ? translate_in("ask", help) : "",
					       .text = draft->step == STEP_PLACE ? NULL : *kept,
					       .choose = questions[draft->step].choose,
					       .look = draft_look,
					       .check = draft_check,
					       .context = draft };
	if (ask_one(&draft->ask, &question, end, &answer))
		return draft->run->core->err->code ? -1 : err_memory(draft->run->core->err);
	if (*end != ASK_ANSWERED)
		return 0;
	*kept = arena_strdup(draft->arena, answer);
	return *kept ? 0 : err_memory(draft->run->core->err);
}

static int left(struct draft *draft)
{
	return err_set(draft->run->core->err, ERR_CANCELLED, "nothing was placed");
}

static int ask_all(struct draft *draft)
{
	for (;;) {
		enum ask_end end;
		if ((draft->step == STEP_PLACE && draft_preview(draft)) || ask_step(draft, &end))
			return -1;
		const char *word = end == ASK_ANSWERED && draft->step == STEP_PLACE ? draft->answers[STEP_PLACE] : "";
		if (end == ASK_LEFT || !strcmp(word, translate_in("answer", "no")))
			return left(draft);
		if (!strcmp(word, translate_in("answer", "yes")))
			return 0;
		if (end == ASK_BACK || *word)
			back(draft);
		else if (forth(draft))
			return -1;
	}
}

int place_ask(struct run *run, const struct node *form, struct arena *arena, const struct node **asked)
{
	struct draft draft = { .run = run, .arena = arena, .form = form, .lines = arena_array(arena, DRAFT_LINES + 1, sizeof *draft.lines) };
	if (!draft.lines)
		return err_memory(run->core->err);
	if (!wanted(&draft, STEP_CUSTOMER))
		draft.step = STEP_SKU;
	if (ask_open(&draft.ask, run->in, run->screen, out_color(run->out), LABEL_WIDTH, run->core->err))
		return -1;
	int result = ask_all(&draft);
	ask_close(&draft.ask);
	if (result)
		return -1;
	*asked = draft_form(&draft, arena);
	return *asked ? 0 : err_memory(run->core->err);
}
