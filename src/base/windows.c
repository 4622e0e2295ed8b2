/* Windows-1252 is Latin-1 but for 32 places. */
#include "ordr/windows.h"

#include <string.h>
#include <utf8proc.h>

/* 0x80 to 0x9F; 0: no character. */
static const unsigned short upper[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

unsigned windows_point(unsigned char byte)
{
	return byte >= 0x80 && byte < 0xA0 ? upper[byte - 0x80] : byte;
}

static char byte_of(utf8proc_int32_t point)
{
	if ((point >= 0 && point < 0x80) || (point >= 0xA0 && point < 0x100))
		return (char)point;
	for (size_t i = 0; i < sizeof upper / sizeof *upper; i++)
		if (upper[i] && upper[i] == point)
			return (char)(0x80 + i);
	return '?';
}

void windows_put(struct str *str, const char *text, size_t most)
{
	size_t left = strlen(text);
	while (left && most--) {
		utf8proc_int32_t point;
		utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &point);
		str_put_char(str, taken > 0 ? byte_of(point) : '?');
		taken = taken > 0 ? taken : 1;
		text += taken;
		left -= (size_t)taken;
	}
}
