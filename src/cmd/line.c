/* SKU:QTY as it is typed becomes what a form would hold, so that one check serves both. */
#include "line.h"

#include "ordr/speak.h"

#include <stdlib.h>
#include <string.h>

struct node *line_shaped(struct run *run, const char *text, const struct line_shape *shape)
{
	struct arena *arena = run->core->arena;
	struct err *err = run->core->err;
	const char *colon = strchr(text, ':');
	const char *at = shape->priced && colon ? strchr(colon, '@') : NULL;
	size_t length = colon ? strcspn(colon + 1, shape->priced ? "@" : "") : 0;
	if (!length || colon == text || (at && !at[1])) {
		err_set(err, ERR_USAGE, "\"%.60s\" is not %s", text, translate(shape->written));
		err_hint(err, "such as %s", shape->example);
		return NULL;
	}
	struct node *node = arena_alloc(arena, sizeof *node);
	const char *first = arena_strndup(arena, text, (size_t)(colon - text));
	const char *second = arena_strndup(arena, colon + 1, length);
	bool made = node && first && second;
	if (made) {
		node->kind = NODE_OBJECT;
		made = node_add(arena, node, NODE_LOOSE, shape->first, first) && node_add(arena, node, NODE_LOOSE, shape->second, second) &&
		       (!at || node_add(arena, node, NODE_LOOSE, "price", at + 1));
	}
	if (made)
		return node;
	err_memory(err);
	return NULL;
}

struct node *line_node(struct run *run, const char *text, bool priced)
{
	static const struct line_shape plain = { "sku", "qty", false, "SKU:QTY", "A-1:3" };
	static const struct line_shape with_price = { "sku", "qty", true, TO_TRANSLATE("SKU:QTY or SKU:QTY@PRICE"), "A-1:3" };
	return line_shaped(run, text, priced ? &with_price : &plain);
}

void line_append(struct node *list, struct node *line)
{
	*(list->last ? &list->last->next : &list->child) = line;
	list->last = line;
}

int line_name_errors(struct run *run, const char *option, const struct list *typed)
{
	static const char field[] = "--lines";
	for (struct err *err = run->core->err; err; err = err->more) {
		const char *rest = err->path + strlen(field);
		if (strncmp(err->path, field, strlen(field)))
			continue;
		size_t index = *rest ? strtoul(rest + 1, NULL, 10) : typed->count;
		if (index < typed->count)
			err_path(err, "%s %.100s", option, ((const char *const *)typed->items)[index]);
		else
			err_path(err, "%s", option);
	}
	return -1;
}
