/* German as companies use it: Auftrag, Lieferschein, Rechnung. It stands in src/lang/de, as gettext's tools read and
 * check it; why gettext's own run time does not read it is said in src/lang/compile.py. */
#include "ordr/speak.h"

#include <string.h>

#include "catalogue.h"

#define COUNT (sizeof catalogue / sizeof *catalogue)

/* The language that the program speaks: like the C library's locale the one thing here that is chosen while it runs,
 * since every message would else need to be handed the language from where it is known. */
static bool german;

static const char *text_at(size_t place)
{
	return (const char *)catalogue_text + place;
}

/* As strcmp with "context\4text", the key that gettext uses. */
static int compare(const char *key, const char *context, const char *text)
{
	size_t length = strlen(context);
	int order = length ? strncmp(key, context, length) : 0;
	if (order || !length)
		return order ? order : strcmp(key, text);
	return key[length] == '\4' ? strcmp(key + length + 1, text) : (unsigned char)key[length] - '\4';
}

static const char *find(const char *context, const char *text)
{
	size_t first = 0;
	size_t end = COUNT;
	while (first < end) {
		size_t middle = first + (end - first) / 2;
		int order = compare(text_at(catalogue[middle].english), context, text);
		if (!order)
			return text_at(catalogue[middle].german);
		if (order < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return text;
}

bool speaks_german(const char *language)
{
	return language && !strncmp(language, "de", 2) && (!language[2] || strchr("_-.@", language[2]));
}

const char *speak(const char *language, const char *text)
{
	return speaks_german(language) ? find("", text) : text;
}

const char *speak_in(const char *language, const char *context, const char *text)
{
	return speaks_german(language) ? find(context, text) : text;
}

void speak_choose(const char *language)
{
	german = speaks_german(language);
}

const char *translate(const char *text)
{
	return german ? find("", text) : text;
}

const char *translate_in(const char *context, const char *text)
{
	return german ? find(context, text) : text;
}

/* Adds the value that `with` points to the separator of; gives where the next one begins. */
static const char *put_value(struct str *out, const char *with)
{
	char value[64];
	size_t length = *with ? strcspn(with + 1, SPEAK_WITH) : 0;
	if (!length)
		return with;
	if (length < sizeof value) {
		memcpy(value, with + 1, length);
		value[length] = '\0';
		str_put(out, translate_in("state", value));
	} else {
		str_put_bytes(out, with + 1, length);
	}
	return with + 1 + length;
}

void translate_filled(struct str *out, const char *text)
{
	struct str english = { 0 };
	const char *with = text + strcspn(text, SPEAK_WITH);
	str_put_bytes(&english, text, (size_t)(with - text));
	out->failed |= english.failed;
	for (const char *at = translate(english.failed ? "" : english.text ? english.text : ""); *at; at++)
		if (at[0] == '%' && at[1] == 's') {
			with = put_value(out, with);
			at++;
		} else {
			at += at[0] == '%' && at[1] == '%';
			str_put_bytes(out, at, 1);
		}
	str_release(&english);
}

bool translates(void)
{
	return german;
}

bool speak_pair(size_t index, const char **english, const char **translated)
{
	if (index >= COUNT)
		return false;
	*english = text_at(catalogue[index].english);
	*translated = text_at(catalogue[index].german);
	return true;
}
