/* Records from an input, one at a time, in memory that does not grow with the number of records. JSON (one object or an
 * array of objects), JSON Lines and CSV are told apart by the first byte: '{' or '[' is JSON, else CSV; a bank's form takes XML
 * (CAMT.053), too. */
#ifndef ORDR_READER_H
#define ORDR_READER_H

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/field.h"
#include "ordr/input.h"
#include "ordr/node.h"

/* The limits of hostile input, each with an error that names it. */
#define READER_DEPTH_MAX 64
#define READER_RECORD_MAX (16 * 1024 * 1024) /* bytes of one record */
#define READER_MEMBERS_MAX 100000            /* values in one record */
#define READER_TEXT_MAX (1024 * 1024)        /* bytes of one text */

struct reader;

#define READER_ERROR_COLUMN "error" /* the heading of what is passed over: why a row was refused */

/* `schema` is the form: CSV takes its header and grouping from it (columns of a nested list or object are named as its
 * fields, objects' dotted: "ship_to.city"; a column `error` is passed over, and so is one that the input's map calls nothing); cells as spreadsheets
 * write them: 1.234,50 beside semicolons, 24.11.2026. ERR_USAGE: a map that fits no heading. The reader is on the heap. An input may begin with a UTF-8 BOM. */
int reader_open(struct reader **reader, struct input *input, const struct schema *schema, struct err *err);
/* What ordr wrote itself may be larger than what comes from outside: records and texts of JSON up to so many bytes, a power of two. */
void reader_allow(struct reader *reader, size_t bytes);
/* 1 and a node of kind OBJECT in the arena (valid until the arena is reset), 0 at the end, −1. ERR_INVALID says file, line,
 * what is wrong and what would be right, and refuses: duplicate and NUL-bearing keys, bad UTF-8, trailing bytes, numbers
 * that JSON does not allow, control characters in strings, lone surrogates, what passes a limit; in CSV: unknown or repeated
 * columns, rows with more cells than the header, a quote in the wrong place. After −1 the reader can go on with the
 * next record when `*recoverable` says so (a JSON Lines line or CSV row was wrong, the following ones can be read); else it
 * gives 0 from then on. */
int reader_next(struct reader *reader, struct arena *arena, struct node **node, bool *recoverable, struct err *err);
/* A row of CSV as it stands in the file, to its newline (the last of the file may have none), without the error that a file of refused rows has in its
 * last column. */
struct csv_row {
	size_t line;  /* where it begins in the file, from 1 */
	size_t cells; /* how many could be read */
	size_t end;   /* bytes */
};
/* From the next record on, its rows can be asked for. False: the input is no CSV. */
bool reader_keep(struct reader *reader);
/* "CSV", "JSON" or "XML", for messages. */
const char *reader_kind(const struct reader *reader);
/* The header. */
const char *reader_heading(const struct reader *reader, struct csv_row *about);
/* What stands between two cells. */
char reader_separator(const struct reader *reader);
/* The rows of the record that reader_next just gave or refused, from 0; NULL behind the last. */
const char *reader_row(const struct reader *reader, size_t index, struct csv_row *about);
/* Writes what was not read, as it stands: after an error that nothing can be read behind. 0, or −1 with errno. */
int reader_put_rest(struct reader *reader, FILE *stream);
/* How many records reader_next has given or refused so far. */
size_t reader_count(const struct reader *reader);
void reader_close(struct reader *reader);

#endif
