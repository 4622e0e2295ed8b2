/* Headings on two lines, for a terminal that is too narrow for them on one: OPEN ORDERS gives up half its width. The library knows headings of one line
 * alone, so that folded ones are rows of their own. */
#include <string.h>

#include "cell.h"
#include "table_heading.h"

static size_t width_of(const char *text, size_t length)
{
	char part[256];
	if (length >= sizeof part)
		length = sizeof part - 1;
	memcpy(part, text, length);
	part[length] = '\0';
	return cell_width(part);
}

size_t heading_fold(const char *heading, size_t *width)
{
	size_t at = 0;
	*width = cell_width(heading);
	for (const char *blank = strchr(heading, ' '); blank; blank = strchr(blank + 1, ' ')) {
		size_t first = width_of(heading, (size_t)(blank - heading));
		size_t second = cell_width(blank + 1);
		size_t wider = first > second ? first : second;
		if (wider < *width) {
			*width = wider;
			at = (size_t)(blank - heading);
		}
	}
	return at;
}

void heading_put(const char *heading, size_t room, bool first, struct str *str)
{
	size_t width;
	size_t at = cell_width(heading) > room ? heading_fold(heading, &width) : 0;
	if (first)
		str_put_bytes(str, heading, at);
	else
		str_put(str, at ? heading + at + 1 : heading);
}
