/* Forms, as JSON, JSON Lines and CSV. The first byte chooses the form and how it is taken; the rest is the file. Whatever it holds: reading
 * ends, each refusal says where, and what was taken is printed as JSON that is taken again as the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "ordr/form.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/reader.h"
#include "ordr/settings.h"
#include "ordr/stock.h"

static const struct schema *const forms[] = { &order_form_schema,  &customer_form,      &product_form,
					      &warehouse_form,     &sla_form,           &user_form,
					      &setting_form,       &stock_receipt_schema, &stock_change_schema,
					      &stock_level_schema };

#define FORMS   (sizeof forms / sizeof *forms)
#define PARTIAL 0x80
#define OPTIONS 0x40 /* the record is taken for options: errors name those */

struct taken {
	struct arena arena;
	const struct schema *form;
	unsigned how;
};

static int load(struct taken *taken, const struct node *node, void *record, struct err *err)
{
	const struct form_context context = { .arena = &taken->arena,
					      .file = taken->how & OPTIONS ? NULL : "f",
					      .currency = "EUR",
					      .partial = taken->how & PARTIAL };
	field_clear(taken->form->fields, record);
	return form_load(&context, taken->form, node, record, err);
}

static void put_record(const struct taken *taken, const void *record, struct str *str)
{
	str_put_char(str, '{');
	field_put_members(taken->form->fields, record, str);
	str_put_char(str, '}');
	MUST(!str->failed, "no memory");
}

/* What was printed comes back as it was. */
static void comes_back(struct taken *taken, const struct str *printed)
{
	struct input input = fuzz_input((const uint8_t *)printed->text, printed->length);
	struct str again = { 0 };
	struct reader *reader;
	struct node *node;
	struct err err = { 0 };
	bool recoverable;
	void *record = arena_alloc(&taken->arena, taken->form->size);
	MUST(record, "no memory");
	MUST(!reader_open(&reader, &input, taken->form, &err), "%s", err.message);
	int got = reader_next(reader, &taken->arena, &node, &recoverable, &err);
	MUST(got == 1, "%s: %s", err.message, printed->text);
	MUST(!load(taken, node, record, &err), "%s %s: %s", err.path, err.message, printed->text);
	put_record(taken, record, &again);
	MUST(!strcmp(printed->text, again.text), "%s became %s", printed->text, again.text);
	str_release(&again);
	reader_close(reader);
	input_release(&input);
}

static void take(struct taken *taken, const struct node *node)
{
	struct err err = { 0 };
	struct str printed = { 0 };
	void *record = arena_alloc(&taken->arena, taken->form->size);
	MUST(record && node->kind == NODE_OBJECT, "no object");
	if (load(taken, node, record, &err)) {
		MUST(err.code == ERR_INVALID && *err.path, "no place in %s", err.message);
		fuzz_error(&err);
		return;
	}
	MUST(err.code == ERR_OK, "taken, and yet: %s", err.message);
	put_record(taken, record, &printed);
	fuzz_json(printed.text, printed.length);
	if (!(taken->how & PARTIAL)) /* what was not given has been printed as absent */
		comes_back(taken, &printed);
	str_release(&printed);
}

/* The record's rows under the header, as a file of refused rows has them, are the record again. */
static void rows_come_back(struct taken *taken, struct reader *reader, const struct list *map)
{
	struct csv_row about;
	struct str file = { 0 };
	const char *text = reader_heading(reader, &about);
	str_put_bytes(&file, text, about.end);
	str_put_char(&file, '\n');
	for (size_t i = 0; (text = reader_row(reader, i, &about)); i++) {
		str_put_bytes(&file, text, about.end);
		str_put_char(&file, '\n');
	}
	struct input input = fuzz_input((const uint8_t *)file.text, file.length);
	struct reader *again;
	struct node *node;
	struct err err = { 0 };
	bool recoverable;
	input.map = map;
	MUST(!reader_open(&again, &input, taken->form, &err), "%s: %s", err.message, file.text);
	int got = reader_next(again, &taken->arena, &node, &recoverable, &err);
	MUST(got == 1, "%s: %s", err.message, file.text);
	MUST(!reader_next(again, &taken->arena, &node, &recoverable, &err), "more than one record: %s", file.text);
	reader_close(again);
	input_release(&input);
	str_release(&file);
}

static void take_all(struct taken *taken, struct reader *reader, const struct list *map, size_t size)
{
	struct node *node;
	bool recoverable = true;
	bool csv = reader_keep(reader);
	int got = 1;
	for (size_t count = 1; got; count++) {
		struct err err = { 0 };
		got = reader_next(reader, &taken->arena, &node, &recoverable, &err);
		MUST(count <= size + 2, "more records than bytes");
		if (got > 0)
			take(taken, node);
		if (got > 0 && csv)
			rows_come_back(taken, reader, map);
		if (got < 0) {
			MUST(err.code == ERR_INVALID && !strncmp(err.path, "f:", 2), "no place: %s", err.message);
			fuzz_error(&err);
		}
		arena_release(&taken->arena);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (!size)
		return 0;
	struct taken taken = { .form = forms[(*bytes & 0x3f) % FORMS], .how = *bytes };
	struct input input = fuzz_input(bytes + 1, size - 1);
	struct reader *reader;
	struct err err = { 0 };
	/* Encodings other than UTF-8, and headings of their own, where the first byte says so. */
	static const char *entries[] = { "theirs=sku", "Ü=qty", "no=" };
	const struct list map = { .items = entries, .count = sizeof entries / sizeof *entries };
	if ((*bytes & 0x3f) / FORMS % 2)
		MUST(!input_decode(&input, &err), "%s", err.message);
	if ((*bytes & 0x3f) / FORMS / 2 % 2)
		input.map = &map;
	if (!reader_open(&reader, &input, taken.form, &err)) {
		take_all(&taken, reader, input.map, size);
		char *rest = NULL;
		size_t length;
		FILE *stream = open_memstream(&rest, &length);
		MUST(stream && !reader_put_rest(reader, stream) && !fclose(stream), "no memory");
		MUST(length <= 3 * size, "more was left than there was"); /* an encoding's letters grow */
		free(rest);
		reader_close(reader);
	} else {
		fuzz_error(&err);
	}
	input_release(&input);
	return 0;
}
