/* Files of forms: read record by record, checked whole, refused rows put aside. */
#include "ordr/cmd.h"
#include "ordr/form.h"
#include "ordr/reader.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "refused.h"

const struct opt form_option_table[] = { FORM_OPTIONS(struct { struct file_options form; }, form), OPT_END };

struct form_batch {
	const struct schema *form;
	int (*one)(struct run *run, const struct node *node, void *context);
	void *context;
	const struct node *node;
};

int form_input(struct input *input, const struct cmd *cmd, const void *options, struct err *err)
{
	const struct list *map = opt_texts(cmd->options, "map", options);
	const char *errors = opt_text(cmd->options, "errors", options);
	if (!map)
		return 0;
	if (input) {
		input->map = map;
		return input_decode(input, err);
	}
	if (!map->count && !errors)
		return 0;
	err_set(err, ERR_USAGE, "--%s is for what comes from a FILE", errors ? "errors" : "map");
	return err_hint(err, "leave it out, or name the file; - is standard input");
}

static int call_form(struct run *run, void *context)
{
	const struct form_batch *batch = context;
	return batch->one(run, batch->node, batch->context) ? batch_locate(run, batch->form, batch->node) : 0;
}

static int read_forms(struct run *run, struct reader *reader, struct form_batch *batch)
{
	struct core *core = run->core;
	struct arena_mark mark = arena_mark(core->arena);
	for (;;) {
		struct node *node;
		bool recoverable = true;
		int found = reader_next(reader, core->arena, &node, &recoverable, core->err);
		if (!found)
			return 0;
		batch->node = node;
		/* A record that could not be read has its place in the error already. */
		if (batch_one(run, NULL, found < 0 ? 1 : node->line, found < 0 ? batch_refuse : call_form, batch))
			return -1;
		if (found < 0 && !recoverable && refused_rest(run))
			return -1;
		arena_reset(core->arena, mark);
	}
}

/* Said once, to whoever reads it. */
static void tell_windows(struct run *run)
{
	struct input *input = run->input;
	if (!input->windows || input->told || run->quiet)
		return;
	input->told = true;
	run_note(run, input->name, translate("not UTF-8, read as Windows-1252"));
}

int batch_forms(struct run *run, const struct schema *form, const char *what,
		int (*one)(struct run *run, const struct node *node, void *context), void *context)
{
	struct form_batch batch = { .form = form, .one = one, .context = context };
	struct refused refused;
	struct reader *reader;
	if (input_rewind(run->input, run->core->err))
		return -1;
	tell_windows(run);
	if (reader_open(&reader, run->input, form, run->core->err))
		return -1;
	int result = refused_begin(run, &refused, reader) || read_forms(run, reader, &batch) || refused_end(run);
	run->refused = NULL;
	reader_close(reader);
	return batch_end(run, what) || result ? -1 : 0;
}

int batch_load(struct run *run, const struct schema *form, const struct node *node, bool partial, void *record)
{
	const struct form_context context = { .arena = run->core->arena,
					      .file = node && run->input ? run->input->name : NULL,
					      .map = node && run->input ? run->input->map : NULL,
					      .currency = settings_currency(run->core),
					      .partial = partial };
	if (!context.currency)
		return -1;
	return form_load(&context, form, node ? node : run->given, record, run->core->err);
}

int batch_locate(struct run *run, const struct schema *form, const struct node *node)
{
	const struct form_context context = { .file = node && run->input ? run->input->name : NULL,
					      .map = node && run->input ? run->input->map : NULL };
	for (struct err *err = run->core->err; err; err = err->more)
		form_locate(&context, form, node ? node : run->given, err);
	return -1;
}
