/* A record described once. The same table loads a row, reads a form, prints JSON, CSV and tables, answers
 * --fields, and becomes the JSON Schema. Tables end with a field whose name is NULL. */
#ifndef ORDR_FIELD_H
#define ORDR_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ordr/arena.h"
#include "ordr/date.h"
#include "ordr/err.h"
#include "ordr/id.h"
#include "ordr/money.h"
#include "ordr/quantity.h"
#include "ordr/str.h"

enum field_type {
	FIELD_TEXT,     /* const char *; NULL when absent */
	FIELD_CHOICE,   /* const char *, one of `choices` */
	FIELD_INTEGER,  /* int64_t; NONE when absent */
	FIELD_BOOL,     /* bool */
	FIELD_MONEY,    /* struct money */
	FIELD_PRICE,    /* struct price */
	FIELD_QUANTITY, /* struct quantity */
	FIELD_PERCENT,  /* struct percent */
	FIELD_INSTANT,  /* struct instant */
	FIELD_DATE,     /* struct date */
	FIELD_ORDER,    /* struct order_id; number 0 when absent */
	FIELD_SHIPMENT, /* struct shipment_id; number 0 when absent */
	FIELD_RETURN,   /* struct return_id; number 0 when absent */
	FIELD_COMPLAINT, /* struct complaint_id; number 0 when absent */
	FIELD_DISPUTE,   /* struct dispute_id; number 0 when absent */
	FIELD_RAW,      /* const char *: JSON text that is printed as it stands; NULL when absent */
	FIELD_OBJECT,   /* a struct, embedded, described by `fields` */
	FIELD_LIST,     /* struct list of structs of `size` bytes, described by `fields` */
	FIELD_TEXTS     /* struct list of const char * */
};

enum field_flags {
	FIELD_REQUIRED = 1, /* a form must have it; an output never has null there */
	FIELD_SHOWN = 2,    /* a column of the table when --fields names none */
	FIELD_WIDE = 4,     /* the column that gives way when the terminal is narrow: cut with an ellipsis */
	FIELD_LATE = 8,     /* the column that is dropped first when the terminal is narrow; a list that a page leaves out when it is empty */
	FIELD_NUMBER_TOO = 16, /* a text that a JSON form may also write as a number: discount 5 or "10%" */
	FIELD_POSITIVE = 32,   /* a form's number must be greater than zero */
	FIELD_NOT_NEGATIVE = 64, /* a form's number must not be below zero */
	FIELD_KEY = 128,         /* the field that names the document; in a list of a report: one of those that name the item */
	/* What a page draws. On a LIST: one row for each item, which its KEY fields name; on an OBJECT: one row. The values drawn are those of the numbers
	 * with FIELD_PLOT in it, one colour each. */
	FIELD_BARS = 256,    /* bars side by side */
	FIELD_STACKED = 512, /* one bar of parts */
	FIELD_LINE = 1024,   /* LIST: a line over its items, which lie in order */
	FIELD_SPARK = 2048,  /* LIST: the same, small; in the table for people a line of blocks in place of its rows */
	FIELD_PLOT = 4096,   /* a number that is drawn */
	FIELD_WARNS = 8192,  /* wants to be seen where it is: a bool that is true, a number above zero; in the table for people it has a colour, too */
	FIELD_WORD = 16384,  /* TEXT in a list: a word of the field that the CHOICE before it names, such as "strategic" behind "tier"; people read it so */
	FIELD_KEPT = 32768   /* a column that was asked for by name, or that is to be typed: however narrow the terminal is, it is there */
};

struct list {
	void *items;
	size_t count;
};

struct field {
	const char *name;  /* as in JSON and --fields: lower case, underscores */
	const char *label; /* the table's heading; NULL: the name, upper case */
	enum field_type type;
	size_t offset;
	unsigned flags;
	const struct field *fields;  /* OBJECT, LIST */
	size_t size;                 /* LIST: of one item */
	const char *const *choices;  /* CHOICE: ends with NULL */
	const char *help;            /* one clause: for the schema's description, and option help */
	size_t max;                  /* TEXT in a form: the most code points; 0: FIELD_TEXT_MAX */
};

#define FIELD_TEXT_MAX 1000
#define FIELD_KEY_MAX  60 /* code points of a code or SKU; they hold no blank, colon or comma, so that SKU:QTY and lists of ids read back */

/* A record's name and shape: "ordr.order/1". */
struct schema {
	const char *name;
	const char *title; /* one sentence */
	const struct field *fields;
	size_t size; /* of the struct */
	const char *group;       /* forms in CSV: consecutive rows with the same value here are one record; NULL: each row is one */
	const char *group_other; /* … used instead when `group` is empty in the row; NULL: none */
	const char *const *headings; /* forms of files that others write, a bank: "Betrag=amount", what their columns are called, ends with NULL. Columns
				      * and first lines that are not known are passed over, and CAMT is read, too */
	const char *record; /* forms: the schema of the record that has the same fields, so that what was printed comes in again; NULL: none */
};

/* Table entries: F(struct, member, TYPE, flags, help). */
#define F(record, member, kind, flag, text) \
	{ .name = #member, .type = FIELD_##kind, .offset = offsetof(record, member), .flags = (flag), .help = (text) }
#define F_CHOICE(record, member, values, flag, text)                                                                             \
	{ .name = #member, .type = FIELD_CHOICE, .offset = offsetof(record, member), .flags = (flag), .choices = (values), \
	  .help = (text) }
#define F_OBJECT(record, member, table, flag, text)                                                                             \
	{ .name = #member, .type = FIELD_OBJECT, .offset = offsetof(record, member), .flags = (flag), .fields = (table),   \
	  .help = (text) }
#define F_LIST(record, member, item, table, flag, text)                                                                  \
	{ .name = #member, .type = FIELD_LIST, .offset = offsetof(record, member), .flags = (flag), .fields = (table),   \
	  .size = sizeof(item), .help = (text) }
#define FIELD_END { .name = NULL }

/* The field of that name, or NULL; a dotted name ("ship_to.city") reaches into an OBJECT, with *record moved to it
 * (record may be NULL when only the field is wanted). */
const struct field *field_find(const struct field *fields, const char *name, const void **record);
size_t field_count(const struct field *fields);

/* Makes every value absent: NULL, NONE, 0, false; lists empty; objects field by field. */
void field_clear(const struct field *fields, void *record);
/* Is the value absent (null in JSON)? Lists and objects never are; a bool never is. */
bool field_absent(const struct field *field, const void *record);

/* Puts one value as JSON: exact numbers, null when absent, nested lists and objects whole (without "schema"). */
void field_put_json(const struct field *field, const void *record, struct str *str);
/* Puts all fields as the members of a JSON object, without its braces: "a":1,"b":null */
void field_put_members(const struct field *fields, const void *record, struct str *str);

/* How a value is written for people and for CSV. Absent puts nothing. */
enum field_style {
	FIELD_PLAIN, /* as in JSON, without quotes: UTC instants; TEXTS joined by a space; LIST and OBJECT as JSON */
	FIELD_LOCAL  /* for people: instants in the zone in use, bool as yes or nothing */
};
void field_put_text(const struct field *field, const void *record, enum field_style style, struct str *str);

/* Reads text into the record's field (not OBJECT, LIST, TEXTS, RAW). Money and prices are read in `currency`. The empty text makes
 * the value absent. Checks choices, signs (flags) and length, refuses control characters but newline and tab in
 * text. Copies go to the arena. On failure −1, ERR_INVALID, a message that says what is wrong with the value and a
 * hint that says what would be right; neither names the field: the caller does. */
int field_parse(const struct field *field, void *record, const char *text, const char *currency, struct arena *arena,
		struct err *err);

#endif
