/* The one table that maps what went wrong to a word and an exit status, and the filling of an error. Arguments may point into the
 * error that is being filled ("%s: …", err->message), so each text is made aside and then put in place. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ERR_DEFINED_HERE
#include "ordr/err.h"
#include "ordr/speak.h"

static const struct err_kind kinds[ERR_CODES] = {
	[ERR_OK] = { "ok", 0, "all was done" },
	[ERR_FAILED] = { "failed", 1, "the system failed us: input or output, memory, a full disk" },
	[ERR_USAGE] = { "usage", 2, "the command line is wrong" },
	[ERR_PARTIAL] = { "partial", 3, "--keep-going, and some records failed" },
	[ERR_NOT_FOUND] = { "not-found", 4, "no such order, product or other document" },
	[ERR_CONFLICT] = { "conflict", 5, "the document is not in a state for this step, or the key was used for other content" },
	[ERR_REFUSED] = { "refused", 6, "a rule of the business says no" },
	[ERR_INVALID] = { "invalid", 7, "the data given is wrong" },
	[ERR_DENIED] = { "denied", 8, "the role of who acts may not do this" },
	[ERR_NO_DATABASE] = { "no-database", 9, "no database, or not one of this program" },
	[ERR_BUSY] = { "busy", 10, "other writers held the database for longer than --wait" },
	[ERR_DAMAGED] = { "damaged", 11, "the books do not add up, or the file is broken" },
	[ERR_UNKNOWN] = { "unknown", 12, "the system failed while committing: it may have happened" },
	[ERR_BREACH] = { "breach", 20, "a --check found what it watches for" },
	[ERR_CANCELLED] = { "cancelled", 130, "asked on the terminal, and left unanswered" },
};

const struct err_kind *err_kind(enum err_code code)
{
	return &kinds[(unsigned)code < ERR_CODES ? code : ERR_FAILED];
}

/* Formats into `out`; what is too long is cut before a character, never inside one. */
static void fill(char *out, size_t size, const char *format, va_list arguments)
{
	char text[sizeof(((struct err *)0)->message)];
	int length = vsnprintf(text, size < sizeof text ? size : sizeof text, format, arguments);
	if (length < 0)
		text[0] = '\0';
	if ((size_t)length >= size) {
		size_t end = size - 1;
		while (end && ((unsigned char)text[end - 1] & 0xc0) == 0x80)
			end--;
		bool whole = end == size - 1 && !((unsigned char)text[end - 1] & 0x80);
		text[whole || !end ? end : end - 1] = '\0';
	}
	memcpy(out, text, strlen(text) + 1);
}

void err_clear(struct err *err)
{
	memset(err, 0, sizeof *err);
}

static void begin(struct err *err, enum err_code code, const char *format, va_list arguments)
{
	char message[sizeof err->message];
	fill(message, sizeof message, translate(format), arguments);
	err_clear(err);
	err->code = code;
	memcpy(err->message, message, sizeof message);
}

int err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	begin(err, code, format, arguments);
	va_end(arguments);
	return -1;
}

int err_already(struct err *err, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	begin(err, ERR_CONFLICT, format, arguments);
	va_end(arguments);
	err->already = true;
	return -1;
}

int err_hint(struct err *err, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fill(err->hint, sizeof err->hint, translate(format), arguments);
	va_end(arguments);
	return -1;
}

int err_subject(struct err *err, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fill(err->subject, sizeof err->subject, format, arguments);
	va_end(arguments);
	return -1;
}

int err_path(struct err *err, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fill(err->path, sizeof err->path, format, arguments);
	va_end(arguments);
	return -1;
}

const char *err_system(int number)
{
	return translate(strerror(number));
}

int err_memory(struct err *err)
{
	err_set(err, ERR_FAILED, "out of memory");
	return err_hint(err, "end other programs, or take fewer records at once, then run the command again");
}

int err_collect(struct err *all, struct arena *arena, const struct err *one)
{
	if (!all->code) {
		*all = *one;
		all->more = NULL;
		all->count = 1;
		return -1;
	}
	if (all->count++ >= ERR_LIST_MAX)
		return -1;
	struct err *copy = arena_alloc(arena, sizeof *copy);
	if (!copy)
		return -1; /* counted, so the list still says that there are more */
	*copy = *one;
	copy->more = NULL;
	copy->count = 0;
	struct err **end = &all->more;
	while (*end)
		end = &(*end)->more;
	*end = copy;
	return -1;
}
