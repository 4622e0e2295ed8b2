/* Lines and arrays of the transcripts. An array doubles when its count is a power of two, so that it needs no member
 * for its room. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"

void *array_grow(struct arena *arena, void *items, size_t count, size_t size)
{
	if (count & (count - 1))
		return items;
	void *larger = arena_array(arena, count ? count * 2 : 1, size);
	if (!larger)
		abort();
	return count ? memcpy(larger, items, count * size) : larger;
}

void lines_add(struct arena *arena, struct lines *lines, const char *text, size_t number)
{
	lines->line = array_grow(arena, lines->line, lines->count, sizeof *lines->line);
	lines->line[lines->count++] = (struct line){ text, number };
}

int lines_read(struct arena *arena, struct lines *lines, const char *path, struct err *err)
{
	FILE *file = fopen(path, "r");
	if (!file)
		return err_set(err, ERR_NOT_FOUND, "%s: %s", path, strerror(errno));
	char *text = NULL;
	size_t room = 0;
	ssize_t length;
	while ((length = getline(&text, &room, file)) > 0) {
		if (text[length - 1] == '\n')
			length--;
		lines_add(arena, lines, arena_strndup(arena, text, (size_t)length), lines->count + 1);
	}
	free(text);
	fclose(file);
	return 0;
}
