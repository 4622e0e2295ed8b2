/* A command: what it is and how it needs the database, as const data. The dispatcher (app) owns the order of events; `run` reads
 * operands, calls core and hands records to out. It does not open, begin, commit, free, print or exit. */
#ifndef ORDR_CMD_H
#define ORDR_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ordr/core.h"
#include "ordr/input.h"
#include "ordr/opt.h"
#include "ordr/out.h"
#include "ordr/progress.h"
#include "ordr/speak.h"

enum access { ACCESS_NONE, ACCESS_READ, ACCESS_WRITE, ACCESS_CREATE };

/* What the operands are: for help, completion, and so that app reads standard input before it begins. */
enum operand { OPERAND_NONE, OPERAND_ORDER, OPERAND_SHIPMENT, OPERAND_INVOICE, OPERAND_RETURN,
	       OPERAND_COMPLAINT, OPERAND_DISPUTE, OPERAND_FILE, OPERAND_LINE, OPERAND_CUSTOMER,
	       OPERAND_PRODUCT, OPERAND_WAREHOUSE, OPERAND_SLA, OPERAND_USER, OPERAND_SETTING, OPERAND_COMMAND, OPERAND_SCHEMA,
	       OPERAND_PATH,   /* a file that the command opens by itself */
	       OPERAND_OUTPUT, /* a new file for what it prints; "-": standard output all the same */
	       OPERAND_WORD,
	       OPERAND_REASON, OPERAND_FIELD, /* values of options */
	       OPERAND_ORDER_FORM /* orders, or a FILE of forms that name theirs */ };

/* What a command changed or shows: how a document is loaded and printed is one row of a table (document.c). */
enum document { DOCUMENT_NONE, DOCUMENT_ORDER, DOCUMENT_SHIPMENT, DOCUMENT_INVOICE, DOCUMENT_CUSTOMER, DOCUMENT_PRODUCT,
		DOCUMENT_WAREHOUSE, DOCUMENT_SLA, DOCUMENT_USER, DOCUMENT_SETTING, DOCUMENT_STOCK, DOCUMENT_RETURN, DOCUMENT_COMPLAINT,
		DOCUMENT_DISPUTE, DOCUMENT_REMINDER, DOCUMENT_KINDS };

struct run;
struct master;
struct globals;

struct cmd {
	const char *name;
	const char *group;    /* "set up", "orders", …; on top-level commands: one without it is hidden, it serves ordr's own scripts */
	const char *synopsis; /* what follows the name: "ORDER..." */
	const char *summary;  /* one clause, lower case */
	const char *done;     /* WRITE: what was done to a document, for the sentence: "confirmed" */
	const char *(*done_by)(const struct run *run); /* … where that depends on the options; else NULL */
	const struct opt *options;
	size_t options_size;
	const struct schema *form; /* its plain fields are options too (customer add --code …) */
	enum operand operand;
	int min, max; /* operands; max −1: any number */
	enum access access;
	unsigned roles;   /* who may run it once users are kept (user.h): ROLE_SALES | …; 0: everybody */
	bool lines;       /* prints JSON Lines where others print a table */
	int (*may)(struct run *run); /* asked instead, where that depends on the options; NULL: `roles` says it all */
	bool key_in_form; /* without operands --key is the key of the form that the options make */
	enum document document;       /* of master data: the kind, and */
	const struct master *master;  /* how it is kept */
	const struct cmd *const *sub; /* subcommands, ends with NULL */
	const struct cmd *implied;    /* the subcommand meant when none is named */
	/* Asks on the terminal what the command line left open, before anything is opened for writing; NULL: the command never asks. What it comes to
	 * (in `arena`, which lives as long as the call) `run` finds in run->asked, also when it is run again; *asked stays NULL where there is nothing to
	 * ask. It looks things up through run_aside alone, so that no lock and no snapshot is held while somebody thinks. ERR_CANCELLED: they left. */
	int (*ask)(struct run *run, struct arena *arena, const struct node **asked);
	int (*run)(struct run *run);
	int (*replay)(struct run *run, const char *documents); /* answers again under a known key; NULL: document_replay */
};

/* The options of every command that reads forms from a FILE: a member of its own options. */
struct file_options {
	struct list map;    /* texts THEIRS=OURS */
	const char *errors; /* the new file for refused rows */
};
#define FORM_OPTIONS(record, member)                                                                                            \
	OPT_AS("map", record, member.map, 0, TEXTS, "THEIRS=OURS", "the field that a heading of CSV means; THEIRS= passes it over"), \
	OPT_AS("errors", record, member.errors, 0, TEXT, "FILE", "take each record for itself; refused rows of CSV go into a new FILE")
/* Makes an input that was just opened ready for forms: its headings and its encoding. ERR_USAGE: `input` is NULL, and one of the options given. */
int form_input(struct input *input, const struct cmd *cmd, const void *options, struct err *err);
extern const struct opt form_option_table[]; /* … of a command that has no others */

struct refused;

/* Everything a run has. */
struct run {
	struct core *core;
	struct out *out;
	const struct cmd *cmd;
	const char *path;         /* "stock receive" */
	const void *options;      /* the command's own struct */
	const char *const *operands;
	int count;
	const struct node *given; /* the form options that were given: members of an OBJECT */
	const char *key;          /* --key where key_in_form leaves it to the command; else NULL */
	const struct node *asked; /* what was asked for on the terminal; NULL: nothing was */
	FILE *in, *screen;        /* … and what is asked with: standard input and output. For `ask` alone */
	const struct globals *globals; /* for run_aside alone */
	struct input *input;      /* the operand that is a FILE or "-", spooled; else NULL */
	const char *database;     /* the file, as it was named */
	int64_t wait_ms;          /* --wait, for what is not a transaction */
	bool keep_going;
	bool dry_run;
	bool idempotent;
	bool quiet;
	bool verbose;
	bool json_errors;
	FILE *talk;        /* standard error */
	struct err errors; /* of a batch: all that went wrong, in order, copied into core->keep */
	size_t seen, failed;      /* records of a batch */
	FILE *refused_to;         /* where refused rows go; else NULL */
	struct refused *refused;  /* … while a FILE of forms is read */
	struct progress progress; /* … shown on `talk` */
	enum document kind;       /* of `documents`: set by document_begin */
	bool remember;            /* keep `documents`: a key or a list wants them */
	struct str documents;     /* ids of what was changed, each after a blank */
	bool replayed;            /* the key was known: documents are shown, nothing was done */
	bool no_output;           /* there is nothing to write into the file of --output, which is left as it is */
	bool follow;              /* READ: run again on a new snapshot after a moment (events --follow) */
	int64_t after;            /* events --follow: the last number printed */
};

extern const char *ordr_program; /* how this program is started anew (main.c); NULL in a program that is another */
extern const struct cmd *const commands[]; /* commands.c: in help order, ends with NULL */
extern const struct cmd cmd_today;           /* … the one that is meant where none is named and there is a database */
extern const char *const command_groups[]; /* in help order, ends with NULL */
extern const struct opt global_options[];  /* globals.c */

/* Documents (document.c). Begins the output of a changing command's documents (in machine formats: records of that kind), and ends it. */
int document_begin(struct run *run, enum document kind);
int document_end(struct run *run);
/* Prints the document as it is now: a sentence to a terminal, its id into a pipe, the whole record in machine formats; and
 * remembers it for --key. `id` as text: SO-000001, RE-2026-00001, a code or SKU, "SKU:WAREHOUSE" of a level. */
int document_changed(struct run *run, enum document kind, const char *id);
/* The same, of a record that is at hand, with facts that only the step knows (which orders a receipt served). */
int document_record(struct run *run, enum document kind, const char *id, const void *record);
int document_order(struct run *run, struct order_id id);
/* The same, with when what is left of it could be there (order_outlook); of an order that is only placed on a dry run alone. */
int document_outlook(struct run *run, struct order_id id);
struct consignment;
/* Its shipment, or its order. */
int document_consignment(struct run *run, const struct consignment *of);
/* Prints nothing and only remembers it: for --key, and for document_consignments, which gives all of them (struct consignment, in core->keep). */
int document_quietly(struct run *run, const struct consignment *of);
int document_consignments(struct run *run, struct list *consignments);
/* Prints the documents that were stored under a key: "order SO-000001 SO-000002". */
int document_replay(struct run *run, const char *documents);
/* The word of a kind, as in its schema: "order". */
const char *document_word(enum document kind);

/* Batches (batch.c). One record: calls `one`; under --keep-going in a savepoint of its own, and its error is written at once. Under
 * --idempotent a conflict that is `already` so counts as success. The arena is reset after it. `subject` (may be NULL) names the record in an
 * error that names none; `line` (0: none) is its place in run->input. 0; −1: stop, the reason is in run->errors. */
int batch_one(struct run *run, const char *subject, size_t line, int (*one)(struct run *run, void *context), void *context);
/* Shows on a terminal how far the command is: so many of `what`, a TO_TRANSLATE("rows"), and how much of its file; batch_one does by itself. */
void batch_progress(struct run *run, const char *what, int64_t count);
/* For batch_one: takes the error in core->err for the record's. */
int batch_refuse(struct run *run, void *context);
/* At the end: 0, or −1 with all errors in core->err when the batch is to be undone. `what`: "order", "row". */
int batch_end(struct run *run, const char *what);

/* Filters that choose orders, for steps and lists. */
struct filter_options {
	const char *state, *fulfilment, *billing, *customer, *tier, *priority, *sku;
	struct date due;
	const char *since, *until;
	bool overdue, held, urgent;
	int64_t next;
};
struct order_filter;
/* Reads the options into a filter; *given says whether there was any. */
int filter_read(struct run *run, const struct filter_options *options, struct order_filter *filter, bool *given);
/* Runs `one` for each order named by the operands (ids, or "-") or, when there are none and a filter is given, chosen by it; `ready` narrows the
 * choice to orders that can take the step. All or nothing unless --keep-going. */
int batch_orders(struct run *run, const struct filter_options *filter, const char *ready,
		 int (*one)(struct run *run, struct order_id id), enum document kind);
/* The same for steps that a shipment can take alone: an order stands for all of its shipments that can. Whichever is named is what is printed
 * (document_consignment), unless `quiet`; both in one call are refused. */
int batch_consignments(struct run *run, const struct filter_options *filter, const char *ready,
		       int (*one)(struct run *run, const struct consignment *of), bool quiet);

/* Runs `one` for each document named by the operands, or on standard input for "-": as text, since each command knows its own. `kind` is what
 * is printed; with --idempotent what is as it should be already is printed as it is. All or nothing unless --keep-going. */
int batch_documents(struct run *run, const char *what, enum document kind, int (*one)(struct run *run, const char *id));

/* The same for looking: prints the documents named as records of that schema, whole. */
int show_documents(struct run *run, const struct schema *schema, int (*one)(struct run *run, const char *id));

/* Loads each record of run->input by the form's schema and calls `one` with its node: batch_load checks it into a record. All are read and
 * checked even when one is wrong. */
int batch_forms(struct run *run, const struct schema *form, const char *what,
		int (*one)(struct run *run, const struct node *node, void *context), void *context);
/* form_load with the run's file and currency; errors in core->err. `node` NULL: the options that were given. */
int batch_load(struct run *run, const struct schema *form, const struct node *node, bool partial, void *record);
/* form_locate for all errors in core->err. `node` NULL: the options that were given. Returns −1. */
int batch_locate(struct run *run, const struct schema *form, const struct node *node);

/* For `ask` (aside.c): opens the database, looks, and closes it again. ACCESS_READ: in one snapshot. ACCESS_WRITE: in a transaction that is undone
 * whatever was done in it, so that the answer is what doing it would give; it waits for other writers for a moment only (ERR_BUSY). core->arena is
 * as it was before; what `look` leaves in core->err stays. Refuses, as the command itself would, who may not run it. */
int run_aside(struct run *run, enum access access, int (*look)(struct run *run, void *context), void *context);

/* Says something that is no error on standard error, about `path` (a file or document; NULL: nothing), where the line of an error would stand and in its
 * shape: in JSON `error` is null and `exit` 0. */
void run_note(struct run *run, const char *path, const char *message);
/* `text` of an OPT_INSTANT option; NULL gives `otherwise`. ERR_INVALID names the option. */
int run_instant(struct run *run, const char *option, const char *text, struct instant otherwise, struct instant *instant);

/* Runs the command under a key: when the same was asked under it before (the command, its options, its operands or what its file holds; not
 * what changes only the look of the answer), the documents of then are printed and nothing is done. ERR_CONFLICT: something else was. */
int key_run(struct run *run, const char *key);

/* The whole program but for process exit. Returns the exit status. */
int ordr_main(int argc, char **argv, FILE *in, FILE *out, FILE *err);

#endif
