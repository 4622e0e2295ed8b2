/* The command line: options described by tables, stored by checked offset into a zeroed struct of the command's own. Names are
 * never abbreviated; an unknown one is an error with a suggestion. */
#ifndef ORDR_OPT_H
#define ORDR_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ordr/arena.h"
#include "ordr/date.h"
#include "ordr/err.h"
#include "ordr/field.h"
#include "ordr/node.h"

enum opt_type {
	OPT_FLAG,     /* bool */
	OPT_TEXT,     /* const char * */
	OPT_TEXTS,    /* struct list of const char *: may be given several times */
	OPT_CHOICE,   /* const char *, one of `choices` */
	OPT_INTEGER,  /* int64_t, > 0; NONE when absent */
	OPT_DATE,     /* struct date; NONE when absent */
	OPT_INSTANT,  /* const char *, RFC 3339 or a date: read with instant_parse once the company's zone is in use */
	OPT_COUNT     /* int: how often a flag was given (-v) */
};

struct opt {
	const char *name; /* "carrier", without dashes; underscores are dashes on the command line: received_by is --received-by */
	char letter;      /* 0: none */
	enum opt_type type;
	size_t offset;
	const char *argument; /* "NAME"; NULL for flags. FILE, ORDER, CUSTOMER … are completed (complete.c) */
	const char *help;     /* one clause, lower case */
	const char *const *choices;
};

/* Table entries: OPT(struct ship_options, carrier, 'c', TEXT, "NAME", "who carries it"). The offset is checked: when the member is not of
 * the type that the option stores, nothing of _Generic fits and it does not compile; nor does a CHOICE without choices: OPT_ONE_OF. OPT_AS is for a
 * name that the member cannot have. */
#define OPT_STORES_FLAG bool
#define OPT_STORES_TEXT const char *
#define OPT_STORES_TEXTS struct list
#define OPT_STORES_INTEGER int64_t
#define OPT_STORES_DATE struct date
#define OPT_STORES_INSTANT const char *
#define OPT_STORES_COUNT int
#define OPT_OFFSET(record, member, kind) _Generic(((record *)0)->member, OPT_STORES_##kind: offsetof(record, member))

#define OPT_AS(word, record, member, key, kind, what, text)                                                                    \
	{ .name = (word), .letter = (key), .type = OPT_##kind, .offset = OPT_OFFSET(record, member, kind), .argument = (what), \
	  .help = (text) }
#define OPT(record, member, key, kind, what, text) OPT_AS(#member, record, member, key, kind, what, text)
#define OPT_ONE_OF(record, member, key, values, what, text)                                                                  \
	{ .name = #member, .letter = (key), .type = OPT_CHOICE, .offset = OPT_OFFSET(record, member, TEXT), .argument = (what), \
	  .help = (text), .choices = (values) }
#define OPT_END { .name = NULL }

/* What is parsed against. Tables end with OPT_END; any may be NULL. A name is looked for in `own`, then in `global`, then in `form`; a
 * letter in `own`, then in `global`. */
struct opt_tables {
	const struct opt *global;
	void *globals; /* filled by `global` */
	const struct opt *own;
	void *options; /* filled by `own`; emptied by opt_init */
	const struct field *form; /* each plain field is an option --name-with-dashes VALUE too; objects' dotted: --ship-to.city */
	struct node *given;       /* an OBJECT node: gets a LOOSE member for each form option given, named as the field: ship_to.city */
	const char *command;      /* "stock receive", for hints; NULL: none is known yet */
};

/* Makes what each option of the table stores absent: false, NULL, 0, NONE, an empty list. */
void opt_init(const struct opt *own, void *options);
/* Parses argv[0 … argc) . Options and operands may be mixed; "--" ends options; "-" alone is an operand; "--name=value",
 * "--name value", "-n value", "-nvalue", joined flags "-qn". A value that begins with "-" needs "--name=value", unless it is "-" or a
 * negative number. Operands are gathered into operands[] (room for argc), in order; *count of them. `stop`: stop at the first operand
 * (the word of a command), *used then is its index; else argc. ERR_USAGE with a hint.
 * An option is "given twice" when its place holds a value already, also of an earlier call: fill in defaults afterwards. The values of
 * form options are only looked at for UTF-8: form_load reads them, and an empty one makes the field absent. */
int opt_parse(const struct opt_tables *tables, struct arena *arena, int argc, char **argv, const char **operands, int *count,
	      bool stop, int *used, struct err *err);

#define OPT_NAME_SIZE 80
/* As it is typed: "--received-by". Returns out. */
const char *opt_name(const struct opt *opt, char out[OPT_NAME_SIZE]);
/* The option of that name as typed, without the two dashes; or NULL. The table may be NULL. */
const struct opt *opt_find(const struct opt *table, const char *name);
/* The option of that letter, or NULL. The table may be NULL. */
const struct opt *opt_find_letter(const struct opt *table, char letter);
bool opt_takes_value(const struct opt *opt);
/* What was given for an option of type TEXT of that name; NULL when it was not, or the table has none. */
const char *opt_text(const struct opt *table, const char *name, const void *options);
/* The same for TEXTS. */
const struct list *opt_texts(const struct opt *table, const char *name, const void *options);
/* The plain fields of a form as a table of options without places, but for those that own or global name. NULL: memory is exhausted. */
const struct opt *opt_of_form(struct arena *arena, const struct field *form, const struct opt *own, const struct opt *global);

#endif
