/* Records from an input, one at a time, in memory that does not grow with the number of records. JSON (one object or an
 * array of objects), JSON Lines and CSV are told apart by the first byte: '{' or '[' is JSON, else CSV. */
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

/* `schema` is the form: CSV takes its header and grouping from it (columns of a nested list or object are named as its
 * fields, objects' dotted: "ship_to.city"). The reader is on the heap. An input may begin with a UTF-8 BOM. */
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
/* How many records reader_next has given or refused so far. */
size_t reader_count(const struct reader *reader);
void reader_close(struct reader *reader);

#endif
