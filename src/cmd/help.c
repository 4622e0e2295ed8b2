/* ordr help: read off the command table, without a database. */
#include "ordr/form.h"
#include "ordr/help.h"

#define NAMES_MAX 64

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

/* `used` words of the operands name `cmd` (NULL: none does), and the next one names nothing. */
static int refuse(struct run *run, const struct cmd *cmd, int used)
{
	const char *names[NAMES_MAX + 1];
	const char *path = cmd ? path_of(run, used) : "";
	size_t count = 0;
	for (const struct cmd *const *at = cmd ? cmd->sub : commands; at && *at && count < NAMES_MAX; at++)
		if (cmd || (*at)->group)
			names[count++] = (*at)->name;
	names[count] = NULL;
	const char *nearest = form_nearest(run->operands[used], names);
	err_set(run->core->err, ERR_USAGE, "no command %.60s%s%.60s", path, *path ? " " : "", run->operands[used]);
	if (nearest)
		return err_hint(run->core->err, "did you mean ordr help %s%s%s?", path, *path ? " " : "", nearest);
	return err_hint(run->core->err, *path ? "ordr help %s" : "ordr help lists them", path);
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
	if (!cmd || used < run->count)
		return refuse(run, cmd, cmd ? used : 0);
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
