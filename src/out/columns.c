/* The choice of fields. --fields, the standard columns of a table and all that CSV prints are one thing: a flat table
 * of fields made from the record's own, and for JSON and cards the tree grown back from it. */
#include <string.h>

#include "columns.h"

#include "ordr/near.h"
#include "ordr/speak.h"

struct columns {
	struct arena *arena;
	struct err *err;
	struct field *fields;
	size_t count;
};

static bool is_list(const struct field *field)
{
	return field->type == FIELD_LIST || field->type == FIELD_TEXTS;
}

static size_t count_leaves(const struct field *fields)
{
	size_t count = 0;
	for (const struct field *field = fields; field->name; field++)
		count += field->type == FIELD_OBJECT ? count_leaves(field->fields) : 1;
	return count;
}

static int begin(struct columns *columns, struct arena *arena, const struct field *fields, struct err *err)
{
	struct field *leaves = arena_array(arena, count_leaves(fields) + 1, sizeof *leaves);
	*columns = (struct columns){ .arena = arena, .err = err, .fields = leaves };
	return leaves ? 0 : err_memory(err);
}

/* A heading alone would not say whose city it is, so a member of an object goes by its whole name. */
static int add_leaf(struct columns *columns, const struct field *field, const char *prefix, size_t base)
{
	struct field *leaf = &columns->fields[columns->count];
	*leaf = *field;
	leaf->offset = base + field->offset;
	if (*prefix) {
		leaf->name = arena_printf(columns->arena, "%s.%s", prefix, field->name);
		leaf->label = NULL;
	}
	if (!leaf->name)
		return err_memory(columns->err);
	for (size_t i = 0; i < columns->count; i++)
		if (!strcmp(columns->fields[i].name, leaf->name))
			return err_set(columns->err, ERR_USAGE, "--fields names %s twice", leaf->name);
	columns->count++;
	return 0;
}

static int add_all(struct columns *columns, const struct field *fields, const char *prefix, size_t base,
		   enum leaves which);

static int add(struct columns *columns, const struct field *field, const char *prefix, size_t base, enum leaves which)
{
	if (field->type != FIELD_OBJECT)
		return add_leaf(columns, field, prefix, base);
	const char *name = *prefix ? arena_printf(columns->arena, "%s.%s", prefix, field->name) : field->name;
	if (!name)
		return err_memory(columns->err);
	return add_all(columns, field->fields, name, base + field->offset, which);
}

static int add_all(struct columns *columns, const struct field *fields, const char *prefix, size_t base,
		   enum leaves which)
{
	for (const struct field *field = fields; field->name; field++) {
		bool shown = field->flags & FIELD_SHOWN;
		if ((which == LEAVES_PLAIN && is_list(field)) || (which == LEAVES_SHOWN && !shown))
			continue;
		if (add(columns, field, prefix, base, which))
			return -1;
	}
	return 0;
}

const struct field *columns_standard(struct arena *arena, const struct field *fields, enum leaves which,
				     struct err *err)
{
	struct columns columns;
	if (begin(&columns, arena, fields, err) || add_all(&columns, fields, "", 0, which))
		return NULL;
	if (!columns.count && which == LEAVES_SHOWN && add_all(&columns, fields, "", 0, LEAVES_PLAIN))
		return NULL;
	return columns.fields;
}

/* Moves along the dots of `name`: *fields and *base to the object that holds its last word. Gives that word. */
static const char *descend(const char *name, const struct field **fields, size_t *base)
{
	for (const char *dot = strchr(name, '.'); dot; dot = strchr(name, '.')) {
		const struct field *field = *fields;
		size_t length = (size_t)(dot - name);
		while (field->name && (strncmp(field->name, name, length) || field->name[length]))
			field++;
		if (!field->name || field->type != FIELD_OBJECT)
			break;
		*fields = field->fields;
		*base += field->offset;
		name = dot + 1;
	}
	return name;
}

/* "lines.qty": a list is taken whole. */
static const struct field *list_before(const char *name, const struct field *level)
{
	for (; level->name; level++)
		if (is_list(level) && !strncmp(level->name, name, strlen(level->name)) && name[strlen(level->name)] == '.')
			return level;
	return NULL;
}

/* The names of the level that the name got to, as many as a hint holds. */
static void put_level(struct columns *columns, struct str *hint, const char *name, const struct field *level, size_t depth)
{
	str_put(hint, translate("the fields are:"));
	for (; level->name && !hint->failed; level++) {
		if (hint->length + depth + strlen(level->name) + sizeof " …" >= sizeof columns->err->hint) {
			str_put(hint, " …");
			return;
		}
		str_printf(hint, " %.*s%s", (int)depth, name, level->name);
	}
}

/* What was meant first, whatever level it stands on. */
static int hint_at(struct columns *columns, const struct schema *schema, const char *name, const struct field *level, size_t depth)
{
	struct str hint = { 0 };
	const struct field *leaves = columns_standard(columns->arena, schema->fields, LEAVES_ALL, columns->err);
	const char **names = leaves ? arena_array(columns->arena, field_count(leaves) + 1, sizeof *names) : NULL;
	if (!names)
		return err_memory(columns->err);
	for (size_t i = 0; leaves[i].name; i++)
		names[i] = leaves[i].name;
	const char *nearest = name[depth] ? near_word(name, names) : NULL; /* "ship_to." asks what there is */
	if (nearest)
		str_printf(&hint, translate("did you mean %s? "), nearest);
	put_level(columns, &hint, name, level, depth);
	err_hint(columns->err, "%s", hint.text ? hint.text : "");
	str_release(&hint);
	return -1;
}

static int refuse(struct columns *columns, const struct schema *schema, const char *name, const struct field *level, size_t depth)
{
	struct str shown = { 0 };
	const struct field *list = list_before(name + depth, level);
	str_put_visible(&shown, name);
	if (*name)
		err_set(columns->err, ERR_USAGE, "%s has no field \"%s\"", schema->name, shown.text ? shown.text : "");
	else
		err_set(columns->err, ERR_USAGE, "--fields holds an empty name");
	str_release(&shown);
	if (list)
		return err_hint(columns->err, "a list is taken whole: --fields %.*s%s", (int)depth, name, list->name);
	return hint_at(columns, schema, name, level, depth);
}

static int add_kept(struct columns *columns, const struct field *field, const char *prefix, size_t base)
{
	size_t first = columns->count;
	int result = add(columns, field, prefix, base, LEAVES_ALL);
	for (size_t i = first; i < columns->count; i++)
		columns->fields[i].flags |= FIELD_KEPT;
	return result;
}

static int add_named(struct columns *columns, const struct schema *schema, const char *name)
{
	const struct field *fields = schema->fields;
	size_t base = 0;
	const char *word = descend(name, &fields, &base);
	size_t depth = (size_t)(word - name);
	const struct field *field = strchr(word, '.') ? NULL : field_find(fields, word, NULL);
	if (!field)
		return refuse(columns, schema, name, fields, depth);
	const char *prefix = arena_strndup(columns->arena, name, depth ? depth - 1 : 0);
	return prefix ? add_kept(columns, field, prefix, base) : err_memory(columns->err);
}

const struct field *columns_named(struct arena *arena, const struct schema *schema, const char *names, struct err *err)
{
	struct columns columns;
	if (begin(&columns, arena, schema->fields, err))
		return NULL;
	for (bool more = true; more;) {
		size_t length = strcspn(names, ",");
		const char *end = names + length;
		more = *end;
		names += strspn(names, " ");
		size_t used = names < end ? (size_t)(end - names) : 0;
		while (used && names[used - 1] == ' ')
			used--;
		const char *name = arena_strndup(arena, names, used);
		if (!name) {
			err_memory(err);
			return NULL;
		}
		if (add_named(&columns, schema, name))
			return NULL;
		names = end + more;
	}
	return columns.fields;
}

/* Puts the leaf of that dotted name into the tree, and the objects on the way that are not there yet. */
static int graft(struct arena *arena, struct field *tree, const struct field *fields, const char *name)
{
	size_t length = strcspn(name, ".");
	while (strncmp(fields->name, name, length) || fields->name[length])
		fields++;
	while (tree->name && strcmp(tree->name, fields->name))
		tree++;
	if (!tree->name) {
		*tree = *fields;
		if (fields->type == FIELD_OBJECT)
			tree->fields = arena_array(arena, field_count(fields->fields) + 1, sizeof *tree);
	}
	if (fields->type != FIELD_OBJECT)
		return 0;
	return tree->fields ? graft(arena, (struct field *)tree->fields, fields->fields, name + length + 1) : -1;
}

const struct field *columns_tree(struct arena *arena, const struct field *fields, const struct field *columns,
				 struct err *err)
{
	struct field *tree = arena_array(arena, field_count(fields) + 1, sizeof *tree);
	for (; tree && columns->name; columns++)
		if (graft(arena, tree, fields, columns->name))
			tree = NULL;
	if (!tree)
		err_memory(err);
	return tree;
}
