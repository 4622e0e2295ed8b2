/* E-invoices: an invoice as XML that machines read, by EN 16931-1. The syntaxes are UBL 2.1 (Invoice, CreditNote) and CII D16B (UN/CEFACT), bound
 * as CEN/TS 16931-3-2 and -3-3 say. The profile says whose rules it promises to keep: en16931 the standard's own, xrechnung those of KoSIT's
 * XRechnung 3.0 for German public buyers, peppol those of Peppol BIS Billing 3.0. */
#ifndef ORDR_EINVOICE_H
#define ORDR_EINVOICE_H

#include "ordr/err.h"
#include "ordr/invoice.h"
#include "ordr/str.h"

/* The names above; each ends with NULL. */
extern const char *const einvoice_syntaxes[], *const einvoice_profiles[];

/* Appends the invoice to `xml`, from the snapshot alone: the same bytes whenever it is written, whatever was paid since. What the snapshot lacks is left
 * out and never made up, so that an invoice which lacks what its profile asks for gives a document that is well-formed and not valid.
 *
 * A line of kind charge is a charge on the document (BG-21) beside other lines, alone it is the line. Category O leaves out the VAT ids (BR-O-02). A
 * card's number is not kept, which BG-18 would need, so a payment by card is code 48 in en16931 alone, and ZZZ with its name in profiles that ask for
 * the number (BR-DE-24). A credit note says that it is set off (97), not where to pay to.
 *
 * ERR_USAGE: no such syntax or profile (paper is none); ERR_DAMAGED: the amounts do not add up; ERR_FAILED: no memory, and the text
 * is marked. */
int einvoice_write(const struct invoice *invoice, const char *syntax, const char *profile, struct str *xml, struct err *err);

#endif
