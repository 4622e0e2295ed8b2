/* Bytes of an input, one record's worth in memory at a time. Private to src/in. */
#ifndef ORDR_IN_SOURCE_H
#define ORDR_IN_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ordr/err.h"
#include "ordr/input.h"
#include "ordr/str.h"

enum source_trouble { SOURCE_FINE, SOURCE_UNREADABLE, SOURCE_NO_MEMORY, SOURCE_TOO_LARGE };

struct source {
	FILE *stream;
	const char *name;
	const struct list *map; /* of the input */
	char *buffer; /* on the heap */
	size_t size;
	size_t start;  /* where in the buffer the record begins */
	size_t at;     /* the next byte, counted from start */
	size_t length; /* bytes in the buffer */
	size_t line;   /* of the next byte, from 1 */
	size_t record_max; /* READER_RECORD_MAX, or as reader_allow */
	size_t text_max;
	enum source_trouble trouble;
	int number; /* errno when unreadable */
};

#define SOURCE_END (-1)

/* Reads from where the stream is; passes over a UTF-8 BOM. */
void source_init(struct source *source, struct input *input);
void source_release(struct source *source);

/* Reads more and returns the next byte; SOURCE_END at the end and on trouble. */
int source_fill(struct source *source);

/* The next byte, which stays. */
static inline int source_peek(struct source *source)
{
	if (source->start + source->at < source->length) {
		return (unsigned char)source->buffer[source->start + source->at];
	}
	return source_fill(source);
}

/* Takes the byte that was peeked at. */
static inline void source_take(struct source *source)
{
	if (source->buffer[source->start + source->at] == '\n') {
		source->line++;
	}
	source->at++;
}

/* The bytes of the record; good until more is read. */
static inline const char *source_text(const struct source *source, size_t from)
{
	return source->buffer + source->start + from;
}

/* A record begins at the next byte; what was before it is forgotten. */
void source_begin(struct source *source);
/* Passes over space, tab and carriage return; source_skip_space over newlines too. Forgets what was before. */
void source_skip_blank(struct source *source);
void source_skip_space(struct source *source);
/* Passes over the rest of the line and its newline, however long; a record that was too large is forgiven. What it was goes into `passed`,
 * unless that is NULL. */
void source_skip_line(struct source *source, struct str *passed);
/* Writes what has not been taken yet, as it stands. 0, or −1 with errno. */
int source_put_rest(struct source *source, FILE *stream);
/* Back to behind the first line of the record, which began in `line`. */
void source_return(struct source *source, size_t line);
/* −1 and the error when there is trouble, else 0. */
int source_check(const struct source *source, struct err *err);

#endif
