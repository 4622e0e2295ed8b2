/* ordr invoice show: invoices whole, as records or as the documents that are sent. */
#include <string.h>

#include "invoice_commands.h"
#include "invoice_document.h"
#include "ordr/files.h"
#include "ordr/select.h"
#include "ordr/speak.h"

struct show_options {
	const char *format, *profile, *output, *output_dir;
};

struct show {
	struct run *run;
	const struct document_format *format; /* NULL: records */
	struct files files;
	struct str text, paths; /* paths: of the files, each with its NUL, told when they are there */
	size_t count;
};

static const char *const format_names[DOCUMENT_FORMATS + 1] = { "ubl", "cii", "text", "html", "pdf", "zugferd", NULL };

static const char *const profile_names[] = { "xrechnung", "en16931", "peppol", NULL };

static const struct opt show_table[] = {
	OPT_ONE_OF(struct show_options, format, 0, format_names, "FORMAT", "as this document, not as a record"),
	OPT_ONE_OF(struct show_options, profile, 0, profile_names, "PROFILE", "the rules that ubl and cii keep; else those it was issued by"),
	OPT(struct show_options, output, 'o', TEXT, "FILE", "write to this file, whole or not at all"),
	OPT(struct show_options, output_dir, 0, TEXT, "DIR", "write a file for each into this directory"),
	OPT_END,
};

static int wrong(struct run *run, const char *what, const char *hint)
{
	err_set(run->core->err, ERR_USAGE, "%s: %s", run->path, translate(what));
	return err_hint(run->core->err, "%s", translate(hint));
}

static int check(struct show *show)
{
	struct run *run = show->run;
	const struct show_options *given = run->options;
	for (size_t i = 0; given->format && i < DOCUMENT_FORMATS; i++)
		if (!strcmp(document_formats[i].name, given->format))
			show->format = &document_formats[i];
	if (given->profile && !(show->format && show->format->profiled))
		return wrong(run, TO_TRANSLATE("--profile is of e-invoices"), TO_TRANSLATE("--format ubl or --format cii"));
	if (given->output_dir && !show->format)
		return wrong(run, TO_TRANSLATE("--output-dir takes documents"), TO_TRANSLATE("say which: --format ubl"));
	if (given->output_dir && given->output)
		return wrong(run, TO_TRANSLATE("--output and --output-dir exclude each other"), TO_TRANSLATE("give one of them"));
	if (show->format && (out_format(run->out) != OUT_TABLE || out_fields(run->out)))
		return wrong(run, TO_TRANSLATE("a document is no record"),
			     TO_TRANSLATE("--format stands without --json, --jsonl, --csv and --fields"));
	show->files.directory = given->output_dir;
	return 0;
}

static int put_document(struct show *show, const struct invoice *invoice)
{
	struct run *run = show->run;
	const struct show_options *given = run->options;
	const struct document_format *format = show->format;
	if (show->count++ && !show->files.directory && !format->together)
		return wrong(run, TO_TRANSLATE("several documents do not go into one file"), TO_TRANSLATE("--output-dir DIR writes a file for each"));
	if (show->files.directory || format->together)
		str_clear(&show->text);
	if (format->write(run, format, given->profile, invoice, &show->text))
		return -1;
	if (!show->files.directory)
		return format->together ? out_text(run->out, show->text.text) : 0; /* else it is printed when it is known to be the only one */
	if (files_put(&show->files, invoice->id, format->suffix, show->text.text, show->text.length, run->core->err))
		return -1;
	str_put_bytes(&show->paths, show->files.path.text, show->files.path.length + 1);
	return show->paths.failed ? err_memory(run->core->err) : 0;
}

static int keep_files(struct show *show)
{
	const char *path = show->paths.text;
	if (files_keep(&show->files, show->run->core->err))
		return -1;
	for (size_t i = 0; i < show->count; i++, path += strlen(path) + 1)
		if (out_line(show->run->out, path))
			return -1;
	return 0;
}

static int show_number(struct show *show, const char *number)
{
	struct core *core = show->run->core;
	struct arena_mark mark = arena_mark(core->arena);
	struct invoice invoice;
	int result = invoice_load(core, number, &invoice);
	if (!result)
		result = show->format ? put_document(show, &invoice) : out_record(show->run->out, &invoice);
	arena_reset(core->arena, mark);
	return result;
}

static int show_selected(void *context, const struct selected *selected)
{
	return show_number(context, selected->id);
}

static int show_all(struct show *show)
{
	struct run *run = show->run;
	struct core *core = run->core;
	if (!show->format && out_begin(run->out, &invoice_schema, OUT_CARDS))
		return -1;
	if (run->input && (input_rewind(run->input, core->err) || select_read(run->input, core->arena, show_selected, show, core->err)))
		return -1;
	for (int i = 0; i < run->count && !run->input; i++)
		if (show_number(show, run->operands[i]))
			return -1;
	if (!show->format)
		return out_end(run->out);
	if (show->files.directory)
		return keep_files(show);
	return show->count == 1 && !show->format->together ? out_bytes(run->out, show->text.text, show->text.length) : 0;
}

static int run_show(struct run *run)
{
	struct show show = { .run = run };
	int result = check(&show) || show_all(&show) ? -1 : 0;
	files_drop(&show.files);
	str_release(&show.text);
	str_release(&show.paths);
	return result;
}

const struct cmd invoice_show_cmd = {
	.name = "show",
	.synopsis = "INVOICE...",
	.summary = "show invoices whole, or as the documents that are sent",
	.options = show_table,
	.options_size = sizeof(struct show_options),
	.operand = OPERAND_INVOICE,
	.min = 1,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_show,
};
