/* Judges a condition. What is null is neither true nor false (Kleene), and only true passes; so "no data" never counts as well done. */
#include <string.h>

#include "check_parts.h"

#include "ordr/speak.h"

enum truth { FALSE, UNKNOWN, TRUE };

/* Wide enough for any two numbers on the same scale. */
__extension__ typedef __int128 wide;

static const char *const signs[] = { "==", "!=", "<", "<=", ">", ">=" };
static const enum check_operator opposites[] = { CHECK_NOT_EQUAL, CHECK_EQUAL, CHECK_AT_LEAST, CHECK_MORE, CHECK_AT_MOST, CHECK_LESS };

/* A value of the record: its number, or its text, which is put into `text`. */
struct found {
	bool null;
	int64_t number;
	int digits;
	struct str text;
};

static void find_number(const struct field *field, const void *member, struct found *found)
{
	const void *at = (const char *)member + field->offset;
	if (field->type == FIELD_LIST || field->type == FIELD_TEXTS)
		found->number = (int64_t)((const struct list *)at)->count;
	else if (field->type == FIELD_BOOL)
		found->number = *(const bool *)at;
	else if (field->type == FIELD_DATE)
		found->number = date_instant(*(const struct date *)at, 0).ms;
	else
		found->number = *(const int64_t *)at; /* the integer kinds hold their number first */
	if (field->type == FIELD_MONEY)
		found->digits = currency_digits(((const struct money *)at)->currency);
	else if (field->type == FIELD_PRICE)
		found->digits = PRICE_DIGITS + currency_digits(((const struct price *)at)->currency);
	else if (field->type == FIELD_QUANTITY)
		found->digits = 3;
	else if (field->type == FIELD_PERCENT)
		found->digits = 2;
	if (found->digits < 0)
		found->digits = 0;
}

static void find(const struct check_value *value, const void *record, struct found *found)
{
	const void *member;
	const struct field *fields;
	int at;
	*found = (struct found){ .number = value->number, .digits = value->digits };
	if (!value->count) {
		str_put(&found->text, value->text);
		return;
	}
	const struct field *field = check_follow(value, record, &member, &at, &fields);
	found->null = !field || !member || field_absent(field, member);
	if (found->null)
		return;
	if (value->kind != CHECK_TEXT)
		find_number(field, member, found);
	if (field->type == FIELD_LIST || field->type == FIELD_TEXTS)
		str_printf(&found->text, "%lld", (long long)found->number);
	else
		field_put_text(field, member, FIELD_PLAIN, &found->text);
}

/* a − b on the scale of the finer one, whose digits are *digits. */
static wide difference(const struct found *a, const struct found *b, int *digits)
{
	wide left = a->number;
	wide right = b->number;
	*digits = a->digits > b->digits ? a->digits : b->digits;
	for (int i = a->digits; i < *digits; i++)
		left *= 10;
	for (int i = b->digits; i < *digits; i++)
		right *= 10;
	return left - right;
}

static int order(const struct check *check, const struct found *a, const struct found *b)
{
	int digits;
	if (check->a.kind == CHECK_TEXT)
		return strcmp(a->text.text ? a->text.text : "", b->text.text ? b->text.text : "");
	wide off = difference(a, b, &digits);
	return (off > 0) - (off < 0);
}

static enum truth compare(const struct check *check, const void *record)
{
	struct found a;
	struct found b;
	find(&check->a, record, &a);
	find(&check->b, record, &b);
	bool unknown = a.null || b.null;
	int by = unknown ? 0 : order(check, &a, &b);
	str_release(&a.text);
	str_release(&b.text);
	if (unknown)
		return UNKNOWN;
	const bool holds[] = { by == 0, by != 0, by < 0, by <= 0, by > 0, by >= 0 };
	return holds[check->operator] ? TRUE : FALSE;
}

static enum truth judge(const struct check *check, const void *record)
{
	if (check->what == CHECK_COMPARE)
		return compare(check, record);
	enum truth left = judge(check->left, record);
	if (check->what == CHECK_NOT)
		return (enum truth)(TRUE - left);
	enum truth right = judge(check->right, record);
	bool least = (check->what == CHECK_AND) == (left < right);
	return least ? left : right;
}

/* How far a value is off; the smallest step more when it may not even be equal. */
static void put_distance(const struct found *a, const struct found *b, struct str *line)
{
	char text[QUANTITY_SIZE];
	int digits;
	wide off = difference(a, b, &digits);
	if (off < 0)
		off = -off;
	if (off > 0 && off <= INT64_MAX)
		str_printf(line, translate(" (off by %s)"), decimal_text((int64_t)off, digits, 0, text));
}

static void say_comparison(const struct check *check, const void *record, bool wanted, struct str *line)
{
	struct found a;
	struct found b;
	find(&check->a, record, &a);
	find(&check->b, record, &b);
	enum check_operator operator= wanted ? check->operator : opposites[check->operator];
	str_put(line, line->length ? "; " : "");
	if (a.null || b.null) {
		str_printf(line, translate("%s is null: no data"), a.null ? check->a.text : check->b.text);
	} else {
		str_printf(line, translate("%s is %s, not %s %s"), check->a.text, a.text.text, signs[operator], check->b.text);
		if (check->b.count)
			str_printf(line, " (%s)", b.text.text);
		if (check->a.kind == CHECK_NUMBER)
			put_distance(&a, &b, line);
	}
	line->failed |= a.text.failed || b.text.failed;
	str_release(&a.text);
	str_release(&b.text);
}

/* Each comparison that keeps the condition from being as it is wanted. */
static void say(const struct check *check, const void *record, bool wanted, struct str *line)
{
	if (judge(check, record) == (wanted ? TRUE : FALSE))
		return;
	if (check->what == CHECK_COMPARE) {
		say_comparison(check, record, wanted, line);
	} else if (check->what == CHECK_NOT) {
		say(check->left, record, !wanted, line);
	} else {
		say(check->left, record, wanted, line);
		say(check->right, record, wanted, line);
	}
}

int check_run(const struct check *check, const void *record, const char *subject, struct err *err)
{
	struct str line = { 0 };
	if (judge(check, record) == TRUE)
		return 0;
	say(check, record, true, &line);
	if (line.failed)
		err_memory(err);
	else
		err_set(err, ERR_BREACH, "%s: %s", subject, line.text);
	int result = line.failed ? -1 : 0;
	str_release(&line);
	return result;
}
