/* Private to the parser of options: storing what was given. */
#ifndef ORDR_OPT_VALUE_H
#define ORDR_OPT_VALUE_H

#include "ordr/opt.h"

/* Stores the value (NULL of a flag) at its place in the record. ERR_USAGE names the option, and what would be right. */
int opt_store(const struct opt *opt, void *record, const char *value, struct arena *arena, struct err *err);
/* Adds the value of a form option to the object of those given. */
int opt_store_given(const struct opt *opt, struct node *given, const char *value, struct arena *arena, struct err *err);
/* What an option is to be written like: "--carrier NAME". Returns out. */
const char *opt_usage(const struct opt *opt, char out[OPT_NAME_SIZE * 2]);

#endif
