/* Keys: a step that was done under one is answered as then, not done again. What was asked is kept as a hash, read off the option table, so
 * no command has to say which of its options count. What only changes the look of the answer is global, and not in it. */
#include <stdio.h>
#include <stdlib.h>

#include "ordr/cmd.h"
#include "ordr/hash.h"
#include "ordr/idempotency.h"

static void put_option(struct str *str, const struct opt *opt, const void *options)
{
	const void *member = (const char *)options + opt->offset;
	str_printf(str, "\"%s\":", opt->name);
	switch (opt->type) {
	case OPT_FLAG:
		str_put(str, *(const bool *)member ? "true" : "false");
		break;
	case OPT_COUNT:
		str_printf(str, "%d", *(const int *)member);
		break;
	case OPT_INTEGER:
	case OPT_DATE: /* a struct of one integer */
		str_printf(str, "%lld", (long long)*(const int64_t *)member);
		break;
	case OPT_TEXTS: {
		const struct list *list = member;
		for (size_t i = 0; i < list->count; i++)
			str_put_json(str, ((const char *const *)list->items)[i]);
		break;
	}
	default:
		str_put_json(str, *(const char *const *)member);
	}
	str_put_char(str, '\n');
}

static int key_hash(struct run *run, char hex[65])
{
	struct str asked = { 0 };
	str_printf(&asked, "%s\n", run->path);
	for (const struct opt *opt = run->cmd->options; opt && opt->name; opt++)
		put_option(&asked, opt, run->options);
	for (const struct node *node = run->given ? run->given->child : NULL; node; node = node->next) {
		str_put_json(&asked, node->name);
		str_put_json(&asked, node->text);
	}
	/* What counts of a file is what it holds, not what it is called. */
	for (int i = 0; i < run->count && !run->input; i++)
		str_put_json(&asked, run->operands[i]);
	if (run->input && input_hash(run->input, hex, run->core->err)) {
		str_release(&asked);
		return -1;
	}
	if (run->input)
		str_put(&asked, hex);
	int result = asked.failed ? err_memory(run->core->err) : 0;
	if (!result)
		hash_bytes(asked.text, asked.length, hex);
	str_release(&asked);
	return result;
}

/* "2/5 order SO-000001 …": some of a batch had failed, and that is part of the answer too. */
static const char *read_failures(struct run *run, const char *stored)
{
	char *end;
	if (*stored < '0' || *stored > '9')
		return stored;
	run->failed = strtoul(stored, &end, 10);
	run->seen = strtoul(end + 1, &end, 10);
	return end + 1;
}

static int remember(struct run *run, const char *key, const char *hash)
{
	struct core *core = run->core;
	struct str stored = { 0 };
	if (run->failed)
		str_printf(&stored, "%zu/%zu ", run->failed, run->seen);
	str_printf(&stored, "%s%s", document_word(run->kind), run->documents.text ? run->documents.text : "");
	bool failed = stored.failed || run->documents.failed;
	int result = failed ? err_memory(core->err) : idempotency_store(core, key, hash, stored.text);
	str_release(&stored);
	return result;
}

int key_run(struct run *run, const char *key)
{
	const char *stored;
	char hash[65];
	int found = key_hash(run, hash) ? -1 : idempotency_find(run->core, key, hash, &stored);
	if (found < 0)
		return -1;
	run->replayed = found;
	if (found) {
		const char *documents = read_failures(run, stored);
		return run->cmd->replay ? run->cmd->replay(run, documents) : document_replay(run, documents);
	}
	run->remember = true;
	return run->cmd->run(run) ? -1 : remember(run, key, hash);
}
