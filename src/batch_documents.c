/* Documents other than orders, named by operands or on standard input: each command reads their numbers, since each knows its own. */
#include "ordr/cmd.h"
#include "ordr/select.h"

struct document_batch {
	struct run *run;
	enum document kind;
	int (*one)(struct run *run, const char *id);
	const char *id;
};

static int call_document(struct run *run, void *context)
{
	const struct document_batch *batch = context;
	int result = batch->one(run, batch->id);
	if (!result || !run->idempotent || !run->core->err->already)
		return result;
	err_clear(run->core->err);
	return document_changed(run, batch->kind, batch->id);
}

static int take_document(void *context, const struct selected *selected)
{
	struct document_batch *batch = context;
	batch->id = selected->id;
	return batch_one(batch->run, selected->id, 0, call_document, batch);
}

int batch_documents(struct run *run, const char *what, enum document kind, int (*one)(struct run *run, const char *id))
{
	struct core *core = run->core;
	struct document_batch batch = { .run = run, .kind = kind, .one = one };
	if (document_begin(run, kind))
		return -1;
	int result = 0;
	if (run->input)
		result = input_rewind(run->input, core->err) || select_read(run->input, core->arena, take_document, &batch, core->err) ? -1 : 0;
	for (int i = 0; !run->input && !result && i < run->count; i++)
		result = take_document(&batch, &(struct selected){ .id = run->operands[i] });
	return batch_end(run, what) || result ? -1 : document_end(run);
}

struct document_show {
	struct run *run;
	int (*one)(struct run *run, const char *id);
};

static int show_selected(void *context, const struct selected *selected)
{
	const struct document_show *show = context;
	return show->one(show->run, selected->id);
}

int show_documents(struct run *run, const struct schema *schema, int (*one)(struct run *run, const char *id))
{
	struct core *core = run->core;
	struct document_show show = { run, one };
	if (out_begin(run->out, schema, OUT_CARDS) ||
	    (run->input && (input_rewind(run->input, core->err) || select_read(run->input, core->arena, show_selected, &show, core->err))))
		return -1;
	for (int i = 0; i < run->count && !run->input; i++) {
		struct arena_mark mark = arena_mark(core->arena);
		if (one(run, run->operands[i]))
			return -1;
		arena_reset(core->arena, mark);
	}
	return out_end(run->out);
}
