/* An arena hands out zeroed memory that is given back all at once. One arena lives for one run of a command;
 * a batch marks it and resets to the mark after each record, so memory stays flat. */
#ifndef ORDR_ARENA_H
#define ORDR_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *head;
};

struct arena_mark {
	struct arena_block *block;
	size_t used;
};

/* A zeroed struct arena is an empty one; arena_init is the same, spelled out. */
void arena_init(struct arena *arena);
/* Gives back every block; the arena is empty and usable again. */
void arena_release(struct arena *arena);

/* `size` zeroed bytes aligned for any type, or NULL when memory is exhausted. Owned by the arena. */
void *arena_alloc(struct arena *arena, size_t size);
/* A zeroed array; NULL also when count × size overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Copies; NULL when memory is exhausted. arena_strdup of NULL is NULL. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* arena_reset gives back all that was taken since the mark was made. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_reset(struct arena *arena, struct arena_mark mark);

#endif
