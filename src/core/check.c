/* Reads a condition: a small recursive descent over its words, which checks at once that every field is there and that what is compared can be,
 * so that a crontab with a slip in it says so on its first run, not on the day that it was made for. */
#include <ctype.h>
#include <string.h>

#include "check_parts.h"

#include "ordr/near.h"
#include "ordr/speak.h"

#define DEPTH_MAX  32
#define PARTS_MAX  500
#define DIGITS_MAX 9 /* decimals of a number */

struct reader {
	struct arena *arena;
	const struct field *fields;
	const char *at;
	struct err *err;
	int depth, parts;
};

static const char grammar[] = TO_TRANSLATE("such as 'ship.breached == 0 and ship.met_pct >= 95'; and, or, not, ( ), == != < <= > >=");

static int unreadable(struct reader *reader, const char *wanted)
{
	const char *at = reader->at;
	size_t length = strcspn(at, " \t\n()");
	if (!*at)
		err_set(reader->err, ERR_USAGE, "--check ends where %s should stand", translate(wanted));
	else
		err_set(reader->err, ERR_USAGE, "--check: \"%.*s\" stands where %s should", length > 40 ? 40 : length ? (int)length : 1, at,
			translate(wanted));
	return err_hint(reader->err, "%s", translate(grammar));
}

static void skip_blanks(struct reader *reader)
{
	while (*reader->at && strchr(" \t\n", *reader->at))
		reader->at++;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || (c & 0x80);
}

/* Takes the word `word` when it comes next. */
static bool take(struct reader *reader, const char *word)
{
	size_t length = strlen(word);
	skip_blanks(reader);
	if (strncmp(reader->at, word, length) || (is_word(*word) && is_word(reader->at[length])))
		return false;
	reader->at += length;
	return true;
}

/* "text"; there is no way to write a quote in it. */
static int read_quoted(struct reader *reader, const char **text)
{
	const char *end = strchr(reader->at + 1, '"');
	if (!end) {
		err_set(reader->err, ERR_USAGE, "--check: a quote is not closed");
		return err_hint(reader->err, "text stands between two: \"late\"");
	}
	*text = arena_strndup(reader->arena, reader->at + 1, (size_t)(end - reader->at - 1));
	reader->at = end + 1;
	return *text ? 0 : err_memory(reader->err);
}

static int read_word(struct reader *reader, const char **word)
{
	size_t length = 0;
	if (*reader->at == '"')
		return read_quoted(reader, word);
	while (is_word(reader->at[length]))
		length++;
	if (!length)
		return unreadable(reader, TO_TRANSLATE("a name"));
	*word = arena_strndup(reader->arena, reader->at, length);
	reader->at += length;
	return *word ? 0 : err_memory(reader->err);
}

/* --- fields ------------------------------------------------------------------------------------------------------------------- */

static bool says(const struct field *field, const void *record, const char *word)
{
	struct str text = { 0 };
	field_put_text(field, record, FIELD_PLAIN, &text);
	bool same = text.text && !strcmp(text.text, word);
	str_release(&text);
	return same;
}

static int count_keys(const struct field *fields)
{
	int count = 0;
	for (const struct field *field = fields; field->name; field++)
		count += (field->flags & FIELD_KEY) != 0;
	return count;
}

/* The item whose key fields are these words, one each. */
static const void *find_item(const struct field *field, const struct list *list, const char *const *words)
{
	for (size_t i = 0; i < list->count; i++) {
		const void *item = (const char *)list->items + i * field->size;
		const char *const *word = words;
		bool same = true;
		for (const struct field *key = field->fields; key->name && same; key++)
			if (key->flags & FIELD_KEY)
				same = says(key, item, *word++);
		if (same)
			return item;
	}
	return NULL;
}

const struct field *check_follow(const struct check_value *value, const void *record, const void **member, int *at, const struct field **fields)
{
	*fields = value->fields;
	*member = record;
	for (*at = 0; *at < value->count; ++*at) {
		const struct field *field = *fields;
		while (field->name && strcmp(field->name, value->words[*at]))
			field++;
		if (!field->name)
			return NULL;
		if (*at == value->count - 1)
			return field;
		const void *inner = *member ? (const char *)*member + field->offset : NULL;
		int keys = field->type == FIELD_LIST ? count_keys(field->fields) : 0;
		if ((field->type != FIELD_OBJECT && !keys) || *at + keys >= value->count - 1)
			return NULL;
		if (keys && inner)
			inner = find_item(field, inner, value->words + *at + 1);
		*at += keys;
		*member = inner;
		*fields = field->fields;
	}
	return NULL;
}

/* The names at one place, and the nearest to what was written there, which is word `at`; as paths, since so they are written. */
static int unknown(struct reader *reader, const struct check_value *value, int at, const struct field *fields)
{
	int before = 0; /* of the text: the words that are right */
	for (int i = 0; i < at && i < value->count; i++)
		before += (int)strlen(value->words[i]) + 1;
	const char *word = arena_printf(reader->arena, "%.*s%s", before, value->text, at < value->count ? value->words[at] : "");
	const char **known = arena_array(reader->arena, field_count(fields) + 1, sizeof *known);
	if (!word || !known)
		return err_memory(reader->err);
	for (size_t i = 0; fields[i].name; i++)
		if (!(known[i] = arena_printf(reader->arena, "%.*s%s", before, value->text, fields[i].name)))
			return err_memory(reader->err);
	err_set(reader->err, ERR_USAGE, "--check: no field \"%.60s\"", value->text);
	return near_hint(reader->err, word, known);
}

static int kind_of(struct reader *reader, struct check_value *value, const struct field *field)
{
	switch (field->type) {
	case FIELD_INTEGER:
	case FIELD_MONEY:
	case FIELD_PRICE:
	case FIELD_QUANTITY:
	case FIELD_PERCENT:
	case FIELD_LIST:
	case FIELD_TEXTS:
		value->kind = CHECK_NUMBER;
		return 0;
	case FIELD_INSTANT:
	case FIELD_DATE:
		value->kind = CHECK_TIME;
		return 0;
	case FIELD_BOOL:
		value->kind = CHECK_BOOL;
		return 0;
	case FIELD_RAW:
	case FIELD_OBJECT:
		err_set(reader->err, ERR_USAGE, "--check: %.60s is no plain value", value->text);
		return field->type == FIELD_RAW ? -1 : err_hint(reader->err, "name a field of it: %.60s.%s", value->text, field->fields->name);
	default:
		value->kind = CHECK_TEXT;
		return 0;
	}
}

static int read_path(struct reader *reader, struct check_value *value)
{
	const char *start = reader->at;
	value->fields = reader->fields;
	do {
		if (value->count == CHECK_PATH_MAX)
			return unreadable(reader, TO_TRANSLATE("the end of the path"));
		if (read_word(reader, &value->words[value->count++]))
			return -1;
	} while (*reader->at == '.' && reader->at++);
	value->text = arena_strndup(reader->arena, start, (size_t)(reader->at - start));
	if (!value->text)
		return err_memory(reader->err);
	const void *member;
	const struct field *fields;
	int at;
	const struct field *field = check_follow(value, NULL, &member, &at, &fields);
	return field ? kind_of(reader, value, field) : unknown(reader, value, at, fields);
}

/* --- values ------------------------------------------------------------------------------------------------------------------- */

/* A number, or a date or time: they begin with a digit or a sign. */
static int read_number(struct reader *reader, struct check_value *value)
{
	size_t length = strcspn(reader->at, " \t\n()=!<>\"");
	const char *text = arena_strndup(reader->arena, reader->at, length);
	struct instant instant;
	if (!text)
		return err_memory(reader->err);
	value->text = text;
	const char *dot = strchr(text, '.');
	value->digits = dot ? (int)strlen(dot + 1) : 0;
	if (value->digits <= DIGITS_MAX && !decimal_parse(text, value->digits, &value->number)) {
		value->kind = CHECK_NUMBER;
	} else if (!instant_parse(text, &instant)) {
		value->kind = CHECK_TIME;
		value->number = instant.ms;
	} else {
		return unreadable(reader, TO_TRANSLATE("a number or a time"));
	}
	reader->at += length;
	return 0;
}

static int read_value(struct reader *reader, struct check_value *value)
{
	*value = (struct check_value){ .count = 0 };
	skip_blanks(reader);
	char c = *reader->at;
	if (isdigit((unsigned char)c) || c == '-')
		return read_number(reader, value);
	if (c == '"') {
		value->kind = CHECK_TEXT;
		return read_quoted(reader, &value->text);
	}
	if (take(reader, "true") || take(reader, "false")) {
		value->kind = CHECK_BOOL;
		value->number = reader->at[-2] == 'u';
		value->text = value->number ? "true" : "false";
		return 0;
	}
	if (!is_word(c))
		return unreadable(reader, TO_TRANSLATE("a field or a value"));
	return read_path(reader, value);
}

static int read_operator(struct reader *reader, enum check_operator *operator)
{
	static const struct {
		const char *sign;
		enum check_operator operator;
	} signs[] = { { "==", CHECK_EQUAL },  { "!=", CHECK_NOT_EQUAL }, { "<=", CHECK_AT_MOST },
		      { ">=", CHECK_AT_LEAST }, { "<", CHECK_LESS },	  { ">", CHECK_MORE } };
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (take(reader, signs[i].sign)) {
			*operator = signs[i].operator;
			return 0;
		}
	return unreadable(reader, TO_TRANSLATE("a comparison"));
}

static int read_comparison(struct reader *reader, struct check *check)
{
	static const char *const kinds[] = { TO_TRANSLATE("a number"), TO_TRANSLATE("a text"), TO_TRANSLATE("a time"),
					     TO_TRANSLATE("true or false") };
	check->what = CHECK_COMPARE;
	if (read_value(reader, &check->a) || read_operator(reader, &check->operator) || read_value(reader, &check->b))
		return -1;
	if (check->a.kind != check->b.kind) {
		err_set(reader->err, ERR_USAGE, "--check: %.60s is %s, and %.60s is %s", check->a.text, translate(kinds[check->a.kind]),
			check->b.text, translate(kinds[check->b.kind]));
		return err_hint(reader->err, "compare like with like; text stands in quotes");
	}
	if ((check->a.kind == CHECK_TEXT || check->a.kind == CHECK_BOOL) && check->operator != CHECK_EQUAL && check->operator != CHECK_NOT_EQUAL) {
		err_set(reader->err, ERR_USAGE, "--check: %.60s is no number", check->a.text);
		return err_hint(reader->err, "of texts there is == and !=");
	}
	return 0;
}

/* --- conditions --------------------------------------------------------------------------------------------------------------- */

static int read_or(struct reader *reader, struct check **check);

static int new_check(struct reader *reader, struct check **check, enum check_what what, const struct check *left, const struct check *right)
{
	if (++reader->parts > PARTS_MAX)
		return unreadable(reader, TO_TRANSLATE("the end, since it is too long,"));
	struct check *made = arena_alloc(reader->arena, sizeof *made);
	if (!made)
		return err_memory(reader->err);
	made->what = what;
	made->left = left;
	made->right = right;
	*check = made;
	return 0;
}

static int read_not(struct reader *reader, struct check **check)
{
	struct check *inner = NULL;
	if (++reader->depth > DEPTH_MAX)
		return unreadable(reader, TO_TRANSLATE("less that is nested"));
	if (take(reader, "not")) {
		if (read_not(reader, &inner) || new_check(reader, check, CHECK_NOT, inner, NULL))
			return -1;
	} else if (take(reader, "(")) {
		if (read_or(reader, check))
			return -1;
		if (!take(reader, ")"))
			return unreadable(reader, TO_TRANSLATE("a closing parenthesis"));
	} else if (new_check(reader, check, CHECK_COMPARE, NULL, NULL) || read_comparison(reader, *check)) {
		return -1;
	}
	reader->depth--;
	return 0;
}

static int read_and(struct reader *reader, struct check **check)
{
	struct check *right = NULL;
	if (read_not(reader, check))
		return -1;
	while (take(reader, "and"))
		if (read_not(reader, &right) || new_check(reader, check, CHECK_AND, *check, right))
			return -1;
	return 0;
}

static int read_or(struct reader *reader, struct check **check)
{
	struct check *right = NULL;
	if (read_and(reader, check))
		return -1;
	while (take(reader, "or"))
		if (read_and(reader, &right) || new_check(reader, check, CHECK_OR, *check, right))
			return -1;
	return 0;
}

int check_parse(struct arena *arena, const struct field *fields, const char *text, struct check **check, struct err *err)
{
	struct reader reader = { .arena = arena, .fields = fields, .at = text, .err = err };
	if (read_or(&reader, check))
		return -1;
	skip_blanks(&reader);
	return *reader.at ? unreadable(&reader, TO_TRANSLATE("and, or, or the end")) : 0;
}
