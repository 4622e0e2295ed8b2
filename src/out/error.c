/* Errors as people and as programs read them. Their texts quote what strangers wrote, so none reaches the terminal as
 * it is. */
#include <ctype.h>
#include <string.h>

#include "ordr/out.h"
#include "ordr/speak.h"

/* Does the message name its subject itself, as a word? */
static bool is_named(const char *message, const char *subject)
{
	size_t length = strlen(subject);
	for (const char *at = message; length && (at = strstr(at, subject)); at++)
		if ((at == message || isspace((unsigned char)at[-1])) && !isalnum((unsigned char)at[length]) && at[length] != '-')
			return true;
	return false;
}

static void put_text(struct str *str, const struct err *err)
{
	const char *const parts[] = { is_named(err->message, err->subject) ? "" : err->subject, err->path, err->message };
	str_put(str, "ordr");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		str_put(str, *parts[i] ? ": " : "");
		str_put_visible(str, parts[i]);
	}
	str_put_char(str, '\n');
	if (!*err->hint)
		return;
	str_put(str, translate("hint: "));
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
