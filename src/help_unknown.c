/* Words that are no command, and the command that was meant. */
#include "ordr/help.h"

#include "ordr/near.h"

#define NAMES_MAX 64

/* At the top, commands without a group are hidden and not suggested. */
const char *command_nearest(const struct cmd *const *table, bool top, const char *word)
{
	const char *names[NAMES_MAX + 1];
	size_t count = 0;
	for (; *table && count < NAMES_MAX; table++)
		if (!top || (*table)->group)
			names[count++] = (*table)->name;
	names[count] = NULL;
	return near_word(word, names);
}

int command_unknown(const struct cmd *const *table, const char *path, const char *word, struct err *err)
{
	const char *gap = *path ? " " : "";
	const char *nearest = command_nearest(table, !*path, word);
	err_set(err, ERR_USAGE, "no command %s%s%.60s", path, gap, *word ? word : "\"\"");
	if (nearest)
		return err_hint(err, "did you mean ordr %s%s%s?", path, gap, nearest);
	return err_hint(err, "ordr help%s%s lists them", gap, path);
}
