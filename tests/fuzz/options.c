/* The parser of options, against the tables of every command. The first byte chooses the command, the second whether parsing stops at the
 * first operand; the rest are the arguments, each ended by NUL. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/globals.h"
#include "fuzz.h"
#include "ordr/cmd.h"

#define ARGUMENTS_MAX 64

/* The command number `*left`, its subcommands counted too; NULL: there are fewer. */
static const struct cmd *pick(const struct cmd *const *table, size_t *left)
{
	for (; *table; table++) {
		if (!(*left)--)
			return *table;
		const struct cmd *sub = (*table)->sub ? pick((*table)->sub, left) : NULL;
		if (sub)
			return sub;
	}
	return NULL;
}

static int split(char *bytes, size_t size, char *argv[ARGUMENTS_MAX])
{
	int argc = 0;
	for (size_t at = 0; at < size && argc < ARGUMENTS_MAX; at += strlen(bytes + at) + 1)
		argv[argc++] = bytes + at;
	return argc;
}

static void check_stored(const struct opt *table, const void *record)
{
	for (const struct opt *opt = table; opt && opt->name; opt++) {
		const void *place = (const char *)record + opt->offset;
		const char *text = opt->type == OPT_TEXT || opt->type == OPT_CHOICE || opt->type == OPT_INSTANT
					   ? *(const char *const *)place
					   : NULL;
		MUST(!text || (*text && str_is_utf8(text, strlen(text)) && !str_has_control(text, "\n\t")), "--%s \"%s\"", opt->name, text);
		MUST(opt->type != OPT_INTEGER || *(const int64_t *)place > 0 || *(const int64_t *)place == NONE, "--%s", opt->name);
	}
}

static void parse(const struct cmd *cmd, bool stop, int argc, char **argv)
{
	struct arena arena = { 0 };
	struct globals globals;
	struct node given = { .kind = NODE_OBJECT };
	struct err err = { 0 };
	const char *operands[ARGUMENTS_MAX + 1];
	int count = 0;
	int used = -1;
	void *options = arena_alloc(&arena, cmd->options_size ? cmd->options_size : 1);
	MUST(options, "no memory");
	opt_init(global_options, &globals);
	if (cmd->options)
		opt_init(cmd->options, options);
	const struct opt_tables tables = { global_options, &globals, cmd->options, options, cmd->form ? cmd->form->fields : NULL, &given,
					   cmd->name };
	if (opt_parse(&tables, &arena, argc, argv, operands, &count, stop, &used, &err)) {
		MUST(err.code == ERR_USAGE && *err.hint, "no hint: %s", err.message);
		fuzz_error(&err);
	} else {
		MUST(!err.code && count >= 0 && count <= argc && used >= 0 && used <= argc, "%d of %d", count, argc);
		MUST(stop || used == argc, "%d of %d", used, argc);
		check_stored(global_options, &globals);
		check_stored(cmd->options, options);
		for (const struct node *node = given.child; node; node = node->next)
			MUST(str_is_utf8(node->text, strlen(node->text)), "--%s", node->name);
	}
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *argv[ARGUMENTS_MAX];
	if (size < 2)
		return 0;
	size_t number = *bytes;
	const struct cmd *cmd = pick(commands, &number);
	char *text = fuzz_text(bytes + 2, size - 2);
	int argc = split(text, size - 2, argv);
	if (cmd)
		parse(cmd, bytes[1] & 1, argc, argv);
	free(text);
	return 0;
}
