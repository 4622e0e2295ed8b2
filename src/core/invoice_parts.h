/* What the files of invoices share among themselves. An invoice comes to be in steps: what is billed and what it costs (invoice_bill.c), what it
 * says of both sides, of place, time and tax (invoice_snapshot.c), whether that is all it must hold (invoice_check.c), its number
 * (invoice_number.c), and at last its rows and events (invoice_write.c). */
#ifndef ORDR_CORE_INVOICE_PARTS_H
#define ORDR_CORE_INVOICE_PARTS_H

#include "ordr/invoice.h"

/* --- numbers ------------------------------------------------------------------------------------------------------------------ */

#define INVOICE_NUMBER_SIZE 48
#define SERIES_PARTS	    12

enum series_kind { SERIES_TEXT, SERIES_YEAR, SERIES_YY, SERIES_N };

struct series_part {
	enum series_kind kind;
	const char *text;
	size_t length;
	int width; /* of N: digits at least */
};

/* "RE-{year}-{n:5}", read. */
struct series {
	const char *pattern;
	struct series_part parts[SERIES_PARTS];
	size_t count;
	bool yearly; /* it begins anew each year */
};

struct invoice_number {
	const char *series, *text; /* "RE-{year}-{n:5}", "RE-2026-00001" in the arena */
	int64_t year, sequence;    /* year 0: the series does not begin anew */
	struct date issued;        /* today */
};

/* A setting's series: a word ("RE" is RE-{year}-{n:5}), or a pattern with {n} or {n:WIDTH} once, and {year} or {yy}. ERR_INVALID. */
int series_parse(struct core *core, const char *text, struct series *series);
/* A number of the series. −1: longer than a number may be. */
int series_write(const struct series *series, int64_t year, int64_t sequence, char out[INVOICE_NUMBER_SIZE]);
/* The invoice that is likely to be meant by a number that there is not: RE-2026-12, re2026/00012. NULL: none. */
int invoice_meant(struct core *core, const char *typed, const char **meant);
/* The next number of the series that the setting names (empty: invoice.series), in the year of today; nobody else can take it, since there is one
 * writer at a time. ERR_REFUSED when the last one is dated later. */
int invoice_number_next(struct core *core, const char *setting, struct invoice_number *number);

/* Widens a period (of one day: without its last) by another; NONE: none yet. */
void invoice_widen(struct date first, struct date last, struct date *from, struct date *until);

/* --- what is billed ----------------------------------------------------------------------------------------------------------- */

struct bill {
	struct order_id id;  /* number 0: of many */
	const char *policy;  /* workflow.invoice_on, or order where it is prepaid */
	bool prepaid;
	struct list sources; /* the order's lines, as invoice_bill.c needs them */
	struct instant until; /* only what was supplied before then; NONE: no end */
	bool all;            /* nothing of the order is left to bill after it */
	struct date placed;  /* the day on which prices and rates were frozen */
	struct invoice invoice;
	struct invoice_number number;
};

/* Loads the order's lines; ERR_NOT_FOUND is for who asks first. `policy`: NULL: as the company has it. */
int bill_load(struct core *core, struct bill *bill, const char *policy);
/* Makes the invoice's lines of what is allowed and not billed, at the rates of the date of supply; no line at all is no error. What is not subject to
 * VAT (category O) waits for an invoice of its own where there is anything else (EN 16931 BR-O-11). */
int bill_price(struct core *core, struct bill *bill);
/* Makes one line for each of the order's VAT groups that together ask for a part in advance: "30%" of what is not billed, or a net amount. ERR_INVALID. */
int bill_deposit(struct core *core, struct bill *bill, const char *text);
/* All that is neither billed nor cancelled, as lines of `rest`. */
int bill_rest(struct core *core, const struct bill *bill, struct invoice *rest);
/* Takes deposits that were asked for off, as far as the invoice reaches. */
int bill_deduct(struct core *core, struct bill *bill);
/* Adds up groups and totals. */
int bill_sum(struct core *core, struct invoice *invoice);
/* Widens the days of supply by those of the services that are billed; NONE: no day yet. */
void bill_supply(const struct bill *bill, struct date *first, struct date *last);
/* Is anything of the order neither billed nor cancelled? */
bool bill_open(const struct bill *bill);

/* What the invoice says beside its lines: the sides, the place and time of supply, profile, language, terms, reasons for VAT not charged. */
int bill_facts(struct core *core, struct bill *bill);
int bill_reasons(struct core *core, struct bill *bill);

/* What it lacks before it has a number: kind, sums, reasons. */
int bill_complete(struct core *core, struct bill *bill);
/* Asks for what it must hold, takes a number of the series that the setting names, and writes it; refusals are of the order `of`. */
int bill_issue(struct core *core, struct bill *bill, struct order_id of, const char *series, const char **number);
/* What it must hold and does not: struct invoice_lack, in the arena. */
int invoice_lacks(struct core *core, const struct bill *bill, struct list *lacks);

/* Writes rows and events; the invoice has its number. */
int invoice_write(struct core *core, const struct bill *bill);
/* Only the rows: of a credit note the events say more. */
int invoice_write_rows(struct core *core, const struct bill *bill);

#endif
