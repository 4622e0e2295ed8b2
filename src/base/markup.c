/* The one place where text becomes part of a page. */
#include "ordr/markup.h"

void markup_put(struct str *str, const char *text)
{
	struct str visible = { 0 };
	str_put_visible(&visible, text);
	for (const char *c = visible.text ? visible.text : ""; *c; c++) {
		const char *entity = *c == '&' ? "&amp;" : *c == '<' ? "&lt;" : *c == '>' ? "&gt;" : *c == '"' ? "&quot;" : *c == '\'' ? "&#39;" : NULL;
		if (entity)
			str_put(str, entity);
		else
			str_put_char(str, *c);
	}
	str->failed = str->failed || visible.failed;
	str_release(&visible);
}
