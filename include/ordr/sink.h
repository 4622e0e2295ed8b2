/* Where output goes: straight to a stream, or held back until the transaction is committed (memory first, an unlinked
 * temporary file when large). */
#ifndef ORDR_SINK_H
#define ORDR_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ordr/err.h"
#include "ordr/str.h"

#define SINK_MEMORY_MAX (1024 * 1024)

struct sink {
	FILE *stream; /* the destination; not owned */
	const char *name; /* of it, for messages; NULL: standard output */
	bool hold;
	struct str held;
	FILE *spill; /* what did not fit into memory, in order before `held`; NULL until needed */
	int error;   /* errno of the stream's first failure; 0: none. Nothing is written after it */
	struct err *err;
};

void sink_init(struct sink *sink, FILE *stream, bool hold, struct err *err);
/* 0 or −1 (ERR_FAILED: standard output, or the spill file, cannot be written; the broken pipe as sink_broken_pipe). */
int sink_write(struct sink *sink, const char *bytes, size_t length);
int sink_put(struct sink *sink, const char *text);
/* Writes what was built in `str`; ERR_FAILED also when memory was exhausted while it was built. */
int sink_put_str(struct sink *sink, const struct str *str);
/* Drops what was held. */
void sink_drop(struct sink *sink);
/* Writes what is held to another stream, and keeps it. Failures of that stream are its reader's business. */
void sink_copy(const struct sink *sink, FILE *stream);
/* Writes what was held and flushes the stream. */
int sink_flush(struct sink *sink);
/* Was the failure a reader that went away (EPIPE)? SIGPIPE must be ignored for that to be seen. */
bool sink_broken_pipe(const struct sink *sink);
void sink_release(struct sink *sink);

#endif
