#include <string.h>

#include "books.h"
#include "ordr/field.h"

#define KEY_HINT "letters, digits and marks, without blanks, colons, commas, @ or quotes, not beginning with -"

static const char *const colours[] = { "red", "green", NULL };

struct inner {
	const char *city;
};
struct thing {
	struct order_id id;
	const char *name, *code, *colour;
	int64_t count;
	bool flag;
	struct price price;
	struct money cost;
	struct quantity qty;
	struct date day;
	struct inner ship_to;
	struct list words;
};

static const struct field inner_fields[] = { F(struct inner, city, TEXT, 0, "a city"), FIELD_END };
static const struct field thing_fields[] = {
	F(struct thing, id, ORDER, FIELD_REQUIRED, "number"),
	F(struct thing, name, TEXT, FIELD_REQUIRED, "name"),
	F(struct thing, code, TEXT, FIELD_KEY, "code"),
	F_CHOICE(struct thing, colour, colours, 0, "colour"),
	F(struct thing, count, INTEGER, FIELD_POSITIVE, "count"),
	F(struct thing, flag, BOOL, 0, "flag"),
	F(struct thing, price, PRICE, FIELD_NOT_NEGATIVE, "price"),
	F(struct thing, cost, MONEY, FIELD_NOT_NEGATIVE, "cost"),
	F(struct thing, qty, QUANTITY, FIELD_POSITIVE, "quantity"),
	F(struct thing, day, DATE, 0, "day"),
	F_OBJECT(struct thing, ship_to, inner_fields, 0, "where to"),
	F(struct thing, words, TEXTS, 0, "words"),
	FIELD_END,
};

static void absent_facts_are_null_and_present_ones_exact(void **state)
{
	(void)state;
	struct thing thing;
	struct str str = { 0 };
	field_clear(thing_fields, &thing);
	field_put_members(thing_fields, &thing, &str);
	assert_string_equal(str.text, "\"id\":null,\"name\":null,\"code\":null,\"colour\":null,\"count\":null,\"flag\":false,\"price\":null,\"cost\":null,"
				      "\"qty\":null,\"day\":null,\"ship_to\":{\"city\":null},\"words\":[]");
	const char *words[] = { "a", "b\"" };
	thing = (struct thing){ .id = { 7 }, .name = "Zoë", .code = "C-1", .colour = "red", .count = INT64_C(9007199254740993), .flag = true,
				.price = price_make(INT64_C(1190123400), "EUR"), .cost = money_make(119000, "EUR"), .qty = { 2500 }, .day = date_make(2026, 11, 24),
				.ship_to = { "Köln" }, .words = { words, 2 } };
	str_clear(&str);
	field_put_members(thing_fields, &thing, &str);
	assert_string_equal(str.text, "\"id\":\"SO-000007\",\"name\":\"Zoë\",\"code\":\"C-1\",\"colour\":\"red\",\"count\":9007199254740993,\"flag\":true,"
				      "\"price\":1190.1234,\"cost\":1190.00,\"qty\":2.5,\"day\":\"2026-11-24\",\"ship_to\":{\"city\":\"Köln\"},"
				      "\"words\":[\"a\",\"b\\\"\"]");
	str_clear(&str);
	const void *record = &thing;
	const struct field *city = field_find(thing_fields, "ship_to.city", &record);
	field_put_text(city, record, FIELD_PLAIN, &str);
	assert_string_equal(str.text, "Köln");
	assert_null(field_find(thing_fields, "name.city", NULL));
	assert_null(field_find(thing_fields, "ship_to.cit", NULL));
	str_release(&str);
}

static void text_is_taken_or_refused_with_what_would_be_right(void **state)
{
	(void)state;
	static const struct {
		const char *field, *text, *message, *hint;
	} cases[] = {
		{ "name", "Zoë", NULL, NULL }, { "name", "a\x1b", "\"a\\x1B\" holds a control character", "write plain text" },
		{ "name", "a\xc2\x9b", "\"a\\x9B\" holds a control character", "write plain text" }, { "name", "a\xc2\xa0", NULL, NULL },
		{ "name", "\xff", "\"\\xFF\" is not UTF-8", "save the file as UTF-8" },
		{ "code", "C-1/ä.7", NULL, NULL }, { "code", "C 1", "\"C 1\" cannot be a code", KEY_HINT },
		{ "code", "A:1", "\"A:1\" cannot be a code", KEY_HINT }, { "code", "-n", "\"-n\" cannot be a code", KEY_HINT },
		{ "code", "1234567890123456789012345678901234567890123456789012345678901", "longer than 60 characters", "shorten it" },
		{ "colour", "green", NULL, NULL }, { "colour", "blue", "\"blue\" is not known here", "one of red, green" },
		{ "count", "5", NULL, NULL }, { "count", "0", "\"0\" is not above zero", "a number above zero" },
		{ "count", "1.5", "\"1.5\" has more digits than can be kept", "a whole number such as 5" },
		{ "flag", "maybe", "\"maybe\" is neither true nor false", "true or false" },
		{ "cost", "1.005", "\"1.005\" has more digits than can be kept",
		  "an amount such as 1190 or 1190.00, with the decimals of its currency" },
		{ "price", "1.005", NULL, NULL }, { "price", "0.123456", NULL, NULL },
		{ "price", "0.1234567", "\"0.1234567\" has more digits than can be kept", "a price such as 12.50 or 0.1234, at most 6 decimals" },
		{ "price", "9223372036855", "\"9223372036855\" has more digits than can be kept", "a price such as 12.50 or 0.1234, at most 6 decimals" },
		{ "price", "1,5", "\"1,5\" is not a number", "a price such as 12.50 or 0.1234, at most 6 decimals" },
		{ "cost", "-1", "\"-1\" is below zero", "zero or more" },
		{ "price", "-1", "\"-1\" is below zero", "zero or more" },
		{ "qty", "1e400", "\"1e400\" is not a number", "a number such as 5 or 2.5, at most three decimals" },
		{ "day", "24.11.2026", "\"24.11.2026\" is not a date", "a date is written 2026-11-24" },
		{ "id", "X-1", "\"X-1\" is not an order", "SO-000123, or just 123" },
		{ "day", "", NULL, NULL },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct thing thing;
		struct err err = { 0 };
		field_clear(thing_fields, &thing);
		const struct field *field = field_find(thing_fields, cases[i].field, NULL);
		int result = field_parse(field, &thing, cases[i].text, "EUR", &arena, &err);
		assert_int_equal(result, cases[i].message ? -1 : 0);
		assert_string_equal(err.message, cases[i].message ? cases[i].message : "");
		assert_string_equal(err.hint, cases[i].hint ? cases[i].hint : "");
		if (cases[i].message)
			assert_int_equal(err.code, ERR_INVALID);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(absent_facts_are_null_and_present_ones_exact),
		cmocka_unit_test(text_is_taken_or_refused_with_what_would_be_right),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
