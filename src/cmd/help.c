/* ordr help: read off the command table, without a database. */
#include "ordr/help.h"
#include "ordr/speak.h"

struct help_options {
	bool all;
};

static const struct opt options[] = {
	OPT(struct help_options, all, 'a', FLAG, NULL, "all commands, with their subcommands"),
	OPT_END,
};

static int print(struct run *run, struct str *text)
{
	int result = text->failed ? err_memory(run->core->err) : out_text(run->out, text->text ? text->text : "");
	str_release(text);
	return result;
}

static const char *path_of(struct run *run, int used)
{
	const char *path = run->operands[0];
	for (int i = 1; i < used && path; i++)
		path = arena_printf(run->core->arena, "%s %s", path, run->operands[i]);
	return path;
}

static int unknown(struct run *run, int used)
{
	int same;
	const struct cmd *above = command_find(commands, run->operands, used, &same);
	const char *path = above ? path_of(run, used) : "";
	if (!path)
		return err_memory(run->core->err);
	if (!above || above->sub)
		return command_unknown(above ? above->sub : commands, path, run->operands[used], run->core->err);
	err_set(run->core->err, ERR_USAGE, "no command %s %.60s", path, run->operands[used]);
	return err_hint(run->core->err, "ordr help %s", path);
}

static int run_help(struct run *run)
{
	const struct help_options *given = run->options;
	struct str text = { 0 };
	if (given->all && run->count) {
		err_set(run->core->err, ERR_USAGE, "--all shows all commands, and %.60s is one", run->operands[0]);
		return err_hint(run->core->err, "ordr help -a, or ordr help %.60s", run->operands[0]);
	}
	if (!run->count) {
		help_overview(&text, commands, command_groups, global_options, given->all);
		if (db_is_ours(run->database) < 0)
			str_printf(&text, translate("\nThere is no database %s yet: ordr init makes one,\nordr init --demo one with a small company in it.\n"),
				   run->database);
		return print(run, &text);
	}
	int used;
	const struct cmd *cmd = command_find(commands, run->operands, run->count, &used);
	if (!cmd || used < run->count)
		return unknown(run, used);
	help_command(&text, cmd, path_of(run, used), global_options);
	return print(run, &text);
}

const struct cmd cmd_help = {
	.name = "help",
	.group = "care",
	.synopsis = "[COMMAND...]",
	.summary = "show how a command is used",
	.options = options,
	.options_size = sizeof(struct help_options),
	.operand = OPERAND_COMMAND,
	.max = -1,
	.run = run_help,
};
