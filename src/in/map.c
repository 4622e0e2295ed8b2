/*
 * What the command line calls the headings of a file that somebody else wrote: --map THEIRS=OURS; and what a form knows
 * of them by itself, since every bank names its columns in its own way.
 */
#include "map.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ordr/near.h"

#include "place.h"

/* Where the heading's part of "THEIRS=OURS" ends. */
static const char *equals(const char *map)
{
	return strrchr(map, '=');
}

/* What the command line calls the heading here. */
const char *map_heading(const struct list *map, const char *name)
{
	const char *const *entries = map ? map->items : NULL;
	size_t length = strlen(name);

	for (size_t i = 0; map && i < map->count; i++) {
		const char *end = equals(entries[i]);

		if (end && (size_t)(end - entries[i]) == length && strncmp(entries[i], name, length) == 0) {
			return end + 1;
		}
	}
	return NULL;
}

static int refuse(const struct header *header, const char *map, struct err *err)
{
	const char *names[ROW_CELLS_MAX + 1], *end = equals(map), *nearest;
	char shown[SHOWN_SIZE], theirs[SHOWN_SIZE], known[160] = "";
	size_t used = 0;

	place_shown(map, shown);
	if (!end || end == map) {
		err_set(err, ERR_USAGE, "--map %s is not THEIRS=OURS", shown);
		return err_hint(err, "the file's heading, and the field that it fills: --map Artikelnummer=sku");
	}
	for (size_t i = 0; i < header->count; i++) {
		names[i] = header->columns[i].name;
	}
	names[header->count] = NULL;
	snprintf(theirs, sizeof theirs, "%.*s", (int)(end - map), map);
	nearest = near_word(theirs, names);
	err_set(err, ERR_USAGE, "--map %s: the file has no such heading", shown);
	if (nearest) {
		return err_hint(err, "did you mean %s?", place_shown(nearest, theirs));
	}
	for (size_t i = 0; names[i] && used < sizeof known; i++) {
		used += (size_t)snprintf(known + used, sizeof known - used, "%s \"%.40s\"", i > 0 ? "," : "",
					 place_shown(names[i], theirs));
	}
	return err_hint(err, "the headings are:%s", known);
}

/* Each of --map has to have found its heading: a slip would leave a column out, or be none. */
int map_check(const struct header *header, const struct list *map, struct err *err)
{
	const char *const *entries = map ? map->items : NULL;

	for (size_t i = 0; map && i < map->count; i++) {
		const char *end = equals(entries[i]);
		bool found = false;

		for (size_t j = 0; end && j < header->count && !found; j++) {
			const char *name = header->columns[j].name;

			found = strlen(name) == (size_t)(end - entries[i]) && strncmp(entries[i], name, strlen(name)) == 0;
		}
		if (!found) {
			return refuse(header, entries[i], err);
		}
	}
	return 0;
}

const char *map_known(const struct schema *schema, const char *name)
{
	size_t length = strlen(name);

	for (const char *const *entry = schema->headings; entry && *entry; entry++) {
		const char *end = equals(*entry);

		if ((size_t)(end - *entry) == length && strncasecmp(*entry, name, length) == 0) {
			return end + 1;
		}
	}
	return NULL;
}
