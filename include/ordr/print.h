/* Invoices as people read them: text for a terminal, a page (HTML), PDF. Each is made from the frozen snapshot alone, and of that only what can never change
 * (nothing of payments), so that an issued invoice looks the same for ever. */
#ifndef ORDR_PRINT_H
#define ORDR_PRINT_H

#include "ordr/arena.h"
#include "ordr/dunning.h"
#include "ordr/err.h"
#include "ordr/invoice.h"
#include "ordr/str.h"

struct print {
	struct arena *arena; /* takes what is needed on the way */
	struct err *err;
	const char *note; /* set where something was left out, for standard error with -v: one line, lower case; else untouched */
};

/* Puts the document into `str`, in the language of the invoice. 0, or −1 (ERR_FAILED: memory). */
/* For a terminal: at most 80 columns, nothing in it that a terminal obeys. */
int print_text(struct print *print, const struct invoice *invoice, struct str *str);
/* One page of HTML that needs no other file, for the screen and for A4 paper (DIN 5008), with a GiroCode where libqrencode is installed. */
int print_html(struct print *print, const struct invoice *invoice, struct str *str);
/* A PDF for archives (PDF/A-3b) with its fonts in it. ERR_FAILED also where HarfBuzz, zlib or every font is missing. */
int print_pdf(struct print *print, const struct invoice *invoice, struct str *str);
/* The same with the e-invoice `cii` (XML of the profile EN 16931) in it as factur-x.xml: ZUGFeRD 2, which is Factur-X 1.0. */
int print_zugferd(struct print *print, const struct invoice *invoice, const char *cii, size_t length, struct str *str);

/* The letter of a reminder: subject and text in its language, which becomes de or en, in print->arena. 0, or −1 (memory). */
int print_reminder(struct print *print, struct reminder *reminder);

#endif
