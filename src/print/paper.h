/* What stands on an invoice, before anything is drawn: text, page and PDF all draw this, so that they say the same. */
#ifndef ORDR_PRINT_PAPER_H
#define ORDR_PRINT_PAPER_H

#include "ordr/print.h"

#include "figures.h"

struct texts {
	const char **items;
	size_t count, size;
};

struct fact {
	const char *label, *value;
};

#define FACTS_MOST 20
struct facts {
	struct fact items[FACTS_MOST];
	size_t count;
};

/* What a line has not is an empty text. */
struct row {
	const char *position, *name;
	struct texts details; /* below the name */
	const char *qty, *price, *discount, *rate, *net;
	bool taxed; /* is `rate` one? Else it is a dash */
	bool order; /* only names the order that the rows below are of */
};

#define FOOTER_COLUMNS 4
struct paper {
	struct maker maker;
	const char *seller;      /* its name */
	const char *return_line; /* the seller's address on one line, above the buyer's */
	struct texts recipient;  /* the lines of the address */
	const char *title;       /* "Rechnung RE-2026-00001" */
	const char *subtitle;    /* which invoice is corrected; or NULL */
	const char *id;
	struct date issued;
	struct facts facts;      /* beside the address */
	struct row *rows;
	size_t row_count;
	bool discounts;          /* does a row have one? */
	struct fact net, total;
	struct fact *taxes;      /* one for each group */
	size_t tax_count;
	struct texts remarks;    /* why there is no VAT, where it was delivered, notes */
	struct texts terms;      /* of payment, sentences */
	struct facts account;    /* where to pay to */
	const char *girocode;    /* what its QR code holds; NULL: none */
	struct texts footer[FOOTER_COLUMNS]; /* who the seller is, how to reach it, its tax ids, its account */
};

/* 0 or −1 (memory). `paper` lives as long as the arena. */
int paper_make(struct print *print, const struct invoice *invoice, struct paper *paper);

/* For its parts. */
void texts_add(struct maker *maker, struct texts *texts, const char *text);       /* NULL or empty: nothing */
void texts_add_lines(struct maker *maker, struct texts *texts, const char *text); /* each line of it */
void facts_add(struct facts *facts, const char *label, const char *value);        /* NULL or empty value: nothing */
void paper_put_lines(struct paper *paper, const struct invoice *invoice);
void paper_put_totals(struct paper *paper, const struct invoice *invoice);
void paper_put_terms(struct paper *paper, const struct invoice *invoice);

#endif
