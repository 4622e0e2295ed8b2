/* The properties that every target checks, written apart from the code that must have them: what is printed is UTF-8, holds nothing that a
 * terminal would obey, and JSON is JSON by another library's judgement. */
#include "fuzz.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "ordr/out.h"

void fuzz_broken(const char *file, int line, const char *holds, const char *format, ...)
{
	va_list arguments;
	fprintf(stderr, "%s:%d: %s does not hold: ", file, line, holds);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	abort();
}

char *fuzz_text(const uint8_t *bytes, size_t size)
{
	char *text = malloc(size + 1);
	MUST(text, "no memory");
	if (size)
		memcpy(text, bytes, size);
	text[size] = '\0';
	return text;
}

FILE *fuzz_stream(const uint8_t *bytes, size_t size)
{
	FILE *stream = size ? fmemopen((void *)(uintptr_t)bytes, size, "r") : fopen("/dev/null", "r");
	MUST(stream, "no stream");
	return stream;
}

struct input fuzz_input(const uint8_t *bytes, size_t size)
{
	return (struct input){ .stream = fuzz_stream(bytes, size), .name = "f", .owned = true };
}

static bool obeyed(utf8proc_int32_t point)
{
	return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0x61c || point == 0x200e || point == 0x200f ||
	       (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

void fuzz_safe(const char *text, size_t length, const char *allowed)
{
	utf8proc_int32_t point;
	for (size_t at = 0; at < length;) {
		utf8proc_ssize_t taken =
			utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(length - at), &point);
		MUST(taken > 0, "byte %zu (0x%02x) is not UTF-8: %.*s", at, (unsigned)(unsigned char)text[at], (int)length, text);
		bool fine = !obeyed(point) || (point && point < 0x80 && strchr(allowed, (char)point));
		MUST(fine, "U+%04X is raw at byte %zu", (unsigned)point, at);
		at += (size_t)taken;
	}
}

void fuzz_json(const char *text, size_t length)
{
	const char *end = NULL;
	fuzz_safe(text, length, "\n");
	cJSON *value = cJSON_ParseWithLengthOpts(text, length, &end, 0);
	MUST(value, "not JSON: %.*s", (int)length, text);
	cJSON_Delete(value);
	while (end < text + length && *end == '\n')
		end++;
	MUST(end == text + length, "JSON with more behind it: %.*s", (int)length, text);
}

void fuzz_error(const struct err *err)
{
	for (const struct err *one = err; one; one = one->more) {
		struct str plain = { 0 };
		struct str json = { 0 };
		MUST(one->code > ERR_OK && one->code < ERR_CODES && *one->message, "an error that says nothing");
		out_error(&plain, one, false);
		fuzz_safe(plain.text, plain.length, "\n");
		out_error(&json, one, true);
		fuzz_json(json.text, json.length);
		str_release(&plain);
		str_release(&json);
	}
}
