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

/* What one unit costs (EN 16931 BT-146). A price may be finer than the smallest amount, since quantities are large: 0.1234 EUR a screw. It is a
 * type of its own, so that the compiler refuses it where an amount is meant. */
struct price {
	int64_t units;    /* ten-thousandths of the currency's minor unit: 1,234,000,000 is 1234.00 EUR; NONE when absent */
	char currency[4];
};

#define PRICE_UNITS  10000 /* of one minor unit */
#define PRICE_DIGITS 4     /* decimals beyond the currency's */

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
/* round(amount × percent), half away from zero (EN 16931 BR-CO-17 for VAT). */
int money_percent(struct money amount, struct percent percent, struct money *part);

struct price price_make(int64_t units, const char *currency);
/* What costs the amount: 0, or −1 when it does not fit. An absent amount is an absent price. */
int price_of_money(struct money amount, struct price *price);
/* As money_parse, with up to PRICE_DIGITS decimals more than the currency has: "12.5", "0.123456". */
int price_parse(const char *text, const char *currency, struct price *price);
/* At least the currency's digits, further ones as far as they are not zero: "12.50", "0.1234". Returns out. */
const char *price_text(struct price price, char out[MONEY_SIZE]);
/* round(quantity × price), half away from zero, to the minor unit (EN 16931: the line's net before what is taken off or added). −1 on overflow. */
int price_times(struct price price, struct quantity quantity, struct money *product);

/* "19", "2.5", "-1.25": at most two decimals. */
int percent_parse(const char *text, struct percent *percent);
const char *percent_text(struct percent percent, char out[MONEY_SIZE]);

#endif
