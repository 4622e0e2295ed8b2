/* What a command was asked to do, as a hash: the same key with the same hash is the same step. Read off the option table, so no command
 * has to say which of its options count. What only changes the look of the answer is global, and not in it. */
#include <stdio.h>

#include "ordr/cmd.h"
#include "ordr/hash.h"

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

int key_hash(struct run *run, char hex[65])
{
	struct str asked = { 0 };
	str_printf(&asked, "%s\n", run->path);
	for (const struct opt *opt = run->cmd->options; opt && opt->name; opt++)
		put_option(&asked, opt, run->options);
	for (const struct node *node = run->given ? run->given->child : NULL; node; node = node->next) {
		str_put_json(&asked, node->name);
		str_put_json(&asked, node->text);
	}
	for (int i = 0; i < run->count; i++)
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
