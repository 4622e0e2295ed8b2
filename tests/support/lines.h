/* Numbered lines of text, and arrays that grow in an arena. What transcripts are read into. */
#ifndef ORDR_TESTS_LINES_H
#define ORDR_TESTS_LINES_H

#include "ordr/arena.h"
#include "ordr/err.h"

struct line {
	const char *text; /* without its newline */
	size_t number;    /* in its file, from 1; 0: none of a file */
};

struct lines {
	struct line *line;
	size_t count;
};

/* Room for one more item behind `count`; gives the array, moved or not. */
void *array_grow(struct arena *arena, void *items, size_t count, size_t size);
void lines_add(struct arena *arena, struct lines *lines, const char *text, size_t number);
/* Reads a file. ERR_NOT_FOUND. */
int lines_read(struct arena *arena, struct lines *lines, const char *path, struct err *err);

#endif
