/* A guess is only worth making when it is nearly always right: two letters at most, and less than half of the word. */
#include "ordr/near.h"

#include <string.h>

#include "ordr/speak.h"
#include "ordr/str.h"

static const char *last_part(const char *word)
{
	const char *dot = strrchr(word, '.');
	return dot ? dot + 1 : word;
}

static const char *whole(const char *word)
{
	return word;
}

static const char *slip_of(const char *word, const char *const *words, const char *part(const char *))
{
	const char *nearest = NULL;
	size_t length = strlen(word);
	int least = 3;
	for (; *words; words++) {
		size_t other = strlen(part(*words));
		int distance = str_distance(word, part(*words));
		if (distance < least && (size_t)distance * 2 < (other > length ? other : length)) {
			least = distance;
			nearest = *words;
		}
	}
	return nearest;
}

/* One letter says nothing. */
static const char *abbreviated(const char *word, const char *const *words)
{
	const char *shortest = NULL;
	size_t length = strlen(word);
	for (; length > 1 && *words; words++)
		if (!strncmp(*words, word, length) && (!shortest || strlen(*words) < strlen(shortest)))
			shortest = *words;
	return shortest;
}

const char *near_word(const char *word, const char *const *words)
{
	const char *nearest = abbreviated(word, words);
	nearest = nearest ? nearest : slip_of(word, words, whole);
	return nearest ? nearest : slip_of(word, words, last_part);
}

/* What stands around the words, in the longest language. */
#define SAID       48
#define SAID_ALONE 16

int near_hint(struct err *err, const char *word, const char *const *words)
{
	char known[sizeof err->hint] = "";
	size_t used = 0;
	const char *nearest = near_word(word, words);
	size_t most = sizeof known - (nearest ? SAID + strlen(nearest) : SAID_ALONE);
	for (; *words && used + strlen(*words) + sizeof ", …" < most; words++)
		if (*words != nearest) {
			memcpy(known + used, ", ", used ? 2 : 0);
			used += used ? 2 : 0;
			strcpy(known + used, *words);
			used += strlen(*words);
		}
	if (*words)
		strcpy(known + used, " …");
	if (!nearest)
		return err_hint(err, "one of %s", known);
	return used ? err_hint(err, "did you mean %s? else one of %s", nearest, known) : err_hint(err, "did you mean %s?", nearest);
}
