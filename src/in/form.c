/*
 * Nodes become records: the one place where what came in meets what was asked for, for JSON, CSV and options alike. A
 * form is checked whole, and each error says where it is and what would be right, since who hands in a form cannot ask
 * back.
 */
#include "ordr/form.h"
#include "ordr/speak.h"

#include <stdio.h>
#include <string.h>

#include "ordr/near.h"
#include "ordr/str.h"

#include "loader.h"

#define UNKNOWN_MAX 20 /* unknown members that are named; a hostile form has a hundred thousand */

static void load_object(struct loader *loader, const struct field *fields, const struct node *node, void *record,
			const struct place *place, bool partial);

static bool is_given(const struct node *node)
{
	return node && node->kind != NODE_NULL && !(node->text && !*node->text);
}

static const struct field *find(const struct field *fields, const char *name)
{
	for (const struct field *field = fields; field->name; field++) {
		if (strcmp(field->name, name) == 0 && field->type != FIELD_RAW) {
			return field;
		}
	}
	return NULL;
}

static void refuse_unknown(struct loader *loader, const struct field *fields, const struct node *member,
			   const struct place *place)
{
	const char **words, *nearest;
	char shown[SHOWN_SIZE], hint[200];
	struct str known = { .text = NULL };
	size_t count = 0;

	if (++loader->unknown > UNKNOWN_MAX) {
		loader->failed = true;
		return;
	}
	words = arena_array(loader->context->arena, field_count(fields) + 1, sizeof *words);
	if (!words) {
		loader_memory(loader);
		return;
	}
	for (const struct field *field = fields; field->name; field++) {
		if (field->type != FIELD_RAW) {
			words[count++] = field->name;
			str_printf(&known, " %s", field->name);
		}
	}
	nearest = near_word(member->name, words);
	snprintf(hint, sizeof hint, translate(nearest ? TO_TRANSLATE("did you mean %s?") : TO_TRANSLATE("the fields are:%s")),
		 nearest      ? nearest
		 : known.text ? known.text
			      : "");
	str_release(&known);
	loader_fail(loader, member, place, hint, TO_TRANSLATE("no such field: %s"), place_shown(member->name, shown));
}

static void load_list(struct loader *loader, const struct field *field, const struct node *node, void *record,
		      const struct place *place)
{
	struct list *list = (void *)((char *)record + field->offset);
	struct place here = { .above = place };
	size_t count = 0;
	char *items;

	if (node->kind != NODE_LIST) {
		loader_fail(loader, node, place, TO_TRANSLATE("write [{...}, {...}]"), TO_TRANSLATE("%s is not a list of objects"), field->name);
		return;
	}
	for (const struct node *item = node->child; item; item = item->next) {
		count++;
	}
	if (count > FORM_LINES_MAX) {
		loader_fail(loader, node, place, TO_TRANSLATE("split it into several"), TO_TRANSLATE("%s has more than %d items"), field->name,
			    FORM_LINES_MAX);
		return;
	}
	items = arena_array(loader->context->arena, count ? count : 1, field->size);
	if (!items) {
		loader_memory(loader);
		return;
	}
	for (const struct node *item = node->child; item; item = item->next, here.index++) {
		void *entry = items + here.index * field->size;

		field_clear(field->fields, entry);
		load_object(loader, field->fields, item, entry, &here, false);
	}
	*list = (struct list) { .items = items, .count = count };
}

static void load_member(struct loader *loader, const struct field *field, const struct node *member, void *record,
			const struct place *place, bool partial)
{
	struct field alone[2] = { *field, FIELD_END };

	if (!is_given(member)) {
		field_clear(alone, record);
	} else if (field->type == FIELD_OBJECT) {
		load_object(loader, field->fields, member, (char *)record + field->offset, place, partial);
	} else if (field->type == FIELD_LIST) {
		load_list(loader, field, member, record, place);
	} else {
		loader_value(loader, field, member, record, place);
	}
}

static void refuse_missing(struct loader *loader, const struct field *field, const struct node *node,
			   const struct place *place)
{
	char hint[200];
	size_t length = (size_t)snprintf(hint, sizeof hint, "%s", field->help ? translate(field->help) : "");

	for (const char *const *choice = field->choices; choice && *choice && length < sizeof hint; choice++) {
		length +=
			(size_t)snprintf(hint + length, sizeof hint - length, choice == field->choices ? translate(": one of %s") : ", %s", *choice);
	}
	loader_fail(loader, node, place, hint, TO_TRANSLATE("%s is missing"), field->name);
}

static void check_required(struct loader *loader, const struct field *fields, const struct node *object,
			   const struct place *place, bool partial)
{
	for (const struct field *field = fields; field->name; field++) {
		const struct node *member = node_member(object, field->name);
		struct place here = { .above = place, .name = field->name };

		if (!(field->flags & FIELD_REQUIRED) || (partial && !member)) {
			continue;
		}
		if (!is_given(member)) {
			refuse_missing(loader, field, member ? member : object, &here);
		} else if (member->kind == NODE_LIST && !member->child) {
			loader_fail(loader, member, &here, field->help, TO_TRANSLATE("%s has no items"), field->name);
		}
	}
}

/* The record itself may say which form it is. */
static bool is_schema(struct loader *loader, const struct node *member, const struct place *place)
{
	const char *name = loader->schema->name, *record = loader->schema->record;
	char shown[SHOWN_SIZE], hint[200];

	if (place->above || strcmp(member->name, "schema") != 0 || find(loader->schema->fields, "schema")) {
		return false;
	}
	if (!member->text || (strcmp(member->text, name) != 0 && (!record || strcmp(member->text, record) != 0))) {
		snprintf(hint, sizeof hint, translate("leave it out, or write \"%s\""), name);
		loader_fail(loader, member, place, hint, TO_TRANSLATE("schema \"%s\" is not the one wanted here"),
			    place_shown(member->text ? member->text : "", shown));
	}
	return true;
}

static void load_object(struct loader *loader, const struct field *fields, const struct node *node, void *record,
			const struct place *place, bool partial)
{
	if (node->kind != NODE_OBJECT) {
		loader_fail(loader, node, place, TO_TRANSLATE("write {\"name\": value, ...}"), TO_TRANSLATE("%s is not an object"),
			    !place        ? translate("the record")
			    : place->name ? place->name
					  : translate("an item"));
		return;
	}
	for (const struct node *member = node->child; member; member = member->next) {
		const struct field *field = find(fields, member->name);
		struct place here = { .above = place, .name = member->name };

		if (field) {
			load_member(loader, field, member, record, &here, partial);
		} else if (!is_schema(loader, member, &here)) {
			refuse_unknown(loader, fields, member, &here);
		}
	}
	check_required(loader, fields, node, place, partial);
}

/* Options are flat: --ship-to.city came as the member "ship_to.city". Makes the tree that other inputs have. */
static const struct node *unfold(struct arena *arena, const struct node *flat)
{
	struct node *tree = arena_alloc(arena, sizeof *tree), *parent;

	if (!tree) {
		return NULL;
	}
	tree->kind = flat->kind;
	for (const struct node *member = flat->child; member; member = member->next) {
		const char *dot = strchr(member->name, '.'), *name = member->name;

		parent = tree;
		if (dot) {
			name = arena_strndup(arena, member->name, (size_t)(dot - member->name));
			parent = name ? (struct node *)node_member(tree, name) : NULL;
			if (name && !parent) {
				parent = node_add(arena, tree, NODE_OBJECT, name, NULL);
			}
			name = dot + 1;
		}
		if (!parent || !node_add(arena, parent, member->kind, name, member->text)) {
			return NULL;
		}
		parent->last->child = member->child;
	}
	return tree;
}

/* Money is read in the currency that the form names. */
static void find_currency(struct loader *loader, const struct node *node)
{
	const struct node *member = find(loader->schema->fields, "currency") ? node_member(node, "currency") : NULL;
	struct place here = { .name = "currency" };
	char shown[SHOWN_SIZE];

	loader->currency = loader->context->currency ? loader->context->currency : "";
	if (!is_given(member) || (member->kind != NODE_TEXT && member->kind != NODE_LOOSE)) {
		return;
	}
	if (currency_digits(member->text) >= 0) {
		loader->currency = member->text;
	} else if (!loader->schema->headings) { /* a bank's statement holds what it holds: it is told of each entry */
		loader_fail(loader, member, &here, TO_TRANSLATE("write an ISO 4217 code such as EUR"),
			    TO_TRANSLATE("currency \"%s\" is not a currency"), place_shown(member->text, shown));
	}
}

int form_load(const struct form_context *context, const struct schema *schema, const struct node *node, void *record,
	      struct err *err)
{
	struct loader loader = { .context = context, .schema = schema, .err = err };

	if (!context->file) {
		node = unfold(context->arena, node);
		if (!node) {
			return err_memory(err);
		}
	}
	if (!context->partial) {
		field_clear(schema->fields, record);
	}
	find_currency(&loader, node);
	load_object(&loader, schema->fields, node, record, NULL, context->partial);
	return loader.failed ? -1 : 0;
}
