/* Exact decimals: integers scaled by a power of ten, read and written without a floating-point number in between. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ordr/money.h"
#include "ordr/quantity.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* value × 10 + digit, away from zero; −1 when it does not fit, or would be NONE. */
static int append_digit(int64_t *value, int digit, bool negative)
{
	if (__builtin_mul_overflow(*value, 10, value) || __builtin_add_overflow(*value, negative ? -digit : digit, value))
		return -1;
	return *value == NONE ? -1 : 0;
}

int decimal_parse(const char *text, int digits, int64_t *scaled)
{
	int64_t value = 0;
	bool negative = *text == '-';
	text += negative;
	if (!is_digit(*text))
		return -1;
	for (; is_digit(*text); text++)
		if (append_digit(&value, *text - '0', negative))
			return -1;
	bool point = *text == '.';
	if (point && !is_digit(*++text))
		return -1;
	for (int i = 0; i < digits; i++) {
		int digit = point && is_digit(*text) ? *text++ - '0' : 0;
		if (append_digit(&value, digit, negative))
			return -1;
	}
	if (point)
		text += strspn(text, "0");
	if (*text)
		return -1;
	*scaled = value;
	return 0;
}

const char *decimal_text(int64_t scaled, int digits, int keep, char out[QUANTITY_SIZE])
{
	char reversed[QUANTITY_SIZE];
	size_t used = 0;
	uint64_t rest = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;
	for (int i = 0; i <= digits || rest; i++) {
		if (i == digits && digits)
			reversed[used++] = '.';
		reversed[used++] = (char)('0' + rest % 10);
		rest /= 10;
	}
	size_t first = 0;
	for (int drop = digits - keep; drop > 0 && reversed[first] == '0'; drop--)
		first++;
	if (reversed[first] == '.')
		first++;
	char *at = out;
	if (scaled < 0)
		*at++ = '-';
	while (used > first)
		*at++ = reversed[--used];
	*at = '\0';
	return out;
}

int quantity_parse(const char *text, struct quantity *quantity)
{
	return decimal_parse(text, 3, &quantity->thousandths);
}

const char *quantity_text(struct quantity quantity, char out[QUANTITY_SIZE])
{
	return decimal_text(quantity.thousandths, 3, 0, out);
}

int quantity_add(struct quantity a, struct quantity b, struct quantity *sum)
{
	int64_t result;
	if (__builtin_add_overflow(a.thousandths, b.thousandths, &result) || result == NONE)
		return -1;
	sum->thousandths = result;
	return 0;
}

int integer_scale(int64_t a, int64_t b, int64_t divisor, int64_t *result)
{
	__extension__ typedef __int128 wide;
	wide product = (wide)a * b;
	wide half = divisor / 2 + (divisor % 2 != 0);
	wide quotient = product / divisor;
	wide rest = product % divisor;
	if (rest >= half)
		quotient++;
	else if (rest <= -half)
		quotient--;
	if (quotient > INT64_MAX || quotient <= INT64_MIN)
		return -1;
	*result = (int64_t)quotient;
	return 0;
}
