/* What loading a form needs at hand, and the loading of one plain value. Private to src/in. */
#ifndef ORDR_IN_LOADER_H
#define ORDR_IN_LOADER_H

#include <stdbool.h>

#include "ordr/form.h"

#include "place.h"

struct loader {
	const struct form_context *context;
	const struct schema *schema;
	const char *currency;
	struct err *err;
	size_t unknown; /* members so far */
	bool failed;
};

/* Adds an error about the value at `place`; `node` knows the line. `hint` may be NULL. */
__attribute__((format(printf, 5, 6))) void loader_fail(struct loader *loader, const struct node *node,
						       const struct place *place, const char *hint, const char *format,
						       ...);
/* Sets the error's path to `place`, as its input has it. */
void loader_path(const struct loader *loader, struct err *err, const struct node *node, const struct place *place);
void loader_memory(struct loader *loader);

/* Loads a value of any type but OBJECT and LIST. */
void loader_value(struct loader *loader, const struct field *field, const struct node *node, void *record,
		  const struct place *place);

#endif
