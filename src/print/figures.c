/* The marks of a language: German 1.234,56 € and 26.11.2026; English €1,234.56 and 26 Nov 2026, a month in words because 05/06 is two days. */
#include "figures.h"

#include <string.h>

#include "ordr/str.h"

#define MINUS "\xe2\x88\x92"

const char *made(struct maker *maker, const char *text)
{
	maker->failed |= !text;
	return text ? text : "";
}

/* Takes what was built, and gives it back to the heap. */
static const char *kept(struct maker *maker, struct str *str)
{
	const char *text = str->failed ? NULL : arena_strdup(maker->arena, str->text ? str->text : "");
	str_release(str);
	return made(maker, text);
}

const char *say(struct maker *maker, enum word which)
{
	return word(maker->language, which);
}

const char *fill(struct maker *maker, enum word which, const char *const *values, size_t count)
{
	struct str str = { 0 };
	for (const char *at = say(maker, which); *at; at++) {
		size_t index = *at == '%' && at[1] >= '1' && at[1] <= '9' ? (size_t)(at[1] - '1') : count;
		if (index < count) {
			str_put(&str, values[index]);
			at++;
		} else {
			str_put_char(&str, *at);
		}
	}
	return kept(maker, &str);
}

const char *figure_decimal(struct maker *maker, const char *plain)
{
	struct str str = { 0 };
	bool german = maker->language == GERMAN;
	if (*plain == '-') {
		str_put(&str, MINUS);
		plain++;
	}
	size_t whole = strcspn(plain, ".");
	for (size_t i = 0; i < whole; i++) {
		if (i && !((whole - i) % 3))
			str_put_char(&str, german ? '.' : ',');
		str_put_char(&str, plain[i]);
	}
	if (plain[whole]) {
		str_put_char(&str, german ? ',' : '.');
		str_put(&str, plain + whole + 1);
	}
	return kept(maker, &str);
}

const char *figure_amount(struct maker *maker, const char *plain, const char *currency)
{
	const char *number = figure_decimal(maker, plain);
	bool euro = !strcmp(currency, "EUR");
	if (maker->language == GERMAN)
		return made(maker, arena_printf(maker->arena, "%s" NO_BREAK "%s", number, euro ? "€" : currency));
	size_t sign = strncmp(number, MINUS, strlen(MINUS)) ? 0 : strlen(MINUS);
	return made(maker, arena_printf(maker->arena, "%.*s%s%s", (int)sign, number, euro ? "€" : made(maker, arena_printf(maker->arena, "%s" NO_BREAK, currency)),
					number + sign));
}

const char *figure_money(struct maker *maker, struct money money)
{
	char text[MONEY_SIZE];
	return figure_amount(maker, money_text(money, text), money.currency);
}

const char *figure_percent(struct maker *maker, struct percent percent)
{
	char text[MONEY_SIZE];
	return made(maker, arena_printf(maker->arena, "%s%s%%", figure_decimal(maker, percent_text(percent, text)), maker->language == GERMAN ? NO_BREAK : ""));
}

const char *figure_qty(struct maker *maker, struct quantity qty, const char *unit)
{
	char text[QUANTITY_SIZE];
	const char *number = figure_decimal(maker, quantity_text(qty, text));
	bool one = qty.thousandths == 1000 || qty.thousandths == -1000;
	return unit ? made(maker, arena_printf(maker->arena, "%s" NO_BREAK "%s", number, unit_name(maker->language, unit, one))) : number;
}

const char *figure_date(struct maker *maker, struct date date)
{
	int year, month, day;
	date_parts(date_within(date), &year, &month, &day);
	if (maker->language == GERMAN)
		return made(maker, arena_printf(maker->arena, "%02d.%02d.%04d", day, month, year));
	return made(maker, arena_printf(maker->arena, "%d" NO_BREAK "%s" NO_BREAK "%04d", day, month_name(month), year));
}

const char *figure_iban(struct maker *maker, const char *iban, const char *between)
{
	struct str str = { 0 };
	size_t put = 0;
	for (; *iban; iban++) {
		if (*iban == ' ')
			continue;
		str_put(&str, put && !(put % 4) ? between : "");
		str_put_char(&str, *iban);
		put++;
	}
	return kept(maker, &str);
}
