/*
 * A JSON reader (RFC 8259) for hostile input: one pass that checks the grammar, enforces the limits of reader.h and
 * builds nodes. Numbers keep their text, so that no digit is lost before a field reads them exactly. Libraries at hand
 * take 007, 1-2 and duplicate keys, and need forty times the memory.
 */
#include "json.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "ordr/reader.h"
#include "ordr/speak.h"
#include "ordr/str.h"

#include "place.h"
#include "token.h"

#define NUMBER_MAX 40
#define WORD_HINT  TO_TRANSLATE("a value is text in quotes, a number such as 7, 0.5 or -3, true, false, null, [...] or {...}")
#define FOUND_SIZE 32
#define LINEAR_MAX 8 /* members that are compared each with each; more are sorted */

struct json {
	struct source *source;
	struct arena *arena;
	struct err *err;
	size_t values;
};

static int value(struct json *json, const struct place *place, int depth, struct node *node);

__attribute__((format(printf, 4, 5))) static int fail(struct json *json, const struct place *place, const char *hint,
						      const char *format, ...)
{
	char message[400];
	va_list arguments;

	if (source_check(json->source, json->err) != 0) {
		return -1;
	}
	va_start(arguments, format);
	vsnprintf(message, sizeof message, translate(format), arguments);
	va_end(arguments);
	err_set(json->err, ERR_INVALID, "%s", message);
	err_hint(json->err, "%s", translate(hint));
	return place_pointer(json->err, json->source->name, json->source->line, place);
}

/* What stands at the next byte, in words. */
static const char *found(struct source *source, char out[FOUND_SIZE])
{
	int c = source_peek(source);

	if (c == SOURCE_END) {
		return translate("the end of the input");
	}
	if (c == '\n' || c == '\r') {
		return translate("the end of the line");
	}
	snprintf(out, FOUND_SIZE, c > ' ' && c < 0x7F ? "%c" : translate("the byte 0x%02x"), c);
	return out;
}

static int unexpected(struct json *json, const struct place *place, const char *wanted)
{
	char out[FOUND_SIZE];

	return fail(json, place, TO_TRANSLATE("check the commas, quotes and brackets before it"), TO_TRANSLATE("expected %s, found %s"),
		    translate(wanted), found(json->source, out));
}

int json_unexpected(struct source *source, const char *wanted, struct err *err)
{
	struct json json = { .source = source, .err = err };

	return unexpected(&json, NULL, wanted);
}

static int skip_space(struct json *json)
{
	int c = source_peek(json->source);

	while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
		source_take(json->source);
		c = source_peek(json->source);
	}
	return c;
}

/* Finds the closing quote; the source stands behind the opening one. *escaped: decoding is needed. */
static int find_quote(struct json *json, const struct place *place, bool *escaped)
{
	struct source *source = json->source;
	size_t begin = source->at;
	int c;

	for (c = source_peek(source); c != '"'; c = source_peek(source)) {
		if (c == SOURCE_END || c == '\n' || c == '\r') {
			return fail(json, place, TO_TRANSLATE("close it with a quote; a newline inside is written \\n"),
				    TO_TRANSLATE("a text that does not end in its line"));
		}
		if (c < 0x20) {
			return fail(json, place, TO_TRANSLATE("write it as \\u00XX"), TO_TRANSLATE("the control character 0x%02x in a text"),
				    (unsigned)c);
		}
		source_take(source);
		if (c == '\\') {
			*escaped = true;
			c = source_peek(source);
			if (c >= 0x20) {
				source_take(source);
			}
		}
		if (source->at - begin > source->text_max) {
			return fail(json, place, TO_TRANSLATE("shorten it"), TO_TRANSLATE("a text longer than %zu bytes"),
				    source->text_max);
		}
	}
	return 0;
}

/* Reads a string, from its opening quote to behind its closing one. */
static int text(struct json *json, const struct place *place, const char **out)
{
	struct source *source = json->source;
	bool escaped = false;
	const char *wrong;
	size_t begin;
	char *copy;

	source_take(source);
	begin = source->at;
	if (find_quote(json, place, &escaped) != 0) {
		return -1;
	}
	copy = arena_strndup(json->arena, source_text(source, begin), source->at - begin);
	if (!copy) {
		return err_memory(json->err);
	}
	if (!str_is_utf8(copy, source->at - begin)) {
		return fail(json, place, TO_TRANSLATE("save the file as UTF-8"), TO_TRANSLATE("a text that is not UTF-8"));
	}
	wrong = escaped ? token_decode(copy) : NULL;
	if (wrong) {
		return fail(json, place, TO_TRANSLATE("a backslash is written \\\\, a quote \\\""), "%s", translate(wrong));
	}
	source_take(source);
	*out = copy;
	return 0;
}

static bool in_word(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
	       c == '.' || c == '_' || c >= 0x80;
}

/* A number, true, false or null; anything else that is written without quotes is refused whole: 007, 1-2, NaN. */
static int word(struct json *json, const struct place *place, struct node *node)
{
	struct source *source = json->source;
	size_t begin = source->at, length;
	char shown[SHOWN_SIZE];
	char *copy;

	while (in_word(source_peek(source)) && source->at - begin <= NUMBER_MAX) {
		source_take(source);
	}
	length = source->at - begin;
	if (length == 0) {
		return unexpected(json, place, TO_TRANSLATE("a value"));
	}
	copy = arena_strndup(json->arena, source_text(source, begin), length);
	if (!copy) {
		return err_memory(json->err);
	}
	if (length > NUMBER_MAX) {
		return fail(json, place, WORD_HINT, TO_TRANSLATE("%s is longer than the %d characters of a number"),
			    place_shown(copy, shown), NUMBER_MAX);
	}
	node->text = copy;
	if (strcmp(copy, "true") == 0 || strcmp(copy, "false") == 0) {
		node->kind = NODE_BOOL;
	} else if (token_is_number(copy)) {
		node->kind = NODE_NUMBER;
	} else if (strcmp(copy, "null") == 0) {
		node->kind = NODE_NULL;
		node->text = NULL;
	} else {
		return fail(json, place, WORD_HINT, TO_TRANSLATE("%s is not a JSON value"), place_shown(copy, shown));
	}
	return 0;
}

static int by_name(const void *left, const void *right)
{
	const struct node *const *a = left, *const *b = right;
	int order = strcmp((*a)->name, (*b)->name);

	return order != 0 ? order : ((*a)->line > (*b)->line) - ((*a)->line < (*b)->line);
}

/* Sorts the members by name in an array of their own: comparing each with each would take 40,000 keys for an attack. */
static int find_twice(struct json *json, const struct node *object, size_t count, const struct node **twice)
{
	const struct node **members, **next;

	*twice = NULL;
	if (count <= LINEAR_MAX) {
		for (const struct node *member = object->child; member && !*twice; member = member->next) {
			const struct node *first = node_member(object, member->name);

			*twice = first == member ? NULL : member;
		}
		return 0;
	}
	members = next = arena_array(json->arena, count, sizeof(struct node *));
	if (!members) {
		return err_memory(json->err);
	}
	for (const struct node *member = object->child; member; member = member->next) {
		*next++ = member;
	}
	qsort(members, count, sizeof(struct node *), by_name);
	for (size_t i = 1; i < count && !*twice; i++) {
		*twice = strcmp(members[i - 1]->name, members[i]->name) == 0 ? members[i] : NULL;
	}
	return 0;
}

static int refuse_twice(struct json *json, const struct place *place, const struct node *object, size_t count)
{
	const struct node *twice;
	char shown[SHOWN_SIZE];

	if (find_twice(json, object, count, &twice) != 0) {
		return -1;
	}
	if (!twice) {
		return 0;
	}
	err_set(json->err, ERR_INVALID, "\"%s\" stands twice in one object", place_shown(twice->name, shown));
	err_hint(json->err, "keep one of the two");
	return place_pointer(json->err, json->source->name, twice->line,
			     &(struct place) { .above = place, .name = twice->name });
}

static int member(struct json *json, const struct place *place, int depth, struct node *object)
{
	struct place here = { .above = place };
	struct node *child;

	if (source_peek(json->source) != '"') {
		return unexpected(json, place, TO_TRANSLATE("a name in quotes"));
	}
	if (text(json, place, &here.name) != 0) {
		return -1;
	}
	if (skip_space(json) != ':') {
		return unexpected(json, &here, TO_TRANSLATE("a colon"));
	}
	source_take(json->source);
	child = node_add(json->arena, object, NODE_NULL, here.name, NULL);
	if (!child) {
		return err_memory(json->err);
	}
	skip_space(json);
	return value(json, &here, depth, child);
}

static int object(struct json *json, const struct place *place, int depth, struct node *node)
{
	size_t count = 0;
	int c;

	node->kind = NODE_OBJECT;
	source_take(json->source);
	if (skip_space(json) == '}') {
		source_take(json->source);
		return 0;
	}
	for (;;) {
		if (member(json, place, depth, node) != 0) {
			return -1;
		}
		count++;
		c = skip_space(json);
		if (c == '}') {
			source_take(json->source);
			return refuse_twice(json, place, node, count);
		}
		if (c != ',') {
			return unexpected(json, place, TO_TRANSLATE("a comma or }"));
		}
		source_take(json->source);
		skip_space(json);
	}
}

static int list(struct json *json, const struct place *place, int depth, struct node *node)
{
	struct place here = { .above = place };
	struct node *child;
	int c;

	node->kind = NODE_LIST;
	source_take(json->source);
	if (skip_space(json) == ']') {
		source_take(json->source);
		return 0;
	}
	for (;; here.index++) {
		child = node_add(json->arena, node, NODE_NULL, NULL, NULL);
		if (!child) {
			return err_memory(json->err);
		}
		if (value(json, &here, depth, child) != 0) {
			return -1;
		}
		c = skip_space(json);
		if (c == ']') {
			source_take(json->source);
			return 0;
		}
		if (c != ',') {
			return unexpected(json, place, TO_TRANSLATE("a comma or ]"));
		}
		source_take(json->source);
		skip_space(json);
	}
}

/* `depth`: of the lists and objects around it. */
static int value(struct json *json, const struct place *place, int depth, struct node *node)
{
	int c = source_peek(json->source);

	node->line = json->source->line;
	if (++json->values > READER_MEMBERS_MAX) {
		return fail(json, place, TO_TRANSLATE("split it into several"), TO_TRANSLATE("a record with more than %d values"),
			    READER_MEMBERS_MAX);
	}
	if ((c == '{' || c == '[') && depth == READER_DEPTH_MAX) {
		return fail(json, place, TO_TRANSLATE("flatten it"), TO_TRANSLATE("deeper than %d levels"), READER_DEPTH_MAX);
	}
	switch (c) {
	case '{':
		return object(json, place, depth + 1, node);
	case '[':
		return list(json, place, depth + 1, node);
	case '"':
		node->kind = NODE_TEXT;
		return text(json, place, &node->text);
	default:
		return word(json, place, node);
	}
}

int json_read(struct source *source, struct arena *arena, struct node **node, struct err *err)
{
	struct json json = { .source = source, .arena = arena, .err = err };

	*node = arena_alloc(arena, sizeof **node);
	if (!*node) {
		return err_memory(err);
	}
	return value(&json, NULL, 0, *node);
}
