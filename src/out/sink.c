/* Output that can wait: a command that changes something prints nothing until it is committed, since it may be run
 * again or fail. What waits is kept in memory, and past a mebibyte in a temporary file without a name. The stream's
 * first failure stays: half a document with a hole in it would be worse than one that ends. */
#include <errno.h>
#include <string.h>

#include "ordr/sink.h"
#include "ordr/speak.h"

void sink_init(struct sink *sink, FILE *stream, bool hold, struct err *err)
{
	*sink = (struct sink){ .stream = stream, .hold = hold, .err = err };
}

static int stream_failed(struct sink *sink)
{
	if (!sink->error)
		sink->error = errno ? errno : EIO;
	err_set(sink->err, ERR_FAILED, "cannot write %s: %s", sink->name ? sink->name : translate("standard output"), err_system(sink->error));
	if (sink->error == ENOSPC || sink->error == EDQUOT)
		return err_hint(sink->err, "the disk is full: make room, or write elsewhere");
	return err_hint(sink->err, "check where standard output goes");
}

static int spill_failed(struct sink *sink)
{
	err_set(sink->err, ERR_FAILED, "cannot keep the output in a temporary file: %s", err_system(errno));
	return err_hint(sink->err, "check that /tmp is writable and has room");
}

static int stream_write(struct sink *sink, const char *bytes, size_t length)
{
	if (sink->error)
		return stream_failed(sink);
	errno = 0;
	return fwrite(bytes, 1, length, sink->stream) == length ? 0 : stream_failed(sink);
}

/* Moves what is held in memory behind what is in the file. */
static int spill(struct sink *sink)
{
	if (!sink->spill)
		sink->spill = tmpfile();
	if (!sink->spill || fwrite(sink->held.text, 1, sink->held.length, sink->spill) != sink->held.length)
		return spill_failed(sink);
	str_clear(&sink->held);
	return 0;
}

int sink_write(struct sink *sink, const char *bytes, size_t length)
{
	if (!sink->hold)
		return stream_write(sink, bytes, length);
	str_put_bytes(&sink->held, bytes, length);
	if (sink->held.failed)
		return err_memory(sink->err);
	return sink->held.length > SINK_MEMORY_MAX ? spill(sink) : 0;
}

int sink_put(struct sink *sink, const char *text)
{
	return sink_write(sink, text, strlen(text));
}

int sink_put_str(struct sink *sink, const struct str *str)
{
	if (str->failed)
		return err_memory(sink->err);
	return str->length ? sink_write(sink, str->text, str->length) : 0;
}

void sink_drop(struct sink *sink)
{
	if (sink->spill)
		fclose(sink->spill);
	sink->spill = NULL;
	str_clear(&sink->held);
}

static int copy_spill(struct sink *sink)
{
	char chunk[64 * 1024];
	size_t got;
	if (fflush(sink->spill) || fseeko(sink->spill, 0, SEEK_SET))
		return spill_failed(sink);
	while ((got = fread(chunk, 1, sizeof chunk, sink->spill)))
		if (stream_write(sink, chunk, got))
			return -1;
	return ferror(sink->spill) ? spill_failed(sink) : 0;
}

void sink_copy(const struct sink *sink, FILE *stream)
{
	char chunk[64 * 1024];
	size_t got;
	bool whole = true;
	if (sink->spill && !fflush(sink->spill) && !fseeko(sink->spill, 0, SEEK_SET))
		while (whole && (got = fread(chunk, 1, sizeof chunk, sink->spill)))
			whole = fwrite(chunk, 1, got, stream) == got;
	if (whole && sink->held.length)
		fwrite(sink->held.text, 1, sink->held.length, stream);
	fflush(stream);
}

int sink_flush(struct sink *sink)
{
	if (sink->spill && copy_spill(sink))
		return -1;
	if (sink->held.length && stream_write(sink, sink->held.text, sink->held.length))
		return -1;
	sink_drop(sink);
	if (sink->error)
		return stream_failed(sink);
	errno = 0;
	return fflush(sink->stream) ? stream_failed(sink) : 0;
}

bool sink_broken_pipe(const struct sink *sink)
{
	return sink->error == EPIPE;
}

void sink_release(struct sink *sink)
{
	sink_drop(sink);
	str_release(&sink->held);
}
