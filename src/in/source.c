/*
 * A window on an input that slides from record to record: the bytes of the current record stay until the next one
 * begins, so that texts are copied in one piece and a broken line can be gone back to, and memory does not grow with
 * the size of the file.
 */
#include "source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ordr/reader.h"

#define SOURCE_CHUNK (64 * 1024)

void source_init(struct source *source, struct input *input)
{
	*source = (struct source) { .stream = input->stream, .name = input->name, .map = input->map, .line = 1,
				    .record_max = READER_RECORD_MAX, .text_max = READER_TEXT_MAX };
	if (source_peek(source) == 0xEF && source->length >= 3 && memcmp(source->buffer, "\xEF\xBB\xBF", 3) == 0) {
		source->start = 3;
	}
}

void source_release(struct source *source)
{
	free(source->buffer);
	*source = (struct source) { .line = 0 };
}

/* Makes room for more behind what is kept. record_max is exact, a power of two: the window is never larger. */
static int make_room(struct source *source)
{
	size_t size = source->size ? source->size * 2 : SOURCE_CHUNK;
	char *buffer;

	if (source->start > 0) {
		source->length -= source->start;
		memmove(source->buffer, source->buffer + source->start, source->length);
		source->start = 0;
	}
	if (source->length < source->size) {
		return 0;
	}
	if (source->size >= source->record_max) {
		source->trouble = SOURCE_TOO_LARGE;
		return -1;
	}
	buffer = realloc(source->buffer, size);
	if (!buffer) {
		source->trouble = SOURCE_NO_MEMORY;
		return -1;
	}
	source->buffer = buffer;
	source->size = size;
	return 0;
}

int source_fill(struct source *source)
{
	size_t got;

	if (source->trouble != SOURCE_FINE || make_room(source) != 0) {
		return SOURCE_END;
	}
	got = fread(source->buffer + source->length, 1, source->size - source->length, source->stream);
	if (got == 0) {
		if (ferror(source->stream)) {
			source->trouble = SOURCE_UNREADABLE;
			source->number = errno;
		}
		return SOURCE_END;
	}
	source->length += got;
	return (unsigned char)source->buffer[source->start + source->at];
}

void source_begin(struct source *source)
{
	source->start += source->at;
	source->at = 0;
}

void source_skip_blank(struct source *source)
{
	for (int c = source_peek(source); c == ' ' || c == '\t' || c == '\r'; c = source_peek(source)) {
		source_take(source);
		source_begin(source);
	}
}

void source_skip_space(struct source *source)
{
	for (int c = source_peek(source); c == ' ' || c == '\t' || c == '\r' || c == '\n'; c = source_peek(source)) {
		source_take(source);
		source_begin(source);
	}
}

void source_skip_line(struct source *source, struct str *passed)
{
	bool more = true;

	if (source->trouble == SOURCE_TOO_LARGE) {
		source->trouble = SOURCE_FINE;
	}
	source_begin(source);
	while (more && source_peek(source) != SOURCE_END) {
		more = source_peek(source) != '\n';
		if (passed && passed->length < READER_RECORD_MAX) {
			str_put_char(passed, (char)source_peek(source));
		}
		source_take(source);
		source_begin(source);
	}
}

int source_put_rest(struct source *source, FILE *stream)
{
	const char *from = source->buffer ? source_text(source, source->at) : "";
	size_t length = source->length - source->start - source->at;
	char chunk[4096];

	do {
		if (fwrite(from, 1, length, stream) != length) {
			return -1;
		}
		from = chunk;
		length = fread(chunk, 1, sizeof chunk, source->stream);
	} while (length > 0);
	return ferror(source->stream) ? -1 : 0;
}

void source_return(struct source *source, size_t line)
{
	const char *record = source->buffer + source->start;
	const char *newline = memchr(record, '\n', source->at);

	if (newline) {
		source->at = (size_t)(newline - record) + 1;
		source->line = line + 1;
		if (source->trouble == SOURCE_TOO_LARGE) {
			source->trouble = SOURCE_FINE;
		}
	}
}

int source_check(const struct source *source, struct err *err)
{
	switch (source->trouble) {
	case SOURCE_FINE:
		return 0;
	case SOURCE_NO_MEMORY:
		return err_memory(err);
	case SOURCE_UNREADABLE:
		err_set(err, ERR_FAILED, "cannot read %s: %s", source->name, err_system(source->number));
		return err_subject(err, "%s", source->name);
	case SOURCE_TOO_LARGE:
		break;
	}
	err_set(err, ERR_INVALID, "a record larger than %zu MiB", source->record_max / (1024 * 1024));
	err_hint(err, "split it into several");
	return err_path(err, "%s:%zu", source->name, source->line);
}
