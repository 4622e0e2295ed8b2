/* The records of a JSON input, whichever way they follow each other. Private to src/in. */
#ifndef ORDR_IN_STREAM_H
#define ORDR_IN_STREAM_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/node.h"

#include "source.h"

enum stream_shape {
	STREAM_UNKNOWN, /* objects one after the other; nothing read yet */
	STREAM_LINES,   /* … each on a line of its own: a broken one can be passed over */
	STREAM_SPREAD,  /* … over several lines */
	STREAM_ARRAY,
	STREAM_ENDED
};

struct stream {
	struct source *source;
	enum stream_shape shape;
	bool items;  /* what stands in an array may be texts and numbers too */
	bool inside; /* of the array: its [ is behind */
};

/* The source stands at '{' or '['. */
void stream_init(struct stream *stream, struct source *source, bool items);
/* As reader_next. */
int stream_next(struct stream *stream, struct arena *arena, struct node **node, bool *recoverable, struct err *err);

#endif
