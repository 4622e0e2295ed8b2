/* A table of fields as JSON Schema, draft 2020-12. Records that go out and forms that come in read differently: a
 * record always has all of its members, with null for what is absent, and may get more; a form may leave out what is
 * not required, and a member that nobody knows is a slip. It must say of forms exactly what their reader takes, or it
 * would promise what is then refused. */
#include <cjson/cJSON.h>

#include "format.h"
#include "ordr/loaded.h"

#define DRAFT "https://json-schema.org/draft/2020-12/schema"
/* field_parse: what a key must not hold, since ids stand in lists and in SKU:QTY. */
#define KEY_PATTERN  "^[^ \\t\\n:,@\"-][^ \\t\\n:,@\"]*$"
/* instant_parse: a date alone is its beginning. */
#define TIME_PATTERN "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].+)?$"

struct writer {
	bool form;
	bool failed; /* memory was exhausted somewhere */
};

/* How each type stands in JSON. What differs in a form: an id may be written short, a time as a date alone. */
static const struct {
	const char *type, *format, *pattern, *form_format, *form_pattern;
} kinds[] = {
	[FIELD_TEXT] = { .type = "string" },
	[FIELD_CHOICE] = { .type = "string" },
	[FIELD_INTEGER] = { .type = "integer" },
	[FIELD_BOOL] = { .type = "boolean" },
	[FIELD_MONEY] = { .type = "number" },
	[FIELD_PRICE] = { .type = "number" },
	[FIELD_QUANTITY] = { .type = "number" },
	[FIELD_PERCENT] = { .type = "number" },
	[FIELD_INSTANT] = { .type = "string", .format = "date-time", .form_pattern = TIME_PATTERN },
	[FIELD_DATE] = { .type = "string", .format = "date", .form_format = "date" },
	[FIELD_ORDER] = { .type = "string", .pattern = "^SO-[0-9]{6,}$", .form_pattern = "^([Ss][Oo]-)?[0-9]+$" },
	[FIELD_SHIPMENT] = { .type = "string", .pattern = "^SH-[0-9]{6,}$", .form_pattern = "^[Ss][Hh]-[0-9]+$" },
	[FIELD_RETURN] = { .type = "string", .pattern = "^RT-[0-9]{6,}$", .form_pattern = "^[Rr][Tt]-[0-9]+$" },
	[FIELD_COMPLAINT] = { .type = "string", .pattern = "^CP-[0-9]{6,}$", .form_pattern = "^[Cc][Pp]-[0-9]+$" },
	[FIELD_DISPUTE] = { .type = "string", .pattern = "^DP-[0-9]{6,}$", .form_pattern = "^[Dd][Pp]-[0-9]+$" },
	[FIELD_RAW] = { .type = NULL },
	[FIELD_OBJECT] = { .type = "object" },
	[FIELD_LIST] = { .type = "array" },
	[FIELD_TEXTS] = { .type = "array" },
};

/* What is used of cJSON, by the types that its header gives; no other command needs it. */
#define JSON(X)                         \
	X(AddItemToArray)               \
	X(AddItemToObject)              \
	X(CreateArray)                  \
	X(CreateBool)                   \
	X(CreateNull)                   \
	X(CreateNumber)                 \
	X(CreateObject)                 \
	X(CreateString)                 \
	X(CreateStringArray)            \
	X(Delete)                       \
	X(HasObjectItem)                \
	X(Print)                        \
	X(PrintUnformatted)             \
	X(free)

#define JSON_MEMBER(name) __typeof__(&cJSON_##name)(name);
#define JSON_FUNCTION(name) { "cJSON_" #name, offsetof(struct json, name) },

static struct json {
	JSON(JSON_MEMBER)
} json;

static const char *const json_files[] = { "libcjson.so.1", NULL };
static const struct loaded_function json_functions[] = { JSON(JSON_FUNCTION) { NULL, 0 } };

static int load_json(struct err *err)
{
	const struct loaded_library library = { json_files, json_functions };
	const char *missing;
	if (loaded_open(&library, &json, &missing) == LOADED)
		return 0;
	err_set(err, ERR_FAILED, "cannot write a JSON Schema: libcjson.so.1 is not installed, or lacks %s", missing);
	return err_hint(err, "install it (Debian: libcjson1)");
}

static void put(struct writer *writer, cJSON *object, const char *name, cJSON *item)
{
	if (item && object && (name ? json.AddItemToObject(object, name, item) : json.AddItemToArray(object, item)))
		return;
	json.Delete(item);
	writer->failed = true;
}

static void put_text(struct writer *writer, cJSON *object, const char *name, const char *text)
{
	if (text)
		put(writer, object, name, json.CreateString(text));
}

static void put_number(struct writer *writer, cJSON *object, const char *name, int number)
{
	put(writer, object, name, json.CreateNumber(number));
}

static void put_object(struct writer *writer, cJSON *to, const struct field *fields, const char *schema);

/* Lists and objects are never absent in a record, nor is a bool; a form may say null of all that it may leave out. */
static bool can_be_null(const struct writer *writer, const struct field *field)
{
	bool always = field->type == FIELD_BOOL || field->type == FIELD_OBJECT || field->type == FIELD_LIST ||
		      field->type == FIELD_TEXTS;
	return !(field->flags & FIELD_REQUIRED) && (writer->form || !always);
}

static void put_type(struct writer *writer, cJSON *to, const struct field *field)
{
	const char *types[] = { kinds[field->type].type, NULL, NULL };
	size_t count = 1;
	if (!types[0])
		return; /* any JSON */
	if (writer->form && field->flags & FIELD_NUMBER_TOO)
		types[count++] = "number";
	if (can_be_null(writer, field))
		types[count++] = "null";
	if (count == 1)
		put_text(writer, to, "type", types[0]);
	else
		put(writer, to, "type", json.CreateStringArray(types, (int)count));
}

static void put_choices(struct writer *writer, cJSON *to, const struct field *field)
{
	cJSON *choices = json.CreateArray();
	for (const char *const *choice = field->choices; *choice; choice++)
		put(writer, choices, NULL, json.CreateString(*choice));
	if (can_be_null(writer, field))
		put(writer, choices, NULL, json.CreateNull());
	put(writer, to, "enum", choices);
}

/* What only a form has to keep to. */
static void put_limits(struct writer *writer, cJSON *to, const struct field *field)
{
	bool required = field->flags & FIELD_REQUIRED;
	bool key = field->flags & FIELD_KEY;
	if (field->flags & FIELD_POSITIVE)
		put_number(writer, to, "exclusiveMinimum", 0);
	if (field->flags & FIELD_NOT_NEGATIVE)
		put_number(writer, to, "minimum", 0);
	if (required && (field->type == FIELD_LIST || field->type == FIELD_TEXTS))
		put_number(writer, to, "minItems", 1);
	if (field->type != FIELD_TEXT)
		return;
	if (required)
		put_number(writer, to, "minLength", 1);
	put_number(writer, to, "maxLength", field->max ? (int)field->max : key ? FIELD_KEY_MAX : FIELD_TEXT_MAX);
	put_text(writer, to, "pattern", key ? KEY_PATTERN : NULL);
}

static cJSON *list_items(struct writer *writer, const struct field *field)
{
	cJSON *items = json.CreateObject();
	if (field->type == FIELD_LIST)
		put_object(writer, items, field->fields, NULL);
	else
		put_text(writer, items, "type", "string");
	return items;
}

static cJSON *field_schema(struct writer *writer, const struct field *field)
{
	cJSON *to = json.CreateObject();
	put_text(writer, to, "description", field->help);
	put_type(writer, to, field);
	put_text(writer, to, "format", writer->form ? kinds[field->type].form_format : kinds[field->type].format);
	put_text(writer, to, "pattern", writer->form ? kinds[field->type].form_pattern : kinds[field->type].pattern);
	if (field->type == FIELD_CHOICE)
		put_choices(writer, to, field);
	if (writer->form)
		put_limits(writer, to, field);
	if (field->type == FIELD_OBJECT)
		put_object(writer, to, field->fields, NULL);
	if (field->type == FIELD_LIST || field->type == FIELD_TEXTS)
		put(writer, to, "items", list_items(writer, field));
	return to;
}

/* The members of an object; `schema` on the outermost, which names itself. Its type is set, unless it is there
 * already. */
static void put_object(struct writer *writer, cJSON *to, const struct field *fields, const char *schema)
{
	cJSON *properties = json.CreateObject();
	cJSON *required = json.CreateArray();
	if (schema) {
		cJSON *name = json.CreateObject();
		put_text(writer, name, "const", schema);
		put(writer, properties, "schema", name);
		if (!writer->form)
			put_text(writer, required, NULL, "schema");
	}
	for (const struct field *field = fields; field->name; field++) {
		if (writer->form && field->type == FIELD_RAW)
			continue; /* printed only */
		put(writer, properties, field->name, field_schema(writer, field));
		if (!writer->form || field->flags & FIELD_REQUIRED)
			put_text(writer, required, NULL, field->name);
	}
	if (!json.HasObjectItem(to, "type"))
		put_text(writer, to, "type", "object");
	put(writer, to, "properties", properties);
	put(writer, to, "required", required);
	put(writer, to, "additionalProperties", json.CreateBool(!writer->form));
}

int out_json_schema(struct out *out, const struct schema *schema, bool form)
{
	struct writer writer = { .form = form };
	struct str str = { 0 };
	if (load_json(out->err))
		return -1;
	cJSON *root = json.CreateObject();
	put_text(&writer, root, "$schema", DRAFT);
	put_text(&writer, root, "title", schema->title);
	put_object(&writer, root, schema->fields, schema->name);
	char *text = out->options.format == OUT_JSONL ? json.PrintUnformatted(root) : json.Print(root);
	json.Delete(root);
	str.failed = writer.failed || !text;
	str_put(&str, text ? text : "");
	str_put_char(&str, '\n');
	json.free(text);
	int result = sink_put_str(out->sink, &str);
	str_release(&str);
	return result;
}
