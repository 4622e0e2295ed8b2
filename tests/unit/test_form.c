/* Forms: nodes into a record, and every error with its place, what is wrong and what would be right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ordr/form.h"
#include "ordr/reader.h"
#include "ordr/str.h"

struct address {
	const char *city, *country;
};

struct line {
	const char *sku, *note, *discount;
	struct quantity qty;
	struct price price;
};

struct form {
	const char *customer, *key, *note, *priority, *currency;
	int64_t days;
	bool rush;
	struct percent rate;
	struct money limit;
	struct date requested;
	struct instant at;
	struct address ship_to;
	struct list tags;
	struct list lines;
	const char *raw;
};

static const char *const priorities[] = { "low", "high", NULL };

static const struct field address_fields[] = {
	F(struct address, city, TEXT, FIELD_REQUIRED, "the town"),
	F(struct address, country, TEXT, 0, "ISO 3166"),
	FIELD_END,
};
static const struct field line_fields[] = {
	F(struct line, sku, TEXT, FIELD_REQUIRED, "the product"),
	F(struct line, qty, QUANTITY, FIELD_REQUIRED | FIELD_POSITIVE, "how many"),
	F(struct line, price, PRICE, FIELD_NOT_NEGATIVE, "for one"),
	F(struct line, discount, TEXT, FIELD_NUMBER_TOO, "10% or an amount"),
	F(struct line, note, TEXT, 0, "free text"),
	FIELD_END,
};
static const struct field form_fields[] = {
	F(struct form, customer, TEXT, FIELD_REQUIRED, "who orders"),
	F(struct form, key, TEXT, 0, "idempotency key"),
	{ .name = "note", .type = FIELD_TEXT, .offset = offsetof(struct form, note), .max = 60 },
	F_CHOICE(struct form, priority, priorities, 0, "how urgent"),
	F(struct form, currency, TEXT, 0, "of the prices"),
	F(struct form, days, INTEGER, 0, "to pay"),
	F(struct form, rush, BOOL, 0, "at once"),
	F(struct form, rate, PERCENT, 0, "of tax"),
	F(struct form, limit, MONEY, 0, "of credit"),
	F(struct form, requested, DATE, 0, "the date wanted"),
	F(struct form, at, INSTANT, 0, "when"),
	F_OBJECT(struct form, ship_to, address_fields, 0, "where to"),
	F(struct form, tags, TEXTS, 0, "words"),
	F_LIST(struct form, lines, struct line, line_fields, FIELD_REQUIRED, "what is ordered"),
	F(struct form, raw, RAW, 0, "output only"),
	FIELD_END,
};
static const struct schema schema = {
	.name = "ordr.test-form/1", .fields = form_fields, .size = sizeof(struct form), .group = "key",
	.record = "ordr.test/1"
};

/* Loads the first record of the text. */
static int load(struct arena *arena, const char *text, bool partial, struct form *form, struct err *err)
{
	struct form_context context = { .arena = arena, .file = "f", .currency = "EUR", .partial = partial };
	struct input input = { .stream = tmpfile(), .name = "f" };
	struct reader *reader;
	struct node *node;
	bool recoverable;
	int result;

	assert_non_null(input.stream);
	fputs(text, input.stream);
	rewind(input.stream);
	assert_int_equal(reader_open(&reader, &input, &schema, err), 0);
	assert_int_equal(reader_next(reader, arena, &node, &recoverable, err), 1);
	reader_close(reader);
	fclose(input.stream);
	err_clear(err);
	result = form_load(&context, &schema, node, form, err);
	assert_int_equal(result == 0, err->code == ERR_OK);
	return result;
}

#define LINES "\"lines\":[{\"sku\":\"P\",\"qty\":1}]"

/* What was printed comes in again. */
static void the_record_of_the_same_fields_may_come_in_as_a_form(void **state)
{
	struct arena arena = { 0 };
	struct form form;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(load(&arena, "{\"schema\":\"ordr.test/1\",\"customer\":\"ACME\"," LINES "}", false, &form, &err), 0);
	assert_string_equal(form.customer, "ACME");
	assert_int_equal(load(&arena, "{\"schema\":\"ordr.test/2\",\"customer\":\"ACME\"," LINES "}", false, &form, &err), -1);
	assert_string_equal(err.path, "f:1 /schema");
	arena_release(&arena);
}

static void a_whole_form_becomes_a_record(void **state)
{
	static const char text[] =
		"{\"schema\":\"ordr.test-form/1\",\"customer\":\"ACME\",\"note\":\"a\\nb\",\"priority\":\"high\","
		"\"currency\":\"JPY\",\"days\":30,\"rush\":true,\"rate\":19,\"limit\":null,\"requested\":\"2026-11-"
		"24\","
		"\"at\":\"2026-11-24T08:00:00Z\",\"ship_to\":{\"city\":\"Ulm\"},\"tags\":[\"a b\",\"c\"],"
		"\"lines\":[{\"sku\":\"P\",\"qty\":2.5,\"price\":100,\"discount\":5},{\"sku\":\"Q\",\"qty\":1,"
		"\"discount\":\"10%\"}]}";
	struct arena arena = { 0 };
	const struct line *lines;
	struct form form;
	struct err err;

	(void)state;
	memset(&form, 0x55, sizeof form);
	assert_int_equal(load(&arena, text, false, &form, &err), 0);
	assert_string_equal(form.customer, "ACME");
	assert_null(form.key);
	assert_string_equal(form.note, "a\nb");
	assert_string_equal(form.priority, "high");
	assert_int_equal(form.days, 30);
	assert_true(form.rush);
	assert_int_equal(form.rate.hundredths, 1900);
	assert_true(form.limit.minor == NONE);
	assert_int_equal(form.requested.days, 20781);
	assert_int_equal(form.at.ms, 1795507200000);
	assert_string_equal(form.ship_to.city, "Ulm");
	assert_null(form.ship_to.country);
	assert_int_equal(form.tags.count, 2);
	assert_string_equal(((const char **)form.tags.items)[0], "a b");
	assert_int_equal(form.lines.count, 2);
	lines = form.lines.items;
	assert_string_equal(lines[0].sku, "P");
	assert_int_equal(lines[0].qty.thousandths, 2500);
	assert_int_equal(lines[0].price.units, 100 * PRICE_UNITS);
	assert_string_equal(lines[0].price.currency, "JPY");
	assert_string_equal(lines[0].discount, "5");
	assert_string_equal(lines[1].discount, "10%");
	assert_true(lines[1].price.units == NONE);
	arena_release(&arena);
}

struct wrong {
	const char *text, *path, *message, *hint;
};

static void check_wrong(const struct wrong *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena arena = { 0 };
		struct form form;
		struct err err;

		assert_int_equal(load(&arena, cases[i].text, false, &form, &err), -1);
		assert_int_equal(err.code, ERR_INVALID);
		assert_string_equal(err.message, cases[i].message);
		assert_string_equal(err.path, cases[i].path);
		assert_string_equal(err.hint, cases[i].hint);
		assert_int_equal(err.count, 1);
		arena_release(&arena);
	}
}

#define CHECK(cases)  check_wrong(cases, sizeof(cases) / sizeof *(cases))
#define WITH(member)  "{\"customer\":\"A\"," LINES ",\n" member "}"
#define LINE(members) "{\"customer\":\"A\",\n\"lines\":[{\"sku\":\"P\",\"qty\":1},\n{" members "}]}"

static void each_wrong_value_is_named_with_its_place_and_a_hint(void **state)
{
	static const struct wrong cases[] = {
		{ LINE("\"sku\":\"Q\",\"qty\":\"5\""), "f:3 /lines/1/qty", "qty \"5\" is not a number",
		  "write it as a number: 5" },
		{ LINE("\"sku\":\"Q\",\"qty\":\"x\""), "f:3 /lines/1/qty", "qty \"x\" is not a number",
		  "write it as a number: 5" },
		{ LINE("\"sku\":\"Q\",\"qty\":1e3"), "f:3 /lines/1/qty", "qty \"1e3\" is not a number",
		  "a number such as 5 or 2.5, at most three decimals" },
		{ LINE("\"sku\":\"Q\",\"qty\":0"), "f:3 /lines/1/qty", "qty \"0\" is not above zero",
		  "a number above zero" },
		{ LINE("\"sku\":\"Q\""), "f:3 /lines/1/qty", "qty is missing", "how many" },
		{ LINE("\"sku\":\"Q\",\"qty\":null"), "f:3 /lines/1/qty", "qty is missing", "how many" },
		{ LINE("\"sku\":7,\"qty\":1"), "f:3 /lines/1/sku", "sku 7 is not a text", "write it in quotes: \"7\"" },
		{ LINE("\"sku\":\"\",\"qty\":1"), "f:3 /lines/1/sku", "sku is missing", "the product" },
		{ LINE("\"sku\":\"Q\",\"qty\":1,\"price\":1.2345678"), "f:3 /lines/1/price",
		  "price \"1.2345678\" has more digits than can be kept",
		  "a price such as 12.50 or 0.1234, at most 6 decimals" },
		{ LINE("\"sku\":\"Q\",\"qty\":1,\"qtty\":1"), "f:3 /lines/1/qtty", "no such field: qtty",
		  "did you mean qty?" },
		{ LINE("\"sku\":\"Q\",\"qty\":1,\"wurst\":1"), "f:3 /lines/1/wurst", "no such field: wurst",
		  "the fields are: sku qty price discount note" },
		{ "{\"customer\":\"A\"}", "f:1 /lines", "lines is missing", "what is ordered" },
		{ "{\"customer\":\"A\",\"lines\":[]}", "f:1 /lines", "lines has no items", "what is ordered" },
		{ "{\"customer\":\"A\",\"lines\":{}}", "f:1 /lines", "lines is not a list of objects",
		  "write [{...}, {...}]" },
		{ "{\"customer\":\"A\",\"lines\":[1]}", "f:1 /lines/0", "an item is not an object",
		  "write {\"name\": value, ...}" },
		{ "{" LINES "}", "f:1 /customer", "customer is missing", "who orders" },
		{ WITH("\"rush\":\"yes\""), "f:2 /rush", "rush \"yes\" is neither true nor false",
		  "write true or false, without quotes" },
		{ WITH("\"rush\":1"), "f:2 /rush", "rush \"1\" is neither true nor false",
		  "write true or false, without quotes" },
		{ WITH("\"days\":true"), "f:2 /days", "days \"true\" is not a number", "write it as a number: 5" },
		{ WITH("\"days\":[1]"), "f:2 /days", "days is a list, not a single value", "to pay" },
		{ WITH("\"note\":{}"), "f:2 /note", "note is an object, not a single value", "" },
		{ WITH("\"priority\":\"hihg\""), "f:2 /priority", "priority \"hihg\" is not known here",
		  "did you mean high? else one of low" },
		{ WITH("\"requested\":\"2026-02-30\""), "f:2 /requested", "requested \"2026-02-30\" is not a date",
		  "a date is written 2026-11-24" },
		{ WITH("\"note\":\"\\u001b[2J\""), "f:2 /note", "note \"\\x1B[2J\" holds a control character",
		  "write plain text" },
		{ WITH("\"currency\":\"EURO\""), "f:2 /currency", "currency \"EURO\" is not a currency",
		  "write an ISO 4217 code such as EUR" },
		{ WITH("\"ship_to\":\"Ulm\""), "f:2 /ship_to", "ship_to is not an object",
		  "write {\"name\": value, ...}" },
		{ WITH("\"ship_to\":{}"), "f:2 /ship_to/city", "city is missing", "the town" },
		{ WITH("\"ship_to.city\":\"Ulm\""), "f:2 /ship_to.city", "no such field: ship_to.city",
		  "the fields are: customer key note priority currency days rush rate limit requested at ship_to tags "
		  "lines" },
		{ WITH("\"tags\":\"a\""), "f:2 /tags", "tags is not a list of texts", "write [\"...\", \"...\"]" },
		{ WITH("\"tags\":[\"a\",1]"), "f:2 /tags/1", "tags 1 is not a text", "write it in quotes: \"1\"" },
		{ WITH("\"tags\":[null]"), "f:2 /tags/0", "tags has an item that is null", "leave it out" },
		{ WITH("\"raw\":\"{}\""), "f:2 /raw", "no such field: raw",
		  "the fields are: customer key note priority currency days rush rate limit requested at ship_to tags "
		  "lines" },
		{ WITH("\"schema\":\"ordr.order/1\""), "f:2 /schema",
		  "schema \"ordr.order/1\" is not the one wanted here", "leave it out, or write \"ordr.test-form/1\"" },
		{ WITH("\"key\":1234567890123456789012345678901234567890"), "f:2 /key",
		  "key 1234567890123456789012345678901234567890 is not a text",
		  "write it in quotes: \"1234567890123456789012345678901234567890\"" },
		{ WITH("\"days\":\"äääääääääääääääääääääääääääääääääääääääää\""), "f:2 /days",
		  "days \"ääääääääääääääääääääääääääääääääääääääää…\" is not a number", "write it as a number: 5" },
		{ WITH("\"\\u202ex\":1"), "f:2 /\\u{202E}x", "no such field: \\u{202E}x",
		  "the fields are: customer key note priority currency days rush rate limit requested at ship_to tags "
		  "lines" },
	};

	(void)state;
	CHECK(cases);
}

static void csv_errors_name_the_column(void **state)
{
	static const struct wrong cases[] = {
		{ "key,customer,sku,qty\nK,A,P,1\nK,A,Q,x\n", "f:3 column qty", "qty \"x\" is not a number",
		  "a number such as 5 or 2.5, at most three decimals" },
		{ "key,customer,sku,qty\nK,A,P,1\nK,A,Q,\n", "f:3 column qty", "qty is missing", "how many" },
		{ "customer,sku,qty\n,P,1\n", "f:2 column customer", "customer is missing", "who orders" },
		{ "customer,note\nA,x\n", "f:2", "lines is missing", "what is ordered" },
		{ "customer,sku,qty,ship_to.country\nA,P,1,DE\n", "f:2 column ship_to.city", "city is missing",
		  "the town" },
		{ "customer,sku,qty,lines.note\nA,P,1,\"\x1b\"\n", "f:2 column lines.note",
		  "note \"\\x1B\" holds a control character", "write plain text" },
		{ "customer,sku,qty,rush\nA,P,1,maybe\n", "f:2 column rush", "rush \"maybe\" is neither true nor false",
		  "true or false" },
	};

	(void)state;
	CHECK(cases);
}

static void a_cell_is_of_the_type_its_field_wants(void **state)
{
	struct arena arena = { 0 };
	struct form form;
	struct err err;

	(void)state;
	assert_int_equal(
		load(&arena, "customer,sku,qty,price,rush,tags,days\n7,8,1.5,9.99,true,a  b,\n", false, &form, &err),
		0);
	assert_string_equal(form.customer, "7");
	assert_true(form.rush);
	assert_true(form.days == NONE);
	assert_int_equal(form.tags.count, 2);
	assert_string_equal(((const char **)form.tags.items)[1], "b");
	assert_string_equal(((struct line *)form.lines.items)->sku, "8");
	assert_int_equal(((struct line *)form.lines.items)->qty.thousandths, 1500);
	assert_int_equal(((struct line *)form.lines.items)->price.units, 999 * PRICE_UNITS);
	arena_release(&arena);
}

static void all_errors_are_reported_in_order(void **state)
{
	static const char *const messages[] = { "days \"x\" is not a number", "sku is missing", "qty is missing",
						"no such field: zzz", "customer is missing" };
	struct arena arena = { 0 };
	const struct err *one;
	struct form form;
	struct err err;
	size_t i = 0;

	(void)state;
	assert_int_equal(load(&arena, "{\"days\":\"x\",\"lines\":[{}],\"zzz\":1}", false, &form, &err), -1);
	assert_int_equal(err.count, 5);
	for (one = &err; one; one = one->more, i++) {
		assert_string_equal(one->message, messages[i]);
	}
	assert_int_equal(i, 5);
	arena_release(&arena);
}

static void an_edit_leaves_alone_what_it_does_not_name(void **state)
{
	struct form form = { .customer = "A", .note = "old", .days = 5, .ship_to = { "Ulm", "DE" } };
	struct arena arena = { 0 };
	struct err err;

	(void)state;
	assert_int_equal(load(&arena, "{\"days\":7,\"note\":null,\"ship_to\":{\"country\":\"AT\"}}", true, &form, &err),
			 0);
	assert_string_equal(form.customer, "A");
	assert_null(form.note);
	assert_int_equal(form.days, 7);
	assert_string_equal(form.ship_to.city, "Ulm");
	assert_string_equal(form.ship_to.country, "AT");
	assert_int_equal(load(&arena, "{\"customer\":null}", true, &form, &err), -1);
	assert_string_equal(err.message, "customer is missing");
	assert_int_equal(load(&arena, "{\"lines\":[{\"sku\":\"P\"}]}", true, &form, &err), -1);
	assert_string_equal(err.path, "f:1 /lines/0/qty");
	arena_release(&arena);
}

static void options_are_a_form_too(void **state)
{
	static const struct {
		const char *name, *text, *path, *message;
	} wrong[] = {
		{ "days", "x", "--days", "days \"x\" is not a number" },
		{ "requested", "soon", "--requested", "requested \"soon\" is not a date" },
		{ "ship_to.country", "DE", "--ship-to.city", "city is missing" },
		{ "note", "\xff", "--note", "note \"\\xFF\" is not UTF-8" },
	};
	struct arena arena = { 0 };
	struct form_context context = { .arena = &arena, .currency = "EUR", .partial = true };
	struct node given = { .kind = NODE_OBJECT };
	struct form form = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_non_null(node_add(&arena, &given, NODE_LOOSE, "days", "5"));
	assert_non_null(node_add(&arena, &given, NODE_LOOSE, "ship_to.city", "Ulm"));
	assert_non_null(node_add(&arena, &given, NODE_LOOSE, "ship_to.country", "DE"));
	assert_int_equal(form_load(&context, &schema, &given, &form, &err), 0);
	assert_int_equal(form.days, 5);
	assert_string_equal(form.ship_to.city, "Ulm");
	assert_string_equal(form.ship_to.country, "DE");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct node one = { .kind = NODE_OBJECT };

		context.partial = strchr(wrong[i].name, '.') == NULL;
		err_clear(&err);
		assert_non_null(node_add(&arena, &one, NODE_LOOSE, wrong[i].name, wrong[i].text));
		assert_int_equal(form_load(&context, &schema, &one, &form, &err), -1);
		assert_string_equal(err.path, wrong[i].path);
		assert_string_equal(err.message, wrong[i].message);
	}
	arena_release(&arena);
}

static void what_passes_a_limit_is_refused_by_name(void **state)
{
	struct arena arena = { 0 };
	struct str text = { 0 };
	struct form form;
	struct err err;

	(void)state;
	for (int more = 0; more < 2; more++) {
		str_clear(&text);
		str_put(&text, "{\"customer\":\"A\",\"lines\":[{\"sku\":\"P\",\"qty\":1}");
		for (int i = 1; i < FORM_LINES_MAX + more; i++) {
			str_put(&text, ",{\"sku\":\"P\",\"qty\":1}");
		}
		str_put(&text, "]}");
		assert_int_equal(load(&arena, text.text, false, &form, &err), -more);
	}
	assert_string_equal(err.message, "lines has more than 10000 items");
	str_clear(&text);
	str_put(&text, "{\"customer\":\"A\"," LINES);
	for (int i = 0; i < 50000; i++) {
		str_printf(&text, ",\"x%d\":1", i);
	}
	str_put(&text, "}");
	assert_int_equal(load(&arena, text.text, false, &form, &err), -1);
	assert_int_equal(err.count, 20);
	str_release(&text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_record_of_the_same_fields_may_come_in_as_a_form),
		cmocka_unit_test(a_whole_form_becomes_a_record),
		cmocka_unit_test(each_wrong_value_is_named_with_its_place_and_a_hint),
		cmocka_unit_test(csv_errors_name_the_column),
		cmocka_unit_test(a_cell_is_of_the_type_its_field_wants),
		cmocka_unit_test(all_errors_are_reported_in_order),
		cmocka_unit_test(an_edit_leaves_alone_what_it_does_not_name),
		cmocka_unit_test(options_are_a_form_too),
		cmocka_unit_test(what_passes_a_limit_is_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
