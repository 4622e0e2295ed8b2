/* Growing text, and the two escapings that stand between text from outside and a reader: JSON strings, and what a terminal may
 * see. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "ordr/str.h"

void str_release(struct str *str)
{
	free(str->text);
	memset(str, 0, sizeof *str);
}

void str_clear(struct str *str)
{
	str->length = 0;
	if (str->text)
		str->text[0] = '\0';
}

bool str_reserve(struct str *str, size_t more)
{
	if (str->failed || more > SIZE_MAX / 4 || str->length > SIZE_MAX / 4)
		str->failed = true;
	if (str->failed)
		return false;
	size_t needed = str->length + more + 1;
	if (needed <= str->size)
		return true;
	size_t size = str->size ? str->size : 64;
	while (size < needed)
		size *= 2;
	char *text = realloc(str->text, size);
	if (!text) {
		str->failed = true;
		return false;
	}
	str->text = text;
	str->size = size;
	return true;
}

void str_put_bytes(struct str *str, const char *bytes, size_t length)
{
	if (!str_reserve(str, length))
		return;
	if (length)
		memcpy(str->text + str->length, bytes, length);
	str->length += length;
	str->text[str->length] = '\0';
}

void str_put(struct str *str, const char *text)
{
	str_put_bytes(str, text, strlen(text));
}

void str_put_char(struct str *str, char c)
{
	str_put_bytes(str, &c, 1);
}

void str_printf(struct str *str, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0 || !str_reserve(str, (size_t)length)) {
		str->failed = true;
		return;
	}
	va_start(arguments, format);
	vsnprintf(str->text + str->length, (size_t)length + 1, format, arguments);
	va_end(arguments);
	str->length += (size_t)length;
}

/* The next code point, or −1 for a byte that begins none; *length is how many bytes it took. */
static int32_t next_point(const char *text, size_t left, size_t *length)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &point);
	*length = taken > 0 ? (size_t)taken : 1;
	return taken > 0 ? point : -1;
}

/* Does a terminal obey this character, or does it turn around what stands beside it? */
static bool is_control(int32_t point)
{
	return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0x61c || point == 0x200e || point == 0x200f ||
	       (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

/* `inside` a text, where quotes and backslashes are escaped too. */
static void put_json_point(struct str *str, int32_t point, const char *bytes, size_t length, bool inside)
{
	static const char *const shorts[] = { ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r" };
	if (point < 0)
		str_put(str, "\xef\xbf\xbd");
	else if (inside && (point == '"' || point == '\\'))
		str_printf(str, "\\%c", (char)point);
	else if (point <= '\r' && shorts[point])
		str_put(str, shorts[point]);
	else if (is_control(point))
		str_printf(str, "\\u%04x", (unsigned)point);
	else
		str_put_bytes(str, bytes, length);
}

static void put_json_points(struct str *str, const char *text, bool inside)
{
	size_t length;
	for (size_t left = strlen(text); left; text += length, left -= length) {
		int32_t point = next_point(text, left, &length);
		put_json_point(str, point, text, length, inside);
	}
}

void str_put_json(struct str *str, const char *text)
{
	if (!text) {
		str_put(str, "null");
		return;
	}
	str_put_char(str, '"');
	put_json_points(str, text, true);
	str_put_char(str, '"');
}

void str_put_raw_json(struct str *str, const char *json)
{
	put_json_points(str, json, false);
}

void str_put_visible(struct str *str, const char *text)
{
	size_t length;
	for (size_t left = strlen(text); left; text += length, left -= length) {
		int32_t point = next_point(text, left, &length);
		if (point == '\n')
			str_put(str, "\\n");
		else if (point == '\t')
			str_put(str, "\\t");
		else if (point < 0)
			str_printf(str, "\\x%02X", (unsigned)(unsigned char)*text);
		else if (is_control(point) && point < 0x100)
			str_printf(str, "\\x%02X", (unsigned)point);
		else if (is_control(point))
			str_printf(str, "\\u{%04X}", (unsigned)point);
		else
			str_put_bytes(str, text, length);
	}
}

bool str_has_control(const char *text, const char *but)
{
	for (const char *at = text; *at; at++) {
		unsigned char c = (unsigned char)*at;
		bool second = c == 0xc2 && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] <= 0x9f;
		if (second || ((c < 0x20 || c == 0x7f) && !strchr(but, *at)))
			return true;
	}
	return false;
}

#define SHOWN_POINTS 40

void str_put_shown(struct str *str, const char *text)
{
	char begin[SHOWN_POINTS * 4 + 1];
	size_t length = 0;
	size_t points = 0;
	for (; text[length] && length < sizeof begin - 1; length++) {
		points += ((unsigned char)text[length] & 0xc0) != 0x80;
		if (points > SHOWN_POINTS)
			break;
	}
	memcpy(begin, text, length);
	begin[length] = '\0';
	str_put_visible(str, begin);
	if (text[length])
		str_put(str, "…");
}

bool str_is_utf8(const char *bytes, size_t length)
{
	size_t taken;
	for (size_t at = 0; at < length; at += taken)
		if (next_point(bytes + at, length - at, &taken) <= 0)
			return false;
	return true;
}

size_t str_points(const char *text)
{
	size_t points = 0;
	for (; *text; text++)
		points += ((unsigned char)*text & 0xc0) != 0x80;
	return points;
}

#define WORD_MAX 64

static int least(int a, int b, int c)
{
	int ab = a < b ? a : b;
	return ab < c ? ab : c;
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

int str_distance(const char *left, const char *right)
{
	size_t width = strlen(right);
	size_t height = strlen(left);
	if (width > WORD_MAX || height > WORD_MAX)
		return WORD_MAX;
	int row[3][WORD_MAX + 1]; /* this row, the one above, the one above that */
	for (size_t j = 0; j <= width; j++)
		row[1][j] = (int)j;
	for (size_t i = 1; i <= height; i++) {
		row[0][0] = (int)i;
		for (size_t j = 1; j <= width; j++) {
			int change = small(left[i - 1]) != small(right[j - 1]);
			row[0][j] = least(row[1][j] + 1, row[0][j - 1] + 1, row[1][j - 1] + change);
			bool swapped = i > 1 && j > 1 && small(left[i - 1]) == small(right[j - 2]) &&
				       small(left[i - 2]) == small(right[j - 1]);
			if (swapped && row[2][j - 2] + 1 < row[0][j])
				row[0][j] = row[2][j - 2] + 1;
		}
		memcpy(row[2], row[1], sizeof row[1]);
		memcpy(row[1], row[0], sizeof row[0]);
	}
	return row[1][width];
}
