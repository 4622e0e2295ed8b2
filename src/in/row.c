/*
 * CSV as RFC 4180 has it, taken strictly where leniency would guess: a quote stands at both ends of a cell or, doubled,
 * inside a quoted one. What a spreadsheet writes goes through: CRLF or LF, blank lines, newlines in quoted cells (which
 * become LF).
 */
#include "row.h"

#include "ordr/reader.h"
#include "ordr/speak.h"

#define QUOTE_HINT TO_TRANSLATE("a cell with a quote, comma or newline stands in quotes, the quotes in it doubled")

static int fail(struct row *row, const struct source *source, struct err *err, const char *message, const char *hint)
{
	row->wrong_line = source->line;
	if (source_check(source, err) != 0) {
		return -1;
	}
	err_set(err, ERR_INVALID, "%s", translate(message));
	return err_hint(err, "%s", translate(hint));
}

/* What may not stand in any cell: 0 when the byte may. */
static int check_byte(struct row *row, struct source *source, int c, size_t begin, struct err *err)
{
	if (c == '\0') {
		return fail(row, source, err, TO_TRANSLATE("a NUL byte"), TO_TRANSLATE("save the file as CSV text in UTF-8"));
	}
	if (row->text.length - begin > READER_TEXT_MAX) {
		return fail(row, source, err, TO_TRANSLATE("a cell longer than 1048576 bytes"), TO_TRANSLATE("shorten it, or close its quote"));
	}
	return 0;
}

/* From behind the opening quote to behind the closing one. */
static int quoted(struct row *row, struct source *source, struct err *err)
{
	size_t begin = row->text.length, line = source->line;
	int c;

	for (;;) {
		c = source_peek(source);
		if (c == SOURCE_END) {
			fail(row, source, err, TO_TRANSLATE("a quote that is never closed"), QUOTE_HINT);
			row->wrong_line = line;
			return -1;
		}
		source_take(source);
		if (c == '"') {
			if (source_peek(source) != '"') {
				return 0;
			}
			source_take(source);
		}
		if (check_byte(row, source, c, begin, err) != 0) {
			return -1;
		}
		if (c != '\r' || source_peek(source) != '\n') {
			str_put_char(&row->text, (char)c);
		}
	}
}

static int plain(struct row *row, struct source *source, char separator, struct err *err)
{
	size_t begin = row->text.length;
	int c;

	for (c = source_peek(source); c != separator && c != '\n' && c != '\r' && c != SOURCE_END;
	     c = source_peek(source)) {
		if (c == '"') {
			return fail(row, source, err, TO_TRANSLATE("a quote in the wrong place"), QUOTE_HINT);
		}
		if (check_byte(row, source, c, begin, err) != 0) {
			return -1;
		}
		str_put_char(&row->text, (char)c);
		source_take(source);
	}
	return 0;
}

/* One cell and what ends it: 1 when another follows in the row, 0 when it was the last. */
static int cell(struct row *row, struct source *source, char separator, struct err *err)
{
	size_t begin = row->text.length;
	bool quote = source_peek(source) == '"';
	int c;

	if (quote) {
		source_take(source);
	}
	if ((quote ? quoted(row, source, err) : plain(row, source, separator, err)) != 0) {
		return -1;
	}
	c = source_peek(source);
	if (c == '\r') {
		source_take(source);
		c = source_peek(source);
		if (c != '\n' && c != SOURCE_END) {
			return fail(row, source, err, TO_TRANSLATE("a carriage return without a newline"),
				    TO_TRANSLATE("lines end with a newline, or with both"));
		}
	}
	if (c != separator && c != '\n' && c != SOURCE_END) {
		return fail(row, source, err, TO_TRANSLATE("a quote in the wrong place"), QUOTE_HINT);
	}
	if (c != SOURCE_END) {
		source_take(source);
	}
	str_put_char(&row->text, '\0');
	if (row->text.failed) {
		return err_memory(err);
	}
	row->cells[row->count++] = begin;
	return c == separator;
}

static void keep(struct row *row, const struct source *source)
{
	if (row->keep) {
		str_put_bytes(&row->raw, source_text(source, 0), source->at);
	}
}

/* Passes over the rest of a broken row. A cell over several lines has eaten nobody knows how much. */
static int pass_over(struct row *row, struct source *source, size_t cell_line, const struct err *err)
{
	row->wrong = row->count;
	row->closed = err->code == ERR_INVALID && source->line == cell_line;
	if (row->closed) {
		keep(row, source);
		source_skip_line(source, row->keep ? &row->raw : NULL);
	} else if (row->keep) {
		source->at = 0;
	}
	return -1;
}

static void skip_empty_lines(struct source *source)
{
	for (int c = source_peek(source); c == '\n' || c == '\r'; c = source_peek(source)) {
		source_take(source);
		source_begin(source);
	}
	source_begin(source);
}

static int check_text(struct row *row, const struct source *source, struct err *err)
{
	for (size_t i = 0; i < row->count; i++) {
		size_t end = i + 1 < row->count ? row->cells[i + 1] : row->text.length;

		if (!str_is_utf8(row_cell(row, i), end - row->cells[i] - 1)) {
			fail(row, source, err, TO_TRANSLATE("a text that is not UTF-8"), TO_TRANSLATE("save the file as UTF-8"));
			row->wrong = i;
			row->wrong_line = row->line;
			row->closed = true;
			return -1;
		}
	}
	return 1;
}

int row_read(struct row *row, struct source *source, char separator, struct err *err)
{
	size_t line;
	int more;

	skip_empty_lines(source);
	str_clear(&row->text);
	str_clear(&row->raw);
	row->count = row->last_at = 0;
	row->cut_at = SIZE_MAX;
	row->closed = false;
	row->line = row->wrong_line = source->line;
	if (source_peek(source) == SOURCE_END) {
		return source_check(source, err);
	}
	do {
		line = source->line;
		if (row->count == ROW_CELLS_MAX) {
			fail(row, source, err, TO_TRANSLATE("a row with more than 256 cells"), TO_TRANSLATE("check its quotes and separators"));
			return pass_over(row, source, line, err);
		}
		row->last_at = source->at;
		if (row->count == row->cut) {
			row->cut_at = source->at;
		}
		more = cell(row, source, separator, err);
		if (more < 0) {
			return pass_over(row, source, line, err);
		}
	} while (more);
	keep(row, source);
	if (row->raw.failed) {
		return err_memory(err);
	}
	return check_text(row, source, err);
}

void row_release(struct row *row)
{
	str_release(&row->text);
	str_release(&row->raw);
}
