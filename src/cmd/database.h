/* A database that was made, as the commands that make one print it. */
#ifndef ORDR_CMD_DATABASE_H
#define ORDR_CMD_DATABASE_H

#include "ordr/cmd.h"

extern const struct schema database_schema;

/* A record in machine formats, the file's name into a pipe, a sentence with what to do next on a terminal. */
int database_tell(struct run *run, const char *next);

#endif
