/* Which fields of a record are printed: those that --fields names, or the format's standard. The choice is itself a
 * table of fields, so that whatever prints a record prints a selection of it as well. */
#ifndef ORDR_OUT_COLUMNS_H
#define ORDR_OUT_COLUMNS_H

#include "ordr/field.h"

enum leaves {
	LEAVES_ALL,
	LEAVES_PLAIN, /* no lists */
	LEAVES_SHOWN  /* those flagged FIELD_SHOWN; all plain ones where none is */
};

/* The leaves of a record as a flat table in the arena: members of objects have dotted names and offsets within the
 * record. NULL on exhausted memory (err set). */
const struct field *columns_standard(struct arena *arena, const struct field *fields, enum leaves which,
				     struct err *err);
/* The same for names "a,b.c"; an object's name stands for all of its members. ERR_USAGE for a name that is unknown,
 * empty or said twice. */
const struct field *columns_named(struct arena *arena, const struct schema *schema, const char *names, struct err *err);
/* The tree that has just these leaves, in their order. NULL on exhausted memory (err set). */
const struct field *columns_tree(struct arena *arena, const struct field *fields, const struct field *columns,
				 struct err *err);

#endif
