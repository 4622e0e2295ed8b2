/* Packing slips: what goes into the parcel beside the goods. */
#ifndef ORDR_CMD_SLIP_H
#define ORDR_CMD_SLIP_H

#include "ordr/cmd.h"
#include "ordr/shipment.h"

/* A slip is plain text: ERR_USAGE when another format or --fields is asked for. */
int slip_check(struct run *run);
/* Prints the slip of the shipment, or those of all the order's that are not cancelled, each after the first on a page of its own; *pages counts.
 * ERR_CONFLICT when there is none. */
int slip_print(struct run *run, const struct consignment *of, size_t *pages);

#endif
