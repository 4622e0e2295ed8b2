/* Characters as people see them, by Unicode's extended grapheme clusters; what they take is by East Asian Width, with two columns for what a
 * variation selector makes an emoji. */
#include "ordr/width.h"

#include <string.h>
#include <utf8proc.h>

#define EMOJI_STYLE 0xfe0f

/* The code point that `text` begins with; what is no UTF-8 is one byte that takes one column. */
static size_t point(const char *text, utf8proc_int32_t *code)
{
	utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)strnlen(text, 4), code);
	if (bytes > 0)
		return (size_t)bytes;
	*code = '?';
	return *text != '\0';
}

size_t width_character(const char *text, size_t *columns)
{
	utf8proc_int32_t code, next;
	utf8proc_int32_t state = 0;
	size_t length = point(text, &code);
	*columns = length ? (size_t)utf8proc_charwidth(code) : 0;
	while (length && text[length]) {
		size_t more = point(text + length, &next);
		if (utf8proc_grapheme_break_stateful(code, next, &state))
			break;
		size_t wide = next == EMOJI_STYLE && *columns ? 2 : (size_t)utf8proc_charwidth(next);
		*columns = wide > *columns ? wide : *columns;
		length += more;
		code = next;
	}
	return length;
}

size_t width_text(const char *text)
{
	size_t total = 0;
	size_t columns;
	for (size_t bytes; (bytes = width_character(text, &columns)); text += bytes)
		total += columns;
	return total;
}

size_t width_fitting(const char *text, size_t columns)
{
	size_t used = 0;
	size_t length = 0;
	size_t wide;
	for (size_t bytes; (bytes = width_character(text + length, &wide)) && used + wide <= columns; length += bytes)
		used += wide;
	return length;
}

size_t width_last(const char *text, size_t length)
{
	size_t columns;
	size_t at = 0;
	size_t last = 0;
	while (at < length && (last = width_character(text + at, &columns)))
		at += last;
	return last;
}
