/* A small table of commands, for what reads such tables: help and completion. */
#ifndef ORDR_TESTS_TABLE_H
#define ORDR_TESTS_TABLE_H

#include "ordr/cmd.h"

extern const struct cmd *const table_commands[];
extern const char *const table_groups[];
extern const struct opt table_global[];

#endif
