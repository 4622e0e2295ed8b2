/*
 * One value of a form, and how an error about it says where it stands: by pointer in JSON, by column in CSV, by option
 * on the command line. JSON's types are taken strictly: a quantity in quotes or an SKU without is a slip that would
 * otherwise go unseen.
 */
#include "loader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ordr/speak.h"
#include "ordr/str.h"

#include "token.h"

static void option_path(struct err *err, const struct place *place)
{
	char name[sizeof err->path], before[sizeof err->path], index[24];

	if (!place) {
		return;
	}
	snprintf(name, sizeof name, "--");
	for (const struct place *step = place; step; step = step->above) {
		snprintf(before, sizeof before, "%s", name + 2);
		snprintf(index, sizeof index, "%zu", step->index);
		snprintf(name, sizeof name, "--%.60s%s%.80s", step->name ? step->name : index, *before ? "." : "", before);
	}
	for (char *c = name; *c; c++) {
		*c = *c == '_' ? '-' : *c;
	}
	err_path(err, "%s", name);
}

/* What the file calls a field of ours. */
static const char *heading(const struct list *map, const char *ours, char out[SHOWN_SIZE])
{
	const char *const *entries = map ? map->items : NULL;

	for (size_t i = 0; map && i < map->count; i++) {
		const char *end = strrchr(entries[i], '=');

		if (end && strcmp(end + 1, ours) == 0) {
			snprintf(out, SHOWN_SIZE, "%.*s", (int)(end - entries[i]), entries[i]);
			return out;
		}
	}
	return ours;
}

/* A line's note is the column lines.note when the record has a note too, else just note. */
static void column_path(const struct loader *loader, struct err *err, const struct node *node,
			const struct place *place)
{
	const struct place *named = place && !place->name ? place->above : place;
	const struct place *above = named ? named->above : NULL;
	const struct field *field = named ? field_find(loader->schema->fields, named->name, NULL) : NULL;
	const char *prefix = "";
	char file[SHOWN_SIZE], name[SHOWN_SIZE], theirs[SHOWN_SIZE], shown[SHOWN_SIZE];

	if (above && !above->name) {
		prefix = field && above->above ? above->above->name : "";
	} else if (above) {
		prefix = above->name;
	}
	place_shown(loader->context->file, file);
	if (!named || (!above && field && field->type == FIELD_LIST)) {
		err_path(err, "%s:%zu", file, node->line);
	} else {
		snprintf(name, sizeof name, "%s%s%.60s", prefix, *prefix ? "." : "", named->name);
		place_shown(heading(loader->context->map, name, theirs), shown);
		err_path(err, translate("%s:%zu column %s"), file, node->line, shown);
	}
}

void loader_path(const struct loader *loader, struct err *err, const struct node *node, const struct place *place)
{
	if (!loader->context->file) {
		option_path(err, place);
	} else if (node->column > 0) {
		column_path(loader, err, node, place);
	} else {
		place_pointer(err, loader->context->file, node->line, place);
	}
}

void loader_fail(struct loader *loader, const struct node *node, const struct place *place, const char *hint,
		 const char *format, ...)
{
	struct err one = { .code = ERR_OK };
	char message[400];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, translate(format), arguments);
	va_end(arguments);
	err_set(&one, ERR_INVALID, "%s", message);
	err_hint(&one, "%s", hint ? translate(hint) : "");
	loader_path(loader, &one, node, place);
	err_collect(loader->err, loader->context->arena, &one);
	loader->failed = true;
}

void loader_memory(struct loader *loader)
{
	struct err one;

	err_memory(&one);
	err_collect(loader->err, loader->context->arena, &one);
	loader->failed = true;
}

static bool is_counted(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_MONEY || type == FIELD_PRICE || type == FIELD_QUANTITY || type == FIELD_PERCENT;
}

/* Is the node of the kind that JSON has for the field's type? */
static bool check_kind(struct loader *loader, const struct field *field, const struct node *node,
		       const struct place *place)
{
	enum node_kind wanted = is_counted(field->type)     ? NODE_NUMBER
				: field->type == FIELD_BOOL ? NODE_BOOL
							    : NODE_TEXT;
	char shown[SHOWN_SIZE], hint[SHOWN_SIZE + 40];

	if (node->kind == wanted || node->kind == NODE_LOOSE ||
	    (node->kind == NODE_NUMBER && wanted == NODE_TEXT && (field->flags & FIELD_NUMBER_TOO))) {
		return true;
	}
	place_shown(node->text ? node->text : "", shown);
	if (!node->text) {
		loader_fail(loader, node, place, field->help,
			    node->kind == NODE_LIST ? TO_TRANSLATE("%s is a list, not a single value")
						    : TO_TRANSLATE("%s is an object, not a single value"),
			    field->name);
	} else if (wanted == NODE_BOOL) {
		loader_fail(loader, node, place, TO_TRANSLATE("write true or false, without quotes"),
			    TO_TRANSLATE("%s \"%s\" is neither true nor false"), field->name, shown);
	} else if (wanted == NODE_TEXT) {
		snprintf(hint, sizeof hint, translate("write it in quotes: \"%s\""), shown);
		loader_fail(loader, node, place, hint, TO_TRANSLATE("%s %s is not a text"), field->name, shown);
	} else {
		snprintf(hint, sizeof hint, translate("write it as a number: %s"), token_is_number(node->text) ? shown : "5");
		loader_fail(loader, node, place, hint, TO_TRANSLATE("%s \"%s\" is not a number"), field->name, shown);
	}
	return false;
}

static void parse(struct loader *loader, const struct field *field, const struct node *node, void *record,
		  const struct place *place)
{
	struct err one = { .code = ERR_OK };

	if (field_parse(field, record, node->text, loader->currency, loader->context->arena, &one) == 0) {
		return;
	}
	if (one.code == ERR_INVALID) {
		loader_fail(loader, node, place, one.hint, "%s %s", field->name, one.message);
	} else {
		err_collect(loader->err, loader->context->arena, &one);
		loader->failed = true;
	}
}

/* A cell's or an option's text is split at spaces: its words become a list's nodes. */
static struct node *split(struct loader *loader, const struct node *node)
{
	struct arena *arena = loader->context->arena;
	struct node *list = arena_alloc(arena, sizeof *list), *item;

	for (const char *from = node->text; list;) {
		size_t length;
		char *word;

		from += strspn(from, " ");
		length = strcspn(from, " ");
		if (length == 0) {
			break;
		}
		word = arena_strndup(arena, from, length);
		item = word ? node_add(arena, list, NODE_LOOSE, NULL, word) : NULL;
		if (!item) {
			return NULL;
		}
		item->line = node->line;
		item->column = node->column;
		from += length;
	}
	return list;
}

static void load_texts(struct loader *loader, const struct field *field, const struct node *node, void *record,
		       const struct place *place)
{
	struct list *list = (void *)((char *)record + field->offset);
	struct field text = { .name = field->name, .type = FIELD_TEXT, .flags = field->flags, .max = field->max };
	struct place here = { .above = place };
	const char **items;
	size_t count = 0;

	if (node->kind == NODE_LOOSE) {
		node = split(loader, node);
	} else if (node->kind != NODE_LIST) {
		loader_fail(loader, node, place, TO_TRANSLATE("write [\"...\", \"...\"]"), TO_TRANSLATE("%s is not a list of texts"), field->name);
		return;
	}
	for (const struct node *item = node ? node->child : NULL; item; item = item->next) {
		count++;
	}
	if (count > FORM_LINES_MAX) {
		loader_fail(loader, node, place, TO_TRANSLATE("split it into several"), TO_TRANSLATE("%s has more than %d items"), field->name,
			    FORM_LINES_MAX);
		return;
	}
	items = node ? arena_array(loader->context->arena, count ? count : 1, sizeof *items) : NULL;
	if (!items) {
		loader_memory(loader);
		return;
	}
	for (const struct node *item = node->child; item; item = item->next, here.index++) {
		if (item->kind == NODE_NULL) {
			loader_fail(loader, item, &here, TO_TRANSLATE("leave it out"), TO_TRANSLATE("%s has an item that is null"), field->name);
		} else if (check_kind(loader, &text, item, &here)) {
			parse(loader, &text, item, &items[here.index], &here);
		}
	}
	*list = (struct list) { .items = items, .count = count };
}

void loader_value(struct loader *loader, const struct field *field, const struct node *node, void *record,
		  const struct place *place)
{
	if (field->type == FIELD_TEXTS) {
		load_texts(loader, field, node, record, place);
	} else if (check_kind(loader, field, node, place)) {
		parse(loader, field, node, record, place);
	}
}
