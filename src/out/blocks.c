/* Figures of characters: eighths of a block, or what looks like them in ASCII. */
#include "ordr/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "ordr/money.h"

bool blocks_known(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strcasestr(value, "UTF-8") || strcasestr(value, "UTF8");
	}
	return false;
}

/* value of range in `steps` steps, rounded down; without passing what can be counted. */
static int64_t scaled(int64_t value, int64_t range, int64_t steps)
{
	if (value >= range)
		return steps;
	return range > INT64_MAX / 128 ? value / (range / steps) : value * steps / range;
}

void blocks_put_bar(struct str *str, int64_t part, int64_t whole, size_t columns, bool known)
{
	size_t done = part > 0 ? (size_t)scaled(part, whole, (int64_t)columns) : 0;
	for (size_t i = 0; i < columns; i++)
		str_put(str, i < done ? (known ? "█" : "#") : (known ? "░" : "."));
}

void blocks_put_line(struct str *str, const int64_t *values, size_t count, bool known)
{
	static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char *const ascii[] = { "_", ".", ":", "-", "=", "+", "*", "#" };
	const int64_t steps = sizeof blocks / sizeof *blocks - 1;
	int64_t least = 0;
	int64_t most = 0;
	for (size_t i = 0; i < count; i++) {
		least = values[i] != NONE && values[i] < least ? values[i] : least;
		most = values[i] != NONE && values[i] > most ? values[i] : most;
	}
	/* Halves, where the distance itself could not be counted. */
	const int64_t by = least < -(INT64_MAX / 2) || most > INT64_MAX / 2 ? 2 : 1;
	const int64_t range = most / by - least / by;
	for (size_t i = 0; i < count; i++) {
		int64_t step = range > 0 && values[i] != NONE ? scaled(values[i] / by - least / by, range, steps) : 0;
		str_put(str, values[i] == NONE ? " " : known ? blocks[step] : ascii[step]);
	}
}
