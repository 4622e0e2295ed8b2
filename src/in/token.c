/*
 * What JSON allows inside one text and one number (RFC 8259 §6 and §7), apart from where the bytes come from, so that
 * the rules can be read and tested by themselves.
 */
#include "token.h"

#include "ordr/speak.h"

#include <stdint.h>
#include <string.h>

/* Four hex digits as a number, or −1. Reading past the text's end is prevented by its NUL or quote. */
static int32_t hex4(const char *digits)
{
	int32_t number = 0;

	for (int i = 0; i < 4; i++) {
		char c = digits[i];

		if (c >= '0' && c <= '9') {
			number = number * 16 + (c - '0');
		} else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
			number = number * 16 + ((c | 0x20) - 'a' + 10);
		} else {
			return -1;
		}
	}
	return number;
}

static char *put_point(char *out, int32_t point)
{
	if (point < 0x80) {
		*out++ = (char)point;
	} else if (point < 0x800) {
		*out++ = (char)(0xC0 | point >> 6);
		*out++ = (char)(0x80 | (point & 0x3F));
	} else if (point < 0x10000) {
		*out++ = (char)(0xE0 | point >> 12);
		*out++ = (char)(0x80 | (point >> 6 & 0x3F));
		*out++ = (char)(0x80 | (point & 0x3F));
	} else {
		*out++ = (char)(0xF0 | point >> 18);
		*out++ = (char)(0x80 | (point >> 12 & 0x3F));
		*out++ = (char)(0x80 | (point >> 6 & 0x3F));
		*out++ = (char)(0x80 | (point & 0x3F));
	}
	return out;
}

/* Decodes what follows "\u" and moves *from behind it; returns what is wrong with it, or NULL. */
static const char *decode_unicode(const char **from, char **out)
{
	int32_t point = hex4(*from), low;

	if (point < 0) {
		return TO_TRANSLATE("\\u wants four hex digits");
	}
	if (point == 0) {
		return TO_TRANSLATE("\\u0000 is not allowed in a text");
	}
	*from += 4;
	if (point >= 0xDC00 && point <= 0xDFFF) {
		return TO_TRANSLATE("half a surrogate pair");
	}
	if (point >= 0xD800 && point <= 0xDBFF) {
		low = (*from)[0] == '\\' && (*from)[1] == 'u' ? hex4(*from + 2) : -1;
		if (low < 0xDC00 || low > 0xDFFF) {
			return TO_TRANSLATE("half a surrogate pair");
		}
		*from += 6;
		point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
	}
	*out = put_point(*out, point);
	return NULL;
}

const char *token_decode(char *raw)
{
	static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *from = raw, *known, *wrong;
	char *out = raw;

	while (*from) {
		if (*from != '\\') {
			*out++ = *from++;
			continue;
		}
		from++;
		if (*from == 'u') {
			from++;
			wrong = decode_unicode(&from, &out);
			if (wrong) {
				return wrong;
			}
			continue;
		}
		known = *from ? strchr(escapes, *from) : NULL;
		if (!known) {
			return TO_TRANSLATE("no such escape after a backslash");
		}
		*out++ = meant[known - escapes];
		from++;
	}
	*out = '\0';
	return NULL;
}

static const char *digits(const char *c)
{
	while (*c >= '0' && *c <= '9') {
		c++;
	}
	return c;
}

bool token_is_number(const char *c)
{
	const char *end;

	c += *c == '-';
	end = digits(c);
	if (end == c || (*c == '0' && end - c > 1)) {
		return false;
	}
	c = end;
	if (*c == '.') {
		end = digits(c + 1);
		if (end == c + 1) {
			return false;
		}
		c = end;
	}
	if (*c == 'e' || *c == 'E') {
		c += c[1] == '+' || c[1] == '-' ? 2 : 1;
		end = digits(c);
		if (end == c) {
			return false;
		}
		c = end;
	}
	return *c == '\0';
}
