/*
 * The tree that every input becomes before it is known what it is. Children are kept in the order they came in, so that
 * errors come out in that order too.
 */
#include "ordr/node.h"

#include <string.h>

#include "ordr/arena.h"

const struct node *node_member(const struct node *object, const char *name)
{
	for (const struct node *member = object->child; member; member = member->next) {
		if (member->name && strcmp(member->name, name) == 0) {
			return member;
		}
	}
	return NULL;
}

struct node *node_add(struct arena *arena, struct node *parent, enum node_kind kind, const char *name, const char *text)
{
	struct node *node = arena_alloc(arena, sizeof *node);

	if (!node) {
		return NULL;
	}
	node->kind = kind;
	node->name = name;
	node->text = text;
	if (parent->last) {
		parent->last->next = node;
	} else {
		parent->child = node;
	}
	parent->last = node;
	return node;
}
