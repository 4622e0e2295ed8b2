/* What is named to a step beside its operands: lines of an order, N:QTY, or N for all of it; numbers of documents. */
#ifndef ORDR_CMD_PART_H
#define ORDR_CMD_PART_H

#include "ordr/cmd.h"

/* Reads texts (const char *) into parts (struct return_part), in the arena. ERR_USAGE. */
int parts_read(struct run *run, const struct list *texts, struct list *parts);
/* Reads a number that an option gives: "SO-000123", or 123. ERR_USAGE. NULL leaves *order as it is. */
int order_read(struct run *run, const char *text, struct order_id *order);
/* "RT-000123" and "CP-000123"; bare numbers would be orders anywhere else. ERR_USAGE. */
int return_read(struct run *run, const char *text, struct return_id *id);
int complaint_read(struct run *run, const char *text, struct complaint_id *id);

#endif
