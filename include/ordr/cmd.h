/* A command: what it is and how it needs the database, as const data. The dispatcher (app) owns the order of events; `run` reads
 * operands, calls core and hands records to out. It does not open, begin, commit, free, print or exit. */
#ifndef ORDR_CMD_H
#define ORDR_CMD_H

#include <stdbool.h>
#include <stddef.h>

#include "ordr/core.h"
#include "ordr/input.h"
#include "ordr/opt.h"
#include "ordr/out.h"
#include "ordr/reader.h"

enum access { ACCESS_NONE, ACCESS_READ, ACCESS_WRITE, ACCESS_CREATE };

/* What the operands are: for help, completion, and so that app reads standard input before it begins. */
enum operand { OPERAND_NONE, OPERAND_ORDER, OPERAND_SHIPMENT, OPERAND_INVOICE, OPERAND_FILE, OPERAND_LINE, OPERAND_CUSTOMER,
	       OPERAND_PRODUCT, OPERAND_WAREHOUSE, OPERAND_WORD };

/* What a command changed or shows: how a document is printed is one function a kind (document.c). */
enum document { DOCUMENT_ORDER, DOCUMENT_SHIPMENT, DOCUMENT_INVOICE, DOCUMENT_CUSTOMER, DOCUMENT_PRODUCT, DOCUMENT_WAREHOUSE,
		DOCUMENT_SLA, DOCUMENT_USER, DOCUMENT_STOCK, DOCUMENT_KINDS };

struct run;

struct cmd {
	const char *name;
	const char *group;    /* "set up", "orders", …; on top-level commands */
	const char *synopsis; /* what follows the name: "ORDER..." */
	const char *summary;  /* one clause, lower case */
	const char *done;     /* WRITE: what was done to a document, for the sentence: "confirmed" */
	const struct opt *options;
	size_t options_size;
	const struct schema *form; /* its plain fields are options too (customer add --code …) */
	enum operand operand;
	int min, max; /* operands; max −1: any number */
	enum access access;
	unsigned roles; /* who may run it once users are kept (core/user.h): ROLE_SALES | …; 0: everybody */
	const struct cmd *const *sub; /* subcommands, ends with NULL */
	const struct cmd *implied;    /* the subcommand meant when none is named */
	int (*run)(struct run *run);
};

/* Everything a run has. */
struct run {
	struct core *core;
	struct out *out;
	const struct cmd *cmd;
	const char *path;         /* "stock receive" */
	const void *options;      /* the command's own struct */
	const char *const *operands;
	int count;
	const struct node *given; /* the form options that were given */
	struct input *input;      /* standard input, spooled, when an operand is "-"; else NULL */
	bool keep_going;
	bool idempotent;
	bool quiet;
	bool json_errors;
	FILE *talk; /* standard error, for app's own use */
	size_t failed; /* records that failed under --keep-going */
	size_t seen;
	enum document document_kind; /* of `documents`: set by document_begin */
	struct list documents; /* const char *: ids of what was changed, for --key */
	size_t documents_room;
	bool replayed;
	const struct cmd *const *commands; /* the table, for help and completion */
};

extern const struct cmd *const commands[]; /* commands.c: in help order, ends with NULL */
extern const char *const command_groups[]; /* in help order, ends with NULL */
extern const struct opt global_options[];  /* app.c */

/* Begins the output of a changing command's documents (in machine formats: records of that kind), and ends it. */
int document_begin(struct run *run, enum document kind);
int document_end(struct run *run);
/* Prints the document as it is now: a sentence to a terminal, its id into a pipe, the whole record in machine formats; and
 * remembers it for --key. `id` as text: SO-000001, RE-2026-00001, a code or SKU. */
int document_changed(struct run *run, enum document kind, const char *id);

/* Batches (batch.c). Runs `one` for each order named by the operands (ids, or "-") or, when there are no operands and a filter is given,
 * chosen by it. All or nothing unless --keep-going, which takes each in a savepoint of its own and writes its error at once.
 * Under --idempotent a conflict "already so" counts as success. The arena is reset after each. */
int batch_orders(struct run *run, int (*one)(struct run *run, struct order_id id, void *context), void *context);
/* One record of a batch: calls `one`, and treats its failure as above. `what`: "order", "row". 0 or −1. */
int batch_one(struct run *run, const char *what, int (*one)(struct run *run, void *context), void *context);

/* Loads each record of FILE or "-" into a zeroed record of the form and calls `one`. All forms are read and checked even when one is wrong:
 * every error is reported. */
int batch_forms(struct run *run, const char *file, const struct schema *schema, bool partial,
		int (*one)(struct run *run, void *record, const struct node *node), void *record);

/* `text` of an OPT_INSTANT option; NULL gives `otherwise`. ERR_INVALID names the option. */
int run_instant(struct run *run, const char *option, const char *text, struct instant otherwise, struct instant *instant);

/* The whole program but for process exit. Returns the exit status. */
int ordr_main(int argc, char **argv, FILE *in, FILE *out, FILE *err);

#endif
