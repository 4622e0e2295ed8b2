/* JSON and JSON Lines. Every object names its schema first, so that a reader knows what it has before it reads on;
 * each record leaves as soon as it is there. Numbers are written by the fields themselves: no JSON library keeps
 * 1190.00 as it is. */
#include "format.h"

static int put_record(struct out *out, const char *before, const void *record, const char *after)
{
	struct str str = { 0 };
	str_put(&str, before);
	str_put(&str, "{\"schema\":");
	str_put_json(&str, out->schema->name);
	str_put_char(&str, ',');
	field_put_members(out->members, record, &str);
	if (out->replayed && !field_find(out->schema->fields, "replayed", NULL))
		str_put(&str, ",\"replayed\":true");
	str_put_char(&str, '}');
	str_put(&str, after);
	int result = sink_put_str(out->sink, &str);
	str_release(&str);
	return result;
}

static int array_record(struct out *out, const void *record)
{
	return put_record(out, out->count ? ",\n" : "[\n", record, "");
}

static int array_end(struct out *out)
{
	return sink_put(out->sink, out->count ? "\n]\n" : "[]\n");
}

static int line_record(struct out *out, const void *record)
{
	return put_record(out, "", record, "\n");
}

const struct format format_json_array = { .standard = LEAVES_ALL, .record = array_record, .end = array_end };
const struct format format_json_object = { .standard = LEAVES_ALL, .record = line_record };
const struct format format_json_lines = { .standard = LEAVES_ALL, .record = line_record };
