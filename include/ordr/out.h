/* All that goes to standard output goes through here: one record model, behind it table, JSON, JSON Lines and CSV. It
 * streams: memory does not grow with the number of records. */
#ifndef ORDR_OUT_H
#define ORDR_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/field.h"
#include "ordr/sink.h"

enum out_format { OUT_TABLE, OUT_JSON, OUT_JSONL, OUT_CSV, OUT_HTML /* of reports: a page that stands alone */ };
enum out_shape {
	OUT_LIST,   /* records as rows of a table; JSON: an array */
	OUT_CARDS,  /* records one below the other, name and value, nested lists as tables; JSON: an array */
	OUT_REPORT  /* exactly one record, as a card; JSON: an object */
};

struct out_options {
	enum out_format format;
	const char *fields;  /* --fields a,b,c or NULL; dotted names reach into objects */
	bool terminal;       /* standard output is one: the width counts, long cells are cut */
	int width;           /* columns of the terminal; 0: not limited */
	bool color;
	bool excel_de;       /* CSV: semicolons, decimal commas, BOM */
};

struct out;

/* Makes a writer in the arena. NULL on exhausted memory (err set). */
struct out *out_new(struct arena *arena, struct sink *sink, const struct out_options *options, struct err *err);
enum out_format out_format(const struct out *out);
/* Makes a page of it instead of a table: a command's own option. ERR_USAGE when another format was asked for. Before out_begin. */
int out_html(struct out *out);
/* Makes JSON of it where a table would be: of what only programs take. Before out_begin. */
void out_json(struct out *out);
bool out_terminal(const struct out *out);
bool out_color(const struct out *out);
/* Was --fields given? Then a table is printed where a sentence or an id would be. */
bool out_fields(const struct out *out);
/* Marks every JSON object from now on as an answer given before: "replayed": true, unless the record has a field of that name. */
void out_replayed(struct out *out, bool replayed);

/* Begins the output of records of one schema. ERR_USAGE when --fields names an unknown field: the hint lists the
 * known. Nothing is written before the first record or the end, so that a command that finds nothing to print leaves
 * standard output empty. */
int out_begin(struct out *out, const struct schema *schema, enum out_shape shape);
/* Will this field be printed? Lets a list leave nested records unloaded. After out_begin. */
bool out_wants(const struct out *out, const char *field);
int out_record(struct out *out, const void *record);
/* Ends it: closes the array, prints the table's rest. A list without records prints [] in JSON, the header in CSV,
 * nothing in a table. */
int out_end(struct out *out);
/* A moment in a list without end: what a table holds back is printed, more records may follow. */
int out_pause(struct out *out);
/* Gives back what is not in the arena; a run that fails between out_begin and out_end needs it. Safe at any time. */
void out_release(struct out *out);

/* A plain line, only where the format is a table: a document's id into a pipe, a sentence to a terminal; made visible
 * (str_put_visible), folded where a terminal would break a word, and a newline added. And a whole text that is no record, such as help, whatever the format: trusted to be safe. */
int out_line(struct out *out, const char *text);
int out_text(struct out *out, const char *text);
/* The same of a document that may hold any bytes. */
int out_bytes(struct out *out, const char *bytes, size_t length);

/* The JSON Schema (draft 2020-12) of a record, printed whole, whatever the format. form: what the reader of forms
 * takes, so unknown members are refused and only FIELD_REQUIRED ones needed; else every member is there, null when
 * absent, and more are allowed, since fields are only ever added. */
int out_json_schema(struct out *out, const struct schema *schema, bool form);

/* One error (not those that follow in `more`) for standard error: the lines "ordr: …" and "hint: …", or one line with
 * a JSON object. */
void out_error(struct str *str, const struct err *err, bool json);

#endif
