/* Field tables as JSON Schema. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "sample.h"

/* What stands at a path of names ("properties/id/type"), compact; "-" when nothing does. */
static void expect_at(const cJSON *root, const char *path, const char *text)
{
	char copy[200];
	const cJSON *at = root;
	snprintf(copy, sizeof copy, "%s", path);
	for (char *rest = copy, *name; at && (name = strsep(&rest, "/"));)
		at = cJSON_GetObjectItemCaseSensitive(at, name);
	char *found = at ? cJSON_PrintUnformatted(at) : NULL;
	assert_string_equal(found ? found : "-", text);
	cJSON_free(found);
}

static cJSON *schema_of(const struct schema *schema, bool form, enum out_format format)
{
	struct printer printer;
	printer_init(&printer, (struct out_options){ .format = format, .fields = "id" });
	assert_int_equal(out_json_schema(printer.out, schema, form), 0);
	assert_int_equal(sink_flush(&printer.sink), 0);
	assert_int_equal(printer.text[printer.length - 1], '\n');
	assert_int_equal(strchr(printer.text, '\n') == printer.text + printer.length - 1, format == OUT_JSONL);
	cJSON *root = cJSON_Parse(printer.text);
	assert_non_null(root);
	printer_release(&printer);
	return root;
}

static void a_record_has_all_its_members_and_may_get_more(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "$schema", "\"https://json-schema.org/draft/2020-12/schema\"" },
		{ "title", "\"One of everything.\"" },
		{ "type", "\"object\"" },
		{ "additionalProperties", "true" },
		{ "required", "[\"schema\",\"id\",\"customer\",\"state\",\"replayed\",\"promised\",\"sla\",\"slack_minutes\",\"gross\",\"share\","
			      "\"ship_to\",\"what\",\"note\",\"lines\",\"shipments\"]" },
		{ "properties/schema", "{\"const\":\"ordr.sample/1\"}" },
		{ "properties/id", "{\"description\":\"the order's number\",\"type\":\"string\",\"pattern\":\"^SO-[0-9]{6,}$\"}" },
		{ "properties/customer", "{\"description\":\"who ordered\",\"type\":\"string\"}" },
		{ "properties/state", "{\"description\":\"where it stands\",\"type\":\"string\",\"enum\":[\"open\",\"overdue\",\"met\"]}" },
		{ "properties/replayed/type", "\"boolean\"" },
		{ "properties/promised", "{\"description\":\"the day\",\"type\":[\"string\",\"null\"],\"format\":\"date\"}" },
		{ "properties/sla/properties/ship/properties/due/format", "\"date-time\"" },
		{ "properties/sla/properties/ship/required", "[\"due\",\"status\"]" },
		{ "properties/sla/additionalProperties", "true" },
		{ "properties/sla/type", "\"object\"" },
		{ "properties/slack_minutes/type", "[\"integer\",\"null\"]" },
		{ "properties/gross/type", "[\"number\",\"null\"]" },
		{ "properties/share", "{\"description\":\"of all\",\"type\":[\"number\",\"null\"]}" },
		{ "properties/what", "{\"description\":\"what changed\"}" },
		{ "properties/note/type", "[\"string\",\"null\"]" },
		{ "properties/note/maxLength", "-" },
		{ "properties/lines/type", "\"array\"" },
		{ "properties/lines/minItems", "-" },
		{ "properties/lines/items/required", "[\"line\",\"sku\",\"name\",\"qty\",\"price\",\"discount\"]" },
		{ "properties/lines/items/properties/qty", "{\"description\":\"how many\",\"type\":\"number\"}" },
		{ "properties/lines/items/properties/schema", "-" },
		{ "properties/shipments", "{\"description\":\"ids\",\"type\":\"array\",\"items\":{\"type\":\"string\"}}" },
	};
	for (int format = OUT_TABLE; format <= OUT_CSV; format++) {
		cJSON *root = schema_of(&sample_schema, false, (enum out_format)format);
		for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
			expect_at(root, cases[i][0], cases[i][1]);
		cJSON_Delete(root);
	}
}

static void a_form_may_leave_out_but_not_invent(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "additionalProperties", "false" },
		{ "required", "[\"id\",\"customer\",\"state\",\"lines\"]" },
		{ "properties/schema", "{\"const\":\"ordr.sample/1\"}" },
		{ "properties/id/pattern", "\"^([Ss][Oo]-)?[0-9]+$\"" },
		{ "properties/customer", "{\"description\":\"who ordered\",\"type\":\"string\",\"minLength\":1,\"maxLength\":60,"
					 "\"pattern\":\"^[^ \\\\t\\\\n:,@\\\"-][^ \\\\t\\\\n:,@\\\"]*$\"}" },
		{ "properties/replayed/type", "[\"boolean\",\"null\"]" },
		{ "properties/promised/format", "\"date\"" },
		{ "properties/sla/type", "[\"object\",\"null\"]" },
		{ "properties/sla/additionalProperties", "false" },
		{ "properties/sla/required", "[]" },
		{ "properties/sla/properties/ship/properties/due/format", "-" },
		{ "properties/share", "{\"description\":\"of all\",\"type\":[\"number\",\"null\"],\"minimum\":0}" },
		{ "properties/what", "-" },
		{ "properties/note", "{\"description\":\"free text\",\"type\":[\"string\",\"number\",\"null\"],\"maxLength\":1000}" },
		{ "properties/lines/type", "\"array\"" },
		{ "properties/lines/minItems", "1" },
		{ "properties/lines/items/additionalProperties", "false" },
		{ "properties/lines/items/required", "[\"line\",\"sku\",\"qty\"]" },
		{ "properties/lines/items/properties/qty", "{\"description\":\"how many\",\"type\":\"number\",\"exclusiveMinimum\":0}" },
		{ "properties/shipments/type", "[\"array\",\"null\"]" },
	};
	cJSON *root = schema_of(&sample_schema, true, OUT_JSON);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_at(root, cases[i][0], cases[i][1]);
	cJSON_Delete(root);
}

struct pair {
	const char *choice;
	struct shipment_id shipment;
};

static void an_absent_choice_is_null_among_its_values(void **state)
{
	(void)state;
	static const char *const choices[] = { "a", "b", NULL };
	static const struct field fields[] = { F_CHOICE(struct pair, choice, choices, 0, NULL), F(struct pair, shipment, SHIPMENT, 0, NULL),
					       FIELD_END };
	const struct schema schema = { .name = "ordr.pair/1", .title = "A pair.", .fields = fields, .size = sizeof(struct pair) };
	cJSON *root = schema_of(&schema, false, OUT_JSON);
	expect_at(root, "properties/choice", "{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",\"b\",null]}");
	expect_at(root, "properties/shipment", "{\"type\":[\"string\",\"null\"],\"pattern\":\"^SH-[0-9]{6,}$\"}");
	cJSON_Delete(root);
}

static int calls_left;

static void *failing_malloc(size_t size)
{
	return calls_left-- > 0 ? malloc(size) : NULL;
}

static void exhausted_memory_is_an_error_and_leaks_nothing(void **state)
{
	(void)state;
	cJSON_Hooks hooks = { failing_malloc, free };
	int result = -1;
	cJSON_InitHooks(&hooks);
	for (int calls = 0; calls < 100000 && result; calls++) {
		struct printer printer;
		printer_init(&printer, (struct out_options){ .format = OUT_JSON });
		calls_left = calls;
		result = out_json_schema(printer.out, &sample_schema, true);
		if (result) {
			assert_string_equal(printer.err.message, "out of memory");
			fflush(printer.stream);
			assert_int_equal(printer.length, 0);
		}
		printer_release(&printer);
	}
	cJSON_InitHooks(NULL);
	assert_int_equal(result, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_has_all_its_members_and_may_get_more),
		cmocka_unit_test(a_form_may_leave_out_but_not_invent),
		cmocka_unit_test(an_absent_choice_is_null_among_its_values),
		cmocka_unit_test(exhausted_memory_is_an_error_and_leaks_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
