/* The records and forms that ordr schema describes, for whoever has to look at all of them. */
#ifndef ORDR_CMD_SCHEMA_H
#define ORDR_CMD_SCHEMA_H

#include "ordr/field.h"

/* The one of that index, NULL behind the last; *form: it comes in, else it goes out. */
const struct schema *schema_at(size_t index, bool *form);

#endif
