/* Money in minor units and prices in parts of them, with the digits of each currency (ISO 4217, list one). */
#include <stdlib.h>
#include <string.h>

#include "ordr/money.h"

/* Codes whose minor unit is not two digits, then all others in one text. */
static const struct {
	const char code[4];
	int digits;
} unusual[] = {
	{ "BHD", 3 }, { "BIF", 0 }, { "CLF", 4 }, { "CLP", 0 }, { "DJF", 0 }, { "GNF", 0 }, { "IQD", 3 }, { "ISK", 0 },
	{ "JOD", 3 }, { "JPY", 0 }, { "KMF", 0 }, { "KRW", 0 }, { "KWD", 3 }, { "LYD", 3 }, { "OMR", 3 }, { "PYG", 0 },
	{ "RWF", 0 }, { "TND", 3 }, { "UGX", 0 }, { "UYI", 0 }, { "UYW", 4 }, { "VND", 0 }, { "VUV", 0 }, { "XAF", 0 },
	{ "XOF", 0 }, { "XPF", 0 },
};
static const char two_digits[] =
	"AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP "
	"CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
	"KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN "
	"PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD "
	"TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG ";

int currency_digits(const char *code)
{
	if (strlen(code) != 3 || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		return -1;
	for (size_t i = 0; i < sizeof unusual / sizeof *unusual; i++)
		if (!strcmp(unusual[i].code, code))
			return unusual[i].digits;
	for (const char *at = two_digits; *at; at += 4)
		if (!memcmp(at, code, 3))
			return 2;
	return -1;
}

struct money money_make(int64_t minor, const char *currency)
{
	struct money money = { .minor = minor };
	size_t length = strnlen(currency, sizeof money.currency - 1);
	memcpy(money.currency, currency, length);
	return money;
}

int money_parse(const char *text, const char *currency, struct money *money)
{
	int digits = currency_digits(currency);
	int64_t minor;
	if (digits < 0 || decimal_parse(text, digits, &minor))
		return -1;
	*money = money_make(minor, currency);
	return 0;
}

const char *money_text(struct money money, char out[MONEY_SIZE])
{
	int digits = currency_digits(money.currency);
	return decimal_text(money.minor, digits < 0 ? 2 : digits, digits < 0 ? 2 : digits, out);
}

int money_add(struct money a, struct money b, struct money *sum)
{
	int64_t minor;
	if (strcmp(a.currency, b.currency) || __builtin_add_overflow(a.minor, b.minor, &minor) || minor == NONE)
		return -1;
	*sum = money_make(minor, a.currency);
	return 0;
}

int money_subtract(struct money a, struct money b, struct money *difference)
{
	int64_t minor;
	if (strcmp(a.currency, b.currency) || __builtin_sub_overflow(a.minor, b.minor, &minor) || minor == NONE)
		return -1;
	*difference = money_make(minor, a.currency);
	return 0;
}

int money_percent(struct money amount, struct percent percent, struct money *part)
{
	*part = amount;
	return integer_scale(amount.minor, percent.hundredths, 10000, &part->minor);
}

struct price price_make(int64_t units, const char *currency)
{
	struct price price = { .units = units };
	size_t length = strnlen(currency, sizeof price.currency - 1);
	memcpy(price.currency, currency, length);
	return price;
}

int price_of_money(struct money amount, struct price *price)
{
	int64_t units = NONE;
	if (amount.minor != NONE && (__builtin_mul_overflow(amount.minor, PRICE_UNITS, &units) || units == NONE))
		return -1;
	*price = price_make(units, amount.currency);
	return 0;
}

int price_parse(const char *text, const char *currency, struct price *price)
{
	int digits = currency_digits(currency);
	int64_t units;
	if (digits < 0 || decimal_parse(text, digits + PRICE_DIGITS, &units))
		return -1;
	*price = price_make(units, currency);
	return 0;
}

const char *price_text(struct price price, char out[MONEY_SIZE])
{
	int digits = currency_digits(price.currency);
	int keep = digits < 0 ? 2 : digits;
	return decimal_text(price.units, keep + PRICE_DIGITS, keep, out);
}

int price_times(struct price price, struct quantity quantity, struct money *product)
{
	int64_t minor;
	if (integer_scale(price.units, quantity.thousandths, INT64_C(1000) * PRICE_UNITS, &minor))
		return -1;
	*product = money_make(minor, price.currency);
	return 0;
}

int percent_parse(const char *text, struct percent *percent)
{
	return decimal_parse(text, 2, &percent->hundredths);
}

const char *percent_text(struct percent percent, char out[MONEY_SIZE])
{
	return decimal_text(percent.hundredths, 2, 0, out);
}
