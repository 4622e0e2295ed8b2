/* Identifiers with check digits that no country has for itself; VAT ids are in vat_id.c. */
#include "ordr/identifiers.h"
#include "ordr/speak.h"

#include <string.h>

#include "check_digits.h"

#define DIGITS	 "0123456789"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

char *identifier_squeeze(struct arena *arena, const char *text, const char *but, struct err *err)
{
	char *kept = arena_strdup(arena, text);
	char *to = kept;
	if (!kept) {
		(void)err_memory(err);
		return NULL;
	}
	for (const char *at = text; *at; at++)
		if (!strchr(but, *at))
			*to++ = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
	*to = '\0';
	return kept;
}

bool identifier_is(const char *text, size_t length, const char *of)
{
	for (size_t i = 0; i < length; i++)
		if (!text[i] || !strchr(of, text[i]))
			return false;
	return true;
}

/* ISO 7064 mod 97-10, letters counting 10 to 35; goes on from `rest`. */
static int mod97(int rest, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		if (c >= '0' && c <= '9')
			rest = (rest * 10 + c - '0') % 97;
		else
			rest = (rest * 100 + c - 'A' + 10) % 97;
	}
	return rest;
}

int identifier_mod97(const char *text)
{
	return mod97(0, text, strlen(text));
}

static int wrong(struct err *err, const char *what, const char *text)
{
	err_set(err, ERR_INVALID, "the check digits of %s %.60s do not fit", translate(what), text);
	return err_hint(err, "a digit is mistyped, or two have changed places");
}

/* --- banks ---------------------------------------------------------------------------------------------------------------------- */

/* Country and length, from SWIFT's IBAN registry. */
static const char iban_lengths[] = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
				   "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
				   "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
				   "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 "
				   "YE30 ";

static size_t iban_length(const char *iban)
{
	for (const char *at = iban_lengths; *at; at += 5)
		if (!strncmp(at, iban, 2))
			return (size_t)(at[2] - '0') * 10 + (size_t)(at[3] - '0');
	return 0;
}

int iban_read(struct arena *arena, const char **text, struct err *err)
{
	char *iban = identifier_squeeze(arena, *text, " ", err);
	if (!iban)
		return -1;
	size_t length = strlen(iban);
	if (length < 5 || !identifier_is(iban, 2, CAPITALS) || !identifier_is(iban + 2, 2, DIGITS) ||
	    !identifier_is(iban, length, CAPITALS DIGITS)) {
		err_set(err, ERR_INVALID, "\"%.60s\" is not an IBAN", *text);
		return err_hint(err, "two letters of the country and two check digits before letters and digits: DE02120300000000202051");
	}
	size_t wanted = iban_length(iban);
	if (!wanted) {
		err_set(err, ERR_INVALID, "no country with IBANs has the code %.2s", iban);
		return err_hint(err, "an IBAN begins with its country: DE02120300000000202051");
	}
	if (length != wanted) {
		err_set(err, ERR_INVALID, "IBAN %.60s has %zu characters", iban, length);
		return err_hint(err, "one of %.2s has %zu", iban, wanted);
	}
	if (mod97(mod97(0, iban + 4, length - 4), iban, 4) != 1)
		return wrong(err, "IBAN", iban);
	*text = iban;
	return 0;
}

int bic_read(struct arena *arena, const char **text, struct err *err)
{
	char *bic = identifier_squeeze(arena, *text, " ", err);
	if (!bic)
		return -1;
	size_t length = strlen(bic);
	if ((length != 8 && length != 11) || !identifier_is(bic, length, CAPITALS DIGITS) || !identifier_is(bic + 4, 2, CAPITALS)) {
		err_set(err, ERR_INVALID, "\"%.60s\" is not a BIC", *text);
		return err_hint(err, "8 or 11 letters and digits, with the country after the first four: BYLADEM1001");
	}
	const char country[3] = { bic[4], bic[5], '\0' };
	if (!country_known(country) && strcmp(country, "XK") != 0) {
		err_set(err, ERR_INVALID, "BIC %s names no country: %s", bic, country);
		return err_hint(err, "its fifth and sixth letters are a country: BYLADEM1001");
	}
	*text = bic;
	return 0;
}

int creditor_id_read(struct arena *arena, const char **text, struct err *err)
{
	char *id = identifier_squeeze(arena, *text, " ", err);
	if (!id)
		return -1;
	size_t length = strlen(id);
	if (length < 8 || length > 35 || !identifier_is(id, 2, CAPITALS) || !identifier_is(id + 2, 2, DIGITS) ||
	    !identifier_is(id, length, CAPITALS DIGITS)) {
		err_set(err, ERR_INVALID, "\"%.60s\" is not a SEPA creditor identifier", *text);
		return err_hint(err, "country, two check digits, business code, number: DE98ZZZ09999999999");
	}
	if (!strncmp(id, "DE", 2) && length != 18) {
		err_set(err, ERR_INVALID, "creditor identifier %s has %zu characters", id, length);
		return err_hint(err, "one of DE has 18: DE98ZZZ09999999999");
	}
	if (mod97(mod97(0, id + 7, length - 7), id, 4) != 1)
		return wrong(err, TO_TRANSLATE("creditor identifier"), id);
	*text = id;
	return 0;
}

/* --- addresses ------------------------------------------------------------------------------------------------------------------ */

bool leitweg_like(const char *text)
{
	size_t coarse = strspn(text, DIGITS);
	int state = coarse < 2 ? 0 : (text[0] - '0') * 10 + text[1] - '0';
	if (coarse < 2 || coarse > 12 || text[coarse] != '-' || state < 1 || (state > 16 && state != 99))
		return false;
	const char *rest = text + coarse + 1;
	const char *hyphen = strchr(rest, '-');
	if (hyphen) {
		size_t fine = strspn(rest, DIGITS CAPITALS "abcdefghijklmnopqrstuvwxyz");
		if (rest + fine != hyphen || fine < 1 || fine > 30)
			return false;
		rest = hyphen + 1;
	}
	return strlen(rest) == 2 && strspn(rest, DIGITS) == 2;
}

int leitweg_read(struct arena *arena, const char **text, struct err *err)
{
	char *id = identifier_squeeze(arena, *text, " ", err);
	char *bare = id ? identifier_squeeze(arena, id, "-", err) : NULL;
	if (!bare)
		return -1;
	if (!leitweg_like(id)) {
		err_set(err, ERR_INVALID, "\"%.60s\" is not a Leitweg-ID", *text);
		return err_hint(err, "digits that begin with the state, maybe letters and digits, two check digits: 04011000-1234512345-06");
	}
	if (identifier_mod97(bare) != 1)
		return wrong(err, "Leitweg-ID", id);
	*text = id;
	return 0;
}

int email_read(struct arena *arena, const char **text, struct err *err)
{
	const char *sign = strchr(*text, '@');
	size_t length = strlen(*text);
	(void)arena;
	if (sign && sign - *text >= 2 && strlen(sign + 1) >= 2 && !strchr(sign + 1, '@') && !strchr(*text, ' ') && **text != '.' &&
	    (*text)[length - 1] != '.' && sign[-1] != '.' && sign[1] != '.')
		return 0;
	bool brief = sign && (sign - *text == 1 || strlen(sign) == 2);
	err_set(err, ERR_INVALID, brief ? TO_TRANSLATE("\"%.60s\" is no electronic mail address that an e-invoice can name")
					: TO_TRANSLATE("\"%.60s\" is not an electronic mail address"), *text);
	return err_hint(err, brief ? TO_TRANSLATE("at least two characters on either side of the @ (BR-DE-28 of XRechnung), such as billing@example.com")
				   : TO_TRANSLATE("NAME@DOMAIN, such as billing@example.com"));
}

/* GS1's 13 digits: weights 1 and 3 in turn. */
static int read_gln(struct arena *arena, const char **text, struct err *err)
{
	int sum = 0;
	(void)arena;
	if (strlen(*text) != 13 || strspn(*text, DIGITS) != 13) {
		err_set(err, ERR_INVALID, "\"%.60s\" is not a GLN", *text);
		return err_hint(err, "13 digits, the last of them a check digit: 4012345000009");
	}
	for (int i = 0; i < 13; i++)
		sum += ((*text)[i] - '0') * (i % 2 ? 3 : 1);
	return sum % 10 ? wrong(err, "GLN", *text) : 0;
}

static int read_german_vat_id(struct arena *arena, const char **text, struct err *err)
{
	if (vat_id_read(arena, text, err))
		return -1;
	if (!strncmp(*text, "DE", 2))
		return 0;
	err_set(err, ERR_INVALID, "%.60s is not a VAT id of Germany, and scheme 9930 is for these", *text);
	return err_hint(err, "9930:DE123456788");
}

static const struct {
	const char *scheme;
	identifier_read *read;
} addresses[] = { { "0088", read_gln }, { "0204", leitweg_read }, { "9930", read_german_vat_id }, { "EM", email_read } };

/* The scheme before the colon, in capitals; empty without one. */
static void find_scheme(const char *text, char scheme[5])
{
	const char *colon = strchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : 0;
	if (length > 4)
		length = 0;
	for (size_t i = 0; i < length; i++)
		scheme[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 'a' + 'A') : text[i];
	scheme[length] = '\0';
}

int electronic_address_read(struct arena *arena, const char **text, struct err *err)
{
	char scheme[5];
	find_scheme(*text, scheme);
	const char *address = *scheme ? *text + strlen(scheme) + 1 : *text;
	if (!*scheme && strchr(*text, '@'))
		strcpy(scheme, "EM");
	if (!address_scheme_known(scheme) || !*address) {
		err_set(err, ERR_INVALID,
			*scheme && *address ? TO_TRANSLATE("no scheme \"%.4s\" for electronic addresses is known")
					    : TO_TRANSLATE("\"%.60s\" is no electronic address"),
			*scheme && *address ? scheme : *text);
		return err_hint(err, "an electronic mail address, or SCHEME:ADDRESS with a code of the EAS list: 0204:LEITWEG-ID, 9930:VAT-ID, 0088:GLN");
	}
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
		if (!strcmp(addresses[i].scheme, scheme) && addresses[i].read(arena, &address, err))
			return -1;
	const char *kept = arena_printf(arena, "%s:%s", scheme, address);
	if (!kept)
		return err_memory(err);
	*text = kept;
	return 0;
}
