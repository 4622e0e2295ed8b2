/* A form: nodes checked against a field table into a record. Checked whole: every error is reported. */
#ifndef ORDR_FORM_H
#define ORDR_FORM_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/field.h"
#include "ordr/node.h"

#define FORM_LINES_MAX 10000

struct form_context {
	struct arena *arena;
	const char *file;     /* for messages: "orders.jsonl", "standard input"; NULL: the command line (fields are options) */
	const struct list *map; /* as in struct input: errors name the columns as the file does */
	const char *currency; /* of money, unless the form has a field `currency` with a value */
	bool partial;         /* an edit or an update: required fields may be missing, fields not given stay as they are */
};

/* Loads `node` (an OBJECT) into `record` by the schema. Unless partial, clears the record first. A member "schema" with the
 * schema's own name is accepted and ignored. Unknown members are errors that suggest the nearest name and else list the
 * known. Errors collect in *err (err_collect), each with code ERR_INVALID, a path "file:line /lines/0/qty" (JSON), "file:line
 * column qty" (CSV) or "--qty" (options), what is wrong, and a hint with what would be right. 0 when there was none. */
int form_load(const struct form_context *context, const struct schema *schema, const struct node *node, void *record,
	      struct err *err);

/* Where an error stands that was found later, in the loaded record: its path, a JSON pointer ("/lines/0/qty"), becomes one as form_load
 * writes them. A path that is no pointer stays as it is. Returns −1, as err_path. */
int form_locate(const struct form_context *context, const struct schema *schema, const struct node *node, struct err *err);

#endif
