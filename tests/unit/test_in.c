/* The input layer as a whole: one form, whatever it is written in, and every mistake of it at once. */
#include <string.h>

#include "nodes.h"
#include "ordr/form.h"
#include "ordr/reader.h"

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

/* Reads all forms of a text; the number of those that are right. *err holds the first error with its list. */
static int read_forms(const char *bytes, size_t length, struct arena *arena, struct form *last, struct err *err)
{
	FILE *stream = stream_of(bytes, length);
	struct input input;
	struct reader *reader = NULL;
	struct err one = { 0 };
	int good = 0;
	assert_int_equal(input_open(&input, "-", stream, &one), 0);
	if (!reader_open(&reader, &input, &form_schema, &one)) {
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
	input_release(&input);
	fclose(stream);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_form_comes_from_json_lines_and_csv),
		cmocka_unit_test(seven_mistakes_are_seven_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
