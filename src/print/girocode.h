/* The QR code that a banking app reads a transfer from: "Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA Credit Transfer",
 * European Payments Council, EPC069-12. */
#ifndef ORDR_PRINT_GIROCODE_H
#define ORDR_PRINT_GIROCODE_H

#include "ordr/print.h"

#include "figures.h"

/* What the code says; NULL where the invoice is not one that is paid by a transfer of euros. */
const char *girocode_payload(struct maker *maker, const struct invoice *invoice);

/* The squares of the code, `width` × `width`, row by row: not 0 is dark. The margin of four is the drawer's to keep. */
struct qr {
	int width;
	const unsigned char *dark; /* in the arena */
};

#define QR_MARGIN 4

/* 1 when it is drawn; 0 when it cannot be, print->note then says why; −1 (memory). */
int qr_make(struct print *print, const char *payload, struct qr *qr);

#endif
