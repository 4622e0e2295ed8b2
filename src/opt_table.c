/* Tables of options: what parser, help and completion all ask of them. The fields of a form become such a table too, so that nobody has
 * to know that there are two kinds. */
#include <stdio.h>
#include <string.h>

#include "ordr/opt.h"

static char typed(char c)
{
	return c == '_' ? '-' : c;
}

const char *opt_name(const struct opt *opt, char out[OPT_NAME_SIZE])
{
	snprintf(out, OPT_NAME_SIZE, "--%s", opt->name);
	for (char *at = out; *at; at++)
		*at = typed(*at);
	return out;
}

static bool is_named(const char *name, const char *word)
{
	while (*name && typed(*name) == *word) {
		name++;
		word++;
	}
	return !*name && !*word;
}

const struct opt *opt_find(const struct opt *table, const char *name)
{
	for (const struct opt *opt = table; opt && opt->name; opt++)
		if (is_named(opt->name, name))
			return opt;
	return NULL;
}

const char *opt_text(const struct opt *table, const char *name, const void *options)
{
	const struct opt *opt = opt_find(table, name);
	return opt && opt->type == OPT_TEXT ? *(const char *const *)((const char *)options + opt->offset) : NULL;
}

const struct list *opt_texts(const struct opt *table, const char *name, const void *options)
{
	const struct opt *opt = opt_find(table, name);
	return opt && opt->type == OPT_TEXTS ? (const struct list *)(const void *)((const char *)options + opt->offset) : NULL;
}

const struct opt *opt_find_letter(const struct opt *table, char letter)
{
	for (const struct opt *opt = table; letter && opt && opt->name; opt++)
		if (opt->letter == letter)
			return opt;
	return NULL;
}

bool opt_takes_value(const struct opt *opt)
{
	return opt->type != OPT_FLAG && opt->type != OPT_COUNT;
}

/* A field that names another document says so, since such a value can be completed. */
static const char *argument_of(const struct field *field)
{
	static const char *const documents[][2] = { { "customer", "CUSTOMER" }, { "sku", "SKU" }, { "warehouse", "WAREHOUSE" } };
	static const char *const types[] = {
		[FIELD_TEXT] = "TEXT",	       [FIELD_CHOICE] = "WORD",	    [FIELD_INTEGER] = "NUMBER",	  [FIELD_BOOL] = "yes|no",
		[FIELD_MONEY] = "AMOUNT",      [FIELD_PRICE] = "PRICE",      [FIELD_QUANTITY] = "NUMBER", [FIELD_PERCENT] = "PERCENT",  [FIELD_INSTANT] = "TIME",
		[FIELD_DATE] = "DATE",	       [FIELD_ORDER] = "ORDER",	    [FIELD_SHIPMENT] = "SHIPMENT",
		[FIELD_RETURN] = "RETURN",     [FIELD_COMPLAINT] = "COMPLAINT", [FIELD_DISPUTE] = "DISPUTE", [FIELD_TEXTS] = "WORDS",
	};
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
		if (!(field->flags & FIELD_KEY) && !strcmp(field->name, documents[i][0]))
			return documents[i][1];
	return types[field->type];
}

struct form {
	struct arena *arena;
	const struct opt *own, *global;
	struct opt *table;
	size_t count;
	bool failed;
};

static void add_field(struct form *form, const char *name, const struct field *field)
{
	struct opt opt = { .name = name,
			   .type = field->type == FIELD_CHOICE ? OPT_CHOICE : OPT_TEXT,
			   .argument = argument_of(field),
			   .help = field->help ? field->help : "",
			   .choices = field->choices };
	char out[OPT_NAME_SIZE];
	opt_name(&opt, out);
	if (!opt_find(form->own, out + 2) && !opt_find(form->global, out + 2))
		form->table[form->count++] = opt;
}

static void add_fields(struct form *form, const char *prefix, const struct field *fields)
{
	for (const struct field *field = fields; field->name && !form->failed; field++) {
		const char *name = *prefix ? arena_printf(form->arena, "%s.%s", prefix, field->name) : field->name;
		if (!name)
			form->failed = true;
		else if (field->type == FIELD_OBJECT)
			add_fields(form, name, field->fields);
		else if (field->type != FIELD_LIST && field->type != FIELD_RAW)
			add_field(form, name, field);
	}
}

static size_t count_fields(const struct field *fields)
{
	size_t count = 0;
	for (const struct field *field = fields; field->name; field++)
		count += field->type == FIELD_OBJECT ? count_fields(field->fields) : 1;
	return count;
}

const struct opt *opt_of_form(struct arena *arena, const struct field *fields, const struct opt *own, const struct opt *global)
{
	static const struct field none[] = { FIELD_END };
	struct form form = { .arena = arena, .own = own, .global = global };
	if (!fields)
		fields = none;
	form.table = arena_array(arena, count_fields(fields) + 1, sizeof *form.table);
	if (!form.table)
		return NULL;
	add_fields(&form, "", fields);
	return form.failed ? NULL : form.table;
}
