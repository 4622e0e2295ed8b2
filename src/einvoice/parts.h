/* What both syntaxes say of an invoice, in the codes of EN 16931. Private to this layer. */
#ifndef ORDR_EINVOICE_PARTS_H
#define ORDR_EINVOICE_PARTS_H

#include "ordr/invoice.h"
#include "xml.h"

#define EINVOICE_SCHEME_SIZE 16

enum profile { PROFILE_XRECHNUNG, PROFILE_EN16931, PROFILE_PEPPOL };

/* An invoice on its way into one syntax. */
struct einvoice {
	struct xml xml;
	const struct invoice *invoice;
	enum profile profile;
	bool credit;        /* a credit note */
	bool german;        /* its words */
	bool charges_apart; /* lines of kind charge are charges of the document */
	bool charged;       /* … and there is one */
	bool allowed;       /* … or one below zero, which is an allowance */
	bool outside;       /* category O: not subject to VAT, so no VAT ids */
	bool intra;         /* category K: the country it went to must be named */
	struct money lines, allowances, charges; /* BT-106, BT-107, BT-108 */
};

/* An allowance or charge of a line or of the document: BG-20, BG-21, BG-27, BG-28. */
struct extra {
	bool charge;
	struct money amount;
	const char *code, *reason; /* code NULL: none fits */
};

/* An electronic address, "EM:a@b.example", as its two parts; the address is NULL when there is none. */
struct endpoint {
	char scheme[EINVOICE_SCHEME_SIZE];
	const char *address;
};

void einvoice_ubl(struct einvoice *e);
void einvoice_cii(struct einvoice *e);

const char *einvoice_customization(const struct einvoice *e); /* BT-24 */
extern const char einvoice_process[];                         /* BT-23 */
const char *einvoice_type(const struct einvoice *e);          /* BT-3 */
/* The invoice that it corrects or bills anew, BT-25 and BT-26; NULL: none. */
const char *einvoice_preceding(const struct einvoice *e, struct date *issued);
/* Is it an invoice line, BG-25, and not a charge of the document? */
bool einvoice_is_line(const struct einvoice *e, const struct invoice_line *line);
/* The charge of the document that such a line is. */
struct extra einvoice_charge(const struct einvoice *e, const struct invoice_line *line);
/* What came off a line, or on it; false: nothing. */
/* Of many orders each line says which it is of (BT-127, since BT-13 and BT-14 name one order): is the invoice of many? */
bool einvoice_of_many(const struct einvoice *e, const struct invoice_line *line);
/* The note of a line, and its order's numbers. */
void einvoice_put_note(const struct einvoice *e, const struct invoice_line *line, struct str *note);
/* The last day of a line's period (BT-135); NONE. */
struct date einvoice_line_end(const struct invoice_line *line);
bool einvoice_line_extra(const struct einvoice *e, const struct invoice_line *line, struct extra *extra);
const char *einvoice_price(const struct invoice_line *line, char out[MONEY_SIZE]);      /* BT-146 */
const char *einvoice_rate(const char *category, struct percent rate, char out[MONEY_SIZE]); /* BT-152; NULL for category O, which has none */
const char *einvoice_seller_vat(const struct einvoice *e); /* BT-31 */
const char *einvoice_buyer_vat(const struct einvoice *e);  /* BT-48 */
struct endpoint einvoice_endpoint(const char *text);

enum means { MEANS_NONE, MEANS_TRANSFER, MEANS_DEBIT, MEANS_OTHER };
/* How it is paid: *code is BT-81, *words BT-82 where the code does not say it all. MEANS_NONE: not known. */
enum means einvoice_means(const struct einvoice *e, const char **code, const char **words);
/* BT-20, the cash discount: in the notation of XRechnung where that is the profile, else for people. Nothing where none is offered. */
void einvoice_put_terms(const struct einvoice *e, struct str *terms);
/* BG-15 and BT-70; false: none need be named. */
bool einvoice_deliver_to(const struct einvoice *e, struct address *address);
/* The buyer's own address, as one to deliver to. */
struct address einvoice_buyer_address(const struct einvoice *e);
/* Has the supply a period, BG-14, and not one day? */
bool einvoice_has_period(const struct einvoice *e);

#endif
