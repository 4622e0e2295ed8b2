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
	const char *name; /* "carrier", without dashes */
	char letter;      /* 0: none */
	enum opt_type type;
	size_t offset;
	const char *argument; /* "NAME"; NULL for flags */
	const char *help;     /* one clause, lower case */
	const char *const *choices;
};

#define OPT_END { .name = NULL }

/* What is parsed against. Tables end with OPT_END; any may be NULL. */
struct opt_tables {
	const struct opt *global;
	void *globals; /* filled by `global` */
	const struct opt *own;
	void *options; /* filled by `own`; zeroed, then OPT_INTEGER and OPT_DATE made absent, by opt_init */
	const struct field *form; /* each plain field is an option --name-with-dashes VALUE too; objects' dotted: --ship-to.city */
	struct node *given;       /* an OBJECT node: gets a LOOSE member for each form option given */
};

void opt_init(const struct opt *own, void *options);
/* Parses argv[0 … argc) . Options and operands may be mixed; "--" ends options; "-" alone is an operand; "--name=value",
 * "--name value", "-n value", "-nvalue", joined flags "-qn". Operands are gathered into operands[], in order; *count
 * of them. `stop`: stop at the first operand (the word of a command), *used then is its index. ERR_USAGE with a hint. */
int opt_parse(const struct opt_tables *tables, struct arena *arena, int argc, char **argv, const char **operands, int *count,
	      bool stop, int *used, struct err *err);

#endif
