/* A bar of blocks, or of number signs where the locale knows no blocks. */
#include "ordr/progress.h"

#include <time.h>
#include <unistd.h>

#include "ordr/blocks.h"
#include "ordr/speak.h"

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

static void draw(const struct progress *progress, int64_t count, const char *what, int64_t part, int64_t whole)
{
	struct str bar = { 0 };
	if (whole > 0) {
		int64_t percent = part >= whole ? 100 : part / (whole / 100 + 1);
		blocks_put_bar(&bar, part, whole, CELLS, blocks_known());
		str_printf(&bar, " %3lld %%  ", (long long)percent);
	}
	fprintf(progress->stream, "\r\033[K%s", bar.failed || !bar.text ? "" : bar.text);
	str_release(&bar);
	fprintf(progress->stream, "%s: %lld", translate(what), (long long)count);
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

void progress_wait(struct progress *progress)
{
	int64_t seconds = progress->stream ? (now_ms() - progress->began_ms) / 1000 : 0;
	if (seconds)
		progress_step(progress, seconds, TO_TRANSLATE("seconds"), 0, 0);
}

void progress_clear(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", progress->stream);
	progress->shown = false;
}
