/* ordr help: read off the command table, without a database. */
#include "ordr/form.h"
#include "ordr/help.h"

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

static int run_help(struct run *run)
{
	struct str text = { 0 };
	if (!run->count) {
		help_overview(&text, commands, command_groups, global_options);
		return print(run, &text);
	}
	int used;
	const struct cmd *cmd = command_find(commands, run->operands, run->count, &used);
	if (!cmd || used < run->count) {
		err_set(run->core->err, ERR_USAGE, "no command %.60s", run->operands[cmd ? used : 0]);
		return err_hint(run->core->err, cmd ? "ordr help %s" : "ordr help lists them", path_of(run, used));
	}
	help_command(&text, cmd, path_of(run, used), global_options);
	return print(run, &text);
}

const struct cmd cmd_help = {
	.name = "help",
	.group = "care",
	.synopsis = "[COMMAND...]",
	.summary = "show how a command is used",
	.operand = OPERAND_COMMAND,
	.max = -1,
	.run = run_help,
};
