/* Identifiers that people type from paper: bank accounts, VAT ids, addresses of offices. Each carries digits that only fit each other, so a slip
 * of the finger is found as it is entered, and each is kept in one form, so that the same one is the same text. */
#ifndef ORDR_IDENTIFIERS_H
#define ORDR_IDENTIFIERS_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/err.h"

/* Checks *text and puts the form that is kept into its place (in the arena, when it is another): 0, or −1 with ERR_INVALID, the error saying
 * what does not fit and the hint what would. */
typedef int identifier_read(struct arena *arena, const char **text, struct err *err);

/* IBAN, ISO 13616: length by country (SWIFT's registry), check digits mod 97-10 (ISO 7064). Kept without blanks, in capitals. */
identifier_read iban_read;
/* BIC, ISO 9362: 8 or 11 characters, a country in places 5 and 6; it has no check digits. Kept without blanks, in capitals. */
identifier_read bic_read;
/* SEPA creditor identifier (EPC262-08): country, check digits mod 97-10 over the rest without the business code in places 5 to 7. Kept without
 * blanks, in capitals. */
identifier_read creditor_id_read;
/* VAT id: begins with its country (EN 16931 BR-CO-09; EL is Greece, XI Northern Ireland). The form is checked for all states of the EU
 * (Council Directive 2006/112/EC, Art. 215, as VIES lists them), the check digits where vat_id.c says how. Kept without blanks, full stops
 * and hyphens, in capitals. */
identifier_read vat_id_read;
/* Leitweg-ID (KoSIT, format 2.0.2): an office of the German administration; check digits mod 97-10. Kept in capitals. */
identifier_read leitweg_read;
/* Where e-invoices go (BT-34, BT-49): SCHEME:ADDRESS with a scheme of the EAS list; an electronic mail address alone gets EM. Addresses of 0088
 * (GLN), 0204 (Leitweg-ID), 9930 (German VAT id) and EM are checked. */
identifier_read electronic_address_read;
/* An electronic mail address as XRechnung wants it (BR-DE-28): one @ with two characters on each side, no blank, no full stop at an end. */
identifier_read email_read;

/* Does it look like a Leitweg-ID, right or mistyped? State (01 to 16, 99) and up to ten digits more, then maybe a hyphen and up to 30 letters and
 * digits, then a hyphen and two digits. */
bool leitweg_like(const char *text);

/* Codes as e-invoices know them: BR-CL-14, BR-CL-25, BR-CL-23. In capitals. */
bool country_known(const char *code);
bool address_scheme_known(const char *code);
bool unit_known(const char *code);

#endif
