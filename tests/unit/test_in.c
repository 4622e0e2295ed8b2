/* Forms from JSON, JSON Lines and CSV: what is read, and what is refused and how it is said. */
#include <stdio.h>
#include <string.h>

#include "books.h"
#include "ordr/form.h"
#include "ordr/reader.h"
#include "ordr/select.h"

struct line {
	const char *sku;
	struct quantity qty;
};
struct form {
	const char *customer, *ref, *key;
	struct list lines;
};

static const struct field line_fields[] = {
	F(struct line, sku, TEXT, FIELD_REQUIRED, "stock keeping unit"),
	F(struct line, qty, QUANTITY, FIELD_REQUIRED | FIELD_POSITIVE, "how many"),
	FIELD_END,
};
static const struct field form_fields[] = {
	F(struct form, customer, TEXT, FIELD_REQUIRED, "code of a customer"),
	F(struct form, ref, TEXT, 0, "the customer's own number"),
	F(struct form, key, TEXT, 0, "idempotency key"),
	F_LIST(struct form, lines, struct line, line_fields, FIELD_REQUIRED, "what is ordered"),
	FIELD_END,
};
static const struct schema form_schema = { .name = "ordr.test-form/1", .title = "A form.", .fields = form_fields,
					   .size = sizeof(struct form), .group = "key", .group_other = "ref" };

struct text_input {
	struct input input;
	FILE *stream;
};

static void open_text(struct text_input *text, const char *bytes, size_t length)
{
	struct err err = { 0 };
	text->stream = tmpfile();
	assert_non_null(text->stream);
	assert_int_equal(fwrite(bytes, 1, length, text->stream), length);
	rewind(text->stream);
	assert_int_equal(input_open(&text->input, "-", text->stream, &err), 0);
}

static void close_text(struct text_input *text)
{
	input_release(&text->input);
	fclose(text->stream);
}

/* Reads all forms of a text; the number of those that are right. *err holds the first error with its list. */
static int read_forms(const char *bytes, size_t length, struct arena *arena, struct form *last, struct err *err)
{
	struct text_input text;
	struct reader *reader = NULL;
	struct err one = { 0 };
	int good = 0;
	open_text(&text, bytes, length);
	if (!reader_open(&reader, &text.input, &form_schema, &one)) {
		for (;;) {
			struct node *node = NULL;
			bool recoverable = false;
			int found = reader_next(reader, arena, &node, &recoverable, &one);
			if (found < 0)
				err_collect(err, arena, &one);
			if (!found || (found < 0 && !recoverable))
				break;
			struct form_context context = { .arena = arena, .file = "f", .currency = "EUR" };
			if (found == 1 && !form_load(&context, &form_schema, node, last, err))
				good++;
		}
	} else {
		err_collect(err, arena, &one);
	}
	reader_close(reader);
	close_text(&text);
	return good;
}

static void the_same_form_comes_from_json_lines_and_csv(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"{\"customer\":\"C-1\",\"key\":\"k\",\"lines\":[{\"sku\":\"A-1\",\"qty\":2.5},{\"sku\":\"A-2\",\"qty\":1}]}",
		"[{\"lines\":[{\"qty\":2.5,\"sku\":\"A-1\"},{\"sku\":\"A-2\",\"qty\":1}],\"key\":\"k\",\"customer\":\"C-1\",\"ref\":null}]",
		("\xef\xbb\xbf" "customer,key,sku,qty\r\nC-1,k,A-1,2.5\r\nC-1,k,A-2,1\r\n"),
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct form form;
		assert_int_equal(read_forms(texts[i], strlen(texts[i]), &arena, &form, &err), 1);
		assert_string_equal(err.message, "");
		assert_string_equal(form.customer, "C-1");
		assert_string_equal(form.key, "k");
		assert_null(form.ref);
		assert_int_equal(form.lines.count, 2);
		const struct line *lines = form.lines.items;
		assert_string_equal(lines[1].sku, "A-2");
		assert_int_equal(lines[0].qty.thousandths, 2500);
		arena_release(&arena);
	}
}

static void what_json_does_not_allow_is_refused(void **state)
{
	(void)state;
#define BEGIN "{\"customer\":\"C-1\",\"lines\":[{\"sku\":\"A-1\",\"qty\":"
	static const char *const texts[] = {
		BEGIN "007}]}", BEGIN "1-2}]}", BEGIN "+1}]}", BEGIN ".5}]}", BEGIN "1e400}]}", BEGIN "NaN}]}", BEGIN "-0}]}", BEGIN "1}]",
		BEGIN "1}]}x", BEGIN "1,\"qty\":2}]}", BEGIN "1,\"colour\":2}]}", BEGIN "\"1\"}]}", BEGIN "9223372036854775808}]}",
		"{\"customer\":\"\xff\",\"lines\":[]}", "{\"customer\":\"a\\u0000\",\"lines\":[]}", "{\"customer\":\"\\ud800\",\"lines\":[]}",
		"{\"customer\":\"a\nb\",\"lines\":[]}", "{\"lines\":[{\"sku\":\"A\",\"qty\":1}]}", "{\"customer\":\"C-1\",\"lines\":[]}",
		"{", "[", "[1]", "{\"customer\":}",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct form form;
		int good = read_forms(texts[i], strlen(texts[i]), &arena, &form, &err);
		if (err.code != ERR_INVALID || !*err.message || !*err.path)
			fail_msg("%s: %d good, code %d, \"%s\" at \"%s\"", texts[i], good, (int)err.code, err.message, err.path);
		arena_release(&arena);
	}
}

static void depth_is_limited(void **state)
{
	(void)state;
	static char text[20002];
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct form form;
	memset(text, '[', 10000);
	memset(text + 10000, ']', 10000);
	assert_int_equal(read_forms(text, 20000, &arena, &form, &err), 0);
	assert_int_equal(err.code, ERR_INVALID);
	arena_release(&arena);
}

static void seven_mistakes_are_seven_errors(void **state)
{
	(void)state;
	static const char text[] = "{\"custmer\":\"C-1\",\"ref\":5,\"key\":true,\"lines\":[{\"sku\":\"A-1\",\"qty\":0},{\"sku\":7,\"qty\":\"x\"}]}";
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct form form;
	assert_int_equal(read_forms(text, strlen(text), &arena, &form, &err), 0);
	assert_int_equal(err.count, 7);
	arena_release(&arena);
}

static void a_broken_line_does_not_hide_the_next(void **state)
{
	(void)state;
	static const char text[] = "{\"customer\":\"C-1\",\"lines\":[{\"sku\":\"A-1\",\"qty\":1}]}\n{\"customer\":oops}\n"
				   "{\"customer\":\"C-2\",\"lines\":[{\"sku\":\"A-1\",\"qty\":1}]}\n";
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct form form;
	assert_int_equal(read_forms(text, strlen(text), &arena, &form, &err), 2);
	assert_int_equal(err.count, 1);
	assert_string_equal(form.customer, "C-2");
	arena_release(&arena);
}

static void no_truncation_crashes_or_passes(void **state)
{
	(void)state;
	static const char text[] = "[{\"customer\":\"C\\u00e4-1\",\"lines\":[{\"sku\":\"A-1\",\"qty\":2.5}]}]";
	for (size_t length = 1; length < strlen(text); length++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct form form;
		read_forms(text, length, &arena, &form, &err);
		assert_int_equal(err.code, ERR_INVALID);
		arena_release(&arena);
	}
}

static int take(void *context, const struct selected *selected)
{
	char *all = context;
	strcat(all, selected->kind ? selected->kind : "-");
	strcat(all, ":");
	strcat(all, selected->id);
	strcat(all, " ");
	return 0;
}

static void ids_come_as_words_lines_and_objects(void **state)
{
	(void)state;
	static const struct {
		const char *text, *all;
	} cases[] = {
		{ "", "" }, { "SO-1\n\n 2 \r\n", "-:SO-1 -:2 " }, { "[\"SO-1\", 2]", "-:SO-1 -:2 " }, { "[]", "" },
		{ "{\"schema\":\"ordr.order/1\",\"id\":\"SO-1\"}\n{\"schema\":\"ordr.shipment/1\",\"id\":\"SH-1\",\"order\":\"SO-1\"}\n",
		  "order:SO-1 shipment:SH-1 " },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text_input text;
		struct arena arena = { 0 };
		struct err err = { 0 };
		char all[200] = "";
		open_text(&text, cases[i].text, strlen(cases[i].text));
		assert_int_equal(select_read(&text.input, &arena, take, all, &err), 0);
		assert_string_equal(all, cases[i].all);
		close_text(&text);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_form_comes_from_json_lines_and_csv),
		cmocka_unit_test(what_json_does_not_allow_is_refused),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(seven_mistakes_are_seven_errors),
		cmocka_unit_test(a_broken_line_does_not_hide_the_next),
		cmocka_unit_test(no_truncation_crashes_or_passes),
		cmocka_unit_test(ids_come_as_words_lines_and_objects),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
