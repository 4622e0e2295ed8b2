/*
 * What one command prints, the next takes: bare ids one a line, or the whole documents as JSON. They are read one at a
 * time and handed on at once, so that a pipe of a million orders needs the memory of one.
 */
#include "ordr/select.h"

#include <string.h>

#include "ordr/node.h"
#include "ordr/speak.h"
#include "ordr/str.h"

#include "json.h"
#include "place.h"
#include "source.h"
#include "stream.h"

#define WORD_MAX 200 /* bytes of an id */

struct selection {
	struct source source;
	struct arena *arena;
	int (*each)(void *context, const struct selected *selected);
	void *context;
	struct err *err;
};

static int refuse(struct selection *selection, size_t line, const char *message)
{
	struct err *err = selection->err;

	err_set(err, ERR_INVALID, "%s", translate(message));
	err_hint(err, "give one id a line, or JSON as commands print it with --jsonl");
	return place_pointer(err, selection->source.name, line, NULL);
}

/* "order" of "ordr.order/1"; NULL when the object is not one of ours. */
static int find_kind(struct arena *arena, const struct node *object, const char **kind)
{
	const struct node *schema = node_member(object, "schema");
	const char *slash = schema && schema->kind == NODE_TEXT ? strchr(schema->text, '/') : NULL;

	*kind = NULL;
	if (!slash || strncmp(schema->text, "ordr.", 5) != 0) {
		return 0;
	}
	*kind = arena_strndup(arena, schema->text + 5, (size_t)(slash - schema->text) - 5);
	return *kind ? 0 : -1;
}

static const char *member_text(const struct node *object, const char *name)
{
	const struct node *member = node_member(object, name);

	return member && (member->kind == NODE_TEXT || member->kind == NODE_NUMBER) && *member->text ? member->text
												     : NULL;
}

static int take_object(struct selection *selection, const struct node *object)
{
	static const char *const names[] = { "id", "code", "sku", "name" };
	struct selected selected = { .line = object->line, .order = member_text(object, "order") };

	if (find_kind(selection->arena, object, &selected.kind) != 0) {
		return err_memory(selection->err);
	}
	for (size_t i = 0; i < sizeof names / sizeof *names && !selected.id; i++) {
		selected.id = member_text(object, names[i]);
	}
	if (!selected.id) {
		return refuse(selection, object->line, TO_TRANSLATE("an object without an id"));
	}
	return selection->each(selection->context, &selected);
}

/* A bare id, from wherever it comes. */
static int take_word(struct selection *selection, const char *word, size_t line)
{
	struct selected selected = { .id = word, .line = line };

	if (!*word) {
		return refuse(selection, line, TO_TRANSLATE("an empty id"));
	}
	if (strlen(word) > WORD_MAX) {
		return refuse(selection, line, TO_TRANSLATE("a line that is too long to be an id"));
	}
	return selection->each(selection->context, &selected);
}

static int take_node(struct selection *selection, const struct node *node)
{
	if (node->kind == NODE_OBJECT) {
		return take_object(selection, node);
	}
	if (node->kind == NODE_TEXT || node->kind == NODE_NUMBER) {
		return take_word(selection, node->text, node->line);
	}
	return refuse(selection, node->line, TO_TRANSLATE("neither an id nor an object with one"));
}

static int read_array(struct selection *selection)
{
	struct arena_mark mark = arena_mark(selection->arena);
	struct stream stream;
	struct node *node;
	bool recoverable;
	int got;

	stream_init(&stream, &selection->source, true);
	while ((got = stream_next(&stream, selection->arena, &node, &recoverable, selection->err)) > 0) {
		if (take_node(selection, node) != 0) {
			return -1;
		}
		arena_reset(selection->arena, mark);
	}
	return got;
}

static int read_word(struct selection *selection)
{
	struct source *source = &selection->source;
	size_t line = source->line, length;
	char *word;
	int c;

	for (c = source_peek(source); c != '\n' && c != SOURCE_END; c = source_peek(source)) {
		if (source->at > WORD_MAX * 2) {
			return refuse(selection, line, TO_TRANSLATE("a line that is too long to be an id"));
		}
		if (c < 0x20 && c != '\t' && c != '\r') {
			return refuse(selection, line, TO_TRANSLATE("a control character in an id"));
		}
		source_take(source);
	}
	if (source_check(source, selection->err) != 0) {
		return -1;
	}
	for (length = source->at; length > 0 && strchr(" \t\r", source_text(source, 0)[length - 1]); length--) {
	}
	word = arena_strndup(selection->arena, source_text(source, 0), length);
	if (!word) {
		return err_memory(selection->err);
	}
	if (!str_is_utf8(word, length)) {
		return refuse(selection, line, TO_TRANSLATE("an id that is not UTF-8"));
	}
	return take_word(selection, word, line);
}

/* A value in JSON and the end of its line; another value may follow in it. */
static int read_json(struct selection *selection)
{
	struct source *source = &selection->source;
	struct node *node;
	int c;

	if (json_read(source, selection->arena, &node, selection->err) != 0) {
		return -1;
	}
	source_begin(source);
	source_skip_blank(source);
	c = source_peek(source);
	if (c != '\n' && c != '{' && c != '"' && c != SOURCE_END) {
		return json_unexpected(source, TO_TRANSLATE("a new line"), selection->err);
	}
	return take_node(selection, node);
}

static int read_lines(struct selection *selection)
{
	struct source *source = &selection->source;
	struct arena_mark mark = arena_mark(selection->arena);
	int c;

	for (c = source_peek(source); c != SOURCE_END; c = source_peek(source)) {
		if ((c == '{' || c == '"' ? read_json(selection) : read_word(selection)) != 0) {
			return -1;
		}
		arena_reset(selection->arena, mark);
		source_begin(source);
		source_skip_space(source);
	}
	return source_check(source, selection->err);
}

int select_read(struct input *input, struct arena *arena, int (*each)(void *context, const struct selected *selected),
		void *context, struct err *err)
{
	struct selection selection = { .arena = arena, .each = each, .context = context, .err = err };
	int result;

	source_init(&selection.source, input);
	source_skip_space(&selection.source);
	source_begin(&selection.source);
	result = source_peek(&selection.source) == '[' ? read_array(&selection) : read_lines(&selection);
	source_release(&selection.source);
	return result;
}
