/* Takes the place of the C library's allocator in this program, and passes on to it. Under sanitizers, which take that
 * place themselves, it stands before them by the linker's --wrap, which does not reach into shared libraries; so SQLite
 * is given an allocator of its own. */
#include "memory.h"

#include <locale.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static struct {
	long left, failed, calls, live;
	bool lasts;
	bool passes; /* nothing fails for the moment */
} memory;

static bool fails(void)
{
	if (memory.passes)
		return false;
	memory.calls++;
	if (!memory.left || --memory.left)
		return false;
	memory.left = memory.lasts ? 1 : 0;
	memory.failed++;
	return true;
}

/* It fails as a whole: glibc 2.36 loses a block where it fails in its middle. */
locale_t __real_newlocale(int mask, const char *name, locale_t base);
locale_t __wrap_newlocale(int mask, const char *name, locale_t base);

locale_t __wrap_newlocale(int mask, const char *name, locale_t base)
{
	if (fails())
		return (locale_t)0;
	memory.passes = true;
	locale_t made = __real_newlocale(mask, name, base);
	memory.passes = false;
	return made;
}

#ifdef ORDR_SANITIZED

#define NAME(function) __wrap_##function
#define REAL(function) __real_##function
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t length);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t length);

char *__wrap_strdup(const char *text)
{
	return fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t length)
{
	return fails() ? NULL : __real_strndup(text, length);
}

static sqlite3_mem_methods real_methods;

static void *sqlite_malloc(int size)
{
	return fails() ? NULL : real_methods.xMalloc(size);
}

static void *sqlite_realloc(void *block, int size)
{
	return fails() ? NULL : real_methods.xRealloc(block, size);
}

void memory_begin(void)
{
	sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_methods);
	sqlite3_mem_methods methods = real_methods;
	methods.xMalloc = sqlite_malloc;
	methods.xRealloc = sqlite_realloc;
	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

#else

#define NAME(function) function
#define REAL(function) __libc_##function

void REAL(free)(void *block);

void free(void *block)
{
	memory.live -= block != NULL;
	REAL(free)(block);
}

/* Small pieces are to come from the allocator too, each its own. */
void memory_begin(void)
{
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

#endif

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *block, size_t size);
void *NAME(malloc)(size_t size);
void *NAME(calloc)(size_t count, size_t size);
void *NAME(realloc)(void *block, size_t size);

static void *taken(void *block)
{
	memory.live += block != NULL;
	return block;
}

void *NAME(malloc)(size_t size)
{
	return fails() ? NULL : taken(REAL(malloc)(size));
}

void *NAME(calloc)(size_t count, size_t size)
{
	return fails() ? NULL : taken(REAL(calloc)(count, size));
}

void *NAME(realloc)(void *block, size_t size)
{
	if (fails())
		return NULL;
	void *moved = REAL(realloc)(block, size);
	memory.live += !block && moved;
	return moved;
}

void memory_fail(long nth, bool lasts)
{
	memory.left = nth;
	memory.lasts = lasts;
	memory.failed = 0;
	memory.calls = 0;
}

long memory_mend(void)
{
	memory.left = 0;
	return memory.failed;
}

long memory_calls(void)
{
	return memory.calls;
}

long memory_live(void)
{
#ifdef ORDR_SANITIZED
	return 0;
#else
	return memory.live;
#endif
}
