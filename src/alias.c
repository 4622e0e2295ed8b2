/* Aliases stand in the user's configuration and not in the database: they are one person's habits, and a script must not depend on who runs it.
 * The names of commands always win, so an alias never changes what a script does.
 *
 *     [alias]
 *     late = list --overdue --fields id,customer,promised
 */
#include "ordr/alias.h"
#include "ordr/speak.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MOST 4096
#define BLANKS	  " \t\r"

struct alias {
	const char *word, *meaning; /* in the line */
};

struct file {
	FILE *stream;
	const char *name;
	int line;
	bool aliases; /* inside [alias] */
	char text[LINE_MOST];
};

static const char *config_name(struct arena *arena)
{
	const char *given = getenv("ORDR_CONFIG");
	const char *base = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	if (given)
		return given;
	if (base && *base == '/')
		return arena_printf(arena, "%s/ordr/config", base);
	return home ? arena_printf(arena, "%s/.config/ordr/config", home) : "";
}

static char *trim(char *text)
{
	text += strspn(text, BLANKS);
	size_t length = strlen(text);
	while (length && strchr(BLANKS, text[length - 1]))
		length--;
	text[length] = '\0';
	return text;
}

static int wrong(const struct file *file, struct err *err, const char *what)
{
	err_set(err, ERR_USAGE, "%.200s:%d: %s", file->name, file->line, translate(what));
	return err_hint(err, "it holds [alias] and lines such as late = list --overdue");
}

/* The next alias: 1; 0 at the end; −1. */
static int next(struct file *file, struct alias *alias, struct err *err)
{
	while (fgets(file->text, sizeof file->text, file->stream)) {
		file->line++;
		size_t length = strcspn(file->text, "\n");
		if (!file->text[length] && !feof(file->stream))
			return wrong(file, err, TO_TRANSLATE("the line is too long"));
		file->text[length] = '\0';
		char *text = trim(file->text);
		if (!*text || *text == '#' || *text == ';')
			continue;
		if (*text == '[') {
			file->aliases = !strcmp(text, "[alias]");
			continue;
		}
		if (!file->aliases)
			continue; /* of a later ordr */
		char *equals = strchr(text, '=');
		if (!equals)
			return wrong(file, err, TO_TRANSLATE("there is no = between the alias and what it stands for"));
		*equals = '\0';
		*alias = (struct alias){ trim(text), trim(equals + 1) };
		if (!*alias->word || alias->word[strspn(alias->word, "abcdefghijklmnopqrstuvwxyz0123456789-")] || *alias->word == '-')
			return wrong(file, err, TO_TRANSLATE("an alias is small letters, digits and hyphens"));
		return 1;
	}
	return ferror(file->stream) ? wrong(file, err, TO_TRANSLATE("it cannot be read")) : 0;
}

/* 1 open; 0 there is none; −1. */
static int open_config(struct file *file, struct arena *arena, struct err *err)
{
	file->name = config_name(arena);
	if (!file->name)
		return err_memory(err);
	file->stream = *file->name ? fopen(file->name, "re") : NULL;
	if (file->stream || !*file->name || errno == ENOENT || errno == ENOTDIR)
		return file->stream != NULL;
	return err_set(err, ERR_USAGE, "cannot read %.200s: %s", file->name, err_system(errno));
}

/* The next word of a meaning as a shell splits it: blanks part words, quotes keep them together, a backslash keeps the next character. NULL
 * and *error NULL at the end. */
static char *split(char **rest, const char **error)
{
	char *from = *rest + strspn(*rest, BLANKS);
	char *to = from;
	char *word = *from ? from : NULL;
	char quote = '\0';
	for (; *from && (quote || !strchr(BLANKS, *from)); from++) {
		if (quote ? *from == quote : *from == '"' || *from == '\'')
			quote = quote ? '\0' : *from;
		else if (*from == '\\' && quote != '\'' && from[1])
			*to++ = *++from;
		else
			*to++ = *from;
	}
	*error = quote ? TO_TRANSLATE("a quote is not closed") : NULL;
	*rest = *from ? from + 1 : from;
	*to = '\0';
	return word;
}

static int take_words(const struct file *file, const struct alias *alias, struct arena *arena, const char *words[ALIAS_WORDS + 1],
		      struct err *err)
{
	const char *error = NULL;
	char *rest = arena_strdup(arena, alias->meaning);
	size_t count = 0;
	if (!rest)
		return err_memory(err);
	for (char *word; (word = split(&rest, &error)) && !error; words[count++] = word)
		if (count == ALIAS_WORDS)
			return wrong(file, err, TO_TRANSLATE("the alias stands for too many words"));
	words[count] = NULL;
	if (error)
		return wrong(file, err, error);
	return count ? 1 : wrong(file, err, TO_TRANSLATE("the alias stands for nothing"));
}

int alias_find(struct arena *arena, const char *word, const char *words[ALIAS_WORDS + 1], struct err *err)
{
	struct alias alias;
	struct file file = { 0 };
	int found = open_config(&file, arena, err);
	if (found != 1)
		return found;
	while ((found = next(&file, &alias, err)) == 1 && strcmp(alias.word, word))
		;
	if (found == 1)
		found = take_words(&file, &alias, arena, words, err);
	fclose(file.stream);
	return found;
}

void alias_complete(struct arena *arena, const char *beginning, struct str *str)
{
	struct err ignored = { 0 };
	struct alias alias;
	struct file file = { 0 };
	if (open_config(&file, arena, &ignored) != 1)
		return;
	while (next(&file, &alias, &ignored) == 1)
		if (!strncmp(alias.word, beginning, strlen(beginning))) {
			str_printf(str, "%s\t", alias.word);
			str_put_visible(str, alias.meaning);
			str_put_char(str, '\n');
		}
	fclose(file.stream);
}
