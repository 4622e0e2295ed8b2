/* Bank statements: CAMT.053 and CSV. Whatever the file holds, reading ends, every record is one of the form, and each refusal says where. */
#include <string.h>

#include "fuzz.h"
#include "ordr/bank.h"
#include "ordr/form.h"
#include "ordr/reader.h"

static void take(struct arena *arena, const struct node *node)
{
	const struct form_context context = { .arena = arena, .file = "f", .currency = "EUR" };
	struct bank_entry entry;
	struct str printed = { 0 };
	struct err err = { 0 };
	if (form_load(&context, &bank_entry_form, node, &entry, &err)) {
		MUST(err.code == ERR_INVALID && *err.path, "no place in %s", err.message);
		fuzz_error(&err);
		return;
	}
	str_put_char(&printed, '{');
	field_put_members(bank_entry_form.fields, &entry, &printed);
	str_put_char(&printed, '}');
	MUST(!printed.failed, "no memory");
	fuzz_json(printed.text, printed.length);
	str_release(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct input input = fuzz_input(bytes, size);
	struct arena arena = { 0 };
	struct reader *reader;
	struct node *node;
	struct err err = { 0 };
	MUST(!input_decode(&input, &err), "%s", err.message);
	if (reader_open(&reader, &input, &bank_entry_form, &err)) {
		fuzz_error(&err);
		input_release(&input);
		return 0;
	}
	bool recoverable = true;
	int got = 1;
	for (size_t count = 1; got; count++) {
		MUST(count <= size + 2, "more records than bytes");
		err_clear(&err);
		got = reader_next(reader, &arena, &node, &recoverable, &err);
		if (got > 0)
			take(&arena, node);
		if (got < 0) {
			MUST(err.code == ERR_INVALID && !strncmp(err.path, "f:", 2), "no place: %s", err.message);
			fuzz_error(&err);
		}
		arena_release(&arena);
	}
	reader_close(reader);
	input_release(&input);
	return 0;
}
