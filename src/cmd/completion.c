/* ordr completion: the script that a shell loads; and __commands, which the contract tests ask. What the scripts ask is in complete.c. */
#include <string.h>

#include "completions.h"
#include "ordr/cmd.h"
#include "ordr/help.h"
#include "ordr/near.h"

static const char *const shells[] = { "bash", "zsh", "fish", NULL }; /* as meson.build embeds them */

static int run_completion(struct run *run)
{
	for (size_t i = 0; shells[i]; i++)
		if (!strcmp(shells[i], run->operands[0]))
			return out_text(run->out, completions[i].text);
	err_set(run->core->err, ERR_USAGE, "no completion for \"%.60s\"", run->operands[0]);
	return near_hint(run->core->err, run->operands[0], shells);
}

const struct cmd cmd_completion = {
	.name = "completion",
	.group = "care",
	.synopsis = "bash|zsh|fish",
	.summary = "print the completion script of a shell",
	.operand = OPERAND_WORD,
	.min = 1,
	.max = 1,
	.run = run_completion,
};

/* "path<TAB>--option", and a third column with its letter where it has one. */
static void put_options(struct str *str, const char *path, const struct opt *table)
{
	for (const struct opt *opt = table; opt && opt->name; opt++) {
		char name[OPT_NAME_SIZE];
		str_printf(str, "%s\t%s", path, opt_name(opt, name));
		if (opt->letter)
			str_printf(str, "\t-%c", opt->letter);
		str_put_char(str, '\n');
	}
}

/* The options of its form are options like its own. */
static void put_form(struct str *str, const char *path, const struct cmd *cmd, struct arena *arena)
{
	const struct opt *form = cmd->form ? opt_of_form(arena, cmd->form->fields, cmd->options, global_options) : NULL;
	str->failed |= cmd->form && !form;
	put_options(str, path, form);
}

static void put_commands(struct str *str, const struct cmd *const *table, const char *before, struct arena *arena)
{
	for (; *table; table++) {
		if (!*before && !(*table)->group)
			continue;
		const char *path = arena_printf(arena, "%s%s%s", before, *before ? " " : "", (*table)->name);
		if (!path) {
			str->failed = true;
			return;
		}
		str_printf(str, "%s\t%s\n", path, (*table)->summary);
		put_options(str, path, (*table)->options);
		put_form(str, path, *table, arena);
		if ((*table)->sub)
			put_commands(str, (*table)->sub, path, arena);
	}
}

static int run_commands(struct run *run)
{
	struct str text = { 0 };
	put_options(&text, "", global_options);
	put_commands(&text, commands, "", run->core->arena);
	int result = text.failed ? err_memory(run->core->err) : out_text(run->out, text.text ? text.text : "");
	str_release(&text);
	return result;
}

const struct cmd cmd_commands = {
	.name = "__commands",
	.synopsis = "",
	.summary = "the global options, every command and its options, for the check of the manual",
	.run = run_commands,
};
