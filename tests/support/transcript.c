/* Transcripts as files: read whole, and written again with what came out. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "transcript.h"
#include "tree.h"

int transcript_read(struct transcript *transcript, const char *path, enum transcript_kind kind, struct err *err)
{
	char absolute[PATH_MAX];
	*transcript = (struct transcript){ .kind = kind, .path = path };
	err_clear(err);
	if (!realpath(path, absolute))
		return err_set(err, ERR_NOT_FOUND, "%s: %s", path, strerror(errno));
	transcript->path = arena_strdup(&transcript->arena, absolute);
	struct lines lines = { 0 };
	int result = lines_read(&transcript->arena, &transcript->source, absolute, err);
	if (!result)
		result = transcript_lines(transcript, &lines, err);
	return result ? result : transcript_parse(transcript, &lines, err);
}

/* The next step, in the order of the source, that has something to say instead. */
static const struct transcript_step *next_changed(const struct transcript *transcript, size_t *at_case, size_t *at_step)
{
	for (; *at_case < transcript->count; ++*at_case, *at_step = 0) {
		const struct transcript_case *one = &transcript->cases[*at_case];
		while (*at_step < one->count) {
			const struct transcript_step *step = &one->steps[(*at_step)++];
			if (step->instead)
				return step;
		}
	}
	return NULL;
}

void transcript_update(const struct transcript *transcript, struct str *source)
{
	size_t at_case = 0;
	size_t at_step = 0;
	const struct transcript_step *step = next_changed(transcript, &at_case, &at_step);
	for (size_t number = 1; number <= transcript->source.count || step; number++) {
		if (step && step->begin == number) {
			str_put(source, step->instead);
			number = step->end;
			step = next_changed(transcript, &at_case, &at_step);
		}
		if (number <= transcript->source.count)
			str_printf(source, "%s\n", transcript->source.line[number - 1].text);
	}
}

void transcript_release(struct transcript *transcript)
{
	if (*transcript->made)
		tree_remove(transcript->made);
	str_release(&transcript->made_report);
	arena_release(&transcript->arena);
}
