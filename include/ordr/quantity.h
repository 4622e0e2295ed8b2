/* Quantities, exact: integer thousandths of a product's unit (UN/ECE Recommendation 20). */
#ifndef ORDR_QUANTITY_H
#define ORDR_QUANTITY_H

#include <stdint.h>

struct quantity {
	int64_t thousandths; /* 2500 is 2.5; NONE (money.h) when absent */
};

#define QUANTITY_SIZE 40

/* Reads a decimal scaled by 10^digits: "12.5" with 2 digits is 1250. −1 when it is no plain decimal ("-"? digits
 * ["." digits]), has more significant decimals than `digits` (trailing zeros are fine), or does not fit. */
int decimal_parse(const char *text, int digits, int64_t *scaled);
/* Writes scaled/10^digits; at least `keep` decimals stay, further trailing zeros go. Returns out. */
const char *decimal_text(int64_t scaled, int digits, int keep, char out[QUANTITY_SIZE]);

int quantity_parse(const char *text, struct quantity *quantity);
/* "5", "2.5", "-0.125". Returns out. */
const char *quantity_text(struct quantity quantity, char out[QUANTITY_SIZE]);
/* Checked: 0, or −1 on overflow. */
int quantity_add(struct quantity a, struct quantity b, struct quantity *sum);

/* a × b ÷ divisor, rounded half away from zero, through 128 bits; divisor > 0. 0, or −1 when the result does not fit. */
int integer_scale(int64_t a, int64_t b, int64_t divisor, int64_t *result);

#endif
