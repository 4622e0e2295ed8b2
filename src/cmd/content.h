/* What lies in a package, or is missing from its place, as it is typed. */
#ifndef ORDR_CMD_CONTENT_H
#define ORDR_CMD_CONTENT_H

#include "ordr/cmd.h"
#include "ordr/shipment.h"

/* "SKU=QTY", or SKU:QTY as a line is typed elsewhere. `option`: "--short", for the error. */
int content_read(struct run *run, const char *option, const char *text, struct package_line *line);
/* Those of an option that is given several times: struct package_line, in core->keep. */
int contents_read(struct run *run, const char *option, const struct list *texts, struct list *lines);
/* "SKU=QTY,SKU=QTY,weight=KG,tracking=NUMBER", each part of which may be left out: struct package, in core->keep. */
int packages_read(struct run *run, const struct list *texts, struct list *packages);

#endif
