/* Help is read off the tables that also drive the parser, so that it cannot say what is not so. Plain text, two columns where there are
 * two things to say, and no line that a terminal of 80 columns would break. */
#include <stdio.h>
#include <string.h>

#include "ordr/help.h"

#include "ordr/speak.h"

#define WIDTH	   79
#define COLUMN_MAX 32 /* where the second column begins at the latest */
#define PATH_SIZE  200

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void put_blanks(struct str *str, size_t count)
{
	str_printf(str, "%*s", (int)count, "");
}

static size_t points_of(const char *text, size_t length)
{
	size_t points = 0;
	for (size_t i = 0; i < length; i++)
		points += ((unsigned char)text[i] & 0xc0) != 0x80;
	return points;
}

/* Puts the words of a text from column `at` on; what does not fit goes to lines of its own, `indent` columns in. */
static void put_words(struct str *str, const char *text, size_t at, size_t indent)
{
	for (bool first = true; *text; first = false) {
		size_t length = strcspn(text, " ");
		size_t points = points_of(text, length);
		if (!first && at + 1 + points > WIDTH) {
			str_put_char(str, '\n');
			put_blanks(str, indent);
			at = indent;
		} else if (!first) {
			str_put_char(str, ' ');
			at++;
		}
		str_put_bytes(str, text, length);
		at += points;
		text += length + strspn(text + length, " ");
	}
	str_put_char(str, '\n');
}

/* "  left      text", the text from `column` on. */
static void put_row(struct str *str, const char *left, const char *text, size_t column)
{
	size_t at = 2 + str_points(left);
	str_printf(str, "  %s", left);
	if (!*text) {
		str_put_char(str, '\n');
		return;
	}
	if (at + 2 > column) {
		str_put_char(str, '\n');
		at = 0;
	}
	put_blanks(str, column - at);
	put_words(str, text, column, column);
}

static size_t column_after(size_t longest)
{
	return longest + 4 < COLUMN_MAX ? longest + 4 : COLUMN_MAX;
}

/* "-c, --carrier NAME"; without a letter the name stands where the others do. */
static void put_option(struct str *str, const struct opt *opt)
{
	char name[OPT_NAME_SIZE];
	if (opt->letter)
		str_printf(str, "-%c, ", opt->letter);
	else
		str_put(str, "    ");
	str_put(str, opt_name(opt, name));
	if (opt_takes_value(opt))
		str_printf(str, " %s", opt->argument ? opt->argument : "VALUE");
}

static void put_option_help(struct str *str, const struct opt *opt)
{
	str_put(str, translate(opt->help ? opt->help : ""));
	if (opt->type == OPT_TEXTS)
		str_put(str, translate("; may be given several times"));
	for (const char *const *choice = opt->choices; choice && *choice; choice++)
		str_printf(str, "%s%s", choice == opt->choices ? translate("; one of ") : ", ", *choice);
}

static size_t longest_option(const struct opt *table)
{
	struct str left = { 0 };
	size_t longest = 0;
	for (const struct opt *opt = table; opt && opt->name; opt++) {
		str_clear(&left);
		put_option(&left, opt);
		size_t points = left.text ? str_points(left.text) : 0;
		if (points + 4 <= COLUMN_MAX)
			longest = larger(longest, points);
	}
	str_release(&left);
	return longest;
}

static void put_options(struct str *str, const char *heading, const struct opt *table, size_t column)
{
	struct str left = { 0 };
	struct str text = { 0 };
	if (!table || !table->name)
		return;
	str_printf(str, "\n%s\n", heading);
	for (const struct opt *opt = table; opt->name; opt++) {
		str_clear(&left);
		str_clear(&text);
		put_option(&left, opt);
		put_option_help(&text, opt);
		if (left.failed || text.failed)
			str->failed = true;
		else
			put_row(str, left.text, text.text, column);
	}
	str_release(&left);
	str_release(&text);
}

static size_t longest_command(const struct cmd *const *table)
{
	size_t longest = 0;
	for (; *table; table++)
		longest = larger(longest, strlen((*table)->name));
	return longest;
}

/* Subcommands stand below, a little to the right. */
static void put_below(struct str *str, const struct cmd *cmd, size_t column)
{
	char left[40];
	for (const struct cmd *const *sub = cmd->sub; sub && *sub; sub++) {
		snprintf(left, sizeof left, "  %s", (*sub)->name);
		put_row(str, left, translate((*sub)->summary ? (*sub)->summary : ""), column);
	}
}

static void put_group(struct str *str, const struct cmd *const *table, const char *group, size_t column, bool all)
{
	bool begun = false;
	for (; *table; table++) {
		if (!(*table)->group || strcmp((*table)->group, group))
			continue;
		if (!begun)
			str_printf(str, "\n%s\n", translate(group));
		begun = true;
		put_row(str, (*table)->name, translate((*table)->summary ? (*table)->summary : ""), column);
		if (all)
			put_below(str, *table, column);
	}
}

void help_overview(struct str *str, const struct cmd *const *table, const char *const *groups, const struct opt *global, bool all)
{
	size_t longest = longest_command(table);
	for (size_t i = 0; all && table[i]; i++)
		longest = table[i]->sub ? larger(longest, longest_command(table[i]->sub) + 2) : longest;
	size_t column = column_after(longest);
	str_put(str, translate("usage: ordr [global options] COMMAND ...\n"));
	for (; *groups; groups++)
		put_group(str, table, *groups, column, all);
	put_options(str, translate("global options"), global, column_after(longest_option(global)));
	str_put(str, translate("\nGlobal options work before and after the command.\n"
			       "More of a command: ordr help COMMAND\n"
			       "Manual: man ordr\n"));
}

void help_usage(struct str *str, const struct cmd *cmd, const char *path)
{
	str_printf(str, translate("ordr [global options] %s"), path);
	if (cmd->synopsis && *cmd->synopsis)
		str_printf(str, " %s", cmd->synopsis);
	else if (cmd->sub && !cmd->run)
		str_put(str, cmd->implied ? " [COMMAND] ..." : " COMMAND ...");
	if (cmd->form || (cmd->options && cmd->options->name))
		str_put(str, translate(" [options]"));
}

static void put_usage(struct str *str, const struct cmd *cmd, const char *path, bool first)
{
	struct str line = { 0 };
	help_usage(&line, cmd, path);
	const char *word = translate("usage: ");
	size_t at = str_points(word);
	str_put(str, first ? word : "");
	put_blanks(str, first ? 0 : at);
	put_words(str, line.failed ? "" : line.text, at, at + 4);
	str->failed |= line.failed;
	str_release(&line);
}

/* A line for the command itself when it does something, and one for each of its subcommands. */
static void put_usages(struct str *str, const struct cmd *cmd, const char *path)
{
	bool first = true;
	if (cmd->run || !cmd->sub || !*cmd->sub) {
		put_usage(str, cmd, path, true);
		first = false;
	}
	for (const struct cmd *const *sub = cmd->sub; sub && *sub; sub++) {
		char below[PATH_SIZE];
		snprintf(below, sizeof below, *sub == cmd->implied ? "%s [%s]" : "%s %s", path, (*sub)->name);
		put_usage(str, *sub, below, first);
		first = false;
	}
}

static void put_subcommands(struct str *str, const struct cmd *cmd)
{
	if (!cmd->sub || !*cmd->sub)
		return;
	size_t column = column_after(longest_command(cmd->sub));
	str_printf(str, "\n%s\n", translate("commands"));
	for (const struct cmd *const *sub = cmd->sub; *sub; sub++) {
		struct str text = { 0 };
		str_put(&text, translate((*sub)->summary ? (*sub)->summary : ""));
		if (*sub == cmd->implied)
			str_put(&text, translate(" (when none is named)"));
		str->failed |= text.failed;
		put_row(str, (*sub)->name, text.failed ? "" : text.text, column);
		str_release(&text);
	}
}

static void put_footer(struct str *str, const struct cmd *cmd, const char *path)
{
	str_put(str, translate("\nGlobal options work too: ordr help\n"));
	if (cmd->sub && *cmd->sub)
		str_printf(str, translate("More of a command: ordr help %s COMMAND\n"), path);
	str_printf(str, translate("Manual: man ordr-%.*s\n"), (int)strcspn(path, " "), path);
}

static void put_all_options(struct str *str, const struct cmd *cmd, const struct opt *global)
{
	struct arena arena = { 0 };
	char heading[PATH_SIZE] = "";
	const struct opt *form = opt_of_form(&arena, cmd->form ? cmd->form->fields : NULL, cmd->options, global);
	size_t column = column_after(larger(longest_option(cmd->options), longest_option(form)));
	if (cmd->form)
		snprintf(heading, sizeof heading, translate("fields of %s, as options"), cmd->form->name);
	put_options(str, translate("options"), cmd->options, column);
	put_options(str, heading, form, column);
	str->failed |= !form;
	arena_release(&arena);
}

void help_command(struct str *str, const struct cmd *cmd, const char *path, const struct opt *global)
{
	put_usages(str, cmd, path);
	if (cmd->summary) {
		str_put(str, "\n");
		put_words(str, translate(cmd->summary), 0, 0);
	}
	put_subcommands(str, cmd);
	put_all_options(str, cmd, global);
	put_footer(str, cmd, path);
}

static const struct cmd *find_name(const struct cmd *const *table, const char *name)
{
	for (; table && *table; table++)
		if (!strcmp((*table)->name, name))
			return *table;
	return NULL;
}

const struct cmd *command_find(const struct cmd *const *table, const char *const *words, int count, int *used)
{
	const struct cmd *cmd = NULL;
	for (*used = 0; *used < count; ++*used) {
		const struct cmd *next = find_name(cmd ? cmd->sub : table, words[*used]);
		if (!next)
			return cmd && cmd->implied ? cmd->implied : cmd;
		cmd = next;
	}
	return cmd;
}
