/* Errors as people and as programs read them. Their texts quote what strangers wrote, so none reaches the terminal as
 * it is. */
#include <string.h>

#include "ordr/out.h"

/* Does the message name the subject itself? Then it need not stand before it. */
static bool names(const char *message, const char *subject)
{
	size_t length = strlen(subject);
	const char *at = length ? strstr(message, subject) : NULL;
	for (; at; at = strstr(at + 1, subject))
		if ((at == message || at[-1] == ' ') && (!at[length] || strchr(" ,;", at[length])))
			return true;
	return false;
}

static void put_text(struct str *str, const struct err *err)
{
	const char *subject = names(err->message, err->subject) ? "" : err->subject;
	const char *const parts[] = { subject, err->path, err->message };
	str_put(str, "ordr");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		str_put(str, *parts[i] ? ": " : "");
		str_put_visible(str, parts[i]);
	}
	str_put_char(str, '\n');
	if (!*err->hint)
		return;
	str_put(str, "hint: ");
	str_put_visible(str, err->hint);
	str_put_char(str, '\n');
}

static void put_member(struct str *str, const char *name, const char *text)
{
	str_printf(str, ",\"%s\":", name);
	str_put_json(str, *text ? text : NULL);
}

void out_error(struct str *str, const struct err *err, bool json)
{
	const struct err_kind *kind = err_kind(err->code);
	if (!json) {
		put_text(str, err);
		return;
	}
	str_printf(str, "{\"error\":\"%s\",\"exit\":%d", kind->name, kind->exit);
	put_member(str, "message", err->message);
	put_member(str, "hint", err->hint);
	put_member(str, "subject", err->subject);
	put_member(str, "path", err->path);
	str_put(str, "}\n");
}
