/* SKU:QTY as it is typed becomes what a form would hold, so that one check serves both. */
#include "line.h"

#include <string.h>

struct node *line_node(struct run *run, const char *text, bool priced)
{
	struct arena *arena = run->core->arena;
	struct err *err = run->core->err;
	const char *colon = strchr(text, ':');
	const char *at = priced && colon ? strchr(colon, '@') : NULL;
	size_t length = colon ? strcspn(colon + 1, priced ? "@" : "") : 0;
	if (!length || colon == text || (at && !at[1])) {
		err_set(err, ERR_USAGE, "\"%.60s\" is not %s", text, priced ? "SKU:QTY or SKU:QTY@PRICE" : "SKU:QTY");
		err_hint(err, "such as A-1:3");
		return NULL;
	}
	struct node *node = arena_alloc(arena, sizeof *node);
	const char *sku = arena_strndup(arena, text, (size_t)(colon - text));
	const char *quantity = arena_strndup(arena, colon + 1, length);
	bool made = node && sku && quantity;
	if (made) {
		node->kind = NODE_OBJECT;
		made = node_add(arena, node, NODE_LOOSE, "sku", sku) && node_add(arena, node, NODE_LOOSE, "qty", quantity) &&
		       (!at || node_add(arena, node, NODE_LOOSE, "price", at + 1));
	}
	if (made)
		return node;
	err_memory(err);
	return NULL;
}
