/*
 * What a spreadsheet shows is what it saves: 1.234,50 and 24.11.2026 where its country writes so. Read is what can mean
 * one thing alone; 1.234 beside semicolons may be a thousand or one and a bit, and nobody wants to find out which by
 * shipping it.
 */
#include "spreadsheet.h"

#include <stdio.h>
#include <string.h>

static bool is_number(const struct field *field)
{
	return field->type == FIELD_INTEGER || field->type == FIELD_MONEY || field->type == FIELD_PRICE || field->type == FIELD_QUANTITY ||
	       field->type == FIELD_PERCENT;
}

/* The length of 1.234.567 at the beginning of the text, in groups of three after the first, or 0; *groups of three. */
static size_t thousands(const char *text, char mark, size_t *groups)
{
	size_t length = strspn(text, "0123456789");

	*groups = 0;
	if (length == 0 || length > 3) {
		return 0;
	}
	while (text[length] == mark && strspn(text + length + 1, "0123456789") == 3) {
		length += 4;
		++*groups;
	}
	return *groups > 0 ? length : 0;
}

/* The digits without the marks between them, and the decimal mark as a point. */
static const char *plain(const char *text, char mark, char decimal, char *buffer)
{
	char *out = buffer;

	for (; *text; text++) {
		if (*text != mark) {
			*out++ = *text;
			if (*text == decimal) {
				out[-1] = '.';
			}
		}
	}
	*out = '\0';
	return buffer;
}

static const char *read_number(const char *text, char separator, char *buffer, struct err *err)
{
	const char *digits = text + (*text == '-');
	char decimal = separator == ',' ? '.' : ',', mark = separator == ',' ? ',' : '.';
	size_t groups, length = thousands(digits, mark, &groups);
	size_t whole = length ? length : strspn(digits, "0123456789");
	bool fraction = digits[whole] == decimal;
	size_t end = whole + fraction + (fraction ? strspn(digits + whole + 1, "0123456789") : 0);

	if (whole == 0 || digits[end] || (separator == ',' && groups == 0)) {
		return text;
	}
	if (groups == 1 && !fraction && *digits != '0') {
		if (separator == ',') {
			return text; /* a cell "1,234": no number here, and told so */
		}
		err_set(err, ERR_INVALID, "\"%s\" may be %.*s%s or %.*s,%s", text, (int)strcspn(text, "."), text, strchr(text, '.') + 1,
			(int)strcspn(text, "."), text, strchr(text, '.') + 1);
		err_hint(err, "write it without a point, as one of them");
		return NULL;
	}
	if (groups > 0 && *digits == '0') {
		return text; /* 0.500 */
	}
	return plain(text, mark, decimal, buffer);
}

/* 24.11.2026, or 24.11.26 as banks write it: of this century, since nothing here is older. */
static const char *read_day(const char *text, char *buffer)
{
	int day, month, year, end = 0;
	const char *last = strrchr(text, '.');

	if (strspn(text, "0123456789.") != strlen(text) || strlen(text) > 10 ||
	    sscanf(text, "%2d.%2d.%4d%n", &day, &month, &year, &end) != 3 || text[end] ||
	    (strlen(last) != strlen(".26") && strlen(last) != strlen(".2026"))) {
		return text;
	}
	year += strlen(last) == strlen(".26") ? 2000 : 0;
	snprintf(buffer, SPREADSHEET_SIZE, "%04d-%02d-%02d", year, month, day);
	return buffer;
}

static const char *read_truth(const char *text)
{
	static const char *const words[][2] = { { "TRUE", "true" },   { "FALSE", "false" }, { "WAHR", "true" },   { "FALSCH", "false" },
						{ "ja", "true" },     { "nein", "false" },  { "Ja", "true" },     { "Nein", "false" },
						{ "JA", "true" },     { "NEIN", "false" },  { "x", "true" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(text, words[i][0]) == 0) {
			return words[i][1];
		}
	}
	return text;
}

const char *spreadsheet_value(const struct field *field, char separator, const char *text, char buffer[SPREADSHEET_SIZE], struct err *err)
{
	char bare[SPREADSHEET_SIZE];
	size_t length = strlen(text);

	if (length >= SPREADSHEET_SIZE) {
		return text;
	}
	if (field->type == FIELD_DATE || field->type == FIELD_INSTANT) {
		return read_day(text, buffer);
	}
	if (field->type == FIELD_BOOL) {
		return read_truth(text);
	}
	if (!is_number(field)) {
		return text;
	}
	if (field->type == FIELD_PERCENT && length > 1 && text[length - 1] == '%') {
		length -= 1;
		length -= text[length - 1] == ' ';
		memcpy(bare, text, length);
		bare[length] = '\0';
		text = read_number(bare, separator, buffer, err);
		return text == bare ? strcpy(buffer, bare) : text;
	}
	return read_number(text, separator, buffer, err);
}
