/* What the fuzz targets share. A target is LLVMFuzzerTestOneInput and what must hold whatever the bytes; libFuzzer calls it in a build with
 * -Dfuzz=true, replay.c with the seeds in every other. */
#ifndef ORDR_TESTS_FUZZ_H
#define ORDR_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ordr/err.h"
#include "ordr/input.h"
#include "ordr/str.h"

int LLVMFuzzerInitialize(int *argc, char ***argv); /* of books.c and command.c */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Says what does not hold and aborts, which a fuzzer takes for a crash. */
#define MUST(holds, ...) ((holds) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #holds, __VA_ARGS__))
void fuzz_broken(const char *file, int line, const char *holds, const char *format, ...)
	__attribute__((noreturn, format(printf, 4, 5)));

/* The bytes, and a NUL behind them, on the heap. */
char *fuzz_text(const uint8_t *bytes, size_t size);
/* The bytes as a stream, and as an input named "f" that owns it. Never NULL. */
FILE *fuzz_stream(const uint8_t *bytes, size_t size);
struct input fuzz_input(const uint8_t *bytes, size_t size);

/* UTF-8 without NUL, and without what a terminal obeys: controls but those in `allowed`, and what turns text around. */
void fuzz_safe(const char *text, size_t length, const char *allowed);
/* One JSON value, safe, and nothing behind it but a newline. */
void fuzz_json(const char *text, size_t length);
/* The error is filled as its contract says, and is safe to print in both ways. */
void fuzz_error(const struct err *err);

#endif
