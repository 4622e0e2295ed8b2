/* Keeping customers, products, warehouses, SLA policies and users: one way for all, led by the command's noun. */
#include "master.h"

#include <string.h>

static void *new_record(struct run *run)
{
	const struct schema *schema = run->cmd->master->schema;
	void *record = arena_alloc(run->core->arena, schema->size);
	if (record)
		field_clear(schema->fields, record);
	else
		err_memory(run->core->err);
	return record;
}

/* Keeps what the node holds (NULL: the options) as a new one. */
static int add(struct run *run, const struct node *node)
{
	const struct master *master = run->cmd->master;
	void *record = new_record(run);
	if (!record || batch_load(run, master->form, node, false, record) || master_add(run->core, master, record))
		return -1;
	return document_changed(run, run->cmd->document, master_key(master, record));
}

/* Changes the one of that key by what the node holds (NULL: the options). */
static int edit(struct run *run, const char *key, const struct node *node)
{
	const struct master *master = run->cmd->master;
	void *before = new_record(run);
	void *after = new_record(run);
	if (!before || !after || master_load(run->core, master, key, before))
		return -1;
	memcpy(after, before, master->schema->size);
	if (batch_load(run, master->form, node, true, after) || master_edit(run->core, master, before, after))
		return -1;
	return document_changed(run, run->cmd->document, key);
}

static int add_one(struct run *run, void *context)
{
	(void)context;
	return add(run, NULL);
}

static int edit_one(struct run *run, void *context)
{
	(void)context;
	return edit(run, run->operands[0], NULL);
}

static const char *key_given(const struct master *master, const struct node *node)
{
	const struct field *field = master->schema->fields;
	while (!(field->flags & FIELD_KEY))
		field++;
	const struct node *member = node->kind == NODE_OBJECT ? node_member(node, field->name) : NULL;
	return member ? member->text : NULL;
}

static int import_one(struct run *run, const struct node *node, void *context)
{
	const char *key = key_given(run->cmd->master, node);
	void *record = new_record(run);
	(void)context;
	if (!record)
		return -1;
	int found = key ? master_find(run->core, run->cmd->master, key, record) : 0;
	if (found < 0)
		return -1;
	return found ? edit(run, key, node) : add(run, node);
}

/* One document, from the options given. */
static int run_one(struct run *run, int (*one)(struct run *run, void *context))
{
	if (document_begin(run, run->cmd->document))
		return -1;
	int result = batch_one(run, NULL, 0, one, NULL);
	if (batch_end(run, run->cmd->master->word) || result)
		return -1;
	return document_end(run);
}

int master_run_add(struct run *run)
{
	return run_one(run, add_one);
}

int master_run_edit(struct run *run)
{
	if (run->given->child)
		return run_one(run, edit_one);
	err_set(run->core->err, ERR_USAGE, "nothing to change was given");
	return err_hint(run->core->err, "ordr help %s", run->path);
}

int master_run_import(struct run *run)
{
	if (document_begin(run, run->cmd->document) || batch_forms(run, run->cmd->master->form, run->cmd->master->word, import_one, NULL))
		return -1;
	return document_end(run);
}

static int print_record(void *context, const void *record)
{
	return out_record(context, record);
}

int master_run_list(struct run *run)
{
	const struct master *master = run->cmd->master;
	if (out_begin(run->out, master->schema, OUT_LIST) || master_each(run->core, master, print_record, run->out))
		return -1;
	return out_end(run->out);
}

int master_run_show(struct run *run)
{
	const struct master *master = run->cmd->master;
	if (out_begin(run->out, master->schema, OUT_CARDS))
		return -1;
	for (int i = 0; i < run->count; i++) {
		struct arena_mark mark = arena_mark(run->core->arena);
		void *record = new_record(run);
		if (!record || master_load(run->core, master, run->operands[i], record) || out_record(run->out, record))
			return -1;
		arena_reset(run->core->arena, mark);
	}
	return out_end(run->out);
}
