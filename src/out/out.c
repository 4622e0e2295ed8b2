/* The front of the output: one writer for every command, whatever is asked for. It chooses the fields and the format;
 * what a format looks like stands in its own file. */
#include <string.h>

#include "cell.h"
#include "format.h"

static const struct format *const formats[][3] = {
	[OUT_TABLE] = { [OUT_LIST] = &format_table, [OUT_CARDS] = &format_card, [OUT_REPORT] = &format_card },
	[OUT_JSON] = { [OUT_LIST] = &format_json_array,
		       [OUT_CARDS] = &format_json_array,
		       [OUT_REPORT] = &format_json_object },
	[OUT_JSONL] = { &format_json_lines, &format_json_lines, &format_json_lines },
	[OUT_CSV] = { &format_csv, &format_csv, &format_csv },
	[OUT_HTML] = { &format_html, &format_html, &format_html },
};

struct out *out_new(struct arena *arena, struct sink *sink, const struct out_options *options, struct err *err)
{
	struct out *out = arena_alloc(arena, sizeof *out);
	if (!out) {
		err_memory(err);
		return NULL;
	}
	*out = (struct out){ .arena = arena, .sink = sink, .err = err, .options = *options };
	return out;
}

enum out_format out_format(const struct out *out)
{
	return out->options.format;
}

int out_html(struct out *out)
{
	if (out->options.format != OUT_TABLE) {
		err_set(out->err, ERR_USAGE, "more than one format is asked for");
		return err_hint(out->err, "give one of --json, --jsonl, --csv and --html");
	}
	out->options.format = OUT_HTML;
	return 0;
}

void out_json(struct out *out)
{
	if (out->options.format == OUT_TABLE)
		out->options.format = OUT_JSON;
}

bool out_terminal(const struct out *out)
{
	return out->options.terminal;
}

bool out_color(const struct out *out)
{
	return out->options.color;
}

bool out_fields(const struct out *out)
{
	return out->options.fields;
}

void out_replayed(struct out *out, bool replayed)
{
	out->replayed = replayed;
}

size_t out_width(const struct out *out)
{
	return out->options.terminal && out->options.width > 0 ? (size_t)out->options.width : 0;
}

int out_begin(struct out *out, const struct schema *schema, enum out_shape shape)
{
	const char *names = out->options.fields;
	out->schema = schema;
	out->report = shape == OUT_REPORT;
	out->format = formats[out->options.format][shape];
	out->count = 0;
	out->columns = names ? columns_named(out->arena, schema, names, out->err)
			     : columns_standard(out->arena, schema->fields, out->format->standard, out->err);
	out->members = out->columns ? columns_tree(out->arena, schema->fields, out->columns, out->err) : NULL;
	/* Without one, letters beyond ASCII count as they do in the environment. */
	if (out->members && out->format->measures && !out->locale)
		out->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return out->members ? 0 : -1;
}

bool out_wants(const struct out *out, const char *field)
{
	return field_find(out->members, field, NULL);
}

int out_record(struct out *out, const void *record)
{
	locale_t before = uselocale(out->locale);
	int result = out->format->record(out, record);
	uselocale(before);
	out->count++;
	return result;
}

int out_pause(struct out *out)
{
	locale_t before = uselocale(out->locale);
	int result = out->format->pause ? out->format->pause(out) : 0;
	uselocale(before);
	return result;
}

int out_end(struct out *out)
{
	locale_t before = uselocale(out->locale);
	int result = out->format->end ? out->format->end(out) : 0;
	uselocale(before);
	out_release(out);
	return result;
}

void out_release(struct out *out)
{
	table_release(&out->table);
	if (out->locale)
		freelocale(out->locale);
	out->locale = (locale_t)0;
}

int out_line(struct out *out, const char *text)
{
	struct str whole = { 0 };
	struct str line = { 0 };
	if (out->options.format != OUT_TABLE)
		return 0;
	str_put_visible(&whole, text);
	if (out->options.terminal && out->options.width > 0 && whole.text)
		cell_put_folded(&line, whole.text, (size_t)out->options.width, 0);
	else
		str_put(&line, whole.text ? whole.text : "");
	str_put_char(&line, '\n');
	line.failed |= whole.failed;
	int result = sink_put_str(out->sink, &line);
	str_release(&line);
	str_release(&whole);
	return result;
}

int out_text(struct out *out, const char *text)
{
	return sink_put(out->sink, text);
}

int out_bytes(struct out *out, const char *bytes, size_t length)
{
	return sink_write(out->sink, bytes, length);
}
