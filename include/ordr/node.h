/* What came in, before it is known what it is: a tree of names and texts with their places. JSON, CSV and the
 * command line all become nodes; form_load makes records of them. Nodes live in the arena of their reader. */
#ifndef ORDR_NODE_H
#define ORDR_NODE_H

#include <stddef.h>

enum node_kind {
	NODE_NULL,
	NODE_BOOL,   /* text "true" or "false" */
	NODE_NUMBER, /* JSON number, its text as written */
	NODE_TEXT,   /* JSON string, decoded; no NUL in it */
	NODE_LOOSE,  /* a text whose type its field decides: a CSV cell, an option's value */
	NODE_LIST,
	NODE_OBJECT
};

struct node {
	enum node_kind kind;
	const char *name; /* of a member of an object; else NULL */
	const char *text; /* NULL for LIST, OBJECT, NULL */
	size_t line;      /* in the input, from 1; 0: not from a file */
	size_t column;    /* CSV: the column, from 1; else 0 */
	struct node *child; /* first member or item */
	struct node *last;
	struct node *next;
};

struct arena;

/* The member of that name (case counts), or NULL. */
const struct node *node_member(const struct node *object, const char *name);
/* Appends a new child; NULL when memory is exhausted. name and text are kept by address. */
struct node *node_add(struct arena *arena, struct node *parent, enum node_kind kind, const char *name, const char *text);

#endif
