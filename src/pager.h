/* Long output on a terminal, a screen at a time: private to the program's outer side. */
#ifndef ORDR_PAGER_H
#define ORDR_PAGER_H

#include <stdio.h>

#include "ordr/sink.h"

/* Gives what the sink holds to the pager when it is longer than the terminal `out` is high, else to the stream, as sink_flush does. The pager is what
 * ORDR_PAGER says, else PAGER, else less, which is given the options FRX where LESS says none; empty or cat: none. One that cannot be run is
 * said on `talk`, and done without. By then the database is closed: nobody waits for whoever reads. */
int pager_flush(struct sink *sink, FILE *out, FILE *talk);

#endif
