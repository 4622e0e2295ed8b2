/*
 * Errors about data must say where and quote what is wrong, and both are hostile: names may be a mebibyte long and hold
 * escape sequences. Here they are cut and made visible, once for all readers and forms.
 */
#include "place.h"

#include <stdio.h>
#include <string.h>

#include "ordr/str.h"

const char *place_shown(const char *text, char out[SHOWN_SIZE])
{
	struct str str = { .text = NULL };

	str_put_shown(&str, text);
	snprintf(out, SHOWN_SIZE, "%s", str.text && !str.failed ? str.text : "");
	str_release(&str);
	return out;
}

/* ~ and / are escaped as the pointer's rules want. */
static void put_name(struct str *str, const char *name)
{
	char shown[SHOWN_SIZE];

	for (const char *c = place_shown(name, shown); *c; c++) {
		if (*c == '~' || *c == '/') {
			str_put(str, *c == '~' ? "~0" : "~1");
		} else {
			str_put_char(str, *c);
		}
	}
}

static void put_pointer(struct str *str, const struct place *place)
{
	if (!place) {
		return;
	}
	put_pointer(str, place->above);
	str_put_char(str, '/');
	if (place->name) {
		put_name(str, place->name);
	} else {
		str_printf(str, "%zu", place->index);
	}
}

int place_pointer(struct err *err, const char *file, size_t line, const struct place *place)
{
	struct str str = { .text = NULL };
	char shown[SHOWN_SIZE];

	put_pointer(&str, place);
	err_path(err, "%s:%zu%s%s", place_shown(file, shown), line, place ? " " : "",
		 str.text && !str.failed ? str.text : "");
	str_release(&str);
	return -1;
}
