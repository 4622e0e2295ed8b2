/* Packages, as the steps of shipments share them. */
#ifndef ORDR_CORE_PACKAGE_PARTS_H
#define ORDR_CORE_PACKAGE_PARTS_H

#include "fulfilment.h"

/* Puts each shipment's lines (struct moved, by shipment) whole into one package. */
int package_whole(struct core *core, const struct list *lines);
/* Puts the lines of one shipment into packages (struct package), and what they hold as "packages":[…] for an event. ERR_INVALID when they do not
 * hold exactly the lines. */
int package_split(struct core *core, const struct list *lines, const struct list *packages, struct str *what);
/* Gives packages that have none their tracking number: the consignment's in that state. One number is all packages', several are one each:
 * ERR_INVALID when they are not as many. */
int package_track(struct core *core, const struct consignment *of, const struct list *tracking);

#endif
