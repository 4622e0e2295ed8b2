/*
 * Where one record of JSON ends and the next begins. An array, JSON Lines and objects that merely follow each other
 * look alike at the first brace; what tells them apart matters when a record is broken: only a line can be passed over
 * without guessing.
 */
#include "stream.h"

#include "ordr/reader.h"
#include "ordr/speak.h"

#include "json.h"
#include "place.h"

void stream_init(struct stream *stream, struct source *source, bool items)
{
	bool array = source_peek(source) == '[';

	*stream = (struct stream) { .source = source, .items = items, .shape = array ? STREAM_ARRAY : STREAM_UNKNOWN };
}

static int object_only(struct stream *stream, struct err *err)
{
	if (stream->items || source_peek(stream->source) == '{') {
		return 0;
	}
	return json_unexpected(stream->source, TO_TRANSLATE("an object"), err);
}

/* Behind an item: a comma and the next one, or the end of it all. */
static int array_goes_on(struct stream *stream, struct err *err)
{
	struct source *source = stream->source;
	int c;

	source_skip_space(source);
	c = source_peek(source);
	if (c == ',') {
		source_take(source);
		return 0;
	}
	if (c != ']') {
		return json_unexpected(source, TO_TRANSLATE("a comma or ]"), err);
	}
	source_take(source);
	source_begin(source);
	source_skip_space(source);
	stream->shape = STREAM_ENDED;
	return source_peek(source) == SOURCE_END ? source_check(source, err)
						 : json_unexpected(source, TO_TRANSLATE("nothing after the array"), err);
}

/* Nothing in an array can be passed over: after an error nobody knows which bracket is whose. */
static int next_item(struct stream *stream, struct arena *arena, struct node **node, struct err *err)
{
	struct source *source = stream->source;

	if (!stream->inside) {
		stream->inside = true;
		source_take(source);
		source_begin(source);
		source_skip_space(source);
		if (source_peek(source) == ']') {
			return array_goes_on(stream, err);
		}
	}
	source_begin(source);
	source_skip_space(source);
	if (object_only(stream, err) != 0 || json_read(source, arena, node, err) != 0 ||
	    array_goes_on(stream, err) != 0) {
		return -1;
	}
	return 1;
}

/* After an error in the object that began in `line`: can its line be passed over? Then the source stands behind it. As
 * long as the shape is unknown, that the next line begins with an object says that these are JSON Lines. */
static bool pass_over(struct stream *stream, size_t line, struct err *err)
{
	struct source *source = stream->source;
	bool spread = source->line != line, at_object;

	if (err->code != ERR_INVALID || stream->shape == STREAM_SPREAD) {
		return false;
	}
	if (spread) {
		at_object = source->trouble == SOURCE_FINE && source_peek(source) == '{' &&
			    source_text(source, source->at)[-1] == '\n';
	} else {
		source_skip_line(source, NULL);
		at_object = source_peek(source) == '{' || source_peek(source) == SOURCE_END;
	}
	if (stream->shape == STREAM_UNKNOWN && !at_object) {
		return false;
	}
	stream->shape = STREAM_LINES;
	if (spread) {
		source_return(source, line);
		err_set(err, ERR_INVALID, "the line ends before its object does");
		err_hint(err, "an object in JSON Lines is one line, closed with }");
		place_pointer(err, source->name, line, NULL);
	}
	return true;
}

/* The object and what must follow it: the end of its line, or the next object. */
static int read_object(struct stream *stream, struct arena *arena, struct node **node, size_t line, struct err *err)
{
	struct source *source = stream->source;
	int c;

	if (object_only(stream, err) != 0 || json_read(source, arena, node, err) != 0) {
		return -1;
	}
	if (stream->shape == STREAM_UNKNOWN) {
		stream->shape = source->line == line ? STREAM_LINES : STREAM_SPREAD;
	}
	for (c = source_peek(source); c == ' ' || c == '\t' || c == '\r'; c = source_peek(source)) {
		source_take(source);
	}
	if (c == '\n' || c == '{') {
		return 1;
	}
	if (c != SOURCE_END) {
		return json_unexpected(source, TO_TRANSLATE("a new line or the next object"), err);
	}
	return source_check(source, err) == 0 ? 1 : -1;
}

int stream_next(struct stream *stream, struct arena *arena, struct node **node, bool *recoverable, struct err *err)
{
	struct source *source = stream->source;
	size_t line;
	int result;

	*recoverable = false;
	if (stream->shape == STREAM_ENDED) {
		return 0;
	}
	if (stream->shape == STREAM_ARRAY) {
		result = next_item(stream, arena, node, err);
	} else {
		source_begin(source);
		source_skip_space(source);
		line = source->line;
		if (source_peek(source) == SOURCE_END) {
			result = source_check(source, err);
		} else {
			result = read_object(stream, arena, node, line, err);
		}
		*recoverable = result < 0 && pass_over(stream, line, err);
	}
	if (result == 0 || (result < 0 && !*recoverable)) {
		stream->shape = STREAM_ENDED;
	}
	return result;
}
