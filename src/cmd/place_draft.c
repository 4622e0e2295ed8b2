/* Answers become nodes of a form, as if a file had held them, so that they are checked and taken by the same code. */
#include <string.h>

#include "place_ask.h"

const char *draft_field(enum step step)
{
	static const char *const fields[] = { [STEP_CUSTOMER] = "customer", [STEP_SKU] = "sku",		    [STEP_QTY] = "qty",
					      [STEP_DISCOUNT] = "discount", [STEP_DATE] = "date",	    [STEP_REQUESTED] = "requested",
					      [STEP_PRIORITY] = "priority", [STEP_REF] = "ref",		    [STEP_NOTE] = "note",
					      [STEP_PLACE] = "" };
	return fields[step];
}

int draft_split(struct arena *arena, const char *text, const char **qty, const char **price)
{
	const char *at = strchr(text, '@');
	*qty = arena_strndup(arena, text, at ? (size_t)(at - text) : strlen(text));
	*price = at ? at + 1 : NULL;
	return *qty ? 0 : -1;
}

static int put(struct arena *arena, struct node *object, const char *name, const char *text)
{
	return !text || !*text || node_add(arena, object, NODE_LOOSE, name, text) ? 0 : -1;
}

static int put_line(struct arena *arena, struct node *lines, const struct draft_line *line)
{
	const char *qty, *price;
	struct node *node = node_add(arena, lines, NODE_OBJECT, NULL, NULL);
	if (!node || draft_split(arena, line->qty ? line->qty : "", &qty, &price))
		return -1;
	return put(arena, node, "sku", line->sku) || put(arena, node, "qty", qty) || put(arena, node, "price", price) ||
			       put(arena, node, "discount", line->discount) || put(arena, node, "date", line->date)
		       ? -1
		       : 0;
}

/* A copy, since the arena of this one may be given back before that of the other. */
static int copy(struct arena *arena, struct node *into, const struct node *from)
{
	for (const struct node *child = from->child; child; child = child->next) {
		const char *text = arena_strdup(arena, child->text);
		struct node *node = child->text && !text ? NULL : node_add(arena, into, child->kind, child->name, text);
		if (!node || copy(arena, node, child))
			return -1;
	}
	return 0;
}

static struct node *object(struct arena *arena)
{
	struct node *node = arena_alloc(arena, sizeof *node);
	if (node)
		node->kind = NODE_OBJECT;
	return node;
}

static struct node *lines_of(struct arena *arena, struct node *form)
{
	for (struct node *child = form->child; child; child = child->next)
		if (child->kind == NODE_LIST && !strcmp(child->name, "lines"))
			return child;
	return node_add(arena, form, NODE_LIST, "lines", NULL);
}

struct node *draft_form(const struct draft *draft, struct arena *arena)
{
	struct node *form = object(arena);
	if (!form || copy(arena, form, draft->form))
		return NULL;
	for (enum step step = STEP_CUSTOMER; step < STEP_PLACE; step++)
		if (put(arena, form, draft_field(step), draft->answers[step]))
			return NULL;
	struct node *lines = draft->line ? lines_of(arena, form) : NULL;
	for (size_t i = 0; i < draft->line; i++)
		if (!lines || put_line(arena, lines, &draft->lines[i]))
			return NULL;
	return form;
}

static int put_line_part(const struct draft *draft, const char *text, struct arena *arena, struct node *form)
{
	struct draft_line line = { .sku = draft->lines[draft->line].sku, .qty = draft->lines[draft->line].qty };
	struct node *lines = node_add(arena, form, NODE_LIST, "lines", NULL);
	*(draft->step == STEP_QTY ? &line.qty : draft->step == STEP_DISCOUNT ? &line.discount : &line.date) = text;
	return !lines || put_line(arena, lines, &line) ? -1 : 0;
}

/* A reference is used once by each customer. */
static const char *customer_of(const struct draft *draft)
{
	const struct node *given = node_member(draft->form, "customer");
	return given ? given->text : draft->answers[STEP_CUSTOMER];
}

struct node *draft_part(const struct draft *draft, const char *text, struct arena *arena)
{
	struct node *form = object(arena);
	if (!form)
		return NULL;
	bool line = draft->step >= STEP_SKU && draft->step <= STEP_DATE;
	if (line)
		return put_line_part(draft, text, arena, form) ? NULL : form;
	if (draft->step == STEP_REF && put(arena, form, "customer", customer_of(draft)))
		return NULL;
	return put(arena, form, draft_field(draft->step), text) ? NULL : form;
}
