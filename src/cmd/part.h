/* Lines of an order as they are named to a step: N:QTY, or N for all of it. */
#ifndef ORDR_CMD_PART_H
#define ORDR_CMD_PART_H

#include "ordr/cmd.h"

/* Reads texts (const char *) into parts (struct return_part), in the arena. ERR_USAGE. */
int parts_read(struct run *run, const struct list *texts, struct list *parts);
/* Reads a number that an option gives: "SO-000123", or 123. ERR_USAGE. NULL leaves *order as it is. */
int order_read(struct run *run, const char *text, struct order_id *order);

#endif
