/* Text for people's eyes. Names and notes come from strangers, so every value passes through here before a terminal
 * sees it; and since columns must stand, widths are counted as terminals count them: two for a wide character, none
 * for one that combines. */
#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "cell.h"
#include "ordr/speak.h"
#include "ordr/width.h"

/* The columns of the character that `text` begins with and its bytes; −1: it cannot be shown. An escape sequence is
 * ours: a colour. */
static int step(const char *text, size_t *bytes)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	*bytes = 1;
	if (*text == '\033') {
		*bytes = strcspn(text, "m") + 1;
		return 0;
	}
	if ((unsigned char)*text < 0x7f)
		return (unsigned char)*text < ' ' ? -1 : 1;
	size_t taken = mbrtowc(&wide, text, strlen(text), &state);
	if (taken == 0 || taken >= (size_t)-2)
		return -1;
	*bytes = taken;
	return wcwidth(wide);
}

size_t cell_width(const char *text)
{
	size_t width = 0;
	for (size_t bytes; *text; text += bytes) {
		int columns = step(text, &bytes);
		width += columns > 0 ? (size_t)columns : 0;
	}
	return width;
}

/* Characters that no font has (unassigned, private) would be as wide as each terminal likes. */
static void put_printable(struct str *str, const char *text)
{
	for (size_t bytes; *text; text += bytes) {
		if (step(text, &bytes) >= 0)
			str_put_bytes(str, text, bytes);
		else
			for (size_t i = 0; i < bytes; i++)
				str_printf(str, "\\x%02X", (unsigned)(unsigned char)text[i]);
	}
}

static void put_value(const struct field *field, const void *record, struct str *str);

/* The field's own name, without those of the objects it is in. */
static const char *leaf_name(const struct field *field)
{
	const char *dot = strrchr(field->name, '.');
	return dot ? dot + 1 : field->name;
}

/* One of the words that the field may hold, as people read it. */
static const char *spoken_word(const struct field *field, const char *word)
{
	return translate_in(leaf_name(field), word);
}

/* Where some fields are flagged as shown, those that are never dropped stand for the record. */
static bool is_spoken(const struct field *fields, const struct field *field)
{
	for (const struct field *other = fields; other->name; other++)
		if (other->flags & FIELD_SHOWN)
			return (field->flags & (FIELD_SHOWN | FIELD_LATE)) == FIELD_SHOWN;
	return true;
}

/* The values that are there, a blank between them. */
static void put_values(const struct field *fields, const void *record, struct str *str)
{
	size_t start = str->length;
	for (const struct field *field = fields; field->name; field++) {
		size_t before = str->length;
		if (!is_spoken(fields, field))
			continue;
		if (before > start)
			str_put_char(str, ' ');
		size_t blank = str->length;
		put_value(field, record, str);
		if (str->length == blank && str->text) {
			str->length = before;
			str->text[before] = '\0';
		}
	}
}

static void put_value(const struct field *field, const void *record, struct str *str)
{
	const void *member = (const char *)record + field->offset;
	const struct list *list = member;
	if (field->type == FIELD_OBJECT) {
		put_values(field->fields, member, str);
	} else if (field->type == FIELD_LIST) {
		for (size_t i = 0; i < list->count; i++) {
			str_put(str, i ? ", " : "");
			put_values(field->fields, (const char *)list->items + i * field->size, str);
		}
	} else if (field->type == FIELD_CHOICE && *(const char *const *)member) {
		str_put(str, spoken_word(field, *(const char *const *)member));
	} else if (field->flags & FIELD_WORD && *(const char *const *)member) {
		const char *of = *(const char *const *)((const char *)record + field[-1].offset);
		str_put(str, of ? translate_in(of, *(const char *const *)member) : *(const char *const *)member);
	} else {
		field_put_text(field, record, FIELD_LOCAL, str);
	}
}

void cell_put(const struct field *field, const void *record, struct str *str)
{
	struct str raw = { 0 };
	struct str visible = { 0 };
	put_value(field, record, &raw);
	if (raw.length)
		str_put_visible(&visible, raw.text);
	if (visible.length)
		put_printable(str, visible.text);
	str->failed = str->failed || raw.failed || visible.failed;
	str_release(&raw);
	str_release(&visible);
}

/* The bytes of `text` that fit into `width` columns. A combining character stays with what it combines with. */
static size_t fitting(const char *text, size_t width)
{
	size_t used = 0;
	size_t bytes;
	const char *at = text;
	for (; *at; at += bytes) {
		int columns = step(at, &bytes);
		if (columns > 0 && used + (size_t)columns > width)
			break;
		used += columns > 0 ? (size_t)columns : 0;
	}
	return (size_t)(at - text);
}

void cell_put_cut(struct str *str, const char *text, size_t width)
{
	size_t length = fitting(text, width);
	if (!text[length]) {
		str_put(str, text);
		return;
	}
	length = fitting(text, width ? width - 1 : 0);
	while (length && text[length - 1] == ' ')
		length--;
	str_put_bytes(str, text, length);
	str_put(str, width ? "…" : "");
}

void cell_put_folded(struct str *str, const char *text, size_t width, size_t indent)
{
	for (;;) {
		size_t length = width_fitting(text, width);
		if (!text[length] || !length)
			break;
		size_t end = length;
		while (end && text[end] != ' ')
			end--;
		end = end ? end : length;
		str_put_bytes(str, text, end);
		str_printf(str, "\n%*s", (int)indent, "");
		text += end + strspn(text + end, " ");
	}
	str_put(str, text);
}

bool cell_is_status(const struct field *field)
{
	const char *name = leaf_name(field);
	return field->type == FIELD_CHOICE || !strcmp(name, "status") || !strcmp(name, "state") || !strcmp(name, "fulfilment");
}

/* Is it there, and more than nothing? What is below zero is not: that is for a status to say. */
static bool warns(const struct field *field, const char *text)
{
	return field->flags & FIELD_WARNS && *text && *text != '-' && text[strspn(text, "0.")];
}

const char *cell_color(const struct field *field, const char *text)
{
	static const struct {
		const char *word, *color;
	} colors[] = {
		{ "overdue", "\033[31m" }, { "breached", "\033[31m" }, { "at_risk", "\033[33m" },
		{ "met", "\033[32m" },     { "paid", "\033[32m" },         { "backordered", "\033[33m" },
		{ "delivered", "\033[32m" }, { "completed", "\033[32m" }, { "rejected", "\033[31m" },
	};
	for (size_t i = 0; cell_is_status(field) && i < sizeof colors / sizeof *colors; i++)
		if (!strcmp(spoken_word(field, colors[i].word), text))
			return colors[i].color;
	return warns(field, text) ? "\033[33m" : NULL;
}

bool cell_is_number(const struct field *field)
{
	return field->type == FIELD_INTEGER || field->type == FIELD_MONEY || field->type == FIELD_PRICE || field->type == FIELD_QUANTITY ||
	       field->type == FIELD_PERCENT;
}

/* One word of a label; abbreviations stay in capitals. */
static void put_word(struct str *str, const char *word, size_t length, bool first)
{
	static const char *const abbreviations[] = { "atp", "dso", "id", "iban", "sku", "sla", "vat" };
	bool capitals = false;
	for (size_t i = 0; i < sizeof abbreviations / sizeof *abbreviations; i++)
		capitals = capitals || (strlen(abbreviations[i]) == length && !strncasecmp(abbreviations[i], word, length));
	for (size_t i = 0; i < length; i++)
		str_put_char(str, (char)(capitals || (first && !i) ? toupper((unsigned char)word[i]) : tolower((unsigned char)word[i])));
}

/* The words of a name. */
static void put_words(struct str *str, const char *first, size_t length)
{
	const char *end = first + length;
	for (const char *word = first; word < end; word += strspn(word, "_. ")) {
		size_t letters = strcspn(word, "_. ");
		str_put(str, word == first ? "" : " ");
		put_word(str, word, letters, word == first);
		word += letters;
	}
}

/* A member of an object is named as both are: what is in the catalogue are the names of fields. */
void cell_put_label(const struct field *field, struct str *str)
{
	const char *name = field->label ? field->label : field->name;
	if (!translates()) {
		put_words(str, name, strlen(name));
		return;
	}
	const char *first = name;
	for (size_t length; *name; name += length + (name[length] == '.')) {
		struct str part = { 0 };
		length = strcspn(name, ".");
		put_words(&part, name, length);
		str_put(str, name == first ? "" : " ");
		str_put(str, translate(part.text ? part.text : ""));
		str->failed |= part.failed;
		str_release(&part);
	}
}

/* In a locale in which letters beyond ASCII are letters. */
static void put_capitals(struct str *str, const char *text)
{
	mbstate_t in = { 0 };
	mbstate_t out = { 0 };
	char bytes[MB_LEN_MAX];
	wchar_t wide;
	for (size_t taken; *text; text += taken) {
		taken = mbrtowc(&wide, text, strlen(text), &in);
		if (taken == 0 || taken >= (size_t)-2)
			return;
		size_t length = wcrtomb(bytes, (wchar_t)towupper((wint_t)wide), &out);
		str_put_bytes(str, bytes, length == (size_t)-1 ? 0 : length);
	}
}

void cell_put_heading(const struct field *field, struct str *str)
{
	struct str label = { 0 };
	if (translates()) {
		cell_put_label(field, &label);
		put_capitals(str, label.text ? label.text : "");
		str->failed |= label.failed;
		str_release(&label);
	} else if (field->label) {
		str_put(str, field->label);
	} else {
		for (const char *c = field->name; *c; c++)
			str_put_char(str, strchr("_.", *c) ? ' ' : (char)toupper((unsigned char)*c));
	}
}
