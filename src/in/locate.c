/*
 * What the books find wrong in a record that was read well is named by a pointer into the record, since core knows of
 * no files. Here the pointer becomes the place in the file, so that both kinds of errors read alike.
 */
#include <stdlib.h>
#include <string.h>

#include "loader.h"

#define NAME_MAX_SIZE 80

static const struct node *item_at(const struct node *list, size_t index)
{
	const struct node *item = list->child;

	while (item && index--) {
		item = item->next;
	}
	return item;
}

/* Walks down to the last node on the way that is there: a missing field stands where its record does. */
static void walk(const struct loader *loader, const struct node *node, const struct place *place, const char *pointer,
		 struct err *err)
{
	char name[NAME_MAX_SIZE];
	size_t length;
	struct place here = { .above = place };
	const struct node *child;

	if (*pointer != '/') {
		loader_path(loader, err, node, place);
		return;
	}
	length = strcspn(++pointer, "/");
	if (length >= sizeof name) {
		return;
	}
	memcpy(name, pointer, length);
	name[length] = '\0';
	if (length && strspn(name, "0123456789") == length) {
		here.index = strtoul(name, NULL, 10);
		child = item_at(node, here.index);
	} else {
		here.name = name;
		child = node_member(node, name);
	}
	walk(loader, child ? child : node, &here, pointer + length, err);
}

int form_locate(const struct form_context *context, const struct schema *schema, const struct node *node, struct err *err)
{
	const struct loader loader = { .context = context, .schema = schema };
	char pointer[sizeof err->path];

	if (*err->path == '/') {
		strcpy(pointer, err->path);
		walk(&loader, node, NULL, pointer, err);
	}
	return -1;
}
