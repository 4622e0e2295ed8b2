/*
 * One face for all that a form may be written in: it looks at the first byte and hands on. Whoever takes records need
 * not know whether they came as JSON, as JSON Lines, as CSV or as a bank's XML.
 */
#include "ordr/reader.h"

#include <stdlib.h>
#include <string.h>

#include "camt.h"
#include "csv.h"
#include "source.h"
#include "stream.h"

struct reader {
	struct source source;
	struct stream stream;
	struct csv *csv;   /* NULL: the input is JSON or XML */
	struct camt *camt; /* NULL: it is no XML */
	size_t count;
};

static int refuse_map(const struct input *input, const char *kind, struct err *err)
{
	err_set(err, ERR_USAGE, "--map is for the headings of CSV, and %s is %s", input->name, kind);
	return err_hint(err, "leave it out: %s names the fields itself", kind);
}

/* Banks pack their statements, and a ZIP begins so. */
static bool is_zip(struct source *source)
{
	return source->length - source->start > 4 && memcmp(source_text(source, 0), "PK\3\4", 4) == 0;
}

static int refuse_zip(const struct input *input, struct err *err)
{
	err_set(err, ERR_INVALID, "a ZIP archive, not a statement");
	err_hint(err, "unzip it, and hand in each file of it");
	return err_path(err, "%s", input->name);
}

static int open_kind(struct reader *reader, struct input *input, const struct schema *schema, struct err *err)
{
	int c = source_peek(&reader->source);
	bool mapped = input->map && input->map->count;

	if (c == '{' || c == '[') {
		stream_init(&reader->stream, &reader->source, false);
		return mapped ? refuse_map(input, "JSON", err) : 0;
	}
	if (schema->headings && c == '<') {
		return mapped ? refuse_map(input, "XML", err) : camt_open(&reader->camt, &reader->source, err);
	}
	if (schema->headings && is_zip(&reader->source)) {
		return refuse_zip(input, err);
	}
	return csv_open(&reader->csv, &reader->source, schema, err);
}

int reader_open(struct reader **out, struct input *input, const struct schema *schema, struct err *err)
{
	struct reader *reader = calloc(1, sizeof *reader);
	int result;

	*out = NULL;
	if (!reader) {
		return err_memory(err);
	}
	source_init(&reader->source, input);
	source_skip_space(&reader->source);
	result = open_kind(reader, input, schema, err);
	if (result != 0) {
		reader_close(reader);
		return -1;
	}
	*out = reader;
	return 0;
}

void reader_allow(struct reader *reader, size_t bytes)
{
	reader->source.record_max = bytes;
	reader->source.text_max = bytes;
}

int reader_next(struct reader *reader, struct arena *arena, struct node **node, bool *recoverable, struct err *err)
{
	int result;

	*node = NULL;
	if (reader->csv) {
		result = csv_next(reader->csv, arena, node, recoverable, err);
	} else if (reader->camt) {
		result = camt_next(reader->camt, arena, node, recoverable, err);
	} else {
		result = stream_next(&reader->stream, arena, node, recoverable, err);
	}
	reader->count += result != 0;
	if (result < 0) {
		*node = NULL;
	}
	return result;
}

bool reader_keep(struct reader *reader)
{
	if (reader->csv) {
		csv_keep(reader->csv);
	}
	return reader->csv;
}

const char *reader_kind(const struct reader *reader)
{
	return reader->csv ? "CSV" : reader->camt ? "XML" : "JSON";
}

const char *reader_heading(const struct reader *reader, struct csv_row *about)
{
	return csv_heading(reader->csv, about)->text;
}

char reader_separator(const struct reader *reader)
{
	return csv_separator(reader->csv);
}

const char *reader_row(const struct reader *reader, size_t index, struct csv_row *about)
{
	return csv_row(reader->csv, index, about);
}

int reader_put_rest(struct reader *reader, FILE *stream)
{
	return source_put_rest(&reader->source, stream);
}

size_t reader_count(const struct reader *reader)
{
	return reader->count;
}

void reader_close(struct reader *reader)
{
	if (reader) {
		csv_close(reader->csv);
		camt_close(reader->camt);
		source_release(&reader->source);
		free(reader);
	}
}
