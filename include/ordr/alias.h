/* A user's own words for commands, in a file of the user's. */
#ifndef ORDR_ALIAS_H
#define ORDR_ALIAS_H

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/str.h"

#define ALIAS_WORDS 64

/* What the word stands for: 1 and its words (in the arena; ends with NULL), 0 it is no alias, −1 ERR_USAGE: the file cannot be read as one, with
 * the line. The file is ORDR_CONFIG, else ordr/config in XDG_CONFIG_HOME or ~/.config. It is looked into only for what is no command. */
int alias_find(struct arena *arena, const char *word, const char *words[ALIAS_WORDS + 1], struct err *err);

/* Puts "word\tWHAT IT STANDS FOR" lines of the aliases that begin so, for completion; a file that cannot be read has none. */
void alias_complete(struct arena *arena, const char *beginning, struct str *str);

#endif
