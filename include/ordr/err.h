/* What went wrong: filled where it is detected, printed by app alone. A function that can fail returns 0 or −1
 * and leaves the reason here. Messages are one line, lower case, without a full stop. What is given to err_set, err_already and err_hint is put into the
 * language of who runs the program (speak.h) as it is filled in; what %s stands for is not, and has to be in it already where it is words. */
#ifndef ORDR_ERR_H
#define ORDR_ERR_H

#include <stdbool.h>
#include <stddef.h>

#include "ordr/arena.h"

/* The codes in the order of the exit-code table of ordr(1). */
enum err_code {
	ERR_OK,
	ERR_FAILED,      /* the system failed us: I/O, memory, disk full */
	ERR_USAGE,       /* the command line is wrong */
	ERR_PARTIAL,     /* --keep-going, and some records failed */
	ERR_NOT_FOUND,   /* no such order, product, … */
	ERR_CONFLICT,    /* not in a state for this step; same key, other content */
	ERR_REFUSED,     /* a rule of the business says no */
	ERR_INVALID,     /* the data given is wrong */
	ERR_DENIED,      /* this actor's role may not do this */
	ERR_NO_DATABASE, /* none found, not an ordr database, or from a newer ordr */
	ERR_BUSY,        /* other writers held the database longer than --wait */
	ERR_DAMAGED,     /* the books do not add up or the file is broken */
	ERR_UNKNOWN,     /* the system failed while committing: it may have happened */
	ERR_BREACH,      /* a --check found what it watches for */
	ERR_CANCELLED,   /* asked on the terminal, and left unanswered */
	ERR_CODES
};

struct err {
	enum err_code code;
	char message[400];
	char hint[200];
	char subject[80]; /* the document: SO-000123, a SKU, a file */
	char path[160];   /* where in the data: "orders.jsonl:7 /lines/0/qty" */
	bool already;     /* ERR_CONFLICT: it is as the command wants it; --idempotent makes that success */
	struct err *more; /* further errors of the same run, oldest first; NULL at the end */
	size_t count;     /* on the first of a list: how many there were, kept or not; else 0 */
};

/* One row of the table code → word → exit status. */
struct err_kind {
	const char *name; /* "not-found" */
	int exit;
	const char *when; /* one clause for the manual */
};

/* The row for a code. Never NULL. */
const struct err_kind *err_kind(enum err_code code);

/* Fills code and message, clears the rest; returns −1 so that a caller can `return err_set(…)`. */
int err_set(struct err *err, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* As err_set with ERR_CONFLICT, and `already`. */
int err_already(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds to an error that is set already; each returns −1 for the same reason. */
int err_hint(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
int err_subject(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
int err_path(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What the system says of an errno, "No such file or directory", in the language of who runs the program. Never NULL. */
const char *err_system(int number);
/* "out of memory", ERR_FAILED; returns −1. */
int err_memory(struct err *err);

/* The most errors that one list keeps; the rest are counted. */
#define ERR_LIST_MAX 200
/* Adds `one` to the end of `all` (whose own fields hold the first error); copies live in the arena. Returns −1. */
int err_collect(struct err *all, struct arena *arena, const struct err *one);
void err_clear(struct err *err);

/* The analyser reads one file at a time: it is told what each returns, or it takes what was not filled in for filled in. */
#if defined __clang_analyzer__ && !defined ERR_DEFINED_HERE
#define err_set(...)	 ((void)err_set(__VA_ARGS__), -1)
#define err_already(...) ((void)err_already(__VA_ARGS__), -1)
#define err_hint(...)	 ((void)err_hint(__VA_ARGS__), -1)
#define err_subject(...) ((void)err_subject(__VA_ARGS__), -1)
#define err_path(...)	 ((void)err_path(__VA_ARGS__), -1)
#define err_memory(err)	 ((void)err_memory(err), -1)
#define err_collect(...) ((void)err_collect(__VA_ARGS__), -1)
#endif

#endif
