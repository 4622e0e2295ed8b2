/* Finding the command. Built-in names win; what is none of them may be an alias of the user's, or a program of its own, as with git: `ordr foo`
 * runs `ordr-foo`. */
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ordr/alias.h"
#include "globals.h"
#include "ordr/help.h"

/* Only a plain name is looked for on PATH. */
static void run_external(struct arena *arena, const char *word, char **argv)
{
	if (word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return;
	char *program = arena_printf(arena, "ordr-%s", word);
	char **arguments = argv;
	if (program)
		execvp(program, arguments);
}

static const struct cmd *find_named(const struct cmd *const *table, const char *name)
{
	for (; *table; table++)
		if (!strcmp((*table)->name, name))
			return *table;
	return NULL;
}

/* Puts what an alias stands for in its place: 1; 0 it is none; −1. */
static int expand(struct words *words, struct arena *arena, int place, struct err *err)
{
	const char *meaning[ALIAS_WORDS + 1];
	int found = alias_find(arena, words->argv[place], meaning, err);
	if (found != 1)
		return found;
	int count = 0;
	while (meaning[count])
		count++;
	char **argv = arena_array(arena, (size_t)words->argc + (size_t)count, sizeof *argv);
	if (!argv)
		return err_memory(err);
	for (int i = 0; i < place; i++)
		argv[i] = words->argv[i];
	for (int i = 0; i < count && (argv[place + i] = arena_strdup(arena, meaning[i])); i++)
		;
	for (int i = place + 1; i < words->argc; i++)
		argv[i + count - 1] = words->argv[i];
	words->argv = argv;
	words->argc += count - 1;
	return argv[place] && argv[place + count - 1] ? 1 : err_memory(err);
}

static int unknown(struct words *words, struct arena *arena, const char *word, int place, struct err *err)
{
	run_external(arena, word, words->argv + place);
	return command_unknown(commands, "", word, err);
}

static void take_out(struct words *words, int place)
{
	for (int i = place; i + 1 < words->argc; i++)
		words->argv[i] = words->argv[i + 1];
	words->argc--;
}

/* The next word that is no global option, from `place`; −1 when there is none or an option stands before it that is not global. */
static int next_word(const struct words *words, struct arena *arena, int place, struct err *err)
{
	struct globals scratch;
	memset(&scratch, 0, sizeof scratch);
	const struct opt_tables tables = { .global = global_options, .globals = &scratch };
	const char **operands = arena_array(arena, (size_t)words->argc + 1, sizeof *operands);
	int count = 0;
	int used = 0;
	if (!operands)
		return err_memory(err);
	if (opt_parse(&tables, arena, words->argc - place, words->argv + place, operands, &count, true, &used, err))
		return -1;
	return place + used < words->argc ? place + used : -1;
}

static int descend(struct words *words, struct arena *arena, struct err *err)
{
	struct err ignored = { 0 };
	int place = 0;
	while (words->cmd->sub) {
		place = next_word(words, arena, place, &ignored);
		const struct cmd *sub = place < 0 ? NULL : find_named(words->cmd->sub, words->argv[place]);
		if (sub)
			take_out(words, place);
		else if (place >= 0 && !(words->cmd->implied && words->cmd->implied->max))
			/* A word that is no subcommand can only be an operand of the one that is implied. */
			return command_unknown(words->cmd->sub, words->path, words->argv[place], err);
		if (!sub && place >= 0)
			words->meant = command_nearest(words->cmd->sub, false, words->argv[place]);
		if (!sub)
			sub = words->cmd->implied;
		if (!sub)
			return 0;
		words->cmd = sub;
		words->path = arena_printf(arena, "%s %s", words->path, sub->name);
		if (!words->path)
			return err_memory(err);
	}
	return 0;
}

/* Finds the command that an alias at *place stands for, if it is one. */
static int find_alias(struct words *words, struct arena *arena, int *place, struct err *err)
{
	const char *alias = words->argv[*place];
	int expanded = expand(words, arena, *place, err);
	if (expanded != 1)
		return expanded;
	*place = next_word(words, arena, 0, err);
	if (*place >= 0) {
		words->cmd = find_named(commands, words->argv[*place]);
		if (words->cmd)
			return 0;
		err_set(err, ERR_USAGE, "the alias %.60s stands for %.60s, which is no command", alias, words->argv[*place]);
	}
	if (!err->code)
		err_set(err, ERR_USAGE, "the alias %.60s holds no command", alias);
	return err_hint(err, "an alias is a command and its options: late = list --overdue");
}

int words_find(struct words *words, struct arena *arena, int argc, char **argv, struct err *err)
{
	words->argc = argc > 0 ? argc - 1 : 0;
	words->argv = arena_array(arena, (size_t)words->argc + 1, sizeof *words->argv);
	if (!words->argv)
		return err_memory(err);
	for (int i = 0; i < words->argc; i++)
		words->argv[i] = argv[i + 1];
	int place = next_word(words, arena, 0, err);
	if (place < 0 && err->code)
		return -1;
	const char *name = place < 0 ? "help" : words->argv[place];
	words->cmd = find_named(commands, name);
	if (!words->cmd && find_alias(words, arena, &place, err))
		return -1;
	if (!words->cmd)
		return unknown(words, arena, words->argv[place], place, err);
	words->path = words->cmd->name;
	words->named = place >= 0;
	if (words->named)
		take_out(words, place);
	return descend(words, arena, err);
}

int words_run(const struct words *words, struct err *err)
{
	if (words->cmd->run)
		return 0;
	struct str names = { 0 };
	for (const struct cmd *const *sub = words->cmd->sub; *sub; sub++)
		str_printf(&names, "%s%s", names.length ? ", " : "", (*sub)->name);
	err_set(err, ERR_USAGE, "%s needs one of its subcommands: %s", words->path, names.text ? names.text : "");
	str_release(&names);
	return err_hint(err, "ordr help %s", words->path);
}

void words_hint(const struct words *words, struct err *err)
{
	if (words->meant && (err->code == ERR_NOT_FOUND || err->code == ERR_USAGE))
		err_hint(err, "did you mean ordr %.*s %s?", (int)strcspn(words->path, " "), words->path, words->meant);
}
