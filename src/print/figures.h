/* Amounts, days and quantities as the language of the document writes them. */
#ifndef ORDR_PRINT_FIGURES_H
#define ORDR_PRINT_FIGURES_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/date.h"
#include "ordr/money.h"

#include "words.h"

/* Between a figure and its unit stands this blank, at which no line is broken. */
#define NO_BREAK "\xc2\xa0"

/* What makes a document: texts live in the arena. Where it is exhausted they are empty, and `failed` says so at the end. */
struct maker {
	struct arena *arena;
	enum language language;
	bool failed;
};

const char *made(struct maker *maker, const char *text); /* `text`, or where it is NULL an empty one, and failed */
const char *say(struct maker *maker, enum word which); /* … of the document's language */
/* The words with %1 to %4 filled in. */
const char *fill(struct maker *maker, enum word which, const char *const *values, size_t count);
#define FILL(maker, which, ...) fill(maker, which, (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

/* A plain decimal ("-1190.00") with the language's marks: "−1.190,00", "−1,190.00". */
const char *figure_decimal(struct maker *maker, const char *plain);
/* "1.234,56 €", "€1,234.56", "CHF 1,234.56". */
const char *figure_money(struct maker *maker, struct money money);
/* The same for a plain decimal of that currency. */
const char *figure_amount(struct maker *maker, const char *plain, const char *currency);
const char *figure_percent(struct maker *maker, struct percent percent); /* "19 %", "19%" */
const char *figure_qty(struct maker *maker, struct quantity qty, const char *unit); /* "2,5 Stunden"; unit NULL: the number alone */
const char *figure_date(struct maker *maker, struct date date); /* "26.11.2026", "26 Nov 2026" */
/* An IBAN in groups of four, with a blank between them: NO_BREAK on paper, where a line must not end within it; a plain one in a mail, to be copied. */
const char *figure_iban(struct maker *maker, const char *iban, const char *between);

#endif
