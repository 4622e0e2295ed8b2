/* Money, exact: integer minor units of an ISO 4217 currency. Percentages: integer hundredths of a percent. */
#ifndef ORDR_MONEY_H
#define ORDR_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "ordr/quantity.h"

/* Absent facts of every integer kind (money, quantity, instant, date, integer) hold this value. */
#define NONE INT64_MIN

struct money {
	int64_t minor;    /* cents for EUR, yen for JPY; NONE when absent */
	char currency[4]; /* "EUR" */
};

struct percent {
	int64_t hundredths; /* 1900 is 19 %; NONE when absent */
};

#define MONEY_SIZE 40

/* The digits after the decimal point (ISO 4217 minor unit), or −1 when the code is not a current currency. */
int currency_digits(const char *code);

struct money money_make(int64_t minor, const char *currency);
/* Reads "1190", "1190.00", "-0.5" for the currency; −1 when it is not a decimal number, has more digits than
 * the currency, or does not fit. No sign "+", no exponent, no grouping, no spaces. */
int money_parse(const char *text, const char *currency, struct money *money);
/* Exactly the currency's digits: "1190.00". Returns out. */
const char *money_text(struct money money, char out[MONEY_SIZE]);

/* Checked arithmetic: 0, or −1 on overflow or when the currencies differ. */
int money_add(struct money a, struct money b, struct money *sum);
int money_subtract(struct money a, struct money b, struct money *difference);
/* round(quantity × price), half away from zero, to the minor unit (EN 16931 BR-CO-10 and its line net). */
int money_times(struct money price, struct quantity quantity, struct money *product);
/* round(amount × percent), half away from zero (EN 16931 BR-CO-17 for VAT). */
int money_percent(struct money amount, struct percent percent, struct money *part);

/* "19", "2.5", "-1.25": at most two decimals. */
int percent_parse(const char *text, struct percent *percent);
const char *percent_text(struct percent percent, char out[MONEY_SIZE]);

#endif
