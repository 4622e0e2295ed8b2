/* VAT ids of the EU: each state has a form, and most have check digits. Where a state's rule is not here, the form alone is checked. The rules
 * are those that the tax authorities published for the VIES system (European Commission, "VIES VAT number routines"). */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "check_digits.h"
#include "ordr/identifiers.h"
#include "ordr/speak.h"

/* All functions get the id without its country, in its form; true: the check digits fit. */
typedef bool check_digits(const char *id);

static int digit(char c)
{
	return c - '0';
}

static int64_t number(const char *digits, size_t count)
{
	int64_t value = 0;
	for (size_t i = 0; i < count; i++)
		value = value * 10 + digit(digits[i]);
	return value;
}

static int weigh(const char *id, const int *weights, size_t count)
{
	int sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += digit(id[i]) * weights[i];
	return sum;
}

/* Every second digit doubled and its digits added, from the right, where the check digit stands: 0 when it fits. */
static int luhn(const char *id, size_t count)
{
	int sum = 0;
	for (size_t i = 0; i < count; i++) {
		int value = digit(id[count - 1 - i]) * (i % 2 ? 2 : 1);
		sum += value > 9 ? value - 9 : value;
	}
	return sum % 10;
}

/* ISO 7064 mod 11,10. */
static bool mod_11_10(const char *id)
{
	int product = 10;
	for (; id[1]; id++) {
		int sum = (digit(*id) + product) % 10;
		product = 2 * (sum ? sum : 10) % 11;
	}
	return (product + digit(*id)) % 10 == 1;
}

static bool check_austria(const char *id)
{
	int sum = 4;
	for (int i = 1; i < 8; i++) {
		int value = digit(id[i]) * (i % 2 ? 1 : 2);
		sum += value > 9 ? value - 9 : value;
	}
	return (10 - sum % 10) % 10 == digit(id[8]);
}

static bool check_belgium(const char *id)
{
	return 97 - number(id, 8) % 97 == number(id + 8, 2);
}

static bool check_denmark(const char *id)
{
	static const int weights[] = { 2, 7, 6, 5, 4, 3, 2, 1 };
	return weigh(id, weights, 8) % 11 == 0;
}

static bool check_estonia(const char *id)
{
	static const int weights[] = { 3, 7, 1, 3, 7, 1, 3, 7, 1 };
	return weigh(id, weights, 9) % 10 == 0;
}

static bool check_germany(const char *id)
{
	return *id != '0' && mod_11_10(id);
}

static bool check_greece(const char *id)
{
	static const int weights[] = { 256, 128, 64, 32, 16, 8, 4, 2 };
	return weigh(id, weights, 8) % 11 % 10 == digit(id[8]);
}

/* Persons have the letter of their number mod 23; X, Y and Z of foreigners count 0, 1 and 2. Companies have a digit, or the letter for it. */
static bool check_spain(const char *id)
{
	static const char letters[] = "TRWAGMYFPDXBNJZSQVHLCKE";
	if (strchr("0123456789XYZ", *id)) {
		int64_t first = *id >= 'X' ? *id - 'X' : digit(*id);
		return letters[(first * 10000000 + number(id + 1, 7)) % 23] == id[8];
	}
	if (strchr("KLM", *id))
		return letters[number(id + 1, 7) % 23] == id[8];
	char company[] = "00000000";
	memcpy(company, id + 1, 7);
	int check = (10 - luhn(company, 8)) % 10;
	return strchr("ABCDEFGHJNPQRSUVW", *id) && (id[8] == '0' + check || id[8] == "JABCDEFGHI"[check]);
}

static bool check_finland(const char *id)
{
	static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1 };
	return weigh(id, weights, 8) % 11 == 0;
}

/* The SIREN, and before it a key of two digits, or of a letter beside a letter or digit. */
static bool check_france(const char *id)
{
	static const char letters[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	const char *first = strchr(letters, id[0]);
	const char *second = strchr(letters, id[1]);
	int64_t siren = number(id + 2, 9);
	if (!first || !second || (strncmp(id + 2, "000", 3) != 0 && luhn(id + 2, 9)))
		return false;
	int64_t left = first - letters;
	int64_t right = second - letters;
	if (left < 10 && right < 10)
		return (siren * 100 + 12) % 97 == left * 10 + right;
	int64_t key = left < 10 ? left * 24 + right - 10 : left * 34 + right - 100;
	return (siren + 1 + key / 11) % 11 == key % 11;
}

static bool check_hungary(const char *id)
{
	static const int weights[] = { 9, 7, 3, 1, 9, 7, 3, 1 };
	return weigh(id, weights, 8) % 10 == 0;
}

static bool check_italy(const char *id)
{
	return number(id, 7) && !luhn(id, 11);
}

static bool check_luxembourg(const char *id)
{
	return number(id, 6) % 89 == number(id + 6, 2);
}

/* Companies: mod 11. Since 2020 sole traders have an id of its own, whose check digits are mod 97 over all of it, the country too. */
static bool check_netherlands(const char *id)
{
	static const int weights[] = { 9, 8, 7, 6, 5, 4, 3, 2 };
	char whole[15];
	snprintf(whole, sizeof whole, "NL%.12s", id);
	return weigh(id, weights, 8) % 11 == digit(id[8]) || identifier_mod97(whole) == 1;
}

static bool check_poland(const char *id)
{
	static const int weights[] = { 6, 5, 7, 2, 3, 4, 5, 6, 7 };
	return weigh(id, weights, 9) % 11 == digit(id[9]);
}

static bool check_portugal(const char *id)
{
	static const int weights[] = { 9, 8, 7, 6, 5, 4, 3, 2 };
	return (11 - weigh(id, weights, 8) % 11) % 11 % 10 == digit(id[8]);
}

static bool check_sweden(const char *id)
{
	return !luhn(id, 10);
}

/* In a form # is a digit, @ a letter, * either, ? either or + or *; anything else is itself. Several forms of a state stand under each other. */
static const struct {
	const char *country, *form;
	check_digits *check;
} states[] = {
	{ "AT", "U########", check_austria },
	{ "BE", "##########", check_belgium },
	{ "BG", "#########", NULL },
	{ "BG", "##########", NULL },
	{ "CY", "########@", NULL },
	{ "CZ", "########", NULL },
	{ "CZ", "#########", NULL },
	{ "CZ", "##########", NULL },
	{ "DE", "#########", check_germany },
	{ "DK", "########", check_denmark },
	{ "EE", "#########", check_estonia },
	{ "EL", "#########", check_greece },
	{ "ES", "*#######*", check_spain },
	{ "FI", "########", check_finland },
	{ "FR", "**#########", check_france },
	{ "HR", "###########", mod_11_10 },
	{ "HU", "########", check_hungary },
	{ "IE", "#?#####@", NULL },
	{ "IE", "#######@@", NULL },
	{ "IT", "###########", check_italy },
	{ "LT", "#########", NULL },
	{ "LT", "############", NULL },
	{ "LU", "########", check_luxembourg },
	{ "LV", "###########", NULL },
	{ "MT", "########", NULL },
	{ "NL", "#########B##", check_netherlands },
	{ "PL", "##########", check_poland },
	{ "PT", "#########", check_portugal },
	{ "RO", "##", NULL },
	{ "RO", "###", NULL },
	{ "RO", "####", NULL },
	{ "RO", "#####", NULL },
	{ "RO", "######", NULL },
	{ "RO", "#######", NULL },
	{ "RO", "########", NULL },
	{ "RO", "#########", NULL },
	{ "RO", "##########", NULL },
	{ "SE", "############", check_sweden },
	{ "SI", "########", NULL },
	{ "SK", "##########", NULL },
	{ "XI", "#########", NULL },
	{ "XI", "############", NULL },
	{ "XI", "GD###", NULL },
	{ "XI", "HA###", NULL },
};

#define STATES (sizeof states / sizeof *states)

static bool fits_one(char form, char c)
{
	bool is_digit = c >= '0' && c <= '9';
	bool is_letter = c >= 'A' && c <= 'Z';
	switch (form) {
	case '#':
		return is_digit;
	case '@':
		return is_letter;
	case '*':
		return is_digit || is_letter;
	case '?':
		return is_digit || is_letter || c == '+' || c == '*';
	default:
		return c == form;
	}
}

static bool fits(const char *form, const char *id)
{
	for (; *form && *id; form++, id++)
		if (!fits_one(*form, *id))
			return false;
	return !*form && !*id;
}

/* "9 digits", "U and 8 digits": what would be right. */
static int wrong_form(struct err *err, const char *id, size_t first)
{
	char forms[120] = "";
	size_t used = 0;
	for (size_t i = first; i < STATES && !strncmp(states[i].country, id, 2) && used < sizeof forms; i++)
		used += (size_t)snprintf(forms + used, sizeof forms - used, "%s%.2s%s", used ? ", " : "", id, states[i].form);
	err_set(err, ERR_INVALID, "\"%.60s\" does not have the form of a VAT id of %.2s", id, id);
	return err_hint(err, "%s, where # is a digit, @ a letter and * either", forms);
}

static int check_state(struct err *err, const char *id)
{
	size_t first = 0;
	while (first < STATES && strncmp(states[first].country, id, 2) != 0)
		first++;
	if (first == STATES)
		return 0;
	for (size_t i = first; i < STATES && !strncmp(states[i].country, id, 2); i++)
		if (fits(states[i].form, id + 2)) {
			if (!states[i].check || states[i].check(id + 2))
				return 0;
			err_set(err, ERR_INVALID, "the check digits of VAT id %.60s do not fit", id);
			return err_hint(err, "a digit is mistyped, or two have changed places");
		}
	return wrong_form(err, id, first);
}

int vat_id_read(struct arena *arena, const char **text, struct err *err)
{
	char *id = identifier_squeeze(arena, *text, " .-", err);
	if (!id)
		return -1;
	const char country[3] = { id[0], id[0] ? id[1] : '\0', '\0' };
	size_t length = strlen(id);
	bool known = strcmp(country, "GR") != 0 && (country_known(country) || !strcmp(country, "EL"));
	if (!known || length < 4 || length > 20 || !identifier_is(id + 2, length - 2, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+*")) {
		err_set(err, ERR_INVALID, "\"%.60s\" is not a VAT id", *text);
		return err_hint(err, !strcmp(country, "GR") ? TO_TRANSLATE("one of Greece begins with EL")
							    : TO_TRANSLATE("it begins with its country: DE123456788"));
	}
	if (check_state(err, id))
		return -1;
	*text = id;
	return 0;
}
