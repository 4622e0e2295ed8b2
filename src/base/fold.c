/* Texts as people search for them, who type neither capitals nor accents. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "ordr/str.h"

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

void str_put_folded(struct str *str, const char *text)
{
	utf8proc_uint8_t *folded = NULL;
	if (is_ascii(text)) {
		for (; *text; text++)
			str_put_char(str, (char)tolower((unsigned char)*text));
		return;
	}
	utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
					       UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
						       UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
	if (length >= 0)
		str_put_bytes(str, (const char *)folded, (size_t)length);
	else
		str->failed |= length == UTF8PROC_ERROR_NOMEM;
	free(folded);
}
