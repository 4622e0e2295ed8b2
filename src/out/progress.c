/* A bar of blocks, or of number signs where the locale knows no blocks. */
#include "ordr/progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define AFTER_MS   500 /* what takes no longer is not worth a line */
#define BETWEEN_MS 100
#define CELLS      20

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, FILE *stream, bool quiet)
{
	bool terminal = !quiet && stream && fileno(stream) >= 0 && isatty(fileno(stream));
	*progress = (struct progress){ .stream = terminal ? stream : NULL, .began_ms = terminal ? now_ms() : 0 };
}

/* By the environment: the program itself prints UTF-8 in every locale, but a bar is no loss. */
static bool knows_blocks(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "UTF8") || strstr(value, "utf-8");
	}
	return false;
}

static void draw(const struct progress *progress, int64_t count, const char *what, int64_t part, int64_t whole)
{
	bool blocks = knows_blocks();
	fputs("\r\033[K", progress->stream);
	if (whole > 0) {
		int64_t done = part >= whole ? CELLS : part / (whole / CELLS + 1);
		int64_t percent = part >= whole ? 100 : part / (whole / 100 + 1);
		for (int64_t i = 0; i < CELLS; i++)
			fputs(i < done ? (blocks ? "█" : "#") : (blocks ? "░" : "."), progress->stream);
		fprintf(progress->stream, " %3lld %%  ", (long long)percent);
	}
	fprintf(progress->stream, "%lld %s%s", (long long)count, what, count == 1 ? "" : "s");
	fflush(progress->stream);
}

void progress_step(struct progress *progress, int64_t count, const char *what, int64_t part, int64_t whole)
{
	if (!progress->stream)
		return;
	int64_t now = now_ms();
	if (now - progress->began_ms < AFTER_MS || now - progress->drawn_ms < BETWEEN_MS)
		return;
	draw(progress, count, what, part, whole);
	progress->drawn_ms = now;
	progress->shown = true;
}

void progress_clear(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", progress->stream);
	progress->shown = false;
}
