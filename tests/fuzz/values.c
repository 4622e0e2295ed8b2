/* Dates, moments, money, quantities, percentages and numbers of documents: what was read and is written is read again as the same. The first
 * byte chooses the kind (and the currency, or the digits), the rest is the text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "ordr/date.h"
#include "ordr/id.h"
#include "ordr/money.h"

static void check_decimal(const char *text, int digits)
{
	int64_t value, again;
	char out[QUANTITY_SIZE];
	if (decimal_parse(text, digits, &value))
		return;
	MUST(value != NONE, "absent: %s", text);
	for (int keep = 0; keep <= digits; keep++) {
		decimal_text(value, digits, keep, out);
		MUST(!decimal_parse(out, digits, &again) && again == value, "%s became %s", text, out);
	}
}

static void check_money(const char *text, const char *currency)
{
	struct money money, again, other;
	const struct percent rate = { 1900 };
	char out[MONEY_SIZE];
	if (money_parse(text, currency, &money))
		return;
	money_text(money, out);
	MUST(!money_parse(out, currency, &again) && again.minor == money.minor, "%s became %s", text, out);
	MUST(strchr(out, '.') ? currency_digits(currency) > 0 : currency_digits(currency) == 0, "digits of %s %s", out, currency);
	if (!money_add(money, money, &other) && !money_subtract(other, money, &again))
		MUST(again.minor == money.minor, "%s", text);
	if (!money_percent(money, rate, &other) && money.minor > 100)
		MUST(other.minor > 0 && other.minor < money.minor, "%s", text);
}

static void check_price(const char *text, const char *currency)
{
	struct price price, again;
	struct money product;
	const struct quantity some = { 2500 };
	char out[MONEY_SIZE];
	if (price_parse(text, currency, &price))
		return;
	price_text(price, out);
	MUST(!price_parse(out, currency, &again) && again.units == price.units, "%s became %s", text, out);
	MUST(!strchr(out, '.') || (int)strlen(strchr(out, '.')) > currency_digits(currency), "digits of %s %s", out, currency);
	if (!price_times(price, some, &product) && product.minor)
		MUST((product.minor < 0) == (price.units < 0), "%s", text);
}

static void check_quantity(const char *text)
{
	struct quantity quantity, again;
	struct percent percent, percent_again;
	char out[MONEY_SIZE];
	if (!quantity_parse(text, &quantity)) {
		quantity_text(quantity, out);
		MUST(!quantity_parse(out, &again) && again.thousandths == quantity.thousandths, "%s became %s", text, out);
	}
	if (!percent_parse(text, &percent)) {
		percent_text(percent, out);
		MUST(!percent_parse(out, &percent_again) && percent_again.hundredths == percent.hundredths, "%s became %s", text, out);
	}
}

static void check_date(const char *text)
{
	struct date date, again;
	char out[DATE_SIZE];
	int year, month, day;
	if (date_parse(text, &date))
		return;
	MUST(!strcmp(date_text(date, out), text), "%s became %s", text, out);
	date_parts(date, &year, &month, &day);
	again = date_make(year, month, day);
	MUST(again.days == date.days, "%s", text);
	MUST(date.days == DATE_LAST || (date_weekday(date) + 1) % 7 == date_weekday((struct date){ date.days + 1 }), "%s", text);
}

static void check_instant(const char *text, const char *zone)
{
	struct instant instant, again;
	char out[INSTANT_SIZE], local[INSTANT_SIZE];
	int minute;
	MUST(!zone_use(zone), "no zone %s", zone);
	if (instant_parse(text, &instant))
		return;
	instant_text(instant, out);
	MUST(!instant_parse(out, &again) && again.ms == instant.ms, "%s became %s", text, out);
	instant_local_text(instant, local);
	MUST(strlen(local) == 16, "%s is %s in %s", text, local, zone);
	struct date date = instant_date(instant, &minute);
	MUST(minute >= 0 && minute < 1440, "%s", text);
	/* Before there were zones, local time was off by seconds too. */
	MUST(date_instant(date, minute).ms < instant.ms + 60000, "%s in %s", text, zone);
}

static void check_id(const char *text)
{
	struct order_id order, order_again;
	struct shipment_id shipment, shipment_again;
	char out[ID_SIZE];
	if (!order_id_parse(text, &order)) {
		order_id_text(order, out);
		MUST(!order_id_parse(out, &order_again) && order_again.number == order.number, "%s became %s", text, out);
	}
	if (!shipment_id_parse(text, &shipment)) {
		shipment_id_text(shipment, out);
		MUST(!shipment_id_parse(out, &shipment_again) && shipment_again.number == shipment.number, "%s became %s", text, out);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const currencies[] = { "EUR", "JPY", "KWD", "CLF", "USD", "EU", "ZZZ", "eur" };
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu" };
	if (!size)
		return 0;
	unsigned more = *bytes / 6u;
	char *text = fuzz_text(bytes + 1, size - 1);
	switch (*bytes % 6) {
	case 0:
		check_decimal(text, (int)(more % 8));
		break;
	case 1:
		check_money(text, currencies[more % (sizeof currencies / sizeof *currencies)]);
		check_price(text, currencies[more % (sizeof currencies / sizeof *currencies)]);
		break;
	case 2:
		check_quantity(text);
		break;
	case 3:
		check_date(text);
		break;
	case 4:
		check_instant(text, zones[more % (sizeof zones / sizeof *zones)]);
		break;
	default:
		check_id(text);
	}
	free(text);
	return 0;
}
