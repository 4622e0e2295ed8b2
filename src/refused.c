/* Refused rows, put aside to be mended. Every row has the error that stands in its own line; what belongs to none has its record's first. */
#include "refused.h"
#include "ordr/speak.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOLD_MAX        20
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* The row without the end of its line. */
static size_t bare(const char *row, size_t length)
{
	while (length && (row[length - 1] == '\n' || row[length - 1] == '\r'))
		length--;
	return length;
}

static const char *end_of_line(const struct reader *reader)
{
	struct csv_row heading;
	const char *text = reader_heading(reader, &heading);
	size_t length = strlen(text);
	return length > 1 && text[length - 2] == '\r' ? "\r\n" : "\n";
}

/* The line that an error's path names, behind the file: 0 when it names none. */
static size_t line_of(const struct run *run, const struct err *err)
{
	const char *colon = strncmp(err->path, run->input->name, strlen(run->input->name)) ? strrchr(err->path, ':')
											     : err->path + strlen(run->input->name);
	return colon && *colon == ':' ? strtoul(colon + 1, NULL, 10) : 0;
}

static void put_quoted(struct str *str, const char *text)
{
	for (; *text; text++) {
		str_put(str, *text == '"' ? "\"" : "");
		str_put_char(str, *text);
	}
}

/* The lines that a record's rows begin in. */
struct lines {
	size_t first, last;
};

/* What is wrong in the row of that line: "column qty: … (a number such as 5); …"; in the first what is wrong elsewhere, too. */
static void put_errors(const struct run *run, size_t line, struct lines record, struct str *str)
{
	for (const struct err *err = run->core->err; err; err = err->more) {
		size_t at = line_of(run, err);
		const char *column = strstr(err->path, " column ");
		bool elsewhere = at < record.first || at > record.last;
		if (at != line && !(elsewhere && line == record.first))
			continue;
		str_put(str, str->length ? "; " : "");
		if (column)
			str_printf(str, "%s: ", column + 1);
		str_put(str, err->message);
		if (*err->hint)
			str_printf(str, " (%s)", err->hint);
	}
}

/* The row, empty cells up to the last column, and the error. */
static void put_row(const struct run *run, const char *row, const struct csv_row *about, const struct str *error)
{
	const struct reader *reader = run->refused->reader;
	const char separator = reader_separator(reader);
	struct csv_row heading;
	struct str line = { 0 };
	reader_heading(reader, &heading);
	str_put_bytes(&line, row, bare(row, about->end));
	for (size_t cells = about->cells ? about->cells : 1; cells < heading.cells; cells++)
		str_put_char(&line, separator);
	str_put_char(&line, separator);
	if (error->length) {
		str_put_char(&line, '"');
		put_quoted(&line, error->text);
		str_put_char(&line, '"');
	}
	str_put(&line, end_of_line(reader));
	if (line.failed)
		errno = ENOMEM;
	else
		fwrite(line.text, 1, line.length, run->refused_to);
	run->refused->failed |= line.failed;
	str_release(&line);
}

int refused_begin(struct run *run, struct refused *refused, struct reader *reader)
{
	*refused = (struct refused){ .reader = reader };
	if (!run->refused_to)
		return 0;
	if (!reader_keep(reader)) {
		err_set(run->core->err, ERR_USAGE, "--errors is for the rows of CSV, and %s is %s", run->input->name, reader_kind(reader));
		return err_hint(run->core->err, "leave it out, or take each record for itself with --keep-going");
	}
	run->refused = refused;
	rewind(run->refused_to);
	struct csv_row heading;
	const char *text = reader_heading(reader, &heading);
	if (!text) /* an empty file has none */
		return 0;
	bool marked = run->input->windows || run->input->marked;
	if (ftruncate(fileno(run->refused_to), 0) || fprintf(run->refused_to, "%s%.*s%c" READER_ERROR_COLUMN "%s", marked ? BYTE_ORDER_MARK : "",
							 (int)bare(text, heading.end), text, reader_separator(reader), end_of_line(reader)) < 0)
		return err_set(run->core->err, ERR_FAILED, "cannot write the file of refused rows: %s", err_system(errno));
	return 0;
}

bool refused_told(struct run *run)
{
	struct refused *refused = run->refused;
	if (!refused || refused->told < TOLD_MAX) {
		if (refused)
			refused->told++;
		return true;
	}
	refused->untold++;
	return false;
}

void refused_record(struct run *run)
{
	const struct refused *refused = run->refused;
	struct csv_row about;
	const char *row;
	if (!refused)
		return;
	struct lines record = { 0 };
	for (size_t i = 0; reader_row(refused->reader, i, &about); i++) {
		record.first = i ? record.first : about.line;
		record.last = about.line;
	}
	for (size_t i = 0; (row = reader_row(refused->reader, i, &about)); i++) {
		struct str error = { 0 };
		put_errors(run, about.line, record, &error);
		run->refused->failed |= error.failed;
		put_row(run, row, &about, &error);
		str_release(&error);
	}
}

int refused_rest(struct run *run)
{
	if (!run->refused || !reader_put_rest(run->refused->reader, run->refused_to))
		return 0;
	return err_set(run->core->err, ERR_FAILED, "cannot write the file of refused rows: %s", err_system(errno));
}

int refused_end(struct run *run)
{
	const struct refused *refused = run->refused;
	if (!refused)
		return 0;
	if (refused->failed || fflush(run->refused_to) || ferror(run->refused_to))
		return err_set(run->core->err, ERR_FAILED, "cannot write the file of refused rows: %s", err_system(refused->failed ? ENOMEM : errno));
	if (refused->untold) {
		char text[100];
		snprintf(text, sizeof text, translate("and %zu more errors, which the file of refused rows has too"), refused->untold);
		run_note(run, NULL, text);
	}
	return 0;
}
